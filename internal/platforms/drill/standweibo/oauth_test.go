package standweibo

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

func TestAuthorizePageOffersTheAccountsAndKeepsTheState(t *testing.T) {
	h := open(t, config(t.TempDir()))
	r := h.get("/oauth2/authorize", "client_id", "1352222456", "redirect_uri", landing, "state", `a"><b`, "response_type", "code")
	page := string(r.body)
	if r.status != 200 || !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
		t.Fatalf("%d %s", r.status, r.header.Get("Content-Type"))
	}
	for _, want := range []string{"青禾市教育局", "青禾招生", "授权", "拒绝", "青禾发布台", `name="state" value="a&#34;&gt;&lt;b"`, `method="post"`} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %s", want)
		}
	}
	if strings.ContainsAny(page, "！") || strings.Contains(page, "s-reviewed") {
		t.Error("page shouts or tells the secret")
	}
	for code, pairs := range map[string][]string{
		"21322": {"client_id", "1352222456", "redirect_uri", strings.Replace(landing, "http://", "http://www.", 1)},
		"21324": {"client_id", "9", "redirect_uri", landing},
		"21329": {"client_id", "1352222456", "redirect_uri", landing, "response_type", "token"},
	} {
		r := h.get("/oauth2/authorize", pairs...)
		if r.status != 400 || !strings.Contains(string(r.body), "error_code:"+code) || r.header.Get("Location") != "" {
			t.Errorf("%s: %d %s", code, r.status, r.body)
		}
	}
}

func TestChoiceGoesBackWithStateAndCodeOrRefusal(t *testing.T) {
	h := open(t, config(t.TempDir()))
	q := h.choose("1352222456", landing, "allow", bureau)
	if q.Get("state") != "s t&1" || len(q.Get("code")) != 32 || q.Has("error") {
		t.Errorf("allow: %v", q)
	}
	q = h.choose("1352222456", landing, "deny", bureau)
	if q.Get("state") != "s t&1" || q.Get("error") != "access_denied" || q.Get("error_code") != "21330" || q.Has("code") {
		t.Errorf("deny: %v", q)
	}
	q = h.choose("1352222457", landing+"?a=1", "allow", bureau)
	if q.Get("a") != "1" || q.Get("code") == "" {
		t.Errorf("an address with a query of its own: %v", q)
	}
	for _, pairs := range [][]string{{"action", "allow", "uid", "1"}, {"action", "maybe", "uid", bureau}} {
		r := h.form("/oauth2/authorize", append(pairs, "client_id", "1352222456", "redirect_uri", landing)...)
		if r.status != 400 {
			t.Errorf("%v: %d", pairs, r.status)
		}
	}
	r := h.get("/oauth2/default.html", "code", "abc", "state", "x")
	if !strings.Contains(string(r.body), "/oauth2/default.html?code=abc&amp;state=x") {
		t.Errorf("landing page: %s", r.body)
	}
	if r := h.get("/oauth2/default.html", "error", "access_denied"); !strings.Contains(string(r.body), "没有绑定") {
		t.Errorf("landing page after a refusal: %s", r.body)
	}
}

func TestTokenAnswerIsTheDocumentedOne(t *testing.T) {
	h := open(t, config(t.TempDir()))
	code := h.choose("1352222456", landing, "allow", bureau).Get("code")
	r := h.exchange("1352222456", "s-reviewed", landing, code)
	got := h.object(r)
	sameShape(t, "token", decode(t, []byte(`{"access_token":"2.00x","remind_in":"157679999","expires_in":157679999,"uid":"1","isRealName":"true"}`)), got)
	if r.header.Get("Content-Type") != "text/plain;charset=UTF-8" || got["expires_in"] != json.Number("2592000") || got["remind_in"] != "2592000" || got["uid"] != bureau {
		t.Errorf("%s %v", r.header.Get("Content-Type"), got)
	}
	m := h.refused(h.exchange("1352222456", "s-reviewed", landing, code), 21325)
	if m["error"] != "invalid_grant" || m["error_uri"] != "/oauth2/access_token" || m["request"] != "/oauth2/access_token" {
		t.Errorf("a code is good once: %v", m)
	}
	h.must(h.s.SetWire(Wire{TokenContentType: "application/json"}))
	r = h.exchange("1352222456", "s-reviewed", landing, h.choose("1352222456", landing, "allow", bureau).Get("code"))
	if r.header.Get("Content-Type") != "application/json" || h.s.Wire().TokenContentType == "" {
		t.Errorf("content type is selectable: %v", r.header)
	}
	if h.object(r)["access_token"] != got["access_token"] {
		t.Error("authorising again extends the token that lives")
	}
}

