package pictures

import (
	"strconv"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

func size(n int) string { return strconv.Itoa(n) }

// tile is one picture in the row, or the place that adds one: a small picture with a word under it.
type tile struct {
	draw.Press
	inside fyne.CanvasObject // nil: the place that adds
	label  string
	warn   bool
}

func newTile(inside fyne.CanvasObject, label string, do func()) *tile {
	t := &tile{inside: inside, label: label}
	t.OnPress = do
	t.Init(t)
	return t
}

// CreateRenderer is part of fyne.Widget.
func (t *tile) CreateRenderer() fyne.WidgetRenderer {
	ground := draw.NewGround(theme.Surface2, theme.LineStrong, 4)
	ring := draw.NewGround("", "", 6)
	ring.Stroke = 2
	plus := draw.NewIcon("plus", 18, theme.Text2)
	text := draw.NewText(t.label, theme.Note, theme.Text2).Cutting().Center()
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ring, ground, text}}
	if t.inside != nil {
		r.Objs = append(r.Objs, t.inside)
	} else {
		r.Objs = append(r.Objs, plus)
	}
	r.Min = func() fyne.Size { return theme.Size(76, 60) }
	r.Lay = func(s fyne.Size) {
		low := theme.Px(18)
		ground.Resize(s)
		ring.Resize(s)
		text.Move(fyne.NewPos(theme.Px(3), s.Height-low))
		text.Resize(fyne.NewSize(s.Width-theme.Px(6), low))
		plus.Resize(fyne.NewSize(s.Width, s.Height-low))
		if t.inside != nil {
			t.inside.Move(fyne.NewPos(1, 1))
			t.inside.Resize(fyne.NewSize(s.Width-2, s.Height-low-1))
		}
	}
	r.Paint = func() {
		edge, ink, fill := theme.LineStrong, theme.Text2, theme.Surface2
		if t.warn {
			edge, ink, fill = theme.AmberFill, theme.Amber, theme.AmberSoft
		}
		if t.Hovered() {
			fill = theme.BlueSoft
		}
		if t.Focused() {
			edge = theme.BlueFill
		}
		ground.Set(fill, edge)
		text.Tint(t.label, ink, false)
	}
	return r.Start(t)
}
