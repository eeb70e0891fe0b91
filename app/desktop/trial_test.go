package desktop

import (
	"net/http"
	"reflect"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/compose/paragraphs"
	"huiying/app/ui/handtest"
	"huiying/app/ui/typing"
	"huiying/app/ui/typing/input"
)

// trial is the part of the child that typing tests look at: the office's window and a second one that holds fields of every kind.
type trial struct {
	office, fields fyne.Window
	named          map[string]*typing.Entry
	sent           int                              // submissions of the fields
	known          map[fyne.Focusable]*typing.Entry // found once: looking through a whole screen costs more than drawing it
	editor         *paragraphs.Editor
}

// typed is what stands in the field that has the focus in a window.
type typed struct {
	Field    string // its name, in the second window
	Text     string // of the whole text, where the field is a part of one
	Shown    string // with what is being composed
	Selected string
	Caret    int
	Sent     int
	At       fyne.Position // of the caret, in pixels from the corner of the window
	High     float32
}

func newTrial(office fyne.Window, method input.Method) *trial {
	t := &trial{office: office, named: map[string]*typing.Entry{}, known: map[fyne.Focusable]*typing.Entry{}}
	t.fields = fyne.CurrentApp().NewWindow("栏目")
	t.fields.SetPadded(false)
	col := container.NewVBox()
	for _, f := range []struct {
		name string
		e    *typing.Entry
	}{
		{"单行", typing.Line("单行")}, {"多行", typing.Lines("多行", 5)}, {"搜索", typing.Search("搜索", "")}, {"密码", typing.Password("密码")},
		{"数字", typing.Number("数字")}, {"选填", typing.Pick("选填", []string{"望川发布", "望川消防", "市教育局"})},
	} {
		t.named[f.name] = f.e
		f.e.OnSubmit = func() { t.sent++ }
		col.Add(f.e)
	}
	t.fields.SetContent(typing.NewRoot(container.NewVScroll(col), method))
	t.fields.Resize(fyne.NewSize(700, 420))
	t.fields.Show()
	return t
}

func (t *trial) window(r *http.Request) fyne.Window {
	if r.FormValue("window") == "fields" {
		return t.fields
	}
	return t.office
}

// tells adds what can be asked of the trial.
func (t *trial) tells(tell func(path string, f func(r *http.Request) (any, error))) {
	tell("GET /typed", func(r *http.Request) (v any, err error) {
		fyne.DoAndWait(func() { v = t.typed(t.window(r).Canvas()) })
		return v, nil
	})
	// Gives the focused field another text; the caret goes behind it.
	tell("POST /set", func(r *http.Request) (any, error) {
		fyne.DoAndWait(func() { t.set(t.window(r).Canvas(), r.FormValue("text")) })
		return "", nil
	})
	tell("POST /focus", func(r *http.Request) (any, error) {
		fyne.DoAndWait(func() {
			if e := t.named[r.FormValue("name")]; e != nil {
				e.Focus()
				return
			}
			for _, e := range handtest.Find[*paragraphs.Editor](t.office.Canvas()) {
				e.Focus()
			}
		})
		return "", nil
	})
}

// focused is the field with the focus, nil when none has it.
func (t *trial) focused(c fyne.Canvas) *typing.Entry {
	to := c.Focused()
	if e := t.known[to]; e != nil && e.Focused() {
		return e
	}
	for _, e := range handtest.Find[*typing.Entry](c) {
		if e.Focused() {
			t.known[to] = e
			return e
		}
	}
	return nil
}

// whole is the editor that a field of the office is a part of, nil where it is none.
func (t *trial) whole(c fyne.Canvas, field *typing.Entry) *paragraphs.Editor {
	if c != t.office.Canvas() {
		return nil
	}
	if t.editor == nil || t.editor.Field() != field {
		t.editor = nil
		for _, p := range handtest.Find[*paragraphs.Editor](c) {
			if p.Field() == field {
				t.editor = p
			}
		}
	}
	return t.editor
}

func (t *trial) typed(c fyne.Canvas) (s typed) {
	s.Sent = t.sent
	e := t.focused(c)
	if e == nil {
		return s
	}
	s.Text, s.Selected, s.Caret = e.Text(), e.Selected(), e.CaretAt()
	s.Shown = reflect.ValueOf(e.Target()).Elem().FieldByName("Text").String()
	for name, f := range t.named {
		if f == e {
			s.Field = name
		}
	}
	if at, high, ok := e.Target().(input.Field).Caret(); ok {
		s.At, s.High = fyne.NewPos(at.X*c.Scale(), at.Y*c.Scale()), high*c.Scale()
	}
	if p := t.whole(c, e); p != nil {
		var all []string
		for _, one := range p.Paragraphs() {
			all = append(all, one.Text)
		}
		s.Text = strings.Join(all, "\n")
	}
	return s
}

func (t *trial) set(c fyne.Canvas, text string) {
	e := t.focused(c)
	if e == nil {
		return
	}
	if p := t.whole(c, e); p != nil {
		p.Set(nil)
		p.Focus()
		e = p.Field()
	}
	e.SetText(text)
	e.SetCaret(len([]rune(text)))
}
