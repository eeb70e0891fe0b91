// Package body takes request bodies apart and writes answers as the WeChat platform does. It knows the form of a body
// and the words of an error code; it must not know what a call does.
package body

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Parse reads a JSON body: one object in raw UTF-8 and nothing after it. It returns 0 or the error code; a POST without
// a body is answered 47001 (field report mp-publish).
func Parse(raw []byte, v any) int {
	if trimmed := bytes.TrimSpace(raw); !utf8.Valid(raw) || len(trimmed) == 0 || trimmed[0] != '{' {
		return 47001
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // ids are larger than a floating-point number holds
	var fields map[string]any
	if d.Decode(&fields) != nil || d.Decode(new(any)) != io.EOF {
		return 47001
	}
	if json.Unmarshal(Encode(lower(fields)), v) != nil {
		return 47001
	}
	return 0
}

// lower drops every field whose name has a capital letter: the platform tells cases apart, package json does not.
func lower(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			if strings.ToLower(k) != k {
				delete(v, k)
				continue
			}
			v[k] = lower(inner)
		}
	case []any:
		for i := range v {
			v[i] = lower(v[i])
		}
	}
	return v
}

// Literal rewrites a JSON body as the draft calls read it: a \u escape is no escape but six characters that are stored
// (WeChat doc draft_add).
func Literal(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' || i+1 == len(raw) {
			out = append(out, raw[i])
			continue
		}
		if raw[i+1] == 'u' {
			out = append(out, '\\')
		}
		out = append(out, '\\', raw[i+1])
		i++
	}
	return out
}

// File reads the multipart field media.
func File(contentType string, raw []byte) (name string, content []byte, code int) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
		return "", nil, 41005
	}
	for mr := multipart.NewReader(bytes.NewReader(raw), params["boundary"]); ; {
		p, err := mr.NextPart()
		if err != nil {
			return "", nil, 41005
		}
		if p.FormName() != "media" {
			continue
		}
		content, err = io.ReadAll(p)
		if err != nil || len(content) == 0 {
			return "", nil, 41005
		}
		return p.FileName(), content, 0
	}
}

// Loose is an id that callers send as a string or as a number.
type Loose string

// UnmarshalJSON takes both forms.
func (l *Loose) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*l = Loose(s)
		return nil
	}
	var n int64
	if err := json.Unmarshal(b, &n); err != nil {
		return errors.New("neither string nor number")
	}
	*l = Loose(strconv.FormatInt(n, 10))
	return nil
}

// Encode writes JSON in raw UTF-8, without escaped angle brackets.
func Encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return []byte(`{"errcode":-1,"errmsg":"system error"}`)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// Random gives n random bytes in hexadecimal.
func Random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
