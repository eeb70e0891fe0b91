package content

import (
	"html"
	"strings"
	"unicode/utf8"
)

// Wrapped begins the article of a broadcast. The same article may go out on one account both ways; by this the two drafts in
// the box are told apart, so that neither is taken for the other.
const Wrapped = "<section>"

// Article is the body of a WeChat article, with markup: exactly what the platform gets, and what it counts. picture gives the
// address of a picture on the platform by its hash, "" leaves it out. There are inline styles only: classes, style sheets
// and positions are dropped by the platform.
func Article(w Way, paragraphs []Paragraph, picture func(hash string) string) string {
	var b strings.Builder
	for _, par := range paragraphs {
		text := strings.ReplaceAll(html.EscapeString(strings.TrimSpace(par.Text)), "\n", "<br/>")
		switch {
		case par.Style == Picture:
			if u := picture(par.Media); u != "" {
				b.WriteString(`<p style="text-align:center"><img src="` + html.EscapeString(u) + `"/></p>`)
			}
			if text != "" {
				b.WriteString(`<p style="text-align:center;font-size:13px;color:#888888">` + text + `</p>`)
			}
		case text == "":
		case par.Style == Heading:
			b.WriteString(`<h2 style="font-size:18px;font-weight:bold">` + text + `</h2>`)
		case par.Bold:
			b.WriteString(`<p style="line-height:1.75"><strong>` + text + `</strong></p>`)
		default:
			b.WriteString(`<p style="line-height:1.75">` + text + `</p>`)
		}
	}
	if w == Broadcast {
		return Wrapped + b.String() + "</section>"
	}
	return b.String()
}

// AddressRoom is what is kept free, in characters, for the address that the platform will give a picture: it is known only after
// the approval. Those it gives are about 130 long.
const AddressRoom = 200

// ArticleLength is how many characters the article of a target will have on the platform, at most.
func (c Master) ArticleLength(t Target) int {
	room := strings.Repeat("a", AddressRoom)
	return utf8.RuneCountInString(Article(t.Way, c.Paragraphs, func(string) string { return room }))
}
