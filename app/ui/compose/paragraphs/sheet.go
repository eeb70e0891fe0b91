package paragraphs

import (
	"sort"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/publishing/content"
)

// The measures of the sheet, of the design.
const (
	numberX float32 = 16
	textX   float32 = 44
	rightX  float32 = 20
	gap     float32 = 12
	topY    float32 = 12
	picHigh float32 = 108
)

// row is one paragraph on the sheet while it has not the caret.
type row struct {
	id      string
	number  *draw.Text
	text    *flow.Flow
	edge    *draw.Ground // beside a heading
	picture *picture
	media   string
}

// row returns the row of a paragraph, made when first asked for.
func (e *Editor) row(i int) *row {
	p := e.paras[i]
	r, ok := e.rows[p.ID]
	if !ok {
		r = &row{id: p.ID, number: draw.NewText("", theme.Note, theme.Text3), edge: draw.NewGround(theme.LineStrong, "", 0)}
		r.text = flow.Plain("", theme.Body, theme.Text)
		e.rows[p.ID] = r
	}
	if p.Style == content.Picture && (r.picture == nil || r.media != p.Media) {
		r.media = p.Media
		r.picture = newPicture(e, p)
	}
	r.show(p)
	return r
}

func (r *row) show(p content.Paragraph) {
	runs := r.text.Runs()
	if len(runs) != 1 || runs[0].Text != p.Text || runs[0].Bold != strong(p) {
		r.text.Leading = lineHigh() / theme.Px(1)
		r.text.SetRuns(flow.Run{Text: p.Text, Bold: strong(p)})
	}
}

// lineHigh is the height of a line in the field; the flow takes the same, so that nothing moves when the caret comes.
func lineHigh() float32 {
	return fyne.MeasureText("国", theme.Px(theme.Body), fyne.TextStyle{}).Height
}

// sheet is what scrolls: all paragraphs under each other, of which those in sight are drawn.
type sheet struct {
	widget.BaseWidget
	e     *Editor
	tops  []float32
	width float32
	live  []fyne.CanvasObject
	glass *glass
}

func newSheet(e *Editor) *sheet {
	s := &sheet{e: e}
	s.glass = &glass{tap: s.tapped}
	s.glass.ExtendBaseWidget(s.glass)
	s.ExtendBaseWidget(s)
	return s
}

func (s *sheet) textWidth() float32 {
	return max(s.e.scroll.Size().Width-theme.Px(textX+rightX), 0)
}

// relay measures every paragraph and draws those in sight. A paragraph that has not changed since is not measured again.
func (e *Editor) relay() {
	s := e.sheet
	w := s.textWidth()
	if w == 0 {
		return
	}
	tops := make([]float32, len(e.paras)+1)
	y := theme.Px(topY)
	for i := range e.paras {
		tops[i] = y
		y += e.high(i, w) + theme.Px(gap)
	}
	tops[len(e.paras)] = y
	grown := s.width != w || len(s.tops) == 0 || s.tops[len(s.tops)-1] != y
	s.tops, s.width = tops, w
	if grown {
		s.Resize(fyne.NewSize(e.scroll.Size().Width, max(y, e.scroll.Size().Height)))
		e.scroll.Refresh()
	}
	s.fill()
	e.forget()
}

// high is how high a paragraph is at a width.
func (e *Editor) high(i int, w float32) float32 {
	switch {
	case e.paras[i].Style == content.Picture:
		return theme.Px(picHigh)
	case i == e.at:
		f := e.Field()
		if f.Size().Width != w {
			f.Resize(fyne.NewSize(w, f.MinSize().Height))
		}
		return f.MinSize().Height - theme.Px(16)
	}
	return e.row(i).text.HeightFor(w)
}

// forget lets go of rows whose paragraph is gone.
func (e *Editor) forget() {
	if len(e.rows) <= len(e.paras)+32 {
		return
	}
	keep := map[string]*row{}
	for _, p := range e.paras {
		if r, ok := e.rows[p.ID]; ok {
			keep[p.ID] = r
		}
	}
	e.rows = keep
}

// at is the paragraph at a height of the sheet.
func (s *sheet) at(y float32) int {
	n := len(s.e.paras)
	return min(sort.Search(n, func(i int) bool { return s.tops[i+1] > y }), n-1)
}

// fill places what is in sight.
func (s *sheet) fill() {
	e := s.e
	if len(s.tops) != len(e.paras)+1 {
		return
	}
	s.live = s.live[:0]
	off, high := e.scroll.Offset.Y, e.scroll.Size().Height
	x, w := theme.Px(textX), s.textWidth()
	for i := s.at(off); i < len(e.paras) && s.tops[i] < off+high; i++ {
		s.place(i, x, w)
	}
	s.glass.Resize(s.Size())
	s.live = append(s.live, s.glass)
	for i := s.at(off); i < len(e.paras) && s.tops[i] < off+high; i++ {
		if e.paras[i].Style == content.Picture {
			s.live = append(s.live, e.row(i).picture)
		}
	}
	if f := e.Field(); f != nil { // the field stays reachable by Tab wherever it is
		f.Resize(fyne.NewSize(w, f.MinSize().Height))
		f.Move(fyne.NewPos(x, s.tops[e.at]))
		s.live = append(s.live, f)
	}
	canvas.Refresh(s)
}

