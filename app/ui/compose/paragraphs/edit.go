package paragraphs

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"huiying/internal/unit"
	"huiying/publishing/content"
)

// now is the text as it stands, to be kept.
func (e *Editor) now() state {
	s := state{paras: e.paras, at: e.at}
	if f := e.Field(); f != nil {
		s.caret = f.CaretAt()
	}
	return s
}

// edited is told whatever changed the field: a key, a paste, an input method. Lines in it become paragraphs.
func (e *Editor) edited(text string) {
	if e.quiet || e.at < 0 || text == e.paras[e.at].Text {
		return
	}
	if strings.Contains(text, "\n") {
		e.broken(text)
		return
	}
	s := e.now()
	e.past.typing(s, e.paras[e.at].ID, text, e.Field().Whole())
	e.paras[e.at].Text = text
	e.row(e.at).show(e.paras[e.at])
	e.changed()
	e.show()
}

// broken makes paragraphs of a text with line breaks. What came in stands before the caret; what follows it is the end of the
// paragraph that was broken.
func (e *Editor) broken(text string) {
	p := e.paras[e.at]
	runes := []rune(text)
	caret := min(e.Field().CaretAt(), len(runes))
	before, after := strings.Split(string(runes[:caret]), "\n"), strings.Split(string(runes[caret:]), "\n")
	if len(before) > 2 { // pasted: lines between paragraphs and their indents were only there for the look
		before = tidy(before)
	}
	s := e.now()
	s.caret = changedUpTo(p.Text, text)
	e.past.keep(s)
	last := len(before) - 1
	lines := append(slices.Clone(before[:last]), before[last]+after[0])
	lines = append(lines, after[1:]...)
	fresh := make([]content.Paragraph, len(lines))
	for i, l := range lines {
		fresh[i] = content.Paragraph{ID: unit.NewID(), Text: l, Bold: p.Bold}
	}
	fresh[0].ID, fresh[0].Style = p.ID, p.Style
	if p.Style == content.Heading && lines[0] == "" && len(lines) == 2 { // Enter before a heading moves the heading down
		fresh[0].Style, fresh[1].Style = content.Body, content.Heading
	}
	e.paras = slices.Replace(e.paras, e.at, e.at+1, fresh...)
	e.settle(e.at+last, utf8.RuneCountInString(before[last]))
}

// tidy takes out blank lines inside what was pasted, and the indents.
func tidy(lines []string) []string {
	out := []string{lines[0]}
	for i, l := range lines[1:] {
		l = strings.TrimLeft(l, " \t　")
		if l != "" || i == len(lines)-2 {
			out = append(out, l)
		}
	}
	return out
}

// settle puts the caret after a change of several paragraphs.
func (e *Editor) settle(i, caret int) {
	i = max(min(i, len(e.paras)-1), 0)
	focused := false
	for _, f := range []interface{ Focused() bool }{e.plain, e.bold} {
		focused = focused || f.Focused()
	}
	for _, r := range e.rows {
		focused = focused || r.picture != nil && r.picture.Focused()
	}
	e.at = -1
	e.bind(i, caret)
	e.relay()
	if focused {
		e.take()
		if f := e.Field(); f != nil {
			f.SetCaret(caret)
		}
	}
	e.changed()
	e.show()
}

// key sees a key before the field: what crosses paragraphs is done here.
func (e *Editor) key(ev *fyne.KeyEvent) bool {
	f := e.Field()
	if f == nil {
		return false
	}
	row, column, rows := f.Row()
	caret, selected := f.CaretAt(), f.Selected() != ""
	size := utf8.RuneCountInString(f.Text())
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		f.Insert("\n")
		return true
	case fyne.KeyBackspace:
		if caret == 0 && !selected {
			e.join()
			return true
		}
	case fyne.KeyDelete:
		if caret == size && !selected && e.at+1 < len(e.paras) {
			e.joinNext()
			return true
		}
	case fyne.KeyUp:
		if row == 0 && !selected && e.at > 0 {
			e.cross(-1, column)
			return true
		}
	case fyne.KeyDown:
		if row == rows-1 && !selected && e.at+1 < len(e.paras) {
			e.cross(1, column)
			return true
		}
	case fyne.KeyLeft:
		if caret == 0 && !selected && e.at > 0 {
			e.Go(e.at-1, utf8.RuneCountInString(e.paras[e.at-1].Text))
			return true
		}
	case fyne.KeyRight:
		if caret == size && !selected && e.at+1 < len(e.paras) {
			e.Go(e.at+1, 0)
			return true
		}
	}
	return false
}

// cross moves the caret to the paragraph above (to its last line) or below (to its first), keeping the column.
func (e *Editor) cross(by, column int) {
	e.Go(e.at+by, 0)
	if f := e.Field(); f != nil {
		row := 0
		if by < 0 {
			row = 1 << 20
		}
		f.SetRow(row, column)
	}
}

// join puts the paragraph behind the one above; before a picture it goes to the picture, so that none is lost by one key.
func (e *Editor) join() {
	p := e.paras[e.at]
	switch {
	case e.at == 0 && p.Style == content.Heading:
		e.SetStyle(content.Body)
	case e.at == 0:
	case e.paras[e.at-1].Style == content.Picture && p.Text == "" && e.at+1 < len(e.paras):
		e.past.keep(e.now())
		e.paras = slices.Delete(e.paras, e.at, e.at+1)
		e.settle(e.at-1, 0)
	case e.paras[e.at-1].Style == content.Picture:
		e.Go(e.at-1, 0)
	default:
		e.glue(e.at - 1)
	}
}

