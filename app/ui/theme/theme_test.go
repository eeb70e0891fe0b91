package theme_test

import (
	"bytes"
	"image/color"
	"io/fs"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	base "fyne.io/fyne/v2/theme"

	"huiying/app/ui/theme"
	"huiying/assets"
)

func light(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		x := float64(v) / 65535
		if x <= 0.03928 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

func contrast(a, b color.Color) float64 {
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestTextCanBeReadOnItsGround(t *testing.T) {
	pairs := [][2]fyne.ThemeColorName{{theme.Text, theme.Surface}, {theme.Text2, theme.Surface}, {theme.Text3, theme.Surface}, {theme.Text3, theme.Bg},
		{theme.Text3, theme.BlueSoft}, {theme.OnFill, theme.BlueFill}, {theme.OnFill, theme.RedFill}, {theme.Red, theme.RedSoft},
		{theme.Amber, theme.AmberSoft}, {theme.Green, theme.GreenSoft}, {theme.Blue, theme.BlueSoft}, {theme.OnInverse, theme.Inverse}}
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		th := theme.New(mode, 100)
		for _, p := range pairs {
			if c := contrast(th.Color(p[0], 0), th.Color(p[1], 0)); c < 4.5 {
				t.Errorf("%s: %s on %s has %.1f, want 4.5", mode, p[0], p[1], c)
			}
		}
	}
}

func TestTheModeDecidesOverTheDesktop(t *testing.T) {
	for _, c := range []struct {
		mode theme.Mode
		v    fyne.ThemeVariant
		dark bool
	}{{theme.Light, base.VariantDark, false}, {theme.Dark, base.VariantLight, true}, {theme.System, base.VariantDark, true}, {theme.System, base.VariantLight, false}} {
		if theme.New(c.mode, 100).Dark(c.v) != c.dark {
			t.Errorf("%s under variant %d", c.mode, c.v)
		}
	}
}

func TestScaleMultipliesEverythingButLines(t *testing.T) {
	th := theme.New(theme.Light, 130)
	if got := th.Size(base.SizeNameText); math.Abs(float64(got)-18.2) > 0.01 {
		t.Errorf("text is %v at 130 %%", got)
	}
	if th.Size(base.SizeNameSeparatorThickness) != 1 {
		t.Error("lines stay 1")
	}
	if theme.New(theme.Light, 77).Percent() != 100 {
		t.Error("a scale that is not offered must count as 100")
	}
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light, 115))
	if theme.Px(100) != 115 {
		t.Errorf("Px(100) = %v at 115 %%", theme.Px(100))
	}
}

func TestEveryIconIsTintedAndScaled(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light, 100))
	names, err := fs.Glob(assets.Icons, "icons/*.svg")
	if err != nil || len(names) < 50 {
		t.Fatalf("%d icons, %v", len(names), err)
	}
	for _, n := range names {
		name := strings.TrimSuffix(strings.TrimPrefix(n, "icons/"), ".svg")
		src := theme.Icon(name, theme.Red, 14).Content()
		if bytes.Contains(src, []byte("#000000")) || !bytes.Contains(src, []byte("#b3261e")) {
			t.Errorf("%s is not red", name)
		}
		if !bytes.Contains(src, []byte(`stroke-width="1.050"`)) {
			t.Errorf("%s: a stroke of 1.8 on 24 must be 1.05 on 14", name)
		}
	}
	if a, b := theme.Icon("pen", theme.Red, 14), theme.Icon("pen", theme.Red, 14); a != b {
		t.Error("the same icon must be the same resource, or it is drawn anew each time")
	}
}

func TestTheFontsHoldWhatIsWritten(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light, 100))
	missing := fyne.MeasureText("\uE000", 100, fyne.TextStyle{}).Width
	for _, r := range "望川市政务服务喆堃镕珺玥祎䶮①→…“”《》（）〔〕·—％℃" {
		for _, bold := range []bool{false, true} {
			w := fyne.MeasureText(string(r), 100, fyne.TextStyle{Bold: bold}).Width
			if w <= 0 || r > 0x4E00 && r < 0x9FFF && math.Abs(float64(w)-100) > 1 {
				t.Errorf("%q (bold %v) is %v wide; a missing sign is %v", r, bold, w, missing)
			}
		}
	}
}
