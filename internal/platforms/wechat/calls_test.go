package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"mime/multipart"
	"reflect"
	"strings"
	"testing"

	"huiying/internal/problem"
)

func ctx() context.Context { return context.Background() }

func TestDraftsAsDocumented(t *testing.T) {
	p := newSample(t, map[string][]string{
		"/cgi-bin/draft/add":      {`{"media_id":"MEDIA_ID_of_the_draft"}`},
		"/cgi-bin/draft/get":      {`{"news_item":[{"title":"TITLE","author":"AUTHOR","digest":"DIGEST","content":"CONTENT","content_source_url":"","thumb_media_id":"THUMB","show_cover_pic":1,"need_open_comment":0,"only_fans_can_comment":"1","url":"http://mp.weixin.qq.com/s?t=1"}]}`},
		"/cgi-bin/draft/delete":   {`{"errcode":0,"errmsg":"ok"}`},
		"/cgi-bin/draft/count":    {`{"total_count":3}`},
		"/cgi-bin/draft/batchget": {`{"total_count":21,"item_count":1,"item":[{"media_id":"M1","content":{"news_item":[{"title":"T"}]},"update_time":1625000000}]}`},
	})
	c := p.client()
	article := Article{Type: ArticleNews, Title: "标题 \u2028 <b>&", Author: "县府办", Content: "<p style=\"a\">一</p>", ThumbMediaID: "THUMB", NeedOpenComment: 1, Crop235x1: "0_0_1_0.5"}
	id, err := c.DraftAdd(ctx(), []Article{article, {Type: ArticleNewsPic, Title: "图", Content: "文", Images: NewImageInfo("a", "b")}})
	if err != nil || id != "MEDIA_ID_of_the_draft" {
		t.Errorf("%q, %v", id, err)
	}
	sent := p.made("/cgi-bin/draft/add")[0]
	want := `{"articles":[{"article_type":"news","title":"标题 ` + "\u2028" + ` <b>&","author":"县府办","content":"<p style=\"a\">一</p>","thumb_media_id":"THUMB","need_open_comment":1,"only_fans_can_comment":0,"pic_crop_235_1":"0_0_1_0.5"},` +
		`{"article_type":"newspic","title":"图","content":"文","need_open_comment":0,"only_fans_can_comment":0,"image_info":{"image_list":[{"image_media_id":"a"},{"image_media_id":"b"}]}}]}`
	if sent.body != want || sent.method != "POST" || sent.token != testToken {
		t.Errorf("sent %s\nwant %s", sent.body, want)
	}
	list, err := c.DraftGet(ctx(), id)
	if err != nil || len(list) != 1 || list[0].Title != "TITLE" || list[0].OnlyFansCanComment != 1 || list[0].URL != "http://mp.weixin.qq.com/s?t=1" {
		t.Errorf("%+v, %v", list, err)
	}
	if err := c.DraftDelete(ctx(), id); err != nil {
		t.Error(err)
	}
	if n, err := c.DraftCount(ctx()); err != nil || n != 3 || p.made("/cgi-bin/draft/count")[0].method != "GET" {
		t.Errorf("%d, %v", n, err)
	}
	box, err := c.DraftBatchGet(ctx(), 20, 20, true)
	if err != nil || !reflect.DeepEqual(box, Drafts{Total: 21, Items: []Draft{{"M1", []Article{{Title: "T"}}, 1625000000}}}) {
		t.Errorf("%+v, %v", box, err)
	}
	if b := p.made("/cgi-bin/draft/batchget")[0].body; b != `{"offset":20,"count":20,"no_content":1}` {
		t.Errorf("asked %s", b)
	}
}

