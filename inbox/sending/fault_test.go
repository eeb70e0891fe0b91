package sending_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"huiying/inbox"
	"huiying/inbox/sending"
	"huiying/internal/ledger"
	"huiying/internal/store/storetest/inboxtest"
	"huiying/internal/wake"
)

// breaks counts the uses of a store and has one of them fail, for good: 0 lets all pass.
type breaks struct{ uses, at int }

var errBroken = errors.New("the disk is gone")

func (b *breaks) next() error {
	if b.uses++; b.uses == b.at {
		return errBroken
	}
	return nil
}

type (
	brokenStore struct {
		sending.Store
		b *breaks
	}
	brokenLedger struct {
		ledger.Store
		b *breaks
	}
	brokenWakes struct {
		wake.Table
		b *breaks
	}
)

func (s brokenStore) Question(ctx context.Context, id string) (inbox.Question, error) {
	if err := s.b.next(); err != nil {
		return inbox.Question{}, err
	}
	return s.Store.Question(ctx, id)
}

func (s brokenStore) Hold(ctx context.Context, id string) (inbox.Question, error) {
	if err := s.b.next(); err != nil {
		return inbox.Question{}, err
	}
	return s.Store.Hold(ctx, id)
}

func (s brokenStore) Save(ctx context.Context, q inbox.Question) error {
	return errors.Join(s.b.next(), s.Store.Save(ctx, q))
}

func (s brokenStore) AnswerByID(ctx context.Context, id string) (inbox.Answer, error) {
	if err := s.b.next(); err != nil {
		return inbox.Answer{}, err
	}
	return s.Store.AnswerByID(ctx, id)
}

func (s brokenStore) SaveAnswer(ctx context.Context, a inbox.Answer) error {
	return errors.Join(s.b.next(), s.Store.SaveAnswer(ctx, a))
}

func (l brokenLedger) Intend(ctx context.Context, i ledger.Intent) error {
	return errors.Join(l.b.next(), l.Store.Intend(ctx, i))
}

func (l brokenLedger) Conclude(ctx context.Context, o ledger.Outcome) error {
	return errors.Join(l.b.next(), l.Store.Conclude(ctx, o))
}

func (l brokenLedger) Of(ctx context.Context, s ledger.Subject) ([]ledger.Record, error) {
	if err := l.b.next(); err != nil {
		return nil, err
	}
	return l.Store.Of(ctx, s)
}

func (w brokenWakes) Set(ctx context.Context, kind, key string, due time.Time) error {
	return errors.Join(w.b.next(), w.Table.Set(ctx, kind, key, due))
}

func (w brokenWakes) Clear(ctx context.Context, kind, key string) error {
	return errors.Join(w.b.next(), w.Table.Clear(ctx, kind, key))
}

