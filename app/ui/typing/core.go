package typing

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/keys"
	"huiying/app/ui/theme"
)

// core is the widget that keys reach. It is Fyne's entry without its box, with our keys, our undo and the seam for input
// methods. Screens never hold one: they hold an Entry.
type core struct {
	widget.Entry
	owner   *Entry
	method  Method
	eaten   bool // the press going on belongs to the input method
	asked   bool // the input method was asked about the press going on
	silent  bool // the text is being set, not edited
	whole   bool // the change going on is a step of its own
	past    *history
	preedit *canvas.Text
	under   *canvas.Rectangle
	compose string
	scroll  *container.Scroll
}

func newCore(owner *Entry) *core {
	c := &core{owner: owner, past: newHistory(time.Now)}
	c.preedit = canvas.NewText("", theme.Color(theme.Text))
	c.under = canvas.NewRectangle(theme.Color(theme.Text))
	c.preedit.Hide()
	c.under.Hide()
	c.OnChanged = c.changed
	c.OnCursorChanged = c.moved
	c.ExtendBaseWidget(c)
	return c
}

func (c *core) changed(text string) {
	if !c.silent {
		c.past.saw(text, c.whole)
	}
	c.owner.edited(text)
}

func (c *core) moved() {
	if c.method != nil && c.owner.focused {
		c.method.Moved(c)
	}
}

// set puts a text there without a step of undo.
func (c *core) set(text string) {
	c.silent = true
	c.Entry.SetText(text)
	c.silent = false
	c.past.reset(text)
}

// replace puts a text there as one step of undo.
func (c *core) replace(text string) {
	c.whole = true
	c.Entry.SetText(text)
	c.whole = false
}

// caretTo puts the caret before the n-th character.
func (c *core) caretTo(n int) {
	n = min(n, len([]rune(c.Text)))
	for row := 0; ; row++ {
		from, next := c.offset(row, 0), c.offset(row+1, 0)
		if next == 0 || next > n {
			c.CursorRow, c.CursorColumn = row, n-from
			break
		}
	}
	c.Refresh()
}

// offset is the place in the text of a row and column; 0 for a row that is not there.
func (c *core) offset(row, column int) int {
	r, k := c.CursorRow, c.CursorColumn
	c.CursorRow, c.CursorColumn = row, column
	n := c.CursorTextOffset()
	c.CursorRow, c.CursorColumn = r, k
	return n
}

func (c *core) step(text string, caret int, ok bool) {
	if !ok {
		return
	}
	c.silent = true
	c.Entry.SetText(text)
	c.silent = false
	c.caretTo(caret)
}

// Commit is part of Field.
func (c *core) Commit(text string) {
	if c.Disabled() || text == "" {
		return
	}
	c.whole = true
	c.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: given(text)})
	c.whole = false
}

// Preedit is part of Field.
func (c *core) Preedit(text string, _ int) {
	c.compose = text
	c.Refresh()
}

// Caret is part of Field.
func (c *core) Caret() (fyne.Position, float32) {
	high := fyne.MeasureText("国", theme.Px(theme.Body), c.TextStyle).Height
	at := c.CursorPosition().Subtract(c.scrolled())
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(c).Add(at), high
}

// Canvas is part of Field.
func (c *core) Canvas() fyne.Canvas { return keys.CanvasOf(c) }

// given is a clipboard that holds one text and takes none.
type given string

func (g given) Content() string   { return string(g) }
func (g given) SetContent(string) {}

// AcceptsTab keeps Tab for moving on, except while the input method wants it.
func (c *core) AcceptsTab() bool { return c.eaten }

// KeyDown asks the input method first.
func (c *core) KeyDown(ev *fyne.KeyEvent) {
	c.eaten = c.method != nil && c.method.Press(c, ev)
	c.asked = true
	if !c.eaten {
		c.Entry.KeyDown(ev)
	}
}

// swallowed says whether the press going on belongs to the input method. A key that repeats comes without KeyDown, so it is
// asked about here.
func (c *core) swallowed(ev *fyne.KeyEvent) bool {
	if !c.asked && c.method != nil {
		c.eaten = c.method.Press(c, ev)
	}
	c.asked = false
	return c.eaten
}

