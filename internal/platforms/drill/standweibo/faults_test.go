package standweibo

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/drill/stage"
)

// writing is a call that changes something, and how often it has.
type writing struct {
	path  string
	send  func(*house) reply
	count func(*house) int
}

// writings prepares one house for every writing call.
func writings(h *house) []writing {
	h.Helper()
	p := h.posted("原文")
	c := h.commented(p, "市民", "问")
	own := id(h.T, h.object(h.form("/2/comments/create.json", "id", num(p), "comment", "自评")))
	code := h.choose("1352222456", landing, "allow", bureau).Get("code")
	spare := h.bind("1352222456", "s-reviewed", landing, other)
	in := func(f func() int) func(*house) int {
		return func(h *house) int { defer h.s.Enter()(); return f() }
	}
	count := func(h *house, of func(CommentRecord) int) int {
		n := 0
		for _, r := range h.s.Records()[0].Comments {
			n += of(r)
		}
		return n
	}
	return []writing{
		{"/2/statuses/share.json", func(h *house) reply { return h.share("新文 " + site) }, func(h *house) int { return len(h.s.Records()) - 1 }},
		{"/2/comments/create.json", func(h *house) reply { return h.form("/2/comments/create.json", "id", num(p), "comment", "新评") },
			func(h *house) int { return len(h.s.Records()[0].Comments) - 2 }},
		{"/2/comments/reply.json", func(h *house) reply {
			return h.form("/2/comments/reply.json", "id", num(p), "cid", num(c), "comment", "新答")
		}, func(h *house) int { return count(h, func(r CommentRecord) int { return len(r.Replies) }) }},
		{"/2/comments/destroy.json", func(h *house) reply { return h.form("/2/comments/destroy.json", "cid", num(own)) },
			func(h *house) int {
				return count(h, func(r CommentRecord) int { return map[bool]int{true: 1}[r.Deleted] })
			}},
		{"/oauth2/access_token", func(h *house) reply { return h.exchange("1352222456", "s-reviewed", landing, code) },
			in(func() int { return map[bool]int{true: 1}[h.s.st.Codes[code].Used] })},
		{"/oauth2/revokeoauth2", func(h *house) reply { return h.form("/oauth2/revokeoauth2", "access_token", spare) },
			in(func() int { return map[bool]int{true: 1}[h.s.st.Tokens[spare].Revoked] })},
		{"/oauth2/authorize", func(h *house) reply {
			return h.form("/oauth2/authorize", "client_id", "1352222456", "redirect_uri", landing, "action", "allow", "uid", bureau)
		}, in(func() int { return len(h.s.st.Codes) - 3 })},
	}
}

func TestEveryFaultOnEveryWritingCall(t *testing.T) {
	n := len(writings(bound(t)))
	for i := range n {
		for _, fault := range stage.Faults() {
			h := bound(t)
			w := writings(h)[i]
			t.Run(w.path+" "+string(fault), func(t *testing.T) {
				h.T = t
				h.must(h.script.Set(stage.Rule{Call: "weibo " + w.path, Nth: 1, Fault: fault, Delay: 30 * time.Millisecond}))
				before := time.Now()
				h.judge(w.send(h), fault, w.path, before)
				want := 0
				if fault.CarriedOut() {
					want = 1
				}
				if got := w.count(h); got != want {
					t.Errorf("took effect %d times, want %d", got, want)
				}
				if len(h.script.Rules()) != 0 {
					t.Error("the rule must be used up")
				}
				if !fault.CarriedOut() {
					if r := w.send(h); r.err != nil || r.status >= 400 || w.count(h) != 1 {
						t.Errorf("the next call must pass: %d %s %v, %d times", r.status, r.body, r.err, w.count(h))
					}
				}
			})
		}
	}
}

// judge looks at what the caller saw of a fault.
func (h *house) judge(r reply, fault stage.Fault, path string, before time.Time) {
	h.Helper()
	switch fault {
	case stage.Lost, stage.Reset:
		if r.err == nil {
			h.Errorf("an answer came: %d %s", r.status, r.body)
		}
	case stage.Slow:
		if r.err != nil || r.status >= 400 || time.Since(before) < 30*time.Millisecond {
			h.Errorf("%d after %s", r.status, time.Since(before))
		}
	case stage.HTML502, stage.HTML502After:
		if r.status != http.StatusBadGateway || !bytes.Contains(r.body, []byte("<html>")) {
			h.Errorf("%d %s", r.status, r.body)
		}
	case stage.Busy:
		h.refused(r, 10009)
	case stage.Expired:
		h.refused(r, 21327)
	case stage.Truncated:
		if path != "/oauth2/authorize" && (r.err == nil || json.Valid(r.body)) { // a redirect has no body to cut
			h.Errorf("whole answer: %s %v", r.body, r.err)
		}
	}
}

