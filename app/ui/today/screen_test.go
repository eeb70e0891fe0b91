package today_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"huiying/accounts"
	"huiying/app/ui/load"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/today"
	"huiying/app/ui/typing"
	"huiying/app/ui/typing/typingtest"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/inbox/policy"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/workdays"
	"huiying/publishing"
	"huiying/publishing/delivery"
	"huiying/review"
)

// noon is Wednesday 18 November 2026, 14:32 in Shanghai.
var noon = time.Date(2026, 11, 18, 6, 32, 0, 0, time.UTC)

// desks are the five desks as the screen sees them, holding what a test puts there.
type desks struct {
	mu       sync.Mutex
	now      time.Time
	queue    review.Queue
	pages    map[inbox.View][]inbox.Question
	counts   map[inbox.View]int
	answers  []inbox.Answer
	found    []accounts.Finding
	silent   []accounts.Silence
	posts    []publishing.Post
	out      []delivery.Delivery
	noReview error
	next     time.Time
	moved    []time.Duration
}

func (d *desks) Now() time.Time                              { d.mu.Lock(); defer d.mu.Unlock(); return d.now }
func (d *desks) Queue(context.Context) (review.Queue, error) { return d.queue, d.noReview }
func (d *desks) Countdown(context.Context) ([]accounts.Silence, error) {
	return slices.Clone(d.silent), nil
}
func (d *desks) Counts(context.Context) (map[inbox.View]int, error) { return d.counts, nil }

func (d *desks) Standing(context.Context, accounts.ID) ([]accounts.Finding, error) {
	return d.found, nil
}

func (d *desks) Page(_ context.Context, f inbox.Filter) ([]inbox.Question, error) {
	return d.pages[f.View], nil
}

func (d *desks) Get(_ context.Context, id string) (inbox.Detail, error) {
	for _, page := range d.pages {
		for _, q := range page {
			if q.ID == id {
				return inbox.Detail{Question: q}, nil
			}
		}
	}
	return inbox.Detail{}, problem.New(problem.Missing, "没有这条留言", "", "")
}

func (d *desks) AnswersIn(_ context.Context, states ...inbox.AnswerState) ([]inbox.Answer, error) {
	return slices.DeleteFunc(slices.Clone(d.answers), func(a inbox.Answer) bool { return !slices.Contains(states, a.State) }), nil
}

func (d *desks) List(_ context.Context, f publishing.PostFilter) ([]publishing.Post, error) {
	return slices.DeleteFunc(slices.Clone(d.posts), func(p publishing.Post) bool { return !slices.Contains(f.States, p.State) }), nil
}

func (d *desks) Between(_ context.Context, from, to time.Time) ([]delivery.Delivery, error) {
	return slices.DeleteFunc(slices.Clone(d.out), func(x delivery.Delivery) bool { return x.Due.Before(from) || !x.Due.Before(to) }), nil
}

func (d *desks) In(_ context.Context, states ...delivery.State) ([]delivery.Delivery, error) {
	return slices.DeleteFunc(slices.Clone(d.out), func(x delivery.Delivery) bool { return !slices.Contains(states, x.State) }), nil
}

func (d *desks) Advance(_ context.Context, by time.Duration) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.moved = append(d.moved, by)
	d.now = d.now.Add(by)
	return nil
}

func (d *desks) Next(context.Context) (time.Time, bool, error) { return d.next, !d.next.IsZero(), nil }

func account(id, name string, p accounts.Platform) accounts.Account {
	return accounts.Account{ID: accounts.ID(id), Name: name, Platform: p, State: accounts.Normal, Sponsor: accounts.Body{Name: "市文化和旅游局"}}
}

