// Package wechat speaks the wire of WeChat Official Accounts (api.weixin.qq.com): tokens, material, drafts, publishing,
// mass sending and comments, as WeChat's interface docs describe them. It decides nothing about posts and answers, keeps
// nothing on disk, writes no log, and makes each writing call at most once.
package wechat

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/time/rate"

	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
)

// DefaultBase is the platform's own address.
const DefaultBase = "https://api.weixin.qq.com"

// attempts is how often a reading call is made at most.
const attempts = 3

// bigBody caps answers that carry whole articles: 20 of up to 1 MB each (WeChat doc draft_batchget).
const bigBody = 32 << 20

// Client asks WeChat for one official account. It is safe for use by several goroutines.
type Client struct {
	caller  *wire.Caller
	appID   string
	secret  wire.Secret
	now     func() time.Time
	backoff func(attempt int) time.Duration
	tokens  *tokens
}

type options struct {
	limiter *rate.Limiter
	backoff func(int) time.Duration
}

// Option changes a Client as New makes it.
type Option func(*options)

// WithLimiter sets the pace of this account's calls; without it 10 a second, 20 at once.
func WithLimiter(l *rate.Limiter) Option { return func(o *options) { o.limiter = l } }

// WithBackoff sets the pause before the second (1) and third (2) attempt of a reading call.
func WithBackoff(f func(attempt int) time.Duration) Option { return func(o *options) { o.backoff = f } }

// New returns a client of the account appID. base is usually DefaultBase. secret is asked for the AppSecret each time a
// token is fetched. now is the clock by which tokens expire.
func New(base string, hc *http.Client, appID string, secret func() string, now func() time.Time, opts ...Option) *Client {
	o := options{limiter: rate.NewLimiter(10, 20), backoff: pause}
	for _, f := range opts {
		f(&o)
	}
	return &Client{
		caller: wire.NewCaller(base, hc, o.limiter, now), appID: appID, secret: wire.SecretFrom(secret),
		now: now, backoff: o.backoff, tokens: newTokens(),
	}
}

// AppID returns the account's AppID.
func (c *Client) AppID() string { return c.appID }

// Skew returns how far WeChat's clock is ahead of ours, by its last answer.
func (c *Client) Skew() (time.Duration, bool) { return c.caller.Skew() }

// Format prints the account and nothing else.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("wechat:" + c.appID)) }

func pause(attempt int) time.Duration {
	step := 300 * time.Millisecond << (2 * (attempt - 1))
	return step/2 + rand.N(step)
}

// call is one documented call. body is nil for GET. also names codes that this call takes as success. bare says that
// errcode 0 is all that success shows, so that an answer without errcode is not understood.
type call struct {
	path        string
	query       url.Values
	body        any
	raw         []byte
	contentType string
	writing     bool
	bare        bool
	also        int64
	maxBody     int64
}

type envelope struct {
	Code *wire.Int `json:"errcode"`
	Msg  wire.Text `json:"errmsg"`
}

// ask makes a call with a token and returns its answer. whole tells whether the answer holds what success must hold; nil
// takes any. A token that the platform does not take is renewed and the call repeated once: an answer about the token
// says that the call was not carried out.
func ask[T any](ctx context.Context, c *Client, k call, whole func(*T) bool) (T, error) {
	var none T
	token, err := c.token(ctx, "")
	if err != nil {
		return none, beforeCall(err, k)
	}
	out, err := send(ctx, c, k, token, whole)
	if !stale(err) {
		return out, err
	}
	token, renewal := c.token(ctx, token.Reveal())
	if renewal != nil {
		return none, beforeCall(renewal, k)
	}
	out, err = send(ctx, c, k, token, whole)
	if stale(err) {
		return out, beforeCall(unaccepted(err), k)
	}
	return out, err
}

// unaccepted is what is known when the platform does not take a token that it has only just handed out: the authorisation
// holds, and a later call fetches another. Only what is wrong with AppID or AppSecret calls for a person.
func unaccepted(err error) error {
	var r *problem.Refusal
	if !errors.As(err, &r) {
		return err
	}
	moved := *r
	moved.Class = problem.ClassRetryRead
	moved.Reason, moved.Next = "微信不认刚取到的令牌", "请过几分钟再试"
	return &moved
}

