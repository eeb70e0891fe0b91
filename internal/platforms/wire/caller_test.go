package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"huiying/internal/problem"
)

const hush = "TOKEN-very/secret+1"

// breakOff ends the connection with a reset, without an answer.
func breakOff(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	_ = conn.(*net.TCPConn).SetLinger(0)
	_ = conn.Close()
}

func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return "http://" + l.Addr().String()
}

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func dialling(f func(ctx context.Context, network, addr string) (net.Conn, error)) *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: f}}
}

func TestDoTellsWhetherTheRequestMayHaveLeft(t *testing.T) {
	serve := func(h http.HandlerFunc) func(*testing.T) (string, *http.Client) {
		return func(t *testing.T) (string, *http.Client) {
			s := httptest.NewServer(h)
			t.Cleanup(s.Close)
			return s.URL, &http.Client{Transport: &http.Transport{}}
		}
	}
	slow := func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case <-r.Context().Done():
		case <-time.After(5 * time.Second):
		}
	}
	tests := []struct {
		name string
		way  func(*testing.T) (string, *http.Client)
		left bool
	}{
		{"dial refused", func(t *testing.T) (string, *http.Client) { return closedPort(t), nil }, false},
		{"name not found", func(*testing.T) (string, *http.Client) {
			return "http://nowhere.invalid", dialling(func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "nowhere.invalid", IsNotFound: true}}
			})
		}, false},
		{"deadline while dialling", func(*testing.T) (string, *http.Client) {
			return "http://192.0.2.1", dialling(func(ctx context.Context, _, _ string) (net.Conn, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			})
		}, false},
		{"proxy cannot be reached", func(t *testing.T) (string, *http.Client) {
			proxy, _ := url.Parse(closedPort(t))
			return "https://api.example", &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy)}}
		}, false},
		{"certificate not trusted", func(t *testing.T) (string, *http.Client) {
			s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("request arrived") }))
			s.Config.ErrorLog = nil
			s.StartTLS()
			t.Cleanup(s.Close)
			return s.URL, &http.Client{Transport: &http.Transport{}}
		}, false},
		{"dial error of a transport that cannot be watched", func(*testing.T) (string, *http.Client) {
			return "http://x", &http.Client{Transport: tripper(func(*http.Request) (*http.Response, error) {
				return nil, &net.OpError{Op: "dial", Err: errors.New("refused")}
			})}
		}, false},
		{"plain error of a transport that cannot be watched", func(*testing.T) (string, *http.Client) {
			return "http://x", &http.Client{Transport: tripper(func(*http.Request) (*http.Response, error) { return nil, errors.New("?") })}
		}, true},
		{"connection broken before the request is written", func(*testing.T) (string, *http.Client) {
			return "http://x", dialling(func(context.Context, string, string) (net.Conn, error) {
				ours, theirs := net.Pipe()
				_ = theirs.Close()
				return ours, nil
			})
		}, true},
		{"reset after the request", serve(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			breakOff(w)
		}), true},
		{"reset before the body was read", serve(func(w http.ResponseWriter, _ *http.Request) { breakOff(w) }), true},
		{"no answer until the deadline", serve(slow), true},
		{"cut-off body", serve(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`{"errcode":0`))
		}), true},
		{"body beyond the cap", serve(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(strings.Repeat("x", 2000)))
		}), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
			defer cancel()
			base, hc := tt.way(t)
			_, f := NewCaller(base, hc, nil, time.Now).Do(ctx, Request{
				Method: "POST", Path: "/p", Query: url.Values{"access_token": {hush}}, Body: []byte("{}"),
				Writing: true, MaxBody: 1000, Secrets: []string{hush},
			})
			if f == nil {
				t.Fatal("no fault")
			}
			if f.Left != tt.left {
				t.Errorf("Left = %v (%v), want %v", f.Left, f.Err, tt.left)
			}
			want := problem.ClassNotSent
			if tt.left {
				want = problem.ClassUnknown
			}
			if got := problem.ClassOf(f.Refusal("微信", "/p", true)); got != want {
				t.Errorf("writing call: class %q, want %q", got, want)
			}
			if got := problem.ClassOf(f.Refusal("微信", "/p", false)); got != problem.ClassRetryRead {
				t.Errorf("reading call: class %q", got)
			}
			said := fmt.Sprintf("%v %+v %#v", f.Err, f.Refusal("微信", "/p", true), f)
			if strings.Contains(said, "TOKEN-very") {
				t.Errorf("token in %s", said)
			}
		})
	}
}

