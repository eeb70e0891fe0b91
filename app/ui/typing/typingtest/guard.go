// Package typingtest guards the one family of text fields: it walks what a screen shows and fails on a text field of any other
// kind, because such a field would lose Chinese as soon as the program speaks to the input method itself. For tests only.
package typingtest

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/typing"
)

// OnlyOurs fails the test for every text field under obj that is not one of package typing.
func OnlyOurs(t testing.TB, obj fyne.CanvasObject) {
	t.Helper()
	for _, f := range Foreign(obj) {
		t.Errorf("a text field that is not of package typing: %s", f)
	}
}

// Foreign names the text fields under obj that are not of package typing. What scrolls and what is hidden is looked at too.
func Foreign(obj fyne.CanvasObject) []string {
	var out []string
	walk(obj, func(o fyne.CanvasObject) bool {
		switch o.(type) {
		case *typing.Entry:
			return false
		case *widget.Entry, *widget.SelectEntry, *widget.DateEntry:
			out = append(out, fmt.Sprintf("%T", o))
			return false
		}
		if k, ok := o.(typist); ok {
			out = append(out, fmt.Sprintf("%T", k))
			return false
		}
		return true
	})
	return out
}

// typist is what any widget that extends Fyne's entry looks like.
type typist interface {
	fyne.Focusable
	SetPlaceHolder(string)
	CursorTextOffset() int
}

// Entries returns the fields of package typing under obj, in the order in which they are drawn.
func Entries(obj fyne.CanvasObject) []*typing.Entry {
	var out []*typing.Entry
	walk(obj, func(o fyne.CanvasObject) bool {
		if e, ok := o.(*typing.Entry); ok {
			out = append(out, e)
			return false
		}
		return true
	})
	return out
}

func walk(obj fyne.CanvasObject, look func(fyne.CanvasObject) bool) {
	if obj == nil || !look(obj) {
		return
	}
	switch o := obj.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			walk(c, look)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			walk(c, look)
		}
	}
}
