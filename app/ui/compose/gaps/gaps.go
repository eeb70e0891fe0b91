// Package gaps is the list under the text of what a post lacks before it can be submitted. It is told what lacks and where that
// is, goes there when a line is opened or by keys, and judges nothing itself.
package gaps

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/publishing/content"
)

// Pane is the list.
type Pane struct {
	// OnGo goes to where a lack is mended; Place names that; OnGrow is told when the number of lines changed.
	OnGo   func(l content.Lack)
	Place  func(l content.Lack) string
	OnGrow func()

	all    []content.Lack
	places []string
	ready  bool
	must   *widgets.Chip
	look   *widgets.Chip
	fine   *widgets.Chip
	hint   *draw.Text
	list   *lists.List
	rows   map[fyne.CanvasObject]*gapRow
	object fyne.CanvasObject
}

type gapRow struct {
	icon        *draw.Icon
	place, text *draw.Text
}

const gapHigh float32 = 34

// New returns an empty list.
func New() *Pane {
	g := &Pane{rows: map[fyne.CanvasObject]*gapRow{}}
	g.must, g.look = widgets.NewChip(widgets.Red, "stop", ""), widgets.NewChip(widgets.Amber, "warn", "")
	g.fine = widgets.NewChip(widgets.Green, "okc", "没有缺的，可以送审")
	g.hint = draw.NewText("F8 下一处", theme.Note, theme.Text3)
	g.list = lists.NewList(gapHigh, g.row, g.bind)
	g.list.OnOpen = func(id string) { g.open(id) }
	head := draw.Fixed(draw.Pad(draw.Row(8, draw.NewBold("送审前", theme.Body, theme.Text), g.must, g.look, g.fine, draw.Fill(), g.hint), 16, 0), 0, 36)
	g.object = draw.Col(0, draw.NewLine(theme.LineStrong), head, draw.Grow(g.list))
	return g
}

// High is how high the pane is in a height: its head, and as many lines as there are, up to four, three in a low window and none
// in a very low one.
func (g *Pane) High(all float32) float32 {
	n := min(len(g.all), 4)
	switch {
	case all < theme.Px(540):
		n = 0
	case all < theme.Px(600):
		n = min(n, 3)
	}
	return theme.Px(37 + float32(n)*gapHigh)
}

func (g *Pane) row() fyne.CanvasObject {
	r := &gapRow{icon: draw.NewIcon("", 16, theme.Red), place: draw.NewBold("", theme.Dense, theme.Text).Cutting(), text: draw.NewText("", theme.Dense, theme.Text2).Cutting()}
	o := draw.Pad(draw.Row(10, r.icon, draw.Exact(r.place, 190, 20), draw.Grow(r.text)), 16, 0)
	g.rows[o] = r
	return o
}

func (g *Pane) bind(id string, o fyne.CanvasObject, _ lists.State) {
	i, err := strconv.Atoi(id)
	if err != nil || i >= len(g.all) {
		return
	}
	r, l := g.rows[o], g.all[i]
	if l.Must {
		r.icon.Set("stop", theme.Red)
	} else {
		r.icon.Set("warn", theme.Amber)
	}
	r.place.Set(g.places[i])
	r.text.Set(l.Text)
	o.Refresh()
}

// Object is what the screen shows.
func (g *Pane) Object() fyne.CanvasObject { return g.object }

// Set shows what lacks; must comes first. ready says that a post that lacks nothing can be submitted.
func (g *Pane) Set(lacks []content.Lack, ready bool) {
	var order []content.Lack
	for _, want := range []bool{true, false} {
		for _, l := range lacks {
			if l.Must == want {
				order = append(order, l)
			}
		}
	}
	places := make([]string, len(order))
	musts := 0
	for i, l := range order {
		places[i] = g.Place(l)
		if l.Must {
			musts++
		}
	}
	if same(order, g.all) && g.list.Items() != nil && ready == g.ready {
		return
	}
	grown := len(order) != len(g.all)
	g.all, g.places, g.ready = order, places, ready
	items := make([]lists.Item, len(order))
	for i := range order {
		items[i] = lists.RowOf(strconv.Itoa(i))
	}
	g.list.SetItems(items)
	chip(g.must, musts, "%d 项必须改")
	chip(g.look, len(order)-musts, "%d 项请看一眼")
	g.hint.Show()
	if len(order) == 0 {
		g.hint.Hide()
	}
	if len(order) == 0 && ready {
		g.fine.Show()
	} else {
		g.fine.Hide()
	}
	if grown && g.OnGrow != nil {
		g.OnGrow()
	}
}

func chip(c *widgets.Chip, n int, say string) {
	if n == 0 {
		c.Hide()
		return
	}
	c.Set(c.Tone(), map[widgets.Tone]string{widgets.Red: "stop", widgets.Amber: "warn"}[c.Tone()], fmt.Sprintf(say, n))
	c.Show()
}

func same(a, b []content.Lack) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// Next goes to the next lack, the one before, or (0) the first.
func (g *Pane) Next(by int) {
	if len(g.all) == 0 {
		return
	}
	i, err := strconv.Atoi(g.list.Selected())
	switch {
	case by == 0 || err != nil:
		i = 0
	default:
		i = (i + by + len(g.all)) % len(g.all)
	}
	g.list.Select(strconv.Itoa(i))
	g.open(strconv.Itoa(i))
}

// open goes to where a lack is mended.
func (g *Pane) open(id string) {
	if i, err := strconv.Atoi(id); err == nil && i < len(g.all) && g.OnGo != nil {
		g.OnGo(g.all[i])
	}
}
