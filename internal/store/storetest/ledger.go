package storetest

import (
	"context"
	"fmt"
	"reflect"
	"sync/atomic"
	"testing"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/unit"
)

// Ledger is what a ledger.Store promises.
func Ledger(t *testing.T, open Open) {
	t.Run("records", func(t *testing.T) { records(t, open(t)) })
	t.Run("one attempt at a time", func(t *testing.T) { oneAttempt(t, open(t)) })
	t.Run("a refused intent leaves nothing", func(t *testing.T) { refusedIntent(t, open(t)) })
	t.Run("one final outcome", func(t *testing.T) { oneFinal(t, open(t)) })
	t.Run("dangling and booked", func(t *testing.T) { dangling(t, open(t)) })
	t.Run("a platform's odd words", func(t *testing.T) { oddWords(t, open(t)) })
	t.Run("two senders", func(t *testing.T) { twoSenders(t, open(t)) })
	t.Run("two outcomes", func(t *testing.T) { twoOutcomes(t, open(t)) })
}

// intent returns an intent with the id "SUBJECT-STEP-ATTEMPT".
func intent(kind, subject string, step ledger.Step, attempt int) ledger.Intent {
	return ledger.Intent{ID: fmt.Sprintf("%s-%s-%d", subject, step, attempt), Subject: ledger.Subject{Kind: kind, ID: subject},
		Step: step, Attempt: attempt, Account: "acc", Fingerprint: "f", Token: "t", At: noon, By: "p"}
}

// outcome returns an outcome with the id "INTENT-VERDICT".
func outcome(of string, v ledger.Verdict) ledger.Outcome {
	return ledger.Outcome{ID: of + "-" + string(v), Intent: of, Verdict: v, Source: ledger.ByCall, At: noon, By: "p"}
}

func intend(db *sqlstore.DB, i ledger.Intent) func(context.Context) error {
	return func(ctx context.Context) error { return core.NewLedger(db).Intend(ctx, i) }
}

func conclude(db *sqlstore.DB, o ledger.Outcome) func(context.Context) error {
	return func(ctx context.Context) error { return core.NewLedger(db).Conclude(ctx, o) }
}

func records(t *testing.T, db *sqlstore.DB) {
	prepare, first, second := intent("delivery", "d", ledger.Prepare, 1), intent("delivery", "d", ledger.Send, 1), intent("delivery", "d", ledger.Send, 2)
	second.At = noon.Add(-time.Hour) // a clock that was set back does not change the order
	lost := outcome(first.ID, ledger.Unknown)
	lost.Class, lost.Code, lost.Message = problem.ClassUnknown, "http 502", "没有收到回答"
	found := outcome(first.ID, ledger.NotSent)
	found.Source = ledger.ByReconcile
	there := outcome(second.ID, ledger.Published)
	there.Receipt = []byte(`{"id":"12"}`)
	do(t, db, intend(db, prepare))
	do(t, db, intend(db, first))
	do(t, db, conclude(db, lost))
	do(t, db, conclude(db, found))
	do(t, db, intend(db, second))
	do(t, db, conclude(db, there))
	do(t, db, intend(db, intent("delivery", "other", ledger.Send, 1)))
	want := []ledger.Record{{Intent: prepare}, {Intent: first, Outcomes: []ledger.Outcome{lost, found}},
		{Intent: second, Outcomes: []ledger.Outcome{there}}}
	got, err := core.NewLedger(db).Of(t.Context(), ledger.Subject{Kind: "delivery", ID: "d"})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("of d = %+v, %v; want %+v", got, err, want)
	}
	if got, err := core.NewLedger(db).Of(t.Context(), ledger.Subject{Kind: "answer", ID: "d"}); err != nil || len(got) != 0 {
		t.Errorf("of an answer d = %+v, %v", got, err)
	}
}

