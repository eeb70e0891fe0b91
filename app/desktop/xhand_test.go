//go:build !windows

package desktop

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// xhand presses the keys of an X server as a keyboard does, key by key and as fast as it is told to.
type xhand struct {
	testing.TB
	conn *xgb.Conn
	root xproto.Window
	gap  time.Duration // between two events
}

// pace is the gap between two events of somebody who types fast; programs test their own limits with less.
const pace = 3 * time.Millisecond

func newXHand(t testing.TB, display string) *xhand {
	t.Helper()
	xgb.Logger.SetOutput(io.Discard) // it would tell how it signs on
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		t.Fatalf("no X server at %s: %v", display, err)
	}
	t.Cleanup(conn.Close)
	if err := xtest.Init(conn); err != nil {
		t.Fatal(err)
	}
	return &xhand{TB: t, conn: conn, root: xproto.Setup(conn).DefaultScreen(conn).Root, gap: pace}
}

// keysyms are the keys that have names of their own in a script.
var keysyms = map[string]uint32{"space": ' ', "BackSpace": 0xff08, "Tab": 0xff09, "Return": 0xff0d, "Escape": 0xff1b, "Delete": 0xffff,
	"Home": 0xff50, "Left": 0xff51, "Up": 0xff52, "Right": 0xff53, "Down": 0xff54, "Page_Up": 0xff55, "Page_Down": 0xff56, "End": 0xff57,
	"shift": 0xffe1, "ctrl": 0xffe3, "alt": 0xffe9, "Caps_Lock": 0xffe5, "F4": 0xffc1}

// find returns the keycode that gives a keysym, and whether with Shift. The server may have been given other keys meanwhile.
func (h *xhand) find(sym uint32) (code byte, shift bool) {
	h.Helper()
	setup := xproto.Setup(h.conn)
	first := setup.MinKeycode
	m, err := xproto.GetKeyboardMapping(h.conn, first, byte(setup.MaxKeycode-first+1)).Reply()
	if err != nil {
		h.Fatal(err)
	}
	per := int(m.KeysymsPerKeycode)
	for level := range 2 {
		for i := 0; i < len(m.Keysyms); i += per {
			if uint32(m.Keysyms[i+level]) == sym {
				return byte(i/per) + byte(first), level == 1
			}
		}
	}
	h.Fatalf("no key gives keysym %#x", sym)
	return 0, false
}

func (h *xhand) event(kind, code byte) {
	h.Helper()
	if err := xtest.FakeInputChecked(h.conn, kind, code, 0, h.root, 0, 0, 0).Check(); err != nil {
		h.Fatal(err)
	}
	time.Sleep(h.gap)
}

func (h *xhand) down(sym uint32) {
	code, _ := h.find(sym)
	h.event(xproto.KeyPress, code)
}

func (h *xhand) up(sym uint32) {
	code, _ := h.find(sym)
	h.event(xproto.KeyRelease, code)
}

// code presses a key by its place on the keyboard.
func (h *xhand) code(code byte) {
	h.event(xproto.KeyPress, code)
	h.event(xproto.KeyRelease, code)
}

// keys plays a script: characters as they are, and keys with names in braces, held ones before a plus, as in "nihao{space}{ctrl+a}".
func (h *xhand) keys(script string) {
	h.Helper()
	for script != "" {
		if name, rest, ok := strings.Cut(script, "}"); ok && script[0] == '{' {
			h.chord(name[1:])
			script = rest
			continue
		}
		h.chord(script[:1])
		script = script[1:]
	}
}

func (h *xhand) chord(name string) {
	h.Helper()
	parts := strings.Split(name, "+")
	last := parts[len(parts)-1]
	sym := keysyms[last]
	if sym == 0 && len(last) == 1 {
		sym = uint32(last[0])
	}
	if sym == 0 {
		h.Fatalf("no key is called %q", last)
	}
	code, shift := h.find(sym)
	held := parts[:len(parts)-1]
	if shift {
		held = append([]string{"shift"}, held...)
	}
	for _, m := range held {
		h.down(keysyms[m])
	}
	h.code(code)
	for i := len(held) - 1; i >= 0; i-- {
		h.up(keysyms[held[i]])
	}
}

// hold keeps a key down.
func (h *xhand) hold(sym uint32, d time.Duration) {
	h.down(sym)
	time.Sleep(d)
	h.up(sym)
}

