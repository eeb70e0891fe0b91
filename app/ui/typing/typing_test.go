package typing_test

import (
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing"
	"huiying/app/ui/typing/input"
	"huiying/app/ui/typing/typingtest"
)

func begin(t *testing.T) {
	t.Helper()
	themetest.App(t, theme.Light, 100)
}

// stand puts a field on a window with an input method and gives it the focus.
func stand(t *testing.T, e *typing.Entry, m input.Method) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, typing.NewRoot(container.NewStack(e), m))
	w.Resize(fyne.NewSize(400, 300))
	e.Focus()
	return w
}

func key(e *typing.Entry, name fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: name}
	e.Target().(desktop.Keyable).KeyDown(ev)
	e.Target().TypedKey(ev)
	e.Target().(desktop.Keyable).KeyUp(ev)
}

func shortcut(e *typing.Entry, s fyne.Shortcut) { e.Target().(fyne.Shortcutable).TypedShortcut(s) }

func ctrl(name fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault}
}

func TestBareEnterNeverSubmits(t *testing.T) {
	begin(t)
	for name, e := range map[string]*typing.Entry{"line": typing.Line(""), "lines": typing.Lines("", 3), "password": typing.Password(""),
		"number": typing.Number(""), "pick": typing.Pick("", nil)} {
		t.Run(name, func(t *testing.T) {
			sent := 0
			e.OnSubmit = func() { sent++ }
			stand(t, e, nil)
			key(e, fyne.KeyReturn)
			key(e, fyne.KeyEnter)
			if sent != 0 {
				t.Fatal("a bare Enter submitted")
			}
			shortcut(e, ctrl(fyne.KeyReturn))
			if sent != 1 {
				t.Fatalf("Ctrl+Enter submitted %d times, want once", sent)
			}
		})
	}
}

func TestSigningInMaySubmitOnEnter(t *testing.T) {
	begin(t)
	e := typing.SignIn(typing.Password(""))
	sent := 0
	e.OnSubmit = func() { sent++ }
	stand(t, e, nil)
	key(e, fyne.KeyReturn)
	if sent != 1 {
		t.Fatalf("Enter submitted %d times, want once", sent)
	}
}

func TestEnterBreaksALineInLines(t *testing.T) {
	begin(t)
	e := typing.Lines("", 3)
	stand(t, e, nil)
	test.Type(e.Target(), "一")
	key(e, fyne.KeyReturn)
	test.Type(e.Target(), "二")
	if e.Text() != "一\n二" {
		t.Fatalf("text is %q", e.Text())
	}
}

func TestACommitIsOneStepOfUndo(t *testing.T) {
	begin(t)
	m := &fake{}
	e := typing.Line("")
	stand(t, e, m)
	test.Type(e.Target(), "abc")
	m.field.Commit("望川市")
	m.field.Commit("发布")
	if e.Text() != "abc望川市发布" {
		t.Fatalf("text is %q", e.Text())
	}
	for _, want := range []string{"abc望川市", "abc", ""} {
		shortcut(e, &fyne.ShortcutUndo{})
		if e.Text() != want {
			t.Fatalf("after undo %q, want %q", e.Text(), want)
		}
	}
	for _, want := range []string{"abc", "abc望川市", "abc望川市发布"} {
		shortcut(e, &fyne.ShortcutRedo{})
		if e.Text() != want {
			t.Fatalf("after redo %q, want %q", e.Text(), want)
		}
	}
}

func TestACommitOverASelectionIsOneStep(t *testing.T) {
	begin(t)
	m := &fake{}
	e := typing.Line("")
	stand(t, e, m)
	test.Type(e.Target(), "旧的话")
	shortcut(e, &fyne.ShortcutSelectAll{})
	m.field.Commit("新话")
	if e.Text() != "新话" {
		t.Fatalf("text is %q", e.Text())
	}
	e.Undo()
	if e.Text() != "旧的话" || e.CaretAt() != 2 {
		t.Fatalf("after undo %q, caret %d", e.Text(), e.CaretAt())
	}
}

func TestUndoPutsTheCaretWhereTheChangeWas(t *testing.T) {
	begin(t)
	e := typing.Lines("", 3)
	stand(t, e, nil)
	long := strings.Repeat("供暖", 60)
	e.SetText(long + "\n第二段")
	e.SetCaret(121)
	if e.CaretAt() != 121 {
		t.Fatalf("caret at %d, want 121", e.CaretAt())
	}
	e.Insert("插入")
	if !strings.Contains(e.Text(), "\n插入第二段") {
		t.Fatalf("text is %q", e.Text())
	}
	e.Undo()
	if e.CaretAt() != 121 || strings.Contains(e.Text(), "插入") {
		t.Fatalf("after undo the caret is at %d", e.CaretAt())
	}
}

