package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	store "huiying/internal/store/sqlstore/review"
	"huiying/internal/trail"
	"huiying/internal/unit"
	"huiying/review"
)

// raceOverlap is how long a unit of a race stays open once it has done its part, so that the other surely runs into it.
const raceOverlap = 40 * time.Millisecond

// freeDesk is a subject's desk without rows of its own: only the ticket keeps two units apart.
type freeDesk struct{}

func (freeDesk) Hold(context.Context, review.Subject) error { return nil }
func (freeDesk) Decided(context.Context, review.Subject, review.State, review.Decision) error {
	return nil
}

// reviewService is the real desk on a real store, with five people who work here.
func reviewService(t *testing.T, db *sqlstore.DB) (*review.Service, *unit.Work) {
	t.Helper()
	staff := core.NewPeople(db)
	do(t, db, func(ctx context.Context) error {
		for id, role := range map[people.ID]people.Role{"author": people.Officer, "one": people.Checker, "two": people.Checker, "three": people.Checker, "chief": people.Approver} {
			if err := staff.SavePerson(ctx, people.Person{ID: id, Name: string(id), Roles: []people.Role{role}, Added: reviewDay}); err != nil {
				return err
			}
		}
		return nil
	})
	log := trail.New(core.NewTrail(db), time.Now)
	work := unit.New(db)
	s := review.NewService(review.Deps{Store: store.New(db), Work: work, Staff: staff, Changed: func(string, string) {}, Now: time.Now,
		Record: func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error {
			return log.Record(ctx, verb, trail.On{Kind: kind, ID: id, Revision: revision}, detail)
		}})
	s.Register("post", freeDesk{})
	return s, work
}

func reviewAs(t *testing.T, id people.ID, roles ...people.Role) context.Context {
	return people.With(t.Context(), people.Actor{Person: id, Name: string(id), Roles: roles})
}

func reviewSubmitted(t *testing.T, s *review.Service, subject string) review.Ticket {
	t.Helper()
	ctx := reviewAs(t, "author", people.Officer)
	err := s.Submit(ctx, review.Subject{Kind: "post", ID: subject, Revision: 1, Fingerprint: "f", Title: subject, Author: "author", Route: review.Regular})
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := s.Of(ctx, "post", subject)
	if err != nil {
		t.Fatal(err)
	}
	return sheet.Ticket
}

func reviewPass(ticket review.Ticket) review.Decide {
	d := review.Decide{ID: unit.NewID(), Ticket: ticket.ID, Version: ticket.Version, Verdict: review.Pass, Fingerprint: ticket.Subject.Fingerprint}
	if step := ticket.Steps[ticket.Step]; step.Secrecy {
		d.Secrecy, d.Gates = review.Open, map[review.Gate]bool{}
		for _, g := range step.Gates {
			d.Gates[g] = true
		}
	}
	return d
}

// reviewTwoReviewers has two persons pass one step at the same moment, again and again.
func reviewTwoReviewers(t *testing.T, db *sqlstore.DB) {
	s, _ := reviewService(t, db)
	for round := range 15 {
		ticket := reviewSubmitted(t, s, fmt.Sprintf("p%d", round))
		ready := make(chan struct{})
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i, who := range []people.ID{"one", "two"} {
			both.Go(func() {
				d := reviewPass(ticket)
				<-ready
				errs[i] = s.Decide(reviewAs(t, who, people.Checker), d)
			})
		}
		close(ready)
		both.Wait()
		loser := errs[0]
		if loser == nil {
			loser = errs[1]
		}
		if (errs[0] == nil) == (errs[1] == nil) || problem.KindOf(loser) != problem.Conflict {
			t.Fatalf("round %d: one must win and the other be told of a conflict: %v", round, errs)
		}
		sheet, err := s.Ticket(reviewAs(t, "one", people.Checker), ticket.ID)
		if err != nil || sheet.Ticket.Step != 1 || len(sheet.Ticket.Signs) != 1 || len(sheet.Rounds[0].Decisions) != 1 {
			t.Fatalf("round %d: the ticket is on step %d with %d signs, %v", round, sheet.Ticket.Step, len(sheet.Ticket.Signs), err)
		}
	}
}

func reviewApproved(t *testing.T, s *review.Service, subject string) {
	t.Helper()
	ticket := reviewSubmitted(t, s, subject)
	for _, who := range []struct {
		id   people.ID
		role people.Role
	}{{"one", people.Checker}, {"two", people.Checker}, {"chief", people.Approver}} {
		ctx := reviewAs(t, who.id, who.role)
		if err := s.Decide(ctx, reviewPass(ticket)); err != nil {
			t.Fatal(err)
		}
		sheet, err := s.Ticket(ctx, ticket.ID)
		if err != nil {
			t.Fatal(err)
		}
		ticket = sheet.Ticket
	}
	if ticket.State != review.Approved {
		t.Fatalf("the ticket is %s", ticket.State)
	}
}

