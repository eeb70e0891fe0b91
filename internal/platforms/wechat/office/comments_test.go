package office_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/platforms/platformtest"
	"huiying/internal/platforms/wechat"
	"huiying/internal/platforms/wechat/office"
	"huiying/internal/problem"
	"huiying/publishing/content"
)

const comments = "/cgi-bin/comment/list"

// threads is an office before a platform with comments: by msg_data_id the answer, else one comment. It tells which were
// asked for, each once.
func threads(t *testing.T, answers map[string]string, figures string) (*office.Office, *[]string) {
	t.Helper()
	var asked []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch r.URL.Path {
		case "/cgi-bin/stable_token":
			_, _ = io.WriteString(w, `{"access_token":"t","expires_in":7200}`)
		case "/datacube/getarticletotaldetail":
			_, _ = io.WriteString(w, figures)
		case comments:
			_, rest, _ := strings.Cut(string(body), `"msg_data_id":`)
			id, _, _ := strings.Cut(rest, ",")
			if !slices.Contains(asked, id) {
				asked = append(asked, id)
			}
			a, ok := answers[id]
			if !ok {
				a = fmt.Sprintf(`{"errcode":0,"total":1,"comment":[{"user_comment_id":1,"create_time":1795000000,"content":"问 %s"}]}`, id)
			}
			_, _ = io.WriteString(w, a)
		}
	}))
	t.Cleanup(s.Close)
	k := &keys{accounts.NewCredential(account, accounts.WeChat, "wx1", "wx1", []byte("secret"))}
	return office.New(s.URL, s.Client(), k, platformtest.Noon, quick()...), &asked
}

func under(ids ...string) (posts []inbox.PostRef) {
	for _, id := range ids {
		posts = append(posts, inbox.PostRef{Delivery: "d" + id, MsgDataID: id, At: platformtest.Noon()})
	}
	return posts
}

// The trouble of one article is its own; that of the account, or of the way to it, ends the round.
func TestOneArticlesFaultDoesNotKeepTheOthersFromBeingRead(t *testing.T) {
	const busy = `{"errcode":-1,"errmsg":"busy"}`
	for name, c := range map[string]struct {
		answers map[string]string
		asked   []string
		whole   []string
		class   problem.Class
	}{
		"nothing":          {nil, []string{"1", "2", "3", "4"}, []string{"d1", "d2", "d3", "d4"}, ""},
		"an odd article":   {map[string]string{"1": `{"errcode":88010,"errmsg":"x"}`}, []string{"1", "2", "3", "4"}, []string{"d2", "d3", "d4"}, problem.ClassPermanent},
		"a closed article": {map[string]string{"1": `{"errcode":88001,"errmsg":"x"}`}, []string{"1", "2", "3", "4"}, []string{"d2", "d3", "d4"}, ""},
		"a passing fault":  {map[string]string{"2": busy, "4": busy}, []string{"1", "2", "3", "4"}, []string{"d1", "d3"}, problem.ClassRetryRead},
		"two in a row":     {map[string]string{"2": busy, "3": busy}, []string{"1", "2", "3"}, []string{"d1"}, problem.ClassRetryRead},
		"no quota":         {map[string]string{"2": `{"errcode":45009,"errmsg":"x"}`}, []string{"1", "2"}, []string{"d1"}, problem.ClassQuota},
		"no permission":    {map[string]string{"2": `{"errcode":48001,"errmsg":"x"}`}, []string{"1", "2"}, []string{"d1"}, problem.ClassNeedsPerson},
	} {
		t.Run(name, func(t *testing.T) {
			o, asked := threads(t, c.answers, "")
			b, err := o.Collect(t.Context(), account, under("1", "2", "3", "4"), nil)
			if (err == nil) != (c.class == "") || err != nil && problem.ClassOf(err) != c.class {
				t.Errorf("%v", err)
			}
			if !slices.Equal(*asked, c.asked) || !slices.Equal(b.Complete, c.whole) || len(b.Questions) != len(c.whole) {
				t.Errorf("asked %v, whole %v, %d questions", *asked, b.Complete, len(b.Questions))
			}
		})
	}
}

