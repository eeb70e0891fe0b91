package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

// Segment is a choice of two to four, side by side, the chosen one blue. ← and → move the choice.
type Segment struct {
	draw.Press
	options []string
	chosen  int
	tones   map[int]Tone
	high    float32
	// OnChange is told after a person chose; Choose does not tell.
	OnChange func(int)
}

// NewSegment returns a segment control 28 high.
func NewSegment(options []string, chosen int, onChange func(int)) *Segment {
	s := &Segment{options: options, chosen: chosen, OnChange: onChange, high: 28}
	s.OnKey = s.key
	s.Init(s)
	return s
}

// High sets the height and returns the control.
func (s *Segment) High(h float32) *Segment {
	s.high = h
	return s
}

// Tone gives one option another tone when it is chosen, as amber for 有疑, and returns the control.
func (s *Segment) Tone(option int, tone Tone) *Segment {
	if s.tones == nil {
		s.tones = map[int]Tone{}
	}
	s.tones[option] = tone
	return s
}

// Chosen returns the choice, -1 for none.
func (s *Segment) Chosen() int { return s.chosen }

// Choose sets the choice without telling.
func (s *Segment) Choose(i int) {
	if s.chosen != i {
		s.chosen = i
		s.Refresh()
	}
}

func (s *Segment) pick(i int) {
	if i < 0 || i >= len(s.options) || i == s.chosen || s.Disabled() {
		return
	}
	s.chosen = i
	s.Refresh()
	if s.OnChange != nil {
		s.OnChange(i)
	}
}

func (s *Segment) key(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyLeft:
		s.pick(s.chosen - 1)
	case fyne.KeyRight:
		s.pick(s.chosen + 1)
	default:
		return false
	}
	return true
}

func (s *Segment) cell(i int) float32 {
	return draw.Measure(s.options[i], theme.Dense, false).Width + theme.Px(22)
}

// Tapped chooses what is under the pointer.
func (s *Segment) Tapped(ev *fyne.PointEvent) {
	s.Press.Tapped(ev)
	x := float32(0)
	for i := range s.options {
		x += s.cell(i)
		if ev.Position.X < x {
			s.pick(i)
			return
		}
	}
}

// CreateRenderer is part of fyne.Widget.
func (s *Segment) CreateRenderer() fyne.WidgetRenderer {
	ring := canvas.NewRectangle(theme.Color(theme.Clear))
	frame := canvas.NewRectangle(theme.Color(theme.Clear))
	mark := canvas.NewRectangle(theme.Color(theme.Clear))
	border := canvas.NewRectangle(theme.Color(theme.Clear))
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ring, frame, mark}}
	var texts []*draw.Text
	var lines []*canvas.Rectangle
	for i, o := range s.options {
		t := draw.NewText(o, theme.Dense, theme.Text2).Center()
		texts = append(texts, t)
		r.Objs = append(r.Objs, t)
		if i > 0 {
			l := canvas.NewRectangle(theme.Color(theme.Line))
			lines = append(lines, l)
			r.Objs = append(r.Objs, l)
		}
	}
	r.Objs = append(r.Objs, border)
	r.Min = func() fyne.Size {
		w := float32(0)
		for i := range s.options {
			w += s.cell(i)
		}
		return fyne.NewSize(w, theme.Px(s.high))
	}
	r.Lay = func(size fyne.Size) {
		high := theme.Px(s.high)
		top := (size.Height - high) / 2
		full := fyne.NewSize(r.Min().Width, high)
		for _, o := range []*canvas.Rectangle{frame, border} {
			draw.Place(o, fyne.NewPos(0, top), full)
		}
		out := theme.Px(4)
		draw.Place(ring, fyne.NewPos(-out, top-out), full.AddWidthHeight(2*out, 2*out))
		x := float32(0)
		mark.Hide()
		for i, t := range texts {
			w := s.cell(i)
			t.Move(fyne.NewPos(x, top))
			t.Resize(fyne.NewSize(w, high))
			if i > 0 {
				lines[i-1].Move(fyne.NewPos(x, top))
				lines[i-1].Resize(fyne.NewSize(1, high))
			}
			if i == s.chosen {
				mark.Show()
				mark.Move(fyne.NewPos(x, top))
				mark.Resize(fyne.NewSize(w, high))
			}
			x += w
		}
	}
	r.Paint = func() {
		tone := Blue
		if t, ok := s.tones[s.chosen]; ok {
			tone = t
		}
		fill, _ := tone.Ground()
		edge := theme.LineStrong
		ringed := fyne.ThemeColorName("")
		if s.Ringed() {
			ringed = theme.Text
		}
		draw.Paint(ring, "", ringed, theme.Px(2), 7)
		draw.Paint(frame, theme.Surface, "", 0, 4)
		draw.Paint(mark, fill, "", 0, 4)
		draw.Paint(border, "", edge, 1, 4)
		for i, t := range texts {
			switch {
			case s.Disabled():
				t.Tint(s.options[i], theme.Disabled, i == s.chosen)
			case i == s.chosen:
				t.Tint(s.options[i], tone.Ink(), true)
			default:
				t.Tint(s.options[i], theme.Text2, false)
			}
		}
		for _, l := range lines {
			draw.Paint(l, theme.LineStrong, "", 0, 0)
		}
	}
	return r.Start(s)
}

