package office_test

import (
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"huiying/app/day"
	"huiying/app/house"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/office"
	"huiying/app/ui/settings"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/app/upkeep"
	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/platforms/drill"
	"huiying/internal/vault"
	"huiying/publishing"
	"huiying/publishing/content"
)

// prepared is a unit over stand-ins, with accounts, posts and questions.
func prepared(t *testing.T) *house.House {
	t.Helper()
	themetest.App(t, theme.Light, 100)
	dir := t.TempDir()
	server, err := drill.Start(t.Context(), drill.Prepared(filepath.Join(dir, "platforms")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	outside, seed, err := house.StandIns(t.Context(), server.Control())
	if err != nil {
		t.Fatal(err)
	}
	h, err := house.Open(t.Context(), house.Options{Dir: dir, Mode: house.Drill, Outside: outside, Log: slog.New(slog.DiscardHandler),
		Keys: vault.DrillFile{Path: filepath.Join(dir, "vault.key")}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	if err := h.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	d := &day.Day{House: h, Drill: server.Control(), Seed: seed, Out: io.Discard}
	if err := d.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	return h
}

type still struct{}

func (still) Mode() theme.Mode          { return theme.Light }
func (still) Scale() int                { return 100 }
func (still) Set(theme.Mode, int) error { return nil }

// seat is a person before the office.
type seat struct {
	t      *testing.T
	queue  *load.Queue
	frame  *shell.Frame
	canvas fyne.Canvas
}

// sit has work done by somebody who holds a role.
func sit(t *testing.T, h *house.House, role people.Role, work func(s *seat)) {
	t.Helper()
	staff, err := h.People.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(staff, func(p people.Person) bool { return p.Has(role) })
	if i < 0 {
		t.Fatalf("nobody is %s", role)
	}
	unit, err := h.People.Unit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	who := people.Acting(staff[i])
	s := &seat{t: t, queue: &load.Queue{}}
	jobs := load.NewJobsWith(people.With(t.Context(), who), s.queue.Do)
	s.frame = office.New(jobs, office.Services{Unit: unit, Actor: who, People: h.People, Accounts: h.Accounts, Review: h.Review, Publishing: h.Publishing,
		Inbox: h.Inbox, Sending: h.Sending, Calendar: h.Calendar, Monitoring: h.Rules, Policy: h.Policy, Now: h.Clock.Now, Changed: h.Bus.Listen,
		Browse: func(string) error { return nil }, Copy: func(string) {}, Clock: h, Leave: func() {}, Dress: func() {},
		Upkeep: upkeep.Keeper{House: h}, Looks: still{}, About: settings.About{}})
	w := test.NewWindow(typing.NewRoot(s.frame, nil))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1366, 768))
	s.canvas = w.Canvas()
	s.frame.Attach(s.canvas)
	work(s)
	s.frame.Detach()
	s.frame.Stop()
	jobs.Stop()
	w.Close()
}

func (s *seat) open(screen string, p shell.Params) {
	s.t.Helper()
	if !s.frame.Open(screen, p) {
		s.t.Fatalf("there is no screen %q", screen)
	}
	s.queue.Settle(250*time.Millisecond, 10*time.Second)
}

// front is what takes the taps now.
func (s *seat) front() fyne.CanvasObject {
	if top := s.canvas.Overlays().Top(); top != nil {
		return top
	}
	return s.canvas.Content()
}

// walk visits what is visible, outermost first; see says whether to go on inside.
func walk(o fyne.CanvasObject, see func(o fyne.CanvasObject) bool) {
	if o == nil || !o.Visible() || !see(o) {
		return
	}
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			walk(c, see)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			walk(c, see)
		}
	}
}

// reached walks the focus around by Tab, and by F6, and returns all that got it.
func (s *seat) reached() map[fyne.CanvasObject]bool {
	got := map[fyne.CanvasObject]bool{}
	note := func() bool {
		o, ok := s.canvas.Focused().(fyne.CanvasObject)
		if !ok || got[o] {
			return false
		}
		got[o] = true
		return true
	}
	s.canvas.Unfocus()
	for range 2 { // the first round begins where the focus is put at first, the second anywhere
		for range 2000 {
			s.canvas.FocusNext()
			if !note() {
				break
			}
		}
		if p, ok := s.frame.Current().(shell.Paner); ok && s.canvas.Overlays().Top() == nil {
			for range 8 {
				p.NextPane()
				note()
			}
		}
	}
	return got
}

// labelled is what a part is called in a complaint.
func labelled(o fyne.CanvasObject) string {
	if l, ok := o.(interface{ Label() string }); ok {
		return fmt.Sprintf("%T %q", o, l.Label())
	}
	words := ""
	walk(o, func(o fyne.CanvasObject) bool {
		if t, ok := o.(*draw.Text); ok {
			words += t.Value + " "
		}
		return true
	})
	return fmt.Sprintf("%T %q", o, words)
}

// mouseOnly lists what in front can be tapped and never gets the focus. What stands inside a part that gets it is moved through by
// the keys of that part.
func (s *seat) mouseOnly() []string { return unreached(s.front(), s.reached()) }