func TestLoadingForgetsUndoAndReplacingKeepsIt(t *testing.T) {
	begin(t)
	e := typing.Line("")
	stand(t, e, nil)
	e.SetText("载入")
	e.Undo()
	if e.Text() != "载入" {
		t.Fatal("loading a text must not be undone")
	}
	e.Replace("改好")
	e.Undo()
	if e.Text() != "载入" {
		t.Fatalf("after undo %q", e.Text())
	}
}

func TestPastingCleansAndIsOneStep(t *testing.T) {
	begin(t)
	e := typing.Line("")
	stand(t, e, nil)
	board := test.NewClipboard()
	board.SetContent("标题\u200b\u00a0一\r\n二")
	shortcut(e, &fyne.ShortcutPaste{Clipboard: board})
	if e.Text() != "标题 一 二" {
		t.Fatalf("pasted %q", e.Text())
	}
	e.Undo()
	if e.Text() != "" {
		t.Fatalf("after undo %q", e.Text())
	}
}

func TestNumberTakesFiguresOnly(t *testing.T) {
	begin(t)
	e := typing.Number("")
	stand(t, e, nil)
	test.Type(e.Target(), "1a2，3")
	board := test.NewClipboard()
	board.SetContent("4 元 5")
	shortcut(e, &fyne.ShortcutPaste{Clipboard: board})
	if e.Text() != "12345" {
		t.Fatalf("text is %q", e.Text())
	}
}

// fake is an input method that uses the keys it is told to.
type fake struct {
	field     input.Field
	uses      map[fyne.KeyName]bool
	composing bool
	out       string // committed when the focus leaves
	letters   string // committed when composing is ended
	moved     int
	released  int
	finished  int
	dropped   int
}

func (f *fake) FocusIn(x input.Field) { f.field = x }
func (f *fake) FocusOut(x input.Field) {
	if f.out != "" {
		x.Commit(f.out)
		f.out = ""
	}
	f.field = nil
}
func (f *fake) Press(_ input.Field, k *fyne.KeyEvent) bool { return f.uses[k.Name] }
func (f *fake) Release(input.Field, *fyne.KeyEvent)        { f.released++ }
func (f *fake) Finish(x input.Field)                       { f.finished++; x.Commit(f.letters) }
func (f *fake) Drop(input.Field)                           { f.dropped++ }
func (f *fake) Composing() bool                            { return f.composing }
func (f *fake) Moved(input.Field)                          { f.moved++ }

func TestWhatTheMethodUsesDoesNotReachTheField(t *testing.T) {
	begin(t)
	m := &fake{uses: map[fyne.KeyName]bool{fyne.KeyBackspace: true, fyne.KeyReturn: true, fyne.KeyLeft: true}, composing: true}
	e := typing.Lines("", 3)
	stand(t, e, m)
	e.SetText("已有")
	e.SetCaret(2)
	for _, k := range []fyne.KeyName{fyne.KeyBackspace, fyne.KeyReturn, fyne.KeyLeft} {
		key(e, k)
	}
	e.Target().(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	// A key that repeats comes without KeyDown.
	e.Target().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	e.Target().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	shortcut(e, &fyne.ShortcutSelectAll{})
	m.field.Commit("词")
	if e.Text() != "已有词" {
		t.Fatalf("text is %q", e.Text())
	}
}

func TestTheMethodFinishesInTheOldField(t *testing.T) {
	begin(t)
	m := &fake{}
	a, b := typing.Line(""), typing.Line("")
	test.NewTempWindow(t, typing.NewRoot(container.NewVBox(a, b), m))
	a.Focus()
	m.out = "末字"
	b.Focus()
	if a.Text() != "末字" || b.Text() != "" {
		t.Fatalf("fields hold %q and %q", a.Text(), b.Text())
	}
	if m.field == nil {
		t.Fatal("the new field did not reach the method")
	}
}

func TestAPasswordSaysThatItIsOne(t *testing.T) {
	begin(t)
	m := &fake{}
	e := typing.Password("")
	stand(t, e, m)
	if m.field == nil || m.field.Purpose() != input.Secret {
		t.Fatal("the method was not told that the field is a secret one")
	}
	m.field.Preedit("mima", 4)
	if e.Text() != "" || shown(e) != "" {
		t.Fatal("a password is composed")
	}
	n := typing.Number("")
	stand(t, n, m)
	if m.field.Purpose() != input.Digits {
		t.Fatal("the method was not told that the field wants figures")
	}
}

func TestAPasswordIsShownAndHiddenByAKey(t *testing.T) {
	begin(t)
	e := typing.Password("")
	stand(t, e, nil)
	hides := func() bool { return reflect.ValueOf(e.Target()).Elem().FieldByName("Password").Bool() }
	for _, want := range []bool{true, false, true} {
		if hides() != want {
			t.Fatalf("hidden %v, want %v", hides(), want)
		}
		shortcut(e, ctrl(fyne.KeyE))
	}
	line := typing.Line("")
	stand(t, line, nil)
	shortcut(line, ctrl(fyne.KeyE)) // nothing is hidden here
}

func TestKeysTheFieldHasNoUseForReachTheWindow(t *testing.T) {
	begin(t)
	e := typing.Lines("", 2)
	w := stand(t, e, nil)
	var got []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { got = append(got, ev.Name) })
	saver := &saver{Container: container.NewStack()}
	w.Canvas().Content().(*typing.Root).SetContent(saver)
	saver.Add(e)
	e.Focus()
	key(e, fyne.KeyF1)
	key(e, fyne.KeyEscape)
	shortcut(e, ctrl(fyne.KeyS))
	if len(got) != 2 || saver.saved != 1 {
		t.Fatalf("window got %v and %d saves", got, saver.saved)
	}
}

