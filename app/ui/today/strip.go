package today

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/lists"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
)

// cellWide is how wide an account is in the strip, at least.
const cellWide = 127

func (s *Screen) silences(ctx context.Context) ([]accounts.Silence, error) {
	list, err := s.d.Register.Countdown(ctx)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(a accounts.Silence) bool {
		return !a.Counts && a.Account.State != accounts.Normal && a.Account.State != accounts.Rectifying
	})
	slices.SortStableFunc(list, func(a, b accounts.Silence) int {
		switch {
		case a.Counts != b.Counts:
			if a.Counts {
				return -1
			}
			return 1
		}
		return a.Left - b.Left
	})
	return list, nil
}

// fillStrip draws how long each account has been silent, the nearest to the veto first.
func (s *Screen) fillStrip(list []accounts.Silence) {
	if len(list) == 0 {
		s.stripBody.Objects = []fyne.CanvasObject{draw.Pad(draw.Row(8, draw.NewIcon("id", 18, theme.Text3),
			draw.NewText("还没有在用的账号。登记、备案以后，这里会数着 14 天。", theme.Dense, theme.Text2)), 16, 0)}
		s.stripBody.Refresh()
		return
	}
	cells := make([]fyne.CanvasObject, len(list))
	for i, a := range list {
		cells[i] = s.cell(a)
	}
	s.stripBody.Objects = []fyne.CanvasObject{container.New(&inCells{}, cells...)}
	s.stripBody.Refresh()
}

// cell is one account; pressing it opens a new draft already addressed to it, for those who write.
func (s *Screen) cell(a accounts.Silence) fyne.CanvasObject {
	tone, ink, say := widgets.Green, theme.Text2, "今天更新"
	whole := a.Days + a.Left
	switch {
	case !a.Counts:
		say = "还没有发过"
	case a.Left <= 0:
		tone, ink, say = widgets.Red, theme.Red, fmt.Sprintf("%d 天未更新，已触发", a.Days)
	case a.Left <= 2:
		tone, ink, say = widgets.Red, theme.Red, fmt.Sprintf("%d 天未更新", a.Days)
	case a.Left <= 4:
		tone, ink, say = widgets.Amber, theme.Amber, fmt.Sprintf("%d 天未更新", a.Days)
	case a.Days > 0:
		say = fmt.Sprintf("%d 天未更新", a.Days)
	}
	share := float64(0)
	if whole > 0 {
		share = min(float64(a.Days)/float64(whole), 1)
	}
	name := draw.Row(6, widgets.NewTile(a.Account.Platform.Tile()), draw.Grow(draw.NewText(a.Account.Name, theme.Dense, theme.Text).Cutting()))
	content := draw.Pad(draw.Col(5, name, widgets.NewBar(share, tone), draw.NewText(say, theme.Note, ink).Cutting()), 10, 8)
	open, param := toAccounts, shell.Params{"id": string(a.Account.ID)}
	if s.me.Has(people.Officer) {
		open, param = toCompose, shell.Params{"account": string(a.Account.ID)}
	}
	return draw.TallRow(0, draw.Grow(lists.NewRow(76, content, func() { s.d.Frame.Open(open, param) }).Plain()), draw.NewLine(theme.Line))
}

// inCells gives each account its width; those that do not fit are left out, the last place then says how many.
type inCells struct{}

func (*inCells) MinSize([]fyne.CanvasObject) fyne.Size { return theme.Size(cellWide, 76) }

func (*inCells) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	fit := max(int(size.Width/theme.Px(cellWide)), 1)
	w := size.Width / float32(max(min(fit, len(objs)), 4))
	w = min(w, theme.Px(cellWide*1.6))
	for i, o := range objs {
		if i >= fit {
			o.Hide()
			continue
		}
		o.Show()
		o.Move(fyne.NewPos(float32(i)*w, 0))
		o.Resize(fyne.NewSize(w, size.Height))
	}
}

// strip is the card at the foot of the screen.
func (s *Screen) strip() fyne.CanvasObject {
	say := flow.Plain("满 14 天不更新\n即一票否决", theme.Note, theme.Text2)
	head := draw.Panel(theme.Surface2, "", 0, draw.Pad(draw.Col(0, draw.Fill(), draw.NewBold("账号监测", theme.Body, theme.Text), say, draw.Fill()), 12, 0))
	return widgets.Card(draw.Fixed(draw.TallRow(0, draw.Exact(head, 104, 0), draw.NewLine(theme.Line), draw.Grow(s.silent.Object())), 0, 76))
}
