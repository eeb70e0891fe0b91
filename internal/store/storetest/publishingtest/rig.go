// Package publishingtest is what the publishing desk and its tables promise, and a bench to try the desk on: the real
// store, with platforms that do as they are told, a clock that stands still and a review that says yes when asked to.
// Nothing here is part of the program.
package publishingtest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	tables "huiying/internal/store/sqlstore/publishing"
	"huiying/internal/trail"
	"huiying/internal/unit"
	"huiying/internal/wake"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
	"huiying/publishing/delivery/attempts"
)

// The accounts of the bench.
const (
	Weibo  = accounts.ID("weibo-1")
	WeChat = accounts.ID("wechat-1")
	Douyin = accounts.ID("douyin-1")
)

// Bench is the desk on a real store.
type Bench struct {
	*publishing.Service
	T      *testing.T
	DB     *sqlstore.DB
	Work   *unit.Work
	Tables *tables.Store
	Wakes  *core.Wakes
	Book   *core.Ledger
	Trail  *core.Trail
	Clock  *Clock
	Review *Review
	Weibo  *Channel
	WeChat *Preparing
	Office *Office
	Gap    attempts.Gap // of which the ledger knows nothing

	mu   sync.Mutex
	told []string
}

// Clock is a clock that stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now returns the time.
func (c *Clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

// Set moves the clock to a time.
func (c *Clock) Set(t time.Time) { c.mu.Lock(); defer c.mu.Unlock(); c.now = t }

// Office is the register and the media folder.
type Office struct {
	mu       sync.Mutex
	accounts map[accounts.ID]accounts.Account
	bindings map[accounts.ID]accounts.Binding
	Files    map[string]string // by hash
}

// Account returns one account.
func (o *Office) Account(_ context.Context, id accounts.ID) (accounts.Account, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	a, ok := o.accounts[id]
	if !ok {
		return a, sqlstore.Missing("这个账号")
	}
	return a, nil
}

// Binding returns its binding.
func (o *Office) Binding(_ context.Context, id accounts.ID) (accounts.Binding, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if b, ok := o.bindings[id]; ok {
		return b, nil
	}
	return accounts.Binding{Account: id, State: accounts.Unbound}, nil
}

// Change changes an account and its binding.
func (o *Office) Change(id accounts.ID, f func(a *accounts.Account, b *accounts.Binding)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	a, b := o.accounts[id], o.bindings[id]
	f(&a, &b)
	o.accounts[id], o.bindings[id] = a, b
}

// Put keeps a file under its own words.
func (o *Office) Put(_ context.Context, name string, r io.Reader, limit int64) (content.Media, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit))
	if err != nil {
		return content.Media{}, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.Files["h-"+name] = string(b)
	return content.Media{Hash: "h-" + name, Name: name, Type: "image/png", Size: int64(len(b))}, nil
}

// Open returns the bytes of a file.
func (o *Office) Open(hash string) (io.ReadCloser, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	b, ok := o.Files[hash]
	if !ok {
		return nil, sqlstore.Missing("这张图")
	}
	return io.NopCloser(bytes.NewReader([]byte(b))), nil
}

// Review is a review that says yes when it is asked to. What it is told counts once the unit has committed.
type Review struct {
	mu       sync.Mutex
	approved map[string]string // fingerprint by post
	Tickets  []string          // what was asked, such as "submit 1", "void"
	Err      error             // what the gate says instead
}

// Submit opens a ticket.
func (r *Review) Submit(ctx context.Context, p publishing.Post, _ publishing.Revision) error {
	unit.After(ctx, func() { r.note(p.ID, "submit") })
	return nil
}

// Void ends it.
func (r *Review) Void(ctx context.Context, post, _ string) error {
	unit.After(ctx, func() { r.note(post, "void") })
	return nil
}

func (r *Review) note(post, what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.approved, post)
	r.Tickets = append(r.Tickets, what)
}

// Approve says yes to a fingerprint of a post.
func (r *Review) Approve(post, fingerprint string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.approved[post] = fingerprint
}

// Allow is the gate.
func (r *Review) Allow(_ context.Context, post, fingerprint string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.Err != nil {
		return r.Err
	}
	if r.approved[post] != fingerprint {
		return problem.New(problem.Forbidden, "这一稿的审核已经作废", "没有发出", "请重新送审")
	}
	return nil
}

// New lays the bench on a store.
func New(t *testing.T, db *sqlstore.DB) *Bench {
	day := time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)
	b := &Bench{T: t, DB: db, Work: unit.New(db), Tables: tables.New(db), Wakes: core.NewWakes(db), Book: core.NewLedger(db),
		Trail: core.NewTrail(db), Clock: &Clock{now: day}, Review: &Review{approved: map[string]string{}}, Weibo: NewChannel(),
		WeChat: NewPreparing(), Office: &Office{Files: map[string]string{"shot": "x"}, accounts: map[accounts.ID]accounts.Account{},
			bindings: map[accounts.ID]accounts.Binding{}}}
	for id, p := range map[accounts.ID]accounts.Platform{Weibo: accounts.Weibo, WeChat: accounts.WeChat, Douyin: accounts.Douyin} {
		b.Office.accounts[id] = accounts.Account{ID: id, Platform: p, Name: "望川发布", State: accounts.Normal, Domains: []string{"www.wangchuan.gov.cn"}}
		if p != accounts.Douyin {
			b.Office.bindings[id] = accounts.Binding{Account: id, State: accounts.Bound}
		}
	}
	b.Service = b.Desk(nil)
	return b
}

