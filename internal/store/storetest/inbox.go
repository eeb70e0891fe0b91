package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/inbox/policy"
	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	store "huiying/internal/store/sqlstore/inbox"
	"huiying/internal/store/storetest/inboxtest"
	"huiying/internal/unit"
	"huiying/internal/wake"
)

// Inbox is what the tables of the inbox desk promise.
func Inbox(t *testing.T, open Open) {
	t.Run("questions", func(t *testing.T) { inboxQuestions(t, open(t)) })
	t.Run("one of a key", func(t *testing.T) { inboxOneOfAKey(t, open(t)) })
	t.Run("save", func(t *testing.T) { inboxSave(t, open(t)) })
	t.Run("known", func(t *testing.T) { inboxKnown(t, open(t)) })
	t.Run("views", func(t *testing.T) { inboxViews(t, open(t)) })
	t.Run("exact words", func(t *testing.T) { inboxWords(t, open(t)) })
	t.Run("answers", func(t *testing.T) { inboxAnswers(t, open(t)) })
	t.Run("cursors", func(t *testing.T) { inboxCursors(t, open(t)) })
	t.Run("two claimers", func(t *testing.T) { inboxTwoClaimers(t, open(t)) })
	t.Run("two senders", func(t *testing.T) { inboxTwoSenders(t, open(t)) })
	t.Run("two collectors", func(t *testing.T) { inboxTwoCollectors(t, open(t)) })
}

func inboxQuestion(key string) inbox.Question {
	return inbox.Question{ID: "q-" + key, Version: 1, Account: "a1", Platform: accounts.Weibo, Channel: inbox.Comment, External: key,
		Author: "张**", Text: "小区停暖三天了，什么时候恢复？", Received: noon, Collected: noon.Add(time.Minute), Kind: policy.Consult,
		State: inbox.Unassigned, Due: noon.Add(120 * time.Hour), Days: 5}
}

func inboxAdd(t *testing.T, db *sqlstore.DB, all ...inbox.Question) {
	t.Helper()
	do(t, db, func(ctx context.Context) error {
		for i := range all {
			row, err := store.New(db).Add(ctx, all[i])
			if err != nil {
				return err
			}
			all[i].Row = row
		}
		return nil
	})
}

// inboxFull is a question of which no field is empty.
func inboxFull() inbox.Question {
	q := inboxQuestion("full")
	q.Ref, q.Under, q.Delivery, q.Link = json.RawMessage(`{"cid":9007199254740993}`), "供暖公告", "d1", "https://weibo.com/1"
	q.Read, q.ReadBy, q.Claimed, q.ClaimedBy, q.ClaimedAt = noon, "李敏", "p1", "李敏", noon.Add(time.Hour)
	q.Assumed, q.Window, q.Gone, q.Closed, q.AnsweredAt = true, noon.Add(48*time.Hour), noon, noon, noon
	q.Reason, q.State = "转市信访局", inbox.Diverted
	return q
}

func inboxQuestions(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	all := []inbox.Question{inboxQuestion("1"), inboxFull()}
	inboxAdd(t, db, all...)
	all[0].Row, all[1].Row = 1, 2
	for _, want := range all {
		if got, err := s.Question(t.Context(), want.ID); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("question = %+v, %v\nwant %+v", got, err, want)
		}
		do(t, db, func(ctx context.Context) error {
			if got, err := s.Hold(ctx, want.ID); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("held = %+v, %v", got, err)
			}
			return nil
		})
	}
	if _, err := s.Question(t.Context(), "none"); problem.KindOf(err) != problem.Missing {
		t.Errorf("no such question: %v", err)
	}
	odd := inboxQuestion("odd\x00")
	odd.ID, odd.Text, odd.Author = "odd", "停\x00水\xe5\x9b", "\xff**"
	inboxAdd(t, db, odd)
	if got, err := s.Question(t.Context(), "odd"); err != nil || got.Text != "停\uFFFD水\uFFFD" || got.External != "odd\uFFFD" {
		t.Errorf("words that are no proper text: %+v, %v", got, err)
	}
	if known, err := s.Known(t.Context(), "a1", inbox.Comment, []string{"odd\x00"}); err != nil || known["odd\x00"].ID != "odd" {
		t.Errorf("known by an odd key: %v, %v", known, err)
	}
}

