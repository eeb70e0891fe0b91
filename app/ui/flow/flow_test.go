package flow_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
)

func begin(t *testing.T) {
	t.Helper()
	themetest.App(t, theme.Light, 100)
}

const sample = "2026年冬季供暖费从11月20日（星期五）开始收取，12月31日截止。请各位用户按时缴费；网上交：打开“望川通”，点“生活缴费”，输入户号即可。" +
	"《通知》见 https://www.wangchuan.gov.cn/2026/11/t20261118_1.html ，电话（0123）12345！有问题吗？没有……"

func TestNoSignBeginsOrEndsALineWhereItMayNot(t *testing.T) {
	begin(t)
	for width := float32(60); width < 700; width += 7 {
		f := flow.Plain(sample, theme.Reading, theme.Text)
		f.Resize(fyne.NewSize(width, 400))
		lines := f.Lines()
		if got := strings.Join(lines, ""); got != sample {
			t.Fatalf("at %v the lines do not make the text: %q", width, got)
		}
		for i, l := range lines {
			r := []rune(l)
			if i > 0 && strings.ContainsRune("。，、）》”；：！？…", r[0]) {
				t.Errorf("at %v line %d begins with %q", width, i, r[0])
			}
			if i < len(lines)-1 && strings.ContainsRune("（《“", r[len(r)-1]) {
				t.Errorf("at %v line %d ends with %q", width, i, r[len(r)-1])
			}
		}
	}
}

func TestLinesFitAndWordsStayWhole(t *testing.T) {
	begin(t)
	f := flow.Plain("请拨打 12345 或者登录 wangchuan 办理", theme.Body, theme.Text)
	f.Resize(fyne.NewSize(110, 400))
	for _, l := range f.Lines() {
		if w := fyne.MeasureText(strings.TrimRight(l, " "), theme.Body, fyne.TextStyle{}).Width; w > 111 {
			t.Errorf("line %q is %v wide", l, w)
		}
	}
	if all := strings.Join(f.Lines(), "|"); !strings.Contains(all, "12345") || !strings.Contains(all, "wangchuan") {
		t.Errorf("a word was broken: %s", all)
	}
}

func TestAWordLongerThanALineIsBroken(t *testing.T) {
	begin(t)
	f := flow.Plain(strings.Repeat("a", 100), theme.Body, theme.Text)
	f.Resize(fyne.NewSize(80, 400))
	if n := len(f.Lines()); n < 5 {
		t.Fatalf("%d lines", n)
	}
}

func TestNewlinesAndEmptyLines(t *testing.T) {
	begin(t)
	f := flow.Plain("一\n\n二", theme.Body, theme.Text)
	f.Resize(fyne.NewSize(200, 100))
	if l := f.Lines(); len(l) != 3 || l[1] != "" {
		t.Fatalf("lines %q", l)
	}
	if h := f.HeightFor(200); h != 63 {
		t.Errorf("height %v, want 3 × 21", h)
	}
}

func TestMaxLinesEndsInDots(t *testing.T) {
	begin(t)
	f := flow.Plain(sample, theme.Body, theme.Text)
	f.MaxLines = 2
	f.Resize(fyne.NewSize(200, 100))
	l := f.Lines()
	if len(l) != 2 || !strings.HasSuffix(l[1], "…") {
		t.Fatalf("lines %q", l)
	}
}

func TestMarksAreDrawnAndLinksOpen(t *testing.T) {
	begin(t)
	opened := 0
	f := flow.New(theme.Reading, flow.Run{Text: "从11月20日"}, flow.Run{Text: "（星期四）", Mark: flow.Deleted},
		flow.Run{Text: "（星期五）", Mark: flow.Inserted}, flow.Run{Text: "见原文", Color: theme.Blue, OnTap: func() { opened++ }},
		flow.Run{Text: "错", Mark: flow.RedLine})
	f.Resize(fyne.NewSize(500, 26))
	var texts, rects int
	for _, o := range test.WidgetRenderer(f).Objects() {
		switch o.(type) {
		case *canvas.Text:
			texts++
		case *canvas.Rectangle:
			rects++
		}
	}
	if texts != 5 || rects != 5 {
		t.Errorf("%d texts and %d rectangles, want 5 and 5 (two grounds, a strike, two lines)", texts, rects)
	}
	x := fyne.MeasureText("从11月20日（星期四）（星期五）", theme.Reading, fyne.TextStyle{}).Width + 8
	test.TapAt(f, fyne.NewPos(x, 10))
	test.TapAt(f, fyne.NewPos(4, 10))
	if opened != 1 {
		t.Errorf("opened %d times, want once", opened)
	}
}

func TestTopFindsTheLineOfARun(t *testing.T) {
	begin(t)
	f := flow.New(theme.Body, flow.Run{Text: strings.Repeat("供暖", 30)}, flow.Run{Text: "这里"})
	f.Resize(fyne.NewSize(140, 400))
	if f.Top(1) != float32(len(f.Lines())-1)*21 {
		t.Errorf("the run stands at %v of %d lines", f.Top(1), len(f.Lines()))
	}
}
