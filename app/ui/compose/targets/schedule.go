package targets

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/dates"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/publishing/content"
)

// Schedule is the hour of a post with the window that an approval covers, and what happens when it is late.
type Schedule struct {
	// OnEdit is told after a person changed something.
	OnEdit func()

	picker *dates.Picker
	window *overlays.Select
	late   *overlays.Select
	after  *overlays.Select
	fault  *flow.Flow
	ai     *widgets.Check
	rule   *flow.Flow // what is chosen, in a sentence
	more   *widgets.Link
	object fyne.CanvasObject
	at     time.Time
}

func spans() []time.Duration {
	return []time.Duration{2 * time.Hour, 12 * time.Hour, 24 * time.Hour, 72 * time.Hour, 7 * 24 * time.Hour}
}

func delays() []time.Duration {
	return []time.Duration{10 * time.Minute, 30 * time.Minute, 2 * time.Hour, 12 * time.Hour}
}

func words(ds []time.Duration) []string {
	out := make([]string, len(ds))
	for i, d := range ds {
		out[i] = content.Span(d)
	}
	return out
}

// NewSchedule returns the box; now is the present.
func NewSchedule(now func() time.Time) *Schedule {
	s := &Schedule{fault: flow.Plain("", theme.Note, theme.Red)}
	s.fault.Hide()
	tell := func() {
		if s.OnEdit != nil {
			s.OnEdit()
		}
	}
	s.picker = dates.NewPicker(func() time.Time { return now().In(content.Shanghai()) }, time.Time{}, func(t time.Time) { s.at = t; tell() })
	pick := func(int) { s.spell(); tell() }
	s.window = overlays.NewSelect("", words(spans()), 2, pick).High(28).Wide(84)
	s.late = overlays.NewSelect("", words(delays()), 1, pick).High(28).Wide(84)
	s.after = overlays.NewSelect("", []string{"问人", "不发了"}, 0, pick).High(28).Wide(84)
	s.ai = widgets.NewCheck("含人工智能生成的内容", false, func(bool) { tell() })
	s.rule = flow.Plain("", theme.Note, theme.Text3)
	s.more = widgets.NewLink("改", theme.Note, s.ask)
	s.object = draw.Pad(draw.Col(6,
		draw.TopRow(8, draw.Fixed(draw.Row(6, draw.NewIcon("clock", 16, theme.Text2), draw.NewText("定时", theme.Body, theme.Text)), 0, 32), draw.Grow(s.picker)),
		s.fault,
		draw.TopRow(6, draw.Grow(s.rule), s.more),
		s.ai), 12, 10)
	s.spell()
	return s
}

// ask opens the choice of the window and of what happens when it is late.
func (s *Schedule) ask() {
	line := func(say string, objs ...fyne.CanvasObject) fyne.CanvasObject {
		return draw.Row(6, append([]fyne.CanvasObject{draw.NewText(say, theme.Note, theme.Text2)}, objs...)...)
	}
	overlays.Popover(s.more, "批准多久有效，晚了怎么办", draw.Pad(draw.Col(8,
		line("批准后", draw.Grow(s.window), draw.NewText("内有效", theme.Note, theme.Text2)),
		line("到点没发出去，晚", draw.Grow(s.late), draw.NewText("内照发", theme.Note, theme.Text2)),
		line("再晚就", draw.Grow(s.after))), 12, 6))
}

// spell says in a sentence what is chosen.
func (s *Schedule) spell() {
	s.rule.SetText("终审通过后自动就绪，" + s.window.Value() + "内有效；晚 " + s.late.Value() + "内照发，再晚就" + s.after.Value())
}

// Object is what the screen shows.
func (s *Schedule) Object() fyne.CanvasObject { return s.object }

// Set shows the hours of a post.
func (s *Schedule) Set(c content.Master, locked bool) {
	s.at = c.Window.From
	s.picker.Set(c.Window.From)
	s.window.SetOptions(with(spans(), c.Window.To.Sub(c.Window.From)))
	s.late.SetOptions(with(delays(), c.Late.Within))
	s.after.Choose(0)
	if c.Late.Drop {
		s.after.Choose(1)
	}
	s.ai.SetTicked(c.AI)
	if locked {
		s.picker.Disable()
	} else {
		s.picker.Enable()
	}
	for _, o := range []fyne.Disableable{s.window, s.late, s.after, s.ai} {
		able(o, !locked)
	}
	if locked {
		s.more.Hide()
	} else {
		s.more.Show()
	}
	s.spell()
	s.SetFault("")
}

// with is the words of a choice of lengths, with one that is none of them at its end, and which is chosen.
func with(ds []time.Duration, d time.Duration) ([]string, int) {
	i := slices.Index(ds, d)
	if i < 0 && d > 0 {
		return append(words(ds), content.Span(d)), len(ds)
	}
	return words(ds), max(i, 0)
}

// Take puts what is chosen into a post; a length that the choice does not offer stays what it was.
func (s *Schedule) Take(c *content.Master) {
	span := c.Window.To.Sub(c.Window.From)
	if i := s.window.Chosen(); i >= 0 && i < len(spans()) {
		span = spans()[i]
	}
	if i := s.late.Chosen(); i >= 0 && i < len(delays()) {
		c.Late.Within = delays()[i]
	}
	c.Late.Drop = s.after.Chosen() == 1
	c.AI = s.ai.Ticked()
	c.Window = content.Window{}
	if !s.at.IsZero() {
		c.Window = content.Window{From: s.at.UTC(), To: s.at.Add(span).UTC()}
	}
}

// Wrong returns a sentence while what is typed is no hour.
func (s *Schedule) Wrong() string { return s.picker.Entry().Error() }

// SetFault says what is wrong with the hour, "" for nothing.
func (s *Schedule) SetFault(say string) {
	if s.fault.Text() == say {
		return
	}
	s.fault.SetText(say)
	if say == "" {
		s.fault.Hide()
	} else {
		s.fault.Show()
	}
	s.object.Refresh()
}

// Picker is the field of the hour.
func (s *Schedule) Picker() *dates.Picker { return s.picker }