func TestDoBeforeAnythingIsSent(t *testing.T) {
	var calls atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls.Add(1) }))
	defer s.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, f := NewCaller(s.URL, nil, nil, time.Now).Do(ctx, Request{Method: "GET", Path: "/"}); f == nil || f.Left || !problem.Cancelled(f.Err) {
		t.Errorf("cancelled before: %+v", f)
	}
	c := NewCaller(s.URL, nil, rate.NewLimiter(rate.Every(time.Hour), 1), time.Now)
	ctx, cancel = context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if _, f := c.Do(ctx, Request{Method: "GET", Path: "/"}); f != nil {
		t.Fatalf("first: %+v", f)
	}
	if _, f := c.Do(ctx, Request{Method: "POST", Path: "/", Writing: true}); f == nil || f.Left || !problem.Cancelled(f.Err) {
		t.Errorf("over the pace: %+v", f)
	}
	if calls.Load() != 1 {
		t.Errorf("%d calls arrived, want 1", calls.Load())
	}
}

func TestDoFollowsNoRedirect(t *testing.T) {
	var calls atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		http.Redirect(w, r, "/again", http.StatusTemporaryRedirect)
	}))
	defer s.Close()
	a, f := NewCaller(s.URL, s.Client(), nil, time.Now).Do(context.Background(), Request{Method: "POST", Path: "/p", Body: []byte("{}"), Writing: true})
	if f != nil || a.Status != 307 || a.Code() != "http 307" || calls.Load() != 1 {
		t.Errorf("answer %+v, fault %+v, %d calls", a, f, calls.Load())
	}
}

func TestWritesDoNotTrustKeptConnections(t *testing.T) {
	var conns atomic.Int32
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) }))
	s.Config.ConnState = func(_ net.Conn, st http.ConnState) {
		if st == http.StateNew {
			conns.Add(1)
		}
	}
	s.Start()
	defer s.Close()
	c := NewCaller(s.URL, &http.Client{Transport: &http.Transport{}}, nil, time.Now)
	for i, writing := range []bool{false, false, true, true} {
		if _, f := c.Do(context.Background(), Request{Method: "POST", Path: "/", Writing: writing}); f != nil {
			t.Fatalf("call %d: %+v", i, f)
		}
	}
	if conns.Load() != 3 {
		t.Errorf("%d connections, want 3: one for both reads, one for each write", conns.Load())
	}
}

func TestSkewIsMeasuredFromTheDateHeader(t *testing.T) {
	now := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	date := now.Add(90 * time.Second)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/none" {
			w.Header()["Date"] = nil
			return
		}
		w.Header().Set("Date", date.Format(http.TimeFormat))
	}))
	defer s.Close()
	c := NewCaller(s.URL+"/", s.Client(), nil, func() time.Time { return now })
	if c.Base() != s.URL {
		t.Errorf("Base = %q", c.Base())
	}
	if _, f := c.Do(context.Background(), Request{Method: "GET", Path: "/none"}); f != nil {
		t.Fatal(f.Err)
	}
	if _, ok := c.Skew(); ok {
		t.Error("a skew without a Date header")
	}
	if _, f := c.Do(context.Background(), Request{Method: "GET", Path: "/"}); f != nil {
		t.Fatal(f.Err)
	}
	if by, ok := c.Skew(); !ok || by != 90*time.Second+500*time.Millisecond {
		t.Errorf("Skew = %v %v", by, ok)
	}
}

func TestUnreadableWordsAndClass(t *testing.T) {
	page := Answer{Status: 502, Body: []byte("<html>")}
	w := Unreadable("微博", "/2/x.json", true, page, io.ErrUnexpectedEOF)
	if w.Class != problem.ClassUnknown || w.Code != "http 502" || !errors.Is(w, io.ErrUnexpectedEOF) {
		t.Errorf("writing: %+v", w)
	}
	if r := Unreadable("微博", "/2/x.json", false, Answer{Status: 200}, nil); r.Class != problem.ClassRetryRead || r.Code != "" {
		t.Errorf("reading: %+v", r)
	}
	for _, r := range []*problem.Refusal{w,
		(&Fault{Err: &net.DNSError{}, NoName: true}).Refusal("微博", "/x", true),
		(&Fault{Err: context.Canceled}).Refusal("微博", "/x", true),
		(&Fault{Left: true, Err: io.EOF}).Refusal("微博", "/x", true),
		(&Fault{Left: true, Err: io.EOF}).Refusal("微博", "/x", false)} {
		if words := problem.Words(r); r.Reason == "" || r.Next == "" || strings.ContainsAny(words, "！!") || !strings.Contains(words, "微博") {
			t.Errorf("words %q", words)
		}
	}
}

func TestANewConnectionIsANewStart(t *testing.T) {
	// net/http asks for a second connection only when nothing was written to the first.
	var j journey
	trace := j.trace()
	plain := errors.New("no connection")
	for _, step := range []struct {
		does func()
		want bool
	}{
		{func() {}, false},
		{func() { trace.GetConn("x:443") }, true},
		{func() { trace.GotConn(httptrace.GotConnInfo{}) }, false},
		{func() { trace.GetConn("x:443") }, true},
	} {
		step.does()
		if got := j.neverLeft(plain); got != step.want {
			t.Errorf("neverLeft = %v, want %v", got, step.want)
		}
	}
}
