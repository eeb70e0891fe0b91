package draw

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/theme"
)

// Text is one line of text. It never wraps; where a text may run on, package flow is used.
type Text struct {
	widget.BaseWidget
	Value  string
	Points float32
	Color  fyne.ThemeColorName
	Bold   bool
	Align  fyne.TextAlign
	// Cut lets the text be narrower than it is and end in "…".
	Cut bool
}

// NewText returns a line of text in a size and colour of the design.
func NewText(value string, size float32, color fyne.ThemeColorName) *Text {
	t := &Text{Value: value, Points: size, Color: color}
	t.ExtendBaseWidget(t)
	return t
}

// NewBold is NewText in bold.
func NewBold(value string, size float32, color fyne.ThemeColorName) *Text {
	t := NewText(value, size, color)
	t.Bold = true
	return t
}

// Cutting makes the text give way where there is no room, and returns it.
func (t *Text) Cutting() *Text {
	t.Cut = true
	return t
}

// Right aligns the text to the right, and returns it.
func (t *Text) Right() *Text {
	t.Align = fyne.TextAlignTrailing
	return t
}

// Center aligns the text to the middle, and returns it.
func (t *Text) Center() *Text {
	t.Align = fyne.TextAlignCenter
	return t
}

// Set changes the text.
func (t *Text) Set(value string) {
	if t.Value != value {
		t.Value = value
		t.Refresh()
	}
}

// Tint changes text, colour and weight at once.
func (t *Text) Tint(value string, color fyne.ThemeColorName, bold bool) {
	if t.Value != value || t.Color != color || t.Bold != bold {
		t.Value, t.Color, t.Bold = value, color, bold
		t.Refresh()
	}
}

func (t *Text) style() fyne.TextStyle { return fyne.TextStyle{Bold: t.Bold} }

// Measure returns the room a text takes in a size and weight of the design.
func Measure(text string, size float32, bold bool) fyne.Size {
	return fyne.MeasureText(text, theme.Px(size), fyne.TextStyle{Bold: bold})
}

// Lift is how far a line of text is raised so that Chinese stands in the middle of its place: the face has more room above its
// characters than below them.
func Lift(size float32) float32 { return theme.Px(size) * 0.1 }

// Clip shortens a text to a width, ending it in "…".
func Clip(text string, width, size float32, bold bool) string {
	if Measure(text, size, bold).Width <= width+0.5 {
		return text
	}
	runes := []rune(text)
	lo, hi := 0, len(runes)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if Measure(string(runes[:mid])+"…", size, bold).Width <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return string(runes[:lo]) + "…"
}

// CreateRenderer is part of fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewText("", theme.Color(t.Color))
	r := &Renderer{Objs: []fyne.CanvasObject{line}}
	r.Min = func() fyne.Size {
		s := Measure(t.Value, t.Points, t.Bold)
		if t.Cut {
			s.Width = min(s.Width, theme.Px(t.Points)*2)
		}
		return s
	}
	r.Lay = func(s fyne.Size) {
		value := t.Value
		if t.Cut && s.Width > 0 {
			value = Clip(value, s.Width, t.Points, t.Bold)
		}
		if line.Text != value {
			line.Text = value
			line.Refresh()
		}
		h := line.MinSize().Height
		line.Resize(fyne.NewSize(s.Width, h))
		line.Move(fyne.NewPos(0, (s.Height-h)/2-Lift(t.Points)))
	}
	r.Paint = func() {
		line.TextSize = theme.Px(t.Points)
		line.TextStyle = t.style()
		line.Alignment = t.Align
		line.Color = theme.Color(t.Color)
		line.Text = t.Value
		line.Refresh()
	}
	return r.Start(t)
}

// Blank says whether a text has nothing to read in it.
func Blank(text string) bool { return strings.TrimSpace(text) == "" }