func (e *Editor) joinNext() {
	if e.paras[e.at+1].Style == content.Picture {
		e.Go(e.at+1, 0)
		return
	}
	e.glue(e.at)
}

// glue puts paragraph i+1 behind paragraph i; an empty one leaves the other's look.
func (e *Editor) glue(i int) {
	e.past.keep(e.now())
	caret := utf8.RuneCountInString(e.paras[i].Text)
	joined := e.paras[i]
	if joined.Text == "" {
		joined.Style, joined.Bold = e.paras[i+1].Style, e.paras[i+1].Bold
	}
	joined.Text += e.paras[i+1].Text
	e.paras = slices.Replace(e.paras, i, i+2, joined)
	e.settle(i, caret)
}

// Shift moves the paragraph with the caret up (-1) or down (1).
func (e *Editor) Shift(by int) {
	to := e.at + by
	if e.at < 0 || to < 0 || to >= len(e.paras) {
		return
	}
	s := e.now()
	e.past.keep(s)
	e.paras[e.at], e.paras[to] = e.paras[to], e.paras[e.at]
	e.settle(to, s.caret)
}

// SetStyle makes the paragraph with the caret body or heading; what it already is becomes body.
func (e *Editor) SetStyle(style content.Style) {
	e.restyle(func(p *content.Paragraph) {
		if p.Style == style {
			style = content.Body
		}
		p.Style = style
	})
}

// ToggleBold makes the paragraph with the caret bold, or not.
func (e *Editor) ToggleBold() { e.restyle(func(p *content.Paragraph) { p.Bold = !p.Bold }) }

func (e *Editor) restyle(f func(p *content.Paragraph)) {
	if e.Field() == nil {
		return
	}
	s := e.now()
	p := e.paras[e.at]
	if f(&p); p == e.paras[e.at] {
		return
	}
	e.past.keep(s)
	e.paras[e.at] = p
	e.settle(s.at, s.caret)
}

// InsertPicture puts a picture below the paragraph with the caret; the caret goes below it.
func (e *Editor) InsertPicture(hash string) {
	if e.at < 0 {
		return
	}
	e.past.keep(e.now())
	pic := content.Paragraph{ID: unit.NewID(), Style: content.Picture, Media: hash}
	at := e.at + 1
	if p := e.paras[e.at]; p.Style == content.Body && p.Text == "" && len(e.paras) > 1 {
		at = e.at
		e.paras = slices.Delete(e.paras, at, at+1)
	}
	e.paras = slices.Insert(e.paras, at, pic)
	if at+1 == len(e.paras) {
		e.paras = append(e.paras, content.Paragraph{ID: unit.NewID()})
	}
	e.settle(at+1, 0)
}

// RemovePicture takes a picture out of the text wherever it stands; it is no step of undo, for the picture itself is gone.
func (e *Editor) RemovePicture(hash string) {
	gone := func(p content.Paragraph) bool { return p.Style == content.Picture && p.Media == hash }
	if e.at < 0 || !slices.ContainsFunc(e.paras, gone) {
		return
	}
	e.paras = slices.DeleteFunc(e.paras, gone)
	if len(e.paras) == 0 {
		e.paras = []content.Paragraph{{ID: unit.NewID()}}
	}
	e.past.reset()
	e.settle(e.at, 0)
}

// Undo takes back the last step, Redo does it again.
func (e *Editor) Undo() { e.step(e.past.back) }

// Redo does the last undone step again.
func (e *Editor) Redo() { e.step(e.past.forth) }

func (e *Editor) step(f func(state) (state, bool)) {
	if e.at < 0 {
		return
	}
	if s, ok := f(e.now()); ok {
		e.paras = slices.Clone(s.paras)
		e.settle(s.at, s.caret)
	}
}

// pictureKey is a key on a picture: it moves on, or takes the picture out of the text.
func (e *Editor) pictureKey(id string, ev *fyne.KeyEvent) bool {
	i := slices.IndexFunc(e.paras, func(p content.Paragraph) bool { return p.ID == id })
	if i < 0 || e.locked {
		return false
	}
	e.at = i
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyLeft:
		if i > 0 {
			e.Go(i-1, utf8.RuneCountInString(e.paras[i-1].Text))
		}
	case fyne.KeyDown, fyne.KeyRight:
		e.Go(i+1, 0)
	case fyne.KeyBackspace, fyne.KeyDelete:
		e.past.keep(e.now())
		e.paras = slices.Delete(e.paras, i, i+1)
		if len(e.paras) == 0 {
			e.paras = []content.Paragraph{{ID: unit.NewID()}}
		}
		e.settle(i, 0)
	case fyne.KeyReturn, fyne.KeyEnter:
		e.past.keep(e.now())
		e.paras = slices.Insert(e.paras, i+1, content.Paragraph{ID: unit.NewID()})
		e.settle(i+1, 0)
	default:
		return false
	}
	return true
}
