package approve

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/approve/paper"
	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/publishing/content"
	"huiying/review"
)

// line is one row of the queue.
type line struct {
	ticket      string
	title, note string
	step        string
	tone        widgets.Tone
	icon, when  string
}

type lineRow struct {
	title, note *draw.Text
	step, when  *widgets.Chip
}

func (s *Screen) makeRow() fyne.CanvasObject {
	r := &lineRow{draw.NewText("", theme.Body, theme.Text).Cutting(), draw.NewText("", theme.Note, theme.Text3).Cutting(),
		widgets.NewChip(widgets.Blue, "", ""), widgets.NewChip(widgets.Grey, "clock", "")}
	obj := draw.Inset(draw.Col(2, r.title, r.note, draw.Row(6, r.step, r.when, draw.Fill())), 8, 12, 8, 14)
	s.rows[obj] = r
	return obj
}

func (s *Screen) bindRow(id string, obj fyne.CanvasObject, state lists.State) {
	l, r := s.lines[id], s.rows[obj]
	r.title.Tint(l.title, theme.Text, state.Selected)
	r.note.Set(l.note)
	r.step.Set(stepTone(s.tabs.Current()), "", l.step)
	r.when.Set(l.tone, l.icon, l.when)
	if l.when == "" {
		r.when.Hide()
	} else {
		r.when.Show()
	}
	obj.Refresh()
}

func stepTone(tab int) widgets.Tone {
	if tab == 0 {
		return widgets.Blue
	}
	return widgets.Grey
}

// paintQueue fills the list beside the text.
func (s *Screen) paintQueue(q listed) {
	s.queue = q
	s.tabs.SetNames([]string{fmt.Sprintf("待我审 %d", len(q.Mine)), "我审过"})
	s.lines = map[string]line{}
	var items []lists.Item
	if s.tabs.Current() == 1 {
		for _, d := range q.done {
			s.lines[d.Decision.ID] = doneLine(d)
			items = append(items, lists.RowOf(d.Decision.ID))
		}
	} else {
		for _, i := range q.Mine {
			s.lines[i.Ticket.ID] = s.waiting(i, true)
			items = append(items, lists.RowOf(i.Ticket.ID))
		}
		if len(q.Others) > 0 {
			items = append(items, lists.Bar("等别人", fmt.Sprintf("%d 件", len(q.Others)), false))
		}
		for _, i := range q.Others {
			s.lines[i.Ticket.ID] = s.waiting(i, false)
			items = append(items, lists.RowOf(i.Ticket.ID))
		}
	}
	s.list.SetItems(items)
	s.follow(items)
	s.showNothing()
}

// follow keeps what is read, or opens what the selection fell on: never while a comment is being written.
func (s *Screen) follow(items []lists.Item) {
	here := ""
	for _, i := range items {
		if i.ID != "" && s.shown != nil && s.lines[i.ID].ticket == s.shown.Ticket.ID {
			here = i.ID
			break
		}
	}
	if s.decided && s.tabs.Current() == 0 && len(s.queue.Mine) > 0 {
		here = s.queue.Mine[0].Ticket.ID
		s.open(wanted{ticket: here})
	}
	switch {
	case here != "":
		s.list.Select(here)
	case s.linked || s.shown != nil && !s.decided && (s.tabs.Current() == 0 && !draw.Blank(s.comment.Text())):
	default:
		s.openFirst(items)
	}
	s.decided = false
}

// openFirst shows what the selection stands on, else the first row that waits for this person.
func (s *Screen) openFirst(items []lists.Item) {
	id := s.list.Selected()
	if _, ok := s.lines[id]; !ok {
		id = ""
	}
	for _, i := range items {
		if id != "" {
			break
		}
		id = i.ID
	}
	if id == "" {
		s.open(wanted{})
		return
	}
	s.list.Select(id)
	s.open(wanted{ticket: s.lines[id].ticket})
}

func (s *Screen) waiting(i review.Item, mine bool) line {
	t := i.Ticket
	l := line{ticket: t.ID, title: titleOf(t), note: paper.Joined(t.Subject.AuthorName, t.Subject.Line), step: i.StepName}
	switch {
	case t.State != review.Waiting:
		l.tone, l.icon, l.when = widgets.Grey, "back", t.State.Title()
	case !mine && len(i.WaitsFor) > 0:
		l.tone, l.icon, l.when = widgets.Grey, "clock", "等 "+strings.Join(i.WaitsFor[:min(2, len(i.WaitsFor))], "、")
		if len(i.WaitsFor) > 2 {
			l.when += " 等"
		}
	default:
		l.tone, l.icon, l.when = due(i.Deadline, s.d.Now())
	}
	return l
}

func doneLine(d review.Done) line {
	l := line{ticket: d.Ticket.ID, title: titleOf(d.Ticket), note: paper.Joined(d.Ticket.Subject.AuthorName, d.Ticket.Subject.Line),
		step: d.Decision.StepName, tone: widgets.Green, icon: "check", when: d.Decision.Verdict.Title() + " " + content.Clock(d.Decision.At)}
	if d.Decision.Verdict != review.Pass {
		l.tone, l.icon = widgets.Amber, "back"
	}
	return l
}

// due says how long there is until a deadline; nothing without one.
func due(deadline, now time.Time) (widgets.Tone, string, string) {
	left := deadline.Sub(now)
	switch {
	case deadline.IsZero():
		return widgets.Grey, "", ""
	case left < 0:
		return widgets.Red, "stop", "逾期 " + content.Span(-left)
	case left < 2*time.Hour:
		return widgets.Amber, "clock", "还有 " + content.Span(left)
	}
	zone := content.Shanghai()
	if d := deadline.In(zone); d.YearDay() == now.In(zone).YearDay() && d.Year() == now.In(zone).Year() {
		return widgets.Grey, "clock", d.Format("15:04") + " 前"
	}
	return widgets.Grey, "clock", content.Clock(deadline) + " 前"
}
