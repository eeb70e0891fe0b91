package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/widgets"
)

func begin(t *testing.T) {
	t.Helper()
	themetest.App(t, theme.Light, 100)
}

func key(f fyne.Focusable, k fyne.KeyName) { f.TypedKey(&fyne.KeyEvent{Name: k}) }

func TestButtonsHaveTheDesignsHeights(t *testing.T) {
	begin(t)
	for _, h := range []float32{36, 32, 28, 24} {
		if got := widgets.NewButton(widgets.Plain, "存草稿", nil).High(h).MinSize().Height; got != h {
			t.Errorf("a button of %v is %v high", h, got)
		}
	}
	if s := widgets.NewIconButton(widgets.Quiet, "x", "关上", nil).High(24).MinSize(); s.Width < 24 || s.Height < 24 {
		t.Errorf("a click area of %v", s)
	}
}

func TestABlockedButtonSaysWhyAndDoesNothing(t *testing.T) {
	begin(t)
	n := 0
	b := widgets.NewButton(widgets.Primary, "送审", func() { n++ })
	reason := b.Reason()
	b.Block("还有 4 项必须改")
	test.Tap(b)
	key(b, fyne.KeySpace)
	if n != 0 || !reason.Visible() || reason.Value != "还有 4 项必须改" {
		t.Fatalf("pressed %d, reason %q", n, reason.Value)
	}
	b.Block("")
	key(b, fyne.KeyReturn)
	if n != 1 || reason.Visible() {
		t.Fatalf("pressed %d, reason visible %v", n, reason.Visible())
	}
}

func TestTheRingComesWithAKeyOnly(t *testing.T) {
	begin(t)
	b := widgets.NewButton(widgets.Plain, "x", nil)
	c := test.NewTempWindow(t, container.NewStack(b)).Canvas()
	test.Tap(b)
	if !b.Focused() || b.Ringed() {
		t.Fatal("a click must focus without the ring")
	}
	key(b, fyne.KeySpace)
	if !b.Ringed() {
		t.Fatal("after a key the ring must be seen")
	}
	c.Unfocus()
	c.FocusNext()
	if !b.Ringed() {
		t.Fatal("Tab must show the ring")
	}
}

func TestGaugeNeverShowsAnOldFigure(t *testing.T) {
	begin(t)
	g := widgets.NewGauge("未就绪", nil)
	if g.Count() != widgets.Unknown {
		t.Fatal("a gauge nobody asked must be unknown")
	}
	wide := g.MinSize().Width
	g.Set(widgets.Unknown, "14:20")
	if g.MinSize().Width <= wide {
		t.Error("the time of the last answer must be shown with ?")
	}
}

func TestSegmentTabsAndRadioMoveByArrows(t *testing.T) {
	begin(t)
	told := -1
	tell := func(i int) { told = i }
	s := widgets.NewSegment([]string{"没问题", "有疑"}, 0, tell)
	key(s, fyne.KeyRight)
	key(s, fyne.KeyRight)
	if s.Chosen() != 1 || told != 1 {
		t.Errorf("segment at %d, told %d", s.Chosen(), told)
	}
	tabs := widgets.NewTabs([]string{"全部", "审核", "留言"}, 0, tell)
	key(tabs, fyne.KeyRight)
	key(tabs, fyne.KeyRight)
	key(tabs, fyne.KeyLeft)
	if tabs.Current() != 1 || told != 1 {
		t.Errorf("tabs at %d, told %d", tabs.Current(), told)
	}
	r := widgets.NewRadio([]string{"单机", "演练"}, -1, tell)
	test.NewTempWindow(t, container.NewVBox(r.Items()...))
	key(r.Items()[0].(fyne.Focusable), fyne.KeyDown)
	if r.Chosen() != 1 || told != 1 {
		t.Errorf("radio at %d, told %d", r.Chosen(), told)
	}
}

func TestATapChoosesWhatIsUnderThePointer(t *testing.T) {
	begin(t)
	s := widgets.NewSegment([]string{"甲", "乙", "丙"}, 0, nil)
	s.Resize(s.MinSize())
	test.TapAt(s, fyne.NewPos(s.MinSize().Width-4, 10))
	if s.Chosen() != 2 {
		t.Errorf("segment at %d", s.Chosen())
	}
	tabs := widgets.NewTabs([]string{"全部 16", "审核 3"}, 0, nil)
	tabs.Resize(tabs.MinSize())
	test.TapAt(tabs, fyne.NewPos(tabs.MinSize().Width-4, 10))
	if tabs.Current() != 1 {
		t.Errorf("tabs at %d", tabs.Current())
	}
}

func TestSpaceTicksAndEnterDoesNot(t *testing.T) {
	begin(t)
	c := widgets.NewCheck("记住我", false, nil)
	key(c, fyne.KeyReturn)
	if c.Ticked() {
		t.Fatal("Enter ticked the box")
	}
	key(c, fyne.KeySpace)
	if !c.Ticked() {
		t.Fatal("Space did not tick the box")
	}
}

func TestChipsAndTilesHaveTheDesignsSize(t *testing.T) {
	begin(t)
	if h := widgets.NewChip(widgets.Red, "stop", "逾期").MinSize().Height; h != 20 {
		t.Errorf("chip %v high", h)
	}
	if h := widgets.NewChip(widgets.Red, "stop", "逾期").Tall().MinSize().Height; h != 24 {
		t.Errorf("tall chip %v high", h)
	}
	if s := widgets.NewTile("博").MinSize(); s != fyne.NewSize(20, 20) {
		t.Errorf("tile %v", s)
	}
}
