package workdays

import (
	"fmt"
	"time"
)

// Standing is where a deadline stands at a moment.
type Standing struct {
	Left    int       `json:"left"`    // working days after today up to the last; 0 on the last day and when over
	Overdue int       `json:"overdue"` // working days begun since the last day; 0 on the last day itself
	Over    bool      `json:"over"`    // the due moment has passed
	Last    Date      `json:"last"`
	Due     time.Time `json:"due"`
	Today   bool      `json:"today"`   // due today, over or not
	Assumed bool      `json:"assumed"` // the count runs through a year without a table
}

// Standing tells where a due moment, as Deadline.Due has it, stands at now.
func (c *Calendar) Standing(due, now time.Time) Standing {
	today, last := Of(now), Of(due)
	s := Standing{Over: now.After(due), Last: last, Due: due.UTC(), Today: today == last}
	if n := c.Between(today, last); n > 0 {
		s.Left = n
	} else {
		s.Overdue = -n
	}
	// Years between are covered or not one by one; a stretch is assumed as soon as one of them is not.
	for y := min(today.Year, last.Year); y <= max(today.Year, last.Year); y++ {
		s.Assumed = s.Assumed || !c.Covers(Date{Year: y})
	}
	return s
}

// Words says it in one line: “还有 3 个工作日”, “今天 17:30 到期”, “逾期 2 个工作日”.
func (s Standing) Words() string {
	w := s.plain()
	if s.Assumed {
		w += "（" + AssumedWords + "）"
	}
	return w
}

func (s Standing) plain() string {
	at := s.Due.In(Shanghai)
	hour := clock(at.Sub(s.Last.Start()))
	switch {
	case s.Today && s.Over:
		return "今天 " + hour + " 已到期"
	case s.Today:
		return "今天 " + hour + " 到期"
	case s.Over && s.Overdue == 0:
		return fmt.Sprintf("%d月%d日 %s 已到期", at.Month(), at.Day(), hour)
	case !s.Over && s.Left == 0:
		return fmt.Sprintf("%d月%d日 %s 到期", at.Month(), at.Day(), hour)
	case s.Over:
		return fmt.Sprintf("逾期 %d 个工作日", s.Overdue)
	}
	return fmt.Sprintf("还有 %d 个工作日", s.Left)
}