// day is an office with a usual day.
func day() *desks {
	d := &desks{now: noon, counts: map[inbox.View]int{}, pages: map[inbox.View][]inbox.Question{}}
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 11, day, hour, minute, 0, 0, workdays.Shanghai)
	}
	list := []accounts.Account{account("a1", "望川发布", accounts.Weibo), account("a2", "望川政务服务", accounts.WeChat), account("a3", "望川文旅", accounts.Douyin),
		account("a4", "望川人社", accounts.WeChat), account("a5", "望川消防", accounts.Kuaishou), account("a6", "望川通", accounts.App), account("a7", "望川教育", accounts.WeChat)}
	for i, days := range []int{0, 1, 11, 8, 4, 6, 13} {
		d.silent = append(d.silent, accounts.Silence{Account: list[i], Days: days, Left: 14 - days, Counts: true, Last: noon})
	}
	ask := func(id, who, text string, st inbox.State, a accounts.Account, got, due time.Time) {
		v := inbox.ViewToAnswer
		if st == inbox.Unassigned {
			v = inbox.ViewUnassigned
		}
		d.pages[v] = append(d.pages[v], inbox.Question{ID: id, Author: who, Text: text, State: st, Account: a.ID, Platform: a.Platform, Received: got, Due: due, Kind: policy.Consult})
		d.counts[v]++
	}
	ask("q1", "张**", "燃气公司不给老小区装报警器，该找哪个部门？", inbox.ToAnswer, list[0], at(9, 9, 0), at(16, 17, 30))
	ask("q2", "何**", "公租房续租材料交了一周，一直显示“待审”", inbox.ToAnswer, list[1], at(10, 9, 0), at(17, 17, 30))
	ask("q3", "刘**", "医保电子凭证换手机后激活不了", inbox.ToAnswer, list[1], at(13, 9, 0), at(20, 17, 30))
	ask("q4", "陈**", "新生儿落户能不能在网上一次办完？", inbox.Unassigned, list[1], at(12, 9, 0), at(19, 17, 30))
	d.pages[inbox.ViewToAnswer][2].Window = noon.Add(5*time.Hour + 12*time.Minute)
	d.counts[inbox.ViewToAnswer] += 8
	ticket := func(id, title string, due, deadline time.Time) {
		d.queue.Mine = append(d.queue.Mine, review.Item{Ticket: review.Ticket{ID: id, State: review.Waiting, Subject: review.Subject{Kind: "post", Title: title, AuthorName: "孙悦", Due: due}},
			StepName: "初审", Deadline: deadline})
	}
	ticket("t1", "道路结冰出行提示", at(20, 9, 0), noon.Add(58*time.Minute))
	ticket("t2", "社区食堂探访", at(24, 14, 0), at(18, 17, 0))
	d.queue.Others = []review.Item{{Ticket: review.Ticket{ID: "t9", State: review.Waiting, Subject: review.Subject{Kind: "post", Title: "冬季招聘会", AuthorName: "李敏"}}, StepName: "终审", WaitsFor: []string{"周建国"}}}
	d.found = []accounts.Finding{{ID: "f1", Account: "a3", Rule: "silence", Level: accounts.Veto, Title: "内容不更新", Text: " 11 天没有更新", Source: "国办秘函〔2019〕19号", Due: at(21, 24, 0)}}
	way := func(id, post, title string, a accounts.Account, st delivery.State, due time.Time, note string) {
		d.out = append(d.out, delivery.Delivery{ID: id, Post: post, Title: title, Account: a.ID, Platform: a.Platform, State: st, Due: due, Note: note})
	}
	way("d1", "p1", "早安望川：多云，最高 12℃", list[0], delivery.Out, at(18, 8, 30), "")
	way("d2", "p2", "本周政务公开日历", list[1], delivery.Out, at(18, 9, 30), "")
	way("d3", "p3", "供暖热线怎么打", list[3], delivery.Unknown, at(18, 12, 10), "")
	way("d4", "p5", "地铁 2 号线今晚延长运营", list[0], delivery.Armed, at(18, 17, 0), "")
	way("d5", "p5", "地铁 2 号线今晚延长运营", list[1], delivery.Armed, at(18, 17, 0), "")
	way("d6", "p6", "换季收纳：社区旧衣回收点", list[2], delivery.Held, at(18, 19, 0), "令牌失效，要重新授权")
	way("d7", "p7", "明天的稿子", list[0], delivery.Armed, at(19, 19, 0), "")
	d.posts = []publishing.Post{{ID: "p4", Title: "今冬供暖缴费时间的通告", State: publishing.InReview, Planned: at(18, 15, 30)},
		{ID: "p8", Title: "一周政务回顾", State: publishing.Returned, Author: "李敏", AuthorName: "李敏", Comment: "第二段日期不对"}}
	return d
}

type office struct {
	*desks
	t      *testing.T
	queue  *load.Queue
	frame  *shell.Frame
	screen *today.Screen
	canvas fyne.Canvas
	opened []string
	listen func(topic, id string)
}

