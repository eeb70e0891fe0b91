package schedule

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/dates"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/lists"
	"huiying/app/ui/overlays"
	"huiying/app/ui/schedule/look"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

type dayRow struct {
	time          *draw.Text
	tile          *widgets.Tile
	title, second *draw.Text
	chip          *widgets.Chip
}

func (s *Screen) makeRow() fyne.CanvasObject {
	r := &dayRow{draw.NewText("", theme.Dense, theme.Text2), widgets.NewTile(""), draw.NewText("", theme.Dense, theme.Text).Cutting(),
		draw.NewText("", theme.Note, theme.Text3).Cutting(), widgets.NewChip(widgets.Grey, "", "")}
	words := draw.Col(1, draw.Fill(), r.title, r.second, draw.Fill())
	obj := draw.Pad(draw.Row(8, draw.Exact(draw.Middle(r.time), 38, 40), r.tile, draw.Grow(words), r.chip), 12, 0)
	s.rows[obj] = r
	return obj
}

func (s *Screen) bindRow(id string, obj fyne.CanvasObject, _ lists.State) {
	r := s.rows[obj]
	if d, ok := s.by[id]; ok {
		l, at := look.Of(d), d.Due.In(content.Shanghai())
		clock := at.Format("15:04")
		if s.data.span.gauge != "" {
			clock = at.Format("01-02")
		}
		r.time.Set(clock)
		r.tile.Set(d.Platform.Tile())
		r.title.Set(d.Title)
		r.second.Set(look.Second(d, s.names[d.Account]))
		r.chip.Set(l.Tone, l.Icon, l.Word)
	} else if p, ok := s.post(id); ok {
		r.time.Set(p.Planned.In(content.Shanghai()).Format("15:04"))
		r.tile.Set("审")
		r.title.Set(p.Title)
		r.second.Set("还在审核，未通过到点也不会发")
		r.chip.Set(widgets.Grey, "clock", "等审核")
	}
	obj.Refresh()
}

func (s *Screen) post(id string) (publishing.Post, bool) {
	for _, p := range s.data.waiting {
		if p.ID == id {
			return p, true
		}
	}
	return publishing.Post{}, false
}

// ofDay is what is listed: the day's deliveries and what is still in review, or what a gauge counts.
func (s *Screen) ofDay() (ids []string, unknown int) {
	add := func(d delivery.Delivery) {
		ids = append(ids, d.ID)
		if d.State == delivery.Unknown && !d.Settled {
			unknown++
		}
	}
	if s.data.span.gauge != "" {
		for _, d := range s.data.gauged {
			if s.passes(d) {
				add(d)
			}
		}
		return ids, unknown
	}
	for _, d := range s.data.deliveries {
		if s.passes(d) && dates.DayOf(d.Due.In(content.Shanghai())) == s.day {
			add(d)
		}
	}
	for _, p := range s.data.waiting {
		if s.only == 0 && !p.Planned.IsZero() && dates.DayOf(p.Planned.In(content.Shanghai())) == s.day {
			ids = append(ids, p.ID)
		}
	}
	return ids, unknown
}

func weekday(t time.Time) string {
	return []string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"}[t.Weekday()]
}

func (s *Screen) paintDay() {
	ids, unknown := s.ofDay()
	at := s.day.In(content.Shanghai())
	head := fmt.Sprintf("%d月%d日 %s", int(at.Month()), at.Day(), weekday(at))
	empty := states.Empty("这一天没有要发的", "批准的稿子会按计划的时间出现在这里。", nil)
	switch s.data.span.gauge {
	case overdue:
		head, empty = "逾期未发", states.Empty("没有逾期未发的", "到点的都发出去了，或有人写了说明。", nil)
	case notReady:
		head, empty = "24 小时内未就绪", states.Empty("没有未就绪的", "24 小时内要发的都已就绪。", nil)
	}
	s.dayHead.Set(head)
	s.dayNote.Set(fmt.Sprintf("%d 条", len(ids)))
	if s.data.span.gauge == "" {
		s.back.Hide()
	} else {
		s.back.Show()
	}
	s.lookAll.Block("")
	if unknown == 0 {
		s.lookAll.Hide()
	} else {
		s.lookAll.Show()
		s.lookAll.SetLabel(fmt.Sprintf("核对 %d 条", unknown))
	}
	items := make([]lists.Item, len(ids))
	for i, id := range ids {
		items[i] = lists.RowOf(id)
	}
	s.list.SetItems(items)
	s.none.Objects = nil
	if len(ids) == 0 {
		if s.only > 0 {
			empty = states.Filtered("这个账号这一天没有要发的", func() { s.only = 0; s.paint(s.data) })
		}
		s.none.Objects = []fyne.CanvasObject{empty}
	}
	s.none.Refresh()
	switch {
	case s.goal != "" && contains(ids, s.goal):
		s.list.Select(s.goal)
		s.goal = ""
	case !contains(ids, s.list.Selected()) && len(ids) > 0:
		s.list.Select(urgent(ids, s.by))
	}
	s.paintCard()
	s.list.Select(s.list.Selected()) // the card took room of the list
}

