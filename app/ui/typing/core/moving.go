package core

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Select selects the characters from … to. Fyne's entry lets nobody set its selection, so it is led there as by a person who
// holds Shift.
func (c *Core) Select(from, to int) {
	c.unselect()
	if from >= to {
		c.CaretTo(from)
		return
	}
	c.CursorRow, c.CursorColumn = c.rowOf(from)
	c.shifted(true, func() {
		c.CursorRow, c.CursorColumn = c.rowOf(to - 1)
		c.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	})
}

// shifted does something as with Shift held, or without it; afterwards Shift is again as the person has it.
func (c *Core) shifted(on bool, do func()) {
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	set := func(on bool) {
		if on {
			c.Entry.KeyDown(shift)
		} else {
			c.Entry.KeyUp(shift)
		}
	}
	set(on)
	do()
	set(c.shift)
}

// unselect lets the selection go; the caret may move.
func (c *Core) unselect() {
	if c.SelectedText() != "" {
		c.shifted(false, func() { c.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft}) })
	}
	c.DragEnd() // an empty selection
}

// sideways moves by one character as a reader sees it: over all of an emoji, and over the break of a long line at once, where
// Fyne's entry wants the key twice.
func (c *Core) sideways(ev *fyne.KeyEvent) {
	text := []rune(c.Text)
	before, held := c.CursorTextOffset(), c.SelectedText() != ""
	c.Entry.TypedKey(ev)
	after := c.CursorTextOffset()
	if held && c.SelectedText() == "" {
		return // it went to an end of the selection
	}
	if after == before && (ev.Name == fyne.KeyLeft && before > 0 || ev.Name == fyne.KeyRight && before < len(text)) {
		c.Entry.TypedKey(ev)
		after = c.CursorTextOffset()
	}
	for want := across(text, before, ev.Name == fyne.KeyRight); after != want; {
		c.Entry.TypedKey(ev)
		next := c.CursorTextOffset()
		if next == after {
			return
		}
		after = next
	}
}

// across is the place on the other side of the character, as a reader sees it, at a place.
func across(text []rune, at int, right bool) int {
	from := max(at-clusterMost, 0)
	to := min(at+clusterMost, len(text))
	tokens := graphemes.FromString(string(text[from:to]))
	for n := from; tokens.Next(); {
		end := n + len([]rune(tokens.Value()))
		if right && n <= at && at < end || !right && n < at && at <= end {
			if right {
				return end
			}
			return n
		}
		n = end
	}
	return at
}

// clusterMost is how many characters of Unicode one may hold that a reader sees as one; a family of emoji has seven to eleven.
const clusterMost = 32

// erase deletes one character as a reader sees it, or the selection, as one step.
func (c *Core) erase(ev *fyne.KeyEvent) {
	if c.SelectedText() == "" {
		at := c.CursorTextOffset()
		to := across([]rune(c.Text), at, ev.Name == fyne.KeyDelete)
		if to > at+1 || to < at-1 {
			c.Select(min(at, to), max(at, to))
			c.whole = true
		}
	}
	c.Entry.TypedKey(ev)
	c.whole = false
}