func oneAttempt(t *testing.T, db *sqlstore.DB) {
	send := func(n int) ledger.Intent { return intent("delivery", "d", ledger.Send, n) }
	do(t, db, intend(db, send(1)))
	refuse := func(what string, i ledger.Intent) {
		t.Helper()
		wantKind(t, db, problem.Conflict, what, intend(db, i))
	}
	refuse("the same attempt", send(1))
	refuse("the next while nothing is known", send(2))
	do(t, db, conclude(db, outcome("d-send-1", ledger.Unknown)))
	refuse("the next while the last is lost", send(2))
	do(t, db, conclude(db, outcome("d-send-1", ledger.Accepted)))
	refuse("the next while the platform works", send(2))
	do(t, db, intend(db, intent("delivery", "d", ledger.Prepare, 1)))
	do(t, db, intend(db, intent("answer", "d2", ledger.Send, 1)))
	do(t, db, conclude(db, outcome("d-send-1", ledger.Refused)))
	again := send(1)
	again.ID = "another"
	refuse("an attempt that was made", again)
	do(t, db, intend(db, send(2)))
	do(t, db, conclude(db, outcome("d-send-2", ledger.Published)))
	refuse("one more after it was published", send(3))
	do(t, db, conclude(db, outcome("d-prepare-1", ledger.Published)))
	do(t, db, intend(db, intent("delivery", "d", ledger.Prepare, 2)))
}

// refusedIntent swallows the refusal and commits: the step must not be blocked by an intent that is not there.
func refusedIntent(t *testing.T, db *sqlstore.DB) {
	l := core.NewLedger(db)
	do(t, db, intend(db, intent("delivery", "d", ledger.Send, 1)))
	do(t, db, conclude(db, outcome("d-send-1", ledger.NotSent)))
	again := intent("delivery", "d", ledger.Send, 1)
	again.ID = "another"
	taken := intent("delivery", "d", ledger.Send, 2)
	taken.ID = "d-send-1"
	for _, i := range []ledger.Intent{again, taken} {
		do(t, db, func(ctx context.Context) error {
			if err := l.Intend(ctx, i); problem.KindOf(err) != problem.Conflict {
				t.Errorf("intend %s: %v", i.ID, err)
			}
			return nil
		})
	}
	do(t, db, intend(db, intent("delivery", "d", ledger.Send, 2)))
	if got, err := l.Of(t.Context(), ledger.Subject{Kind: "delivery", ID: "d"}); err != nil || len(got) != 2 {
		t.Errorf("records = %+v, %v", got, err)
	}
}

func oneFinal(t *testing.T, db *sqlstore.DB) {
	wantKind(t, db, problem.Missing, "an outcome of nothing", conclude(db, outcome("nothing", ledger.Refused)))
	do(t, db, intend(db, intent("delivery", "d", ledger.Send, 1)))
	do(t, db, conclude(db, outcome("d-send-1", ledger.Unknown)))
	wantKind(t, db, problem.Conflict, "the same outcome twice", conclude(db, outcome("d-send-1", ledger.Unknown)))
	do(t, db, conclude(db, outcome("d-send-1", ledger.Published)))
	for _, v := range []ledger.Verdict{ledger.Refused, ledger.NotSent, ledger.Unknown, ledger.Accepted} {
		late := outcome("d-send-1", v)
		late.ID += "-late"
		wantKind(t, db, problem.Conflict, string(v)+" after the end", conclude(db, late))
	}
	got, err := core.NewLedger(db).Of(t.Context(), ledger.Subject{Kind: "delivery", ID: "d"})
	if err != nil || len(got) != 1 || len(got[0].Outcomes) != 2 || got[0].Latest().Verdict != ledger.Published {
		t.Errorf("of d = %+v, %v", got, err)
	}
}

