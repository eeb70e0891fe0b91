package accounts_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	store "huiying/internal/store/sqlstore/accounts"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/store/storetest"
	"huiying/internal/trail"
	"huiying/internal/unit"
)

const (
	registrar people.ID = "郑凯"
	officer   people.ID = "王蕾"
	approver  people.ID = "周建国"
)

// secret is what must never be seen anywhere.
const secret = "s3cr3t-0f-the-0ffice"

type house struct {
	*accounts.Service
	t      *testing.T
	db     *sqlstore.DB
	work   *unit.Work
	store  *store.Store
	staff  *core.People
	log    *trail.Log
	now    time.Time
	tells  []string
	reads  []accounts.ID     // as handed over to be read
	deaf   error             // what Watch answers
	filed  []accounts.Filing // as handed in for review
	gate   error
	binder binder
	prober prober
	act    activity
	vault  *vault
}

// vault keeps secrets in the store's own table, unsealed: sealing has its own tests.
type vault struct {
	secrets *core.Secrets
	locked  bool
}

func (v *vault) Put(ctx context.Context, id accounts.ID, purpose string, secret []byte) error {
	return v.secrets.Save(ctx, string(id), purpose, secret)
}

func (v *vault) Take(ctx context.Context, id accounts.ID, purpose string) ([]byte, error) {
	if v.locked {
		return nil, problem.New(problem.Locked, "密钥还没有打开", "", "")
	}
	return v.secrets.Load(ctx, string(id), purpose)
}

// binder is a platform with a page to consent at, which remembers what came back.
type binder struct {
	states   []string
	finished []accounts.Candidate
	grant    accounts.Grant
	err      error
	plain    bool
}

func (b *binder) Begin(_ context.Context, appID, state string) (string, error) {
	b.states = append(b.states, state)
	if b.plain {
		return "", nil
	}
	return "https://api.weibo.example/oauth2/authorize?client_id=" + appID + "&state=" + state, nil
}

func (b *binder) Finish(_ context.Context, c accounts.Candidate) (accounts.Grant, error) {
	b.finished = append(b.finished, c)
	return b.grant, b.err
}

type prober struct {
	profile   accounts.Profile
	abilities []accounts.Ability
	err       error
	asked     int
	inside    func()
}

func (p *prober) Probe(_ context.Context, c accounts.Credential) (accounts.Profile, []accounts.Ability, error) {
	p.asked++
	if p.inside != nil {
		p.inside()
	}
	if string(c.Reveal()) != secret {
		return accounts.Profile{}, nil, errors.New("the credential is not the one that was bound")
	}
	return p.profile, p.abilities, p.err
}

// activity is what other desks know, by account.
type activity struct {
	last map[accounts.ID]time.Time
	open map[accounts.ID]time.Time
	err  map[accounts.ID]error
}

func (a *activity) LastPublished(_ context.Context, id accounts.ID) (time.Time, string, string, bool, error) {
	at, ok := a.last[id]
	return at, "云溪古镇夜游", "https://weibo.example/1", ok, a.err[id]
}

func (a *activity) OpenQuestions(_ context.Context, id accounts.ID) (int, time.Time, error) {
	at, ok := a.open[id]
	if !ok {
		return 0, time.Time{}, nil
	}
	return 3, at, nil
}

func (h *house) Submit(_ context.Context, f accounts.Filing) error {
	h.filed = append(h.filed, f)
	return nil
}

func (h *house) Watch(_ context.Context, id accounts.ID) error {
	h.reads = append(h.reads, id)
	return h.deaf
}

func (h *house) Allow(_ context.Context, filing, fingerprint string) error {
	last := h.filed[len(h.filed)-1]
	if h.gate == nil && (last.ID != filing || last.Fingerprint != fingerprint) {
		return problem.New(problem.Forbidden, "没有审批过这一份", "", "")
	}
	return h.gate
}

