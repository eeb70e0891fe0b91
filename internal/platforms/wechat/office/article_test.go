package office

import (
	"html"
	"slices"
	"strings"
	"testing"

	"huiying/internal/platforms/wechat"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

func parcel(way content.Way) delivery.Parcel {
	return delivery.Parcel{Way: way, Title: `A&B <标题> "引号"`, Author: "中心", Digest: "摘要", SourceURL: "https://x.example/?a=1&b=2", Comments: true,
		Paragraphs: []content.Paragraph{
			{Style: content.Heading, Text: " 何时 & 何地 "}, {Text: "一行\n<script>alert(1)</script>&amp;"}, {Text: "  "}, {Bold: true, Text: `"粗"`},
			{Style: content.Picture, Media: "h1", Text: "图 <1>"}, {Style: content.Picture, Media: "lost"},
		}}
}

func TestAnArticleEscapesWhatPeopleWrite(t *testing.T) {
	a := article(parcel(content.Publish), map[string]string{"h1": `https://mmbiz.example/1?x="&y`}, "thumb")
	want := `<h2 style="font-size:18px;font-weight:bold">何时 &amp; 何地</h2>` +
		`<p style="line-height:1.75">一行<br/>&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;</p>` +
		`<p style="line-height:1.75"><strong>&#34;粗&#34;</strong></p>` +
		`<p style="text-align:center"><img src="https://mmbiz.example/1?x=&#34;&amp;y"/></p>` +
		`<p style="text-align:center;font-size:13px;color:#888888">图 &lt;1&gt;</p>`
	if a.Content != want {
		t.Errorf("content\n%s\nwant\n%s", a.Content, want)
	}
	if a.Title != `A&B <标题> "引号"` || a.NeedOpenComment != 1 || a.ThumbMediaID != "thumb" || a.SourceURL != "https://x.example/?a=1&b=2" {
		t.Errorf("%+v", a)
	}
	mass := article(parcel(content.Broadcast), map[string]string{"h1": `https://mmbiz.example/1?x="&y`}, "thumb")
	if mass.Content != "<section>"+want+"</section>" || !same(mass, a) || identical(mass, a) {
		t.Errorf("a broadcast: %s", mass.Content)
	}
	if got := plain(a.Content); got != `何时&何地一行<script>alert(1)</script>&amp;"粗"图<1>` {
		t.Errorf("plain = %s", got)
	}
}

func TestWhatThePlatformRewritesIsStillOurs(t *testing.T) {
	ours := article(parcel(content.Publish), map[string]string{"h1": "https://mmbiz.example/1"}, "thumb")
	for name, change := range map[string]func(a *wechat.Article){
		"quotes as entities": func(a *wechat.Article) { a.Content = strings.ReplaceAll(a.Content, "&#34;", "&quot;") },
		"blanks":             func(a *wechat.Article) { a.Content = strings.ReplaceAll(a.Content, "</p>", " </p>\n&nbsp;") },
		"styles":             func(a *wechat.Article) { a.Content = strings.ReplaceAll(a.Content, ` style="line-height:1.75"`, "") },
		"an escaped title":   func(a *wechat.Article) { a.Title = html.EscapeString(a.Title) },
		"a rewritten image": func(a *wechat.Article) {
			a.Content = strings.ReplaceAll(a.Content, `src="https://mmbiz.example/1"`, `class="x" data-src="http://mmbiz.example/1?from=appmsg"`)
		},
	} {
		theirs := ours
		change(&theirs)
		if !same(theirs, ours) || changed(theirs, ours) != "" || !identical(theirs, ours) {
			t.Errorf("%s: changed %q", name, changed(theirs, ours))
		}
	}
}

func TestWhatAPersonChangedIsNamed(t *testing.T) {
	ours := article(parcel(content.Publish), map[string]string{"h1": "https://mmbiz.example/1"}, "thumb")
	for want, change := range map[string]func(a *wechat.Article){
		"标题":      func(a *wechat.Article) { a.Title += "。" },
		"正文":      func(a *wechat.Article) { a.Content = strings.Replace(a.Content, "一行", "两行", 1) },
		"配图":      func(a *wechat.Article) { a.Content += `<p><img src="https://mmbiz.example/2"/></p>` },
		"作者":      func(a *wechat.Article) { a.Author = "别人" },
		"摘要":      func(a *wechat.Article) { a.Digest = "" },
		"封面":      func(a *wechat.Article) { a.ThumbMediaID = "another" },
		"阅读原文的地址": func(a *wechat.Article) { a.SourceURL = "https://y.example/" },
		"留言开关":    func(a *wechat.Article) { a.NeedOpenComment = 0 },
	} {
		theirs := ours
		change(&theirs)
		if got := changed(theirs, ours); got != want || identical(theirs, ours) {
			t.Errorf("changed %q, want %q", got, want)
		}
	}
	ours.Digest = ""
	if theirs := ours; changed(theirs, ours) != "" {
		t.Error("a digest that the platform made is no change")
	}
	other := article(parcel(content.Publish), map[string]string{"h1": "https://mmbiz.example/2"}, "thumb")
	if identical(other, ours) {
		t.Error("another picture, and yet taken for ours")
	}
}

// FuzzAnArticleSaysWhatWasWritten holds that whatever people write is text and nothing else, and is read back from the
// article as it was written.
func FuzzAnArticleSaysWhatWasWritten(f *testing.F) {
	for _, s := range []string{"<b>", "a&amp;b", `"'><script>`, "一\n二", " x ", "&lt;", "<!--", "]]>", "\u00a0\u2028"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, title, text string) {
		title, text = strings.ToValidUTF8(title, "�"), strings.ToValidUTF8(text, "�")
		p := delivery.Parcel{Title: title, Paragraphs: []content.Paragraph{{Text: text}, {Style: content.Heading, Text: text}, {Bold: true, Text: text}}}
		a := article(p, nil, "t")
		if want := strings.Repeat(squeeze(strings.TrimSpace(text)), 3); plain(a.Content) != want {
			t.Errorf("%q is read back as %q", want, plain(a.Content))
		}
		if len(pictures(a.Content)) != 0 || strings.Contains(strings.ToLower(a.Content), "<script") {
			t.Errorf("markup got through: %s", a.Content)
		}
		if !identical(a, a) || changed(a, a) != "" {
			t.Errorf("%q is not itself", a.Content)
		}
		b := a
		b.Content = strings.Replace(a.Content, "</p>", "戊</p>", 1)
		if b.Content != a.Content && same(b, a) {
			t.Errorf("%q is taken for %q", b.Content, a.Content)
		}
	})
}

func TestPicturesOfAText(t *testing.T) {
	got := pictures(`<p><img src="https://a/1?x=1"/></p><img class="c" data-src='no'><img alt="s" data-src="http://b/2"><p>img src="c"</p>`)
	if !slices.Equal(got, []string{"a/1", "b/2"}) {
		t.Errorf("pictures = %q", got)
	}
}
