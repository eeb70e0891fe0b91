//go:build !race

// One goroutine paints: the race detector finds nothing here and only makes it ten times as slow. scripts/test.sh runs these without it.

package today_test

import (
	"fmt"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"huiying/app/ui/gallery/gallerytest"
	"huiying/app/ui/theme"
)

func TestTheScreenIsPainted(t *testing.T) {
	for mode, name := range map[theme.Mode]string{theme.Light: "light", theme.Dark: "dark"} {
		for _, size := range []fyne.Size{fyne.NewSize(1280, 800), fyne.NewSize(1366, 697), fyne.NewSize(1920, 1009)} {
			if os.Getenv("HUIYING_PICTURES") == "" && (mode == theme.Light) != (size.Width == 1366) {
				continue // one size a mode is enough where nobody looks at the pictures
			}
			o := sit(t, day(), mode, size, size.Width == 1366, everything...)
			o.reads("今日发布", "账号监测")
			gallerytest.Take(t, o.canvas, fmt.Sprintf("01-today-%s-%.0f", name, size.Width))
		}
		o := sit(t, &desks{now: noon}, mode, fyne.NewSize(1280, 800), false, everything...)
		o.reads("手上没有要办的事", "今天没有要发的稿件", "还没有在用的账号")
		gallerytest.Take(t, o.canvas, "01-today-empty-"+name)
	}
}
