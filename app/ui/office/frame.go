package office

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"huiying/app/ui/load"
	"huiying/app/ui/shell"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/internal/people"
)

// every is how often the figures are asked for when nothing tells of a change: due times pass without one.
const every = 20 * time.Second

// places is the rail.
func places() []shell.Place {
	return []shell.Place{
		{Name: "today", Group: "日常", Label: "今日", Icon: "today"},
		{Name: "compose", Label: "撰稿", Icon: "pen"},
		{Name: "review", Label: "审核", Icon: "review"},
		{Name: "schedule", Label: "排期", Icon: "cal"},
		{Name: "inbox", Label: "留言", Icon: "chat"},
		{Name: "register", Group: "管理", Label: "账号", Icon: "id"},
		{Name: "settings", Label: "设置", Icon: "set", Bottom: true},
	}
}

// New returns the frame with all screens, the person of s.Actor before it. jobs carry the actor in their context.
func New(jobs *load.Jobs, s Services) *shell.Frame {
	office := s.Unit.Name
	if s.Unit.Office != "" {
		office += " · " + s.Unit.Office
	}
	var f *shell.Frame
	f = shell.NewWith(jobs, shell.Options{Unit: office, Person: s.Actor.Name, Drill: s.Clock != nil, Places: places(),
		OnGauge: func(i int) { f.Open("schedule", shell.Params{"gauge": fmt.Sprint(i)}) },
		OnTheme: s.Dress,
		OnPerson: func() []shell.PersonChoice {
			return []shell.PersonChoice{{Label: "换一个人", Icon: "user", Do: s.Leave}}
		}})
	f.Add(screens(f, s)...)
	watch(jobs, f, s)
	return f
}

// Context returns the context in which the screens of a person fetch and act.
func Context(ctx context.Context, a people.Actor) context.Context { return people.With(ctx, a) }

// watch keeps the figures around the screens: after each change, a breath later, and at times without one.
func watch(jobs *load.Jobs, f *shell.Frame, s Services) {
	var asking atomic.Bool
	ask := func() {
		if asking.Swap(true) {
			return
		}
		jobs.Go(func(ctx context.Context) func() {
			asking.Store(false)
			c := counts(ctx, s)
			return func() { f.SetCounts(c) }
		})
	}
	stop := s.Changed(func(string, string) { ask() })
	jobs.Every(every, ask)
	context.AfterFunc(jobs.Context(), stop)
	ask()
}

// counts asks for every figure. One that cannot be had is unknown, never zero.
func counts(ctx context.Context, s Services) shell.Counts {
	c := shell.Counts{Late: widgets.Unknown, Unready: widgets.Unknown, Asked: s.Now().In(shanghai()).Format("15:04:05"), Marks: map[string]shell.Mark{}}
	if g, err := s.Publishing.Deliveries.Gauges(ctx); err == nil {
		c.Late, c.Unready = len(g.Overdue), len(g.NotReady)
	}
	if q, err := s.Review.Queue(ctx); err == nil && len(q.Mine) > 0 {
		c.Marks["review"] = shell.Mark{Text: fmt.Sprint(len(q.Mine))}
	}
	if n, err := s.Inbox.Counts(ctx); err == nil {
		switch open := n[inbox.ViewUnassigned] + n[inbox.ViewToAnswer]; {
		case n[inbox.ViewOverdue] > 0:
			c.Marks["inbox"] = shell.Mark{Text: fmt.Sprint(n[inbox.ViewOverdue]), Warn: true}
		case open > 0:
			c.Marks["inbox"] = shell.Mark{Text: fmt.Sprint(open)}
		}
	}
	if found, err := s.Accounts.Standing(ctx, ""); err == nil && len(found) > 0 {
		c.Marks["register"] = shell.Mark{Text: fmt.Sprint(len(found))}
	}
	c.Status = []shell.Note{{Icon: "laptop", Tone: widgets.Green, Text: "数据在本机"}, {Text: c.Asked + " 更新"}}
	if s.Clock != nil {
		c.Status = append(c.Status, shell.Note{Icon: "drill", Text: "演练时钟 " + s.Now().In(shanghai()).Format("01-02 15:04")})
	}
	return c
}

func shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*3600) }
