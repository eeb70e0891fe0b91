package weibo

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
)

func TestAuthURLHoldsWhatTheWikiAsksFor(t *testing.T) {
	a := newSample(t, nil).app()
	u, err := url.Parse(a.AuthURL("st&te"))
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if u.Path != "/oauth2/authorize" || q.Get("client_id") != "1234567890" || q.Get("response_type") != "code" || q.Get("redirect_uri") != redirect || q.Get("state") != "st&te" {
		t.Errorf("%s", u)
	}
	if strings.Contains(u.String(), testSecret) || a.Key() != "1234567890" {
		t.Error("secret in the address")
	}
}

func TestExchangeTakesTheAnswerWhateverItsTypeSays(t *testing.T) {
	bodies := []string{
		`{"access_token":"` + testToken + `","remind_in":"157679999","expires_in":157679999,"uid":"5094739526","isRealName":"true"}`,
		`{"access_token":"` + testToken + `","expires_in":"157679999","uid":5094739526}`,
	}
	for _, kind := range []string{"text/plain;charset=UTF-8", "application/json", "text/html", "application/x-www-form-urlencoded"} {
		for _, body := range bodies {
			p := newSample(t, one(tokenPath, 200, body))
			p.kind = kind
			g, err := p.app().Exchange(context.Background(), wire.NewSecret(testCode))
			if err != nil || g.Token.Reveal() != testToken || g.UID != 5094739526 || !g.Expires.Equal(p.now.Add(157679999*time.Second)) {
				t.Fatalf("%s %s: %+v, %v", kind, body, g, err)
			}
			calls := p.made(tokenPath)
			if len(calls) != 1 {
				t.Fatalf("%d calls burn a single-use code", len(calls))
			}
			v := calls[0].form(t)
			want := url.Values{"client_id": {"1234567890"}, "client_secret": {testSecret}, "grant_type": {"authorization_code"}, "code": {testCode}, "redirect_uri": {redirect}}
			if calls[0].method != "POST" || calls[0].contentType != "application/x-www-form-urlencoded" || v.Encode() != want.Encode() || len(calls[0].query) != 0 {
				t.Errorf("sent %+v", calls[0])
			}
		}
	}
}

func TestExchangeRefused(t *testing.T) {
	const body = `{"error":"invalid_client","error_code":21324,"request":"/oauth2/access_token","error_uri":"/oauth2/access_token","error_description":"client_secret error."}`
	for _, tt := range []struct {
		answer reply
		code   string
		class  problem.Class
	}{
		{reply{400, body}, "21324", problem.ClassNeedsPerson},
		{reply{200, body}, "21324", problem.ClassNeedsPerson},
		{reply{400, `{"error":"invalid_grant","error_description":"invalid authorization code:x"}`}, "21325", problem.ClassToken},
		{reply{400, `{"error":"redirect_uri_mismatch","error_code":"21322"}`}, "21322", problem.ClassNeedsPerson},
		{reply{503, `{"error":"temporarily_unavailable","error_code":21331}`}, "21331", problem.ClassUnknown},
		{reply{502, "<html>"}, "http 502", problem.ClassUnknown},
		{reply{200, ""}, "", problem.ClassUnknown},
		{reply{200, "!reset"}, "", problem.ClassUnknown},
		{reply{200, "!cut"}, "", problem.ClassUnknown},
		{reply{200, `{"access_token":"x","expires_in":1}`}, "", problem.ClassUnknown},
		{reply{200, `{"access_token":"x","uid":"1"}`}, "", problem.ClassUnknown},
		{reply{200, `{"expires_in":1,"uid":"1"}`}, "", problem.ClassUnknown},
		{reply{200, `access_token=x&expires_in=1&uid=1`}, "", problem.ClassUnknown},
	} {
		p := newSample(t, map[string][]reply{tokenPath: {tt.answer}})
		p.kind = "text/plain"
		g, err := p.app().Exchange(context.Background(), wire.NewSecret(testCode))
		if CodeOf(err) != tt.code || problem.ClassOf(err) != tt.class || !g.Token.Empty() || len(p.made(tokenPath)) != 1 {
			t.Errorf("%+v: %v after %d calls", tt.answer, err, len(p.made(tokenPath)))
		}
		if tt.class == problem.ClassUnknown && tt.code != "21331" && !strings.Contains(problem.Words(err), "请重新授权") {
			t.Errorf("words %q", problem.Words(err))
		}
	}
}

