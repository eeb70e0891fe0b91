package workdays

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, Shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestGoldenVectors(t *testing.T) {
	c := calendar(t)
	for _, v := range []struct {
		received string
		n        int
		due      string
	}{
		{"2024-02-08", 5, "2024-02-21"},
		{"2024-09-30", 1, "2024-10-08"},
		{"2025-01-24", 5, "2025-02-07"},
		{"2025-04-25", 5, "2025-05-06"},
		{"2026-02-13", 1, "2026-02-14"},
		{"2026-09-24", 15, "2026-10-22"},
	} {
		for _, hour := range []string{"00:00", "10:00", "17:31", "23:59"} {
			dl := c.Due(at(t, v.received+" "+hour), v.n, OfficeHours())
			if dl.Last.String() != v.due || !dl.Due.Equal(at(t, v.due+" 17:30")) || dl.Assumed {
				t.Errorf("%s %s + %d = %s (%s), want %s", v.received, hour, v.n, dl.Last, dl.Due, v.due)
			}
			if dl.Due.Location() != time.UTC || dl.Received.Location() != time.UTC {
				t.Error("moments are stored as UTC")
			}
		}
	}
}

func TestADayBeginsInShanghai(t *testing.T) {
	c := calendar(t)
	before := time.Date(2026, 11, 23, 15, 59, 59, 0, time.UTC) // still Monday in Shanghai
	after := time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC)    // Tuesday 0:00
	if d := c.Due(before, 1, OfficeHours()); d.Last != date(t, "2026-11-24") {
		t.Errorf("before midnight: %s", d.Last)
	}
	if d := c.Due(after, 1, OfficeHours()); d.Last != date(t, "2026-11-25") {
		t.Errorf("after midnight: %s", d.Last)
	}
}

