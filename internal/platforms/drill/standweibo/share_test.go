package standweibo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/bmp"

	"huiying/internal/platforms/drill/standweibo/request"
)

// sampleStatus has the fields of a status in WB:2/statuses/user_timeline.
const sampleStatus = `{"created_at":"Tue May 31 17:46:55 +0800 2011","id":11488058246,"mid":"5612814510546515491","idstr":"11488058246",
"text":"求关注。","source":"<a href=\"http://weibo.com\" rel=\"nofollow\">新浪微博</a>","favorited":false,"truncated":false,
"in_reply_to_status_id":"","in_reply_to_user_id":"","in_reply_to_screen_name":"","geo":null,"reposts_count":8,"comments_count":9,
"attitudes_count":0,"isLongText":false,"visible":{"type":0,"list_id":0},"pic_urls":[],
"user":{"id":1404376560,"idstr":"1404376560","screen_name":"zaku","name":"zaku","province":"11","city":"5","location":"北京 朝阳区",
"followers_count":1204,"verified":false,"verified_type":0,"verified_reason":"","avatar_large":"http://tp1.sinaimg.cn/1404376560/180/0/1"}}`

func TestShareAnswersWithAStatus(t *testing.T) {
	h := bound(t)
	h.must(h.clock.SetOffset(time.Until(time.Date(2026, 11, 24, 1, 2, 3, 0, time.UTC))))
	h.token = h.bind("1352222456", "s-reviewed", landing, bureau)
	r := h.share("青禾市教育局通知 " + site)
	got := h.object(r)
	sameShape(t, "status", decode(t, []byte(sampleStatus)), got)
	if got["created_at"] != "Tue Nov 24 09:02:03 +0800 2026" {
		t.Errorf("created_at %v", got["created_at"])
	}
	if n := id(t, got); n <= 1<<53 || int64(float64(n)) == n || got["idstr"] != num(n) || got["mid"] != num(n) {
		t.Errorf("id %d must not survive a float64", n)
	}
	if src := got["source"].(string); !strings.HasPrefix(src, "<a href=") || !strings.Contains(src, ">青禾发布台</a>") {
		t.Errorf("source %s", src)
	}
	if u := got["user"].(map[string]any); u["screen_name"] != "青禾市教育局" || u["verified_type"] != json.Number("1") {
		t.Errorf("user %v", u)
	}
	if bytes.Contains(r.body, []byte("\\u003c")) || r.header.Get("Date") != "Tue, 24 Nov 2026 01:02:03 GMT" {
		t.Errorf("%s %s", r.header.Get("Date"), r.body)
	}
	rec := h.s.Records()
	if len(rec) != 1 || rec[0].UID != bureau || rec[0].RIP != rip || rec[0].Text != "青禾市教育局通知 "+site || rec[0].App != "1352222456" {
		t.Errorf("records %+v", rec)
	}
}

func TestShareRefusals(t *testing.T) {
	h := bound(t)
	post := func(code int, pairs ...string) map[string]any {
		t.Helper()
		return h.refused(h.form("/2/statuses/share.json", pairs...), code)
	}
	post(10016, "rip", rip)
	post(20008, "status", " \n ", "rip", rip)
	post(10008, "status", "\xff "+site, "rip", rip)
	if m := post(10016, "status", "x "+site); !strings.Contains(m["error"].(string), "(rip)") {
		t.Errorf("%v", m)
	}
	for _, none := range []string{"localhost", "127.0.0.1", "0.0.0.0", "::1", "10.0.0.8", "172.16.3.4", "192.168.1.10", "169.254.0.1", "fd00::1"} {
		post(10017, "status", "x "+site, "rip", none)
	}
	if m := post(10017, "status", "没有网址", "rip", rip); m["error"] != "text not find domain!" {
		t.Errorf("%v", m)
	}
	if m := post(10017, "status", "别家 https://qinghe.example/", "rip", rip); m["error"] != "text not find domain!" {
		t.Errorf("the host must match to the letter: %v", m)
	}
	post(10017, "status", "#话题# "+site, "rip", rip)
	post(20012, "status", strings.Repeat("汉", 130)+"a"+site, "rip", rip)
	if n := len(h.s.Records()); n != 0 {
		t.Fatalf("%d posts from refused calls", n)
	}
	if m := h.object(h.share(strings.Repeat("汉", 130) + site)); m["text"] == "" {
		t.Error("130 汉字 and a link are 140")
	}
	h.s.cfg.OperatorIP = "198.51.100.1"
	post(10017, "status", "y "+site, "rip", rip)
}

