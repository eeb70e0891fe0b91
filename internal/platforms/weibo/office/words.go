package office

import (
	"html"
	"regexp"
	"strings"
)

// links are shortened or written out by the platform; the words around them are not.
var links = regexp.MustCompile(`(?i:https?://|t\.cn/)[0-9A-Za-z\-._~:/?#\[\]@!$&'()*+,;=%]+|网页链接`)

// words is what remains of a text when addresses and white space are left aside.
func words(text string) string {
	return strings.Join(strings.Fields(links.ReplaceAllString(html.UnescapeString(text), "")), "")
}

// alike tells whether a text of the platform is ours. One of addresses alone is nothing but its addresses, and these the
// platform rewrites: such a text is like ours only to the letter.
func alike(theirs, ours string) bool {
	if words(ours) == "" {
		return strings.TrimSpace(html.UnescapeString(theirs)) == strings.TrimSpace(ours)
	}
	return words(theirs) == words(ours)
}

// spoken takes off the "回复@name:" that Weibo may put in front.
func spoken(text string) string {
	if rest, ok := strings.CutPrefix(text, "回复@"); ok {
		if _, said, ok := strings.Cut(rest, ":"); ok {
			return said
		}
	}
	return text
}

// said tells whether a comment of the platform says what we said, with or without a name in front.
func said(theirs, ours string) bool { return alike(theirs, ours) || alike(spoken(theirs), ours) }
