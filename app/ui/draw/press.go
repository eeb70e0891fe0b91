package draw

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/keys"
)

// Press is the base of everything that can be pressed: by the mouse, by Space and, unless NoEnter, by Enter. It keeps the
// states that a part draws by. The focus ring is shown only when the focus came by a key.
type Press struct {
	widget.BaseWidget
	OnPress func()
	// NoEnter keeps Enter from pressing: for what is dangerous.
	NoEnter bool
	// OnKey sees a key first and says whether it used it.
	OnKey func(*fyne.KeyEvent) bool

	off, hover, focus, mouse bool
	self                     fyne.Widget
}

// Init ties the base to the widget that embeds it.
func (p *Press) Init(w fyne.Widget) {
	p.self = w
	p.ExtendBaseWidget(w)
}

// Hovered says whether the pointer is over it.
func (p *Press) Hovered() bool { return p.hover && !p.off }

// Ringed says whether the focus ring is to be drawn.
func (p *Press) Ringed() bool { return p.focus && !p.mouse }

// Focused says whether it has the focus.
func (p *Press) Focused() bool { return p.focus }

// Disabled is part of fyne.Disableable.
func (p *Press) Disabled() bool { return p.off }

// Enable is part of fyne.Disableable.
func (p *Press) Enable() {
	if p.off {
		p.off = false
		p.redraw()
	}
}

// Disable is part of fyne.Disableable.
func (p *Press) Disable() {
	if !p.off {
		p.off = true
		p.redraw()
	}
}

func (p *Press) redraw() {
	if p.self != nil {
		p.self.Refresh()
	}
}

// Tapped presses it and takes the focus, without the ring.
func (p *Press) Tapped(*fyne.PointEvent) {
	if p.off {
		return
	}
	p.mouse = true
	if f, ok := p.self.(fyne.Focusable); ok {
		keys.Focus(f)
	}
	p.press()
}

func (p *Press) press() {
	if p.OnPress != nil && !p.off {
		p.OnPress()
	}
}

// FocusGained is part of fyne.Focusable.
func (p *Press) FocusGained() {
	p.focus = true
	p.redraw()
}

// FocusLost is part of fyne.Focusable.
func (p *Press) FocusLost() {
	p.focus, p.mouse = false, false
	p.redraw()
}

// TypedRune is part of fyne.Focusable.
func (p *Press) TypedRune(rune) {}

// TypedKey presses on Space and Enter and hands every other key on.
func (p *Press) TypedKey(ev *fyne.KeyEvent) {
	if p.mouse {
		p.mouse = false
		p.redraw()
	}
	if p.OnKey != nil && p.OnKey(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeySpace:
		p.press()
	case fyne.KeyReturn, fyne.KeyEnter:
		if !p.NoEnter {
			p.press()
		}
	default:
		keys.Up(p.self, ev)
	}
}

// MouseIn is part of desktop.Hoverable.
func (p *Press) MouseIn(*desktop.MouseEvent) {
	p.hover = true
	p.redraw()
}

// MouseMoved is part of desktop.Hoverable.
func (p *Press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (p *Press) MouseOut() {
	p.hover = false
	p.redraw()
}

// Cursor is part of desktop.Cursorable.
func (p *Press) Cursor() desktop.Cursor {
	if p.off {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// Take gives it the focus, as a key does.
func (p *Press) Take() {
	if f, ok := p.self.(fyne.Focusable); ok {
		keys.Focus(f)
	}
}
