package storetest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/store/sqlstore"
	store "huiying/internal/store/sqlstore/inbox"
)

// inboxViews compares every view, with and without filters, page after page, with what the words of the views say.
func inboxViews(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	r := rand.New(rand.NewPCG(1, 2))
	states := []inbox.State{inbox.Unassigned, inbox.ToAnswer, inbox.InReview, inbox.ToSend, inbox.Answered, inbox.Done, inbox.Merged,
		inbox.Diverted, inbox.NotTaken}
	var all []inbox.Question
	for i := range 300 {
		q := inboxQuestion(fmt.Sprint("v", i))
		hours := func(n int) time.Time { return noon.Add(time.Duration(r.IntN(2*n)-n) * time.Hour) } // many share one
		q.State, q.Account, q.Due, q.Received = states[r.IntN(len(states))], accounts.ID(fmt.Sprint("a", r.IntN(3))), hours(10), hours(90)
		q.Text, q.Delivery = strings.Repeat("问", r.IntN(3))+"停水", fmt.Sprint("d", r.IntN(3))
		if r.IntN(2) == 0 {
			q.Read = noon
		}
		if r.IntN(3) == 0 {
			q.Window = hours(12)
		}
		if !q.State.Open() {
			q.AnsweredAt, q.Closed = hours(20), hours(20)
		}
		all = append(all, q)
	}
	inboxAdd(t, db, all...)
	stored, err := s.Page(t.Context(), inbox.Filter{View: inbox.ViewAll, Limit: 1000})
	if err != nil || len(stored) != len(all) {
		t.Fatalf("all = %d, %v", len(stored), err)
	}
	counts, err := s.Counts(t.Context(), noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range inboxAllViews() {
		for _, f := range []inbox.Filter{{}, {Account: "a1"}, {Text: "问停"}, {Account: "a2", Text: "问问"}, {Text: "没有"}} {
			f.View, f.Now, f.Limit = v, noon, 7
			want := inboxOracle(stored, f)
			if got := inboxWalk(t, s, f); !slices.Equal(got, want) {
				t.Errorf("%+v:\n got %v\nwant %v", f, got, want)
			}
			if f.Account == "" && f.Text == "" && v != inbox.ViewAll && counts[v] != len(want) {
				t.Errorf("count of %s = %d, want %d", v, counts[v], len(want))
			}
		}
	}
	if got, err := s.Page(t.Context(), inbox.Filter{View: "nothing", Limit: 9}); err != nil || len(got) != 0 {
		t.Errorf("no such view: %v, %v", got, err)
	}
	inboxUnder(t, s, stored)
}

func inboxAllViews() []inbox.View {
	return []inbox.View{inbox.ViewUnassigned, inbox.ViewToAnswer, inbox.ViewSeen, inbox.ViewWindow, inbox.ViewOverdue, inbox.ViewReview,
		inbox.ViewToSend, inbox.ViewAnswered, inbox.ViewDone, inbox.ViewAll}
}

func inboxIn(q inbox.Question, v inbox.View, now time.Time) bool {
	switch v {
	case inbox.ViewUnassigned:
		return q.State == inbox.Unassigned
	case inbox.ViewToAnswer:
		return q.State == inbox.ToAnswer
	case inbox.ViewReview:
		return q.State == inbox.InReview
	case inbox.ViewToSend:
		return q.State == inbox.ToSend
	case inbox.ViewAnswered:
		return q.State == inbox.Answered
	case inbox.ViewDone:
		return !q.State.Open() && q.State != inbox.Answered
	case inbox.ViewSeen:
		return !q.Read.IsZero() && (q.State == inbox.Unassigned || q.State == inbox.ToAnswer)
	case inbox.ViewWindow:
		return q.State.Open() && !q.Window.Before(now) && q.Window.Before(now.Add(6*time.Hour))
	case inbox.ViewOverdue:
		return q.State.Open() && q.Due.Before(now)
	}
	return true
}

func inboxOracle(all []inbox.Question, f inbox.Filter) []string {
	var in []inbox.Question
	for _, q := range all {
		if inboxIn(q, f.View, f.Now) && (f.Account == "" || q.Account == f.Account) && strings.Contains(q.Text, f.Text) {
			in = append(in, q)
		}
	}
	slices.SortFunc(in, func(a, b inbox.Question) int {
		if f.View == inbox.ViewAll {
			return cmp.Compare(b.Row, a.Row)
		}
		c := cmp.Or(a.At().Compare(b.At()), cmp.Compare(a.Row, b.Row))
		if f.View.NewestFirst() {
			return -c
		}
		return c
	})
	ids := []string{}
	for _, q := range in {
		ids = append(ids, q.ID)
	}
	return ids
}

func inboxWalk(t *testing.T, s *store.Store, f inbox.Filter) []string {
	t.Helper()
	ids := []string{}
	for {
		page, err := s.Page(t.Context(), f)
		if err != nil || len(page) > f.Limit || len(ids) > 400 {
			t.Fatalf("page of %s after %v: %d questions, %v", f.View, f.After, len(page), err)
		}
		for _, q := range page {
			ids = append(ids, q.ID)
		}
		if len(page) < f.Limit {
			return ids
		}
		f = f.Next(page[len(page)-1])
	}
}

func inboxUnder(t *testing.T, s *store.Store, all []inbox.Question) {
	t.Helper()
	for _, account := range []accounts.ID{"a0", "none"} {
		n, oldest, under := 0, time.Time{}, 0
		for _, q := range all {
			if q.Account != account || !q.State.Open() {
				continue
			}
			n++
			if oldest.IsZero() || q.Received.Before(oldest) {
				oldest = q.Received
			}
			if q.Delivery == "d1" {
				under++
			}
		}
		if got, since, err := s.Waiting(t.Context(), account); err != nil || got != n || !since.Equal(oldest) {
			t.Errorf("waiting for %s = %d since %v, %v; want %d since %v", account, got, since, err, n, oldest)
		}
		got, err := s.Under(t.Context(), account, "d1")
		if err != nil || len(got) != under {
			t.Errorf("under d1 of %s = %d, %v; want %d", account, len(got), err, under)
		}
		for _, q := range got {
			if q.Account != account || q.Delivery != "d1" || !q.State.Open() {
				t.Errorf("under d1 of %s: %+v", account, q)
			}
		}
	}
}

// inboxWords is that the words looked for mean nothing but themselves.
func inboxWords(t *testing.T, db *sqlstore.DB) {
	texts := []string{"供暖 100% 恢复", "供暖 100 恢复", "a_b", "axb", `反\斜`, "反斜", "It's ABC", "it's abc", "😀好", "[x]*?", "第\n二行"}
	for i, text := range texts {
		q := inboxQuestion(fmt.Sprint(i))
		q.Text = text
		inboxAdd(t, db, q)
	}
	for _, word := range []string{"%", "_", `\`, "'", "ABC", "abc", "😀", "*?", "[", "\n", "供", "恢复", "不在"} {
		want := 0
		for _, text := range texts {
			if strings.Contains(text, word) {
				want++
			}
		}
		for _, v := range []inbox.View{inbox.ViewAll, inbox.ViewUnassigned} {
			got, err := store.New(db).Page(t.Context(), inbox.Filter{View: v, Text: word, Limit: 50})
			if err != nil || len(got) != want {
				t.Errorf("%q in %s: %d found, %v; want %d", word, v, len(got), err, want)
			}
		}
	}
}
