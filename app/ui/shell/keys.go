package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"huiying/app/ui/draw"
	"huiying/app/ui/keys"
	"huiying/app/ui/pop"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
)

const ctrl = fyne.KeyModifierShortcutDefault

// Attach binds the keys that work everywhere to the canvas the frame stands on. Call it after the frame became its content.
func (f *Frame) Attach(c fyne.Canvas) {
	f.on = c
	c.SetOnTypedKey(f.typed)
	bind := func(name fyne.KeyName, mod fyne.KeyModifier, do func()) {
		s := &desktop.CustomShortcut{KeyName: name, Modifier: mod}
		f.always[s.ShortcutName()] = do
		c.AddShortcut(s, func(s fyne.Shortcut) { f.TakeShortcut(s) })
		f.fixed = append(f.fixed, s)
	}
	for i, name := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9} {
		bind(name, ctrl, func() { f.rail.nth(i + 1) })
	}
	if f.opt.OnSearch != nil {
		bind(fyne.KeyK, ctrl, func() { f.top.search.Focus() })
	}
	bind(fyne.KeyN, ctrl, func() {
		if s, ok := f.current.(Creator); ok {
			s.Create()
		}
	})
	bind(fyne.KeyS, ctrl, func() {
		if s, ok := f.current.(Saver); ok {
			s.Save()
		}
	})
	bind(fyne.KeyL, fyne.KeyModifierAlt, func() {
		if f.opt.OnTheme != nil {
			f.opt.OnTheme()
		}
	})
	f.bind()
}

// Detach takes the keys away, as when the person signs out.
func (f *Frame) Detach() {
	if f.on == nil {
		return
	}
	f.on.SetOnTypedKey(nil)
	f.unbind()
	for _, s := range f.fixed {
		f.on.RemoveShortcut(s)
	}
	f.fixed, f.always = nil, map[string]func(){}
	f.on = nil
}

// bind ties the shortcuts of the screen in front.
func (f *Frame) bind() {
	f.unbind()
	if f.on == nil || f.current == nil {
		return
	}
	for _, k := range f.current.Keys() {
		if k.Name == "" || k.Do == nil || k.Modifier&^fyne.KeyModifierShift == 0 {
			continue
		}
		s := &desktop.CustomShortcut{KeyName: k.Name, Modifier: k.Modifier}
		f.mine[s.ShortcutName()] = k.Do
		if _, taken := f.always[s.ShortcutName()]; !taken {
			f.on.AddShortcut(s, func(s fyne.Shortcut) { f.TakeShortcut(s) })
			f.bound = append(f.bound, s)
		}
	}
}

func (f *Frame) unbind() {
	for _, s := range f.bound {
		if f.on != nil {
			f.on.RemoveShortcut(s)
		}
	}
	f.bound, f.mine = nil, map[string]func(){}
}

// TakeShortcut is part of keys.Taker: it does what a shortcut is bound to, the screen's before the frame's. Under an overlay
// nothing is done, but the shortcut counts as used.
func (f *Frame) TakeShortcut(s fyne.Shortcut) bool {
	do, ok := f.mine[s.ShortcutName()]
	if !ok {
		do, ok = f.always[s.ShortcutName()]
	}
	if !ok {
		return false
	}
	if c := f.Canvas(); c == nil || c.Overlays().Top() == nil {
		do()
	}
	return true
}

// typed gets the keys that nothing with the focus used.
func (f *Frame) typed(ev *fyne.KeyEvent) {
	c := f.Canvas()
	if c == nil {
		return
	}
	if c.Overlays().Top() != nil {
		if ev.Name == fyne.KeyEscape {
			keys.Escape(c)
		}
		return
	}
	switch ev.Name {
	case fyne.KeyF1:
		f.Sheet()
	case fyne.KeyF5:
		if s, ok := f.current.(Refetcher); ok {
			s.Refetch()
		}
	case fyne.KeyF6:
		if s, ok := f.current.(Paner); ok {
			s.NextPane()
		} else {
			c.FocusNext()
		}
	case fyne.KeyEscape:
		if s, ok := f.current.(Stepper); ok && s.StepBack() {
			return
		}
		if c.Focused() != nil {
			c.Unfocus()
			return
		}
		f.Back()
	default:
		f.screenKey(ev)
	}
}

// screenKey is a key of the screen without Ctrl or Alt, as F7 and Shift+F8.
func (f *Frame) screenKey(ev *fyne.KeyEvent) {
	if f.current == nil {
		return
	}
	held := fyne.KeyModifier(0)
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		held = d.CurrentKeyModifiers()
	}
	for _, k := range f.current.Keys() {
		if k.Name == ev.Name && k.Modifier == held && k.Do != nil {
			k.Do()
			return
		}
	}
}

// everywhere are the keys that work now whatever the screen, as the sheet lists them: what neither the program nor the screen in
// front can do has no line.
func (f *Frame) everywhere() []Key {
	_, creates := f.current.(Creator)
	_, saves := f.current.(Saver)
	_, fetches := f.current.(Refetcher)
	var out []Key
	for _, k := range []struct {
		has bool
		Key
	}{
		{true, Key{Label: "Ctrl+1…9", Say: "左栏第几项"}}, {f.opt.OnSearch != nil, Key{Label: "Ctrl+K", Say: "搜"}}, {creates, Key{Label: "Ctrl+N", Say: "新建"}},
		{saves, Key{Label: "Ctrl+S", Say: "存"}}, {fetches, Key{Label: "F5", Say: "重取"}}, {true, Key{Label: "F6", Say: "下一栏"}},
		{true, Key{Label: "Esc", Say: "关上，或退回一步"}}, {f.opt.OnTheme != nil, Key{Label: "Alt+L", Say: "亮色、暗色"}}, {true, Key{Label: "Tab", Say: "下一处"}},
		{true, Key{Label: "Ctrl+E", Say: "看清、遮住密码"}},
	} {
		if k.has {
			out = append(out, k.Key)
		}
	}
	return out
}

// Sheet shows the keys of the screen in front.
func (f *Frame) Sheet() {
	c := f.Canvas()
	if c == nil || f.current == nil {
		return
	}
	column := func(title string, list []Key) fyne.CanvasObject {
		objs := []fyne.CanvasObject{draw.NewBold(title, theme.Body, theme.Text)}
		for _, k := range list {
			objs = append(objs, draw.Row(8, draw.Exact(draw.NewText(k.Label, theme.Dense, theme.Blue), 120, 24), draw.NewText(k.Say, theme.Dense, theme.Text)))
		}
		return draw.Col(2, objs...)
	}
	var p *pop.Pop
	shut := widgets.NewButton(widgets.Plain, "关上", func() { p.Close() }).High(28)
	cols := draw.TopRow(24, draw.Grow(column(f.current.Title(), f.current.Keys())), draw.Grow(column("到处能用", f.everywhere())))
	body := draw.Inset(draw.Col(12, draw.NewBold("本页快捷键", theme.Title, theme.Text), cols, draw.Row(0, draw.Fill(), shut)), 14, 18, 14, 18)
	p = pop.Open(c, body, pop.Options{Place: pop.Middle, Width: 560, First: shut})
}
