package compose

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/publishing"
	"huiying/publishing/content"
)

// shelf is the list of the author's posts: what must be mended first, then drafts, then what is under way, then what is done.
type shelf struct {
	s     *Screen
	posts map[string]publishing.Post
	list  *lists.List
	rows  map[fyne.CanvasObject]*shelfRow
	pane  *load.Pane[[]publishing.Post]
	body  *fyne.Container
	top   *fyne.Container
	outer fyne.CanvasObject
}

type shelfRow struct {
	title, note, kind, when *draw.Text
	chip                    *widgets.Chip
}

// shelfMost is how many posts are listed; older ones stand in the schedule.
const shelfMost = 300

func newShelf(s *Screen) *shelf {
	h := &shelf{s: s, posts: map[string]publishing.Post{}, rows: map[fyne.CanvasObject]*shelfRow{}, body: container.NewStack(), top: container.NewStack()}
	h.top.Hide()
	h.list = lists.NewList(50, h.row, h.bind)
	h.list.OnOpen = func(id string) { s.Open(id) }
	h.pane = load.NewPane(s.jobs(), h.body, h.fetch, h.paint)
	h.pane.What, h.pane.Fault, h.pane.Rows = "稿件", "没取到稿件", 8
	h.pane.OnError = h.refuse
	h.outer = draw.Panel(theme.Bg, "", 0, draw.Col(0, h.top, draw.Grow(draw.Pad(widgets.Card(h.pane.Object()), 16, 12))))
	return h
}

func (h *shelf) object() fyne.CanvasObject { return h.outer }

func (h *shelf) load() { h.pane.Load() }

func (h *shelf) take() { h.list.Take() }

// refuse says what went wrong above the list, which stays.
func (h *shelf) refuse(err error) {
	h.top.Objects = []fyne.CanvasObject{draw.Inset(overlays.Strip(widgets.Red, "stop", "没有打开", problem.Words(err)), 8, 16, 0, 16)}
	h.top.Show()
	h.outer.Refresh()
}

func (h *shelf) fetch(ctx context.Context) ([]publishing.Post, error) {
	return h.s.d.Posts.List(ctx, publishing.PostFilter{Author: string(h.s.me().Person), Limit: shelfMost})
}

// group is the bar under which a post stands.
func group(st publishing.State) int {
	switch st {
	case publishing.Returned:
		return 0
	case publishing.Draft:
		return 1
	case publishing.InReview:
		return 2
	case publishing.Approved, publishing.Scheduled, publishing.GoingOut:
		return 3
	}
	return 4
}

func (h *shelf) paint(ps []publishing.Post) {
	h.top.Hide()
	h.posts = map[string]publishing.Post{}
	if len(ps) == 0 {
		h.body.Objects = []fyne.CanvasObject{states.Empty("还没有稿件", "写的每一篇都会列在这里，自动存着。", widgets.NewButton(widgets.Plain, "写第一篇", h.s.Create))}
		h.body.Refresh()
		return
	}
	var items []lists.Item
	for g, name := range []string{"退回来要改的", "草稿", "审核中", "已批准", "已结束"} {
		var rows []lists.Item
		for _, p := range ps {
			if group(p.State) == g {
				h.posts[p.ID] = p
				rows = append(rows, lists.RowOf(p.ID))
			}
		}
		if len(rows) > 0 {
			items = append(append(items, lists.Bar(name, fmt.Sprintf("%d 篇", len(rows)), false)), rows...)
		}
	}
	h.body.Objects = []fyne.CanvasObject{h.list}
	h.list.SetItems(items)
	h.body.Refresh()
}

func (h *shelf) row() fyne.CanvasObject {
	r := &shelfRow{title: draw.NewBold("", theme.Body, theme.Text).Cutting(), note: draw.NewText("", theme.Note, theme.Text3).Cutting(),
		kind: draw.NewText("", theme.Dense, theme.Text2), when: draw.NewText("", theme.Dense, theme.Text2), chip: widgets.NewChip(widgets.Grey, "", "")}
	words := draw.Col(0, draw.Fill(), r.title, r.note, draw.Fill())
	o := draw.Pad(draw.Row(16, draw.Grow(words), draw.Exact(r.kind, 70, 20), draw.Exact(r.when, 150, 20), draw.Exact(draw.Left(r.chip), 96, 20)), 16, 0)
	h.rows[o] = r
	return o
}

func (h *shelf) bind(id string, o fyne.CanvasObject, _ lists.State) {
	r, p := h.rows[o], h.posts[id]
	r.title.Set(titled(p.Title))
	note := "改于 " + content.Clock(p.Changed)
	if p.Comment != "" && (p.State == publishing.Returned || p.State == publishing.Rejected) {
		note = "意见：" + p.Comment
	}
	r.note.Set(note)
	r.kind.Set(kindTitle(p.Kind))
	r.when.Set("还没有定时间")
	if !p.Planned.IsZero() {
		r.when.Set("定在 " + content.Clock(p.Planned))
	}
	tone, icon, text := StateChip(p.State)
	r.chip.Set(tone, icon, text)
	o.Refresh()
}
