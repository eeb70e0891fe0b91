package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

// Bar is a share of a whole, 5 high, with an optional line at the value that is asked for.
type Bar struct {
	widget.BaseWidget
	share float64
	need  float64
	fill  fyne.ThemeColorName
	high  float32
}

// NewBar returns a bar filled to a share between 0 and 1, in the colour of a tone.
func NewBar(share float64, tone Tone) *Bar {
	b := &Bar{share: share, fill: tone.Fill(), high: 5, need: -1}
	b.ExtendBaseWidget(b)
	return b
}

// NewRateBar returns a bar for a rate with the value asked for: neutral from there on, amber to 10 points below, else red.
func NewRateBar(share, need float64) *Bar {
	b := NewBar(share, Grey)
	b.need, b.high, b.fill = need, 14, theme.Text3
	switch {
	case share >= need:
	case share >= need-0.10:
		b.fill = theme.AmberFill
	default:
		b.fill = theme.RedFill
	}
	return b
}

// Set changes share and tone.
func (b *Bar) Set(share float64, tone Tone) {
	b.share, b.fill = share, tone.Fill()
	b.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(theme.Color(theme.Line))
	front := canvas.NewRectangle(theme.Color(b.fill))
	need := canvas.NewRectangle(theme.Color(theme.Text))
	r := &draw.Renderer{Objs: []fyne.CanvasObject{back, front, need}}
	r.Min = func() fyne.Size { return theme.Size(40, b.high) }
	r.Lay = func(s fyne.Size) {
		h := theme.Px(b.high)
		top := (s.Height - h) / 2
		back.Move(fyne.NewPos(0, top))
		back.Resize(fyne.NewSize(s.Width, h))
		front.Move(fyne.NewPos(0, top))
		front.Resize(fyne.NewSize(s.Width*float32(min(max(b.share, 0), 1)), h))
		need.Hide()
		if b.need >= 0 {
			need.Show()
			need.Move(fyne.NewPos(s.Width*float32(b.need), 0))
			need.Resize(fyne.NewSize(1, s.Height))
		}
	}
	r.Paint = func() {
		draw.Paint(back, theme.Line, "", 0, 3)
		draw.Paint(front, b.fill, "", 0, 3)
		draw.Paint(need, theme.Text, "", 0, 0)
	}
	return r.Start(b)
}

// Unknown is the count of a gauge that nobody could ask for.
const Unknown = -1

// Gauge is one of the two figures in the top bar: a name, a count, and a state that follows from it.
type Gauge struct {
	draw.Press
	name  string
	count int
	asked string
}

// NewGauge returns a gauge whose count is not known yet.
func NewGauge(name string, onPress func()) *Gauge {
	g := &Gauge{name: name, count: Unknown}
	g.OnPress = onPress
	g.Init(g)
	return g
}

// Set changes the count; Unknown shows "?", never an old figure. asked is the time of the last answer, shown with "?".
func (g *Gauge) Set(count int, asked string) {
	if g.count != count || g.asked != asked {
		g.count, g.asked = count, asked
		g.Refresh()
	}
}

// Count returns the count.
func (g *Gauge) Count() int { return g.count }

func (g *Gauge) look() (fill, border, ink, figure fyne.ThemeColorName, icon, value string) {
	switch {
	case g.count == Unknown:
		return theme.AmberSoft, theme.Amber, theme.Amber, theme.Amber, "warn", "?"
	case g.count > 0:
		return theme.RedSoft, theme.Red, theme.Red, theme.Red, "stop", strconv.Itoa(g.count)
	}
	return theme.Surface2, theme.Line, theme.Green, theme.Text2, "okc", "0"
}

// CreateRenderer is part of fyne.Widget.
func (g *Gauge) CreateRenderer() fyne.WidgetRenderer {
	ring := canvas.NewRectangle(theme.Color(theme.Clear))
	rect := canvas.NewRectangle(theme.Color(theme.Clear))
	icon := draw.NewIcon("", 16, theme.Text)
	name := draw.NewText(g.name, theme.Dense, theme.Text)
	value := draw.NewBold("", theme.Page, theme.Text)
	box := draw.Pad(draw.Row(6, icon, name, value), 10, 0)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ring, rect, box}}
	r.Min = func() fyne.Size { return fyne.NewSize(box.MinSize().Width, theme.Px(32)) }
	r.Lay = func(s fyne.Size) {
		draw.Place(rect, fyne.Position{}, s)
		out := theme.Px(4)
		draw.Place(ring, fyne.NewPos(-out, -out), s.AddWidthHeight(2*out, 2*out))
		box.Resize(s)
	}
	r.Paint = func() {
		fill, border, ink, figure, sign, text := g.look()
		ringed := fyne.ThemeColorName("")
		if g.Ringed() {
			ringed = theme.Text
		}
		draw.Paint(ring, "", ringed, theme.Px(2), 7)
		draw.Paint(rect, fill, border, 1, 4)
		icon.Set(sign, ink)
		label := theme.Text2
		if g.count != 0 {
			label = theme.Text
		}
		if g.count == Unknown && g.asked != "" {
			name.Tint(g.name+"（"+g.asked+"问过）", label, false)
		} else {
			name.Tint(g.name, label, false)
		}
		value.Tint(text, figure, true)
	}
	return r.Start(g)
}