// inboxOneOfAKey is that a question is stored once, and that meeting it again does not spoil the unit.
func inboxOneOfAKey(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	inboxAdd(t, db, inboxQuestion("1"))
	other := inboxQuestion("1")
	other.ID = "another"
	sameID := inboxQuestion("2")
	sameID.ID = "q-1"
	do(t, db, func(ctx context.Context) error {
		for _, q := range []inbox.Question{other, sameID, inboxQuestion("1")} {
			if _, err := s.Add(ctx, q); problem.KindOf(err) != problem.Conflict {
				t.Errorf("add again: %v", err)
			}
		}
		_, err := s.Add(ctx, inboxQuestion("3"))
		return err
	})
	elsewhere, byHand := inboxQuestion("1"), inboxQuestion("1")
	elsewhere.ID, elsewhere.Account = "x", "a2"
	byHand.ID, byHand.Channel = "y", inbox.ByHand
	inboxAdd(t, db, elsewhere, byHand)
	if got, err := s.Page(t.Context(), inbox.Filter{View: inbox.ViewAll, Limit: 9}); err != nil || len(got) != 4 {
		t.Errorf("%d questions, %v; want 4", len(got), err)
	}
}

func inboxSave(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	inboxAdd(t, db, inboxQuestion("full"))
	want := inboxFull()
	want.Row = 1
	save := func(q inbox.Question) func(context.Context) error {
		return func(ctx context.Context) error { return s.Save(ctx, q) }
	}
	do(t, db, save(want)) // the version that is stored
	want.Version++
	do(t, db, save(want)) // and the next
	first := inboxQuestion("full")
	want.Ref, want.Under, want.Delivery, want.Link = first.Ref, first.Under, first.Delivery, first.Link // what never changes
	if got, err := s.Question(t.Context(), want.ID); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("saved = %+v, %v\nwant %+v", got, err, want)
	}
	old, ahead, none := want, want, want
	old.Version, ahead.Version, none.ID = want.Version-1, want.Version+2, "none"
	for _, q := range []inbox.Question{old, ahead, none} {
		wantKind(t, db, problem.Conflict, "a save from another version", save(q))
	}
	if err := s.Save(t.Context(), want); err == nil {
		t.Error("a save outside a unit was taken")
	}
}

func inboxKnown(t *testing.T, db *sqlstore.DB) {
	var all []inbox.Question
	var keys []string
	for i := range 1000 {
		keys = append(keys, fmt.Sprint("k", i))
		if i%3 == 0 {
			q := inboxQuestion(keys[i])
			if i%2 == 0 {
				q.Gone, q.State = noon, inbox.ToAnswer
			}
			all = append(all, q)
		}
	}
	inboxAdd(t, db, all...)
	got, err := store.New(db).Known(t.Context(), "a1", inbox.Comment, keys)
	if err != nil || len(got) != len(all) {
		t.Fatalf("known = %d, %v; want %d", len(got), err, len(all))
	}
	for _, q := range all {
		if want := (inbox.Stored{ID: q.ID, State: q.State, Gone: !q.Gone.IsZero()}); got[q.External] != want {
			t.Errorf("known[%s] = %+v, want %+v", q.External, got[q.External], want)
		}
	}
	for account, channel := range map[accounts.ID]inbox.Channel{"a2": inbox.Comment, "a1": inbox.ByHand} {
		if got, err := store.New(db).Known(t.Context(), account, channel, keys); err != nil || len(got) != 0 {
			t.Errorf("known elsewhere = %v, %v", got, err)
		}
	}
	if got, err := store.New(db).Known(t.Context(), "a1", inbox.Comment, nil); err != nil || len(got) != 0 {
		t.Errorf("known of nothing = %v, %v", got, err)
	}
}

