package settings_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/accounts"
	"huiying/accounts/monitoring"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/load"
	"huiying/app/ui/settings"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/inbox/policy"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore/core"
	reviews "huiying/internal/store/sqlstore/review"
	"huiying/internal/store/storetest"
	"huiying/internal/trail"
	"huiying/internal/unit"
	"huiying/internal/workdays"
	"huiying/review"
)

// plain hashes nothing: what is under test is not the hashing.
type plain struct{}

func (plain) Hash(password string) (string, error)        { return "h:" + password, nil }
func (plain) Matches(hash, password string) (bool, error) { return hash == "h:"+password, nil }

// house is the real people desk, the real review desk and the real trail on a real store, with a register and a shelf of
// backups that are told what to say.
type house struct {
	t      *testing.T
	now    time.Time
	people *people.Service
	review *review.Service
	trail  trail.Store
	queue  *load.Queue
	frame  *shell.Frame
	screen *settings.Screen
	canvas fyne.Canvas
	told   []func(topic, id string)

	accounts []accounts.Account
	bindings map[accounts.ID]accounts.Binding
	copies   []settings.Copy
	broken   error
	mode     theme.Mode
	scale    int
	opened   accounts.ID
	weibo    settings.Weibo
}

func (h *house) List(context.Context) ([]accounts.Account, error) { return h.accounts, h.broken }

func (h *house) Binding(_ context.Context, id accounts.ID) (accounts.Binding, error) {
	return h.bindings[id], nil
}

func (h *house) BackUp(ctx context.Context) (settings.Copy, error) {
	if err := people.May(ctx, people.Administer); err != nil {
		return settings.Copy{}, err
	}
	c := settings.Copy{Path: filepath.Join("data", "backups", "huiying-2026-11-20.db"), Size: 5 << 20, Made: h.now}
	h.copies = append(h.copies, c)
	return c, h.broken
}

func (h *house) Backups(context.Context) ([]settings.Copy, error) { return h.copies, nil }

func (h *house) Verify(ctx context.Context) (trail.Report, error) { return trail.Verify(ctx, h.trail) }

func (h *house) Latest(ctx context.Context, limit int) ([]trail.Entry, error) {
	seq, _, err := h.trail.Head(ctx)
	if err != nil {
		return nil, err
	}
	var out []trail.Entry
	err = h.trail.Walk(ctx, max(seq-int64(limit)+1, 1), func(e trail.Entry) error {
		out = append(out, e)
		return nil
	})
	slices.Reverse(out)
	return out, err
}

func (h *house) Mode() theme.Mode { return h.mode }
func (h *house) Scale() int       { return h.scale }

func (h *house) Set(mode theme.Mode, scale int) error {
	if h.broken != nil {
		return h.broken
	}
	h.mode, h.scale = mode, scale
	return nil
}

func open(t *testing.T) *house {
	t.Helper()
	db := storetest.SQLite(t)
	h := &house{t: t, now: time.Date(2026, 11, 20, 6, 32, 5, 0, time.UTC), queue: &load.Queue{}, mode: theme.Light, scale: 100, bindings: map[accounts.ID]accounts.Binding{}}
	h.trail = core.NewTrail(db)
	work := unit.New(db)
	log := trail.New(h.trail, func() time.Time { return h.now })
	record := func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error {
		return log.Record(ctx, verb, trail.On{Kind: kind, ID: id, Revision: revision}, detail)
	}
	h.people = people.NewService(core.NewPeople(db), work, plain{}, func(ctx context.Context, verb, kind, subject string, detail map[string]string) error {
		return record(ctx, verb, kind, subject, 0, detail)
	}, func() time.Time { return h.now }, false)
	h.review = review.NewService(review.Deps{Store: reviews.New(db), Work: work, Staff: h.people, Now: func() time.Time { return h.now }, Changed: h.tell,
		Record: record})
	var first []people.Newcomer
	for _, p := range []struct {
		name, position string
		roles          []people.Role
	}{{"王蕾", "新媒体专员", []people.Role{people.Officer}}, {"郑凯", "信息中心", []people.Role{people.Registrar}},
		{"李敏", "政务公开岗", []people.Role{people.Answerer}}, {"孙悦", "副科长", []people.Role{people.Checker}},
		{"陈国栋", "科长", []people.Role{people.Checker}}, {"周建国", "副局长", []people.Role{people.Approver}},
		{"秦越", "信息中心", []people.Role{people.Administrator}}} {
		first = append(first, people.Newcomer{ID: people.ID(p.name), Name: p.name, Position: p.position, Roles: p.roles, Password: "password"})
	}
	err := h.people.Setup(t.Context(), people.Unit{ID: "u", Name: "望川市政务服务和数据管理局", Office: "新媒体中心", CreditCode: "11100000MB0J000019"}, first)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) tell(topic, id string) {
	for _, f := range h.told {
		f(topic, id)
	}
}