func TestPictures(t *testing.T) {
	h := bound(t)
	var jpg, g, b bytes.Buffer
	im := image.NewPaletted(image.Rect(0, 0, 2, 2), color.Palette{color.Black, color.White})
	h.must(jpeg.Encode(&jpg, im, nil))
	h.must(gif.Encode(&g, im, nil))
	h.must(bmp.Encode(&b, im))
	for name, p := range map[string][]byte{"png": smallPNG(), "jpeg": jpg.Bytes(), "gif": g.Bytes()} {
		got := h.object(h.withPicture(name+" 图 "+site, "pic", p))
		sum := sha256.Sum256(p)
		hash := hex.EncodeToString(sum[:])
		for _, f := range []string{"thumbnail_pic", "bmiddle_pic", "original_pic"} {
			if !strings.HasPrefix(got[f].(string), h.web.URL+"/pictures/"+hash) {
				t.Errorf("%s %s: %v", name, f, got[f])
			}
		}
		if len(got["pic_urls"].([]any)) != 1 {
			t.Errorf("pic_urls %v", got["pic_urls"])
		}
		if r := h.get("/pictures/" + hash); !bytes.Equal(r.body, p) {
			t.Errorf("%s does not come back", name)
		}
		rec := h.s.Records()
		if last := rec[len(rec)-1]; last.Picture != hash || last.PictureType != name {
			t.Errorf("record %+v", last)
		}
	}
	h.refused(h.withPicture("a "+site, "pic", b.Bytes()), 20005)
	h.refused(h.withPicture("a "+site, "pic", []byte("\x89PNG\r\n\x1a\nrubbish")), 20005)
	h.refused(h.withPicture("a "+site, "pic", nil), 20005)
	h.refused(h.withPicture("a "+site, "pic", append(smallPNG(), make([]byte, maxPicture)...)), 20006)
	h.refused(h.withPicture("a "+site, "pic", smallPNG(), smallPNG()), 10008)
	h.refused(h.form("/2/statuses/share.json", "status", "a "+site, "rip", rip, "pic", "bytes"), 20007)
	h.refused(h.withPicture("a "+site, "pic", make([]byte, request.MaxBody)), 10018)
	if n := len(h.s.Records()); n != 3 {
		t.Errorf("%d posts", n)
	}
}

func TestRepetition(t *testing.T) {
	h := bound(t)
	h.posted("开学通知")
	h.refused(h.share("开学通知 "+site), 20019)
	h.refused(h.share("开学，通知。 "+site), 20017)
	h.posted("另一条")
	last := h.posted("开学通知") // no longer consecutive
	h.must(h.s.DeletePost(last))
	h.posted("开学通知")
	for i := range 26 {
		h.posted(strings.Repeat("好", i+1))
	}
	h.refused(h.share("第三十一条 "+site), 20016)
	h.later(61 * time.Minute)
	h.posted("第三十一条")
}

func TestAcceptedAndSeenLater(t *testing.T) {
	h := bound(t)
	h.must(h.s.DelayNext(bureau, 90*time.Second, 1))
	m := h.refused(h.share("稍后可见 "+site), 20032)
	if !strings.HasPrefix(m["error"].(string), "Update success") {
		t.Errorf("%v", m)
	}
	rec := h.s.Records()
	if len(rec) != 1 || rec[0].VisibleAt.Sub(rec[0].At) != 90*time.Second {
		t.Fatalf("records %+v", rec)
	}
	if got := h.texts(h.get("/2/statuses/user_timeline.json"), "statuses"); len(got) != 0 {
		t.Errorf("seen too early: %v", got)
	}
	h.refused(h.get("/2/statuses/show.json", "id", num(rec[0].ID)), 20101)
	h.refused(h.share("稍后可见 "+site), 20019)
	h.later(91 * time.Second)
	if got := h.texts(h.get("/2/statuses/user_timeline.json"), "statuses"); len(got) != 1 {
		t.Errorf("not seen later: %v", got)
	}
	h.posted("这一条不再延迟")
}

func TestCodesAsStringsAndShortLinks(t *testing.T) {
	h := bound(t)
	h.must(h.s.SetWire(Wire{CodeAsString: true, ShortLinks: true}))
	r := h.share("没有网址")
	if decode(t, r.body)["error_code"] != "10017" {
		t.Errorf("%s", r.body)
	}
	got := h.object(h.share("看 " + site + "a 吧"))["text"].(string)
	if !strings.HasPrefix(got, "看 http://t.cn/A") || !strings.HasSuffix(got, " 吧") || h.s.Records()[0].Text != "看 "+site+"a 吧" {
		t.Errorf("text %s", got)
	}
}

func TestTestPostsAreForTestersOnly(t *testing.T) {
	cfg := config(t.TempDir())
	cfg.Apps[1].Domains = []string{"www.qinghe.example"}
	h := open(t, cfg)
	h.token = h.bind("1352222457", "s-test", landing+"?a=1", bureau)
	n := h.posted("试用中")
	if src := h.object(h.get("/2/statuses/show.json", "id", num(n)))["source"].(string); !strings.Contains(src, "未通过审核应用") {
		t.Errorf("source %s", src)
	}
	h.token = h.bind("1352222456", "s-reviewed", landing, other)
	h.refused(h.get("/2/statuses/show.json", "id", num(n)), 20101)
}
