package today

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/internal/workdays"
)

// bar is the bar of a drill: its clock, and how it is moved.
type bar struct {
	d      Deps
	jobs   *load.Jobs
	moved  func()
	clock  *draw.Text
	hour   *widgets.Button
	next   *widgets.Button
	busy   bool
	object fyne.CanvasObject
}

func newBar(d Deps, jobs *load.Jobs, moved func()) *bar {
	b := &bar{d: d, jobs: jobs, moved: moved, clock: draw.NewText("", theme.Dense, theme.Text)}
	b.hour = widgets.NewButton(widgets.Plain, "拨快 1 小时", func() { b.advance(func(context.Context) (time.Duration, string, error) { return time.Hour, "", nil }) }).High(24)
	b.next = widgets.NewButton(widgets.Plain, "到下一件", func() { b.advance(b.until) }).High(24).WithIcon("right")
	row := draw.Row(8, draw.NewIcon("drill", 16, theme.Text2), draw.NewBold("演练", theme.Dense, theme.Text), b.clock,
		draw.Grow(draw.NewText("程序和两家平台用同一个钟，只能往前拨", theme.Note, theme.Text3).Cutting()), b.hour, b.next)
	b.object = draw.Fixed(container.NewStack(draw.NewGround(theme.Surface2, theme.LineStrong, 4), draw.Pad(row, 12, 0)), 0, 32)
	b.tick()
	return b
}

func (b *bar) tick() {
	now := b.d.Now().In(workdays.Shanghai)
	b.clock.Set(date(now) + " " + workdays.WeekdayName(now.Weekday()) + " " + clock(now))
}

// until is how far the next thing is that the program does by itself.
func (b *bar) until(ctx context.Context) (time.Duration, string, error) {
	at, ok, err := b.d.Drill.Next(ctx)
	switch left := at.Sub(b.d.Now()); {
	case err != nil:
		return 0, "", err
	case !ok:
		return 0, "后面没有排着的事，时钟没有动", nil
	case left <= 0:
		return 0, "下一件正在办，时钟没有动", nil
	default:
		return left + time.Second, "", nil
	}
}

func (b *bar) advance(by func(context.Context) (time.Duration, string, error)) {
	if b.busy {
		return
	}
	b.busy = true
	b.hour.Block("正在拨")
	b.next.Block("正在拨")
	b.jobs.Go(func(ctx context.Context) func() {
		d, say, err := by(ctx)
		if err == nil && d > 0 {
			err = b.d.Drill.Advance(ctx, d)
		}
		return func() {
			b.busy = false
			b.hour.Block("")
			b.next.Block("")
			switch {
			case err != nil:
				b.d.Frame.Toast(problem.Words(err), nil)
			case say != "":
				b.d.Frame.Toast(say, nil)
			default:
				b.d.Frame.Toast("时钟拨到 "+moment(b.d.Now()), nil)
			}
			b.moved()
		}
	})
}
