package standwechat

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/drill/standwechat/book"
)

func TestPublishing(t *testing.T) {
	g := start(t)
	draft := g.draft()
	r := g.want(0, g.post("freepublish/submit", `{"media_id":"`+draft+`"}`))
	get := func() reply { return g.want(0, g.post("freepublish/get", `{"publish_id":"`+r.str("publish_id")+`"}`)) }
	if s := get(); s.str("publish_status") != "1" || s["article_id"] != nil || len(s["fail_idx"].([]any)) != 0 {
		t.Fatalf("while it runs: %v", s)
	}
	g.want(88001, g.post("comment/list", `{"msg_data_id":`+r.str("msg_data_id")+`,"begin":0,"count":10,"type":0}`))
	g.advance(4 * time.Second)
	s := get()
	article := s.str("article_id")
	item := s["article_detail"].(map[string]any)["item"].([]any)[0].(map[string]any)
	if s.str("publish_status") != "0" || fmt.Sprint(item["idx"]) != "1" || !strings.HasPrefix(fmt.Sprint(item["article_url"]), "http://mp.weixin.qq.com/s/") {
		t.Fatalf("done: %v", s)
	}
	g.want(40007, g.post("draft/get", `{"media_id":"`+draft+`"}`))
	g.want(40007, g.post("freepublish/submit", `{"media_id":"`+draft+`"}`))
	if a := g.want(0, g.post("freepublish/getarticle", `{"article_id":"`+article+`"}`))["news_item"].([]any)[0].(map[string]any); a["is_deleted"] != false {
		t.Errorf("%v", a)
	}
	if b := g.post("freepublish/batchget", `{"offset":0,"count":20,"no_content":0}`); b.str("total_count") != "1" {
		t.Errorf("%v", b)
	}
	g.want(40114, g.post("freepublish/delete", `{"article_id":"`+article+`","index":2}`))
	g.want(53600, g.post("freepublish/delete", `{"article_id":"none"}`))
	g.want(0, g.post("freepublish/delete", `{"article_id":"`+article+`","index":1}`))
	if get().str("publish_status") != "5" {
		t.Error("not deleted")
	}
	g.want(53600, g.post("freepublish/delete", `{"article_id":"`+article+`"}`))
	g.want(53600, g.post("freepublish/getarticle", `{"article_id":"none"}`))
	g.want(61451, g.post("freepublish/get", `{"publish_id":1}`))
}

// The platform knows no key against repetition: two submits while the first runs are two publications.
func TestSubmittingTwice(t *testing.T) {
	g := start(t)
	draft := g.draft()
	g.want(0, g.post("freepublish/submit", `{"media_id":"`+draft+`"}`))
	g.want(0, g.post("freepublish/submit", `{"media_id":"`+draft+`"}`))
	if n := len(g.s.Records().Posts); n != 2 {
		t.Fatalf("%d posts", n)
	}
}

func TestPublishOutcomes(t *testing.T) {
	g := start(t)
	for code, failed := range map[int]int{2: 1, 3: 0, 4: 1} {
		must(t, g.s.Plan(book.Plan{What: "publish", AppID: appID, Code: code, Takes: time.Minute}))
		draft := g.draft()
		r := g.want(0, g.post("freepublish/submit", `{"media_id":"`+draft+`"}`))
		g.advance(50 * time.Second)
		if s := g.post("freepublish/get", `{"publish_id":`+r.str("publish_id")+`}`); s.str("publish_status") != "1" {
			t.Errorf("%d: %v", code, s)
		}
		g.advance(11 * time.Second)
		s := g.post("freepublish/get", `{"publish_id":`+r.str("publish_id")+`}`)
		if s.str("publish_status") != fmt.Sprint(code) || len(s["fail_idx"].([]any)) != failed || s["article_id"] != nil {
			t.Errorf("%d: %v", code, s)
		}
		g.want(0, g.post("draft/get", `{"media_id":"`+draft+`"}`)) // what failed is still in the box
	}
	g.publish()
	p := g.s.Records().Posts[3]
	must(t, g.s.End(p.MsgDataID, 6))
	if s := g.post("freepublish/get", fmt.Sprintf(`{"publish_id":%d}`, p.PublishID)); s.str("publish_status") != "6" {
		t.Errorf("banned: %v", s)
	}
	if g.s.End(p.MsgDataID, 6) == nil || g.s.End(1, 5) == nil {
		t.Error("ended what is not out")
	}
	for _, p := range []book.Plan{{What: "publish", Code: 1}, {What: "mass", Code: 2}, {What: "refuse"}, {What: "odd"}, {What: "refuse", Code: 1, Path: "/x"}} {
		if g.s.Plan(p) == nil {
			t.Errorf("took plan %+v", p)
		}
	}
	for _, code := range []int{45166, 53503, 53504, 53505} {
		must(t, g.s.Plan(book.Plan{What: "refuse", Path: "/cgi-bin/freepublish/submit", Code: code}))
		g.want(code, g.post("freepublish/submit", `{"media_id":"`+g.draft()+`"}`))
	}
}