// page is a screen that writes down what it was opened for.
type page struct {
	name string
	o    *office
}

func (p page) Name() string                            { return p.name }
func (p page) Title() string                           { return p.name }
func (p page) Head() (left, right []fyne.CanvasObject) { return nil, nil }
func (p page) Content() fyne.CanvasObject              { return canvas.NewRectangle(nil) }
func (p page) Keys() []shell.Key                       { return nil }
func (p page) Hidden()                                 {}
func (p page) Shown(ps shell.Params) {
	keys := []string{}
	for k, v := range ps {
		keys = append(keys, k+"="+v)
	}
	slices.Sort(keys)
	p.o.opened = append(p.o.opened, strings.TrimSpace(p.name+" "+strings.Join(keys, " ")))
}

func sit(t *testing.T, d *desks, mode theme.Mode, size fyne.Size, drill bool, roles ...people.Role) *office {
	t.Helper()
	themetest.App(t, mode, 100)
	o := &office{desks: d, t: t, queue: &load.Queue{}}
	days, err := workdays.Default()
	if err != nil {
		t.Fatal(err)
	}
	ctx := people.With(t.Context(), people.Actor{Person: "李敏", Name: "李敏", Roles: roles})
	places := []shell.Place{{Name: "today", Group: "日常", Label: "今日", Icon: "today"}, {Name: "compose", Label: "撰稿", Icon: "pen"}, {Name: "review", Label: "审核", Icon: "review"},
		{Name: "schedule", Label: "排期", Icon: "cal"}, {Name: "inbox", Label: "留言", Icon: "chat"}, {Name: "register", Group: "管理", Label: "账号", Icon: "id"}}
	o.frame = shell.NewWith(load.NewJobsWith(ctx, o.queue.Do), shell.Options{Unit: "望川市政务服务和数据管理局 · 新媒体中心", Person: "李敏", Drill: drill, Places: places, OnSearch: func(string) {}})
	deps := today.Deps{Review: d, Inbox: d, Register: d, Posts: d, Deliveries: d, Calendar: days, Frame: o.frame, Now: d.Now,
		Changed: func(f func(topic, id string)) func() { o.listen = f; return func() { o.listen = nil } }}
	if drill {
		deps.Drill = d
	}
	o.screen = today.New(deps)
	o.frame.Add(o.screen)
	for _, p := range places[1:] {
		o.frame.Add(page{p.Name, o})
	}
	w := test.NewTempWindow(t, typing.NewRoot(o.frame, nil))
	w.SetPadded(false)
	w.Resize(size)
	o.canvas = w.Canvas()
	o.frame.Attach(o.canvas)
	t.Cleanup(o.frame.Stop)
	o.frame.Open("today", nil)
	o.settle()
	return o
}

func (o *office) settle() { o.queue.Settle(100*time.Millisecond, 5*time.Second) }

func each(obj fyne.CanvasObject, f func(fyne.CanvasObject)) {
	if obj == nil || !obj.Visible() {
		return
	}
	f(obj)
	switch x := obj.(type) {
	case *fyne.Container:
		for _, i := range x.Objects {
			each(i, f)
		}
	case fyne.Widget:
		for _, i := range test.WidgetRenderer(x).Objects() {
			each(i, f)
		}
	}
}

func (o *office) words() string {
	var out []string
	each(o.canvas.Content(), func(x fyne.CanvasObject) {
		if t, ok := x.(*canvas.Text); ok {
			out = append(out, t.Text)
		}
	})
	return strings.Join(out, "\n")
}

func (o *office) reads(want ...string) {
	o.t.Helper()
	all := o.words()
	for _, w := range want {
		if !strings.Contains(strings.ReplaceAll(all, "\n", ""), w) {
			o.t.Errorf("%q is not on the screen:\n%s", w, all)
		}
	}
}

func (o *office) lacks(no ...string) {
	o.t.Helper()
	for _, w := range no {
		if strings.Contains(o.words(), w) {
			o.t.Errorf("%q is on the screen", w)
		}
	}
}

// buttons returns the buttons with a label, in the order in which they are drawn.
func (o *office) buttons(label string) []*widgets.Button {
	var out []*widgets.Button
	each(o.canvas.Content(), func(x fyne.CanvasObject) {
		if b, ok := x.(*widgets.Button); ok && b.Label() == label {
			out = append(out, b)
		}
	})
	return out
}

