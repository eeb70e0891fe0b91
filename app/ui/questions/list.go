package questions

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/overlays"
	"huiying/app/ui/questions/feed"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/internal/problem"
)

// first is the filter of the first page of what is shown now.
func (s *Screen) first() inbox.Filter {
	return inbox.Filter{View: s.view, Account: s.account, Text: s.text, Now: s.d.Now(), Limit: feed.PageSize}
}

// show opens a view from its top; id is the question to select there, "" for none.
func (s *Screen) show(v inbox.View, id string) {
	s.view = v
	s.want = id
	s.round++
	for view, row := range s.views {
		row.choose(view == v)
	}
	s.fillHead()
	s.asked.view(s.first())
	s.top.Load()
	if id != "" && id != s.shown.Question.ID {
		s.open(id)
	}
}

// find looks for words in the view.
func (s *Screen) find(text string) {
	if text = strings.TrimSpace(text); text != s.text {
		s.text = text
		s.show(s.view, "")
	}
}

func (s *Screen) fetchTop(ctx context.Context) ([]inbox.Question, error) {
	filter, _ := s.asked.now()
	return s.d.Desk.Page(ctx, filter)
}

func (s *Screen) fillTop(page []inbox.Question) {
	filter, _ := s.asked.now()
	s.feed.Start(filter, page)
	s.fillNotice()
	if len(page) == 0 {
		s.body.Objects = []fyne.CanvasObject{s.nothing()}
		s.body.Refresh()
		s.list.SetItems(nil)
		s.fillHead()
		return
	}
	s.body.Objects = []fyne.CanvasObject{s.list}
	s.body.Refresh()
	s.list.Select("")
	s.items()
	s.list.SetOffset(0)
	if id := s.shown.Question.ID; id != "" && s.want == "" {
		s.want = id
	}
	if _, ok := s.feed.Row(s.want); ok {
		s.list.Select(s.want)
	}
	s.want = ""
	s.fillHead()
}

func (s *Screen) items() {
	items := make([]lists.Item, len(s.feed.Rows))
	for i, q := range s.feed.Rows {
		items[i] = lists.RowOf(q.ID)
	}
	s.list.SetItems(items)
}

// more fetches the next page, when the list was scrolled near its end.
func (s *Screen) more() {
	s.feed.Busy = true
	next, round := s.feed.Next, s.round
	s.jobs.Go(func(ctx context.Context) func() {
		page, err := s.d.Desk.Page(ctx, next)
		return func() {
			switch {
			case round != s.round:
			case err != nil:
				s.feed.Busy = false
				s.faults = []string{"没取到后面的留言：" + problem.Words(err)}
				s.fillNotice()
			default:
				s.feed.Add(page)
				s.items()
				s.fillHead()
			}
		}
	})
}

func (s *Screen) filtered() bool { return s.text != "" || s.account != "" }

// nothing is what an empty view says.
func (s *Screen) nothing() fyne.CanvasObject {
	if s.filtered() {
		return states.Filtered("这个条件下没有留言", func() {
			s.text, s.account = "", ""
			s.search.SetText("")
			s.show(s.view, "")
		})
	}
	return states.Empty(placeOf(s.view).good, "有新留言会在“待分办”里出现", nil)
}

// fillHead brings the head of the list up to date.
func (s *Screen) fillHead() {
	p := placeOf(s.view)
	s.title.Set(p.label)
	row := s.views[s.view]
	switch {
	case !s.filtered() && row.known && s.view != inbox.ViewAll:
		s.total.Set(figure(row.count) + " 件")
	case s.feed.End:
		s.total.Set(figure(len(s.feed.Rows)) + " 件")
	case len(s.feed.Rows) > 0:
		s.total.Set(figure(len(s.feed.Rows)) + " 件以上")
	default:
		s.total.Set("")
	}
	sorted := "按期限"
	if s.view.NewestFirst() {
		sorted = "新的在前"
	}
	if s.account != "" {
		sorted = "只看“" + s.accountName(s.account) + "”"
	}
	s.sorted.Set(sorted)
}

// fillNotice shows, above the list, what waits to be let in and what went wrong.
func (s *Screen) fillNotice() {
	var objs []fyne.CanvasObject
	if n := s.feed.Fresh; n > 0 {
		b := widgets.NewButton(widgets.Outline, fmt.Sprintf("有 %d 条新的，点这里看", n), func() { s.show(s.view, s.shown.Question.ID) }).High(28)
		objs = append(objs, draw.Pad(b, 12, 6))
	}
	for i, f := range s.faults {
		if i == 2 {
			break
		}
		shut := widgets.NewIconButton(widgets.Quiet, "x", "知道了", func() { s.faults = nil; s.fillNotice() })
		objs = append(objs, draw.Pad(overlays.Strip(widgets.Amber, "warn", "", f, shut), 8, 4))
	}
	if objs == nil {
		s.notice.Objects = nil
		s.notice.Hide()
	} else {
		s.notice.Objects = []fyne.CanvasObject{draw.Col(0, append(objs, draw.NewLine(theme.Line))...)}
		s.notice.Show()
	}
	s.content.Refresh()
}

// byAccount offers to look at one account only.
func (s *Screen) byAccount() {
	choices := []overlays.Choice{{Label: "全部账号", Do: func() { s.only("") }}}
	ids := make([]accounts.ID, 0, len(s.names))
	for id := range s.names {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b accounts.ID) int { return strings.Compare(s.names[a].Name, s.names[b].Name) })
	for _, id := range ids {
		choices = append(choices, overlays.Choice{Label: s.names[id].Platform.Title() + " · " + s.names[id].Name, Do: func() { s.only(id) }})
	}
	overlays.Menu(s.filter, choices...)
}

func (s *Screen) only(id accounts.ID) {
	if id != s.account {
		s.account = id
		s.show(s.view, "")
	}
}
