package register_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/gallery/gallerytest"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/register"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/problem"
	store "huiying/internal/store/sqlstore/accounts"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/store/storetest"
	"huiying/internal/trail"
	"huiying/internal/unit"
)

// bench is the screen over the real accounts desk on a real store; the platforms and the review are told what to answer.
type bench struct {
	*accounts.Service
	t      *testing.T
	work   *unit.Work
	store  *store.Store
	staff  *core.People
	now    time.Time
	filed  []accounts.Filing
	told   []func(topic, id string)
	last   map[accounts.ID]time.Time
	browse []string
	binds  []accounts.Candidate
	refuse error // of the platform
	broken error // of the review: nothing can be handed in
	away   error // of the platforms: nothing can be asked

	queue  *load.Queue
	frame  *shell.Frame
	screen *register.Screen
	canvas fyne.Canvas
}

type vault struct{ *core.Secrets }

func (v vault) Put(ctx context.Context, id accounts.ID, purpose string, secret []byte) error {
	return v.Save(ctx, string(id), purpose, secret)
}

func (v vault) Take(ctx context.Context, id accounts.ID, purpose string) ([]byte, error) {
	return v.Load(ctx, string(id), purpose)
}

func (b *bench) Begin(_ context.Context, appID, state string) (string, error) {
	return "https://api.weibo.example/oauth2/authorize?client_id=" + appID + "&state=" + state, nil
}

func (b *bench) Finish(_ context.Context, c accounts.Candidate) (accounts.Grant, error) {
	b.binds = append(b.binds, c)
	return accounts.Grant{Secret: c.Secret, Subject: "5044281310", Expires: b.now.AddDate(0, 1, 17)}, b.refuse
}

func (b *bench) ask(_ context.Context, c accounts.Credential) (accounts.Profile, []accounts.Ability, error) {
	return accounts.Profile{Subject: c.Subject, Name: "望川发布", Verified: true, VerifiedName: "望川市政务服务和数据管理局", Followers: 351000},
		[]accounts.Ability{{Key: "publish", Name: "发微博", OK: true, Known: true, Left: 97}, {Key: "comments", Name: "读评论", OK: true, Known: true, Left: -1},
			{Key: "reply", Name: "回评论", Known: true, Left: -1, Note: "应用没有申请这一项（10014）"}, {Key: "statistics", Name: "统计", Left: -1}}, nil
}

type prober struct{ *bench }

func (p prober) Probe(ctx context.Context, c accounts.Credential) (accounts.Profile, []accounts.Ability, error) {
	if p.away != nil {
		return accounts.Profile{}, nil, p.away
	}
	return p.ask(ctx, c)
}

func (b *bench) LastPublished(_ context.Context, id accounts.ID) (time.Time, string, string, bool, error) {
	at, ok := b.last[id]
	return at, "云溪古镇夜游", "https://weibo.example/1", ok, nil
}

func (b *bench) OpenQuestions(context.Context, accounts.ID) (int, time.Time, error) {
	return 0, time.Time{}, nil
}

func (b *bench) Submit(_ context.Context, f accounts.Filing) error {
	if b.broken == nil {
		b.filed = append(b.filed, f)
	}
	return b.broken
}

func (b *bench) Allow(context.Context, string, string) error { return nil }

