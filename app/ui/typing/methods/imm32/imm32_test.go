package imm32

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing"
)

// system is an Input that writes down what it is told, and composes what it is given.
type system struct {
	told    []string
	letters string
	stuck   bool         // does not finish when it is asked to
	text    string       // what finishing gives
	waiting string       // in the window's queue
	typed   func(r rune) // what the window does with a character
}

func (s *system) Place(w uintptr, at Spot) { s.tell("place %d %d,%d", w, at.X, at.Y) }
func (s *system) Leave()                   { s.tell("leave") }
func (s *system) Switch(w uintptr, on bool) {
	s.tell("switch %d %v", w, on)
}
func (s *system) Letters(uintptr) string { return s.letters }
func (s *system) Finish(uintptr) {
	s.tell("finish")
	if !s.stuck {
		s.letters, s.waiting = "", s.waiting+s.text
	}
}
func (s *system) Drop(uintptr) { s.tell("drop"); s.letters = "" }
func (s *system) Deliver(uintptr) int {
	text := []rune(s.waiting)
	s.waiting = ""
	for _, r := range text {
		s.typed(r)
	}
	return len(text)
}
func (s *system) tell(format string, a ...any) { s.told = append(s.told, fmt.Sprintf(format, a...)) }

// said returns what was told since it was last asked.
func (s *system) said() []string {
	said := s.told
	s.told = nil
	return said
}

// bench is a Method over a system, on a window with fields.
type bench struct {
	*system
	m     *Method
	lock  sync.Mutex
	later []func() // waits for the main goroutine
	id    uintptr  // handle of the window; 0 while it is not shown
	gone  bool
}

func begin(t *testing.T, fields ...*typing.Entry) *bench {
	t.Helper()
	themetest.App(t, theme.Light, 100)
	b := &bench{system: &system{}, id: 7}
	b.m = New(b.system, b.wait)
	b.m.ticking = true // no clock runs but in the tests that are about it
	box := container.NewVBox()
	for _, f := range fields {
		box.Add(f)
	}
	w := test.NewTempWindow(t, typing.NewRoot(box, b.m))
	w.Resize(fyne.NewSize(400, 300))
	b.m.find = func(cv fyne.Canvas) (uintptr, bool) { return b.id, cv == w.Canvas() && !b.gone }
	b.typed = func(r rune) { w.Canvas().Focused().TypedRune(r) }
	t.Cleanup(b.m.Close)
	return b
}

func (b *bench) wait(g func()) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.later = append(b.later, g)
}

// waits says how much waits for the main goroutine.
func (b *bench) waits() int {
	b.lock.Lock()
	defer b.lock.Unlock()
	return len(b.later)
}

// run does what waits for the main goroutine.
func (b *bench) run() {
	for b.waits() > 0 {
		b.lock.Lock()
		g := b.later[0]
		b.later = b.later[1:]
		b.lock.Unlock()
		g()
	}
}

func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("%s told %q, want %q", what, got, want)
	}
}

func TestThePlaceIsToldLaterAndOnlyWhenItChanged(t *testing.T) {
	e := typing.Line("")
	b := begin(t, e)
	e.Focus()
	expect(t, "the focus", b.said())
	b.run()
	first := b.said()
	if len(first) != 1 {
		t.Fatalf("the focus told %q", first)
	}
	for range 5 {
		b.m.Moved(b.m.field)
	}
	if n := b.waits(); n != 1 {
		t.Fatalf("five moves wait %d times", n)
	}
	b.run()
	expect(t, "moving nowhere", b.said())
	for _, r := range "供暖" {
		e.Target().TypedRune(r)
	}
	b.run()
	if second := b.said(); len(second) != 1 || second[0] == first[0] {
		t.Fatalf("typing told %q after %q", second, first)
	}
}

func TestLeavingAFieldTakesTheCaretAway(t *testing.T) {
	e, other := typing.Line(""), typing.Line("")
	b := begin(t, e, other)
	e.Focus()
	b.run()
	first := b.said()
	other.Focus()
	expect(t, "leaving", b.said(), "leave")
	b.run()
	if second := b.said(); len(second) != 1 || second[0] == first[0] {
		t.Fatalf("the other field told %q after %q", second, first)
	}
	b.m.FocusOut(b.m.field)
	expect(t, "leaving again", b.said(), "leave")
	b.run()
	expect(t, "nothing has the focus", b.said(), "switch 7 false")
	if b.m.Composing() {
		t.Fatal("without a field something is composed")
	}
}

func TestAPasswordIsTypedWithoutTheInputMethod(t *testing.T) {
	e, secret := typing.Line(""), typing.Password("")
	b := begin(t, e, secret)
	secret.Focus()
	expect(t, "a password", b.said(), "switch 7 false") // at once: a key may come before anything that waits
	b.run()
	expect(t, "its place", b.said())
	if b.m.Press(b.m.field, &fyne.KeyEvent{Name: fyne.KeyA}) {
		t.Fatal("a key was used")
	}
	e.Focus()
	expect(t, "the next field", b.said(), "switch 7 true")
	secret.Focus()
	b.run()
	expect(t, "the password again", b.said(), "switch 7 false")
	b.m.FocusOut(b.m.field) // the window loses the focus
	b.run()
	expect(t, "leaving a password", b.said())
	e.Focus()
	b.run()
	if said := b.said(); len(said) == 0 || said[0] != "switch 7 true" {
		t.Fatalf("a field after a password told %q", said)
	}
	b.m.FocusOut(b.m.field) // letters are keys of the screen now
	b.run()
	if said := b.said(); said[len(said)-1] != "switch 7 false" {
		t.Fatalf("leaving told %q", said)
	}
}

