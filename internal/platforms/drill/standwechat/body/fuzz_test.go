package body

import (
	"encoding/json"
	"testing"
)

// FuzzParse holds that a body is one object or refused, that escapes stay letters, and that no form can break the reader.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "{}", `{"id":"7","inner":{"n":1}}`, `{"id":1e400}`, `{"a":"\u4e2d\\u4e2d\"\n"}`, `{"a":"\`, `{"ID":1,"id":{}}`, "{} {}",
		"--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.jpg\"\r\n\r\nx\r\n--b--\r\n", "--b\r\n\r\n"} {
		f.Add([]byte(s), "multipart/form-data; boundary=b")
	}
	f.Fuzz(func(t *testing.T, raw []byte, kind string) {
		var v struct {
			ID    Loose `json:"id"`
			Inner struct {
				N int64 `json:"n"`
			} `json:"inner"`
		}
		if code := Parse(raw, &v); code != 0 && code != 47001 || code == 0 && !json.Valid(raw) {
			t.Errorf("%q: %d", raw, code)
		}
		if json.Valid(raw) {
			if lit := Literal(raw); !json.Valid(lit) {
				t.Errorf("%q became %q", raw, lit)
			} else if again := Literal(lit); string(again) != string(lit) {
				t.Errorf("%q was read twice: %q", lit, again)
			}
		}
		name, content, code := File(kind, raw)
		if code != 0 && code != 41005 || code != 0 && (name != "" || content != nil) || code == 0 && len(content) == 0 {
			t.Errorf("%q, %d bytes, %d", name, len(content), code)
		}
	})
}
