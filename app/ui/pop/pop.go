// Package pop lays something over the window: a list under a field, a popover under a chip, a dialog in the middle. It owns
// where it stands, that Esc and a click beside it close it, and that the focus goes back where it was. It knows no content.
package pop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/keys"
	"huiying/app/ui/theme"
)

// Place says where the content stands.
type Place int

// The places. Below stands under the anchor and moves up where there is no room; BelowRight ends at the anchor's right edge;
// Middle is the middle of the window with everything behind it dimmed.
const (
	Below Place = iota
	BelowRight
	Middle
)

// Options say how a Pop behaves.
type Options struct {
	Place  Place
	Anchor fyne.CanvasObject // for Below
	Width  float32           // smallest width, units of the design; 0: the anchor's
	// Stay keeps it open when something beside it is clicked: for dialogs.
	Stay bool
	// OnClose is told once, however it was closed.
	OnClose func()
	// First takes the focus once it is open.
	First fyne.Focusable
	// Forward gets every key while the Pop is open, as if it had the focus: the field above a list. Fyne gives keys to
	// nothing below an overlay, so they are handed down here.
	Forward fyne.Focusable
}

// Pop is something laid over a window.
type Pop struct {
	widget.BaseWidget
	canvas  fyne.Canvas
	content fyne.CanvasObject
	opt     Options
	before  fyne.Focusable
	open    bool
	hand    *hand
	// OnEscape replaces closing on Esc; it is for a dialog that calls something off.
	OnEscape func()
}

// Open lays content over the canvas. Content brings its own inner room; ground, border and shadow are drawn here.
func Open(c fyne.Canvas, content fyne.CanvasObject, opt Options) *Pop {
	p := &Pop{canvas: c, content: content, opt: opt, before: c.Focused(), open: true}
	if opt.Forward != nil {
		p.hand = newHand(opt.Forward, p.Opened)
	}
	p.ExtendBaseWidget(p)
	if p.hand == nil { // Fyne does not tell who loses the focus to something laid over it
		c.Unfocus()
	}
	c.Overlays().Add(p)
	p.Resize(c.Size())
	switch {
	case opt.Forward != nil:
		c.Focus(p.hand)
	case opt.First != nil:
		c.Focus(opt.First)
	}
	return p
}

// Opened says whether it is still open.
func (p *Pop) Opened() bool { return p.open }

// Close takes it away and gives the focus back.
func (p *Pop) Close() {
	if !p.open {
		return
	}
	p.open = false
	if p.hand == nil {
		p.canvas.Unfocus() // nor who loses it by going
	}
	p.canvas.Overlays().Remove(p)
	if p.before != nil && p.canvas.Focused() == nil {
		p.canvas.Focus(p.before)
	}
	if p.opt.OnClose != nil {
		p.opt.OnClose()
	}
}

// Escape is part of keys.Escaper.
func (p *Pop) Escape() bool {
	if !p.open {
		return false
	}
	if p.OnEscape != nil {
		p.OnEscape()
	} else {
		p.Close()
	}
	return true
}

var _ keys.Escaper = (*Pop)(nil)

// Tapped closes on a click beside the content.
func (p *Pop) Tapped(*fyne.PointEvent) {
	if !p.opt.Stay {
		p.Close()
	}
}

// TappedSecondary is Tapped.
func (p *Pop) TappedSecondary(ev *fyne.PointEvent) { p.Tapped(ev) }

// CreateRenderer is part of fyne.Widget.
func (p *Pop) CreateRenderer() fyne.WidgetRenderer {
	dim := canvas.NewRectangle(theme.Color(theme.Clear))
	ground := &blocker{}
	ground.ExtendBaseWidget(ground)
	box := container.NewStack(ground, draw.Inset(p.content, 1, 1, 1, 1))
	shadow := canvas.NewRectangle(theme.Color(theme.Clear))
	r := &draw.Renderer{Objs: []fyne.CanvasObject{dim, shadow, box}}
	if p.hand != nil {
		r.Objs = append(r.Objs, p.hand)
	}
	radius := float32(6)
	if p.opt.Place == Middle {
		radius = 8
	}
	r.Lay = func(s fyne.Size) {
		dim.Resize(s)
		pos, size := p.where(s, box)
		box.Move(pos)
		box.Resize(size)
		if again := p.height(box, size.Width); again != size.Height {
			pos, size = p.where(s, box)
			box.Move(pos)
			box.Resize(size)
		}
		shadow.Move(pos)
		shadow.Resize(size)
	}
	r.Paint = func() {
		back := fyne.ThemeColorName("")
		if p.opt.Place == Middle {
			back = theme.Shadow
		}
		draw.Paint(dim, back, "", 0, 0)
		draw.Paint(shadow, theme.Surface, "", 0, radius)
		shadow.Shadow = canvas.Shadow{Color: theme.Color(theme.Shadow), BlurRadius: theme.Px(8), Offset: fyne.NewPos(0, theme.Px(2))}
		shadow.Refresh()
		ground.radius = radius
		ground.Refresh()
	}
	return r.Start(p)
}

func (p *Pop) height(box fyne.CanvasObject, width float32) float32 {
	return min(box.MinSize().Height, p.canvas.Size().Height-theme.Px(16))
}

func (p *Pop) where(s fyne.Size, box fyne.CanvasObject) (fyne.Position, fyne.Size) {
	width := theme.Px(p.opt.Width)
	var at fyne.Position
	var anchor fyne.Size
	if p.opt.Anchor != nil {
		at = fyne.CurrentApp().Driver().AbsolutePositionForObject(p.opt.Anchor)
		anchor = p.opt.Anchor.Size()
		if width == 0 {
			width = anchor.Width
		}
	}
	width = min(max(width, box.MinSize().Width), s.Width-theme.Px(8))
	high := p.height(box, width)
	if p.opt.Place == Middle || p.opt.Anchor == nil {
		return fyne.NewPos((s.Width-width)/2, max((s.Height-high)*0.4, theme.Px(8))), fyne.NewSize(width, high)
	}
	gap := theme.Px(4)
	x, y := at.X, at.Y+anchor.Height+gap
	if p.opt.Place == BelowRight {
		x = at.X + anchor.Width - width
	}
	x = min(max(x, gap), s.Width-width-gap)
	if y+high > s.Height-gap {
		if above := at.Y - gap - high; above >= gap {
			y = above
		} else {
			y = max(s.Height-gap-high, gap)
		}
	}
	return fyne.NewPos(x, y), fyne.NewSize(width, high)
}

// blocker is the ground of the content; it keeps clicks on it from reaching what closes the Pop.
type blocker struct {
	widget.BaseWidget
	radius float32
}

func (b *blocker) Tapped(*fyne.PointEvent) {}

func (b *blocker) CreateRenderer() fyne.WidgetRenderer {
	rect := canvas.NewRectangle(theme.Color(theme.Clear))
	r := &draw.Renderer{Objs: []fyne.CanvasObject{rect}}
	r.Lay = func(s fyne.Size) { draw.Place(rect, fyne.Position{}, s) }
	r.Paint = func() { draw.Paint(rect, theme.Surface, theme.LineStrong, 1, b.radius) }
	return r.Start(b)
}
