package dates

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/keys"
	"huiying/app/ui/pop"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
)

// Parse reads a day and an hour as people type them: 2026-11-18 15:30, 11-18 15:30, 11月18日 15:30, 2026/11/18. A year that is
// missing is that of now; an hour that is missing is 9:00. The error is a sentence for the person.
func Parse(text string, now time.Time) (time.Time, error) {
	clean := strings.NewReplacer("年", "-", "月", "-", "日", " ", "/", "-", ".", "-", "：", ":", "　", " ", "T", " ").Replace(text)
	parts := strings.Fields(clean)
	if len(parts) == 0 {
		return time.Time{}, say("还没有填日期，例如 %s", now.Format("2006-01-02 15:04"))
	}
	nums, err := figures(parts[0], "-")
	if err != nil || len(nums) < 2 || len(nums) > 3 {
		return time.Time{}, say("看不懂这个日期，请写成 %s", now.Format("2006-01-02 15:04"))
	}
	if len(nums) == 2 {
		nums = append([]int{now.Year()}, nums...)
	}
	year, month, day := nums[0], nums[1], nums[2]
	if month < 1 || month > 12 {
		return time.Time{}, say("没有 %d 月，请改成 1 到 12 月", month)
	}
	last := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if day < 1 || day > last {
		return time.Time{}, say("%d 月没有 %d 日，请改成 %d 日或换月份", month, day, last)
	}
	hour, minute := 9, 0
	if len(parts) > 1 {
		hm, err := figures(parts[1], ":")
		if err != nil || len(hm) != 2 || hm[0] > 23 || hm[1] > 59 {
			return time.Time{}, say("看不懂这个钟点，请写成 15:30")
		}
		hour, minute = hm[0], hm[1]
	}
	return time.Date(year, time.Month(month), day, hour, minute, 0, 0, now.Location()), nil
}

func figures(text, sep string) ([]int, error) {
	var out []int
	for _, p := range strings.Split(text, sep) {
		if p == "" {
			continue
		}
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 {
			return nil, say("不是数字")
		}
		out = append(out, n)
	}
	return out, nil
}

// sentence is an error whose text is for a person.
type sentence string

func (s sentence) Error() string { return string(s) }

func say(format string, args ...any) error { return sentence(fmt.Sprintf(format, args...)) }

// Picker is a field for a day and an hour: typed, or chosen from a month and two lists that its button opens.
type Picker struct {
	widget.BaseWidget
	// OnChange is told every time that is understood and allowed. Allow may refuse one with a sentence (a time in the past).
	OnChange func(time.Time)
	Allow    func(time.Time) string

	now    func() time.Time
	value  time.Time
	entry  *typing.Entry
	button *widgets.Button
	open   *pop.Pop
}

// NewPicker returns a field 32 high; a zero value is empty. now gives the present in the zone that people see.
func NewPicker(now func() time.Time, value time.Time, onChange func(time.Time)) *Picker {
	p := &Picker{now: now, OnChange: onChange}
	p.entry = typing.Line("年-月-日 时:分")
	p.entry.OnFocus = func(on bool) {
		if !on {
			p.read(true)
		}
	}
	p.entry.OnEdit = func(string) { p.entry.SetError("") }
	p.entry.OnSubmit = func() { p.read(true) }
	p.button = widgets.NewIconButton(widgets.Plain, "cal", "选日期", p.choose)
	p.Set(value)
	p.ExtendBaseWidget(p)
	return p
}

// Set puts a time there without telling.
func (p *Picker) Set(t time.Time) {
	p.value = t
	if t.IsZero() {
		p.entry.SetText("")
		return
	}
	p.entry.SetText(t.In(p.now().Location()).Format("2006-01-02 15:04"))
}

// Value returns the time, and a sentence when what is typed is none or is not allowed. Nothing typed is the zero time.
func (p *Picker) Value() (time.Time, string) {
	p.read(false)
	return p.value, p.entry.Error()
}

// Entry is the field, for the focus and for tests.
func (p *Picker) Entry() *typing.Entry { return p.entry }

// Disable greys it; Enable makes it usable.
func (p *Picker) Disable() {
	p.entry.Disable()
	p.button.Disable()
}

// Enable makes it usable.
func (p *Picker) Enable() {
	p.entry.Enable()
	p.button.Enable()
}

// read takes what is typed.
func (p *Picker) read(tell bool) {
	if draw.Blank(p.entry.Text()) {
		p.entry.SetError("")
		changed := !p.value.IsZero()
		p.value = time.Time{}
		if changed && tell && p.OnChange != nil {
			p.OnChange(p.value)
		}
		return
	}
	t, err := Parse(p.entry.Text(), p.now())
	if err != nil {
		p.entry.SetError(err.Error())
		return
	}
	p.take(t, tell)
}

func (p *Picker) take(t time.Time, tell bool) {
	if p.Allow != nil {
		if why := p.Allow(t); why != "" {
			p.value = time.Time{}
			p.entry.SetError(why)
			return
		}
	}
	p.entry.SetError("")
	changed := !t.Equal(p.value)
	p.value = t
	if changed && tell && p.OnChange != nil {
		p.OnChange(t)
	}
}

