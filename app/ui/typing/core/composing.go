package core

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"huiying/app/ui/keys"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing/input"
)

// composition is what an input method is composing. It is shown as if it stood in the text, so that lines break and the text
// after it moves as they will; the text that the field gives away is base all the while.
type composition struct {
	base     string
	from, to int // what of base it stands in place of, in characters; from is to where nothing was selected
	text     string
	caret    int // characters of text before the caret
}

// Value is the text without what is being composed.
func (c *Core) Value() string {
	if c.comp != nil {
		return c.comp.base
	}
	return c.Text
}

// Purpose is part of Field.
func (c *Core) Purpose() input.Purpose {
	switch {
	case c.rules.Secret:
		return input.Secret
	case c.rules.Digits:
		return input.Digits
	}
	return input.Words
}

// Preedit is part of Field.
func (c *Core) Preedit(text string, caret int) {
	text = strings.Map(func(r rune) rune { // it stands on one line, whatever the method sends
		if r < ' ' {
			return ' '
		}
		return r
	}, text)
	switch {
	case text == "":
		c.uncompose()
		return
	case c.method == nil || c.Disabled() || c.rules.Secret:
		return
	case c.comp == nil:
		base := c.Text
		from, to := c.lift()
		c.comp = &composition{base: base, from: from, to: to}
	case c.comp.text == text && c.comp.caret == caret:
		return
	}
	p := c.comp
	p.text = text
	p.caret = min(max(caret, 0), len([]rune(text)))
	c.show(replaced(p.base, p.from, p.to, text), p.from+p.caret)
}

// lift takes the selection out of what is shown, and returns where it stood.
func (c *Core) lift() (from, to int) {
	n := len([]rune(c.SelectedText()))
	if n > 0 {
		c.showing = true
		c.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
		c.showing = false
	}
	from = c.CursorTextOffset()
	return from, from + n
}

// uncompose takes away what is being composed; the text, the caret and the selection are what they were.
func (c *Core) uncompose() {
	p := c.comp
	if p == nil {
		return
	}
	c.comp = nil
	c.show(p.base, p.from)
	if p.to > p.from {
		c.Select(p.from, p.to)
	}
}

// show has the widget show a text that is not, or not yet, what the field holds.
func (c *Core) show(text string, caret int) {
	c.unselect()
	c.showing = true
	if c.scroll == nil { // not drawn yet
		c.Entry.SetText(text)
		c.CaretTo(caret)
	} else { // SetText would break the lines of a long text once more
		c.Text = text
		c.Refresh()
		c.CursorRow, c.CursorColumn = c.rowOf(caret)
		c.scroll.Content.Refresh() // which holds the caret
	}
	c.showing = false
	c.rules.Grown()
}

// Commit is part of Field.
func (c *Core) Commit(text string) {
	if c.Disabled() {
		return
	}
	text = c.fit(text)
	if c.comp == nil {
		if text != "" {
			c.whole = true
			c.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: given(text)})
			c.whole = false
		}
		return
	}
	p := c.comp
	if text == "" {
		c.uncompose()
		return
	}
	c.comp = nil
	now := replaced(p.base, p.from, p.to, text)
	c.show(now, p.from+len([]rune(text)))
	if now != p.base {
		c.past.Saw(now, true)
		c.whole = true
		c.rules.Edited(now)
		c.whole = false
	}
}

// Key is part of Field.
func (c *Core) Key(name fyne.KeyName, r rune) {
	if name != "" {
		c.use(&fyne.KeyEvent{Name: name})
	} else if r != 0 {
		c.write(r)
	}
}

// fit leaves of a text what the field takes.
func (c *Core) fit(text string) string {
	if !c.MultiLine {
		text = strings.ReplaceAll(text, "\n", " ")
	}
	if c.rules.Allow == nil {
		return text
	}
	return strings.Map(func(r rune) rune {
		if c.rules.Allow(r) {
			return r
		}
		return -1
	}, text)
}

// Caret is part of Field. While something is composed it is where that begins, so that the candidates stand still, unless it
// has gone on to another line.
func (c *Core) Caret() (fyne.Position, float32, bool) {
	cv := c.Canvas()
	if cv == nil {
		return fyne.Position{}, 0, false
	}
	at := c.CursorPosition()
	if c.comp != nil {
		if row, column := c.rowOf(c.comp.from); row == c.CursorRow {
			at = c.spot(row, column)
		}
	}
	high := fyne.MeasureText("国", theme.Px(theme.Body), c.TextStyle).Height
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(c).Add(at.Subtract(c.scrolled())), high, true
}

// Canvas is part of Field.
func (c *Core) Canvas() fyne.Canvas { return keys.Home(c) }

// Finish ends composing and leaves the letters in the text.
func (c *Core) Finish() {
	if c.method != nil && (c.comp != nil || c.method.Composing()) { // a method may show what it composes by itself
		c.method.Finish(c)
	}
	c.uncompose() // a method that forgot
}

// Drop ends composing without a trace.
func (c *Core) Drop() {
	if c.method != nil && (c.comp != nil || c.method.Composing()) {
		c.method.Drop(c)
	}
	c.uncompose()
}

// underline draws a line under what is being composed, on every line that it takes.
func (c *Core) underline() []fyne.CanvasObject {
	p := c.comp
	if p == nil {
		return nil
	}
	var out []fyne.CanvasObject
	high := fyne.MeasureText("国", theme.Px(theme.Body), c.TextStyle).Height
	from, to := p.from, p.from+len([]rune(p.text))
	row, _ := c.rowOf(from)
	for ; ; row++ {
		start, next := c.offset(row, 0), c.offset(row+1, 0)
		if row > 0 && start == 0 || start >= to {
			return out
		}
		end := to
		if next > 0 {
			end = min(end, next)
		}
		a, b := c.spot(row, max(from, start)-start), c.spot(row, end-start)
		line := canvas.NewRectangle(theme.Color(theme.Blue))
		line.Move(a.Subtract(c.scrolled()).AddXY(0, high-1))
		line.Resize(fyne.NewSize(b.X-a.X, max(1, theme.Px(1.5))))
		out = append(out, line)
	}
}

// spot is the place of a row and column within the text.
func (c *Core) spot(row, column int) fyne.Position {
	r, k := c.CursorRow, c.CursorColumn
	c.CursorRow, c.CursorColumn = row, column
	at := c.CursorPosition()
	c.CursorRow, c.CursorColumn = r, k
	return at
}

// replaced is a text with other words in place of its characters from … to.
func replaced(text string, from, to int, words string) string {
	r := []rune(text)
	return string(r[:from]) + words + string(r[to:])
}
