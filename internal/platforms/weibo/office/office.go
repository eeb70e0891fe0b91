// Package office lets the desks work with Weibo accounts: it satisfies their small interfaces over the wire client,
// account by account. It decides nothing: when, whether and how often are the desks' rules.
package office

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"huiying/accounts"
	"huiying/internal/platforms/weibo"
	"huiying/internal/problem"
)

// Credentials opens the credential of an account.
type Credentials interface {
	Credential(ctx context.Context, id accounts.ID) (accounts.Credential, error)
}

// Office works with every Weibo account of the register. It is safe for concurrent use.
type Office struct {
	base     string
	redirect string
	hc       *http.Client
	creds    Credentials
	rip      func() string
	now      func() time.Time
	opts     []weibo.Option

	mu      sync.Mutex
	clients map[accounts.ID]kept
}

type kept struct {
	token  string
	client *weibo.Client
}

// New returns an Office that calls the platform at base, weibo.DefaultBase outside a drill. redirect is the address that
// the office registered with its Weibo app; rip returns the operator's own address, which Weibo wants with every post.
// Every client is made with opts.
func New(base, redirect string, hc *http.Client, creds Credentials, rip func() string, now func() time.Time, opts ...weibo.Option) *Office {
	return &Office{base: base, redirect: redirect, hc: hc, creds: creds, rip: rip, now: now, opts: opts, clients: map[accounts.ID]kept{}}
}

func (o *Office) client(ctx context.Context, id accounts.ID) (*weibo.Client, accounts.Credential, error) {
	c, err := o.creds.Credential(ctx, id)
	if err != nil {
		return nil, c, notSent(err)
	}
	return o.clientFor(c), c, nil
}

func (o *Office) clientFor(c accounts.Credential) *weibo.Client {
	token := string(c.Reveal())
	o.mu.Lock()
	defer o.mu.Unlock()
	if k, ok := o.clients[c.Account]; ok && k.token == token {
		return k.client
	}
	k := kept{token, weibo.New(o.base, o.hc, func() string { return token }, o.now, o.opts...)}
	o.clients[c.Account] = k
	return k.client
}

// notSent says that a call never left because the account's credential or a file could not be had. A vault that is not
// open, or an authorisation that is gone, wants a person; a store that is busy only wants another try.
func notSent(err error) error {
	r := &problem.Refusal{Platform: "微博", Class: problem.ClassNeedsPerson, Reason: problem.Words(err), Next: "没有向微博发出任何请求", Err: err}
	if k := problem.KindOf(err); k == problem.Busy || k == problem.Unavailable {
		r.Class = problem.ClassNotSent
	}
	return r
}

func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
