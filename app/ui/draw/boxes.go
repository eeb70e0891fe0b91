package draw

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/theme"
)

// Row puts objects beside each other with a gap, each in the middle of the height, except those made with Tall, which take
// all of it. What is wrapped in Grow takes the width that is left.
func Row(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{gap: gap}, objs...)
}

// TallRow is Row where every object takes the full height.
func TallRow(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{gap: gap, stretch: true}, objs...)
}

// TopRow is Row where every object stands at the top.
func TopRow(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{gap: gap, top: true}, objs...)
}

// Col puts objects under each other with a gap, each as wide as the column. What is wrapped in Grow takes the height that is
// left.
func Col(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{gap: gap, down: true, stretch: true}, objs...)
}

// Grow marks an object that takes the room left over; nil is a mere gap.
func Grow(obj fyne.CanvasObject) fyne.CanvasObject {
	if obj == nil {
		return container.New(&growing{})
	}
	return container.New(&growing{}, obj)
}

// Fill is the gap that pushes apart what stands before and after it.
func Fill() fyne.CanvasObject { return Grow(nil) }

// growing fills the wrapped object to the wrapper.
type growing struct{}

func (*growing) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(s)
	}
}

func (*growing) MinSize(objs []fyne.CanvasObject) (m fyne.Size) {
	for _, o := range objs {
		if o.Visible() {
			m = m.Max(o.MinSize())
		}
	}
	return m
}

type line struct {
	gap     float32
	down    bool
	stretch bool
	top     bool
}

func (l *line) grows(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(*growing)
	return ok
}

// shown says whether an object takes part: a wrapper counts as hidden with what it wraps.
func (l *line) shown(o fyne.CanvasObject) bool {
	if !o.Visible() {
		return false
	}
	if c, ok := o.(*fyne.Container); ok && len(c.Objects) == 1 {
		switch c.Layout.(type) {
		case *growing, *fixed, *inset:
			return l.shown(c.Objects[0])
		}
	}
	return true
}

func (l *line) along(s fyne.Size) float32 {
	if l.down {
		return s.Height
	}
	return s.Width
}

func (l *line) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	gap := theme.Px(l.gap)
	left := l.along(size)
	l.prime(objs, size)
	growers, n := 0, 0
	for _, o := range objs {
		if !l.shown(o) {
			continue
		}
		n++
		if l.grows(o) {
			growers++
		} else {
			left -= l.along(o.MinSize())
		}
	}
	left -= gap * float32(max(n-1, 0))
	share := float32(0)
	if growers > 0 {
		share = max(left/float32(growers), 0)
	}
	at := float32(0)
	for _, o := range objs {
		if !l.shown(o) {
			continue
		}
		m := o.MinSize()
		if l.down {
			h := m.Height
			if l.grows(o) {
				h = share
			}
			o.Move(fyne.NewPos(0, at))
			o.Resize(fyne.NewSize(size.Width, h))
			at += h + gap
			continue
		}
		w, h, y := m.Width, size.Height, float32(0)
		if l.grows(o) {
			w = share
		}
		if !l.stretch {
			if o.Size().Width != w {
				o.Resize(fyne.NewSize(w, m.Height))
				m = o.MinSize()
			}
			h = m.Height
			if !l.top {
				y = (size.Height - h) / 2
			}
		}
		o.Move(fyne.NewPos(at, y))
		o.Resize(fyne.NewSize(w, h))
		at += w + gap
	}
}

// prime tells what stands in a column its width, because the height of a flowing text follows from it.
func (l *line) prime(objs []fyne.CanvasObject, size fyne.Size) {
	if !l.down {
		return
	}
	for _, o := range objs {
		if l.shown(o) && o.Size().Width != size.Width {
			o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		}
	}
}

func (l *line) MinSize(objs []fyne.CanvasObject) (m fyne.Size) {
	n := 0
	for _, o := range objs {
		if !l.shown(o) {
			continue
		}
		n++
		s := o.MinSize()
		if l.down {
			m.Height += s.Height
			m.Width = max(m.Width, s.Width)
		} else {
			m.Width += s.Width
			m.Height = max(m.Height, s.Height)
		}
	}
	gaps := theme.Px(l.gap) * float32(max(n-1, 0))
	if l.down {
		m.Height += gaps
	} else {
		m.Width += gaps
	}
	return m
}

