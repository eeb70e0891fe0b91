package typing_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/typing"
)

func TestSelect(t *testing.T) {
	begin(t)
	e := typing.Lines("", 4)
	w := stand(t, e, nil)
	w.Resize(fyne.NewSize(160, 300))
	text := strings.Repeat("望川供暖", 12) + "\n第二段"
	e.SetText(text)
	for _, c := range []struct{ from, to int }{{0, 1}, {3, 30}, {10, 11}, {40, 52}, {47, 48}, {0, 52}, {5, 5}} {
		e.Select(c.from, c.to)
		if want := string([]rune(text)[c.from:c.to]); e.Selected() != want || e.CaretAt() != c.to {
			t.Errorf("Select(%d, %d) selects %q and stands at %d", c.from, c.to, e.Selected(), e.CaretAt())
		}
	}
}

// Shift stays held while a word is selected by Ctrl, and what is done as with Shift does not let it go.
func TestShiftIsHeldAsLongAsThePersonHoldsIt(t *testing.T) {
	begin(t)
	e := typing.Line("")
	stand(t, e, nil)
	e.SetText("望川供暖通知")
	e.SetCaret(0)
	down, up := e.Target().(desktop.Keyable).KeyDown, e.Target().(desktop.Keyable).KeyUp
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	down(shift)
	shortcut(e, &desktop.CustomShortcut{KeyName: fyne.KeyRight, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift})
	word := e.Selected()
	e.Target().TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if n := len([]rune(word)); word == "" || e.Selected() != "望川供暖通知"[:(n+1)*len("望")] {
		t.Fatalf("Shift+→ after %q selects %q", word, e.Selected())
	}
	e.SetCaret(2) // a program's own change leaves nothing selected, Shift or not
	if e.Selected() != "" {
		t.Fatalf("%q is selected still", e.Selected())
	}
	up(shift)
	e.Target().TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if e.Selected() != "" || e.CaretAt() != 3 {
		t.Fatalf("→ selects %q and stands at %d", e.Selected(), e.CaretAt())
	}
}

func TestAnotherTextIsNotSelected(t *testing.T) {
	begin(t)
	e := typing.Line("")
	stand(t, e, nil)
	e.SetText("第一件的意见")
	shortcut(e, &fyne.ShortcutSelectAll{})
	e.SetText("第二件")
	e.Target().TypedRune('好')
	if !strings.Contains(e.Text(), "第二件") {
		t.Fatalf("a letter took the place of another text: %q", e.Text())
	}
}

func TestArrowsCrossALongLinesBreakAtOnce(t *testing.T) {
	begin(t)
	e := typing.Lines("", 4)
	w := stand(t, e, nil)
	w.Resize(fyne.NewSize(160, 300))
	n := 60
	e.SetText(strings.Repeat("字", n))
	if _, _, rows := e.Row(); rows < 3 {
		t.Fatalf("%d rows are no long line", rows)
	}
	e.SetCaret(0)
	for i := 1; i <= n; i++ {
		key(e, fyne.KeyRight)
		if e.CaretAt() != i {
			t.Fatalf("after %d × → the caret is at %d", i, e.CaretAt())
		}
	}
	for i := n - 1; i >= 0; i-- {
		key(e, fyne.KeyLeft)
		if e.CaretAt() != i {
			t.Fatalf("← from %d leads to %d", i+1, e.CaretAt())
		}
	}
}

func TestHomeAndEndOnALongLine(t *testing.T) {
	begin(t)
	e := typing.Lines("", 4)
	w := stand(t, e, nil)
	w.Resize(fyne.NewSize(160, 300))
	e.SetText(strings.Repeat("字", 60))
	e.SetCaret(0)
	key(e, fyne.KeyEnd)
	first := e.CaretAt()
	if first == 0 || first == 60 {
		t.Fatalf("End on the first of several lines leads to %d", first)
	}
	key(e, fyne.KeyHome)
	if e.CaretAt() != 0 {
		t.Fatalf("Home leads to %d", e.CaretAt())
	}
	key(e, fyne.KeyEnd)
	test.Type(e.Target(), "尾")
	if e.CaretAt() != first+1 || []rune(e.Text())[first] != '尾' {
		t.Fatalf("writing at the end of a line put the caret at %d", e.CaretAt())
	}
	shortcut(e, ctrl(fyne.KeyHome))
	if e.CaretAt() != 0 {
		t.Fatalf("Ctrl+Home leads to %d", e.CaretAt())
	}
	shortcut(e, ctrl(fyne.KeyEnd))
	if e.CaretAt() != 61 {
		t.Fatalf("Ctrl+End leads to %d", e.CaretAt())
	}
}

