// Package office lets the desks work with WeChat official accounts: it satisfies their small interfaces over the wire
// client, account by account. It decides nothing: when, whether and how often are the desks' rules. It keeps a client
// with its token per account, and no other state.
package office

import (
	"context"
	"net/http"
	"sync"
	"time"

	"huiying/accounts"
	"huiying/internal/platforms/wechat"
	"huiying/internal/problem"
)

// Credentials opens the credential of an account.
type Credentials interface {
	Credential(ctx context.Context, id accounts.ID) (accounts.Credential, error)
}

// Office works with every WeChat account of the register. It is safe for concurrent use.
type Office struct {
	base  string
	hc    *http.Client
	creds Credentials
	now   func() time.Time
	opts  []wechat.Option

	mu      sync.Mutex
	clients map[accounts.ID]kept
	learned map[string]wechat.Thread // of items whose answer was lost, by account and delivery
	pushed  map[string]time.Time     // when a key of a push was used last
}

type kept struct {
	appID, secret string
	client        *wechat.Client
}

// New returns an Office that calls the platform at base, https://api.weixin.qq.com outside a drill. Every client is made
// with opts.
func New(base string, hc *http.Client, creds Credentials, now func() time.Time, opts ...wechat.Option) *Office {
	return &Office{base: base, hc: hc, creds: creds, now: now, opts: opts, clients: map[accounts.ID]kept{}, learned: map[string]wechat.Thread{}, pushed: map[string]time.Time{}}
}

// client returns an account's client. A credential that was replaced gets a new one.
func (o *Office) client(ctx context.Context, id accounts.ID) (*wechat.Client, error) {
	c, err := o.creds.Credential(ctx, id)
	if err != nil {
		return nil, notSent(err)
	}
	return o.clientFor(c), nil
}

func (o *Office) clientFor(c accounts.Credential) *wechat.Client {
	secret := string(c.Reveal())
	o.mu.Lock()
	defer o.mu.Unlock()
	if k, ok := o.clients[c.Account]; ok && k.appID == c.AppID && k.secret == secret {
		return k.client
	}
	k := kept{c.AppID, secret, wechat.New(o.base, o.hc, c.AppID, func() string { return secret }, o.now, o.opts...)}
	o.clients[c.Account] = k
	return k.client
}

// notSent says that a call never left because the account's credential or a file could not be had. A vault that is not
// open, or an authorisation that is gone, wants a person; a store that is busy only wants another try.
func notSent(err error) error {
	r := &problem.Refusal{Platform: "微信", Class: problem.ClassNeedsPerson, Reason: problem.Words(err), Next: "没有向微信发出任何请求", Err: err}
	if k := problem.KindOf(err); k == problem.Busy || k == problem.Unavailable {
		r.Class = problem.ClassNotSent
	}
	return r
}

// is tells whether err is the platform's own answer with this code.
func is(err error, code string) bool { return wechat.CodeOf(err) == code }

// person is a refusal that a person has to look into, said by this program and not by the platform.
func person(call, reason, next string) error {
	return &problem.Refusal{Platform: "微信", Call: call, Class: problem.ClassNeedsPerson, Reason: reason, Next: next}
}
