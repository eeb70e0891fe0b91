package lists

import (
	"sort"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/keys"
	"huiying/app/ui/theme"
)

// Item is one line of a list: a row with an id, or a group bar, which has a name and no id.
type Item struct {
	ID    string
	Group string // the name of a group bar; empty for a row
	Note  string // the count on a group bar
	Red   bool   // a group that is overdue
}

// Bar returns a group bar.
func Bar(name, note string, red bool) Item { return Item{Group: name, Note: note, Red: red} }

// RowOf returns a row with an id.
func RowOf(id string) Item { return Item{ID: id} }

// List is a pooled list: as many row objects as fit on the screen, however many rows there are. All rows have one height, group
// bars have 28.
type List struct {
	widget.BaseWidget
	// OnSelect is told when a person moved the selection; OnOpen on Enter and on a double click. OnKey sees other single
	// keys, for the screen's own, and says whether it used them.
	OnSelect func(id string)
	OnOpen   func(id string)
	OnKey    func(*fyne.KeyEvent) bool
	OnRune   func(rune) bool

	high   float32
	make   func() fyne.CanvasObject
	bind   func(id string, obj fyne.CanvasObject, s State)
	items  []Item
	tops   []float32 // where each item begins, and one more for the end
	chosen string
	focus  bool
	mouse  bool
	scroll *container.Scroll
	sheet  *sheet
}

// NewList returns a list of rows of a height. make builds one row object, bind fills it for an id; row objects are used again
// for other ids, so bind sets everything it shows.
func NewList(high float32, make func() fyne.CanvasObject, bind func(id string, obj fyne.CanvasObject, s State)) *List {
	l := &List{high: high, make: make, bind: bind}
	l.sheet = newSheet(l)
	l.scroll = container.NewVScroll(l.sheet)
	l.scroll.OnScrolled = func(fyne.Position) { l.sheet.fill() }
	l.ExtendBaseWidget(l)
	return l
}

// SetItems changes what is listed. The selection stays on its id; if that is gone it moves to the row that now stands at its
// place. The scroll stays where it was.
func (l *List) SetItems(items []Item) {
	old := l.index(l.chosen)
	l.items = items
	l.measure()
	if l.chosen != "" && l.index(l.chosen) < 0 {
		l.chosen = ""
		if i := l.next(min(old, len(items))-1, 1); i >= 0 {
			l.chosen = items[i].ID
		} else if i := l.next(len(items), -1); i >= 0 {
			l.chosen = items[i].ID
		}
	}
	l.Refresh()
}

// Items returns what is listed.
func (l *List) Items() []Item { return l.items }

// Selected returns the id of the selected row, empty for none.
func (l *List) Selected() string { return l.chosen }

// Select selects a row without telling, and brings it into sight.
func (l *List) Select(id string) {
	l.chosen = id
	l.show(l.index(id))
	l.Refresh()
}

// Step moves the selection up or down by rows, as the keys do, and tells.
func (l *List) Step(by int) {
	step := 1
	if by < 0 {
		step, by = -1, -by
	}
	at := l.index(l.chosen)
	if at < 0 && step < 0 {
		at = len(l.items)
	}
	for ; by > 0; by-- {
		n := l.next(at, step)
		if n < 0 {
			break
		}
		at = n
	}
	if at >= 0 && at < len(l.items) && l.items[at].ID != "" {
		l.choose(l.items[at].ID)
	}
}

// Offset returns how far the list is scrolled; SetOffset scrolls it there again.
func (l *List) Offset() float32 { return l.scroll.Offset.Y }

// SetOffset scrolls the list.
func (l *List) SetOffset(y float32) { l.scroll.ScrollToOffset(fyne.NewPos(0, y)) }

// Take gives the list the focus.
func (l *List) Take() { keys.Focus(l) }