// choose opens the month and the hours below the field.
func (p *Picker) choose() {
	c := keys.CanvasOf(p)
	if c == nil {
		return
	}
	at := p.value
	if at.IsZero() {
		at = p.now().Add(time.Hour).Truncate(time.Hour)
	}
	at = at.In(p.now().Location())
	small := newSmall(DayOf(p.now()), DayOf(at))
	title := draw.NewBold(small.title(), theme.Body, theme.Text)
	small.onMonth = func() { title.Set(small.title()) }
	clock := typing.Line("时:分").High(28)
	clock.SetText(at.Format("15:04"))
	done := func() {
		hm, err := figures(strings.ReplaceAll(clock.Text(), "：", ":"), ":")
		if err != nil || len(hm) != 2 || hm[0] > 23 || hm[1] > 59 {
			clock.SetError("请写成 15:30")
			return
		}
		d := small.chosen
		t := time.Date(d.Year, d.Month, d.Day, hm[0], hm[1], 0, 0, p.now().Location())
		p.open.Close()
		p.entry.Replace(t.Format("2006-01-02 15:04"))
		p.take(t, true)
	}
	clock.OnSubmit = done
	small.onEnter = done
	head := draw.Row(8, widgets.NewIconButton(widgets.Plain, "left", "上个月", func() { small.turn(-1) }).High(24), draw.Fill(), title, draw.Fill(),
		widgets.NewIconButton(widgets.Plain, "right", "下个月", func() { small.turn(1) }).High(24))
	foot := draw.TopRow(8, draw.Fixed(clock, 90, 28), draw.Fill(), widgets.NewButton(widgets.Primary, "用这个时间", done).High(28))
	p.open = pop.Open(c, draw.Pad(draw.Col(8, head, small, foot), 12, 10), pop.Options{Place: pop.Below, Anchor: p, Width: 268, First: small})
}

// CreateRenderer is part of fyne.Widget.
func (p *Picker) CreateRenderer() fyne.WidgetRenderer {
	row := draw.TopRow(4, draw.Grow(p.entry), p.button)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{row}}
	r.Min = func() fyne.Size { return fyne.NewSize(theme.Px(200), row.MinSize().Height) }
	r.Lay = func(s fyne.Size) { row.Resize(s) }
	return r.Start(p)
}

// small is the month in a picker: days only, moved by arrows.
type small struct {
	widget.BaseWidget
	year    int
	month   time.Month
	today   Day
	chosen  Day
	focus   bool
	onMonth func()
	onEnter func()
}

func newSmall(today, chosen Day) *small {
	s := &small{year: chosen.Year, month: chosen.Month, today: today, chosen: chosen}
	s.ExtendBaseWidget(s)
	return s
}

func (s *small) title() string { return fmt.Sprintf("%d年%d月", s.year, int(s.month)) }

func (s *small) turn(by int) {
	t := time.Date(s.year, s.month+time.Month(by), 1, 0, 0, 0, 0, time.UTC)
	s.year, s.month = t.Year(), t.Month()
	s.changed()
}

func (s *small) changed() {
	s.Refresh()
	if s.onMonth != nil {
		s.onMonth()
	}
}

func (s *small) pick(d Day) {
	s.chosen, s.year, s.month = d, d.Year, d.Month
	s.changed()
}

func (s *small) FocusGained() {
	s.focus = true
	s.Refresh()
}

func (s *small) FocusLost() {
	s.focus = false
	s.Refresh()
}

func (s *small) TypedRune(rune) {}

func (s *small) TypedKey(ev *fyne.KeyEvent) {
	if step, ok := dayStep(ev.Name); ok {
		s.pick(s.chosen.Add(step))
		return
	}
	switch ev.Name {
	case fyne.KeyPageUp:
		s.turn(-1)
	case fyne.KeyPageDown:
		s.turn(1)
	case fyne.KeyReturn, fyne.KeyEnter:
		s.onEnter()
	default:
		keys.Up(s, ev)
	}
}

func (s *small) Tapped(ev *fyne.PointEvent) {
	w, h := s.Size().Width/7, theme.Px(26)
	col, row := int(ev.Position.X/w), int(ev.Position.Y/h)-1
	if col >= 0 && col < 7 && row >= 0 && row < 6 {
		s.pick(firstCell(s.year, s.month).Add(row*7 + col))
	}
}

func (s *small) CreateRenderer() fyne.WidgetRenderer {
	marked := canvas.NewRectangle(theme.Color(theme.Clear))
	var cells []*draw.Text
	r := &draw.Renderer{Objs: []fyne.CanvasObject{marked}}
	for range 49 {
		t := draw.NewText("", theme.Dense, theme.Text).Center()
		cells = append(cells, t)
		r.Objs = append(r.Objs, t)
	}
	r.Min = func() fyne.Size { return theme.Size(7*32, 7*26) }
	r.Lay = func(size fyne.Size) {
		w, h := size.Width/7, theme.Px(26)
		first := firstCell(s.year, s.month)
		marked.Hide()
		for i, t := range cells {
			pos := fyne.NewPos(float32(i%7)*w, float32(i/7)*h)
			t.Move(pos)
			t.Resize(fyne.NewSize(w, h))
			if i >= 7 && first.Add(i-7) == s.chosen {
				marked.Show()
				draw.Place(marked, pos.AddXY((w-theme.Px(28))/2, 0), fyne.NewSize(theme.Px(28), h))
			}
		}
	}
	r.Paint = func() {
		edge := fyne.ThemeColorName("")
		if s.focus {
			edge = theme.Text
		}
		draw.Paint(marked, theme.BlueFill, edge, theme.Px(2), 4)
		first := firstCell(s.year, s.month)
		for i, t := range cells {
			if i < 7 {
				t.Tint(strings.TrimPrefix(weekdays()[i], "周"), theme.Text3, false)
				continue
			}
			d := first.Add(i - 7)
			ink := theme.Text
			switch {
			case d == s.chosen:
				ink = theme.OnFill
			case d == s.today:
				ink = theme.Blue
			case d.Month != s.month || d.Before(s.today):
				ink = theme.Disabled
			}
			t.Tint(fmt.Sprint(d.Day), ink, d == s.today || d == s.chosen)
		}
	}
	return r.Start(s)
}
