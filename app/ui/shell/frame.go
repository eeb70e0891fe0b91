package shell

import (
	"context"
	"maps"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/keys"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
)

// The sizes of the frame.
const (
	topHigh    float32 = 48
	railWide   float32 = 120
	railNarrow float32 = 56
	headHigh   float32 = 44
	footHigh   float32 = 24
	foldUnder  float32 = 1240
)

// Frame is the window's content while a person is signed in.
type Frame struct {
	widget.BaseWidget
	opt     Options
	jobs    *load.Jobs
	screens map[string]Screen
	current Screen
	past    []string
	bound   []fyne.Shortcut   // of the screen in front
	fixed   []fyne.Shortcut   // of the frame
	mine    map[string]func() // by the name of the shortcut: the screen's
	always  map[string]func() // and the frame's

	top   *topBar
	rail  *rail
	head  *fyne.Container
	strip *fyne.Container
	body  *fyne.Container
	foot  *footBar
	toast *overlays.Toast
	until func() // ends the countdown of the toast
	on    fyne.Canvas
}

// New returns a frame; its jobs end with ctx or with Stop.
func New(ctx context.Context, opt Options) *Frame { return NewWith(load.NewJobs(ctx), opt) }

// NewWith is New with given jobs.
func NewWith(jobs *load.Jobs, opt Options) *Frame {
	f := &Frame{opt: opt, jobs: jobs, screens: map[string]Screen{}, mine: map[string]func(){}, always: map[string]func(){}}
	f.top = newTopBar(f)
	f.rail = newRail(f)
	f.head = container.NewStack()
	f.strip = container.NewStack()
	f.strip.Hide()
	f.body = container.NewStack()
	f.foot = newFootBar()
	f.ExtendBaseWidget(f)
	return f
}

// Add makes screens known. The first line of the rail whose screen is known can then be opened with Open.
func (f *Frame) Add(screens ...Screen) {
	for _, s := range screens {
		f.screens[s.Name()] = s
	}
	f.rail.refill()
}

// Open brings a screen to the front; a name that is not known does nothing and says so.
func (f *Frame) Open(name string, p Params) bool {
	s, ok := f.screens[name]
	if !ok {
		return false
	}
	if f.current != nil && f.current != s {
		f.past = append(f.past, f.current.Name())
	}
	f.bring(s, p)
	return true
}

// Back returns to the screen before, as it was.
func (f *Frame) Back() bool {
	n := len(f.past)
	if n == 0 {
		return false
	}
	name := f.past[n-1]
	f.past = f.past[:n-1]
	if s, ok := f.screens[name]; ok {
		f.bring(s, nil)
		return true
	}
	return false
}

func (f *Frame) bring(s Screen, p Params) {
	if f.current != s {
		if f.current != nil {
			if c := f.Canvas(); c != nil {
				c.Unfocus() // Fyne goes on giving keys to a field that is gone; and what is being composed is stored with the rest
			}
			f.current.Hidden()
		}
		f.current = s
		f.body.Objects = []fyne.CanvasObject{s.Content()}
		f.body.Refresh()
		f.rail.choose(s.Name())
		f.bind()
	}
	f.foot.keys(s.Keys())
	s.Shown(p)
	f.Rehead()
	f.Refresh()
}

// Current returns the screen in front, nil before the first Open.
func (f *Frame) Current() Screen { return f.current }

// Rehead builds the page head again, after a title, a count in it or an action changed.
func (f *Frame) Rehead() {
	if f.current == nil {
		return
	}
	left, right := f.current.Head()
	objs := []fyne.CanvasObject{draw.Middle(draw.NewBold(f.current.Title(), theme.Page, theme.Text))}
	for _, o := range left {
		objs = append(objs, center(o))
	}
	objs = append(objs, draw.Fill())
	for _, o := range right {
		objs = append(objs, center(o))
	}
	f.head.Objects = []fyne.CanvasObject{draw.Pad(draw.TallRow(12, objs...), 16, 0)}
	f.head.Refresh()
}

// center keeps everything but tabs in the middle of the head; tabs take its full height for the line under them.
func center(o fyne.CanvasObject) fyne.CanvasObject {
	if _, ok := o.(*widgets.Tabs); ok {
		return o
	}
	return draw.Col(0, draw.Fill(), o, draw.Fill())
}

// SetCounts shows new figures.
func (f *Frame) SetCounts(c Counts) {
	f.top.late.Set(c.Late, c.Asked)
	f.top.unready.Set(c.Unready, c.Asked)
	f.rail.marks(c.Marks)
	f.foot.notes(c.Status)
	f.Refresh()
}

// SetStrip shows a strip under the page head; nil takes it away.
func (f *Frame) SetStrip(o fyne.CanvasObject) {
	if o == nil {
		f.strip.Objects = nil
		f.strip.Hide()
	} else {
		f.strip.Objects = []fyne.CanvasObject{draw.Panel(theme.Bg, "", 0, draw.Inset(o, 8, 16, 0, 16))}
		f.strip.Show()
	}
	f.strip.Refresh()
	f.Refresh()
}

