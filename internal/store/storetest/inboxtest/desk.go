// Package inboxtest is a bench to try the inbox desk on: real tables, the real review with its gate, a clock that stands
// still and a platform that does as it is told. Nothing here is part of the program.
package inboxtest

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"sync"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/inbox/policy"
	"huiying/inbox/sending"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	tables "huiying/internal/store/sqlstore/inbox"
	reviewtables "huiying/internal/store/sqlstore/review"
	"huiying/internal/trail"
	"huiying/internal/unit"
	"huiying/internal/wake"
	"huiying/internal/workdays"
	"huiying/review"
)

// Noon is when the bench's clock starts: Wednesday 18 November 2026, 12:00 in Shanghai.
var Noon = time.Date(2026, 11, 18, 4, 0, 0, 0, time.UTC)

// The accounts of the bench.
const (
	Weibo  = accounts.ID("weibo-1")
	WeChat = accounts.ID("wechat-1")
	Douyin = accounts.ID("douyin-1") // without an interface
)

// The people of the bench.
const (
	LiMin  = people.ID("李敏")  // answers
	SunYue = people.ID("孙悦")  // answers and checks
	Zhou   = people.ID("周建国") // checks
	Chief  = people.ID("王主任") // approves
)

// Clock is a clock that stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now returns the time.
func (c *Clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

// Desk is the inbox desk of one program.
type Desk struct {
	T        *testing.T
	DB       *sqlstore.DB
	Work     *unit.Work
	Store    *tables.Store
	Wakes    *core.Wakes
	Ledger   *core.Ledger
	Trail    *core.Trail
	Inbox    *inbox.Service
	Sending  *sending.Service
	Review   *review.Service
	Clock    *Clock
	Platform *Platform
	Unbound  bool
	Posts    []inbox.PostRef // under which comments may stand
	Evidence []string

	mu   sync.Mutex
	told []string
}

// New returns a desk on an empty store, with its people.
func New(t *testing.T, db *sqlstore.DB) *Desk {
	t.Helper()
	d := on(t, db, &Clock{now: Noon}, nil)
	staff := core.NewPeople(db)
	d.Do(func(ctx context.Context) error {
		for _, id := range []people.ID{LiMin, SunYue, Zhou, Chief} {
			if err := staff.SavePerson(ctx, people.Person{ID: id, Name: string(id), Roles: roles(id), Added: Noon}); err != nil {
				return err
			}
		}
		return nil
	})
	return d
}

// Another returns another program's desk on a store of the same database, with the same platform and clock.
func (d *Desk) Another(db *sqlstore.DB) *Desk { return on(d.T, db, d.Clock, d.Platform) }

func roles(id people.ID) []people.Role {
	switch id {
	case LiMin:
		return []people.Role{people.Answerer}
	case SunYue:
		return []people.Role{people.Answerer, people.Checker}
	case Zhou:
		return []people.Role{people.Checker}
	}
	return []people.Role{people.Approver}
}

func on(t *testing.T, db *sqlstore.DB, clock *Clock, p *Platform) *Desk {
	t.Helper()
	if p == nil {
		p = &Platform{clock: clock}
	}
	d := &Desk{T: t, DB: db, Work: unit.New(db), Store: tables.New(db), Wakes: core.NewWakes(db), Ledger: core.NewLedger(db),
		Trail: core.NewTrail(db), Clock: clock, Platform: p, Posts: []inbox.PostRef{{Delivery: "d1", Title: "供暖公告", External: "77"}}}
	log := trail.New(d.Trail, clock.Now)
	record := func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error {
		return log.Record(ctx, verb, trail.On{Kind: kind, ID: id, Revision: revision}, detail)
	}
	d.Review = review.NewService(review.Deps{Store: reviewtables.New(db), Work: d.Work, Staff: core.NewPeople(db), Record: record,
		Changed: func(string, string) {}, Now: clock.Now})
	days, err := workdays.Default()
	if err != nil {
		t.Fatal(err)
	}
	rule, err := policy.Default()
	if err != nil {
		t.Fatal(err)
	}
	d.Inbox = inbox.NewService(inbox.Deps{Store: d.Store, Work: d.Work, Wakes: d.Wakes, Review: tie{d}, Register: register{d}, Posts: register{d},
		Calendar: calendar{days}, Policy: rule, Record: record, Changed: d.tell, Now: clock.Now,
		Sources: map[accounts.Platform]inbox.Source{accounts.Weibo: p, accounts.WeChat: p}})
	d.Sending = sending.NewService(sending.Deps{Store: d.Store, Work: d.Work, Wakes: d.Wakes, Ledger: d.Ledger, Gate: tie{d}, Media: media{d},
		Record: record, Changed: d.tell, Now: clock.Now,
		Repliers: map[accounts.Platform]inbox.Replier{accounts.Weibo: p, accounts.WeChat: p}})
	d.Review.Register("answer", tie{d})
	return d
}

func (d *Desk) tell(topic, id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.told = append(d.told, topic+" "+id)
}

// Told returns what was changed so far and forgets it.
func (d *Desk) Told() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	told := d.told
	d.told = nil
	return told
}

