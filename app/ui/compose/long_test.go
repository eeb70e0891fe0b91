package compose_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/publishing/content"
)

// long is a text of 20,000 characters in 200 paragraphs.
func long(b *bench) content.Master {
	c := b.desk.Content(content.Publish)
	c.Paragraphs = nil
	for i := range 200 {
		c.Paragraphs = append(c.Paragraphs, content.Paragraph{ID: fmt.Sprint("p", i), Text: fmt.Sprintf("%03d", i) + strings.Repeat("供暖缴费办法今年有三处调整，", 7)[:291]})
	}
	return c
}

func TestALongTextIsWrittenLikeAShortOne(t *testing.T) {
	b := open(t, full(), theme.Light)
	c := long(b)
	w := b.desk.Draft(c)
	began := time.Now()
	b.f.Open(compose_, shell.Params{"post": w.Post})
	b.until("open", func() bool { return b.s.OpenPost() != "" })
	opened := time.Since(began)
	b.settle()
	f := b.s.Form()
	f.Text.Go(120, 3)
	began = time.Now()
	for range 20 {
		b.typ("字")
	}
	key := time.Since(began) / 20
	t.Logf("opened in %v, a key takes %v", opened, key)
	b.until("stored", func() bool {
		return strings.HasPrefix(b.stored(w.Post).Paragraphs[120].Text, "120"+strings.Repeat("字", 20))
	})
	if got := b.stored(w.Post); len(got.Paragraphs) != 200 || got.Paragraphs[199] != c.Paragraphs[199] {
		t.Error("typing in one paragraph changed another")
	}
	b.settle()
	b.typ("末")
	b.settle()
	if !strings.Contains(f.Look.Says()[0], "字末") {
		t.Error("the preview does not have what was typed")
	}
}