func TestPicturesAsDocumented(t *testing.T) {
	p := newSample(t, map[string][]string{
		"/cgi-bin/media/uploadimg":       {`{"url":"http://mmbiz.qpic.cn/mmbiz/abc/0"}`},
		"/cgi-bin/material/add_material": {`{"media_id":"MEDIA","url":"http://mmbiz.qpic.cn/x","item":[]}`},
	})
	c := p.client()
	if u, err := c.UploadImage(ctx(), png()); err != nil || u != "http://mmbiz.qpic.cn/mmbiz/abc/0" {
		t.Errorf("%q, %v", u, err)
	}
	if m, err := c.AddMaterial(ctx(), MaterialImage, png()); err != nil || m != (Material{"MEDIA", "http://mmbiz.qpic.cn/x"}) {
		t.Errorf("%+v, %v", m, err)
	}
	s := p.made("/cgi-bin/media/uploadimg")[0]
	_, param, err := mime.ParseMediaType(s.contentType)
	if err != nil {
		t.Fatal(err)
	}
	form, err := multipart.NewReader(strings.NewReader(s.body), param["boundary"]).ReadForm(1 << 20)
	if err != nil || len(form.File["media"]) != 1 || form.File["media"][0].Filename != "picture.png" {
		t.Errorf("%+v, %v", form, err)
	}
}

