package core

import (
	"fyne.io/fyne/v2"

	"huiying/internal/words"
)

// byWord moves, selects or deletes up to the end of a word, and with Home and End to the end of the text.
func (c *Core) byWord(name fyne.KeyName, shift bool) {
	text := []rune(c.Text)
	at := c.CursorTextOffset()
	to := at
	switch name {
	case fyne.KeyLeft, fyne.KeyBackspace:
		to = words.Before(text, at)
	case fyne.KeyRight, fyne.KeyDelete:
		to = words.Next(text, at)
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = len(text)
	}
	if c.rules.Secret && name != fyne.KeyHome && name != fyne.KeyEnd { // where its words end is told to nobody
		to = len(text)
		if name == fyne.KeyLeft || name == fyne.KeyBackspace {
			to = 0
		}
	}
	switch {
	case name == fyne.KeyBackspace || name == fyne.KeyDelete:
		if c.SelectedText() == "" {
			c.Select(min(at, to), max(at, to))
		}
		if c.SelectedText() != "" {
			c.whole = true
			c.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
			c.whole = false
		}
	case shift:
		c.reach(at, to)
	default:
		c.CaretTo(to)
	}
}

// reach moves the caret and takes the selection along.
func (c *Core) reach(at, to int) {
	if at == to {
		return
	}
	beside, step := to-1, fyne.KeyRight
	if to < at {
		beside, step = to+1, fyne.KeyLeft
	}
	c.shifted(true, func() {
		row, column := c.rowOf(beside)
		if beside == at {
			row, column = c.CursorRow, c.CursorColumn
		}
		c.CursorRow, c.CursorColumn = row, column
		c.Entry.TypedKey(&fyne.KeyEvent{Name: step})
		if c.CursorTextOffset() != to { // the break of a long line was between
			c.Entry.TypedKey(&fyne.KeyEvent{Name: step})
		}
	})
}

// DoubleTapped selects the word under the pointer.
func (c *Core) DoubleTapped(ev *fyne.PointEvent) {
	c.Finish()
	at := c.CursorTextOffset()
	if at > 0 && ev.Position.Add(c.scrolled()).X < c.spot(c.CursorRow, c.CursorColumn).X {
		at-- // the right half of a character
	}
	c.Entry.DoubleTapped(ev)
	if c.rules.Secret {
		c.Select(0, len([]rune(c.Text)))
		return
	}
	from, to := words.At([]rune(c.Text), at)
	c.Select(from, to)
}
