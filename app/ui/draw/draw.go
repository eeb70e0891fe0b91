// Package draw is what every part is drawn with: a text, an icon, a ground, a row, a column and a pressable base, all in the
// colours and sizes of the theme and without Fyne's paddings. It knows no meaning: what a chip or a button is stands in the
// packages above it. Lengths given to it are those of the design; it applies the person's scale itself.
package draw

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/keys"
	"huiying/app/ui/theme"
)

// Renderer is a widget renderer put together from functions. Paint reads colours and texts again; it runs before every
// layout, so that a change of theme or text needs no more than Refresh.
type Renderer struct {
	Objs   []fyne.CanvasObject
	Min    func() fyne.Size
	Lay    func(fyne.Size)
	Paint  func()
	Widget fyne.Widget
	// Live replaces Objs where what is drawn changes.
	Live func() []fyne.CanvasObject
}

// MinSize is part of fyne.WidgetRenderer.
func (r *Renderer) MinSize() fyne.Size {
	if r.Min == nil {
		return fyne.Size{}
	}
	return r.Min()
}

// Layout is part of fyne.WidgetRenderer.
func (r *Renderer) Layout(s fyne.Size) {
	if r.Lay != nil {
		r.Lay(s)
	}
}

// Refresh is part of fyne.WidgetRenderer.
func (r *Renderer) Refresh() {
	if r.Paint != nil {
		r.Paint()
	}
	if r.Widget != nil {
		r.Layout(r.Widget.Size())
		canvas.Refresh(r.Widget)
	}
}

// Objects is part of fyne.WidgetRenderer.
func (r *Renderer) Objects() []fyne.CanvasObject {
	if r.Live != nil {
		return r.Live()
	}
	return r.Objs
}

// Destroy is part of fyne.WidgetRenderer.
func (r *Renderer) Destroy() {}

// Start paints once and returns r, as the last line of a CreateRenderer.
func (r *Renderer) Start(w fyne.Widget) fyne.WidgetRenderer {
	r.Widget = w
	if r.Paint != nil {
		r.Paint()
	}
	return r
}

// Paint sets the colours of a rectangle by name; an empty name means transparent.
func Paint(rect *canvas.Rectangle, fill, border fyne.ThemeColorName, stroke, radius float32) {
	if fill == "" {
		fill = theme.Clear
	}
	rect.FillColor = theme.Color(fill)
	rect.CornerRadius = theme.Px(radius)
	rect.StrokeWidth = 0
	rect.StrokeColor = theme.Color(theme.Clear)
	if border != "" {
		rect.StrokeColor = theme.Color(border)
		rect.StrokeWidth = stroke
	}
	rect.Refresh()
}

// Place puts a rectangle so that its border lies inside the place: Fyne draws half of a border outside.
func Place(rect *canvas.Rectangle, pos fyne.Position, size fyne.Size) {
	half := rect.StrokeWidth / 2
	rect.Move(pos.AddXY(half, half))
	rect.Resize(size.SubtractWidthHeight(2*half, 2*half))
}

// NewLine returns a separator, one unit thick, for a Row or a Col to stretch.
func NewLine(color fyne.ThemeColorName) fyne.CanvasObject {
	g := NewGround(color, "", 0)
	return Fixed(g, 1, 1)
}

// Icon is an icon of the design in a size and a colour.
type Icon struct {
	widget.BaseWidget
	Name  string
	Color fyne.ThemeColorName
	Side  float32
}

// NewIcon returns an icon; an empty name draws nothing and keeps the place.
func NewIcon(name string, side float32, color fyne.ThemeColorName) *Icon {
	i := &Icon{Name: name, Color: color, Side: side}
	i.ExtendBaseWidget(i)
	return i
}

// Set changes name and colour.
func (i *Icon) Set(name string, color fyne.ThemeColorName) {
	if i.Name != name || i.Color != color {
		i.Name, i.Color = name, color
		i.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	img := &canvas.Image{FillMode: canvas.ImageFillContain}
	r := &Renderer{Objs: []fyne.CanvasObject{img}}
	r.Min = func() fyne.Size { return theme.Size(i.Side, i.Side) }
	pick := func() {
		if i.Name == "" {
			return
		}
		scale := float32(1)
		if c := keys.CanvasOf(i); c != nil {
			scale = c.Scale()
		}
		if res := theme.Icon(i.Name, i.Color, theme.Px(i.Side)*scale); res != img.Resource {
			img.Resource = res
			img.Refresh()
		}
	}
	r.Lay = func(s fyne.Size) {
		side := theme.Px(i.Side)
		pick()
		img.Resize(fyne.NewSize(side, side))
		img.Move(fyne.NewPos((s.Width-side)/2, (s.Height-side)/2))
	}
	r.Paint = func() {
		if i.Name == "" {
			img.Hide()
			return
		}
		img.Show()
		pick()
	}
	return r.Start(i)
}