// Tabs is a row of names with a line under the current one. ← and → change it.
type Tabs struct {
	draw.Press
	names   []string
	current int
	// OnChange is told after a person changed the tab.
	OnChange func(int)
	high     float32
}

// NewTabs returns tabs that take the full height of their head.
func NewTabs(names []string, current int, onChange func(int)) *Tabs {
	t := &Tabs{names: names, current: current, OnChange: onChange, high: 36}
	t.OnKey = t.key
	t.Init(t)
	return t
}

// SetNames changes the names, as when a count in them changed.
func (t *Tabs) SetNames(names []string) {
	t.names = names
	t.Refresh()
}

// Current returns the current tab.
func (t *Tabs) Current() int { return t.current }

// Choose sets the tab without telling.
func (t *Tabs) Choose(i int) {
	t.current = i
	t.Refresh()
}

// Pick sets the tab as a person does, and tells: for single-key shortcuts of a screen.
func (t *Tabs) Pick(i int) {
	if i < 0 || i >= len(t.names) || i == t.current {
		return
	}
	t.current = i
	t.Refresh()
	if t.OnChange != nil {
		t.OnChange(i)
	}
}

func (t *Tabs) key(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyLeft:
		t.Pick(t.current - 1)
	case fyne.KeyRight:
		t.Pick(t.current + 1)
	default:
		return false
	}
	return true
}

func (t *Tabs) width(i int) float32 {
	return draw.Measure(t.names[i], theme.Body, i == t.current).Width
}

// Tapped chooses the tab under the pointer.
func (t *Tabs) Tapped(ev *fyne.PointEvent) {
	t.Press.Tapped(ev)
	x := float32(0)
	for i := range t.names {
		x += t.width(i) + theme.Px(16)
		if ev.Position.X < x-theme.Px(8) {
			t.Pick(i)
			return
		}
	}
}

// CreateRenderer is part of fyne.Widget.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer {
	under := canvas.NewRectangle(theme.Color(theme.Clear))
	ring := canvas.NewRectangle(theme.Color(theme.Clear))
	var texts []*draw.Text
	r := &draw.Renderer{}
	r.Live = func() []fyne.CanvasObject {
		objs := []fyne.CanvasObject{under, ring}
		for _, x := range texts {
			objs = append(objs, x)
		}
		return objs
	}
	r.Min = func() fyne.Size {
		w := float32(0)
		for i := range t.names {
			w += t.width(i)
		}
		return fyne.NewSize(w+theme.Px(16)*float32(max(len(t.names)-1, 0)), theme.Px(t.high))
	}
	r.Lay = func(s fyne.Size) {
		x := float32(0)
		for i, text := range texts {
			w := t.width(i)
			text.Move(fyne.NewPos(x, 0))
			text.Resize(fyne.NewSize(w, s.Height))
			if i == t.current {
				under.Move(fyne.NewPos(x, s.Height-theme.Px(2)))
				under.Resize(fyne.NewSize(w, theme.Px(2)))
				draw.Place(ring, fyne.NewPos(x-theme.Px(5), (s.Height-theme.Px(26))/2), fyne.NewSize(w+theme.Px(10), theme.Px(26)))
			}
			x += w + theme.Px(16)
		}
	}
	r.Paint = func() {
		for len(texts) < len(t.names) {
			texts = append(texts, draw.NewText("", theme.Body, theme.Text2))
		}
		texts = texts[:len(t.names)]
		for i, text := range texts {
			if i == t.current {
				text.Tint(t.names[i], theme.Blue, true)
			} else {
				text.Tint(t.names[i], theme.Text2, false)
			}
		}
		ringed := fyne.ThemeColorName("")
		if t.Ringed() {
			ringed = theme.BlueFill
		}
		draw.Paint(under, theme.BlueFill, "", 0, 0)
		draw.Paint(ring, "", ringed, theme.Px(2), 4)
	}
	return r.Start(t)
}
