package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"
)

// The sizes of type. Each says what it is for; nothing is smaller than Note.
const (
	Number  float32 = 20 // gauges, the title of a preview, the sign-in title: bold
	Page    float32 = 18 // the name of the page, the figure of a gauge: bold
	Title   float32 = 16 // the title of a detail, a month, a dialog: bold
	Reading float32 = 16 // text under review, the preview of an article: regular
	Body    float32 = 14 // rows, buttons, tabs, names of sections
	Dense   float32 = 13 // tables, key and value, small buttons
	Note    float32 = 12 // chips, second lines, heads of tables, times
)

// Current returns the theme in use. Outside the program (a bare test) it is the light one.
func Current() *Theme {
	if app := fyne.CurrentApp(); app != nil {
		if t, ok := app.Settings().Theme().(*Theme); ok {
			return t
		}
	}
	return New(Light, 100)
}

// Px returns a measure of the design times the person's scale. Every length that a part or screen states goes through it.
func Px(v float32) float32 {
	if app := fyne.CurrentApp(); app != nil {
		if t, ok := app.Settings().Theme().(*Theme); ok {
			return t.px(v)
		}
	}
	return v
}

// Size is a fyne.Size of the design times the scale.
func Size(w, h float32) fyne.Size { return fyne.NewSize(Px(w), Px(h)) }

// Color returns the colour of a name in the theme in use.
func Color(name fyne.ThemeColorName) color.Color {
	app := fyne.CurrentApp()
	if app == nil {
		c, _ := own(alias(name), false)
		return c
	}
	return app.Settings().Theme().Color(name, app.Settings().ThemeVariant())
}

// Icon returns the icon of a name tinted with a colour of the theme in use, for a side in pixels of the screen. An unknown
// name gives the broken picture.
func Icon(name string, c fyne.ThemeColorName, pixels float32) fyne.Resource {
	return Current().icon(name, Color(c), Color(Surface), pixels)
}

// Face returns the resource of the face used for bold or regular text, for measuring.
func Face(bold bool) fyne.Resource {
	return Current().Font(fyne.TextStyle{Bold: bold})
}

// Variant is the desktop's own choice, for a caller that must know whether the program is dark now.
func Variant() fyne.ThemeVariant {
	if app := fyne.CurrentApp(); app != nil && Current().Dark(app.Settings().ThemeVariant()) {
		return base.VariantDark
	}
	return base.VariantLight
}
