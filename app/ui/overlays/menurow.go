package overlays

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

// menuRow is one line of a menu or a select, 30 high.
type menuRow struct {
	draw.Press
	choice Choice
	ticked bool
}

func newMenuRow(c Choice, ticked bool, press func()) *menuRow {
	m := &menuRow{choice: c, ticked: ticked}
	m.OnPress = press
	if c.Off != "" {
		m.Disable()
	}
	m.Init(m)
	return m
}

func (m *menuRow) CreateRenderer() fyne.WidgetRenderer {
	rect := canvas.NewRectangle(theme.Color(theme.Clear))
	ink, note := theme.Text, m.choice.Note
	if m.Disabled() {
		ink, note = theme.Disabled, m.choice.Off
	}
	objs := []fyne.CanvasObject{}
	if m.choice.Icon != "" {
		objs = append(objs, draw.NewIcon(m.choice.Icon, 16, theme.Text2))
	}
	objs = append(objs, draw.Grow(draw.NewText(m.choice.Label, theme.Body, ink)), draw.NewText(note, theme.Note, theme.Text3))
	if m.ticked {
		objs = append(objs, draw.NewIcon("check", 16, theme.Blue))
	}
	row := draw.Pad(draw.Row(8, objs...), 10, 0)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{rect, row}}
	r.Min = func() fyne.Size { return fyne.NewSize(row.MinSize().Width, theme.Px(30)) }
	r.Lay = func(s fyne.Size) {
		draw.Place(rect, fyne.Position{}, s)
		row.Resize(s)
	}
	r.Paint = func() {
		fill := fyne.ThemeColorName("")
		switch {
		case m.Focused():
			fill = theme.BlueSoft
		case m.Hovered():
			fill = theme.Surface2
		}
		draw.Paint(rect, fill, "", 0, 0)
	}
	return r.Start(m)
}
