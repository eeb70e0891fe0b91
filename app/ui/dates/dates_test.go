package dates_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/dates"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/widgets"
)

func zone() *time.Location { return time.FixedZone("CST", 8*3600) }

func noon() time.Time { return time.Date(2026, 11, 18, 12, 0, 0, 0, zone()) }

func begin(t *testing.T) {
	t.Helper()
	themetest.App(t, theme.Light, 100)
}

func TestParseReadsWhatPeopleType(t *testing.T) {
	for in, want := range map[string]string{
		"2026-11-18 15:30": "2026-11-18 15:30", "11-18 15:30": "2026-11-18 15:30", "11月20日 9：05": "2026-11-20 09:05",
		"2027年1月2日": "2027-01-02 09:00", "2026/12/31 23:59": "2026-12-31 23:59", "2028-2-29 0:00": "2028-02-29 00:00",
	} {
		got, err := dates.Parse(in, noon())
		if err != nil || got.Format("2006-01-02 15:04") != want || got.Location().String() != noon().Location().String() {
			t.Errorf("%q = %v, %v, want %s", in, got, err, want)
		}
	}
}

func TestParseRefusesInWords(t *testing.T) {
	for in, want := range map[string]string{"2026-11-31": "11 月没有 31 日", "2027-02-29": "2 月没有 29 日", "13-01": "没有 13 月",
		"": "还没有填", "明天": "看不懂", "11-18 25:00": "钟点", "11-18 9": "钟点"} {
		if _, err := dates.Parse(in, noon()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q in it", in, err, want)
		}
	}
}

func TestPickerKeepsWhatIsWrong(t *testing.T) {
	begin(t)
	p := dates.NewPicker(noon, time.Time{}, nil)
	p.Allow = func(at time.Time) string {
		if at.Before(noon()) {
			return "这个时间已经过了，请选以后的时间"
		}
		return ""
	}
	p.Entry().SetText("2026-11-31")
	if v, why := p.Value(); !v.IsZero() || why == "" || p.Entry().Text() != "2026-11-31" {
		t.Errorf("value %v, %q, text %q", v, why, p.Entry().Text())
	}
	p.Entry().SetText("11-18 09:00")
	if _, why := p.Value(); !strings.Contains(why, "已经过了") {
		t.Errorf("a past time: %q", why)
	}
	p.Entry().SetText("11-18 15:30")
	if v, why := p.Value(); why != "" || v.Format("01-02 15:04") != "11-18 15:30" {
		t.Errorf("value %v, %q", v, why)
	}
}

func month(t *testing.T) (*dates.Month, fyne.Canvas) {
	t.Helper()
	begin(t)
	m := dates.NewMonth(dates.DayOf(noon()))
	m.Fill(2026, 11, map[dates.Day][]dates.Entry{{Year: 2026, Month: 11, Day: 18}: {
		{ID: "x", Sign: "博", Text: "15 供暖", Tone: widgets.Amber}, {ID: "y", Sign: "信", Text: "20 回顾", Tone: widgets.Blue}}})
	w := test.NewTempWindow(t, container.NewStack(m))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(700, 629))
	return m, w.Canvas()
}

func TestMonthKnowsWhatIsUnderThePointer(t *testing.T) {
	m, c := month(t)
	var day dates.Day
	entry := ""
	m.OnDay = func(d dates.Day) { day = d }
	m.OnEntry = func(id string) { entry = id }
	// November 2026 begins on a Sunday: the 18th stands in the fourth row under 周三.
	test.TapCanvas(c, fyne.NewPos(250, 29+3*100+26+22+5))
	if day.String() != "2026-11-18" || entry != "y" {
		t.Fatalf("hit %s %q", day, entry)
	}
	test.TapCanvas(c, fyne.NewPos(50, 29+30))
	if day.String() != "2026-10-26" {
		t.Fatalf("the first cell is %s", day)
	}
}

func TestLowCellsMoveTheirEntriesTogether(t *testing.T) {
	m, c := month(t)
	day := dates.Day{Year: 2026, Month: 11, Day: 18}
	var list []dates.Entry
	for _, id := range []string{"a", "b", "c", "d"} {
		list = append(list, dates.Entry{ID: id, Sign: "博", Text: "09 早安"})
	}
	m.Fill(2026, 11, map[dates.Day][]dates.Entry{day: list})
	entry := ""
	m.OnEntry = func(id string) { entry = id }
	m.Resize(fyne.NewSize(700, 29+6*81))
	at := func(y float32) string {
		entry = ""
		test.TapCanvas(c, fyne.NewPos(250, 29+3*81+y))
		return entry
	}
	if got := []string{at(26 + 8), at(26 + 17 + 8), at(26 + 34 + 8)}; got[0] != "a" || got[1] != "b" || got[2] != "" {
		t.Errorf("two entries and what is left over, got %q", got)
	}
	m.Resize(fyne.NewSize(700, 29+6*133))
	if got := []string{at(0), entry}; got[0] != "" {
		t.Errorf("the number of the day is no entry: %q", got)
	}
	test.TapCanvas(c, fyne.NewPos(250, 29+3*133+26+3*22+5))
	if entry != "d" {
		t.Errorf("a tall cell shows four, hit %q", entry)
	}
}

func TestMonthMovesByKeysAndLeavesTheMonth(t *testing.T) {
	m, _ := month(t)
	turned := ""
	m.OnMonth = func(y int, mo time.Month) { turned = mo.String() }
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyLeft} {
		m.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if m.Chosen().String() != "2026-12-01" || turned != "December" || m.Title() != "2026年12月" {
		t.Fatalf("chosen %s, turned to %s, title %s", m.Chosen(), turned, m.Title())
	}
	m.TypedRune('t')
	if m.Chosen().String() != "2026-11-18" {
		t.Fatalf("T went to %s", m.Chosen())
	}
}

func TestDraggingAsksAndMovesNothing(t *testing.T) {
	m, _ := month(t)
	id, to := "", dates.Day{}
	m.OnMove = func(i string, d dates.Day) { id, to = i, d }
	from := fyne.NewPos(250, 29+3*100+26+5)
	m.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: from}})
	m.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: from.AddXY(40, 0)}, Dragged: fyne.NewDelta(40, 0)})
	m.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: from.AddXY(100, 0)}, Dragged: fyne.NewDelta(60, 0)})
	m.DragEnd()
	if id != "x" || to.String() != "2026-11-19" {
		t.Fatalf("dragged %q to %s", id, to)
	}
}
