package sending_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/inbox"
	"huiying/inbox/sending"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/inboxtest"
	"huiying/review"
)

// stands has the platform take the answer to a question that the restored ledger knows nothing of.
func stands(t *testing.T, d *inboxtest.Desk, q inbox.Question) {
	t.Helper()
	if _, err := d.Platform.Reply(t.Context(), q.Account, q.Ref, words); err != nil {
		t.Fatal(err)
	}
}

func restored(t *testing.T, d *inboxtest.Desk, answer string) {
	t.Helper()
	if err := d.Sending.Restored(d.System(), answer, d.Clock.Now().Add(-2*time.Hour)); err != nil {
		t.Fatal(err)
	}
}

func TestAReadyAnswerIsLookedForAfterARestoreAndNotSent(t *testing.T) {
	for name, out := range map[string]bool{"it went out": true, "it did not": false} {
		t.Run(name, func(t *testing.T) {
			d, q, a := approved(t)
			if out {
				stands(t, d, q)
			}
			restored(t, d, a.ID)
			if got := d.Get(q.ID).Answer; got.State != inbox.Unknown || !strings.Contains(got.Note, "备份只记到") {
				t.Fatalf("%s: %s", got.State, got.Note)
			}
			d.Wait(11 * time.Minute)
			got := d.Get(q.ID).Answer
			if out {
				if got.State != inbox.Delivered || !slices.Equal(verdicts(t, d, a.ID), []string{"unknown by reconcile, published by reconcile"}) {
					t.Errorf("%s, %v", got.State, verdicts(t, d, a.ID))
				}
			} else {
				say := sending.ByHandSent{Answer: a.ID, Version: got.Version, Why: "后台看过，没有"}
				if err := d.Sending.Release(d.As(inboxtest.LiMin), say); err != nil {
					t.Fatal(err)
				}
				due(t, d)
			}
			if n := len(d.Platform.Replies()); n != 1 || d.Get(q.ID).Answer.State != inbox.Delivered {
				t.Errorf("%d replies, %s", n, d.Get(q.ID).Answer.State)
			}
		})
	}
}

// An answer that is still under review may have been approved and sent after the backup.
func TestAnAnswerUnderReviewIsLookedForBeforeItGoes(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	q := d.Question(inboxtest.Weibo, "1", "何时供暖？")
	a := d.Submitted(q, words)
	stands(t, d, q)
	restored(t, d, a.ID)
	if got := d.Get(q.ID).Answer; got.State != inbox.Reviewing || got.Version != a.Version {
		t.Fatalf("%s, version %d", got.State, got.Version)
	}
	if err := d.Decide(inboxtest.Zhou, a.ID, review.Pass, ""); err != nil {
		t.Fatal(err)
	}
	due(t, d)
	if n := len(d.Platform.Replies()); n != 1 || d.Get(q.ID).Answer.State != inbox.Delivered {
		t.Errorf("%d replies, %s", n, d.Get(q.ID).Answer.State)
	}
}

func TestRestoredTwiceIsRestoredOnce(t *testing.T) {
	d, q, a := approved(t)
	if err := d.Sending.Restored(people.With(t.Context(), people.Actor{Person: "x", Roles: []people.Role{people.Officer}}), a.ID, d.Clock.Now()); problem.KindOf(err) != problem.Forbidden {
		t.Errorf("%v", err)
	}
	restored(t, d, a.ID)
	restored(t, d, a.ID)
	if v := verdicts(t, d, a.ID); !slices.Equal(v, []string{"unknown by reconcile"}) {
		t.Errorf("%v", v)
	}
	if got := d.Get(q.ID).Answer; got.Attempts != 1 {
		t.Errorf("%d attempts", got.Attempts)
	}
}
