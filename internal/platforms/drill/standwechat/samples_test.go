package standwechat

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/book"
)

// shape reduces a body to names and kinds, so that a sample and an answer can be laid side by side.
func shape(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var fields []string
		for k, inner := range v {
			fields = append(fields, k+":"+shape(inner))
		}
		slices.Sort(fields)
		return "{" + strings.Join(fields, ",") + "}"
	case reply:
		return shape(map[string]any(v))
	case []any:
		if len(v) == 0 {
			return "[]"
		}
		return "[" + shape(v[0]) + "]"
	case json.Number, float64:
		return "number"
	}
	return fmt.Sprintf("%T", v)
}

// TestBodiesFollowTheDocumentedSamples compares answers with the shapes that the documents print.
func TestBodiesFollowTheDocumentedSamples(t *testing.T) {
	raw, err := os.ReadFile("testdata/samples.json")
	must(t, err)
	samples := map[string]any{}
	must(t, json.Unmarshal(raw, &samples))
	g := start(t)
	got := map[string]reply{
		"token": g.askStable(appID, false), "error": g.askStable("wx0", false), "api_domain_ip": g.get("get_api_domain_ip"),
		"quota":     g.post("openapi/quota/get", `{"cgi_path":"/cgi-bin/draft/add"}`),
		"uploadimg": g.upload("media/uploadimg", "", "a.jpg", jpg(t, 4)), "material": g.upload("material/add_material", "&type=image", "a.png", pngOf(t, 4)),
		"page_empty": g.post("draft/batchget", `{"offset":0,"count":5}`),
	}
	got["draft_add"] = g.post("draft/add", `{"articles":[`+g.article(nil)+`]}`)
	got["draft_count"] = g.get("draft/count")
	got["draft_get"] = g.post("draft/get", `{"media_id":"`+got["draft_add"].str("media_id")+`"}`)
	got["draft_batch"] = g.post("draft/batchget", `{"offset":0,"count":5}`)
	got["materials"] = g.post("material/batchget_material", `{"type":"image","offset":0,"count":5}`)
	pictures := g.article(map[string]any{"article_type": "newspic", "image_info": map[string]any{"image_list": []any{map[string]any{"image_media_id": g.cover()}}}})
	got["draft_newspic"] = g.post("draft/get", `{"media_id":"`+g.post("draft/add", `{"articles":[`+pictures+`]}`).str("media_id")+`"}`)
	got["basic_info"] = g.get("account/getaccountbasicinfo")
	got["submit"] = g.post("freepublish/submit", `{"media_id":"`+got["draft_add"].str("media_id")+`"}`)
	get := `{"publish_id":` + got["submit"].str("publish_id") + `}`
	got["publish_running"] = g.post("freepublish/get", get)
	g.advance(5 * time.Second)
	got["publish_ok"] = g.post("freepublish/get", get)
	got["article"] = g.post("freepublish/getarticle", `{"article_id":"`+got["publish_ok"].str("article_id")+`"}`)
	got["published"] = g.post("freepublish/batchget", `{"offset":0,"count":5}`)
	post := got["submit"].str("msg_data_id")
	id := g.say(post, "oAbc", "问")
	got["ok"] = g.post("comment/reply/add", fmt.Sprintf(`{"msg_data_id":%s,"index":0,"user_comment_id":%d,"content":"答"}`, post, id))
	list := `{"msg_data_id":` + post + `,"index":0,"begin":0,"count":10,"type":0}`
	got["comments"] = g.post("comment/list", list)
	push := `{"filter":{"is_to_all":true},"msgtype":"mpnews","mpnews":{"media_id":"` + g.draft() + `"},"clientmsgid":"k"}`
	got["sendall"] = g.post("message/mass/sendall", push)
	g.advance(2 * time.Minute)
	got["sendall_again"] = g.post("message/mass/sendall", push)
	got["mass_get"] = g.post("message/mass/get", `{"msg_id":`+got["sendall"].str("msg_id")+`}`)
	must(t, g.s.SetWire(book.Wire{ReplyAsArray: true, TotalIsPage: true, PublishIDAsString: true, MsgDataIDAsString: true}))
	got["comments_array"] = g.post("comment/list", list)
	got["submit_string"] = g.post("freepublish/submit", `{"media_id":"`+g.draft()+`"}`)
	must(t, g.s.SetWire(book.Wire{NicknameNested: true}))
	got["basic_info_nested"] = g.get("account/getaccountbasicinfo")
	must(t, g.s.SetWire(book.Wire{}))
	must(t, g.s.Plan(book.Plan{What: "publish", Code: 2, Takes: time.Nanosecond}))
	failed := g.post("freepublish/submit", `{"media_id":"`+g.draft()+`"}`)
	got["publish_failed"] = g.post("freepublish/get", `{"publish_id":`+failed.str("publish_id")+`}`)
	day := book.Beijing(g.clock.Now()).Format(time.DateOnly)
	g.advance(24 * time.Hour)
	got["total_detail"] = g.raw("POST", "/datacube/getarticletotaldetail?access_token="+g.stable(appID), "application/json", `{"begin_date":"`+day+`","end_date":"`+day+`"}`)
	for name, sample := range samples {
		if a, b := shape(got[name]), shape(sample); a != b {
			t.Errorf("%s:\n got %s\nwant %s", name, a, b)
		}
	}
}