// click presses the first button of the mouse at a place of the screen.
func (h *xhand) click(x, y int) {
	h.Helper()
	if err := xproto.WarpPointerChecked(h.conn, xproto.WindowNone, h.root, 0, 0, 0, 0, int16(x), int16(y)).Check(); err != nil {
		h.Fatal(err)
	}
	time.Sleep(30 * time.Millisecond)
	h.event(xproto.ButtonPress, 1)
	h.event(xproto.ButtonRelease, 1)
}

// drag presses the mouse at a place, moves it to another one as a hand does, and lets it go.
func (h *xhand) drag(x, y, toX, toY int) {
	h.Helper()
	move := func(x, y int) {
		if err := xproto.WarpPointerChecked(h.conn, xproto.WindowNone, h.root, 0, 0, 0, 0, int16(x), int16(y)).Check(); err != nil {
			h.Fatal(err)
		}
		time.Sleep(30 * time.Millisecond)
	}
	move(x, y)
	h.event(xproto.ButtonPress, 1)
	for i := range 10 {
		move(x+(toX-x)*(i+1)/10, y+(toY-y)*(i+1)/10)
	}
	h.event(xproto.ButtonRelease, 1)
}

// window returns the place of a visible window by the beginning of its name; false when none is to be seen.
func (h *xhand) window(name string) (id xproto.Window, x, y, w, high int, ok bool) {
	h.search(h.root, func(win xproto.Window) bool {
		if !strings.HasPrefix(h.title(win), name) {
			return false
		}
		a, err := xproto.GetWindowAttributes(h.conn, win).Reply()
		if err != nil || a.MapState != xproto.MapStateViewable {
			return false
		}
		g, err := xproto.GetGeometry(h.conn, xproto.Drawable(win)).Reply()
		if err != nil {
			return false
		}
		p, err := xproto.TranslateCoordinates(h.conn, win, h.root, 0, 0).Reply()
		if err != nil {
			return false
		}
		id, x, y, w, high, ok = win, int(p.DstX), int(p.DstY), int(g.Width), int(g.Height), true
		return true
	})
	return id, x, y, w, high, ok
}

func (h *xhand) search(win xproto.Window, found func(xproto.Window) bool) bool {
	if found(win) {
		return true
	}
	tree, err := xproto.QueryTree(h.conn, win).Reply()
	if err != nil {
		return false
	}
	for _, c := range tree.Children {
		if h.search(c, found) {
			return true
		}
	}
	return false
}

func (h *xhand) title(win xproto.Window) string {
	for _, atom := range []string{"_NET_WM_NAME", "WM_NAME"} {
		a, err := xproto.InternAtom(h.conn, true, uint16(len(atom)), atom).Reply()
		if err != nil || a.Atom == 0 {
			continue
		}
		p, err := xproto.GetProperty(h.conn, false, win, a.Atom, xproto.GetPropertyTypeAny, 0, 256).Reply()
		if err == nil && len(p.Value) > 0 {
			return string(p.Value)
		}
	}
	return ""
}

// configure moves a window and sets its size, through the window manager.
func (h *xhand) configure(id xproto.Window, x, y, w, high int) {
	h.Helper()
	mask := uint16(xproto.ConfigWindowX | xproto.ConfigWindowY | xproto.ConfigWindowWidth | xproto.ConfigWindowHeight)
	if err := xproto.ConfigureWindowChecked(h.conn, id, mask, []uint32{uint32(x), uint32(y), uint32(w), uint32(high)}).Check(); err != nil {
		h.Fatal(err)
	}
}

// front brings a window before the others and gives it the keys, through the window manager.
func (h *xhand) front(id xproto.Window) {
	h.Helper()
	a, err := xproto.InternAtom(h.conn, false, uint16(len("_NET_ACTIVE_WINDOW")), "_NET_ACTIVE_WINDOW").Reply()
	if err != nil {
		h.Fatal(err)
	}
	ev := xproto.ClientMessageEvent{Format: 32, Window: id, Type: a.Atom, Data: xproto.ClientMessageDataUnionData32New([]uint32{2, 0, 0, 0, 0})}
	to := uint32(xproto.EventMaskSubstructureNotify | xproto.EventMaskSubstructureRedirect)
	if err := xproto.SendEventChecked(h.conn, false, h.root, to, string(ev.Bytes())).Check(); err != nil {
		h.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if p, err := xproto.GetProperty(h.conn, false, h.root, a.Atom, xproto.AtomWindow, 0, 1).Reply(); err == nil && len(p.Value) == 4 && xproto.Window(xgb.Get32(p.Value)) == id {
			return
		}
		if time.Now().After(end) {
			h.Fatal(fmt.Sprint("the window did not come to the front: ", h.title(id)))
		}
	}
}
