package paragraphs

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiying/publishing/content"
)

// Limits of the undo: steps kept, and the pause after which typing begins a new step.
const (
	maxSteps = 300
	pause    = 2 * time.Second
)

// state is the text at one moment and where the caret stood. Texts are shared between states, so one costs little.
type state struct {
	paras []content.Paragraph
	at    int
	caret int
}

// past is the undo of a whole text: it keeps what stood before each step.
type past struct {
	now    func() time.Time
	done   []state
	undone []state
	typed  string // the paragraph that is being typed in, whose next character belongs to the same step
	place  int    // in it, after the last character typed
	last   time.Time
}

func (p *past) reset() { p.done, p.undone, p.typed = nil, nil, "" }

// keep remembers what stands before a change that is a step of its own.
func (p *past) keep(s state) {
	s.paras = slices.Clone(s.paras)
	p.done = append(p.done, s)
	if len(p.done) > maxSteps {
		p.done = slices.Clone(p.done[len(p.done)-maxSteps:])
	}
	p.undone, p.typed = nil, ""
}

// typing remembers what stands before a paragraph gets a new text, unless that goes on what was typed just now: one character more or
// less, at the place where the last one went. whole says that the change is a step of its own: a commit of an input method, a
// paste.
func (p *past) typing(s state, id, text string, whole bool) {
	now := p.now()
	old := s.paras[s.at].Text
	more, place := utf8.RuneCountInString(text)-utf8.RuneCountInString(old), changedUpTo(old, text)
	if p.typed == id && !whole && abs(more) <= 1 && abs(place-p.place) <= 1 && now.Sub(p.last) <= pause && !ends(old) {
		p.last, p.place, p.undone = now, place+more, nil
		return
	}
	s.caret = place
	p.keep(s)
	if !whole {
		p.typed, p.last, p.place = id, now, place+more
	}
}

// back returns the state before the last step, forth the one after it; now is how the text stands.
func (p *past) back(now state) (state, bool) { return swap(&p.done, &p.undone, now, p) }

func (p *past) forth(now state) (state, bool) { return swap(&p.undone, &p.done, now, p) }

func swap(from, to *[]state, now state, p *past) (state, bool) {
	n := len(*from)
	if n == 0 {
		return state{}, false
	}
	s := (*from)[n-1]
	*from = (*from)[:n-1]
	now.paras = slices.Clone(now.paras)
	*to = append(*to, now)
	p.typed = ""
	return s, true
}

// ends says whether a text ends a sentence, so that what is typed next is a step of its own.
func ends(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune("。；？！.;?!", r)
}

// changedUpTo is where in the old text the change to the new one ends.
func changedUpTo(old, text string) int {
	a, b := []rune(old), []rune(text)
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return len(a) - n
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
