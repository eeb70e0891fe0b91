// Package gallery paints things into pictures with Fyne's software painter, without a window: for the tests that lay the parts
// beside the design, and for the command that writes a picture of every screen. It draws nothing of its own.
package gallery

import (
	"image"
	"image/png"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
)

// Paint lays an object out at a size on a canvas of its own and returns what a window of that size would show.
func Paint(obj fyne.CanvasObject, size fyne.Size) image.Image {
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(obj)
	c.Resize(size)
	return Capture(c)
}

// Capture paints a canvas as it stands, overlays included. Flowing text settles its height at the second layout, as it does in
// a window.
func Capture(c fyne.Canvas) image.Image {
	if o := c.Content(); o != nil {
		s := o.Size()
		o.Resize(s.AddWidthHeight(1, 0))
		o.Resize(s)
		o.Refresh()
	}
	return c.Capture()
}

// Save writes a picture as PNG, making its folder.
func Save(img image.Image, file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := png.Encode(f, img); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
