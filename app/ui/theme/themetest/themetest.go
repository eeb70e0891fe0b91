// Package themetest dresses the app of a test. For tests only.
package themetest

import (
	"slices"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/theme"
)

// worn is the one app of a test binary, with what it wears.
type worn struct {
	mu      sync.Mutex
	app     fyne.App
	theme   fyne.Theme
	mode    theme.Mode
	percent int
	users   int // calls of App whose tests still run
}

// wardrobe returns it. Fyne has one current app a process, which is what this stands for.
var wardrobe = sync.OnceValue(func() *worn { return &worn{app: test.NewApp()} })

// App returns the test's app in a theme, with no window open. The tests of a package share one app as long as they wear the
// same: a new app, or a new theme, reads the fonts again, which takes a second under the race detector. What earlier tests left
// open is closed. Tests that use it must not run in parallel.
func App(t testing.TB, mode theme.Mode, percent int) fyne.App {
	t.Helper()
	w := wardrobe()
	w.mu.Lock()
	defer w.mu.Unlock()
	if fyne.CurrentApp() != w.app {
		w.app, w.theme = test.NewApp(), nil
	}
	if w.users == 0 {
		for _, left := range slices.Clone(w.app.Driver().AllWindows()[1:]) { // the first is the driver's own
			left.Close()
		}
	}
	if w.theme == nil || w.app.Settings().Theme() != w.theme || w.mode != mode || w.percent != percent {
		w.theme, w.mode, w.percent = theme.New(mode, percent), mode, percent
		w.app.Settings().SetTheme(w.theme)
	}
	w.users++
	t.Cleanup(func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.users--
	})
	return w.app
}
