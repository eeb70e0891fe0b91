package pop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

// hand stands in the overlay with the focus and hands every key to the field below it, input method and all.
type hand struct {
	widget.BaseWidget
	to fyne.Focusable
}

func newHand(to fyne.Focusable) *hand {
	h := &hand{to: to}
	h.ExtendBaseWidget(h)
	return h
}

func (h *hand) FocusGained()               {}
func (h *hand) FocusLost()                 {}
func (h *hand) TypedRune(r rune)           { h.to.TypedRune(r) }
func (h *hand) TypedKey(ev *fyne.KeyEvent) { h.to.TypedKey(ev) }

func (h *hand) KeyDown(ev *fyne.KeyEvent) {
	if k, ok := h.to.(desktop.Keyable); ok {
		k.KeyDown(ev)
	}
}

func (h *hand) KeyUp(ev *fyne.KeyEvent) {
	if k, ok := h.to.(desktop.Keyable); ok {
		k.KeyUp(ev)
	}
}

func (h *hand) TypedShortcut(s fyne.Shortcut) {
	if k, ok := h.to.(fyne.Shortcutable); ok {
		k.TypedShortcut(s)
	}
}

func (h *hand) AcceptsTab() bool {
	k, ok := h.to.(fyne.Tabbable)
	return ok && k.AcceptsTab()
}

func (h *hand) CreateRenderer() fyne.WidgetRenderer {
	r := &draw.Renderer{Objs: []fyne.CanvasObject{canvas.NewRectangle(theme.Color(theme.Clear))}}
	return r.Start(h)
}
