// Package core is the widget that keys reach: Fyne's entry without its box, with our keys, our undo, words as a reader sees them, and
// what an input method composes shown inside the text. It draws no box and says nothing about how a field looks; package
// typing does, and no screen holds one of these.
package core

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/keys"
	"huiying/app/ui/typing/history"
	"huiying/app/ui/typing/input"
)

// Rules are what a field is and whom it tells. Functions may be nil, except Edited, Grown and Focused.
type Rules struct {
	Secret    bool            // it hides what is typed, keeps no undo, and is no business of an input method
	Digits    bool            // it is for figures, as an input method should know
	BareEnter bool            // Enter alone submits
	Allow     func(rune) bool // which characters it takes; nil: all
	Edited    func(text string)
	Grown     func() // the text takes other lines, while something is composed
	Focused   func(on bool)
	Key       func(ev *fyne.KeyEvent) bool // sees a key first, and says whether it used it
	Submit    func() bool                  // these say whether there was something to do
	Undo      func(again bool) bool
	Look      func() bool
}

// Core is the widget.
type Core struct {
	widget.Entry
	rules   Rules
	focused bool
	method  input.Method
	eaten   bool          // the press going on belongs to the input method
	asked   bool          // the input method was asked about the press going on
	fresh   bool          // the focus came with the press going on, whose character is not meant for it
	shift   bool          // it is held
	last    fyne.KeyEvent // the key that went down last
	silent  bool          // the text is being set, not edited
	showing bool          // the widget is shown a text that the field does not hold
	whole   bool          // the change going on is a step of its own
	held    bool          // it is painted soon, with the caret where it belongs
	past    *history.History
	comp    *composition // nil while nothing is composed
	under   []fyne.CanvasObject
	scroll  *container.Scroll
}

// New returns a core of one line.
func New(r Rules) *Core {
	c := &Core{rules: r, past: history.New(time.Now)}
	c.OnChanged = c.changed
	c.OnCursorChanged = c.moved
	c.ExtendBaseWidget(c)
	return c
}

func (c *Core) changed(text string) {
	if c.showing {
		return
	}
	if !c.silent && !c.rules.Secret {
		c.past.Saw(text, c.whole)
	}
	c.rules.Edited(text)
}

func (c *Core) moved() {
	if c.method != nil && c.focused {
		c.method.Moved(c)
	}
}

// Load puts a text there without a step of undo.
func (c *Core) Load(text string) {
	c.Drop()
	c.unselect()
	c.silent = true
	c.Entry.SetText(text)
	c.silent = false
	c.past.Reset(text)
}

// Replace puts a text there as one step of undo.
func (c *Core) Replace(text string) {
	c.Finish()
	c.whole = true
	c.Entry.SetText(text)
	c.whole = false
}

// CaretTo puts the caret before the n-th character; nothing is selected then.
func (c *Core) CaretTo(n int) {
	c.unselect()
	c.CursorRow, c.CursorColumn = c.rowOf(n)
	c.Refresh()
}

// rowOf returns the row and column of the place before the n-th character.
func (c *Core) rowOf(n int) (row, column int) {
	n = min(n, len([]rune(c.Text)))
	for {
		from, next := c.offset(row, 0), c.offset(row+1, 0)
		if next == 0 || next > n {
			return row, n - from
		}
		row++
	}
}

// offset is the place in the text of a row and column; 0 for a row that is not there.
func (c *Core) offset(row, column int) int {
	r, k := c.CursorRow, c.CursorColumn
	c.CursorRow, c.CursorColumn = row, column
	n := c.CursorTextOffset()
	c.CursorRow, c.CursorColumn = r, k
	return n
}

// Lines is how many lines the text takes at the width it has.
func (c *Core) Lines() int {
	n := 1
	for c.offset(n, 0) != 0 {
		n++
	}
	return max(n, strings.Count(c.Text, "\n")+1)
}

// RowTo puts the caret on a line, after so many characters or at its end; a line below the last is the last.
func (c *Core) RowTo(row, column int) {
	row = max(min(row, c.Lines()-1), 0)
	from, to := c.offset(row, 0), len([]rune(c.Text))
	if next := c.offset(row+1, 0); next > 0 {
		to = next - 1
	}
	c.CaretTo(min(from+max(column, 0), to))
}

