package request

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzRead holds that any request can be read: its parameters, its files, and nothing beyond the bounds.
func FuzzRead(f *testing.F) {
	const multi = "multipart/form-data; boundary=x"
	f.Add("a=1&access_token=t", "application/x-www-form-urlencoded", "a=2&b=%zz")
	f.Add("%zz", multi, "--x\r\nContent-Disposition: form-data; name=\"pic\"; filename=\"a\"\r\n\r\nhi\r\n--x--\r\n")
	f.Add("", multi, "--x\r\nContent-Disposition: form-data\r\n\r\n")
	f.Add("", "application/json", `{"a":1}`)
	f.Add("n=9223372036854775808", "\x00", strings.Repeat("--x\r\n\r\n", 70))
	f.Fuzz(func(t *testing.T, query, kind, body string) {
		r := httptest.NewRequest("POST", "/2/x.json", strings.NewReader(body))
		r.URL.RawQuery = query
		r.Header.Set("Content-Type", kind)
		c := Read(r)
		for _, name := range []string{"a", "n", "pic", "access_token"} {
			if c.Get(name) != "" && !c.Has(name) {
				t.Errorf("%q was given and is not there", name)
			}
			if n, fine := c.Number(name, 7, 0, 9); fine && (n < 0 || n > 9) {
				t.Errorf("%q is %d", name, n)
			}
		}
		for name, files := range c.Files {
			for _, p := range files {
				if p.Name == "" || len(p.Bytes) > len(body) {
					t.Errorf("file %q %q of %d bytes", name, p.Name, len(p.Bytes))
				}
			}
		}
	})
}
