package typing

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/pop"
	"huiying/app/ui/theme"
)

// Pick returns a field of one line with a list of proposals under it: ↓ opens the list, typing narrows it, Enter takes what
// is marked. Any other text may be typed as well.
func Pick(placeholder string, options []string) *Entry {
	e := newEntry(placeholder)
	p := &picker{entry: e, options: options}
	e.pick = p
	e.tail = newTool("down", p.toggle)
	e.OnKey = p.key
	return e
}

// SetOptions changes what a Pick proposes.
func (e *Entry) SetOptions(options []string) {
	if e.pick != nil {
		e.pick.options = options
	}
}

// shownMost is how many proposals stand under a field; typing narrows the rest.
const shownMost = 8

type picker struct {
	entry   *Entry
	options []string
	found   []string
	at      int
	list    *pop.Pop
	rows    []*option
	taking  bool
}

func (p *picker) toggle() {
	if p.list != nil && p.list.Opened() {
		p.close()
		return
	}
	p.entry.Focus()
	p.open("")
}

// open shows the proposals that hold a text; none left closes the list.
func (p *picker) open(filter string) {
	p.close()
	p.found = p.found[:0]
	for _, o := range p.options {
		if filter == "" || strings.Contains(strings.ToLower(o), strings.ToLower(filter)) {
			p.found = append(p.found, o)
		}
		if len(p.found) == shownMost {
			break
		}
	}
	c := p.entry.core.Canvas()
	if len(p.found) == 0 || c == nil {
		return
	}
	p.at, p.rows = 0, nil
	objs := []fyne.CanvasObject{}
	for i, o := range p.found {
		row := newOption(o, i == 0, func() { p.take(i) })
		p.rows = append(p.rows, row)
		objs = append(objs, row)
	}
	p.list = pop.Open(c, draw.Pad(draw.Col(0, objs...), 0, 4), pop.Options{Place: pop.Below, Anchor: p.entry, Forward: p.entry.core})
}

func (p *picker) close() {
	if p.list != nil {
		p.list.Close()
		p.list = nil
	}
}

func (p *picker) typed(text string) {
	if !p.taking && p.entry.focused {
		p.open(text)
	}
}

func (p *picker) take(i int) {
	p.taking = true
	p.entry.Replace(p.found[i])
	p.entry.SetCaret(len([]rune(p.found[i])))
	p.taking = false
	p.close()
}

func (p *picker) key(ev *fyne.KeyEvent) bool {
	open := p.list != nil && p.list.Opened()
	switch ev.Name {
	case fyne.KeyDown:
		if !open {
			p.open("")
			return true
		}
		p.mark(p.at + 1)
	case fyne.KeyUp:
		if !open {
			return false
		}
		p.mark(p.at - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if !open {
			return false
		}
		p.take(p.at)
	default:
		return false
	}
	return true
}

func (p *picker) mark(i int) {
	if i < 0 || i >= len(p.rows) {
		return
	}
	p.rows[p.at].mark(false)
	p.at = i
	p.rows[i].mark(true)
}

// option is one proposal.
type option struct {
	widget.BaseWidget
	label  string
	marked bool
	press  func()
}

func newOption(label string, marked bool, press func()) *option {
	o := &option{label: label, marked: marked, press: press}
	o.ExtendBaseWidget(o)
	return o
}

func (o *option) mark(on bool) {
	o.marked = on
	o.Refresh()
}

func (o *option) Tapped(*fyne.PointEvent)        { o.press() }
func (o *option) MouseIn(*desktop.MouseEvent)    { o.mark(true) }
func (o *option) MouseMoved(*desktop.MouseEvent) {}
func (o *option) MouseOut()                      { o.mark(false) }

func (o *option) CreateRenderer() fyne.WidgetRenderer {
	rect := canvas.NewRectangle(theme.Color(theme.Clear))
	text := draw.NewText(o.label, theme.Body, theme.Text).Cutting()
	r := &draw.Renderer{Objs: []fyne.CanvasObject{rect, text}}
	r.Min = func() fyne.Size { return fyne.NewSize(text.MinSize().Width+theme.Px(20), theme.Px(30)) }
	r.Lay = func(s fyne.Size) {
		draw.Place(rect, fyne.Position{}, s)
		text.Move(fyne.NewPos(theme.Px(10), 0))
		text.Resize(fyne.NewSize(s.Width-theme.Px(20), s.Height))
	}
	r.Paint = func() {
		fill := fyne.ThemeColorName("")
		if o.marked {
			fill = theme.BlueSoft
		}
		draw.Paint(rect, fill, "", 0, 0)
	}
	return r.Start(o)
}
