package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// defaultMaxBody is how much of an answer is read when the request names no cap.
const defaultMaxBody = 4 << 20

// defaultTimeout ends a call whose client sets no timeout: no call may wait for ever. It leaves room for a 10 MB picture.
const defaultTimeout = 90 * time.Second

// Caller asks one platform for one account. It is safe for use by several goroutines.
type Caller struct {
	base    string
	http    *http.Client
	limiter *rate.Limiter
	now     func() time.Time
	skew    skew
}

// NewCaller returns a Caller for the addresses under base. hc carries transport and timeout; its redirect policy and
// cookies are not used, because a redirect would send a token elsewhere or a post twice. limiter paces this account and
// may be nil.
func NewCaller(base string, hc *http.Client, limiter *rate.Limiter, now func() time.Time) *Caller {
	own := http.Client{Timeout: defaultTimeout}
	if hc != nil {
		own.Transport = hc.Transport
		if hc.Timeout > 0 {
			own.Timeout = hc.Timeout
		}
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Caller{base: strings.TrimRight(base, "/"), http: &own, limiter: limiter, now: now}
}

// Request is one question to a platform. Path starts with "/". Secrets are texts that no error may repeat.
type Request struct {
	Method      string
	Path        string
	Query       url.Values
	Body        []byte
	ContentType string
	Writing     bool
	MaxBody     int64
	Secrets     []string
}

// Answer is what came back, whole, whatever its status or type.
type Answer struct {
	Status int
	Body   []byte
}

// Code returns what a refusal shows when the body could not be read: the status, unless it was 200.
func (a Answer) Code() string {
	if a.Status == http.StatusOK {
		return ""
	}
	return fmt.Sprintf("http %d", a.Status)
}

// Skew returns how far the platform's clock is ahead of ours, by the last answer, and whether it is known.
func (c *Caller) Skew() (time.Duration, bool) { return c.skew.get() }

// Base returns the address under which the Caller asks.
func (c *Caller) Base() string { return c.base }

// Do sends the request once and reads the whole answer.
func (c *Caller) Do(ctx context.Context, r Request) (Answer, *Fault) {
	never := func(err error) (Answer, *Fault) { return Answer{}, &Fault{Left: false, Err: Quiet(err, r.Secrets)} }
	if err := ctx.Err(); err != nil {
		return never(err)
	}
	if c.limiter != nil {
		if err := c.limiter.Wait(ctx); err != nil {
			return never(fmt.Errorf("waiting for the pace of calls: %w", errors.Join(context.DeadlineExceeded, err)))
		}
	}
	address := c.base + r.Path
	if len(r.Query) > 0 {
		address += "?" + r.Query.Encode()
	}
	var way journey
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, way.trace()), r.Method, address, bytes.NewReader(r.Body))
	if err != nil {
		return never(err)
	}
	if r.ContentType != "" {
		req.Header.Set("Content-Type", r.ContentType)
	}
	if r.Writing {
		// On a kept connection that the platform has closed meanwhile, a write ends as "unknown" for no good reason.
		c.http.CloseIdleConnections()
	}
	sent := c.now()
	resp, err := c.http.Do(req)
	if err != nil {
		return Answer{}, &Fault{Left: !way.neverLeft(err), NoName: noName(err), Err: Quiet(err, r.Secrets)}
	}
	defer func() { _ = resp.Body.Close() }()
	c.skew.note(resp.Header, sent, c.now())
	limit := r.MaxBody
	if limit <= 0 {
		limit = defaultMaxBody
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return Answer{}, &Fault{Left: true, Err: Quiet(err, r.Secrets)}
	}
	if int64(len(body)) > limit {
		return Answer{}, &Fault{Left: true, Err: fmt.Errorf("answer of more than %d bytes", limit)}
	}
	return Answer{Status: resp.StatusCode, Body: body}, nil
}

// journey watches whether a request was ever given a connection. net/http asks for a new one only when nothing of the
// request was written to the last, so that each question for a connection starts afresh.
type journey struct{ asked, got atomic.Bool }

func (j *journey) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { j.asked.Store(true); j.got.Store(false) },
		GotConn: func(httptrace.GotConnInfo) { j.got.Store(true) },
	}
}

// neverLeft is true only on evidence: the transport asked for a connection and got none, or the error is one of dialling.
// A transport that cannot be watched and gives no such error counts as having sent.
func (j *journey) neverLeft(err error) bool {
	if j.got.Load() {
		return false
	}
	if j.asked.Load() {
		return true
	}
	var op *net.OpError
	if errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") {
		return true
	}
	return noName(err)
}

func noName(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns)
}
