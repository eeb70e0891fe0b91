package methods

import (
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/driver/desktop"

	"huiying/app/ui/typing/input"
)

// Method is a input.Method over whatever Context there is at the moment; with none, keys go straight to the field.
type Method struct {
	board Keyboard
	paint func(func()) // has something done on the main goroutine
	lost  func(Context, error)

	ctx     Context     // nil while there is no daemon
	field   input.Field // with the focus; nil while none has it
	preedit string
	unseen  bool // it has used letters and shows none: it composes in a window of its own
	broken  bool // letters were left half composed under keys that are held: what those keys would do is not meant any more
	spoke   bool // something was committed since it was last asked
	told    Rect // where the daemon believes the caret to be
	queued  atomic.Bool
	ticking bool
}

// New returns a Method without a context. paint has a function run on the main goroutine; lost is told of a context that failed,
// which the Method has let go by then.
func New(board Keyboard, paint func(func()), lost func(Context, error)) *Method {
	return &Method{board: board, paint: paint, lost: lost}
}

// Adopt takes a context, or nil, in place of the one there is. What was being composed stays as letters.
func (m *Method) Adopt(ctx Context) {
	m.leave()
	m.ctx = ctx
	if m.ctx != nil && m.field != nil {
		m.enter()
	}
}

// Has says whether c is the context in use.
func (m *Method) Has(c Context) bool { return m.ctx == c }

// leave lets the context go. The letters that were being composed stay in the field.
func (m *Method) leave() {
	if m.ctx == nil {
		return
	}
	m.ctx.Close()
	m.ctx = nil
	m.settle()
}

// settle writes what is being composed into the field as it was typed.
func (m *Method) settle() {
	letters := input.Letters(m.preedit)
	m.preedit, m.unseen = "", false
	if m.field == nil {
		return
	}
	m.field.Preedit("", 0)
	if letters != "" {
		m.field.Commit(letters)
	}
}

// Lose lets the context go because of an error.
func (m *Method) Lose(err error) {
	ctx := m.ctx
	if ctx == nil {
		return
	}
	m.lost(ctx, err) // before it is closed, so that nobody takes it for one that died
	m.leave()
}

// check loses the context on an error.
func (m *Method) check(err error) bool {
	if err != nil {
		m.Lose(err)
		return false
	}
	return true
}

// Wake has what the daemon said on its own taken up soon. It may be called from any goroutine.
func (m *Method) Wake() {
	if !m.queued.CompareAndSwap(false, true) {
		return
	}
	m.paint(func() {
		m.queued.Store(false)
		m.drain()
		m.follow()
	})
}

func (m *Method) drain() {
	if m.ctx != nil {
		m.ctx.Drain((*sink)(m))
	}
}

// sink is the Method as the daemon's listener.
type sink Method

// Commit is part of Sink. What comes while no field has the focus has no place to go to.
func (s *sink) Commit(text string) {
	s.preedit, s.unseen, s.spoke = "", false, true
	if s.field != nil && s.field.Purpose() != input.Secret {
		s.field.Commit(text)
	}
}

// Preedit is part of Sink.
func (s *sink) Preedit(text string, caret int) {
	if s.field == nil || s.field.Purpose() == input.Secret {
		text = ""
	}
	s.preedit, s.unseen = text, s.unseen && text == ""
	if s.field != nil {
		s.field.Preedit(text, caret)
	}
	if text != "" {
		(*Method)(s).tick()
	}
}

// Forward is part of Sink.
func (s *sink) Forward(k Key) {
	if s.field == nil || k.Release || k.State&(Control|Mod1|Mod4) != 0 {
		return
	}
	if name, r := s.board.Meaning(k); name != "" || r != 0 {
		s.field.Key(name, r)
	}
}

// FocusIn is part of input.Method.
func (m *Method) FocusIn(f input.Field) {
	if m.field != nil && m.field != f {
		m.FocusOut(m.field)
	}
	m.field = f
	if m.ctx != nil {
		m.enter()
	}
}

func (m *Method) enter() {
	if m.check(m.ctx.Focus(m.field.Purpose())) {
		m.told = Rect{}
		m.follow()
	}
}

// FocusOut is part of input.Method.
func (m *Method) FocusOut(f input.Field) {
	if m.field != f {
		return
	}
	m.Finish(f)
	if m.ctx != nil {
		m.check(m.ctx.Blur())
	}
	m.field, m.unseen, m.broken = nil, false, false
}