func inboxAnswer(id string) inbox.Answer {
	return inbox.Answer{ID: id, Question: "q-1", Version: 1, Text: "今晚恢复", State: inbox.Drafting, By: "p1", ByName: "李敏", Changed: noon}
}

func inboxAnswers(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	save := func(a inbox.Answer) func(context.Context) error {
		return func(ctx context.Context) error { return s.SaveAnswer(ctx, a) }
	}
	inboxAdd(t, db, inboxQuestion("1"), inboxQuestion("2"))
	if _, err := s.Answer(t.Context(), "q-1"); problem.KindOf(err) != problem.Missing {
		t.Errorf("no answer yet: %v", err)
	}
	a := inboxAnswer("x")
	do(t, db, save(a))
	wantKind(t, db, problem.Conflict, "the first version twice", save(a))
	wantKind(t, db, problem.Conflict, "a second answer beside a living one", save(inboxAnswer("y")))
	a.Version, a.Revision, a.Text, a.State, a.Fingerprint, a.Others = 2, 1, "明早恢复", inbox.Unknown, "f", []people.ID{"p2", "p3"}
	a.By, a.ByName, a.Submitted, a.Note, a.Code, a.Attempts = "p4", "孙悦", noon, "没收到回音", "http 502", 2
	a.SentAt, a.External, a.Link, a.Absent, a.Evidence = noon, "9", "https://weibo.com/9", noon, "h"
	do(t, db, save(a))
	wantKind(t, db, problem.Conflict, "a version that was overtaken", save(a))
	elsewhere := a
	elsewhere.Version, elsewhere.Question = 3, "q-2"
	wantKind(t, db, problem.Conflict, "an answer moved to another question", save(elsewhere))
	for what, get := range map[string]func() (inbox.Answer, error){
		"newest": func() (inbox.Answer, error) { return s.Answer(t.Context(), "q-1") },
		"by id":  func() (inbox.Answer, error) { return s.AnswerByID(t.Context(), "x") },
	} {
		if got, err := get(); err != nil || !reflect.DeepEqual(got, a) {
			t.Errorf("%s = %+v, %v\nwant %+v", what, got, err, a)
		}
	}
	a.Version, a.State = 3, inbox.Rejected
	do(t, db, save(a))
	do(t, db, save(inboxAnswer("y")))
	if got, err := s.Answer(t.Context(), "q-1"); err != nil || got.ID != "y" {
		t.Errorf("newest after a rejection = %+v, %v", got, err)
	}
	got, err := s.AnswersIn(t.Context(), inbox.Rejected, inbox.Drafting, inbox.Ready)
	if err != nil || len(got) != 2 || got[0].ID != "x" || got[1].ID != "y" {
		t.Errorf("answers in = %+v, %v", got, err)
	}
	if got, err := s.AnswersIn(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("answers in no state = %+v, %v", got, err)
	}
	lost := inboxAnswer("z")
	lost.Question = "none"
	if err := unit.New(db).Do(t.Context(), save(lost)); err == nil {
		t.Error("an answer to no question was stored")
	}
}

func inboxCursors(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	for _, want := range []json.RawMessage{nil, json.RawMessage(`{"since":9007199254740993}`), json.RawMessage(`2`), nil} {
		do(t, db, func(ctx context.Context) error { return s.SaveCursor(ctx, "a1", want) })
		if got, err := s.Cursor(t.Context(), "a1"); err != nil || !slices.Equal(got, want) {
			t.Errorf("cursor = %s, %v; want %s", got, err, want)
		}
	}
	if got, err := s.Cursor(t.Context(), "a2"); err != nil || got != nil {
		t.Errorf("a cursor of an account that was never read: %s, %v", got, err)
	}
}

