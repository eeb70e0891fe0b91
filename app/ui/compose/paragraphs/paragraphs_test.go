package paragraphs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/compose/paragraphs"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing/typingtest"
	"huiying/publishing/content"
)

// bench is an editor in a window, with a clock that stands still until it is moved.
type bench struct {
	t   *testing.T
	e   *paragraphs.Editor
	c   fyne.Canvas
	now time.Time
}

func open(t *testing.T, texts ...string) *bench {
	t.Helper()
	themetest.App(t, theme.Light, 100)
	b := &bench{t: t, now: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)}
	b.e = paragraphs.New(func() time.Time { return b.now })
	w := test.NewTempWindow(t, b.e)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(524, 400))
	b.c = w.Canvas()
	var ps []content.Paragraph
	for i, s := range texts {
		ps = append(ps, content.Paragraph{ID: fmt.Sprint("p", i+1), Text: s})
	}
	b.e.Set(ps)
	b.e.Focus()
	return b
}

func (b *bench) key(names ...fyne.KeyName) {
	b.t.Helper()
	for _, n := range names {
		f := b.c.Focused()
		if f == nil {
			b.t.Fatalf("nothing has the focus for %s", n)
		}
		f.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func (b *bench) typ(text string) {
	b.t.Helper()
	if b.c.Focused() == nil {
		b.t.Fatal("nothing has the focus")
	}
	for _, r := range text {
		b.c.Focused().TypedRune(r)
	}
}

func (b *bench) shortcut(s fyne.Shortcut) {
	b.t.Helper()
	b.c.Focused().(fyne.Shortcutable).TypedShortcut(s)
}

func (b *bench) paste(text string) {
	board := test.NewClipboard()
	board.SetContent(text)
	b.shortcut(&fyne.ShortcutPaste{Clipboard: board})
}

func (b *bench) want(want string) {
	b.t.Helper()
	var got []string
	for _, p := range b.e.Paragraphs() {
		s := p.Text
		switch {
		case p.Style == content.Picture:
			s = "<" + p.Media + ">"
		case p.Style == content.Heading:
			s = "#" + s
		case p.Bold:
			s = "*" + s
		}
		got = append(got, s)
	}
	if s := strings.Join(got, "|"); s != want {
		b.t.Fatalf("the text is %q, want %q", s, want)
	}
}

func (b *bench) caret(i, n int) {
	b.t.Helper()
	if b.e.At() != i || b.e.Field() != nil && b.e.Field().CaretAt() != n {
		b.t.Fatalf("the caret is in %d at %d, want %d at %d", b.e.At(), b.e.Field().CaretAt(), i, n)
	}
	if f := b.e.Field(); f != nil && b.c.Focused() != f.Target() {
		b.t.Fatal("the field with the caret has not the focus")
	}
}

func TestEnterBreaksAndBackspaceJoins(t *testing.T) {
	b := open(t, "今冬供暖十五日开始。", "网上缴费。")
	b.e.Go(0, 4)
	b.key(fyne.KeyReturn)
	b.want("今冬供暖|十五日开始。|网上缴费。")
	b.caret(1, 0)
	b.typ("本月")
	b.want("今冬供暖|本月十五日开始。|网上缴费。")
	b.key(fyne.KeyHome, fyne.KeyBackspace)
	b.want("今冬供暖本月十五日开始。|网上缴费。")
	b.caret(0, 4)
	b.key(fyne.KeyEnd, fyne.KeyDelete)
	b.want("今冬供暖本月十五日开始。网上缴费。")
	b.caret(0, 12)
	if ps := b.e.Paragraphs(); ps[0].ID != "p1" {
		t.Errorf("the paragraph lost its id: %q", ps[0].ID)
	}
}

func TestTheCaretCrossesParagraphs(t *testing.T) {
	long := strings.Repeat("供暖缴费", 25)
	b := open(t, "第一段", long, "第三段末")
	b.e.Go(0, 2)
	b.key(fyne.KeyDown)
	b.caret(1, 2)
	_, _, rows := b.e.Field().Row()
	if rows < 3 {
		t.Fatalf("the long paragraph has %d lines, want some", rows)
	}
	for range rows - 1 {
		b.key(fyne.KeyDown)
	}
	if b.e.At() != 1 {
		t.Fatal("left the paragraph before its last line")
	}
	b.key(fyne.KeyDown)
	b.caret(2, 2)
	b.key(fyne.KeyUp)
	if row, col, _ := b.e.Field().Row(); b.e.At() != 1 || row != rows-1 || col != 2 {
		t.Fatalf("came back to paragraph %d line %d column %d", b.e.At(), row, col)
	}
	b.e.Go(2, 0)
	b.key(fyne.KeyLeft)
	b.caret(1, 100)
	b.key(fyne.KeyRight)
	b.caret(2, 0)
}

func TestPastedLinesBecomeParagraphs(t *testing.T) {
	b := open(t, "头尾")
	b.e.Go(0, 1)
	b.paste("一\r\n\r\n　　二\u200b\r\n　　三")
	b.want("头一|二|三尾")
	b.caret(2, 1)
	b.shortcut(&fyne.ShortcutUndo{})
	b.want("头尾")
	b.caret(0, 1)
	b.shortcut(&fyne.ShortcutRedo{})
	b.want("头一|二|三尾")
}

func TestUndoCrossesParagraphs(t *testing.T) {
	b := open(t, "甲", "乙")
	b.e.Go(1, 1)
	b.typ("丙丁")
	b.now = b.now.Add(3 * time.Second)
	b.typ("戊")
	b.key(fyne.KeyReturn)
	b.typ("己")
	b.want("甲|乙丙丁戊|己")
	for _, want := range []string{"甲|乙丙丁戊|", "甲|乙丙丁戊", "甲|乙丙丁", "甲|乙"} {
		b.e.Undo()
		b.want(want)
	}
	b.caret(1, 1)
	b.e.Undo()
	b.want("甲|乙")
	for range 4 {
		b.e.Redo()
	}
	b.want("甲|乙丙丁戊|己")
	b.e.Undo()
	b.typ("庚")
	b.e.Redo()
	b.want("甲|乙丙丁戊|庚")
}

func TestWhatIsTypedInAnotherPlaceIsAStepOfItsOwn(t *testing.T) {
	b := open(t, "望川供暖")
	b.e.Go(0, 4)
	b.typ("通知")
	b.e.Go(0, 0)
	b.typ("关于")
	b.want("关于望川供暖通知")
	b.e.Undo()
	b.want("望川供暖通知")
	b.e.Undo()
	b.want("望川供暖")
}

func TestMovingAndStyles(t *testing.T) {
	b := open(t, "甲", "乙", "丙")
	b.e.Go(2, 1)
	b.e.Shift(-1)
	b.want("甲|丙|乙")
	b.caret(1, 1)
	b.e.Shift(-1)
	b.e.Shift(-1)
	b.want("丙|甲|乙")
	b.e.SetStyle(content.Heading)
	b.want("#丙|甲|乙")
	b.caret(0, 1)
	b.key(fyne.KeyReturn)
	b.want("#丙||甲|乙")
	b.e.ToggleBold()
	b.typ("粗")
	b.want("#丙|*粗|甲|乙")
	b.e.Go(0, 0)
	b.e.SetStyle(content.Heading)
	b.want("丙|*粗|甲|乙")
}

func TestPicturesInTheText(t *testing.T) {
	b := open(t, "甲", "乙")
	b.e.Go(0, 1)
	b.e.InsertPicture("h1")
	b.want("甲|<h1>|乙")
	b.caret(2, 0)
	b.key(fyne.KeyBackspace)
	b.want("甲|<h1>|乙")
	if b.e.At() != 1 || b.c.Focused() == nil {
		t.Fatal("Backspace below a picture must go to the picture")
	}
	b.key(fyne.KeyReturn)
	b.want("甲|<h1>||乙")
	b.key(fyne.KeyUp)
	b.key(fyne.KeyDelete)
	b.want("甲||乙")
	b.e.Undo()
	b.want("甲|<h1>||乙")
	b.e.RemovePicture("h1")
	b.want("甲||乙")
	b.e.Go(2, 1)
	b.e.InsertPicture("h2")
	b.want("甲||乙|<h2>|")
}

func TestTellsEveryChangeAndLocks(t *testing.T) {
	b := open(t, "甲")
	n := 0
	b.e.OnEdit = func() { n++ }
	b.e.Go(0, 1)
	if n != 0 {
		t.Fatal("moving the caret told a change")
	}
	b.typ("乙")
	b.key(fyne.KeyReturn)
	if n != 2 {
		t.Errorf("told %d changes, want 2", n)
	}
	sent := 0
	b.e.OnSubmit = func() { sent++ }
	b.shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	if sent != 1 {
		t.Error("Ctrl+Enter did not submit")
	}
	b.e.Lock(true)
	b.e.Go(0, 0)
	if b.e.At() != -1 || b.e.Field() != nil {
		t.Error("a locked text has a field")
	}
	b.e.InsertPicture("h")
	b.e.Undo()
	b.want("甲乙|")
	typingtest.OnlyOurs(t, b.e)
}

func TestClickingPutsTheCaretThere(t *testing.T) {
	b := open(t, "今冬供暖十五日开始", "网上缴费也可以")
	test.TapCanvas(b.c, fyne.NewPos(44+14*3+2, 12+20+12+8))
	b.caret(1, 3)
	test.TapCanvas(b.c, fyne.NewPos(60, 380))
	b.caret(1, 7)
}

func TestALongTextDrawsWhatIsInSight(t *testing.T) {
	var texts []string
	for i := range 200 {
		texts = append(texts, fmt.Sprintf("第%d段：", i+1)+strings.Repeat("供暖", 47))
	}
	b := open(t, texts...)
	if p, c := b.e.Count(); p != 200 || c < 19000 {
		t.Fatalf("%d paragraphs, %d characters", p, c)
	}
	if n := b.e.Live(); n > 40 {
		t.Errorf("%d objects drawn, want what is in sight", n)
	}
	b.e.Go(150, 3)
	b.typ("！")
	if got := b.e.Paragraphs()[150].Text; !strings.HasPrefix(got, "第15！") {
		t.Errorf("typed into %q", got)
	}
	if n := b.e.Live(); n > 40 {
		t.Errorf("%d objects drawn after going down", n)
	}
}

func BenchmarkKeyInALongText(b *testing.B) {
	app := test.NewApp()
	defer app.Quit()
	app.Settings().SetTheme(theme.New(theme.Light, 100))
	e := paragraphs.New(time.Now)
	w := test.NewWindow(e)
	w.Resize(fyne.NewSize(524, 400))
	var ps []content.Paragraph
	for i := range 200 {
		ps = append(ps, content.Paragraph{ID: fmt.Sprint(i), Text: strings.Repeat("供暖缴费通知公告时间地点办法", 7)})
	}
	start := time.Now()
	e.Set(ps)
	opened := time.Since(start)
	e.Go(100, 3)
	f := e.Field().Target()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		f.TypedRune('字')
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	b.ReportMetric(float64(opened.Microseconds())/1000, "ms/open")
}