// As returns a context in which a person acts.
func (d *Desk) As(id people.ID) context.Context {
	return people.With(d.T.Context(), people.Actor{Person: id, Name: string(id), Roles: roles(id)})
}

// System returns a context in which the program itself acts.
func (d *Desk) System() context.Context {
	return people.With(d.T.Context(), people.System("答复员"))
}

// Do runs f as one unit of the program itself.
func (d *Desk) Do(f func(ctx context.Context) error) {
	d.T.Helper()
	if err := d.Work.Do(d.System(), f); err != nil {
		d.T.Fatal(err)
	}
}

// tie is between the inbox and the review.
type tie struct{ d *Desk }

func (t tie) Submit(ctx context.Context, q inbox.Question, a inbox.Answer) error {
	return t.d.Review.Submit(ctx, review.Subject{Kind: "answer", ID: a.ID, Revision: a.Revision, Fingerprint: a.Fingerprint, Title: "答复",
		Author: a.By, AuthorName: a.ByName, Others: a.Others, Route: review.Reply, Due: q.Due})
}

func (t tie) Void(ctx context.Context, answer, why string) error {
	return t.d.Review.Void(ctx, "answer", answer, why)
}

func (t tie) Allow(ctx context.Context, answer, fingerprint string) error {
	return t.d.Review.Allow(ctx, "answer", answer, fingerprint)
}

func (t tie) Hold(ctx context.Context, s review.Subject) error {
	return t.d.Inbox.HoldAnswer(ctx, s.ID)
}

func (t tie) Decided(ctx context.Context, s review.Subject, state review.State, last review.Decision) error {
	return t.d.Inbox.Decided(ctx, inbox.Decision{Answer: s.ID, Revision: s.Revision, Fingerprint: s.Fingerprint,
		Approved: state == review.Approved, Returned: state == review.Returned, Comment: last.Comment})
}

type calendar struct{ days *workdays.Calendar }

func (c calendar) Due(received time.Time, n int) workdays.Deadline {
	return c.days.Due(received, n, workdays.OfficeHours())
}

type register struct{ d *Desk }

func (r register) Account(_ context.Context, id accounts.ID) (accounts.Account, error) {
	platforms := map[accounts.ID]accounts.Platform{Weibo: accounts.Weibo, WeChat: accounts.WeChat, Douyin: accounts.Douyin}
	if _, ok := platforms[id]; !ok {
		return accounts.Account{}, sqlstore.Missing("这个账号")
	}
	return accounts.Account{ID: id, Platform: platforms[id], Name: string(id)}, nil
}

func (r register) Binding(_ context.Context, id accounts.ID) (accounts.Binding, error) {
	b := accounts.Binding{Account: id, State: accounts.Bound}
	if r.d.Unbound {
		b.State = accounts.Broken
	}
	return b, nil
}

func (r register) Recent(context.Context, accounts.ID, time.Time) ([]inbox.PostRef, error) {
	return r.d.Posts, nil
}

type media struct{ d *Desk }

func (m media) Put(_ context.Context, name string, r io.Reader, limit int64) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit))
	m.d.Evidence = append(m.d.Evidence, name+":"+string(b))
	return "h-" + name, err
}

// Question stores a question from the platform and returns it.
func (d *Desk) Question(account accounts.ID, key, text string) inbox.Question {
	d.T.Helper()
	d.Platform.Comments = append(d.Platform.Comments, inbox.Incoming{External: key, Ref: json.RawMessage(`{"cid":"` + key + `"}`),
		Author: "张建国", Text: text, At: d.Clock.Now().Add(-time.Hour), Under: "供暖公告", Delivery: "d1"})
	if _, err := d.Inbox.CollectNow(d.System(), account); err != nil {
		d.T.Fatal(err)
	}
	known, err := d.Store.Known(d.T.Context(), account, inbox.Comment, []string{key})
	if err != nil {
		d.T.Fatal(err)
	}
	return d.Get(known[key].ID).Question
}

// Get returns a question with its answer.
func (d *Desk) Get(id string) inbox.Detail {
	d.T.Helper()
	got, err := d.Inbox.Get(d.As(LiMin), id)
	if err != nil {
		d.T.Fatal(err)
	}
	return got
}