// TypedKey edits; Enter breaks a line or does nothing, and what the field has no use for goes to the window.
func (c *core) TypedKey(ev *fyne.KeyEvent) {
	if c.swallowed(ev) {
		return
	}
	if c.owner.OnKey != nil && c.owner.OnKey(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		switch {
		case c.MultiLine:
			c.Entry.TypedKey(ev)
		case c.owner.bareEnter && c.owner.OnSubmit != nil:
			c.owner.OnSubmit()
		}
	case fyne.KeyTab:
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		if c.MultiLine {
			c.past.seal()
			c.Entry.TypedKey(ev)
			return
		}
		keys.Up(c, ev)
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd:
		c.past.seal()
		c.Entry.TypedKey(ev)
	case fyne.KeyBackspace, fyne.KeyDelete:
		c.Entry.TypedKey(ev)
	default:
		keys.Up(c, ev)
	}
}

// TypedRune types, unless the press belongs to the input method.
func (c *core) TypedRune(r rune) {
	if c.eaten || c.compose != "" {
		return
	}
	if c.owner.allow != nil && !c.owner.allow(r) {
		return
	}
	c.Entry.TypedRune(r)
}

// TypedShortcut does what a text field does, undoes by our history, submits on Ctrl+Enter, and hands the rest to the window.
func (c *core) TypedShortcut(s fyne.Shortcut) {
	if c.method != nil && c.method.Composing() {
		return
	}
	switch k := s.(type) {
	case *fyne.ShortcutUndo:
		c.undo()
	case *fyne.ShortcutRedo:
		c.redo()
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

func (c *core) custom(s *desktop.CustomShortcut) {
	bare := s.Modifier &^ fyne.KeyModifierShift
	switch s.KeyName {
	case fyne.KeyReturn, fyne.KeyEnter:
		if s.Modifier == fyne.KeyModifierShortcutDefault && c.owner.OnSubmit != nil {
			c.owner.OnSubmit()
			return
		}
	case fyne.KeyZ:
		if s.Modifier == fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift {
			c.redo()
			return
		}
	case fyne.KeyE:
		if s.Modifier == fyne.KeyModifierShortcutDefault && c.owner.look != nil && !c.Disabled() {
			c.owner.look()
			return
		}
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		if bare == fyne.KeyModifierShortcutDefault {
			c.past.seal()
			c.Entry.TypedShortcut(s)
			return
		}
	}
	keys.UpShortcut(c, s)
}

func (c *core) undo() {
	if c.owner.OnUndo != nil && !c.Disabled() {
		c.owner.OnUndo(false)
		return
	}
	if !c.Disabled() && !c.owner.secret {
		c.step(c.past.back())
	}
}

func (c *core) redo() {
	if c.owner.OnUndo != nil && !c.Disabled() {
		c.owner.OnUndo(true)
		return
	}
	if !c.Disabled() && !c.owner.secret {
		c.step(c.past.forth())
	}
}

// paste takes plain text as one step, without the characters that Word and WPS leave behind.
func (c *core) paste(s *fyne.ShortcutPaste) {
	if c.Disabled() {
		return
	}
	text := Clean(s.Clipboard.Content())
	if !c.MultiLine {
		text = strings.TrimSpace(strings.ReplaceAll(text, "\n", " "))
	}
	if c.owner.allow != nil {
		text = strings.Map(func(r rune) rune {
			if c.owner.allow(r) {
				return r
			}
			return -1
		}, text)
	}
	c.Commit(text)
}

// Clean is what pasting makes of a text: line ends are \n, a no-break space is a space, and characters nobody sees (zero
// width, byte order, soft hyphen, control) are gone.
func Clean(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == 0x0B || r == 0x2028 || r == 0x2029:
			return '\n'
		case r == 0xA0:
			return ' '
		case r < 0x20, r == 0x7F, r == 0xAD, r == 0x200B, r == 0x200C, r == 0x2060, r == 0xFEFF, r == 0xFFFC:
			return -1
		}
		return r
	}, text)
}

// FocusGained looks up the input method of the window.
func (c *core) FocusGained() {
	c.method = nil
	if !c.owner.secret {
		if cv := keys.CanvasOf(c); cv != nil {
			if h, ok := cv.Content().(Host); ok {
				c.method = h.InputMethod()
			}
		}
	}
	c.eaten, c.asked = false, false
	c.Entry.FocusGained()
	c.owner.focus(true)
	if c.method != nil {
		c.method.FocusIn(c)
	}
}

// FocusLost lets the input method finish first, so that what was composed lands in this field.
func (c *core) FocusLost() {
	if c.method != nil {
		c.method.FocusOut(c)
		c.method = nil
	}
	c.compose, c.eaten = "", false
	c.past.seal()
	c.Entry.FocusLost()
	c.owner.focus(false)
}
