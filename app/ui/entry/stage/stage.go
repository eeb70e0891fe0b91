// Package stage is what the pages before the sign-in stand on: the column that says what the program is, a page's headline, the
// line of a form, the word beside a field. It knows no page.
package stage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
)

// Page puts a page beside the column that says what the program is.
func Page(version string, page fyne.CanvasObject) fyne.CanvasObject {
	point := func(icon, name, say string) fyne.CanvasObject {
		return draw.TopRow(14, draw.Exact(draw.NewIcon(icon, 18, theme.Text2), 18, 20),
			draw.Col(0, draw.NewBold(name, theme.Body, theme.Text), draw.NewText(say, theme.Dense, theme.Text2)))
	}
	foot := []fyne.CanvasObject{draw.NewText("数据只存在这台电脑上", theme.Note, theme.Text3)}
	if version != "" {
		foot = append([]fyne.CanvasObject{draw.NewText("版本 "+version, theme.Note, theme.Text3)}, foot...)
	}
	left := draw.Col(0, draw.NewBold("回应", theme.Number, theme.Text), draw.NewText("政务新媒体的一张桌子", theme.Body, theme.Text2),
		Room(26), draw.NewLine(theme.Line), Room(24),
		draw.Col(20, point("pen", "写得对", "各平台的字数和图片，边写边算"), point("review", "审得清", "谁看过哪一稿、用了多久"),
			point("send", "发得准", "到点就发，发没发成都有回音"), point("chat", "答得到", "每条都有期限，按工作日算")),
		draw.Fill(), draw.Col(0, foot...))
	about := draw.TallRow(0, draw.Grow(draw.Inset(left, 56, 32, 44, 32)), draw.NewLine(theme.Line))
	return container.New(beside{}, about, draw.Panel(theme.Bg, "", 0, container.New(middle{}, page)))
}

// beside lays the column left of the page, and leaves it away where the page needs the room: a small screen at a large scale.
type beside struct{}

const (
	column = 312
	enough = 1080 // of the window, for both
)

func (beside) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	left, page := objs[0], objs[1]
	wide := theme.Px(column)
	if size.Width < theme.Px(enough) {
		wide = 0
	}
	if show := wide > 0; show != left.Visible() {
		if show {
			left.Show()
		} else {
			left.Hide()
		}
	}
	left.Resize(fyne.NewSize(wide, size.Height))
	page.Move(fyne.NewPos(wide, 0))
	page.Resize(fyne.NewSize(size.Width-wide, size.Height))
}

func (beside) MinSize(objs []fyne.CanvasObject) fyne.Size { return objs[1].MinSize() }

// middle keeps a page from getting wider or higher than reads well, and gives it room above in a high window.
type middle struct{}

const (
	widest  = 960
	highest = 740
)

func (middle) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	side, top := theme.Px(56), theme.Px(52)
	if size.Height < theme.Px(720) {
		top = theme.Px(24)
	}
	if size.Width < theme.Px(920) {
		side = theme.Px(32)
	}
	wide, high := min(size.Width-2*side, theme.Px(widest)), min(size.Height-2*top, theme.Px(highest))
	top = max(top, (size.Height-high)/3)
	for _, o := range objs {
		o.Resize(fyne.NewSize(wide, high))
		o.Move(fyne.NewPos((size.Width-wide)/2, top))
	}
}

func (middle) MinSize(objs []fyne.CanvasObject) fyne.Size {
	m := fyne.Size{}
	for _, o := range objs {
		m = m.Max(o.MinSize())
	}
	return m.AddWidthHeight(theme.Px(64), theme.Px(48))
}

// Head is the title of a page, a word beside it, and what it is about.
func Head(title, note, say string) fyne.CanvasObject {
	return HeadWith(title, draw.NewText(note, theme.Body, theme.Text3), say)
}

// HeadWith is Head with a word that changes.
func HeadWith(title string, note *draw.Text, say string) fyne.CanvasObject {
	return draw.Inset(draw.Col(2, draw.Row(16, draw.NewBold(title, theme.Number, theme.Text), note, draw.Fill()),
		flow.Plain(say, theme.Body, theme.Text2)), 0, 0, 14, 0)
}

// Say is a word beside a field: fine, to be looked at, or wrong.
type Say struct {
	icon *draw.Icon
	text *flow.Flow
	Row  *fyne.Container // where it stands
}

// NewSay returns one that says nothing yet.
func NewSay() *Say {
	s := &Say{icon: draw.NewIcon("", 16, theme.Text2), text: flow.Plain("", theme.Dense, theme.Text2)}
	s.Row = draw.TopRow(6, draw.Exact(s.icon, 16, 21), draw.Grow(s.text))
	s.Row.Hide()
	return s
}

// Set says something in a tone; "" is nothing.
func (s *Say) Set(tone widgets.Tone, words string) {
	if words == "" {
		s.Row.Hide()
		s.Row.Refresh()
		return
	}
	icon := map[widgets.Tone]string{widgets.Red: "stop", widgets.Amber: "warn", widgets.Green: "okc"}[tone]
	s.icon.Set(icon, tone.Ink())
	s.text.Color = tone.Ink()
	s.text.SetText(words)
	s.Row.Show()
	s.Row.Refresh()
}

// Words returns what is said now.
func (s *Say) Words() string {
	if !s.Row.Visible() {
		return ""
	}
	return s.text.Text()
}

// Field is one line of a form: a label, a field, and room beside it.
func Field(label string, o fyne.CanvasObject, wide float32, beside fyne.CanvasObject) fyne.CanvasObject {
	name := draw.Exact(draw.NewText(label, theme.Body, theme.Text2), 76, 36)
	if beside == nil {
		beside = container.NewStack()
	}
	return draw.TopRow(12, name, draw.Exact(o, wide, 0), draw.Grow(draw.Inset(beside, 8, 0, 0, 0)))
}

// Quit is the button that closes the program, or nothing.
func Quit(f func()) fyne.CanvasObject {
	if f == nil {
		return Nothing()
	}
	return widgets.NewButton(widgets.Plain, "退出", f).High(36)
}

// Room is empty height.
func Room(h float32) fyne.CanvasObject { return draw.Exact(container.NewStack(), 0, h) }

// Nothing takes no place.
func Nothing() fyne.CanvasObject {
	c := container.NewStack()
	c.Hide()
	return c
}
