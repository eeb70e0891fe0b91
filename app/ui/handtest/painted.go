package handtest

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/keys"
	"huiying/app/ui/load"
)

// Painted is a screen of Fyne's test driver, whose paintings wait in a queue.
type Painted struct {
	Canvas fyne.Canvas
	Queue  *load.Queue
	mins   map[fyne.CanvasObject]fyne.Size // of what was there the last time
}

// Look is part of Screen.
func (p *Painted) Look(text string) []Sight { return Look(p.Canvas, text) }

// Words is part of Screen.
func (p *Painted) Words() string { return Words(p.Canvas) }

// Size is part of Screen.
func (p *Painted) Size() fyne.Size { return p.Canvas.Size() }

// Settle is part of Screen. A window lays out anew, before a frame, what stands around something that has grown; the test
// driver leaves that out.
func (p *Painted) Settle() {
	p.Queue.Settle(60*time.Millisecond, 5*time.Second)
	mins := map[fyne.CanvasObject]fyne.Size{}
	p.lay(p.Canvas.Content(), mins)
	for _, o := range p.Canvas.Overlays().List() {
		p.lay(o, mins)
	}
	p.mins = mins
}

// lay lays out what holds something of another size than the last time, from the outside in, and notes all sizes in mins.
func (p *Painted) lay(root fyne.CanvasObject, mins map[fyne.CanvasObject]fyne.Size) {
	var grown []fyne.CanvasObject
	walk(root, nil, func(o fyne.CanvasObject, in []fyne.CanvasObject) {
		now := o.MinSize()
		if was, ok := p.mins[o]; ok && was != now && len(in) > 0 {
			grown = append(grown, in[len(in)-1])
		}
		mins[o] = now
	})
	for _, o := range grown {
		switch x := o.(type) {
		case *fyne.Container:
			if x.Layout != nil {
				x.Layout.Layout(x.Objects, x.Size())
			}
		case fyne.Widget:
			test.WidgetRenderer(x).Layout(x.Size())
		}
	}
}

// Tap is part of Screen. A window focuses a field on the press, before the tap; the test driver leaves that out.
func (p *Painted) Tap(at fyne.Position) {
	test.TapCanvas(p.Canvas, at)
	if p.Canvas.Focused() != nil {
		return
	}
	var field fyne.Focusable
	p.under(at, func(o fyne.CanvasObject) {
		f, focusable := o.(fyne.Focusable)
		_, types := o.(fyne.Shortcutable)
		if d, ok := o.(fyne.Disableable); focusable && types && ok && !d.Disabled() {
			field = f
		}
	})
	if field != nil {
		p.Canvas.Focus(field)
	}
}

// Wheel is part of Screen.
func (p *Painted) Wheel(at fyne.Position, up bool) {
	by := float32(-40)
	if up {
		by = 40
	}
	var last fyne.Scrollable
	p.under(at, func(o fyne.CanvasObject) {
		if s, ok := o.(fyne.Scrollable); ok {
			last = s
		}
	})
	if last != nil {
		last.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: by}})
	}
}

// under visits what is in front and lies under a place, outermost first.
func (p *Painted) under(at fyne.Position, see func(fyne.CanvasObject)) {
	root := p.Canvas.Content()
	if top := p.Canvas.Overlays().Top(); top != nil {
		root = top
	}
	walk(root, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		from, size := place(o), o.Size()
		if at.X >= from.X && at.Y >= from.Y && at.X < from.X+size.Width && at.Y < from.Y+size.Height {
			see(o)
		}
	})
}

// Typing is part of Screen.
func (p *Painted) Typing() bool {
	_, ok := p.Canvas.Focused().(fyne.Shortcutable)
	return ok
}

// Write is part of Screen.
func (p *Painted) Write(text string) {
	for _, r := range text {
		p.Canvas.Focused().TypedRune(r)
	}
}

// Press is part of Screen.
func (p *Painted) Press(mod fyne.KeyModifier, key fyne.KeyName) {
	focused := p.Canvas.Focused()
	if t, ok := focused.(fyne.Tabbable); key == fyne.KeyTab && (!ok || !t.AcceptsTab()) {
		if mod == fyne.KeyModifierShift {
			p.Canvas.FocusPrevious()
		} else {
			p.Canvas.FocusNext()
		}
		return
	}
	if mod == 0 {
		ev := &fyne.KeyEvent{Name: key}
		if focused != nil {
			focused.TypedKey(ev)
		} else if typed := p.Canvas.OnTypedKey(); typed != nil {
			typed(ev)
		}
		return
	}
	var s fyne.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: mod}
	f, ok := focused.(fyne.Shortcutable)
	if ok && mod == fyne.KeyModifierControl && key == fyne.KeyA {
		s = &fyne.ShortcutSelectAll{}
	}
	if ok {
		f.TypedShortcut(s)
	} else if t, ok := p.Canvas.Content().(keys.Taker); ok {
		t.TakeShortcut(s)
	}
}

var _ Screen = (*Painted)(nil)
