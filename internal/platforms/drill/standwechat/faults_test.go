package standwechat

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/book"
)

// changes counts what the journal holds beside plain counting.
func (g *rig) changes() int {
	g.t.Helper()
	raw, err := os.ReadFile(filepath.Join(g.cfg.Dir, "wechat.jsonl"))
	must(g.t, err)
	return bytes.Count(raw, []byte("\n")) - bytes.Count(raw, []byte(`{"kind":"call"`)) - bytes.Count(raw, []byte(`{"kind":"metered"`))
}

// writing prepares one request of every writing call.
func (g *rig) writing() map[string]func() string {
	post := g.publish()
	key := func() string {
		return fmt.Sprintf(`{"msg_data_id":%s,"index":0,"user_comment_id":%d,"content":"答"}`, post, g.say(post, "o", "问"))
	}
	answered := func() string {
		k := key()
		g.want(0, g.post("comment/reply/add", k))
		return k
	}
	id := func() string { return `{"media_id":"` + g.draft() + `"}` }
	return map[string]func() string{
		"draft/add":    func() string { return `{"articles":[` + g.article(nil) + `]}` },
		"draft/update": func() string { return `{"media_id":"` + g.draft() + `","index":0,"articles":` + g.article(nil) + `}` },
		"draft/delete": id, "freepublish/submit": id,
		"freepublish/delete": func() string {
			g.publish()
			posts := g.s.Records().Posts
			return `{"article_id":"` + posts[len(posts)-1].ArticleID + `"}`
		},
		"message/mass/sendall": func() string {
			g.advance(25 * time.Hour)
			g.token = g.stable(appID)
			return `{"filter":{"is_to_all":true},"msgtype":"mpnews","mpnews":{"media_id":"` + g.draft() + `"}}`
		},
		"comment/open":      func() string { return `{"msg_data_id":` + post + `,"index":0}` },
		"comment/close":     func() string { return `{"msg_data_id":` + g.publish() + `,"index":0}` },
		"comment/markelect": key, "comment/unmarkelect": key, "comment/delete": key, "comment/reply/add": key, "comment/reply/delete": answered,
	}
}

func TestEveryFaultOnEveryWritingCall(t *testing.T) {
	g := start(t)
	for path, prepare := range g.writing() {
		for _, f := range stage.Faults() {
			t.Run(path+" "+string(f), func(t *testing.T) {
				g.t = t
				body := prepare()
				must(t, g.script.Set(stage.Rule{Call: "wechat /cgi-bin/" + path, Nth: 1, Fault: f, Delay: time.Millisecond, Account: appID}))
				before := g.changes()
				req, err := http.NewRequest("POST", g.http.URL+"/cgi-bin/"+path+"?access_token="+g.token, strings.NewReader(body))
				must(t, err)
				r, resp, err := g.do(req)
				carried := f != stage.Busy && f != stage.Expired && f.CarriedOut()
				if got := g.changes() - before; got != map[bool]int{true: 1, false: 0}[carried] {
					t.Errorf("%d changes were recorded", got)
				}
				switch f {
				case stage.Lost, stage.Reset, stage.Truncated:
					if err == nil {
						t.Errorf("an answer came: %v", r)
					}
				case stage.HTML502, stage.HTML502After:
					if err != nil || resp.StatusCode != 502 || r != nil {
						t.Errorf("%v %v", err, r)
					}
				default:
					must(t, err)
					if want := map[stage.Fault]int{stage.Slow: 0, stage.Busy: -1, stage.Expired: 42001}[f]; r.code() != want {
						t.Errorf("%v", r)
					}
				}
			})
		}
	}
	g.t = t
}

func TestFaultsOnTokensAndPictures(t *testing.T) {
	g := start(t)
	for _, f := range []stage.Fault{stage.Busy, stage.Expired} {
		must(t, g.script.Set(stage.Rule{Call: "wechat /cgi-bin/stable_token", Nth: 1, Fault: f, Account: appID}))
		g.want(0, g.askStable(other, false)) // aimed at another account
		g.want(-1, g.askStable(appID, false))
	}
	must(t, g.script.Set(stage.Rule{Call: "wechat /cgi-bin/media/uploadimg", Nth: 1, Fault: stage.Expired}))
	g.want(42001, g.upload("media/uploadimg", "", "a.jpg", jpg(t, 4)))
	g.want(0, g.upload("media/uploadimg", "", "a.jpg", jpg(t, 4)))
}

