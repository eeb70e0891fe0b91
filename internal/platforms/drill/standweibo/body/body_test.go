package body

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/drill/standweibo/book"
)

func seen(wire book.Wire) View {
	at := time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	st := &book.State{Wire: wire,
		Users: map[string]*book.User{"1": {UID: "1", ScreenName: "发布", Name: "发布", Verified: true, Reason: "官方"}, "2": {UID: "2", Gone: true}},
		Posts: []*book.Post{{ID: 11, UID: "1", App: "k", Text: "见 https://www.x.example/a", Picture: "hash", At: at}, {ID: 13, UID: "2", RepostOf: 11, At: at},
			{ID: 15, UID: "1", Deleted: true, At: at}, {ID: 17, UID: "1", RepostOf: 15, At: at}, {ID: 19, UID: "1", RepostOf: 999, At: at}},
		Comments: []*book.Comment{{ID: 21, Post: 11, UID: "1", Root: 21, Floor: 1, At: at}, {ID: 23, Post: 11, UID: "2", ReplyTo: 21, Root: 21, Floor: 2, At: at},
			{ID: 25, Post: 11, UID: "1", Deleted: true}}}
	return View{State: st, Base: "http://b", Source: func(app string) string { return "<" + app + ">" }, Sees: func(p *book.Post) bool { return !p.Deleted }}
}

func post(t *testing.T, v View, id int64) Status {
	t.Helper()
	p, ok := v.State.Post(id)
	if !ok {
		t.Fatalf("no post %d", id)
	}
	return v.Status(p)
}

func TestUsers(t *testing.T) {
	v := seen(book.Wire{})
	u := v.User("1").(User)
	if u.ID != 1 || u.IDStr != "1" || !u.Verified || u.VerifiedType != 1 || u.Statuses != 3 || u.AvatarLarge != "http://b/avatar/1/180" {
		t.Errorf("%+v", u)
	}
	if v.User("2") != nil || v.User("3") != nil {
		t.Error("who is gone is null")
	}
	v.Trim = true
	if b, _ := json.Marshal(v.User("1")); string(b) != `{"id":1}` {
		t.Errorf("trimmed: %s", b)
	}
}

func TestPosts(t *testing.T) {
	v := seen(book.Wire{})
	s := post(t, v, 11)
	if s.CreatedAt != "Tue Nov 24 12:00:00 +0800 2026" || s.ID != 11 || s.MID != "11" || s.IDStr != "11" || s.Comments != 2 || s.Reposts != 1 {
		t.Errorf("%+v", s)
	}
	if s.Original != "http://b/pictures/hash" || len(s.Pics) != 1 || s.Pics[0].Thumbnail != "http://b/pictures/hash?size=thumbnail" ||
		s.Source != `<a href="http://app.weibo.com/t/feed/k" rel="nofollow">&lt;k&gt;</a>` {
		t.Errorf("%+v", s)
	}
	if b, _ := json.Marshal(post(t, v, 13)); !strings.Contains(string(b), `"user":null`) || !strings.Contains(string(b), `"pic_urls":[]`) {
		t.Errorf("of somebody who is gone: %s", b)
	}
	if o, ok := post(t, v, 13).Retweeted.(Status); !ok || o.ID != 11 {
		t.Errorf("the original: %+v", post(t, v, 13).Retweeted)
	}
	for id, stamped := range map[int64]bool{17: true, 19: false} {
		if g, ok := post(t, v, id).Retweeted.(Gone); !ok || g.Deleted != "1" || (g.CreatedAt != "") != stamped {
			t.Errorf("a deleted original: %+v", post(t, v, id).Retweeted)
		}
	}
	if s := post(t, seen(book.Wire{ShortLinks: true}), 11); !strings.HasPrefix(s.Text, "见 http://t.cn/A") || strings.Contains(s.Text, "x.example") {
		t.Errorf("short links: %q", s.Text)
	}
}

func TestComments(t *testing.T) {
	v := seen(book.Wire{})
	m := v.Comment(v.State.Comments[1])
	if s, ok := m.Status.(Status); !ok || s.ID != 11 || m.Reply == nil || m.Reply.ID != 21 || m.Reply.Status != nil || m.User != nil || m.RootID != 21 || m.Floor != 2 {
		t.Errorf("%+v", m)
	}
	v.State.Comments[0].Deleted = true
	if m := v.Comment(v.State.Comments[1]); m.Reply != nil {
		t.Errorf("an answer to what is gone: %+v", m.Reply)
	}
	v.State.Posts[0].Deleted = true
	if m := v.Comment(v.State.Comments[1]); m.Status != nil {
		t.Errorf("under what is gone: %+v", m.Status)
	}
	if got := CommentsOf(v.State, 11); len(got) != 1 || got[0].ID != 23 {
		t.Errorf("%+v", got)
	}
}
