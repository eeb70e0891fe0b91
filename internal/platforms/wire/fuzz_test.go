package wire

import (
	"bytes"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzMessage holds that no secret survives in the words of a platform, in whatever form they repeat it.
func FuzzMessage(f *testing.F) {
	for _, s := range []string{hush, "a b&c=d", "\"quoted\\\"", "0123456789abcdef"} {
		f.Add("invalid credential, access_token="+url.QueryEscape(s)+" rid: 1-2-3", s)
		f.Add(s+s, s)
	}
	f.Add("\xff\xfe secret: \n\t", "\xffsecret\xfe")
	f.Fuzz(func(t *testing.T, text, secret string) {
		if len(secret) < 8 || strings.Contains(secret, "*") || len(strings.Fields(secret)) != 1 || !utf8.ValidString(secret) {
			return // no platform gives out such a one
		}
		said := Message(text+" "+secret+" "+url.QueryEscape(secret), []string{"", secret})
		for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret)} {
			if strings.Contains(said, form) {
				t.Errorf("%q is still in %q", form, said)
			}
		}
		if !utf8.ValidString(said) || utf8.RuneCountInString(said) > maxMessage || strings.ContainsAny(said, "\r\n\t") {
			t.Errorf("%q is no line of words", said)
		}
	})
}

// FuzzForm holds that any name of a file leaves the form readable, with the bytes whole and a name of plain letters.
func FuzzForm(f *testing.F) {
	for _, s := range []string{"", "图.png", "a\"\r\nX: y.jpg", "../../etc/passwd", ".", "a.\x00b", strings.Repeat("é", 300)} {
		f.Add(s, []byte("\x89PNG\r\n\x1a\n"), "正文")
	}
	f.Fuzz(func(t *testing.T, name string, data []byte, status string) {
		body, kind, err := Form([][2]string{{"status", status}}, "pic", File{Name: name, Data: data})
		if err != nil {
			t.Fatal(err)
		}
		_, params, err := mime.ParseMediaType(kind)
		if err != nil {
			t.Fatal(err)
		}
		form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(64 << 20)
		if err != nil {
			t.Fatal(err)
		}
		h := form.File["pic"]
		if len(h) != 1 || h[0].Size != int64(len(data)) || len(form.Value["status"]) != 1 || form.Value["status"][0] != status {
			t.Fatalf("%+v", form)
		}
		if strings.Trim(h[0].Filename, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") != "" || h[0].Filename == "" {
			t.Errorf("named %q", h[0].Filename)
		}
	})
}

// FuzzSkew holds that a Date that cannot be read changes nothing.
func FuzzSkew(f *testing.F) {
	for _, s := range []string{"", "Tue, 24 Nov 2026 04:00:00 GMT", "Tuesday, 24-Nov-26 04:00:00 GMT", "0", "Tue, 24 Nov 9999 04:00:00 GMT"} {
		f.Add(s)
	}
	sent := time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, date string) {
		var s skew
		s.note(http.Header{"Date": {date}}, sent, sent)
		_, readable := http.ParseTime(date)
		if _, known := s.get(); known != (readable == nil) {
			t.Errorf("%q: known %v, %v", date, known, readable)
		}
	})
}
