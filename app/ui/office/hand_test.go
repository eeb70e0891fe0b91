package office_test

import (
	"image"
	"image/png"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"huiying/app/day"
	"huiying/app/house"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/load"
	"huiying/app/ui/office"
	"huiying/app/ui/settings"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/typing/typingtest"
	"huiying/app/ui/widgets"
	"huiying/app/upkeep"
	"huiying/internal/people"
	"huiying/internal/platforms/drill"
	"huiying/internal/vault"
)

// building is a prepared unit over stand-ins that keep records of their own.
type building struct {
	t     *testing.T
	house *house.House
	drill *drill.Control
}

func open(t *testing.T) *building {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light, 100))
	dir := t.TempDir()
	server, err := drill.Start(t.Context(), drill.Prepared(filepath.Join(dir, "platforms")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	outside, seed, err := house.StandIns(t.Context(), server.Control())
	if err != nil {
		t.Fatal(err)
	}
	h, err := house.Open(t.Context(), house.Options{Dir: dir, Mode: house.Drill, Outside: outside, Log: slog.New(slog.DiscardHandler),
		Keys: vault.DrillFile{Path: filepath.Join(dir, "vault.key")}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	if err := h.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	d := &day.Day{House: h, Drill: server.Control(), Seed: seed, Out: io.Discard}
	if err := d.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &building{t: t, house: h, drill: server.Control()}
}

// hand is a person before the real screens: it knows of them only what can be read and touched.
type hand struct {
	*building
	queue  *load.Queue
	frame  *shell.Frame
	canvas fyne.Canvas
	copied []string
}

type looks struct{}

func (looks) Mode() theme.Mode          { return theme.Light }
func (looks) Scale() int                { return 100 }
func (looks) Set(theme.Mode, int) error { return nil }

// sit signs a person in and has work done; afterwards the person leaves.
func (b *building) sit(name string, work func(h *hand)) {
	b.t.Helper()
	staff, err := b.house.People.People(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	unit, err := b.house.People.Unit(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	for _, p := range staff {
		if p.Name != name {
			continue
		}
		who, err := b.house.People.Pick(b.t.Context(), p.ID)
		if err != nil {
			b.t.Fatal(err)
		}
		h := &hand{building: b, queue: &load.Queue{}}
		jobs := load.NewJobsWith(people.With(b.t.Context(), who), h.queue.Do)
		v := b.house
		h.frame = office.New(jobs, office.Services{Unit: unit, Actor: who, People: v.People, Accounts: v.Accounts, Review: v.Review, Publishing: v.Publishing,
			Inbox: v.Inbox, Sending: v.Sending, Calendar: v.Calendar, Monitoring: v.Rules, Policy: v.Policy, Now: v.Clock.Now, Changed: v.Bus.Listen,
			Browse: func(string) error { return nil }, Copy: func(s string) { h.copied = append(h.copied, s) }, Clock: v, Leave: func() {}, Dress: func() {},
			Upkeep: upkeep.Keeper{House: v}, Looks: looks{}, About: settings.About{}})
		w := test.NewWindow(typing.NewRoot(h.frame, nil))
		w.SetPadded(false)
		w.Resize(fyne.NewSize(1366, 768))
		h.canvas = w.Canvas()
		h.frame.Attach(h.canvas)
		h.settle()
		work(h)
		typingtest.OnlyOurs(b.t, h.canvas.Content())
		h.frame.Detach()
		h.frame.Stop()
		jobs.Stop()
		w.Close()
		return
	}
	b.t.Fatalf("nobody is called %s", name)
}

func (h *hand) settle() { h.queue.Settle(150*time.Millisecond, 5*time.Second) }

// until paints until something holds.
func (h *hand) until(what string, ok func() bool) {
	h.t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); {
		if time.Now().After(end) {
			h.t.Fatalf("%s: not within 10 s; the screen says\n%s", what, h.words())
		}
		h.queue.Paint()
		time.Sleep(10 * time.Millisecond)
	}
	h.settle()
}

// root is what is in front: the topmost overlay alone where there is one, since it takes every tap.
func (h *hand) root() fyne.CanvasObject {
	if top := h.canvas.Overlays().Top(); top != nil {
		return top
	}
	return h.canvas.Content()
}

// walk visits what is visible, with what it stands in, outermost first.
func walk(o fyne.CanvasObject, in []fyne.CanvasObject, see func(o fyne.CanvasObject, in []fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	see(o, in)
	in = append(in[:len(in):len(in)], o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			walk(c, in, see)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			walk(c, in, see)
		}
	}
}

func said(o fyne.CanvasObject) string {
	switch x := o.(type) {
	case *draw.Text:
		return x.Value
	case *flow.Flow:
		return x.Text()
	case *canvas.Text: // the hint of a field
		return x.Text
	}
	return ""
}

func (h *hand) words() string {
	var b strings.Builder
	see := func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if s := said(o); s != "" {
			b.WriteString(s + "\n")
		}
	}
	walk(h.canvas.Content(), nil, see)
	for _, o := range h.canvas.Overlays().List() {
		walk(o, nil, see)
	}
	return b.String()
}

func (h *hand) reads(what string) {
	h.t.Helper()
	h.until("reading "+what, func() bool { return strings.Contains(h.words(), what) })
}

type place struct {
	o  fyne.CanvasObject
	in []fyne.CanvasObject
}

// find returns where a text begins so: what can be tapped first, and there what says exactly that.
func (h *hand) find(text string) []place {
	var ranks [4][]place
	walk(h.root(), nil, func(o fyne.CanvasObject, in []fyne.CanvasObject) {
		s, rank := said(o), 0
		if !strings.HasPrefix(s, text) {
			return
		}
		p := place{o, in}
		if !p.tappable() {
			rank = 2
		}
		if s != text {
			rank++
		}
		ranks[rank] = append(ranks[rank], p)
	})
	return slices.Concat(ranks[:]...)
}

// tap taps what a text stands on. A grey button is not tapped: the hand waits for it.
func (h *hand) tap(text string) {
	h.t.Helper()
	h.until("tapping "+text, func() bool {
		for _, p := range h.find(text) {
			if h.touch(p) {
				return true
			}
		}
		return false
	})
}

// touch taps the window at the place of a text, so that what lies over it gets the tap. A grey button is not touched.
func (h *hand) touch(p place) bool {
	for _, o := range p.in {
		if b, ok := o.(*widgets.Button); ok && b.Disabled() {
			return false
		}
	}
	of := fyne.CurrentApp().Driver().AbsolutePositionForObject
	for _, o := range p.in { // what is scrolled out of sight is turned to first
		if s, ok := o.(fyne.Scrollable); ok {
			y, low := of(p.o).Y-of(o).Y, o.Size().Height-30
			if y < 0 || y > low {
				s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: low/2 - y}})
			}
		}
	}
	at := of(p.o).AddXY(3, 3)
	if size := h.canvas.Size(); at.X < 0 || at.Y < 0 || at.X >= size.Width || at.Y >= size.Height {
		return false
	}
	test.TapCanvas(h.canvas, at)
	for i := len(p.in) - 1; i >= 0 && h.canvas.Focused() == nil; i-- { // a window focuses a field on the press, before the tap
		f, focusable := p.in[i].(fyne.Focusable)
		_, field := p.in[i].(fyne.Shortcutable)
		if d, ok := p.in[i].(fyne.Disableable); focusable && field && ok && !d.Disabled() {
			h.canvas.Focus(f)
		}
	}
	return true
}