func (s *sheet) place(i int, x, w float32) {
	e := s.e
	y, p := s.tops[i], e.paras[i]
	high := s.tops[i+1] - y - theme.Px(gap)
	r := e.row(i)
	ink := theme.Text3
	if i == e.at {
		ink = theme.Blue
	}
	r.number.Tint(strconv.Itoa(i+1), ink, false)
	r.number.Move(fyne.NewPos(theme.Px(numberX), y))
	r.number.Resize(fyne.NewSize(theme.Px(24), lineHigh()))
	s.live = append(s.live, r.number)
	switch {
	case p.Style == content.Picture:
		r.picture.Move(fyne.NewPos(x, y))
		r.picture.Resize(fyne.NewSize(w, high))
	case i != e.at:
		r.text.Move(fyne.NewPos(x, y))
		r.text.Resize(fyne.NewSize(w, high))
		s.live = append(s.live, r.text)
	}
	if p.Style == content.Heading {
		r.edge.Move(fyne.NewPos(x-theme.Px(9), y))
		r.edge.Resize(fyne.NewSize(theme.Px(3), high))
		s.live = append(s.live, r.edge)
	}
}

// show scrolls so that the line with the caret is in sight.
func (e *Editor) show() {
	s := e.sheet
	if e.at < 0 || len(s.tops) != len(e.paras)+1 {
		return
	}
	top, end := s.tops[e.at], s.tops[e.at+1]
	if f := e.Field(); f != nil {
		line, _, _ := f.Row()
		top += float32(line) * lineHigh()
		end = top + lineHigh() + theme.Px(gap)
	}
	off, high := e.scroll.Offset.Y, e.scroll.Size().Height
	switch {
	case top < off:
		e.scroll.ScrollToOffset(fyne.NewPos(0, max(top-theme.Px(gap), 0)))
	case end > off+high:
		e.scroll.ScrollToOffset(fyne.NewPos(0, end-high))
	}
}

// Live returns how many objects are drawn now, for the promise that a long text costs no more than what is in sight.
func (e *Editor) Live() int { return len(e.sheet.live) }

// glass lies over the paragraphs, which are there to be read, and takes the clicks.
type glass struct {
	widget.BaseWidget
	tap func(*fyne.PointEvent)
}

func (g *glass) Tapped(ev *fyne.PointEvent) { g.tap(ev) }

// Cursor is part of desktop.Cursorable.
func (g *glass) Cursor() desktop.Cursor { return desktop.TextCursor }

// CreateRenderer is part of fyne.Widget.
func (g *glass) CreateRenderer() fyne.WidgetRenderer { return (&draw.Renderer{}).Start(g) }

// tapped puts the caret where the pointer is; below the text it goes to the end.
func (s *sheet) tapped(ev *fyne.PointEvent) {
	e := s.e
	if e.locked || len(s.tops) != len(e.paras)+1 {
		return
	}
	i := s.at(ev.Position.Y)
	if e.paras[i].Style == content.Picture {
		e.Go(i, 0)
		return
	}
	n := len([]rune(e.paras[i].Text))
	if i != e.at && ev.Position.Y < s.tops[i+1] {
		n = e.row(i).caretAt(ev.Position.X-theme.Px(textX), ev.Position.Y-s.tops[i])
	}
	e.Go(i, n)
}

// caretAt is the place in the text under a position of the flow.
func (r *row) caretAt(x, y float32) int {
	n := 0
	lines := r.text.Lines()
	at := int(y / lineHigh())
	for i, l := range lines {
		runes := []rune(l)
		if i < at && i < len(lines)-1 {
			n += len(runes)
			continue
		}
		bold := len(r.text.Runs()) > 0 && r.text.Runs()[0].Bold
		k := sort.Search(len(runes), func(k int) bool { return draw.Measure(string(runes[:k+1]), theme.Body, bold).Width > x })
		return n + k
	}
	return n
}

// CreateRenderer is part of fyne.Widget.
func (s *sheet) CreateRenderer() fyne.WidgetRenderer {
	r := &draw.Renderer{Live: func() []fyne.CanvasObject { return s.live }}
	r.Min = func() fyne.Size {
		if len(s.tops) == 0 {
			return theme.Size(40, 40)
		}
		return fyne.NewSize(theme.Px(40), s.tops[len(s.tops)-1])
	}
	return r.Start(s)
}

// picture is a paragraph that shows a picture. It takes the focus like a field, so that keys can move it and take it out.
type picture struct {
	draw.Press
	inside fyne.CanvasObject
}

func newPicture(e *Editor, p content.Paragraph) *picture {
	v := &picture{}
	if e.Picture != nil {
		v.inside = e.Picture(p.Media)
	}
	if v.inside == nil {
		v.inside = draw.Middle(draw.NewText("图片", theme.Note, theme.Text3))
	}
	id := p.ID
	v.OnPress = func() {
		for i := range e.paras {
			if e.paras[i].ID == id && i != e.at && !e.locked {
				e.Go(i, 0)
			}
		}
	}
	v.OnKey = func(ev *fyne.KeyEvent) bool { return e.pictureKey(id, ev) }
	v.Init(v)
	return v
}

// FocusGained marks the picture, by the mouse too: it is what the keys work on.
func (v *picture) FocusGained() {
	v.Press.FocusGained()
	v.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (v *picture) CreateRenderer() fyne.WidgetRenderer {
	ground := draw.NewGround(theme.Surface2, theme.Line, 4)
	ring := draw.NewGround("", "", 4)
	ring.Stroke = 2
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ground, v.inside, ring}}
	r.Lay = func(s fyne.Size) {
		ground.Resize(s)
		ring.Resize(s)
		in := theme.Px(4)
		v.inside.Move(fyne.NewPos(in, in))
		v.inside.Resize(s.SubtractWidthHeight(2*in, 2*in))
	}
	r.Paint = func() {
		edge := fyne.ThemeColorName("")
		if v.Focused() {
			edge = theme.BlueFill
		}
		ring.Set("", edge)
	}
	return r.Start(v)
}
