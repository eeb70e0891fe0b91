// Package methods joins the text fields to the input method of the computer. It says what a daemon, a keyboard and a screen have to
// be able to do (Context, Keyboard), and its Method brings a field's keys to the daemon and the daemon's words to the field,
// one order of events on the main goroutine. A daemon that hangs or dies costs at most one wait of Patience: from then on keys
// go straight to the field, and no letter is lost. Which daemon there is, is the business of package setup; how it is spoken
// to, of packages fcitx, ibus and imm32.
package methods

import (
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/typing/input"
)

// Patience is how long a key may wait for a daemon. The first key after its start may have to wait for its dictionary.
const Patience = 1400 * time.Millisecond

// Key is one press or release of a key, as X11 and the input methods of its systems count them.
type Key struct {
	Sym     uint32 // keysym
	Code    uint32 // X11 keycode, 8 more than evdev's
	State   uint32 // modifiers, locks and layout before the press: the mask of X11's core protocol
	Release bool
}

// Bits of Key.State.
const (
	Shift   = 1 << 0
	Lock    = 1 << 1
	Control = 1 << 2
	Mod1    = 1 << 3 // Alt
	Mod2    = 1 << 4 // NumLock
	Mod4    = 1 << 6 // Super
	Mod5    = 1 << 7 // AltGr
)

// Rect is a part of the screen, in pixels from its upper left corner.
type Rect struct{ X, Y, W, H int }

// Context is one place to type, as a daemon keeps it for a client. Its calls come from one goroutine. An error says that the
// daemon is gone or hangs; the context is of no use afterwards and is closed.
type Context interface {
	// Focus tells that keys go to a field now, Blur that they go to none.
	Focus(p input.Purpose) error
	Blur() error
	// Key asks whether the daemon uses a press; it waits for the answer, at most Patience. A release is told without
	// waiting. What the daemon has to say to it lies ready for Drain.
	Key(k Key) (used bool, err error)
	// Caret tells where the caret is.
	Caret(r Rect) error
	// Reset gives up what is being composed, and waits until the daemon has.
	Reset() error
	// Drain hands over what the daemon has said since, in order.
	Drain(to Sink)
	// Close gives the context back to the daemon. What the daemon still says comes to nobody.
	Close()
}

// Sink takes what a daemon says.
type Sink interface {
	Commit(text string)
	Preedit(text string, caret int) // caret in characters
	Forward(k Key)                  // a key of the client that the daemon gives back
}

// Keyboard knows the keys of the screen's server.
type Keyboard interface {
	// Key is a key event of Fyne as the daemons have it; mods are held with it, as Fyne tells after the event.
	Key(ev *fyne.KeyEvent, mods fyne.KeyModifier, release bool) Key
	// Meaning is the reverse, for a key that a daemon gives back: a named key, or a character, or neither.
	Meaning(k Key) (fyne.KeyName, rune)
	// Place returns where on the screen the upper left corner of a window is; false when it cannot be told.
	Place(window uintptr) (x, y int, ok bool)
}
