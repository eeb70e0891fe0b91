package overlays

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
)

// ToastLife is how long a toast stands, and how long what it tells can be undone.
const ToastLife = 8 * time.Second

// Toast is one line that says what was just done, with 撤回 where it can be undone. It is put at the bottom right by the frame.
type Toast struct {
	widget.BaseWidget
	say   string
	undo  func()
	left  time.Duration
	press *toastUndo
}

// NewToast returns a toast; undo may be nil.
func NewToast(say string, undo func()) *Toast {
	t := &Toast{say: say, undo: undo, left: ToastLife}
	t.press = newToastUndo(undo)
	t.ExtendBaseWidget(t)
	return t
}

// Say returns what it tells.
func (t *Toast) Say() string { return t.say }

// Undo does what a press on 撤回 does.
func (t *Toast) Undo() { t.press.OnPress() }

// OnUndo is called after the undo was pressed, so that the frame takes the toast away.
func (t *Toast) OnUndo(f func()) {
	undo := t.undo
	t.press.OnPress = func() {
		if undo != nil {
			undo()
		}
		f()
	}
}

// Left tells how long it still stands.
func (t *Toast) Left(d time.Duration) {
	t.left = d
	t.press.say(d)
}

// CreateRenderer is part of fyne.Widget.
func (t *Toast) CreateRenderer() fyne.WidgetRenderer {
	rect := canvas.NewRectangle(theme.Color(theme.Inverse))
	objs := []fyne.CanvasObject{draw.NewIcon("check", 16, theme.OnInverse), draw.Grow(draw.NewText(t.say, theme.Dense, theme.OnInverse).Cutting())}
	if t.undo != nil {
		t.press.say(t.left)
		objs = append(objs, t.press)
	}
	row := draw.Pad(draw.Row(8, objs...), 12, 0)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{rect, row}}
	r.Min = func() fyne.Size {
		w := draw.Measure(t.say, theme.Dense, false).Width + theme.Px(60)
		if t.undo != nil {
			w += t.press.MinSize().Width + theme.Px(24)
		}
		return fyne.NewSize(w, theme.Px(36))
	}
	r.Lay = func(s fyne.Size) {
		draw.Place(rect, fyne.Position{}, s)
		row.Resize(s)
	}
	r.Paint = func() { draw.Paint(rect, theme.Inverse, "", 0, 4) }
	return r.Start(t)
}

// toastUndo is the bold word at the right of a toast.
type toastUndo struct {
	draw.Press
	label string
}

func newToastUndo(undo func()) *toastUndo {
	u := &toastUndo{}
	u.OnPress = undo
	u.Init(u)
	return u
}

func (u *toastUndo) say(left time.Duration) {
	u.label = fmt.Sprintf("撤回（%d 秒）", int(left/time.Second))
	u.Refresh()
}

func (u *toastUndo) CreateRenderer() fyne.WidgetRenderer {
	ring := canvas.NewRectangle(theme.Color(theme.Clear))
	text := draw.NewBold(u.label, theme.Dense, theme.OnInverse)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ring, text}}
	r.Min = func() fyne.Size { return fyne.NewSize(draw.Measure(u.label, theme.Dense, true).Width, theme.Px(24)) }
	r.Lay = func(s fyne.Size) {
		text.Resize(s)
		draw.Place(ring, fyne.NewPos(-theme.Px(4), 0), s.AddWidthHeight(theme.Px(8), 0))
	}
	r.Paint = func() {
		edge := fyne.ThemeColorName("")
		if u.Ringed() {
			edge = theme.OnInverse
		}
		draw.Paint(ring, "", edge, theme.Px(2), 4)
		text.Tint(u.label, theme.OnInverse, true)
	}
	return r.Start(u)
}

// Strip stands under the page head for a state that lasts: no connection, drill data, a broken token. lead is bold, say goes on,
// buttons stand on the right. Tone is Amber, Red, Blue or Dark.
func Strip(tone widgets.Tone, icon, lead, say string, buttons ...*widgets.Button) fyne.CanvasObject {
	fill, _ := tone.Ground()
	ink := tone.Ink()
	border := tone.Fill()
	body := theme.Text2
	if tone == widgets.Dark {
		border, body = "", theme.OnInverse
	}
	objs := []fyne.CanvasObject{draw.NewIcon(icon, 16, ink), draw.NewBold(lead, theme.Dense, ink),
		draw.Grow(draw.NewText(say, theme.Dense, body).Cutting())}
	for _, b := range buttons {
		objs = append(objs, b.High(24))
	}
	return draw.Fixed(container.NewStack(draw.NewGround(fill, border, 4), draw.Pad(draw.Row(8, objs...), 12, 0)), 0, 32)
}
