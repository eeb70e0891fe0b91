package standwechat

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/book"
)

// rig is a stand-in behind a real connection, with its clock and script.
type rig struct {
	t      *testing.T
	cfg    Config
	clock  *stage.Clock
	script *stage.Script
	s      *Server
	http   *httptest.Server
	token  string
}

const (
	appID  = "wx1111111111111111"
	other  = "wx2222222222222222"
	secret = "0123456789abcdef0123456789abcdef"
)

func start(t *testing.T, change ...func(*Config)) *rig {
	t.Helper()
	g := &rig{t: t, clock: stage.NewClock(), script: stage.NewScript()}
	g.cfg = Config{Dir: t.TempDir(), Accounts: []book.Account{
		{AppID: appID, Secret: secret, Nickname: "望川市发布", Principal: "望川市人民政府办公室", Verified: true},
		{AppID: other, Secret: secret, Nickname: "未认证号"},
	}}
	for _, f := range change {
		f(&g.cfg)
	}
	// A fixed hour at the start keeps days and minutes of quotas from ending in the middle of a test.
	noon := time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	if err := g.clock.SetOffset(time.Until(noon)); err != nil {
		t.Fatal(err)
	}
	g.open()
	t.Cleanup(g.shut)
	g.token = g.stable(appID)
	return g
}

func (g *rig) open() {
	g.t.Helper()
	s, err := New(g.cfg, g.clock, g.script)
	if err != nil {
		g.t.Fatal(err)
	}
	g.s, g.http = s, httptest.NewServer(s)
}

func (g *rig) shut() {
	g.http.Close()
	g.s.Close()
}

func (g *rig) advance(d time.Duration) {
	g.t.Helper()
	if err := g.clock.Advance(d); err != nil {
		g.t.Fatal(err)
	}
}

type reply map[string]any

func (r reply) code() int {
	if n, ok := r["errcode"].(json.Number); ok {
		i, _ := n.Int64()
		return int(i)
	}
	return 0
}

func (r reply) str(name string) string { return fmt.Sprint(r[name]) }

func (g *rig) do(req *http.Request) (reply, *http.Response, error) {
	resp, err := g.http.Client().Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, resp, err
	}
	return decode(raw), resp, nil
}

func decode(raw []byte) reply {
	out := reply{}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&out) != nil {
		return nil
	}
	return out
}

func (g *rig) raw(method, path, kind, body string) reply {
	g.t.Helper()
	req, err := http.NewRequest(method, g.http.URL+path, strings.NewReader(body))
	if err != nil {
		g.t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	r, resp, err := g.do(req)
	if err != nil {
		g.t.Fatalf("%s: %v", path, err)
	}
	if resp.StatusCode != 200 || r == nil {
		g.t.Fatalf("%s: status %d, body %v", path, resp.StatusCode, r)
	}
	return r
}

// get and post call with the rig's token.
func (g *rig) get(path string) reply {
	g.t.Helper()
	return g.raw("GET", "/cgi-bin/"+path+"?access_token="+g.token, "", "")
}

func (g *rig) post(path, body string) reply {
	g.t.Helper()
	return g.raw("POST", "/cgi-bin/"+path+"?access_token="+g.token, "application/json", body)
}

func (g *rig) want(code int, r reply) reply {
	g.t.Helper()
	if r.code() != code {
		g.t.Fatalf("got %v, want errcode %d", r, code)
	}
	if code != 0 && code != 45065 && !strings.Contains(r.str("errmsg"), " rid: ") {
		g.t.Fatalf("no request id in %v", r)
	}
	return r
}

func (g *rig) askStable(app string, force bool) reply {
	g.t.Helper()
	return g.raw("POST", "/cgi-bin/stable_token", "application/json",
		fmt.Sprintf(`{"grant_type":"client_credential","appid":%q,"secret":%q,"force_refresh":%v}`, app, secret, force))
}

func (g *rig) stable(app string) string {
	g.t.Helper()
	return g.want(0, g.askStable(app, false)).str("access_token")
}

func (g *rig) upload(path, query, name string, content []byte) reply {
	g.t.Helper()
	b, kind := multipartOf(name, content)
	return g.raw("POST", "/cgi-bin/"+path+"?access_token="+g.token+query, kind, b.String())
}

func multipartOf(name string, content []byte) (*bytes.Buffer, string) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	w, err := m.CreateFormFile("media", name)
	if err == nil {
		_, err = w.Write(content)
	}
	if err != nil || m.Close() != nil {
		return &bytes.Buffer{}, ""
	}
	return &b, m.FormDataContentType()
}

func smallJPEG() []byte {
	var b bytes.Buffer
	if jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 4, 4)), nil) != nil {
		return nil
	}
	return b.Bytes()
}

func jpg(t *testing.T, side int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, side, side)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t *testing.T, side int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, side, side))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (g *rig) cover() string {
	g.t.Helper()
	return g.want(0, g.upload("material/add_material", "&type=thumb", "cover.jpg", jpg(g.t, 8))).str("media_id")
}

// article writes a draft's article with these fields over the usual ones.
func (g *rig) article(over map[string]any) string {
	g.t.Helper()
	a := map[string]any{"title": "关于供水的通知", "author": "市水务局", "content": "<p>明日八时至十二时停水。</p>", "thumb_media_id": "", "need_open_comment": 1}
	if _, set := over["thumb_media_id"]; !set {
		a["thumb_media_id"] = g.cover()
	}
	for k, v := range over {
		a[k] = v
	}
	return string(encodeForTest(a))
}

func encodeForTest(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil
	}
	return b.Bytes()
}

func (g *rig) draft() string {
	g.t.Helper()
	return g.want(0, g.post("draft/add", `{"articles":[`+g.article(nil)+`]}`)).str("media_id")
}

// publish publishes a new draft, waits until it is out, and gives the key of its comments.
func (g *rig) publish() string {
	g.t.Helper()
	r := g.want(0, g.post("freepublish/submit", `{"media_id":"`+g.draft()+`"}`))
	g.advance(5 * time.Second)
	g.want(0, g.post("freepublish/get", `{"publish_id":`+r.str("publish_id")+`}`))
	return r.str("msg_data_id")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
