package overlays

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/keys"
	"huiying/app/ui/theme"
)

// Select is a box that shows one of several values and opens the list of them. ↓, Space and Enter open it.
type Select struct {
	draw.Press
	// OnChange is told after a person chose; Choose does not tell.
	OnChange func(int)

	options []string
	chosen  int
	hint    string
	high    float32
	wide    float32
	fault   *flow.Flow
}

// NewSelect returns a select 32 high; chosen -1 shows the hint.
func NewSelect(hint string, options []string, chosen int, onChange func(int)) *Select {
	s := &Select{hint: hint, options: options, chosen: chosen, OnChange: onChange, high: 32, wide: 96}
	s.fault = flow.Plain("", theme.Note, theme.Red)
	s.fault.Hide()
	s.OnPress = s.open
	s.OnKey = func(ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeyDown {
			s.open()
			return true
		}
		return false
	}
	s.Init(s)
	return s
}

// High sets the height, Wide the smallest width; each returns the select.
func (s *Select) High(h float32) *Select {
	s.high = h
	return s
}

// Wide sets the smallest width and returns the select.
func (s *Select) Wide(w float32) *Select {
	s.wide = w
	return s
}

// Chosen returns the choice, -1 for none.
func (s *Select) Chosen() int { return s.chosen }

// Value returns the chosen words, empty for none.
func (s *Select) Value() string {
	if s.chosen < 0 || s.chosen >= len(s.options) {
		return ""
	}
	return s.options[s.chosen]
}

// Choose sets the choice without telling.
func (s *Select) Choose(i int) {
	s.chosen = i
	s.Refresh()
}

// SetOptions changes what can be chosen and the choice.
func (s *Select) SetOptions(options []string, chosen int) {
	s.options, s.chosen = options, chosen
	s.Refresh()
}

// SetError shows a red border and a red line below; empty takes them away.
func (s *Select) SetError(say string) {
	s.fault.SetText(say)
	if say == "" {
		s.fault.Hide()
	} else {
		s.fault.Show()
	}
	s.Refresh()
}

// Pick chooses as a person does, and tells.
func (s *Select) Pick(i int) {
	if i < 0 || i >= len(s.options) {
		return
	}
	changed := i != s.chosen
	s.chosen = i
	s.Refresh()
	if changed && s.OnChange != nil {
		s.OnChange(i)
	}
}

func (s *Select) open() {
	c := keys.CanvasOf(s)
	if c == nil {
		return
	}
	m := &menu{}
	objs := []fyne.CanvasObject{}
	for i, o := range s.options {
		row := newMenuRow(Choice{Label: o}, i == s.chosen, func() {
			m.pop.Close()
			s.Pick(i)
		})
		row.OnKey = func(ev *fyne.KeyEvent) bool { return m.key(i, ev) }
		m.rows = append(m.rows, row)
		objs = append(objs, row)
	}
	if len(objs) > 0 {
		m.open(c, s, objs, max(s.chosen, 0), 0)
	}
}

// CreateRenderer is part of fyne.Widget.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	box := canvas.NewRectangle(theme.Color(theme.Clear))
	text := draw.NewText("", theme.Body, theme.Text).Cutting()
	arrow := draw.NewIcon("down", 16, theme.Text2)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{box, text, arrow, s.fault}}
	r.Min = func() fyne.Size {
		h := theme.Px(s.high)
		if s.fault.Visible() {
			h += theme.Px(4) + s.fault.MinSize().Height
		}
		return fyne.NewSize(theme.Px(s.wide), h)
	}
	r.Lay = func(size fyne.Size) {
		h := theme.Px(s.high)
		draw.Place(box, fyne.Position{}, fyne.NewSize(size.Width, h))
		text.Move(fyne.NewPos(theme.Px(9), 0))
		text.Resize(fyne.NewSize(size.Width-theme.Px(9+30), h))
		arrow.Move(fyne.NewPos(size.Width-theme.Px(25), 0))
		arrow.Resize(fyne.NewSize(theme.Px(16), h))
		s.fault.Move(fyne.NewPos(0, h+theme.Px(4)))
		s.fault.Resize(fyne.NewSize(size.Width, theme.Px(18)))
	}
	r.Paint = func() {
		fill, border, stroke, ink := theme.Surface, theme.LineInput, float32(1), theme.Text
		switch {
		case s.Disabled():
			fill, border, ink = theme.Surface2, theme.Line, theme.Disabled
		case s.fault.Visible():
			border = theme.RedFill
		case s.Ringed():
			border, stroke = theme.BlueFill, theme.Px(2)
		case s.Hovered():
			fill = theme.Surface2
		}
		draw.Paint(box, fill, border, stroke, 4)
		value := s.Value()
		if value == "" {
			value = s.hint
			if !s.Disabled() {
				ink = theme.Text3
			}
		}
		if s.high < 32 {
			text.Points = theme.Dense
		}
		text.Tint(value, ink, false)
	}
	return r.Start(s)
}
