package drill

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzControl throws any wish at the control: it is carried out or refused in JSON, and the drill can still tell its clock
// and its records.
func FuzzControl(f *testing.F) {
	paths := []string{"clock", "faults", "comment", "remove", "rename", "account", "plan", "wire"}
	for i, body := range []string{`{"advance":1}`, `{"rules":[{"call":"weibo /2/x","nth":1,"fault":"lost"}]}`, `{"platform":"weibo","post":"1","from":"a","text":"b"}`,
		`{"platform":"wechat","post":"1","index":-1,"comment":"1"}`, `{"platform":"weibo","account":"7700000001","name":"x"}`,
		`{"platform":"wechat","account":"wxd0000000000000001","verified_to":"2026-11-24T04:00:00Z"}`, `{"platform":"weibo","what":"arrive","post":"x"}`,
		`{"wechat":{"wrong_secret":1},"weibo":{"expired_code":-1}}`} {
		f.Add(uint8(i), body)
	}
	f.Add(uint8(0), `{"offset":9223372036854775807}`)
	f.Add(uint8(0), `{"offset":-9223372036854775808}`)
	f.Add(uint8(6), `{"platform":"wechat","what":"mass","delay":-9223372036854775808}`)
	f.Add(uint8(6), `{"platform":"weibo","what":"refuse","code":10014,"times":1000000}`)
	s, err := Start(context.Background(), Prepared(f.TempDir()))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close() })
	h := s.control()
	f.Fuzz(func(t *testing.T, n uint8, body string) {
		for _, try := range [][3]string{{"POST", paths[int(n)%len(paths)], body}, {"GET", "clock", ""}, {"GET", "records", ""}, {"GET", "faults", ""}} {
			r := httptest.NewRequest(try[0], "/drill/"+try[1], strings.NewReader(try[2]))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != 200 && (w.Code != 400 || try[0] == "GET") || !json.Valid(w.Body.Bytes()) {
				t.Fatalf("%s %s: %d %q", try[0], try[1], w.Code, w.Body)
			}
		}
	})
}