func (l *List) choose(id string) {
	if id == "" || id == l.chosen {
		l.show(l.index(id))
		return
	}
	l.chosen = id
	l.show(l.index(id))
	l.sheet.fill()
	if l.OnSelect != nil {
		l.OnSelect(id)
	}
}

func (l *List) index(id string) int {
	if id == "" {
		return -1
	}
	for i := range l.items {
		if l.items[i].ID == id {
			return i
		}
	}
	return -1
}

// next is the first row after (step 1) or before (step -1) a place, -1 for none.
func (l *List) next(from, step int) int {
	for i := from + step; i >= 0 && i < len(l.items); i += step {
		if l.items[i].Group == "" {
			return i
		}
	}
	return -1
}

func (l *List) measure() {
	row, bar := theme.Px(l.high), theme.Px(28)
	l.tops = make([]float32, len(l.items)+1)
	y := float32(0)
	for i := range l.items {
		l.tops[i] = y
		if l.items[i].Group != "" {
			y += bar
		} else {
			y += row
		}
	}
	l.tops[len(l.items)] = y
}

// show scrolls so that an item is in sight.
func (l *List) show(i int) {
	if i < 0 || i+1 >= len(l.tops) {
		return
	}
	top, end := l.tops[i], l.tops[i+1]
	if i > 0 && l.items[i-1].Group != "" {
		top = l.tops[i-1]
	}
	off, high := l.scroll.Offset.Y, l.scroll.Size().Height
	switch {
	case top < off:
		l.SetOffset(top)
	case end > off+high:
		l.SetOffset(end - high)
	}
}

// at is the item under a y of the sheet.
func (l *List) at(y float32) int {
	i := sort.Search(len(l.items), func(k int) bool { return l.tops[k+1] > y })
	if y < 0 || i >= len(l.items) {
		return -1
	}
	return i
}

// FocusGained is part of fyne.Focusable.
func (l *List) FocusGained() {
	l.focus = true
	if l.chosen == "" && !l.mouse {
		l.Step(1)
	}
	l.sheet.fill()
}

// FocusLost is part of fyne.Focusable.
func (l *List) FocusLost() {
	l.focus, l.mouse = false, false
	l.sheet.fill()
}

// TypedRune is part of fyne.Focusable: j and k move, the rest is the screen's.
func (l *List) TypedRune(r rune) {
	switch r {
	case 'j', 'J':
		l.byKey(1)
	case 'k', 'K':
		l.byKey(-1)
	default:
		if l.OnRune != nil {
			l.OnRune(r)
		}
	}
}

func (l *List) byKey(by int) {
	l.mouse = false
	l.Step(by)
	l.sheet.fill()
}

// TypedKey is part of fyne.Focusable.
func (l *List) TypedKey(ev *fyne.KeyEvent) {
	page := max(int(l.scroll.Size().Height/theme.Px(l.high))-1, 1)
	switch ev.Name {
	case fyne.KeyDown:
		l.byKey(1)
	case fyne.KeyUp:
		l.byKey(-1)
	case fyne.KeyPageDown:
		l.byKey(page)
	case fyne.KeyPageUp:
		l.byKey(-page)
	case fyne.KeyHome:
		l.byKey(-len(l.items))
	case fyne.KeyEnd:
		l.byKey(len(l.items))
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.OnOpen != nil && l.chosen != "" {
			l.OnOpen(l.chosen)
		}
	default:
		if l.OnKey == nil || !l.OnKey(ev) {
			keys.Up(l, ev)
		}
	}
}

// CreateRenderer is part of fyne.Widget.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	l.measure()
	r := &draw.Renderer{Objs: []fyne.CanvasObject{l.scroll}}
	r.Min = func() fyne.Size { return theme.Size(60, l.high) }
	r.Lay = func(s fyne.Size) {
		l.scroll.Resize(s)
		l.sheet.fill()
	}
	r.Paint = func() {
		l.measure()
		l.scroll.Refresh()
		l.sheet.fill()
	}
	return r.Start(l)
}