// Before is how many characters of the text stand before the caret; what is being composed is none of them.
func (c *Core) Before() int {
	if c.comp != nil {
		return c.comp.from
	}
	return c.CursorTextOffset()
}

// Composing says whether something is being composed in it.
func (c *Core) Composing() bool { return c.comp != nil }

// SubmitOnEnter lets Enter alone submit.
func (c *Core) SubmitOnEnter() { c.rules.BareEnter = true }

// Whole says, while Edited is told of a change, whether that is a step of its own: a commit of an input method, a paste, a fix.
func (c *Core) Whole() bool { return c.whole }

// given is a clipboard that holds one text and takes none.
type given string

func (g given) Content() string   { return string(g) }
func (g given) SetContent(string) {}

// AcceptsTab keeps Tab for moving on, except while the input method wants it.
func (c *Core) AcceptsTab() bool { return c.eaten }

// KeyDown asks the input method first.
func (c *Core) KeyDown(ev *fyne.KeyEvent) {
	c.last, c.fresh = *ev, false
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		c.shift = true
	}
	c.eaten = c.asks(ev)
	c.asked = true
	if !c.eaten {
		c.Entry.KeyDown(ev)
	}
}

// KeyUp tells the input method.
func (c *Core) KeyUp(ev *fyne.KeyEvent) {
	if c.method != nil && !c.Disabled() {
		c.method.Release(c, ev)
	}
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		c.shift = false
	}
	c.Entry.KeyUp(ev)
}

func (c *Core) asks(ev *fyne.KeyEvent) bool {
	return c.method != nil && !c.Disabled() && c.method.Press(c, ev)
}

// swallowed says whether the press going on belongs to the input method. A key that repeats comes without KeyDown, so it is
// asked about here.
func (c *Core) swallowed(ev *fyne.KeyEvent) bool {
	if !c.asked {
		c.eaten = c.asks(ev)
	}
	c.asked = false
	return c.eaten
}

// TypedKey edits; Enter breaks a line or does nothing, and what the field has no use for goes to the window.
func (c *Core) TypedKey(ev *fyne.KeyEvent) {
	c.fresh = false
	if !c.swallowed(ev) {
		c.use(ev)
	}
}

func (c *Core) use(ev *fyne.KeyEvent) {
	switch ev.Name { // these end what an input method composes, should it have left them to the field
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyLeft, fyne.KeyRight,
		fyne.KeyHome, fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyDelete:
		c.Finish()
	}
	if c.rules.Key != nil && c.rules.Key(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		switch {
		case c.MultiLine:
			c.Entry.TypedKey(ev)
		case c.rules.BareEnter && c.rules.Submit != nil:
			c.rules.Submit()
		}
	case fyne.KeyTab:
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		if c.MultiLine {
			c.past.Seal()
			c.Entry.TypedKey(ev)
			return
		}
		keys.Up(c, ev)
	case fyne.KeyLeft, fyne.KeyRight:
		c.past.Seal()
		c.sideways(ev)
	case fyne.KeyHome, fyne.KeyEnd:
		c.past.Seal()
		c.Entry.TypedKey(ev)
	case fyne.KeyBackspace, fyne.KeyDelete:
		c.erase(ev)
	default:
		if !writes(ev.Name) {
			keys.Up(c, ev)
		}
	}
}

// writes says whether a key gives a character: a screen's own key of that letter is not meant.
func writes(name fyne.KeyName) bool {
	return len(name) <= 1 || name == fyne.KeySpace // Fyne names the others by words, and the unknown not at all
}

// TypedRune types, unless the press belongs to the input method, or to the screen that gave the focus to this field on it: a key comes
// before its character, and a list's R for 回复 must not be the first letter of the answer.
func (c *Core) TypedRune(r rune) {
	if !c.eaten && !c.fresh {
		c.write(r)
	}
}

