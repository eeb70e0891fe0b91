// Package dates holds the month of the schedule, the small month to choose a day from, and the field for a day and an hour. It
// counts days only; working days and deadlines belong to the desks. Time zones and the present are given to it.
package dates

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/keys"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
)

// Entry is one thing on a day of the month.
type Entry struct {
	ID   string
	Sign string // the platform in one character
	Text string // "09 早安望川"
	Wide string // "09:30 早安望川", where a cell has the room; empty: Text
	Tone widgets.Tone
	Past bool
}

// Day is a date without an hour.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// DayOf is the day of a time in its own zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day{y, m, d}
}

// In is the beginning of the day in a zone.
func (d Day) In(loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}

// Add moves a day.
func (d Day) Add(days int) Day { return DayOf(d.In(time.UTC).AddDate(0, 0, days)) }

// Before says which of two comes first.
func (d Day) Before(o Day) bool { return d.In(time.UTC).Before(o.In(time.UTC)) }

// String is the day as 2026-11-18.
func (d Day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// firstCell is the Monday on which the grid of a month begins.
func firstCell(year int, month time.Month) Day {
	first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	back := (int(first.Weekday()) + 6) % 7
	return DayOf(first.AddDate(0, 0, -back))
}

func weekdays() []string {
	return []string{"周一", "周二", "周三", "周四", "周五", "周六", "周日"}
}

// Month is the calendar of the schedule: 7 × 6 days with as many entries as fit. One handler works out what was clicked; an
// entry can be dragged to another day.
type Month struct {
	widget.BaseWidget
	// OnDay is told when a day was chosen, OnEntry when an entry was clicked, OnMove when one was dragged to another day,
	// OnMonth when the arrows left the month.
	OnDay   func(Day)
	OnEntry func(id string)
	OnMove  func(id string, to Day)
	OnMonth func(year int, month time.Month)

	year    int
	month   time.Month
	today   Day
	chosen  Day
	entries map[Day][]Entry
	focus   bool
	under   string // the entry under the pointer when it was pressed
	drag    string // the entry being dragged
	dragAt  fyne.Position
}

// NewMonth returns the month of a day, with that day chosen.
func NewMonth(today Day) *Month {
	m := &Month{year: today.Year, month: today.Month, today: today, chosen: today}
	m.ExtendBaseWidget(m)
	return m
}

// Fill changes the month and what stands in it.
func (m *Month) Fill(year int, month time.Month, entries map[Day][]Entry) {
	m.year, m.month, m.entries = year, month, entries
	m.Refresh()
}

// Choose chooses a day without telling.
func (m *Month) Choose(d Day) {
	m.chosen = d
	m.Refresh()
}

// SetToday changes the present day.
func (m *Month) SetToday(d Day) {
	m.today = d
	m.Refresh()
}

// Chosen returns the chosen day.
func (m *Month) Chosen() Day { return m.chosen }

// Title is the month as 2026年11月.
func (m *Month) Title() string { return fmt.Sprintf("%d年%d月", m.year, int(m.month)) }

// headHigh is the height of the line of weekdays.
func headHigh() float32 { return theme.Px(29) }

func (m *Month) cell(s fyne.Size) fyne.Size {
	return fyne.NewSize(s.Width/7, (s.Height-headHigh())/6)
}

// room is how many entries fit into a cell.
func (m *Month) room(high float32) int { return max(int((high-theme.Px(26))/step(high)), 0) }

// step is how high an entry stands; in low cells they move together, so that two and the line under them still fit.
func step(high float32) float32 {
	if high < theme.Px(26+3*22) {
		return theme.Px(17)
	}
	return theme.Px(22)
}

// wideCell is the width from which an entry shows its minutes.
const wideCell = 150

// most is how many entries of a day are drawn at most.
const most = 6

// shown is how many entries of a day are drawn: all that fit, or one fewer with a line that says how many are left.
func shown(entries, room int) (drawn, left int) {
	room = min(room, most)
	if entries <= room {
		return entries, 0
	}
	if room == 0 {
		return 0, entries
	}
	return room - 1, entries - room + 1
}

// hit is the day under a position, and the entry if there is one.
func (m *Month) hit(pos fyne.Position) (Day, string, bool) {
	cell := m.cell(m.Size())
	if pos.Y < headHigh() || cell.Width <= 0 || cell.Height <= 0 {
		return Day{}, "", false
	}
	col, row := int(pos.X/cell.Width), int((pos.Y-headHigh())/cell.Height)
	if col < 0 || col > 6 || row < 0 || row > 5 {
		return Day{}, "", false
	}
	d := firstCell(m.year, m.month).Add(row*7 + col)
	y := pos.Y - headHigh() - float32(row)*cell.Height - theme.Px(26)
	list := m.entries[d]
	drawn, _ := shown(len(list), m.room(cell.Height))
	if i := int(y / step(cell.Height)); y >= 0 && i < drawn {
		return d, list[i].ID, true
	}
	return d, "", true
}

// Tapped chooses the day, and the entry, under the pointer.
func (m *Month) Tapped(ev *fyne.PointEvent) {
	d, id, ok := m.hit(ev.Position)
	if !ok {
		return
	}
	keys.Focus(m)
	m.pick(d)
	if id != "" && m.OnEntry != nil {
		m.OnEntry(id)
	}
}

func (m *Month) pick(d Day) {
	m.chosen = d
	if d.Year != m.year || d.Month != m.month {
		m.year, m.month = d.Year, d.Month
		if m.OnMonth != nil {
			m.OnMonth(d.Year, d.Month)
		}
	}
	m.Refresh()
	if m.OnDay != nil {
		m.OnDay(d)
	}
}

// MouseDown is part of desktop.Mouseable: a drag takes the entry that was under the pointer when it was pressed.
func (m *Month) MouseDown(ev *desktop.MouseEvent) {
	_, m.under, _ = m.hit(ev.Position)
}

// MouseUp is part of desktop.Mouseable.
func (m *Month) MouseUp(*desktop.MouseEvent) {}

// Dragged takes the entry along.
func (m *Month) Dragged(ev *fyne.DragEvent) {
	m.drag = m.under
	m.dragAt = ev.Position
}

// DragEnd tells where the entry was let go. Nothing is moved here: the caller asks first.
func (m *Month) DragEnd() {
	id := m.drag
	m.drag = ""
	if d, _, ok := m.hit(m.dragAt); ok && id != "" && m.OnMove != nil {
		m.OnMove(id, d)
	}
}

// FocusGained is part of fyne.Focusable.
func (m *Month) FocusGained() {
	m.focus = true
	m.Refresh()
}

// FocusLost is part of fyne.Focusable.
func (m *Month) FocusLost() {
	m.focus = false
	m.Refresh()
}

// TypedRune is part of fyne.Focusable: t goes to today.
func (m *Month) TypedRune(r rune) {
	if r == 't' || r == 'T' {
		m.pick(m.today)
	}
}

// TypedKey is part of fyne.Focusable: arrows move the day.
func (m *Month) TypedKey(ev *fyne.KeyEvent) {
	if step, ok := dayStep(ev.Name); ok {
		m.pick(m.chosen.Add(step))
		return
	}
	keys.Up(m, ev)
}

func dayStep(name fyne.KeyName) (int, bool) {
	switch name {
	case fyne.KeyLeft:
		return -1, true
	case fyne.KeyRight:
		return 1, true
	case fyne.KeyUp:
		return -7, true
	case fyne.KeyDown:
		return 7, true
	}
	return 0, false
}

// CreateRenderer is part of fyne.Widget.
func (m *Month) CreateRenderer() fyne.WidgetRenderer {
	r := &monthRenderer{m: m}
	r.build(m.Size())
	return r
}

type monthRenderer struct {
	m    *Month
	objs []fyne.CanvasObject
	size fyne.Size
}

func (r *monthRenderer) MinSize() fyne.Size { return theme.Size(7*76, 29+6*60) }

func (r *monthRenderer) Layout(s fyne.Size) {
	if s != r.size {
		r.build(s)
	}
}

func (r *monthRenderer) Refresh() {
	r.build(r.m.Size())
	canvas.Refresh(r.m)
}

func (r *monthRenderer) Objects() []fyne.CanvasObject { return r.objs }

func (r *monthRenderer) Destroy() {}

func (r *monthRenderer) add(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
	r.objs = append(r.objs, o)
}

func (r *monthRenderer) build(s fyne.Size) {
	r.size, r.objs = s, nil
	if s.Width <= 0 {
		return
	}
	m, cell := r.m, r.m.cell(s)
	r.add(draw.NewGround(theme.Surface2, "", 0), 0, 0, s.Width, headHigh())
	for i, w := range weekdays() {
		r.add(draw.NewText(w, theme.Note, theme.Text2), float32(i)*cell.Width+theme.Px(8), 0, cell.Width, headHigh())
	}
	first := firstCell(m.year, m.month)
	for i := range 42 {
		r.day(first.Add(i), float32(i%7)*cell.Width, headHigh()+float32(i/7)*cell.Height, cell)
	}
	for i := 1; i < 7; i++ {
		r.add(draw.NewGround(theme.Line, "", 0), float32(i)*cell.Width, 0, 1, s.Height)
	}
	for i := range 6 {
		r.add(draw.NewGround(theme.Line, "", 0), 0, headHigh()+float32(i)*cell.Height, s.Width, 1)
	}
	for i := range 42 {
		if first.Add(i) == m.chosen {
			frame := draw.NewGround("", theme.BlueFill, 0)
			frame.Stroke = theme.Px(2)
			r.add(frame, float32(i%7)*cell.Width, headHigh()+float32(i/7)*cell.Height, cell.Width+1, cell.Height+1)
		}
	}
}

func (r *monthRenderer) day(d Day, x, y float32, cell fyne.Size) {
	m := r.m
	ink := theme.Text
	switch {
	case d.Month != m.month:
		r.add(draw.NewGround(theme.Surface2, "", 0), x, y, cell.Width, cell.Height)
		ink = theme.Disabled
	case d.Before(m.today):
		ink = theme.Text3
	}
	number := fmt.Sprint(d.Day)
	if d == m.today {
		r.add(draw.NewGround(theme.BlueFill, "", 11), x+theme.Px(4), y+theme.Px(2), theme.Px(22), theme.Px(22))
		r.add(draw.NewBold(number, theme.Dense, theme.OnFill).Center(), x+theme.Px(4), y+theme.Px(2), theme.Px(22), theme.Px(22))
	} else {
		r.add(draw.NewText(number, theme.Dense, ink), x+theme.Px(6), y+theme.Px(2), cell.Width-theme.Px(8), theme.Px(22))
	}
	list := m.entries[d]
	drawn, left := shown(len(list), m.room(cell.Height))
	top, by := y+theme.Px(26), step(cell.Height)
	high := by - theme.Px(2)
	for _, e := range list[:drawn] {
		fill, _ := e.Tone.Ground()
		text := e.Tone.Ink()
		if e.Past && e.Tone == widgets.Grey {
			text = theme.Text3
		}
		say := e.Text
		if e.Wide != "" && cell.Width >= theme.Px(wideCell) {
			say = e.Wide
		}
		r.add(draw.NewGround(fill, "", 4), x+theme.Px(4), top, cell.Width-theme.Px(8), high)
		r.add(draw.NewBold(e.Sign, theme.Note, text), x+theme.Px(8), top, theme.Px(14), high)
		r.add(draw.NewText(say, theme.Note, text).Cutting(), x+theme.Px(24), top, cell.Width-theme.Px(30), high)
		top += by
	}
	if left > 0 && m.room(cell.Height) > 0 {
		r.add(draw.NewText(fmt.Sprintf("还有 %d 条", left), theme.Note, theme.Text3), x+theme.Px(8), top, cell.Width-theme.Px(12), high)
	}
}
