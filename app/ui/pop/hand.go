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
	to     fyne.Focusable
	opened func() bool
	away   bool // the whole window has lost the focus
}

func newHand(to fyne.Focusable, opened func() bool) *hand {
	h := &hand{to: to, opened: opened}
	h.ExtendBaseWidget(h)
	return h
}

// FocusGained hands on that the window has the focus again; the field never lost it to the hand.
func (h *hand) FocusGained() {
	if h.away {
		h.away = false
		h.to.FocusGained()
	}
}

// FocusLost hands on that the window has lost the focus.
func (h *hand) FocusLost() {
	if h.opened() {
		h.away = true
		h.to.FocusLost()
	}
}

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
