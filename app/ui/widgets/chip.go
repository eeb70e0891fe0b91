package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

// Tone is what a colour claims; a part has exactly one.
type Tone int

// The tones. Solid is a verdict (不合格), not a warning; Dark is inverse: a special mode or a lock.
const (
	Grey Tone = iota
	Red
	Amber
	Green
	Blue
	Solid
	Dark
)

// Ground returns the ground and border of a tone, Ink its text.
func (t Tone) Ground() (fill, border fyne.ThemeColorName) {
	switch t {
	case Red:
		return theme.RedSoft, ""
	case Amber:
		return theme.AmberSoft, ""
	case Green:
		return theme.GreenSoft, ""
	case Blue:
		return theme.BlueSoft, ""
	case Solid:
		return theme.RedFill, ""
	case Dark:
		return theme.Inverse, ""
	}
	return theme.Surface2, theme.Line
}

// Ink returns the colour of text and icons of a tone on its own ground.
func (t Tone) Ink() fyne.ThemeColorName {
	switch t {
	case Red:
		return theme.Red
	case Amber:
		return theme.Amber
	case Green:
		return theme.Green
	case Blue:
		return theme.Blue
	case Solid:
		return theme.OnFill
	case Dark:
		return theme.OnInverse
	}
	return theme.Text2
}

// Fill returns the full colour of a tone, for bars, dots and edges.
func (t Tone) Fill() fyne.ThemeColorName {
	switch t {
	case Red, Solid:
		return theme.RedFill
	case Amber:
		return theme.AmberFill
	case Green:
		return theme.GreenFill
	case Blue:
		return theme.BlueFill
	}
	return theme.LineStrong
}

// Chip is a state or a fact in a few words. A red, amber or green chip carries an icon unless its words say all.
type Chip struct {
	widget.BaseWidget
	tone  Tone
	icon  string
	value string
	high  float32
}

// NewChip returns a chip; icon may be empty.
func NewChip(tone Tone, icon, text string) *Chip {
	c := &Chip{tone: tone, icon: icon, value: text, high: 20}
	c.ExtendBaseWidget(c)
	return c
}

// Tall makes it 24 high, for page heads, and returns it.
func (c *Chip) Tall() *Chip {
	c.high = 24
	return c
}

// Set changes all of it; a hidden chip stays hidden.
func (c *Chip) Set(tone Tone, icon, text string) {
	if c.tone != tone || c.icon != icon || c.value != text {
		c.tone, c.icon, c.value = tone, icon, text
		c.Refresh()
	}
}

// Text returns its words.
func (c *Chip) Text() string { return c.value }

// Tone returns what its colour claims.
func (c *Chip) Tone() Tone { return c.tone }

// CreateRenderer is part of fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	rect := canvas.NewRectangle(theme.Color(theme.Clear))
	icon := draw.NewIcon(c.icon, 14, c.tone.Ink())
	text := draw.NewText(c.value, theme.Note, c.tone.Ink())
	r := &draw.Renderer{Objs: []fyne.CanvasObject{rect, icon, text}}
	side := func() float32 {
		if c.high > 20 {
			return 8
		}
		return 6
	}
	r.Min = func() fyne.Size {
		w := theme.Px(2*side()) + draw.Measure(c.value, theme.Note, false).Width
		if c.icon != "" {
			w += theme.Px(14 + 4)
		}
		if c.value == "" && c.icon != "" {
			w -= theme.Px(4)
		}
		return fyne.NewSize(w, theme.Px(c.high))
	}
	r.Lay = func(s fyne.Size) {
		high := theme.Px(c.high)
		top := (s.Height - high) / 2
		draw.Place(rect, fyne.NewPos(0, top), fyne.NewSize(s.Width, high))
		x := theme.Px(side())
		if c.icon != "" {
			icon.Move(fyne.NewPos(x, top))
			icon.Resize(fyne.NewSize(theme.Px(14), high))
			x += theme.Px(14 + 4)
		}
		text.Move(fyne.NewPos(x, top))
		text.Resize(fyne.NewSize(s.Width-x, high))
	}
	r.Paint = func() {
		fill, border := c.tone.Ground()
		draw.Paint(rect, fill, border, 1, 4)
		icon.Set(c.icon, c.tone.Ink())
		text.Tint(c.value, c.tone.Ink(), false)
	}
	return r.Start(c)
}

// ChipButton is a chip that opens something, as the due chip opens its count of days.
type ChipButton struct {
	draw.Press
	Chip *Chip
}

