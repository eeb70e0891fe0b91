//go:build linux || freebsd || netbsd || openbsd

package setup

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing/input"
	"huiying/app/ui/typing/methods"
	"huiying/app/ui/typing/methods/daemontest"
)

// room is a main goroutine with a field in it.
type room struct {
	testing.TB
	f    *finder
	mu   sync.Mutex
	todo []func()
}

// field is one that takes what comes.
type field struct{ text string }

func (*field) Purpose() input.Purpose                { return input.Words }
func (f *field) Commit(text string)                  { f.text += text }
func (*field) Preedit(string, int)                   {}
func (*field) Key(fyne.KeyName, rune)                {}
func (*field) Caret() (fyne.Position, float32, bool) { return fyne.Position{}, 0, false }
func (*field) Canvas() fyne.Canvas                   { return nil }

type board struct{}

func (board) Key(*fyne.KeyEvent, fyne.KeyModifier, bool) methods.Key { return methods.Key{Sym: 'a'} }
func (board) Meaning(methods.Key) (fyne.KeyName, rune)               { return "", 0 }
func (board) Place(uintptr) (int, int, bool)                         { return 0, 0, false }

func newRoom(t *testing.T, p places) *room {
	t.Helper()
	themetest.App(t, theme.Light, 100)
	r := &room{TB: t}
	p.display = ":9"
	if p.getenv == nil {
		p.getenv = func(string) string { return "" }
	}
	r.f = &finder{places: p, wishes: make(chan wish, 16), gone: make(chan struct{})}
	r.f.method = methods.New(board{}, func(g func()) { r.f.paint(g) }, r.f.lost)
	r.f.start(t.Context(), func(g func()) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.todo = append(r.todo, g)
	}, nil)
	t.Cleanup(r.f.stop)
	return r
}

// until does what is to be done until something holds.
func (r *room) until(what string, ok func() bool) {
	r.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(2 * time.Millisecond) {
		r.mu.Lock()
		todo := r.todo
		r.todo = nil
		r.mu.Unlock()
		for _, g := range todo {
			g()
		}
		if ok() {
			return
		}
		if time.Now().After(end) {
			r.Fatalf("%s: not within 20 s", what)
		}
	}
}

// uses presses a key and says whether the daemon used it.
func (r *room) uses(f input.Field) bool { return r.f.method.Press(f, &fyne.KeyEvent{}) }

func yes(daemontest.Press) bool { return true }

func TestADaemonIsTakenUpLetGoAndTakenUpAgain(t *testing.T) {
	at := daemontest.NewBus(t)
	r := newRoom(t, places{bus: at})
	f := &field{}
	r.f.method.FocusIn(f)
	if r.uses(f) {
		t.Fatal("nobody is there, and a key was used")
	}
	for range 2 {
		d := daemontest.Fcitx(t, at)
		d.Answer(yes)
		r.until("a daemon that came", func() bool { return r.uses(f) })
		d.Die()
		r.until("a daemon that went", func() bool { return r.f.method.Has(nil) })
		if r.uses(f) {
			t.Fatal("a dead daemon used a key")
		}
	}
}

func TestADaemonThatHangsIsTakenUpWhenItAnswersAgain(t *testing.T) {
	at := daemontest.NewBus(t)
	d := daemontest.Fcitx(t, at)
	d.Answer(yes)
	r := newRoom(t, places{bus: at})
	f := &field{}
	r.f.method.FocusIn(f)
	r.until("the daemon", func() bool { return r.uses(f) })
	hang := make(chan struct{})
	d.Answer(func(daemontest.Press) bool { <-hang; return true })
	if r.uses(f) || !r.f.method.Has(nil) {
		t.Fatal("a daemon that hangs is still in use")
	}
	begin := time.Now()
	for range 1000 { // the breaker: keys do not wait any more
		if r.uses(f) {
			t.Fatal("a daemon that hangs used a key")
		}
	}
	if waited := time.Since(begin); waited >= methods.Patience {
		t.Fatalf("1000 keys waited %s behind a breaker that is open", waited)
	}
	close(hang)
	d.Answer(yes)
	r.until("the daemon again", func() bool { return r.uses(f) })
}

// A daemon whose keys hang while it still makes contexts must not be taken up again at once, or every key waits.
func TestADaemonThatHangsByHalfIsLeftAloneForAWhile(t *testing.T) {
	at := daemontest.NewBus(t)
	d := daemontest.Fcitx(t, at)
	d.Answer(yes)
	r := newRoom(t, places{bus: at})
	f := &field{}
	r.f.method.FocusIn(f)
	r.until("the daemon", func() bool { return r.uses(f) })
	hang := make(chan struct{})
	defer close(hang)
	d.Answer(func(daemontest.Press) bool { <-hang; return true })
	var waited time.Duration
	for end := time.Now().Add(methods.Patience + 3*rest); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		begin := time.Now()
		if r.uses(f) {
			t.Fatal("a daemon that hangs used a key")
		}
		waited += time.Since(begin)
		r.until("what is to be done", func() bool { return true })
	}
	if waited > methods.Patience+300*time.Millisecond {
		t.Fatalf("keys waited %s together", waited)
	}
	d.Die() // and whoever takes its place needs not wait for the pause to end
	begin := time.Now()
	after := daemontest.Fcitx(t, at)
	after.Answer(yes)
	r.until("the next daemon", func() bool { return r.uses(f) })
	t.Logf("taken up after %s", time.Since(begin))
}

