package standwechat

import (
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/drill/standwechat/book"
)

func (g *rig) works(token string) int {
	g.t.Helper()
	return g.raw("GET", "/cgi-bin/draft/count?access_token="+token, "", "").code()
}

func TestStableTokenStaysTheSame(t *testing.T) {
	g := start(t)
	first := g.token
	g.advance(time.Hour)
	r := g.askStable(appID, false)
	if r.str("access_token") != first || r.str("expires_in") < "3590" || r.str("expires_in") > "3600" {
		t.Fatalf("after an hour: %v", r)
	}
	g.advance(56 * time.Minute) // four minutes are left: the platform renews, and both work
	second := g.stable(appID)
	if second == first || g.works(first) != 0 || g.works(second) != 0 {
		t.Fatal("not renewed with an overlap")
	}
	g.advance(5 * time.Minute)
	if g.works(first) != 42001 || g.works(second) != 0 {
		t.Fatal("the first token should have run out")
	}
	if n := len(first); n < 100 || n > 512 {
		t.Errorf("a token of %d characters", n)
	}
}

func TestForcedRefresh(t *testing.T) {
	g := start(t)
	first := g.token
	second := g.askStable(appID, true).str("access_token")
	if second == first || g.works(first) != 40001 || g.works(second) != 0 {
		t.Fatal("a forced refresh must end the token before")
	}
	g.advance(29 * time.Second)
	if g.askStable(appID, true).str("access_token") != second {
		t.Fatal("refreshed again within 30 seconds")
	}
	for range 19 {
		g.advance(31 * time.Second)
		next := g.askStable(appID, true).str("access_token")
		if next == second {
			t.Fatal("not refreshed")
		}
		second = next
	}
	g.advance(31 * time.Second)
	if r := g.askStable(appID, true); r.code() != 0 || r.str("access_token") != second {
		t.Fatalf("the 21st refresh of a day must silently be none: %v", r)
	}
	g.advance(24 * time.Hour)
	g.token = g.stable(appID)
	g.advance(time.Minute)
	if g.askStable(appID, true).str("access_token") == g.token {
		t.Fatal("no refresh on the next day")
	}
}

func TestPlainTokenIsNewEveryTime(t *testing.T) {
	g := start(t)
	ask := func() string {
		return g.want(0, g.raw("GET", "/cgi-bin/token?grant_type=client_credential&appid="+appID+"&secret="+secret, "", "")).str("access_token")
	}
	a, b := ask(), ask()
	if a == b || g.works(a) != 0 || g.works(b) != 0 || g.works(g.token) != 0 {
		t.Fatal("two tokens should overlap, and leave the stable one alone")
	}
	g.advance(5*time.Minute + time.Second)
	if g.works(a) == 0 || g.works(b) != 0 {
		t.Fatal("the overlap did not end")
	}
	must(t, g.s.SetWire(book.Wire{TokenKillsStable: true}))
	ask()
	if g.works(g.token) != 40001 {
		t.Fatal("with this wire the plain token ends the stable one")
	}
}

func TestTokenRefusals(t *testing.T) {
	g := start(t, func(c *Config) { c.SeenIP = "203.0.113.7" })
	post := func(grant, app, sec string) reply {
		return g.raw("POST", "/cgi-bin/stable_token", "application/json", `{"grant_type":"`+grant+`","appid":"`+app+`","secret":"`+sec+`"}`)
	}
	g.want(40002, post("password", appID, secret))
	g.want(41002, post("client_credential", "", secret))
	g.want(41004, post("client_credential", appID, ""))
	g.want(40013, post("client_credential", "wx0", secret))
	g.want(40125, post("client_credential", appID, "wrong"))
	g.want(47001, g.raw("POST", "/cgi-bin/stable_token", "", ""))
	g.want(47001, g.raw("POST", "/cgi-bin/stable_token", "application/x-www-form-urlencoded", "grant_type=client_credential&appid="+appID))
	g.want(43002, g.raw("GET", "/cgi-bin/stable_token", "", ""))
	g.want(43001, g.raw("POST", "/cgi-bin/token", "", ""))
	g.want(40002, g.raw("GET", "/cgi-bin/token?appid="+appID+"&secret="+secret, "", ""))
	must(t, g.s.SetWire(book.Wire{WrongSecret: 40001}))
	g.want(40001, post("client_credential", appID, "wrong"))

	must(t, g.s.Change(book.AccountChanged{AppID: appID, Whitelist: &[]string{"198.51.100.1"}}))
	r := g.want(40164, post("client_credential", appID, secret))
	if !strings.Contains(r.str("errmsg"), "invalid ip 203.0.113.7 ") {
		t.Fatalf("the address seen is not in %v", r)
	}
	must(t, g.s.Change(book.AccountChanged{AppID: appID, Whitelist: &[]string{"198.51.100.1", "203.0.113.7"}}))
	g.want(0, post("client_credential", appID, secret))
	must(t, g.s.Plan(book.Plan{What: "refuse", Path: "/cgi-bin/stable_token", Code: 40243}))
	g.want(40243, post("client_credential", appID, secret))
	g.want(0, post("client_credential", appID, secret))
}

