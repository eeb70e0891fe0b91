package typing

import (
	"fyne.io/fyne/v2"
)

// Method is the one seam for input methods. The field that has the focus asks it before it uses a key, and tells it where the
// caret is; the method composes, and hands finished text to the field with Commit. All calls run on the main goroutine, and a
// Method that works elsewhere comes back by fyne.Do.
//
// A password field never asks: what is typed there stays between the keyboard and the field.
type Method interface {
	// FocusIn tells that keys now go to f, FocusOut that they do not any more. FocusOut returns only when what was being
	// composed has been committed to f or given up.
	FocusIn(f Field)
	FocusOut(f Field)
	// Press is asked when a key goes down or repeats, before the field sees it. It returns true for a key it used; the
	// field then ignores everything that the same press would cause: the key, a shortcut, a character.
	Press(f Field, key *fyne.KeyEvent) bool
	// Composing says whether letters are being composed. While they are, shortcuts are kept from the field.
	Composing() bool
	// Moved tells that the caret of f stands somewhere else, so that candidates can be shown beside it.
	Moved(f Field)
}

// Field is what a Method sees of a text field.
type Field interface {
	// Commit puts text in place of the selection, or at the caret, as one step of undo.
	Commit(text string)
	// Preedit shows what is being composed, underlined at the caret; empty takes it away. It is no part of the text.
	Preedit(text string, caret int)
	// Caret is the place of the caret on its canvas, and its height, in units of the canvas.
	Caret() (fyne.Position, float32)
	// Canvas is what the field stands on.
	Canvas() fyne.Canvas
}

// Host is the content of a window that brings an input method to the fields on it, dialogs included.
type Host interface {
	InputMethod() Method
}

// None is the method that composes nothing: keys go straight to the field, as Fyne has them.
type None struct{}

// FocusIn does nothing.
func (None) FocusIn(Field) {}

// FocusOut does nothing.
func (None) FocusOut(Field) {}

// Press uses no key.
func (None) Press(Field, *fyne.KeyEvent) bool { return false }

// Composing is never so.
func (None) Composing() bool { return false }

// Moved does nothing.
func (None) Moved(Field) {}