func TestTheOneThatIsWantedMoreIsTakenUpWhenItComes(t *testing.T) {
	at := daemontest.NewBus(t)
	ibus := daemontest.IBus(t, at)
	ibus.Answer(func(daemontest.Press) bool { return false })
	r := newRoom(t, places{bus: at, getenv: func(name string) string { return map[string]string{"IBUS_ADDRESS": at}[name] }})
	f := &field{}
	r.f.method.FocusIn(f)
	r.until("ibus", func() bool { return count(ibus) > 0 && !r.f.method.Has(nil) })
	fcitx := daemontest.Fcitx(t, at)
	fcitx.Answer(yes)
	r.until("fcitx", func() bool { return r.uses(f) })
	fcitx.Die()
	r.until("ibus again", func() bool { r.uses(f); return count(ibus) > 1 && !r.f.method.Has(nil) })
}

func TestTheOneThatIsAskedForComesFirst(t *testing.T) {
	at := daemontest.NewBus(t)
	fcitx, ibus := daemontest.Fcitx(t, at), daemontest.IBus(t, at)
	for _, first := range []bool{false, true} {
		env := func(name string) string { return map[string]string{"IBUS_ADDRESS": at}[name] }
		p := places{bus: at, display: ":9", getenv: env, ibusFirst: first}
		made := func() [2]int { return [2]int{count(fcitx), count(ibus)} }
		before := made()
		d, _, err := p.open(t.Context(), anyRank, func() {})
		if err != nil {
			t.Fatal(err)
		}
		d.Close()
		if now := made(); now[0] > before[0] == first || now[1] > before[1] != first {
			t.Fatalf("ibus first %v: contexts of fcitx and ibus went from %v to %v", first, before, now)
		}
	}
	if _, _, err := (places{getenv: func(string) string { return "" }}).open(t.Context(), anyRank, func() {}); err == nil {
		t.Fatal("a daemon was found where there is none")
	}
}

// count is how many contexts a daemon has made.
func count(d *daemontest.Daemon) (n int) {
	for _, c := range d.Calls() {
		if c == "CreateInputContext" {
			n++
		}
	}
	return n
}

func TestTypingIsLeftToFyneWhereThatIsBetter(t *testing.T) {
	display := os.Getenv("DISPLAY")
	if display == "" {
		t.Fatal("there is no screen: `make test` brings one")
	}
	bus := daemontest.NewBus(t)
	sock := filepath.Join(t.TempDir(), "bus")
	if err := os.WriteFile(sock, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		env  map[string]string
		ours bool
	}{
		"a bus and a screen":         {map[string]string{"DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": bus}, true},
		"systemd's bus":              {map[string]string{"DISPLAY": display, "XDG_RUNTIME_DIR": filepath.Dir(sock)}, true},
		"fcitx is asked for":         {map[string]string{"DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": bus, "XMODIFIERS": "@im=fcitx"}, true},
		"ibus has its address":       {map[string]string{"DISPLAY": display, "IBUS_ADDRESS": bus}, true},
		"another server":             {map[string]string{"DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": bus, "XMODIFIERS": "@im=uim"}, false},
		"no bus":                     {map[string]string{"DISPLAY": display}, false},
		"a bus that is switched off": {map[string]string{"DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}, false},
		"no screen":                  {map[string]string{"DBUS_SESSION_BUS_ADDRESS": bus}, false},
		"a screen that is gone":      {map[string]string{"DISPLAY": ":4000", "DBUS_SESSION_BUS_ADDRESS": bus}, false},
	} {
		t.Run(name, func(t *testing.T) {
			p, ours := decide(t.Context(), func(name string) string { return c.env[name] })
			if ours != c.ours {
				t.Fatalf("ours %v, want %v", ours, c.ours)
			}
			if ours {
				p.server.Close()
			}
		})
	}
}

func TestHintsOfTheSession(t *testing.T) {
	display := os.Getenv("DISPLAY")
	if display == "" {
		t.Fatal("there is no screen: `make test` brings one")
	}
	bus := daemontest.NewBus(t)
	for _, c := range []struct {
		qt, gtk, x string
		ibus       bool
	}{{"", "", "", false}, {"ibus", "", "", true}, {"fcitx", "ibus", "", false}, {"", "ibus", "", true}, {"ibus", "ibus", "@im=fcitx", false}} {
		env := map[string]string{"DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": bus, "QT_IM_MODULE": c.qt, "GTK_IM_MODULE": c.gtk, "XMODIFIERS": c.x}
		p, ours := decide(t.Context(), func(name string) string { return env[name] })
		if !ours || p.ibusFirst != c.ibus {
			t.Errorf("%+v: ours %v, ibus first %v", c, ours, p.ibusFirst)
		}
		if ours {
			p.server.Close()
		}
	}
}

func TestClosingWhereNothingBegan(t *testing.T) {
	y := asBefore()
	y.Begin(t.Context(), func(func()) { t.Error("painted") }, nil)
	y.Close()
	y.Close()
	if y.Method() != (input.None{}) {
		t.Fatal("typing is not Fyne's")
	}
}
