package compose

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"huiying/app/ui/compose/targets"
	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/publishing/content"
)

// gaps is the list under the text of what the post lacks. Opening a line goes to where it is mended.
type gaps struct {
	f      *form
	all    []content.Lack
	places []string
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

func newGaps(f *form) *gaps {
	g := &gaps{f: f, rows: map[fyne.CanvasObject]*gapRow{}}
	g.must, g.look = widgets.NewChip(widgets.Red, "stop", ""), widgets.NewChip(widgets.Amber, "warn", "")
	g.fine = widgets.NewChip(widgets.Green, "okc", "没有缺的，可以送审")
	g.hint = draw.NewText("F8 下一处", theme.Note, theme.Text3)
	g.list = lists.NewList(gapHigh, g.row, g.bind)
	g.list.OnOpen = func(id string) { g.open(id) }
	head := draw.Fixed(draw.Pad(draw.Row(8, draw.NewBold("送审前", theme.Body, theme.Text), g.must, g.look, g.fine, draw.Fill(), g.hint), 16, 0), 0, 36)
	g.object = draw.Panel(theme.Surface, "", 0, draw.Col(0, draw.NewLine(theme.LineStrong), head, draw.Grow(g.list)))
	return g
}

// high is how high the pane is in a height: its head, and as many lines as there are, up to four, three in a low window and none
// in a very low one.
func (g *gaps) high(all float32) float32 {
	n := min(len(g.all), 4)
	switch {
	case all < theme.Px(540):
		n = 0
	case all < theme.Px(600):
		n = min(n, 3)
	}
	return theme.Px(37 + float32(n)*gapHigh)
}

func (g *gaps) row() fyne.CanvasObject {
	r := &gapRow{icon: draw.NewIcon("", 16, theme.Red), place: draw.NewBold("", theme.Dense, theme.Text).Cutting(), text: draw.NewText("", theme.Dense, theme.Text2).Cutting()}
	o := draw.Pad(draw.Row(10, r.icon, draw.Exact(r.place, 190, 20), draw.Grow(r.text)), 16, 0)
	g.rows[o] = r
	return o
}

func (g *gaps) bind(id string, o fyne.CanvasObject, _ lists.State) {
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

// set shows what lacks; must comes first.
func (g *gaps) set(c content.Master, lacks []content.Lack) {
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
		places[i] = g.place(c, l)
		if l.Must {
			musts++
		}
	}
	if same(order, g.all) && g.list.Items() != nil {
		return
	}
	grown := len(order) != len(g.all)
	g.all, g.places = order, places
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
	if len(order) == 0 && !g.f.s.locked() {
		g.fine.Show()
	} else {
		g.fine.Hide()
	}
	if grown {
		g.f.object.Refresh()
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

// place names where a lack is.
func (g *gaps) place(c content.Master, l content.Lack) string {
	if l.Target < 0 || l.Target >= len(c.Targets) {
		return map[string]string{"title": "标题", "body": "正文", "targets": "发到哪里", "planned": "定时", "kind": "类别", "source": "信源", "media": "图片"}[l.Field]
	}
	t := c.Targets[l.Target]
	return g.f.s.facts.Accounts[t.Account].Name + " · " + targets.Title(t.Way)
}

// next goes to the next lack, the one before, or (0) the first.
func (g *gaps) next(by int) {
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
func (g *gaps) open(id string) {
	i, err := strconv.Atoi(id)
	if err != nil || i >= len(g.all) {
		return
	}
	l, f := g.all[i], g.f
	if l.Target >= 0 {
		ts := f.where.Targets()
		t := ts[min(l.Target, len(ts)-1)]
		switch l.Field {
		case "body":
			f.text.Focus()
		case "media", "cover":
			f.media.focus()
		case "text", "title", "author", "digest":
			f.where.Edit(f.s.facts.Accounts[t.Account], t.Way)
		default:
			if c := f.where.Check(t.Account); c != nil {
				c.Take()
			}
		}
		return
	}
	switch l.Field {
	case "title":
		f.title.Focus()
	case "targets":
		if first := f.where.First(); first != nil {
			f.s.d.Frame.Canvas().Focus(first)
		}
	case "planned":
		f.when.Picker().Entry().Focus()
	case "source":
		f.source.Focus()
	case "kind":
		f.kind.Take()
	case "media":
		f.media.focus()
	default:
		f.text.Focus()
	}
}
