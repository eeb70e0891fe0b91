package flow

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"huiying/app/ui/theme"
)

// CreateRenderer is part of fyne.Widget.
func (f *Flow) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{f: f}
	r.build()
	return r
}

type renderer struct {
	f       *Flow
	objects []fyne.CanvasObject
	width   float32
}

// MinSize is narrow, and as high as the flow is at the width it has.
func (r *renderer) MinSize() fyne.Size {
	f := r.f
	width := f.Size().Width
	if width <= 0 {
		f.flow(0)
		w := float32(0)
		for _, l := range f.lines {
			w = max(w, l.width)
		}
		return fyne.NewSize(min(w, theme.Px(f.Points)*4), float32(max(len(f.lines), 1))*theme.Px(f.Leading))
	}
	h := f.HeightFor(width)
	return fyne.NewSize(theme.Px(f.Points), h)
}

func (r *renderer) Layout(s fyne.Size) {
	if s.Width != r.width || r.f.lines == nil {
		r.build()
		canvas.Refresh(r.f)
	}
}

func (r *renderer) Refresh() {
	r.f.lines = nil
	r.build()
	canvas.Refresh(r.f)
}

func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *renderer) Destroy() {}

func (r *renderer) build() {
	f := r.f
	r.width = f.Size().Width
	f.flow(r.width)
	r.objects = r.objects[:0]
	high := theme.Px(f.Leading)
	for i, l := range f.lines {
		x, y := f.left(l), float32(i)*high
		for _, p := range l.pieces {
			r.piece(f.runs[p.run], p, x+p.x, y, high)
		}
	}
}

func (r *renderer) piece(run Run, p piece, x, y, high float32) {
	f := r.f
	color := f.Color
	if run.Color != "" {
		color = run.Color
	}
	switch run.Mark {
	case Inserted:
		r.rect(theme.BlueSoft, x, y+1, p.width, high-2)
		color = theme.Blue
	case Deleted:
		r.rect(theme.Surface2, x, y+1, p.width, high-2)
		color = theme.Text3
	case Highlight:
		r.rect(theme.AmberSoft, x, y+1, p.width, high-2)
	}
	t := canvas.NewText(p.text, theme.Color(color))
	t.TextSize = theme.Px(f.Points)
	t.TextStyle = fyne.TextStyle{Bold: run.Bold}
	m := t.MinSize()
	t.Resize(m)
	t.Move(fyne.NewPos(x, y+(high-m.Height)/2-theme.Px(f.Points)*0.1))
	r.objects = append(r.objects, t)
	thick := theme.Px(2)
	under := y + (high+m.Height)/2 - thick - theme.Px(1)
	switch run.Mark {
	case RedLine:
		r.rect(theme.RedFill, x, under, p.width, thick)
	case AmberLine:
		r.rect(theme.AmberFill, x, under, p.width, thick)
	case Inserted:
		r.rect(theme.BlueFill, x, y+high-thick, p.width, thick)
	case Deleted:
		r.rect(theme.Text3, x, y+high/2+theme.Px(1), p.width, theme.Px(1))
	}
}

func (r *renderer) rect(color fyne.ThemeColorName, x, y, w, h float32) {
	o := canvas.NewRectangle(theme.Color(color))
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
	r.objects = append(r.objects, o)
}
