package x11

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"huiying/app/ui/typing/methods"
)

// keyboard is a little one: a, 1, keypad 7, ö, a German q with AltGr, Cyrillic ф as second layout of a.
func keyboard() layout {
	return layout{first: 8, per: 6, syms: []uint32{
		'a', 0, 0x6c6, 0x6e6, 0, 0,
		'1', '!', 0, 0, 0, 0,
		0xff95, 0xffb7, 0, 0, 0, 0,
		0xf6, 0xd6, 0, 0, 0, 0,
		'q', 'Q', 0, 0, '@', 0x7d9,
	}}
}

func TestSym(t *testing.T) {
	const second = 1 << 13
	for _, c := range []struct{ code, state, want uint32 }{
		{8, 0, 'a'}, {8, methods.Shift, 'A'}, {8, methods.Lock, 'A'}, {8, methods.Lock | methods.Shift, 'a'}, {8, methods.Control, 'a'},
		{8, second, 0x6c6}, {8, second | methods.Shift, 0x6e6}, {9, second, '1'},
		{9, 0, '1'}, {9, methods.Shift, '!'}, {9, methods.Lock, '1'},
		{10, 0, 0xff95}, {10, methods.Mod2, 0xffb7}, {10, methods.Mod2 | methods.Shift, 0xff95}, {10, methods.Shift, 0xffb7},
		{11, 0, 0xf6}, {11, methods.Lock, 0xd6}, {12, methods.Mod5, '@'}, {12, 0, 'q'}, {9, methods.Mod5, '1'},
		{7, 0, 0}, {13, 0, 0}, {200, methods.Shift, 0},
	} {
		if got := keyboard().sym(c.code, c.state); got != c.want {
			t.Errorf("key %d with %#x is %#x, want %#x", c.code, c.state, got, c.want)
		}
	}
	if got := (layout{}).sym(8, 0); got != 0 {
		t.Errorf("a keyboard without keys gives %#x", got)
	}
}

func TestMeaning(t *testing.T) {
	for _, c := range []struct {
		sym  uint32
		name fyne.KeyName
		r    rune
	}{{0xff08, fyne.KeyBackspace, 0}, {0xff8d, fyne.KeyReturn, 0}, {0xffff, fyne.KeyDelete, 0}, {'x', "", 'x'}, {0xe9, "", 'é'},
		{0x01004f60, "", '你'}, {0x0101f44b, "", '👋'}, {0xffb7, "", '7'}, {0xffe1, "", 0}, {0xffaf, "", '/'}} {
		if name, r := meaning(c.sym); name != c.name || r != c.r {
			t.Errorf("%#x means %q %q", c.sym, name, r)
		}
	}
}

func TestStateIsThatBeforeTheKey(t *testing.T) {
	ctrl, shift := fyne.KeyModifierControl, fyne.KeyModifierShift
	for _, c := range []struct {
		name fyne.KeyName
		mods fyne.KeyModifier
		up   bool
		want uint32
	}{
		{fyne.KeyA, ctrl | shift, false, methods.Control | methods.Shift},
		{desktop.KeyShiftLeft, shift, false, 0}, {desktop.KeyShiftLeft, 0, true, methods.Shift},
		{desktop.KeyControlRight, ctrl | shift, false, methods.Shift}, {fyne.KeyA, fyne.KeyModifierAlt | fyne.KeyModifierSuper, true, methods.Mod1 | methods.Mod4},
	} {
		if got := stateOf(c.name, c.mods, c.up); got != c.want {
			t.Errorf("%s with %v, up %v: %#x, want %#x", c.name, c.mods, c.up, got, c.want)
		}
	}
}

func TestLocksFollowTheKeys(t *testing.T) {
	var l latches
	key := func(sym uint32, up bool, want uint32) {
		t.Helper()
		l.see(methods.Key{Sym: sym, Release: up})
		if l.bits != want {
			t.Fatalf("after %#x, up %v: %#x, want %#x", sym, up, l.bits, want)
		}
	}
	key(0xffe5, false, methods.Lock)
	key(0xffe5, true, methods.Lock)
	key('a', false, methods.Lock)
	key(0xfe03, false, methods.Lock|methods.Mod5)
	key(0xfe03, true, methods.Lock)
	key(0xffe5, false, methods.Lock) // it stays on until the key goes up
	key(0xffe5, true, 0)
	key(0xff7f, false, methods.Mod2)
}

func TestAsked(t *testing.T) {
	for modifiers, want := range map[string]string{"": "", "@im=fcitx": "fcitx", "@im=none@foo=1": "none", "x": ""} {
		if got := Asked(modifiers); got != want {
			t.Errorf("%q asks for %q", modifiers, got)
		}
	}
}