func dangling(t *testing.T, db *sqlstore.DB) {
	l := core.NewLedger(db)
	for n, subject := range []string{"c", "a", "b"} {
		i := intent("delivery", subject, ledger.Send, 1)
		i.At = noon.Add(time.Duration(n) * time.Second)
		do(t, db, intend(db, i))
	}
	do(t, db, intend(db, intent("delivery", "c", ledger.Prepare, 1)))
	do(t, db, intend(db, intent("answer", "q", ledger.Send, 1)))
	do(t, db, conclude(db, outcome("a-send-1", ledger.Unknown)))
	var ids []string
	got, err := l.Dangling(t.Context(), "delivery")
	for _, i := range got {
		ids = append(ids, i.ID)
	}
	if err != nil || !reflect.DeepEqual(ids, []string{"c-send-1", "b-send-1", "c-prepare-1"}) {
		t.Errorf("dangling = %v, %v", ids, err)
	}
	if len(got) > 0 && got[0] != intent("delivery", "c", ledger.Send, 1) {
		t.Errorf("dangling = %+v", got[0])
	}
	for since, want := range map[time.Time]int{noon: 4, noon.Add(time.Microsecond): 2, noon.Add(time.Hour): 0} {
		if n, err := l.Booked(t.Context(), "acc", since); err != nil || n != want {
			t.Errorf("booked since %v = %d, %v; want %d", since, n, err, want)
		}
	}
	if n, err := l.Booked(t.Context(), "another", noon); err != nil || n != 0 {
		t.Errorf("booked of another = %d, %v", n, err)
	}
}

// oddWords is that an outcome is not lost because the platform's words are no proper text.
func oddWords(t *testing.T, db *sqlstore.DB) {
	do(t, db, intend(db, intent("delivery", "d", ledger.Send, 1)))
	o := outcome("d-send-1", ledger.Refused)
	o.Code, o.Message = "4\x000", "半个字\xe5\x9b"
	do(t, db, conclude(db, o))
	got, err := core.NewLedger(db).Of(t.Context(), ledger.Subject{Kind: "delivery", ID: "d"})
	if err != nil || got[0].Outcomes[0].Code != "4\uFFFD0" || got[0].Outcomes[0].Message != "半个字\uFFFD" {
		t.Errorf("of d = %+v, %v", got, err)
	}
}

// twoSenders has several senders intend for the same subject at the same moment, with the same attempt and with different
// ones: exactly one may send.
func twoSenders(t *testing.T, db *sqlstore.DB) {
	work := unit.New(db)
	for round := range 40 {
		subject := fmt.Sprint("d", round)
		var won atomic.Int32
		for _, err := range atOnce(4, func(n int) error {
			i := intent("delivery", subject, ledger.Send, 1+n%2)
			i.ID = fmt.Sprintf("%s-%d", subject, n)
			err := work.Do(t.Context(), intend(db, i))
			if err == nil {
				won.Add(1)
			}
			return err
		}) {
			if problem.KindOf(err) != problem.Conflict {
				t.Error(err)
			}
		}
		got, err := core.NewLedger(db).Of(t.Context(), ledger.Subject{Kind: "delivery", ID: subject})
		if err != nil || len(got) != 1 || won.Load() != 1 {
			t.Fatalf("%d of four senders won, %d intents, %v", won.Load(), len(got), err)
		}
	}
}

// twoOutcomes has a call and a reconciliation end the same intent at the same moment: one end, nothing after it.
func twoOutcomes(t *testing.T, db *sqlstore.DB) {
	work := unit.New(db)
	verdicts := []ledger.Verdict{ledger.Published, ledger.NotSent, ledger.Unknown, ledger.Accepted}
	for round := range 40 {
		subject := fmt.Sprint("d", round)
		i := intent("delivery", subject, ledger.Send, 1)
		do(t, db, intend(db, i))
		for _, err := range atOnce(len(verdicts), func(n int) error {
			return work.Do(t.Context(), conclude(db, outcome(i.ID, verdicts[n])))
		}) {
			if problem.KindOf(err) != problem.Conflict {
				t.Error(err)
			}
		}
		got, err := core.NewLedger(db).Of(t.Context(), i.Subject)
		if err != nil || len(got) != 1 {
			t.Fatalf("of %s = %+v, %v", subject, got, err)
		}
		for n, o := range got[0].Outcomes {
			if o.Verdict.Final() != (n == len(got[0].Outcomes)-1) {
				t.Fatalf("round %d: outcome %d of %d is %s", round, n+1, len(got[0].Outcomes), o.Verdict)
			}
		}
	}
}
