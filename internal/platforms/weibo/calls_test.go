package weibo

import (
	"context"
	"encoding/json"
	"errors"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"huiying/internal/problem"
)

func ctx() context.Context { return context.Background() }

// sampleStatus is the wiki's example of a post, with an id beyond 2^53.
const sampleStatus = `{"created_at":"Tue May 31 17:46:55 +0800 2011","id":9007199254740993,"mid":"9007199254740993","idstr":"9007199254740993",
	"text":"求关注。","source":"<a href=\"http://weibo.com\" rel=\"nofollow\">新浪微博</a>","favorited":false,"truncated":false,"in_reply_to_status_id":"",
	"geo":null,"pic_urls":[{"thumbnail_pic":"http://ww1.sinaimg.cn/t.jpg"}],"reposts_count":8,"comments_count":"9","attitudes_count":0,"isLongText":false,
	"visible":{"type":0,"list_id":0},"user":{"id":1404376560,"idstr":"1404376560","screen_name":"zaku","name":"zaku","province":"11","verified":true,"verified_type":1,
	"verified_reason":"某县人民政府办公室","followers_count":1204},"retweeted_status":{"id":11142488790,"text":"抱歉，此微博已被删除。","deleted":"1","user":null}}`

const sampleComment = `{"created_at":"Wed Jun 01 00:50:25 +0800 2011","id":12438492184,"mid":"5612814510546515491","idstr":"12438492184","text":"love your work","source":"x",
	"user":{"id":1404376560,"screen_name":"zaku"},"status":{"id":11142488790,"text":"我的相机到了。","user":null},"reply_comment":{"id":"12438492183","text":"原评论","user":null},"rootid":12438492184,"floor_number":1}`

func TestShareAsDocumented(t *testing.T) {
	const path, text = "/2/statuses/share.json", "通知 + 100% <b> http://www.example.gov.cn/1?a=b&c=d"
	p := newSample(t, one(path, 200, sampleStatus))
	got, err := p.client().Share(ctx(), text, nil, "203.0.113.9")
	if err != nil || got.ID != 9007199254740993 || got.Pending || got.Status.Text != "求关注。" || got.Status.User.VerifiedType != VerifiedGovernment ||
		!got.Status.Created.Equal(time.Date(2011, 5, 31, 9, 46, 55, 0, time.UTC)) || !bool(got.Status.Retweeted.Deleted) || got.Status.Retweeted.User != nil || got.Status.Comments != 9 {
		t.Errorf("%+v, %v", got, err)
	}
	s := p.made(path)[0]
	f := s.form(t)
	if s.method != "POST" || len(f) != 3 || f.Get("status") != text || f.Get("rip") != "203.0.113.9" || f.Get("access_token") != testToken || len(s.query) != 0 {
		t.Errorf("sent %+v", s)
	}
	if _, err = p.client().Share(ctx(), text, png(), "203.0.113.9"); err != nil {
		t.Fatal(err)
	}
	s = p.made(path)[1]
	_, param, err := mime.ParseMediaType(s.contentType)
	if err != nil {
		t.Fatal(err)
	}
	form, err := multipart.NewReader(strings.NewReader(s.body), param["boundary"]).ReadForm(1 << 20)
	if err != nil || len(form.File["pic"]) != 1 || form.File["pic"][0].Filename != "picture.png" || form.Value["status"][0] != text || form.Value["access_token"][0] != testToken {
		t.Errorf("%+v, %v", form, err)
	}
}

