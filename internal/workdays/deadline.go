package workdays

import (
	"fmt"
	"time"
)

// Kind says what a day is in the count of a deadline.
type Kind string

// The kinds of days.
const (
	Received Kind = "received" // the day of receipt; it is not counted
	Rest     Kind = "rest"     // a weekend
	Holiday  Kind = "holiday"  // a holiday of the table; Name has it
	MakeUp   Kind = "makeup"   // a weekend on which offices work; counted
	Workday  Kind = "workday"  // an ordinary working day; counted
	Natural  Kind = "natural"  // any day in a count of calendar days
)

// DayStep is one day of the explanation.
type DayStep struct {
	Date    Date         `json:"date"`
	Weekday time.Weekday `json:"weekday"`
	Kind    Kind         `json:"kind"`
	Name    string       `json:"name,omitempty"`    // of a holiday
	Count   int          `json:"count,omitempty"`   // the n-th day counted; 0 when it does not count
	Last    bool         `json:"last,omitempty"`    // the deadline ends on this day
	Assumed bool         `json:"assumed,omitempty"` // no table for this year: told by weekends
}

// When is a day's place against the present.
type When string

// The places.
const (
	Past  When = "past"
	Today When = "today"
	Ahead When = "ahead"
)

// When tells whether the day is past, today or ahead at now.
func (s DayStep) When(now time.Time) When {
	return [...]When{Past, Today, Ahead}[s.Date.Compare(Of(now))+1]
}

// Words says what the day is, as a person reads it: “第 3 个工作日（调休上班）”.
func (s DayStep) Words() string {
	switch s.Kind {
	case Received:
		return "收到当天不算"
	case Rest:
		return s.rest("休息日")
	case Holiday:
		return s.rest(s.Name)
	case MakeUp:
		return fmt.Sprintf("第 %d 个工作日（调休上班）", s.Count)
	case Natural:
		return fmt.Sprintf("第 %d 日", s.Count)
	}
	if s.Count == 0 {
		return "顺延到这个工作日"
	}
	return fmt.Sprintf("第 %d 个工作日", s.Count)
}

func (s DayStep) rest(name string) string {
	if s.Count > 0 {
		return fmt.Sprintf("第 %d 日（%s）", s.Count, name)
	}
	return name
}

// Deadline is when something is due, and why then.
type Deadline struct {
	Received time.Time `json:"received"`
	N        int       `json:"n"` // days given
	Last     Date      `json:"last"`
	Due      time.Time `json:"due"` // closing time of Last, in UTC
	Days     []DayStep `json:"days"`
	Assumed  bool      `json:"assumed,omitempty"` // some day of it lies in a year without a table
}

// AssumedWords stands beside whatever rests on a year without a table.
const AssumedWords = "暂按周末推算"

// Due returns the deadline of n working days. The day of receipt in Shanghai is not counted, whatever its hour (Civil
// Code art. 201); weekends and holidays are not, make-up days are (Administrative Licensing Law art. 82); the deadline
// ends at closing time of the n-th working day. With n < 1 it ends on the day of receipt, or, when that is no working
// day or the office has closed, on the next one that is. The cost is proportional to n.
func (c *Calendar) Due(received time.Time, n int, office Hours) Deadline {
	first := Of(received)
	if n < 1 {
		return c.sameDay(received, first, office)
	}
	dl := c.begin(received, n)
	for d, count := first, 0; count < n; {
		d = d.Add(1)
		s := c.step(d)
		if s.Kind == Workday || s.Kind == MakeUp {
			count++
			s.Count = count
		}
		dl.Days = append(dl.Days, s)
	}
	return dl.end(office)
}

// DueNatural returns the deadline of n calendar days, as petitions have them. The day of receipt is not counted; when
// the last day is no working day the deadline moves to the next one that is (Civil Code arts. 201 and 203).
func (c *Calendar) DueNatural(received time.Time, n int, office Hours) Deadline {
	first := Of(received)
	if n < 1 {
		return c.sameDay(received, first, office)
	}
	dl := c.begin(received, n)
	for i := 1; i <= n; i++ {
		s := c.step(first.Add(i))
		if s.Kind == Workday || s.Kind == MakeUp {
			s.Kind = Natural
		}
		s.Count = i
		dl.Days = append(dl.Days, s)
	}
	for d := first.Add(n); !c.IsWorkday(d); {
		d = d.Add(1)
		dl.Days = append(dl.Days, c.stepOver(d))
	}
	return dl.end(office)
}

func (c *Calendar) sameDay(received time.Time, first Date, office Hours) Deadline {
	dl := c.begin(received, 0)
	if c.IsWorkday(first) && !received.After(office.Closing(first)) {
		return dl.end(office)
	}
	last := c.next(first.Add(1))
	for d := first; d != last; {
		d = d.Add(1)
		dl.Days = append(dl.Days, c.stepOver(d))
	}
	return dl.end(office)
}

func (c *Calendar) begin(received time.Time, n int) Deadline {
	d := Of(received)
	return Deadline{Received: received.UTC(), N: n,
		Days: []DayStep{{Date: d, Weekday: d.Weekday(), Kind: Received, Assumed: !c.known(d)}}}
}

func (dl Deadline) end(office Hours) Deadline {
	i := len(dl.Days) - 1
	dl.Days[i].Last = true
	dl.Last = dl.Days[i].Date
	dl.Due = office.Closing(dl.Last).UTC()
	for _, s := range dl.Days[1:] {
		dl.Assumed = dl.Assumed || s.Assumed
	}
	return dl
}

func (c *Calendar) known(d Date) bool {
	_, ok := c.days[d]
	return ok || c.Covers(d)
}

func (c *Calendar) step(d Date) DayStep {
	s := DayStep{Date: d, Weekday: d.Weekday(), Kind: Workday, Assumed: !c.known(d)}
	sp, ok := c.days[d]
	switch {
	case ok && sp.off:
		s.Kind, s.Name = Holiday, sp.name
	case ok:
		s.Kind = MakeUp
	case weekend(d):
		s.Kind = Rest
	}
	return s
}

// stepOver is a day by which a deadline moves on; a make-up day is then an ordinary working day.
func (c *Calendar) stepOver(d Date) DayStep {
	s := c.step(d)
	if s.Kind == MakeUp {
		s.Kind = Workday
	}
	return s
}
