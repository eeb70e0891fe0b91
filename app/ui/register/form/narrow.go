package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/theme"
)

// Narrow keeps a form from getting wider than reads well.
func Narrow(o fyne.CanvasObject) fyne.CanvasObject { return container.New(narrow{}, o) }

type narrow struct{}

func (narrow) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		w := min(size.Width, theme.Px(1080))
		o.Resize(fyne.NewSize(w, size.Height))
		o.Move(fyne.NewPos((size.Width-w)/2, 0))
	}
}

func (narrow) MinSize(objs []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Px(700), objs[0].MinSize().Height)
}
