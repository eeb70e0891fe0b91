// Package keys hands on the keys that a focused part has no use for, so that F1, F5, F6, Esc and the Ctrl keys work wherever
// the focus stands. Fyne gives a key to the focused object only; without this a focused field would swallow the lot. It knows
// no screen and binds no key itself: the frame does.
package keys

import (
	"fyne.io/fyne/v2"
)

// Escaper is an overlay that closes on Esc. Escape says whether it did.
type Escaper interface {
	Escape() bool
}

// Up hands a key that obj did not use to the topmost overlay (Esc) or to the window.
func Up(obj fyne.CanvasObject, ev *fyne.KeyEvent) {
	c := CanvasOf(obj)
	if c == nil {
		return
	}
	if ev.Name == fyne.KeyEscape && Escape(c) {
		return
	}
	if f := c.OnTypedKey(); f != nil {
		f(ev)
	}
}

// Escape closes the topmost overlay of a canvas if there is one that closes on Esc.
func Escape(c fyne.Canvas) bool {
	if e, ok := c.Overlays().Top().(Escaper); ok {
		return e.Escape()
	}
	return false
}

// Taker is the content of a window that knows its shortcuts itself. TakeShortcut says whether it used one.
type Taker interface {
	TakeShortcut(s fyne.Shortcut) bool
}

// UpShortcut hands a shortcut that obj did not use to the content of the window, or else to the window.
func UpShortcut(obj fyne.CanvasObject, s fyne.Shortcut) {
	c := CanvasOf(obj)
	if c == nil {
		return
	}
	if t, ok := c.Content().(Taker); ok && t.TakeShortcut(s) {
		return
	}
	if w, ok := c.(fyne.Shortcutable); ok {
		w.TypedShortcut(s)
	}
}

// CanvasOf returns the canvas obj stands on, nil while it stands on none.
func CanvasOf(obj fyne.CanvasObject) fyne.Canvas {
	app := fyne.CurrentApp()
	if app == nil || obj == nil {
		return nil
	}
	return app.Driver().CanvasForObject(obj)
}

// Home returns the canvas that obj stands on or, while Fyne has not drawn it yet and knows none, the one that has given it the focus.
func Home(obj fyne.CanvasObject) fyne.Canvas {
	if c := CanvasOf(obj); c != nil {
		return c
	}
	f, ok := obj.(fyne.Focusable)
	if app := fyne.CurrentApp(); ok && app != nil {
		for _, w := range app.Driver().AllWindows() {
			if w.Canvas().Focused() == f {
				return w.Canvas()
			}
		}
	}
	return nil
}

// Focus gives the focus to obj, if it stands in a window. Fyne remembers the canvas of what it has drawn once; what was put into
// a window just now is looked for in all of them.
func Focus(obj fyne.Focusable) {
	o, ok := obj.(fyne.CanvasObject)
	if !ok {
		return
	}
	if c := CanvasOf(o); c != nil {
		c.Focus(obj)
		return
	}
	app := fyne.CurrentApp()
	if app == nil {
		return
	}
	for _, w := range app.Driver().AllWindows() {
		w.Canvas().Focus(obj)
		if w.Canvas().Focused() == obj {
			return
		}
	}
}
