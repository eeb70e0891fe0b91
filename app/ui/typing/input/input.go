// Package input is the seam between text fields and input methods: what a field asks of a method, and what a method sees of a field. It
// holds no field and no method but the one that does nothing.
package input

import (
	"strings"

	"fyne.io/fyne/v2"
)

// Method is the one seam for input methods. The field that has the focus asks it before it uses a key, and tells it where the
// caret is; the method composes, and hands finished text to the field with Commit. All calls run on the main goroutine, and a
// Method that works elsewhere comes back by fyne.Do.
type Method interface {
	// FocusIn tells that keys now go to f, FocusOut that they do not any more. FocusOut returns only when what was being
	// composed stands in f.
	FocusIn(f Field)
	FocusOut(f Field)
	// Press is asked when a key goes down or repeats, before the field sees it. It returns true for a key it used; the
	// field then ignores everything that the same press would cause: the key, a shortcut, a character. Release tells that
	// it went up. What is typed into a secret field is none of its business: it returns false and tells nobody.
	Press(f Field, key *fyne.KeyEvent) bool
	Release(f Field, key *fyne.KeyEvent)
	// Finish ends composing and leaves the letters in f, as when the caret is about to be put elsewhere. Drop ends it
	// without a trace, as when f is given another text.
	Finish(f Field)
	Drop(f Field)
	// Composing says whether letters are being composed. While they are, shortcuts are kept from the field.
	Composing() bool
	// Moved tells that the caret of f may stand somewhere else, so that candidates can be shown beside it.
	Moved(f Field)
}

// Purpose is what a field is for, as far as an input method should know.
type Purpose int

// The purposes. Secret fields are told of, so that the method can say that it is off, but their keys are kept from it.
const (
	Words Purpose = iota
	Digits
	Secret
)

// Field is what a Method sees of a text field.
type Field interface {
	// Purpose says what the field is for.
	Purpose() Purpose
	// Commit puts text in place of the selection, or at the caret, as one step of undo. What was being composed is gone.
	Commit(text string)
	// Preedit shows what is being composed, underlined at the caret, with the method's own caret after so many characters of
	// it; empty takes it away. It is no part of the text.
	Preedit(text string, caret int)
	// Key does what a key would have done that the method has not used: a named key, or else the character.
	Key(name fyne.KeyName, r rune)
	// Caret is the place beside which candidates are shown, on the field's canvas, and the height of the line, in units of
	// the canvas. It is false while the field does not stand on one.
	Caret() (at fyne.Position, high float32, ok bool)
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

// Release does nothing.
func (None) Release(Field, *fyne.KeyEvent) {}

// Finish does nothing.
func (None) Finish(Field) {}

// Drop does nothing.
func (None) Drop(Field) {}

// Composing is never so.
func (None) Composing() bool { return false }

// Moved does nothing.
func (None) Moved(Field) {}

// Letters is what a person typed for what is shown while composing: pinyin is shown with spaces or apostrophes between its syllables,
// which nobody typed, or need not have. What else is shown is taken as it is.
func Letters(shown string) string {
	for _, r := range shown {
		if r < 0x80 && r != ' ' && r != '\'' && (r < 'a' || r > 'z') {
			return shown
		}
	}
	return strings.NewReplacer(" ", "", "'", "").Replace(shown)
}
