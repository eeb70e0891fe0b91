package house_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/app/house"
	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/platforms/drill"
	"huiying/internal/problem"
	"huiying/internal/vault"
	"huiying/internal/wake"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
	"huiying/review"
)

// register is a house over stand-ins, with one Weibo account that is filed and not bound yet.
type register struct {
	*house.House
	t       *testing.T
	control *drill.Control
	seed    drill.Seed
	told    chan string
	account accounts.ID
}

func newRegister(t *testing.T) *register {
	t.Helper()
	dir := t.TempDir()
	server, err := drill.Start(t.Context(), drill.Prepared(filepath.Join(dir, "platforms")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	outside, seed, err := house.StandIns(t.Context(), server.Control())
	if err != nil {
		t.Fatal(err)
	}
	h, err := house.Open(t.Context(), house.Options{Dir: dir, Mode: house.Drill, Outside: outside, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Keys: vault.DrillFile{Path: filepath.Join(dir, "vault.key")}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	r := &register{House: h, t: t, control: server.Control(), seed: seed, told: make(chan string, 1000), account: "a1"}
	t.Cleanup(h.Bus.Listen(func(topic, _ string) {
		select {
		case r.told <- topic:
		default: // enough is waiting to be looked at
		}
	}))
	r.staff()
	r.file()
	r.no(h.Start(t.Context()))
	return r
}

func (r *register) no(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *register) staff() {
	var all []people.Newcomer
	for id, role := range map[people.ID]people.Role{"officer": people.Officer, "registrar": people.Registrar, "answerer": people.Answerer,
		"checker": people.Checker, "approver": people.Approver, "admin": people.Administrator} {
		all = append(all, people.Newcomer{ID: id, Name: string(id), Roles: []people.Role{role}})
	}
	r.no(r.People.Setup(r.t.Context(), people.Unit{ID: "u", Name: "望川市政务服务和数据管理局"}, all))
}

func (r *register) as(id people.ID) context.Context {
	r.t.Helper()
	a, err := r.People.Pick(r.t.Context(), id)
	r.no(err)
	return people.With(r.t.Context(), a)
}

func (r *register) system() context.Context {
	return people.With(r.t.Context(), people.System("收取员"))
}

// file registers the account and has its filing approved.
func (r *register) file() {
	r.t.Helper()
	who := func(name people.ID) accounts.Contact { return accounts.Contact{Name: string(name), Person: name} }
	a, err := r.Accounts.Register(r.as("registrar"), accounts.Account{ID: r.account, Platform: accounts.Weibo, Type: "政务微博", Name: r.seed.Weibo[0].Name,
		PlatformID: r.seed.Weibo[0].UID, Domains: r.seed.Apps[0].Domains, Sponsor: accounts.Body{Name: "望川市政务服务和数据管理局", CreditCode: "11420100MB1A2B3C42"},
		Leader: who("approver"), Responsible: who("checker"), Reviewer: who("checker"), AdminA: who("registrar"), Purpose: "发布政务信息"})
	r.no(err)
	f, err := r.Accounts.SubmitFiling(r.as("registrar"), a.ID, a.Version)
	r.no(err)
	sheet, err := r.Review.Of(r.as("approver"), "filing", f.ID)
	r.no(err)
	for range sheet.Ticket.Steps {
		sheet, err = r.Review.Of(r.as("approver"), "filing", f.ID)
		r.no(err)
		decide := review.Decide{ID: "d", Ticket: sheet.Ticket.ID, Version: sheet.Ticket.Version, Verdict: review.Pass, Fingerprint: f.Fingerprint,
			Gates: map[review.Gate]bool{}}
		for _, g := range sheet.Ticket.Steps[sheet.Ticket.Step].Gates {
			decide.Gates[g] = true
		}
		if sheet.Ticket.Steps[sheet.Ticket.Step].Secrecy {
			decide.Secrecy = review.Open
		}
		r.no(r.Review.Decide(r.as("approver"), decide))
	}
}

// bind does what the registrar and the account's holder do.
func (r *register) bind() {
	r.t.Helper()
	app := r.seed.Apps[0]
	page, err := r.Accounts.BeginBind(r.as("registrar"), r.account, app.Key)
	r.no(err)
	u, err := url.Parse(page)
	r.no(err)
	q := u.Query()
	u.RawQuery = ""
	form := url.Values{"client_id": {q.Get("client_id")}, "redirect_uri": {q.Get("redirect_uri")}, "state": {q.Get("state")}, "action": {"allow"},
		"uid": {r.seed.Weibo[0].UID}}
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, u.String(), strings.NewReader(form.Encode()))
	r.no(err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := http.DefaultTransport.RoundTrip(req) // the redirect is read, not followed
	r.no(err)
	r.no(res.Body.Close())
	_, err = r.Accounts.Bind(r.as("registrar"), accounts.Candidate{Account: r.account, AppID: app.Key, Secret: []byte(app.Secret), Redirect: res.Header.Get("Location")})
	r.no(err)
}

// asked has a citizen comment under the account's post; the first call posts it, on the platform itself.
func (r *register) asked(text string) {
	r.t.Helper()
	all, err := r.control.Records(r.t.Context())
	r.no(err)
	if len(all.Posts) == 0 {
		_, _, err := r.Publishing.Deliveries.Channels[accounts.Weibo].Send(r.system(), delivery.Parcel{Account: r.account, Platform: accounts.Weibo,
			Way: content.Share, Text: "今冬供暖 15 日开始 https://" + r.seed.Apps[0].Domains[0] + "/a"}, nil)
		r.no(err)
		all, err = r.control.Records(r.t.Context())
		r.no(err)
	}
	_, err = r.control.Comment(r.t.Context(), drill.Saying{Platform: drill.Weibo, Post: all.Posts[0].ID, From: "张先生在望川", Text: text})
	r.no(err)
}

// waits has something come true without anybody pressing a button; it looks after every change that is told.
func (r *register) waits(what string, there func() bool) {
	r.t.Helper()
	end := time.After(20 * time.Second)
	for !there() {
		select {
		case <-r.told:
		case <-end:
			r.t.Fatalf("%s does not come", what)
		}
	}
}

func (r *register) collects(text string) {
	r.t.Helper()
	r.waits("the question “"+text+"”", func() bool {
		page, err := r.Inbox.Page(r.as("answerer"), inbox.Filter{View: inbox.ViewUnassigned, Now: r.Clock.Now()})
		r.no(err)
		return slices.ContainsFunc(page, func(q inbox.Question) bool { return q.Text == text })
	})
}

// A unit that has just been founded binds its first account and is asked: nobody starts the program again for that.
func TestAnAccountIsReadFromItsBindingOn(t *testing.T) {
	r := newRegister(t)
	r.bind()
	r.asked("供暖从哪天开始？")
	r.no(r.Advance(t.Context(), time.Hour))
	r.collects("供暖从哪天开始？")
}

// What is broken is not read; once the platform takes the authorisation again, reading goes on where it stopped.
func TestAnAccountIsReadAgainOnceItsAuthorisationIsTakenAgain(t *testing.T) {
	r := newRegister(t)
	r.bind()
	r.asked("供暖从哪天开始？")
	r.no(r.Advance(t.Context(), time.Hour))
	r.collects("供暖从哪天开始？")
	r.no(r.Accounts.MarkBroken(r.system(), r.account, "微博不再接受这个授权（21332）"))
	r.no(r.Inbox.Collect(r.system(), wake.Wake{Kind: inbox.WakeCollect, Key: string(r.account)}))
	if _, ok, err := r.Wakes.At(t.Context(), inbox.WakeCollect, string(r.account)); err != nil || ok {
		t.Fatalf("what is broken is read on: %v", err)
	}
	b, err := r.Accounts.Probe(r.as("registrar"), r.account)
	if err != nil || b.State != accounts.Bound {
		t.Fatalf("%s, %v", b.State, err)
	}
	r.asked("周日开门吗？")
	r.no(r.Advance(t.Context(), time.Hour))
	r.collects("周日开门吗？")
}

// What a delivery learns of a dead authorisation the register tells at once: nobody waits for the check at night.
func TestADeliveryThatFindsADeadAuthorisationTellsTheRegister(t *testing.T) {
	r := newRegister(t)
	r.bind()
	r.no(r.control.Account(t.Context(), drill.AccountWish{Platform: drill.Weibo, Account: r.seed.Weibo[0].UID, EndTokens: "revoke"}))
	_, _, err := r.Publishing.Deliveries.Channels[accounts.Weibo].Send(r.system(), delivery.Parcel{Account: r.account, Platform: accounts.Weibo,
		Way: content.Share, Text: "今冬供暖 https://" + r.seed.Apps[0].Domains[0] + "/a"}, nil)
	if problem.ClassOf(err) != problem.ClassToken {
		t.Fatalf("a revoked token is told as %v", err)
	}
	r.no(r.Publishing.Deliveries.Broken(r.system(), r.account, problem.Words(err)))
	b, err := r.Accounts.Binding(r.as("officer"), r.account)
	r.no(err)
	found, err := r.Accounts.Standing(r.as("officer"), r.account)
	r.no(err)
	if b.State != accounts.Broken || b.Trouble == "" || !slices.ContainsFunc(found, func(f accounts.Finding) bool { return f.Rule == "token" }) {
		t.Errorf("%s “%s”, found %+v", b.State, b.Trouble, found)
	}
}

// So does a reading: comments that nobody can read any more are not found out at night.
func TestAReadingThatFindsADeadAuthorisationTellsTheRegister(t *testing.T) {
	r := newRegister(t)
	r.bind()
	r.no(r.control.Account(t.Context(), drill.AccountWish{Platform: drill.Weibo, Account: r.seed.Weibo[0].UID, EndTokens: "revoke"}))
	err := r.Inbox.Collect(r.system(), wake.Wake{Kind: inbox.WakeCollect, Key: string(r.account)})
	b, berr := r.Accounts.Binding(r.as("officer"), r.account)
	r.no(berr)
	if b.State != accounts.Broken || b.Trouble == "" {
		t.Errorf("%s “%s” after a reading that ended with %v", b.State, b.Trouble, err)
	}
}
