//go:build !race

// One goroutine paints: the race detector finds nothing here and only makes it ten times as slow. scripts/test.sh runs these without it.

package compose_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"huiying/app/ui/gallery/gallerytest"
	"huiying/app/ui/keys"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/publishing"
	"huiying/publishing/content"
)

// TestPictures paints the screen as it is used, for a person to lay beside the design; what is painted must not be blank.
func TestPictures(t *testing.T) {
	for _, at := range []struct {
		size fyne.Size
		mode theme.Mode
	}{{fyne.NewSize(1280, 800), theme.Light}, {fyne.NewSize(1366, 697), theme.Light}, {fyne.NewSize(1920, 1009), theme.Dark}, {fyne.NewSize(1200, 640), theme.Dark}} {
		b := open(t, at.size, at.mode)
		shot := func(what string) {
			img := gallerytest.Take(t, b.c, fmt.Sprintf("compose-%s-%.0f-%s", what, at.size.Width, at.mode))
			if img == nil {
				return
			}
			seen := map[any]bool{}
			for x := 130; x < img.Bounds().Dx(); x += 3 {
				seen[img.At(x, 200)] = true
			}
			if len(seen) < 2 && what != "none" {
				t.Errorf("%s at %v is blank", what, at.size)
			}
		}
		if at.size.Width == 1280 {
			b.f.Open(compose_, nil)
			b.settle()
			shot("none")
		}
		w := b.desk.Draft(b.heating())
		b.f.Open(compose_, shell.Params{"post": w.Post})
		b.settle()
		b.s.Form().Text.Go(2, 10)
		shot("full")
		if at.size.Width == 1280 {
			v := b.s.Form().Where.Edit(publishingAccount(b), content.Publish)
			shot("variant")
			v.Dialog.Close()
			b.s.EditPicture(1)
			shot("picture")
			keys.Escape(b.c)
		}
		if at.size.Width == 1366 || at.size.Width == 1200 {
			continue
		}
		back := b.desk.Content(content.Share)
		back.Title = "道路结冰出行提示"
		r := b.desk.Submitted(b.desk.Draft(back))
		b.desk.Decide(publishing.Decision{Post: r.Post, Revision: r.No, Fingerprint: r.Fingerprint, Returned: true, Comment: "第 2 段的路名要核对，气象台的时间写到小时", Name: "孙悦"})
		b.desk.Submitted(b.desk.Draft(b.desk.Content(content.ByHand)))
		b.press("回到稿件列表")
		b.settle()
		shot("list")
		b.f.Open(compose_, shell.Params{"post": r.Post})
		b.settle()
		shot("returned")
	}
}
