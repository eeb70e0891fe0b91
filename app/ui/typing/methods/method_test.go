package methods_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing"
	"huiying/app/ui/typing/input"
	"huiying/app/ui/typing/methods"
)

// daemon is a Context that composes letters until a space, which commits them in capitals.
type daemon struct {
	said    []func(methods.Sink)
	letters string
	log     []string
	dead    error // answer to every call
	resets  bool  // commits by itself when it is reset
	hides   bool  // shows nothing of what it composes: it has a window of its own
	closed  bool
}

func (d *daemon) note(format string, args ...any) error {
	d.log = append(d.log, fmt.Sprintf(format, args...))
	return d.dead
}

func (d *daemon) Focus(p input.Purpose) error { return d.note("focus %d", p) }
func (d *daemon) Blur() error                 { return d.note("blur") }
func (d *daemon) Caret(methods.Rect) error    { return d.note("caret") }
func (d *daemon) Close()                      { d.closed = true }

func (d *daemon) Key(k methods.Key) (bool, error) {
	if k.Release {
		return false, d.dead
	}
	if d.dead != nil {
		return false, d.dead
	}
	switch r := rune(k.Sym); {
	case r >= 'a' && r <= 'z':
		d.letters += string(r)
		d.shows()
		return true, nil
	case r == ' ' && d.letters != "":
		text := strings.ToUpper(d.letters)
		d.letters = ""
		d.say(func(to methods.Sink) { to.Commit(text) })
		d.shows()
		return true, nil
	}
	return d.letters != "" && !d.hides, nil
}

func (d *daemon) shows() {
	if d.hides {
		return
	}
	text := strings.Join(strings.Split(d.letters, ""), " ")
	d.say(func(to methods.Sink) { to.Preedit(text, len(text)) })
}

func (d *daemon) say(f func(methods.Sink)) { d.said = append(d.said, f) }

func (d *daemon) Reset() error {
	text := d.letters
	d.letters = ""
	if d.resets && text != "" {
		d.say(func(to methods.Sink) { to.Commit("RESET") })
	}
	d.shows()
	return d.note("reset")
}

func (d *daemon) Drain(to methods.Sink) {
	said := d.said
	d.said = nil
	for _, f := range said {
		f(to)
	}
}

// board is a keyboard whose scan codes are characters.
type board struct{}

func (board) Key(ev *fyne.KeyEvent, _ fyne.KeyModifier, up bool) methods.Key {
	return methods.Key{Sym: uint32(ev.Physical.ScanCode), Code: 1, Release: up}
}
func (board) Meaning(k methods.Key) (fyne.KeyName, rune) {
	if k.Sym == 0xff08 {
		return fyne.KeyBackspace, 0
	}
	return "", rune(k.Sym)
}
func (board) Place(uintptr) (int, int, bool) { return 0, 0, true }

// desk is a window with two fields and a password, before a method.
type desk struct {
	testing.TB
	m       *methods.Method
	d       *daemon
	a, b, p *typing.Entry
	lost    []error
	later   []func()
	window  fyne.Window
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	themetest.App(t, theme.Light, 100)
	k := &desk{TB: t, d: &daemon{}, a: typing.Lines("", 3), b: typing.Line(""), p: typing.Password("")}
	k.m = methods.New(board{}, func(f func()) { k.later = append(k.later, f) }, func(_ methods.Context, err error) { k.lost = append(k.lost, err) })
	k.window = test.NewWindow(typing.NewRoot(container.NewVBox(k.a, k.b, k.p), k.m)) // the test driver wants a window closed once
	t.Cleanup(func() {
		if k.window != nil {
			k.window.Close()
		}
	})
	k.m.Adopt(k.d)
	k.a.Focus()
	return k
}

// run does what was put off.
func (k *desk) run() {
	later := k.later
	k.later = nil
	for _, f := range later {
		f()
	}
}

// types presses the keys of a text in what has the focus, as Fyne does: the key, and then the character it gives.
func (k *desk) types(text string) {
	k.Helper()
	for _, r := range text {
		k.press("", r)
	}
}

func (k *desk) press(name fyne.KeyName, r rune) {
	to := k.window.Canvas().Focused()
	ev := &fyne.KeyEvent{Name: name, Physical: fyne.HardwareKey{ScanCode: int(r)}}
	to.(desktop.Keyable).KeyDown(ev)
	to.TypedKey(ev)
	if name == "" {
		to.TypedRune(r)
	}
	to.(desktop.Keyable).KeyUp(ev)
}

