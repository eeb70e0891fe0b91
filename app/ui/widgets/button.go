package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

// Kind is what a button is for.
type Kind int

// The kinds. There is one Primary on a screen: the next step. Outline is the useful step inside a row. Danger asks again and
// is never pressed by Enter. Quiet is a word or icon without a border.
const (
	Plain Kind = iota
	Primary
	Outline
	Danger
	Quiet
)

// Button is a button of the design.
type Button struct {
	draw.Press
	kind   Kind
	label  string
	icon   string
	high   float32
	say    string
	reason *draw.Text
}

// NewButton returns a button 32 high.
func NewButton(kind Kind, label string, onPress func()) *Button {
	b := &Button{kind: kind, label: label, high: 32}
	b.OnPress = onPress
	b.NoEnter = kind == Danger
	b.Init(b)
	return b
}

// NewIconButton returns a square button with an icon only; say is what it does, for whoever cannot see it.
func NewIconButton(kind Kind, icon, say string, onPress func()) *Button {
	b := NewButton(kind, "", onPress)
	b.icon, b.say = icon, say
	return b
}

// WithIcon puts an icon before the words and returns the button.
func (b *Button) WithIcon(name string) *Button {
	b.icon = name
	return b
}

// High sets the height: 36 for signing in, 32, 28 in heads and cards, 24 in rows; it returns the button.
func (b *Button) High(h float32) *Button {
	b.high = h
	return b
}

// Label returns its words, or what it says it does where it shows an icon only.
func (b *Button) Label() string {
	if b.label == "" {
		return b.say
	}
	return b.label
}

// SetLabel changes its words.
func (b *Button) SetLabel(label string) {
	if b.label != label {
		b.label = label
		b.Refresh()
	}
}

// SetKind changes what it is for.
func (b *Button) SetKind(kind Kind) {
	if b.kind != kind {
		b.kind = kind
		b.NoEnter = kind == Danger
		b.Refresh()
	}
}

// Block greys the button and says why; an empty reason frees it. The reason is shown where Reason stands.
func (b *Button) Block(reason string) {
	if b.reason != nil {
		b.reason.Set(reason)
		if reason == "" {
			b.reason.Hide()
		} else {
			b.reason.Show()
		}
	}
	if reason == "" {
		b.Enable()
	} else {
		b.Disable()
	}
}

// Reason returns the text that stands beside the button while it is blocked.
func (b *Button) Reason() *draw.Text {
	if b.reason == nil {
		b.reason = draw.NewText("", theme.Dense, theme.Red)
		b.reason.Hide()
	}
	return b.reason
}

func (b *Button) points() float32 {
	switch {
	case b.high >= 32:
		return theme.Body
	case b.high >= 28:
		return theme.Dense
	}
	return theme.Note
}

func (b *Button) side() float32 {
	switch {
	case b.label == "" && b.high >= 28:
		return (b.high - 16) / 2
	case b.label == "":
		return (b.high - 14) / 2
	case b.high >= 36:
		return 20
	case b.high >= 32:
		return 14
	case b.high >= 28:
		return 11
	}
	return 9
}

func (b *Button) iconSide() float32 {
	if b.high >= 28 {
		return 16
	}
	return 14
}

func (b *Button) colours() (fill, border, ink fyne.ThemeColorName) {
	if b.Disabled() {
		if b.kind == Quiet {
			return "", "", theme.Disabled
		}
		return theme.Surface2, theme.Line, theme.Disabled
	}
	switch b.kind {
	case Primary:
		return theme.BlueFill, "", theme.OnFill
	case Outline:
		fill, border, ink = theme.Surface, theme.Blue, theme.Blue
	case Danger:
		fill, border, ink = theme.Surface, theme.Red, theme.Red
	case Quiet:
		fill, border, ink = "", "", theme.Text2
	default:
		fill, border, ink = theme.Surface, theme.LineStrong, theme.Text
	}
	if b.Hovered() {
		fill = theme.Surface2
		switch b.kind {
		case Outline:
			fill = theme.BlueSoft
		case Danger:
			fill = theme.RedSoft
		}
	}
	return fill, border, ink
}

