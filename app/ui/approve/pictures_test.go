package approve_test

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/gallery/gallerytest"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing/typingtest"
	"huiying/publishing/content"
	"huiying/review"
)

func (h *house) save(name string) {
	h.t.Helper()
	gallerytest.Take(h.t, h.canvas, name)
}

// busy lays a morning's work before 周建国: a post in its second round, and two more.
func (h *house) busy() string {
	w := h.Draft(h.paper())
	h.Submitted(w)
	h.Clock.Add(38 * time.Minute)
	h.take("孙悦", w.Post, review.Pass, "")
	h.Clock.Add(5 * time.Minute)
	h.take("陈国栋", w.Post, review.Return, "网点不查房产证明，市住建局通知里写的是只要户号。")
	h.again(w.Post, h.mended())
	h.Clock.Add(2 * time.Minute)
	h.take("孙悦", w.Post, review.Pass, "")
	h.Clock.Add(time.Minute)
	for _, title := range []string{"一图读懂《望川市住房租赁补贴办法》", "第十届市民文化节闭幕侧记"} {
		c := h.Content(content.Publish)
		c.Title = title
		h.Submitted(h.Draft(c))
	}
	return w.Post
}

// TestThePictures paints the screen in the sizes it must hold in, for whoever lays them beside the design.
func TestThePictures(t *testing.T) {
	for _, c := range []struct {
		w, h float32
		mode theme.Mode
	}{{1280, 800, theme.Light}, {1366, 697, theme.Dark}, {1920, 1009, theme.Light}} {
		t.Run(fmt.Sprintf("%.0f", c.w), func(t *testing.T) {
			h := open(t)
			h.busy()
			h.sit("陈国栋", fyne.NewSize(c.w, c.h), c.mode, false)
			typingtest.OnlyOurs(t, h.screen.Content())
			h.save(fmt.Sprintf("review-%.0f", c.w))
		})
	}
	t.Run("empty", func(t *testing.T) {
		h := open(t)
		h.sit("陈国栋", fyne.NewSize(1280, 800), theme.Light, false)
		h.save("review-empty")
	})
}
