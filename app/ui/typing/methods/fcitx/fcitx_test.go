package fcitx_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"huiying/app/ui/typing/input"
	"huiying/app/ui/typing/methods"
	"huiying/app/ui/typing/methods/bus"
	"huiying/app/ui/typing/methods/daemontest"
	"huiying/app/ui/typing/methods/fcitx"
)

// heard writes down what a daemon says.
type heard struct{ said []string }

func (h *heard) Commit(text string) { h.said = append(h.said, "commit "+text) }
func (h *heard) Preedit(text string, caret int) {
	h.said = append(h.said, fmt.Sprint("preedit ", text, " ", caret))
}
func (h *heard) Forward(k methods.Key) {
	h.said = append(h.said, fmt.Sprintf("forward %#x %v", k.Sym, k.Release))
}

func open(t *testing.T, address string, wake func()) *fcitx.Context {
	t.Helper()
	c, err := fcitx.Open(t.Context(), address, fcitx.Names()[0], ":9", wake)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// part is a piece of a preedit.
type part struct {
	Text   string
	Format int32
}

func TestAKeyIsAskedAboutAndWhatWasSaidBeforeTheAnswerIsThere(t *testing.T) {
	at := daemontest.NewBus(t)
	d := daemontest.Fcitx(t, at)
	c := open(t, at, func() {})
	d.Answer(func(p daemontest.Press) bool {
		d.Say("CommitString", "你好")
		d.Say("UpdateFormattedPreedit", []part{{"世", 0}, {"jie", 8}}, int32(len("世j")))
		return p.Sym == 'a'
	})
	if err := c.Focus(input.Words); err != nil {
		t.Fatal(err)
	}
	if err := c.Caret(methods.Rect{X: 1, Y: 2, W: 3, H: 4}); err != nil {
		t.Fatal(err)
	}
	for _, k := range []methods.Key{{Sym: 'a', Code: 38, State: methods.Shift}, {Sym: 'b', Code: 56}} {
		used, err := c.Key(k)
		if err != nil || used != (k.Sym == 'a') {
			t.Fatalf("key %c: %v, %v", rune(k.Sym), used, err)
		}
		h := &heard{}
		c.Drain(h)
		if !slices.Equal(h.said, []string{"commit 你好", "preedit 世jie 2"}) {
			t.Fatalf("heard %q", h.said)
		}
	}
	if err := c.Reset(); err != nil {
		t.Fatal(err)
	}
	if got := d.Keys(); len(got) != 2 || got[0] != (daemontest.Press{Sym: 'a', Code: 38, State: 1}) {
		t.Fatalf("the daemon saw %+v", got)
	}
	got := d.Calls()
	slices.Sort(got) // this daemon takes up calls side by side
	if !slices.Equal(got, []string{"CreateInputContext", "FocusIn", "Reset", "SetCapability", "SetCapability", "SetCursorRect"}) {
		t.Fatalf("the daemon was called %v", got)
	}
}

func TestWhatIsSaidLaterWakes(t *testing.T) {
	at := daemontest.NewBus(t)
	d := daemontest.Fcitx(t, at)
	woken := make(chan struct{}, 100)
	c := open(t, at, func() { woken <- struct{}{} })
	d.Say("CommitString", "点选")
	for h := (&heard{}); len(h.said) == 0; {
		select {
		case <-woken:
			c.Drain(h)
		case <-time.After(10 * time.Second):
			t.Fatal("nobody was woken")
		}
	}
}

func TestWhatIsNotFormedAsItShouldBeIsPassedOver(t *testing.T) {
	at := daemontest.NewBus(t)
	d := daemontest.Fcitx(t, at)
	c := open(t, at, func() {})
	d.Answer(func(daemontest.Press) bool {
		d.Say("CommitString")
		d.Say("CommitString", uint32(7))
		d.Say("UpdateFormattedPreedit", "好")
		d.Say("UpdateFormattedPreedit", []part{{"好", 0}}, int32(-5))
		d.Say("UpdateFormattedPreedit", []part{{"好", 0}}, int32(1))
		d.Say("UpdateFormattedPreedit", []part{{"好", 0}}, int32(4000))
		d.Say("ForwardKey", "x")
		d.Say("ForwardKey", uint32(0xff08), uint32(0), true)
		d.Say("Unheard", "of")
		d.SayFrom("/somebody/else", "CommitString", "别人的")
		return true
	})
	if _, err := c.Key(methods.Key{Sym: 'a'}); err != nil {
		t.Fatal(err)
	}
	h := &heard{}
	c.Drain(h)
	if !slices.Equal(h.said, []string{"preedit 好 1", "preedit 好 1", "preedit 好 1", "forward 0xff08 true"}) {
		t.Fatalf("heard %q", h.said)
	}
}

func TestADaemonThatHangsIsWaitedForOnce(t *testing.T) {
	at := daemontest.NewBus(t)
	d := daemontest.Fcitx(t, at)
	c := open(t, at, func() {})
	release := make(chan struct{})
	defer close(release)
	d.Answer(func(daemontest.Press) bool { <-release; return true })
	used, err := c.Key(methods.Key{Sym: 'a'})
	if used || !errors.Is(err, bus.ErrLate) {
		t.Fatalf("used %v, %v", used, err)
	}
}

func TestADaemonThatDiesIsAnErrorAtOnce(t *testing.T) {
	at := daemontest.NewBus(t)
	d := daemontest.Fcitx(t, at)
	c := open(t, at, func() {})
	d.Answer(func(daemontest.Press) bool { d.Die(); return true })
	if _, err := c.Key(methods.Key{Sym: 'a'}); err == nil || errors.Is(err, bus.ErrLate) {
		t.Fatalf("error %v", err)
	}
	if _, err := c.Key(methods.Key{Sym: 'a'}); err == nil || errors.Is(err, bus.ErrLate) {
		t.Fatalf("error %v", err)
	}
	if _, err := fcitx.Open(t.Context(), at, fcitx.Names()[0], ":9", func() {}); err == nil {
		t.Fatal("a context was made by nobody")
	}
}