func TestTokenEndpointRefusals(t *testing.T) {
	h := open(t, config(t.TempDir()))
	code := func() string { return h.choose("1352222456", landing, "allow", bureau).Get("code") }
	body, _ := json.Marshal(map[string]string{"client_id": "1352222456", "client_secret": "s-reviewed", "grant_type": "authorization_code", "code": code(), "redirect_uri": landing})
	m := h.refused(h.send("POST", "/oauth2/access_token", "application/json", strings.NewReader(string(body))), 21323)
	if m["error_description"] != "miss client id or secret" {
		t.Errorf("JSON body: %v", m)
	}
	sample := decode(t, []byte(`{"error":"invalid_client","error_code":21324,"request":"/oauth2/access_token","error_uri":"/oauth2/access_token","error_description":"client_secret error."}`))
	r := h.exchange("1352222456", "wrong", landing, code())
	got := h.refused(r, 21324)
	for k, v := range sample {
		if got[k] != v {
			t.Errorf("%s = %v, sample has %v", k, got[k], v)
		}
	}
	if r.status != 401 {
		t.Errorf("status %d", r.status)
	}
	h.refused(h.exchange("7", "s-reviewed", landing, code()), 21324)
	h.refused(h.exchange("1352222456", "s-reviewed", landing+"/", code()), 21322)
	h.refused(h.exchange("1352222456", "s-reviewed", landing, "nonsense"), 21325)
	h.refused(h.exchange("1352222456", "s-reviewed", landing, ""), 21323)
	h.refused(h.exchange("1352222457", "s-test", landing+"?a=1", code()), 21325)
	h.refused(h.form("/oauth2/access_token", "client_id", "1352222456", "client_secret", "s-reviewed", "grant_type", "refresh_token"), 21328)
	h.refused(h.form("/oauth2/access_token", "client_id", "1352222456", "client_secret", "s-reviewed"), 21323)
	h.refused(h.get("/oauth2/access_token"), 10021)
	old := code()
	h.later(11 * time.Minute)
	h.refused(h.exchange("1352222456", "s-reviewed", landing, old), 21325)
	r = h.send("POST", "/oauth2/access_token?"+values("client_id", "1352222456", "client_secret", "s-reviewed", "grant_type", "authorization_code",
		"code", code(), "redirect_uri", landing).Encode(), "", nil)
	if r.status != 200 {
		t.Errorf("parameters in the query: %s", r.body)
	}
}

