package approve

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/lists"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/publishing/content"
	"huiying/review"
)

// paintSide fills the right column above the decision.
func (s *Screen) paintSide(got *sheet) {
	objs := []fyne.CanvasObject{chainSection(got, s.d.Now())}
	s.gates = nil
	if got.May && got.missing == "" {
		step := got.Ticket.Steps[got.Ticket.Step]
		if len(step.Gates) > 0 {
			objs = append(objs, draw.NewLine(theme.Line), s.gateSection(step.Gates))
		}
		if step.Secrecy {
			objs = append(objs, draw.NewLine(theme.Line), s.secrecySection())
		}
	}
	objs = append(objs, draw.NewLine(theme.Line), s.printSection(got))
	s.side.Objects = objs
	s.side.Refresh()
	s.beside.Refresh() // its height is another one now
}

func chainSection(got *sheet, now time.Time) fyne.CanvasObject {
	levels := fmt.Sprintf("%d 步", len(got.Ticket.Steps))
	if n := len(got.Rounds); n > 1 {
		levels += fmt.Sprintf(" · 第 %d 轮", n)
	}
	objs := []fyne.CanvasObject{widgets.SmallSection("审核链", levels)}
	for i, r := range got.Rounds {
		current := r.Ticket.ID == got.Ticket.ID
		if len(got.Rounds) > 1 {
			say := fmt.Sprintf("第 %d 轮 · 第 %d 稿", i+1, r.Ticket.Subject.Revision)
			if r.Ticket.State == review.Voided {
				say += " · 已作废"
			}
			objs = append(objs, draw.Inset(draw.NewText(say, theme.Note, theme.Text3), 2, 12, 4, 12))
		}
		steps := chain(r, got, now, current)
		if len(steps) > 0 {
			objs = append(objs, draw.Inset(lists.Chain(steps...), 0, 12, 4, 12))
		}
		if r.Ticket.State == review.Voided && r.Ticket.Why != "" {
			objs = append(objs, draw.Inset(flow.Plain("作废："+r.Ticket.Why, theme.Note, theme.Text2), 0, 12, 6, 38))
		}
	}
	return draw.Inset(draw.Col(0, objs...), 0, 0, 4, 0)
}

// chain is the steps of a round; of an earlier round only those that were taken.
func chain(r review.Round, got *sheet, now time.Time, current bool) []lists.ChainStep {
	var steps []lists.ChainStep
	began := r.Ticket.Opened
	for _, d := range r.Decisions {
		c := lists.ChainStep{State: lists.Passed, Name: d.StepName, Person: person(d.Name, d.By == got.me), Time: content.Clock(d.At)}
		var notes []string
		if d.Verdict != review.Pass {
			c.State, c.Tone = lists.Returned, widgets.Amber
			notes = append(notes, d.Verdict.Title())
		}
		notes = append(notes, "用时 "+content.Span(d.At.Sub(began)))
		if d.Secrecy != "" {
			notes = append(notes, "保密结论“"+d.Secrecy.Title()+"”")
		}
		if doubt := doubts(d); doubt != "" {
			notes = append(notes, doubt)
		}
		c.Note = strings.Join(notes, "，")
		if d.Comment != "" {
			c.Note += "\n“" + d.Comment + "”"
		}
		steps, began = append(steps, c), d.At
	}
	if !current || r.Ticket.State != review.Waiting {
		return steps
	}
	for i := r.Ticket.Step; i < len(r.Ticket.Steps); i++ {
		c := lists.ChainStep{State: lists.Future, Name: r.Ticket.Steps[i].Name, Person: r.Ticket.Steps[i].Role.Title()}
		deadline := r.Ticket.DeadlineOf(i)
		if !deadline.IsZero() {
			c.Time = content.Clock(deadline) + " 前"
		}
		if i == r.Ticket.Step {
			c.State = lists.Current
			c.Person = strings.Join(got.WaitsFor[:min(len(got.WaitsFor), 2)], "、")
			if got.May {
				c.Person = "我"
			}
			tone, _, when := due(deadline, now)
			c.Note, c.Tone = "已等 "+content.Span(now.Sub(began)), tone
			if tone == widgets.Amber || tone == widgets.Red {
				c.Note += "，" + when
			}
		}
		steps = append(steps, c)
	}
	return steps
}

func person(name string, me bool) string {
	if me {
		return name + "（我）"
	}
	return name
}