// TestAStoreThatBreaksAnywhere has every single use of the store fail once, in whatever an answer goes through. Nothing of
// the step is half written, the error is told, and in the end the answer stands on the platform exactly once.
func TestAStoreThatBreaksAnywhere(t *testing.T) {
	send := func(d *inboxtest.Desk, s *sending.Service, a inbox.Answer) error {
		return s.Send(d.System(), wake.Wake{Kind: inbox.WakeAnswer, Key: a.ID})
	}
	reconcile := func(d *inboxtest.Desk, s *sending.Service, a inbox.Answer) error {
		return s.Reconcile(d.System(), wake.Wake{Kind: inbox.WakeReconcile, Key: a.ID})
	}
	absent := func(t *testing.T) (*inboxtest.Desk, inbox.Question, inbox.Answer) {
		d, q, a := lost(t, false)
		d.Wait(time.Minute)
		return d, q, a
	}
	for name, c := range map[string]struct {
		from func(t *testing.T) (*inboxtest.Desk, inbox.Question, inbox.Answer)
		step func(d *inboxtest.Desk, s *sending.Service, a inbox.Answer) error
	}{
		"sending":     {approved, send},
		"finding":     {func(t *testing.T) (*inboxtest.Desk, inbox.Question, inbox.Answer) { return lost(t, true) }, reconcile},
		"not finding": {func(t *testing.T) (*inboxtest.Desk, inbox.Question, inbox.Answer) { return lost(t, false) }, reconcile},
		"releasing": {absent, func(d *inboxtest.Desk, s *sending.Service, a inbox.Answer) error {
			return s.Release(d.As(inboxtest.LiMin), release(d.Get(a.Question).Answer))
		}},
		"looking at a wish": {absent, func(d *inboxtest.Desk, s *sending.Service, a inbox.Answer) error {
			return s.Look(d.As(inboxtest.LiMin), a.ID)
		}},
		"sending once more":  {released, send},
		"recovering":         {stopped, func(d *inboxtest.Desk, s *sending.Service, _ inbox.Answer) error { return s.Recover(d.System()) }},
		"missing its sender": {missed, send},
		"restoring a backup": {approved, func(d *inboxtest.Desk, s *sending.Service, a inbox.Answer) error {
			return s.Restored(d.System(), a.ID, d.Clock.Now())
		}},
		"the gate being shut": {shutGate, send},
	} {
		t.Run(name, func(t *testing.T) {
			for at := 1; ; at++ {
				d, q, a := c.from(t)
				b := &breaks{at: at}
				broken := *d.Sending
				broken.Store, broken.Ledger, broken.Wakes = brokenStore{d.Store, b}, brokenLedger{d.Ledger, b}, brokenWakes{d.Wakes, b}
				err := c.step(d, &broken, a)
				if b.uses < at {
					if err != nil || at < 4 {
						t.Fatalf("after %d uses: %v", b.uses, err)
					}
					return
				}
				if !errors.Is(err, errBroken) {
					t.Fatalf("use %d failed, and the step says %v", at, err)
				}
				ends(t, d, q, a)
			}
		})
	}
}

// ends starts the next program and does what a person would, until the answer is out; it is there once.
func ends(t *testing.T, d *inboxtest.Desk, q inbox.Question, a inbox.Answer) {
	t.Helper()
	again := d.Another(d.DB)
	if err := again.Sending.Recover(d.System()); err != nil {
		t.Fatal(err)
	}
	again.Wait(15 * time.Minute)
	switch got := d.Get(q.ID).Answer; {
	case got.State == inbox.Unknown && !got.Absent.IsZero():
		if err := again.Sending.Release(d.As(inboxtest.LiMin), release(got)); err != nil {
			t.Fatal(err)
		}
	case got.State == inbox.Refused:
		return // its gate is shut; nothing may go
	}
	again.Wait(time.Minute)
	published := 0
	for _, v := range verdicts(t, d, a.ID) {
		published += strings.Count(v, "published")
	}
	if got := d.Get(q.ID); len(d.Platform.Replies()) != 1 || published != 1 || got.Answer.State != inbox.Delivered || got.Question.State != inbox.Answered {
		t.Fatalf("%d replies, %+v, ledger %v, wakes %v", len(d.Platform.Replies()), got.Answer, verdicts(t, d, a.ID), wakes(t, d, a.ID))
	}
}

func released(t *testing.T) (*inboxtest.Desk, inbox.Question, inbox.Answer) {
	d, q, a := lost(t, false)
	d.Wait(time.Minute)
	if err := d.Sending.Release(d.As(inboxtest.LiMin), release(d.Get(q.ID).Answer)); err != nil {
		t.Fatal(err)
	}
	return d, q, a
}

func stopped(t *testing.T) (*inboxtest.Desk, inbox.Question, inbox.Answer) {
	d, q, a := approved(t)
	begun(t, d, a, true)
	d.Platform.On = nil
	return d, q, a
}

func missed(t *testing.T) (*inboxtest.Desk, inbox.Question, inbox.Answer) {
	d, q, a := stopped(t)
	d.Clock.Add(11 * time.Minute)
	return d, q, a
}

func shutGate(t *testing.T) (*inboxtest.Desk, inbox.Question, inbox.Answer) {
	d, q, a := approved(t)
	d.Do(func(ctx context.Context) error { return d.Review.Void(ctx, "answer", a.ID, "口径变了") })
	return d, q, a
}
