// Package cards is a choice that is a whole card: pressed, marked, walked through by arrows. It knows nothing of what is chosen.
package cards

import (
	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

// Card is a choice that is a whole card: a border that turns blue, and a content.
type Card struct {
	draw.Press
	content fyne.CanvasObject
	chosen  bool
	ground  *draw.Ground
}

// New returns a card around a content.
func New(content fyne.CanvasObject, onPress func()) *Card {
	c := &Card{content: content, ground: draw.NewGround(theme.Surface, theme.LineStrong, 6)}
	c.OnPress = onPress
	c.Init(c)
	return c
}

// Choose marks the card.
func (c *Card) Choose(on bool) {
	c.chosen = on
	c.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	d := &draw.Renderer{Objs: []fyne.CanvasObject{c.ground, c.content}}
	d.Min = func() fyne.Size { return c.content.MinSize() }
	d.Lay = func(s fyne.Size) {
		c.ground.Resize(s)
		c.content.Resize(s)
	}
	d.Paint = func() {
		fill, border, stroke := theme.Surface, theme.LineStrong, float32(1)
		if c.Hovered() && !c.Disabled() {
			fill = theme.Surface2
		}
		if c.chosen || c.Ringed() {
			border, stroke = theme.BlueFill, 2
		}
		c.ground.Stroke = stroke
		c.ground.Set(fill, border)
	}
	return d.Start(c)
}

// Escape is what a field does with a key: Esc goes back a step, everything else is the field's own.
func Escape(back func()) func(*fyne.KeyEvent) bool {
	return func(ev *fyne.KeyEvent) bool {
		if ev.Name != fyne.KeyEscape || back == nil {
			return false
		}
		back()
		return true
	}
}

// Arrows lets ← and → (↑ and ↓) go through cards, and Esc back where there is a way; choose is told which one is meant.
func Arrows(cards []*Card, across int, choose func(i int), back func()) {
	for i, c := range cards {
		c.OnKey = func(ev *fyne.KeyEvent) bool {
			to := i
			switch ev.Name {
			case fyne.KeyLeft:
				to--
			case fyne.KeyRight:
				to++
			case fyne.KeyUp:
				to -= across
			case fyne.KeyDown:
				to += across
			default:
				return Escape(back)(ev)
			}
			if to >= 0 && to < len(cards) {
				cards[to].Take()
				choose(to)
			}
			return true
		}
	}
}