func TestNumbersOnTheWire(t *testing.T) {
	g := start(t)
	for _, text := range []bool{false, true} {
		must(t, g.s.SetWire(book.Wire{PublishIDAsString: text, MsgDataIDAsString: text}))
		r := g.want(0, g.post("freepublish/submit", `{"media_id":"`+g.draft()+`"}`))
		_, isText := r["publish_id"].(string)
		_, isText2 := r["msg_data_id"].(string)
		if isText != text || isText2 != text {
			t.Errorf("%v: %v", text, r)
		}
	}
}

func TestMassSending(t *testing.T) {
	g := start(t)
	send := func(draft, id string) reply {
		return g.post("message/mass/sendall", `{"filter":{"is_to_all":true,"tag_id":0},"mpnews":{"media_id":"`+draft+`"},"msgtype":"mpnews","send_ignore_reprint":0,"clientmsgid":"`+id+`"}`)
	}
	one, two := g.draft(), g.draft()
	g.want(45067, send(one, strings.Repeat("x", 33)))
	g.want(40007, send("none", "a"))
	g.want(40008, g.post("message/mass/sendall", `{"filter":{"is_to_all":true},"msgtype":"text","text":{"content":"x"}}`))
	g.want(40152, g.post("message/mass/sendall", `{"filter":{"is_to_all":false},"msgtype":"mpnews","mpnews":{"media_id":"`+one+`"}}`))
	r := g.want(0, send(one, strings.Repeat("x", 32)))
	if r.str("errmsg") != "send job submission success" {
		t.Error(r)
	}
	status := func() string { return g.post("message/mass/get", `{"msg_id":`+r.str("msg_id")+`}`).str("msg_status") }
	if status() != "SENDING" {
		t.Error(status())
	}
	g.want(40007, g.post("draft/get", `{"media_id":"`+one+`"}`))
	g.want(45066, send(one, strings.Repeat("x", 32)))
	g.advance(59 * time.Second)
	g.want(45066, send(one, strings.Repeat("x", 32)))
	g.advance(61 * time.Second)
	if again := g.want(45065, send(one, strings.Repeat("x", 32))); again.str("msg_id") != r.str("msg_id") {
		t.Errorf("another msg_id: %v", again)
	}
	if status() != "SEND_SUCCESS" {
		t.Error(status())
	}
	g.want(45028, send(two, "b"))
	if b := g.post("freepublish/batchget", `{"offset":0,"count":20}`); b.str("total_count") != "0" {
		t.Errorf("the list of publications shows what was mass-sent: %v", b)
	}
	must(t, g.s.Change(book.AccountChanged{AppID: appID, Capabilities: map[string]bool{}}))
	g.advance(24 * time.Hour)
	g.token = g.stable(appID)
	must(t, g.s.Plan(book.Plan{What: "mass", Code: 3}))
	r = g.want(0, send(two, strings.Repeat("x", 32))) // the key is forgotten after a day
	g.advance(time.Minute)
	if status() != "SEND_FAIL" {
		t.Error(status())
	}
	g.want(0, send(g.draft(), "c")) // what failed has not used the quota
	g.want(61451, g.post("message/mass/get", `{"msg_id":"1"}`))
	must(t, g.s.Plan(book.Plan{What: "refuse", Path: "/cgi-bin/message/mass/sendall", Code: 89504}))
	g.want(89504, send(g.draft(), "d"))
}

