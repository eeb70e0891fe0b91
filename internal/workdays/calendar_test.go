package workdays

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"huiying/internal/problem"
)

// The notices' days once more, written down apart from the tables, so that a slip in one of them is seen.
const notices = `
2024 off 01-01 02-10..17 04-04..06 05-01..05 06-10 09-15..17 10-01..07 work 02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12
2025 off 01-01 01-28..31 02-01..04 04-04..06 05-01..05 05-31 06-01..02 10-01..08 work 01-26 02-08 04-27 09-28 10-11
2026 off 01-01..03 02-15..23 04-04..06 05-01..05 06-19..21 09-25..27 10-01..07 work 01-04 02-14 02-28 05-09 09-20 10-10`

func calendar(t testing.TB) *Calendar {
	t.Helper()
	c, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func date(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTablesAreTheNotices(t *testing.T) {
	want := map[Date]bool{} // date -> works
	for line := range strings.SplitSeq(strings.TrimSpace(notices), "\n") {
		f := strings.Fields(line)
		works := false
		for _, w := range f[1:] {
			if w == "off" || w == "work" {
				works = w == "work"
				continue
			}
			from, to, span := strings.Cut(w, "..")
			if !span {
				to = w[3:]
			}
			for d := date(t, f[0]+"-"+from); ; d = d.Add(1) {
				want[d] = works
				if fmt.Sprintf("%02d", d.Day) == to {
					break
				}
			}
		}
	}
	c := calendar(t)
	if len(c.days) != len(want) {
		t.Errorf("tables hold %d days, the notices %d", len(c.days), len(want))
	}
	for d := date(t, "2024-01-01"); d.Year < 2027; d = d.Add(1) {
		works, named := want[d]
		if !named {
			works = d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
		}
		if c.IsWorkday(d) != works {
			t.Errorf("%s: IsWorkday = %v", d, !works)
		}
	}
	perYear := map[int]int{}
	for d := range c.days {
		perYear[d.Year]++
	}
	if perYear[2024] != 36 || perYear[2025] != 33 || perYear[2026] != 39 {
		t.Errorf("special days per year: %v", perYear)
	}
}

func TestTablesNameTheirSource(t *testing.T) {
	tables := calendar(t).Tables()
	if len(tables) != 3 {
		t.Fatalf("%d tables", len(tables))
	}
	for i, tb := range tables {
		if tb.Year != 2024+i || tb.Effective.Year != tb.Year || tb.Issued.Year != tb.Year-1 ||
			!strings.Contains(tb.Source, fmt.Sprintf("〔%d〕", tb.Year-1)) || !strings.Contains(tb.Title, fmt.Sprint(tb.Year)) {
			t.Errorf("%+v", tb)
		}
	}
}

func table(year, version int, off, work string) string {
	return fmt.Sprintf(`{"year":%d,"version":%d,"title":"t","source":"s","issued":"2026-11-04","effective":"%d-01-01","off":[%s],"work":[%s]}`,
		year, version, year, off, work)
}

func TestAnImportedTableReplacesAndAdds(t *testing.T) {
	brought := fstest.MapFS{"a.json": {Data: []byte(table(2027, 1, `{"name":"元旦","from":"2026-12-31","to":"2027-01-02"}`, `"2027-01-03"`))},
		"b.json": {Data: []byte(table(2027, 2, `{"name":"元旦","from":"2027-01-01","to":"2027-01-03"}`, ``))}}
	own := fstest.MapFS{"2026.json": {Data: []byte(table(2026, 1, `{"name":"元旦","from":"2026-01-01","to":"2026-01-03"}`, ``))}}
	c, err := Load(own, brought)
	if err != nil {
		t.Fatal(err)
	}
	if !c.IsWorkday(date(t, "2026-12-31")) || c.IsWorkday(date(t, "2027-01-01")) || c.IsWorkday(date(t, "2027-01-03")) {
		t.Error("the higher version of 2027 must count, alone")
	}
	if !c.Covers(date(t, "2027-06-01")) || c.Covers(date(t, "2028-01-01")) {
		t.Error("Covers")
	}
	fixed := fstest.MapFS{"x.json": {Data: []byte(table(2027, 2, `{"name":"元旦","from":"2027-01-01","to":"2027-01-01"}`, ``))}}
	if c, err = Load(brought, fixed); err != nil || !c.IsWorkday(date(t, "2027-01-04")) || len(c.Tables()) != 1 {
		t.Errorf("a later folder wins at the same version: %v", err)
	}
}

func TestATableThatContradictsItselfIsRefused(t *testing.T) {
	day := `{"name":"元旦","from":"2027-01-01","to":"2027-01-03"}`
	for name, data := range map[string]string{
		"not json":            `{"year":2027`,
		"no holiday":          table(2027, 1, ``, ``),
		"no version":          table(2027, 0, day, ``),
		"another year's day":  table(2027, 1, `{"name":"元旦","from":"2025-01-01","to":"2025-01-01"}`, ``),
		"off and work":        table(2027, 1, day, `"2027-01-02"`),
		"make-up on a Monday": table(2027, 1, day, `"2027-01-04"`),
		"span backwards":      table(2027, 1, `{"name":"元旦","from":"2027-01-03","to":"2027-01-01"}`, ``),
		"endless span":        table(2027, 1, `{"name":"元旦","from":"2027-01-03","to":"2027-11-01"}`, ``),
		"no such date":        table(2027, 1, `{"name":"元旦","from":"2027-02-30","to":"2027-02-30"}`, ``),
	} {
		_, err := Load(fstest.MapFS{"2027.json": {Data: []byte(data)}})
		if problem.KindOf(err) != problem.Damaged || !strings.Contains(problem.Words(err), "2027.json") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBetween(t *testing.T) {
	c := calendar(t)
	for _, x := range []struct {
		a, b string
		want int
	}{
		{"2026-11-23", "2026-11-23", 0},
		{"2026-11-23", "2026-11-24", 1},
		{"2026-11-27", "2026-11-30", 1},
		{"2026-02-13", "2026-02-24", 2}, // the 14th makes up, the 24th is the first after the feast
		{"2025-12-31", "2026-01-05", 2}, // the 4th makes up
		{"2026-11-30", "2026-11-27", -1},
	} {
		if got := c.Between(date(t, x.a), date(t, x.b)); got != x.want {
			t.Errorf("Between(%s, %s) = %d, want %d", x.a, x.b, got, x.want)
		}
	}
}

func TestDateText(t *testing.T) {
	d := date(t, "2026-11-24")
	b, err := d.MarshalText()
	if err != nil || string(b) != "2026-11-24" || WeekdayName(d.Weekday()) != "星期二" {
		t.Errorf("%s %v", b, err)
	}
	var e Date
	if err := e.UnmarshalText(b); err != nil || e != d {
		t.Errorf("%v %v", e, err)
	}
	if err := e.UnmarshalText(nil); err != nil || !e.IsZero() {
		t.Errorf("nothing is the zero Date: %v %v", e, err)
	}
	for _, bad := range []string{"2026-02-29", "2026-1-1", "24.11.2026", "2026-11-24T00:00:00Z"} {
		if _, err := ParseDate(bad); problem.KindOf(err) != problem.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestHoursCheck(t *testing.T) {
	if err := OfficeHours().Check(); err != nil {
		t.Error(err)
	}
	for _, h := range []Hours{{9 * time.Hour, 9 * time.Hour}, {-1, 5}, {9 * time.Hour, 24 * time.Hour}, {}} {
		if problem.KindOf(h.Check()) != problem.Invalid {
			t.Errorf("%+v must be refused", h)
		}
	}
}
