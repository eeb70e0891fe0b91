package standweibo

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standweibo/book"
)

// FuzzRequests throws any path, query and body at the handler: it must answer, never panic, and whatever it answers as
// JSON must be JSON.
func FuzzRequests(f *testing.F) {
	cfg := config(f.TempDir())
	s, err := New(cfg, stage.NewClock(), nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close() })
	far := s.clock.Now().AddDate(9, 0, 0)
	if err := s.st.Commit(&book.TokenMade{Token: book.Token{Token: "t", App: "1352222456", UID: bureau, Until: far}}); err != nil {
		f.Fatal(err)
	}
	if err := s.SetBudget(bureau, 1<<40); err != nil {
		f.Fatal(err)
	}
	if err := s.SetAddressBudget(1 << 40); err != nil {
		f.Fatal(err)
	}
	const multi = "multipart/form-data; boundary=x"
	f.Add("POST", "/2/statuses/share.json", "access_token=a", "application/x-www-form-urlencoded", "status=%E6%B1%89&rip=1.1.1.1")
	f.Add("POST", "/2/comments/reply.json", "cid=1&id=2", multi, "--x\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\nhi\r\n--x--\r\n")
	f.Add("GET", "/oauth2/authorize", "client_id=1352222456&redirect_uri=x&state=%00", "", "")
	f.Add("POST", "/oauth2/access_token", "client_id=1&client_secret=2", "application/json", `{"code":1}`)
	f.Add("GET", "/2611843200/9100000000000001", "%zz", "", "")
	f.Add("GET", "/2/comments/to_me.json", "count=-1&max_id=9999999999999999999", "", "")
	f.Add("GET", "/2/statuses/count.json", "ids=1,,2", "", "")
	f.Add("GET", "/2/users/show.json", "uid=%00", "", "")
	f.Fuzz(func(t *testing.T, method, path, query, kind, body string) {
		if !strings.HasPrefix(path, "/") || strings.ContainsAny(path+query, " \r\n\x00?#") || strings.ContainsAny(method, " \r\n/") || method == "" {
			return
		}
		r := httptest.NewRequest("GET", "/", strings.NewReader(body))
		r.Method, r.URL.Path, r.URL.RawQuery = method, path, query
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Authorization", "OAuth2 t")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code < 200 || w.Code > 502 {
			t.Errorf("status %d", w.Code)
		}
		if strings.Contains(w.Header().Get("Content-Type"), "json") && !json.Valid(w.Body.Bytes()) {
			t.Errorf("%q is no JSON", w.Body)
		}
	})
}
