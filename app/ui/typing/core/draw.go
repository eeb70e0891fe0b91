package core

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/typing/input"
)

// CreateRenderer takes Fyne's renderer without its box and border, which the Entry draws, and lays the preedit over it.
func (c *Core) CreateRenderer() fyne.WidgetRenderer {
	inner := c.Entry.CreateRenderer()
	for _, o := range inner.Objects() {
		if s, ok := o.(*container.Scroll); ok {
			c.scroll = s
		}
	}
	return &coreRenderer{WidgetRenderer: inner, c: c}
}

type coreRenderer struct {
	fyne.WidgetRenderer
	c *Core
}

// Objects leaves out the first two of Fyne's: box and border.
func (r *coreRenderer) Objects() []fyne.CanvasObject {
	objs := r.WidgetRenderer.Objects()
	if len(objs) < 2 {
		return objs
	}
	return append(append([]fyne.CanvasObject(nil), objs[2:]...), r.c.under...)
}

func (r *coreRenderer) Refresh() {
	if r.c.held {
		return
	}
	r.WidgetRenderer.Refresh()
	r.c.under = r.c.underline()
}

func (r *coreRenderer) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.c.under = r.c.underline()
}

// scrolled is how far the text is scrolled inside the field.
func (c *Core) scrolled() fyne.Position {
	if c.scroll == nil {
		return fyne.Position{}
	}
	return c.scroll.Offset
}

// TappedSecondary shows the menu of a text field in our words.
func (c *Core) TappedSecondary(ev *fyne.PointEvent) {
	cv := c.Canvas()
	if cv == nil || c.Disabled() && c.rules.Secret {
		return
	}
	c.Finish()
	cv.Focus(c)
	board := fyne.CurrentApp().Clipboard()
	item := func(label string, s fyne.Shortcut) *fyne.MenuItem {
		return fyne.NewMenuItem(label, func() { c.act(s) })
	}
	copyItem := item("复制", &fyne.ShortcutCopy{Clipboard: board})
	all := item("全选", &fyne.ShortcutSelectAll{})
	items := []*fyne.MenuItem{}
	switch {
	case c.Disabled():
		items = append(items, copyItem, all)
	case c.rules.Secret:
		items = append(items, item("粘贴", &fyne.ShortcutPaste{Clipboard: board}), all)
	default:
		items = append(items, item("撤销", &fyne.ShortcutUndo{}), item("重做", &fyne.ShortcutRedo{}),
			fyne.NewMenuItemSeparator(), item("剪切", &fyne.ShortcutCut{Clipboard: board}), copyItem,
			item("粘贴", &fyne.ShortcutPaste{Clipboard: board}), all)
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(c).Add(ev.Position)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), cv, at)
}

var (
	_ desktop.Keyable = (*Core)(nil)
	_ input.Field     = (*Core)(nil)
)
