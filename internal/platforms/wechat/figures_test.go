package wechat

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestArticlesOfReadsTheDocumentedBody(t *testing.T) {
	var asked string
	list := `{"list":[{"ref_date":"2026-11-18","msgid":"2650000108_2","publish_type":0,"title":"一周政务回顾","content_url":"http://mp.weixin.qq.com/s/x","detail_list":[]},
			{"msgid":"2650000109_1","publish_type":"1","title":"供暖"},{"msgid":"odd","publish_type":1},{"msgid":"5_-1"}],"is_delay":false}`
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/stable_token") {
			_, _ = io.WriteString(w, `{"access_token":"T","expires_in":7200}`)
			return
		}
		b, _ := io.ReadAll(r.Body)
		asked = r.URL.Path + " " + string(b)
		_, _ = io.WriteString(w, list)
	}))
	defer srv.Close()
	c := New(srv.URL, srv.Client(), "wx1", func() string { return "s" }, time.Now)
	got, err := c.ArticlesOf(t.Context(), time.Date(2026, 11, 17, 16, 30, 0, 0, time.UTC))
	if err != nil || len(got) != 2 {
		t.Fatalf("ArticlesOf = %+v, %v", got, err)
	}
	if got[0] != (Counted{2650000108, 1, true, "一周政务回顾", "http://mp.weixin.qq.com/s/x"}) || got[1].Mass {
		t.Errorf("got %+v", got)
	}
	if !strings.HasPrefix(asked, "/datacube/getarticletotaldetail ") || !strings.Contains(asked, `"begin_date":"2026-11-18","end_date":"2026-11-18"`) {
		t.Errorf("asked %s", asked)
	}
	list = `{"list":[{"msgid":"7_0","title":"头条"},{"msgid":"7_1","title":"次条"}]}` // positions that count from 0
	got, err = c.ArticlesOf(t.Context(), time.Date(2026, 11, 18, 16, 30, 0, 0, time.UTC))
	if err != nil || len(got) != 2 || got[0].Index != 0 || got[1].Index != 1 {
		t.Errorf("counted from 0: %+v, %v", got, err)
	}
}