func doubts(d review.Decision) string {
	var names []string
	for _, g := range review.Gates() {
		if ok, answered := d.Gates[g]; answered && !ok {
			names = append(names, g.Title())
		}
	}
	switch {
	case len(names) > 0:
		return "“" + strings.Join(names, "、") + "”有疑"
	case len(d.Gates) > 0:
		return fmt.Sprintf("%d 道关没问题", len(d.Gates))
	}
	return ""
}

// gate is one of the five, as it is answered.
type gate struct {
	gate   review.Gate
	choice *widgets.Segment
}

func (s *Screen) gateSection(gs []review.Gate) fyne.CanvasObject {
	s.gateNote = draw.NewText("", theme.Note, theme.Text3)
	name := "五道关"
	if len(gs) < len(review.Gates()) {
		name = fmt.Sprintf("%d 道关", len(gs))
	}
	objs := []fyne.CanvasObject{widgets.SectionWith(name, s.gateNote)}
	for _, g := range gs {
		chosen := -1
		if ok, answered := s.answered[g]; answered {
			chosen = map[bool]int{true: 0, false: 1}[ok]
		}
		c := widgets.NewSegment([]string{"没问题", "有疑"}, chosen, func(i int) { s.answerGate(g, i == 0) }).Tone(1, widgets.Amber).High(24)
		s.gates = append(s.gates, gate{g, c})
		objs = append(objs, draw.Pad(draw.Row(12, draw.NewBold(g.Title(), theme.Dense, theme.Text),
			draw.Grow(draw.NewText(g.Hint(), theme.Note, theme.Text2).Cutting()), c), 12, 3))
	}
	return draw.Inset(draw.Col(0, objs...), 0, 0, 8, 0)
}

func (s *Screen) answerGate(g review.Gate, ok bool) {
	s.answered[g] = ok
	s.recheck()
}

// Gate sets the n-th gate by its key: once to 没问题, again to 有疑.
func (s *Screen) Gate(n int) {
	all := review.Gates()
	if n < 0 || n >= len(all) {
		return
	}
	for _, g := range s.gates {
		if g.gate != all[n] {
			continue
		}
		i := 0
		if g.choice.Chosen() == 0 {
			i = 1
		}
		g.choice.Choose(i)
		s.answerGate(g.gate, i == 0)
	}
}

func (s *Screen) secrecySection() fyne.CanvasObject {
	all := review.Conclusions()
	names, chosen := make([]string, len(all)), -1
	for i, c := range all {
		names[i] = c.Title()
		if c == s.secrecy {
			chosen = i
		}
	}
	s.conclusion = widgets.NewRadio(names, chosen, func(i int) {
		s.secrecy = all[i]
		s.recheck()
	})
	items := s.conclusion.Items()
	objs := []fyne.CanvasObject{widgets.Section("保密结论", "在这一步给")}
	for i := 0; i < len(items); i += 2 {
		pair := []fyne.CanvasObject{draw.Fixed(items[i], 120, 26)}
		if i+1 < len(items) {
			pair = append(pair, draw.Fixed(items[i+1], 120, 26))
		}
		objs = append(objs, draw.Pad(draw.Row(8, pair...), 12, 1))
	}
	return draw.Inset(draw.Col(0, objs...), 0, 0, 8, 0)
}

// Print is a fingerprint as people compare it: the first 16 figures in groups of four.
func Print(fingerprint string) string {
	f := strings.ToUpper(fingerprint)
	f = f[:min(len(f), 16)]
	var groups []string
	for len(f) > 4 {
		groups, f = append(groups, f[:4]), f[4:]
	}
	return strings.Join(append(groups, f), " ")
}

func (s *Screen) printSection(got *sheet) fyne.CanvasObject {
	icon, ink, say := "check", theme.Green, "读到的和送审的一致，通过后一字不能再改"
	switch {
	case got.missing != "":
		icon, ink, say = "warn", theme.Amber, got.missing
	case got.Ticket.State == review.Voided:
		icon, ink, say = "warn", theme.Amber, "这一轮已经作废"
	}
	note := flow.Plain(say, theme.Note, ink)
	return draw.Inset(draw.Col(2, widgets.SmallSection("内容指纹", ""),
		draw.Pad(draw.Row(8, draw.NewIcon("fp", 18, theme.Text2), draw.NewBold(Print(got.Ticket.Subject.Fingerprint), theme.Body, theme.Text), draw.Fill()), 12, 0),
		draw.Pad(draw.TopRow(4, draw.Exact(draw.NewIcon(icon, 14, ink), 14, 19), draw.Grow(note)), 12, 2)), 0, 0, 10, 0)
}