// A mass-sent draft leaves the box at submission, or, by the wire, when it has succeeded; what failed stays there then.
func TestAMassSentDraftLeavesTheBox(t *testing.T) {
	g := start(t, func(c *Config) { c.MassTakes = 3 * time.Minute })
	in := func(draft string) bool { return g.post("draft/get", `{"media_id":"`+draft+`"}`).code() == 0 }
	for _, c := range []struct {
		late                bool
		outcome             int
		meanwhile, afterTen bool
	}{{false, 0, false, false}, {false, 3, false, false}, {true, 0, true, false}, {true, 3, true, true}} {
		must(t, g.s.SetWire(book.Wire{MassLeavesWhenDone: c.late}))
		must(t, g.s.Plan(book.Plan{What: "mass", Code: c.outcome}))
		draft := g.draft()
		g.want(0, g.post("message/mass/sendall", `{"filter":{"is_to_all":true},"mpnews":{"media_id":"`+draft+`"},"msgtype":"mpnews"}`))
		g.advance(time.Minute)
		meanwhile := in(draft)
		g.advance(9 * time.Minute)
		if after := in(draft); meanwhile != c.meanwhile || after != c.afterTen {
			t.Errorf("%+v: in the box while it runs %v, afterwards %v", c, meanwhile, after)
		}
		g.advance(24 * time.Hour)
		g.token = g.stable(appID)
	}
}

func TestServiceAccountSendsFourAMonth(t *testing.T) {
	g := start(t, func(c *Config) { c.Accounts[0].Service = true })
	send := func() int {
		return g.post("message/mass/sendall", `{"filter":{"is_to_all":true},"mpnews":{"media_id":"`+g.draft()+`"},"msgtype":"mpnews"}`).code()
	}
	for range 4 {
		if c := send(); c != 0 {
			t.Fatal(c)
		}
	}
	if c := send(); c != 45028 {
		t.Fatal(c)
	}
}

func TestPagesForReaders(t *testing.T) {
	g := start(t)
	url := g.want(0, g.upload("media/uploadimg", "", "a.png", pngOf(t, 4))).str("url")
	content := `<p>正文</p><img src="` + url + `">`
	id := g.want(0, g.post("draft/add", `{"articles":[`+g.article(map[string]any{"content": content})+`]}`)).str("media_id")
	g.want(0, g.post("freepublish/submit", `{"media_id":"`+id+`"}`))
	p := g.s.Records().Posts[0]
	if len(p.Pictures) != 2 || p.Text != "正文" {
		t.Errorf("%+v", p)
	}
	read := func(path string) (int, string) {
		resp, err := http.Get(g.http.URL + path)
		must(t, err)
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		must(t, err)
		return resp.StatusCode, string(b)
	}
	page := strings.TrimPrefix(p.URL, "http://mp.weixin.qq.com")
	if n, _ := read(page); n != 404 {
		t.Error("seen before it was out")
	}
	g.advance(5 * time.Second)
	for i, text := range []string{"问一", "问二"} {
		c, err := g.s.Comment(p.MsgDataID, 0, "o1", text)
		must(t, err)
		key := fmt.Sprintf(`{"msg_data_id":%d,"index":0,"user_comment_id":%d`, p.MsgDataID, c)
		g.want(0, g.post("comment/reply/add", key+`,"content":"答"}`))
		if i == 1 {
			g.want(0, g.post("comment/markelect", key+`}`))
		}
	}
	n, body := read(page)
	if n != 200 || !strings.Contains(body, content) || !strings.Contains(body, "问二") || strings.Contains(body, "问一") || !strings.Contains(body, "作者回复：答") {
		t.Errorf("%d %s", n, body)
	}
	if n, body := read(strings.TrimPrefix(url, "http://mmbiz.qpic.cn")); n != 200 || body != string(pngOf(t, 4)) {
		t.Errorf("picture: %d", n)
	}
	if n, _ := read("/mmbiz_png/none/0"); n != 404 {
		t.Error(n)
	}
}
