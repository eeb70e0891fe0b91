package entry_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/draw"
	"huiying/app/ui/entry"
	"huiying/app/ui/flow"
	"huiying/app/ui/gallery/gallerytest"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing"
	"huiying/app/ui/typing/typingtest"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/store/storetest"
	"huiying/internal/trail"
	"huiying/internal/unit"
	"huiying/internal/vault"
)

// bench is a window with a page, over the real people desk on a real store.
type bench struct {
	t      *testing.T
	desk   *people.Service
	now    time.Time
	queue  *load.Queue
	jobs   *load.Jobs
	window fyne.Window
	page   entry.Page

	ring   error // of the system's keyring
	fails  error // of Begin and Drill
	begun  []entry.Setup
	drills int
	done   []entry.Mode
	signed []people.Actor
	opened int
	later  int
}

func open(t *testing.T, drill bool, mode theme.Mode, size fyne.Size) *bench {
	t.Helper()
	themetest.App(t, mode, 100) // at another scale: dress
	db := storetest.SQLite(t)
	b := &bench{t: t, now: time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC), queue: &load.Queue{}}
	work := unit.New(db)
	log := trail.New(core.NewTrail(db), b.clock)
	b.desk = people.NewService(core.NewPeople(db), work, vault.NewPasswords(vault.Cost{Memory: 64, Time: 1, Threads: 1}),
		func(ctx context.Context, verb, kind, subject string, detail map[string]string) error {
			return log.Record(ctx, verb, trail.On{Kind: kind, ID: subject}, detail)
		}, b.clock, drill)
	b.jobs = load.NewJobsWith(t.Context(), b.queue.Do)
	t.Cleanup(b.jobs.Stop)
	b.window = test.NewTempWindow(t, typing.NewRoot(draw.Fill(), nil))
	b.window.SetPadded(false)
	b.window.Resize(size)
	return b
}

// dress puts everything to another scale, as the settings do.
func (b *bench) dress(mode theme.Mode, percent int) {
	fyne.CurrentApp().Settings().SetTheme(theme.New(mode, percent))
}

func (b *bench) clock() time.Time { return b.now }

// Keyring, Begin and Drill are entry.Starter, as the program ties it to the people desk.
func (b *bench) Keyring(context.Context) error { return b.ring }

func (b *bench) Begin(ctx context.Context, s entry.Setup) error {
	if b.fails != nil {
		return b.fails
	}
	b.begun = append(b.begun, s)
	return b.desk.Setup(ctx, s.Unit, s.People)
}

func (b *bench) Drill(context.Context) error {
	b.drills++
	return b.fails
}

func (b *bench) show(p entry.Page) {
	b.t.Helper()
	b.page = p
	b.window.Content().(*typing.Root).SetContent(p.Object())
	p.Focus()
	b.settle()
	typingtest.OnlyOurs(b.t, p.Object())
}

func (b *bench) settle() { b.queue.Settle(100*time.Millisecond, 5*time.Second) }

func (b *bench) first() *entry.FirstPage {
	p := entry.NewFirst(b.jobs, entry.First{Start: b, Version: "1.0.0", Done: func(m entry.Mode) { b.done = append(b.done, m) }, Quit: func() {}})
	b.show(p)
	return p
}

func (b *bench) signIn(drill bool) {
	b.t.Helper()
	b.show(entry.NewSignIn(b.jobs, entry.SignIn{Office: b.desk, Drill: drill, Version: "1.0.0",
		Done: func(a people.Actor) { b.signed = append(b.signed, a) }, Quit: func() {}}))
	b.reads("望川市政务服务和数据管理局")
}

// staff is a small office as it may be set up.
func staff() []people.Newcomer {
	return []people.Newcomer{
		{ID: "1", Name: "王蕾", Position: "新媒体专员", Password: "wanglei-2026", Roles: []people.Role{people.Officer, people.Registrar, people.Answerer}},
		{ID: "2", Name: "陈国栋", Position: "科长", Password: "chengd-2026", Roles: []people.Role{people.Checker, people.Administrator}},
		{ID: "3", Name: "周建国", Position: "副局长", Password: "zhoujg-2026", Roles: []people.Role{people.Approver}}}
}

func (b *bench) settled() {
	b.t.Helper()
	if err := b.desk.Setup(b.t.Context(), people.Unit{Name: "望川市政务服务和数据管理局", Office: "新媒体中心"}, staff()); err != nil {
		b.t.Fatal(err)
	}
}

// save paints the page as it stands; it must fit into the window.
func (b *bench) save(name string) {
	b.t.Helper()
	if need, has := b.page.Object().MinSize(), b.window.Canvas().Size(); need.Width > has.Width || need.Height > has.Height {
		b.t.Errorf("%s needs %v, the window has %v", name, need, has)
	}
	gallerytest.Take(b.t, b.window.Canvas(), name)
}

// came waits for people to have signed in, or for as many as there will be.
func (b *bench) came(n int) bool { return b.until(func() bool { return len(b.signed) == n }) }

// walk visits everything that is shown under an object.
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

// says is everything that can be read.
func (b *bench) says() string {
	var s strings.Builder
	look := func(o fyne.CanvasObject) {
		switch v := o.(type) {
		case *flow.Flow:
			s.WriteString(v.Text() + "\n")
		case *draw.Text:
			s.WriteString(v.Value + "\n")
		}
	}
	walk(b.page.Object(), look)
	if o := b.window.Canvas().Overlays().Top(); o != nil {
		walk(o, look)
	}
	return s.String()
}

// until paints what comes until something holds, for a machine that is busy with other things.
func (b *bench) until(holds func() bool) bool {
	for end := time.Now().Add(10 * time.Second); ; b.queue.Settle(20*time.Millisecond, time.Second) {
		if holds() {
			return true
		}
		if time.Now().After(end) {
			return false
		}
	}
}

func (b *bench) reads(words ...string) {
	b.t.Helper()
	for _, w := range words {
		if !b.until(func() bool { return strings.Contains(b.says(), w) }) {
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

// press presses the button with these words.
func (b *bench) press(label string) {
	b.t.Helper()
	var found *widgets.Button
	look := func(o fyne.CanvasObject) {
		if v, ok := o.(*widgets.Button); ok && v.Label() == label && !v.Disabled() {
			found = v
		}
	}
	if !b.until(func() bool {
		walk(b.page.Object(), look)
		if o := b.window.Canvas().Overlays().Top(); o != nil {
			walk(o, look)
		}
		return found != nil
	}) {
		b.t.Fatalf("no free button %q:\n%s", label, b.says())
	}
	found.Tapped(nil)
	b.settle()
}

func (b *bench) entries() []*typing.Entry { return typingtest.Entries(b.page.Object()) }

func (b *bench) key(name fyne.KeyName) {
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
	b.settle()
}
