// Package paper is what a reviewer reads: a post, an answer under its question, a filing of the register, as blocks that stand
// under each other, with what changed against an older text marked in them. It shows and decides nothing, and fetches nothing.
package paper

import (
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"huiying/accounts"
	"huiying/app/ui/approve/differ"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/publishing"
)

// Article is a revision with the one that it is compared to.
type Article struct {
	Now      publishing.Revision
	Before   *publishing.Revision // nil: there is nothing to compare to
	Seen     bool                 // Before is what this person decided on, not merely the last round's
	Accounts map[accounts.ID]accounts.Account
	Pictures map[string]image.Image
}

// Block is one thing of the text column: a paragraph, a field, a picture. Changed blocks are what N and P go to.
type Block struct {
	Obj     fyne.CanvasObject
	Changed bool
}

// marks turns parts into runs; reading shows the new text alone.
func marks(parts []differ.Part, reading, bold bool) []flow.Run {
	var runs []flow.Run
	for _, p := range parts {
		switch {
		case p.Op == differ.Same:
			runs = append(runs, flow.Run{Text: p.Text, Bold: bold})
		case reading && p.Op == differ.Inserted:
			runs = append(runs, flow.Run{Text: p.Text, Bold: bold})
		case reading:
		case p.Op == differ.Inserted:
			runs = append(runs, flow.Run{Text: p.Text, Bold: bold, Mark: flow.Inserted, Color: theme.Blue})
		default:
			runs = append(runs, flow.Run{Text: p.Text, Bold: bold, Mark: flow.Deleted, Color: theme.Text3})
		}
	}
	return runs
}

// compared is the parts of a text; without an older one it is all the same.
func compared(before *string, after string) []differ.Part {
	if before == nil {
		if after == "" {
			return nil
		}
		return []differ.Part{{Op: differ.Same, Text: after}}
	}
	return differ.Words(*before, after)
}

// row puts a mark, a number and a content beside each other.
func row(changed bool, number string, content fyne.CanvasObject) fyne.CanvasObject {
	edge := theme.Clear
	if changed {
		edge = theme.BlueFill
	}
	no := draw.Exact(draw.Inset(draw.NewText(number, theme.Note, theme.Text3).Right(), 5, 0, 0, 0), 18, 26)
	return draw.TallRow(0, draw.Exact(draw.NewGround(edge, "", 0), 3, 0), draw.Col(0, no), draw.Exact(draw.Fill(), 8, 0), draw.Grow(content))
}

// paragraph is a Block of running text.
func paragraph(number string, parts []differ.Part, size float32, reading, bold bool) Block {
	f := flow.New(size, marks(parts, reading, bold)...)
	changed := differ.Changed(parts) && !reading
	return Block{draw.Inset(row(changed, number, f), 0, 0, 12, 0), changed}
}

// field is a name and a value; nothing where neither the old nor the new value says anything.
func field(name string, before *string, after string, reading bool) (Block, bool) {
	parts := compared(before, after)
	if len(parts) == 0 || reading && after == "" {
		return Block{}, false
	}
	f := flow.New(theme.Body, marks(parts, reading, false)...)
	changed := differ.Changed(parts) && !reading
	key := draw.Exact(draw.NewText(name, theme.Dense, theme.Text3), 84, 22)
	return Block{draw.Inset(row(changed, "", draw.TopRow(8, key, draw.Grow(f))), 0, 0, 6, 0), changed}, true
}

// section is a line and a bold name above fields.
func section(name, note string) Block {
	return Block{Obj: draw.Inset(draw.Col(10, draw.NewLine(theme.Line),
		draw.Row(8, draw.NewBold(name, theme.Body, theme.Text), draw.NewText(note, theme.Note, theme.Text3), draw.Fill())), 6, 0, 8, 29)}
}

// still is a picture in a place of its own size.
func still(img canvas.Image, w, h float32) fyne.CanvasObject {
	img.FillMode = canvas.ImageFillContain
	return draw.Exact(&img, w, h)
}

// Joined puts a dot between what is there.
func Joined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}
