package weibo

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"huiying/internal/platforms/wire"
)

const (
	testToken  = "TOKEN2.00fWuXyzabcd"
	testSecret = "SECRETd4624c36b6795d1d"
	testCode   = "CODEc5a32d90"
	redirect   = "https://api.weibo.com/oauth2/default.html"
)

type seen struct {
	method, path, contentType, body string
	query                           url.Values
}

// form returns the fields of a form request, with those of its query.
func (s seen) form(t *testing.T) url.Values {
	t.Helper()
	v, err := url.ParseQuery(s.body)
	if err != nil {
		t.Fatal(err)
	}
	for k, list := range s.query {
		v[k] = list
	}
	return v
}

type reply struct {
	status int
	body   string
}

// sample answers each path with its replies in turn; the last repeats. A body of the form "!x" is a fault.
type sample struct {
	server  *httptest.Server
	mu      sync.Mutex
	answers map[string][]reply
	calls   []seen
	kind    string
	now     time.Time
}

func newSample(t *testing.T, answers map[string][]reply) *sample {
	t.Helper()
	p := &sample{answers: answers, kind: "application/json;charset=UTF-8", now: time.Date(2026, 11, 24, 15, 30, 0, 0, time.UTC)}
	p.server = httptest.NewServer(p)
	t.Cleanup(p.server.Close)
	return p
}

func one(path string, status int, body string) map[string][]reply {
	return map[string][]reply{path: {{status, body}}}
}

// transport keeps no connections: on a kept one net/http itself repeats a GET that was reset.
func transport() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
}

func (p *sample) client() *Client {
	return New(p.server.URL, transport(), func() string { return testToken }, func() time.Time { return p.now }, WithLimiter(rate.NewLimiter(rate.Inf, 1)))
}

func (p *sample) app() *App {
	return NewApp(p.server.URL, transport(), "1234567890", func() string { return testSecret }, redirect, func() time.Time { return p.now }, WithLimiter(nil))
}

func (p *sample) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	p.calls = append(p.calls, seen{r.Method, r.URL.Path, r.Header.Get("Content-Type"), string(b), r.URL.Query()})
	list := p.answers[r.URL.Path]
	a := reply{404, `{"error":"Unsupported API","error_code":10020}`}
	if len(list) > 0 {
		a = list[0]
	}
	if len(list) > 1 {
		p.answers[r.URL.Path] = list[1:]
	}
	p.mu.Unlock()
	w.Header().Set("Content-Type", p.kind)
	switch a.body {
	case "!reset":
		conn, _, _ := http.NewResponseController(w).Hijack()
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
	case "!slow":
		select {
		case <-r.Context().Done():
		case <-time.After(5 * time.Second):
		}
	case "!cut":
		w.Header().Set("Content-Length", "500")
		_, _ = w.Write([]byte(`{"id":3408`))
	default:
		w.WriteHeader(a.status)
		_, _ = w.Write([]byte(a.body))
	}
}

func (p *sample) made(path string) []seen {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []seen
	for _, s := range p.calls {
		if s.path == path {
			out = append(out, s)
		}
	}
	return out
}

func png() *wire.File { return &wire.File{Name: "图.png", Data: []byte("\x89PNG\r\n\x1a\n0000")} }

func writes() map[string]func(context.Context, *Client) error {
	return map[string]func(context.Context, *Client) error{
		"/2/statuses/share.json": func(ctx context.Context, c *Client) error {
			_, err := c.Share(ctx, "正文 http://www.example.gov.cn/1", png(), "203.0.113.9")
			return err
		},
		"/2/comments/create.json": func(ctx context.Context, c *Client) error {
			_, err := c.CommentCreate(ctx, 1, "答", "203.0.113.9")
			return err
		},
		"/2/comments/reply.json": func(ctx context.Context, c *Client) error {
			_, err := c.CommentReply(ctx, 2, 1, "答", false, "203.0.113.9")
			return err
		},
		"/oauth2/revokeoauth2": func(ctx context.Context, c *Client) error { return c.Revoke(ctx) },
	}
}

func reads() map[string]func(context.Context, *Client) error {
	return map[string]func(context.Context, *Client) error{
		"/2/statuses/user_timeline.json":    func(ctx context.Context, c *Client) error { _, err := c.UserTimeline(ctx, Page{}); return err },
		"/2/statuses/mentions.json":         func(ctx context.Context, c *Client) error { _, err := c.Mentions(ctx, Page{}); return err },
		"/2/comments/to_me.json":            func(ctx context.Context, c *Client) error { _, err := c.CommentsToMe(ctx, Page{}); return err },
		"/2/comments/by_me.json":            func(ctx context.Context, c *Client) error { _, err := c.CommentsByMe(ctx, Page{}); return err },
		"/2/comments/show.json":             func(ctx context.Context, c *Client) error { _, err := c.CommentsShow(ctx, 1, Page{}); return err },
		"/2/statuses/show.json":             func(ctx context.Context, c *Client) error { _, err := c.StatusShow(ctx, 1); return err },
		"/2/statuses/count.json":            func(ctx context.Context, c *Client) error { _, err := c.StatusCounts(ctx, 1); return err },
		"/2/account/get_uid.json":           func(ctx context.Context, c *Client) error { _, err := c.UID(ctx); return err },
		"/2/users/show.json":                func(ctx context.Context, c *Client) error { _, err := c.UserShow(ctx, 1); return err },
		"/oauth2/get_token_info":            func(ctx context.Context, c *Client) error { _, err := c.TokenInfo(ctx); return err },
		"/2/account/rate_limit_status.json": func(ctx context.Context, c *Client) error { _, err := c.RateLimit(ctx); return err },
	}
}

func short(path string) string {
	return strings.TrimSuffix(path[strings.LastIndex(path, "/")+1:], ".json")
}

// canned answers every call with its text, without a network.
type canned string

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(c))), Request: r}, nil
}
