package typing

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

// boxHigh is the height of the box.
func (e *Entry) boxHigh() float32 {
	if e.rows == 0 {
		return theme.Px(e.high)
	}
	line := fyne.MeasureText("国", theme.Px(theme.Body), e.core.TextStyle).Height
	n := e.rows
	if e.quiet {
		n = max(n, e.core.Lines())
	}
	return line*float32(n) + theme.Px(16)
}

// CreateRenderer is part of fyne.Widget.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	box := canvas.NewRectangle(theme.Color(theme.Clear))
	lead := draw.NewIcon(e.lead, 16, theme.Text3)
	stop := draw.NewIcon("stop", 16, theme.Red)
	e.window = container.NewClip(container.NewWithoutLayout(e.core))
	e.window.ExtendBaseWidget(e.window) // else it is laid out only once it was painted, and its field cannot take the focus
	r := &draw.Renderer{Objs: []fyne.CanvasObject{box, lead, e.window, stop, e.fault}}
	if e.hint != nil {
		r.Objs = append(r.Objs, e.hint)
	}
	if e.tail != nil {
		r.Objs = append(r.Objs, e.tail)
	}
	r.Min = func() fyne.Size {
		h := e.boxHigh()
		if e.fault.Visible() {
			h += theme.Px(4) + e.fault.MinSize().Height
		}
		return fyne.NewSize(theme.Px(80), h)
	}
	r.Lay = func(s fyne.Size) { e.layout(s, box, lead, stop) }
	r.Paint = func() {
		fill, border, stroke := theme.Surface, theme.LineInput, float32(1)
		stop.Hide()
		switch {
		case e.quiet:
			fill, border = "", ""
		case e.Disabled():
			fill, border = theme.Surface2, theme.Line
		case e.fault.Visible():
			border = theme.RedFill
			stop.Show()
		case e.focused:
			border, stroke = theme.BlueFill, theme.Px(2)
		}
		draw.Paint(box, fill, border, stroke, 4)
	}
	return r.Start(e)
}

func (e *Entry) layout(s fyne.Size, box *canvas.Rectangle, lead, stop *draw.Icon) {
	high := e.boxHigh()
	if e.rows > 0 {
		below := float32(0)
		if e.fault.Visible() {
			below = theme.Px(4) + e.fault.MinSize().Height
		}
		high = max(high, s.Height-below)
	}
	draw.Place(box, fyne.Position{}, fyne.NewSize(s.Width, high))
	left, right := theme.Px(9), theme.Px(9)
	if e.quiet {
		left, right = 0, 0
	}
	if e.lead != "" {
		lead.Move(fyne.NewPos(left, 0))
		lead.Resize(fyne.NewSize(theme.Px(16), min(high, theme.Px(36))))
		left += theme.Px(16 + 6)
	}
	if e.tail != nil {
		right = theme.Px(4)
		w := theme.Px(24)
		e.tail.Resize(fyne.NewSize(w, w))
		e.tail.Move(fyne.NewPos(s.Width-right-w, (high-w)/2))
		right += w + theme.Px(2)
	}
	if e.hint != nil && e.hint.Visible() {
		m := e.hint.MinSize()
		e.hint.Resize(m)
		e.hint.Move(fyne.NewPos(s.Width-theme.Px(9)-m.Width, (high-m.Height)/2))
		right = max(right, m.Width+theme.Px(15))
	}
	if stop.Visible() {
		stop.Resize(theme.Size(16, 16))
		stop.Move(fyne.NewPos(s.Width-right-theme.Px(16), (min(high, theme.Px(36))-theme.Px(16))/2))
		right += theme.Px(22)
	}
	// Fyne's entry keeps 8 units free around its text; here the text stands where the design says.
	pad := theme.Px(8)
	line := fyne.MeasureText("国", theme.Px(theme.Body), e.core.TextStyle).Height
	if e.rows > 0 {
		top := float32(0)
		if e.quiet {
			top = -pad
		}
		e.put(left-pad, top, s.Width-left-right+2*pad, high-2*top, high)
	} else {
		// Higher than it need be, so that its scroll bar lies below what is seen.
		e.put(left-pad, (high-line)/2-pad-draw.Lift(theme.Body), max(s.Width-left-right+2*pad, 0), line+2*pad+theme.Px(24), high)
	}
	if e.fault.Visible() {
		e.fault.Move(fyne.NewPos(0, high+theme.Px(4)))
		e.fault.Resize(fyne.NewSize(s.Width, e.fault.MinSize().Height))
	}
}

// put places the core in the box, of which inner is the height that may be seen.
func (e *Entry) put(x, y, w, h, inner float32) {
	e.window.Move(fyne.NewPos(x, theme.Px(2)))
	e.window.Resize(fyne.NewSize(w, inner-theme.Px(4)))
	e.core.Move(fyne.NewPos(0, y-theme.Px(2)))
	e.core.Resize(fyne.NewSize(w, h))
}