// Press is part of input.Method.
func (m *Method) Press(f input.Field, ev *fyne.KeyEvent) bool {
	if m.broken {
		return true
	}
	if m.ctx == nil || f.Purpose() == input.Secret {
		return false
	}
	if m.field != f {
		m.FocusIn(f)
	}
	m.follow()
	if m.ctx == nil {
		return false
	}
	mods := held()
	ctx, key := m.ctx, m.board.Key(ev, mods, false)
	m.spoke = false
	used, err := ctx.Key(key)
	if m.ctx != ctx { // lost meanwhile
		return false
	}
	m.drain()
	half := m.Composing()
	if !m.check(err) {
		m.broken = half && (mods&^fyne.KeyModifierShift != 0 || modifier(ev.Name))
		return m.broken
	}
	m.unseen = (m.unseen || used && !m.spoke && m.preedit == "" && letter(key)) && ev.Name != fyne.KeyEscape
	m.follow()
	return used
}

// modifier says whether a key does something only together with others.
func modifier(name fyne.KeyName) bool {
	switch name {
	case desktop.KeyControlLeft, desktop.KeyControlRight, desktop.KeyAltLeft, desktop.KeyAltRight, desktop.KeySuperLeft, desktop.KeySuperRight:
		return true
	}
	return false
}

// letter says whether a press is one of those that are composed.
func letter(k Key) bool {
	return k.State&(Control|Mod1|Mod4) == 0 && (k.Sym >= 'a' && k.Sym <= 'z' || k.Sym >= 'A' && k.Sym <= 'Z')
}

// Release is part of input.Method.
func (m *Method) Release(f input.Field, ev *fyne.KeyEvent) {
	m.broken = m.broken && !modifier(ev.Name)
	if m.ctx == nil || m.field != f || f.Purpose() == input.Secret {
		return
	}
	_, err := m.ctx.Key(m.board.Key(ev, held(), true))
	m.check(err)
}

// Finish is part of input.Method. Some daemons commit by themselves when they are reset; then nothing is added.
func (m *Method) Finish(f input.Field) {
	if m.field != f {
		return
	}
	m.drain() // a candidate may have been clicked
	if m.field != f || !m.Composing() {
		return
	}
	letters := input.Letters(m.preedit)
	m.unseen = false
	if m.ctx != nil {
		m.spoke = false
		err := m.ctx.Reset()
		m.drain()
		if m.spoke {
			letters = ""
		}
		if err != nil {
			m.preedit = letters
			m.Lose(err)
			return
		}
	}
	m.preedit = letters
	m.settle()
}

// Drop is part of input.Method.
func (m *Method) Drop(f input.Field) {
	if m.field != f || !m.Composing() {
		return
	}
	f.Preedit("", 0)
	m.preedit, m.unseen = "", false
	if m.ctx != nil {
		m.field = nil // what the daemon still commits is not wanted
		err := m.ctx.Reset()
		m.drain()
		m.field = f
		m.check(err)
	}
}

// Composing is part of input.Method.
func (m *Method) Composing() bool { return m.preedit != "" || m.unseen }

// Moved is part of input.Method. Where the caret is, is asked for when all that moved has come to rest.
func (m *Method) Moved(input.Field) {
	if m.ctx != nil {
		m.Wake()
	}
}

// follow tells the daemon where the caret is, if that is somewhere else than it believes.
func (m *Method) follow() {
	if m.ctx == nil || m.field == nil {
		return
	}
	if r, ok := m.caret(); ok && r != m.told {
		m.told = r
		m.check(m.ctx.Caret(r))
	}
}

func (m *Method) caret() (Rect, bool) {
	at, high, ok := m.field.Caret()
	if !ok {
		return Rect{}, false
	}
	cv := m.field.Canvas()
	window, ok := handle(cv)
	if !ok {
		return Rect{}, false
	}
	x, y, ok := m.board.Place(window)
	k := cv.Scale()
	return Rect{X: x + int(at.X*k), Y: y + int(at.Y*k), W: 1, H: int((high + below) * k)}, ok
}

// below is room for the line under what is being composed, so that candidates leave it free, in units of the canvas.
const below = 3

// interval is how often a window is looked at that may be moved or scrolled while something is being composed.
const interval = 200 * time.Millisecond

// tick follows the caret as long as something is being composed: a window that is moved tells nobody.
func (m *Method) tick() {
	if m.ticking {
		return
	}
	m.ticking = true
	time.AfterFunc(interval, func() {
		m.paint(func() {
			m.ticking = false
			if m.preedit != "" {
				m.follow()
				m.tick()
			}
		})
	})
}

// handle is the number that the screen's server has for the window of a canvas.
func handle(cv fyne.Canvas) (id uintptr, ok bool) {
	if cv == nil {
		return 0, false
	}
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if w.Canvas() != cv {
			continue
		}
		n, native := w.(driver.NativeWindow)
		if !native {
			return 0, false
		}
		n.RunNative(func(context any) {
			if x, is := context.(driver.X11WindowContext); is {
				id, ok = x.WindowHandle, true
			}
		})
	}
	return id, ok
}

func held() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

var _ input.Method = (*Method)(nil)
