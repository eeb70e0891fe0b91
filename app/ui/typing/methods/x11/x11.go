// Package x11 reads from the X server what Fyne does not tell of a key: its keysym, the locks and the layout; where on the screen a
// window is; and that a key has come, before Fyne looks for it. It has a connection of its own, draws nothing and changes
// nothing.
package x11

import (
	"io"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"huiying/app/ui/typing/methods"
)

// Server is a connection to an X server.
type Server struct {
	conn *xgb.Conn
	root xproto.Window
	done chan struct{}

	pressed func() // is told of every key that comes to a window that is heard; nil: nobody is

	mu    sync.Mutex
	heard xproto.Window
	keys  layout
	locks latches
	seen  time.Time // when the last key came
}

// Open connects to the X server of a display, as DISPLAY names it.
func Open(display string) (*Server, error) {
	xgb.Logger.SetOutput(io.Discard) // it would tell the terminal how it signs on
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		return nil, err
	}
	s := &Server{conn: conn, root: xproto.Setup(conn).DefaultScreen(conn).Root, done: make(chan struct{})}
	if err := s.read(); err != nil {
		conn.Close()
		return nil, err
	}
	go s.watch()
	return s, nil
}

// Close ends the connection and waits until nothing reads from it any more.
func (s *Server) Close() {
	s.conn.Close()
	<-s.done
}

// Hear has pressed called, from another goroutine, for every key that comes to a window in which is typed. It must be called before
// there is one.
func (s *Server) Hear(pressed func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pressed = pressed
}

// listen asks to be told of the keys of a window. Which key it was is none of its business.
func (s *Server) listen(window xproto.Window) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pressed != nil && s.heard != window {
		s.heard = window
		xproto.ChangeWindowAttributes(s.conn, window, xproto.CwEventMask, []uint32{xproto.EventMaskKeyPress})
	}
}

// watch reads the keys again whenever somebody has changed them. Every client is told of that, unasked.
func (s *Server) watch() {
	defer close(s.done)
	for {
		ev, err := s.conn.WaitForEvent()
		if ev == nil && err == nil { // the connection has ended
			return
		}
		switch ev.(type) {
		case xproto.MappingNotifyEvent:
			_ = s.read() // a server that went away ends the loop by itself
		case xproto.KeyPressEvent:
			s.mu.Lock()
			pressed := s.pressed
			s.mu.Unlock()
			pressed()
		}
	}
}

func (s *Server) read() error {
	setup := xproto.Setup(s.conn)
	first := setup.MinKeycode
	reply, err := xproto.GetKeyboardMapping(s.conn, first, byte(setup.MaxKeycode-first+1)).Reply()
	if err != nil {
		return err
	}
	l := layout{first: uint32(first), per: int(reply.KeysymsPerKeycode)}
	for _, sym := range reply.Keysyms {
		l.syms = append(l.syms, uint32(sym))
	}
	s.mu.Lock()
	s.keys, s.seen = l, time.Time{}
	s.mu.Unlock()
	return nil
}

// Key is part of methods.Keyboard. Shift, Ctrl, Alt and Super are those of the event; locks and layout are asked for, since Fyne
// knows none.
func (s *Server) Key(ev *fyne.KeyEvent, mods fyne.KeyModifier, up bool) methods.Key {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := time.Now(); now.Sub(s.seen) > idle || s.seen.IsZero() {
		if p, err := xproto.QueryPointer(s.conn, s.root).Reply(); err == nil {
			s.locks = latches{bits: uint32(p.Mask) & (methods.Lock | methods.Mod2 | methods.Mod5 | groups)}
		}
	}
	state := stateOf(ev.Name, mods, up) | s.locks.bits
	code := uint32(max(ev.Physical.ScanCode, 0))
	k := methods.Key{Sym: s.keys.sym(code, state), Code: code, State: state, Release: up}
	s.locks.see(k)
	s.seen = time.Now()
	if k.Sym >= 0xfe01 && k.Sym <= 0xfe0f && k.Sym != 0xfe03 { // another layout: ask again
		s.seen = time.Time{}
	}
	return k
}

