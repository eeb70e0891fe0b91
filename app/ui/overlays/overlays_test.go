package overlays_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/widgets"
)

func stand(t *testing.T, o fyne.CanvasObject) fyne.Canvas {
	t.Helper()
	w := test.NewTempWindow(t, container.NewStack(o))
	w.Resize(fyne.NewSize(800, 600))
	return w.Canvas()
}

func begin(t *testing.T) {
	t.Helper()
	themetest.App(t, theme.Light, 100)
}

func press(f fyne.Focusable, k fyne.KeyName) { f.TypedKey(&fyne.KeyEvent{Name: k}) }

func TestDangerIsNeverDoneByEnter(t *testing.T) {
	begin(t)
	c := stand(t, widgets.NewButton(widgets.Plain, "x", nil))
	done := 0
	d := overlays.Ask(c, overlays.Question{Title: "否决这一稿？", Do: "否决", Danger: true, OnDo: func(string) string { done++; return "" }})
	if c.Focused() != fyne.Focusable(d.CancelButton()) {
		t.Fatal("the safe button must have the focus")
	}
	press(d.DoButton(), fyne.KeyReturn)
	press(d.DoButton(), fyne.KeyEnter)
	if done != 0 || !d.Opened() {
		t.Fatal("Enter did the dangerous thing")
	}
	press(d.DoButton(), fyne.KeySpace)
	if done != 1 || d.Opened() {
		t.Fatal("Space must do it")
	}
}

func TestEscCancelsAndGivesTheFocusBack(t *testing.T) {
	begin(t)
	b := widgets.NewButton(widgets.Plain, "x", nil)
	c := stand(t, b)
	c.Focus(b)
	cancelled := 0
	d := overlays.Ask(c, overlays.Question{Title: "？", Do: "做", OnCancel: func() { cancelled++ }})
	press(c.Focused(), fyne.KeyEscape)
	if d.Opened() || cancelled != 1 {
		t.Fatalf("open %v, cancelled %d", d.Opened(), cancelled)
	}
	if c.Focused() != fyne.Focusable(b) {
		t.Error("the focus did not come back")
	}
}

func TestAReasonIsNeededBeforeItIsDone(t *testing.T) {
	begin(t)
	c := stand(t, widgets.NewButton(widgets.Plain, "x", nil))
	got := ""
	d := overlays.Ask(c, overlays.Question{Title: "？", Reason: "原因", Do: "暂停", OnDo: func(r string) string {
		if got == "" {
			got = r
			return "有人刚改过"
		}
		got = r
		return ""
	}})
	if !d.DoButton().Disabled() || d.DoButton().Reason().Value != "要写原因" {
		t.Fatal("without a reason the button must be grey and say so")
	}
	test.Type(d.ReasonEntry().Target(), "突发事件")
	if d.DoButton().Disabled() {
		t.Fatal("with a reason the button must be free")
	}
	test.Tap(d.DoButton())
	if !d.Opened() || got != "突发事件" {
		t.Fatalf("a refusal must keep the dialog open; reason %q", got)
	}
	test.Tap(d.DoButton())
	if d.Opened() {
		t.Fatal("the dialog stays after it was done")
	}
}

func TestSelectByKeys(t *testing.T) {
	begin(t)
	got := -1
	s := overlays.NewSelect("选一个", []string{"甲", "乙", "丙"}, -1, func(i int) { got = i })
	c := stand(t, s)
	c.Focus(s)
	press(s, fyne.KeyDown)
	press(c.Focused(), fyne.KeyDown)
	press(c.Focused(), fyne.KeyReturn)
	if got != 1 || s.Value() != "乙" || c.Overlays().Top() != nil {
		t.Fatalf("chose %d %q", got, s.Value())
	}
	press(s, fyne.KeySpace)
	press(c.Focused(), fyne.KeyEscape)
	if c.Overlays().Top() != nil || s.Value() != "乙" {
		t.Fatal("Esc must close the list and keep the choice")
	}
}

func TestMenuSkipsWhatCannotBeChosen(t *testing.T) {
	begin(t)
	b := widgets.NewButton(widgets.Plain, "x", nil)
	c := stand(t, b)
	did := ""
	overlays.Menu(b, overlays.Choice{Label: "一", Do: func() { did = "一" }}, overlays.Choice{Label: "二", Off: "没有权限"}, overlays.Choice{Label: "三", Do: func() { did = "三" }})
	press(c.Focused(), fyne.KeyDown)
	press(c.Focused(), fyne.KeyReturn)
	if did != "三" {
		t.Fatalf("did %q", did)
	}
}