func TestAFailedClientUsesUpTheCode(t *testing.T) {
	dir := t.TempDir()
	h := open(t, config(dir))
	code := func() string { return h.choose("1352222456", landing, "allow", bureau).Get("code") }
	var spent []string
	for name, c := range map[string]struct {
		pairs []string
		code  int
		burnt bool
	}{
		"no client":         {[]string{"grant_type", "authorization_code"}, 21323, true},
		"no grant":          {[]string{"client_id", "1352222456", "client_secret", "s-reviewed"}, 21323, true},
		"another client":    {[]string{"client_id", "7", "client_secret", "s-reviewed"}, 21324, true},
		"a wrong secret":    {[]string{"client_id", "1352222456", "client_secret", "x"}, 21324, true},
		"another grant":     {[]string{"client_id", "1352222456", "client_secret", "s-reviewed", "grant_type", "password"}, 21328, false},
		"another landing":   {[]string{"client_id", "1352222456", "client_secret", "s-reviewed", "grant_type", "authorization_code", "redirect_uri", site}, 21322, false},
		"a code of nobody":  {[]string{"client_id", "7", "client_secret", "x", "code", "nonsense"}, 21324, false},
		"no code whatever ": {[]string{"client_id", "7", "client_secret", "x", "code", ""}, 21324, false},
	} {
		k := code()
		h.refused(h.form("/oauth2/access_token", append([]string{"code", k}, c.pairs...)...), c.code)
		if c.burnt {
			spent = append(spent, k)
			continue
		}
		if r := h.exchange("1352222456", "s-reviewed", landing, k); r.status != 200 {
			t.Errorf("%s used up the code: %s", name, r.body)
		}
	}
	for again := range 2 { // the second time after a restart
		for _, k := range spent {
			h.refused(h.exchange("1352222456", "s-reviewed", landing, k), 21325)
		}
		if again == 0 {
			h.close()
			h = open(t, config(dir))
		}
	}
}

// x/oauth2 asks with a header first when it is left to find out how, and has no code left for the form.
func TestAClientThatTriesAHeaderFirstGetsNoToken(t *testing.T) {
	h := open(t, config(t.TempDir()))
	h.must(h.s.SetWire(Wire{TokenContentType: "application/json"}))
	for style, works := range map[oauth2.AuthStyle]bool{oauth2.AuthStyleAutoDetect: false, oauth2.AuthStyleInHeader: false, oauth2.AuthStyleInParams: true} {
		cfg := oauth2.Config{ClientID: "1352222456", ClientSecret: "s-reviewed", RedirectURL: landing,
			Endpoint: oauth2.Endpoint{TokenURL: h.web.URL + "/oauth2/access_token", AuthStyle: style}}
		_, err := cfg.Exchange(t.Context(), h.choose("1352222456", landing, "allow", bureau).Get("code"))
		if (err == nil) != works {
			t.Errorf("style %d: %v", style, err)
		}
		if style == oauth2.AuthStyleAutoDetect && !strings.Contains(fmt.Sprint(err), "invalid_grant") {
			t.Errorf("the form was not tried with the code that the header used up: %v", err)
		}
	}
}

func TestCodesOfOthersAndAPlatformThatPauses(t *testing.T) {
	cfg := config(t.TempDir())
	cfg.Apps[1].RedirectURI = landing
	h := open(t, cfg)
	code := h.choose("1352222456", landing, "allow", bureau).Get("code")
	h.refused(h.exchange("1352222457", "s-test", landing, code), 21326)
	h.must(h.s.RefuseNext("", bureau, 20031, 1)) // meant for resources, not for this call
	h.must(h.s.RefuseNext("/oauth2/access_token", "", 21331, 1))
	h.refused(h.exchange("1352222456", "s-reviewed", landing, code), 21331)
	h.object(h.exchange("1352222456", "s-reviewed", landing, code))
}

func TestLivesOfTokens(t *testing.T) {
	h := open(t, config(t.TempDir()))
	life := func(key, secret, redirect, uid string) string {
		return string(h.object(h.exchange(key, secret, redirect, h.choose(key, redirect, "allow", uid).Get("code")))["expires_in"].(json.Number))
	}
	for want, got := range map[string]string{
		"2592000":   life("1352222456", "s-reviewed", landing, bureau),
		"157679999": life("1352222456", "s-reviewed", landing, "2611843298"),
		"86400":     life("1352222457", "s-test", landing+"?a=1", bureau),
	} {
		if got != want {
			t.Errorf("life %s, want %s", got, want)
		}
	}
	h.must(h.s.SetTokenLife("1352222456", time.Hour))
	if got := life("1352222456", "s-reviewed", landing, bureau); got != "3600" {
		t.Errorf("set life: %s", got)
	}
	if h.s.SetTokenLife("none", time.Hour) == nil {
		t.Error("an unknown app has no tokens")
	}
}

