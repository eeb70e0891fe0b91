package lists

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
)

// Fact is one line of key and value.
type Fact struct {
	Key   string
	Value string
	Color fyne.ThemeColorName // of the value; empty is text
	// Extra stands in place of Value, or behind it: a chip, a link.
	Extra fyne.CanvasObject
}

// Facts lays out keys and values in two columns; keys take a width of the design (72 where 0).
func Facts(keyWidth float32, facts ...Fact) fyne.CanvasObject {
	if keyWidth == 0 {
		keyWidth = 72
	}
	lines := make([]fyne.CanvasObject, 0, len(facts))
	for _, f := range facts {
		key := draw.Exact(draw.NewText(f.Key, theme.Dense, theme.Text3).Cutting(), keyWidth, 22)
		var value fyne.CanvasObject
		color := f.Color
		if color == "" {
			color = theme.Text
		}
		text := flow.Plain(f.Value, theme.Dense, color)
		text.Leading = 22
		switch {
		case f.Extra != nil && f.Value != "":
			value = draw.Row(8, draw.NewText(f.Value, theme.Dense, color), f.Extra, draw.Fill())
		case f.Extra != nil:
			value = draw.Row(8, f.Extra, draw.Fill())
		default:
			value = text
		}
		lines = append(lines, draw.TopRow(8, key, draw.Grow(value)))
	}
	return draw.Col(0, lines...)
}

// Moment is one row of a timeline: a time, a dot on the line, a title, a second line and what stands on the right.
type Moment struct {
	Time   string
	Tone   widgets.Tone
	Past   bool // greyed
	Title  string
	Second fyne.CanvasObject
	Right  fyne.CanvasObject
}

// TimelineRow draws a moment, 44 high. A list of them makes one line.
func TimelineRow(m Moment) fyne.CanvasObject {
	ink := theme.Text
	if m.Past {
		ink = theme.Text2
	}
	clock := draw.Exact(draw.NewText(m.Time, theme.Dense, ink).Right(), 38, 0)
	line := draw.NewGround(theme.Line, "", 0)
	dot := draw.NewGround(m.Tone.Fill(), theme.Surface, 5)
	dot.Stroke = 2
	rail := container.NewStack(container.NewCenter(draw.Fixed(line, 2, 44)), container.NewCenter(draw.Fixed(dot, 10, 10)))
	words := []fyne.CanvasObject{draw.NewText(m.Title, theme.Dense, ink).Cutting()}
	if m.Second != nil {
		words = append(words, m.Second)
	}
	objs := []fyne.CanvasObject{clock, draw.Exact(rail, 18, 44), draw.Grow(container.New(layout.NewCustomPaddedVBoxLayout(0), layout.NewSpacer(), draw.Col(1, words...), layout.NewSpacer()))}
	if m.Right != nil {
		objs = append(objs, m.Right)
	}
	return draw.Fixed(draw.Pad(draw.Row(8, objs...), 12, 0), 0, 44)
}

// NowRow is the blue line of the present in a timeline, 20 high.
func NowRow(clock string) fyne.CanvasObject {
	text := draw.Exact(draw.NewBold(clock, theme.Dense, theme.Blue).Right(), 38, 0)
	line := draw.Exact(draw.NewGround(theme.BlueFill, "", 0), 0, 2)
	return draw.Fixed(draw.Pad(draw.Row(8, text, draw.Grow(line)), 12, 0), 0, 20)
}

// StepState is where a step of a review stands.
type StepState int

// The states of a step.
const (
	Future StepState = iota
	Current
	Passed
	Returned
)

// ChainStep is one step of a review chain.
type ChainStep struct {
	State  StepState
	Name   string
	Person string
	Time   string
	Note   string // how long it took, or how long it waits
	Tone   widgets.Tone
}

// Chain draws the steps of a review under each other, joined by a line.
func Chain(steps ...ChainStep) fyne.CanvasObject {
	rows := make([]fyne.CanvasObject, 0, len(steps))
	for i, s := range steps {
		icon, ink := "radio0", theme.Text3
		switch s.State {
		case Current:
			icon, ink = "clock", theme.Blue
		case Passed:
			icon, ink = "okc", theme.Green
		case Returned:
			icon, ink = "back", theme.Amber
		}
		name := theme.Text
		if s.State == Future {
			name = theme.Text3
		}
		rail := []fyne.CanvasObject{draw.Fixed(draw.NewIcon(icon, 18, ink), 18, 19)}
		if i < len(steps)-1 {
			rail = append(rail, draw.Grow(draw.Fixed(draw.Middle(draw.Fixed(draw.NewGround(theme.Line, "", 0), 2, 20)), 18, 20)))
		}
		head := draw.Row(8, draw.Exact(draw.NewBold(s.Name, theme.Dense, name), 56, 19),
			draw.Grow(draw.NewText(s.Person, theme.Dense, name).Cutting()), draw.NewText(s.Time, theme.Note, theme.Text2))
		note := theme.Text3
		if s.Tone != widgets.Grey {
			note = s.Tone.Ink()
		}
		words := draw.Col(0, head, flow.Plain(s.Note, theme.Note, note))
		rows = append(rows, draw.TallRow(8, draw.Col(2, rail...), draw.Grow(draw.Inset(words, 0, 0, 4, 0))))
	}
	return draw.Col(0, rows...)
}
