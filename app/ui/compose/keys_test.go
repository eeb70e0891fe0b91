package compose_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/internal/problem"
	"huiying/internal/store/storetest/publishingtest"
	"huiying/publishing"
	"huiying/publishing/content"
)

func (b *bench) shortcut(name fyne.KeyName, mod fyne.KeyModifier) {
	b.t.Helper()
	b.c.Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: mod})
}

func (b *bench) texts() string {
	var out []string
	for _, p := range b.s.Form().Text.Paragraphs() {
		out = append(out, string(p.Style)+p.Text)
	}
	return strings.Join(out, "|")
}

func TestParagraphsAreMovedAndStyledByKeys(t *testing.T) {
	b := open(t, full(), theme.Light)
	c := b.desk.Content(content.Publish)
	c.Paragraphs = []content.Paragraph{{ID: "a", Text: "甲"}, {ID: "b", Text: "乙"}}
	w := b.desk.Draft(c)
	b.f.Open(compose_, shell.Params{"post": w.Post})
	b.settle()
	b.s.Form().Text.Go(0, 1)
	b.shortcut(fyne.KeyDown, fyne.KeyModifierAlt)
	b.shortcut(fyne.KeyH, fyne.KeyModifierShortcutDefault)
	if got := b.texts(); got != "乙|heading甲" {
		t.Fatalf("after Alt+↓ and Ctrl+H %q", got)
	}
	b.shortcut(fyne.KeyUp, fyne.KeyModifierAlt)
	b.shortcut(fyne.KeyB, fyne.KeyModifierShortcutDefault)
	b.until("stored", func() bool { return b.stored(w.Post).Paragraphs[0].Bold })
	if p := b.stored(w.Post).Paragraphs[0]; p.Text != "甲" || p.Style != content.Heading || p.ID != "a" {
		t.Errorf("stored %+v", p)
	}
}

func TestKeysGoToWhatLacks(t *testing.T) {
	b := open(t, full(), theme.Light)
	c := b.desk.Content(content.Publish)
	c.Title, c.Kind, c.Media = "", content.Relay, nil
	w := b.desk.Draft(c)
	b.f.Open(compose_, shell.Params{"post": w.Post})
	b.settle()
	b.sees("3 项必须改", "还没有标题", "转载要写明信源", "缺封面图")
	f8 := func() {
		for _, k := range b.s.Keys() {
			if k.Label == "F8" {
				k.Do()
			}
		}
	}
	f8()
	if b.c.Focused() != f(b).Title.Target() {
		t.Error("F8 does not go to the title")
	}
	f8()
	if b.c.Focused() != f(b).Source.Target() {
		t.Error("the second F8 does not go to the source")
	}
	before := b.c.Focused()
	for range 4 {
		b.s.NextPane()
		if b.c.Focused() == before {
			t.Error("F6 stays where it was")
		}
		before = b.c.Focused()
	}
}

func f(b *bench) (p struct {
	Title, Source interface{ Target() fyne.Focusable }
}) {
	p.Title, p.Source = b.s.Form().Title, b.s.Form().Source
	return p
}

func TestAPictureIsTakenOutAndBroughtBack(t *testing.T) {
	b := open(t, full(), theme.Light)
	w := b.desk.Draft(b.heating())
	b.f.Open(compose_, shell.Params{"post": w.Post})
	b.settle()
	before := b.texts()
	b.s.EditPicture(1)
	b.press("去掉这张")
	b.until("taken out", func() bool { return len(b.stored(w.Post).Media) == 1 && len(b.stored(w.Post).Paragraphs) == 6 })
	b.sees("去掉了“网点图.png”")
	b.c.Unfocus()
	b.undoToast()
	b.until("brought back", func() bool { return len(b.stored(w.Post).Media) == 2 })
	if got := b.texts(); got != before {
		t.Errorf("the text is %q, was %q", got, before)
	}
	b.s.EditPicture(1)
	b.press("排到第一张")
	b.until("first", func() bool { return b.stored(w.Post).Media[0].Name == "网点图.png" })
}

func TestWhatCannotBeFetchedIsSaid(t *testing.T) {
	b := open(t, full(), theme.Light)
	b.f.Open(compose_, shell.Params{"post": "nowhere"})
	b.settle()
	b.sees("没有打开")
	if problem.KindOf(b.posts.fail) != "" || b.s.OpenPost() != "" {
		t.Error("something is open")
	}
	b.s.Create()
	b.until("a draft", func() bool { return b.s.OpenPost() != "" })
	id := b.s.OpenPost()
	b.desk.Office.Change(publishingtest.Weibo, nameIt)
	b.tell("accounts", "")
	b.until("the new name", func() bool { return strings.Contains(b.says(), "望川新名") })
	if b.s.OpenPost() != id || b.desk.Post(id).State != publishing.Draft {
		t.Error("news of an account closed the post")
	}
}
