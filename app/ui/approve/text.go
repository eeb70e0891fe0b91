package approve

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"huiying/app/ui/approve/paper"
	"huiying/app/ui/panes"
	"huiying/app/ui/theme"
)

// widestText is how wide a line of text gets at most: longer lines read badly.
const widestText = 800

// setBlocks shows blocks and begins at the top; keep leaves the place where it was.
func (s *Screen) setBlocks(blocks []paper.Block, keep bool) {
	at := s.scroll.Offset()
	s.blocks = nil
	objs := make([]fyne.CanvasObject, len(blocks))
	for i, b := range blocks {
		objs[i] = b.Obj
		if b.Changed {
			s.blocks = append(s.blocks, b)
		}
	}
	s.page.Objects = objs
	s.page.Refresh()
	s.scroll.Refresh()
	if !keep {
		s.change, at = -1, 0
	}
	s.scroll.To(at)
	s.change = min(s.change, len(s.blocks)-1)
	s.sayChange()
}

func (s *Screen) sayChange() {
	why := ""
	switch {
	case len(s.blocks) == 0 && s.canCompare() && s.modes.Chosen() == 0:
		s.counter.Set("没有改动")
		why = "没有改动"
	case len(s.blocks) == 0:
		s.counter.Set("")
		why = "没有对比"
	case s.change < 0:
		s.counter.Set(fmt.Sprintf("改动 %d 处", len(s.blocks)))
	default:
		s.counter.Set("改动 " + strconv.Itoa(s.change+1) + " / " + strconv.Itoa(len(s.blocks)))
	}
	s.prev.Block(why)
	s.next.Block(why)
}

// Step goes to the next change, or the one before.
func (s *Screen) Step(by int) {
	if len(s.blocks) == 0 {
		return
	}
	if s.change < 0 && by < 0 {
		s.change = 0
	}
	s.change = (s.change + by + len(s.blocks)) % len(s.blocks)
	s.scroll.To(max(s.blocks[s.change].Obj.Position().Y+s.page.Position().Y-theme.Px(40), 0))
	s.sayChange()
}

// narrow keeps the text column from getting wider than it reads well.
type narrow struct{ wide float32 }

func (n narrow) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(fyne.NewSize(min(size.Width, theme.Px(n.wide)), size.Height))
	}
}

func (n narrow) MinSize(objs []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, o := range objs {
		size = size.Max(o.MinSize())
	}
	return fyne.NewSize(0, size.Height)
}

// wide gives the right column what the text column has no use for in a wide window.
type wide struct {
	split *panes.Split
	moved bool // a person set the width
	last  float32
}

func (w *wide) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	if w.split.OnMove == nil {
		w.split.OnMove = func(float32) { w.moved = true }
	}
	if scale := theme.Px(100) / 100; !w.moved && size.Width != w.last && scale > 0 {
		w.last = size.Width
		w.split.SetWidth(min(max(size.Width/scale-widestText-50, 304), 520))
	}
	for _, o := range objs {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

func (w *wide) MinSize(objs []fyne.CanvasObject) fyne.Size { return objs[0].MinSize() }
