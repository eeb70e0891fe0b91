//go:build !race

// One goroutine paints: the race detector finds nothing here and only makes it ten times as slow. scripts/test.sh runs these without it.

package settings_test

import (
	"fmt"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"huiying/app/ui/gallery/gallerytest"
	"huiying/app/ui/settings"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing/typingtest"
)

func (h *house) save(name string) {
	h.t.Helper()
	gallerytest.Take(h.t, h.canvas, name)
}

// TestThePictures paints every page in the sizes it must hold in, for whoever lays them beside the design; where nobody asked for
// pictures, in the smallest alone.
func TestThePictures(t *testing.T) {
	for _, c := range []struct {
		w, h float32
		mode theme.Mode
	}{{1280, 800, theme.Light}, {1366, 697, theme.Dark}, {1920, 1009, theme.Light}} {
		if c.w != 1280 && os.Getenv("HUIYING_PICTURES") == "" {
			continue
		}
		t.Run(fmt.Sprintf("%.0f", c.w), func(t *testing.T) {
			h := open(t)
			h.busy()
			h.sit("秦越", settings.PagePeople, fyne.NewSize(c.w, c.h), c.mode)
			for i, name := range pages() {
				h.screen.Open(name)
				h.settle()
				typingtest.OnlyOurs(t, h.canvas.Content())
				h.save(fmt.Sprintf("settings-%.0f-%d-%s", c.w, i+1, name))
			}
		})
	}
	t.Run("busy", func(t *testing.T) {
		h := open(t)
		h.sit("秦越", settings.PagePeople, fyne.NewSize(1280, 800), theme.Light)
		h.box(4, 3) // 陈国栋 no longer checks, 周建国 no longer approves
		h.key(fyne.KeySpace, fyne.KeyDown, fyne.KeyRight, fyne.KeySpace)
		h.tap("保存改动")
		h.save("settings-refused")
		h.screen.Create()
		h.settle()
		h.save("settings-newcomer")
	})
	t.Run("others", func(t *testing.T) {
		h := open(t)
		h.scale = 130
		h.sit("王蕾", settings.PagePeople, fyne.NewSize(1664, 1040), theme.Light)
		for _, name := range []string{settings.PagePeople, settings.PageRoutes, settings.PageCredentials, settings.PageBackups} {
			h.screen.Open(name)
			h.settle()
			h.save("settings-empty-" + name)
		}
	})
}
