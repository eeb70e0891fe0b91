package standwechat

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"image"

	"huiying/internal/platforms/drill/standwechat/book"
)

func TestPictures(t *testing.T) {
	g := start(t)
	var b bytes.Buffer
	must(t, bmp.Encode(&b, image.NewRGBA(image.Rect(0, 0, 3, 3))))
	pad := func(content []byte, size int) []byte { return append(content, make([]byte, size-len(content))...) }
	for _, c := range []struct {
		what, path, query, name string
		content                 []byte
		code                    int
	}{
		{"jpeg", "media/uploadimg", "", "a.jpg", jpg(t, 4), 0},
		{"png", "media/uploadimg", "", "a.png", pngOf(t, 4), 0},
		{"bmp in text", "media/uploadimg", "", "a.bmp", b.Bytes(), 40005},
		{"text named jpg", "media/uploadimg", "", "a.jpg", []byte("not a picture at all"), 40005},
		{"head of a jpeg", "media/uploadimg", "", "a.jpg", jpg(t, 4)[:12], 40005},
		{"no extension", "media/uploadimg", "", "picture", jpg(t, 4), 40005},
		{"1 MB", "media/uploadimg", "", "a.jpg", pad(jpg(t, 4), 1<<20), 40009},
		{"under 1 MB", "media/uploadimg", "", "a.jpg", pad(jpg(t, 4), 1<<20-1), 0},
		{"empty", "media/uploadimg", "", "a.jpg", nil, 41005},
		{"bmp", "material/add_material", "&type=image", "a.bmp", b.Bytes(), 0},
		{"10 MB", "material/add_material", "&type=image", "a.png", pad(pngOf(t, 4), 10<<20), 0},
		{"over 10 MB", "material/add_material", "&type=image", "a.png", pad(pngOf(t, 4), 10<<20+1), 40009},
		{"far over", "material/add_material", "&type=image", "a.png", pad(pngOf(t, 4), 17<<20), 45001},
		{"thumb", "material/add_material", "&type=thumb", "a.jpg", pad(jpg(t, 4), 64<<10), 0},
		{"big thumb", "material/add_material", "&type=thumb", "a.jpg", pad(jpg(t, 4), 64<<10+1), 40009},
		{"png thumb", "material/add_material", "&type=thumb", "a.jpg", pngOf(t, 4), 40005},
		{"no type", "material/add_material", "", "a.jpg", jpg(t, 4), 40004},
		{"voice", "material/add_material", "&type=voice", "a.mp3", jpg(t, 4), 40004},
	} {
		r := g.upload(c.path, c.query, c.name, c.content)
		if r.code() != c.code {
			t.Errorf("%s: %v, want %d", c.what, r, c.code)
		}
		if c.code == 0 && !strings.HasPrefix(r.str("url"), "http://mmbiz.qpic.cn/") {
			t.Errorf("%s: %v", c.what, r)
		}
	}
	g.want(41005, g.post("media/uploadimg", `{"media":"x"}`))
	if r := g.get("material/get_materialcount"); r.str("image_count") != "3" {
		t.Errorf("library: %v", r)
	}
}

func TestDraftFields(t *testing.T) {
	g := start(t)
	temporary := g.want(0, g.upload("media/uploadimg", "", "a.jpg", jpg(t, 4))).str("url")
	mine := g.cover()
	g.token = g.stable(other)
	theirs := g.cover()
	g.token = g.stable(appID)
	han := func(n int) string { return strings.Repeat("水", n) }
	for _, c := range []struct {
		what string
		over map[string]any
		code int
	}{
		{"title 32", map[string]any{"title": han(32)}, 0},
		{"title 33", map[string]any{"title": han(33)}, 45003},
		{"no title", map[string]any{"title": ""}, 45003},
		{"author 16", map[string]any{"author": han(16)}, 0},
		{"author 17", map[string]any{"author": han(17)}, 45110},
		{"digest 128", map[string]any{"digest": han(128)}, 0},
		{"digest 129", map[string]any{"digest": han(129)}, 45004},
		{"content 19,999", map[string]any{"content": han(19999)}, 0},
		{"content 20,000", map[string]any{"content": strings.Repeat("a", 20000)}, 45002},
		{"no content", map[string]any{"content": " "}, 44004},
		{"source", map[string]any{"content_source_url": "https://www.example.gov.cn/a?b=1&c=2"}, 0},
		{"source no address", map[string]any{"content_source_url": "javascript:1"}, 41039},
		{"source over 1 KB", map[string]any{"content_source_url": "https://x.cn/" + strings.Repeat("a", 1024)}, 45005},
		{"no cover", map[string]any{"thumb_media_id": ""}, 40007},
		{"cover of another account", map[string]any{"thumb_media_id": theirs}, 40007},
		{"cover not permanent", map[string]any{"thumb_media_id": temporary}, 40007},
		{"crop", map[string]any{"pic_crop_235_1": "0.1_0_0.9_0.654321", "pic_crop_1_1": "0_0_1_1"}, 0},
		{"crop of seven decimals", map[string]any{"pic_crop_235_1": "0.1234567_0_1_1"}, 53402},
		{"crop outside", map[string]any{"pic_crop_1_1": "0_0_1.2_1"}, 53402},
		{"crop inside out", map[string]any{"pic_crop_1_1": "0.5_0_0.1_1"}, 53402},
		{"crop of five", map[string]any{"pic_crop_1_1": "0_0_1_1_1"}, 53402},
		{"kind", map[string]any{"article_type": "video"}, 40008},
		{"pictures", map[string]any{"article_type": "newspic", "image_info": map[string]any{"image_list": []any{map[string]any{"image_media_id": mine}}}}, 0},
		{"pictures of another account", map[string]any{"article_type": "newspic", "image_info": map[string]any{"image_list": []any{map[string]any{"image_media_id": theirs}}}}, 40007},
		{"pictures without any", map[string]any{"article_type": "newspic"}, 45008},
		{"title as number", map[string]any{"title": 5}, 47001},
	} {
		if r := g.post("draft/add", `{"articles":[`+g.article(c.over)+`]}`); r.code() != c.code {
			t.Errorf("%s: %v, want %d", c.what, r, c.code)
		}
	}
	a := g.article(nil)
	g.want(0, g.post("draft/add", `{"articles":[`+strings.Repeat(a+",", 7)+a+`]}`))
	g.want(45008, g.post("draft/add", `{"articles":[`+strings.Repeat(a+",", 8)+a+`]}`))
	g.want(45008, g.post("draft/add", `{"articles":[]}`))
	g.want(45008, g.post("draft/add", `{"Articles":[`+a+`]}`)) // names are case-sensitive
	for _, body := range []string{"", "null", "[]", `{"articles":{}}`, `{"articles":[` + a, `{} {}`, "{\"articles\":\"\xff\"}"} {
		g.want(47001, g.post("draft/add", body))
	}
	must(t, g.s.Change(book.AccountChanged{AppID: appID, Capabilities: map[string]bool{book.MayComment: false}}))
	g.want(88000, g.post("draft/add", `{"articles":[`+a+`]}`))
}

