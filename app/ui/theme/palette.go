package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"
)

// The colours of the design, by the name that says what they claim. Text on a soft ground uses Red, Amber, Green or Blue,
// never the Fill of the same colour.
const (
	Bg         fyne.ThemeColorName = "hy-bg"
	Surface    fyne.ThemeColorName = "hy-surface"
	Surface2   fyne.ThemeColorName = "hy-surface2"
	Line       fyne.ThemeColorName = "hy-line"
	LineStrong fyne.ThemeColorName = "hy-line-strong"
	LineInput  fyne.ThemeColorName = "hy-line-input"
	Text       fyne.ThemeColorName = "hy-text"
	Text2      fyne.ThemeColorName = "hy-text2"
	Text3      fyne.ThemeColorName = "hy-text3"
	Disabled   fyne.ThemeColorName = "hy-disabled"
	Blue       fyne.ThemeColorName = "hy-blue"
	BlueFill   fyne.ThemeColorName = "hy-blue-fill"
	BlueSoft   fyne.ThemeColorName = "hy-blue-soft"
	OnFill     fyne.ThemeColorName = "hy-on-fill"
	Red        fyne.ThemeColorName = "hy-red"
	RedFill    fyne.ThemeColorName = "hy-red-fill"
	RedSoft    fyne.ThemeColorName = "hy-red-soft"
	Amber      fyne.ThemeColorName = "hy-amber"
	AmberFill  fyne.ThemeColorName = "hy-amber-fill"
	AmberSoft  fyne.ThemeColorName = "hy-amber-soft"
	Green      fyne.ThemeColorName = "hy-green"
	GreenFill  fyne.ThemeColorName = "hy-green-fill"
	GreenSoft  fyne.ThemeColorName = "hy-green-soft"
	Inverse    fyne.ThemeColorName = "hy-inverse"
	OnInverse  fyne.ThemeColorName = "hy-on-inverse"
	Shadow     fyne.ThemeColorName = "hy-shadow"
	Clear      fyne.ThemeColorName = "hy-clear"
)

// Names lists every colour of the design, for galleries and tests.
func Names() []fyne.ThemeColorName {
	return []fyne.ThemeColorName{Bg, Surface, Surface2, Line, LineStrong, LineInput, Text, Text2, Text3, Disabled,
		Blue, BlueFill, BlueSoft, OnFill, Red, RedFill, RedSoft, Amber, AmberFill, AmberSoft,
		Green, GreenFill, GreenSoft, Inverse, OnInverse, Shadow, Clear}
}

// own returns the colour of a name of the design; ok is false for any other name.
func own(name fyne.ThemeColorName, dark bool) (c color.Color, ok bool) {
	if name == Clear {
		return color.Transparent, true // Fyne spares itself drawing this value, and only this one
	}
	p, ok := pairOf(name)
	if dark {
		return p.dark, ok
	}
	return p.light, ok
}

type pair struct{ light, dark color.NRGBA }

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255}
}

func both(light, dark uint32) (pair, bool) { return pair{rgb(light), rgb(dark)}, true }

func pairOf(name fyne.ThemeColorName) (pair, bool) {
	switch name {
	case Bg:
		return both(0xF1F3F5, 0x12161B)
	case Surface:
		return both(0xFFFFFF, 0x1B2128)
	case Surface2:
		return both(0xF6F7F9, 0x232A33)
	case Line:
		return both(0xDCE0E6, 0x333C47)
	case LineStrong:
		return both(0xB9C1CB, 0x4B5765)
	case LineInput:
		return both(0x8793A0, 0x6C7987)
	case Text:
		return both(0x1A2330, 0xE4E8EE)
	case Text2:
		return both(0x465160, 0xB3BDC9)
	case Text3:
		return both(0x5E6A78, 0x8D99A7)
	case Disabled:
		return both(0x98A2AE, 0x5E6A78)
	case Blue:
		return both(0x1D5DB8, 0x86B4F5)
	case BlueFill:
		return both(0x1D5DB8, 0x2C68C4)
	case BlueSoft:
		return both(0xE7EFFA, 0x1E2F49)
	case OnFill:
		return both(0xFFFFFF, 0xFFFFFF)
	case Red:
		return both(0xB3261E, 0xF2938A)
	case RedFill:
		return both(0xB3261E, 0xC7443B)
	case RedSoft:
		return both(0xFBE9E7, 0x3B2322)
	case Amber:
		return both(0x8A5600, 0xEDBA5A)
	case AmberFill:
		return both(0xD98E04, 0xC98A1A)
	case AmberSoft:
		return both(0xFCF1DA, 0x372C17)
	case Green:
		return both(0x1B6E43, 0x80C99F)
	case GreenFill:
		return both(0x2E8B57, 0x3C9A66)
	case GreenSoft:
		return both(0xE4F2E9, 0x1B3226)
	case Inverse:
		return both(0x27313E, 0xDDE3EA)
	case OnInverse:
		return both(0xFFFFFF, 0x161B21)
	case Shadow:
		return pair{color.NRGBA{R: 0x14, G: 0x1E, B: 0x2D, A: 36}, color.NRGBA{A: 128}}, true
	}
	return pair{}, false
}

// alias says which colour of the design a name of Fyne means.
func alias(name fyne.ThemeColorName) fyne.ThemeColorName {
	switch name {
	case base.ColorNameBackground, base.ColorNameInputBackground, base.ColorNameMenuBackground, base.ColorNameOverlayBackground, base.ColorNameButton:
		return Surface
	case base.ColorNameHeaderBackground, base.ColorNameDisabledButton, base.ColorNameHover, base.ColorNameInnerWindowBorder:
		return Surface2
	case base.ColorNameSeparator:
		return Line
	case base.ColorNameInputBorder:
		return LineInput
	case base.ColorNameScrollBar:
		return LineStrong
	case base.ColorNameForeground:
		return Text
	case base.ColorNamePlaceHolder:
		return Text3
	case base.ColorNameDisabled:
		return Disabled
	case base.ColorNamePrimary, base.ColorNameFocus:
		return BlueFill
	case base.ColorNameHyperlink:
		return Blue
	case base.ColorNameForegroundOnPrimary, base.ColorNameForegroundOnError, base.ColorNameForegroundOnSuccess,
		base.ColorNameForegroundOnWarning:
		return OnFill
	case base.ColorNameSelection, base.ColorNamePressed:
		return BlueSoft
	case base.ColorNameError:
		return RedFill
	case base.ColorNameWarning:
		return AmberFill
	case base.ColorNameSuccess:
		return GreenFill
	case base.ColorNameShadow:
		return Shadow
	case base.ColorNameScrollBarBackground:
		return Clear
	}
	return name
}
