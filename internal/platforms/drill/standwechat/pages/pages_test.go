package pages

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/book"
)

// shown opens a book with one article that is out, one that is on its way and one picture.
func shown(t *testing.T) (*book.Keeper, string) {
	t.Helper()
	dir := t.TempDir()
	k, err := book.Open(dir, stage.NewClock(), book.New(book.Wire{}, book.Account{AppID: "a", Nickname: "望川<发布>"}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Close() })
	now := k.Now()
	item := func(path string) []book.Item {
		return []book.Item{{Article: book.Article{Title: "停水 <b>", Author: "中心", Content: "<p>正文&amp;</p>"}, Path: path}}
	}
	for _, e := range []book.Event{
		&book.Sent{Job: book.Job{AppID: "a", MsgDataID: 7, At: now, Done: now, Items: item("/s/out")}},
		&book.Sent{Job: book.Job{AppID: "a", MsgDataID: 8, At: now, Done: now.Add(time.Hour), Items: item("/s/coming")}},
		&book.Sent{Job: book.Job{AppID: "a", MsgDataID: 9, At: now, Done: now, Outcome: 4, Items: item("/s/refused")}},
		&book.Commented{Comment: book.Comment{CommentKey: book.CommentKey{MsgDataID: 7, ID: 1}, Content: "问 <script>"}},
		&book.Commented{Comment: book.Comment{CommentKey: book.CommentKey{MsgDataID: 7, ID: 2}, Content: "没有选上"}},
		&book.Elected{CommentKey: book.CommentKey{MsgDataID: 7, ID: 1}, On: true},
		&book.Replied{CommentKey: book.CommentKey{MsgDataID: 7, ID: 1}, Content: "答"},
		&book.MaterialAdded{Material: book.Material{AppID: "a", Kind: "png", Hash: "hash", Path: "/mmbiz_png/1/0"}},
		&book.MaterialAdded{Material: book.Material{AppID: "a", Kind: "png", Hash: "lost", Path: "/mmbiz_png/2/0"}},
	} {
		if err := k.Commit(now, e); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "hash"), []byte("bytes"), 0o600); err != nil {
		t.Fatal(err)
	}
	return k, dir
}

func TestAReaderSeesWhatIsOut(t *testing.T) {
	k, dir := shown(t)
	read := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		Serve(w, httptest.NewRequest("GET", path, nil), k, dir)
		if !strings.HasPrefix(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: a page that may load anything", path)
		}
		return w
	}
	page := read("/s/out").Body.String()
	for _, want := range []string{"演练页面", "停水 &lt;b&gt;", "望川&lt;发布&gt;", "<p>正文&amp;</p>", "问 &lt;script&gt;", "作者回复：答"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	if strings.Contains(page, "没有选上") || strings.Contains(page, "<script") {
		t.Errorf("the page shows too much:\n%s", page)
	}
	if w := read("/mmbiz_png/1/0"); w.Code != 200 || w.Body.String() != "bytes" || w.Header().Get("Content-Type") != "image/png" {
		t.Errorf("picture: %d %q", w.Code, w.Body)
	}
	for _, path := range []string{"/s/coming", "/s/refused", "/s/none", "/mmbiz_png/2/0", "/mmbiz_png/3/0", "/", "/hash"} {
		if w := read(path); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if err := k.End(7, 5); err != nil {
		t.Fatal(err)
	}
	if w := read("/s/out"); w.Code != 404 || !strings.Contains(w.Body.String(), "已被发布者删除") {
		t.Errorf("deleted: %d %s", w.Code, w.Body)
	}
}