func TestFaultsOnReadingAndByAccount(t *testing.T) {
	h := bound(t)
	for _, fault := range stage.Faults() {
		h.must(h.script.Set(stage.Rule{Call: "weibo /2/comments/to_me.json", Nth: 1, Fault: fault, Delay: 30 * time.Millisecond, Account: bureau}))
		foreign := h.bind("1352222456", "s-reviewed", landing, other)
		h.object(h.get("/2/comments/to_me.json", "access_token", foreign))
		// A fresh connection each time: the transport repeats a GET by itself when a kept one dies.
		h.web.Client().Transport.(*http.Transport).CloseIdleConnections()
		before := time.Now()
		h.judge(h.get("/2/comments/to_me.json"), fault, "/2/comments/to_me.json", before)
	}
	h.object(h.get("/2/comments/to_me.json"))
}

func TestLostShareIsFoundInTheTimeline(t *testing.T) {
	h := bound(t)
	h.must(h.script.Set(stage.Rule{Call: "weibo /2/statuses/share.json", Nth: 1, Fault: stage.Lost}))
	if r := h.share("通知 " + site); r.err == nil {
		t.Fatal("the answer was to be lost")
	}
	h.refused(h.share("通知 "+site), 20019)
	if got := h.texts(h.get("/2/statuses/user_timeline.json"), "statuses"); len(got) != 1 || got[0] != "通知 "+site {
		t.Errorf("%v", got)
	}
}

// TestEveryAnswerIsOnTheDiskFirst copies the folder right after each answer, as a kill would leave it, and opens the copy.
func TestEveryAnswerIsOnTheDiskFirst(t *testing.T) {
	h := bound(t)
	dir := h.s.cfg.Dir
	check := func(what string) {
		t.Helper()
		copied := t.TempDir()
		h.must(os.CopyFS(filepath.Join(copied, "d"), os.DirFS(dir)))
		again := open(t, config(filepath.Join(copied, "d")))
		if a, b := asJSON(h.s.Records()), asJSON(again.s.Records()); a != b {
			t.Errorf("%s: records differ:\n%s\n%s", what, a, b)
		}
		defer h.s.Enter()()
		defer again.s.Enter()()
		for name, pair := range map[string][2]any{
			"tokens": {h.s.st.Tokens, again.s.st.Tokens}, "codes": {h.s.st.Codes, again.s.st.Codes}, "users": {h.s.st.Users, again.s.st.Users},
			"spent": {h.s.st.Spent, again.s.st.Spent}, "plans": {h.s.st.Plans, again.s.st.Plans}, "wire": {h.s.st.Wire, again.s.st.Wire},
			"limits": {[]any{h.s.st.Budget, h.s.st.APIBudget, h.s.st.IPHourly, h.s.st.IPBarred, h.s.st.TokenLife},
				[]any{again.s.st.Budget, again.s.st.APIBudget, again.s.st.IPHourly, again.s.st.IPBarred, again.s.st.TokenLife}},
		} {
			if asJSON(pair[0]) != asJSON(pair[1]) {
				t.Errorf("%s: %s differ", what, name)
			}
		}
		if h.s.st.NextID() != again.s.st.NextID() {
			t.Errorf("%s: an id would be given twice", what)
		}
	}
	check("token")
	for i, w := range writings(h) {
		if r := w.send(h); r.err != nil || r.status >= 400 {
			t.Fatalf("%s: %d %s", w.path, r.status, r.body)
		}
		check(w.path + num(int64(i)))
	}
	h.object(h.withPicture("图 "+site, "pic", smallPNG()))
	h.must(h.s.DelayNext(bureau, time.Minute, 2))
	h.must(h.s.RefuseNext("/2/statuses/share.json", bureau, 20031, 1))
	h.refused(h.share("a "+site), 20031)
	h.refused(h.share("a "+site), 20032)
	check("plans")
	h.must(h.s.Rename(bureau, "改名"))
	h.must(h.s.SetBudget(bureau, 7))
	h.must(h.s.SetCallBudget("/2/x", 1))
	h.must(h.s.SetAddressBudget(9))
	h.must(h.s.BarAddress("192.0.2.1", true))
	h.must(h.s.SetTokenLife("1352222456", time.Hour))
	h.must(h.s.Expire(bureau, time.Hour))
	h.must(h.s.SetWire(Wire{ShortLinks: true}))
	h.must(second(h.s.Mention(bureau, "记者", "问", 0)))
	check("settings")
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return reflect.TypeOf(v).String() + err.Error()
	}
	return string(b)
}

func TestADiskThatTakesNothing(t *testing.T) {
	h := bound(t)
	h.must(h.s.Close())
	for _, r := range []reply{h.share("x " + site), h.form("/oauth2/revokeoauth2")} {
		h.refused(r, 10001)
	}
	if len(h.s.Records()) != 0 || h.s.Rename(bureau, "x") == nil || second(h.s.Mention(bureau, "a", "b", 0)) == nil {
		t.Error("what is not on the disk must not count")
	}
	if strings.Contains(asJSON(h.s.Records()), "x ") {
		t.Error("a post that was not written is shown")
	}
}
