package preview

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/theme"
)

func key(what string, i int) string { return what + strconv.Itoa(i) }

func fillKey(fill bool) string {
	if fill {
		return "+"
	}
	return ""
}

func orNone(s string) string {
	if s == "" {
		return "没有写"
	}
	return s
}

func fyneStack(objs ...fyne.CanvasObject) fyne.CanvasObject { return container.NewStack(objs...) }

// fixed is a height of the design whatever the width.
func fixed(h float32) func(float32) float32 {
	return func(float32) float32 { return theme.Px(h) }
}

// grid lays pictures out three in a row; one alone takes two thirds of the width.
type grid struct {
	*fyne.Container
	n     int
	share float32 // height of a picture alone, as a share of its width
}

func newGrid(views []fyne.CanvasObject) *grid {
	g := &grid{n: len(views), share: 0.75}
	g.Container = container.New(g, views...)
	return g
}

func (g *grid) cell(w float32) float32 {
	if g.n == 1 {
		return w * 2 / 3
	}
	return (w - 2*theme.Px(4)) / 3
}

func (g *grid) highAt(w float32) float32 {
	if g.n == 1 {
		return g.cell(w) * g.share
	}
	rows := float32((g.n + 2) / 3)
	return rows*g.cell(w) + (rows-1)*theme.Px(4)
}

// Layout is part of fyne.Layout.
func (g *grid) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	c := g.cell(s.Width)
	for i, o := range objs {
		o.Move(fyne.NewPos(float32(i%3)*(c+theme.Px(4)), float32(i/3)*(c+theme.Px(4))))
		if g.n == 1 {
			o.Resize(fyne.NewSize(c, c*g.share))
		} else {
			o.Resize(fyne.NewSize(c, c))
		}
	}
}

// MinSize is part of fyne.Layout; the phone gives the real height.
func (g *grid) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }
