package questions

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/inbox"
)

// place is one line of the left column.
type place struct {
	group string // the word above it, where a group begins
	view  inbox.View
	label string
	tone  fyne.ThemeColorName // of its count when it is not zero
	good  string              // what the list says when the view is empty
}

func places() []place {
	return []place{
		{"要我办", inbox.ViewUnassigned, "待分办", theme.Text2, "没有等着分办的留言"},
		{"", inbox.ViewToAnswer, "待答复", theme.Text2, "没有等着答复的留言"},
		{"", inbox.ViewSeen, "已阅未办", theme.Amber, "看过的都在办"},
		{"", inbox.ViewWindow, "窗口将关闭", theme.Amber, "没有快要关闭的答复窗口"},
		{"", inbox.ViewOverdue, "逾期", theme.Red, "没有逾期的留言"},
		{"在流转", inbox.ViewReview, "待审核", theme.Text2, "没有等着审核的答复"},
		{"", inbox.ViewToSend, "待发出", theme.Text2, "没有等着发出的答复"},
		{"已完成", inbox.ViewAnswered, "已答复", theme.Text2, "还没有答复过的留言"},
		{"", inbox.ViewDone, "已办结", theme.Text2, "还没有办结的留言"},
		{"查找", inbox.ViewAll, "全部留言", theme.Text2, "还没有收到留言"},
	}
}

func placeOf(v inbox.View) place {
	for _, p := range places() {
		if p.view == v {
			return p
		}
	}
	return places()[1]
}

// viewRow is one line that opens a view, 36 high.
type viewRow struct {
	draw.Press
	place  place
	count  int
	known  bool
	chosen bool
}

func newViewRow(p place, open func()) *viewRow {
	v := &viewRow{place: p}
	v.OnPress = open
	v.Init(v)
	return v
}

func (v *viewRow) set(count int, known bool) {
	if v.count != count || v.known != known {
		v.count, v.known = count, known
		v.Refresh()
	}
}

func (v *viewRow) choose(on bool) {
	if v.chosen != on {
		v.chosen = on
		v.Refresh()
	}
}

func (v *viewRow) say() string {
	if !v.known || v.place.view == inbox.ViewAll {
		return ""
	}
	return figure(v.count)
}

// figure is a count that may be large: 1,204,000.
func figure(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// CreateRenderer is part of fyne.Widget.
func (v *viewRow) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(theme.Color(theme.Clear))
	label := draw.NewText(v.place.label, theme.Body, theme.Text)
	count := draw.NewText("", theme.Body, theme.Text2).Right()
	row := draw.Pad(draw.Row(8, draw.Grow(label), count), 12, 0)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ground, row}}
	r.Min = func() fyne.Size { return theme.Size(100, 36) }
	r.Lay = func(s fyne.Size) {
		draw.Place(ground, fyne.Position{}, s)
		row.Resize(s)
	}
	r.Paint = func() {
		fill, edge, ink, figures := fyne.ThemeColorName(""), fyne.ThemeColorName(""), theme.Text, theme.Text2
		if v.count > 0 {
			figures = v.place.tone
		}
		switch {
		case v.chosen:
			fill, ink = theme.BlueSoft, theme.Blue
			if figures == theme.Text2 {
				figures = theme.Blue
			}
		case v.Hovered():
			fill = theme.Surface2
		}
		if v.Ringed() {
			edge = theme.BlueFill
		}
		draw.Paint(ground, fill, edge, theme.Px(2), 4)
		label.Tint(v.place.label, ink, v.chosen)
		count.Tint(v.say(), figures, v.chosen || v.place.tone == theme.Red && v.count > 0)
		row.Refresh()
	}
	return r.Start(v)
}

// viewPane builds the left column.
func (s *Screen) viewPane() fyne.CanvasObject {
	var objs []fyne.CanvasObject
	s.views = map[inbox.View]*viewRow{}
	var order []*viewRow
	for i, p := range places() {
		if p.group != "" {
			top := float32(10)
			if i == 0 {
				top = 6
			}
			objs = append(objs, draw.Fixed(draw.Inset(draw.NewText(p.group, theme.Note, theme.Text2), top, 12, 2, 12), 0, 24))
		}
		v := newViewRow(p, func() { s.show(p.view, "") })
		n := i
		v.OnKey = func(ev *fyne.KeyEvent) bool {
			switch {
			case ev.Name == fyne.KeyDown && n+1 < len(order):
				order[n+1].Take()
			case ev.Name == fyne.KeyUp && n > 0:
				order[n-1].Take()
			default:
				return false
			}
			return true
		}
		order = append(order, v)
		s.views[p.view] = v
		objs = append(objs, v)
	}
	s.order = order
	note := flow.Plain("“窗口将关闭”：平台的答复窗口剩不到 6 小时", theme.Note, theme.Text2)
	return draw.Col(0, draw.Grow(draw.Scroll(draw.Pad(draw.Col(0, objs...), 6, 4))),
		draw.NewLine(theme.Line), draw.Pad(note, 12, 8))
}

// belongs says whether a question still stands in a view, so that one that left it is drawn as such.
func belongs(v inbox.View, q inbox.Question, now time.Time) bool {
	switch v {
	case inbox.ViewUnassigned:
		return q.State == inbox.Unassigned
	case inbox.ViewToAnswer:
		return q.State == inbox.ToAnswer
	case inbox.ViewSeen:
		return !q.Read.IsZero() && (q.State == inbox.Unassigned || q.State == inbox.ToAnswer)
	case inbox.ViewWindow, inbox.ViewOverdue:
		return q.State.Open()
	case inbox.ViewReview:
		return q.State == inbox.InReview
	case inbox.ViewToSend:
		return q.State == inbox.ToSend
	case inbox.ViewAnswered:
		return q.State == inbox.Answered
	case inbox.ViewDone:
		return !q.State.Open() && q.State != inbox.Answered
	}
	return true
}

// viewOf is the view in which a question is found when it is opened from elsewhere.
func viewOf(q inbox.Question) inbox.View {
	switch q.State {
	case inbox.Unassigned:
		return inbox.ViewUnassigned
	case inbox.ToAnswer:
		return inbox.ViewToAnswer
	case inbox.InReview:
		return inbox.ViewReview
	case inbox.ToSend:
		return inbox.ViewToSend
	case inbox.Answered:
		return inbox.ViewAnswered
	}
	return inbox.ViewDone
}
