package figures

import (
	"encoding/json"
	"testing"
	"time"

	"huiying/internal/platforms/drill/standwechat/book"
)

func TestOfListsTheArticlesOfOnePastDay(t *testing.T) {
	zone := time.FixedZone("Asia/Shanghai", 8*3600)
	at := time.Date(2026, 11, 18, 23, 30, 0, 0, zone)
	job := func(app string, id int64, mass bool, at time.Time) *book.Job {
		return &book.Job{AppID: app, MsgDataID: id, Mass: mass, At: at, Done: at.Add(time.Second), Items: []book.Item{{URL: "http://x/1"}, {URL: "http://x/2"}}}
	}
	b := &book.Book{Jobs: []*book.Job{job("a", 7, true, at), job("a", 8, false, at.Add(time.Hour)), job("b", 9, true, at)}}
	now := at.Add(12 * time.Hour)
	got, code := Of(b, "a", "2026-11-18", "2026-11-18", now)
	if code != 0 || len(got.List) != 2 || got.List[1].MsgID != "7_2" || got.List[0].PublishType != 0 {
		t.Errorf("Of = %+v, %d", got, code)
	}
	b.Wire.FiguresFromZero = true
	if got, _ := Of(b, "a", "2026-11-18", "2026-11-18", now); got.List[0].MsgID != "7_0" || got.List[1].MsgID != "7_1" {
		t.Errorf("counted from 0: %+v", got.List)
	}
	for i, late := range []time.Duration{0, time.Minute, time.Hour} { // the last one is on the next day
		b.Comments = append(b.Comments, &book.Comment{CommentKey: book.CommentKey{MsgDataID: 7, Index: 1, ID: int64(i)}, At: at.Add(late)})
	}
	if got, _ := Of(b, "a", "2026-11-18", "2026-11-18", now); got.List[0].Detail[0].Comments != 0 || got.List[1].Detail[0].Comments != 2 {
		t.Errorf("comments of the day: %+v", got.List)
	}
	for dates, want := range map[[2]string]int{
		{"2026-11-19", "2026-11-19"}: 61501, // today
		{"2026-11-17", "2026-11-18"}: 61501, // two days
		{"18.11.2026", "2026-11-18"}: 61500,
		{"", ""}:                     61500,
	} {
		if _, code := Of(b, "a", dates[0], dates[1], now); code != want {
			t.Errorf("%v: code %d, want %d", dates, code, want)
		}
	}
	morning := time.Date(2026, 11, 19, 7, 59, 59, 0, zone)
	for _, c := range []struct {
		now   time.Time
		late  bool
		code  int
		delay bool
	}{{morning, false, 61503, false}, {morning, true, 0, true}, {morning.Add(time.Second), true, 0, false}, {morning.AddDate(0, 0, 1), false, 0, false}} {
		b.Wire = book.Wire{FiguresDelayed: c.late}
		got, code := Of(b, "a", "2026-11-18", "2026-11-18", c.now)
		if code != c.code || got.Delay != c.delay || code == 0 && (len(got.List) == 0) != c.delay {
			t.Errorf("%+v: %+v, %d", c, got, code)
		}
	}
	if text, _ := json.Marshal(Total{List: []Article{}}); string(text) != `{"list":[],"is_delay":false}` {
		t.Errorf("an empty day is %s", text)
	}
}
