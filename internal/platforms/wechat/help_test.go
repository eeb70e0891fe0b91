package wechat

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"
)

const (
	testToken  = "TOKENone-61_W3mEpU66027wgNZ"
	testSecret = "SECRETd4624c36b6795d1d99dcf0547af5443d"
	testAppID  = "wxba5fad812f8e6fb9"
)

// seen is one request as it arrived.
type seen struct {
	method, path, token, contentType string
	body                             string
}

// sample answers as the documented samples do. answers holds, per path, the bodies for the first, second… call; the last
// repeats. A body of the form "!x" is a fault.
type sample struct {
	t       *testing.T
	server  *httptest.Server
	mu      sync.Mutex
	answers map[string][]string
	calls   []seen
	now     time.Time
}

func newSample(t *testing.T, answers map[string][]string) *sample {
	t.Helper()
	p := &sample{t: t, answers: answers, now: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)}
	if p.answers[tokenPath] == nil {
		p.answers[tokenPath] = []string{`{"access_token":"` + testToken + `","expires_in":7200}`}
	}
	p.server = httptest.NewServer(p)
	t.Cleanup(p.server.Close)
	return p
}

func (p *sample) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

func (p *sample) advance(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = p.now.Add(d)
}

// client keeps no connections: on a kept one net/http itself repeats a GET that was reset.
func (p *sample) client() *Client {
	return New(p.server.URL, &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, testAppID, func() string { return testSecret }, p.clock,
		WithLimiter(rate.NewLimiter(rate.Inf, 1)), WithBackoff(func(int) time.Duration { return time.Millisecond }))
}

func (p *sample) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	p.calls = append(p.calls, seen{r.Method, r.URL.Path, r.URL.Query().Get("access_token"), r.Header.Get("Content-Type"), string(b)})
	list := p.answers[r.URL.Path]
	var body string
	if len(list) > 0 {
		body = list[0]
	}
	if len(list) > 1 {
		p.answers[r.URL.Path] = list[1:]
	}
	p.mu.Unlock()
	// Answers come as text/plain on some endpoints; nothing may depend on it.
	w.Header().Set("Content-Type", "text/plain; charset=UTF-8")
	switch body {
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
		_, _ = w.Write([]byte(`{"errcode":0,"errm`))
	case "!502":
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("<html><h1>502 Bad Gateway</h1></html>"))
	case "!empty":
	default:
		_, _ = w.Write([]byte(body))
	}
}

// made returns the requests for path.
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

// field returns one field of a JSON request body as text.
func (s seen) field(t *testing.T, name string) string {
	t.Helper()
	var m map[string]any
	d := json.NewDecoder(strings.NewReader(s.body))
	d.UseNumber()
	if err := d.Decode(&m); err != nil {
		t.Fatalf("request body %q: %v", s.body, err)
	}
	return fmt.Sprint(m[name])
}

// writes lists every writing call.
func writes() map[string]func(context.Context, *Client) error {
	t := Thread{MsgDataID: 2247483655, Index: 0}
	return map[string]func(context.Context, *Client) error{
		"/cgi-bin/media/uploadimg": func(ctx context.Context, c *Client) error {
			_, err := c.UploadImage(ctx, png())
			return err
		},
		"/cgi-bin/material/add_material": func(ctx context.Context, c *Client) error {
			_, err := c.AddMaterial(ctx, MaterialThumb, png())
			return err
		},
		"/cgi-bin/draft/add": func(ctx context.Context, c *Client) error {
			_, err := c.DraftAdd(ctx, []Article{{Title: "标题", Content: "<p>正文</p>", ThumbMediaID: "m"}})
			return err
		},
		"/cgi-bin/draft/delete": func(ctx context.Context, c *Client) error { return c.DraftDelete(ctx, "m") },
		"/cgi-bin/freepublish/submit": func(ctx context.Context, c *Client) error {
			_, err := c.Submit(ctx, "m")
			return err
		},
		"/cgi-bin/message/mass/sendall": func(ctx context.Context, c *Client) error {
			_, err := c.MassSendAll(ctx, "m", "0123456789abcdef0123456789abcdef", true)
			return err
		},
		"/cgi-bin/comment/open":      func(ctx context.Context, c *Client) error { return c.CommentOpen(ctx, t) },
		"/cgi-bin/comment/close":     func(ctx context.Context, c *Client) error { return c.CommentClose(ctx, t) },
		"/cgi-bin/comment/reply/add": func(ctx context.Context, c *Client) error { return c.CommentReplyAdd(ctx, t, 7, "答") },
		"/cgi-bin/comment/reply/delete": func(ctx context.Context, c *Client) error {
			return c.CommentReplyDelete(ctx, t, 7)
		},
	}
}

// reads lists every reading call that needs a token.
func reads() map[string]func(context.Context, *Client) error {
	return map[string]func(context.Context, *Client) error{
		"/cgi-bin/get_api_domain_ip":      func(ctx context.Context, c *Client) error { _, err := c.APIDomainIP(ctx); return err },
		"/cgi-bin/openapi/quota/get":      func(ctx context.Context, c *Client) error { _, err := c.QuotaGet(ctx, "/x"); return err },
		"/cgi-bin/draft/get":              func(ctx context.Context, c *Client) error { _, err := c.DraftGet(ctx, "m"); return err },
		"/cgi-bin/draft/batchget":         func(ctx context.Context, c *Client) error { _, err := c.DraftBatchGet(ctx, 0, 20, true); return err },
		"/cgi-bin/draft/count":            func(ctx context.Context, c *Client) error { _, err := c.DraftCount(ctx); return err },
		"/cgi-bin/freepublish/get":        func(ctx context.Context, c *Client) error { _, err := c.PublishStatus(ctx, 1); return err },
		"/cgi-bin/freepublish/getarticle": func(ctx context.Context, c *Client) error { _, err := c.GetArticle(ctx, "a"); return err },
		"/cgi-bin/freepublish/batchget":   func(ctx context.Context, c *Client) error { _, err := c.PublishedBatch(ctx, 0, 20, true); return err },
		"/cgi-bin/message/mass/get":       func(ctx context.Context, c *Client) error { _, err := c.MassGet(ctx, 1); return err },
		"/cgi-bin/comment/list": func(ctx context.Context, c *Client) error {
			_, err := c.CommentList(ctx, Thread{}, 0, 49, 0)
			return err
		},
		"/cgi-bin/account/getaccountbasicinfo": func(ctx context.Context, c *Client) error { _, err := c.AccountBasicInfo(ctx); return err },
	}
}

// canned answers every call but that for a token with its text, without a network.
type canned string

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	body := string(c)
	if r.URL.Path == tokenPath {
		body = `{"access_token":"` + testToken + `","expires_in":7200}`
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func (c canned) client() *Client {
	return New("http://wechat.example", &http.Client{Transport: c}, testAppID, func() string { return testSecret }, time.Now,
		WithLimiter(nil), WithBackoff(func(int) time.Duration { return 0 }))
}
