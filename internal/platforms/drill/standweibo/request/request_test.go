package request

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func read(kind, target, body string) *Request {
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(body))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	return Read(r)
}

func TestParametersOfFormAndQuery(t *testing.T) {
	c := read("application/x-www-form-urlencoded", "/2/statuses/share.json?status=query&access_token=q", "status=%E5%BD%A2&count=7&empty=")
	if c.Broken != 0 || c.Get("status") != "形" || c.Token != "q" || c.Path != "/2/statuses/share.json" || c.IP != "192.0.2.1" {
		t.Errorf("read %+v", c)
	}
	if !c.Has("empty") || c.Has("absent") {
		t.Error("given and empty is not the same as absent")
	}
	for _, q := range []struct {
		name string
		most int64
		want int64
		fine bool
	}{{"count", 9, 7, true}, {"count", 6, 7, false}, {"absent", 9, 3, true}, {"empty", 9, 3, true}, {"status", 9, 0, false}} {
		n, fine := c.Number(q.name, 3, 0, q.most)
		if fine != q.fine || fine && n != q.want {
			t.Errorf("%s up to %d: %d %v", q.name, q.most, n, fine)
		}
	}
}

func TestABodyOfJSONHoldsNoParameters(t *testing.T) {
	c := read("application/json", "/oauth2/access_token", `{"client_id":"1"}`)
	if c.Broken != 0 || c.Has("client_id") {
		t.Errorf("client_id came out of JSON: %q, broken %d", c.Get("client_id"), c.Broken)
	}
}

func TestTheTokenOfTheHeader(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/x?access_token=a", nil)
	r.Header.Set("Authorization", "OAuth2 h")
	if c := Read(r); c.Token != "h" {
		t.Errorf("token %q", c.Token)
	}
}

func TestUploadedFiles(t *testing.T) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	p, err := w.CreateFormFile("pic", "a.png")
	if err == nil {
		_, err = p.Write([]byte("bytes"))
	}
	if err = errors.Join(err, w.WriteField("status", "文"), w.Close()); err != nil {
		t.Fatal(err)
	}
	c := read(w.FormDataContentType(), "/x", b.String())
	if len(c.Files["pic"]) != 1 || c.Files["pic"][0].Name != "a.png" || string(c.Files["pic"][0].Bytes) != "bytes" || c.Get("status") != "文" {
		t.Errorf("read %+v", c)
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	for _, c := range []struct {
		kind, target, body string
		code               int
	}{
		{"application/x-www-form-urlencoded", "/x?a=%zz", "", 10008},
		{"application/x-www-form-urlencoded", "/x", "a=%zz", 10008},
		{"multipart/form-data; boundary=x", "/x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end", 10008},
		{"multipart/form-data; boundary=x", "/x", strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n", maxParts+1) + "--x--", 10008},
		{"multipart/form-data; boundary=x", "/x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + strings.Repeat("1", maxField+1) + "\r\n--x--", 10008},
		{";", "/x", "body", 10007},
		{"text/plain", "/x", strings.Repeat("a", MaxBody+1), 10018},
	} {
		if got := read(c.kind, c.target, c.body).Broken; got != c.code {
			t.Errorf("%s %s: code %d, want %d", c.kind, c.target, got, c.code)
		}
	}
}