// reviewSender asks the gate and commits an intent, in one unit, as the publisher does. asked is called between the two.
func reviewSender(t *testing.T, work *unit.Work, db *sqlstore.DB, s *review.Service, subject string, asked func()) error {
	return work.Do(people.With(t.Context(), people.System("发布员")), func(ctx context.Context) error {
		if err := s.Allow(ctx, "post", subject, "f"); err != nil {
			return err
		}
		asked()
		return core.NewLedger(db).Intend(ctx, ledger.Intent{ID: unit.NewID(), Subject: ledger.Subject{Kind: "delivery", ID: subject},
			Step: ledger.Send, Attempt: 1, Account: "a", Fingerprint: "f", At: reviewDay, By: "system"})
	})
}

// reviewEditor voids the approval and then looks whether anything is on its way already, in one unit, as an edit does.
func reviewEditor(t *testing.T, work *unit.Work, db *sqlstore.DB, s *review.Service, subject string, voided func()) error {
	return work.Do(reviewAs(t, "author", people.Officer), func(ctx context.Context) error {
		if err := s.Void(ctx, "post", subject, "正文改过了"); err != nil {
			return err
		}
		voided()
		records, err := core.NewLedger(db).Of(ctx, ledger.Subject{Kind: "delivery", ID: subject})
		if err == nil && len(records) > 0 {
			return problem.New(problem.Conflict, "正在发出，不能再改", "", "")
		}
		return err
	})
}

// reviewVoidAgainstAllow lets a sender ask the gate while an edit that has voided the approval is not committed yet.
func reviewVoidAgainstAllow(t *testing.T, db *sqlstore.DB) {
	s, work := reviewService(t, db)
	reviewApproved(t, s, "p")
	ready := make(chan struct{})
	open := sync.OnceFunc(func() { close(ready) })
	var edit, send error
	var both sync.WaitGroup
	both.Go(func() {
		defer open()
		edit = reviewEditor(t, work, db, s, "p", func() { open(); time.Sleep(raceOverlap) })
	})
	both.Go(func() {
		<-ready
		send = reviewSender(t, work, db, s, "p", func() {})
	})
	both.Wait()
	if edit != nil || problem.KindOf(send) != problem.Forbidden {
		t.Errorf("the edit came first: edit %v, send %v", edit, send)
	}
}

// reviewAllowAgainstVoid lets an edit void the approval while a sender that was let through has not committed its intent.
func reviewAllowAgainstVoid(t *testing.T, db *sqlstore.DB) {
	s, work := reviewService(t, db)
	reviewApproved(t, s, "p")
	ready := make(chan struct{})
	open := sync.OnceFunc(func() { close(ready) })
	var edit, send error
	var both sync.WaitGroup
	both.Go(func() {
		defer open()
		send = reviewSender(t, work, db, s, "p", func() { open(); time.Sleep(raceOverlap) })
	})
	both.Go(func() {
		<-ready
		edit = reviewEditor(t, work, db, s, "p", func() {})
	})
	both.Wait()
	if send != nil || problem.KindOf(edit) != problem.Conflict {
		t.Errorf("the intent came first: send %v, edit %v", send, edit)
	}
	if err := s.Allow(reviewAs(t, "author", people.Officer), "post", "p", "f"); err != nil {
		t.Errorf("the approval is gone although the edit was refused: %v", err)
	}
}

// reviewCurrent has a reader wait for a ticket that is voided and followed by a new one while it waits.
func reviewCurrent(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	one, two := reviewTicket("p", 1), reviewTicket("p", 2)
	do(t, db, func(ctx context.Context) error { return s.SaveTicket(ctx, one) })
	ready := make(chan struct{})
	open := sync.OnceFunc(func() { close(ready) })
	var both sync.WaitGroup
	var errs [2]error
	both.Go(func() {
		defer open()
		errs[0] = unit.New(db).Do(t.Context(), func(ctx context.Context) error {
			old, err := s.Current(ctx, "post", "p")
			if err != nil {
				return err
			}
			open()
			time.Sleep(raceOverlap)
			old.State, old.Version = review.Voided, 2
			if err := s.SaveTicket(ctx, old); err != nil {
				return err
			}
			return s.SaveTicket(ctx, two)
		})
	})
	both.Go(func() {
		<-ready
		errs[1] = unit.New(db).Do(t.Context(), func(ctx context.Context) error {
			got, err := s.Current(ctx, "post", "p")
			if err == nil && got.ID != two.ID {
				t.Errorf("Current returned round %d, which is no longer the newest", got.Round)
			}
			return err
		})
	})
	both.Wait()
	if errs[0] != nil || errs[1] != nil {
		t.Error(errs)
	}
}