func (o *office) press(label string, nth int) {
	o.t.Helper()
	bs := o.buttons(label)
	if nth >= len(bs) {
		o.t.Fatalf("there are %d buttons %q:\n%s", len(bs), label, o.words())
	}
	test.Tap(bs[nth])
	o.settle()
}

func (o *office) key(name fyne.KeyName) {
	if f := o.canvas.Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
	} else {
		o.canvas.OnTypedKey()(&fyne.KeyEvent{Name: name})
	}
	o.settle()
}

func (o *office) went(want string) {
	o.t.Helper()
	if len(o.opened) == 0 || o.opened[len(o.opened)-1] != want {
		o.t.Errorf("opened %q, want %q last", o.opened, want)
	}
}

var everything = []people.Role{people.Officer, people.Answerer, people.Checker, people.Registrar}

func TestTasksStandByWhenTheyAreDue(t *testing.T) {
	o := sit(t, day(), theme.Light, fyne.NewSize(1920, 1009), false, everything...)
	all := o.words()
	last := -1
	for _, w := range []string{"已逾期", "燃气公司不给老小区", "公租房续租", "供暖热线怎么打", "今天到期", "初审：道路结冰", "初审：社区食堂", "换季收纳", "医保电子凭证", "本周", "新生儿落户", "“望川文旅” 11 天没有更新", "没有期限", "一周政务回顾"} {
		at := strings.Index(all, w)
		if at < last {
			t.Errorf("%q stands too early", w)
		}
		if at < 0 {
			t.Fatalf("%q is not there:\n%s", w, all)
		}
		last = at
	}
	o.reads("逾期 2 个工作日", "还有 58 分钟", "17:00 前", "微信窗口 05:12", "全部 18", "审核 2", "留言 12", "账号 1", "发布 3", "其余 8 件留言", "还有 3 天", "留言 · 微博“望川发布” · 张** · 11月9日收到")
	o.lacks("冬季招聘会")
}

func TestEachTaskOpensItsScreen(t *testing.T) {
	o := sit(t, day(), theme.Light, fyne.NewSize(1920, 1009), false, everything...)
	for _, c := range []struct {
		label string
		nth   int
		want  string
	}{{"办理", 0, "inbox id=q1"}, {"核对", 0, "schedule id=d3"}, {"审核", 0, "review ticket=t1"}, {"处理", 0, "schedule id=d6"}, {"撰稿", 0, "compose account=a3"}, {"修改", 0, "compose post=p8"},
		{"新稿件", 0, "compose new=1"}, {"排期", 0, "schedule"}} {
		o.press(c.label, c.nth)
		o.went(c.want)
		o.frame.Open("today", nil)
		o.settle()
	}
}

func TestKeysMoveOpenAndChooseTabs(t *testing.T) {
	o := sit(t, day(), theme.Light, fyne.NewSize(1280, 800), false, everything...)
	o.screen.NextPane()
	o.canvas.Focused().TypedRune('j')
	o.key(fyne.KeyReturn)
	o.went("inbox id=q2")
	o.frame.Open("today", nil)
	o.settle()
	o.key(fyne.Key2)
	o.reads("初审：道路结冰")
	o.lacks("燃气公司")
	o.key(fyne.Key4)
	o.reads("11 天没有更新")
}

func TestTheWholeOfficeShowsWhatWaitsForOthers(t *testing.T) {
	d := day()
	d.pages[inbox.ViewToAnswer][0].Claimed, d.pages[inbox.ViewToAnswer][0].ClaimedBy, d.pages[inbox.ViewToAnswer][0].ClaimedAt = "孙悦", "孙悦", noon
	o := sit(t, d, theme.Light, fyne.NewSize(1920, 1009), false, everything...)
	o.lacks("燃气公司", "冬季招聘会")
	each(o.canvas.Content(), func(x fyne.CanvasObject) {
		if s, ok := x.(*widgets.Segment); ok {
			s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		}
	})
	o.settle()
	o.reads("燃气公司", "孙悦正在办理", "终审：冬季招聘会", "等 周建国")
}

