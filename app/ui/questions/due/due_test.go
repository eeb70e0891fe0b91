package due_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"huiying/accounts"
	"huiying/app/ui/questions/due"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/internal/workdays"
)

func at(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, workdays.Shanghai) }

func calendar(t *testing.T) *workdays.Calendar {
	t.Helper()
	c, err := workdays.Default()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestChipsTurnAmberAndRedInTime(t *testing.T) {
	c := calendar(t)
	for _, x := range []struct {
		due, now time.Time
		tone     widgets.Tone
		says     string
	}{
		{at(25, 17), at(18, 12), widgets.Grey, "还有 5 个工作日"},
		{at(20, 17), at(18, 12), widgets.Amber, "还有 2 个工作日"},
		{at(18, 17), at(18, 12), widgets.Amber, "今天 17:00 到期"},
		{at(18, 17), at(18, 18), widgets.Red, "今天 17:00 已到期"},
		{at(16, 17), at(18, 12), widgets.Red, "逾期 2 个工作日"},
	} {
		if m := due.Of(c.Standing(x.due, x.now)); m.Tone != x.tone || m.Text != x.says {
			t.Errorf("due %v at %v: %v %q, want %v %q", x.due, x.now, m.Tone, m.Text, x.tone, x.says)
		}
	}
}

func TestAClosedQuestionShowsItsEnd(t *testing.T) {
	c, now := calendar(t), at(18, 12)
	if m := due.OfQuestion(c, inbox.Question{State: inbox.Answered, AnsweredAt: at(17, 9), Due: at(1, 9)}, now); m.Text != "已答复 11-17" || m.Tone != widgets.Green {
		t.Errorf("answered: %+v", m)
	}
	if m := due.OfQuestion(c, inbox.Question{State: inbox.NotTaken, Closed: at(18, 9)}, now); m.Text != "不予受理 09:00" {
		t.Errorf("closed: %+v", m)
	}
}

func TestTheWindowOfThePlatform(t *testing.T) {
	now := at(18, 12)
	q := inbox.Question{State: inbox.ToAnswer, Platform: accounts.WeChat, Window: now.Add(5*time.Hour + 12*time.Minute)}
	if m, ok := due.Window(q, now); !ok || m.Text != "微信窗口 05:12" || m.Tone != widgets.Amber {
		t.Errorf("%+v %v", m, ok)
	}
	q.Window = now.Add(27 * time.Hour)
	if m, _ := due.Window(q, now); m.Text != "微信窗口 27:00" || m.Tone != widgets.Grey {
		t.Errorf("%+v", m)
	}
	q.Window = now.Add(-time.Minute)
	if _, ok := due.Window(q, now); ok || !strings.Contains(due.Shut(q, now), "已关") {
		t.Error("a window that is past is shown as open")
	}
	if q.Window = (time.Time{}); due.Shut(q, now) != "" {
		t.Error("there is no window and it is said to be shut")
	}
}

func TestTheCountIsShownDayByDay(t *testing.T) {
	themetest.App(t, theme.Light, 100)
	c := calendar(t)
	d := c.Due(at(13, 12), 5, workdays.OfficeHours())
	w := test.NewTempWindow(t, due.Explain(d, "收到次日起 5 个工作日内答复", at(18, 12)))
	w.Resize(fyne.NewSize(300, 400))
	var words []string
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *canvas.Text:
			words = append(words, x.Text)
		case *fyne.Container:
			for _, i := range x.Objects {
				walk(i)
			}
		case fyne.Widget:
			for _, i := range test.WidgetRenderer(x).Objects() {
				walk(i)
			}
		}
	}
	walk(w.Content())
	all := strings.Join(words, "|")
	for _, want := range []string{"11-13 周五|收到当天不算", "11-14 周六|休息日", "11-16 周一|第 1 个工作日", "11-18 周三|第 3 个工作日（今天）", "11-20 周五|第 5 个，17:30 截止", "依据："} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in %s", want, all)
		}
	}
}
