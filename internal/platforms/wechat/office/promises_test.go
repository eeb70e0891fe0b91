package office_test

import (
	"context"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"huiying/accounts"
	"huiying/internal/platforms/drill"
	"huiying/internal/platforms/platformtest"
	"huiying/internal/platforms/wechat"
	"huiying/internal/platforms/wechat/office"
	"huiying/publishing/content"
)

// keys gives one account's credential.
type keys struct{ c accounts.Credential }

func (k *keys) Credential(context.Context, accounts.ID) (accounts.Credential, error) { return k.c, nil }

const (
	account = accounts.ID("账号-1")
	timeout = 2 * time.Second
)

func quick() []wechat.Option {
	return []wechat.Option{wechat.WithLimiter(rate.NewLimiter(rate.Inf, 1)), wechat.WithBackoff(func(int) time.Duration { return time.Millisecond })}
}

func bound(t *testing.T) (*office.Office, *platformtest.World, *keys) {
	t.Helper()
	w := platformtest.NewWorld(t, drill.WeChat)
	oa, k := w.Seed().WeChat[0], &keys{}
	k.c = accounts.NewCredential(account, accounts.WeChat, oa.AppID, oa.AppID, []byte(oa.Secret))
	return office.New(w.Seed().Addresses.WeChat, w.HTTP(timeout), k, w.Now, quick()...), w, k
}

// console is the platform as a person at the back office sees it.
func console(w *platformtest.World) *wechat.Client {
	oa := w.Seed().WeChat[0]
	return wechat.New(w.Seed().Addresses.WeChat, nil, oa.AppID, func() string { return oa.Secret }, w.Now, quick()...)
}

func subject(way content.Way, plan, send string, no int, settles time.Duration) func(t *testing.T) *platformtest.Subject {
	return func(t *testing.T) *platformtest.Subject {
		t.Helper()
		o, w, k := bound(t)
		oa, desk := w.Seed().WeChat[0], console(w)
		wish := func(a drill.AccountWish) {
			a.Platform, a.Account = drill.WeChat, w.Account
			w.Must(w.Control().Account(w.T.Context(), a))
		}
		next := func(p drill.Plan) {
			p.Platform, p.What, p.Account = drill.WeChat, plan, w.Account
			w.Must(w.Control().Plan(w.T.Context(), p))
		}
		return &platformtest.Subject{World: w, Channel: o, Source: o, Replier: o, Binder: o, Prober: o,
			Account: account, Platform: accounts.WeChat, Way: way, Credential: k.c,
			Candidate: func() accounts.Candidate {
				return accounts.Candidate{Account: account, AppID: oa.AppID, Secret: []byte(oa.Secret)}
			},
			Secrets: func() []string {
				token, err := desk.StableToken(w.T.Context())
				if err != nil {
					return []string{oa.Secret} // the world is shut, or the office kept out
				}
				return []string{oa.Secret, token.Secret.Reveal()}
			},
			Preparing: []string{"/cgi-bin/media/uploadimg", "/cgi-bin/material/add_material", "/cgi-bin/draft/add"},
			Send:      send, Reply: "/cgi-bin/comment/reply/add", Read: "/cgi-bin/comment/list", Token: "/cgi-bin/stable_token",
			Renews: true, Settles: settles, Timeout: timeout,
			Left: func() map[string]int {
				drafts, err := desk.DraftCount(w.T.Context())
				w.Must(err)
				covers, err := desk.MaterialBatch(w.T.Context(), wechat.MaterialImage, 0, 20)
				w.Must(err)
				return map[string]int{"draft": int(drafts), "cover": len(covers)}
			},
			Delay: func(d time.Duration) { next(drill.Plan{Delay: d}) },
			Deny:  func() { next(drill.Plan{Code: no}) },
			Forbid: func() string {
				wish(drill.AccountWish{Capabilities: map[string]bool{plan: false}})
				return map[string]string{"publish": "publish", "mass": "broadcast"}[plan]
			},
			Bar: func() []string {
				wish(drill.AccountWish{Whitelist: &[]string{"198.51.100.7"}, EndTokens: "revoke"})
				return []string{"40164", "127.0.0.1", "白名单"}
			},
		}
	}
}

func TestPromisesOfPublishing(t *testing.T) {
	platformtest.Run(t, subject(content.Publish, "publish", "/cgi-bin/freepublish/submit", 4, 31*time.Minute))
}

func TestPromisesOfBroadcasting(t *testing.T) {
	platformtest.Run(t, subject(content.Broadcast, "mass", "/cgi-bin/message/mass/sendall", 3, 31*time.Minute))
}
