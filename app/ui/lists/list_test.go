package lists_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
)

type bound struct {
	made  int
	shown map[string]lists.State
}

func stand(t *testing.T) (*lists.List, *bound, fyne.Canvas) {
	t.Helper()
	themetest.App(t, theme.Light, 100)
	b := &bound{shown: map[string]lists.State{}}
	l := lists.NewList(50, func() fyne.CanvasObject { b.made++; return draw.NewText("", theme.Body, theme.Text) },
		func(id string, o fyne.CanvasObject, s lists.State) { o.(*draw.Text).Set(id); b.shown[id] = s })
	w := test.NewTempWindow(t, container.NewStack(l))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(300, 400))
	return l, b, w.Canvas()
}

func many(n int) []lists.Item {
	items := []lists.Item{lists.Bar("已逾期", "2 件", true)}
	for i := range n {
		if i == 2 {
			items = append(items, lists.Bar("今天", "", false))
		}
		items = append(items, lists.RowOf(fmt.Sprint(i)))
	}
	return items
}

func press(l *lists.List, k fyne.KeyName) { l.TypedKey(&fyne.KeyEvent{Name: k}) }

func TestOnlyWhatIsSeenIsBuilt(t *testing.T) {
	l, b, _ := stand(t)
	l.SetItems(many(100000))
	if b.made > 12 {
		t.Fatalf("%d row objects for a window of eight rows", b.made)
	}
	press(l, fyne.KeyEnd)
	if l.Selected() != "99999" || b.made > 12 {
		t.Fatalf("selected %s, %d row objects", l.Selected(), b.made)
	}
	if s, ok := b.shown["99999"]; !ok || !s.Selected {
		t.Error("the last row is not in sight")
	}
}

func TestKeysMoveOverGroupBars(t *testing.T) {
	l, _, c := stand(t)
	l.SetItems(many(5))
	var told []string
	opened := ""
	l.OnSelect = func(id string) { told = append(told, id) }
	l.OnOpen = func(id string) { opened = id }
	c.Focus(l)
	l.TypedRune('j')
	l.TypedRune('j')
	press(l, fyne.KeyDown)
	l.TypedRune('k')
	press(l, fyne.KeyReturn)
	if fmt.Sprint(told) != "[0 1 2 3 2]" || opened != "2" {
		t.Fatalf("told %v, opened %s", told, opened)
	}
	press(l, fyne.KeyHome)
	press(l, fyne.KeyUp)
	if l.Selected() != "0" {
		t.Fatalf("at the top %s is selected", l.Selected())
	}
}

func TestTheSelectionStaysOnItsRow(t *testing.T) {
	l, _, _ := stand(t)
	l.SetItems(many(5))
	l.Select("3")
	l.SetItems(append([]lists.Item{lists.RowOf("new")}, many(5)...))
	if l.Selected() != "3" {
		t.Fatalf("after a refetch %s is selected", l.Selected())
	}
	l.SetItems([]lists.Item{lists.RowOf("a"), lists.RowOf("b")})
	if l.Selected() == "3" || l.Selected() == "" {
		t.Fatalf("after its row went %q is selected", l.Selected())
	}
	l.SetItems(nil)
	if l.Selected() != "" {
		t.Fatalf("of nothing %q is selected", l.Selected())
	}
}

func TestAClickSelectsWithoutTheRing(t *testing.T) {
	l, b, c := stand(t)
	l.SetItems(many(5))
	test.TapCanvas(c, fyne.NewPos(100, 28+50+20))
	if l.Selected() != "1" || b.shown["1"].Focused || !b.shown["1"].Selected {
		t.Fatalf("selected %s, state %+v", l.Selected(), b.shown["1"])
	}
	press(l, fyne.KeyDown)
	if !b.shown["2"].Focused {
		t.Error("after a key the ring must be seen")
	}
	test.TapCanvas(c, fyne.NewPos(100, 10))
	if l.Selected() != "2" {
		t.Error("a group bar was selected")
	}
}

func TestTheSecondClickInARowOpens(t *testing.T) {
	l, _, c := stand(t)
	l.SetItems(many(5))
	var opened []string
	l.OnOpen = func(id string) { opened = append(opened, id) }
	second := fyne.NewPos(100, 28+50+20)
	third := fyne.NewPos(100, 28+50*2+28+20) // a group bar stands before it
	test.TapCanvas(c, second)
	if l.Selected() != "1" || len(opened) != 0 {
		t.Fatalf("one click: %s selected, %v opened", l.Selected(), opened)
	}
	test.TapCanvas(c, third) // another row: still a first click
	test.TapCanvas(c, third)
	test.TapCanvas(c, third) // begins anew
	if len(opened) != 1 || opened[0] != "2" {
		t.Fatalf("opened %v, want the third row once", opened)
	}
}

func TestTheScreensOwnKeys(t *testing.T) {
	l, _, c := stand(t)
	l.SetItems(many(3))
	var window []fyne.KeyName
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { window = append(window, ev.Name) })
	rune_ := ' '
	l.OnRune = func(r rune) bool { rune_ = r; return true }
	l.OnKey = func(ev *fyne.KeyEvent) bool { return ev.Name == fyne.KeyF7 }
	l.TypedRune('l')
	press(l, fyne.KeyF7)
	press(l, fyne.KeyF1)
	if rune_ != 'l' || len(window) != 1 || window[0] != fyne.KeyF1 {
		t.Fatalf("rune %q, window %v", rune_, window)
	}
}

func TestRowTellsAndIsStillWithoutAPress(t *testing.T) {
	stand(t)
	n := 0
	r := lists.NewRow(36, draw.NewText("行", theme.Body, theme.Text), func() { n++ })
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	test.Tap(r)
	if n != 2 {
		t.Fatalf("pressed %d times", n)
	}
	if still := lists.NewRow(36, draw.NewText("行", theme.Body, theme.Text), nil); !still.Disabled() {
		t.Error("a row that does nothing must not take the focus")
	}
}