func unreached(front fyne.CanvasObject, got map[fyne.CanvasObject]bool) (all []string) {
	walk(front, func(o fyne.CanvasObject) bool {
		switch x := o.(type) {
		case *lists.List: // its rows are walked by its keys; buttons in them have the focus themselves
			if !got[x] && len(x.Items()) > 0 {
				all = append(all, labelled(o))
			}
			return true
		case *typing.Entry:
			if target, ok := x.Target().(fyne.CanvasObject); !x.Disabled() && (!ok || !got[target]) {
				all = append(all, labelled(o))
			}
			return false
		case *flow.Flow:
			if x.Cursor() != desktop.PointerCursor { // text without a link
				return false
			}
		}
		if got[o] {
			return false
		}
		switch d := o.(type) {
		case fyne.Disableable:
			if d.Disabled() {
				return false
			}
		}
		if _, taps := o.(fyne.Tappable); taps && o != front && !ground(o) {
			all = append(all, labelled(o))
		}
		return true
	})
	return all
}

// ground tells whether a part takes taps only so that nothing behind it does, or hands them to the list, the text or the scroller
// around it, which has keys for all that a tap does there.
func ground(o fyne.CanvasObject) bool {
	return slices.Contains([]string{"*pop.blocker", "*lists.sheet", "*paragraphs.glass", "*widget.scrollBarArea", "*widget.scrollBar"}, fmt.Sprintf("%T", o))
}

// some is a post in a state, with nothing where there is none.
func some(t *testing.T, h *house.House, states ...publishing.State) shell.Params {
	t.Helper()
	ctx := people.With(t.Context(), people.Actor{Person: "1", Name: "看", Roles: people.Roles()})
	posts, err := h.Publishing.List(ctx, publishing.PostFilter{States: states, Limit: 1})
	if err != nil || len(posts) == 0 {
		t.Fatalf("no post is %v: %v", states, err)
	}
	return shell.Params{"post": posts[0].ID}
}

// TestEveryActionIsReachedWithoutAMouse opens every screen of a prepared unit, walks the focus around, and fails for everything
// that can be tapped and never gets it.
func TestEveryActionIsReachedWithoutAMouse(t *testing.T) {
	h := prepared(t)
	ctx := people.With(t.Context(), people.Actor{Person: "1", Name: "看", Roles: people.Roles()})
	question := func(v inbox.View) shell.Params {
		qs, err := h.Inbox.Page(ctx, inbox.Filter{View: v, Limit: 1})
		if err != nil || len(qs) == 0 {
			return nil
		}
		return shell.Params{"id": qs[0].ID}
	}
	places := []struct {
		role   people.Role
		screen string
		params shell.Params
	}{
		{people.Officer, "today", nil}, {people.Answerer, "today", nil}, {people.Officer, "compose", nil}, {people.Officer, "compose", some(t, h, publishing.Draft, publishing.Returned)},
		{people.Officer, "compose", some(t, h, publishing.Published, publishing.Scheduled)}, {people.Checker, "review", nil}, {people.Approver, "review", nil},
		{people.Officer, "schedule", nil}, {people.Officer, "schedule", shell.Params{"gauge": "0"}}, {people.Officer, "schedule", shell.Params{"gauge": "1"}},
		{people.Answerer, "inbox", question(inbox.ViewOverdue)}, {people.Answerer, "inbox", question(inbox.ViewUnassigned)}, {people.Answerer, "inbox", question(inbox.ViewAnswered)},
		{people.Registrar, "register", nil}, {people.Administrator, "settings", nil},
	}
	if out, err := h.Publishing.Deliveries.Between(ctx, h.Clock.Now().AddDate(0, -1, 0), h.Clock.Now().AddDate(0, 1, 0)); err == nil {
		seen := map[string]bool{}
		for _, d := range out {
			if k := string(d.State) + string(d.Way); !seen[k] && d.Way != content.Way("") {
				seen[k] = true
				places = append(places, struct {
					role   people.Role
					screen string
					params shell.Params
				}{people.Officer, "schedule", shell.Params{"delivery": d.ID}})
			}
		}
	}
	for _, p := range places {
		sit(t, h, p.role, func(s *seat) {
			s.open(p.screen, p.params)
			for _, what := range s.mouseOnly() {
				t.Errorf("%s before %s %v: only a mouse reaches %s", p.role, p.screen, p.params, what)
			}
			s.frame.Sheet()
			for _, what := range s.mouseOnly() {
				t.Errorf("the sheet of keys of %s: only a mouse reaches %s", p.screen, what)
			}
			s.canvas.Overlays().Remove(s.canvas.Overlays().Top())
			if c, ok := s.frame.Current().(shell.Creator); ok && p.params == nil {
				c.Create()
				s.queue.Settle(250*time.Millisecond, 10*time.Second)
				for _, what := range s.mouseOnly() {
					t.Errorf("after Ctrl+N in %s: only a mouse reaches %s", p.screen, what)
				}
			}
		})
	}
}

// lonely can be tapped and cannot have the focus.
type lonely struct{ draw.Text }

func (*lonely) Tapped(*fyne.PointEvent) {}

func TestWhatOnlyAMouseReachesIsNamed(t *testing.T) {
	themetest.App(t, theme.Light, 100)
	free, off, link := widgets.NewButton(widgets.Plain, "存", func() {}), widgets.NewButton(widgets.Plain, "发", func() {}), &lonely{Text: *draw.NewText("只有鼠标", theme.Body, theme.Text)}
	link.ExtendBaseWidget(link)
	off.Disable()
	field := typing.Line("")
	all := draw.Col(0, free, off, link, field)
	w := test.NewTempWindow(t, all)
	s := &seat{t: t, canvas: w.Canvas(), frame: shell.New(t.Context(), shell.Options{})}
	if got := s.mouseOnly(); len(got) != 1 {
		t.Errorf("named %q, want the one that cannot have the focus", got)
	}
	if got := unreached(all, nil); len(got) != 3 {
		t.Errorf("with no focus anywhere %q is named, want all but the grey one", got)
	}
	s.frame.Stop()
}