func TestHeaders(t *testing.T) {
	g := start(t)
	g.advance(48 * time.Hour)
	for path, kind := range map[string]string{"/cgi-bin/token": "text/plain", "/cgi-bin/get_api_domain_ip": "application/json"} {
		resp, err := g.http.Client().Get(g.http.URL + path)
		must(t, err)
		resp.Body.Close()
		date, err := time.Parse(time.RFC1123, resp.Header.Get("Date"))
		must(t, err)
		if d := g.clock.Now().Sub(date); d < 0 || d > time.Minute || !strings.HasPrefix(resp.Header.Get("Content-Type"), kind) || resp.StatusCode != 200 {
			t.Errorf("%s: off by %s, %v", path, d, resp.Header)
		}
	}
}

// FuzzBodies throws bodies at every call that takes one: each is answered in the platform's form, and none may panic.
func FuzzBodies(f *testing.F) {
	for _, seed := range []string{"", "{}", "null", `{"articles":[{"title":"\u4e2d","thumb_media_id":"x"}]}`, `{"articles":{"title":1}}`,
		`{"msg_data_id":2650000101,"index":-1,"user_comment_id":9223372036854775807,"begin":0,"count":49}`, `{"publish_id":1e400}`,
		`{"offset":9223372036854775807,"count":20}`, `{"media_id":"\`, `{"filter":{"is_to_all":true},"msgtype":"mpnews"}`} {
		f.Add(uint8(len(seed)), seed)
	}
	s, err := New(Config{Dir: f.TempDir(), Accounts: []book.Account{{AppID: appID, Secret: secret, Nickname: "号", Verified: true}}}, stage.NewClock(), stage.NewScript())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.Close() })
	var paths []string
	for path, rt := range s.routes {
		if rt.verb != "GET" {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	f.Fuzz(func(t *testing.T, n uint8, content string) {
		path := paths[int(n)%len(paths)]
		rt := s.routes[path]
		c := &call{method: "POST", path: path, body: []byte(content), now: s.Now(), app: s.b.Accounts[appID], query: map[string][]string{"type": {"image"}},
			kind: "multipart/form-data; boundary=b"}
		leave := s.Enter()
		a := rt.do(c)
		leave()
		if !json.Valid(a.Body) || a.Status != 200 {
			t.Errorf("%s: %d %s", path, a.Status, a.Body)
		}
	})
}

// FuzzRequests throws any path, query and body at the handler: it must answer, never panic, and whatever it answers as JSON
// must be JSON.
func FuzzRequests(f *testing.F) {
	s, err := New(Config{Dir: f.TempDir(), Accounts: []book.Account{{AppID: appID, Secret: secret, Nickname: "号", Verified: true}}}, stage.NewClock(), stage.NewScript())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.Close() })
	if err := s.Commit(s.Now(), &book.TokenIssued{Token: book.Token{Value: "t", AppID: appID, Stable: true, Until: s.Now().AddDate(9, 0, 0)}}); err != nil {
		f.Fatal(err)
	}
	const multi = "multipart/form-data; boundary=b"
	f.Add("POST", "/cgi-bin/draft/add", "access_token=t", "application/json", `{"articles":[{"title":"\u4e2d"}]}`)
	f.Add("POST", "/cgi-bin/material/add_material", "access_token=t&type=image", multi, "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.jpg\"\r\n\r\nx\r\n--b--\r\n")
	f.Add("GET", "/cgi-bin/token", "grant_type=client_credential&appid=%zz", "", "")
	f.Add("POST", "/cgi-bin/stable_token", "", "", `{"appid":["x"]}`)
	f.Add("GET", "/s/..", "", "", "")
	f.Add("GET", "/mmbiz_/../x", "%zz", "", "")
	f.Add("POST", "/datacube/getarticletotaldetail", "access_token=t", "", `{"begin_date":"9999-99-99","end_date":""}`)
	f.Fuzz(func(t *testing.T, method, path, query, kind, content string) {
		if !strings.HasPrefix(path, "/") || method == "" {
			return
		}
		r := httptest.NewRequest("GET", "/", strings.NewReader(content))
		r.Method, r.URL.Path, r.URL.RawQuery = method, path, query
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if strings.HasPrefix(path, "/cgi-bin/") && (w.Code != 200 || !json.Valid(w.Body.Bytes())) || w.Code != 200 && w.Code != 404 {
			t.Errorf("%s: %d %q", path, w.Code, w.Body)
		}
	})
}
