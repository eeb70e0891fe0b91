package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
)

func png() wire.File { return wire.File{Name: "封面.png", Data: []byte("\x89PNG\r\n\x1a\n0000")} }

func TestEveryFaultOnEveryWritingCall(t *testing.T) {
	const rid = " rid: 65a4ef22-2d8d0a1c-3f3c4bdb"
	faults := []struct {
		answer string
		want   problem.Class
	}{
		{"!reset", problem.ClassUnknown},
		{"!slow", problem.ClassUnknown},
		{"!cut", problem.ClassUnknown},
		{"!502", problem.ClassUnknown},
		{"!empty", problem.ClassUnknown},
		{`[]`, problem.ClassUnknown},
		{`{}`, problem.ClassUnknown},
		{`null`, problem.ClassUnknown},
		{`{"message":"upstream"}`, problem.ClassUnknown},
		{`{"errcode":"x"}`, problem.ClassUnknown},
		{`{"errcode":0,"errmsg":"ok"}{"errcode":0}`, problem.ClassUnknown},
		{`{"errcode":-1,"errmsg":"system error` + rid + `"}`, problem.ClassUnknown},
		{`{"errcode":61450,"errmsg":"system error` + rid + `"}`, problem.ClassUnknown},
		{`{"errcode":45009,"errmsg":"reach max api daily quota limit` + rid + `"}`, problem.ClassQuota},
		{`{"errcode":"48001","errmsg":"api unauthorized` + rid + `"}`, problem.ClassNeedsPerson},
		{`{"errcode":40007,"errmsg":"invalid media_id` + rid + `"}`, problem.ClassPermanent},
	}
	for path, do := range writes() {
		for _, f := range faults {
			t.Run(path[8:]+" "+f.answer, func(t *testing.T) {
				t.Parallel()
				p := newSample(t, map[string][]string{path: {f.answer}})
				c := p.client()
				if _, err := c.StableToken(context.Background()); err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithTimeout(context.Background(), 250*time.Millisecond)
				defer cancel()
				err := do(ctx, c)
				if got := problem.ClassOf(err); err == nil || got != f.want {
					t.Errorf("%v: class %q, want %q", err, got, f.want)
				}
				if n := len(p.made(path)); n != 1 {
					t.Errorf("called %d times, want exactly once", n)
				}
				checkWords(t, err)
			})
		}
	}
}

func TestEveryFaultOnEveryReadingCallIsRepeatedThreeTimes(t *testing.T) {
	for path, do := range reads() {
		for _, f := range []string{"!reset", "!cut", "!502", "!empty", `[]`, `{}`, `{"errcode":-1,"errmsg":"system error"}`, `{"errcode":61450,"errmsg":""}`} {
			t.Run(path[8:]+" "+f, func(t *testing.T) {
				t.Parallel()
				p := newSample(t, map[string][]string{path: {f}})
				err := do(context.Background(), p.client())
				if problem.ClassOf(err) != problem.ClassRetryRead {
					t.Errorf("%v: class %q", err, problem.ClassOf(err))
				}
				if n := len(p.made(path)); n != 3 {
					t.Errorf("called %d times, want 3", n)
				}
				checkWords(t, err)
			})
		}
	}
}

func TestAReadingCallComesBackAfterAPassingFault(t *testing.T) {
	p := newSample(t, map[string][]string{"/cgi-bin/draft/count": {"!reset", `{"errcode":-1}`, `{"total_count":"12"}`}})
	if n, err := p.client().DraftCount(context.Background()); err != nil || n != 12 {
		t.Errorf("%d, %v", n, err)
	}
	for _, code := range []string{"45011", "61503", "48001"} {
		p := newSample(t, map[string][]string{"/cgi-bin/draft/count": {`{"errcode":` + code + `,"errmsg":"x"}`}})
		if _, err := p.client().DraftCount(context.Background()); CodeOf(err) != code || len(p.made("/cgi-bin/draft/count")) != 1 {
			t.Errorf("%s: %v after %d calls; a refusal with an hour or a cause is not repeated at once", code, err, len(p.made("/cgi-bin/draft/count")))
		}
	}
	slow := newSample(t, map[string][]string{"/cgi-bin/draft/count": {"!slow"}})
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if _, err := slow.client().DraftCount(ctx); problem.ClassOf(err) != problem.ClassRetryRead || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("slow: %v", err)
	}
}

