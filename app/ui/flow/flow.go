// Package flow shows text that runs over lines, broken as Chinese is broken, with marks on parts of it: proofreading lines,
// inserted and deleted words, links, colours. It is read-only: what is typed lives in package typing. It is for paragraphs, one
// flow each; a long text is a list of paragraphs.
package flow

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/theme"
)

// Mark is what a run is marked as.
type Mark int

// The marks. RedLine and AmberLine are findings that must and that should be looked at; Inserted and Deleted are the two
// sides of a change; Highlight is a run that was just jumped to.
const (
	None Mark = iota
	RedLine
	AmberLine
	Inserted
	Deleted
	Highlight
)

// Run is a stretch of text that looks alike.
type Run struct {
	Text  string
	Color fyne.ThemeColorName // empty: the colour of the flow
	Bold  bool
	Mark  Mark
	OnTap func() // a link or a mark that can be clicked; it has a twin on the keyboard elsewhere
}

// Flow is a paragraph. Its height follows from its width: put it where the width is given (draw.Col does that).
type Flow struct {
	widget.BaseWidget
	runs []Run
	// Points is the size of type; Leading the height of a line, in units of the design.
	Points, Leading float32
	Color           fyne.ThemeColorName
	Align           fyne.TextAlign
	// MaxLines cuts the flow, ending it in "…"; 0 is no limit.
	MaxLines int

	width float32
	scale float32
	lines []line
}

// New returns a flow of runs in a size of type, with the line height of the design.
func New(points float32, runs ...Run) *Flow {
	f := &Flow{runs: runs, Points: points, Leading: leading(points), Color: theme.Text}
	f.ExtendBaseWidget(f)
	return f
}

// Plain returns a flow of one text in one colour.
func Plain(text string, points float32, color fyne.ThemeColorName) *Flow {
	f := New(points, Run{Text: text})
	f.Color = color
	return f
}

func leading(points float32) float32 {
	switch points {
	case theme.Reading:
		return 26
	case theme.Body:
		return 21
	case theme.Dense:
		return 19
	case theme.Note:
		return 18
	}
	return points * 1.45
}

// SetRuns changes what is shown.
func (f *Flow) SetRuns(runs ...Run) {
	f.runs = runs
	f.lines = nil
	f.Refresh()
}

// SetText changes a flow of one run, keeping its look.
func (f *Flow) SetText(text string) {
	r := Run{}
	if len(f.runs) > 0 {
		r = f.runs[0]
	}
	if len(f.runs) == 1 && r.Text == text {
		return
	}
	r.Text = text
	f.SetRuns(r)
}

// Runs returns what is shown.
func (f *Flow) Runs() []Run { return f.runs }

// Text returns the words of all runs.
func (f *Flow) Text() string {
	var b strings.Builder
	for _, r := range f.runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Lines returns the lines as they stand now, for tests and for exports.
func (f *Flow) Lines() []string {
	f.flow(f.Size().Width)
	out := make([]string, len(f.lines))
	for i, l := range f.lines {
		for _, p := range l.pieces {
			out[i] += p.text
		}
	}
	return out
}

// HeightFor returns the height the flow takes at a width.
func (f *Flow) HeightFor(width float32) float32 {
	f.flow(width)
	return float32(max(len(f.lines), 1)) * theme.Px(f.Leading)
}

// Top returns where the first line of a run stands, to scroll to it.
func (f *Flow) Top(run int) float32 {
	for i, l := range f.lines {
		for _, p := range l.pieces {
			if p.run == run {
				return float32(i) * theme.Px(f.Leading)
			}
		}
	}
	return 0
}

func (f *Flow) flow(width float32) {
	scale := theme.Px(1)
	if f.lines != nil && f.width == width && f.scale == scale {
		return
	}
	f.width, f.scale = width, scale
	seen := map[rune]float32{}
	seenBold := map[rune]float32{}
	var gs []glyph
	for i, r := range f.runs {
		m := seen
		if r.Bold {
			m = seenBold
		}
		for _, c := range r.Text {
			if c == '\r' {
				continue
			}
			w, ok := m[c]
			if !ok && c != '\n' {
				w = fyne.MeasureText(string(c), theme.Px(f.Points), fyne.TextStyle{Bold: r.Bold}).Width
				m[c] = w
			}
			gs = append(gs, glyph{r: c, run: i, width: w})
		}
	}
	if width <= 0 {
		width = 1e6
	}
	rows := breakLines(gs, width)
	if f.MaxLines > 0 && len(rows) > f.MaxLines {
		rows = rows[:f.MaxLines]
		last := rows[f.MaxLines-1]
		dot := fyne.MeasureText("…", theme.Px(f.Points), fyne.TextStyle{}).Width
		for len(last) > 1 && widthOf(last)+dot > width {
			last = last[:len(last)-1]
		}
		if len(last) > 0 {
			last = append(append([]glyph{}, last...), glyph{r: '…', run: last[len(last)-1].run, width: dot})
		}
		rows[f.MaxLines-1] = last
	}
	f.lines = make([]line, len(rows))
	for i, r := range rows {
		f.lines[i] = pieces(r)
	}
}

func (f *Flow) left(l line) float32 {
	switch f.Align {
	case fyne.TextAlignCenter:
		return max((f.width-l.width)/2, 0)
	case fyne.TextAlignTrailing:
		return max(f.width-l.width, 0)
	}
	return 0
}

// runAt returns the run under a position, -1 if none is.
func (f *Flow) runAt(pos fyne.Position) int {
	i := int(pos.Y / theme.Px(f.Leading))
	if i < 0 || i >= len(f.lines) {
		return -1
	}
	x := pos.X - f.left(f.lines[i])
	for _, p := range f.lines[i].pieces {
		if x >= p.x && x < p.x+p.width {
			return p.run
		}
	}
	return -1
}

// Tapped opens the link under the pointer.
func (f *Flow) Tapped(ev *fyne.PointEvent) {
	if i := f.runAt(ev.Position); i >= 0 && f.runs[i].OnTap != nil {
		f.runs[i].OnTap()
	}
}

// Cursor is part of desktop.Cursorable.
func (f *Flow) Cursor() desktop.Cursor {
	for _, r := range f.runs {
		if r.OnTap != nil {
			return desktop.PointerCursor
		}
	}
	return desktop.DefaultCursor
}
