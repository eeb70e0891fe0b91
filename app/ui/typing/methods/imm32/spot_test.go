package imm32

import (
	"testing"
	"unicode/utf16"
	"unsafe"

	"fyne.io/fyne/v2"
)

func TestASpotIsInPixelsOfTheWindow(t *testing.T) {
	for _, c := range []struct {
		at                   fyne.Position
		high, letters, scale float32
		want                 Spot
	}{
		{fyne.NewPos(0, 0), 20, 14, 1, Spot{0, 0, 20, 14}},
		{fyne.NewPos(100.4, 33.6), 20.27, 14, 1, Spot{100, 34, 20, 14}},
		{fyne.NewPos(100, 33), 20, 14, 1.5, Spot{150, 50, 30, 21}}, // 49.5 and up
		{fyne.NewPos(100.4, 33.6), 20.27, 14, 2, Spot{201, 67, 41, 28}},
		{fyne.NewPos(-12, -30), 20, 14, 1.25, Spot{-15, -38, 25, 18}}, // scrolled out of the window
		{fyne.NewPos(5, 5), 0, 0, 0.1, Spot{1, 1, 1, 1}},
	} {
		if got := spotOf(c.at, c.high, c.letters, c.scale); got != c.want {
			t.Errorf("%v × %v is %+v, want %+v", c.at, c.scale, got, c.want)
		}
	}
}

func TestCandidatesKeepOffTheLine(t *testing.T) {
	s := Spot{X: 150, Y: 50, High: 30, Letters: 21}
	if got, want := s.composition(), (compositionForm{Style: 2, Current: point{150, 50}}); got != want {
		t.Errorf("composition %+v, want %+v", got, want)
	}
	if got, want := s.below(), (candidateForm{Style: 0x40, Current: point{150, 80}}); got != want {
		t.Errorf("below %+v, want %+v", got, want)
	}
	if got, want := s.beside(), (candidateForm{Style: 0x80, Current: point{150, 50}, Area: rect{150, 50, 180, 80}}); got != want {
		t.Errorf("beside %+v, want %+v", got, want)
	}
}

func TestLettersAreAsLargeAsThoseOfTheField(t *testing.T) {
	f := Spot{Letters: 21}.font()
	if f.Height != -21 { // below 0: of the letter, not of the line
		t.Errorf("height %d", f.Height)
	}
	name := utf16.Decode(f.Face[:])
	if got := string(name[:16]); got != "Microsoft YaHei\x00" {
		t.Errorf("face %q", got)
	}
}

// The sizes and places are those of the headers of Windows for 64 bits.
func TestStructsAreLaidOutAsWindowsHasThem(t *testing.T) {
	if unsafe.Sizeof(uintptr(0)) != 8 {
		t.Skip("they are for 64 bits")
	}
	for name, c := range map[string][2]uintptr{
		"COMPOSITIONFORM":              {unsafe.Sizeof(compositionForm{}), 28},
		"COMPOSITIONFORM.ptCurrentPos": {unsafe.Offsetof(compositionForm{}.Current), 4},
		"COMPOSITIONFORM.rcArea":       {unsafe.Offsetof(compositionForm{}.Area), 12},
		"CANDIDATEFORM":                {unsafe.Sizeof(candidateForm{}), 32},
		"CANDIDATEFORM.dwStyle":        {unsafe.Offsetof(candidateForm{}.Style), 4},
		"CANDIDATEFORM.ptCurrentPos":   {unsafe.Offsetof(candidateForm{}.Current), 8},
		"CANDIDATEFORM.rcArea":         {unsafe.Offsetof(candidateForm{}.Area), 16},
		"LOGFONTW":                     {unsafe.Sizeof(logFont{}), 92},
		"LOGFONTW.lfWeight":            {unsafe.Offsetof(logFont{}.Weight), 16},
		"LOGFONTW.lfCharSet":           {unsafe.Offsetof(logFont{}.CharSet), 23},
		"LOGFONTW.lfFaceName":          {unsafe.Offsetof(logFont{}.Face), 28},
		"MSG":                          {unsafe.Sizeof(message{}), 48},
		"MSG.message":                  {unsafe.Offsetof(message{}.Message), 8},
		"MSG.wParam":                   {unsafe.Offsetof(message{}.W), 16},
		"MSG.lParam":                   {unsafe.Offsetof(message{}.L), 24},
		"MSG.time":                     {unsafe.Offsetof(message{}.Time), 32},
		"MSG.pt":                       {unsafe.Offsetof(message{}.At), 36},
	} {
		if c[0] != c[1] {
			t.Errorf("%s is %d, want %d", name, c[0], c[1])
		}
	}
}