// TestEveryRequestIsCounted holds the count of the records to what came in, refused, unanswered or unknown as it may be.
func TestEveryRequestIsCounted(t *testing.T) {
	g := start(t)
	const path = "/cgi-bin/draft/count"
	count := func(app, path string) int {
		for _, c := range g.s.Records().Calls {
			if c.AppID == app && c.Path == path {
				return c.N
			}
		}
		return 0
	}
	for i, f := range append(stage.Faults(), "") {
		if f != "" {
			must(t, g.script.Set(stage.Rule{Call: "wechat " + path, Nth: 1, Fault: f, Delay: time.Millisecond}))
		}
		req, err := http.NewRequest("POST", g.http.URL+path+"?access_token="+g.token, strings.NewReader("{}")) // never repeated by the transport
		must(t, err)
		_, _, _ = g.do(req) // some of it brings no answer, and the rest 43001
		if n := count(appID, path); n != i+1 {
			t.Errorf("after %q: %d calls, want %d", f, n, i+1)
		}
	}
	before := count(appID, path)
	g.works("nonsense")
	must(t, g.s.EndTokens(appID, true))
	g.works(g.token)
	g.raw("POST", "/cgi-bin/none?access_token=nonsense", "", "")
	g.raw("GET", "/cgi-bin/token?appid=wx0", "", "")
	if count("", path) != 1 || count(appID, path) != before+1 || count("", "/cgi-bin/none") != 1 || count("", "/cgi-bin/token") != 1 {
		t.Errorf("%+v", g.s.Records().Calls)
	}
	day, _ := g.s.b.Spent(appID, path, g.s.Now())
	if day != 0 {
		t.Errorf("%d calls cost quota, and none was carried out", day)
	}
}

// TestReplayEqualsState does everything once, cuts the journal as a kill would, and compares.
func TestReplayEqualsState(t *testing.T) {
	g := start(t)
	for path, prepare := range g.writing() {
		g.want(0, g.post(path, prepare()))
	}
	g.askStable(appID, true)
	name := "改名"
	must(t, g.s.Change(book.AccountChanged{AppID: appID, Nickname: &name, Quotas: map[string]book.Quota{"/x": {Daily: 1, Minute: 1}}}))
	must(t, g.s.EndTokens(other, true))
	must(t, g.s.Plan(book.Plan{What: "refuse", Path: "/cgi-bin/draft/count", Code: 50007, Times: 2}))
	g.token = g.stable(appID)
	g.want(50007, g.get("draft/count"))
	must(t, g.s.SetWire(book.Wire{ReplyAsArray: true}))
	must(t, g.s.Withdraw(book.CommentKey{MsgDataID: g.s.Records().Posts[0].MsgDataID, ID: g.say(fmt.Sprint(g.s.Records().Posts[0].MsgDataID), "", "撤")}))
	was := g.s.b
	g.shut()
	f, err := os.OpenFile(filepath.Join(g.cfg.Dir, "wechat.jsonl"), os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	_, err = f.WriteString(`{"kind":"sent","at":"2026-11-24T04:00:00Z","data":{"publish_id":224`)
	must(t, err)
	f.Close()
	g.open()
	if !reflect.DeepEqual(was, g.s.b) {
		for _, p := range []struct{ a, b any }{{was.Accounts, g.s.b.Accounts}, {was.Tokens, g.s.b.Tokens}, {was.Materials, g.s.b.Materials},
			{was.Drafts, g.s.b.Drafts}, {was.Jobs, g.s.b.Jobs}, {was.Comments, g.s.b.Comments}, {was.Plans, g.s.b.Plans}, {was.Calls, g.s.b.Calls}} {
			if !reflect.DeepEqual(p.a, p.b) {
				t.Errorf("%T differs after replay", p.a)
			}
		}
		t.Fatal("the replayed book differs")
	}
	g.want(50007, g.get("draft/count"))
	g.want(0, g.get("draft/count"))
}

func TestNothingIsAcceptedThatCannotBeWritten(t *testing.T) {
	g := start(t)
	body := `{"media_id":"` + g.draft() + `"}`
	must(t, g.s.Close())
	g.want(-1, g.post("freepublish/submit", body))
	if len(g.s.Records().Posts) != 0 {
		t.Error("published without a record")
	}
}

func TestNewRefuses(t *testing.T) {
	ok := Config{Dir: t.TempDir(), Accounts: []book.Account{{AppID: "a", Secret: "b", Nickname: "c"}}}
	twice, nameless, nowhere := ok, ok, ok
	twice.Accounts = append(twice.Accounts, twice.Accounts[0])
	nameless.Accounts = []book.Account{{AppID: "a", Secret: "b"}}
	nowhere.Dir = ""
	for _, c := range []Config{twice, nameless, nowhere} {
		if _, err := New(c, stage.NewClock(), stage.NewScript()); err == nil {
			t.Errorf("opened with %+v", c)
		}
	}
	if _, err := New(ok, nil, nil); err == nil {
		t.Error("opened without a clock")
	}
}
