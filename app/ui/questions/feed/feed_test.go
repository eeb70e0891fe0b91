package feed_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"huiying/app/ui/questions/feed"
	"huiying/inbox"
)

func page(from, n int) []inbox.Question {
	qs := make([]inbox.Question, n)
	for i := range qs {
		qs[i] = inbox.Question{ID: fmt.Sprint(from + i), Row: int64(from + i), State: inbox.ToAnswer, Text: "问"}
	}
	return qs
}

func TestNumbersOfCitizensAreHiddenBeforeTheWordsAreCut(t *testing.T) {
	qs := page(0, 2)
	qs[0].Text = "请打13800138000"
	qs[1].Text = strings.Repeat("字", 85) + "13800138000"
	var f feed.Feed
	f.Start(inbox.Filter{Limit: feed.PageSize}, qs)
	f.Put(qs[0])
	if got := f.Rows[0].Text; got != "请打138****8000" {
		t.Errorf("a row says %q", got)
	}
	if got := f.Rows[1].Text; strings.Contains(got, "13800") || qs[1].Text[len(qs[1].Text)-11:] != "13800138000" {
		t.Errorf("a long row says %q", got)
	}
}

func TestPagesGrowAtTheEndOnly(t *testing.T) {
	var f feed.Feed
	f.Start(inbox.Filter{View: inbox.ViewToAnswer, Limit: feed.PageSize}, page(0, feed.PageSize))
	if f.End || f.Wants("0") || !f.Wants("99") || f.Wants("nobody") {
		t.Fatal("the next page is wanted near the end, and only there")
	}
	if f.Next.After == nil || f.Next.After.Row != 99 {
		t.Fatalf("the next page begins after %+v", f.Next.After)
	}
	f.Busy = true
	if f.Wants("99") {
		t.Error("a page is asked for twice")
	}
	next := append(page(98, 2), page(100, 50)...) // two moved in between: they stay where they were
	f.Add(next)
	if len(f.Rows) != 150 || !f.End || f.Busy || f.Wants("149") {
		t.Errorf("%d rows, end %v, busy %v", len(f.Rows), f.End, f.Busy)
	}
	for i, q := range f.Rows {
		if q.ID != fmt.Sprint(i) {
			t.Fatalf("row %d is %s", i, q.ID)
		}
	}
}

func TestNewOnesAreCountedAndNotPutIn(t *testing.T) {
	var f feed.Feed
	f.Start(inbox.Filter{}, page(10, 5))
	now := append(page(0, 2), page(10, 5)...)
	now[3].State = inbox.InReview
	left := f.Compare(append(now, page(90, 1)...), 50)
	if f.Fresh != 3 || len(f.Rows) != 5 || left != nil || f.Rows[0].ID != "10" || f.Rows[1].State != inbox.InReview {
		t.Errorf("fresh %d, rows %d, left %v, second %s", f.Fresh, len(f.Rows), left, f.Rows[1].State)
	}
}

func TestWhatIsOnlyTheNextPageIsNotNew(t *testing.T) {
	var f feed.Feed
	f.Start(inbox.Filter{}, page(0, feed.PageSize))
	left := f.Compare(page(10, feed.PageSize), feed.PageSize) // ten left the view, ten of the next page moved up
	if f.Fresh != 0 || len(left) != 10 || !slices.Contains(left, "0") || slices.Contains(left, "10") {
		t.Errorf("fresh %d, left %v", f.Fresh, left)
	}
}

func TestARowKeepsOnlyWhatItShows(t *testing.T) {
	var f feed.Feed
	long := inbox.Question{ID: "a", Text: strings.Repeat("长", 5000), Ref: []byte(`{"cid":"1"}`)}
	f.Start(inbox.Filter{}, []inbox.Question{long})
	q, ok := f.Row("a")
	if !ok || len([]rune(q.Text)) > 100 || q.Ref != nil {
		t.Errorf("a row keeps %d characters", len([]rune(q.Text)))
	}
	f.Put(inbox.Question{ID: "b"})
	if _, ok := f.Row("b"); ok {
		t.Error("a question that is not listed was put in")
	}
}
