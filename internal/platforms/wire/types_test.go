package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"mime"
	"mime/multipart"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestIntTakesNumbersAndStringsExactly(t *testing.T) {
	for in, want := range map[string]int64{
		`2247483655`: 2247483655, `"2247483655"`: 2247483655, `9007199254740993`: 9007199254740993,
		`"9223372036854775807"`: math.MaxInt64, `-1`: -1, `null`: 0, `""`: 0,
	} {
		var v struct{ N Int }
		if err := Decode([]byte(`{"n":`+in+`}`), &v); err != nil || int64(v.N) != want {
			t.Errorf("%s: %d, %v; want %d", in, v.N, err, want)
		}
	}
	for _, in := range []string{`"x"`, `1.5`, `1e3`, `true`, `{}`, `[1]`, `9223372036854775808`} {
		var v struct{ N Int }
		if err := Decode([]byte(`{"n":`+in+`}`), &v); err == nil {
			t.Errorf("%s was taken as %d", in, v.N)
		}
	}
}

func TestFlagTextAndList(t *testing.T) {
	for in, want := range map[string]bool{`true`: true, `"true"`: true, `1`: true, `"1"`: true, `false`: false, `0`: false, `"0"`: false, `null`: false, `""`: false} {
		var f Flag
		if err := Decode([]byte(in), &f); err != nil || bool(f) != want {
			t.Errorf("%s: %v, %v", in, f, err)
		}
	}
	var f Flag
	if Decode([]byte(`"maybe"`), &f) == nil || Decode([]byte(`[1]`), &f) == nil {
		t.Error("a flag that is neither")
	}
	var x Text
	if err := Decode([]byte(`12`), &x); err != nil || x != "12" {
		t.Errorf("Text %q, %v", x, err)
	}
	type reply struct{ Content string }
	for in, want := range map[string]List[reply]{
		`{"content":"a"}`: {{"a"}}, `[{"content":"a"},{"content":"b"}]`: {{"a"}, {"b"}}, `null`: nil, `[]`: {},
	} {
		var l List[reply]
		if err := Decode([]byte(in), &l); err != nil || !reflect.DeepEqual(l, want) {
			t.Errorf("%s: %+v, %v", in, l, err)
		}
	}
	var l List[reply]
	if Decode([]byte(`["x"]`), &l) == nil || Decode([]byte(`"x"`), &l) == nil {
		t.Error("a list of another kind")
	}
}

func TestDecodeTakesOneWholeValue(t *testing.T) {
	var v struct {
		A string `json:"a"`
	}
	if err := Decode([]byte("\xef\xbb\xbf {\"a\":\"b\",\"new\":[1]} \n"), &v); err != nil || v.A != "b" {
		t.Errorf("%+v, %v", v, err)
	}
	for _, in := range []string{``, ` `, `{"a":"b"`, `{"a":"b"}{}`, `<html>`, `{"a":1}`, `[]`} {
		if err := Decode([]byte(in), &v); err == nil {
			t.Errorf("%q was taken", in)
		}
	}
	if err := Decode([]byte(`{"a":"tok`), &v); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut off: %v", err)
	}
	var n struct{ N Int }
	if err := Decode([]byte(`{"n":"secret-token"}`), &n); err == nil || strings.Contains(err.Error(), "secret-token") {
		t.Errorf("the content is in the error: %v", err)
	}
}

func TestRawJSONEscapesNothingItNeedNot(t *testing.T) {
	in := map[string]string{"t": "<p>\u2028问&答\u2029 \\u2028 \\\\u2028 \"q\"\n\xff</p>"}
	b, err := RawJSON(in)
	if err != nil {
		t.Fatal(err)
	}
	want := "{\"t\":\"<p>\u2028问&答\u2029 \\\\u2028 \\\\\\\\u2028 \\\"q\\\"\\n\ufffd</p>\"}"
	if string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
	if _, err := RawJSON(func() {}); err == nil {
		t.Error("a function as JSON")
	}
}

