package x11

import (
	"unicode"

	"fyne.io/fyne/v2"

	"huiying/app/ui/typing/methods"
)

// layout is the table of keysyms that a server gives to clients of its core protocol: for each keycode two of the first layout, two of
// the second, and behind them those with AltGr.
type layout struct {
	first uint32
	per   int
	syms  []uint32
}

// sym is the keysym of a key while state is held; 0 where there is none.
func (l layout) sym(code, state uint32) uint32 {
	if l.per < 2 || code < l.first || int(code-l.first+1)*l.per > len(l.syms) {
		return 0
	}
	row := l.syms[int(code-l.first)*l.per:][:l.per]
	at := 0
	if state&groups != 0 && l.per >= 4 && (row[2] != 0 || row[3] != 0) {
		at = 2
	}
	if alt := at + 4; state&methods.Mod5 != 0 && alt+1 < l.per && (row[alt] != 0 || row[alt+1] != 0) {
		at = alt
	}
	low, high := row[at], row[at+1]
	if high == 0 {
		high = low
		if up := unicode.ToUpper(char(low)); up != char(low) && up != 0 {
			high = symOf(up)
		}
	}
	shift := state&methods.Shift != 0
	switch {
	case keypad(high) && state&methods.Mod2 != 0:
		shift = !shift
	case state&methods.Lock != 0 && unicode.IsLetter(char(low)) && char(low) != char(high):
		shift = !shift
	}
	if shift {
		return high
	}
	return low
}

func keypad(sym uint32) bool { return sym >= 0xff80 && sym <= 0xffbd }

// char is the character that a keysym stands for, 0 for none. The sets older than Unicode other than Latin-1 are left out: nobody
// gives those back.
func char(sym uint32) rune {
	switch {
	case sym >= 0x20 && sym <= 0x7e, sym >= 0xa0 && sym <= 0xff:
		return rune(sym)
	case sym >= 0x01000100 && sym <= 0x0110ffff:
		return rune(sym & 0xffffff)
	case sym >= 0xffaa && sym <= 0xffb9: // * + , - . / 0 … 9 of the keypad
		return rune(sym - 0xff80)
	}
	return 0
}

func symOf(r rune) uint32 {
	if r >= 0x20 && r <= 0x7e || r >= 0xa0 && r <= 0xff {
		return uint32(r)
	}
	return 0x01000000 | uint32(r)
}

// meaning is what a field does with a keysym.
func meaning(sym uint32) (fyne.KeyName, rune) {
	switch sym {
	case 0xff08:
		return fyne.KeyBackspace, 0
	case 0xff09:
		return fyne.KeyTab, 0
	case 0xff0d, 0xff8d:
		return fyne.KeyReturn, 0
	case 0xff1b:
		return fyne.KeyEscape, 0
	case 0xff50, 0xff95:
		return fyne.KeyHome, 0
	case 0xff51, 0xff96:
		return fyne.KeyLeft, 0
	case 0xff52, 0xff97:
		return fyne.KeyUp, 0
	case 0xff53, 0xff98:
		return fyne.KeyRight, 0
	case 0xff54, 0xff99:
		return fyne.KeyDown, 0
	case 0xff55, 0xff9a:
		return fyne.KeyPageUp, 0
	case 0xff56, 0xff9b:
		return fyne.KeyPageDown, 0
	case 0xff57, 0xff9c:
		return fyne.KeyEnd, 0
	case 0xffff, 0xff9f:
		return fyne.KeyDelete, 0
	}
	return "", char(sym)
}
