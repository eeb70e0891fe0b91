package typing

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/keys"
	"huiying/app/ui/typing/input"
)

// Root is the content of a window: it brings the input method to every field on the window. What it shows can be changed.
type Root struct {
	widget.BaseWidget
	content fyne.CanvasObject
	method  input.Method
}

// NewRoot returns a root with a content and an input method; a nil method is None.
func NewRoot(content fyne.CanvasObject, method input.Method) *Root {
	if method == nil {
		method = input.None{}
	}
	r := &Root{content: content, method: method}
	r.ExtendBaseWidget(r)
	return r
}

// InputMethod is part of input.Host.
func (r *Root) InputMethod() input.Method { return r.method }

// SetContent changes the content, as from signing in to the frame.
func (r *Root) SetContent(content fyne.CanvasObject) {
	if c := keys.CanvasOf(r); c != nil {
		c.Unfocus() // Fyne goes on giving keys to a field that is gone
	}
	r.content = content
	r.Refresh()
}

// TakeShortcut is part of keys.Taker: the content's shortcuts work from within a field.
func (r *Root) TakeShortcut(s fyne.Shortcut) bool {
	t, ok := r.content.(keys.Taker)
	return ok && t.TakeShortcut(s)
}

// CreateRenderer is part of fyne.Widget.
func (r *Root) CreateRenderer() fyne.WidgetRenderer {
	d := &draw.Renderer{}
	d.Live = func() []fyne.CanvasObject { return []fyne.CanvasObject{r.content} }
	d.Min = func() fyne.Size { return r.content.MinSize() }
	d.Lay = func(s fyne.Size) { r.content.Resize(s) }
	return d.Start(r)
}

var _ input.Host = (*Root)(nil)