func TestAPasswordOnAWindowNotYetShownIsSwitchedOffWhenItIs(t *testing.T) {
	secret := typing.Password("")
	b := begin(t, secret)
	b.id = 0
	b.m.find = func(fyne.Canvas) (uintptr, bool) { return b.id, true }
	secret.Focus()
	b.run()
	expect(t, "before", b.said())
	b.id = 9
	b.m.Moved(b.m.field)
	b.run()
	expect(t, "after", b.said(), "switch 9 false")
}

func TestFiguresAreTypedAsWords(t *testing.T) {
	e := typing.Number("")
	b := begin(t, e)
	e.Focus()
	b.run()
	if said := b.said(); len(said) != 1 || said[0] == "switch 7 false" {
		t.Fatalf("a field for figures told %q", said)
	}
}

func TestNoKeyIsUsed(t *testing.T) {
	e := typing.Line("")
	b := begin(t, e)
	e.Focus()
	b.letters = "ni"
	for _, k := range []fyne.KeyName{fyne.KeyA, fyne.KeySpace, fyne.KeyReturn, fyne.KeyBackspace, fyne.KeyEscape} {
		if b.m.Press(b.m.field, &fyne.KeyEvent{Name: k}) {
			t.Errorf("%s was used", k)
		}
		b.m.Release(b.m.field, &fyne.KeyEvent{Name: k})
	}
	if !b.m.Composing() {
		t.Error("it is not composing")
	}
}

func TestWhatIsComposedLandsInTheFieldThatIsLeft(t *testing.T) {
	for name, c := range map[string]struct {
		letters, text string
		stuck         bool
		want          string
		told          []string
	}{
		"nothing":        {"", "", false, "前", []string{"leave"}},
		"text":           {"ni hao", "你好", false, "前你好", []string{"finish", "leave"}},
		"no text":        {"ni hao", "", false, "前nihao", []string{"finish", "leave"}},
		"not finishing":  {"ni hao", "", true, "前nihao", []string{"finish", "drop", "leave"}},
		"already chosen": {"你好", "", true, "前你好", []string{"finish", "drop", "leave"}},
	} {
		t.Run(name, func(t *testing.T) {
			e, other := typing.Line(""), typing.Line("")
			b := begin(t, e, other)
			e.SetText("前")
			e.Focus()
			e.SetCaret(1)
			b.run()
			b.said()
			b.letters, b.text, b.stuck = c.letters, c.text, c.stuck
			other.Focus()
			if e.Text() != c.want || other.Text() != "" {
				t.Fatalf("left with %q, the next has %q; want %q", e.Text(), other.Text(), c.want)
			}
			expect(t, "leaving", b.said(), c.told...)
		})
	}
}

func TestFinishAndDropAreForTheFieldWithTheFocus(t *testing.T) {
	e, other := typing.Line(""), typing.Line("")
	b := begin(t, e, other)
	e.Focus()
	left := b.m.field
	other.Focus()
	b.run()
	b.said()
	b.letters, b.text = "ni", "你"
	b.m.Finish(left)
	b.m.Drop(left)
	b.m.FocusOut(left)
	expect(t, "another field", b.said())
	b.m.Drop(b.m.field)
	expect(t, "dropping", b.said(), "drop")
	b.m.Drop(b.m.field)
	b.m.Finish(b.m.field)
	expect(t, "nothing composed", b.said())
	if e.Text()+other.Text() != "" {
		t.Fatalf("texts %q and %q", e.Text(), other.Text())
	}
}

// TestAFieldThatIsScrolledIsFollowed moves a field as a scrolling page does, which tells nobody.
func TestAFieldThatIsScrolledIsFollowed(t *testing.T) {
	e := typing.Line("")
	b := begin(t, e)
	synctest.Test(t, func(t *testing.T) {
		waiting := make(chan func(), 9)
		b.m.paint, b.m.ticking = func(g func()) { waiting <- g }, false
		e.Focus()
		(<-waiting)()
		b.said()
		e.Move(e.Position().AddXY(0, 40))
		from := time.Now()
		(<-waiting)()
		if said := b.said(); len(said) != 1 || time.Since(from) != interval {
			t.Fatalf("after %v it told %q", time.Since(from), said)
		}
		(<-waiting)()
		expect(t, "standing still", b.said())
		b.m.FocusOut(b.m.field)
		b.said()
		(<-waiting)() // the last look, and switching off
		(<-waiting)()
		time.Sleep(time.Minute)
		if len(waiting) != 0 {
			t.Fatal("it still looks after the focus went")
		}
	})
}

func TestAWindowThatIsGoneIsNotLookedAtAgain(t *testing.T) {
	e := typing.Line("")
	b := begin(t, e)
	e.Focus()
	b.gone, b.id, b.m.ticking = true, 0, false
	b.run()
	expect(t, "a closed window", b.said())
	if b.m.ticking {
		t.Fatal("it looks again")
	}
	b.m.Close()
	b.m.FocusIn(b.m.field)
	b.run()
	expect(t, "a closed method", b.said())
}

// TestOtherDriversHaveNoHandle asks for the handle of a window of Fyne's test driver.
func TestOtherDriversHaveNoHandle(t *testing.T) {
	themetest.App(t, theme.Light, 100)
	w := test.NewWindow(container.NewWithoutLayout())
	cv := w.Canvas()
	if id, stands := handle(cv); id != 0 || stands {
		t.Fatalf("handle %d, %v", id, stands)
	}
	if id, stands := handle(nil); id != 0 || !stands {
		t.Fatalf("a field not drawn yet: handle %d, %v", id, stands)
	}
	w.Close()
	if id, stands := handle(cv); id != 0 || stands {
		t.Fatalf("of a closed window: handle %d, %v", id, stands)
	}
}