func TestNothingListening(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	for path, do := range writes() {
		p := newSample(t, map[string][]string{})
		c := p.client()
		if _, err := c.StableToken(context.Background()); err != nil {
			t.Fatal(err)
		}
		p.server.Close()
		err := do(context.Background(), c)
		if problem.ClassOf(err) != problem.ClassNotSent || problem.KindOf(err) != problem.Unavailable {
			t.Errorf("%s with a token: %v", path, err)
		}
		dead := New("http://"+l.Addr().String(), nil, testAppID, func() string { return testSecret }, time.Now, WithBackoff(func(int) time.Duration { return 0 }))
		if err := do(context.Background(), dead); problem.ClassOf(err) != problem.ClassNotSent {
			t.Errorf("%s without a token: %v", path, err)
		}
	}
	p := newSample(t, map[string][]string{tokenPath: {"!reset"}})
	_, err = p.client().Submit(context.Background(), "m")
	if problem.ClassOf(err) != problem.ClassNotSent || len(p.made("/cgi-bin/freepublish/submit")) != 0 {
		t.Errorf("no token to be had: %v", err)
	}
}

// TestEveryDocumentedCodeHasAClass holds the table against the classification of WeChat's errCode page, line by line.
func TestEveryDocumentedCodeHasAClass(t *testing.T) {
	now := time.Date(2026, 11, 24, 15, 30, 0, 0, time.UTC) // 23:30 in China
	midnight := time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC)
	classes := []struct {
		codes       string
		write, read problem.Class
		until       time.Time
	}{
		{"-1 61450 -7", problem.ClassUnknown, problem.ClassRetryRead, time.Time{}},
		{"61503", problem.ClassUnknown, problem.ClassRetryRead, now.Add(time.Hour)},
		{"45011", problem.ClassQuota, problem.ClassRetryRead, now.Add(time.Minute)},
		{"45009 45028", problem.ClassQuota, problem.ClassQuota, midnight},
		{"48006", problem.ClassQuota, problem.ClassQuota, time.Time{}},
		{"40001 40014 42001 41001 40125 40013", problem.ClassToken, problem.ClassToken, time.Time{}},
		{"40164 40243 48001 48004 50007 53504 53505 89503 89504 89505 41002 41004 48021 50002 50004 88000 99999",
			problem.ClassNeedsPerson, problem.ClassNeedsPerson, time.Time{}},
		{"89506", problem.ClassNeedsPerson, problem.ClassNeedsPerson, now.Add(24 * time.Hour)},
		{"89507", problem.ClassNeedsPerson, problem.ClassNeedsPerson, now.Add(time.Hour)},
		{"45066", problem.ClassUnknown, problem.ClassUnknown, now.Add(time.Minute)},
		{"40002 40003 40004 40005 40006 40007 40008 40009 40033 40066 40114 40130 40152 41005 41039 41040 43001 43002 43003 44002 44004 45001 45002 45003 " +
			"45004 45005 45007 45008 45015 45047 45062 45065 45067 45110 45113 45166 47001 48005 50005 53402 53404 53405 53406 53503 53600 " +
			"61451 61500 61501 76001 76002 76003 76004 76021 76022 87009 88001 88002 88003 88004 88005 88007 88008 88010 45006 47003 41115",
			problem.ClassPermanent, problem.ClassPermanent, time.Time{}},
	}
	c := New("http://x", nil, "a", func() string { return "" }, func() time.Time { return now })
	tested := map[int64]bool{}
	for _, line := range classes {
		for _, text := range strings.Fields(line.codes) {
			var code int64
			_, _ = fmt.Sscan(text, &code)
			tested[code] = true
			for writing, want := range map[bool]problem.Class{true: line.write, false: line.read} {
				r := c.refusal(call{path: "/cgi-bin/x", writing: writing}, code, "platform words rid: 1a-2b-3c", nil)
				if r.Class != want || r.Code != text || r.RequestID != "1a-2b-3c" || !r.Until.Equal(line.until) {
					t.Errorf("%d writing=%v: %+v, want class %q until %v", code, writing, r, want, line.until)
				}
				checkWords(t, r)
			}
		}
	}
	for code, m := range meanings() {
		if !tested[code] {
			t.Errorf("code %d has a meaning but no line here", code)
		}
		if m.reason == "" || m.next == "" {
			t.Errorf("code %d has no words", code)
		}
	}
}

func checkWords(t *testing.T, err error) {
	t.Helper()
	words := problem.Words(err)
	if !strings.Contains(words, "。") || regexp.MustCompile(`[!！]|(?i:token)|请联系管理员`).MatchString(strings.ReplaceAll(words, "platform words", "")) {
		t.Errorf("words %q", words)
	}
	for _, sentence := range strings.FieldsFunc(words, func(r rune) bool { return strings.ContainsRune("。，：", r) }) {
		if n := len([]rune(sentence)); n > 45 {
			t.Errorf("a sentence of %d characters in %q", n, words)
		}
	}
}

