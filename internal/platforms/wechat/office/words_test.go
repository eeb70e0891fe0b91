package office_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/internal/platforms/platformtest"
	"huiying/internal/platforms/wechat/office"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// answering is an office before a platform that gives these answers, by path.
func answering(t *testing.T, answers map[string]string) *office.Office {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := answers[r.URL.Path]
		switch {
		case r.URL.Path == "/cgi-bin/stable_token":
			a = `{"access_token":"t","expires_in":7200}`
		case !ok:
			a = `{"errcode":48001,"errmsg":"api unauthorized"}`
		}
		if a == "" {
			w.WriteHeader(http.StatusBadGateway)
		}
		_, _ = w.Write([]byte(a))
	}))
	t.Cleanup(s.Close)
	k := &keys{accounts.NewCredential(account, accounts.WeChat, "wx1", "wx1", []byte("secret"))}
	return office.New(s.URL, s.Client(), k, platformtest.Noon, quick()...)
}

// Only what the documents name as an end is told as one.
func TestAPublicationEndsOnlyWithADocumentedState(t *testing.T) {
	p := platformtest.NewParcel(account, accounts.WeChat, content.Publish, "a")
	for state, want := range map[int]struct {
		verdict ledger.Verdict
		class   problem.Class
		words   string
	}{
		1:  {ledger.Accepted, "", ""},
		2:  {ledger.Refused, problem.ClassPermanent, "原创校验没有通过，文章没有发出"},
		3:  {ledger.Refused, problem.ClassPermanent, "没有说原因，文章没有发出"},
		4:  {ledger.Refused, problem.ClassPermanent, "平台审核没有通过，文章没有发出"},
		5:  {ledger.Refused, problem.ClassPermanent, "发布成功后又在后台被删除"},
		6:  {ledger.Refused, problem.ClassPermanent, "发布成功后被微信封禁"},
		7:  {"", problem.ClassNeedsPerson, "状态是 7，程序不认得"},
		-1: {"", problem.ClassNeedsPerson, "状态是 -1，程序不认得"},
	} {
		o := answering(t, map[string]string{"/cgi-bin/freepublish/get": fmt.Sprintf(`{"publish_id":"9","publish_status":%d}`, state)})
		_, v, err := o.Follow(t.Context(), p, nil, delivery.Receipt{PublishID: "9"})
		if v != want.verdict || (err == nil) != (want.class == "") || err != nil && problem.ClassOf(err) != want.class || !strings.Contains(problem.Words(err), want.words) {
			t.Errorf("%d: verdict %q, %v", state, v, err)
		}
		if said := strings.Contains(problem.Words(err), "没有发出"); said != (state >= 2 && state <= 4) {
			t.Errorf("%d is told as not sent: %v", state, err)
		}
	}
}

// A push that waits for the administrator may still come out; what to do is said in the first sentence that a person reads.
func TestAPushThatWaitsForTheAdministratorSaysSo(t *testing.T) {
	p := platformtest.NewParcel(account, accounts.WeChat, content.Broadcast, "a")
	for _, code := range []string{"89504", "89505"} {
		o := answering(t, map[string]string{push: `{"errcode":` + code + `,"errmsg":"need admin confirm"}`})
		_, _, err := o.Send(t.Context(), p, []byte(`{"draft":"x"}`))
		if w := problem.Words(err); problem.ClassOf(err) != problem.ClassUnknown || !strings.Contains(w, code) || !strings.Contains(w, "请管理员 30 分钟内在手机上确认") {
			t.Errorf("%s: %v, %s", code, err, w)
		}
		sight, err := o.AskAgain(t.Context(), p, []byte(`{"draft":"x"}`))
		if err != nil || sight.Presence != delivery.Unclear || !strings.Contains(sight.Words, "请管理员在手机上确认") {
			t.Errorf("%s: %+v, %v", code, sight, err)
		}
	}
}

// Only a definite no means that an account tells nothing of itself; a fault is no answer, and what is stored stays.
func TestAProbeThatMeetsAFaultSaysNothingOfTheProfile(t *testing.T) {
	const info = "/cgi-bin/account/getaccountbasicinfo"
	good := map[string]string{"/cgi-bin/get_api_domain_ip": `{"ip_list":["1.2.3.4"]}`, "/cgi-bin/draft/count": `{"total_count":3}`,
		"/cgi-bin/openapi/quota/get": `{"quota":{"daily_limit":100,"used":0,"remain":100}}`}
	for answer, definite := range map[string]bool{
		`{"errcode":48001,"errmsg":"api unauthorized"}`: true, `{"errcode":40066,"errmsg":"invalid url"}`: true,
		`{"errcode":-1,"errmsg":"busy"}`: false, `{"errcode":45009,"errmsg":"quota"}`: false, `{"errcode":45011,"errmsg":"minute"}`: false,
		`{"errcode":40001,"errmsg":"token"}`: false, `<html>`: false, ``: false,
	} {
		answers := map[string]string{info: answer}
		for path, a := range good {
			answers[path] = a
		}
		c := accounts.NewCredential(account, accounts.WeChat, "wx1", "wx1", []byte("secret"))
		profile, abilities, err := answering(t, answers).Probe(t.Context(), c)
		if (err == nil) != definite || definite && (profile.Subject != "wx1" || len(abilities) != 5) {
			t.Errorf("%s: %+v, %v", answer, profile, err)
		}
	}
}

// The quota of the call says nothing of how often the account may push: the kind of account does.
func TestTheQuotaOfTheCallIsNotTheNumberOfPushes(t *testing.T) {
	o, _, k := bound(t)
	_, abilities, err := o.Probe(t.Context(), k.c)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range abilities {
		if a.Key == "broadcast" && (!a.OK || a.Left != -1) || a.Key == "publish" && a.Left <= 0 {
			t.Errorf("%+v", a)
		}
	}
}
