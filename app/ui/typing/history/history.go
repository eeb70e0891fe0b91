// Package history is the undo of one text field. It looks at the text before and after, whatever changed it, so that a key, a paste, a
// commit of an input method and a fix applied by a screen are all undone alike. It knows no widget and draws nothing.
package history

import (
	"strings"
	"time"
	"unicode"
)

// edit is one step of undo: at a place, some text went and some came.
type edit struct {
	at        int
	gone, new []rune
	when      time.Time
	closed    bool // nothing may be merged into it
}

// History is the undo of one field. Places are counted in characters.
type History struct {
	known []rune
	done  []edit
	undo  []edit // undone steps, last first
	now   func() time.Time
}

// Limits of the history: steps kept, and the pause after which typing begins a new step.
const (
	maxSteps = 500
	pause    = 2 * time.Second
)

// New returns an empty history; now is the clock by which typing is put together into steps.
func New(now func() time.Time) *History { return &History{now: now} }

// Reset forgets everything; text is what the field holds now.
func (h *History) Reset(text string) {
	h.known, h.done, h.undo = []rune(text), nil, nil
}

// Saw tells that the field now holds text. whole says that this change is a step of its own (a commit, a paste).
func (h *History) Saw(text string, whole bool) {
	now := []rune(text)
	e, changed := diff(h.known, now)
	if !changed {
		return
	}
	h.known = now
	h.undo = nil
	e.when = h.now()
	e.closed = whole
	if n := len(h.done); n > 0 && !whole && merge(&h.done[n-1], e) {
		return
	}
	h.done = append(h.done, e)
	if len(h.done) > maxSteps {
		h.done = append([]edit(nil), h.done[len(h.done)-maxSteps:]...)
	}
}

// Seal makes the next change a new step, as after the caret was moved.
func (h *History) Seal() {
	if n := len(h.done); n > 0 {
		h.done[n-1].closed = true
	}
}

// Back undoes one step; it returns the text, where the caret belongs, and whether there was a step.
func (h *History) Back() (string, int, bool) {
	n := len(h.done)
	if n == 0 {
		return string(h.known), 0, false
	}
	e := h.done[n-1]
	h.done = h.done[:n-1]
	e.closed = true
	h.undo = append(h.undo, e)
	h.known = splice(h.known, e.at, len(e.new), e.gone)
	return string(h.known), e.at + len(e.gone), true
}

// Forth does the last undone step again.
func (h *History) Forth() (string, int, bool) {
	n := len(h.undo)
	if n == 0 {
		return string(h.known), 0, false
	}
	e := h.undo[n-1]
	h.undo = h.undo[:n-1]
	h.done = append(h.done, e)
	h.known = splice(h.known, e.at, len(e.gone), e.new)
	return string(h.known), e.at + len(e.new), true
}

// diff is the one edit that turns a into b.
func diff(a, b []rune) (edit, bool) {
	pre := 0
	for pre < len(a) && pre < len(b) && a[pre] == b[pre] {
		pre++
	}
	post := 0
	for post < len(a)-pre && post < len(b)-pre && a[len(a)-1-post] == b[len(b)-1-post] {
		post++
	}
	gone := append([]rune(nil), a[pre:len(a)-post]...)
	come := append([]rune(nil), b[pre:len(b)-post]...)
	return edit{at: pre, gone: gone, new: come}, len(gone)+len(come) > 0
}

// merge joins single characters typed, or deleted, one after the other without a pause, up to a word's end.
func merge(last *edit, e edit) bool {
	if last.closed || e.when.Sub(last.when) > pause {
		return false
	}
	switch {
	case len(last.gone) == 0 && len(e.gone) == 0 && len(e.new) == 1 && e.at == last.at+len(last.new):
		if ends(last.new[len(last.new)-1]) && !ends(e.new[0]) {
			return false
		}
		last.new = append(last.new, e.new...)
	case len(last.new) == 0 && len(e.new) == 0 && len(e.gone) == 1 && e.at+1 == last.at:
		last.gone = append(append([]rune(nil), e.gone...), last.gone...)
		last.at = e.at
	case len(last.new) == 0 && len(e.new) == 0 && len(e.gone) == 1 && e.at == last.at:
		last.gone = append(last.gone, e.gone...)
	default:
		return false
	}
	last.when = e.when
	return true
}

func ends(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("。，、；：？！,.;:?!", r)
}

func splice(text []rune, at, drop int, put []rune) []rune {
	out := make([]rune, 0, len(text)-drop+len(put))
	out = append(out, text[:at]...)
	out = append(out, put...)
	return append(out, text[at+drop:]...)
}
