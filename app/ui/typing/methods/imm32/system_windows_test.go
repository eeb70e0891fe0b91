package imm32

import (
	"os"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// real is a window of the system, and what is asked about it besides.
type real struct {
	*System
	id   uintptr
	imm  *windows.LazyDLL
	user *windows.LazyDLL
	read *strings.Builder // the characters that came to the window
}

// classOf is WNDCLASSEXW.
type classOf struct {
	size, style                        uint32
	procedure                          uintptr
	more, moreOfWindow                 int32
	instance, icon, cursor, background uintptr
	menu, name                         *uint16
	small                              uintptr
}

func (r real) call(t *testing.T, dll *windows.LazyDLL, name string, args ...uintptr) uintptr {
	t.Helper()
	p := dll.NewProc(name)
	if err := p.Find(); err != nil {
		t.Fatal(err)
	}
	result, _, _ := p.Call(args...)
	return result
}

// open makes a window that has the keyboard, and whose procedure writes down characters.
func open(t *testing.T) real {
	t.Helper()
	runtime.LockOSThread()
	t.Cleanup(runtime.UnlockOSThread)
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	r := real{System: s, imm: windows.NewLazySystemDLL("imm32.dll"), user: windows.NewLazySystemDLL("user32.dll"), read: &strings.Builder{}}
	usual := r.user.NewProc("DefWindowProcW")
	name, err := windows.UTF16PtrFromString(t.Name())
	if err != nil {
		t.Fatal(err)
	}
	class := classOf{name: name, procedure: windows.NewCallback(func(window, kind, w, l uintptr) uintptr {
		if kind == wmChar {
			r.read.WriteRune(rune(w))
			return 0
		}
		result, _, _ := usual.Call(window, kind, w, l)
		return result
	})}
	class.size = uint32(unsafe.Sizeof(class))
	if r.call(t, r.user, "RegisterClassExW", uintptr(unsafe.Pointer(&class))) == 0 {
		t.Fatal("no class of windows")
	}
	const overlapped, visible = 0x00CF0000, 0x10000000
	r.id = r.call(t, r.user, "CreateWindowExW", 0, uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(name)),
		overlapped|visible, 40, 40, 640, 480, 0, 0, 0, 0)
	if r.id == 0 {
		t.Fatal("no window")
	}
	t.Cleanup(func() { r.call(t, r.user, "DestroyWindow", r.id) })
	r.call(t, r.user, "SetFocus", r.id)
	return r
}

// context returns the window's input context, until the test ends; 0 when it has none.
func (r real) context(t *testing.T) uintptr {
	t.Helper()
	c := r.call(t, r.imm, "ImmGetContext", r.id)
	if c != 0 {
		t.Cleanup(func() { r.call(t, r.imm, "ImmReleaseContext", r.id, c) })
	}
	return c
}

// TestAPlaceIsWhatTheSystemTellsBack sets the places and reads them from the system.
func TestAPlaceIsWhatTheSystemTellsBack(t *testing.T) {
	r := open(t)
	for _, s := range []Spot{{X: 120, Y: 64, High: 20, Letters: 14}, {X: 33, Y: 210, High: 30, Letters: 21}} {
		r.Place(r.id, s)
		c := r.context(t)
		if c == 0 {
			t.Fatal("the window has no input context")
		}
		var composition compositionForm
		if r.call(t, r.imm, "ImmGetCompositionWindow", c, uintptr(unsafe.Pointer(&composition))) == 0 {
			t.Fatal("no place of what is composed")
		}
		if want := s.composition(); composition.Style != want.Style || composition.Current != want.Current {
			t.Errorf("what is composed is at %+v, want %+v", composition, want)
		}
		var candidates candidateForm
		if r.call(t, r.imm, "ImmGetCandidateWindow", c, 0, uintptr(unsafe.Pointer(&candidates))) == 0 {
			t.Fatal("no place of the candidates")
		}
		if want := s.beside(); candidates != want {
			t.Errorf("the candidates are at %+v, want %+v", candidates, want)
		}
		var font logFont
		if r.call(t, r.imm, "ImmGetCompositionFontW", c, uintptr(unsafe.Pointer(&font))) == 0 {
			t.Fatal("no font")
		}
		if want := s.font(); font != want {
			t.Errorf("the font is %+v, want %+v", font, want)
		}
		var caret point
		if r.call(t, r.user, "GetCaretPos", uintptr(unsafe.Pointer(&caret))) == 0 || caret != (point{s.X, s.Y}) {
			t.Errorf("the caret is at %+v, want %+v", caret, s)
		}
	}
	t.Log("composition, candidates, font and caret are where they were put")
}

// guiThread is GUITHREADINFO.
type guiThread struct {
	size, flags                                          uint32
	active, focus, capture, menuOwner, moveSize, caretOn uintptr
	caret                                                rect
}

// caret returns what a thread has as its caret; 0 is the thread of the window in front.
func (r real) caret(t *testing.T, thread uint32) (window uintptr, at rect) {
	t.Helper()
	var g guiThread
	g.size = uint32(unsafe.Sizeof(g))
	if r.call(t, r.user, "GetGUIThreadInfo", uintptr(thread), uintptr(unsafe.Pointer(&g))) == 0 {
		t.Fatal("the thread tells nothing of itself")
	}
	return g.caretOn, g.caret
}