func TestTokenOfACall(t *testing.T) {
	g := start(t)
	g.want(41001, g.raw("GET", "/cgi-bin/draft/count", "", ""))
	g.want(40014, g.raw("GET", "/cgi-bin/draft/count?access_token=nonsense", "", ""))
	g.want(40066, g.get("draft/nothing"))
	g.want(43001, g.post("draft/count", "{}"))
	g.want(43002, g.get("draft/add"))
	must(t, g.s.EndTokens(appID, false))
	g.want(42001, g.get("draft/count"))
	g.token = g.stable(appID)
	must(t, g.s.EndTokens(appID, true))
	g.want(40001, g.get("draft/count"))
	g.token = g.stable(appID)
	life := 20 * time.Minute
	must(t, g.s.EndTokens(appID, true))
	must(t, g.s.Change(book.AccountChanged{AppID: appID, TokenLife: &life}))
	r := g.askStable(appID, false)
	if r.str("expires_in") != "1200" {
		t.Fatalf("life: %v", r)
	}
	if g.s.Change(book.AccountChanged{AppID: "wx0"}) == nil || g.s.EndTokens("wx0", true) == nil {
		t.Error("changed an account that does not exist")
	}
}

func TestQuotas(t *testing.T) {
	g := start(t)
	must(t, g.s.Change(book.AccountChanged{AppID: appID, Quotas: map[string]book.Quota{
		"/cgi-bin/draft/count": {Daily: 3, Minute: 2}, "/cgi-bin/stable_token": {Daily: 2, Minute: 100}}}))
	g.want(0, g.get("draft/count"))
	g.want(0, g.get("draft/count"))
	g.want(45011, g.get("draft/count"))
	r := g.want(0, g.post("openapi/quota/get", `{"cgi_path":"/cgi-bin/draft/count"}`))
	if q := reply(r["quota"].(map[string]any)); q.str("daily_limit") != "3" || q.str("used") != "2" || q.str("remain") != "1" {
		t.Fatalf("quota: %v", r)
	}
	g.advance(time.Minute)
	g.want(0, g.get("draft/count"))
	g.want(45009, g.get("draft/count"))
	g.want(0, g.askStable(appID, false))
	g.want(45009, g.askStable(appID, false))
	g.want(76021, g.post("openapi/quota/get", `{"cgi_path":"/cgi-bin/none"}`))
	must(t, g.s.Change(book.AccountChanged{AppID: appID, Capabilities: map[string]bool{book.MayMass: false}}))
	g.want(76022, g.post("openapi/quota/get", `{"cgi_path":"/cgi-bin/message/mass/sendall"}`))
	g.advance(time.Hour)
	g.want(0, g.post("openapi/quota/get", `{"cgi_path":"/cgi-bin/token"}`))
}

// TestAbilities switches each ability off and sees exactly its calls answered 48001.
func TestAbilities(t *testing.T) {
	g := start(t)
	for _, ability := range book.Abilities() {
		must(t, g.s.Change(book.AccountChanged{AppID: appID, Capabilities: map[string]bool{ability: false}}))
		for path, rt := range g.s.routes {
			if rt.open {
				continue
			}
			verb := rt.verb
			if verb == "" {
				verb = "GET"
			}
			r := g.raw(verb, path+"?access_token="+g.token, "application/json", "")
			if (r.code() == 48001) != (rt.may == ability) {
				t.Errorf("%s without %s: %v", path, ability, r)
			}
		}
		must(t, g.s.Change(book.AccountChanged{AppID: appID, Capabilities: map[string]bool{ability: true}}))
	}
	g.token = g.stable(other) // not verified
	g.want(48001, g.post("freepublish/submit", `{}`))
	g.want(48001, g.post("message/mass/sendall", `{}`))
	g.want(0, g.get("draft/count"))
}

// A verification that has run out takes everything that it gave, and the draft box with it.
func TestAVerificationThatRanOut(t *testing.T) {
	g := start(t)
	until := g.clock.Now().Add(time.Hour)
	must(t, g.s.Change(book.AccountChanged{AppID: appID, VerifiedTo: &until}))
	draft := g.draft()
	qualified := func() any {
		return g.want(0, g.get("account/getaccountbasicinfo"))["wx_verify_info"].(map[string]any)["qualification_verify"]
	}
	if qualified() != true {
		t.Error("not qualified before its end")
	}
	g.advance(time.Hour + time.Second)
	if qualified() != false {
		t.Error("still qualified after its end")
	}
	g.want(0, g.upload("media/uploadimg", "", "a.jpg", jpg(t, 4)))
	for _, path := range []string{"draft/add", "draft/get", "freepublish/submit", "message/mass/sendall", "comment/list"} {
		g.want(48001, g.post(path, `{"media_id":"`+draft+`"}`))
	}
	g.want(76022, g.post("openapi/quota/get", `{"cgi_path":"/cgi-bin/freepublish/submit"}`))
	until = until.Add(365 * 24 * time.Hour)
	must(t, g.s.Change(book.AccountChanged{AppID: appID, VerifiedTo: &until}))
	g.want(0, g.post("freepublish/submit", `{"media_id":"`+draft+`"}`))
}

func TestAccountInfo(t *testing.T) {
	g := start(t)
	if r := g.want(0, g.get("account/getaccountbasicinfo")); r.str("nickname") != "望川市发布" || r.str("appid") != appID || r.str("account_type") != "1" {
		t.Fatalf("%v", r)
	}
	name, until := "望川发布", g.clock.Now().Add(30*24*time.Hour)
	must(t, g.s.Change(book.AccountChanged{AppID: appID, Nickname: &name, VerifiedTo: &until}))
	r := g.want(0, g.post("account/getaccountbasicinfo", "{}"))
	if r.str("nickname") != name || r["wx_verify_info"].(map[string]any)["annual_review"] != true {
		t.Fatalf("%v", r)
	}
	if ips := g.want(0, g.get("get_api_domain_ip"))["ip_list"].([]any); len(ips) != 1 {
		t.Fatalf("%v", ips)
	}
}
