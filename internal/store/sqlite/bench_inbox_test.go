package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"huiying/inbox"
	"huiying/internal/store/sqlite"
	store "huiying/internal/store/sqlstore/inbox"
	"huiying/internal/unit"
)

// BenchmarkInbox measures lists and counts with 200,000 questions, of which one in fifty is open.
func BenchmarkInbox(b *testing.B) {
	db, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "huiying.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	s, now := store.New(db.DB), time.Date(2026, 11, 18, 4, 0, 0, 0, time.UTC)
	inboxRows(b, s, unit.New(db.DB), now, 200_000)
	for _, v := range []inbox.View{inbox.ViewToAnswer, inbox.ViewOverdue, inbox.ViewSeen, inbox.ViewWindow, inbox.ViewAnswered, inbox.ViewDone, inbox.ViewAll} {
		for _, f := range []inbox.Filter{{}, {Account: "a3"}, {Text: "问题 7"}} {
			f.View, f.Now, f.Limit = v, now, 100
			b.Run(fmt.Sprintf("page/%s/account=%s/text=%s", v, f.Account, f.Text), func(b *testing.B) {
				deep := f
				for b.Loop() {
					page, err := s.Page(b.Context(), deep)
					if err != nil {
						b.Fatal(err)
					}
					if deep = f; len(page) == f.Limit {
						deep = f.Next(page[len(page)-1]) // at any depth
					}
				}
			})
		}
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Counts(b.Context(), now); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func inboxRows(b *testing.B, s *store.Store, work *unit.Work, now time.Time, n int) {
	b.Helper()
	open := []inbox.State{inbox.Unassigned, inbox.ToAnswer, inbox.InReview, inbox.ToSend}
	ended := []inbox.State{inbox.Answered, inbox.Done, inbox.Done, inbox.Diverted}
	for from := 0; from < n; from += 5000 {
		err := work.Do(b.Context(), func(ctx context.Context) error {
			for i := from; i < from+5000; i++ {
				at := now.Add(time.Duration(i%997-500) * time.Hour)
				q := inbox.Question{ID: fmt.Sprint("q", i), Version: 1, Account: "a3", Platform: "weibo", Channel: inbox.Comment, External: fmt.Sprint(i),
					Author: "张**", Text: fmt.Sprintf("问题 %d：小区停暖三天了，打了物业的电话没有人接，请问什么时候可以恢复供暖，谢谢。", i), Received: at, Collected: at,
					Kind: "consult", State: ended[i%4], Due: at, Days: 5, AnsweredAt: at, Closed: at}
				if i%2 == 0 {
					q.Account = "a1"
				}
				if i%50 == 0 {
					q.State, q.AnsweredAt, q.Closed, q.Window = open[i/50%4], time.Time{}, time.Time{}, at
				}
				if i%3 == 0 {
					q.Read = at
				}
				if _, err := s.Add(ctx, q); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
