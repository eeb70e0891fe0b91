// Package theme is the look of the program in numbers: the light and dark colours, the type, the sizes, the fonts and the
// tinted icons, as one Fyne theme. It draws nothing and knows no screen; what is light or dark and how large is told to it
// from outside, and a new Theme is made for each such choice.
package theme

import (
	"bytes"
	"fmt"
	"image/color"
	"path"
	"regexp"
	"strconv"
	"sync"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"

	"huiying/assets"
)

// Mode is the person's choice of light or dark.
type Mode string

// The modes. System follows what the desktop says.
const (
	System Mode = "system"
	Light  Mode = "light"
	Dark   Mode = "dark"
)

// Scales are the sizes that may be chosen, in percent. A scale multiplies everything, not only text.
func Scales() []int { return []int{90, 100, 115, 130} }

// Theme is a fyne.Theme. It never changes: another choice is another Theme.
type Theme struct {
	mode    Mode
	percent int
	regular fyne.Resource
	bold    fyne.Resource

	mu    sync.Mutex
	icons map[string]fyne.Resource
}

// New returns the theme for a mode and a scale in percent; a scale that is not one of Scales counts as 100.
func New(mode Mode, percent int) *Theme {
	known := false
	for _, s := range Scales() {
		known = known || s == percent
	}
	if !known {
		percent = 100
	}
	return &Theme{
		mode: mode, percent: percent,
		regular: fyne.NewStaticResource("NotoSansSC-Regular.ttf", assets.FontRegular),
		bold:    fyne.NewStaticResource("NotoSansSC-Bold.ttf", assets.FontBold),
		icons:   map[string]fyne.Resource{},
	}
}

// With returns the theme for another choice, with the fonts of this one, so that they are not parsed again.
func (t *Theme) With(mode Mode, percent int) *Theme {
	n := New(mode, percent)
	n.regular, n.bold = t.regular, t.bold
	return n
}

// Mode returns the choice of light or dark.
func (t *Theme) Mode() Mode { return t.mode }

// Percent returns the scale.
func (t *Theme) Percent() int { return t.percent }

// Dark says whether this theme is dark under the desktop's own variant.
func (t *Theme) Dark(v fyne.ThemeVariant) bool {
	return t.mode == Dark || t.mode == System && v == base.VariantDark
}

// Color returns a colour of the design, or of Fyne by way of the design.
func (t *Theme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	dark := t.Dark(v)
	if c, ok := own(alias(name), dark); ok {
		return c
	}
	if dark {
		return base.DefaultTheme().Color(name, base.VariantDark)
	}
	return base.DefaultTheme().Color(name, base.VariantLight)
}

// Font returns the bundled faces. There are two: italic is regular, and monospace is regular too, because the default
// monospace has no Chinese.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	if style.Symbol {
		return base.DefaultTheme().Font(style)
	}
	if style.Bold {
		return t.bold
	}
	return t.regular
}

// Icon returns Fyne's own icons; the program's are had with Icon.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return base.DefaultTheme().Icon(name) }

// Size returns Fyne's sizes as the design maps them, times the scale.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case base.SizeNameInputBorder, base.SizeNameSeparatorThickness:
		return 1
	case base.SizeNameText:
		return t.px(Body)
	case base.SizeNameCaptionText:
		return t.px(Note)
	case base.SizeNameSubHeadingText:
		return t.px(Title)
	case base.SizeNameHeadingText:
		return t.px(Page)
	case base.SizeNamePadding:
		return t.px(4)
	case base.SizeNameInnerPadding:
		return t.px(8)
	case base.SizeNameLineSpacing:
		return t.px(4)
	case base.SizeNameInlineIcon:
		return t.px(18)
	case base.SizeNameInputRadius, base.SizeNameSelectionRadius:
		return t.px(4)
	case base.SizeNameScrollBar:
		return t.px(10)
	case base.SizeNameScrollBarSmall:
		return t.px(5)
	case base.SizeNameScrollBarRadius:
		return t.px(3)
	case base.SizeNameSplitThickness:
		return 1
	}
	return t.px(base.DefaultTheme().Size(name))
}

func (t *Theme) px(v float32) float32 { return v * float32(t.percent) / 100 }

// icon returns the SVG of a name in a colour, for a side in pixels. The rasteriser under Fyne draws a stroke as wide as it is
// written, however large the picture is, so the stroke is written for the size.
func (t *Theme) icon(name string, c, ground color.Color, pixels float32) fyne.Resource {
	key := fmt.Sprintf("%s-%s-%s-%.1f.svg", name, hex(c)[1:], hex(ground)[1:], pixels)
	t.mu.Lock()
	defer t.mu.Unlock()
	if r, ok := t.icons[key]; ok {
		return r
	}
	src, err := assets.Icons.ReadFile(path.Join("icons", name+".svg"))
	if err != nil {
		return base.DefaultTheme().Icon(base.IconNameBrokenImage)
	}
	src = strokes.ReplaceAllFunc(src, func(m []byte) []byte {
		w, err := strconv.ParseFloat(string(m[len(`stroke-width="`):len(m)-1]), 32)
		if err != nil {
			return m
		}
		return fmt.Appendf(nil, `stroke-width="%.3f"`, max(float32(w)*pixels/24, 1))
	})
	src = bytes.ReplaceAll(src, []byte("#ffffff"), []byte(hex(ground)))
	src = bytes.ReplaceAll(src, []byte("#000000"), []byte(hex(c)))
	r := fyne.NewStaticResource(key, src)
	t.icons[key] = r
	return r
}

// strokes finds the widths that icon writes for the size.
var strokes = regexp.MustCompile(`stroke-width="[0-9.]+"`)

func hex(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("#%02x%02x%02x", n.R, n.G, n.B)
}
