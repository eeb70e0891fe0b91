package review_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	store "huiying/internal/store/sqlstore/review"
	"huiying/internal/store/storetest"
	"huiying/internal/trail"
	"huiying/internal/unit"
	"huiying/review"
)

// The people of these tests. 王蕾 writes; 孙悦 and 陈国栋 check; 周建国 approves; 郑凯 administers and may also check.
const (
	author  people.ID = "王蕾"
	first   people.ID = "孙悦"
	second  people.ID = "陈国栋"
	chief   people.ID = "周建国"
	manager people.ID = "郑凯"
)

func staff() []people.Person {
	day := time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)
	p := func(id people.ID, roles ...people.Role) people.Person {
		return people.Person{ID: id, Name: string(id), Roles: roles, Added: day}
	}
	return []people.Person{p(author, people.Officer, people.Answerer), p(first, people.Checker), p(second, people.Checker, people.Officer),
		p(chief, people.Approver), p(manager, people.Administrator, people.Registrar)}
}

func smallStaff() []people.Person {
	all := staff()
	return []people.Person{all[0], {ID: first, Name: string(first), Roles: []people.Role{people.Checker, people.Registrar}, Added: all[0].Added},
		{ID: chief, Name: string(chief), Roles: []people.Role{people.Approver, people.Administrator}, Added: all[0].Added}}
}

// desk is the subject's desk of these tests: it remembers what it was told, and may refuse.
type desk struct {
	held   []string
	told   []review.State
	last   review.Decision
	refuse error
	inside func(ctx context.Context, s review.Subject)
}

func (d *desk) Hold(_ context.Context, s review.Subject) error {
	d.held = append(d.held, s.ID)
	return nil
}

func (d *desk) Decided(ctx context.Context, s review.Subject, state review.State, last review.Decision) error {
	if d.inside != nil {
		d.inside(ctx, s)
	}
	if d.refuse != nil {
		return d.refuse
	}
	d.told, d.last = append(d.told, state), last
	return nil
}

type house struct {
	*review.Service
	t     *testing.T
	db    *sqlstore.DB
	work  *unit.Work
	desk  *desk
	staff *core.People
	log   *trail.Log
	now   time.Time
	tells []string
}

func open(t *testing.T, all []people.Person) *house {
	db := storetest.SQLite(t)
	h := &house{t: t, db: db, desk: &desk{}, staff: core.NewPeople(db), now: time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)}
	h.log = trail.New(core.NewTrail(db), h.clock)
	h.work = unit.New(db)
	h.Service = review.NewService(review.Deps{Store: store.New(db), Work: h.work, Staff: h.staff, Now: h.clock,
		Changed: func(topic, id string) { h.tells = append(h.tells, topic+" "+id) },
		Record: func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error {
			return h.log.Record(ctx, verb, trail.On{Kind: kind, ID: id, Revision: revision}, detail)
		}})
	h.Register("post", h.desk)
	for _, p := range all {
		h.save(p)
	}
	return h
}

func (h *house) clock() time.Time { h.now = h.now.Add(time.Second); return h.now }

func (h *house) save(p people.Person) {
	h.t.Helper()
	err := unit.New(h.db).Do(h.t.Context(), func(ctx context.Context) error { return h.staff.SavePerson(ctx, p) })
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) as(id people.ID) context.Context {
	h.t.Helper()
	p, err := h.staff.Person(h.t.Context(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return people.With(h.t.Context(), people.Acting(p))
}

func subject(id string, revision int) review.Subject {
	return review.Subject{Kind: "post", ID: id, Revision: revision, Fingerprint: id + "-" + string(rune('0'+revision)), Title: "今冬供暖缴费时间的通告",
		Author: author, AuthorName: "王蕾", Route: review.Regular, Due: time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC), Line: "微博、微信"}
}

func (h *house) submit(s review.Subject) review.Ticket {
	h.t.Helper()
	if err := h.Submit(h.as(author), s); err != nil {
		h.t.Fatal(err)
	}
	return h.current(s.ID)
}

func (h *house) current(id string) review.Ticket {
	h.t.Helper()
	sheet, err := h.Of(h.as(author), "post", id)
	if err != nil {
		h.t.Fatal(err)
	}
	return sheet.Ticket
}

// pass is a complete command to pass the step that a ticket waits on.
func pass(t review.Ticket) review.Decide {
	d := review.Decide{ID: unit.NewID(), Ticket: t.ID, Version: t.Version, Verdict: review.Pass, Fingerprint: t.Subject.Fingerprint, Gates: map[review.Gate]bool{}}
	if t.Step < len(t.Steps) {
		for _, g := range t.Steps[t.Step].Gates {
			d.Gates[g] = true
		}
		if t.Steps[t.Step].Secrecy {
			d.Secrecy = review.Open
		}
	}
	return d
}

func verdict(t review.Ticket, v review.Verdict, comment string) review.Decide {
	return review.Decide{ID: unit.NewID(), Ticket: t.ID, Version: t.Version, Verdict: v, Fingerprint: t.Subject.Fingerprint, Comment: comment}
}

// take has a person pass the step and returns the ticket after it.
func (h *house) take(id people.ID, t review.Ticket) review.Ticket {
	h.t.Helper()
	if err := h.Decide(h.as(id), pass(t)); err != nil {
		h.t.Fatalf("%s on %s: %v", id, t.StepName(), err)
	}
	return h.current(t.Subject.ID)
}

func (h *house) want(kind problem.Kind, err error, what string) {
	h.t.Helper()
	if problem.KindOf(err) != kind {
		h.t.Errorf("%s: %v, want %q", what, err, kind)
	}
}

func (h *house) verbs(id string) []string {
	h.t.Helper()
	entries, err := h.log.Of(h.as(author), "post", id, 50)
	if err != nil {
		h.t.Fatal(err)
	}
	var verbs []string
	for _, e := range entries {
		verbs = append(verbs, e.Name+" "+e.Verb)
	}
	slices.Reverse(verbs)
	return verbs
}
