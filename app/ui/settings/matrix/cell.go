package matrix

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
	"huiying/internal/people"
)

func itoa(n int) string { return strconv.Itoa(n) }

func shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*3600) }

// cell is one box of the table. A blue ground says that it is wished and not saved.
type cell struct {
	draw.Press
	person people.ID
	on     bool
	was    bool
}

func newCell(id people.ID, on, was bool) *cell {
	c := &cell{person: id, on: on, was: was}
	c.NoEnter = true
	c.Init(c)
	return c
}

func (c *cell) set(on bool) {
	c.on = on
	c.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (c *cell) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(theme.Color(theme.Clear))
	tick := draw.NewIcon("", 16, theme.Blue)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ground, tick}}
	r.Min = func() fyne.Size { return theme.Size(24, 24) }
	r.Lay = func(s fyne.Size) {
		draw.Place(ground, fyne.NewPos(1, 1), s.SubtractWidthHeight(2, 2))
		tick.Resize(s)
	}
	r.Paint = func() {
		fill, ring := fyne.ThemeColorName(""), fyne.ThemeColorName("")
		switch {
		case c.on != c.was:
			fill = theme.BlueSoft
		case c.Hovered():
			fill = theme.Surface2
		}
		if c.Ringed() {
			ring = theme.BlueFill
		}
		draw.Paint(ground, fill, ring, theme.Px(2), 3)
		switch {
		case c.on && c.Disabled():
			tick.Set("check", theme.Text2)
		case c.on:
			tick.Set("check", theme.Blue)
		case c.was:
			tick.Set("x", theme.Text3)
		default:
			tick.Set("", theme.Blue)
		}
	}
	return r.Start(c)
}