func open(t *testing.T) *bench {
	t.Helper()
	db := storetest.SQLite(t)
	b := &bench{t: t, work: unit.New(db), store: store.New(db), staff: core.NewPeople(db), last: map[accounts.ID]time.Time{},
		now: time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC), queue: &load.Queue{}}
	log := trail.New(core.NewTrail(db), b.clock)
	rules, err := accounts.DefaultRules()
	if err != nil {
		t.Fatal(err)
	}
	b.Service = accounts.NewService(accounts.Deps{Store: b.store, Work: b.work, Vault: vault{core.NewSecrets(db)}, Gate: b, Reviewers: b, Activity: b, Staff: b.staff, Rules: rules,
		Binders: map[accounts.Platform]accounts.Binder{accounts.Weibo: b, accounts.WeChat: b},
		Probers: map[accounts.Platform]accounts.Prober{accounts.Weibo: prober{b}, accounts.WeChat: prober{b}}, Now: b.clock,
		Changed: func(topic, id string) {
			for _, f := range b.told {
				f(topic, id)
			}
		},
		Record: func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error {
			return log.Record(ctx, verb, trail.On{Kind: kind, ID: id, Revision: revision}, detail)
		}})
	for id, roles := range map[people.ID][]people.Role{"郑凯": {people.Registrar}, "王蕾": {people.Officer}, "周建国": {people.Approver}, "高志远": {people.Administrator}} {
		p := people.Person{ID: id, Name: string(id), Roles: roles, Added: b.now}
		b.do(func(ctx context.Context) error { return b.staff.SavePerson(ctx, p) })
	}
	return b
}

func (b *bench) clock() time.Time { return b.now }

func (b *bench) do(f func(ctx context.Context) error) {
	b.t.Helper()
	if err := b.work.Do(b.t.Context(), f); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) as(id people.ID) context.Context {
	p, err := b.staff.Person(b.t.Context(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return people.With(b.t.Context(), people.Acting(p))
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(problem.Words(err))
	}
	return v
}

// code completes the first 17 characters of a credit code.
func code(head string) string {
	for _, last := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if people.CheckCreditCode(head+string(last)) == nil {
			return head + string(last)
		}
	}
	return head
}

// entered is an account of a platform as the registrar put it down.
func (b *bench) entered(name string, p accounts.Platform, kind string) accounts.Account {
	c := func(name string) accounts.Contact {
		return accounts.Contact{Name: name, Phone: "13800005678", Person: people.ID(name)}
	}
	return must(b.Register(b.as("郑凯"), accounts.Account{ID: accounts.ID(unit.NewID()), Platform: p, Type: kind, Name: name,
		Sponsor: accounts.Body{Name: "望川市政务服务和数据管理局", CreditCode: code("11420100MB1A2B3C4")}, Level: "市", Verified: "望川市政务服务和数据管理局",
		Leader: c("高志远"), Responsible: c("周建国"), Reviewer: c("周建国"), AdminA: c("郑凯"), AdminB: c("王蕾"), Purpose: "发布政务信息，回应群众关切", Audience: "全市市民"}))
}

// approved has an account filed and approved by another person.
func (b *bench) approved(a accounts.Account) accounts.Account {
	b.t.Helper()
	f := must(b.SubmitFiling(b.as("郑凯"), a.ID, a.Version))
	if err := b.FilingDecided(b.as("周建国"), accounts.FilingDecision{Filing: f.ID, Fingerprint: f.Fingerprint, Approved: true, Comment: "同意开设"}); err != nil {
		b.t.Fatal(err)
	}
	return must(b.Get(b.as("郑凯"), a.ID))
}

// office is a register in the middle of its life.
func (b *bench) office() {
	b.now = b.now.AddDate(0, 0, -11)
	quiet := b.approved(b.entered("望川文旅", accounts.Douyin, "抖音号"))
	b.last[quiet.ID] = b.now
	b.now = b.now.AddDate(0, 0, 7)
	weibo := b.approved(b.entered("望川发布", accounts.Weibo, "政务微博"))
	b.entered("望川人社", accounts.WeChat, "服务号")
	b.now = b.now.AddDate(0, 0, 4)
	b.last[weibo.ID] = b.now.Add(-time.Hour)
	must(b.Bind(b.as("郑凯"), accounts.Candidate{Account: weibo.ID, AppID: "2045436852", Secret: []byte("secret")}))
	b.approved(b.entered("望川政务服务", accounts.WeChat, "订阅号"))
	if err := b.CheckAll(b.as("郑凯")); err != nil {
		b.t.Fatal(err)
	}
}

