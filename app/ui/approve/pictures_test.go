//go:build !race

// One goroutine paints: the race detector finds nothing here and only makes it ten times as slow. scripts/test.sh runs these without it.

package approve_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"huiying/app/ui/gallery/gallerytest"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing/typingtest"
)

func (h *house) save(name string) {
	h.t.Helper()
	gallerytest.Take(h.t, h.canvas, name)
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