func (k *desk) holds(e *typing.Entry, want string) {
	k.Helper()
	if e.Text() != want {
		k.Fatalf("the field holds %q, want %q; the daemon saw %v", e.Text(), want, k.d.log)
	}
}

func TestWhatTheDaemonSaysBeforeItsAnswerCountsWithTheKey(t *testing.T) {
	k := newDesk(t)
	k.types("ni ")
	k.holds(k.a, "NI")
	k.types("hao")
	k.holds(k.a, "NI")
	if !k.m.Composing() {
		t.Fatal("nothing is composed")
	}
	k.press(fyne.KeyBackspace, 0xff08)
	k.holds(k.a, "NI")
	k.types(" ")
	k.holds(k.a, "NIHAO")
}

func TestWhatTheDaemonSaysLaterIsTakenUp(t *testing.T) {
	k := newDesk(t)
	k.d.say(func(to methods.Sink) { to.Commit("点选") })
	for range 100 {
		k.m.Wake()
	}
	k.run()
	k.holds(k.a, "点选")
	k.d.say(func(to methods.Sink) { to.Forward(methods.Key{Sym: 0xff08}) })
	k.d.say(func(to methods.Sink) { to.Forward(methods.Key{Sym: '!'}) })
	k.d.say(func(to methods.Sink) { to.Forward(methods.Key{Sym: 'x', State: methods.Control}) })
	k.d.say(func(to methods.Sink) { to.Forward(methods.Key{Sym: 'y', Release: true}) })
	k.m.Wake()
	k.run()
	k.holds(k.a, "点!")
}

func TestLeavingAFieldKeepsTheLettersThere(t *testing.T) {
	for _, resets := range []bool{false, true} {
		k := newDesk(t)
		k.d.resets = resets
		k.types("ni ha")
		k.b.Focus()
		want := "NIha"
		if resets {
			want = "NIRESET"
		}
		k.holds(k.a, want)
		k.holds(k.b, "")
		k.types("o ")
		k.holds(k.b, "O")
	}
}

func TestACommitWhileNothingHasTheFocusGoesNowhere(t *testing.T) {
	k := newDesk(t)
	k.window.Canvas().Unfocus()
	k.d.say(func(to methods.Sink) { to.Commit("迟到") })
	k.d.say(func(to methods.Sink) { to.Preedit("chidao", 6) })
	k.m.Wake()
	k.run()
	for _, e := range []*typing.Entry{k.a, k.b, k.p} {
		k.holds(e, "")
	}
	if k.m.Composing() {
		t.Fatal("something is composed in no field")
	}
	k.b.Focus()
	k.types("hao ")
	k.holds(k.b, "HAO")
}

// chord presses a key with Ctrl, as Fyne does: the modifier, and then a shortcut.
func (k *desk) chord(name fyne.KeyName, s fyne.Shortcut) {
	to := k.window.Canvas().Focused()
	ctrl := &fyne.KeyEvent{Name: desktop.KeyControlLeft}
	ev := &fyne.KeyEvent{Name: name, Physical: fyne.HardwareKey{ScanCode: 1}}
	to.(desktop.Keyable).KeyDown(ctrl)
	to.(desktop.Keyable).KeyDown(ev)
	to.(fyne.Shortcutable).TypedShortcut(s)
	to.(desktop.Keyable).KeyUp(ev)
	to.(desktop.Keyable).KeyUp(ctrl)
}

func submit() fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}
}

// A method that shows its letters in a window of its own has some that no field sees; a text is not sent without them.
func TestNothingIsSentWhileLettersAreComposedUnseen(t *testing.T) {
	k := newDesk(t)
	k.d.hides, k.d.resets = true, true
	sent := 0
	k.a.OnSubmit = func() { sent++ }
	k.types("ni ")
	k.holds(k.a, "NI")
	k.types("hao")
	k.chord(fyne.KeyReturn, submit())
	if sent != 0 || k.a.Text() != "NIRESET" {
		t.Fatalf("sent %d times, the field holds %q", sent, k.a.Text())
	}
	k.chord(fyne.KeyReturn, submit())
	if sent != 1 {
		t.Fatalf("sent %d times when nothing is composed", sent)
	}
	k.types("ma")
	k.a.SetCaret(0) // a click: what was begun lands where it was begun
	k.holds(k.a, "NIRESETRESET")
	k.types("ma")
	k.press(fyne.KeyEscape, 0xff1b)
	if k.m.Composing() {
		t.Fatal("something is composed after Escape")
	}
}

