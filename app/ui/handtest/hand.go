// Package handtest is a person before the program: it reads what stands on the screen, taps what it reads, and types. It knows
// nothing of the program but words and places, so that one day of work can be done in Fyne's test driver and in a real window
// alike. For tests only.
package handtest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// Screen is what a hand works on. Every call is done when it returns; what it sets going is waited for by Settle.
type Screen interface {
	// Look returns what is in front and begins with text, see Look.
	Look(text string) []Sight
	// Words returns everything that can be read.
	Words() string
	// Tap presses and lets go at a place. In a field this gives it the focus.
	Tap(at fyne.Position)
	// Wheel turns what scrolls at a place; up shows what is above.
	Wheel(at fyne.Position, up bool)
	// Typing tells whether a text field has the focus.
	Typing() bool
	// Write types into what has the focus.
	Write(text string)
	// Press presses a key, with modifiers held.
	Press(mod fyne.KeyModifier, key fyne.KeyName)
	// Size is that of the window.
	Size() fyne.Size
	// Settle waits until the screen is quiet.
	Settle()
}

// Hand works on a screen, and fails its test when what it looks for does not come.
type Hand struct {
	testing.TB
	Screen
	// Patience is how long a hand waits for what it looks for.
	Patience time.Duration
}

// Until waits until something holds.
func (h *Hand) Until(what string, ok func() bool) {
	h.Helper()
	for end := time.Now().Add(h.Patience); !ok(); {
		if time.Now().After(end) {
			h.Fatalf("%s: not within %s; the screen says\n%s", what, h.Patience, h.Words())
		}
		h.Settle()
	}
}

// Reads waits until a text stands somewhere.
func (h *Hand) Reads(what string) {
	h.Helper()
	h.Until("reading "+what, func() bool { return strings.Contains(h.Words(), what) })
}

// Stands tells whether something in front begins with a text.
func (h *Hand) Stands(text string) bool { return len(h.Look(text)) > 0 }

// Tap taps what a text stands on: what can be tapped first, and there what says exactly that. A grey button is not tapped: the
// hand waits for it.
func (h *Hand) Tap(text string) {
	h.Helper()
	h.touch(text, "tapping "+text, func(s Sight) *fyne.Position { return &s.At }, nil)
}

// Tries taps a text if it stands there and is not grey, and says whether it did.
func (h *Hand) Tries(text string) bool {
	h.Helper()
	all := h.find(text)
	if len(all) == 0 || all[0].Grey || !h.reach(text, 0, func(s Sight) *fyne.Position { return &s.At }) {
		return false
	}
	h.Settle()
	return true
}

// Opens taps a text until another stands in front: what is being laid out may have moved away from under the pointer.
func (h *Hand) Opens(text, then string) {
	h.Helper()
	h.Until(then+" after tapping "+text, func() bool {
		if !h.Stands(then) {
			h.Tap(text)
		}
		for range 10 {
			if h.Stands(then) {
				return true
			}
			h.Settle()
		}
		return false
	})
}

// Into puts the caret into the field in which a text stands.
func (h *Hand) Into(text string) {
	h.Helper()
	h.touch(text, "the caret in "+text, func(s Sight) *fyne.Position { return &s.At }, h.Typing)
}

// Beside puts the caret into the field beside a label.
func (h *Hand) Beside(label string) {
	h.Helper()
	h.touch(label, "the caret beside "+label, func(s Sight) *fyne.Position { return s.Field }, h.Typing)
}

// Tick taps the box beside a text.
func (h *Hand) Tick(text string) {
	h.Helper()
	h.touch(text, "ticking "+text, func(s Sight) *fyne.Position { return s.Box }, nil)
}

// Fill writes into the field beside a label, in place of what stands there, and looks whether it stands there now: where the
// page moved under the pointer it writes again.
func (h *Hand) Fill(label, text string) {
	h.Helper()
	h.Until(text+" beside "+label, func() bool {
		h.Beside(label)
		h.Rewrite(text)
		return h.holds(label, text)
	})
}

// Takes types into a field beside a label that proposes, takes the proposal, and looks whether it stands there.
func (h *Hand) Takes(label, text string) {
	h.Helper()
	h.Until(text+" taken beside "+label, func() bool {
		h.Beside(label)
		h.Rewrite(text)
		h.Press(0, fyne.KeyReturn)
		return h.holds(label, text)
	})
}

func (h *Hand) holds(label, text string) bool {
	return slices.ContainsFunc(h.Look(label), func(s Sight) bool { return s.Field != nil && strings.HasPrefix(s.Holds, text) })
}

// Write types into the field with the focus.
func (h *Hand) Write(text string) {
	h.Helper()
	if !h.Typing() {
		h.Fatalf("no field has the focus for %q; the screen says\n%s", text, h.Words())
	}
	h.Screen.Write(text)
	h.Settle()
}

// Rewrite types in place of what stands in the field with the focus.
func (h *Hand) Rewrite(text string) {
	h.Helper()
	h.Press(fyne.KeyModifierControl, fyne.KeyA)
	h.Write(text)
}

// Press presses a key, with modifiers held.
func (h *Hand) Press(mod fyne.KeyModifier, key fyne.KeyName) {
	h.Screen.Press(mod, key)
	h.Settle()
}

// Choose taps one after the other of what begins with a text until an act is offered, and takes it.
func (h *Hand) Choose(text, act string) {
	h.Helper()
	h.Until(act+" is offered", func() bool {
		for i := range h.find(text) {
			if all := h.find(text); i < len(all) {
				h.reach(text, i, func(s Sight) *fyne.Position { return &s.At })
				h.Settle()
			}
			if h.Stands(act) {
				return true
			}
		}
		return false
	})
	h.Tap(act)
}

// touch waits for a text, taps the place that belongs to it, and waits until done, if that is given.
func (h *Hand) touch(text, what string, where func(Sight) *fyne.Position, done func() bool) {
	h.Helper()
	h.Until(what, func() bool {
		for i := range h.find(text) {
			if h.reach(text, i, where) {
				h.Settle()
				if done == nil || done() {
					return true
				}
			}
		}
		return false
	})
}

// reach taps the i-th of what begins with a text, turning to it first where it is scrolled out of sight. It says whether it
// could be tapped.
func (h *Hand) reach(text string, i int, where func(Sight) *fyne.Position) bool {
	for range 200 {
		all := h.find(text)
		if i >= len(all) {
			return false
		}
		s := all[i]
		at := where(s)
		if at == nil || s.Grey {
			return false
		}
		hidden := slices.IndexFunc(s.Panes, func(p Rect) bool { return at.Y < p.Y+6 || at.Y > p.Y+p.H-10 })
		if hidden < 0 {
			if size := h.Size(); at.X < 0 || at.Y < 0 || at.X >= size.Width || at.Y >= size.Height {
				return false
			}
			h.Screen.Tap(*at)
			return true
		}
		p := s.Panes[hidden]
		h.Wheel(fyne.NewPos(p.X+6, p.Y+p.H/2), at.Y < p.Y+6) // at the edge, where no field takes the wheel
		if again := h.find(text); i < len(again) && where(again[i]) != nil && *where(again[i]) == *at {
			return false // it scrolls no further
		}
	}
	return false
}

// find returns what begins with a text in the order in which a person would take it.
func (h *Hand) find(text string) []Sight {
	var ranks [4][]Sight
	for _, s := range h.Look(text) {
		rank := 0
		if !s.Tappable {
			rank = 2
		}
		if s.Text != text {
			rank++
		}
		ranks[rank] = append(ranks[rank], s)
	}
	return slices.Concat(ranks[:]...)
}
