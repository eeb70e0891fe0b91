package storetest

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	store "huiying/internal/store/sqlstore/review"
	"huiying/internal/unit"
	"huiying/review"
)

// Review is what the tables of the review desk promise.
func Review(t *testing.T, open func(t *testing.T) *sqlstore.DB) {
	t.Run("routes", func(t *testing.T) { reviewRoutes(t, open(t)) })
	t.Run("tickets", func(t *testing.T) { reviewTickets(t, open(t)) })
	t.Run("one open", func(t *testing.T) { reviewOneOpen(t, open(t)) })
	t.Run("decisions", func(t *testing.T) { reviewDecisions(t, open(t)) })
	t.Run("lists", func(t *testing.T) { reviewLists(t, open(t)) })
	t.Run("current", func(t *testing.T) { reviewCurrent(t, open(t)) })
	t.Run("two reviewers", func(t *testing.T) { reviewTwoReviewers(t, open(t)) })
	t.Run("void against allow", func(t *testing.T) { reviewVoidAgainstAllow(t, open(t)) })
	t.Run("allow against void", func(t *testing.T) { reviewAllowAgainstVoid(t, open(t)) })
}

var reviewDay = time.Date(2026, 11, 24, 2, 0, 0, 123000, time.UTC)

func reviewSteps() []review.Step {
	return []review.Step{
		{Name: "初审", Role: people.Checker, Within: 2 * time.Hour},
		{Name: "复审", Role: people.Checker, Secrecy: true, Gates: review.Gates(), Within: time.Hour},
		{Name: "终审", Role: people.Approver},
	}
}

func reviewTicket(subject string, round int) review.Ticket {
	return review.Ticket{ID: unit.NewID(), Version: 1, Round: round, Steps: reviewSteps(), State: review.Waiting,
		Subject: review.Subject{Kind: "post", ID: subject, Revision: round, Fingerprint: "f" + subject, Title: "停水通知", Author: "a",
			AuthorName: "王蕾", Others: []people.ID{"o"}, Route: review.Regular, Due: reviewDay.Add(time.Hour), Line: "微博、微信"},
		By: "a", ByName: "王蕾", Opened: reviewDay, Adjoin: true}
}

func reviewRoutes(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	r := review.Route{Kind: review.Policy, Name: "政策解读", Steps: reviewSteps(), Adjoining: true, Version: 1}
	save := func(ctx context.Context) error { return s.SaveRoute(ctx, r) }
	do(t, db, save)
	wantKind(t, db, problem.Conflict, "the first version twice", save)
	got, err := s.Routes(t.Context())
	if err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], r) {
		t.Errorf("read back %+v, %v", got, err)
	}
	r.Version, r.Steps = 2, r.Steps[1:]
	do(t, db, save)
	wantKind(t, db, problem.Conflict, "a stale version", save)
	if got, _ = s.Routes(t.Context()); len(got) != 1 || !reflect.DeepEqual(got[0], r) {
		t.Errorf("read back %+v", got)
	}
}

func reviewTickets(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	one := reviewTicket("p1", 1)
	do(t, db, func(ctx context.Context) error { return s.SaveTicket(ctx, one) })
	if got, err := s.Ticket(t.Context(), one.ID); err != nil || !reflect.DeepEqual(got, one) {
		t.Errorf("read back %+v, %v, want %+v", got, err, one)
	}
	if kind, subject, err := s.SubjectOf(t.Context(), one.ID); kind != "post" || subject != "p1" || err != nil {
		t.Errorf("SubjectOf = %s %s, %v", kind, subject, err)
	}
	one.Version, one.Step = 2, 1
	one.Signs = []review.Sign{{Step: 0, StepName: "初审", By: "c", Name: "陈国栋", At: reviewDay}}
	do(t, db, func(ctx context.Context) error { return s.SaveTicket(ctx, one) })
	stale := one
	stale.State = review.Voided
	wantKind(t, db, problem.Conflict, "a stale ticket", func(ctx context.Context) error { return s.SaveTicket(ctx, stale) })
	if got, err := s.Ticket(t.Context(), one.ID); err != nil || !reflect.DeepEqual(got, one) {
		t.Errorf("read back %+v, %v, want %+v", got, err, one)
	}
	if _, err := s.Ticket(t.Context(), "none"); problem.KindOf(err) != problem.Missing {
		t.Errorf("a ticket that is not there: %v", err)
	}
	if _, _, err := s.SubjectOf(t.Context(), "none"); problem.KindOf(err) != problem.Missing {
		t.Errorf("the subject of a ticket that is not there: %v", err)
	}
	if _, err := s.Current(t.Context(), "post", "none"); problem.KindOf(err) != problem.Missing {
		t.Errorf("the current ticket of a subject without one: %v", err)
	}
}