func TestAnEmojiIsOneCharacter(t *testing.T) {
	begin(t)
	e := typing.Line("")
	stand(t, e, nil)
	family := "👨‍👩‍👧"
	e.SetText("好" + family + "𠮷坏")
	e.SetCaret(1)
	key(e, fyne.KeyRight)
	if e.CaretAt() != 1+len([]rune(family)) {
		t.Fatalf("→ leads to %d", e.CaretAt())
	}
	key(e, fyne.KeyLeft)
	if e.CaretAt() != 1 {
		t.Fatalf("← leads to %d", e.CaretAt())
	}
	key(e, fyne.KeyDelete)
	if e.Text() != "好𠮷坏" {
		t.Fatalf("Delete leaves %q", e.Text())
	}
	e.Undo()
	if e.Text() != "好"+family+"𠮷坏" {
		t.Fatalf("undo gives %q", e.Text())
	}
	e.SetCaret(1 + len([]rune(family)) + 1)
	key(e, fyne.KeyBackspace)
	key(e, fyne.KeyBackspace)
	if e.Text() != "好坏" {
		t.Fatalf("two Backspace leave %q", e.Text())
	}
}

func TestWordsAreChinese(t *testing.T) {
	begin(t)
	e := typing.Lines("", 3)
	w := stand(t, e, nil)
	w.Resize(fyne.NewSize(600, 200))
	e.SetText("市政府今天恢复供暖，电话 12345。")
	at := func(n int) fyne.Position { // the middle of the n-th character
		w := fyne.MeasureText(string([]rune(e.Text())[:n]), fyne.CurrentApp().Settings().Theme().Size("text"), fyne.TextStyle{}).Width
		return fyne.NewPos(8+w+6, 16)
	}
	for n, want := range map[int]string{3: "今天", 4: "今天", 8: "供暖", 9: "，", 15: "12345"} {
		p := at(n)
		e.Target().(desktop.Mouseable).MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}, Button: desktop.MouseButtonPrimary})
		e.Target().(fyne.DoubleTappable).DoubleTapped(&fyne.PointEvent{Position: p})
		if e.Selected() != want {
			t.Errorf("a double click on character %d selects %q, want %q", n, e.Selected(), want)
		}
		time.Sleep(fyne.CurrentApp().Driver().DoubleTapDelay() + 20*time.Millisecond) // else the next click is a third one
	}
	e.SetCaret(9)
	shortcut(e, ctrl(fyne.KeyBackspace))
	if e.Text() != "市政府今天恢复，电话 12345。" {
		t.Fatalf("Ctrl+Backspace leaves %q", e.Text())
	}
	e.Undo()
	e.SetCaret(3)
	shortcut(e, ctrl(fyne.KeyDelete))
	if e.Text() != "市政府恢复供暖，电话 12345。" {
		t.Fatalf("Ctrl+Delete leaves %q", e.Text())
	}
	e.Undo()
	e.SetCaret(3)
	both := func(k fyne.KeyName) fyne.Shortcut {
		return &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
	}
	shortcut(e, both(fyne.KeyRight))
	shortcut(e, both(fyne.KeyRight))
	if e.Selected() != "今天恢复" {
		t.Fatalf("Ctrl+Shift+→ twice selects %q", e.Selected())
	}
	shortcut(e, both(fyne.KeyLeft))
	if e.Selected() != "今天" {
		t.Fatalf("and ← selects %q", e.Selected())
	}
	shortcut(e, ctrl(fyne.KeyRight))
	if e.Selected() != "" || e.CaretAt() <= 5 {
		t.Fatalf("Ctrl+→ stands at %d with %q selected", e.CaretAt(), e.Selected())
	}
}
