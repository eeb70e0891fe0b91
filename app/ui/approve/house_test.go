package approve_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/accounts"
	"huiying/app/ui/approve"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/load"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore/core"
	reviews "huiying/internal/store/sqlstore/review"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/publishingtest"
	"huiying/internal/trail"
	"huiying/internal/unit"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
	"huiying/review"
)

// house is the real review desk and the real publishing desk on a real store, as the program ties them.
type house struct {
	*publishingtest.Bench
	t      *testing.T
	desk   *review.Service
	staff  *core.People
	other  *filings
	told   []func(topic, id string)
	queue  *load.Queue
	frame  *shell.Frame
	screen *approve.Screen
	canvas fyne.Canvas
	titled string // what is handed in, when it is no post
}

type ties struct {
	*review.Service
	desk *publishing.Service
}

func (t *ties) Submit(ctx context.Context, p publishing.Post, r publishing.Revision) error {
	return t.Service.Submit(ctx, review.Subject{Kind: "post", ID: p.ID, Revision: r.No, Fingerprint: r.Fingerprint, Title: r.Content.Title,
		Author: r.By, AuthorName: r.ByName, Route: review.Kind(r.Content.Kind), Due: p.Planned, Line: "微博、公众号"})
}

func (t *ties) Void(ctx context.Context, id, why string) error {
	return t.Service.Void(ctx, "post", id, why)
}

func (t *ties) Allow(ctx context.Context, id, fingerprint string) error {
	return t.Service.Allow(ctx, "post", id, fingerprint)
}

func (t *ties) Hold(ctx context.Context, s review.Subject) error {
	if s.Kind != "post" {
		return nil
	}
	return t.desk.Hold(ctx, s.ID)
}

func (t *ties) Decided(ctx context.Context, s review.Subject, state review.State, last review.Decision) error {
	if s.Kind != "post" {
		return nil
	}
	return t.desk.Decided(ctx, publishing.Decision{Post: s.ID, Revision: s.Revision, Fingerprint: s.Fingerprint,
		Approved: state == review.Approved, Returned: state == review.Returned, Comment: last.Comment, Name: last.Name})
}

// filings stands in for the register and the inbox.
type filings struct {
	bench    *publishingtest.Bench
	filing   accounts.Filing
	account  accounts.Account
	answer   inbox.Answer
	question inbox.Question
	password string
	broken   error
}

func (f *filings) Get(ctx context.Context, id accounts.ID) (accounts.Account, error) {
	if f.account.ID == id && id != "" {
		return f.account, nil
	}
	return f.bench.Office.Account(ctx, id)
}

func (f *filings) Filing(context.Context, string) (accounts.Filing, error) { return f.filing, f.broken }

func (f *filings) AnswerFor(context.Context, string) (inbox.Answer, inbox.Question, error) {
	return f.answer, f.question, f.broken
}

func (f *filings) Confirm(_ context.Context, password string) error {
	if password != f.password {
		return problem.New(problem.Forbidden, "密码不对", "没有记下", "请再输一次")
	}
	return nil
}