func TestWhitelistNamesTheAddressThatThePlatformSaw(t *testing.T) {
	for message, want := range map[string]string{
		"invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 65a4ef22-2d8d0a1c-3f3c4bdb": "微信拒绝了这次调用：本机 IP 203.0.113.7 不在白名单（40164）。请管理员在公众平台 → 设置与开发 → IP 白名单中加入后点“重试”。",
		"invalid ip 2001:db8::7, not in whitelist hint: [fXa0Ta05f034]":                                    "微信拒绝了这次调用：本机 IP 2001:db8::7 不在白名单（40164）。请管理员在公众平台 → 设置与开发 → IP 白名单中加入后点“重试”。",
		"invalid ip ::ffff:203.0.113.8, not in whitelist":                                                  "微信拒绝了这次调用：本机 IP 203.0.113.8 不在白名单（40164）。请管理员在公众平台 → 设置与开发 → IP 白名单中加入后点“重试”。",
		"not in whitelist": "微信拒绝了这次调用：本机 IP 不在白名单（40164）。请管理员在公众平台 → 设置与开发 → IP 白名单中加入后点“重试”。",
	} {
		p := newSample(t, map[string][]string{tokenPath: {`{"errcode":40164,"errmsg":"` + message + `"}`}})
		_, err := p.client().Submit(context.Background(), "m")
		if problem.Words(err) != want || problem.ClassOf(err) != problem.ClassNeedsPerson {
			t.Errorf("words %q\nwant  %q", problem.Words(err), want)
		}
		var r *problem.Refusal
		if errors.As(err, &r); strings.Contains(message, "hint") && r.RequestID != "fXa0Ta05f034" {
			t.Errorf("request id %q", r.RequestID)
		}
	}
}

// TestNoSecretIsEverSaid lets the platform and the way to it repeat the secrets in every place they can.
func TestNoSecretIsEverSaid(t *testing.T) {
	echo := `{"errcode":%d,"errmsg":"invalid access_token=` + testToken + ` secret ` + testSecret + ` rid: 1-2-3 hint: [` + testToken + `]"}`
	var said strings.Builder
	say := func(err error, c *Client) {
		j, _ := json.Marshal(map[string]any{"err": err, "client": c})
		for e := err; e != nil; e = errors.Unwrap(e) {
			fmt.Fprintf(&said, "%v %+v %#v %s\n", e, e, e, problem.Words(e))
		}
		fmt.Fprintf(&said, "%s %v %+v %#v\n", j, c, c, *c)
	}
	for path, do := range writes() {
		for _, answer := range []string{fmt.Sprintf(echo, 40001), fmt.Sprintf(echo, 99999), "!reset", "!cut", "!502", testToken} {
			p := newSample(t, map[string][]string{path: {answer}})
			c := p.client()
			say(do(context.Background(), c), c)
		}
	}
	for _, answer := range []string{`{"errcode":40125,"errmsg":"appsecret ` + testSecret + ` rid: 1-2-3"}`, "!reset", `{"access_token":"` + testToken + `","expires_in":"x` + testToken + `"}`} {
		p := newSample(t, map[string][]string{tokenPath: {answer}})
		c := p.client()
		_, err := c.StableToken(context.Background())
		say(err, c)
	}
	p := newSample(t, map[string][]string{tokenPath: {tokenAnswer(7200), `{"errcode":99999,"errmsg":"still ` + testToken + ` here"}`}})
	c := p.client()
	_, _ = c.StableToken(context.Background())
	_, err := c.StableToken(context.Background())
	say(err, c)
	loud := New("http://x", &http.Client{Transport: loudTransport{}}, testAppID, func() string { return testSecret }, time.Now, WithBackoff(func(int) time.Duration { return 0 }))
	loud.tokens.keep(Token{Secret: wire.NewSecret(testToken), Expires: time.Now().Add(time.Hour)})
	_, err = loud.Submit(context.Background(), "m")
	say(err, loud)
	fmt.Fprintf(&said, "%v %+v\n", loud.tokens.held, loud.tokens.held)
	for _, bad := range []string{"TOKENone", "SECRETd46"} {
		if i := strings.Index(said.String(), bad); i >= 0 {
			t.Errorf("%s is in %q", bad, said.String()[max(0, i-200):i+20])
		}
	}
	if !strings.Contains(said.String(), "1-2-3") {
		t.Error("the echoing answers were not reached")
	}
}

type loudTransport struct{}

func (loudTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("cannot ask %s: %w", r.URL, os.ErrDeadlineExceeded)
}
