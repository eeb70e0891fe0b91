// Package markup reads the HTML of an article as the platform does: what it takes out, and the text and pictures it finds.
// It must not change anything else, to the letter.
package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// Cleaned takes scripts out, and pictures that were not uploaded to the platform (WeChat doc draft_add). Everything
// else stays to the letter.
func Cleaned(content string, known func(src string) bool) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(content))
	inScript := false
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			b.Write(z.Raw())
			return b.String()
		}
		raw := string(z.Raw())
		t := z.Token()
		switch {
		case t.Data == "script" && kind == html.StartTagToken:
			inScript = true
			continue
		case t.Data == "script" && kind == html.EndTagToken:
			inScript = false
			continue
		case inScript, t.Data == "script" && kind == html.SelfClosingTagToken:
			continue
		case t.Data == "img" && (kind == html.StartTagToken || kind == html.SelfClosingTagToken) && !known(source(t)):
			continue
		}
		b.WriteString(raw)
	}
}

func source(t html.Token) string {
	for _, name := range []string{"src", "data-src"} {
		for _, a := range t.Attr {
			if a.Key == name && a.Val != "" {
				return a.Val
			}
		}
	}
	return ""
}

// PlainText is the text of an article without its markup.
func PlainText(content string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(content))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case html.TextToken:
			b.WriteString(z.Token().Data)
		}
	}
}

// First cuts a text to so many characters.
func First(text string, most int) string {
	r := []rune(text)
	return string(r[:min(most, len(r))])
}

// Sources lists the addresses of the pictures in a text.
func Sources(content string) []string {
	var out []string
	z := html.NewTokenizer(strings.NewReader(content))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.StartTagToken, html.SelfClosingTagToken:
			if t := z.Token(); t.Data == "img" {
				out = append(out, source(t))
			}
		}
	}
}