func (g *rig) stored(id string) map[string]any {
	g.t.Helper()
	return g.want(0, g.post("draft/get", `{"media_id":"`+id+`"}`))["news_item"].([]any)[0].(map[string]any)
}

func TestEscapesAreStoredLiterally(t *testing.T) {
	g := start(t)
	body := `{"articles":[{"title":"\u505c\u6c34","content":"\u003cp\u003e一\n二\"三\u003c/p\u003e","thumb_media_id":"` + g.cover() + `"}]}`
	a := g.stored(g.want(0, g.post("draft/add", body)).str("media_id"))
	if a["title"] != `\u505c\u6c34` || a["content"] != `\u003cp\u003e一`+"\n"+`二"三\u003c/p\u003e` {
		t.Fatalf("got %q, %q", a["title"], a["content"])
	}
	long := strings.Repeat(`\u6c34`, 6) // six characters, sent as thirty-six
	g.want(45003, g.post("draft/add", strings.Replace(body, `\u505c\u6c34`, long, 1)))
}

func TestContentIsCleaned(t *testing.T) {
	g := start(t)
	url := g.want(0, g.upload("media/uploadimg", "", "a.png", pngOf(t, 4))).str("url")
	content := `<section style="color:red">一&amp;二<script>alert("x")</script><img src="` + url + `"/><img src="https://elsewhere.cn/a.png"><br></section>`
	id := g.want(0, g.post("draft/add", `{"articles":[`+g.article(map[string]any{"content": content})+`]}`)).str("media_id")
	a := g.stored(id)
	want := `<section style="color:red">一&amp;二<img src="` + url + `"/><br></section>`
	if a["content"] != want || a["digest"] != "一&二" {
		t.Fatalf("got %q, digest %q", a["content"], a["digest"])
	}
}

func TestDraftBox(t *testing.T) {
	g := start(t)
	one, two := g.draft(), g.draft()
	if r := g.get("draft/count"); r.str("total_count") != "2" {
		t.Fatal(r)
	}
	r := g.post("draft/batchget", `{"offset":0,"count":1,"no_content":1}`)
	item := r["item"].([]any)[0].(map[string]any)
	if r.str("total_count") != "2" || r.str("item_count") != "1" || item["media_id"] != two {
		t.Fatal(r)
	}
	if _, has := item["content"].(map[string]any)["news_item"].([]any)[0].(map[string]any)["content"]; has {
		t.Error("no_content gave content")
	}
	for _, body := range []string{`{"offset":0,"count":0}`, `{"offset":0,"count":21}`, `{"offset":-1,"count":1}`} {
		g.want(61451, g.post("draft/batchget", body))
	}
	if r := g.post("draft/batchget", `{"offset":9,"count":20}`); r.str("item_count") != "0" {
		t.Fatal(r)
	}
	change := g.article(map[string]any{"title": "改过的标题"})
	g.want(47001, g.post("draft/update", `{"media_id":"`+one+`","index":0,"articles":[`+change+`]}`))
	g.want(47001, g.post("draft/update", `{"media_id":"`+one+`","index":0}`))
	g.want(40114, g.post("draft/update", `{"media_id":"`+one+`","index":1,"articles":`+change+`}`))
	g.want(40007, g.post("draft/update", `{"media_id":"none","index":0,"articles":`+change+`}`))
	g.want(0, g.post("draft/update", `{"media_id":"`+one+`","index":0,"articles":`+change+`}`))
	if g.stored(one)["title"] != "改过的标题" {
		t.Error("not updated")
	}
	g.want(0, g.post("draft/delete", `{"media_id":"`+two+`"}`))
	g.want(40007, g.post("draft/delete", `{"media_id":"`+two+`"}`))
	g.want(40007, g.post("draft/get", `{"media_id":"`+two+`"}`))
	g.token = g.stable(other)
	g.want(40007, g.post("draft/get", `{"media_id":"`+one+`"}`))
}