// sheet is what scrolls: as high as all items, with objects only for those in sight.
type sheet struct {
	widget.BaseWidget
	list  *List
	rows  []*slot
	bars  []*Group
	live  []fyne.CanvasObject
	hover int
	last  string    // the row that was clicked last
	at    time.Time // and when
}

// slot is one pooled row.
type slot struct {
	id   string
	back *Back
	obj  fyne.CanvasObject
}

func newSheet(l *List) *sheet {
	s := &sheet{list: l, hover: -1}
	s.ExtendBaseWidget(s)
	return s
}

// fill binds the pooled objects to what is in sight.
func (s *sheet) fill() {
	l := s.list
	if len(l.tops) != len(l.items)+1 {
		l.measure()
	}
	s.live = s.live[:0]
	width := l.scroll.Size().Width
	top, end := l.scroll.Offset.Y, l.scroll.Offset.Y+l.scroll.Size().Height
	rows, bars := 0, 0
	for i := max(l.at(top), 0); i < len(l.items) && l.tops[i] < end; i++ {
		pos, size := fyne.NewPos(0, l.tops[i]), fyne.NewSize(width, l.tops[i+1]-l.tops[i])
		if g := l.items[i]; g.Group != "" {
			if bars == len(s.bars) {
				s.bars = append(s.bars, NewGroup("", "", false))
			}
			b := s.bars[bars]
			bars++
			b.Set(g.Group, g.Note, g.Red)
			b.Move(pos)
			b.Resize(size)
			s.live = append(s.live, b)
			continue
		}
		if rows == len(s.rows) {
			s.rows = append(s.rows, &slot{back: NewBack(), obj: l.make()})
		}
		r := s.rows[rows]
		rows++
		chosen := l.items[i].ID == l.chosen
		state := State{Selected: chosen, Focused: chosen && l.focus && !l.mouse, Hovered: i == s.hover}
		r.id = l.items[i].ID
		r.back.Set(state)
		l.bind(r.id, r.obj, state)
		for _, o := range []fyne.CanvasObject{r.back, r.obj} {
			o.Move(pos)
			o.Resize(size)
			s.live = append(s.live, o)
		}
	}
	canvas.Refresh(s)
}

// CreateRenderer is part of fyne.Widget.
func (s *sheet) CreateRenderer() fyne.WidgetRenderer {
	r := &draw.Renderer{}
	r.Live = func() []fyne.CanvasObject { return s.live }
	r.Min = func() fyne.Size {
		if n := len(s.list.tops); n > 0 {
			return fyne.NewSize(theme.Px(40), s.list.tops[n-1])
		}
		return fyne.Size{}
	}
	return r.Start(s)
}

// MouseIn is part of desktop.Hoverable.
func (s *sheet) MouseIn(ev *desktop.MouseEvent) { s.MouseMoved(ev) }

// MouseMoved is part of desktop.Hoverable.
func (s *sheet) MouseMoved(ev *desktop.MouseEvent) {
	if i := s.list.at(ev.Position.Y); i != s.hover {
		s.hover = i
		s.fill()
	}
}

// MouseOut is part of desktop.Hoverable.
func (s *sheet) MouseOut() {
	s.hover = -1
	s.fill()
}

// Tapped selects what is under the pointer, at once; the second click in a row opens it. Fyne's own double tap would hold
// every single click back until it is sure that no second one comes.
func (s *sheet) Tapped(ev *fyne.PointEvent) {
	l := s.list
	i := l.at(ev.Position.Y)
	if i < 0 || l.items[i].Group != "" {
		return
	}
	id, now := l.items[i].ID, time.Now()
	again := s.last == id && now.Sub(s.at) <= fyne.CurrentApp().Driver().DoubleTapDelay()
	s.last, s.at = id, now
	l.mouse = true
	l.Take()
	l.choose(id)
	s.fill()
	if again && l.OnOpen != nil && l.chosen != "" {
		s.last = ""
		l.OnOpen(l.chosen)
	}
}
