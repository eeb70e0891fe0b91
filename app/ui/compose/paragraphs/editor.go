// Package paragraphs edits a text by paragraph: every paragraph is shown by the flow widget, and the one with the caret is a
// text field of the typing family, so that a text of any length opens at once and a key costs no more than its paragraph. Enter
// breaks, Backspace at the start joins, ↑ and ↓ cross, several pasted lines become paragraphs, and undo takes back all of it.
// It stores nothing and knows no post: it holds content.Paragraphs and tells when they changed.
package paragraphs

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/keys"
	"huiying/app/ui/typing"
	"huiying/internal/unit"
	"huiying/publishing/content"
)

// Editor is the text of a post.
type Editor struct {
	widget.BaseWidget
	// OnEdit is told after every change. OnSubmit is told on Ctrl+Enter. OnPlace is told when the caret came to another
	// paragraph or its style changed.
	OnEdit   func()
	OnSubmit func()
	OnPlace  func()
	// Picture returns what a paragraph with a picture shows; without it the name of the picture is all.
	Picture func(hash string) fyne.CanvasObject

	paras  []content.Paragraph
	rows   map[string]*row // by the id of the paragraph
	at     int             // the paragraph with the caret, -1 while nothing may be edited
	plain  *typing.Entry
	bold   *typing.Entry
	scroll *container.Scroll
	sheet  *sheet
	locked bool
	quiet  bool // the field is being loaded, not edited
	past   past
}

const invitation = "从这里写正文，或者粘贴进来"

// New returns an empty editor; now is the clock by which typing is put together into steps of undo.
func New(now func() time.Time) *Editor {
	e := &Editor{rows: map[string]*row{}, at: -1, past: past{now: now}}
	e.plain, e.bold = e.field(), e.field().Bold()
	e.bold.Hide()
	e.sheet = newSheet(e)
	e.scroll = container.NewVScroll(e.sheet)
	e.scroll.OnScrolled = func(fyne.Position) { e.sheet.fill() }
	e.ExtendBaseWidget(e)
	e.Set(nil)
	return e
}

func (e *Editor) field() *typing.Entry {
	f := typing.Lines("", 1).Bare()
	f.OnEdit = e.edited
	f.OnGrow = e.relay
	f.OnKey = e.key
	f.OnUndo = func(again bool) {
		if again {
			e.Redo()
		} else {
			e.Undo()
		}
	}
	f.OnSubmit = func() {
		if e.OnSubmit != nil {
			e.OnSubmit()
		}
	}
	return f
}

// Set shows other paragraphs and forgets the undo. There is always one to write in.
func (e *Editor) Set(ps []content.Paragraph) {
	e.paras = slices.Clone(ps)
	if len(e.paras) == 0 {
		e.paras = []content.Paragraph{{ID: unit.NewID()}}
	}
	for i := range e.paras {
		if e.paras[i].ID == "" {
			e.paras[i].ID = unit.NewID()
		}
	}
	e.past.reset()
	e.rows = map[string]*row{}
	e.at = -1
	if !e.locked {
		e.bind(0, 0)
	}
	e.scroll.ScrollToOffset(fyne.Position{})
	e.relay()
}

// Paragraphs returns the text as it stands.
func (e *Editor) Paragraphs() []content.Paragraph { return slices.Clone(e.paras) }

// Lock makes it read only, or writable again.
func (e *Editor) Lock(on bool) {
	if e.locked == on {
		return
	}
	e.locked = on
	e.at = -1
	if !on {
		e.bind(0, 0)
	}
	e.relay()
}

// At returns the place of the paragraph with the caret, -1 while it is read only.
func (e *Editor) At() int { return e.at }

// Current returns the paragraph with the caret.
func (e *Editor) Current() (content.Paragraph, bool) {
	if e.at < 0 {
		return content.Paragraph{}, false
	}
	return e.paras[e.at], true
}

// Count returns how many paragraphs hold something, and how many characters they hold.
func (e *Editor) Count() (paragraphs, characters int) {
	for _, p := range e.paras {
		if p.Style == content.Picture || strings.TrimSpace(p.Text) != "" {
			paragraphs++
		}
		if p.Style != content.Picture {
			characters += utf8.RuneCountInString(p.Text)
		}
	}
	return paragraphs, characters
}

// Field returns the text field that now stands for the paragraph with the caret, nil on a picture.
func (e *Editor) Field() *typing.Entry {
	if e.at < 0 || e.paras[e.at].Style == content.Picture {
		return nil
	}
	if strong(e.paras[e.at]) {
		return e.bold
	}
	return e.plain
}

// Focus puts the caret where it was.
func (e *Editor) Focus() {
	if e.at >= 0 {
		caret := 0
		if f := e.Field(); f != nil {
			caret = f.CaretAt()
		}
		e.Go(e.at, caret)
	}
}

// Go puts the caret into a paragraph, before its n-th character.
func (e *Editor) Go(i, n int) {
	if e.locked || i < 0 || i >= len(e.paras) {
		return
	}
	e.leave()
	e.bind(i, n)
	e.relay()
	e.take()
	e.show()
}

// leave lets an input method finish in the paragraph it was used in, before the field becomes another paragraph.
func (e *Editor) leave() {
	if f := e.Field(); f != nil && f.Focused() {
		if c := keys.CanvasOf(f); c != nil {
			c.Unfocus()
		}
	}
}

// take gives the focus to what now stands for the paragraph with the caret.
func (e *Editor) take() {
	if f := e.Field(); f != nil {
		f.Focus()
		return
	}
	if e.at >= 0 {
		e.row(e.at).picture.Take()
	}
}

// bind makes the field stand for a paragraph.
func (e *Editor) bind(i, n int) {
	before := e.at
	e.at = i
	f := e.Field()
	e.plain.Hide()
	e.bold.Hide()
	if f == nil {
		e.placed(before)
		return
	}
	f.Show()
	e.load(f, n)
	e.placed(before)
}

// load puts the paragraph's text into its field, and the caret before the n-th character.
func (e *Editor) load(f *typing.Entry, n int) {
	e.quiet = true
	hint := ""
	if len(e.paras) == 1 {
		hint = invitation
	}
	f.SetPlaceholder(hint)
	f.SetText(e.paras[e.at].Text)
	e.quiet = false
	if w := e.sheet.textWidth(); w > 0 && f.Size().Width != w {
		f.Resize(fyne.NewSize(w, f.MinSize().Height))
	}
	f.SetCaret(n)
}

func (e *Editor) placed(before int) {
	if e.OnPlace != nil && before != e.at {
		e.OnPlace()
	}
}

// changed lays out again and tells.
func (e *Editor) changed() {
	e.relay()
	if e.OnEdit != nil {
		e.OnEdit()
	}
}

func strong(p content.Paragraph) bool { return p.Bold || p.Style == content.Heading }

// CreateRenderer is part of fyne.Widget.
func (e *Editor) CreateRenderer() fyne.WidgetRenderer {
	r := &draw.Renderer{Objs: []fyne.CanvasObject{e.scroll}}
	r.Lay = func(s fyne.Size) {
		e.scroll.Resize(s)
		e.relay()
	}
	r.Paint = func() { e.relay() }
	return r.Start(e)
}
