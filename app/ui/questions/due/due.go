// Package due says, in chips and words, by when a question wants an answer and how that was counted. It counts nothing itself:
// the days come from the desk and its calendar, the moment from the screen.
package due

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/internal/workdays"
)

// Calendar tells where a due moment stands; *workdays.Calendar does.
type Calendar interface {
	Standing(due, now time.Time) workdays.Standing
}

// Mark is what a chip shows.
type Mark struct {
	Tone widgets.Tone
	Icon string
	Text string
}

// near is how many working days before the last one a chip turns amber.
const near = 2

// Of returns the chip of a deadline.
func Of(s workdays.Standing) Mark {
	switch {
	case s.Over:
		return Mark{widgets.Red, "stop", s.Words()}
	case s.Today || s.Left <= near:
		return Mark{widgets.Amber, "clock", s.Words()}
	}
	return Mark{widgets.Grey, "clock", s.Words()}
}

// OfQuestion returns the chip of a question: its deadline while it is open, its state afterwards.
func OfQuestion(c Calendar, q inbox.Question, now time.Time) Mark {
	switch {
	case q.State.Open():
		return Of(c.Standing(q.Due, now))
	case q.State == inbox.Answered:
		return Mark{widgets.Green, "check", "已答复 " + Day(q.AnsweredAt, now)}
	}
	return Mark{widgets.Grey, "", q.State.Title() + " " + Day(q.Closed, now)}
}

// Window returns the chip of the platform's own window, while it is open and the question waits.
func Window(q inbox.Question, now time.Time) (Mark, bool) {
	left := q.Window.Sub(now)
	if q.Window.IsZero() || left <= 0 || !q.State.Open() {
		return Mark{}, false
	}
	name := "平台窗口"
	if q.Platform == accounts.WeChat {
		name = "微信窗口"
	}
	m := Mark{widgets.Grey, "", fmt.Sprintf("%s %02d:%02d", name, int(left.Hours()), int(left.Minutes())%60)}
	if left <= inbox.WindowWarning {
		m.Tone = widgets.Amber
	}
	return m, true
}

// Shut says that the platform's window is past, for a question that still waits; empty when it is not.
func Shut(q inbox.Question, now time.Time) string {
	if q.Window.IsZero() || q.Window.After(now) || !q.State.Open() {
		return ""
	}
	return "平台的答复窗口 " + Stamp(q.Window, now) + " 已关"
}

// Day is a day in a list: the clock today, month and day in this year, else the whole date.
func Day(t, now time.Time) string {
	switch a, b := workdays.Of(t), workdays.Of(now); {
	case t.IsZero():
		return ""
	case a == b:
		return t.In(workdays.Shanghai).Format("15:04")
	case a.Year == b.Year:
		return t.In(workdays.Shanghai).Format("01-02")
	}
	return t.In(workdays.Shanghai).Format("2006-01-02")
}

// Stamp is a moment with its clock.
func Stamp(t, now time.Time) string {
	layout := "01-02 15:04"
	if workdays.Of(t).Year != workdays.Of(now).Year {
		layout = "2006-01-02 15:04"
	}
	return t.In(workdays.Shanghai).Format(layout)
}

// rows is how many days are in sight before the count scrolls.
const rows = 14

// Explain is the count day by day, for the popover “期限是这样算的”.
func Explain(d workdays.Deadline, rule string, now time.Time) fyne.CanvasObject {
	days := make([]fyne.CanvasObject, len(d.Days))
	for i, s := range d.Days {
		days[i] = day(s, d, now)
	}
	var list fyne.CanvasObject = draw.Col(0, days...)
	if len(days) > rows {
		list = draw.Fixed(draw.Scroll(list), 0, 24*rows)
	}
	words := []fyne.CanvasObject{flow.Plain("依据："+rule, theme.Note, theme.Text2)}
	if d.Assumed {
		words = append(words, flow.Plain("有的日子还没有放假安排，"+workdays.AssumedWords+"。", theme.Note, theme.Amber))
	}
	return draw.Col(0, list, draw.NewLine(theme.Line), draw.Inset(draw.Col(4, words...), 8, 12, 0, 12))
}

func day(s workdays.DayStep, d workdays.Deadline, now time.Time) fyne.CanvasObject {
	ink, words, ground, icon := theme.Text, s.Words(), fyne.ThemeColorName(""), ""
	bold := false
	switch s.When(now) {
	case workdays.Past:
		if s.Count > 0 {
			icon = "check"
		}
	case workdays.Today:
		ink, ground, bold = theme.Blue, theme.BlueSoft, true
		words += "（今天）"
	}
	if s.Count == 0 && !bold {
		ink = theme.Text2
	}
	if s.Last {
		at := d.Due.In(workdays.Shanghai).Format("15:04")
		words += "，" + at + " 截止"
		if s.Count > 0 {
			words = fmt.Sprintf("第 %d 个，%s 截止", s.Count, at)
		}
		bold = true
		if s.When(now) != workdays.Today {
			ink = theme.Amber
		}
		if now.After(d.Due) {
			ink = theme.Red
		}
	}
	date := fmt.Sprintf("%02d-%02d 周%s", int(s.Date.Month), s.Date.Day, string([]rune(workdays.WeekdayName(s.Weekday))[2:]))
	text := draw.NewText(words, theme.Dense, ink).Cutting()
	text.Bold = bold
	row := draw.Row(6, draw.Exact(draw.NewText(date, theme.Dense, ink), 80, 24), draw.Grow(text), draw.NewIcon(icon, 14, theme.Green))
	return container.NewStack(draw.NewGround(ground, "", 0), draw.Fixed(draw.Pad(row, 12, 0), 0, 24))
}
