// Package text reads a Weibo text as the platform does: how long it is, which links and topics stand in it, whom it
// names. It only looks at words: what is refused for them is decided elsewhere.
package text

import (
	"crypto/sha256"
	"math/big"
	"net/url"
	"strings"
	"unicode/utf8"
)

// A text may have 280 half-width units, which is what 140 汉字 means (WB:2/statuses/share: 140 汉字; ASCII
// counts a half, an address as its short link). One unit: a character below U+0080. Two: any other up to U+FFFF. Four: beyond
// (GB 18030 needs four bytes there, and GBK bytes are what the Java SDK counts). A link counts as the short link it is
// turned into, http://t.cn/ and eight more, whatever its own length.
const (
	MaxUnits  = 280
	linkUnits = 20
)

// Units is the length of a text in half-width units.
func Units(text string) int {
	n, at := 0, 0
	for _, l := range links(text) {
		n += halves(text[at:l.from]) + linkUnits
		at = l.to
	}
	return n + halves(text[at:])
}

func halves(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r < 0x80:
			n++
		case r <= 0xFFFF:
			n += 2
		default:
			n += 4
		}
	}
	return n
}

// link is the place of a web address in a text.
type link struct{ from, to int }

// links finds http and https addresses. An address ends at the first character that no address may hold unescaped
// (blank, Chinese text, brackets); punctuation that closes a sentence is left to the sentence.
func links(text string) []link {
	var out []link
	for i := 0; i < len(text); {
		n := scheme(text[i:])
		if n == 0 {
			i++
			continue
		}
		end := i + n
		for end < len(text) && inAddress(text[end]) {
			end++
		}
		for end > i+n && strings.IndexByte(".,;:!?'", text[end-1]) >= 0 {
			end--
		}
		if end > i+n {
			out = append(out, link{i, end})
		}
		i = end
	}
	return out
}

func scheme(s string) int {
	for _, p := range []string{"http://", "https://"} {
		if len(s) >= len(p) && strings.EqualFold(s[:len(p)], p) {
			return len(p)
		}
	}
	return 0
}

func inAddress(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || strings.IndexByte("-._~:/?#@!$&'*+,;=%", b) >= 0
}

// HasDomain tells whether the text links to one of the approved hosts. The host must be the approved one to the
// letter, www. included.
func HasDomain(text string, domains []string) bool {
	for _, l := range links(text) {
		u, err := url.Parse(text[l.from:l.to])
		if err != nil {
			continue
		}
		for _, d := range domains {
			if strings.EqualFold(u.Hostname(), d) {
				return true
			}
		}
	}
	return false
}

// HasTopic tells whether the text holds a #topic#. Number signs inside an address are none.
func HasTopic(text string) bool {
	var b strings.Builder
	at := 0
	for _, l := range links(text) {
		b.WriteString(text[at:l.from])
		b.WriteByte('\n')
		at = l.to
	}
	b.WriteString(text[at:])
	for line := range strings.SplitSeq(b.String(), "\n") {
		for {
			_, rest, found := strings.Cut(line, "#")
			if !found {
				break
			}
			inside, _, closed := strings.Cut(rest, "#")
			if closed && strings.TrimSpace(inside) != "" {
				return true
			}
			line = rest
		}
	}
	return false
}

// Shorten puts a short link in place of every address, the same one for the same address.
func Shorten(text string) string {
	var b strings.Builder
	at := 0
	for _, l := range links(text) {
		sum := sha256.Sum256([]byte(text[l.from:l.to]))
		id := new(big.Int).SetBytes(sum[:8]).Text(62)
		b.WriteString(text[at:l.from])
		b.WriteString("http://t.cn/A" + (id + "0000000")[:7])
		at = l.to
	}
	b.WriteString(text[at:])
	return b.String()
}

// Squeeze gives what two similar texts have in common: letters, digits and 汉字 only.
func Squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 0x3400 && r <= 0x9FFF, r > 0xFFFF:
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, text)
}

// Names tells whether the text holds @name as a whole: 市政府 is not named by @市政府办.
func Names(text, name string) bool {
	for rest := text; ; {
		_, after, found := strings.Cut(rest, "@"+name)
		if !found {
			return false
		}
		r, _ := utf8.DecodeRuneInString(after)
		if after == "" || !nameRune(r) {
			return true
		}
		rest = after
	}
}

func nameRune(r rune) bool {
	return r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0x3400 && r <= 0x9FFF
}