// idle is how long no key may have come before the server is asked again. In between the locks are counted from the keys
// themselves: what the server says is ahead of events that still wait to be handled.
const idle = 300 * time.Millisecond

// latches are the locks and AltGr, as far as they follow from the keys.
type latches struct {
	bits uint32
	off  uint32 // locks that the key now down will take off when it goes up
}

func (l *latches) see(k methods.Key) {
	var lock uint32
	switch k.Sym {
	case 0xffe5: // Caps_Lock
		lock = methods.Lock
	case 0xff7f: // Num_Lock
		lock = methods.Mod2
	case 0xfe03, 0xff7e: // ISO_Level3_Shift, Mode_switch
		if k.Release {
			l.bits &^= methods.Mod5
		} else {
			l.bits |= methods.Mod5
		}
		return
	default:
		return
	}
	switch {
	case k.Release:
		l.bits &^= l.off & lock
		l.off &^= lock
	case l.bits&lock != 0:
		l.off |= lock
	default:
		l.bits |= lock
	}
}

// groups are the bits of a state that number the layout.
const groups = 3 << 13

// stateOf is what was held when a key went down or up. Fyne tells what is held after it.
func stateOf(name fyne.KeyName, mods fyne.KeyModifier, up bool) uint32 {
	state := uint32(0)
	for _, m := range []struct {
		mod  fyne.KeyModifier
		bit  uint32
		keys [2]fyne.KeyName
	}{
		{fyne.KeyModifierShift, methods.Shift, [2]fyne.KeyName{desktop.KeyShiftLeft, desktop.KeyShiftRight}},
		{fyne.KeyModifierControl, methods.Control, [2]fyne.KeyName{desktop.KeyControlLeft, desktop.KeyControlRight}},
		{fyne.KeyModifierAlt, methods.Mod1, [2]fyne.KeyName{desktop.KeyAltLeft, desktop.KeyAltRight}},
		{fyne.KeyModifierSuper, methods.Mod4, [2]fyne.KeyName{desktop.KeySuperLeft, desktop.KeySuperRight}},
	} {
		on := mods&m.mod != 0
		if name == m.keys[0] || name == m.keys[1] {
			on = up
		}
		if on {
			state |= m.bit
		}
	}
	return state
}

// Meaning is part of methods.Keyboard.
func (s *Server) Meaning(k methods.Key) (fyne.KeyName, rune) { return meaning(k.Sym) }

// Place is part of methods.Keyboard.
func (s *Server) Place(window uintptr) (x, y int, ok bool) {
	s.listen(xproto.Window(window))
	p, err := xproto.TranslateCoordinates(s.conn, xproto.Window(window), s.root, 0, 0).Reply()
	if err != nil {
		return 0, 0, false
	}
	return int(p.DstX), int(p.DstY), true
}

// Serves says whether an XIM server of a name, as fcitx, stands on the screen.
func (s *Server) Serves(name string) bool {
	atom, err := xproto.InternAtom(s.conn, true, uint16(len("@server=")+len(name)), "@server="+name).Reply()
	if err != nil || atom.Atom == xproto.AtomNone {
		return false
	}
	owner, err := xproto.GetSelectionOwner(s.conn, atom.Atom).Reply()
	return err == nil && owner.Owner != xproto.WindowNone
}

// Asked is the XIM server that XMODIFIERS asks for, as in @im=fcitx; empty when it asks for none.
func Asked(modifiers string) string {
	_, after, ok := strings.Cut(modifiers, "@im=")
	if !ok {
		return ""
	}
	im, _, _ := strings.Cut(after, "@")
	return im
}

var _ methods.Keyboard = (*Server)(nil)
