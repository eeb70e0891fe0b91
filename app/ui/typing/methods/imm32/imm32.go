// Package imm32 is the input method of Windows. There the system composes: it draws what is being composed in a window of its own,
// keeps the keys that it uses to itself, and sends finished text as characters, which Fyne brings to the field like typed
// ones. What is left to do, and all that is done here, is to tell it where the caret is, to end composing when the focus goes,
// and to switch it off over a password. The package draws nothing and uses no key.
package imm32

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"huiying/app/ui/theme"
	"huiying/app/ui/typing/input"
)

// Input is what the system does for a window. A window is named by its handle. All calls come from the thread that made it.
type Input interface {
	// Place puts what is being composed, the candidates and the system's caret beside a caret. Leave takes the system's
	// caret away.
	Place(window uintptr, s Spot)
	Leave()
	// Switch lets the window be typed into with the input method, or without it.
	Switch(window uintptr, on bool)
	// Letters is what is being composed, as it is shown; empty while nothing is.
	Letters(window uintptr) string
	// Finish asks the input method to give what it is composing as text, Drop to forget it.
	Finish(window uintptr)
	Drop(window uintptr)
	// Deliver has the window take at once the characters that wait for it, and says how many there were.
	Deliver(window uintptr) int
}

// Method is a input.Method over the input method of Windows.
//
// One thing is different from the other systems: what is being composed does not stand in the field, so that the field does not
// know of it, and the caret may go elsewhere meanwhile. The system's window then goes along.
type Method struct {
	input Input
	paint func(func()) // has something done on the main goroutine, later
	find  func(fyne.Canvas) (window uintptr, stands bool)

	field   input.Field // with the focus; nil while none has it
	window  uintptr     // on which the field stands; 0 until it is known
	told    *Spot       // where the system believes the caret to be; nil: it was not told
	off     uintptr     // the window that is typed into without the input method; 0: none
	queued  bool
	ticking bool
	closed  bool
}

// New returns a Method. paint has a function run on the main goroutine after what is going on there.
func New(input Input, paint func(func())) *Method {
	return &Method{input: input, paint: paint, find: handle}
}

// Close ends the looking after the caret; the window is gone by then.
func (m *Method) Close() { m.closed, m.field = true, nil }

// FocusIn is part of input.Method. A field that gains the focus may not have been laid out yet, so that its caret is asked for
// later; whether the input method is on is settled at once, before the next key.
//
// A field for figures is treated as one for words: an input method lets figures through, and one that was set to Latin
// letters here might not be set back.
func (m *Method) FocusIn(f input.Field) {
	if m.closed {
		return
	}
	if m.field != nil && m.field != f {
		m.FocusOut(m.field)
	}
	m.field, m.window, m.told = f, 0, nil
	m.locate()
	m.Moved(f)
}

// FocusOut is part of input.Method. Where no field has the focus afterwards, letters are keys of the screen: the input method is
// switched off, or it would compose them.
func (m *Method) FocusOut(f input.Field) {
	if m.field != f {
		return
	}
	m.Finish(f)
	if m.told != nil {
		m.input.Leave()
	}
	window := m.window
	m.field, m.window, m.told = nil, 0, nil
	if window == 0 {
		return
	}
	m.paint(func() { // unless another field has it by then
		if m.field == nil && !m.closed {
			m.turnOff(window)
		}
	})
}

// turnOff takes the input method from a window, and gives it back to the one that went without.
func (m *Method) turnOff(window uintptr) {
	if m.off != window {
		m.on()
		m.input.Switch(window, false)
		m.off = window
	}
}

// Press is part of input.Method. Keys that the input method uses do not come here: the system keeps them.
func (m *Method) Press(f input.Field, _ *fyne.KeyEvent) bool {
	if m.field != f {
		m.FocusIn(f)
	}
	return false
}

// Release is part of input.Method.
func (m *Method) Release(input.Field, *fyne.KeyEvent) {}

