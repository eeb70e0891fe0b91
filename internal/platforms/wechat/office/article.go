package office

import (
	"html"
	"strings"

	"huiying/internal/platforms/wechat"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// article is the parcel as WeChat takes it. The text carries inline styles only: classes, style sheets and positions are
// dropped by the platform.
func article(p delivery.Parcel, pictures map[string]string, thumb string) wechat.Article {
	var b strings.Builder
	for _, par := range p.Paragraphs {
		text := strings.ReplaceAll(html.EscapeString(strings.TrimSpace(par.Text)), "\n", "<br/>")
		switch {
		case par.Style == content.Picture:
			if u := pictures[par.Media]; u != "" {
				b.WriteString(`<p style="text-align:center"><img src="` + html.EscapeString(u) + `"/></p>`)
			}
			if text != "" {
				b.WriteString(`<p style="text-align:center;font-size:13px;color:#888888">` + text + `</p>`)
			}
		case text == "":
		case par.Style == content.Heading:
			b.WriteString(`<h2 style="font-size:18px;font-weight:bold">` + text + `</h2>`)
		case par.Bold:
			b.WriteString(`<p style="line-height:1.75"><strong>` + text + `</strong></p>`)
		default:
			b.WriteString(`<p style="line-height:1.75">` + text + `</p>`)
		}
	}
	a := wechat.Article{Title: p.Title, Author: p.Author, Digest: p.Digest, Content: b.String(), SourceURL: p.SourceURL, ThumbMediaID: thumb}
	if p.Comments {
		a.NeedOpenComment = 1
	}
	return a
}

// plain is what remains of an article's text when the platform's changes to its markup are left aside: tags, entities
// and white space.
func plain(markup string) string {
	var b strings.Builder
	tag := false
	for _, r := range markup {
		switch {
		case r == '<':
			tag = true
		case r == '>' && tag:
			tag = false
		case !tag:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(html.UnescapeString(b.String())), "")
}

// same tells whether an article of the platform is ours: same title and same words.
func same(theirs, ours wechat.Article) bool {
	return strings.TrimSpace(html.UnescapeString(theirs.Title)) == strings.TrimSpace(ours.Title) && plain(theirs.Content) == plain(ours.Content)
}
