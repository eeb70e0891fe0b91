// Package gallerytest takes pictures of screens in tests: into the folder that HUIYING_PICTURES names, for a person who wants to
// look, or else into one of the test's own. For tests only.
package gallerytest

import (
	"image"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"huiying/app/ui/gallery"
)

// Take paints a canvas into a picture and returns it. One goroutine paints, so the race detector has nothing to find there and
// only makes it ten times as slow: under it nothing is painted, unless pictures were asked for, and nil is returned. The same
// tests are run without it as well, see scripts/test.sh.
func Take(t testing.TB, c fyne.Canvas, name string) image.Image {
	t.Helper()
	dir := os.Getenv("HUIYING_PICTURES")
	switch {
	case dir == "" && racing:
		return nil
	case dir == "":
		dir = t.TempDir()
	}
	img := gallery.Capture(c)
	if err := gallery.Save(img, filepath.Join(dir, name+".png")); err != nil {
		t.Fatal(err)
	}
	return img
}
