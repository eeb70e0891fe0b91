package today

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huiying/app/ui/lists"
	"huiying/app/ui/questions/due"
	"huiying/app/ui/shell"
	"huiying/app/ui/widgets"
	"huiying/internal/workdays"
)

// kind is which tab a task stands under.
type kind int

const (
	all kind = iota
	reviewing
	asking
	registering
	sending
)

func kinds() []kind { return []kind{all, reviewing, asking, registering, sending} }

func (k kind) title() string { return [...]string{"全部", "审核", "留言", "账号", "发布"}[k] }

func (k kind) icon() string { return [...]string{"", "review", "chat", "id", "send"}[k] }

// task is one thing that waits for a person.
type task struct {
	id    string
	kind  kind
	title string
	note  string
	due   time.Time // zero: it has no hour
	mark  due.Mark
	verb  string
	mine  bool // this person may do it; the others' are shown under 全科室 only
	open  string
	param shell.Params
}

// group is where a task stands by its due time.
func (t task) group(now time.Time) string {
	switch today, day := workdays.Of(now), workdays.Of(t.due); {
	case t.due.IsZero():
		return "没有期限"
	case t.due.Before(now):
		return "已逾期"
	case day == today:
		return "今天到期"
	case day.Before(today.Add(7 - (int(today.Weekday())+6)%7)):
		return "本周"
	}
	return "以后"
}

// sorted puts tasks by due time, those without one last.
func sorted(tasks []task) []task {
	slices.SortStableFunc(tasks, func(a, b task) int {
		switch {
		case a.due.IsZero() != b.due.IsZero():
			if a.due.IsZero() {
				return 1
			}
			return -1
		case !a.due.Equal(b.due):
			return a.due.Compare(b.due)
		}
		return strings.Compare(a.id, b.id)
	})
	return tasks
}

// pick returns the tasks of a tab.
func pick(tasks []task, k kind, mine bool) []task {
	var out []task
	for _, t := range tasks {
		if (k == all || t.kind == k) && (t.mine || !mine) {
			out = append(out, t)
		}
	}
	return out
}

// items lists tasks under their groups.
func items(tasks []task, now time.Time) []lists.Item {
	var out []lists.Item
	count := map[string]int{}
	for _, t := range tasks {
		count[t.group(now)]++
	}
	last := ""
	for _, t := range tasks {
		if g := t.group(now); g != last {
			out = append(out, lists.Bar(g, fmt.Sprintf("%d 件", count[g]), g == "已逾期"))
			last = g
		}
		out = append(out, lists.RowOf(t.id))
	}
	return out
}

// until is the chip of a due time that is not counted in working days.
func until(at, now time.Time) due.Mark {
	left := at.Sub(now)
	local := at.In(workdays.Shanghai)
	switch {
	case at.IsZero():
		return due.Mark{}
	case left < 0:
		return due.Mark{Tone: widgets.Red, Icon: "stop", Text: "逾期 " + span(-left)}
	case left < 2*time.Hour:
		return due.Mark{Tone: widgets.Amber, Icon: "clock", Text: "还有 " + span(left)}
	case workdays.Of(at) == workdays.Of(now):
		return due.Mark{Tone: widgets.Grey, Icon: "clock", Text: local.Format("15:04") + " 前"}
	}
	return due.Mark{Tone: widgets.Grey, Icon: "clock", Text: fmt.Sprintf("%d月%d日 %s", local.Month(), local.Day(), local.Format("15:04"))}
}

// days is the chip of a due time that counts by days, as the 14 days of an account.
func days(at, now time.Time) due.Mark {
	// What ends at midnight ends with the day before.
	n := int(workdays.Of(at.Add(-time.Second)).Start().Sub(workdays.Of(now).Start()).Hours() / 24)
	switch {
	case at.IsZero():
		return due.Mark{}
	case at.Before(now):
		return due.Mark{Tone: widgets.Red, Icon: "stop", Text: "已经到期"}
	case n == 0:
		return due.Mark{Tone: widgets.Amber, Icon: "clock", Text: "今天到期"}
	case n <= 7:
		return due.Mark{Tone: widgets.Amber, Icon: "clock", Text: fmt.Sprintf("还有 %d 天", n)}
	}
	return due.Mark{Tone: widgets.Grey, Icon: "clock", Text: fmt.Sprintf("还有 %d 天", n)}
}

func span(d time.Duration) string {
	switch {
	case d < time.Hour:
		return fmt.Sprintf("%d 分钟", max(int(d.Minutes()), 1))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d 小时", int(d.Hours()))
	}
	return fmt.Sprintf("%d 天", int(d.Hours())/24)
}

// date is a day in a sentence: 11月9日.
func date(t time.Time) string {
	l := t.In(workdays.Shanghai)
	return fmt.Sprintf("%d月%d日", l.Month(), l.Day())
}

func moment(t time.Time) string { return date(t) + " " + t.In(workdays.Shanghai).Format("15:04") }
