// Package workdays counts working days by the State Council's holiday tables, make-up days included, and explains every
// deadline day by day. It holds the tables as versioned data and decides no deadline itself: how many days a question
// has is the desks' business. It reads no clock; the present moment is always given to it.
package workdays

import (
	"fmt"
	"time"

	"huiying/internal/problem"
)

// Shanghai is the zone in which days begin and end. China has had no daylight saving since 1991, so the fixed offset is
// exact and needs no zone files on the computer.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// Date is a day of the calendar in Shanghai. The zero Date is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Of returns the day on which t falls in Shanghai.
func Of(t time.Time) Date {
	y, m, d := t.In(Shanghai).Date()
	return Date{y, m, d}
}

// ParseDate reads "2026-11-24".
func ParseDate(s string) (Date, error) {
	t, err := time.ParseInLocation(time.DateOnly, s, Shanghai)
	if err != nil {
		return Date{}, problem.Wrap(err, problem.Invalid, "“"+s+"”不是日期", "", "请写成 2026-11-24 这样")
	}
	return Of(t), nil
}

// Start returns the first moment of the day.
func (d Date) Start() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Shanghai) }

// Add returns the day n days later; n may be negative.
func (d Date) Add(n int) Date { return Of(time.Date(d.Year, d.Month, d.Day+n, 12, 0, 0, 0, Shanghai)) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.Start().Weekday() }

// Compare returns −1, 0 or +1 as d is before, the same as or after e.
func (d Date) Compare(e Date) int { return d.Start().Compare(e.Start()) }

// Before tells whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// IsZero tells whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// String returns "2026-11-24".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// MarshalText writes what String returns, and nothing for the zero Date.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(b))
	if err == nil {
		*d = parsed
	}
	return err
}

// WeekdayName returns “星期二”.
func WeekdayName(w time.Weekday) string {
	return "星期" + [...]string{"日", "一", "二", "三", "四", "五", "六"}[w]
}

// Hours are an office's opening and closing time, counted from midnight in Shanghai.
type Hours struct {
	Open  time.Duration `json:"open"`
	Close time.Duration `json:"close"`
}

// OfficeHours returns what a unit has until it sets its own: 9:00 to 17:30.
func OfficeHours() Hours { return Hours{Open: 9 * time.Hour, Close: 17*time.Hour + 30*time.Minute} }

// Check refuses hours that do not lie within one day in order.
func (h Hours) Check() error {
	if h.Open < 0 || h.Close <= h.Open || h.Close >= 24*time.Hour {
		return problem.New(problem.Invalid, "下班时间要晚于上班时间，而且在同一天", "原来的办公时间没有变", "请重新填写办公时间")
	}
	return nil
}

// Closing returns the moment at which the office closes on d.
func (h Hours) Closing(d Date) time.Time { return d.Start().Add(h.Close) }

// clock writes a time of day as "17:30".
func clock(d time.Duration) string {
	return fmt.Sprintf("%d:%02d", int(d.Hours()), int(d.Minutes())%60)
}
