package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
)

// rail is the navigation on the left. It shows only places whose screens are known: what is not built is not there.
type rail struct {
	widget.BaseWidget
	frame  *Frame
	items  []*railItem
	heads  map[*railItem]*draw.Text
	folded bool
}

func newRail(f *Frame) *rail {
	r := &rail{frame: f, heads: map[*railItem]*draw.Text{}}
	r.ExtendBaseWidget(r)
	return r
}

func (r *rail) refill() {
	r.items = nil
	r.heads = map[*railItem]*draw.Text{}
	for _, p := range r.frame.opt.Places {
		if _, known := r.frame.screens[p.Name]; !known {
			continue
		}
		item := newRailItem(p, func() { r.frame.Open(p.Name, nil) })
		item.OnKey = func(ev *fyne.KeyEvent) bool { return r.key(item, ev) }
		r.items = append(r.items, item)
		if p.Group != "" {
			r.heads[item] = draw.NewText(p.Group, theme.Note, theme.Text3)
		}
	}
	r.Refresh()
}

// key moves along the rail by ↑ and ↓.
func (r *rail) key(at *railItem, ev *fyne.KeyEvent) bool {
	var step int
	switch ev.Name {
	case fyne.KeyUp:
		step = -1
	case fyne.KeyDown:
		step = 1
	default:
		return false
	}
	for i, item := range r.items {
		if item == at && i+step >= 0 && i+step < len(r.items) {
			r.items[i+step].Take()
			break
		}
	}
	return true
}

// nth opens the n-th place, from 1, in the order of the rail.
func (r *rail) nth(n int) {
	if n >= 1 && n <= len(r.items) {
		r.frame.Open(r.items[n-1].place.Name, nil)
	}
}

func (r *rail) choose(name string) {
	for _, i := range r.items {
		i.mark(i.place.Name == name)
	}
}

func (r *rail) marks(m map[string]Mark) {
	for _, i := range r.items {
		k := m[i.place.Name]
		i.badge.Set(k.Text, k.Warn)
		i.Refresh()
	}
}

func (r *rail) fold(on bool) {
	if r.folded == on {
		return
	}
	r.folded = on
	for _, i := range r.items {
		i.folded = on
		i.Refresh()
	}
	r.Refresh()
}

func (r *rail) CreateRenderer() fyne.WidgetRenderer {
	d := &draw.Renderer{}
	d.Live = func() []fyne.CanvasObject {
		var objs []fyne.CanvasObject
		for _, i := range r.items {
			objs = append(objs, i)
			if h := r.heads[i]; h != nil && !r.folded {
				objs = append(objs, h)
			}
		}
		return objs
	}
	d.Min = func() fyne.Size { return theme.Size(railNarrow, 200) }
	d.Lay = func(s fyne.Size) {
		side, high, gap := theme.Px(8), theme.Px(40), theme.Px(2)
		if r.folded {
			side, high = theme.Px(3), theme.Px(46)
		}
		y, foot := theme.Px(7), s.Height-theme.Px(8)
		for k, i := range r.items {
			if i.place.Bottom {
				continue
			}
			if h := r.heads[i]; h != nil {
				if k > 0 {
					y += theme.Px(8)
				}
				if !r.folded {
					h.Move(fyne.NewPos(theme.Px(16), y))
					h.Resize(fyne.NewSize(s.Width-theme.Px(20), theme.Px(24)))
					y += theme.Px(24)
				}
			}
			i.Move(fyne.NewPos(side, y))
			i.Resize(fyne.NewSize(s.Width-2*side-1, high))
			y += high + gap
		}
		for k := len(r.items) - 1; k >= 0; k-- {
			if i := r.items[k]; i.place.Bottom {
				foot -= high
				i.Move(fyne.NewPos(side, foot))
				i.Resize(fyne.NewSize(s.Width-2*side-1, high))
				foot -= gap
			}
		}
	}
	return d.Start(r)
}

// railItem is one line of the rail: icon, name, mark; folded, icon over name.
type railItem struct {
	draw.Press
	place  Place
	badge  *widgets.Badge
	chosen bool
	folded bool
}

func newRailItem(p Place, open func()) *railItem {
	i := &railItem{place: p, badge: widgets.NewBadge("", false)}
	i.OnPress = open
	i.Init(i)
	return i
}

func (i *railItem) mark(on bool) {
	if i.chosen != on {
		i.chosen = on
		i.Refresh()
	}
}

func (i *railItem) CreateRenderer() fyne.WidgetRenderer {
	rect := canvas.NewRectangle(theme.Color(theme.Clear))
	icon := draw.NewIcon(i.place.Icon, 20, theme.Text2)
	name := draw.NewText(i.place.Label, theme.Body, theme.Text2)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{rect, icon, name, i.badge}}
	r.Min = func() fyne.Size { return theme.Size(50, 40) }
	r.Lay = func(s fyne.Size) {
		draw.Place(rect, fyne.Position{}, s)
		badge := i.badge.MinSize()
		if i.folded {
			icon.Move(fyne.NewPos(0, theme.Px(4)))
			icon.Resize(fyne.NewSize(s.Width, theme.Px(20)))
			name.Move(fyne.NewPos(0, theme.Px(25)))
			name.Resize(fyne.NewSize(s.Width, theme.Px(18)))
			i.badge.Move(fyne.NewPos(s.Width-badge.Width-theme.Px(1), theme.Px(1)))
			i.badge.Resize(badge)
			return
		}
		icon.Move(fyne.NewPos(theme.Px(8), 0))
		icon.Resize(fyne.NewSize(theme.Px(20), s.Height))
		name.Move(fyne.NewPos(theme.Px(36), 0))
		name.Resize(fyne.NewSize(max(s.Width-theme.Px(36), 0), s.Height))
		i.badge.Move(fyne.NewPos(s.Width-theme.Px(8)-badge.Width, (s.Height-badge.Height)/2))
		i.badge.Resize(badge)
	}
	r.Paint = func() {
		fill, edge, ink := fyne.ThemeColorName(""), fyne.ThemeColorName(""), theme.Text2
		switch {
		case i.chosen:
			fill, ink = theme.BlueSoft, theme.Blue
		case i.Hovered():
			fill = theme.Surface2
		}
		if i.Ringed() {
			edge = theme.BlueFill
		}
		draw.Paint(rect, fill, edge, theme.Px(2), 4)
		icon.Set(i.place.Icon, ink)
		name.Points, name.Align = theme.Body, fyne.TextAlignLeading
		if i.folded {
			name.Points, name.Align = theme.Note, fyne.TextAlignCenter
		}
		name.Color, name.Bold = ink, i.chosen
		name.Refresh()
	}
	return r.Start(i)
}