func TestTokensDie(t *testing.T) {
	h := bound(t)
	info := h.object(h.form("/oauth2/get_token_info", "access_token", h.token))
	sameShape(t, "info", decode(t, []byte(`{"uid":1073880650,"appkey":1352222456,"scope":null,"create_at":1352267591,"expire_in":157679471}`)), info)
	if info["appkey"] != json.Number("1352222456") {
		t.Errorf("info %v", info)
	}
	h.later(30*24*time.Hour - time.Minute)
	h.object(h.get("/2/account/get_uid.json"))
	h.later(2 * time.Minute)
	h.refused(h.get("/2/account/get_uid.json"), 21327)
	h.must(h.s.SetWire(Wire{ExpiredCode: 21315}))
	h.refused(h.get("/2/account/get_uid.json"), 21315)
	if n := h.object(h.form("/oauth2/get_token_info"))["expire_in"].(json.Number); !strings.HasPrefix(string(n), "-") {
		t.Errorf("expired token has %s seconds left", n)
	}
	h.refused(h.form("/oauth2/revokeoauth2"), 21327)

	h.token = h.bind("1352222456", "s-reviewed", landing, bureau)
	if got := h.object(h.get("/oauth2/revokeoauth2"))["result"]; got != true {
		t.Errorf("revoke: %v", got)
	}
	h.refused(h.get("/2/account/get_uid.json"), 21316)
	h.refused(h.form("/oauth2/revokeoauth2"), 21316)
	h.refused(h.form("/oauth2/get_token_info"), 21316)

	h.token = h.bind("1352222456", "s-reviewed", landing, bureau)
	h.must(h.s.SetWire(Wire{ResultAsString: true}))
	if got := h.object(h.form("/oauth2/revokeoauth2"))["result"]; got != "true" {
		t.Errorf("revoke: %v", got)
	}
	h.token = h.bind("1352222456", "s-reviewed", landing, bureau)
	h.must(h.s.Revoke(bureau))
	h.refused(h.get("/2/account/get_uid.json"), 21316)
	h.token = h.bind("1352222456", "s-reviewed", landing, bureau)
	h.must(h.s.Expire(h.token, time.Minute))
	h.object(h.get("/2/account/get_uid.json"))
	h.later(time.Hour)
	h.refused(h.get("/2/account/get_uid.json"), 21327)
	if h.s.Revoke("nobody") == nil {
		t.Error("revoking nothing must be told")
	}
	h.token = "2.00never"
	h.refused(h.get("/2/account/get_uid.json"), 21332)
	h.refused(h.form("/oauth2/get_token_info"), 21332)
	h.refused(h.form("/oauth2/revokeoauth2"), 21332)
	h.token = ""
	h.refused(h.form("/oauth2/get_token_info"), 21323)
	h.refused(h.form("/oauth2/revokeoauth2"), 21323)
}

func TestTokenInTheHeader(t *testing.T) {
	h := bound(t)
	req, _ := http.NewRequestWithContext(t.Context(), "GET", h.web.URL+"/2/account/get_uid.json", nil)
	req.Header.Set("Authorization", "OAuth2 "+h.token)
	res, err := h.web.Client().Do(req)
	h.must(err)
	defer res.Body.Close()
	if res.StatusCode != 200 {
		t.Errorf("status %d", res.StatusCode)
	}
}

func TestAppThatIsNotReviewed(t *testing.T) {
	h := open(t, config(t.TempDir()))
	h.token = h.bind("1352222457", "s-test", landing+"?a=1", other)
	h.refused(h.get("/2/account/get_uid.json"), 21321)
	h.token = h.bind("1352222457", "s-test", landing+"?a=1", bureau)
	h.object(h.get("/2/account/get_uid.json"))
	if m := h.refused(h.share("x "+site), 10017); m["error"] != "appkey not bind domain!" {
		t.Errorf("%v", m)
	}
}