func (c *Core) write(r rune) {
	if c.comp != nil { // else this may be a part of what is composed
		c.Finish()
	}
	if c.rules.Allow != nil && !c.rules.Allow(r) {
		return
	}
	c.Entry.TypedRune(r)
}

// TypedShortcut is a press with Ctrl or Alt. While something is composed, and where the input method uses it, it does nothing.
func (c *Core) TypedShortcut(s fyne.Shortcut) {
	switch {
	case c.swallowed(&c.last) || c.comp != nil:
	case c.method != nil && c.method.Composing(): // in a window of its own: the letters there are no part of the text yet
		c.Finish()
	default:
		c.act(s)
	}
}

// act does what a text field does, undoes by our history, submits on Ctrl+Enter, and hands the rest to the window.
func (c *Core) act(s fyne.Shortcut) {
	switch k := s.(type) {
	case *fyne.ShortcutUndo:
		c.Undo()
	case *fyne.ShortcutRedo:
		c.Redo()
	case *fyne.ShortcutPaste:
		c.paste(k)
	case *fyne.ShortcutCut:
		c.whole = true
		c.Entry.TypedShortcut(s)
		c.whole = false
	case *fyne.ShortcutCopy, *fyne.ShortcutSelectAll:
		c.Entry.TypedShortcut(s)
	case *desktop.CustomShortcut:
		c.custom(k)
	default:
		keys.UpShortcut(c, s)
	}
}

func (c *Core) custom(s *desktop.CustomShortcut) {
	bare := s.Modifier &^ fyne.KeyModifierShift
	switch s.KeyName {
	case fyne.KeyReturn, fyne.KeyEnter:
		if s.Modifier == fyne.KeyModifierShortcutDefault && c.rules.Submit != nil && c.rules.Submit() {
			return
		}
	case fyne.KeyZ:
		if s.Modifier == fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift {
			c.Redo()
			return
		}
	case fyne.KeyE:
		if s.Modifier == fyne.KeyModifierShortcutDefault && c.rules.Look != nil && !c.Disabled() && c.rules.Look() {
			return
		}
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyHome, fyne.KeyEnd:
		if bare == fyne.KeyModifierShortcutDefault {
			c.past.Seal()
			c.byWord(s.KeyName, s.Modifier != bare)
			return
		}
	}
	keys.UpShortcut(c, s)
}

// Undo takes back the last step.
func (c *Core) Undo() { c.again(false, c.past.Back) }

// Redo does the last undone step again.
func (c *Core) Redo() { c.again(true, c.past.Forth) }

func (c *Core) again(again bool, step func() (string, int, bool)) {
	c.Finish()
	if c.Disabled() || c.rules.Undo != nil && c.rules.Undo(again) || c.rules.Secret {
		return
	}
	if text, caret, ok := step(); ok {
		c.silent, c.held = true, true
		c.Entry.SetText(text)
		c.silent, c.held = false, false
		c.CaretTo(caret)
	}
}

// FocusGained looks up the input method of the window.
func (c *Core) FocusGained() {
	c.method = nil
	if cv := c.Canvas(); cv != nil {
		if h, ok := cv.Content().(input.Host); ok {
			c.method = h.InputMethod()
		}
	}
	c.eaten, c.asked, c.shift = false, false, false
	c.fresh = true
	fyne.Do(func() { c.fresh = false }) // after the events that have come together
	c.Entry.FocusGained()
	c.focused = true
	c.rules.Focused(true)
	if c.method != nil && !c.Disabled() {
		c.method.FocusIn(c)
	}
}

// FocusLost lets the input method finish first, so that what was composed lands in this field.
func (c *Core) FocusLost() {
	if c.method != nil {
		c.method.FocusOut(c)
		c.uncompose()
		c.method = nil
	}
	c.eaten = false
	c.past.Seal()
	c.Entry.FocusLost()
	c.focused = false
	c.rules.Focused(false)
}

// MouseDown ends composing before the caret goes where the mouse is.
func (c *Core) MouseDown(ev *desktop.MouseEvent) {
	c.Finish()
	c.past.Seal()
	c.Entry.MouseDown(ev)
}