// inboxTwoClaimers has two people, each before two programs, take one question at the same moment by the desk's own Claim:
// one of them gets it, the other is told who has it, and it is claimed once on the trail. When the claim has lapsed they run
// again.
func inboxTwoClaimers(t *testing.T, db *sqlstore.DB) {
	one := inboxtest.New(t, db)
	two := one.Another(db)
	for round := range 15 {
		q := one.Question(inboxtest.Weibo, fmt.Sprint("r", round), "何时供暖？")
		for turn := 1; turn <= 2; turn++ {
			refused := map[people.ID]int{}
			var mu sync.Mutex
			for _, err := range atOnce(4, func(i int) error {
				who, desk := []people.ID{inboxtest.LiMin, inboxtest.SunYue}[i%2], []*inboxtest.Desk{one, two}[i/2]
				err := desk.Inbox.Claim(desk.As(who), q.ID)
				if problem.KindOf(err) == problem.Conflict {
					mu.Lock()
					defer mu.Unlock()
					refused[who]++
					return nil
				}
				return err
			}) {
				t.Error(err)
			}
			got := one.Get(q.ID).Question
			loser := map[people.ID]people.ID{inboxtest.LiMin: inboxtest.SunYue, inboxtest.SunYue: inboxtest.LiMin}[got.Claimed]
			claims := len(one.Verbs("question", q.ID))
			if len(refused) != 1 || refused[loser] != 2 || got.State != inbox.ToAnswer || got.Version != q.Version+turn || claims != turn {
				t.Fatalf("round %d: %s has it, refused %v, %s, version %d, claimed %d times", round, got.Claimed, refused, got.State, got.Version, claims)
			}
			one.Clock.Add(16 * time.Minute)
		}
	}
}

// inboxTwoSenders has two programs send one approved answer at the same moment: exactly one reply reaches the platform.
func inboxTwoSenders(t *testing.T, db *sqlstore.DB) {
	one := inboxtest.New(t, db)
	two := one.Another(db)
	for round := range 30 {
		q := one.Question(inboxtest.Weibo, fmt.Sprint("s", round), "何时供暖？")
		a := one.Approved(q, "明日供暖。")
		for _, err := range atOnce(2, func(i int) error {
			desk := []*inboxtest.Desk{one, two}[i]
			return desk.Sending.Send(desk.System(), wake.Wake{Kind: inbox.WakeAnswer, Key: a.ID})
		}) {
			t.Error(err)
		}
		records, err := one.Ledger.Of(t.Context(), ledger.Subject{Kind: "answer", ID: a.ID})
		if got := one.Get(q.ID).Answer; err != nil || len(records) != 1 || got.State != inbox.Delivered || len(one.Platform.Replies()) != round+1 {
			t.Fatalf("round %d: %d replies, %s, ledger %+v, %v", round, len(one.Platform.Replies()), got.State, records, err)
		}
	}
}

// inboxTwoCollectors has readings of one account write overlapping questions at the same moment, in one order as the desk
// does: each stands once, and nobody is sent away.
func inboxTwoCollectors(t *testing.T, db *sqlstore.DB) {
	s, work := store.New(db), unit.New(db)
	for round := range 10 {
		for _, err := range atOnce(3, func(i int) error {
			return work.Do(t.Context(), func(ctx context.Context) error {
				for k := i * 3; k < 20; k++ {
					q := inboxQuestion(fmt.Sprintf("%d-%d", round, k))
					q.ID = unit.NewID()
					if _, err := s.Add(ctx, q); err != nil && problem.KindOf(err) != problem.Conflict {
						return err
					}
				}
				return nil
			})
		}) {
			t.Error(err)
		}
	}
	if got, err := s.Page(t.Context(), inbox.Filter{View: inbox.ViewAll, Limit: 1000}); err != nil || len(got) != 200 {
		t.Errorf("%d questions, %v; want 200", len(got), err)
	}
}
