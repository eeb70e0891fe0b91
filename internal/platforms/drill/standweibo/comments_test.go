package standweibo

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestReplyStandsUnderTheComment(t *testing.T) {
	h := bound(t)
	p := h.posted("提问请留言")
	c := h.commented(p, "李女士", "几号开学")
	got := h.object(h.form("/2/comments/reply.json", "cid", num(c), "id", num(p), "comment", "九月一日。", "rip", rip))
	sameShape(t, "reply", decode(t, []byte(sampleComments))["comments"].([]any)[0], any(got))
	if got["text"] != "回复@李女士:九月一日。" || got["rootid"] != json.Number(num(c)) || got["floor_number"] != json.Number("2") {
		t.Errorf("%v", got)
	}
	if o := got["reply_comment"].(map[string]any); o["idstr"] != num(c) || o["text"] != "几号开学" {
		t.Errorf("reply_comment %v", o)
	}
	if s := got["status"].(map[string]any); s["idstr"] != num(p) || s["comments_count"] != json.Number("2") {
		t.Errorf("status %v", s)
	}
	plain := h.object(h.form("/2/comments/reply.json", "cid", num(c), "id", num(p), "comment", "请留意通知。", "without_mention", "1", "comment_ori", "1"))
	if plain["text"] != "请留意通知。" {
		t.Errorf("without_mention: %v", plain["text"])
	}
	rec := h.s.Records()[0].Comments
	if len(rec) != 1 || rec[0].From != "李女士" || len(rec[0].Replies) != 2 || rec[0].Replies[0].Sent != "九月一日。" ||
		rec[0].Replies[0].UID != bureau || rec[0].Replies[0].RIP != rip || rec[0].Replies[0].App == "" || rec[0].App != "" {
		t.Errorf("records %+v", rec)
	}
	back, err := h.s.Answer(p, id(t, got), "李女士", "谢谢")
	h.must(err)
	if !slices.Equal(ids(h, h.get("/2/comments/to_me.json"), "comments"), []int64{back, c}) {
		t.Error("to_me must not hold one's own comments")
	}
	if got := h.texts(h.get("/2/comments/by_me.json"), "comments"); !slices.Equal(got, []string{"请留意通知。", "回复@李女士:九月一日。"}) {
		t.Errorf("by_me %v", got)
	}
	if got := ids(h, h.get("/2/comments/timeline.json"), "comments"); len(got) != 4 {
		t.Errorf("timeline %v", got)
	}
	h.token = h.bind("1352222456", "s-reviewed", landing, other)
	if got := ids(h, h.get("/2/comments/to_me.json"), "comments"); len(got) != 0 {
		t.Errorf("another account's inbox: %v", got)
	}
}

func TestReplyRefusals(t *testing.T) {
	h := bound(t)
	p := h.posted("提问请留言")
	q := h.posted("另一条")
	c := h.commented(p, "李女士", "几号开学")
	reply := func(code int, pairs ...string) {
		t.Helper()
		v := map[string]string{"cid": num(c), "id": num(p), "comment": "九月一日。"}
		for i := 0; i < len(pairs); i += 2 {
			v[pairs[i]] = pairs[i+1]
		}
		var flat []string
		for k, x := range v {
			if x != "-" {
				flat = append(flat, k, x)
			}
		}
		h.refused(h.form("/2/comments/reply.json", flat...), code)
	}
	reply(10016, "cid", "-")
	reply(10016, "id", "-")
	reply(10016, "comment", "-")
	reply(10017, "cid", "x")
	reply(10017, "id", "x")
	reply(10017, "without_mention", "2")
	reply(10017, "comment_ori", "2")
	reply(10017, "rip", "here")
	reply(20008, "comment", " ")
	reply(10008, "comment", "\xff")
	reply(20012, "comment", strings.Repeat("汉", 140)+"a")
	reply(20101, "id", "7")
	reply(20201, "cid", "7")
	reply(20201, "id", num(q))
	h.object(h.form("/2/comments/reply.json", "cid", num(c), "id", num(p), "comment", strings.Repeat("汉", 140)))
	reply(20019, "comment", strings.Repeat("汉", 140))
	h.object(h.form("/2/comments/reply.json", "cid", num(c), "id", num(p), "comment", "九月一日。"))
	reply(20019, "comment", strings.Repeat("汉", 140)) // not the last one, but given to this comment already
	h.must(h.s.RefuseNext("/2/comments/reply.json", bureau, 20206, 1))
	reply(20206, "comment", "再答")
	h.must(h.s.DeleteComment(c))
	reply(20201)
	if n := len(h.s.Records()[0].Comments[0].Replies); n != 2 {
		t.Errorf("%d replies", n)
	}
	for _, err := range []error{second(h.s.Comment(5, "a", "b")), second(h.s.Comment(p, "", "b")), second(h.s.Answer(p, 0, "a", "b")), second(h.s.Answer(p, 9, "a", "b"))} {
		if err == nil {
			t.Error("an impossible comment must be told")
		}
	}
}

func TestTheSameAnswerToTwoPeople(t *testing.T) {
	h := bound(t)
	p := h.posted("提问请留言")
	a, b := h.commented(p, "李女士", "几号开学"), h.commented(p, "王先生", "几号开学")
	for _, c := range []int64{a, b} {
		h.object(h.form("/2/comments/reply.json", "cid", num(c), "id", num(p), "comment", "九月一日。"))
	}
	h.object(h.form("/2/comments/reply.json", "cid", num(a), "id", num(p), "comment", "见通知。", "without_mention", "1"))
	h.refused(h.form("/2/comments/reply.json", "cid", num(b), "id", num(p), "comment", "见通知。", "without_mention", "1"), 20019)
}

func TestCreateAndDestroy(t *testing.T) {
	h := bound(t)
	p := h.posted("通知")
	got := h.object(h.form("/2/comments/create.json", "id", num(p), "comment", "补充一句 @青禾招生", "comment_ori", "0", "rip", rip))
	if _, reply := got["reply_comment"]; reply || got["rootid"] != got["id"] {
		t.Errorf("%v", got)
	}
	h.refused(h.form("/2/comments/create.json", "id", num(p), "comment", "补充一句 @青禾招生"), 20019)
	h.refused(h.form("/2/comments/create.json", "id", "9", "comment", "x"), 20101)
	h.refused(h.form("/2/comments/create.json", "id", num(p)), 10016)
	h.refused(h.form("/2/comments/create.json", "id", num(p), "comment", "x", "comment_ori", "y"), 10017)
	theirs := h.commented(p, "市民", "路过")
	h.refused(h.form("/2/comments/destroy.json", "cid", num(theirs)), 20203)
	h.refused(h.form("/2/comments/destroy.json", "cid", "9"), 20201)
	h.refused(h.form("/2/comments/destroy.json", "cid", "x"), 10017)
	h.refused(h.form("/2/comments/destroy.json"), 10016)
	named := h.bind("1352222456", "s-reviewed", landing, other)
	if got := h.texts(h.get("/2/comments/mentions.json", "access_token", named), "comments"); !slices.Equal(got, []string{"补充一句 @青禾招生"}) {
		t.Errorf("mentions %v", got)
	}
	h.object(h.form("/2/comments/destroy.json", "cid", num(id(t, got))))
	if !h.s.Records()[0].Comments[0].Deleted {
		t.Error("the record must say that it is deleted")
	}
}
