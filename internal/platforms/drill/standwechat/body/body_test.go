package body

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	var v struct {
		ID    Loose `json:"id"`
		Inner struct {
			N int64 `json:"n"`
		} `json:"inner"`
	}
	for body, code := range map[string]int{
		`{"id":"7"}`: 0, ` {"id":9007199254740993} `: 0, `{}`: 0,
		``: 47001, `[]`: 47001, `null`: 47001, `{"id":1.5}`: 47001, `{"id":true}`: 47001, `{} {}`: 47001, `{"id"`: 47001, "{\"id\":\"\xff\"}": 47001,
		`{"inner":{"n":"1"}}`: 47001,
	} {
		if got := Parse([]byte(body), &v); got != code {
			t.Errorf("%q: %d, want %d", body, got, code)
		}
	}
	if Parse([]byte(`{"id":9007199254740993,"inner":{"n":9007199254740993,"N":5},"ID":"x"}`), &v) != 0 || v.ID != "9007199254740993" || v.Inner.N != 9007199254740993 {
		t.Errorf("%+v: numbers must keep every digit, names their case", v)
	}
}

func TestLiteral(t *testing.T) {
	for in, want := range map[string]string{
		`{"a":"\u4e2d"}`: `{"a":"\\u4e2d"}`, `{"a":"\\u4e2d"}`: `{"a":"\\u4e2d"}`, `"\n\"\\"`: `"\n\"\\"`, `x\`: `x\`,
	} {
		if got := string(Literal([]byte(in))); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestFileNeedsTheRightField(t *testing.T) {
	form := "--b\r\nContent-Disposition: form-data; name=\"%\"; filename=\"a.jpg\"\r\n\r\nbytes\r\n--b--\r\n"
	for name, code := range map[string]int{"media": 0, "file": 41005} {
		raw := []byte(strings.Replace(form, "%", name, 1))
		if _, content, got := File("multipart/form-data; boundary=b", raw); got != code || code == 0 && string(content) != "bytes" {
			t.Errorf("%s: %d %q", name, got, content)
		}
	}
	for _, kind := range []string{"", "application/json", "multipart/form-data", "multipart/form-data; boundary=c"} {
		if _, _, got := File(kind, []byte(form)); got != 41005 {
			t.Errorf("%q: %d", kind, got)
		}
	}
}

func TestEncodeKeepsMarkup(t *testing.T) {
	if got := string(Encode(map[string]string{"a": "<p>水&</p>"})); got != `{"a":"<p>水&</p>"}` {
		t.Error(got)
	}
	if got := string(Encode(func() {})); got != `{"errcode":-1,"errmsg":"system error"}` {
		t.Error(got)
	}
	if one, other := Random(8), Random(8); one == other || len(one) != 16 || Words(1) != "unknown error" || Words(40164) == Words(1) {
		t.Error("random or words")
	}
}

func TestSlice(t *testing.T) {
	list := []int{1, 2, 3}
	for _, c := range [][3]int{{0, 2, 2}, {2, 2, 1}, {3, 1, 0}, {9, 9, 0}, {1, 1<<63 - 1, 2}} {
		if got := Slice(list, c[0], c[1]); len(got) != c[2] || len(got) > 0 && got[0] != list[c[0]] {
			t.Errorf("%v: %v", c, got)
		}
	}
}