// TestTheCaretOfTheWindowInFront says where another program has put the system's caret: for scripts/wine.sh, which asks about the
// whole program.
func TestTheCaretOfTheWindowInFront(t *testing.T) {
	if os.Getenv("HUIYING_TEST_CARET") == "" {
		t.Skip("nobody asks: HUIYING_TEST_CARET is not set")
	}
	on, at := real{user: windows.NewLazySystemDLL("user32.dll")}.caret(t, 0)
	if on == 0 {
		t.Fatal("the window in front has no caret")
	}
	t.Logf("caret %d %d %d", at.Left, at.Top, at.Bottom-at.Top)
}

// TestTheCaretComesAndGoes reads from the system which window has the caret, and how large it is.
func TestTheCaretComesAndGoes(t *testing.T) {
	r := open(t)
	for _, s := range []Spot{{X: 12, Y: 34, High: 20}, {X: 56, Y: 34, High: 20}, {X: 56, Y: 34, High: 30}} {
		r.Place(r.id, s)
		if on, at := r.caret(t, windows.GetCurrentThreadId()); on != r.id || at != (rect{s.X, s.Y, s.X + 1, s.Y + s.High}) {
			t.Errorf("the caret is %+v on %#x, want %+v on %#x", at, on, s, r.id)
		}
	}
	r.Leave()
	if on, _ := r.caret(t, windows.GetCurrentThreadId()); on != 0 {
		t.Errorf("the caret is still on %#x", on)
	}
	r.Leave()
	r.Place(r.id, Spot{X: 1, Y: 2, High: 20})
	if on, _ := r.caret(t, windows.GetCurrentThreadId()); on != r.id {
		t.Error("the caret did not come back")
	}
}

// TestAWindowIsSwitchedOffAndOn asks for the input context, which a window that is typed into without an input method lacks.
func TestAWindowIsSwitchedOffAndOn(t *testing.T) {
	r := open(t)
	before := r.context(t)
	if before == 0 {
		t.Fatal("the window has no input context")
	}
	r.Switch(r.id, false)
	if c := r.context(t); c != 0 {
		t.Errorf("switched off, the window has the input context %#x", c)
	}
	r.Place(r.id, Spot{X: 5, Y: 6, High: 20, Letters: 14}) // the caret alone
	if r.Letters(r.id) != "" {
		t.Error("switched off, something is composed")
	}
	r.Finish(r.id)
	r.Drop(r.id)
	r.Switch(r.id, true)
	if c := r.context(t); c != before {
		t.Errorf("switched on, the window has the input context %#x, before it was %#x", c, before)
	}
}

// TestCharactersAreDeliveredInOrder puts characters into the window's queue, and a key, which must stay there.
func TestCharactersAreDeliveredInOrder(t *testing.T) {
	r := open(t)
	const wmKeyDown = 0x0100
	for _, c := range "你好" {
		r.call(t, r.user, "PostMessageW", r.id, wmChar, uintptr(c), 0)
		r.call(t, r.user, "PostMessageW", r.id, wmKeyDown, 'A', 0)
	}
	r.call(t, r.user, "PostMessageW", r.id, wmIMEChar, uintptr('吗'), 0) // the window makes a character of it
	if n := r.Deliver(r.id); n != 3 || r.read.String() != "你好吗" {
		t.Errorf("%d characters came: %q", n, r.read.String())
	}
	var m message
	const keep = 0
	if r.call(t, r.user, "PeekMessageW", uintptr(unsafe.Pointer(&m)), r.id, wmKeyDown, wmKeyDown, keep) == 0 {
		t.Error("the keys are gone")
	}
	if n := r.Deliver(r.id); n != 0 {
		t.Errorf("%d more came", n)
	}
}

// compose has the system compose letters, as an input method does; it is false where it will not.
func (r real) compose(t *testing.T, letters string) bool {
	t.Helper()
	c := r.context(t)
	text, err := windows.UTF16FromString(letters)
	if err != nil {
		t.Fatal(err)
	}
	const setString = 0x0009 // SCS_SETSTR
	r.call(t, r.imm, "ImmSetOpenStatus", c, 1)
	r.call(t, r.imm, "ImmSetCompositionStringW", c, setString, uintptr(unsafe.Pointer(&text[0])), uintptr(2*(len(text)-1)), 0, 0)
	return r.Letters(r.id) == letters
}

// TestFinishingBringsTheTextBeforeItReturns composes without an input method, by setting the letters, and ends it in both ways.
// Where the system composes nothing by itself there is nothing to try.
func TestFinishingBringsTheTextBeforeItReturns(t *testing.T) {
	r := open(t)
	if !r.compose(t, "nihao") {
		t.Skipf("the system composes nothing without an input method: it holds %q", r.Letters(r.id))
	}
	r.Finish(r.id)
	early := r.read.String()
	n := r.Deliver(r.id)
	if n != len("nihao") || r.read.String() != "nihao" {
		t.Errorf("%d characters were delivered, the window read %q, of it %q before", n, r.read.String(), early)
	}
	t.Logf("finishing: %d of %d characters came while it was asked, %d waited in the queue", len(early), len("nihao"), n)
	r.read.Reset()
	if !r.compose(t, "zai") {
		t.Fatalf("a second time it composes %q", r.Letters(r.id))
	}
	r.Drop(r.id)
	if n := r.Deliver(r.id); n != 0 || r.read.Len() != 0 || r.Letters(r.id) != "" {
		t.Errorf("dropped, %d characters came: %q; still composing %q", n, r.read.String(), r.Letters(r.id))
	}
}
