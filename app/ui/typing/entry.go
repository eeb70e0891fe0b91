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
	"huiying/app/ui/typing/core"
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
	// OnGrow is told when the text takes more or fewer lines without having changed, because something is being composed.
	OnGrow func()

	core     *core.Core
	window   *container.Clip // cuts off what Fyne's entry draws outside the box
	high     float32
	rows     int
	lead     string // icon on the left
	hint     *draw.Text
	tail     fyne.CanvasObject
	fault    *flow.Flow
	focused  bool
	look     func() // shows what a secret field hides, or hides it again; nil where nothing is hidden
	quiet    bool
	lines    int // that were shown last
	counters []func(string)
	pick     *picker
}

func newEntry(placeholder string) *Entry { return made(placeholder, core.Rules{}) }

// made returns a field whose core has these rules beside those that every field has.
func made(placeholder string, r core.Rules) *Entry {
	e := &Entry{high: 32}
	r.Edited, r.Grown, r.Focused = e.edited, e.grown, e.focus
	r.Key = func(ev *fyne.KeyEvent) bool { return e.OnKey != nil && e.OnKey(ev) }
	r.Submit = func() bool { return told(e.OnSubmit) }
	r.Undo = func(again bool) bool {
		if e.OnUndo != nil {
			e.OnUndo(again)
		}
		return e.OnUndo != nil
	}
	r.Look = func() bool { return told(e.look) }
	e.core = core.New(r)
	e.core.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.core.SetPlaceHolder(placeholder)
	e.fault = flow.Plain("", theme.Note, theme.Red)
	e.fault.Hide()
	e.ExtendBaseWidget(e)
	return e
}

func told(f func()) bool {
	if f != nil {
		f()
	}
	return f != nil
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
	e := made(placeholder, core.Rules{BareEnter: true})
	e.high, e.lead = 28, "search"
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
	e := made(placeholder, core.Rules{Secret: true})
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
	e.high = 36
	e.core.SubmitOnEnter()
	return e
}

// Number returns a field of one line that takes figures only.
func Number(placeholder string) *Entry {
	return made(placeholder, core.Rules{Digits: true, Allow: func(r rune) bool { return r >= '0' && r <= '9' }})
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
func (e *Entry) Text() string { return e.core.Value() }

// SetText puts a text there and forgets the undo: for loading.
func (e *Entry) SetText(text string) {
	if e.core.Value() != text || e.core.Composing() {
		e.core.Load(text)
	}
}

// Replace puts a text there as one step of undo: for a fix that a screen applies.
func (e *Entry) Replace(text string) {
	if e.core.Value() != text {
		e.core.Replace(text)
	}
}

// Insert puts text at the caret as one step of undo: for a quoted answer.
func (e *Entry) Insert(text string) {
	e.core.Finish()
	e.core.Commit(text)
}

// Undo takes back the last step, Redo does it again.
func (e *Entry) Undo() { e.core.Undo() }

// Redo does the last undone step again.
func (e *Entry) Redo() { e.core.Redo() }

// Whole says, while OnEdit is told of a change, whether that is a step of its own: a commit of an input method, a paste, a fix.
func (e *Entry) Whole() bool { return e.core.Whole() }

// CaretAt returns how many characters stand before the caret; SetCaret moves it.
func (e *Entry) CaretAt() int { return e.core.Before() }

// SetCaret puts the caret before the n-th character.
func (e *Entry) SetCaret(n int) {
	e.core.Finish()
	e.core.CaretTo(n)
}

// Select selects the characters from … to, and puts the caret behind them.
func (e *Entry) Select(from, to int) {
	e.core.Finish()
	e.core.Select(from, to)
}

// Row returns the line that the caret stands on, the characters before it there, and how many lines there are.
func (e *Entry) Row() (row, column, rows int) {
	return e.core.CursorRow, e.core.CursorColumn, e.core.Lines()
}

// SetRow puts the caret on a line, after so many characters or at its end; a line below the last is the last.
func (e *Entry) SetRow(row, column int) {
	e.core.Finish()
	e.core.RowTo(row, column)
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
	e.core.Drop()
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
	update(e.Text())
	return t
}

func (e *Entry) edited(text string) {
	if e.counters != nil {
		for _, f := range e.counters {
			f(text)
		}
	}
	if e.rows > 0 && e.quiet {
		e.lines = e.core.Lines()
		e.Refresh()
	}
	if e.pick != nil {
		e.pick.typed(text)
	}
	if e.OnEdit != nil {
		e.OnEdit(text)
	}
}

// grown tells of lines that came or went while something is composed.
func (e *Entry) grown() {
	if e.rows == 0 || !e.quiet {
		return
	}
	if n := e.core.Lines(); n != e.lines {
		e.lines = n
		e.Refresh()
		if e.OnGrow != nil {
			e.OnGrow()
		}
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
