package publishingtest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	reviewtables "huiying/internal/store/sqlstore/review"
	"huiying/internal/trail"
	"huiying/internal/unit"
	"huiying/internal/wake"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
	"huiying/review"
)

// Races is what two programs on one database must never both win. connect opens one more program on it.
func Races(t *testing.T, connect func(t *testing.T) *sqlstore.DB) {
	t.Run("an edit and an intent", func(t *testing.T) { editAgainstIntent(t, connect) })
	t.Run("two senders", func(t *testing.T) { twoSenders(t, connect) })
	t.Run("two persons by hand", func(t *testing.T) { twoByHand(t, connect) })
	t.Run("two saves", func(t *testing.T) { twoSaves(t, connect) })
}

// pair is two programs with one clock, one review and one world outside.
func pair(t *testing.T, connect func(t *testing.T) *sqlstore.DB) (one, two *Bench) {
	one, two = New(t, connect(t)), New(t, connect(t))
	two.Clock, two.Review, two.Weibo, two.WeChat, two.Office = one.Clock, one.Review, one.Weibo, one.WeChat, one.Office
	two.Service = two.Desk(nil)
	return one, two
}

// both runs f and g at once, the one or the other a little later from round to round.
func both(round int, f, g func() error) (errF, errG error) {
	head := time.Duration(round%8) * 700 * time.Microsecond
	var wait sync.WaitGroup
	wait.Add(2)
	go func() {
		defer wait.Done()
		if round%16 >= 8 {
			time.Sleep(head)
		}
		errF = f()
	}()
	go func() {
		defer wait.Done()
		if round%16 < 8 {
			time.Sleep(head)
		}
		errG = g()
	}()
	wait.Wait()
	return errF, errG
}

// signing ties a desk to the real review, as the program does.
type signing struct {
	review *review.Service
	desk   func() *publishing.Service
}

func (s signing) Submit(ctx context.Context, p publishing.Post, r publishing.Revision) error {
	return s.review.Submit(ctx, review.Subject{Kind: "post", ID: p.ID, Revision: r.No, Fingerprint: r.Fingerprint, Title: p.Title,
		Author: r.By, AuthorName: r.ByName, Route: review.Kind(r.Content.Kind), Due: p.Planned})
}

func (s signing) Void(ctx context.Context, post, why string) error {
	return s.review.Void(ctx, "post", post, why)
}

func (s signing) Allow(ctx context.Context, post, fingerprint string) error {
	return s.review.Allow(ctx, "post", post, fingerprint)
}

func (s signing) Hold(ctx context.Context, sub review.Subject) error {
	return s.desk().Hold(ctx, sub.ID)
}

func (s signing) Decided(ctx context.Context, sub review.Subject, state review.State, last review.Decision) error {
	return s.desk().Decided(ctx, publishing.Decision{Post: sub.ID, Revision: sub.Revision, Fingerprint: sub.Fingerprint,
		Approved: state == review.Approved, Returned: state == review.Returned, Comment: last.Comment, Name: last.Name})
}

// Signed puts the real review under the bench's desk: 王蕾 writes, 陈丽 checks, 周建国 approves.
func (b *Bench) Signed() *review.Service {
	b.T.Helper()
	staff := core.NewPeople(b.DB)
	b.Do(b.System(), func(ctx context.Context) error {
		there, err := staff.People(ctx)
		if err != nil || len(there) > 0 {
			return err
		}
		for id, role := range map[people.ID]people.Role{"王蕾": people.Officer, "陈丽": people.Checker, "周建国": people.Approver} {
			if err := staff.SavePerson(ctx, people.Person{ID: id, Name: string(id), Roles: []people.Role{role}, Added: b.Hour()}); err != nil {
				return err
			}
		}
		return nil
	})
	log := trail.New(b.Trail, b.Clock.Now)
	rs := review.NewService(review.Deps{Store: reviewtables.New(b.DB), Work: b.Work, Staff: staff, Changed: b.tell, Now: b.Clock.Now,
		Record: func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error {
			return log.Record(ctx, verb, trail.On{Kind: kind, ID: id, Revision: revision}, detail)
		}})
	tie := signing{rs, func() *publishing.Service { return b.Service }}
	rs.Register("post", tie)
	b.Service = b.Desk(func(d *publishing.Deps, dd *delivery.Deps) { d.Review, dd.Gate = tie, tie })
	return rs
}

// SignedOff takes a submitted post through the whole review.
func (b *Bench) SignedOff(rs *review.Service, post string) {
	b.T.Helper()
	for _, who := range []struct {
		name string
		role people.Role
	}{{"陈丽", people.Checker}, {"周建国", people.Approver}} {
		ctx := b.As(who.name, who.role)
		sheet, err := rs.Of(ctx, "post", post)
		if err != nil {
			b.T.Fatal(err)
		}
		d := review.Decide{ID: unit.NewID(), Ticket: sheet.Ticket.ID, Version: sheet.Ticket.Version, Verdict: review.Pass,
			Fingerprint: sheet.Ticket.Subject.Fingerprint}
		step := sheet.Ticket.Steps[sheet.Ticket.Step]
		if step.Secrecy {
			d.Secrecy = review.Open
		}
		d.Gates = map[review.Gate]bool{}
		for _, g := range step.Gates {
			d.Gates[g] = true
		}
		if err := rs.Decide(ctx, d); err != nil {
			b.T.Fatal(err)
		}
	}
}