func TestExplanationDayByDay(t *testing.T) {
	c := calendar(t)
	dl := c.Due(at(t, "2026-02-13 11:00"), 2, OfficeHours())
	want := []string{"收到当天不算", "第 1 个工作日（调休上班）", "春节", "春节", "春节", "春节", "春节", "春节", "春节", "春节", "春节", "第 2 个工作日"}
	var got []string
	for _, s := range dl.Days {
		got = append(got, s.Words())
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	if last := dl.Days[len(dl.Days)-1]; !last.Last || last.Date != dl.Last || dl.Days[0].Last {
		t.Error("only the last day ends it")
	}
	now := at(t, "2026-02-14 00:00")
	if dl.Days[0].When(now) != Past || dl.Days[1].When(now) != Today || dl.Days[2].When(now) != Ahead {
		t.Error("When")
	}
}

func TestAYearWithoutATableIsAssumed(t *testing.T) {
	c := calendar(t)
	dl := c.Due(at(t, "2026-12-29 10:00"), 4, OfficeHours()) // 30, 31, Friday 1 January, Monday 4
	if dl.Last != date(t, "2027-01-04") || !dl.Assumed {
		t.Errorf("%s assumed=%v", dl.Last, dl.Assumed)
	}
	if dl.Days[2].Assumed || !dl.Days[3].Assumed {
		t.Error("only the days of 2027 are assumed")
	}
	if dl := c.Due(at(t, "2026-12-29 10:00"), 2, OfficeHours()); dl.Assumed {
		t.Error("a deadline inside 2026 is not assumed")
	}
	if dl := c.Due(at(t, "2025-12-31 10:00"), 2, OfficeHours()); dl.Last != date(t, "2026-01-05") || dl.Assumed {
		t.Errorf("over New Year 2026: %s", dl.Last)
	}
}

func TestSameDay(t *testing.T) {
	c := calendar(t)
	for received, want := range map[string]string{
		"2026-11-24 10:00": "2026-11-24",
		"2026-11-24 17:30": "2026-11-24",
		"2026-11-24 17:31": "2026-11-25",
		"2026-11-27 18:00": "2026-11-30", // Friday evening
		"2026-11-28 10:00": "2026-11-30", // Saturday
		"2026-02-14 10:00": "2026-02-14", // a Saturday that makes up
	} {
		dl := c.Due(at(t, received), 0, OfficeHours())
		if dl.Last.String() != want || dl.Due.Before(dl.Received) {
			t.Errorf("%s: %s, want %s", received, dl.Last, want)
		}
	}
}

func TestCalendarDaysMoveOffARestDay(t *testing.T) {
	c := calendar(t)
	dl := c.DueNatural(at(t, "2026-09-18 10:00"), 15, OfficeHours()) // the 15th day is 3 October
	if dl.Last != date(t, "2026-10-08") || dl.N != 15 {
		t.Errorf("%s", dl.Last)
	}
	if w := dl.Days[len(dl.Days)-1].Words(); w != "顺延到这个工作日" {
		t.Errorf("%q", w)
	}
	if w := dl.Days[15].Words(); w != "第 15 日（国庆节）" {
		t.Errorf("%q", w)
	}
	if dl := c.DueNatural(at(t, "2026-11-09 10:00"), 15, OfficeHours()); dl.Last != date(t, "2026-11-24") {
		t.Errorf("%s", dl.Last)
	}
}

func TestStanding(t *testing.T) {
	c := calendar(t)
	due := c.Due(at(t, "2026-11-17 10:00"), 5, OfficeHours()).Due // Tuesday 24, 17:30
	for now, want := range map[string]string{
		"2026-11-17 10:00": "还有 5 个工作日",
		"2026-11-20 20:00": "还有 2 个工作日",
		"2026-11-22 10:00": "还有 2 个工作日", // Sunday
		"2026-11-24 17:30": "今天 17:30 到期",
		"2026-11-24 17:31": "今天 17:30 已到期",
		"2026-11-25 00:00": "逾期 1 个工作日",
		"2026-11-30 09:00": "逾期 4 个工作日",
	} {
		if got := c.Standing(due, at(t, now)).Words(); got != want {
			t.Errorf("%s: %q, want %q", now, got, want)
		}
	}
	friday := c.Due(at(t, "2026-11-26 10:00"), 1, OfficeHours()).Due
	s := c.Standing(friday, at(t, "2026-11-29 10:00"))
	if !s.Over || s.Overdue != 0 || s.Words() != "11月27日 17:30 已到期" {
		t.Errorf("over a weekend no working day has begun: %+v %q", s, s.Words())
	}
	far := c.Due(at(t, "2026-12-30 10:00"), 3, OfficeHours()).Due
	if got := c.Standing(far, at(t, "2026-12-31 10:00")); !got.Assumed || got.Words() != "还有 2 个工作日（暂按周末推算）" {
		t.Errorf("%+v %q", got, got.Words())
	}
}

// Whatever the day and the count: the deadline is a working day, the explanation has no gap and counts to n, a later
// receipt or a larger n is never due earlier, and what remains at the receipt is n.
func TestPropertiesOfDue(t *testing.T) {
	c := calendar(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	start := at(t, "2023-11-01 00:00")
	for range 4000 {
		received := start.Add(time.Duration(rnd.Int64N(int64(4 * 365 * 24 * time.Hour))))
		n := rnd.IntN(60)
		dl := c.Due(received, n, OfficeHours())
		if !c.IsWorkday(dl.Last) || dl.Due.Before(received) {
			t.Fatalf("%s + %d falls on %s", received, n, dl.Last)
		}
		count, assumed := 0, false
		for i, s := range dl.Days {
			if s.Date != Of(received).Add(i) || s.Weekday != s.Date.Weekday() {
				t.Fatalf("%s + %d: gap at %s", received, n, s.Date)
			}
			if s.Count > 0 {
				if count++; s.Count != count {
					t.Fatalf("%s + %d: counted wrong at %s", received, n, s.Date)
				}
			}
			if i > 0 && c.IsWorkday(s.Date) != (s.Kind == Workday || s.Kind == MakeUp) {
				t.Fatalf("%s: %s against IsWorkday", s.Date, s.Kind)
			}
			assumed = assumed || i > 0 && !c.Covers(s.Date)
		}
		if count != n || assumed != dl.Assumed || dl.Days[len(dl.Days)-1].Date != dl.Last {
			t.Fatalf("%s + %d: explained %d days, assumed %v", received, n, count, dl.Assumed)
		}
		if n > 0 && c.Standing(dl.Due, received).Left != n {
			t.Fatalf("%s + %d: %+v", received, n, c.Standing(dl.Due, received))
		}
		if c.Due(received, n+1, OfficeHours()).Due.Before(dl.Due) ||
			c.Due(received.Add(time.Duration(rnd.Int64N(int64(72*time.Hour)))), n, OfficeHours()).Due.Before(dl.Due) {
			t.Fatalf("%s + %d: not monotone", received, n)
		}
	}
}

func TestDeadlineTravelsAsJSON(t *testing.T) {
	dl := calendar(t).Due(at(t, "2026-02-13 11:00"), 2, OfficeHours())
	b, err := json.Marshal(dl)
	if err != nil {
		t.Fatal(err)
	}
	var back Deadline
	if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(back, dl) {
		t.Errorf("%v\n%+v\n%+v", err, back, dl)
	}
}
