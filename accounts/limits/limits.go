// Package limits is the one table of what platforms take, and how they count it. Counters while typing, the composer's
// complaints, answers and screening all read it. It knows no text of its own.
package limits

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"huiying/accounts"
)

// Limits is what one way out takes. Zero means: no such limit.
type Limits struct {
	Units    int   // half-width units of the text; a Chinese character is 2
	Title    int   // characters
	Author   int   // characters
	Digest   int   // characters
	Content  int   // characters of the body with its markup, as it is sent
	Link     int   // bytes of the address of the original
	Pictures int   // how many
	Picture  int64 // bytes of one, at most
	Types    []string
	Topic    bool // #话题# may stand in the text
	Domain   bool // a link of the account's own domains must stand in the text
	Cover    bool // a cover picture must be there
}

// ByHand returns the limits of the manual channel. It has none of a platform's own, which the person sees there.
func ByHand() Limits {
	return Limits{Pictures: 18, Picture: 20 << 20, Types: []string{"image/jpeg", "image/png", "image/gif"}, Topic: true}
}

// Post returns the limits of a post through a platform's interface. Sources: Weibo statuses/share; WeChat draft_add (title
// 32 since 2025-12-19; content below 20,000 characters, which are never 1 MB; content_source_url 1 KB) and uploadimg.
func Post(p accounts.Platform) Limits {
	switch p {
	case accounts.Weibo:
		return Limits{Units: 280, Pictures: 1, Picture: 5<<20 - 1, Types: []string{"image/jpeg", "image/png", "image/gif"}, Domain: true}
	case accounts.WeChat:
		return Limits{Title: 32, Author: 16, Digest: 128, Content: 19999, Link: 1024, Pictures: 100, Picture: 1<<20 - 1,
			Types: []string{"image/jpeg", "image/png"}, Topic: true, Cover: true}
	}
	return Limits{}
}

// Reply returns the limits of an answer to a comment, in half-width units. Sources: Weibo comments/reply (140 汉字). WeChat
// documents no number but refuses what is too long (88007); this program offers 600 characters and takes the refusal as it comes.
func Reply(p accounts.Platform) Limits {
	switch p {
	case accounts.Weibo:
		return Limits{Units: 280, Topic: true}
	case accounts.WeChat:
		return Limits{Units: 1200, Topic: true}
	}
	return Limits{Units: 4000, Topic: true}
}

// linkUnits is what Weibo counts for an address, which it shortens: 11 Chinese characters at most.
const linkUnits = 22

var address = regexp.MustCompile(`https?://[0-9A-Za-z\-._~:/?#\[\]@!$&'()*+,;=%]+`)

// WeiboUnits counts text as Weibo does: an address 22 half-width units, other ASCII 1, characters beyond
// U+FFFF 4 (as in GB 18030), everything else 2. 280 units are the 140 汉字 of the interface.
func WeiboUnits(text string) int {
	n := 0
	for _, span := range address.FindAllStringIndex(text, -1) {
		n += linkUnits - (span[1] - span[0]) // what the loop below counts for it, taken off again
	}
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			n++
		case r > 0xFFFF:
			n += 4
		default:
			n += 2
		}
	}
	return n
}

// Address says what is wrong with the one address that a person typed, "" when nothing is: it begins with http:// or https://,
// names a host, and has nothing in it that an address cannot have.
func Address(typed string) string {
	u, err := url.Parse(typed)
	switch {
	case strings.HasPrefix(typed, "www.") || err == nil && u.Scheme == "" && strings.Contains(typed, "."):
		return "要从 https:// 写起"
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || !strings.Contains(strings.Trim(u.Hostname(), "."), "."):
		return "不像一个网址"
	case address.FindString(typed) != typed:
		return "里有网址不能用的字，请从浏览器地址栏里复制"
	}
	return ""
}

// Addresses returns the addresses in a text, in order.
func Addresses(text string) []string { return address.FindAllString(text, -1) }

// HasDomain tells whether text holds an address whose host is one of the domains to the letter: a www. counts.
func HasDomain(text string, domains []string) bool {
	for _, a := range Addresses(text) {
		host := a[strings.Index(a, "//")+2:]
		if i := strings.IndexAny(host, "/?#:"); i >= 0 {
			host = host[:i]
		}
		host = strings.ToLower(host)
		for _, d := range domains {
			d = strings.ToLower(strings.TrimSpace(d))
			if d != "" && (host == d) {
				return true
			}
		}
	}
	return false
}

var topic = regexp.MustCompile(`#[^#\n]+#`)

// HasTopic tells whether a #话题# stands in the text outside an address.
func HasTopic(text string) bool { return topic.MatchString(address.ReplaceAllString(text, "")) }