func editAgainstIntent(t *testing.T, connect func(t *testing.T) *sqlstore.DB) {
	one, two := pair(t, connect)
	rs := one.Signed()
	two.Signed()
	edits, sends := 0, 0
	for round := range 120 {
		one.Clock.Set(one.Hour().Add(-time.Hour))
		post := one.Submitted(one.Draft(one.Content(content.Share))).Post
		one.SignedOff(rs, post)
		d := one.Ways(post)[0]
		version := one.Post(post).Version
		one.Clock.Set(one.Hour())
		sent, edited := both(round, func() error {
			return one.Service.Deliveries.Deliver(one.System(), wake.Wake{Kind: delivery.WakeDeliver, Key: d.ID})
		}, func() error { return two.Reopen(two.As("王蕾"), post, version, "改") })
		out := one.Weibo.Public(d.ID)
		switch {
		case sent != nil:
			t.Fatalf("round %d: %v", round, sent)
		case edited == nil && out == 0:
			edits++
			one.Want(d, delivery.TakenBack, publishing.Draft)
		case problem.KindOf(edited) == problem.Conflict && out == 1:
			sends++
			one.Want(d, delivery.Out, publishing.Published)
		default:
			t.Fatalf("round %d: the edit ended in %v, the public sees it %d times", round, edited, out)
		}
	}
	if edits == 0 || sends == 0 {
		t.Errorf("%d edits and %d sends: no race was run", edits, sends)
	}
	t.Logf("%d edits won, %d sends won", edits, sends)
	if _, err := trail.Verify(t.Context(), one.Trail); err != nil {
		t.Error(err)
	}
}

func twoSenders(t *testing.T, connect func(t *testing.T) *sqlstore.DB) {
	one, two := pair(t, connect)
	for round := range 200 {
		one.Clock.Set(one.Hour().Add(-time.Hour))
		d := one.One(content.Share)
		one.Clock.Set(one.Hour())
		w := wake.Wake{Kind: delivery.WakeDeliver, Key: d.ID}
		a, b := both(round, func() error { return one.Service.Deliveries.Deliver(one.System(), w) },
			func() error { return two.Service.Deliveries.Deliver(two.System(), w) })
		if a != nil || b != nil {
			t.Fatalf("round %d: %v, %v", round, a, b)
		}
		one.Want(d, delivery.Out, publishing.Published)
		if n := one.Weibo.Public(d.ID); n != 1 {
			t.Fatalf("round %d: the public sees it %d times", round, n)
		}
		if round%50 > 0 {
			continue
		}
		if got := fmt.Sprint(one.Verbs("delivery", d.ID)); got != "[发出]" {
			t.Fatalf("round %d: the trail says %s", round, got)
		}
	}
	if calls := len(one.Weibo.Calls()); calls != 200 {
		t.Errorf("%d calls for 200 posts", calls)
	}
}

// oneOf wants exactly one of two to have won, the other to be told that it came too late.
func oneOf(t *testing.T, round int, a, b error) {
	t.Helper()
	if (a == nil) == (b == nil) {
		t.Fatalf("round %d: %v and %v", round, a, b)
	}
	for _, err := range []error{a, b} {
		if err != nil && problem.KindOf(err) != problem.Conflict {
			t.Fatalf("round %d: %v", round, err)
		}
	}
}

func twoByHand(t *testing.T, connect func(t *testing.T) *sqlstore.DB) {
	one, two := pair(t, connect)
	for round := range 60 {
		one.Clock.Set(one.Hour().Add(-time.Hour))
		d := one.One(content.ByHand)
		one.Clock.Set(one.Hour())
		one.Run(one.Service)
		d = one.Fresh(d)
		begin := func(b *Bench, who string) func() error {
			return func() error { _, err := b.Service.Deliveries.BeginByHand(b.As(who), d.ID, d.Version); return err }
		}
		a, b := both(round, begin(one, "王蕾"), begin(two, "孙悦"))
		oneOf(t, round, a, b)
		if lines := one.Ledger(d.ID); len(lines) != 1 {
			t.Fatalf("round %d: the ledger says %q", round, lines)
		}
	}
}

func twoSaves(t *testing.T, connect func(t *testing.T) *sqlstore.DB) {
	one, two := pair(t, connect)
	w := one.Draft(one.Content(content.Share))
	for round := range 60 {
		save := func(b *Bench) func() error {
			return func() error {
				_, err := b.Save(b.As("王蕾"), publishing.SaveDraft{Post: w.Post, Version: w.Version, Content: w.Content})
				return err
			}
		}
		a, b := both(round, save(one), save(two))
		oneOf(t, round, a, b)
		w.Version++
	}
}
