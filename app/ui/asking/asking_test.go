package asking_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/asking"
	"huiying/app/ui/draw"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/internal/problem"
)

// window is the least that a dialog needs to stand on.
type window struct {
	jobs   *load.Jobs
	canvas fyne.Canvas
}

func (w window) Jobs() *load.Jobs { return w.jobs }

func (w window) Ask(q overlays.Question) *overlays.Dialog {
	if w.canvas == nil {
		return nil
	}
	return overlays.Ask(w.canvas, q)
}

func open(t *testing.T) (window, *load.Queue) {
	themetest.App(t, theme.Light, 100)
	q := &load.Queue{}
	jobs := load.NewJobsWith(t.Context(), q.Do)
	t.Cleanup(jobs.Stop)
	w := test.NewTempWindow(t, draw.Fill())
	w.Resize(fyne.NewSize(1280, 800))
	return window{jobs, w.Canvas()}, q
}

func TestADialogClosesOnlyWhenTheThingIsDone(t *testing.T) {
	w, q := open(t)
	release := make(chan error)
	runs, done := 0, 0
	a := asking.Ask(w, overlays.Question{Title: "送备案？", Do: "送备案", Cancel: "先不送"}, func(string) func(context.Context) error {
		runs++
		return func(context.Context) error { return <-release }
	}, func() { done++ })
	a.Dialog().DoButton().Tapped(nil)
	if !a.Dialog().DoButton().Disabled() || !a.Dialog().Opened() {
		t.Fatal("while it runs it could be pressed again, or it closed")
	}
	a.Dialog().DoButton().Tapped(nil)
	release <- problem.New(problem.Busy, "正忙", "没有送出", "请再试一次")
	q.Settle(80*time.Millisecond, 5*time.Second)
	if runs != 1 || done != 0 || !a.Dialog().Opened() || a.Dialog().DoButton().Disabled() {
		t.Fatalf("runs %d, done %d, open %v", runs, done, a.Dialog().Opened())
	}
	a.Dialog().DoButton().Tapped(nil)
	release <- nil
	q.Settle(80*time.Millisecond, 5*time.Second)
	if runs != 2 || done != 1 || a.Dialog().Opened() {
		t.Fatalf("runs %d, done %d, open %v", runs, done, a.Dialog().Opened())
	}
}

func TestWithoutAWindowThereIsNoDialog(t *testing.T) {
	w, _ := open(t)
	w.canvas = nil
	a := asking.Ask(w, overlays.Question{Title: "送备案？", Do: "送备案", Cancel: "先不送"}, nil, nil)
	if a != nil {
		t.Fatal("a dialog without a window")
	}
	a.Recheck() // is no fault
}
