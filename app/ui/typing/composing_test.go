package typing_test

import (
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"huiying/app/ui/typing"
)

// shown is what the widget shows: the text with what is being composed.
func shown(e *typing.Entry) string {
	return reflect.ValueOf(e.Target()).Elem().FieldByName("Text").String()
}

func TestComposingIsShownAndIsNoPartOfTheText(t *testing.T) {
	begin(t)
	m := &fake{}
	e := typing.Lines("", 3)
	var told []string
	e.OnEdit = func(s string) { told = append(told, s) }
	c := e.Counter(func(s string) (string, bool) { return strings.Repeat("*", len([]rune(s))), false })
	stand(t, e, m)
	e.SetText("望川今天供暖")
	e.SetCaret(2)
	told = nil
	for i, p := range []string{"n", "ni", "ni h", "ni hao"} {
		m.field.Preedit(p, len(p))
		if shown(e) != "望川"+p+"今天供暖" || e.Text() != "望川今天供暖" || e.CaretAt() != 2 {
			t.Fatalf("step %d shows %q, holds %q, caret %d", i, shown(e), e.Text(), e.CaretAt())
		}
	}
	if len(told) != 0 || c.Value != "******" {
		t.Fatalf("composing told %v and counted %q", told, c.Value)
	}
	m.field.Commit("你好")
	if e.Text() != "望川你好今天供暖" || shown(e) != e.Text() || e.CaretAt() != 4 || c.Value != "********" {
		t.Fatalf("text %q, caret %d, counter %q", e.Text(), e.CaretAt(), c.Value)
	}
	e.Undo()
	if e.Text() != "望川今天供暖" || e.CaretAt() != 2 {
		t.Fatalf("after undo %q, caret %d", e.Text(), e.CaretAt())
	}
	e.Redo()
	if e.Text() != "望川你好今天供暖" || len(told) != 3 {
		t.Fatalf("after redo %q, told %v", e.Text(), told)
	}
}

func TestComposingThatIsGivenUpLeavesTextAndSelection(t *testing.T) {
	begin(t)
	m := &fake{}
	e := typing.Line("")
	stand(t, e, m)
	e.SetText("旧的话不动")
	e.Select(1, 3)
	m.field.Preedit("xin", 3)
	if shown(e) != "旧xin不动" {
		t.Fatalf("shows %q", shown(e))
	}
	m.field.Preedit("", 0)
	if e.Text() != "旧的话不动" || shown(e) != e.Text() || e.Selected() != "的话" {
		t.Fatalf("text %q, selected %q", e.Text(), e.Selected())
	}
	m.field.Preedit("xin", 3)
	m.field.Commit("新")
	if e.Text() != "旧新不动" {
		t.Fatalf("text %q", e.Text())
	}
	e.Undo()
	if e.Text() != "旧的话不动" {
		t.Fatalf("one undo gives %q", e.Text())
	}
}

func TestACommitOfPartGoesOnComposingBehindIt(t *testing.T) {
	begin(t)
	m := &fake{}
	e := typing.Lines("", 2)
	stand(t, e, m)
	m.field.Preedit("wang chuan", 10)
	m.field.Commit("望")
	m.field.Preedit("chuan", 5)
	if e.Text() != "望" || shown(e) != "望chuan" {
		t.Fatalf("text %q, shown %q", e.Text(), shown(e))
	}
	m.field.Commit("川")
	if e.Text() != "望川" {
		t.Fatalf("text %q", e.Text())
	}
}

func TestACommitThatIsWhatWasShownIsAnEdit(t *testing.T) {
	begin(t)
	m := &fake{}
	e := typing.Line("")
	stand(t, e, m)
	told := 0
	e.OnEdit = func(string) { told++ }
	m.field.Preedit("APP", 3)
	m.field.Commit("APP")
	if e.Text() != "APP" || told != 1 {
		t.Fatalf("text %q, told %d times", e.Text(), told)
	}
	e.Undo()
	if e.Text() != "" {
		t.Fatalf("after undo %q", e.Text())
	}
}

func TestWhatEndsComposingKeepsTheLetters(t *testing.T) {
	begin(t)
	for name, act := range map[string]func(e *typing.Entry){
		"click":     func(e *typing.Entry) { e.Target().(desktop.Mouseable).MouseDown(&desktop.MouseEvent{}) },
		"caret":     func(e *typing.Entry) { e.SetCaret(0) },
		"insert":    func(e *typing.Entry) { e.Insert("") },
		"backspace": func(e *typing.Entry) { key(e, fyne.KeyF3); e.SetCaret(99) },
		"rune":      func(e *typing.Entry) { e.Target().TypedRune('!'); key(e, fyne.KeyBackspace) },
	} {
		t.Run(name, func(t *testing.T) {
			m := &fake{letters: "nihao"}
			e := typing.Lines("", 2)
			stand(t, e, m)
			e.SetText("前")
			e.SetCaret(1)
			m.field.Preedit("ni hao", 6)
			act(e)
			if e.Text() != "前nihao" || shown(e) != e.Text() || m.finished != 1 {
				t.Fatalf("text %q, shown %q, finished %d times", e.Text(), shown(e), m.finished)
			}
		})
	}
}

