// Package states draws what a pane shows when it has nothing, not yet, or no right: empty, filtered to nothing, loading, failed,
// somebody else's. Each says in words why, and what to do. It fetches nothing; package load decides when which is shown.
package states

import (
	"fmt"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
)

// pane puts an icon, a bold line, a note and a button in the middle.
func pane(icon string, ink fyne.ThemeColorName, title, note string, button *widgets.Button) fyne.CanvasObject {
	text := flow.Plain(note, theme.Note, theme.Text2)
	text.Align = fyne.TextAlignCenter
	objs := []fyne.CanvasObject{
		draw.NewIcon(icon, 28, ink),
		draw.NewBold(title, theme.Body, theme.Text).Center(),
	}
	if note != "" {
		objs = append(objs, text)
	}
	if button != nil {
		objs = append(objs, draw.Inset(draw.Row(0, draw.Fill(), button.High(24), draw.Fill()), 6, 0, 0, 0))
	}
	return draw.Col(0, draw.Fill(), draw.Pad(draw.Col(4, objs...), 24, 8), draw.Fill())
}

// Empty is the good kind of nothing: say why it is empty. The button may be nil.
func Empty(title, note string, button *widgets.Button) fyne.CanvasObject {
	return pane("okc", theme.Green, title, note, button)
}

// Filtered is nothing because of a filter; it never looks like all done.
func Filtered(title string, clear func()) fyne.CanvasObject {
	return pane("filter", theme.Text3, title, "", widgets.NewButton(widgets.Plain, "清除条件", clear))
}

// Failed is a pane that could not be filled. fix is one button that mends it, nil where there is none.
func Failed(title, note string, fix *widgets.Button) fyne.CanvasObject {
	return pane("stop", theme.Red, title, note, fix)
}

// FailedWith is Failed with the words of an error and a button that tries again.
func FailedWith(title string, err error, retry func()) fyne.CanvasObject {
	return Failed(title, problem.Words(err), widgets.NewButton(widgets.Outline, "再试一次", retry))
}

// Offline is a pane that cannot be reached now.
func Offline(title, note string, retry func()) fyne.CanvasObject {
	return pane("warn", theme.Amber, title, note, widgets.NewButton(widgets.Outline, "再试一次", retry))
}

// NoRight says whose page it is; it names the role, not a code.
func NoRight(role string) fyne.CanvasObject {
	return pane("lock", theme.Text3, "这一页归"+role+"看", "需要的话，请管理员在“设置 → 人员”里给您这个角色。", nil)
}

// Choose is the pane beside a list in which nothing is chosen.
func Choose(say string) fyne.CanvasObject { return pane("left", theme.Text3, say, "", nil) }

// Skeleton is grey bars in the shape of the rows to come. After three seconds it says what is being fetched and for how long,
// after twenty it offers not to wait.
type Skeleton struct {
	widget.BaseWidget
	what   string
	rows   int
	waited time.Duration
	say    *flow.Flow
	icon   *draw.Icon
	stop   *widgets.Button
}

// The times after which a Skeleton says more.
const (
	SayAfter  = 3 * time.Second
	StopAfter = 20 * time.Second
)

// NewSkeleton returns bars for some rows. what is what is being fetched, as "12 件留言"; stop may be nil.
func NewSkeleton(what string, rows int, stop func()) *Skeleton {
	s := &Skeleton{what: what, rows: rows}
	s.say = flow.Plain("", theme.Note, theme.Text2)
	s.icon = draw.NewIcon("sync", 14, theme.Text3)
	s.stop = widgets.NewButton(widgets.Plain, "不等了", stop).High(24)
	s.stop.Hide()
	s.ExtendBaseWidget(s)
	return s
}

// Waited tells how long it has been shown.
func (s *Skeleton) Waited(d time.Duration) {
	s.waited = d
	if d >= SayAfter {
		s.say.SetText(fmt.Sprintf("正在取%s，已用 %d 秒", s.what, int(d/time.Second)))
	}
	if d >= StopAfter && s.stop.OnPress != nil {
		s.stop.Show()
	}
	s.Refresh()
}

// Says returns the words under the bars, empty before three seconds.
func (s *Skeleton) Says() string { return s.say.Text() }

// CreateRenderer is part of fyne.Widget.
func (s *Skeleton) CreateRenderer() fyne.WidgetRenderer {
	var bars []fyne.CanvasObject
	for range s.rows {
		bars = append(bars, draw.NewGround(theme.Line, "", 3))
	}
	foot := draw.Row(6, s.icon, draw.Grow(s.say), s.stop)
	r := &draw.Renderer{Objs: append(append([]fyne.CanvasObject{}, bars...), foot)}
	r.Min = func() fyne.Size { return fyne.NewSize(theme.Px(80), theme.Px(18)*float32(s.rows)+theme.Px(44)) }
	r.Lay = func(size fyne.Size) {
		y := theme.Px(12)
		for i, b := range bars {
			// Lengths that look like lines of text, the same at every painting.
			share := 0.62 + 0.3*math.Abs(math.Sin(float64(i)*2.3+0.9))
			b.Move(fyne.NewPos(theme.Px(14), y))
			b.Resize(fyne.NewSize((size.Width-theme.Px(28))*float32(share), theme.Px(10)))
			y += theme.Px(18)
		}
		foot.Move(fyne.NewPos(theme.Px(14), y))
		foot.Resize(fyne.NewSize(size.Width-theme.Px(28), theme.Px(24)))
	}
	r.Paint = func() {
		if s.waited < SayAfter {
			foot.Hide()
		} else {
			foot.Show()
			foot.Refresh()
		}
	}
	return r.Start(s)
}
