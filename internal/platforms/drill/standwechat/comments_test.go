package standwechat

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"huiying/internal/platforms/drill/standwechat/book"
)

func (g *rig) say(post, openID, text string) int64 {
	g.t.Helper()
	n, err := strconv.ParseInt(post, 10, 64)
	must(g.t, err)
	id, err := g.s.Comment(n, 0, openID, text)
	must(g.t, err)
	return id
}

func list(r reply) []any { return r["comment"].([]any) }

func TestCommentList(t *testing.T) {
	g := start(t)
	post, second := g.publish(), g.publish()
	for i := range 53 {
		open := fmt.Sprintf("o%d", i)
		if i == 52 {
			open = ""
		}
		if id := g.say(post, open, fmt.Sprintf("问%d", i)); id != int64(i+1) {
			t.Fatalf("id %d", id)
		}
	}
	if g.say(second, "o", "另一篇") != 1 {
		t.Error("numbers must begin anew under every article")
	}
	page := func(begin, count, kind int) reply {
		return g.post("comment/list", fmt.Sprintf(`{"msg_data_id":%s,"index":0,"begin":%d,"count":%d,"type":%d}`, post, begin, count, kind))
	}
	r := g.want(0, page(0, 49, 0))
	if r.str("total") != "53" || len(list(r)) != 49 {
		t.Fatalf("total %s, page %d", r.str("total"), len(list(r)))
	}
	newest := list(r)[0].(map[string]any)
	if _, has := newest["openid"]; has || newest["content"] != "问52" || newest["reply"] != nil {
		t.Errorf("%v", newest)
	}
	if rest := list(page(49, 49, 0)); len(rest) != 4 {
		t.Errorf("second page: %d", len(rest))
	}
	for _, bad := range [][2]int{{0, 50}, {0, 0}, {-1, 10}} {
		g.want(88010, page(bad[0], bad[1], 0))
	}
	g.want(61451, page(0, 10, 3))
	g.want(88001, g.post("comment/list", `{"msg_data_id":5,"begin":0,"count":10,"type":0}`))
	g.want(88001, g.post("comment/list", `{"msg_data_id":`+post+`,"index":1,"begin":0,"count":10,"type":0}`))
	g.want(47001, g.post("comment/list", `{"msg_data_id":"`+post+`","begin":0,"count":10,"type":0}`))

	g.want(0, g.post("comment/markelect", `{"msg_data_id":`+post+`,"index":0,"user_comment_id":1}`))
	if e, n := g.want(0, page(0, 10, 2)), page(0, 10, 1); e.str("total") != "1" || n.str("total") != "52" {
		t.Errorf("elected %v, normal %v", e, n.str("total"))
	}
	g.want(0, g.post("comment/unmarkelect", `{"msg_data_id":`+post+`,"index":0,"user_comment_id":1}`))
	must(t, g.s.SetWire(book.Wire{TotalIsPage: true, ReplyAsArray: true}))
	r = g.want(0, page(0, 10, 0))
	if r.str("total") != "10" || r.str("comment_cnt") != "53" {
		t.Errorf("%v %v", r["total"], r["comment_cnt"])
	}
}

func TestReplies(t *testing.T) {
	g := start(t, func(c *Config) { c.ReplyMost = 10; c.ElectedMost = 1 })
	post := g.publish()
	n, _ := strconv.ParseInt(post, 10, 64)
	id := g.say(post, "o1", "几点恢复供水？")
	call := func(path string, id int64, content string) reply {
		return g.post("comment/"+path, fmt.Sprintf(`{"msg_data_id":%s,"index":0,"user_comment_id":%d,"content":%q}`, post, id, content))
	}
	g.want(88007, call("reply/add", id, ""))
	g.want(88007, call("reply/add", id, strings.Repeat("水", 11)))
	g.want(88008, call("reply/add", 99, "好"))
	g.want(88008, call("reply/delete", id, ""))
	g.want(0, call("reply/add", id, strings.Repeat("水", 10)))
	g.want(88005, call("reply/add", id, "又"))
	shape := func(array bool) map[string]any {
		must(t, g.s.SetWire(book.Wire{ReplyAsArray: array}))
		r := g.post("comment/list", `{"msg_data_id":`+post+`,"begin":0,"count":1,"type":0}`)
		return list(r)[0].(map[string]any)
	}
	if o, ok := shape(false)["reply"].(map[string]any); !ok || o["content"] != strings.Repeat("水", 10) {
		t.Error("reply as object")
	}
	if a, ok := shape(true)["reply"].([]any); !ok || len(a) != 1 {
		t.Error("reply as array")
	}
	g.want(0, call("reply/delete", id, ""))
	g.want(0, call("reply/add", id, "第二次"))
	second := g.say(post, "o2", "二")
	g.want(0, call("markelect", id, ""))
	g.want(88003, call("markelect", second, ""))
	must(t, g.s.Withdraw(book.CommentKey{MsgDataID: n, ID: second}))
	g.want(88004, call("reply/add", second, "迟了"))
	g.want(0, call("delete", id, ""))
	g.want(88008, call("reply/add", id, "已删"))
	if r := g.post("comment/list", `{"msg_data_id":`+post+`,"begin":0,"count":10,"type":0}`); len(list(r)) != 0 {
		t.Errorf("%v", r)
	}
	if c := g.s.Records().Posts[0].Comments; len(c) != 2 || len(c[0].Replies) != 2 || !c[0].Replies[0].Deleted || c[0].Replies[1].Deleted || c[1].Ended != "user" {
		t.Errorf("%+v", c)
	}
	if g.s.Withdraw(book.CommentKey{MsgDataID: n, ID: second}) == nil {
		t.Error("withdrawn twice")
	}
	g.want(0, call("close", 0, ""))
	if _, err := g.s.Comment(n, 0, "o", "关了"); err == nil {
		t.Error("commented on a closed article")
	}
	g.want(0, call("open", 0, ""))
	g.say(post, "o", "开了")
	for _, bad := range []int64{n, 1} {
		if _, err := g.s.Comment(bad, 5, "o", "无"); err == nil {
			t.Error("commented on nothing")
		}
	}
	if _, err := g.s.Comment(n, 0, "o", ""); err == nil {
		t.Error("an empty comment")
	}
	g.token = g.stable(other)
	must(t, g.s.Change(book.AccountChanged{AppID: other, Capabilities: map[string]bool{book.MayComment: true}}))
	g.want(88001, call("reply/add", id, "别人的"))
}
