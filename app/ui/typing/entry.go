// Package typing holds every text field of the program: one line, several lines, search, password, number, and a field with
// a list. They are one family, so that input methods have one place to live (Method), undo behaves alike everywhere, and a
// bare Enter never sends text: Ctrl+Enter does, or Enter where the constructor says so (signing in). No screen may use another
// text field; typingtest fails on one. The package knows no desk and checks no content.
package typing

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/keys"
	"huiying/app/ui/theme"
)

// Entry is a text field. Make one with Line, Lines, Search, Password, SignIn, Number or Pick.
type Entry struct {
	widget.BaseWidget
	// OnEdit is told after every change, whoever made it. OnSubmit is told on Ctrl+Enter. OnFocus is told when the focus
	// comes and goes. OnKey sees a key before the field and says whether it used it. OnUndo, where it is set, undoes (or does
	// again) in place of the field's own history: for a field that is one part of a longer text.
	OnEdit   func(string)
	OnSubmit func()
	OnFocus  func(bool)
	OnKey    func(*fyne.KeyEvent) bool
	OnUndo   func(again bool)

	core      *core
	window    *container.Clip // cuts off what Fyne's entry draws outside the box
	high      float32
	rows      int
	lead      string // icon on the left
	hint      *draw.Text
	tail      fyne.CanvasObject
	fault     *flow.Flow
	focused   bool
	bareEnter bool
	secret    bool
	look      func() // shows what a secret field hides, or hides it again; nil where nothing is hidden
	quiet     bool
	allow     func(rune) bool
	counters  []func(string)
	pick      *picker
}

func newEntry(placeholder string) *Entry {
	e := &Entry{high: 32}
	e.core = newCore(e)
	e.core.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.core.SetPlaceHolder(placeholder)
	e.fault = flow.Plain("", theme.Note, theme.Red)
	e.fault.Hide()
	e.ExtendBaseWidget(e)
	return e
}

// Line returns a field of one line, 32 high.
func Line(placeholder string) *Entry { return newEntry(placeholder) }

// Lines returns a field of several lines, at least rows high; Enter breaks the line, Ctrl+Enter submits.
func Lines(placeholder string, rows int) *Entry {
	e := newEntry(placeholder)
	e.core.MultiLine = true
	e.core.Wrapping = fyne.TextWrapBreak
	e.core.SetMinRowsVisible(1)
	e.rows = rows
	return e
}

// Search returns a field of one line, 28 high, with a magnifying glass and a cross that empties it. hint is a key shown
// while it is empty, as Ctrl+K; it may be empty. Enter calls OnSubmit: searching tells nobody anything.
func Search(placeholder, hint string) *Entry {
	e := newEntry(placeholder)
	e.high, e.lead, e.bareEnter = 28, "search", true
	e.hint = draw.NewText(hint, theme.Note, theme.Text3)
	clear := newTool("x", func() { e.Replace(""); e.Focus() })
	clear.Hide()
	e.tail = clear
	e.counters = append(e.counters, func(text string) {
		if text == "" {
			clear.Hide()
			e.hint.Show()
		} else {
			clear.Show()
			e.hint.Hide()
		}
	})
	return e
}

// Password returns a field that hides what is typed, with an eye that shows it while it is open, also by Ctrl+E. No input method sees it,
// and it keeps no undo.
func Password(placeholder string) *Entry {
	e := newEntry(placeholder)
	e.secret = true
	e.core.Password = true
	e.core.ActionItem = canvas.NewRectangle(theme.Color(theme.Clear)) // keeps Fyne from adding an eye of its own
	eye := newTool("eye", nil)
	e.look = func() {
		e.core.Password = !e.core.Password
		eye.on = !e.core.Password
		eye.Refresh()
		e.core.Refresh()
	}
	eye.press, e.tail = e.look, eye
	return e
}

// SignIn makes e 36 high and lets a bare Enter submit: signing in sends no text to other people. It returns e.
func SignIn(e *Entry) *Entry {
	e.high, e.bareEnter = 36, true
	return e
}

// Number returns a field of one line that takes figures only.
func Number(placeholder string) *Entry {
	e := newEntry(placeholder)
	e.allow = func(r rune) bool { return r >= '0' && r <= '9' }
	return e
}

// High sets the height of the box: 28 in heads, 32, 36 when signing in; it returns e.
func (e *Entry) High(h float32) *Entry {
	e.high = h
	return e
}

// Bold writes in bold, as for a title; it returns e.
func (e *Entry) Bold() *Entry {
	e.core.TextStyle = fyne.TextStyle{Bold: true}
	return e
}