func TestPublishingAsDocumented(t *testing.T) {
	const path = "/cgi-bin/freepublish/"
	for _, id := range []string{`"100000001"`, `100000001`} {
		p := newSample(t, map[string][]string{submitPath: {`{"errcode":0,"errmsg":"ok","publish_id":` + id + `,"msg_data_id":9007199254740993}`}})
		if s, err := p.client().Submit(ctx(), "m"); err != nil || s != (Submitted{100000001, 9007199254740993}) {
			t.Errorf("%+v, %v", s, err)
		}
	}
	jobs := map[string]PublishJob{
		`{"publish_id":"100000001","publish_status":0,"article_id":"ARTICLE_ID","article_detail":{"count":1,"item":[{"idx":1,"article_url":"ARTICLE_URL"}]},"fail_idx":[]}`: {100000001, PublishOK, "ARTICLE_ID", map[int]string{1: "ARTICLE_URL"}, nil},
		`{"publish_id":100000001,"publish_status":1,"fail_idx":[]}`:        {PublishID: 100000001, State: PublishRunning},
		`{"publish_id":"100000001","publish_status":2,"fail_idx":[1,2]}`:   {PublishID: 100000001, State: PublishNotOriginal, FailedAt: []int{1, 2}},
		`{"publish_id":"100000001","publish_status":"4","fail_idx":["1"]}`: {PublishID: 100000001, State: PublishRefused, FailedAt: []int{1}},
		`{"publish_status":3}`:                        {PublishID: 100000001, State: PublishFailed},
		`{"publish_id":100000001,"publish_status":5}`: {PublishID: 100000001, State: PublishDeleted},
		`{"publish_id":100000001,"publish_status":6}`: {PublishID: 100000001, State: PublishBanned},
	}
	for body, want := range jobs {
		p := newSample(t, map[string][]string{path + "get": {body}})
		got, err := p.client().PublishStatus(ctx(), 100000001)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
		if b := p.made(path + "get")[0].body; b != `{"publish_id":"100000001"}` {
			t.Errorf("asked %s", b)
		}
	}
	p := newSample(t, map[string][]string{
		path + "getarticle": {`{"news_item":[{"title":"T","thumb_url":"U","is_deleted":false,"url":"http://mp.weixin.qq.com/s/1"},{"title":"D","is_deleted":true}]}`},
		path + "batchget":   {`{"total_count":1,"item_count":1,"item":[{"article_id":"A","content":{"news_item":[{"title":"T","is_deleted":0}]},"update_time":"1625000000"}]}`},
	})
	c := p.client()
	if a, err := c.GetArticle(ctx(), "A"); err != nil || len(a) != 2 || bool(a[0].IsDeleted) || !bool(a[1].IsDeleted) || a[0].URL != "http://mp.weixin.qq.com/s/1" {
		t.Errorf("%+v, %v", a, err)
	}
	if l, err := c.PublishedBatch(ctx(), 0, 5, false); err != nil || !reflect.DeepEqual(l, Published{1, []PublishedItem{{"A", []Article{{Title: "T"}}, 1625000000}}}) {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestMassSendingAsDocumented(t *testing.T) {
	const path, key = "/cgi-bin/message/mass/sendall", "0123456789abcdef0123456789abcdef"
	for answer, want := range map[string]MassSent{
		`{"errcode":0,"errmsg":"send job submission success","msg_id":34182,"msg_data_id":206227730}`: {34182, 206227730, false},
		`{"errcode":45065,"errmsg":"clientmsgid exist","msg_id":"34182"}`:                             {34182, 0, true},
	} {
		p := newSample(t, map[string][]string{path: {answer}})
		got, err := p.client().MassSendAll(ctx(), "MEDIA", key, true)
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v", answer, got, err)
		}
		if b := p.made(path)[0].body; b != `{"filter":{"is_to_all":true},"mpnews":{"media_id":"MEDIA"},"msgtype":"mpnews","send_ignore_reprint":1,"clientmsgid":"`+key+`"}` {
			t.Errorf("sent %s", b)
		}
	}
	for answer, class := range map[string]problem.Class{
		`{"errcode":45065,"errmsg":"clientmsgid exist"}`:               problem.ClassPermanent,
		`{"errcode":45066,"errmsg":"same clientmsgid retry too fast"}`: problem.ClassUnknown,
		`{"errcode":0,"errmsg":"ok"}`:                                  problem.ClassUnknown,
	} {
		p := newSample(t, map[string][]string{path: {answer}})
		if _, err := p.client().MassSendAll(ctx(), "MEDIA", key, false); problem.ClassOf(err) != class || len(p.made(path)) != 1 {
			t.Errorf("%s: %v", answer, err)
		}
	}
	p := newSample(t, map[string][]string{"/cgi-bin/message/mass/get": {`{"msg_id":201053012,"msg_status":"SEND_SUCCESS"}`}})
	if s, err := p.client().MassGet(ctx(), 201053012); err != nil || s != MassSuccess {
		t.Errorf("%q, %v", s, err)
	}
}

func TestCommentsAsDocumented(t *testing.T) {
	const path = "/cgi-bin/comment/"
	list := `{"errcode":0,"errmsg":"ok","total":4,"comment_cnt":9,"comment":[
		{"user_comment_id":1,"openid":"o1","create_time":1600000000,"content":"一","comment_type":1,"reply":{"content":"谢谢","create_time":1600000001}},
		{"user_comment_id":"9007199254740993","openid":"o2","create_time":"1600000002","content":"二","comment_type":0,"reply":[{"content":"好","create_time":1600000003}]},
		{"user_comment_id":3,"create_time":1600000004,"content":"三","comment_type":0,"reply":[]},
		{"user_comment_id":4,"openid":null,"create_time":1600000005,"content":"四","comment_type":0,"reply":{}}]}`
	ok := []string{`{"errcode":0,"errmsg":"ok"}`}
	p := newSample(t, map[string][]string{path + "list": {list, `{"errcode":0,"total":0}`}, path + "open": ok, path + "close": ok, path + "reply/add": ok, path + "reply/delete": ok})
	c, th := p.client(), Thread{MsgDataID: 9007199254740993, Index: 1}
	got, err := c.CommentList(ctx(), th, 49, MaxComments, CommentsAll)
	want := Comments{4, []Comment{
		{1, "o1", 1600000000, "一", true, &CommentReply{"谢谢", 1600000001}}, {9007199254740993, "o2", 1600000002, "二", false, &CommentReply{"好", 1600000003}},
		{3, "", 1600000004, "三", false, nil}, {4, "", 1600000005, "四", false, nil}}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if b := p.made(path + "list")[0].body; b != `{"msg_data_id":9007199254740993,"index":1,"begin":49,"count":49,"type":0}` {
		t.Errorf("asked %s", b)
	}
	if none, err := c.CommentList(ctx(), th, 98, MaxComments, CommentsAll); err != nil || len(none.Items) != 0 {
		t.Errorf("empty page: %+v, %v", none, err)
	}
	for _, err := range []error{c.CommentOpen(ctx(), th), c.CommentClose(ctx(), th), c.CommentReplyAdd(ctx(), th, 9007199254740993, "<答>"), c.CommentReplyDelete(ctx(), th, 7)} {
		if err != nil {
			t.Error(err)
		}
	}
	for call, want := range map[string]string{
		"open": `{"msg_data_id":9007199254740993,"index":1}`, "close": `{"msg_data_id":9007199254740993,"index":1}`,
		"reply/add":    `{"msg_data_id":9007199254740993,"index":1,"user_comment_id":9007199254740993,"content":"<答>"}`,
		"reply/delete": `{"msg_data_id":9007199254740993,"index":1,"user_comment_id":7}`,
	} {
		if b := p.made(path + call)[0].body; b != want {
			t.Errorf("%s sent %s", call, b)
		}
	}
	for code, call := range map[string]func(*Client) error{
		CodeAlreadyReplied: func(c *Client) error { return c.CommentReplyAdd(ctx(), th, 1, "x") },
		CodeCommentGone:    func(c *Client) error { return c.CommentReplyAdd(ctx(), th, 1, "x") },
	} {
		p := newSample(t, map[string][]string{path + "reply/add": {`{"errcode":` + code + `,"errmsg":"x"}`}})
		if err := call(p.client()); CodeOf(err) != code || problem.ClassOf(err) != problem.ClassPermanent {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestAccountAsDocumented(t *testing.T) {
	p := newSample(t, map[string][]string{
		"/cgi-bin/get_api_domain_ip":           {`{"ip_list":["101.89.47.18","2402:4e00::1"]}`},
		"/cgi-bin/openapi/quota/get":           {`{"errcode":0,"errmsg":"ok","quota":{"daily_limit":100,"used":1,"remain":99},"rate_limit":{"call_count":60,"refresh_second":60}}`},
		"/cgi-bin/account/getaccountbasicinfo": {`{"appid":"wx1","account_type":2,"principal_type":1,"principal_name":"某县人民政府办公室","realname_status":1,"wx_verify_info":{"qualification_verify":true,"naming_verify":true,"annual_review":true,"annual_review_begin_time":1550490981,"annual_review_end_time":1558266981},"signature_info":{"signature":"简介","modify_used_count":5,"modify_quota":5},"head_image_info":{"head_image_url":"http://mmbiz.qpic.cn/h"},"nickname":"望川发布"}`},
	})
	c := p.client()
	if ip, err := c.APIDomainIP(ctx()); err != nil || len(ip) != 2 {
		t.Errorf("%v, %v", ip, err)
	}
	if q, err := c.QuotaGet(ctx(), submitPath); err != nil || q != (Quota{100, 1, 99, 60, 60}) || p.made("/cgi-bin/openapi/quota/get")[0].field(t, "cgi_path") != submitPath {
		t.Errorf("%+v, %v", q, err)
	}
	b, err := c.AccountBasicInfo(ctx())
	if err != nil || b.Nickname != "望川发布" || !bool(b.Verify.AnnualReview) || b.Verify.AnnualReviewEnd != 1558266981 || b.Signature.Text != "简介" {
		t.Errorf("%+v, %v", b, err)
	}
	if _, ok := c.Skew(); !ok {
		t.Error("no skew after answers with a Date header")
	}
}

func FuzzAnswers(f *testing.F) {
	for _, s := range []string{`{"errcode":0,"publish_id":"1","publish_status":0,"article_detail":{"item":{"idx":"1"}},"fail_idx":1}`, `{"total":1,"comment":[{"reply":[]}]}`, `{"errcode":"-1","errmsg":1}`, `{"item":[{}],"total_count":0}`, "<html>", ""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		c := canned(body).client()
		s, err := c.Submit(ctx(), "m")
		if err == nil && (s.PublishID == 0 || !json.Valid(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))) {
			t.Fatalf("%q was taken as success: %+v", body, s)
		}
		if class := problem.ClassOf(err); err != nil && (class == problem.ClassRetryRead || class == problem.ClassNotSent) {
			t.Fatalf("%q: a write of class %q", body, class)
		}
		_, err1 := c.CommentList(ctx(), Thread{}, 0, 1, 0)
		_, err2 := c.PublishStatus(ctx(), 1)
		_ = fmt.Sprint(problem.Words(err1), problem.Words(err2), err1, err2)
	})
}