func open(t *testing.T) *house {
	db := storetest.SQLite(t)
	h := &house{t: t, db: db, work: unit.New(db), store: store.New(db), staff: core.NewPeople(db), vault: &vault{secrets: core.NewSecrets(db)},
		now: time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC), act: activity{map[accounts.ID]time.Time{}, map[accounts.ID]time.Time{}, map[accounts.ID]error{}}}
	h.log = trail.New(core.NewTrail(db), h.clock)
	h.binder.grant = accounts.Grant{Secret: []byte(secret), Subject: "5044281310", Expires: h.now.AddDate(0, 3, 0)}
	h.prober.profile = accounts.Profile{Subject: "5044281310", Name: "望川发布", Verified: true, VerifiedName: "望川市政务服务和数据管理局官方微博", Followers: 351000}
	h.prober.abilities = []accounts.Ability{{Key: "publish", Name: "发微博", OK: true, Known: true, Left: 97}}
	rules, err := accounts.DefaultRules()
	if err != nil {
		t.Fatal(err)
	}
	h.Service = accounts.NewService(accounts.Deps{Store: h.store, Work: h.work, Vault: h.vault, Gate: h, Reviewers: h, Activity: &h.act, Watcher: h, Staff: h.staff, Rules: rules,
		Binders: map[accounts.Platform]accounts.Binder{accounts.Weibo: &h.binder}, Probers: map[accounts.Platform]accounts.Prober{accounts.Weibo: &h.prober},
		Changed: func(topic, id string) { h.tells = append(h.tells, topic+" "+id) }, Now: h.clock,
		Record: func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error {
			return h.log.Record(ctx, verb, trail.On{Kind: kind, ID: id, Revision: revision}, detail)
		}})
	for id, roles := range map[people.ID][]people.Role{registrar: {people.Registrar}, officer: {people.Officer}, approver: {people.Approver}, "高志远": {people.Administrator}} {
		h.person(people.Person{ID: id, Name: string(id), Roles: roles, Added: h.now})
	}
	return h
}

func (h *house) clock() time.Time { return h.now }

func (h *house) person(p people.Person) {
	h.t.Helper()
	if err := h.work.Do(h.t.Context(), func(ctx context.Context) error { return h.staff.SavePerson(ctx, p) }); err != nil {
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

func (h *house) system() context.Context {
	return people.With(h.t.Context(), people.System("监测员"))
}

// entry is a complete registration.
func entry(id accounts.ID) accounts.Account {
	c := func(name string, person people.ID) accounts.Contact {
		return accounts.Contact{Name: name, Phone: "13800005678", Person: person}
	}
	return accounts.Account{ID: id, Platform: accounts.Weibo, Type: "政务微博", Name: "望川发布",
		Sponsor: accounts.Body{Name: "望川市政务服务和数据管理局", CreditCode: code("11420100MB1A2B3C4")}, Verified: "望川市政务服务和数据管理局",
		Leader: c("高志远", "高志远"), Responsible: c("周建国", approver), Reviewer: c("周建国", approver), AdminA: c("郑凯", registrar), AdminB: c("王蕾", officer),
		Purpose: "发布政务信息，回应群众关切"}
}

// code completes the first 17 characters of a credit code with the check character that the desk accepts.
func code(head string) string {
	for _, last := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if people.CheckCreditCode(head+string(last)) == nil {
			return head + string(last)
		}
	}
	panic("no check character fits " + head)
}

func (h *house) register(a accounts.Account) accounts.Account {
	h.t.Helper()
	a, err := h.Register(h.as(registrar), a)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// normal registers an account and has its filing approved.
func (h *house) normal(a accounts.Account) accounts.Account {
	h.t.Helper()
	a = h.register(a)
	f, err := h.SubmitFiling(h.as(registrar), a.ID, a.Version)
	if err != nil {
		h.t.Fatal(err)
	}
	h.decide(f, accounts.FilingDecision{Approved: true})
	return h.get(a.ID)
}

func (h *house) decide(f accounts.Filing, d accounts.FilingDecision) {
	h.t.Helper()
	d.Filing, d.Fingerprint = f.ID, f.Fingerprint
	if err := h.FilingDecided(h.as(approver), d); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) get(id accounts.ID) accounts.Account {
	h.t.Helper()
	a, err := h.Get(h.as(officer), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// bind goes the whole way of consent.
func (h *house) bind(id accounts.ID) (accounts.Binding, error) {
	h.t.Helper()
	if _, err := h.BeginBind(h.as(registrar), id, "key"); err != nil {
		return accounts.Binding{}, err
	}
	return h.Bind(h.as(registrar), back(id))
}

func back(id accounts.ID) accounts.Candidate {
	return accounts.Candidate{Account: id, AppID: " key ", Secret: []byte(secret), Redirect: "https://weibo.example/back?code=1&state=x"}
}

func (h *house) want(kind problem.Kind, err error, what string) {
	h.t.Helper()
	if problem.KindOf(err) != kind {
		h.t.Errorf("%s: %v, want %q", what, err, kind)
	}
}

func (h *house) verbs(id accounts.ID) []string {
	h.t.Helper()
	entries, err := h.log.Of(h.as(officer), "account", string(id), 50)
	if err != nil {
		h.t.Fatal(err)
	}
	var verbs []string
	for _, e := range entries {
		verbs = append(verbs, e.Verb)
	}
	slices.Reverse(verbs)
	return verbs
}
