package standweibo

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// sampleComments has the fields of WB:2/comments/to_me.
const sampleComments = `{"comments":[{"created_at":"Wed Jun 01 00:50:25 +0800 2011","id":12438492184,"text":"love your work.......",
"source":"<a href=\"http://weibo.com\" rel=\"nofollow\">新浪微博</a>","mid":"202110601896455629","idstr":"12438492184","rootid":1,"floor_number":1,
"user":{"id":1404376560,"screen_name":"zaku","name":"zaku","province":"11","city":"5","location":"北京 朝阳区","description":"",
"url":"","profile_image_url":"http://tp1.sinaimg.cn/1404376560/50/0/1","domain":"zaku","gender":"m","followers_count":1204,"friends_count":447,
"statuses_count":2908,"favourites_count":0,"created_at":"Fri Aug 28 00:00:00 +0800 2009","following":false,"allow_all_act_msg":false,
"verified":false,"avatar_large":"http://tp1.sinaimg.cn/1404376560/180/0/1","verified_reason":""},
"status":{"created_at":"Tue May 31 17:46:55 +0800 2011","id":11488058246,"text":"求关注。"}}],"previous_cursor":0,"next_cursor":0,"total_number":7}`

func ids(h *house, r reply, list string) []int64 {
	h.Helper()
	var out []int64
	for _, e := range h.object(r)[list].([]any) {
		out = append(out, id(h.T, e.(map[string]any)))
	}
	return out
}

