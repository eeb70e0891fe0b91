package draw

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/theme"
)

// Many offices' computers draw with the processor alone, and there every pixel counts: Fyne's rectangle computes corners, border
// and shadow for each one of its area, and does so before it knows that there are none. So a large plain ground is a stretched
// picture of one pixel, which takes half the time.

// Ground is a rectangle with a ground, a border and round corners, all by name.
type Ground struct {
	widget.BaseWidget
	Fill   fyne.ThemeColorName
	Border fyne.ThemeColorName
	Stroke float32
	Radius float32
}

// NewGround returns a ground; an empty border means none.
func NewGround(fill, border fyne.ThemeColorName, radius float32) *Ground {
	g := &Ground{Fill: fill, Border: border, Radius: radius, Stroke: 1}
	g.ExtendBaseWidget(g)
	return g
}

// large is from how many units of area on a plain ground is worth a picture of its own.
const large = 20000

// CreateRenderer is part of fyne.Widget.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	rect := canvas.NewRectangle(theme.Color(theme.Clear))
	flat := &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}
	r := &Renderer{}
	isFlat := func() bool {
		s := g.Size()
		return g.Radius == 0 && g.Border == "" && g.Fill != "" && s.Width*s.Height >= large
	}
	r.Live = func() []fyne.CanvasObject {
		if isFlat() {
			return []fyne.CanvasObject{flat}
		}
		return []fyne.CanvasObject{rect}
	}
	paint := func() {
		if isFlat() {
			stretch(flat, g.Fill)
			return
		}
		Paint(rect, g.Fill, g.Border, g.Stroke, g.Radius)
	}
	r.Lay = func(s fyne.Size) {
		paint()
		flat.Resize(s)
		Place(rect, fyne.Position{}, s)
	}
	r.Paint = paint
	return r.Start(g)
}

// stretch has a picture be one pixel of a colour.
func stretch(img *canvas.Image, fill fyne.ThemeColorName) {
	c := theme.Color(fill)
	if one, ok := img.Image.(*image.RGBA); ok && one.At(0, 0) == one.ColorModel().Convert(c) {
		return
	}
	one := image.NewRGBA(image.Rect(0, 0, 1, 1))
	one.Set(0, 0, c)
	img.Image = one
	img.Refresh()
}

// Set changes the colours.
func (g *Ground) Set(fill, border fyne.ThemeColorName) {
	if g.Fill != fill || g.Border != border {
		g.Fill, g.Border = fill, border
		g.Refresh()
	}
}