func TestASuccessStaysOneWhateverElseTheAnswerHolds(t *testing.T) {
	for body, want := range map[string]Shared{
		`{"id":7}`: {ID: 7}, `{"id":"7","text":{"odd":1},"user":[]}`: {ID: 7}, `{"idstr":"7"}`: {ID: 7}, `{"mid":"7","created_at":5}`: {ID: 7},
		`{"error":"Status is posted, please wait 1-2 minutes","error_code":20032}`: {Pending: true},
		`{"error":"x","error_code":"20032","request":"/2/statuses/share.json"}`:    {Pending: true},
	} {
		got, err := newSample(t, one("/2/statuses/share.json", 403, body)).client().Share(ctx(), "x", nil, "")
		if err != nil || got.ID != want.ID || got.Pending != want.Pending || int64(got.Status.ID) != want.ID {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
	c := newSample(t, one("/2/comments/create.json", 400, `{"error":"x","error_code":20032}`)).client()
	if got, err := c.CommentCreate(ctx(), 1, "x", ""); err != nil || !got.Pending {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestCommentingAsDocumented(t *testing.T) {
	p := newSample(t, map[string][]reply{"/2/comments/create.json": {{200, sampleComment}}, "/2/comments/reply.json": {{200, sampleComment}, {200, `{"id":5,"status":3}`}}})
	c := p.client()
	got, err := c.CommentCreate(ctx(), 9007199254740993, "您好", "203.0.113.9")
	if err != nil || got.ID != 12438492184 || got.Comment.ReplyTo.ID != 12438492183 || got.Comment.Status.User != nil || got.Comment.User.ScreenName != "zaku" {
		t.Errorf("%+v, %v", got, err)
	}
	if f := p.made("/2/comments/create.json")[0].form(t); f.Get("id") != "9007199254740993" || f.Get("comment") != "您好" || f.Get("comment_ori") != "0" || f.Get("rip") != "203.0.113.9" {
		t.Errorf("sent %v", f)
	}
	if _, err := c.CommentReply(ctx(), 2, 1, "您好", true, ""); err != nil {
		t.Error(err)
	}
	if got, err := c.CommentReply(ctx(), 2, 1, "您好", false, ""); err != nil || got.ID != 5 || got.Comment.Status != nil {
		t.Errorf("%+v, %v", got, err)
	}
	for i, want := range []string{"0", "1"} {
		if f := p.made("/2/comments/reply.json")[i].form(t); f.Get("cid") != "2" || f.Get("id") != "1" || f.Get("without_mention") != want || f.Has("rip") {
			t.Errorf("sent %v", f)
		}
	}
}

func TestReadingAsDocumented(t *testing.T) {
	p := newSample(t, map[string][]reply{
		"/2/statuses/show.json":   {{200, sampleStatus}},
		"/2/statuses/count.json":  {{200, `[{"id":"32817222","comments":"16","reposts":"5","attitudes":1},{"id":9007199254740993,"comments":10,"reposts":3}]`}},
		"/2/account/get_uid.json": {{200, `{"uid":3456676543}`}},
		"/2/users/show.json":      {{200, `{"id":1404376560,"screen_name":"zaku","verified":false,"verified_type":-1,"followers_count":1204,"status":{"id":1}}`}},
		"/2/account/rate_limit_status.json": {{200, `{"ip_limit":10000,"limit_time_unit":"HOURS","remaining_ip_hits":10000,"remaining_user_hits":"150","reset_time":"2011-06-03 18:00:00",
			"reset_time_in_seconds":2415,"user_limit":150,"api_rate_limits":[{"api":"/statuses/update","limit":30,"limit_time_unit":"HOURS","remaining_hits":29}]}`}},
	})
	c := p.client()
	if s, err := c.StatusShow(ctx(), 9007199254740993); err != nil || s.ID != 9007199254740993 || s.Pictures[0].Thumbnail == "" {
		t.Errorf("%+v, %v", s, err)
	}
	asked := p.made("/2/statuses/show.json")[0]
	if asked.method != "GET" || asked.query.Get("id") != "9007199254740993" || asked.query.Get("access_token") != testToken {
		t.Errorf("asked %+v", asked)
	}
	n, err := c.StatusCounts(ctx(), 32817222, 9007199254740993)
	if err != nil || !reflect.DeepEqual(n, map[int64]Counts{32817222: {16, 5, 1}, 9007199254740993: {10, 3, 0}}) || p.made("/2/statuses/count.json")[0].query.Get("ids") != "32817222,9007199254740993" {
		t.Errorf("%+v, %v", n, err)
	}
	if u, err := c.UID(ctx()); err != nil || u != 3456676543 {
		t.Errorf("%d, %v", u, err)
	}
	if u, err := c.UserShow(ctx(), 1404376560); err != nil || u.ScreenName != "zaku" || u.VerifiedType != -1 {
		t.Errorf("%+v, %v", u, err)
	}
	r, err := c.RateLimit(ctx())
	want := RateLimit{150, 150, 10000, 10000, "HOURS", p.now.Add(2415 * time.Second), []CallLimit{{"/statuses/update", 30, 29, "HOURS"}}}
	if err != nil || !reflect.DeepEqual(r, want) {
		t.Errorf("%+v, %v", r, err)
	}
	if _, ok := c.Skew(); !ok {
		t.Error("no skew")
	}
	if a := Address(DefaultBase, 1, 2); a != "https://api.weibo.com/2/statuses/go?id=2&uid=1" {
		t.Error(a)
	}
}

func TestListsTolerateHoles(t *testing.T) {
	body := `{"comments":[null,{"id":5,"text":"五","user":null,"status":null},{"id":"4","created_at":"?","user":{"id":1}}],"total_number":"7","hasvisible":false,"next_cursor":0}`
	p := newSample(t, map[string][]reply{"/2/comments/to_me.json": {{200, body}}, "/2/comments/by_me.json": {{200, body}}, "/2/comments/show.json": {{200, body}},
		"/2/statuses/mentions.json": {{200, `{"statuses":[{"id":9,"user":null,"retweeted_status":null},{}],"total_number":0}`}}, "/2/statuses/user_timeline.json": {{200, `[]`}}})
	c := p.client()
	for _, f := range []func() (Listing[Comment], error){
		func() (Listing[Comment], error) { return c.CommentsToMe(ctx(), Page{SinceID: 3, MaxID: 9, Count: 50}) },
		func() (Listing[Comment], error) { return c.CommentsByMe(ctx(), Page{SinceID: 3, MaxID: 9, Count: 50}) },
		func() (Listing[Comment], error) {
			return c.CommentsShow(ctx(), 77, Page{SinceID: 3, MaxID: 9, Count: 50})
		},
	} {
		l, err := f()
		if err != nil || len(l.Items) != 2 || l.Items[0].User != nil || l.Items[1].ID != 4 || !l.Items[1].Created.IsZero() || l.Total != 7 || l.More {
			t.Errorf("%+v, %v", l, err)
		}
	}
	q := p.made("/2/comments/show.json")[0].query
	if q.Get("id") != "77" || q.Get("since_id") != "3" || q.Get("max_id") != "9" || q.Get("count") != "50" {
		t.Errorf("asked %v", q)
	}
	m, err := c.Mentions(ctx(), Page{})
	if err != nil || len(m.Items) != 1 || m.Next != (Page{MaxID: 8}) || !m.More || len(p.made("/2/statuses/mentions.json")[0].query) != 1 {
		t.Errorf("%+v, %v", m, err)
	}
	if l, err := c.UserTimeline(ctx(), Page{}); err != nil || len(l.Items) != 0 || l.More {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestNextPageEndsOneBelowTheOldest(t *testing.T) {
	items := func(ids ...int64) (out []Comment) {
		for _, id := range ids {
			c := Comment{}
			_ = c.ID.UnmarshalJSON(json.RawMessage(jsonInt(id)))
			out = append(out, c)
		}
		return out
	}
	for _, tt := range []struct {
		name string
		p    Page
		got  []Comment
		kept int
		next Page
		more bool
	}{
		{"first page", Page{Count: 3}, items(30, 20, 10), 3, Page{MaxID: 9, Count: 3}, true},
		{"short page is not the end", Page{Count: 50}, items(30), 1, Page{MaxID: 29, Count: 50}, true},
		{"empty page", Page{SinceID: 1, MaxID: 9}, nil, 0, Page{}, false},
		{"down to the last known", Page{SinceID: 9}, items(12, 10), 2, Page{}, false},
		{"room above the last known", Page{SinceID: 8}, items(12, 10), 2, Page{SinceID: 8, MaxID: 9}, true},
		{"since_id ignored by the platform", Page{SinceID: 15}, items(20, 10), 1, Page{}, false},
		{"max_id ignored by the platform", Page{MaxID: 9}, items(30, 20), 0, Page{}, false},
		{"newer ones slipped in", Page{MaxID: 25}, items(30, 20), 1, Page{MaxID: 19}, true},
		{"id 1", Page{}, items(1), 1, Page{}, false},
		{"only holes", Page{}, items(0, 0), 0, Page{}, false},
		{"not in order", Page{}, items(10, 30, 20), 3, Page{MaxID: 9}, true},
	} {
		l := listing(tt.p, tt.got, 99)
		if len(l.Items) != tt.kept || l.Next != tt.next || l.More != tt.more {
			t.Errorf("%s: %+v", tt.name, l)
		}
	}
}

func jsonInt(n int64) string { b, _ := json.Marshal(n); return string(b) }

func TestCollectWalksToTheEndOrToItsBudget(t *testing.T) {
	pages := map[int64][]int64{0: {50, 40, 40}, 39: {30, 20}, 19: {10}, 9: nil}
	fetch := func(_ context.Context, p Page) (Listing[Comment], error) {
		var out []Comment
		for _, id := range pages[p.MaxID] {
			c := Comment{}
			_ = c.ID.UnmarshalJSON([]byte(jsonInt(id)))
			out = append(out, c)
		}
		return listing(p, out, 0), nil
	}
	all, err := Collect(ctx(), Page{}, 10, fetch)
	if err != nil || !all.Done || len(all.Items) != 5 || all.Calls != 4 || all.Items[4].ID != 10 {
		t.Errorf("%+v, %v", all, err)
	}
	some, err := Collect(ctx(), Page{SinceID: 5}, 2, fetch)
	if err != nil || some.Done || len(some.Items) != 4 || some.Rest != (Page{SinceID: 5, MaxID: 19}) {
		t.Errorf("%+v, %v", some, err)
	}
	rest, err := Collect(ctx(), some.Rest, 2, fetch)
	if err != nil || !rest.Done || len(rest.Items) != 1 {
		t.Errorf("%+v, %v", rest, err)
	}
	broken, err := Collect(ctx(), Page{}, 5, func(c context.Context, p Page) (Listing[Comment], error) {
		if p.MaxID == 39 {
			return Listing[Comment]{}, errors.New("gone")
		}
		return fetch(c, p)
	})
	if err == nil || broken.Done || len(broken.Items) != 2 || broken.Rest != (Page{MaxID: 39}) {
		t.Errorf("%+v, %v", broken, err)
	}
}

func TestAReadThatNeverLeftIsMadeOnceMore(t *testing.T) {
	p := newSample(t, one("/2/account/get_uid.json", 200, `{"uid":"1"}`))
	var dials atomic.Int32
	hc := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		if dials.Add(1) == 1 {
			return nil, &net.OpError{Op: "dial", Err: errors.New("refused")}
		}
		var d net.Dialer
		return d.DialContext(ctx, network, addr)
	}}}
	c := New(p.server.URL, hc, func() string { return testToken }, time.Now)
	if u, err := c.UID(ctx()); err != nil || u != 1 || dials.Load() != 2 {
		t.Errorf("%d, %v after %d dials", u, err, dials.Load())
	}
	dials.Store(0)
	hc.CloseIdleConnections()
	if _, err := c.Share(ctx(), "x", nil, ""); problem.ClassOf(err) != problem.ClassNotSent || dials.Load() != 1 {
		t.Errorf("a write: %v after %d dials", err, dials.Load())
	}
}

func FuzzAnswers(f *testing.F) {
	for _, s := range []string{sampleStatus, sampleComment, `{"comments":[` + sampleComment + `],"total_number":1}`, `{"error":"x","error_code":"20032"}`, `[]`, `[[]]`, "<html>", `{"id":1}{}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		c := New("http://weibo.example", &http.Client{Transport: canned(body)}, func() string { return testToken }, time.Now, WithLimiter(nil))
		s, err := c.Share(ctx(), "x", nil, "")
		if err == nil && !s.Pending && s.ID <= 0 {
			t.Fatalf("%q was taken as success", body)
		}
		if class := problem.ClassOf(err); err != nil && (class == problem.ClassRetryRead || class == problem.ClassNotSent) {
			t.Fatalf("%q: a write of class %q", body, class)
		}
		_, _ = c.StatusCounts(ctx(), 1)
		if l, err := c.CommentsToMe(ctx(), Page{SinceID: 1, MaxID: 1 << 60}); err == nil && l.More && l.Next.MaxID >= 1<<60 {
			t.Fatalf("no progress on %q", body)
		}
	})
}
