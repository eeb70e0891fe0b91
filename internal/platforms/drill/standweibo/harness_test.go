package standweibo

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/drill/stage"
)

const (
	bureau  = "2611843200" // the unit's account
	other   = "2611843299" // a second account of the unit
	rip     = "203.0.113.9"
	landing = "http://drill.example/oauth2/default.html"
	site    = "https://www.qinghe.example/"
)

// house is one stand-in with its clock, its script and a server around it.
type house struct {
	*testing.T
	s      *Server
	clock  *stage.Clock
	script *stage.Script
	web    *httptest.Server
	token  string
}

func config(dir string) Config {
	return Config{Dir: dir,
		Apps: []App{
			{Key: "1352222456", Secret: "s-reviewed", Name: "青禾发布台", RedirectURI: landing, Domains: []string{"www.qinghe.example"}, Reviewed: true, Developer: "2611843298"},
			{Key: "1352222457", Secret: "s-test", Name: "试用", RedirectURI: landing + "?a=1", Testers: []string{bureau}},
		},
		Accounts: []Account{{UID: bureau, ScreenName: "青禾市教育局", Verified: true, VerifiedReason: "青禾市教育局官方微博", Followers: 12},
			{UID: other, ScreenName: "青禾招生"}, {UID: "2611843298", ScreenName: "开发者"}}}
}

func open(t *testing.T, cfg Config) *house {
	t.Helper()
	h := &house{T: t, clock: stage.NewClock(), script: stage.NewScript()}
	s, err := New(cfg, h.clock, h.script)
	if err != nil {
		t.Fatal(err)
	}
	h.s, h.web = s, httptest.NewServer(s)
	h.web.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	t.Cleanup(h.close)
	return h
}

func (h *house) close() {
	h.web.Close()
	_ = h.s.Close()
}

// bound opens a stand-in in which the bureau has authorised the reviewed app.
func bound(t *testing.T) *house {
	t.Helper()
	h := open(t, config(t.TempDir()))
	h.token = h.bind("1352222456", "s-reviewed", landing, bureau)
	return h
}

// reply is an answer as the wire gave it.
type reply struct {
	status int
	header http.Header
	body   []byte
	err    error
}

func (h *house) send(method, path, kind string, body io.Reader) reply {
	h.Helper()
	req, err := http.NewRequestWithContext(h.Context(), method, h.web.URL+path, body)
	if err != nil {
		h.Fatal(err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	res, err := h.web.Client().Do(req)
	if err != nil {
		return reply{err: err}
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return reply{res.StatusCode, res.Header, b, err}
}

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func (h *house) get(path string, pairs ...string) reply {
	v := values(pairs...)
	if h.token != "" && !v.Has("access_token") {
		v.Set("access_token", h.token)
	}
	return h.send("GET", path+"?"+v.Encode(), "", nil)
}

func (h *house) form(path string, pairs ...string) reply {
	v := values(pairs...)
	if h.token != "" && !v.Has("access_token") {
		v.Set("access_token", h.token)
	}
	return h.send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(v.Encode()))
}

func (h *house) share(text string) reply {
	return h.form("/2/statuses/share.json", "status", text, "rip", rip)
}

func (h *house) withPicture(text, field string, pictures ...[]byte) reply {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, v := range map[string]string{"access_token": h.token, "status": text, "rip": rip} {
		_ = w.WriteField(k, v)
	}
	for i, p := range pictures {
		part, _ := w.CreateFormFile(field, "p"+strconv.Itoa(i)+".png")
		_, _ = part.Write(p)
	}
	_ = w.Close()
	return h.send("POST", "/2/statuses/share.json", w.FormDataContentType(), &b)
}

func smallPNG() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 3)))
	return b.Bytes()
}