func (h *house) person(id people.ID) people.Person {
	h.t.Helper()
	p, err := h.people.Person(h.t.Context(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

func (h *house) who(id people.ID) context.Context {
	return people.With(h.t.Context(), people.Acting(h.person(id)))
}

// sit opens the screen for a person on a page, in a window of a size.
func (h *house) sit(id people.ID, page string, size fyne.Size, mode theme.Mode) {
	h.t.Helper()
	themetest.App(h.t, mode, h.scale)
	jobs := load.NewJobsWith(h.who(id), h.queue.Do)
	h.t.Cleanup(jobs.Stop)
	h.frame = shell.NewWith(jobs, shell.Options{Unit: "望川市政务服务和数据管理局 · 新媒体中心", Person: string(id), Places: []shell.Place{
		{Name: "today", Group: "日常", Label: "今日", Icon: "today"}, {Name: settings.Name, Label: "设置", Icon: "set", Bottom: true}}})
	rules, err := monitoring.DefaultRules()
	if err != nil {
		h.t.Fatal(err)
	}
	days, err := policy.Default()
	if err != nil {
		h.t.Fatal(err)
	}
	calendar, err := workdays.Default()
	if err != nil {
		h.t.Fatal(err)
	}
	h.screen = settings.New(settings.Deps{Staff: h.people, Routes: h.review, Register: h, Weibo: h.weibo, Calendar: calendar, Upkeep: h, Looks: h, Monitoring: rules, Inbox: days,
		About: settings.About{Version: "1.0.0", Folder: filepath.Join("data", "huiying")}, Frame: h.frame, Now: func() time.Time { return h.now },
		Changed: func(f func(topic, id string)) func() { h.told = append(h.told, f); return func() {} },
		Account: func(id accounts.ID) { h.opened = id }})
	h.frame.Add(h.screen)
	w := test.NewTempWindow(h.t, typing.NewRoot(h.frame, nil))
	w.SetPadded(false)
	w.Resize(size)
	h.canvas = w.Canvas()
	h.frame.Attach(h.canvas)
	h.frame.Open(settings.Name, shell.Params{"page": page})
	h.settle()
}

func (h *house) settle() { h.queue.Settle(120*time.Millisecond, 5*time.Second) }

var errDown = problem.New(problem.Unavailable, "磁盘取不下来了", "原来的都在", "请插好再试")

func each(o fyne.CanvasObject, f func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	f(o)
	switch v := o.(type) {
	case *fyne.Container:
		for _, c := range v.Objects {
			each(c, f)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(v).Objects() {
			each(c, f)
		}
	}
}

// text is everything that can be read in the window, what lies over it included.
func (h *house) text() string {
	var b strings.Builder
	h.each(func(o fyne.CanvasObject) {
		switch v := o.(type) {
		case *flow.Flow:
			b.WriteString(v.Text() + "\n")
		case *draw.Text:
			b.WriteString(v.Value + "\n")
		}
	})
	return b.String()
}

func (h *house) each(f func(fyne.CanvasObject)) {
	each(h.canvas.Content(), f)
	for _, o := range h.canvas.Overlays().List() {
		each(o, f)
	}
}

func (h *house) reads(want ...string) {
	h.t.Helper()
	got := h.text()
	for _, w := range want {
		if !strings.Contains(got, w) {
			h.t.Errorf("%q is not to be read in:\n%s", w, got)
		}
	}
}

func (h *house) lacks(words ...string) {
	h.t.Helper()
	got := h.text()
	for _, w := range words {
		if strings.Contains(got, w) {
			h.t.Errorf("%q is to be read", w)
		}
	}
}

func (h *house) button(label string) *widgets.Button {
	h.t.Helper()
	var found *widgets.Button
	h.each(func(o fyne.CanvasObject) {
		if b, ok := o.(*widgets.Button); ok && b.Label() == label {
			found = b
		}
	})
	if found == nil {
		h.t.Fatalf("there is no button %q", label)
	}
	return found
}

func (h *house) tap(label string) {
	h.t.Helper()
	b := h.button(label)
	if b.Disabled() {
		h.t.Fatalf("%q cannot be pressed: %s", label, b.Reason().Value)
	}
	b.Tapped(nil)
	h.settle()
}

// key presses a key where the focus is.
func (h *house) key(names ...fyne.KeyName) {
	h.t.Helper()
	for _, n := range names {
		f := h.canvas.Focused()
		if f == nil {
			h.t.Fatal("nothing has the focus")
		}
		f.TypedKey(&fyne.KeyEvent{Name: n})
	}
	h.settle()
}

// words is what can be read on one part.
func words(o fyne.CanvasObject) string {
	var b strings.Builder
	each(o, func(o fyne.CanvasObject) {
		if t, ok := o.(*draw.Text); ok {
			b.WriteString(t.Value)
		}
	})
	return b.String()
}

// icon presses a button that has only an icon, by what it says it does: the n-th one, the last one for -1.
func (h *house) icon(say string, n int) {
	h.t.Helper()
	var found []*widgets.Button
	h.each(func(o fyne.CanvasObject) {
		if b, ok := o.(*widgets.Button); ok && b.Label() == say {
			found = append(found, b)
		}
	})
	if n < 0 {
		n += len(found)
	}
	if n < 0 || n >= len(found) {
		h.t.Fatalf("%d buttons say %q", len(found), say)
	}
	found[n].Tapped(nil)
	h.settle()
}