func TestAnswersThatWaitForAPersonSaySo(t *testing.T) {
	d := day()
	d.answers = []inbox.Answer{{ID: "x1", Question: "q3", State: inbox.Unknown}, {ID: "x2", Question: "q4", State: inbox.Returned, Note: "先写热线"}}
	o := sit(t, d, theme.Light, fyne.NewSize(1920, 1009), false, people.Answerer)
	o.reads("答复待确认，要到平台核对", "审核退回：先写热线")
	if n := strings.Count(o.words(), "医保电子凭证"); n != 1 {
		t.Errorf("one question stands there %d times", n)
	}
	o.press("修改", 0)
	o.went("inbox id=q4")
	if len(o.buttons("新稿件")) != 0 {
		t.Error("who may not write is offered a new draft")
	}
}

func TestTheLineOfTheDay(t *testing.T) {
	o := sit(t, day(), theme.Light, fyne.NewSize(1280, 800), false, everything...)
	all := o.words()
	o.reads("6 条 · 已发 2", "14:32", "未通过前，到点也不会发", "2 个账号", "已就绪", "待确认", "令牌失效，要重新授权")
	if strings.Count(all, "地铁 2 号线今晚延长运营") != 1 || strings.Contains(all, "明天的稿子") {
		t.Errorf("the line of the day:\n%s", all)
	}
	if now := strings.LastIndex(all, "14:32"); now < strings.LastIndex(all, "供暖热线怎么打") || now > strings.LastIndex(all, "今冬供暖缴费时间的通告") {
		t.Error("the present stands at the wrong place")
	}
}

func TestTheStripCountsTheFourteenDays(t *testing.T) {
	o := sit(t, day(), theme.Light, fyne.NewSize(1280, 800), false, people.Officer)
	all := o.words()
	if a, b := strings.Index(all, "13 天未更新"), strings.Index(all, "11 天未更新"); a < 0 || b < a {
		t.Errorf("the nearest to the veto must come first:\n%s", all)
	}
	o.reads("今天更新")
}

func TestWhatOneDeskRefusesHidesNotTheRest(t *testing.T) {
	d := day()
	d.noReview = problem.New(problem.Busy, "数据文件正忙", "什么都没有改动", "请再试一次")
	o := sit(t, d, theme.Light, fyne.NewSize(1280, 800), false, everything...)
	o.reads("这里不全", "没取到审核：数据文件正忙", "燃气公司")
	d.noReview = nil
	o.press("再试一次", 0)
	o.lacks("这里不全")
	d.noReview, d.pages, d.found, d.posts, d.out, d.counts = errors.New("x"), nil, nil, nil, nil, nil
	o.screen.Refetch()
	o.settle()
	o.lacks("手上没有要办的事") // not known is not good
}

func TestChangesAreFetchedWhileShown(t *testing.T) {
	d := day()
	o := sit(t, d, theme.Light, fyne.NewSize(1280, 800), false, everything...)
	d.queue.Mine[0].Ticket.Subject.Title = "改过的题目"
	o.listen("review", "t1")
	o.queue.Settle(600*time.Millisecond, 2*time.Second)
	o.reads("初审：改过的题目")
	o.frame.Open("inbox", nil)
	if o.listen != nil {
		t.Error("it still listens while another screen is in front")
	}
}

func TestTheDrillsClockIsMoved(t *testing.T) {
	d := day()
	o := sit(t, d, theme.Light, fyne.NewSize(1280, 800), true, people.Officer)
	o.reads("演练", "11月18日 星期三 14:32")
	o.press("拨快 1 小时", 0)
	o.reads("11月18日 星期三 15:32")
	o.press("到下一件", 0)
	if !strings.Contains(o.frame.Toasted(), "没有排着的事") || len(d.moved) != 1 {
		t.Errorf("with nothing ahead: %q, moved %v", o.frame.Toasted(), d.moved)
	}
	d.next = d.Now().Add(90 * time.Minute)
	o.press("到下一件", 0)
	if len(d.moved) != 2 || d.moved[1] < 90*time.Minute || d.moved[1] > 91*time.Minute {
		t.Errorf("moved %v", d.moved)
	}
	o.reads("17:02")
}

func TestOutsideADrillThereIsNoClockToMove(t *testing.T) {
	o := sit(t, day(), theme.Light, fyne.NewSize(1280, 800), false, people.Officer)
	if len(o.buttons("拨快 1 小时")) != 0 {
		t.Error("the clock can be moved outside a drill")
	}
	typingtest.OnlyOurs(t, o.screen.Content())
}