// NewChipButton returns a chip that can be pressed, with a small arrow behind the words.
func NewChipButton(tone Tone, icon, text string, onPress func()) *ChipButton {
	b := &ChipButton{Chip: NewChip(tone, icon, text)}
	b.OnPress = onPress
	b.Init(b)
	return b
}

// CreateRenderer is part of fyne.Widget.
func (b *ChipButton) CreateRenderer() fyne.WidgetRenderer {
	ring := canvas.NewRectangle(theme.Color(theme.Clear))
	arrow := draw.NewIcon("down", 12, b.Chip.tone.Ink())
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ring, b.Chip, arrow}}
	extra := func() float32 { return theme.Px(16) }
	r.Min = func() fyne.Size {
		m := b.Chip.MinSize()
		return fyne.NewSize(m.Width+extra(), max(m.Height, theme.Px(24)))
	}
	r.Lay = func(s fyne.Size) {
		b.Chip.Resize(s)
		arrow.Move(fyne.NewPos(s.Width-theme.Px(17), 0))
		arrow.Resize(fyne.NewSize(theme.Px(12), s.Height))
		draw.Place(ring, fyne.NewPos(-theme.Px(2), -theme.Px(2)), s.AddWidthHeight(theme.Px(4), theme.Px(4)))
	}
	r.Paint = func() {
		ringed := fyne.ThemeColorName("")
		if b.Ringed() {
			ringed = theme.BlueFill
		}
		draw.Paint(ring, "", ringed, theme.Px(2), 6)
		arrow.Set("down", b.Chip.tone.Ink())
	}
	return r.Start(b)
}

// Tile is a platform in one character: no brand colour, no logo.
type Tile struct {
	widget.BaseWidget
	sign string
}

// NewTile returns the tile with a character, as 博 or 信.
func NewTile(sign string) *Tile {
	t := &Tile{sign: sign}
	t.ExtendBaseWidget(t)
	return t
}

// Set changes the character.
func (t *Tile) Set(sign string) {
	if t.sign != sign {
		t.sign = sign
		t.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	rect := canvas.NewRectangle(theme.Color(theme.Clear))
	text := draw.NewBold(t.sign, theme.Note, theme.Text2).Center()
	r := &draw.Renderer{Objs: []fyne.CanvasObject{rect, text}}
	r.Min = func() fyne.Size { return theme.Size(20, 20) }
	r.Lay = func(s fyne.Size) {
		side := theme.Px(20)
		at := fyne.NewPos((s.Width-side)/2, (s.Height-side)/2)
		text.Move(at)
		text.Resize(fyne.NewSquareSize(side))
		draw.Place(rect, at, fyne.NewSquareSize(side))
	}
	r.Paint = func() {
		draw.Paint(rect, theme.Surface2, theme.LineStrong, 1, 4)
		text.Set(t.sign)
	}
	return r.Start(t)
}

// Badge is a count at the end of a line of navigation: grey figures, or white on red when it warns.
type Badge struct {
	widget.BaseWidget
	value string
	warn  bool
}

// NewBadge returns a badge; an empty text shows nothing.
func NewBadge(value string, warn bool) *Badge {
	b := &Badge{value: value, warn: warn}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes it.
func (b *Badge) Set(value string, warn bool) {
	if b.value != value || b.warn != warn {
		b.value, b.warn = value, warn
		b.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer {
	rect := canvas.NewRectangle(theme.Color(theme.Clear))
	text := draw.NewText(b.value, theme.Note, theme.Text3).Center()
	r := &draw.Renderer{Objs: []fyne.CanvasObject{rect, text}}
	r.Min = func() fyne.Size {
		w := draw.Measure(b.value, theme.Note, false).Width
		if b.warn {
			w = max(w+theme.Px(11), theme.Px(18))
		}
		return fyne.NewSize(w, theme.Px(18))
	}
	r.Lay = func(s fyne.Size) {
		h := theme.Px(16)
		draw.Place(rect, fyne.NewPos(0, (s.Height-h)/2), fyne.NewSize(s.Width, h))
		text.Resize(s)
	}
	r.Paint = func() {
		fill, ink := fyne.ThemeColorName(""), theme.Text3
		if b.warn && b.value != "" {
			fill, ink = theme.RedFill, theme.OnFill
		}
		draw.Paint(rect, fill, "", 0, 8)
		text.Tint(b.value, ink, false)
	}
	return r.Start(b)
}
