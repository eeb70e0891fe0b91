package load_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/load"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/internal/problem"
)

func begin(t *testing.T) {
	t.Helper()
	themetest.App(t, theme.Light, 100)
}

func has[T fyne.CanvasObject](o fyne.CanvasObject) (found T, ok bool) {
	if c, is := o.(T); is {
		return c, true
	}
	var inner []fyne.CanvasObject
	switch x := o.(type) {
	case *fyne.Container:
		inner = x.Objects
	case fyne.Widget:
		inner = test.WidgetRenderer(x).Objects()
	}
	for _, i := range inner {
		if found, ok = has[T](i); ok {
			return found, true
		}
	}
	return found, false
}

func pane(b *load.Queue, jobs *load.Jobs, fetch func(context.Context) (string, error)) (*load.Pane[string], *widget.Label) {
	label := widget.NewLabel("")
	p := load.NewPane(jobs, label, fetch, func(s string) { label.SetText(s) })
	p.What, p.Fault = " 3 件留言", "没取到留言"
	return p, label
}

func TestWhatComesAtOnceShowsNoSkeleton(t *testing.T) {
	begin(t)
	synctest.Test(t, func(t *testing.T) {
		b := &load.Queue{}
		jobs := load.NewJobsWith(t.Context(), b.Do)
		p, label := pane(b, jobs, func(context.Context) (string, error) { time.Sleep(200 * time.Millisecond); return "到了", nil })
		p.Load()
		time.Sleep(250 * time.Millisecond)
		synctest.Wait()
		b.Paint()
		if !p.Loaded() || label.Text != "到了" {
			t.Fatalf("loaded %v, label %q", p.Loaded(), label.Text)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		b.Paint()
		if _, ok := has[*states.Skeleton](p.Object()); ok {
			t.Error("a skeleton after the content")
		}
		jobs.Stop()
	})
}

func TestWaitingSaysMoreTheLongerItLasts(t *testing.T) {
	begin(t)
	synctest.Test(t, func(t *testing.T) {
		b := &load.Queue{}
		jobs := load.NewJobsWith(t.Context(), b.Do)
		p, _ := pane(b, jobs, func(ctx context.Context) (string, error) { <-ctx.Done(); return "", ctx.Err() })
		p.Load()
		at := func(d time.Duration) {
			time.Sleep(d)
			synctest.Wait()
			b.Paint()
		}
		at(250 * time.Millisecond)
		if _, ok := has[*states.Skeleton](p.Object()); ok {
			t.Fatal("a skeleton before 0.3 s")
		}
		at(100 * time.Millisecond)
		bones, ok := has[*states.Skeleton](p.Object())
		if !ok || bones.Says() != "" {
			t.Fatal("after 0.3 s there must be bars and no words")
		}
		at(4 * time.Second)
		if !strings.Contains(bones.Says(), "3 件留言") {
			t.Errorf("after 4 s it says %q", bones.Says())
		}
		p.GiveUp()
		at(time.Second)
		if _, ok := has[*states.Skeleton](p.Object()); ok {
			t.Error("a skeleton after giving up")
		}
		jobs.Stop()
	})
}

func TestAFailureSaysWhyAndTriesAgain(t *testing.T) {
	begin(t)
	synctest.Test(t, func(t *testing.T) {
		b := &load.Queue{}
		jobs := load.NewJobsWith(t.Context(), b.Do)
		fail := true
		p, label := pane(b, jobs, func(context.Context) (string, error) {
			if fail {
				return "", problem.New(problem.Busy, "数据库忙", "没有改动。", "请再试一次")
			}
			return "好了", nil
		})
		p.Load()
		synctest.Wait()
		b.Paint()
		if p.Loaded() {
			t.Fatal("loaded after a failure")
		}
		var words []string
		texts(p.Object(), &words)
		if all := strings.Join(words, ""); !strings.Contains(all, "没取到留言") || !strings.Contains(all, "数据库忙") || !strings.Contains(all, "再试一次") {
			t.Errorf("the pane says %v", words)
		}
		fail = false
		p.Load()
		synctest.Wait()
		b.Paint()
		if label.Text != "好了" {
			t.Errorf("after trying again %q", label.Text)
		}
		jobs.Stop()
	})
}

func texts(o fyne.CanvasObject, out *[]string) {
	switch x := o.(type) {
	case *canvas.Text:
		*out = append(*out, x.Text)
	case *fyne.Container:
		for _, i := range x.Objects {
			texts(i, out)
		}
	case fyne.Widget:
		for _, i := range test.WidgetRenderer(x).Objects() {
			texts(i, out)
		}
	}
}

func TestContentStaysWhenFetchingAgainFails(t *testing.T) {
	begin(t)
	synctest.Test(t, func(t *testing.T) {
		b := &load.Queue{}
		jobs := load.NewJobsWith(t.Context(), b.Do)
		var err error
		p, label := pane(b, jobs, func(context.Context) (string, error) { return "旧的", err })
		var told error
		p.OnError = func(e error) { told = e }
		p.Load()
		synctest.Wait()
		b.Paint()
		err = errors.New("断了")
		p.Load()
		synctest.Wait()
		b.Paint()
		if told == nil || !p.Loaded() || label.Text != "旧的" {
			t.Errorf("told %v, loaded %v, label %q", told, p.Loaded(), label.Text)
		}
		jobs.Stop()
	})
}

func TestTheLatestFetchWins(t *testing.T) {
	begin(t)
	synctest.Test(t, func(t *testing.T) {
		b := &load.Queue{}
		jobs := load.NewJobsWith(t.Context(), b.Do)
		n := 0
		p, label := pane(b, jobs, func(context.Context) (string, error) {
			n++
			if n == 1 {
				time.Sleep(time.Second)
				return "慢的", nil
			}
			return "快的", nil
		})
		p.Load()
		synctest.Wait()
		p.Load()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		b.Paint()
		if label.Text != "快的" {
			t.Errorf("label %q", label.Text)
		}
		jobs.Stop()
	})
}

func TestStopWaitsAndNothingIsPaintedAfterwards(t *testing.T) {
	begin(t)
	synctest.Test(t, func(t *testing.T) {
		b := &load.Queue{}
		jobs := load.NewJobsWith(t.Context(), b.Do)
		ended, painted := false, false
		jobs.Go(func(ctx context.Context) func() {
			<-ctx.Done()
			time.Sleep(time.Second) // what a slow call needs to give up
			ended = true
			return func() { painted = true }
		})
		synctest.Wait()
		jobs.Stop()
		if !ended {
			t.Fatal("Stop came back before the job ended")
		}
		b.Paint()
		if painted {
			t.Error("painted after Stop")
		}
		jobs.Go(func(context.Context) func() { t.Error("began after Stop"); return nil })
		synctest.Wait()
	})
}

func TestEveryTicksUntilItIsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &load.Queue{}
		jobs := load.NewJobsWith(t.Context(), b.Do)
		n := 0
		stop := jobs.Every(time.Second, func() { n++ })
		time.Sleep(3500 * time.Millisecond)
		synctest.Wait()
		b.Paint()
		stop()
		time.Sleep(3 * time.Second)
		synctest.Wait()
		b.Paint()
		if n != 3 {
			t.Errorf("ticked %d times, want 3", n)
		}
		jobs.Stop()
	})
}
