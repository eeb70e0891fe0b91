package content

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"huiying/accounts"
)

// Limits is what one way out takes. Zero means: no such limit. It is the one table of the program; counters while
// typing, the composer's complaints and screening all read it.
type Limits struct {
	Units     int   // half-width units of Text; a Chinese character is 2
	Title     int   // characters
	Author    int   // characters
	Digest    int   // characters
	Content   int   // characters of the body
	Pictures  int   // how many
	Picture   int64 // bytes of one
	Types     []string
	Topic     bool // #话题# may stand in the text
	Domain    bool // a link of the account's own domains must stand in the text
	Cover     bool // a cover picture must be there
	TextEmpty bool // the text may be empty
}

// LimitsOf returns the limits of a way out. Sources: Weibo statuses/share; WeChat draft_add (title 32 since 2025-12-19),
// uploadimg. The manual channel has none of its own: the person sees the platform's.
func LimitsOf(p accounts.Platform, w Way) Limits {
	switch {
	case w == ByHand:
		return Limits{Pictures: 18, Picture: 20 << 20, Types: []string{"image/jpeg", "image/png", "image/gif"}, Topic: true}
	case p == accounts.Weibo:
		return Limits{Units: 280, Pictures: 1, Picture: 5<<20 - 1, Types: []string{"image/jpeg", "image/png", "image/gif"}, Domain: true}
	case p == accounts.WeChat:
		return Limits{Title: 32, Author: 16, Digest: 128, Content: 19999, Pictures: 100, Picture: 1<<20 - 1,
			Types: []string{"image/jpeg", "image/png"}, Topic: true, Cover: true}
	}
	return Limits{}
}

// linkUnits is what Weibo counts for an address, which it shortens: 11 Chinese characters at most.
const linkUnits = 22

var address = regexp.MustCompile(`https?://[0-9A-Za-z\-._~:/?#\[\]@!$&'()*+,;=%]+`)

// WeiboUnits counts text as Weibo does: an address 22 half-width units, other ASCII 1, everything else 2. 280 units are
// the 140 汉字 of the interface.
func WeiboUnits(text string) int {
	n := 0
	for _, span := range address.FindAllStringIndex(text, -1) {
		n += linkUnits - (span[1] - span[0]) // what the loop below counts for it, taken off again
	}
	for _, r := range text {
		if r < utf8.RuneSelf {
			n++
		} else {
			n += 2
		}
	}
	return n
}

// Addresses returns the addresses in a text, in order.
func Addresses(text string) []string { return address.FindAllString(text, -1) }

// hasDomain tells whether text holds an address of one of the domains, or of a name below one.
func hasDomain(text string, domains []string) bool {
	for _, a := range Addresses(text) {
		host := a[strings.Index(a, "//")+2:]
		if i := strings.IndexAny(host, "/?#:"); i >= 0 {
			host = host[:i]
		}
		host = strings.ToLower(host)
		for _, d := range domains {
			d = strings.ToLower(strings.TrimSpace(d))
			if d != "" && (host == d || strings.HasSuffix(host, "."+d)) {
				return true
			}
		}
	}
	return false
}

var topic = regexp.MustCompile(`#[^#\n]+#`)

// HasTopic tells whether a #话题# stands in the text outside an address.
func HasTopic(text string) bool { return topic.MatchString(address.ReplaceAllString(text, "")) }
