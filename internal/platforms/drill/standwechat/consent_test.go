package standwechat

import (
	"reflect"
	"testing"
	"time"

	"huiying/internal/platforms/drill/standwechat/book"
)

// A push that waits for the administrator keeps its draft and its key; he confirms, refuses or lets the half hour pass.
func TestAPushWaitsForTheAdministrator(t *testing.T) {
	g := start(t)
	push := func(draft, key string) reply {
		return g.post("message/mass/sendall", `{"filter":{"is_to_all":true},"msgtype":"mpnews","mpnews":{"media_id":"`+draft+`"},"clientmsgid":"`+key+`"}`)
	}
	waits := func() string {
		t.Helper()
		draft := g.draft()
		must(t, g.s.Plan(book.Plan{What: "consent", AppID: appID}))
		g.want(89504, push(draft, "a"))
		g.want(89505, push(draft, "a"))
		g.want(0, g.post("draft/get", `{"media_id":"`+draft+`"}`))
		return draft
	}
	if g.s.Plan(book.Plan{What: "confirm", AppID: appID}) == nil {
		t.Error("confirmed what nobody asked for")
	}
	late := waits()
	g.advance(30 * time.Minute)
	if g.s.Plan(book.Plan{What: "confirm", AppID: appID}) == nil || len(g.s.Records().Posts) != 0 {
		t.Error("confirmed after the half hour")
	}
	g.want(0, g.post("draft/get", `{"media_id":"`+late+`"}`))
	waits()
	must(t, g.s.Plan(book.Plan{What: "expire", AppID: appID}))
	draft := waits()
	g.advance(20 * time.Minute)
	must(t, g.s.Plan(book.Plan{What: "confirm", AppID: appID}))
	g.want(40007, g.post("draft/get", `{"media_id":"`+draft+`"}`))
	g.advance(61 * time.Second)
	p := g.s.Records().Posts
	if len(p) != 1 || p[0].DraftID != draft || p[0].ClientMsgID != "a" || p[0].Status != 0 {
		t.Fatalf("%+v", p)
	}
	if r := g.want(45065, push(draft, "a")); r.str("msg_id") != book.Number(p[0].MsgID) {
		t.Errorf("%v, want %d", r, p[0].MsgID)
	}
	was := g.s.b
	g.shut()
	g.open()
	if !reflect.DeepEqual(was.Waiting, g.s.b.Waiting) || !reflect.DeepEqual(was.Jobs, g.s.b.Jobs) || len(was.Waiting) != 3 {
		t.Errorf("the replayed book differs: %+v", g.s.b.Waiting)
	}
}
