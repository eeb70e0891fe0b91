package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

// Check is a box with words, ticked or not. Space toggles it; Enter does not, it belongs to the form.
type Check struct {
	draw.Press
	label  string
	ticked bool
	round  bool
	// OnChange is told after a person toggled it.
	OnChange func(bool)
}

// NewCheck returns a box.
func NewCheck(label string, ticked bool, onChange func(bool)) *Check {
	c := &Check{label: label, ticked: ticked, OnChange: onChange}
	c.NoEnter = true
	c.OnPress = c.toggle
	c.Init(c)
	return c
}

// Ticked says whether it is ticked.
func (c *Check) Ticked() bool { return c.ticked }

// SetTicked sets it without telling.
func (c *Check) SetTicked(on bool) {
	if c.ticked != on {
		c.ticked = on
		c.Refresh()
	}
}

// SetLabel changes the words.
func (c *Check) SetLabel(label string) {
	if c.label != label {
		c.label = label
		c.Refresh()
	}
}

func (c *Check) toggle() {
	if c.round && c.ticked {
		return
	}
	c.ticked = !c.ticked
	c.Refresh()
	if c.OnChange != nil {
		c.OnChange(c.ticked)
	}
}

func (c *Check) icon() (string, fyne.ThemeColorName) {
	name := "box0"
	switch {
	case c.round && c.ticked:
		name = "radio1"
	case c.round:
		name = "radio0"
	case c.ticked:
		name = "box1"
	}
	switch {
	case c.Disabled():
		return name, theme.Disabled
	case c.ticked:
		return name, theme.BlueFill
	}
	return name, theme.Text2
}

// CreateRenderer is part of fyne.Widget.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	ring := canvas.NewRectangle(theme.Color(theme.Clear))
	icon := draw.NewIcon("", 18, theme.Text2)
	text := draw.NewText(c.label, theme.Body, theme.Text)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ring, icon, text}}
	r.Min = func() fyne.Size {
		w := theme.Px(18)
		if c.label != "" {
			w += theme.Px(6) + draw.Measure(c.label, theme.Body, false).Width
		}
		return fyne.NewSize(max(w, theme.Px(24)), theme.Px(24))
	}
	r.Lay = func(s fyne.Size) {
		x := float32(0)
		if c.label == "" {
			x = (s.Width - theme.Px(18)) / 2
		}
		icon.Move(fyne.NewPos(x, 0))
		icon.Resize(fyne.NewSize(theme.Px(18), s.Height))
		text.Move(fyne.NewPos(theme.Px(24), 0))
		text.Resize(fyne.NewSize(max(s.Width-theme.Px(24), 0), s.Height))
		draw.Place(ring, fyne.NewPos(x-theme.Px(2), (s.Height-theme.Px(22))/2), theme.Size(22, 22))
	}
	r.Paint = func() {
		name, ink := c.icon()
		icon.Set(name, ink)
		color := theme.Text
		if c.Disabled() {
			color = theme.Disabled
		}
		text.Tint(c.label, color, false)
		ringed := fyne.ThemeColorName("")
		if c.Ringed() {
			ringed = theme.BlueFill
		}
		draw.Paint(ring, "", ringed, theme.Px(2), 5)
	}
	return r.Start(c)
}

// Radio is a choice of one among several, one under the other or side by side as the caller lays them out.
type Radio struct {
	items  []*Check
	chosen int
	// OnChange is told after a person chose.
	OnChange func(int)
}

// NewRadio returns the choice; -1 is none yet.
func NewRadio(options []string, chosen int, onChange func(int)) *Radio {
	r := &Radio{chosen: chosen, OnChange: onChange}
	for i, o := range options {
		c := NewCheck(o, i == chosen, nil)
		c.round = true
		c.OnChange = func(bool) { r.pick(i) }
		c.OnKey = func(ev *fyne.KeyEvent) bool { return r.key(i, ev) }
		r.items = append(r.items, c)
	}
	return r
}

// Items returns the single choices, for the caller to place.
func (r *Radio) Items() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(r.items))
	for i, c := range r.items {
		out[i] = c
	}
	return out
}

// Chosen returns the choice.
func (r *Radio) Chosen() int { return r.chosen }

// Choose sets the choice without telling.
func (r *Radio) Choose(i int) {
	r.chosen = i
	for k, c := range r.items {
		c.SetTicked(k == i)
	}
}

func (r *Radio) pick(i int) {
	r.Choose(i)
	if r.OnChange != nil {
		r.OnChange(i)
	}
}

func (r *Radio) key(at int, ev *fyne.KeyEvent) bool {
	var step int
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyLeft:
		step = -1
	case fyne.KeyDown, fyne.KeyRight:
		step = 1
	default:
		return false
	}
	next := at + step
	if next >= 0 && next < len(r.items) && !r.items[next].Disabled() {
		r.items[next].Take()
		r.pick(next)
	}
	return true
}