// beforeCall turns "no token to be had" into "not sent" for a writing call: that call itself never left.
func beforeCall(err error, k call) error {
	var r *problem.Refusal
	if !k.writing || !errors.As(err, &r) || (r.Class != problem.ClassRetryRead && r.Class != problem.ClassUnknown) {
		return err
	}
	moved := *r
	moved.Class = problem.ClassNotSent
	moved.Reason, moved.Next = "没有从微信取到可用的令牌，这一步没有送出去", "内容都在。请检查网络，稍后可以再发"
	return &moved
}

func send[T any](ctx context.Context, c *Client, k call, token wire.Secret, whole func(*T) bool) (T, error) {
	if k.writing {
		return once(ctx, c, k, token, whole)
	}
	return again(ctx, c.backoff, func() (T, error) { return once(ctx, c, k, token, whole) })
}

// again repeats a reading call on passing faults. A refusal that names an hour is not repeated before it.
func again[T any](ctx context.Context, backoff func(int) time.Duration, f func() (T, error)) (T, error) {
	for n := 1; ; n++ {
		out, err := f()
		var r *problem.Refusal
		if err == nil || n == attempts || !errors.As(err, &r) || r.Class != problem.ClassRetryRead || !r.Until.IsZero() {
			return out, err
		}
		timer := time.NewTimer(backoff(n))
		select {
		case <-ctx.Done():
			timer.Stop()
			return out, err
		case <-timer.C:
		}
	}
}

// once makes the call a single time.
func once[T any](ctx context.Context, c *Client, k call, token wire.Secret, whole func(*T) bool) (T, error) {
	var out T
	r, err := c.request(k, token)
	if err != nil {
		return out, problem.Wrap(err, problem.Internal, "这一步的内容写不成微信要的样子", "没有送出去，内容都在", "请把日志交给管理员")
	}
	answer, fault := c.caller.Do(ctx, r)
	if fault != nil {
		return out, fault.Refusal(platform, k.path, k.writing)
	}
	var e envelope
	if err := wire.Decode(answer.Body, &e); err != nil {
		return out, wire.Unreadable(platform, k.path, k.writing, answer, err)
	}
	if e.Code != nil && *e.Code != 0 && int64(*e.Code) != k.also {
		return out, c.refusal(k, int64(*e.Code), string(e.Msg), r.Secrets)
	}
	if err := wire.Decode(answer.Body, &out); err != nil {
		return out, wire.Unreadable(platform, k.path, k.writing, answer, err)
	}
	if (k.bare && e.Code == nil) || (whole != nil && !whole(&out)) {
		if e.Code != nil && *e.Code != 0 {
			return out, c.refusal(k, int64(*e.Code), string(e.Msg), r.Secrets)
		}
		return out, wire.Unreadable(platform, k.path, k.writing, answer, errors.New("a documented field is missing"))
	}
	return out, nil
}

func (c *Client) request(k call, token wire.Secret) (wire.Request, error) {
	r := wire.Request{
		Method: http.MethodGet, Path: k.path, Query: url.Values{}, Writing: k.writing, MaxBody: k.maxBody,
		Secrets: c.secrets(token),
	}
	for name, values := range k.query {
		r.Query[name] = values
	}
	if !token.Empty() {
		r.Query.Set("access_token", token.Reveal())
	}
	switch {
	case k.raw != nil:
		r.Method, r.Body, r.ContentType = http.MethodPost, k.raw, k.contentType
	case k.body != nil:
		b, err := wire.RawJSON(k.body)
		if err != nil {
			return r, errors.New("request cannot be written as JSON")
		}
		r.Method, r.Body, r.ContentType = http.MethodPost, b, "application/json; charset=utf-8"
	}
	return r, nil
}

func (c *Client) secrets(token wire.Secret) []string {
	list := []string{token.Reveal(), c.secret.Reveal()}
	if kept := c.tokens.kept(); kept != "" {
		list = append(list, kept)
	}
	return list
}

// done is the answer of calls that return nothing but errcode.
type done struct{}
