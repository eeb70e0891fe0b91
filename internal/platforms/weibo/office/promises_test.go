package office_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"huiying/accounts"
	"huiying/internal/platforms/drill"
	"huiying/internal/platforms/platformtest"
	"huiying/internal/platforms/weibo"
	"huiying/internal/platforms/weibo/office"
	"huiying/publishing/content"
)

// keys gives one account's credential.
type keys struct{ c accounts.Credential }

func (k *keys) Credential(context.Context, accounts.ID) (accounts.Credential, error) { return k.c, nil }

const (
	account  = accounts.ID("账号-1")
	operator = "203.0.113.9"
	timeout  = 2 * time.Second
)

func bound(t *testing.T) (*office.Office, *platformtest.World, *keys, func() accounts.Candidate) {
	t.Helper()
	w := platformtest.NewWorld(t, drill.Weibo)
	seed, k := w.Seed(), &keys{}
	app := seed.Apps[0]
	o := office.New(seed.Addresses.Weibo, app.RedirectURI, w.HTTP(timeout), k, func() string { return operator }, w.Now,
		weibo.WithLimiter(rate.NewLimiter(rate.Inf, 1)))
	candidate := func() accounts.Candidate {
		page, err := o.Begin(t.Context(), app.Key, "state-1")
		w.Must(err)
		return accounts.Candidate{Account: account, AppID: app.Key, Secret: []byte(app.Secret), State: "state-1", Redirect: w.Consents(page)}
	}
	g, err := o.Finish(t.Context(), candidate())
	w.Must(err)
	k.c = accounts.NewCredential(account, accounts.Weibo, app.Key, g.Subject, g.Secret)
	return o, w, k, candidate
}

func subject(t *testing.T) *platformtest.Subject {
	t.Helper()
	o, w, k, candidate := bound(t)
	wish := func(a drill.AccountWish) {
		a.Platform, a.Account = drill.Weibo, w.Account
		w.Must(w.Control().Account(w.T.Context(), a))
	}
	return &platformtest.Subject{World: w, Channel: o, Source: o, Replier: o, Binder: o, Prober: o,
		Account: account, Platform: accounts.Weibo, Way: content.Share, Credential: k.c, Candidate: candidate,
		Secrets: func() []string { return []string{string(k.c.Reveal()), w.Seed().Apps[0].Secret} },
		Send:    "/2/statuses/share.json", Reply: "/2/comments/reply.json", Read: "/2/comments/to_me.json", Token: "/oauth2/access_token",
		Settles: 3 * time.Minute, Timeout: timeout,
		Delay: func(d time.Duration) {
			w.Must(w.Control().Plan(w.T.Context(), drill.Plan{Platform: drill.Weibo, What: "delay", Account: w.Account, Delay: d}))
		},
		Bury: func() {
			cl := weibo.New(w.Seed().Addresses.Weibo, nil, func() string { return string(k.c.Reveal()) }, w.Now)
			for i := range 5 {
				w.Pass(time.Second)
				_, err := cl.Share(w.T.Context(), fmt.Sprintf("另一条 %d https://www.wangchuan.example/%d", i, i), nil, operator)
				w.Must(err)
			}
		},
		Forbid: func() string {
			left := w.Calls("/2/users/show.json") + w.Calls("/2/account/rate_limit_status.json") + 2
			wish(drill.AccountWish{Budget: &left})
			return "publish"
		},
		Bar: func() []string {
			wish(drill.AccountWish{EndTokens: "revoke"})
			return []string{"21316", "重新授权"}
		},
		Vanish: func(from string) {
			w.Must(w.Control().Remove(w.T.Context(), drill.Removal{Platform: drill.Weibo, Person: from}))
		},
	}
}

func TestPromises(t *testing.T) { platformtest.Run(t, subject) }
