package weibo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
)

func TestEveryFaultOnEveryWritingCall(t *testing.T) {
	faults := []struct {
		answer reply
		want   problem.Class
	}{
		{reply{200, "!reset"}, problem.ClassUnknown},
		{reply{200, "!slow"}, problem.ClassUnknown},
		{reply{200, "!cut"}, problem.ClassUnknown},
		{reply{502, "<html>502 Bad Gateway</html>"}, problem.ClassUnknown},
		{reply{200, ""}, problem.ClassUnknown},
		{reply{200, "{}"}, problem.ClassUnknown},
		{reply{200, "null"}, problem.ClassUnknown},
		{reply{200, "[]"}, problem.ClassUnknown},
		{reply{200, `{"id":"abc","result":"maybe"}`}, problem.ClassUnknown},
		{reply{200, `{"id":-1}`}, problem.ClassUnknown},
		{reply{503, `{"error":"upstream"}`}, problem.ClassUnknown},
		{reply{302, ""}, problem.ClassUnknown},
		{reply{403, `{"error":"system error!","error_code":10001,"request":"/2/x.json"}`}, problem.ClassUnknown},
		{reply{403, `{"error":"too many pending tasks","error_code":"10009"}`}, problem.ClassUnknown},
		{reply{403, `{"error":"User requests out of rate limit!","error_code":10023}`}, problem.ClassQuota},
		{reply{400, `{"error":"expired_token","error_code":21327}`}, problem.ClassToken},
		{reply{200, `{"error":"Insufficient app permissions!","error_code":"10014"}`}, problem.ClassNeedsPerson},
		{reply{400, `{"error":"repeat content!","error_code":20019}`}, problem.ClassPermanent},
	}
	for path, do := range writes() {
		for _, f := range faults {
			t.Run(short(path)+" "+f.answer.body, func(t *testing.T) {
				t.Parallel()
				p := newSample(t, map[string][]reply{path: {f.answer}})
				ctx, cancel := context.WithTimeout(context.Background(), 250*time.Millisecond)
				defer cancel()
				err := do(ctx, p.client())
				if got := problem.ClassOf(err); err == nil || got != f.want {
					t.Errorf("%v: class %q, want %q", err, got, f.want)
				}
				if n := len(p.made(path)); n != 1 {
					t.Errorf("called %d times, want exactly once", n)
				}
				if IsRepeated(err) != strings.Contains(f.answer.body, "20019") {
					t.Errorf("IsRepeated = %v", IsRepeated(err))
				}
				checkWords(t, err)
			})
		}
	}
}

func TestEveryFaultOnEveryReadingCallCostsOneCall(t *testing.T) {
	for path, do := range reads() {
		for _, f := range []reply{{200, "!reset"}, {200, "!cut"}, {502, "<html>"}, {200, ""}, {200, "{}"}, {200, "null"}, {200, `{"error":"x"}`}, {403, `{"error":"busy","error_code":10009}`}} {
			t.Run(short(path)+" "+f.body, func(t *testing.T) {
				t.Parallel()
				p := newSample(t, map[string][]reply{path: {f}})
				err := do(context.Background(), p.client())
				if err == nil || problem.ClassOf(err) != problem.ClassRetryRead {
					t.Errorf("%v: class %q", err, problem.ClassOf(err))
				}
				if n := len(p.made(path)); n != 1 {
					t.Errorf("called %d times; each call counts against the day", n)
				}
				checkWords(t, err)
			})
		}
	}
}

