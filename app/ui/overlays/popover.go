package overlays

import (
	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/keys"
	"huiying/app/ui/pop"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
)

// Popover opens below an anchor, 268 wide, with a head and a cross. It closes on Esc, a click beside it, or the cross.
func Popover(anchor fyne.CanvasObject, title string, content fyne.CanvasObject) *pop.Pop {
	c := keys.CanvasOf(anchor)
	if c == nil {
		return nil
	}
	var p *pop.Pop
	cross := widgets.NewIconButton(widgets.Quiet, "x", "关上", func() { p.Close() }).High(24)
	head := draw.Fixed(draw.Inset(draw.Row(8, draw.Grow(draw.NewBold(title, theme.Dense, theme.Text).Cutting()), cross), 0, 8, 0, 12), 0, 34)
	p = pop.Open(c, draw.Inset(draw.Col(0, head, content), 0, 0, 8, 0), pop.Options{Place: pop.BelowRight, Anchor: anchor, Width: 268, First: cross})
	return p
}

// Choice is one line of a menu.
type Choice struct {
	Label string
	Icon  string
	Note  string // on the right: a key
	Off   string // why it cannot be chosen; empty: it can
	Do    func()
}

// Menu opens choices below an anchor; ↑ and ↓ move, Enter takes, Esc closes.
func Menu(anchor fyne.CanvasObject, choices ...Choice) *pop.Pop {
	c := keys.CanvasOf(anchor)
	if c == nil {
		return nil
	}
	m := &menu{}
	objs := []fyne.CanvasObject{}
	for i, ch := range choices {
		row := newMenuRow(ch, false, func() {
			m.pop.Close()
			if ch.Do != nil {
				ch.Do()
			}
		})
		row.OnKey = func(ev *fyne.KeyEvent) bool { return m.key(i, ev) }
		m.rows = append(m.rows, row)
		objs = append(objs, row)
	}
	return m.open(c, anchor, objs, 0, 160)
}

type menu struct {
	rows []*menuRow
	pop  *pop.Pop
}

func (m *menu) open(c fyne.Canvas, anchor fyne.CanvasObject, objs []fyne.CanvasObject, at int, wide float32) *pop.Pop {
	var first fyne.Focusable
	if at >= 0 && at < len(m.rows) {
		first = m.rows[at]
	}
	var content fyne.CanvasObject = draw.Pad(draw.Col(0, objs...), 0, 4)
	if len(objs) > 12 {
		content = draw.Fixed(draw.Scroll(content), 0, 12*30+8)
	}
	if anchor.Size().Width > theme.Px(wide) {
		wide = 0
	}
	m.pop = pop.Open(c, content, pop.Options{Place: pop.Below, Anchor: anchor, Width: wide, First: first})
	return m.pop
}

func (m *menu) key(at int, ev *fyne.KeyEvent) bool {
	var step int
	switch ev.Name {
	case fyne.KeyUp:
		step = -1
	case fyne.KeyDown:
		step = 1
	default:
		return false
	}
	for i := at + step; i >= 0 && i < len(m.rows); i += step {
		if !m.rows[i].Disabled() {
			m.rows[i].Take()
			break
		}
	}
	return true
}
