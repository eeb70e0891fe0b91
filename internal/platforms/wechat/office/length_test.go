package office

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"huiying/accounts/limits"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// TestWhatIsSentIsNeverLongerThanWhatWasCounted holds the composer's count against the article that leaves, on random posts.
func TestWhatIsSentIsNeverLongerThanWhatWasCounted(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 20130100))
	pieces := []string{"供暖", "&", "<b>", `"`, "'", "\n", " ", "😀", "　", "a", "&amp;", "\t"}
	text := func() string {
		var b strings.Builder
		for range rnd.IntN(40) {
			b.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		return b.String()
	}
	for i := range 200 {
		var c content.Master
		at := map[string]string{}
		for n := range rnd.IntN(30) {
			p := content.Paragraph{Style: []content.Style{content.Body, content.Heading, content.Picture}[rnd.IntN(3)], Text: text(), Bold: rnd.IntN(2) == 0}
			if p.Style == content.Picture {
				p.Media = fmt.Sprint("h", n)
				at[p.Media] = "https://mmbiz.qpic.cn/" + strings.Repeat("x", rnd.IntN(content.AddressRoom-21))
			}
			c.Paragraphs = append(c.Paragraphs, p)
		}
		way := []content.Way{content.Publish, content.Broadcast}[i%2]
		counted := c.ArticleLength(content.Target{Way: way})
		free := 0
		for _, a := range at {
			free += content.AddressRoom - len(a)
		}
		sent := article(delivery.Parcel{Way: way, Paragraphs: c.Paragraphs}, at, "thumb").Content
		if n := utf8.RuneCountInString(sent); n+free != counted {
			t.Fatalf("post %d: %d characters are sent and %d were counted, of which %d are room for addresses:\n%s", i, n, counted, free, sent)
		}
		if most := limits.Post("wechat").Content; counted <= most && len(sent) >= 1<<20 {
			t.Fatalf("post %d: within the characters and not within 1 MB", i)
		}
	}
}