// Submitted has 李敏 answer a question and hand the answer in.
func (d *Desk) Submitted(q inbox.Question, text string) inbox.Answer {
	d.T.Helper()
	a, err := d.Inbox.Save(d.As(LiMin), inbox.SaveAnswer{ID: "a-" + q.ID, Question: q.ID, Version: d.Get(q.ID).Answer.Version, Text: text})
	if err == nil {
		a, err = d.Inbox.Submit(d.As(LiMin), inbox.SubmitAnswer{Question: q.ID, Version: a.Version})
	}
	if err != nil {
		d.T.Fatal(err)
	}
	return a
}

// Decide takes the review of an answer one step on, as a person.
func (d *Desk) Decide(who people.ID, answer string, v review.Verdict, comment string) error {
	d.T.Helper()
	t, err := reviewtables.New(d.DB).Current(d.T.Context(), "answer", answer)
	if err != nil {
		d.T.Fatal(err)
	}
	say := review.Decide{ID: unit.NewID(), Ticket: t.ID, Version: t.Version, Verdict: v, Fingerprint: t.Subject.Fingerprint, Comment: comment}
	if v == review.Pass && t.Step < len(t.Steps) {
		say.Secrecy, say.Gates = review.Open, map[review.Gate]bool{}
		for _, g := range t.Steps[t.Step].Gates {
			say.Gates[g] = true
		}
	}
	return d.Review.Decide(d.As(who), say)
}

// Approved has an answer written, handed in and approved.
func (d *Desk) Approved(q inbox.Question, text string) inbox.Answer {
	d.T.Helper()
	a := d.Submitted(q, text)
	if err := d.Decide(Zhou, a.ID, review.Pass, ""); err != nil {
		d.T.Fatal(err)
	}
	return d.Get(q.ID).Answer
}

// Due does what is due now, as the runner does, until nothing is, and returns the errors of the acts, which are put off
// by a second. An act that says nil and leaves its wake as it was fails the test.
func (d *Desk) Due() []error {
	d.T.Helper()
	var errs []error
	for {
		var due []wake.Wake
		d.Do(func(ctx context.Context) (err error) {
			now := d.Clock.Now()
			due, err = d.Wakes.Claim(ctx, "bench", now, now.Add(time.Minute), 20)
			return err
		})
		if len(due) == 0 {
			return errs
		}
		for _, w := range due {
			if err := d.act(w); err != nil {
				errs = append(errs, err)
				d.Do(func(ctx context.Context) error { return d.Wakes.Defer(ctx, "bench", w, d.Clock.Now().Add(time.Second)) })
			}
			var left int
			if _, err := d.DB.One(d.T.Context(), []any{&left}, "SELECT count(*) FROM wakes WHERE kind = ? AND key = ? AND owner = 'bench'", w.Kind, w.Key); err != nil || left > 0 {
				d.T.Errorf("the wake %s is as it was: %v", w.Kind, err)
				return errs
			}
		}
	}
}

func (d *Desk) act(w wake.Wake) error {
	switch w.Kind {
	case inbox.WakeCollect:
		return d.Inbox.Collect(d.System(), w)
	case inbox.WakeAnswer:
		return d.Sending.Send(d.System(), w)
	case inbox.WakeReconcile:
		return d.Sending.Reconcile(d.System(), w)
	}
	d.T.Errorf("a wake that nobody knows: %+v", w)
	return nil
}

// Wait moves the clock on by small steps, doing what falls due, for this long.
func (d *Desk) Wait(long time.Duration) {
	d.T.Helper()
	for end := d.Clock.Now().Add(long); d.Clock.Now().Before(end); {
		step := end.Sub(d.Clock.Now())
		if due, ok, err := d.Wakes.Next(d.T.Context(), d.Clock.Now()); err != nil {
			d.T.Fatal(err)
		} else if ok {
			step = min(step, max(due.Sub(d.Clock.Now()), time.Millisecond))
		}
		d.Clock.Add(step)
		for _, err := range d.Due() {
			d.T.Error(err)
		}
	}
}

// Verbs returns the trail of a subject, oldest first.
func (d *Desk) Verbs(kind, id string) []string {
	d.T.Helper()
	entries, err := d.Trail.Of(d.T.Context(), kind, id, 1000)
	if err != nil {
		d.T.Fatal(err)
	}
	var verbs []string
	for _, e := range slices.Backward(entries) {
		verbs = append(verbs, e.Verb)
	}
	return verbs
}

// Want fails the test unless err is a problem of this kind with words for people.
func Want(t *testing.T, kind problem.Kind, what string, err error) {
	t.Helper()
	if problem.KindOf(err) != kind || problem.Words(err) == "" {
		t.Errorf("%s: %v, want a %s", what, err, kind)
	}
}