func (p place) tappable() bool {
	for _, o := range p.in {
		if _, ok := o.(fyne.Tappable); ok {
			return true
		}
	}
	return false
}

// tick taps the box that stands beside a text.
func (h *hand) tick(text string) {
	h.t.Helper()
	for _, p := range h.find(text) {
		for i := len(p.in) - 1; i >= 0; i-- {
			var box *widgets.Check
			walk(p.in[i], nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
				if c, ok := o.(*widgets.Check); ok && box == nil {
					box = c
				}
			})
			if box != nil {
				test.Tap(box)
				h.settle()
				return
			}
		}
	}
	h.t.Fatalf("no box beside %s:\n%s", text, h.words())
}

func (h *hand) key(name fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: name}
	if f := h.canvas.Focused(); f != nil {
		f.TypedKey(ev)
	} else {
		h.canvas.OnTypedKey()(ev)
	}
	h.settle()
}

// chord presses keys together, as the window would pass them on.
func (h *hand) chord(mod fyne.KeyModifier, name fyne.KeyName) {
	s := &desktop.CustomShortcut{KeyName: name, Modifier: mod}
	if f, ok := h.canvas.Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	} else {
		h.frame.TakeShortcut(s)
	}
	h.settle()
}

// write types into what has the focus.
func (h *hand) write(text string) {
	h.t.Helper()
	if h.canvas.Focused() == nil {
		h.t.Fatalf("nothing has the focus for %q:\n%s", text, h.words())
	}
	for _, r := range text {
		h.canvas.Focused().TypedRune(r)
	}
	h.settle()
}

// into puts the caret into the field that shows a text.
func (h *hand) into(text string) {
	h.t.Helper()
	h.until("the caret in "+text, func() bool {
		for _, p := range h.find(text) {
			h.touch(p)
			if _, ok := h.canvas.Focused().(fyne.Shortcutable); ok {
				return true
			}
		}
		return false
	})
}

// rewrite puts a text in place of what stands in the field with the focus.
func (h *hand) rewrite(text string) {
	h.t.Helper()
	f, ok := h.canvas.Focused().(fyne.Shortcutable)
	if !ok {
		h.t.Fatalf("no field has the focus for %q", text)
	}
	f.TypedShortcut(&fyne.ShortcutSelectAll{})
	h.write(text)
}

// picture is a file that a person could have saved.
func (b *building) picture() string {
	b.t.Helper()
	file := filepath.Join(b.t.TempDir(), "截图.png")
	f, err := os.Create(file)
	if err != nil {
		b.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, image.NewRGBA(image.Rect(0, 0, 64, 40))); err != nil {
		b.t.Fatal(err)
	}
	return file
}
