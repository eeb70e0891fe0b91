package typing

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

// tool is the small icon at the end of a field. It takes no focus: it would take it from the field.
type tool struct {
	widget.BaseWidget
	icon  string
	on    bool
	press func()
}

func newTool(icon string, press func()) *tool {
	t := &tool{icon: icon, press: press}
	t.ExtendBaseWidget(t)
	return t
}

func (t *tool) Tapped(*fyne.PointEvent) {
	if t.press != nil {
		t.press()
	}
}

func (t *tool) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (t *tool) CreateRenderer() fyne.WidgetRenderer {
	icon := draw.NewIcon(t.icon, 16, theme.Text3)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{icon}}
	r.Min = func() fyne.Size { return theme.Size(24, 24) }
	r.Lay = func(s fyne.Size) { icon.Resize(s) }
	r.Paint = func() {
		ink := theme.Text3
		if t.on {
			ink = theme.Blue
		}
		icon.Set(t.icon, ink)
	}
	return r.Start(t)
}