func reviewOneOpen(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	one, two := reviewTicket("p1", 1), reviewTicket("p1", 2)
	do(t, db, func(ctx context.Context) error { return s.SaveTicket(ctx, one) })
	wantKind(t, db, problem.Conflict, "a second waiting ticket", func(ctx context.Context) error { return s.SaveTicket(ctx, two) })
	one.Version, one.State = 2, review.Approved
	do(t, db, func(ctx context.Context) error { return s.SaveTicket(ctx, one) })
	wantKind(t, db, problem.Conflict, "a waiting ticket beside an approved one", func(ctx context.Context) error { return s.SaveTicket(ctx, two) })
	one.Version, one.State, one.Why, one.Closed = 3, review.Voided, "改过了", reviewDay
	do(t, db, func(ctx context.Context) error { return s.SaveTicket(ctx, one) })
	two.Round = 1
	wantKind(t, db, problem.Conflict, "a second ticket of one round", func(ctx context.Context) error { return s.SaveTicket(ctx, two) })
	two.Round = 2
	do(t, db, func(ctx context.Context) error { return s.SaveTicket(ctx, two) })
	if got, err := s.Current(t.Context(), "post", "p1"); err != nil || got.ID != two.ID {
		t.Errorf("the current ticket is of round %d, %v", got.Round, err)
	}
}

func reviewDecision(ticket review.Ticket, step int, by people.ID) review.Decision {
	return review.Decision{ID: unit.NewID(), Ticket: ticket.ID, Step: step, StepName: ticket.Steps[step].Name, Verdict: review.Pass,
		Gates: map[review.Gate]bool{review.Legal: true, review.Wording: false}, Secrecy: review.OpenAfter, Comment: "已按意见处理",
		By: by, Name: "陈国栋", At: reviewDay}
}

func reviewDecisions(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	one, other := reviewTicket("p1", 1), reviewTicket("p2", 1)
	first, second := reviewDecision(one, 0, "c"), reviewDecision(one, 1, "d")
	elsewhere := reviewDecision(other, 0, "c")
	do(t, db, func(ctx context.Context) error {
		for _, ticket := range []review.Ticket{one, other} {
			if err := s.SaveTicket(ctx, ticket); err != nil {
				return err
			}
		}
		for _, d := range []review.Decision{first, second, elsewhere} {
			if err := s.Decide(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
	again := reviewDecision(one, 1, "e")
	wantKind(t, db, problem.Conflict, "a second decision on a step", func(ctx context.Context) error { return s.Decide(ctx, again) })
	again.Step, again.ID = 2, first.ID
	wantKind(t, db, problem.Conflict, "a decision's id twice", func(ctx context.Context) error { return s.Decide(ctx, again) })
	for _, change := range []string{"UPDATE decisions SET verdict = 'reject'", "DELETE FROM decisions"} {
		err := unit.New(db).Do(t.Context(), func(ctx context.Context) error { _, err := db.Exec(ctx, change); return err })
		if err == nil {
			t.Errorf("%s was taken", change)
		}
	}
	rounds, err := s.Rounds(t.Context(), "post", "p1")
	if err != nil || len(rounds) != 1 || !reflect.DeepEqual(rounds[0].Decisions, []review.Decision{first, second}) {
		t.Errorf("rounds: %+v, %v", rounds, err)
	}
	done, err := s.DecidedBy(t.Context(), "c", 10)
	if err != nil || len(done) != 2 || done[0].Decision.ID != elsewhere.ID || done[0].Ticket.Subject.ID != "p2" || !reflect.DeepEqual(done[1].Decision, first) {
		t.Errorf("decided by one: %+v, %v", done, err)
	}
	if done, _ = s.DecidedBy(t.Context(), "c", 1); len(done) != 1 {
		t.Errorf("%d decisions, at most 1 was asked for", len(done))
	}
}

func reviewLists(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	late, soon, never, gone := reviewTicket("late", 1), reviewTicket("soon", 1), reviewTicket("never", 1), reviewTicket("gone", 1)
	late.Subject.Due, soon.Subject.Due, never.Subject.Due = reviewDay.Add(9*time.Hour), reviewDay.Add(time.Hour), time.Time{}
	gone.State = review.Voided
	soon.State = review.Returned
	do(t, db, func(ctx context.Context) error {
		for _, ticket := range []review.Ticket{never, late, gone, soon} {
			if err := s.SaveTicket(ctx, ticket); err != nil {
				return err
			}
		}
		return nil
	})
	list := func(limit int, states ...review.State) []string {
		all, err := s.Tickets(t.Context(), limit, states...)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, one := range all {
			ids = append(ids, one.Subject.ID)
		}
		return ids
	}
	if got := list(10, review.Waiting, review.Returned); !slices.Equal(got, []string{"soon", "late", "never"}) {
		t.Errorf("waiting and returned: %v", got)
	}
	if got := list(10, review.Waiting); !slices.Equal(got, []string{"late", "never"}) {
		t.Errorf("waiting: %v", got)
	}
	if got := list(10); len(got) != 4 {
		t.Errorf("all: %v", got)
	}
	if got := list(1, review.Waiting); !slices.Equal(got, []string{"late"}) {
		t.Errorf("one: %v", got)
	}
}