// choose sits before the authorise page and returns where the browser is sent.
func (h *house) choose(key, redirect, action, uid string) url.Values {
	h.Helper()
	r := h.form("/oauth2/authorize", "client_id", key, "redirect_uri", redirect, "response_type", "code", "state", "s t&1",
		"action", action, "uid", uid)
	if r.status != http.StatusFound || !strings.HasPrefix(r.header.Get("Location"), redirect) {
		h.Fatalf("authorize: %d %s", r.status, r.body)
	}
	u, err := url.Parse(r.header.Get("Location"))
	if err != nil {
		h.Fatal(err)
	}
	return u.Query()
}

func (h *house) exchange(key, secret, redirect, code string) reply {
	return h.form("/oauth2/access_token", "client_id", key, "client_secret", secret, "grant_type", "authorization_code",
		"code", code, "redirect_uri", redirect)
}

func (h *house) bind(key, secret, redirect, uid string) string {
	h.Helper()
	r := h.exchange(key, secret, redirect, h.choose(key, redirect, "allow", uid).Get("code"))
	return h.object(r)["access_token"].(string)
}

// object reads a success.
func (h *house) object(r reply) map[string]any {
	h.Helper()
	if r.err != nil || r.status != http.StatusOK {
		h.Fatalf("answer %d %s %v", r.status, r.body, r.err)
	}
	return decode(h.T, r.body)
}

func decode(t *testing.T, b []byte) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	m := map[string]any{}
	if err := d.Decode(&m); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	return m
}

// refused demands an error body with this code.
func (h *house) refused(r reply, code int) map[string]any {
	h.Helper()
	if r.err != nil || r.status != 400 && r.status != 401 && r.status != 403 {
		h.Fatalf("want a refusal with %d, got %d %s %v", code, r.status, r.body, r.err)
	}
	m := decode(h.T, r.body)
	if m["error_code"] != json.Number(strconv.Itoa(code)) {
		h.Fatalf("want %d, got %s", code, r.body)
	}
	if m["error"] == "" || m["error"] == "Unknown error" || m["request"] == "" {
		h.Fatalf("poor error body %s", r.body)
	}
	return m
}

func id(t *testing.T, m map[string]any) int64 {
	t.Helper()
	n, err := strconv.ParseInt(string(m["id"].(json.Number)), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (h *house) posted(text string) int64 {
	h.Helper()
	return id(h.T, h.object(h.share(text+" "+site)))
}

func (h *house) commented(post int64, from, text string) int64 {
	h.Helper()
	n, err := h.s.Comment(post, from, text)
	if err != nil {
		h.Fatal(err)
	}
	return n
}

func num(n int64) string { return strconv.FormatInt(n, 10) }

// texts lists the texts of a page.
func (h *house) texts(r reply, list string) []string {
	h.Helper()
	var out []string
	for _, e := range h.object(r)[list].([]any) {
		out = append(out, e.(map[string]any)["text"].(string))
	}
	return out
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) later(d time.Duration) { h.Helper(); h.must(h.clock.Advance(d)) }

// sameShape demands that the answer has every field of the documented sample, with the same JSON type.
func sameShape(t *testing.T, where string, sample, got any) {
	t.Helper()
	switch s := sample.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s: want an object, got %T", where, got)
			return
		}
		for k, v := range s {
			if gv, there := g[k]; !there {
				t.Errorf("%s.%s is missing", where, k)
			} else {
				sameShape(t, where+"."+k, v, gv)
			}
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(s) > 0 && len(g) == 0 {
			t.Errorf("%s: want a filled list, got %v", where, got)
		} else if len(s) > 0 {
			sameShape(t, where+"[0]", s[0], g[0])
		}
	case string:
		if _, ok := got.(string); !ok {
			t.Errorf("%s: want a string, got %T", where, got)
		}
	case json.Number:
		if _, ok := got.(json.Number); !ok {
			t.Errorf("%s: want a number, got %T", where, got)
		}
	case bool:
		if _, ok := got.(bool); !ok {
			t.Errorf("%s: want a bool, got %T", where, got)
		}
	case nil:
		if got != nil {
			t.Errorf("%s: want null, got %v", where, got)
		}
	}
}