// Inset keeps room free around an object.
func Inset(obj fyne.CanvasObject, top, right, bottom, left float32) *fyne.Container {
	return container.New(&inset{top, right, bottom, left}, obj)
}

// Pad is Inset with the same room above and below, and left and right.
func Pad(obj fyne.CanvasObject, across, updown float32) *fyne.Container {
	return Inset(obj, updown, across, updown, across)
}

type inset struct{ top, right, bottom, left float32 }

func (i *inset) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(theme.Px(i.left), theme.Px(i.top)))
		o.Resize(fyne.NewSize(s.Width-theme.Px(i.left+i.right), s.Height-theme.Px(i.top+i.bottom)))
	}
}

func (i *inset) MinSize(objs []fyne.CanvasObject) (m fyne.Size) {
	for _, o := range objs {
		if o.Visible() {
			m = m.Max(o.MinSize())
		}
	}
	return m.AddWidthHeight(theme.Px(i.left+i.right), theme.Px(i.top+i.bottom))
}

// Fixed gives an object a smallest width and height of the design; 0 leaves the object's own. The object fills the place.
func Fixed(obj fyne.CanvasObject, w, h float32) *fyne.Container {
	return container.New(&fixed{w: w, h: h}, obj)
}

// Exact is Fixed where the object's own smallest size does not count: what is larger is cut by the place it gets.
func Exact(obj fyne.CanvasObject, w, h float32) *fyne.Container {
	return container.New(&fixed{w: w, h: h, exact: true}, obj)
}

type fixed struct {
	w, h  float32
	exact bool
}

func (f *fixed) Layout(objs []fyne.CanvasObject, s fyne.Size) { (&growing{}).Layout(objs, s) }

func (f *fixed) MinSize(objs []fyne.CanvasObject) fyne.Size {
	own := (&growing{}).MinSize(objs)
	m := theme.Size(f.w, f.h)
	if f.exact {
		if f.w == 0 {
			m.Width = own.Width
		}
		if f.h == 0 {
			m.Height = own.Height
		}
		return m
	}
	return m.Max(own)
}

// Panel puts an object on a ground.
func Panel(fill, border fyne.ThemeColorName, radius float32, obj fyne.CanvasObject) *fyne.Container {
	return container.NewStack(NewGround(fill, border, radius), obj)
}

// Left keeps an object at its smallest width at the left of the place it gets, Middle in the middle of it.
func Left(obj fyne.CanvasObject) *fyne.Container { return Row(0, obj, Fill()) }

// Middle centres an object both ways.
func Middle(obj fyne.CanvasObject) *fyne.Container { return container.NewCenter(obj) }

// Scroll makes an object scroll up and down, as wide as the place it gets.
func Scroll(obj fyne.CanvasObject) *Scrolling {
	s := &Scrolling{content: obj, scroll: container.NewVScroll(obj)}
	s.ExtendBaseWidget(s)
	return s
}

// Scrolling is what Scroll returns. Unlike Fyne's it settles the height of flowing text at once.
type Scrolling struct {
	widget.BaseWidget
	content fyne.CanvasObject
	scroll  *container.Scroll
}

// To scrolls so that y is at the top, as far as there is content below.
func (s *Scrolling) To(y float32) { s.scroll.ScrollToOffset(fyne.NewPos(0, y)) }

// Offset returns how far it is scrolled, so that a screen can come back to the same place.
func (s *Scrolling) Offset() float32 { return s.scroll.Offset.Y }

// CreateRenderer is part of fyne.Widget.
func (s *Scrolling) CreateRenderer() fyne.WidgetRenderer {
	r := &Renderer{Objs: []fyne.CanvasObject{s.scroll}}
	r.Min = func() fyne.Size { return theme.Size(32, 32) }
	r.Lay = func(size fyne.Size) {
		if size.Width > 0 && s.content.Size().Width != size.Width {
			s.content.Resize(fyne.NewSize(size.Width, s.content.MinSize().Height))
		}
		s.scroll.Resize(size)
	}
	r.Paint = func() { s.scroll.Refresh() }
	return r.Start(s)
}