func TestCommentsPageInclusively(t *testing.T) {
	h := bound(t)
	p := h.posted("提问请留言")
	var all []int64
	for i := range 7 {
		all = append(all, h.commented(p, "市民"+num(int64(i)), fmt.Sprintf("问题%d", i)))
	}
	slices.Reverse(all)
	first := h.get("/2/comments/to_me.json", "count", "3")
	sameShape(t, "to_me", decode(t, []byte(sampleComments)), decode(t, first.body))
	page := func(pairs ...string) []int64 { return ids(h, h.get("/2/comments/to_me.json", pairs...), "comments") }
	for name, c := range map[string]struct {
		got, want []int64
	}{
		"first":            {page("count", "3"), all[:3]},
		"max_id is within": {page("count", "3", "max_id", num(all[2])), all[2:5]},
		"oldest less one":  {page("count", "3", "max_id", num(all[2]-1)), all[3:6]},
		"since_id is not":  {page("since_id", num(all[2])), all[:2]},
		"both":             {page("since_id", num(all[5]), "max_id", num(all[1])), all[1:5]},
		"second page":      {page("count", "3", "page", "2"), all[3:6]},
		"behind the end":   {page("count", "3", "page", "9"), nil},
		"count is cut":     {page("count", "5000"), all},
		"followed":         {page("filter_by_author", "1"), nil},
		"strangers":        {page("filter_by_author", "2"), all},
		"groups":           {page("filter_by_source", "2"), nil},
		"under the post":   {ids(h, h.get("/2/comments/show.json", "id", num(p)), "comments"), all},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if next := decode(t, first.body)["next_cursor"]; next != json.Number(num(all[3])) {
		t.Errorf("next_cursor %v", next)
	}
	for _, bad := range [][2]string{{"count", "0"}, {"count", "x"}, {"page", "-1"}, {"since_id", "1.5"}, {"max_id", "99999999999999999999"}, {"trim_user", "?"}} {
		h.refused(h.get("/2/comments/to_me.json", bad[0], bad[1]), 10017)
	}
	h.must(h.s.SetBudget(bureau, 1000))
	for range 48 {
		h.commented(p, "市民", "再问")
	}
	if n := len(page()); n != 50 {
		t.Errorf("default count %d", n)
	}
}

func TestNewItemsArriveBetweenPages(t *testing.T) {
	h := bound(t)
	p := h.posted("提问请留言")
	for i := range 4 {
		h.commented(p, "市民", fmt.Sprint("问", i))
	}
	h.must(h.s.CommentBetweenPages("/2/comments/to_me.json", bureau, p, "迟到的人", "新来"))
	if h.s.CommentBetweenPages("", "", 5, "x", "y") == nil || h.s.CommentBetweenPages("", "", p, "", "y") == nil {
		t.Error("a plan that cannot come true must be told")
	}
	one := ids(h, h.get("/2/comments/to_me.json", "count", "2"), "comments")
	two := h.texts(h.get("/2/comments/to_me.json", "count", "2", "page", "2"), "comments")
	if !slices.Equal(two, []string{"问2", "问1"}) {
		t.Errorf("page 2 must shift by the newcomer: %v", two)
	}
	if got := h.texts(h.get("/2/comments/to_me.json", "count", "2", "max_id", num(one[1]-1)), "comments"); !slices.Equal(got, []string{"问1", "问0"}) {
		t.Errorf("max_id must not shift: %v", got)
	}
	if got := h.texts(h.get("/2/comments/to_me.json", "since_id", num(one[0])), "comments"); !slices.Equal(got, []string{"新来"}) {
		t.Errorf("since_id: %v", got)
	}
}

func TestNullUsersAndVanishedComments(t *testing.T) {
	h := bound(t)
	p := h.posted("提问请留言")
	gone := h.commented(p, "销号的人", "还在吗")
	h.commented(p, "市民", "在")
	h.must(h.s.DropUser("销号的人"))
	r := h.object(h.get("/2/comments/to_me.json"))
	if u, there := r["comments"].([]any)[1].(map[string]any)["user"]; u != nil || !there {
		t.Errorf("user must be null, is %v", u)
	}
	h.refused(h.get("/2/users/show.json", "screen_name", "销号的人"), 20003)
	h.must(h.s.DeleteComment(gone))
	r = h.object(h.get("/2/comments/to_me.json"))
	if len(r["comments"].([]any)) != 1 || r["total_number"] != json.Number("2") {
		t.Errorf("a vanished comment still counts in total_number: %v", r["total_number"])
	}
	if h.s.DeleteComment(gone) == nil || h.s.DropUser("销号的人") == nil {
		t.Error("deleting twice must be told")
	}
	if u := h.object(h.get("/2/comments/to_me.json", "trim_user", "1"))["comments"].([]any)[0].(map[string]any)["user"].(map[string]any); len(u) != 1 {
		t.Errorf("trim_user: %v", u)
	}
}

func TestTimelineShowsTheLatestFiveOfTheUserOnly(t *testing.T) {
	h := bound(t)
	var all []int64
	for i := range 7 {
		all = append(all, h.posted(fmt.Sprint("第", i)))
	}
	slices.Reverse(all)
	line := func(pairs ...string) []int64 {
		return ids(h, h.get("/2/statuses/user_timeline.json", pairs...), "statuses")
	}
	if got := line(); !slices.Equal(got, all[:5]) {
		t.Errorf("%v", got)
	}
	if got := line("count", "100", "max_id", num(all[3])); !slices.Equal(got, all[3:5]) {
		t.Errorf("older ones stay hidden: %v", got)
	}
	if got := line("uid", bureau, "screen_name", "青禾市教育局", "since_id", num(all[2])); !slices.Equal(got, all[:2]) {
		t.Errorf("%v", got)
	}
	h.refused(h.get("/2/statuses/user_timeline.json", "uid", other), 10014)
}

func TestMentionsAndDeletedOriginals(t *testing.T) {
	h := bound(t)
	p := h.posted("原文")
	if _, err := h.s.Mention(bureau, "记者", "问一下", 0); err != nil {
		t.Fatal(err)
	}
	if _, err := h.s.Mention(bureau, "记者", "转一下 @青禾市教育局", p); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []error{second(h.s.Mention("1", "a", "b", 0)), second(h.s.Mention(bureau, "", "b", 0)), second(h.s.Mention(bureau, "a", "b", 7))} {
		if bad == nil {
			t.Error("an impossible mention must be told")
		}
	}
	read := func() []any { return h.object(h.get("/2/statuses/mentions.json"))["statuses"].([]any) }
	if got := h.texts(h.get("/2/statuses/mentions.json"), "statuses"); !slices.Equal(got, []string{"转一下 @青禾市教育局", "问一下 @青禾市教育局"}) {
		t.Fatalf("%v", got)
	}
	if got := h.texts(h.get("/2/statuses/mentions.json", "filter_by_type", "1"), "statuses"); len(got) != 1 {
		t.Errorf("originals only: %v", got)
	}
	if o := read()[0].(map[string]any)["retweeted_status"].(map[string]any); o["idstr"] != num(p) || o["user"] == nil {
		t.Errorf("original %v", o)
	}
	r := h.send("GET", "/2/statuses/count.json?ids="+num(p)+",12&access_token="+h.token, "", nil)
	if string(r.body) != `[{"id":"`+num(p)+`","comments":"0","reposts":"1","attitudes":"0"}]` {
		t.Errorf("count: %s", r.body)
	}
	h.must(h.s.DeletePost(p))
	o := read()[0].(map[string]any)["retweeted_status"].(map[string]any)
	if _, user := o["user"]; user || o["deleted"] != "1" || o["idstr"] != num(p) {
		t.Errorf("a deleted original has deleted=\"1\" and no user: %v", o)
	}
	if h.s.DeletePost(p) == nil {
		t.Error("deleting twice must be told")
	}
	h.refused(h.get("/2/statuses/count.json"), 20001)
	h.refused(h.get("/2/statuses/count.json", "ids", "a"), 10017)
	h.refused(h.get("/2/statuses/count.json", "ids", strings.Repeat("1,", 100)+"1"), 10008)
	h.refused(h.get("/2/statuses/show.json"), 10016)
	h.refused(h.get("/2/statuses/show.json", "id", "x"), 10017)
	h.refused(h.get("/2/statuses/show.json", "id", num(p)), 20101)
	h.refused(h.get("/2/comments/show.json", "id", num(p)), 20101)
}

func second(_ int64, err error) error { return err }

func TestUsers(t *testing.T) {
	h := bound(t)
	if got := h.object(h.get("/2/account/get_uid.json")); got["uid"] != json.Number(bureau) {
		t.Errorf("%v", got)
	}
	sample := decode(t, []byte(sampleComments))["comments"].([]any)[0].(map[string]any)["user"]
	sameShape(t, "user", sample, any(h.object(h.get("/2/users/show.json", "uid", bureau))))
	h.must(h.s.Rename(bureau, "青禾教育"))
	h.must(h.s.SetVerified(bureau, false, ""))
	got := h.object(h.get("/2/users/show.json", "uid", bureau))
	if got["screen_name"] != "青禾教育" || got["verified"] != false || got["verified_type"] != json.Number("-1") {
		t.Errorf("drift: %v", got)
	}
	h.refused(h.get("/2/users/show.json", "screen_name", "青禾市教育局"), 20003)
	h.refused(h.get("/2/users/show.json", "uid", "3"), 20003)
	h.refused(h.get("/2/users/show.json"), 10008)
	h.refused(h.get("/2/users/show.json", "uid", "3", "screen_name", "x"), 10008)
	if h.s.Rename("3", "x") == nil || h.s.Rename(bureau, " ") == nil {
		t.Error("an impossible name must be told")
	}
}

func TestPagesForPeople(t *testing.T) {
	h := bound(t)
	got := h.object(h.withPicture("看图 "+site, "pic", smallPNG()))
	p := id(t, got)
	h.commented(p, "市民", "<b>好</b>")
	r := h.get("/2/statuses/go", "uid", bureau, "id", num(p))
	if r.status != 302 || r.header.Get("Location") != "/"+bureau+"/"+num(p) {
		t.Fatalf("go: %d %v", r.status, r.header)
	}
	page := string(h.get(r.header.Get("Location")).body)
	for _, want := range []string{"看图", "&lt;b&gt;好", "<img", "青禾发布台", "不是真实的微博"} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %s", want)
		}
	}
	h.refused(h.get("/2/statuses/go", "uid", other, "id", num(p)), 20101)
	for _, path := range []string{"/", "/1/" + num(p), "/" + bureau + "/1", "/pictures/" + strings.Repeat("0", 64), "/pictures/..%2fweibo.jsonl", "/avatar/1/50"} {
		if r := h.get(path); r.status != 404 {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	if r := h.get("/avatar/" + bureau + "/50"); r.status != 200 || !strings.Contains(string(r.body), "青") {
		t.Errorf("avatar: %d", r.status)
	}
	h.later(time.Hour)
}
