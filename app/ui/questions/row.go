package questions

import (
	"strings"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/questions/due"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/inbox"
)

// rowHigh is the height of a conversation in the list.
const rowHigh = 76

// row is one pooled row of the list.
type row struct {
	*fyne.Container
	tile    *widgets.Tile
	author  *draw.Text
	lock    *draw.Icon
	holder  *draw.Text
	date    *draw.Text
	text    *draw.Text
	chips   [4]*widgets.Chip // due, window, kind, where it went
	current string
}

func newRow() *row {
	r := &row{tile: widgets.NewTile(""), author: draw.NewText("", theme.Dense, theme.Text2), lock: draw.NewIcon("lock", 14, theme.Text2),
		holder: draw.NewText("", theme.Note, theme.Text2).Cutting(), date: draw.NewText("", theme.Note, theme.Text2),
		text: draw.NewText("", theme.Body, theme.Text).Cutting()}
	chips := make([]fyne.CanvasObject, len(r.chips))
	for i := range r.chips {
		r.chips[i] = widgets.NewChip(widgets.Grey, "", "")
		chips[i] = r.chips[i]
	}
	head := draw.Row(6, r.author, r.lock, draw.Grow(r.holder), r.date)
	words := draw.Col(1, head, r.text, draw.Row(6, chips...))
	r.Container = draw.Inset(draw.TopRow(10, draw.Inset(r.tile, 2, 0, 0, 0), draw.Grow(words)), 6, 12, 5, 14)
	return r
}

// oneLine is a text as a list shows it.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// bind fills a row; it is told for every row that comes into sight, which is when the next page is asked for.
func (s *Screen) bind(id string, o fyne.CanvasObject, _ lists.State) {
	r := s.rows[o]
	q, ok := s.feed.Row(id)
	if r == nil || !ok {
		return
	}
	now := s.d.Now()
	r.current = id
	r.tile.Set(q.Platform.Tile())
	r.author.Set(q.Author)
	held := ""
	if q.State == inbox.ToAnswer && q.Held(now) {
		held = q.ClaimedBy + " 正在办理"
	}
	show(r.lock, held != "")
	r.holder.Set(held)
	r.date.Set(due.Day(q.Received, now))
	ink := theme.Text
	here := belongs(s.view, q, now)
	if !here {
		ink = theme.Text3
	}
	r.text.Tint(oneLine(q.Text), ink, q.Read.IsZero() && q.State.Open())
	m := due.OfQuestion(s.d.Calendar, q, now)
	r.chips[0].Set(m.Tone, m.Icon, m.Text)
	w, open := due.Window(q, now)
	r.chips[1].Set(w.Tone, w.Icon, w.Text)
	show(r.chips[1], open)
	r.chips[2].Set(widgets.Grey, "", q.Kind.Title())
	show(r.chips[2], !open)
	r.chips[3].Set(widgets.Blue, "", q.State.Title())
	show(r.chips[3], !here && q.State.Open())
	o.Refresh()
	if s.feed.Wants(id) {
		s.more()
	}
}

func show(o fyne.CanvasObject, on bool) {
	if on == o.Visible() {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
