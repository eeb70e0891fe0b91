// Package weibo speaks the wire of the Sina Weibo open platform (api.weibo.com): binding by OAuth 2, sharing, comments and
// reading, as the platform's wiki describes them. It decides nothing about posts and answers, keeps nothing on disk, writes
// no log, and makes each writing call exactly once.
package weibo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
)

// DefaultBase is the platform's own address.
const DefaultBase = "https://api.weibo.com"

// Client asks Weibo for one bound account. It is safe for use by several goroutines.
//
// An ordinary app has 100 calls per account and day in all (wiki Rate-limiting), so a reading call is made a second time
// only when the first certainly never left.
type Client struct {
	caller *wire.Caller
	token  wire.Secret
	now    func() time.Time
}

type options struct{ limiter *rate.Limiter }

// Option changes a Client or an App as it is made.
type Option func(*options)

// WithLimiter sets the pace of calls; without it 2 a second, 5 at once.
func WithLimiter(l *rate.Limiter) Option { return func(o *options) { o.limiter = l } }

func limiterOf(opts []Option) *rate.Limiter {
	o := options{limiter: rate.NewLimiter(2, 5)}
	for _, f := range opts {
		f(&o)
	}
	return o.limiter
}

// New returns a client of the account to which token belongs; token is asked at each call. base is usually DefaultBase.
func New(base string, hc *http.Client, token func() string, now func() time.Time, opts ...Option) *Client {
	return &Client{caller: wire.NewCaller(base, hc, limiterOf(opts), now), token: wire.SecretFrom(token), now: now}
}

// Skew returns how far Weibo's clock is ahead of ours, by its last answer.
func (c *Client) Skew() (time.Duration, bool) { return c.caller.Skew() }

// Format prints nothing of the account.
func (*Client) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("weibo")) }

// post makes a writing call with a form, or with a form and a picture.
func (c *Client) post(ctx context.Context, path string, form url.Values, pic *wire.File) (wire.Answer, error) {
	form.Set("access_token", c.token.Reveal())
	r := wire.Request{
		Method: http.MethodPost, Path: path, Body: []byte(form.Encode()), ContentType: "application/x-www-form-urlencoded",
		Writing: true, Secrets: []string{c.token.Reveal()},
	}
	if pic != nil {
		var fields [][2]string
		for _, name := range slices.Sorted(maps.Keys(form)) {
			fields = append(fields, [2]string{name, form.Get(name)})
		}
		var err error
		if r.Body, r.ContentType, err = wire.Form(fields, "pic", *pic); err != nil {
			return wire.Answer{}, problem.Wrap(err, problem.Internal, "图片装不进这次请求", "没有送出去，内容都在", "请换一张图片再试")
		}
	}
	answer, fault := c.caller.Do(ctx, r)
	if fault != nil {
		return answer, fault.Refusal(platform, path, true)
	}
	return answer, c.span(ctx, path, c.refused(answer, path, true))
}

// refused returns the refusal that an answer is. Weibo's HTTP status is not relied on, but its error_code is.
func (c *Client) refused(a wire.Answer, path string, writing bool) error {
	e, ok, err := errorOf(a.Body)
	if err != nil {
		return wire.Unreadable(platform, path, writing, a, err)
	}
	if !ok {
		return nil
	}
	return refusal(e, path, writing, c.now(), []string{c.token.Reveal()})
}

const rateLimitPath = "/2/account/rate_limit_status.json"

// span finds out for how long a call's own budget is used up (10024). No document says so, and each try that is refused may
// cost, too: it is the day, unless Weibo counts this call by the hour in its own account of what is left.
func (c *Client) span(ctx context.Context, path string, err error) error {
	var r *problem.Refusal
	if CodeOf(err) != CodeUserAPIRate || path == rateLimitPath || !errors.As(err, &r) {
		return err
	}
	limits, failed := c.RateLimit(ctx)
	if failed != nil {
		return err
	}
	for _, l := range limits.PerCall {
		if callOf(l.Call) == callOf(path) && strings.HasPrefix(strings.ToUpper(l.Unit), "HOUR") {
			hourly := *r
			hourly.Reason, hourly.Next, hourly.Until = "这个账号这一小时调用这个接口的次数用完了", "请过一小时再试", nextHour.after(c.now())
			return &hourly
		}
	}
	return err
}

// callOf is the name of a call without what differs between two documents: its version and its form.
func callOf(path string) string {
	return strings.Trim(strings.TrimSuffix(strings.TrimPrefix(path, "/2/"), ".json"), "/")
}
