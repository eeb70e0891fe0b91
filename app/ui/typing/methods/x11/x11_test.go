package x11

import (
	"os"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// TestAKeyIsHeardInTheWindowThatIsTypedIn presses keys in two windows of another program; those of the window whose place was asked for
// are heard, once each.
func TestAKeyIsHeardInTheWindowThatIsTypedIn(t *testing.T) {
	display := os.Getenv("DISPLAY")
	if display == "" {
		t.Fatal("there is no screen: `make test` brings one")
	}
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := xtest.Init(conn); err != nil {
		t.Fatal(err)
	}
	screen := xproto.Setup(conn).DefaultScreen(conn)
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	window := func() xproto.Window {
		id, err := xproto.NewWindowId(conn)
		check(err)
		check(xproto.CreateWindowChecked(conn, screen.RootDepth, id, screen.Root, 40, 30, 100, 100, 0, xproto.WindowClassInputOutput, screen.RootVisual,
			xproto.CwOverrideRedirect|xproto.CwEventMask, []uint32{1, xproto.EventMaskExposure}).Check())
		check(xproto.MapWindowChecked(conn, id).Check())
		for { // it is on the screen when it is to be painted
			ev, err := conn.WaitForEvent()
			if err != nil {
				t.Fatal(err)
			}
			if e, ok := ev.(xproto.ExposeEvent); ok && e.Window == id {
				return id
			}
		}
	}
	press := func(id xproto.Window) {
		check(xproto.SetInputFocusChecked(conn, xproto.InputFocusPointerRoot, id, xproto.TimeCurrentTime).Check())
		check(xtest.FakeInputChecked(conn, xproto.KeyPress, 38, 0, screen.Root, 0, 0, 0).Check())
		check(xtest.FakeInputChecked(conn, xproto.KeyRelease, 38, 0, screen.Root, 0, 0, 0).Check())
	}
	s, err := Open(display)
	check(err)
	defer s.Close()
	heard := make(chan time.Time, 10)
	s.Hear(func() { heard <- time.Now() })
	typed, other := window(), window()
	if x, y, ok := s.Place(uintptr(typed)); !ok || x != 40 || y != 30 {
		t.Fatalf("the window stands at %d, %d (%v)", x, y, ok)
	}
	for range 2 {
		press(other)
		press(typed)
		select {
		case <-heard:
		case <-time.After(10 * time.Second):
			t.Fatal("a key was not heard")
		}
	}
	if len(heard) > 0 {
		t.Fatal("a key was heard that was not pressed there")
	}
}