// Desk starts the desk anew on what is stored, as a program does after it was killed. change may put something between
// the desk and what it works with.
func (b *Bench) Desk(change func(*publishing.Deps, *delivery.Deps)) *publishing.Service {
	log := trail.New(b.Trail, b.Clock.Now)
	record := func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error {
		return log.Record(ctx, verb, trail.On{Kind: kind, ID: id, Revision: revision}, detail)
	}
	d := publishing.Deps{Store: b.Tables, Work: b.Work, Review: b.Review, Register: b.Office, Media: b.Office, Record: record,
		Changed: b.tell, Now: b.Clock.Now}
	dd := delivery.Deps{Store: b.Tables, Work: b.Work, Wakes: b.Wakes, Ledger: b.Book, Gate: b.Review, Register: b.Office,
		Open: b.Office.Open, Channels: map[accounts.Platform]delivery.Channel{accounts.Weibo: b.Weibo, accounts.WeChat: b.WeChat},
		Gap:    func(context.Context) (attempts.Gap, error) { return b.Gap, nil },
		Record: record, Changed: b.tell, Now: b.Clock.Now}
	if change != nil {
		change(&d, &dd)
	}
	return publishing.NewService(d, dd)
}

func (b *Bench) tell(topic, id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told = append(b.told, topic+" "+id)
}

// Told returns what screens were told, and forgets it.
func (b *Bench) Told() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	told := b.told
	b.told = nil
	return told
}

// As returns a context in which a person with these roles acts.
func (b *Bench) As(name string, roles ...people.Role) context.Context {
	if len(roles) == 0 {
		roles = []people.Role{people.Officer}
	}
	return people.With(b.T.Context(), people.Actor{Person: people.ID(name), Name: name, Roles: roles})
}

// System returns a context in which the program itself acts.
func (b *Bench) System() context.Context {
	return people.With(b.T.Context(), people.System("发布员"))
}

// Do runs f as one unit and fails the test on an error.
func (b *Bench) Do(ctx context.Context, f func(ctx context.Context) error) {
	b.T.Helper()
	if err := b.Work.Do(ctx, f); err != nil {
		b.T.Fatal(err)
	}
}

var errStuck = errors.New("publishingtest: wakes go on falling due")

// Run does what is due until nothing is, on a desk, as the runner of the program does, and holds handlers to their
// contract: a wake that was handled without an error is cleared or moved.
func (b *Bench) Run(s *publishing.Service) {
	b.T.Helper()
	for range 200 {
		var due []wake.Wake
		b.Do(b.System(), func(ctx context.Context) (err error) {
			now := b.Clock.Now()
			due, err = b.Wakes.Claim(ctx, "bench", now, now.Add(5*time.Minute), 1)
			return err
		})
		if len(due) == 0 {
			return
		}
		b.Handle(s, due[0])
	}
	b.T.Fatal(errStuck)
}

// Handle hands one wake to its handler.
func (b *Bench) Handle(s *publishing.Service, w wake.Wake) {
	b.T.Helper()
	handlers := map[string]wake.Handler{delivery.WakeDeliver: s.Deliveries.Deliver, delivery.WakeFollow: s.Deliveries.Follow,
		delivery.WakeReconcile: s.Deliveries.Reconcile}
	now := b.Clock.Now()
	if err := handlers[w.Kind](b.System(), w); err != nil {
		b.T.Logf("%s is put off: %v", w.Kind, err)
		b.Do(b.System(), func(ctx context.Context) error { return b.Wakes.Defer(ctx, "bench", w, now.Add(5*time.Second)) })
		return
	}
	var leased int
	_, err := b.DB.One(b.T.Context(), []any{&leased}, "SELECT count(*) FROM wakes WHERE kind = ? AND key = ? AND owner = 'bench'", w.Kind, w.Key)
	if err != nil || leased > 0 {
		b.T.Errorf("the wake %s at %s was neither cleared nor set anew: %v", w.Kind, w.Due, err)
	}
}

// Go moves the clock on in steps as small as what falls due asks for, and does it all.
func (b *Bench) Go(s *publishing.Service, d time.Duration) {
	b.T.Helper()
	end := b.Clock.Now().Add(d)
	for range 500 {
		b.Run(s)
		next, ok, err := b.Wakes.Next(b.T.Context(), b.Clock.Now().Add(6*time.Minute))
		if err != nil {
			b.T.Fatal(err)
		}
		if !ok || next.After(end) {
			b.Clock.Set(end)
			b.Run(s)
			return
		}
		if next.After(b.Clock.Now()) {
			b.Clock.Set(next)
		}
	}
	b.T.Fatal(errStuck)
}

// Ledger returns the verdicts on a delivery, attempt by attempt, such as "send unknown/call notsent/person".
func (b *Bench) Ledger(id string) (lines []string) {
	b.T.Helper()
	records, err := b.Book.Of(b.T.Context(), ledger.Subject{Kind: "delivery", ID: id})
	if err != nil {
		b.T.Fatal(err)
	}
	for _, r := range records {
		line := string(r.Intent.Step)
		for _, o := range r.Outcomes {
			line += " " + string(o.Verdict) + "/" + string(o.Source)
		}
		lines = append(lines, line)
	}
	return lines
}

// Verbs returns what the trail says was done to a thing, oldest first, and checks the trail.
func (b *Bench) Verbs(kind, id string) (verbs []string) {
	b.T.Helper()
	if _, err := trail.Verify(b.T.Context(), b.Trail); err != nil {
		b.T.Fatal(err)
	}
	err := b.Trail.Walk(b.T.Context(), 1, func(e trail.Entry) error {
		if e.Kind == kind && e.Subject == id {
			verbs = append(verbs, e.Verb)
		}
		return nil
	})
	if err != nil {
		b.T.Fatal(err)
	}
	return verbs
}