// Toast says what was just done; undo, if there is one, can be pressed for eight seconds.
func (f *Frame) Toast(say string, undo func()) {
	f.hideToast()
	t := overlays.NewToast(say, undo)
	t.OnUndo(f.hideToast)
	f.toast = t
	left := overlays.ToastLife
	f.until = f.jobs.Every(time.Second, func() {
		left -= time.Second
		if left <= 0 {
			if f.toast == t {
				f.hideToast()
			}
			return
		}
		t.Left(left)
	})
	f.Refresh()
}

// Toasted returns what the toast says now, empty for none.
func (f *Frame) Toasted() string {
	if f.toast == nil {
		return ""
	}
	return f.toast.Say()
}

func (f *Frame) hideToast() {
	if f.until != nil {
		f.until()
		f.until = nil
	}
	if f.toast != nil {
		f.toast = nil
		f.Refresh()
	}
}

// Ask opens a dialog over the frame; nil before the frame stands on a window.
func (f *Frame) Ask(q overlays.Question) *overlays.Dialog {
	c := f.Canvas()
	if c == nil {
		return nil
	}
	return overlays.Ask(c, q)
}

// Canvas is what the frame stands on.
func (f *Frame) Canvas() fyne.Canvas {
	if f.on != nil {
		return f.on
	}
	return keys.CanvasOf(f)
}

// Jobs are the goroutines of the frame, for screens that want to share them.
func (f *Frame) Jobs() *load.Jobs { return f.jobs }

// MayClose asks every screen that would lose something: the one in front first, then the others in the order of the rail. It returns
// the first sentence why the person should not leave yet, or "".
func (f *Frame) MayClose() string {
	ask := []Screen{}
	if f.current != nil {
		ask = append(ask, f.current)
	}
	for _, p := range f.opt.Places {
		if s, ok := f.screens[p.Name]; ok && s != f.current {
			ask = append(ask, s)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.screens)) {
		if s := f.screens[name]; !slices.Contains(ask, s) {
			ask = append(ask, s)
		}
	}
	for _, s := range ask {
		if c, ok := s.(Closer); ok {
			if why := c.MayClose(); why != "" {
				return why
			}
		}
	}
	return ""
}

// Stop tells the screen in front that it is left, ends the frame's goroutines and waits for them: what a screen stores as it is
// left is stored to its end.
func (f *Frame) Stop() {
	if f.current != nil {
		f.current.Hidden()
	}
	f.hideToast()
	f.jobs.Stop()
}

// CreateRenderer is part of fyne.Widget. The ground is the window's own, as theme.Surface, which Fyne has painted by then:
// without a graphics card a second one would be a third of all that drawing costs. A screen that lies on another says so itself.
func (f *Frame) CreateRenderer() fyne.WidgetRenderer {
	under := draw.NewGround(theme.Line, "", 0)
	beside := draw.NewGround(theme.Line, "", 0)
	below := draw.NewGround(theme.Line, "", 0)
	r := &draw.Renderer{}
	r.Live = func() []fyne.CanvasObject {
		objs := []fyne.CanvasObject{f.top, f.rail, f.head, f.strip, f.body, f.foot, under, beside, below}
		if f.toast != nil {
			objs = append(objs, f.toast)
		}
		return objs
	}
	r.Min = func() fyne.Size { return fyne.NewSize(1200, 640) }
	r.Lay = func(s fyne.Size) {
		top, head, foot := theme.Px(topHigh), theme.Px(headHigh), theme.Px(footHigh)
		folded := s.Width < theme.Px(foldUnder)
		rail := theme.Px(railWide)
		if folded {
			rail = theme.Px(railNarrow)
		}
		f.rail.fold(folded)
		f.top.fold(folded)
		place := func(o fyne.CanvasObject, x, y, w, h float32) {
			o.Move(fyne.NewPos(x, y))
			o.Resize(fyne.NewSize(w, h))
		}
		place(f.top, 0, 0, s.Width, top)
		place(under, 0, top-1, s.Width, 1)
		place(f.rail, 0, top, rail, s.Height-top-foot)
		place(beside, rail-1, 0, 1, s.Height-foot)
		place(f.head, rail, top, s.Width-rail, head)
		place(below, rail, top+head-1, s.Width-rail, 1)
		y := top + head
		if f.strip.Visible() {
			h := f.strip.MinSize().Height
			place(f.strip, rail, y, s.Width-rail, h)
			y += h
		}
		place(f.body, rail, y, s.Width-rail, s.Height-y-foot)
		place(f.foot, 0, s.Height-foot, s.Width, foot)
		if f.toast != nil {
			m := f.toast.MinSize()
			w := min(max(m.Width, theme.Px(280)), s.Width/2)
			place(f.toast, s.Width-w-theme.Px(16), s.Height-foot-theme.Px(12)-m.Height, w, m.Height)
		}
	}
	return r.Start(f)
}