// sit opens the screen for a person in a window.
func (b *bench) sit(id people.ID, size fyne.Size, mode theme.Mode) {
	b.t.Helper()
	themetest.App(b.t, mode, 100)
	jobs := load.NewJobsWith(b.as(id), b.queue.Do)
	b.t.Cleanup(jobs.Stop)
	b.frame = shell.NewWith(jobs, shell.Options{Unit: "望川市政务服务和数据管理局 · 新媒体中心", Person: string(id), Places: []shell.Place{
		{Name: "today", Group: "日常", Label: "今日", Icon: "today"}, {Name: register.Name, Group: "管理", Label: "账号", Icon: "id"}}})
	b.screen = register.New(register.Deps{Register: b.Service, Bindings: b.Service, Staff: b.staff, Frame: b.frame, Now: b.clock,
		Browse:  func(address string) { b.browse = append(b.browse, address) },
		Changed: func(f func(topic, id string)) func() { b.told = append(b.told, f); return func() {} }})
	b.frame.Add(b.screen)
	w := test.NewTempWindow(b.t, typing.NewRoot(b.frame, nil))
	w.SetPadded(false)
	w.Resize(size)
	b.canvas = w.Canvas()
	b.frame.Attach(b.canvas)
	b.frame.Open(register.Name, nil)
	b.settle()
}

func (b *bench) settle() { b.queue.Settle(100*time.Millisecond, 5*time.Second) }

func (b *bench) save(name string) {
	b.t.Helper()
	gallerytest.Take(b.t, b.canvas, name)
}

func walk(o fyne.CanvasObject, f func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	f(o)
	switch v := o.(type) {
	case *fyne.Container:
		for _, c := range v.Objects {
			walk(c, f)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(v).Objects() {
			walk(c, f)
		}
	}
}

// top is what a person sees: the dialog, else the window.
func (b *bench) top() fyne.CanvasObject {
	if o := b.canvas.Overlays().Top(); o != nil {
		return o
	}
	return b.canvas.Content()
}

func (b *bench) says() string {
	var s strings.Builder
	walk(b.top(), func(o fyne.CanvasObject) {
		switch v := o.(type) {
		case *flow.Flow:
			s.WriteString(v.Text() + "\n")
		case *draw.Text:
			s.WriteString(v.Value + "\n")
		}
	})
	return s.String()
}

func (b *bench) reads(words ...string) {
	b.t.Helper()
	for _, w := range words {
		if !strings.Contains(b.says()+b.frame.Toasted(), w) {
			b.t.Errorf("does not say %q:\n%s", w, b.says())
		}
	}
}

func (b *bench) silent(words ...string) {
	b.t.Helper()
	for _, w := range words {
		if strings.Contains(b.says(), w) {
			b.t.Errorf("says %q", w)
		}
	}
}

func (b *bench) button(label string) *widgets.Button {
	var found *widgets.Button
	walk(b.top(), func(o fyne.CanvasObject) {
		if v, ok := o.(*widgets.Button); ok && v.Label() == label {
			found = v
		}
	})
	return found
}

func (b *bench) press(label string) {
	b.t.Helper()
	v := b.button(label)
	if v == nil || v.Disabled() {
		b.t.Fatalf("no free button %q:\n%s", label, b.says())
	}
	v.Tapped(nil)
	b.settle()
}

// field finds the n-th entry behind a label.
func (b *bench) field(label string, n int) *typing.Entry {
	b.t.Helper()
	var found []*typing.Entry
	last := ""
	walk(b.top(), func(o fyne.CanvasObject) {
		switch v := o.(type) {
		case *draw.Text:
			last = v.Value
		case *typing.Entry:
			if last == label {
				found = append(found, v)
			}
		}
	})
	if len(found) <= n {
		b.t.Fatalf("no field %q:\n%s", label, b.says())
	}
	return found[n]
}

// choose picks an option of the n-th select in front.
func (b *bench) choose(n, option int) {
	b.t.Helper()
	var found []*overlays.Select
	walk(b.top(), func(o fyne.CanvasObject) {
		if v, ok := o.(*overlays.Select); ok {
			found = append(found, v)
		}
	})
	found[n].Pick(option)
	b.settle()
}
