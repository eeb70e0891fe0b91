// Package panes puts panes beside each other with a line between them that can be dragged: one pane keeps a width, the other
// takes the rest, and neither gets narrower than the design allows. It knows no screen.
package panes

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

// Keep says which of the two panes keeps its width when the window changes.
type Keep int

// The two sides.
const (
	KeepLeft Keep = iota
	KeepRight
)

// Split is two panes. Nest them for three.
type Split struct {
	widget.BaseWidget
	left, right     fyne.CanvasObject
	keep            Keep
	width           float32
	low, high, rest float32
	bar             *bar
	// OnMove is told the width after a person dragged, so that it can be remembered.
	OnMove func(width float32)
}

// NewSplit returns a split: the kept pane is width wide, between low and high; the other is never narrower than rest. All are
// lengths of the design.
func NewSplit(left, right fyne.CanvasObject, keep Keep, width, low, high, rest float32) *Split {
	s := &Split{left: left, right: right, keep: keep, width: width, low: low, high: high, rest: rest}
	s.bar = &bar{split: s}
	s.bar.ExtendBaseWidget(s.bar)
	s.ExtendBaseWidget(s)
	return s
}

// Width returns the width of the kept pane as it is asked for; the window may leave less.
func (s *Split) Width() float32 { return s.width }

// SetWidth sets it, within its bounds, without telling.
func (s *Split) SetWidth(w float32) {
	s.width = min(max(w, s.low), s.high)
	s.Refresh()
}

// kept is the width the kept pane gets in a whole.
func (s *Split) kept(whole float32) float32 {
	w := min(max(theme.Px(s.width), theme.Px(s.low)), theme.Px(s.high))
	if whole-w < theme.Px(s.rest) {
		w = max(whole-theme.Px(s.rest), theme.Px(s.low))
	}
	return w
}

// CreateRenderer is part of fyne.Widget.
func (s *Split) CreateRenderer() fyne.WidgetRenderer {
	line := draw.NewGround(theme.Line, "", 0)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{s.left, s.right, line, s.bar}}
	r.Min = func() fyne.Size {
		l, m := s.left.MinSize(), s.right.MinSize()
		return fyne.NewSize(theme.Px(s.low+s.rest), max(l.Height, m.Height))
	}
	r.Lay = func(size fyne.Size) {
		at := s.kept(size.Width)
		if s.keep == KeepRight {
			at = size.Width - at
		}
		s.left.Move(fyne.NewPos(0, 0))
		s.left.Resize(fyne.NewSize(at, size.Height))
		s.right.Move(fyne.NewPos(at+1, 0))
		s.right.Resize(fyne.NewSize(size.Width-at-1, size.Height))
		line.Move(fyne.NewPos(at, 0))
		line.Resize(fyne.NewSize(1, size.Height))
		grip := theme.Px(7)
		s.bar.Move(fyne.NewPos(at-grip/2, 0))
		s.bar.Resize(fyne.NewSize(grip, size.Height))
	}
	return r.Start(s)
}

// bar is where the line can be taken.
type bar struct {
	widget.BaseWidget
	split *Split
}

// Cursor is part of desktop.Cursorable.
func (b *bar) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// Dragged is part of fyne.Draggable.
func (b *bar) Dragged(ev *fyne.DragEvent) {
	d := ev.Dragged.DX / theme.Px(1)
	if b.split.keep == KeepRight {
		d = -d
	}
	b.split.SetWidth(b.split.width + d)
}

// DragEnd is part of fyne.Draggable.
func (b *bar) DragEnd() {
	if b.split.OnMove != nil {
		b.split.OnMove(b.split.width)
	}
}

// CreateRenderer is part of fyne.Widget.
func (b *bar) CreateRenderer() fyne.WidgetRenderer {
	r := &draw.Renderer{Objs: []fyne.CanvasObject{draw.NewGround("", "", 0)}}
	return r.Start(b)
}