// CreateRenderer is part of fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	ring := canvas.NewRectangle(theme.Color(theme.Clear))
	rect := canvas.NewRectangle(theme.Color(theme.Clear))
	icon := draw.NewIcon(b.icon, b.iconSide(), theme.Text)
	text := draw.NewText(b.label, b.points(), theme.Text)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ring, rect, icon, text}}
	inner := func() float32 {
		w := draw.Measure(b.label, b.points(), false).Width
		if b.icon != "" {
			w += theme.Px(b.iconSide())
			if b.label != "" {
				w += theme.Px(6)
			}
		}
		return w
	}
	r.Min = func() fyne.Size {
		w := inner() + theme.Px(2*b.side())
		return fyne.NewSize(max(w, theme.Px(24)), max(theme.Px(b.high), theme.Px(24)))
	}
	r.Lay = func(s fyne.Size) {
		high := theme.Px(b.high)
		top := (s.Height - high) / 2
		draw.Place(rect, fyne.NewPos(0, top), fyne.NewSize(s.Width, high))
		out := theme.Px(4)
		draw.Place(ring, fyne.NewPos(-out, top-out), fyne.NewSize(s.Width+2*out, high+2*out))
		x := (s.Width - inner()) / 2
		if b.icon != "" {
			icon.Move(fyne.NewPos(x, top))
			icon.Resize(fyne.NewSize(theme.Px(b.iconSide()), high))
			x += theme.Px(b.iconSide() + 6)
		}
		text.Move(fyne.NewPos(x, top))
		text.Resize(fyne.NewSize(max(s.Width-x, 0), high))
	}
	r.Paint = func() {
		fill, border, ink := b.colours()
		draw.Paint(rect, fill, border, 1, 4)
		ringColor := fyne.ThemeColorName("")
		if b.Ringed() {
			ringColor = theme.Text
		}
		draw.Paint(ring, "", ringColor, theme.Px(2), 7)
		icon.Set(b.icon, ink)
		text.Points = b.points()
		text.Tint(b.label, ink, false)
	}
	return r.Start(b)
}

// Link is a word that can be pressed: blue, without a border.
type Link struct {
	draw.Press
	label  string
	points float32
	icon   string
}

// NewLink returns a link in a size of type.
func NewLink(label string, points float32, onPress func()) *Link {
	l := &Link{label: label, points: points}
	l.OnPress = onPress
	l.Init(l)
	return l
}

// WithIcon puts an icon behind the words and returns the link.
func (l *Link) WithIcon(name string) *Link {
	l.icon = name
	return l
}

// SetLabel changes the words.
func (l *Link) SetLabel(label string) {
	if l.label != label {
		l.label = label
		l.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	ring := canvas.NewRectangle(theme.Color(theme.Clear))
	under := canvas.NewRectangle(theme.Color(theme.Clear))
	text := draw.NewText(l.label, l.points, theme.Blue)
	icon := draw.NewIcon(l.icon, 14, theme.Blue)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ring, text, icon, under}}
	r.Min = func() fyne.Size {
		m := draw.Measure(l.label, l.points, false)
		if l.icon != "" {
			m.Width += theme.Px(16)
		}
		return fyne.NewSize(m.Width, max(m.Height, theme.Px(20)))
	}
	r.Lay = func(s fyne.Size) {
		m := draw.Measure(l.label, l.points, false)
		text.Resize(fyne.NewSize(m.Width, s.Height))
		icon.Move(fyne.NewPos(m.Width+theme.Px(2), 0))
		icon.Resize(fyne.NewSize(theme.Px(14), s.Height))
		under.Move(fyne.NewPos(0, (s.Height+m.Height)/2-theme.Px(2)))
		under.Resize(fyne.NewSize(m.Width, theme.Px(1)))
		draw.Place(ring, fyne.NewPos(-theme.Px(3), 0), fyne.NewSize(s.Width+theme.Px(6), s.Height))
	}
	r.Paint = func() {
		ink, line, ringed := theme.Blue, fyne.ThemeColorName(""), fyne.ThemeColorName("")
		if l.Disabled() {
			ink = theme.Disabled
		}
		if l.Hovered() {
			line = theme.Blue
		}
		if l.Ringed() {
			ringed = theme.BlueFill
		}
		text.Tint(l.label, ink, false)
		icon.Set(l.icon, ink)
		draw.Paint(under, line, "", 0, 0)
		draw.Paint(ring, "", ringed, theme.Px(2), 3)
	}
	return r.Start(l)
}