// Lead puts an icon before the text; it returns e.
func (e *Entry) Lead(icon string) *Entry {
	e.lead = icon
	return e
}

// Bare draws no box: for a paragraph edited in place. It returns e.
func (e *Entry) Bare() *Entry {
	e.quiet = true
	return e
}

// Text returns what stands in the field.
func (e *Entry) Text() string { return e.core.Text }

// SetText puts a text there and forgets the undo: for loading.
func (e *Entry) SetText(text string) {
	if e.core.Text != text {
		e.core.set(text)
	}
}

// Replace puts a text there as one step of undo: for a fix that a screen applies.
func (e *Entry) Replace(text string) {
	if e.core.Text != text {
		e.core.replace(text)
	}
}

// Insert puts text at the caret as one step of undo: for a quoted answer.
func (e *Entry) Insert(text string) { e.core.Commit(text) }

// Undo takes back the last step, Redo does it again.
func (e *Entry) Undo() { e.core.undo() }

// Redo does the last undone step again.
func (e *Entry) Redo() { e.core.redo() }

// CaretAt returns how many characters stand before the caret; SetCaret moves it.
func (e *Entry) CaretAt() int { return e.core.CursorTextOffset() }

// SetCaret puts the caret before the n-th character.
func (e *Entry) SetCaret(n int) { e.core.caretTo(n) }

// Row returns the line that the caret stands on, the characters before it there, and how many lines there are.
func (e *Entry) Row() (row, column, rows int) {
	return e.core.CursorRow, e.core.CursorColumn, e.lineCount()
}

// SetRow puts the caret on a line, after so many characters or at its end; a line below the last is the last.
func (e *Entry) SetRow(row, column int) {
	row = max(min(row, e.lineCount()-1), 0)
	from, to := e.core.offset(row, 0), len([]rune(e.core.Text))
	if next := e.core.offset(row+1, 0); next > 0 {
		to = next - 1
	}
	e.core.caretTo(min(from+max(column, 0), to))
}

// Selected returns the selected text.
func (e *Entry) Selected() string { return e.core.SelectedText() }

// SetPlaceholder changes what the empty field says.
func (e *Entry) SetPlaceholder(text string) { e.core.SetPlaceHolder(text) }

// Focus gives it the focus.
func (e *Entry) Focus() { keys.Focus(e.core) }

// Target is what takes the focus, for dialogs and canvases.
func (e *Entry) Target() fyne.Focusable { return e.core }

// Focused says whether it has the focus.
func (e *Entry) Focused() bool { return e.focused }

// SetError shows a red border and one red line below that says what is wrong and what to do; empty takes both away. What was
// typed stays.
func (e *Entry) SetError(say string) {
	if e.fault.Text() == say {
		return
	}
	e.fault.SetText(say)
	if say == "" {
		e.fault.Hide()
	} else {
		e.fault.Show()
	}
	e.Refresh()
}

// Error returns the line that SetError shows.
func (e *Entry) Error() string { return e.fault.Text() }

// Disable greys the field.
func (e *Entry) Disable() {
	e.core.Disable()
	e.Refresh()
}

// Enable makes it usable.
func (e *Entry) Enable() {
	e.core.Enable()
	e.Refresh()
}

// Disabled is part of fyne.Disableable.
func (e *Entry) Disabled() bool { return e.core.Disabled() }

// Counter returns a text, to be placed near the field, that count keeps up to date: what to say about the text, and whether
// it is over the limit.
func (e *Entry) Counter(count func(text string) (say string, over bool)) *draw.Text {
	t := draw.NewText("", theme.Note, theme.Text3)
	update := func(text string) {
		say, over := count(text)
		color := theme.Text3
		if over {
			color = theme.Red
		}
		t.Tint(say, color, over)
	}
	e.counters = append(e.counters, update)
	update(e.core.Text)
	return t
}

func (e *Entry) edited(text string) {
	if e.counters != nil {
		for _, f := range e.counters {
			f(text)
		}
	}
	if e.rows > 0 && e.quiet {
		e.Refresh()
	}
	if e.pick != nil {
		e.pick.typed(text)
	}
	if e.OnEdit != nil {
		e.OnEdit(text)
	}
}

func (e *Entry) focus(on bool) {
	e.focused = on
	e.Refresh()
	if e.pick != nil && !on {
		e.pick.close()
	}
	if e.OnFocus != nil {
		e.OnFocus(on)
	}
}

// Tapped gives the focus when the box is clicked beside the text.
func (e *Entry) Tapped(*fyne.PointEvent) {
	if !e.Disabled() {
		e.Focus()
	}
}