func FuzzRawJSON(f *testing.F) {
	for _, s := range []string{"", `\u2028`, `\\\u2029`, "\u2028", "\xff\\", "<a href=\"x\">"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := RawJSON(s)
		if err != nil {
			t.Fatal(err)
		}
		var back string
		if err := json.Unmarshal(b, &back); err != nil || back != strings.ToValidUTF8(s, "\ufffd") && utf8.ValidString(s) {
			t.Fatalf("%q became %s: %v", s, b, err)
		}
	})
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{`{"i":"1","f":1,"l":{"i":2},"t":3}`, `{"l":[{"i":1}]}`, `{"i":`, `[]`, `{"i":[]}`, `<html>`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var v struct {
			I Int                   `json:"i"`
			F Flag                  `json:"f"`
			T Text                  `json:"t"`
			L List[struct{ I Int }] `json:"l"`
		}
		if err := Decode(b, &v); err == nil && !json.Valid(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))) {
			t.Fatalf("took %q", b)
		}
	})
}

func TestFormCarriesFieldsAndAFittingName(t *testing.T) {
	png := []byte("\x89PNG\r\n\x1a\n0000")
	for given, want := range map[string]string{
		"": "picture.png", "图片.jpg": "picture.png", "a b\"\r\nX: y.png": "abXy.png", "../etc/cover.PNG": "cover.png",
	} {
		body, kind, err := Form([][2]string{{"status", "正文"}}, "pic", File{Name: given, Data: png})
		if err != nil {
			t.Fatal(err)
		}
		_, p, err := mime.ParseMediaType(kind)
		if err != nil {
			t.Fatal(err)
		}
		form, err := multipart.NewReader(bytes.NewReader(body), p["boundary"]).ReadForm(1 << 20)
		if err != nil {
			t.Fatal(err)
		}
		h := form.File["pic"]
		if form.Value["status"][0] != "正文" || len(h) != 1 || h[0].Filename != want || h[0].Header.Get("Content-Type") != "image/png" {
			t.Errorf("%q: %+v", given, form)
		}
	}
	if got := fileName("a.jpeg", "image/jpeg"); got != "a.jpeg" {
		t.Errorf("jpeg: %s", got)
	}
}

func TestSecretsCannotBePrinted(t *testing.T) {
	s := NewSecret(hush)
	if s.Reveal() != hush || s.Empty() || !(Secret{}).Empty() || SecretFrom(func() string { return "x" }).Reveal() != "x" {
		t.Fatal("Reveal")
	}
	nested := struct {
		Open   Secret
		closed Secret
	}{s, s}
	j, err := json.Marshal(nested)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "s", s, "n", nested)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "s", s, "n", nested)
	said := fmt.Sprintf("%v %+v %#v %s %q %d %x", nested, nested, nested, s, s, s, s) + fmt.Sprint(&nested) + string(j) + log.String()
	if strings.Contains(said, "TOKEN") || strings.Contains(said, fmt.Sprintf("%x", hush)) {
		t.Errorf("the secret is in %s", said)
	}
}

func TestScrubTakesEveryFormOfASecret(t *testing.T) {
	for _, form := range []string{hush, url.QueryEscape(hush), url.PathEscape(hush)} {
		if got := Scrub("seen "+form+" here", []string{hush}); got != "seen *** here" {
			t.Errorf("%s left %s", form, got)
		}
	}
	text := `GET /x?access_token=` + url.QueryEscape(hush) + `: {"secret":"` + hush + `"} path ` + url.PathEscape(hush) + ` other "access_token":"unknown-one" client_secret=abc&x=1 ?code=zzz`
	got := Scrub(text, []string{"", hush})
	for _, bad := range []string{"TOKEN", "unknown-one", "abc", "zzz"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q is in %s", bad, got)
		}
	}
	if !strings.Contains(got, "x=1") || Scrub("errcode=40001 token is invalid", nil) != "errcode=40001 token is invalid" {
		t.Errorf("too much is gone: %s", got)
	}
	if m := Message(strings.Repeat("字", 500), nil); utf8.RuneCountInString(m) != 200 {
		t.Errorf("message of %d characters", utf8.RuneCountInString(m))
	}
	cause := &url.Error{Op: "Get", URL: "http://x/?access_token=" + hush, Err: io.ErrUnexpectedEOF}
	q := Quiet(&url.Error{Op: "Post", URL: "http://y/?k=1", Err: fmt.Errorf("outer %w", cause)}, []string{hush})
	if strings.Contains(q.Error(), "http://") {
		t.Errorf("an address is in %v", q)
	}
	if !errors.Is(q, io.ErrUnexpectedEOF) || strings.Contains(fmt.Sprintf("%v%+v%#v", q, q, q), "TOKEN") || Quiet(nil, nil) != nil {
		t.Errorf("quiet: %v", q)
	}
}
