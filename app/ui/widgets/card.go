package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

// Card puts content on a surface with a border and round corners.
func Card(content fyne.CanvasObject) *fyne.Container {
	return container.NewStack(draw.NewGround(theme.Surface, theme.Line, 6), draw.Inset(content, 1, 1, 1, 1))
}

// CardWith is a card with a head above the content and a line between them; the content takes the height that is left.
func CardWith(head, content fyne.CanvasObject) *fyne.Container {
	return Card(draw.Col(0, head, draw.NewLine(theme.Line), draw.Grow(content)))
}

// Edged is a card with a coloured edge on the left: a finding or a refusal.
func Edged(tone Tone, content fyne.CanvasObject) *fyne.Container {
	edge := draw.Fixed(draw.NewGround(tone.Fill(), "", 2), 4, 0)
	return container.NewStack(draw.NewGround(theme.Surface, theme.Line, 6), draw.TallRow(0, edge, draw.Grow(content)))
}

// Section is the head of a card or pane, 36 high: a bold name, a note beside it, and actions on the right.
func Section(name, note string, actions ...fyne.CanvasObject) *fyne.Container {
	return head(36, name, draw.NewText(note, theme.Note, theme.Text3), actions)
}

// SmallSection is Section, 32 high.
func SmallSection(name, note string, actions ...fyne.CanvasObject) *fyne.Container {
	return head(32, name, draw.NewText(note, theme.Note, theme.Text3), actions)
}

// SectionWith is Section with a note that the caller changes.
func SectionWith(name string, note *draw.Text, actions ...fyne.CanvasObject) *fyne.Container {
	return head(36, name, note, actions)
}

func head(high float32, name string, note fyne.CanvasObject, actions []fyne.CanvasObject) *fyne.Container {
	objs := append([]fyne.CanvasObject{draw.NewBold(name, theme.Body, theme.Text), note, draw.Fill()}, actions...)
	return draw.Fixed(draw.Pad(draw.Row(8, objs...), 12, 0), 0, high)
}

// TabHead is a head whose place is taken by tabs, with a note or actions on the right.
func TabHead(tabs *Tabs, right ...fyne.CanvasObject) *fyne.Container {
	side := draw.Row(8, right...)
	return draw.Fixed(draw.Pad(draw.TallRow(8, tabs, draw.Fill(), side), 12, 0), 0, 42)
}

// SegmentHead is a small head with a name and a control beside it, as 答复 with its two ways.
func SegmentHead(name string, control fyne.CanvasObject, right ...fyne.CanvasObject) *fyne.Container {
	objs := append([]fyne.CanvasObject{draw.NewBold(name, theme.Body, theme.Text), control, draw.Fill()}, right...)
	return draw.Fixed(draw.Pad(draw.Row(8, objs...), 12, 0), 0, 36)
}

// TableHead is the grey line above a table, 32 high; the caller lays out the cells.
func TableHead(cells fyne.CanvasObject) *fyne.Container {
	return draw.Fixed(draw.Panel(theme.Surface2, "", 0, draw.Pad(cells, 12, 0)), 0, 32)
}