func shotBytes() string {
	img := image.NewRGBA(image.Rect(0, 0, 60, 40))
	for i := range 60 {
		for j := range 40 {
			img.Set(i, j, color.RGBA{uint8(80 + 2*i), uint8(120 + j), 190, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.String()
}

func open(t *testing.T) *house {
	t.Helper()
	db := storetest.SQLite(t)
	h := &house{Bench: publishingtest.New(t, db), t: t, staff: core.NewPeople(db), queue: &load.Queue{}}
	h.other = &filings{bench: h.Bench}
	h.Office.Files["shot"] = shotBytes()
	log := trail.New(h.Trail, h.Clock.Now)
	h.desk = review.NewService(review.Deps{Store: reviews.New(db), Work: h.Work, Staff: h.staff, Now: h.Clock.Now, Changed: h.tell,
		Record: func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error {
			return log.Record(ctx, verb, trail.On{Kind: kind, ID: id, Revision: revision}, detail)
		}})
	tie := &ties{Service: h.desk}
	h.Service = h.Desk(func(d *publishing.Deps, dd *delivery.Deps) { d.Review, dd.Gate = tie, tie })
	tie.desk = h.Service
	for _, kind := range []string{"post", "answer", "filing"} {
		h.desk.Register(kind, tie)
	}
	day := time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)
	for _, p := range []people.Person{
		{ID: "王蕾", Name: "王蕾", Roles: []people.Role{people.Officer, people.Answerer}, Added: day},
		{ID: "孙悦", Name: "孙悦", Roles: []people.Role{people.Checker}, Added: day},
		{ID: "陈国栋", Name: "陈国栋", Roles: []people.Role{people.Checker, people.Registrar}, Added: day},
		{ID: "周建国", Name: "周建国", Roles: []people.Role{people.Approver, people.Administrator}, Added: day}} {
		h.Do(t.Context(), func(ctx context.Context) error { return h.staff.SavePerson(ctx, p) })
	}
	return h
}

func (h *house) tell(topic, id string) {
	for _, f := range h.told {
		f(topic, id)
	}
}

func (h *house) who(id people.ID) context.Context {
	p, err := h.staff.Person(h.t.Context(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return people.With(h.t.Context(), people.Acting(p))
}

// sit opens the screen for a person, in a window of a size; confirm asks for the password at the last step.
func (h *house) sit(id people.ID, size fyne.Size, mode theme.Mode, confirm bool) {
	h.t.Helper()
	themetest.App(h.t, mode, 100)
	jobs := load.NewJobsWith(h.who(id), h.queue.Do)
	h.t.Cleanup(jobs.Stop)
	h.frame = shell.NewWith(jobs, shell.Options{Unit: "望川市政务服务和数据管理局 · 新媒体中心", Person: string(id), Places: []shell.Place{
		{Name: "today", Group: "日常", Label: "今日", Icon: "today"}, {Name: approve.Name, Label: "审核", Icon: "review"}}})
	d := approve.Deps{Reviews: h.desk, Posts: h.Service, Answers: h.other, Register: h.other, Frame: h.frame, Now: h.Clock.Now,
		Changed: func(f func(topic, id string)) func() { h.told = append(h.told, f); return func() {} }}
	if confirm {
		d.Confirm = h.other
	}
	h.screen = approve.New(d)
	h.frame.Add(h.screen)
	w := test.NewTempWindow(h.t, typing.NewRoot(h.frame, nil))
	w.SetPadded(false)
	w.Resize(size)
	h.canvas = w.Canvas()
	h.frame.Attach(h.canvas)
	h.frame.Open(approve.Name, nil)
	h.settle()
}

func (h *house) settle() { h.queue.Settle(120*time.Millisecond, 5*time.Second) }

// paper is a post that lacks nothing.
func (h *house) paper() content.Master {
	c := h.Content(content.Share, content.Publish)
	c.Title = "关于2026年冬季供暖缴费时间、地点和网上缴费办法的通告"
	c.Summary = "供暖费从11月20日开始收取，可以在网上缴。"
	c.Source = "市住建局"
	c.Paragraphs = nil
	for i, text := range []string{"2026年冬季供暖费从11月20日（星期四）开始收取，12月31日截止。请各位用户按时缴费。",
		"网上缴费：打开“望川通”APP，点“生活缴费—供暖”，输入户号即可。到网点缴费请带上户号或房产证明。",
		"咨询可找供暖专班联系人张建军或拨打 12345。", "市住建局副局长李国良介绍，今年新增 42 个缴费网点，15 分钟步行圈全覆盖。",
		"行动不便的老人可以预约上门收费，电话预约后两个工作日内办理。", "特此通告。"} {
		c.Paragraphs = append(c.Paragraphs, content.Paragraph{ID: string(rune('a' + i)), Text: text})
	}
	return c
}

// mended is the same after a return.
func (h *house) mended() content.Master {
	c := h.paper()
	c.Paragraphs[0].Text = "2026年冬季供暖费从11月20日（星期五）开始收取，12月31日截止。请各位用户按时缴费。"
	c.Paragraphs[1].Text = "网上缴费：打开“望川通”APP，点“生活缴费—供暖”，输入户号即可。到网点缴费请带上户号，不需要其他材料。"
	c.Paragraphs[2].Text = "咨询可拨打供暖专线 6220 1234，或拨打 12345。"
	c.Paragraphs[3].Text = "市住建局党组成员、副局长李国良介绍，今年新增 42 个缴费网点，15 分钟步行圈全覆盖。"
	return c
}

func (h *house) current(postID string) review.Sheet {
	h.t.Helper()
	s, err := h.desk.Of(h.who("王蕾"), "post", postID)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// take has somebody else decide, as at another desk.
func (h *house) take(id people.ID, postID string, v review.Verdict, comment string) {
	h.t.Helper()
	t := h.current(postID).Ticket
	d := review.Decide{ID: unit.NewID(), Ticket: t.ID, Version: t.Version, Verdict: v, Comment: comment, Fingerprint: t.Subject.Fingerprint, Gates: map[review.Gate]bool{}}
	step := t.Steps[t.Step]
	for _, g := range step.Gates {
		d.Gates[g] = true
	}
	if step.Secrecy {
		d.Secrecy = review.Open
	}
	if err := h.desk.Decide(h.who(id), d); err != nil {
		h.t.Fatal(err)
	}
}

// again is the author's mending and handing in once more.
func (h *house) again(postID string, c content.Master) {
	h.t.Helper()
	ctx := h.who("王蕾")
	_, w, err := h.Get(ctx, postID)
	if err != nil {
		h.t.Fatal(err)
	}
	if w, err = h.Save(ctx, publishing.SaveDraft{Post: postID, Version: w.Version, Content: c}); err != nil {
		h.t.Fatal(err)
	}
	h.Submitted(w)
}

var errDown = errors.New("the store is away")

// texts is everything that can be read under an object.
func texts(o fyne.CanvasObject) string {
	var b strings.Builder
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		switch v := o.(type) {
		case *flow.Flow:
			b.WriteString(v.Text() + "\n")
		case *draw.Text:
			b.WriteString(v.Value + "\n")
		case *fyne.Container:
			for _, c := range v.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(v).Objects() {
				walk(c)
			}
		}
	}
	walk(o)
	return b.String()
}

func idOf(name string) people.ID { return people.ID(name) }

// again2 takes a post back and hands it in once more, while somebody reads it.
func (h *house) again2(postID string) {
	h.t.Helper()
	p, _, err := h.Get(h.who("王蕾"), postID)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := h.Reopen(h.who("王蕾"), postID, p.Version, "再改一处"); err != nil {
		h.t.Fatal(err)
	}
	c := h.mended()
	c.Paragraphs[4].Text += "请互相转告。"
	h.again(postID, c)
}

// handIn hands in a subject that is no post.
func (h *house) handIn(kind, id, fingerprint string, route review.Kind) {
	h.t.Helper()
	if h.titled == "" {
		h.titled = "送审的一件"
	}
	ctx := h.who("王蕾")
	h.Do(ctx, func(ctx context.Context) error {
		return h.desk.Submit(ctx, review.Subject{Kind: kind, ID: id, Revision: 1, Fingerprint: fingerprint, Title: h.titled, Author: "王蕾", AuthorName: "王蕾", Route: route})
	})
}

// tapLabel presses the button with these words.
func tapLabel(t *testing.T, o fyne.CanvasObject, label string) {
	t.Helper()
	var found *widgets.Button
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch v := o.(type) {
		case *widgets.Button:
			if v.Label() == label && v.Visible() {
				found = v
			}
		case *fyne.Container:
			for _, c := range v.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(v).Objects() {
				walk(c)
			}
		}
	}
	walk(o)
	if found == nil || found.Disabled() {
		t.Fatalf("no free button %q", label)
	}
	found.Tapped(nil)
}
