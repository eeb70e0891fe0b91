package house

import (
	"context"
	"net"
	"net/http"
	"time"

	"golang.org/x/time/rate"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/inbox/policy"
	"huiying/inbox/sending"
	"huiying/internal/people"
	"huiying/internal/platforms/wechat"
	wechatoffice "huiying/internal/platforms/wechat/office"
	"huiying/internal/platforms/weibo"
	weibooffice "huiying/internal/platforms/weibo/office"
	accountsql "huiying/internal/store/sqlstore/accounts"
	"huiying/internal/store/sqlstore/core"
	inboxsql "huiying/internal/store/sqlstore/inbox"
	publishingsql "huiying/internal/store/sqlstore/publishing"
	reviewsql "huiying/internal/store/sqlstore/review"
	"huiying/internal/trail"
	"huiying/internal/unit"
	"huiying/internal/vault"
	"huiying/internal/wake"
	"huiying/internal/workdays"
	"huiying/publishing"
	"huiying/publishing/delivery"
	"huiying/review"
)

// The kinds of wake that the house itself handles.
const (
	wakeBackup = "backup"
)

// build lists the constructors, in the order in which one needs the other.
func (h *House) build(ctx context.Context, o Options) error {
	db := h.Store.DB
	work := unit.New(db)
	h.work = work
	now := h.Clock.Now
	h.TrailStore = core.NewTrail(db)
	h.Trail = trail.New(h.TrailStore, now)
	h.Settings = core.NewSettings(db)
	if err := h.readWeibo(ctx, o.Outside); err != nil {
		return err
	}
	h.Wakes = core.NewWakes(db)
	ledger := core.NewLedger(db)
	record := recorder(h.Trail)
	changed := func(topic, id string) {
		h.Bus.Tell(topic, id)
		h.Runner.Poke()
	}
	h.patient = newPatient(h.Wakes, h.Vault)
	h.Runner = wake.NewRunner(h.patient, work, now, owner, width(o.Width), o.Log)

	h.People = people.NewService(core.NewPeople(db), work, vault.NewPasswords(cost(o.Passwords)), func(ctx context.Context, verb, kind, subject string, detail map[string]string) error {
		return record(ctx, verb, kind, subject, 0, detail)
	}, now, h.Mode == Drill)

	h.Review = review.NewService(review.Deps{Store: reviewsql.New(db), Work: work, Staff: h.People, Record: record, Changed: changed, Now: now})

	register := accountsql.New(db)
	hc := o.HTTP
	if hc == nil {
		hc = client()
	}
	creds := &credentials{}
	var wxPace []wechat.Option
	var wbPace []weibo.Option
	if o.Outside.Clock != nil { // hours pass in moments there, and the stand-ins keep the platforms' limits by their own clock
		wxPace, wbPace = append(wxPace, wechat.WithLimiter(rate.NewLimiter(rate.Inf, 0))), append(wbPace, weibo.WithLimiter(rate.NewLimiter(rate.Inf, 0)))
	}
	wx := wechatoffice.New(or(o.Outside.WeChat, wechat.DefaultBase), hc, creds, now, wxPace...)
	weiboWith := func(redirect string) *weibooffice.Office {
		return weibooffice.New(or(o.Outside.Weibo, weibo.DefaultBase), redirect, hc, creds, h.WeiboAddress, now, wbPace...)
	}
	wb := weiboDesk{weiboWith(h.WeiboRedirect()), &h.weibo, weiboWith}
	rules, err := accounts.DefaultRules()
	if err != nil {
		return err
	}
	filings := &filingReview{gate: gate{h.Review, filing}}
	act, reader := &activity{}, &watcher{}
	h.Accounts = accounts.NewService(accounts.Deps{Store: register, Work: work, Vault: safe{core.NewSecrets(db), h.Vault},
		Binders: map[accounts.Platform]accounts.Binder{accounts.WeChat: wx, accounts.Weibo: wb},
		Probers: map[accounts.Platform]accounts.Prober{accounts.WeChat: wx, accounts.Weibo: wb},
		Gate:    gate{h.Review, filing}, Reviewers: filings, Activity: act, Watcher: reader, Staff: h.People, Rules: rules, Record: record, Changed: changed, Now: now})
	creds.accounts, filings.desk = h.Accounts, h.Accounts

	posts := &postReview{gate: gate{h.Review, post}, register: register}
	pub := publishingsql.New(db)
	h.Publishing = publishing.NewService(
		publishing.Deps{Store: pub, Work: work, Review: posts, Register: register, Media: pictures{h.Media}, Record: record, Changed: changed, Now: now},
		delivery.Deps{Store: pub, Work: work, Wakes: h.Wakes, Ledger: ledger, Gate: gate{h.Review, post}, Register: register,
			Open:     pictures{h.Media}.Open,
			Channels: map[accounts.Platform]delivery.Channel{accounts.WeChat: wx, accounts.Weibo: wb},
			Broken:   h.Accounts.MarkBroken, Gap: h.gap,
			Record: record, Changed: changed, Now: now})
	posts.desk = h.Publishing

	days, err := workdays.Default()
	if err != nil {
		return err
	}
	rule, err := policy.Default()
	if err != nil {
		return err
	}
	h.Calendar, h.Policy, h.Rules = days, rule, rules
	answers := &answerReview{gate: gate{h.Review, answer}}
	questions := inboxsql.New(db)
	h.Inbox = inbox.NewService(inbox.Deps{Store: questions, Work: work, Wakes: h.Wakes,
		Review: answers, Register: register, Posts: publications{h.Publishing.Deliveries}, Calendar: calendar{days}, Policy: rule,
		Sources: map[accounts.Platform]inbox.Source{accounts.WeChat: wx, accounts.Weibo: wb},
		Broken:  h.Accounts.MarkBroken,
		Record:  record, Changed: changed, Now: now})
	h.Sending = sending.NewService(sending.Deps{Store: questions, Work: work, Wakes: h.Wakes, Ledger: ledger, Gate: gate{h.Review, answer},
		Media:    evidence{pictures{h.Media}},
		Repliers: map[accounts.Platform]inbox.Replier{accounts.WeChat: wx, accounts.Weibo: wb},
		Broken:   h.Accounts.MarkBroken, Locked: func() bool { return h.Vault.Locked() },
		Record: record, Changed: changed, Now: now})
	answers.desk = h.Inbox
	act.deliveries, act.inbox, reader.inbox = h.Publishing.Deliveries, h.Inbox, h.Inbox

	h.Review.Register(post, posts)
	h.Review.Register(answer, answers)
	h.Review.Register(filing, filings)
	return h.handle()
}

