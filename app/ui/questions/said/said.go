// Package said draws what was said about one question and tells what happened to it. It knows neither list nor reply, and
// fetches nothing.
package said

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/inbox"
)

// Moment is something that happened to a question.
type Moment struct {
	At   time.Time
	What string
}

// History is what happened, oldest first, as far as the question and its answer tell.
func History(q inbox.Question, a inbox.Answer) []Moment {
	var ms []Moment
	add := func(at time.Time, what string) {
		if !at.IsZero() {
			ms = append(ms, Moment{at, what})
		}
	}
	if q.Channel == inbox.ByHand {
		add(q.Collected, "登记进来")
	} else {
		add(q.Collected, "收取")
	}
	add(q.Read, q.ReadBy+" 已阅")
	if q.Claimed != "" {
		add(q.ClaimedAt, q.ClaimedBy+" 在办")
	}
	if a.Revision > 0 {
		add(a.Submitted, a.ByName+" 送审答复"+nth(a.Revision))
	}
	if a.State == inbox.Returned || a.State == inbox.Rejected {
		what := "审核退回：" + a.Note
		if a.State == inbox.Rejected {
			what = "审核否决：" + a.Note
		}
		add(a.Changed, strings.TrimSuffix(what, "："))
	}
	add(a.Absent, "平台核对：没有这条答复")
	if a.State == inbox.Delivered {
		add(a.SentAt, "答复发到平台")
	}
	add(q.Gone, "平台上已看不到这条留言")
	if !q.State.Open() && q.State != inbox.Answered {
		what := q.State.Title()
		if q.Reason != "" {
			what += "：" + q.Reason
		}
		add(q.Closed, what)
	}
	slices.SortStableFunc(ms, func(x, y Moment) int { return x.At.Compare(y.At) })
	return ms
}

func nth(n int) string {
	if n < 2 {
		return ""
	}
	return "（第 " + strconv.Itoa(n) + " 次）"
}

// Bubble is what somebody said. It is as wide as its words, and never wider than most of the pane.
func Bubble(text string, fill, border fyne.ThemeColorName, right bool) fyne.CanvasObject {
	return container.New(&bubbled{right: right}, draw.NewGround(fill, border, 6), flow.Plain(text, theme.Body, theme.Text))
}

type bubbled struct {
	right bool
	width float32
}

func (b *bubbled) sizes(objs []fyne.CanvasObject, width float32) (text fyne.Size) {
	f := objs[1].(*flow.Flow)
	most := max(width*0.8-theme.Px(24), theme.Px(80))
	one := float32(0)
	for _, line := range strings.Split(f.Text(), "\n") {
		one = max(one, draw.Measure(line, theme.Body, false).Width+theme.Px(2))
	}
	w := min(one, most)
	return fyne.NewSize(w, f.HeightFor(w))
}

func (b *bubbled) MinSize(objs []fyne.CanvasObject) fyne.Size {
	width := b.width
	if width == 0 {
		width = theme.Px(400)
	}
	return fyne.NewSize(theme.Px(120), b.sizes(objs, width).Height+theme.Px(18))
}

func (b *bubbled) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	b.width = s.Width
	text := b.sizes(objs, s.Width)
	x := float32(0)
	if b.right {
		x = s.Width - text.Width - theme.Px(24)
	}
	objs[0].Move(fyne.NewPos(x, 0))
	objs[0].Resize(text.AddWidthHeight(theme.Px(24), theme.Px(18)))
	objs[1].Move(fyne.NewPos(x+theme.Px(12), theme.Px(9)))
	objs[1].Resize(text)
}
