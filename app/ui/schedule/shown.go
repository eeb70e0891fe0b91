package schedule

import (
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/dates"
	"huiying/app/ui/draw"
	"huiying/app/ui/shell"
	"huiying/publishing/content"
)

// Name is part of shell.Screen.
func (s *Screen) Name() string { return Name }

// Title is part of shell.Screen.
func (s *Screen) Title() string { return "排期" }

// Head is part of shell.Screen.
func (s *Screen) Head() (left, right []fyne.CanvasObject) { return s.left, s.right }

// Content is part of shell.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Keys is part of shell.Screen.
func (s *Screen) Keys() []shell.Key {
	alt := fyne.KeyModifierAlt
	return []shell.Key{{Label: "←→↑↓", Say: "换日", Short: true}, {Label: "T", Say: "今天", Short: true},
		{Label: "Enter", Say: "办下一步", Short: true},
		{Label: "Alt+T", Say: "今天", Name: fyne.KeyT, Modifier: alt, Do: s.Today},
		{Label: "Alt+←", Say: "上个月", Name: fyne.KeyLeft, Modifier: alt, Do: func() { s.step(-1) }},
		{Label: "Alt+→", Say: "下个月", Name: fyne.KeyRight, Modifier: alt, Do: func() { s.step(1) }},
		{Label: "Ctrl+N", Say: "排一条"}, {Label: "F6", Say: "月历和当天"}}
}

// Shown is part of shell.Screen.
func (s *Screen) Shown(p shell.Params) {
	s.front = true
	if at, err := time.ParseInLocation("2006-01-02", p["day"], content.Shanghai()); err == nil {
		s.day = dates.DayOf(at)
		s.month.Choose(s.day)
		s.want.Store(&span{year: s.day.Year, month: s.day.Month})
	}
	if g := p["gauge"]; g == overdue || g == notReady {
		s.want.Store(&span{year: s.day.Year, month: s.day.Month, gauge: g})
	}
	for _, key := range []string{"delivery", "id"} {
		if p[key] != "" {
			s.want.Store(&span{year: s.day.Year, month: s.day.Month, find: p[key]})
		}
	}
	s.pane.Load()
}

// Hidden is part of shell.Screen.
func (s *Screen) Hidden() { s.front = false }

// Refetch is part of shell.Refetcher.
func (s *Screen) Refetch() { s.pane.Load() }

// Create is 排一条.
func (s *Screen) Create() { s.PlanOne() }

// NextPane moves between the month and the day.
func (s *Screen) NextPane() {
	if c := s.d.Frame.Canvas(); c != nil && c.Focused() == fyne.Focusable(s.month) {
		s.list.Take()
		return
	} else if c != nil {
		c.Focus(s.month)
	}
}

// StepBack leaves the list of a gauge for the day.
func (s *Screen) StepBack() bool {
	w := s.want.Load()
	if w.gauge == "" {
		return false
	}
	s.want.Store(&span{year: w.year, month: w.month})
	s.pane.Load()
	return true
}

// MayClose says what would be lost.
func (s *Screen) MayClose() string {
	for _, k := range s.kept {
		if !draw.Blank(k.address) || k.file != "" {
			return "已发布的地址和截图填了，还没有记下。"
		}
	}
	return ""
}

// Close ends the listening to changes.
func (s *Screen) Close() {
	if s.stop != nil {
		s.stop()
	}
}

// Evidence puts a picture into the open form, To an hour into the open question, Drop an entry on another day: what the chooser, the
// calendar and the mouse do.
func (s *Screen) Evidence(path string) {
	if s.form != nil {
		s.form.Take(path)
	}
}

// To puts an hour into the question that is open.
func (s *Screen) To(at time.Time) {
	if s.picker != nil {
		s.picker.Set(at.In(content.Shanghai()))
		s.dialog.Recheck()
	}
}

// Drop lets an entry go over another day.
func (s *Screen) Drop(id string, to dates.Day) { s.dropped(id, to) }

// NotOut is the link 没有发出，放回 of the open form.
func (s *Screen) NotOut() {
	if s.putBack != nil {
		s.putBack()
	}
}

var _ interface {
	shell.Screen
	shell.Refetcher
	shell.Creator
	shell.Paner
	shell.Stepper
	shell.Closer
} = (*Screen)(nil)
