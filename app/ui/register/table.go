package register

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/register/words"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
)

// columns lays the cells of the table out: the first two share what is left.
type columns struct{}

// widths are those of the columns behind the first two, least those of the two.
func widths() (least [2]float32, rest []float32) {
	return [2]float32{160, 110}, []float32{64, 58, 76, 54, 64, 196}
}

func (columns) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	least, rest := widths()
	left := size.Width - theme.Px(12)
	for _, w := range rest {
		left -= theme.Px(w)
	}
	x := theme.Px(12)
	for i, o := range objs {
		w := left * least[0] / (least[0] + least[1])
		switch {
		case i == 1:
			w = left - w
		case i > 1:
			w = theme.Px(rest[i-2])
		}
		m := o.MinSize()
		o.Resize(fyne.NewSize(max(w-theme.Px(8), 0), m.Height))
		o.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		x += w
	}
}

func (columns) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Px(690), theme.Px(32))
}

func (s *Screen) heads() fyne.CanvasObject {
	var cells []fyne.CanvasObject
	for i, name := range []string{"账号", "主办单位", "状态", "认证", "授权", "粉丝", "最近更新", "监测倒计时 ↑"} {
		t := draw.NewText(name, theme.Note, theme.Text2)
		if i == 5 {
			t.Right()
		}
		cells = append(cells, t)
	}
	return draw.Col(0, draw.Panel(theme.Surface2, "", 0, draw.Exact(container.New(columns{}, cells...), 0, 31)), draw.NewLine(theme.Line))
}

// row is the parts of one line.
type row struct {
	tile                                           *widgets.Tile
	name, unit, verified, authorised, fans, latest *draw.Text
	state                                          *widgets.Chip
	icon                                           *draw.Icon
	count                                          *draw.Text
}

func (s *Screen) makeRow() fyne.CanvasObject {
	cell := func() *draw.Text { return draw.NewText("", theme.Dense, theme.Text2).Cutting() }
	r := &row{tile: widgets.NewTile(""), name: draw.NewText("", theme.Body, theme.Text).Cutting(), unit: cell(), verified: cell(), authorised: cell(),
		fans: cell().Right(), latest: cell(), state: widgets.NewChip(widgets.Grey, "", ""), icon: draw.NewIcon("", 14, theme.Amber), count: cell()}
	obj := container.New(columns{}, draw.Row(6, r.tile, draw.Grow(r.name)), r.unit, draw.Row(0, r.state, draw.Fill()), r.verified, r.authorised, r.fans,
		r.latest, draw.Row(4, r.icon, draw.Grow(r.count)))
	s.rows[obj] = r
	return obj
}

func (s *Screen) bindRow(id string, obj fyne.CanvasObject, state lists.State) {
	e, r := s.by[id], s.rows[obj]
	if e == nil {
		return
	}
	a, now := e.account(), s.d.Now()
	ink := theme.Text
	if e.closed() {
		ink = theme.Text2
	}
	r.tile.Set(a.Platform.Tile())
	r.name.Tint(a.Name, ink, state.Selected)
	r.unit.Set(a.Sponsor.Name)
	r.state.Set(words.StateTone(a.State), "", a.State.Title())
	say, tint := verified(e, now)
	r.verified.Tint(say, tint, false)
	say, tint = authorised(e, now)
	r.authorised.Tint(say, tint, false)
	r.fans.Set(followers(e))
	r.latest.Set(lastDay(e))
	icon, say, tint := countdown(e, now)
	r.icon.Set(icon, tint)
	if icon == "" {
		r.icon.Hide()
	} else {
		r.icon.Show()
	}
	r.count.Tint(say, tint, false)
	obj.Refresh()
}

// footer is the bar with the counts.
func (s *Screen) footer() fyne.CanvasObject {
	s.foot = [3]*draw.Text{draw.NewText("", theme.Note, theme.Text2), draw.NewText("", theme.Note, theme.Amber), draw.NewText("", theme.Note, theme.Red)}
	s.checked = draw.NewText("", theme.Note, theme.Text3)
	return draw.Col(0, draw.NewLine(theme.Line), draw.Panel(theme.Surface2, "", 0,
		draw.Fixed(draw.Pad(draw.Row(16, s.foot[0], s.foot[1], s.foot[2], draw.Fill(), s.checked), 12, 0), 0, 32)))
}