// Every call counts: a first page that is not full is the end.
func TestAFewCommentsAreReadInOneCall(t *testing.T) {
	o, w, _ := bound(t)
	p := platformtest.NewParcel(account, accounts.WeChat, content.Publish, "a")
	made, err := o.Prepare(t.Context(), p, nil)
	w.Must(err)
	r, _, err := o.Send(t.Context(), p, made)
	w.Must(err)
	w.Pass(10 * time.Minute)
	post := []inbox.PostRef{{Delivery: "a", Title: p.Title, MsgDataID: r.MsgDataID, At: w.Now()}}
	for i, c := range []struct{ more, calls int }{{0, 1}, {48, 1}, {1, 3}} {
		for range c.more {
			w.Says(w.One(), "o-1", "几点开门？")
		}
		before := w.Calls(comments)
		b, err := o.Collect(t.Context(), account, post, nil)
		if err != nil || len(b.Complete) != 1 {
			t.Errorf("%+v, %v", b.Complete, err)
		}
		if n := w.Calls(comments) - before; n > c.calls {
			t.Errorf("%d: %d calls for %d comments", i, n, len(b.Questions))
		}
	}
}

// The statistics may write an address otherwise than the answer that gave it.
func TestALostArticleIsKnownByItsAddressOrByATitleOfItsOwn(t *testing.T) {
	row := func(id int, kind int, title, link string) string {
		return fmt.Sprintf(`{"msgid":"%d_1","publish_type":%d,"title":%q,"content_url":%q}`, id, kind, title, link)
	}
	const link = "http://mp.weixin.qq.com/s?__biz=x&mid=1&idx=1&sn=y#rd"
	for name, c := range map[string]struct {
		link string
		rows []string
		want string
	}{
		"another scheme and fragment": {link, []string{row(1, 1, "别的", "https://mp.weixin.qq.com/s?__biz=x&mid=1&idx=1&sn=y#wechat_redirect"), row(2, 1, "供暖", "https://mp.weixin.qq.com/s/2")}, "1"},
		"another address, one title":  {link, []string{row(1, 1, "别的", "https://mp.weixin.qq.com/s/1"), row(2, 1, "供暖", "https://mp.weixin.qq.com/s/2")}, "2"},
		"two of this title":           {link, []string{row(1, 1, "供暖", "https://mp.weixin.qq.com/s/1"), row(2, 1, "供暖", "https://mp.weixin.qq.com/s/2")}, ""},
		"a push":                      {"", []string{row(1, 1, "供暖", "https://mp.weixin.qq.com/s/1"), row(2, 0, "供暖", "https://mp.weixin.qq.com/s/2")}, "2"},
		"two pushes":                  {"", []string{row(1, 0, "供暖", "https://mp.weixin.qq.com/s/1"), row(2, 0, "供暖", "https://mp.weixin.qq.com/s/2")}, ""},
		"nothing":                     {link, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o, asked := threads(t, nil, `{"list":[`+strings.Join(c.rows, ",")+`]}`)
			_, err := o.Collect(t.Context(), account, []inbox.PostRef{{Delivery: "a", Title: "供暖", Link: c.link, At: platformtest.Noon().AddDate(0, 0, -1)}}, nil)
			if got := strings.Join(*asked, ","); err != nil || got != c.want {
				t.Errorf("asked for %q, want %q; %v", got, c.want, err)
			}
		})
	}
}

// What is wrong with a draft is mended in the text, and never tried again as it is.
func TestWhatWeChatRefusesInADraftHasWords(t *testing.T) {
	for code, words := range map[string]string{"45110": "作者名", "44004": "正文是空的", "41005": "没有收到图片"} {
		o := answering(t, map[string]string{push: `{"errcode":` + code + `,"errmsg":"x"}`})
		p := platformtest.NewParcel(account, accounts.WeChat, content.Broadcast, "a")
		_, _, err := o.Send(t.Context(), p, []byte(`{"draft":"x"}`))
		if problem.ClassOf(err) != problem.ClassPermanent || wechat.CodeOf(err) != code || !strings.Contains(problem.Words(err), words) {
			t.Errorf("%s: %v, %s", code, err, problem.Words(err))
		}
	}
}