// saver is a content with one shortcut.
type saver struct {
	*fyne.Container
	saved int
}

func (s *saver) TakeShortcut(k fyne.Shortcut) bool {
	if k.ShortcutName() != ctrl(fyne.KeyS).ShortcutName() {
		return false
	}
	s.saved++
	return true
}

func TestErrorKeepsTheTextAndMakesRoom(t *testing.T) {
	begin(t)
	e := typing.Line("")
	stand(t, e, nil)
	e.SetText("2026-11-31")
	before := e.MinSize().Height
	e.SetError("11 月没有 31 日，请改成 30 日或换月份")
	if e.MinSize().Height <= before || e.Text() != "2026-11-31" {
		t.Fatalf("height %v → %v, text %q", before, e.MinSize().Height, e.Text())
	}
	e.SetError("")
	if e.MinSize().Height != before {
		t.Fatal("the line stays after the error is gone")
	}
}

func TestCounterFollowsTheText(t *testing.T) {
	begin(t)
	e := typing.Line("")
	stand(t, e, nil)
	c := e.Counter(func(s string) (string, bool) { n := len([]rune(s)); return strings.Repeat("*", n), n > 2 })
	test.Type(e.Target(), "三个字")
	if c.Value != "***" || c.Color != theme.Red {
		t.Fatalf("counter says %q in %s", c.Value, c.Color)
	}
}

func TestPickNarrowsAndTakes(t *testing.T) {
	begin(t)
	e := typing.Pick("", []string{"望川发布", "望川消防", "市教育局"})
	w := stand(t, e, nil)
	test.Type(e.Target(), "望川")
	if w.Canvas().Overlays().Top() == nil {
		t.Fatal("no proposals")
	}
	to := w.Canvas().Focused()
	to.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	to.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if e.Text() != "望川消防" || w.Canvas().Overlays().Top() != nil {
		t.Fatalf("took %q", e.Text())
	}
}

func TestAFieldOfALongerTextKnowsItsLines(t *testing.T) {
	begin(t)
	e := typing.Lines("", 1).Bare()
	stand(t, e, nil)
	e.SetText("一二三\n四五六七\n八")
	e.SetCaret(5)
	if row, col, rows := e.Row(); row != 1 || col != 1 || rows != 3 {
		t.Fatalf("line %d column %d of %d", row, col, rows)
	}
	for _, c := range []struct{ row, col, want int }{{0, 2, 2}, {0, 9, 3}, {1, 3, 7}, {1, 99, 8}, {7, 1, 10}, {7, 9, 10}} {
		e.SetRow(c.row, c.col)
		if got := e.CaretAt(); got != c.want {
			t.Errorf("SetRow(%d, %d) stands at %d, want %d", c.row, c.col, got, c.want)
		}
	}
	var told []bool
	e.OnUndo = func(again bool) { told = append(told, again) }
	e.Insert("九")
	e.Undo()
	e.Redo()
	if len(told) != 2 || told[0] || !told[1] || e.Text() != "一二三\n四五六七\n八九" {
		t.Errorf("undo told %v, text %q", told, e.Text())
	}
}

func TestHeightsAreTheDesigns(t *testing.T) {
	begin(t)
	stand(t, typing.Line(""), nil)
	for want, e := range map[float32]*typing.Entry{32: typing.Line(""), 28: typing.Search("", ""), 36: typing.SignIn(typing.Line(""))} {
		if got := e.MinSize().Height; got != want {
			t.Errorf("a field is %v high, want %v", got, want)
		}
	}
}

func TestTheGuardFindsForeignFields(t *testing.T) {
	begin(t)
	ours := container.NewVBox(typing.Line(""), typing.Search("", ""), container.NewVScroll(typing.Lines("", 2)))
	if f := typingtest.Foreign(ours); len(f) != 0 {
		t.Fatalf("ours counted as foreign: %v", f)
	}
	typingtest.OnlyOurs(t, ours)
	if n := len(typingtest.Entries(ours)); n != 3 {
		t.Fatalf("found %d of our fields, want 3", n)
	}
	theirs := container.NewVBox(widget.NewEntry(), container.NewVScroll(widget.NewSelectEntry(nil)), &strange{})
	if f := typingtest.Foreign(theirs); len(f) != 3 {
		t.Fatalf("found %v, want three", f)
	}
}

// strange is a field of somebody's own.
type strange struct{ widget.Entry }
