package wire

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"path"
	"strings"
)

// RawJSON writes v as JSON in raw UTF-8: no \u escape for anything that JSON allows to stand as it is. Some platforms
// store such escapes letter by letter (WeChat doc draft_add).
func RawJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return unescape(bytes.TrimRight(b.Bytes(), "\n")), nil
}

// unescape undoes the three escapes that encoding/json always writes though JSON does not ask for them.
func unescape(in []byte) []byte {
	out := make([]byte, 0, len(in))
	for i := 0; i < len(in); i++ {
		if in[i] != '\\' || i+1 >= len(in) {
			out = append(out, in[i])
			continue
		}
		if in[i+1] == 'u' && i+6 <= len(in) {
			var raw string
			switch string(in[i+2 : i+6]) {
			case "2028":
				raw = "\u2028"
			case "2029":
				raw = "\u2029"
			case "fffd":
				raw = "�"
			}
			if raw != "" {
				out, i = append(out, raw...), i+5
				continue
			}
		}
		out, i = append(out, in[i], in[i+1]), i+1
	}
	return out
}

// File is a picture to upload. Name may be empty or without a right ending; it is then made from the data.
type File struct {
	Name string
	Data []byte
}

// Form writes fields and one file as multipart/form-data and returns the body with its content type.
func Form(fields [][2]string, fileField string, f File) (body []byte, contentType string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, kv := range fields {
		if err := w.WriteField(kv[0], kv[1]); err != nil {
			return nil, "", err
		}
	}
	kind := http.DetectContentType(f.Data)
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition", `form-data; name="`+fileField+`"; filename="`+fileName(f.Name, kind)+`"`)
	h.Set("Content-Type", kind)
	part, err := w.CreatePart(h)
	if err != nil {
		return nil, "", err
	}
	if _, err := part.Write(f.Data); err != nil {
		return nil, "", err
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return b.Bytes(), w.FormDataContentType(), nil
}

// fileName returns a plain ASCII name whose ending fits the data: platforms look at the ending.
func fileName(name, kind string) string {
	ending := map[string]string{
		"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/bmp": ".bmp", "image/webp": ".webp",
	}[kind]
	given := strings.ToLower(path.Ext(name))
	if ending == "" {
		ending = given
	}
	if ending == ".jpg" && given == ".jpeg" {
		ending = given
	}
	stem := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return -1
	}, strings.TrimSuffix(path.Base(name), path.Ext(name)))
	if stem == "" {
		stem = "picture"
	}
	ending = strings.Map(func(r rune) rune {
		if r == '.' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, ending)
	return stem + ending
}
