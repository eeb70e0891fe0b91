package today

import (
	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
)

// taskRow is one pooled row of the tasks, 50 high, with the one action of its task.
type taskRow struct {
	*fyne.Container
	icon        *draw.Icon
	title, note *draw.Text
	chip        *widgets.Chip
	button      *widgets.Button
	id          string
}

func (s *Screen) newRow() *taskRow {
	r := &taskRow{icon: draw.NewIcon("", 18, theme.Text2), title: draw.NewText("", theme.Body, theme.Text).Cutting(),
		note: draw.NewText("", theme.Note, theme.Text3).Cutting(), chip: widgets.NewChip(widgets.Grey, "", "")}
	r.button = widgets.NewButton(widgets.Plain, "", func() { s.open(r.id) }).High(28)
	words := draw.Col(0, draw.Fill(), r.title, r.note, draw.Fill())
	r.Container = draw.Pad(draw.Row(10, r.icon, draw.Grow(words), r.chip, draw.Fixed(r.button, 64, 28)), 12, 0)
	return r
}

func (s *Screen) bind(id string, o fyne.CanvasObject, _ lists.State) {
	r, t := s.rows[o], s.byID[id]
	if r == nil {
		return
	}
	r.id = id
	r.icon.Set(t.kind.icon(), theme.Text2)
	r.title.Set(t.title)
	r.note.Set(t.note)
	r.chip.Set(t.mark.Tone, t.mark.Icon, t.mark.Text)
	r.button.SetLabel(t.verb)
	if id == s.first {
		r.button.SetKind(widgets.Primary)
	} else {
		r.button.SetKind(widgets.Plain)
	}
	o.Refresh()
}