func TestParseRedirect(t *testing.T) {
	a := newSample(t, nil).app()
	for _, pasted := range []string{
		redirect + "?code=" + testCode + "&state=S1",
		"  " + redirect + "?state=S1&code=" + testCode + "\n",
		"“" + redirect + "?state=S1&amp;code=" + testCode + "”",
		"api.weibo.com/oauth2/default.html?state=S1&code=" + testCode,
		"https://API.weibo.com/oauth2/default.html?state=S1&\r\n code=" + testCode + "#_=_",
	} {
		code, err := a.ParseRedirect(pasted, "S1")
		if err != nil || code.Reveal() != testCode {
			t.Errorf("%q: %v", pasted, err)
		}
	}
	for _, tt := range []struct {
		pasted, state string
		kind          problem.Kind
		says          string
	}{
		{"", "S1", problem.Invalid, "还没有粘贴地址"},
		{"我授权好了", "S1", problem.Invalid, "不是"},
		{"ftp://api.weibo.com/oauth2/default.html?code=a&state=S1", "S1", problem.Invalid, "不是网址"},
		{"http://%zz", "S1", problem.Invalid, "不是网址"},
		{"http://api.weibo.com/oauth2/default.html?code=a&state=S1", "S1", problem.Invalid, "不是登记的回调地址"},
		{"https://www.api.weibo.com/oauth2/default.html?code=a&state=S1", "S1", problem.Invalid, "不是登记的回调地址"},
		{"https://api.weibo.com/oauth2/authorize?client_id=1&state=S1", "S1", problem.Invalid, "不是登记的回调地址"},
		{redirect + "?code=a&state=S2", "S1", problem.Invalid, "不是这一次授权的"},
		{redirect + "?code=a", "S1", problem.Invalid, "不是这一次授权的"},
		{redirect + "?code=a&state=", "", problem.Invalid, "不是这一次授权的"},
		{redirect + "?code=a&state=S1&state=S1", "S1", problem.Invalid, "不是这一次授权的"},
		{redirect + "?state=S1", "S1", problem.Invalid, "没有授权码"},
		{redirect + "?state=S1&code=", "S1", problem.Invalid, "没有授权码"},
		{redirect + "?state=S1&code=a&code=b", "S1", problem.Invalid, "没有授权码"},
		{redirect + "?state=S1&code=%zz", "S1", problem.Invalid, "不完整"},
		{redirect + "?error=access_denied&error_code=21330&state=S1", "S1", problem.Refused, "没有同意授权（21330）"},
		{redirect + "?error=access_denied&error_code=21330", "S1", problem.Refused, "没有同意授权（21330）"},
		{redirect + "?error=access_denied", "S1", problem.Refused, "没有同意授权"},
		{redirect + "?error=whatever&code=a&state=S1", "S1", problem.Refused, "没有给出授权"},
		{redirect + "?error=access_denied&state=S2", "S1", problem.Invalid, "不是这一次授权的"},
		{redirect + "?error=redirect_uri_mismatch&error_code=21322&state=S1", "S1", problem.Refused, "回调地址"},
	} {
		code, err := a.ParseRedirect(tt.pasted, tt.state)
		if problem.KindOf(err) != tt.kind || !strings.Contains(problem.Words(err), tt.says) || !code.Empty() {
			t.Errorf("%q: %q, want %q", tt.pasted, problem.Words(err), tt.says)
		}
	}
	odd := NewApp("http://x", nil, "k", nil, "no address", time.Now)
	if _, err := odd.ParseRedirect(redirect+"?code=a&state=s", "s"); !errors.Is(err, problem.Invalid.Of()) {
		t.Errorf("%v", err)
	}
}

func FuzzParseRedirect(f *testing.F) {
	for _, s := range []string{redirect + "?code=a&state=S1", "api.weibo.com/oauth2/default.html?code=a&state=S1", "://", "%", "&amp;", "？code=一&state=S1", redirect + "?error=x"} {
		f.Add(s, "S1")
	}
	a := NewApp("http://x", nil, "k", func() string { return testSecret }, redirect, time.Now)
	f.Fuzz(func(t *testing.T, pasted, state string) {
		code, err := a.ParseRedirect(pasted, state)
		if (err == nil) == code.Empty() {
			t.Fatalf("code %v and error %v", code.Empty(), err)
		}
		if err == nil && (state == "" || !strings.Contains(strings.ToLower(strings.Join(strings.Fields(pasted), "")), "api.weibo.com/oauth2/default.html")) {
			t.Fatalf("took %q for state %q", pasted, state)
		}
		if err != nil && len(problem.Words(err)) == 0 {
			t.Fatal("no words")
		}
	})
}

func TestTokenInfoAndRevoke(t *testing.T) {
	for _, body := range []string{
		`{"uid":1073880650,"appkey":1352222456,"scope":null,"create_at":1352267591,"expire_in":157679471}`,
		`{"uid":"1073880650","appkey":"1352222456","create_at":"1352267591","expire_in":"157679471"}`,
	} {
		p := newSample(t, one("/oauth2/get_token_info", 200, body))
		got, err := p.client().TokenInfo(context.Background())
		want := TokenInfo{UID: 1073880650, AppKey: "1352222456", Created: time.Unix(1352267591, 0).UTC(), Expires: p.now.Add(157679471 * time.Second)}
		if err != nil || got != want {
			t.Errorf("%+v, %v", got, err)
		}
		if s := p.made("/oauth2/get_token_info")[0]; s.method != "POST" || s.form(t).Get("access_token") != testToken || len(s.query) != 0 {
			t.Errorf("asked %+v", s)
		}
	}
	p := newSample(t, one("/oauth2/get_token_info", 200, `{"uid":1,"appkey":1,"expire_in":-5}`))
	if got, err := p.client().TokenInfo(context.Background()); err != nil || !got.Expires.IsZero() {
		t.Errorf("no life left: %+v, %v", got, err)
	}
	for body, ok := range map[string]bool{`{"result":true}`: true, `{"result":"true"}`: true, `{"result":false}`: false} {
		if err := newSample(t, one("/oauth2/revokeoauth2", 200, body)).client().Revoke(context.Background()); (err == nil) != ok {
			t.Errorf("%s: %v", body, err)
		}
	}
}
