package schedule

import (
	"fmt"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/schedule/look"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
)

// shownAccounts is how many accounts the row of budgets has room for.
const shownAccounts = 5

func (s *Screen) paintQuota() {
	objs := []fyne.CanvasObject{draw.Exact(draw.NewText("发布额度", theme.Note, theme.Text3), 72, 37)}
	for i, a := range s.data.accounts {
		if i == shownAccounts {
			objs = append(objs, draw.Pad(draw.NewText(fmt.Sprintf("还有 %d 个账号", len(s.data.accounts)-i), theme.Note, theme.Text3), 12, 0))
			break
		}
		say, warn := look.Budget(a, s.data.bindings[a.ID])
		ink := theme.Text3
		if warn {
			ink = theme.Amber
		}
		objs = append(objs, draw.Exact(draw.Middle(draw.Row(6, widgets.NewTile(a.Platform.Tile()),
			draw.NewText(draw.Clip(a.Name, theme.Px(104), theme.Dense, false), theme.Dense, theme.Text), draw.NewText(say, theme.Note, ink))), 0, 37),
			draw.Pad(draw.Exact(draw.NewGround(theme.Line, "", 0), 1, 37), 12, 0))
	}
	s.quota.Objects = append(objs, draw.Fill())
	s.quota.Refresh()
}