func cost(c vault.Cost) vault.Cost {
	if c == (vault.Cost{}) {
		return vault.Usual()
	}
	return c
}

// handle says who does what falls due.
func (h *House) handle() error {
	d := h.Publishing.Deliveries
	h.Runner.Handle(delivery.WakeDeliver, "发布员", d.Deliver)
	h.Runner.Handle(delivery.WakeFollow, "发布员", d.Follow)
	h.Runner.Handle(delivery.WakeReconcile, "核对员", d.Reconcile)
	h.Runner.Handle(inbox.WakeCollect, "收取员", h.Inbox.Collect)
	h.Runner.Handle(inbox.WakeAnswer, "答复员", h.Sending.Send)
	h.Runner.Handle(inbox.WakeReconcile, "核对员", h.Sending.Reconcile)
	h.Runner.Handle(accounts.WakeCheck, "监测员", h.Accounts.CheckDue)
	h.Runner.Handle(wakeBackup, "备份员", h.backupDue)
	h.Runner.Soon(delivery.WakeFollow, delivery.WakeReconcile, inbox.WakeCollect, inbox.WakeAnswer, inbox.WakeReconcile)
	for kind, line := range map[string]string{accounts.WakeCheck: "0 3 * * *", wakeBackup: "30 12 * * *"} {
		s, err := schedule(line)
		if err != nil {
			return err
		}
		h.Runner.Recur(kind, "daily", s)
	}
	return nil
}

// credentials breaks the circle between the register, which knows the secrets, and the platforms, which need them.
type credentials struct{ accounts *accounts.Service }

func (c *credentials) Credential(ctx context.Context, id accounts.ID) (accounts.Credential, error) {
	return c.accounts.Credential(ctx, id)
}

// calendar counts in the office's hours.
type calendar struct{ days *workdays.Calendar }

func (c calendar) Due(received time.Time, n int) workdays.Deadline {
	return c.days.Due(received, n, workdays.OfficeHours())
}

// client is the way out: no call may hang longer than the slowest upload needs, and no redirect is followed with a token.
func client() *http.Client {
	return &http.Client{Timeout: time.Minute,
		Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
			TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 30 * time.Second, MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func or(s, otherwise string) string {
	if s != "" {
		return s
	}
	return otherwise
}

func width(n int) int {
	if n == 0 {
		return 8
	}
	return n
}
