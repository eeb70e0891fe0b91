package matrix_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/settings/matrix"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/internal/people"
)

func staff() []people.Person {
	return []people.Person{
		{ID: "gone", Name: "吴倩", Roles: []people.Role{people.Officer}, Departed: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)},
		{ID: "a", Name: "王蕾", Roles: []people.Role{people.Officer}},
		{ID: "b", Name: "孙悦", Roles: []people.Role{people.Checker, people.Answerer}},
	}
}

func show(t *testing.T, may bool) (*matrix.Matrix, func(keys ...fyne.KeyName)) {
	t.Helper()
	themetest.App(t, theme.Light, 100)
	m := matrix.New(may)
	w := test.NewTempWindow(t, m.Object())
	w.Resize(fyne.NewSize(900, 400))
	m.Set(staff(), nil)
	m.Take()
	return m, func(keys ...fyne.KeyName) {
		t.Helper()
		for _, k := range keys {
			w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
		}
	}
}

func TestTicksAreWishesUntilTheyAreSo(t *testing.T) {
	m, press := show(t, true)
	edits := 0
	m.OnEdit = func() { edits++ }
	press(fyne.KeyUp, fyne.KeyLeft) // there is nothing there
	press(fyne.KeySpace, fyne.KeyRight, fyne.KeySpace, fyne.KeyDown, fyne.KeyRight, fyne.KeySpace)
	got := m.Changes()
	if len(got) != 2 || edits != 3 {
		t.Fatalf("%d changes, %d edits", len(got), edits)
	}
	if say := got[0].Say(); say != "王蕾：加上账号登记员，收回新媒体专员" {
		t.Error(say)
	}
	if say := got[1].Say(); say != "孙悦：收回留言办理员" {
		t.Error(say)
	}
	// The desk took one of them; the other stays wished.
	now := staff()
	now[2].Roles = []people.Role{people.Checker}
	m.Set(now, nil)
	if got := m.Changes(); len(got) != 1 || got[0].Person.ID != "a" {
		t.Errorf("after the saving: %+v", got)
	}
	m.Forget("a")
	if len(m.Changes()) != 0 {
		t.Error("it is still wished")
	}
}

func TestATickAndItsTakingBackIsNoChange(t *testing.T) {
	m, press := show(t, true)
	press(fyne.KeySpace, fyne.KeySpace)
	if got := m.Changes(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestTheOnesWhoLeftStandLastAndTakeNoTick(t *testing.T) {
	m, press := show(t, true)
	press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)
	if got := m.Changes(); len(got) != 1 || got[0].Person.ID != "b" {
		t.Errorf("%+v", got)
	}
}

func TestWithoutTheRightATickDoesNothing(t *testing.T) {
	for may, want := range map[bool]int{true: 1, false: 0} {
		m, _ := show(t, may)
		c := fyne.CurrentApp().Driver().CanvasForObject(m.Object())
		test.TapCanvas(c, fyne.NewPos(c.Size().Width-60-3*75, 44+16)) // the first person, one of the last three roles
		if got := m.Changes(); len(got) != want {
			t.Errorf("may %v: %+v", may, got)
		}
	}
}
