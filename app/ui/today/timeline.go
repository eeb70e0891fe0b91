package today

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/questions/due"
	"huiying/app/ui/shell"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/workdays"
	"huiying/publishing"
	"huiying/publishing/delivery"
)

// outing is one line of 今日发布: a post with the ways it takes at one hour, in one state.
type outing struct {
	at     time.Time
	title  string
	tiles  []string
	second string
	mark   due.Mark
	out    bool
	open   string
	param  shell.Params
}

// outings reads what goes out today, and what should but is not through its review.
func (s *Screen) outings(ctx context.Context) ([]outing, error) {
	now := s.d.Now()
	from := workdays.Of(now).Start()
	ds, err := s.d.Deliveries.Between(ctx, from, from.Add(24*time.Hour))
	if err != nil {
		return nil, err
	}
	names, err := s.d.Register.Countdown(ctx)
	if err != nil {
		return nil, err
	}
	posts, err := s.d.Posts.List(ctx, publishing.PostFilter{States: []publishing.State{publishing.InReview}, Limit: 200})
	if err != nil {
		return nil, err
	}
	var list []outing
	for _, d := range ds {
		list = join(list, d, accountOf(names, d.Account), now)
	}
	for _, p := range posts {
		if workdays.Of(p.Planned) == workdays.Of(now) {
			list = append(list, outing{at: p.Planned, title: p.Title, second: "未通过前，到点也不会发", mark: due.Mark{Tone: widgets.Amber, Icon: "clock", Text: "待审核"},
				open: toCompose, param: shell.Params{"post": p.ID}})
		}
	}
	slices.SortStableFunc(list, func(a, b outing) int { return cmp.Or(a.at.Compare(b.at), strings.Compare(a.title, b.title)) })
	return list, nil
}

func accountOf(list []accounts.Silence, id accounts.ID) string {
	for _, s := range list {
		if s.Account.ID == id {
			return s.Account.Name
		}
	}
	return ""
}

// join adds a delivery to the line of its post where hour and state are the same.
func join(list []outing, d delivery.Delivery, name string, now time.Time) []outing {
	m := stateMark(d, now)
	for i := range list {
		if o := &list[i]; o.param["post"] == d.Post && o.at.Equal(d.Due) && o.mark == m {
			o.tiles = append(o.tiles, d.Platform.Tile())
			o.second = fmt.Sprintf("%d 个账号", len(o.tiles))
			return list
		}
	}
	second := name
	switch d.State {
	case delivery.Unknown:
		second = "没收到平台回音，请到平台核对"
	case delivery.Held, delivery.Refused, delivery.Expired, delivery.WaitPerson:
		if d.Note != "" {
			second = d.Note
		}
	}
	return append(list, outing{at: d.Due, title: d.Title, tiles: []string{d.Platform.Tile()}, second: second, mark: m,
		out: d.State == delivery.Out, open: toSchedule, param: shell.Params{"id": d.ID, "post": d.Post}})
}

// fillOutings draws the line of the day, with the present where it is.
func (s *Screen) fillOutings(list []outing) {
	s.out = list
	now := s.d.Now()
	sent := 0
	for _, o := range list {
		if o.out {
			sent++
		}
	}
	s.outNote.Set(fmt.Sprintf("%d 条 · 已发 %d", len(list), sent))
	if len(list) == 0 {
		s.outScroll = nil
		s.outBody.Objects = []fyne.CanvasObject{states.Empty("今天没有要发的稿件", "排好的稿件会按钟点列在这里", nil)}
		s.outBody.Refresh()
		return
	}
	var rows []fyne.CanvasObject
	line, above := false, 0
	for _, o := range list {
		if !line && o.at.After(now) {
			rows, line = append(rows, lists.NowRow(clock(now))), true
		}
		if !line {
			above++
		}
		rows = append(rows, s.outingRow(o, now))
	}
	if !line {
		rows = append(rows, lists.NowRow(clock(now)))
	}
	scroll := draw.Scroll(draw.Pad(draw.Col(0, rows...), 0, 4))
	was := s.outScroll
	s.outScroll = scroll
	s.outBody.Objects = []fyne.CanvasObject{scroll}
	s.outBody.Refresh()
	switch high := s.outBody.Size().Height; {
	case was != nil:
		scroll.To(was.Offset()) // where the person left it
	case high > 0:
		scroll.To(max(theme.Px(44)*float32(above)-high/3, 0)) // it opens with the present one third down
	}
}

func clock(t time.Time) string { return t.In(workdays.Shanghai).Format("15:04") }

func (s *Screen) outingRow(o outing, now time.Time) fyne.CanvasObject {
	var second []fyne.CanvasObject
	for _, t := range o.tiles {
		second = append(second, widgets.NewTile(t))
	}
	second = append(second, draw.Grow(draw.NewText(o.second, theme.Note, theme.Text3).Cutting()))
	tone := o.mark.Tone
	if tone == widgets.Blue {
		tone = widgets.Grey
	}
	content := lists.TimelineRow(lists.Moment{Time: clock(o.at), Tone: tone, Past: o.at.Before(now), Title: fallback(o.title, "没有标题的稿件"), Second: draw.Row(4, second...),
		Right: widgets.NewChip(o.mark.Tone, o.mark.Icon, o.mark.Text)})
	return lists.NewRow(44, content, func() { s.d.Frame.Open(o.open, o.param) }).Plain()
}
