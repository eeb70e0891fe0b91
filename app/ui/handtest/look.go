package handtest

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
)

// Sight is one text that stands visible on a screen, with what a hand needs to reach it. All places are in units of the
// canvas, from its upper left corner.
type Sight struct {
	Text     string
	At       fyne.Position // where the text is touched
	Tappable bool
	Grey     bool           // on a button that is blocked
	Panes    []Rect         // what scrolls around it, outermost first
	Box      *fyne.Position // the check box beside it
	Field    *fyne.Position // the text field beside it
	Holds    string         // what stands in that field
}

// Rect is a place with a size.
type Rect struct{ X, Y, W, H float32 }

// Look returns what is in front and begins with text: the topmost overlay alone where there is one, since it takes every
// tap. It must be called on Fyne's goroutine.
func Look(c fyne.Canvas, text string) []Sight {
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	var out []Sight
	walk(root, nil, func(o fyne.CanvasObject, in []fyne.CanvasObject) {
		if s := Said(o); s != "" && strings.HasPrefix(s, text) {
			out = append(out, sight(o, in, s, text != ""))
		}
	})
	return out
}

// Words returns everything that can be read, the content first and then what lies over it.
func Words(c fyne.Canvas) string {
	var b strings.Builder
	see := func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if s := Said(o); s != "" {
			b.WriteString(s + "\n")
		}
	}
	walk(c.Content(), nil, see)
	for _, o := range c.Overlays().List() {
		walk(o, nil, see)
	}
	return b.String()
}

// Said is the text that an object shows.
func Said(o fyne.CanvasObject) string {
	switch x := o.(type) {
	case *draw.Text:
		return x.Value
	case *flow.Flow:
		return x.Text()
	case *canvas.Text: // what stands in a field
		return x.Text
	}
	return ""
}

func sight(o fyne.CanvasObject, in []fyne.CanvasObject, text string, beside bool) Sight {
	s := Sight{Text: text, At: place(o).AddXY(3, 3)}
	for _, p := range in {
		if _, ok := p.(fyne.Tappable); ok {
			s.Tappable = true
		}
		if b, ok := p.(*widgets.Button); ok && b.Disabled() {
			s.Grey = true
		}
		if _, ok := p.(fyne.Scrollable); ok {
			at := place(p)
			s.Panes = append(s.Panes, Rect{at.X, at.Y, p.Size().Width, p.Size().Height})
		}
	}
	if beside {
		_, s.Box = near[*widgets.Check](in, 10)
		var e *typing.Entry
		if e, s.Field = near[*typing.Entry](in, 14); e != nil {
			s.Holds = e.Text()
		}
	}
	return s
}

// near returns the nearest of a kind and where it stands: the first in the closest of the things that a text stands in.
func near[T fyne.CanvasObject](in []fyne.CanvasObject, off float32) (one T, found *fyne.Position) {
	for i := len(in) - 1; i >= 0; i-- {
		walk(in[i], nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
			if x, ok := o.(T); ok && found == nil {
				at := place(x).AddXY(off, off)
				one, found = x, &at
			}
		})
		if found != nil {
			return one, found
		}
	}
	return one, nil
}

func place(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
}

// walk visits what is visible, with what it stands in, outermost first.
func walk(o fyne.CanvasObject, in []fyne.CanvasObject, see func(o fyne.CanvasObject, in []fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	see(o, in)
	in = append(in[:len(in):len(in)], o)
	switch x := o.(type) {
	case *draw.Text, *flow.Flow: // what they are drawn with says the same again
	case *fyne.Container:
		for _, c := range x.Objects {
			walk(c, in, see)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			walk(c, in, see)
		}
	}
}

// Find returns what of a kind is visible, the content first and then what lies over it.
func Find[T fyne.CanvasObject](c fyne.Canvas) []T {
	var out []T
	see := func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if x, ok := o.(T); ok {
			out = append(out, x)
		}
	}
	walk(c.Content(), nil, see)
	for _, o := range c.Overlays().List() {
		walk(o, nil, see)
	}
	return out
}