func TestNothingListening(t *testing.T) {
	p := newSample(t, nil)
	c, a := p.client(), p.app()
	p.server.Close()
	for path, do := range writes() {
		if err := do(context.Background(), c); problem.ClassOf(err) != problem.ClassNotSent {
			t.Errorf("%s: %v", path, err)
		}
	}
	for path, do := range reads() {
		if err := do(context.Background(), c); problem.ClassOf(err) != problem.ClassRetryRead || problem.KindOf(err) != problem.Unavailable {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := a.Exchange(context.Background(), wire.NewSecret(testCode)); problem.ClassOf(err) != problem.ClassNotSent {
		t.Errorf("exchange: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Share(ctx, "x", nil, ""); problem.ClassOf(err) != problem.ClassNotSent || !problem.Cancelled(err) {
		t.Errorf("cancelled before: %v", err)
	}
}

// TestEveryDocumentedCodeHasAClass holds the table against the codes of the wiki's Error_code and Oauth2 pages.
func TestEveryDocumentedCodeHasAClass(t *testing.T) {
	now := time.Date(2026, 11, 24, 15, 30, 0, 0, time.UTC) // 23:30 in China
	lines := []struct {
		codes       string
		write, read problem.Class
		until       time.Time
	}{
		{"10001 10002 10003 10009 10010 10011 21331", problem.ClassUnknown, problem.ClassRetryRead, time.Time{}},
		{"10022 20016", problem.ClassQuota, problem.ClassQuota, now.Add(time.Hour)},
		{"10023 10024", problem.ClassQuota, problem.ClassQuota, time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC)},
		{"21301 21314 21315 21316 21317 21318 21319 21325 21327 21332", problem.ClassToken, problem.ClassToken, time.Time{}},
		{"10004 10005 10006 10013 10014 20031 21321 21322 21324 21326 21330 21337 29999", problem.ClassNeedsPerson, problem.ClassNeedsPerson, time.Time{}},
		{"10007 10008 10012 10016 10017 10018 10020 10021 20001 20003 20005 20006 20007 20008 20012 20013 20017 20019 20021 " +
			"20101 20102 20111 20201 20203 20206 20207 21323 21328 21329", problem.ClassPermanent, problem.ClassPermanent, time.Time{}},
	}
	tested := map[int64]bool{}
	for _, line := range lines {
		for _, text := range strings.Fields(line.codes) {
			var code wire.Int
			if err := code.UnmarshalJSON([]byte(text)); err != nil {
				t.Fatal(err)
			}
			tested[int64(code)] = true
			for writing, want := range map[bool]problem.Class{true: line.write, false: line.read} {
				r := refusal(failure{Code: &code, Error: "platform words"}, "/2/x", writing, now, nil)
				if r.Class != want || r.Code != text || !r.Until.Equal(line.until) || r.Message != "platform words" {
					t.Errorf("%s writing=%v: %+v, want %q until %v", text, writing, r, want, line.until)
				}
				checkWords(t, r)
			}
		}
	}
	for code, m := range meanings() {
		if !tested[code] || m.reason == "" || m.next == "" {
			t.Errorf("code %d has no line here, or no words", code)
		}
	}
	for name, code := range oauthNames() {
		r := refusal(failure{Error: wire.Text(name)}, "/oauth2/access_token", true, now, nil)
		if r.Code != fmt.Sprint(code) || !tested[code] {
			t.Errorf("%s: %+v", name, r)
		}
	}
	for message, want := range map[string]string{
		"param error, text not find domain!": "微博没有收下：缺安全域名链接（10017）。请补上链接后再送。",
		"appkey not bind domain!":            "微博没有收下：本应用还没有登记安全域名（10017）。请管理员到微博开放平台登记安全域名。",
	} {
		code := wire.Int(10017)
		if r := refusal(failure{Code: &code, Error: wire.Text(message)}, "/2/x", true, now, nil); problem.Words(r) != want {
			t.Errorf("words %q", problem.Words(r))
		}
	}
}

// TestTheSpanOfACallsOwnBudget is until when a call is not made again after 10024: the day is over at midnight in China,
// unless Weibo itself counts this very call by the hour.
func TestTheSpanOfACallsOwnBudget(t *testing.T) {
	limits := func(api, unit string) string {
		return `{"remaining_user_hits":80,"user_limit":100,"api_rate_limits":[{"api":"/statuses/update","limit":30,"limit_time_unit":"HOURS","remaining_hits":9},
			{"api":"` + api + `","limit":10,"limit_time_unit":"` + unit + `","remaining_hits":0}]}`
	}
	const refused = `{"error":"User requests for this api out of rate limit!","error_code":10024}`
	for path, do := range map[string]func(context.Context, *Client) error{
		"/2/comments/to_me.json": func(ctx context.Context, c *Client) error { _, err := c.CommentsToMe(ctx, Page{}); return err },
		"/2/comments/reply.json": func(ctx context.Context, c *Client) error {
			_, err := c.CommentReply(ctx, 1, 2, "您好", false, "")
			return err
		},
	} {
		for _, tt := range []struct {
			status reply
			hourly bool
		}{
			{reply{200, limits(path, "DAY")}, false},
			{reply{200, limits(path, "HOURS")}, true},
			{reply{200, limits(strings.TrimSuffix(strings.TrimPrefix(path, "/2"), ".json"), "hour")}, true},
			{reply{200, limits("/comments/show", "HOURS")}, false},
			{reply{403, `{"error":"User requests out of rate limit!","error_code":10023}`}, false},
			{reply{403, refused}, false},
			{reply{502, "<html>"}, false},
		} {
			p := newSample(t, map[string][]reply{path: {{403, refused}}, rateLimitPath: {tt.status}})
			err := do(context.Background(), p.client())
			var r *problem.Refusal
			want := nextDay.after(p.now)
			if tt.hourly {
				want = p.now.Add(time.Hour)
			}
			if !errors.As(err, &r) || r.Class != problem.ClassQuota || r.Code != "10024" || !r.Until.Equal(want) || strings.Contains(r.Reason, "小时") != tt.hourly {
				t.Errorf("%s, %s: %+v, want until %v", path, tt.status.body, r, want)
			}
			if len(p.made(path)) != 1 || len(p.made(rateLimitPath)) != 1 {
				t.Errorf("%d calls, asked for the limits %d times", len(p.made(path)), len(p.made(rateLimitPath)))
			}
			checkWords(t, err)
		}
	}
}

func checkWords(t *testing.T, err error) {
	t.Helper()
	words := strings.ReplaceAll(problem.Words(err), "platform words", "")
	if strings.Count(words, "。") < 2 || regexp.MustCompile(`[!！]|(?i:token)|请联系管理员`).MatchString(words) {
		t.Errorf("words %q", words)
	}
}

// TestNoSecretIsEverSaid lets the platform and the way to it repeat the secrets in every place they can.
func TestNoSecretIsEverSaid(t *testing.T) {
	var said strings.Builder
	say := func(err error, who any) {
		j, _ := json.Marshal(map[string]any{"err": err, "who": who})
		for e := err; e != nil; e = errors.Unwrap(e) {
			fmt.Fprintf(&said, "%v %+v %#v %s\n", e, e, e, problem.Words(e))
		}
		fmt.Fprintf(&said, "%s %v %+v\n", j, who, who)
	}
	echo := `{"error":"bad access_token=` + testToken + ` ` + testSecret + ` ` + testCode + `","error_code":%d,"request":"/2/x?access_token=` + testToken + `"}`
	for _, body := range []string{fmt.Sprintf(echo, 21332), fmt.Sprintf(echo, 29999), "!reset", "!cut", testToken, `{"id":"` + testToken + `"}`} {
		for _, calls := range []map[string]func(context.Context, *Client) error{writes(), reads()} {
			for path, do := range calls {
				if strings.Contains(body, testSecret) {
					body = strings.ReplaceAll(strings.ReplaceAll(body, testSecret, ""), testCode, "")
				}
				c := newSample(t, map[string][]reply{path: {{400, body}}}).client()
				say(do(context.Background(), c), c)
				fmt.Fprintf(&said, "%#v\n", *c)
			}
		}
	}
	for _, body := range []string{strings.ReplaceAll(fmt.Sprintf(echo, 21324), testToken, ""), "!reset", "!cut", `{"access_token":"` + testToken + `"}`, "<html>" + testSecret} {
		a := newSample(t, one(tokenPath, 400, body)).app()
		g, err := a.Exchange(context.Background(), wire.NewSecret(testCode))
		say(err, a)
		fmt.Fprintf(&said, "%#v %+v\n", *a, g)
	}
	loud := &http.Client{Transport: loudTransport{}}
	c := New("http://x", loud, func() string { return testToken }, time.Now)
	_, err := c.UID(context.Background())
	say(err, c)
	p := newSample(t, nil).app()
	for _, pasted := range []string{"https://evil/?code=" + testCode, redirect + "?code=" + testCode, redirect + "?state=bad&code=" + testCode, redirect + "?error=" + testCode, testCode} {
		_, err := p.ParseRedirect(pasted, "s")
		say(err, p)
	}
	for _, bad := range []string{"TOKEN2", "SECRETd4", "CODEc5"} {
		if i := strings.Index(said.String(), bad); i >= 0 {
			t.Errorf("%s is in %q", bad, said.String()[max(0, i-200):i+20])
		}
	}
	if !strings.Contains(said.String(), "bad access_token=***") {
		t.Error("the echoing answers were not reached")
	}
}

type loudTransport struct{}

func (loudTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("cannot ask %s", r.URL)
}