func TestLoadingAnotherTextDropsWhatIsComposed(t *testing.T) {
	begin(t)
	m := &fake{letters: "nihao"}
	e := typing.Line("")
	stand(t, e, m)
	m.field.Preedit("ni hao", 6)
	e.SetText("别的稿件")
	if e.Text() != "别的稿件" || shown(e) != "别的稿件" || m.dropped != 1 || m.finished != 0 {
		t.Fatalf("text %q, shown %q", e.Text(), shown(e))
	}
	m.field.Preedit("zai", 3)
	e.Disable()
	m.field.Commit("字")
	if e.Text() != "别的稿件" || shown(e) != "别的稿件" {
		t.Fatalf("a disabled field holds %q and shows %q", e.Text(), shown(e))
	}
}

func TestShortcutsWaitUntilNothingIsComposed(t *testing.T) {
	begin(t)
	m := &fake{}
	e := typing.Lines("", 2)
	stand(t, e, m)
	sent := 0
	e.OnSubmit = func() { sent++ }
	e.SetText("正文")
	e.SetCaret(2)
	m.field.Preedit("ni", 2)
	shortcut(e, ctrl(fyne.KeyReturn))
	shortcut(e, &fyne.ShortcutSelectAll{})
	m.field.Commit("你")
	if sent != 0 || e.Text() != "正文你" {
		t.Fatalf("sent %d, text %q", sent, e.Text())
	}
	shortcut(e, ctrl(fyne.KeyReturn))
	if sent != 1 {
		t.Fatal("Ctrl+Enter does not submit after composing")
	}
}

func TestANumberTakesNoOtherCommit(t *testing.T) {
	begin(t)
	m := &fake{}
	e := typing.Number("")
	stand(t, e, m)
	m.field.Preedit("er", 2)
	m.field.Commit("二0 2 6")
	if e.Text() != "026" {
		t.Fatalf("text %q", e.Text())
	}
	m.field.Preedit("er", 2)
	m.field.Commit("二")
	if e.Text() != "026" || shown(e) != "026" {
		t.Fatalf("text %q, shown %q", e.Text(), shown(e))
	}
}

func TestTheMethodGetsItsKeysBack(t *testing.T) {
	begin(t)
	m := &fake{}
	e := typing.Lines("", 2)
	stand(t, e, m)
	m.field.Key("", '，')
	m.field.Key(fyne.KeyReturn, 0)
	m.field.Key("", '𠮷')
	m.field.Key(fyne.KeyBackspace, 0)
	if e.Text() != "，\n" {
		t.Fatalf("text %q", e.Text())
	}
	key(e, fyne.KeyHome)
	if m.released != 1 {
		t.Fatalf("told of %d releases", m.released)
	}
}

func TestWhatIsComposedIsUnderlinedOnEveryLineItTakes(t *testing.T) {
	begin(t)
	m := &fake{}
	e := typing.Lines("", 6)
	w := stand(t, e, m)
	w.Resize(fyne.NewSize(200, 300))
	e.SetText(strings.Repeat("供暖", 8))
	e.SetCaret(10)
	before := e.Underlines()
	at, high, ok := m.field.Caret()
	if !ok || high <= 0 {
		t.Fatal("no caret")
	}
	m.field.Preedit("wang chuan shi zheng wu fu wu zhong xin jin tian", 48)
	rows := e.Underlines()
	if len(before) != 0 || len(rows) < 2 {
		t.Fatalf("%d lines before and %d while composing over several rows", len(before), len(rows))
	}
	for i, r := range rows {
		if r.Size().Width <= 0 || r.Size().Width > 200 || i > 0 && r.Position().Y <= rows[i-1].Position().Y {
			t.Errorf("line %d stands at %v, %v", i, r.Position(), r.Size())
		}
	}
	m.field.Preedit("w", 1)
	if now, _, _ := m.field.Caret(); now != at {
		t.Errorf("candidates move from %v to %v while the same row is written", at, now)
	}
	m.field.Preedit("", 0)
	if len(e.Underlines()) != 0 {
		t.Error("a line stays")
	}
}

func TestAFieldThatGrowsWhileComposingTells(t *testing.T) {
	begin(t)
	m := &fake{}
	e := typing.Lines("", 1).Bare()
	w := stand(t, e, m)
	w.Resize(fyne.NewSize(120, 300))
	grew := 0
	e.OnGrow = func() { grew++ }
	high := e.MinSize().Height
	m.field.Preedit(strings.Repeat("zhong ", 8), 0)
	if grew != 1 || e.MinSize().Height <= high {
		t.Fatalf("told %d times, height %v then %v", grew, high, e.MinSize().Height)
	}
	m.field.Preedit("", 0)
	if grew != 2 || e.MinSize().Height != high {
		t.Fatalf("told %d times, height %v after", grew, e.MinSize().Height)
	}
}

func TestALetterIsNoKeyOfTheScreen(t *testing.T) {
	begin(t)
	e := typing.Lines("", 2)
	w := stand(t, e, nil)
	var up []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { up = append(up, ev.Name) })
	for _, k := range []fyne.KeyName{fyne.KeyD, fyne.Key1, fyne.KeySpace, fyne.KeyComma, fyne.KeyUnknown} {
		key(e, k)
	}
	if len(up) != 0 {
		t.Fatalf("the screen got %v while a person was writing", up)
	}
	key(e, fyne.KeyF8)
	if len(up) != 1 {
		t.Fatal("the screen does not get its F8")
	}
}