func contains(ids []string, id string) bool {
	for _, i := range ids {
		if i == id {
			return true
		}
	}
	return false
}

// urgent is the first that waits for a person, else the first.
func urgent(ids []string, by map[string]delivery.Delivery) string {
	for _, id := range ids {
		if d, ok := by[id]; ok && look.Of(d).Cell(d) != widgets.Grey && look.Of(d).Cell(d) != widgets.Blue {
			return id
		}
	}
	return ids[0]
}

// Choose selects a delivery of the day.
func (s *Screen) Choose(id string) {
	s.list.Select(id)
	s.fault = ""
	s.paintCard()
}

// selected is the delivery that the card is about.
func (s *Screen) selected() (delivery.Delivery, bool) {
	d, ok := s.by[s.list.Selected()]
	if ids, _ := s.ofDay(); !contains(ids, d.ID) {
		return d, false
	}
	return d, ok
}

// paintCard shows what there is to know and to do about the selected delivery.
func (s *Screen) paintCard() {
	d, ok := s.selected()
	key := fmt.Sprint(ok, d.ID, d.Version, s.fault, s.names[d.Account].Name)
	for _, a := range s.acts(d) {
		key += a.block
	}
	if key == s.carded {
		return
	}
	s.carded = key
	if !ok {
		s.card.Objects = nil
		s.card.Refresh()
		s.content.Refresh()
		return
	}
	a, l := s.names[d.Account], look.Of(d)
	objs := []fyne.CanvasObject{draw.Row(8, draw.Grow(draw.NewBold(d.Title, theme.Body, theme.Text).Cutting()), widgets.NewChip(l.Tone, l.Icon, l.Word))}
	facts := []lists.Fact{{Key: "发到", Value: a.Platform.Title() + "“" + a.Name + "”，" + look.Way(d.Way)}}
	if d.State != delivery.Out {
		facts = append(facts, lists.Fact{Key: "计划", Value: content.Clock(d.Due) + "（窗口 " + content.Clock(d.Window.From) + " 至 " + content.Clock(d.Window.To) + "）"})
	}
	facts = append(facts, look.Receipt(d)...)
	objs = append(objs, lists.Facts(60, facts...))
	if d.Note != "" {
		ink := theme.Text2
		if l.Tone == widgets.Red || l.Tone == widgets.Amber {
			ink = l.Tone.Ink()
		}
		objs = append(objs, flow.Plain(d.Note, theme.Dense, ink))
	}
	if d.Receipt.URL != "" {
		address := widgets.NewLink(draw.Clip(d.Receipt.URL, theme.Px(300), theme.Dense, false), theme.Dense, func() { s.browse(d.Receipt.URL) }).WithIcon("link")
		objs = append(objs, draw.Row(8, draw.Exact(draw.NewText("地址", theme.Dense, theme.Text3), 60, 22), address, draw.Fill()))
	}
	if s.fault != "" {
		objs = append(objs, flow.Plain(s.fault, theme.Dense, theme.Red))
	}
	objs = append(objs, s.buttons(d)...)
	s.card.Objects = []fyne.CanvasObject{draw.NewLine(theme.Line), draw.Pad(widgets.Edged(l.Tone, draw.Pad(draw.Col(6, objs...), 12, 10)), 12, 10)}
	s.card.Refresh()
	s.content.Refresh()
}

func (s *Screen) browse(address string) {
	if s.d.Browse == nil {
		return
	}
	if err := s.d.Browse(address); err != nil {
		s.say(err)
	}
}

// say shows an error where the delivery is, or in a toast where none is shown.
func (s *Screen) say(err error) {
	if _, ok := s.selected(); !ok {
		s.d.Frame.Toast(problem.Words(err), nil)
		return
	}
	s.fault = problem.Words(err)
	s.paintCard()
}

// run does something about a delivery and fetches again.
func (s *Screen) run(done string, do func(ctx context.Context) error) {
	s.fault = ""
	s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		err := do(ctx)
		return func() {
			if err != nil {
				s.say(err)
				return
			}
			s.d.Frame.Toast(done, nil)
			s.pane.Load()
		}
	})
}

// ask opens a question that stays, with what was typed, until what it asks for was done. take reads the form on Fyne's goroutine.
func (s *Screen) ask(q overlays.Question, done string, take func(reason string) func(ctx context.Context) error) *overlays.Dialog {
	var dialog *overlays.Dialog
	busy, aside := false, false
	q.OnCancel = func() { aside = true }
	q.OnDo = func(reason string) string {
		if busy {
			return "正在记，请稍候。"
		}
		do := take(reason)
		busy = true
		s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
			err := do(ctx)
			return func() {
				busy = false
				switch {
				case err != nil && aside: // the question is closed: it is said where the delivery is
					s.say(err)
					return
				case err != nil:
					dialog.Refuse(problem.Words(err))
					return
				}
				dialog.Close()
				s.d.Frame.Toast(done, nil)
				s.pane.Load()
			}
		})
		return "正在记，请稍候。"
	}
	dialog = s.d.Frame.Ask(q)
	return dialog
}