// Half a word that a daemon leaves behind as it dies under Ctrl+Enter is seen before it is sent.
func TestHalfAWordIsNotSentWhenTheDaemonDies(t *testing.T) {
	k := newDesk(t)
	sent := 0
	k.a.OnSubmit = func() { sent++ }
	k.types("ni zhong")
	k.d.dead = errors.New("gone")
	k.chord(fyne.KeyReturn, submit())
	k.holds(k.a, "NIzhong")
	if sent != 0 {
		t.Fatal("half a word was sent")
	}
	k.types("x")
	k.holds(k.a, "NIzhongx")
	k.chord(fyne.KeyReturn, submit())
	if sent != 1 {
		t.Fatalf("sent %d times afterwards", sent)
	}
}

func TestACandidateThatWasClickedIsTakenBeforeComposingEnds(t *testing.T) {
	k := newDesk(t)
	k.types("ni")
	k.d.letters = "hao"
	k.d.say(func(to methods.Sink) { to.Commit("你") })
	k.d.shows()
	k.b.Focus()
	k.holds(k.a, "你hao")
}

func TestAPasswordsKeysAreToldToNobody(t *testing.T) {
	k := newDesk(t)
	k.p.Focus()
	before := len(k.d.log)
	k.types("mima")
	k.holds(k.p, "mima")
	if k.d.letters != "" {
		t.Fatalf("the daemon heard %q", k.d.letters)
	}
	k.d.say(func(to methods.Sink) { to.Commit("词") })
	k.m.Wake()
	k.run()
	k.holds(k.p, "mima")
	if last := k.d.log[:before]; !strings.Contains(strings.Join(last, ";"), fmt.Sprintf("focus %d", input.Secret)) {
		t.Fatalf("the daemon was not told of a secret field: %v", last)
	}
}

func TestADaemonThatFailsLosesNoLetter(t *testing.T) {
	k := newDesk(t)
	k.types("ni hao")
	gone := errors.New("gone")
	k.d.dead = gone
	k.types("ma")
	k.holds(k.a, "NIhaoma")
	if len(k.lost) != 1 || !errors.Is(k.lost[0], gone) || !k.d.closed {
		t.Fatalf("lost %v, closed %v", k.lost, k.d.closed)
	}
	k.types("? ")
	k.holds(k.a, "NIhaoma? ")
	again := &daemon{}
	k.m.Adopt(again)
	k.types("hao ")
	k.holds(k.a, "NIhaoma? HAO")
	k.m.Adopt(nil)
	k.types("x")
	k.holds(k.a, "NIhaoma? HAOx")
}

func TestADaemonMayFailAtAnyCall(t *testing.T) {
	for name, act := range map[string]func(k *desk){
		"focus":  func(k *desk) { k.b.Focus() },
		"blur":   func(k *desk) { k.window.Canvas().Unfocus() },
		"finish": func(k *desk) { k.a.SetCaret(0); k.a.SetCaret(99) },
		"press":  func(k *desk) { k.press(fyne.KeyF9, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			k := newDesk(t)
			k.types("ni ha")
			k.d.dead = errors.New("gone")
			act(k)
			k.holds(k.a, "NIha")
			if len(k.lost) != 1 {
				t.Fatalf("lost %d times", len(k.lost))
			}
			k.a.Focus()
			k.types("o ")
			k.holds(k.a, "NIhao ")
		})
	}
	k := newDesk(t)
	k.types("ni ha")
	k.d.dead = errors.New("gone")
	k.a.SetText("别的稿件")
	k.holds(k.a, "别的稿件")
}

func TestAWindowClosedWhileComposingHurtsNobody(t *testing.T) {
	k := newDesk(t)
	k.types("ni ha")
	k.window.Close()
	k.window = test.NewWindow(typing.NewRoot(k.b, k.m))
	k.b.Focus()
	k.types("hao ")
	if !strings.HasSuffix(k.b.Text(), "HAO") || strings.Contains(k.b.Text(), "ha") {
		t.Fatalf("the other window holds %q", k.b.Text())
	}
}