// Finish is part of input.Method. The input method answers while it is asked, by a message to the window that says what became
// text; but it is the window's default procedure that makes characters of it, and those it puts at the end of the window's
// queue. Without Deliver they would be read when the next field has the focus.
//
// An input method that cannot finish, or that finishes without a text, has its letters taken from it as they were shown, so
// that nothing typed is lost. Unproven is whether every input method answers while it is asked: should one send its
// text later, then the letters stand in this field and the text comes to the next one besides.
func (m *Method) Finish(f input.Field) {
	window := m.window
	if m.field != f || window == 0 {
		return
	}
	letters := m.input.Letters(window)
	if letters == "" {
		return
	}
	m.input.Finish(window)
	came := m.input.Deliver(window)
	if rest := m.input.Letters(window); rest != "" {
		m.input.Drop(window)
		letters = rest
	} else if came > 0 {
		return
	}
	f.Commit(input.Letters(letters))
}

// Drop is part of input.Method.
func (m *Method) Drop(f input.Field) {
	if m.field == f && m.Composing() {
		m.input.Drop(m.window)
	}
}

// Composing is part of input.Method.
func (m *Method) Composing() bool { return m.window != 0 && m.input.Letters(m.window) != "" }

// Moved is part of input.Method. Where the caret is, is asked for when all that moved has come to rest.
func (m *Method) Moved(f input.Field) {
	if m.queued || m.field != f {
		return
	}
	m.queued = true
	m.paint(func() {
		m.queued = false
		if m.follow() {
			m.tick()
		}
	})
}

// locate finds the window of the field and settles whether it is typed into with the input method. It is false when there is no
// window, or none any more. A window that has not been shown has no handle yet.
func (m *Method) locate() bool {
	window, stands := m.find(m.field.Canvas())
	if window == 0 {
		return stands
	}
	m.window = window
	if m.field.Purpose() == input.Secret {
		m.turnOff(window)
	} else {
		m.on()
	}
	return true
}

// on gives the input method back to the window that went without.
func (m *Method) on() {
	if m.off != 0 {
		m.input.Switch(m.off, true)
		m.off = 0
	}
}

// follow tells the system where the caret is, if that is somewhere else than it believes, and says whether to look again.
func (m *Method) follow() bool {
	if m.field == nil || !m.locate() {
		return false
	}
	if m.window == 0 {
		return true
	}
	if m.field.Purpose() == input.Secret {
		return false
	}
	at, high, ok := m.field.Caret()
	if !ok {
		return true
	}
	spot := spotOf(at, high, theme.Px(theme.Body), m.field.Canvas().Scale())
	if m.told == nil || *m.told != spot {
		m.told = &spot
		m.input.Place(m.window, spot)
	}
	return true
}

// interval is how often the caret of the field with the focus is looked at: a page that is scrolled under it tells nobody, and
// neither does the system when composing begins.
const interval = 200 * time.Millisecond

// tick follows the caret for as long as a field has the focus.
func (m *Method) tick() {
	if m.ticking {
		return
	}
	m.ticking = true
	time.AfterFunc(interval, func() {
		m.paint(func() {
			m.ticking = false
			if m.follow() {
				m.tick()
			}
		})
	})
}

// handle is the system's handle of the window of a canvas. A field that was not drawn yet has no canvas; it may get one as
// long as there is any window.
func handle(cv fyne.Canvas) (window uintptr, stands bool) {
	all := fyne.CurrentApp().Driver().AllWindows()
	if cv == nil {
		return 0, len(all) > 0
	}
	for _, w := range all {
		if w.Canvas() != cv {
			continue
		}
		n, native := w.(driver.NativeWindow)
		if !native {
			return 0, false
		}
		n.RunNative(func(context any) {
			if c, is := context.(driver.WindowsWindowContext); is {
				window, stands = c.HWND, true
			}
		})
	}
	return window, stands
}

var _ input.Method = (*Method)(nil)
