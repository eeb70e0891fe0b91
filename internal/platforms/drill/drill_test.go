package drill

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/book"
)

func begin(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := Start(t.Context(), Prepared(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// ask calls a platform and decodes what comes back.
func ask(t *testing.T, verb, address, kind, body string) map[string]any {
	t.Helper()
	req, err := http.NewRequest(verb, address, strings.NewReader(body))
	must(t, err)
	req.Header.Set("Content-Type", kind)
	resp, err := http.DefaultClient.Do(req)
	must(t, err)
	defer resp.Body.Close()
	out := map[string]any{}
	d := json.NewDecoder(resp.Body)
	d.UseNumber()
	must(t, d.Decode(&out))
	return out
}

const form = "application/x-www-form-urlencoded"

// authorise goes through Weibo's page as a person would, and gives the token.
func authorise(t *testing.T, seed Seed) string {
	t.Helper()
	app, v := seed.Apps[0], url.Values{}
	v.Set("client_id", app.Key)
	v.Set("redirect_uri", app.RedirectURI)
	v.Set("response_type", "code")
	v.Set("state", "s1")
	v.Set("uid", seed.Weibo[0].UID)
	v.Set("action", "allow")
	stay := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := stay.PostForm(seed.Addresses.Weibo+"/oauth2/authorize", v)
	must(t, err)
	resp.Body.Close()
	back, err := url.Parse(resp.Header.Get("Location"))
	must(t, err)
	if !strings.HasPrefix(back.String(), seed.Addresses.Weibo+"/oauth2/default.html?") {
		t.Fatalf("sent to %q", back)
	}
	v = url.Values{"client_id": {app.Key}, "client_secret": {app.Secret}, "grant_type": {"authorization_code"},
		"code": {back.Query().Get("code")}, "redirect_uri": {app.RedirectURI}}
	return fmt.Sprint(ask(t, "POST", seed.Addresses.Weibo+"/oauth2/access_token", form, v.Encode())["access_token"])
}

func share(t *testing.T, seed Seed, token, text string) map[string]any {
	t.Helper()
	v := url.Values{"access_token": {token}, "status": {text + " http://" + seed.Apps[0].Domains[0] + "/1"}, "rip": {"203.0.113.9"}}
	return ask(t, "POST", seed.Addresses.Weibo+"/2/statuses/share.json", form, v.Encode())
}

func wechatToken(t *testing.T, seed Seed) string {
	t.Helper()
	oa := seed.WeChat[0]
	body := fmt.Sprintf(`{"grant_type":"client_credential","appid":%q,"secret":%q}`, oa.AppID, oa.Secret)
	return fmt.Sprint(ask(t, "POST", seed.Addresses.WeChat+"/cgi-bin/stable_token", "application/json", body)["access_token"])
}

func TestADrillSurvivesARestart(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	s := begin(t, dir)
	c := s.Control()
	seed, err := c.Seed(ctx)
	must(t, err)
	token := authorise(t, seed)
	posted := share(t, seed, token, "明日停水")
	id := fmt.Sprint(posted["idstr"])
	said, err := c.Comment(ctx, Saying{Platform: Weibo, Post: id, From: "市民甲", Text: "几点恢复？"})
	must(t, err)
	v := url.Values{"access_token": {token}, "cid": {said}, "id": {id}, "comment": {"十二时前恢复"}, "rip": {"203.0.113.9"}}
	ask(t, "POST", seed.Addresses.Weibo+"/2/comments/reply.json", form, v.Encode())
	must(t, c.Fault(ctx, stage.Rule{Call: "weibo /2/statuses/share.json", Nth: 2, Fault: stage.Busy}))
	must(t, c.Advance(ctx, 36*time.Hour))
	before, err := c.Records(ctx)
	must(t, err)
	must(t, s.Close())
	if _, err := http.Get(seed.Addresses.Weibo); err == nil {
		t.Fatal("still listening after Close")
	}

	again := begin(t, dir)
	if again.Addresses() != s.Addresses() {
		t.Errorf("other addresses: %v, were %v", again.Addresses(), s.Addresses())
	}
	after, err := again.Control().Records(ctx)
	must(t, err)
	one, _ := json.Marshal(before)
	two, _ := json.Marshal(after)
	if string(one) != string(two) {
		t.Fatalf("records changed:\n%s\n%s", one, two)
	}
	own := after.Own()
	if len(own) != 1 || own[0].ID != id || len(own[0].Comments) != 1 || len(own[0].Comments[0].Answers()) != 1 ||
		own[0].Comments[0].Text != "几点恢复？" || own[0].Comments[0].Own {
		t.Fatalf("records: %s", one)
	}
	state, err := again.Control().Clock(ctx)
	must(t, err)
	if state.Offset != 36*time.Hour || state.Now.Before(time.Now().Add(35*time.Hour)) {
		t.Errorf("clock: %+v", state)
	}
	rules, err := again.Control().Faults(ctx)
	must(t, err)
	if len(rules) != 1 || rules[0].Nth != 2 {
		t.Errorf("rules: %+v", rules)
	}
	calls := map[string]int{}
	for _, call := range after.Calls {
		calls[call.Platform+" "+call.Call] += call.Count
	}
	if calls["weibo /2/statuses/share.json"] != 1 || calls["weibo /2/comments/reply.json"] != 1 {
		t.Errorf("calls: %v", calls)
	}
}

func TestControlOfWeChat(t *testing.T) {
	ctx := t.Context()
	s := begin(t, t.TempDir())
	c, seed := s.Control(), s.Seed()
	app := seed.WeChat[0].AppID
	token := wechatToken(t, seed)
	info := func() map[string]any {
		return ask(t, "GET", seed.Addresses.WeChat+"/cgi-bin/account/getaccountbasicinfo?access_token="+token, "", "")
	}
	must(t, c.Rename(ctx, Renaming{WeChat, app, "望川微讯"}))
	if info()["nickname"] != "望川微讯" {
		t.Error("not renamed")
	}
	must(t, c.Account(ctx, AccountWish{Platform: WeChat, Account: app, Capabilities: map[string]bool{book.MayBasicInfo: false}}))
	if fmt.Sprint(info()["errcode"]) != "48001" {
		t.Error("the ability was not taken")
	}
	must(t, c.Account(ctx, AccountWish{Platform: WeChat, Account: app, EndTokens: "expire", Whitelist: &[]string{"203.0.113.1"}}))
	if fmt.Sprint(info()["errcode"]) != "42001" || !strings.Contains(wechatTokenError(t, seed), "invalid ip 127.0.0.1 ") {
		t.Error("token or whitelist unchanged")
	}
	must(t, c.Account(ctx, AccountWish{Platform: WeChat, Account: app, Whitelist: &[]string{}}))
	token = wechatToken(t, seed)
	must(t, c.Plan(ctx, Plan{Platform: WeChat, What: "refuse", Call: "/cgi-bin/draft/count", Code: 50007}))
	count := func() string {
		return fmt.Sprint(ask(t, "GET", seed.Addresses.WeChat+"/cgi-bin/draft/count?access_token="+token, "", "")["errcode"])
	}
	if a, b := count(), count(); a != "50007" || b != "<nil>" {
		t.Errorf("plan: %s, then %s", a, b)
	}
	must(t, c.Wire(ctx, WireWish{WeChat: &book.Wire{WrongSecret: 40001}}))
	must(t, c.Fault(ctx, stage.Rule{Call: "wechat /cgi-bin/draft/count", Nth: 1, Fault: stage.Reset, Account: app}))
	if _, err := http.Get(seed.Addresses.WeChat + "/cgi-bin/draft/count?access_token=" + token); err == nil {
		// The transport may repeat a GET that was reset; the rule is used up either way.
		t.Log("repeated by the transport")
	}
	if rules, err := c.Faults(ctx); err != nil || len(rules) != 0 {
		t.Errorf("rules left: %v %v", rules, err)
	}
}

func wechatTokenError(t *testing.T, seed Seed) string {
	t.Helper()
	oa := seed.WeChat[0]
	body := fmt.Sprintf(`{"grant_type":"client_credential","appid":%q,"secret":%q}`, oa.AppID, oa.Secret)
	return fmt.Sprint(ask(t, "POST", seed.Addresses.WeChat+"/cgi-bin/stable_token", "application/json", body)["errmsg"])
}

func TestControlOfWeibo(t *testing.T) {
	ctx := t.Context()
	s := begin(t, t.TempDir())
	c, seed := s.Control(), s.Seed()
	uid := seed.Weibo[0].UID
	token := authorise(t, seed)
	show := func() map[string]any {
		return ask(t, "GET", seed.Addresses.Weibo+"/2/users/show.json?uid="+uid+"&access_token="+token, "", "")
	}
	must(t, c.Rename(ctx, Renaming{Weibo, uid, "望川微发布"}))
	if got := show(); got["screen_name"] != "望川微发布" {
		t.Errorf("not renamed: %v", got)
	}
	must(t, c.Plan(ctx, Plan{Platform: Weibo, What: "refuse", Call: "/2/users/show.json", Account: uid, Code: 10014}))
	if got := show(); fmt.Sprint(got["error_code"]) != "10014" {
		t.Errorf("plan: %v", got)
	}
	id := fmt.Sprint(share(t, seed, token, "一")["idstr"])
	said, err := c.Comment(ctx, Saying{Platform: Weibo, Post: id, From: "市民乙", Text: "二"})
	must(t, err)
	_, err = c.Comment(ctx, Saying{Platform: Weibo, Post: id, ReplyTo: said, From: "市民丙", Text: "三"})
	must(t, err)
	must(t, c.Remove(ctx, Removal{Platform: Weibo, Post: id, Comment: said}))
	must(t, c.Remove(ctx, Removal{Platform: Weibo, Post: id}))
	p := s.Records().Own()[0]
	if !p.Deleted || !p.Comments[0].Deleted || len(p.Comments[0].Replies) != 1 || len(p.Comments[0].Answers()) != 0 {
		t.Errorf("%+v", p)
	}
	none := 0
	must(t, c.Account(ctx, AccountWish{Platform: Weibo, Account: uid, Budget: &none}))
	if got := show(); fmt.Sprint(got["error_code"]) != "10023" {
		t.Errorf("budget: %v", got)
	}
	must(t, c.Account(ctx, AccountWish{Platform: Weibo, Account: uid, EndTokens: "revoke"}))
	if got := show(); fmt.Sprint(got["error_code"]) != "21316" {
		t.Errorf("revoked: %v", got)
	}
}

func TestCommentsArriveBetweenPages(t *testing.T) {
	ctx := t.Context()
	s := begin(t, t.TempDir())
	c, seed := s.Control(), s.Seed()
	uid, token := seed.Weibo[0].UID, authorise(t, seed)
	id := fmt.Sprint(share(t, seed, token, "一")["idstr"])
	plan := Plan{Platform: Weibo, What: "arrive", Account: uid, Call: "/2/comments/to_me.json", Post: id, From: "市民甲", Text: "插话", Times: 2}
	must(t, c.Plan(ctx, plan))
	page := func() int {
		return len(ask(t, "GET", seed.Addresses.Weibo+"/2/comments/to_me.json?access_token="+token, "", "")["comments"].([]any))
	}
	for want := range 4 {
		if got := page(); got != min(want, 2) {
			t.Errorf("page %d holds %d comments", want, got)
		}
	}
	for what, change := range map[string]func(p *Plan){
		"no post": func(p *Plan) { p.Post = "" }, "no such post": func(p *Plan) { p.Post = "5" }, "no id": func(p *Plan) { p.Post = "x" },
		"nobody": func(p *Plan) { p.From = " " }, "nothing": func(p *Plan) { p.Text = "" }, "no page at WeChat": func(p *Plan) { p.Platform = WeChat },
	} {
		p := plan
		change(&p)
		if c.Plan(ctx, p) == nil {
			t.Errorf("%s: planned", what)
		}
	}
	if got := page(); got != 2 {
		t.Errorf("%d comments in the end", got)
	}
}

func TestControlRefusesNonsense(t *testing.T) {
	ctx := t.Context()
	s := begin(t, t.TempDir())
	c := s.Control()
	for what, err := range map[string]error{
		"rule":     c.Fault(ctx, stage.Rule{Call: "wechat /x", Fault: "odd"}),
		"back":     c.Advance(ctx, -1),
		"platform": c.Rename(ctx, Renaming{"tv", "1", "x"}),
		"name":     c.Rename(ctx, Renaming{WeChat, s.Seed().WeChat[0].AppID, ""}),
		"account":  c.Account(ctx, AccountWish{Platform: WeChat, Account: "wx0"}),
		"tokens":   c.Account(ctx, AccountWish{Platform: Weibo, EndTokens: "burn"}),
		"plan":     c.Plan(ctx, Plan{Platform: Weibo, What: "odd"}),
		"id":       c.Remove(ctx, Removal{Platform: Weibo, Post: "x"}),
		"none":     c.Remove(ctx, Removal{Platform: WeChat, Post: "1", Fate: 5}),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), "drill control: ") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := c.Comment(ctx, Saying{Platform: "tv"}); err == nil {
		t.Error("commented on nothing")
	}
	for kind, body := range map[string]string{"text/plain": `{"advance":1}`, "application/json": `{"advanced":1}`} {
		resp, err := http.Post(s.Addresses().Control+"/drill/clock", kind, strings.NewReader(body))
		must(t, err)
		resp.Body.Close()
		if resp.StatusCode != 400 {
			t.Errorf("%s %s: %d", kind, body, resp.StatusCode)
		}
	}
	if s.Clock().Offset() != 0 || len(s.Script().Rules()) != 0 {
		t.Error("something was changed all the same")
	}
}

func TestStartRefuses(t *testing.T) {
	dir := t.TempDir()
	s := begin(t, dir)
	if _, err := Start(t.Context(), Prepared(dir)); err == nil || !strings.Contains(err.Error(), "already served") {
		t.Errorf("two drills on one folder: %v", err)
	}
	open := Prepared(t.TempDir())
	open.WeChatAddr = "0.0.0.0:0"
	if _, err := Start(t.Context(), open); err == nil || !strings.Contains(err.Error(), "loopback") {
		t.Errorf("listens to everybody: %v", err)
	}
	if _, err := Start(t.Context(), Prepared("")); err == nil {
		t.Error("started without a folder")
	}
	must(t, s.Close())
	must(t, os.WriteFile(dir+"/wechat/wechat.jsonl", []byte("{\"kind\":\"strange\",\"at\":\"2026-01-01T00:00:00Z\",\"data\":1}\n"), 0o600))
	if _, err := Start(t.Context(), Prepared(dir)); err == nil || !strings.Contains(err.Error(), "strange") {
		t.Errorf("a strange journal: %v", err)
	}
}

func TestCloseEndsWhatIsSlow(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx, Prepared(t.TempDir()))
	must(t, err)
	must(t, s.Script().Set(stage.Rule{Call: "wechat /cgi-bin/token", Fault: stage.Slow, Delay: time.Hour}))
	done := make(chan error, 1)
	go func() {
		resp, err := http.Get(s.Addresses().WeChat + "/cgi-bin/token")
		if err == nil {
			_, err = io.ReadAll(resp.Body)
			resp.Body.Close()
		}
		done <- err
	}()
	for len(s.Records().Calls) == 0 {
		time.Sleep(5 * time.Millisecond)
	}
	began := time.Now()
	cancel()
	must(t, errors.Join(s.Close(), s.Close()))
	if err := <-done; err == nil {
		t.Error("an answer came")
	}
	if d := time.Since(began); d > 5*time.Second {
		t.Errorf("closing took %s", d)
	}
}
