package house

import (
	"time"

	"github.com/robfig/cron/v3"

	"huiying/internal/wake"
	"huiying/internal/workdays"
)

// inShanghai computes the times of a cron line by the clock on the wall of the office.
type inShanghai struct{ cron.Schedule }

func (s inShanghai) Next(t time.Time) time.Time {
	return s.Schedule.Next(t.In(workdays.Shanghai)).UTC()
}

// schedule reads a cron line of five fields: minute, hour, day of the month, month, day of the week.
func schedule(line string) (wake.Schedule, error) {
	s, err := cron.ParseStandard(line)
	if err != nil {
		return nil, err
	}
	return inShanghai{s}, nil
}
