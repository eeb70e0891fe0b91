package gaps_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/compose/gaps"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/publishing/content"
)

func TestMustComesFirstAndKeysGoRound(t *testing.T) {
	themetest.App(t, theme.Light, 100)
	g := gaps.New()
	var went []string
	grown := 0
	g.OnGo = func(l content.Lack) { went = append(went, l.Field) }
	g.Place = func(l content.Lack) string { return l.Field }
	g.OnGrow = func() { grown++ }
	w := test.NewTempWindow(t, g.Object())
	w.Resize(fyne.NewSize(784, 190))
	g.Next(1)
	g.Set([]content.Lack{{Target: -1, Field: "media"}, {Target: -1, Must: true, Field: "title"}, {Target: 0, Must: true, Field: "cover"}}, true)
	for _, by := range []int{0, 1, 1, 1, -1} {
		g.Next(by)
	}
	want := []string{"title", "cover", "media", "title", "media"}
	if len(went) != len(want) {
		t.Fatalf("went to %v, want %v", went, want)
	}
	for i := range want {
		if went[i] != want[i] {
			t.Fatalf("went to %v, want %v", went, want)
		}
	}
	if grown != 1 {
		t.Errorf("told %d times that it grew", grown)
	}
	// It gives way where the window is low, and keeps its head.
	high, low, least := g.High(700), g.High(560), g.High(500)
	if high != 37+3*34 || low != 37+3*34 || least != 37 {
		t.Errorf("high %v, low %v, least %v", high, low, least)
	}
	many := make([]content.Lack, 9)
	g.Set(many, true)
	if g.High(700) != 37+4*34 || g.High(560) != 37+3*34 {
		t.Errorf("with nine lines %v and %v", g.High(700), g.High(560))
	}
	g.Set(nil, true)
	if g.High(700) != 37 {
		t.Errorf("with none %v", g.High(700))
	}
}
