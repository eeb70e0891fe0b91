package people

import (
	"strings"
	"time"
	"unicode"
)

// Masked returns a text with the numbers by which a person can be found or harmed hidden but for their ends: 138****8000. They
// are numbers of mobile and fixed telephones, identity numbers and bank cards, in ASCII or full-width digits, whole or in groups
// with blanks and hyphens between. A number that was cut off, with … behind it, is hidden to its end. Everything else stays as it is; masking twice is masking once. It is for lists and titles:
// whoever opens what was written reads the original.
func Masked(text string) string {
	for {
		rs := []rune(text)
		out, hid := hide(rs)
		if !hid {
			return text
		}
		text = out
	}
}

// The digits that stay at the ends of a hidden number.
const (
	keepFirst = 3
	keepLast  = 4
)

// group is a run of digits without anything between; at is where its digits stand in the text.
type group struct {
	at     []int
	digits string
}

// hide masks what can be told apart in one pass and says whether that was anything.
func hide(rs []rune) (string, bool) {
	var out strings.Builder
	hid, done := false, 0
	for i := 0; i < len(rs); {
		if digit(rs[i]) == 0 {
			i++
			continue
		}
		run, end := runAt(rs, i)
		found := numbers(run)
		cut := end < len(rs) && rs[end] == '…'
		if cut && len(found) == 0 {
			found = tail(run)
		}
		for k, n := range found {
			out.WriteString(string(rs[done:n[0]]))
			for _, at := range n[:keepFirst] {
				out.WriteRune(rs[at])
			}
			out.WriteString("****")
			if last := n[len(n)-keepLast:]; !cut || k < len(found)-1 {
				for _, at := range last {
					out.WriteRune(rs[at])
				}
			}
			done, hid = n[len(n)-1]+1, true
		}
		i = end
	}
	out.WriteString(string(rs[done:]))
	return out.String(), hid
}

// digit returns an ASCII or full-width digit as ASCII, 0 for anything else.
func digit(r rune) byte {
	switch {
	case '0' <= r && r <= '9':
		return byte(r)
	case '０' <= r && r <= '９':
		return byte(r - '０' + '0')
	}
	return 0
}

// between tells whether a rune may stand between the groups of one number.
func between(r rune) bool {
	return unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Cf, r) || r == '\t' || unicode.Is(unicode.Zs, r)
}

// runAt reads the groups from a place on that may belong together, and where they end.
func runAt(rs []rune, i int) (run []group, end int) {
	for {
		var g group
		for i < len(rs) && digit(rs[i]) != 0 {
			g.at, g.digits = append(g.at, i), g.digits+string(digit(rs[i]))
			i++
		}
		if i < len(rs) && strings.ContainsRune("XxＸｘ", rs[i]) && (i+1 == len(rs) || digit(rs[i+1]) == 0) {
			g.at, g.digits = append(g.at, i), g.digits+"X"
			i++
		}
		run = append(run, g)
		next := i
		for next < len(rs) && next-i < 3 && between(rs[next]) {
			next++
		}
		if next == i || next == len(rs) || digit(rs[next]) == 0 {
			return run, i
		}
		i = next
	}
}

// numbers returns where the digits of each number of a run stand, in order. A number is made of whole groups, the most of them
// first; only in a group that is too long for any number are numbers looked for that stand side by side.
func numbers(run []group) (all [][]int) {
	for i := 0; i < len(run); {
		n := 0
		for j := min(len(run), i+8); j > i && n == 0; j-- {
			var at []int
			var digits strings.Builder
			for _, g := range run[i:j] {
				at = append(at, g.at...)
				digits.WriteString(g.digits)
			}
			if whole := strings.TrimSuffix(digits.String(), "X"); personal(digits.String()) {
				all, n = append(all, at), j-i
			} else if personal(whole) {
				all, n = append(all, at[:len(whole)]), j-i
			}
		}
		if g := run[i]; n == 0 && len(g.digits) > longest {
			for k := 0; k < len(g.digits); {
				size := longest
				for ; size >= shortest; size-- {
					if k+size <= len(g.digits) && personal(g.digits[k:k+size]) {
						all = append(all, g.at[k:k+size])
						break
					}
				}
				if size < shortest {
					size = 1
				}
				k += size
			}
		}
		i += max(n, 1)
	}
	return all
}

// tail takes the digits before an ellipsis for the beginning of a number that was cut off, when they are too many to be harmless.
func tail(run []group) [][]int {
	var at []int
	for _, g := range run {
		at = append(at, g.at...)
	}
	if len(at) <= keepFirst+keepLast {
		return nil
	}
	return [][]int{at}
}

// The lengths of the numbers that are known.
const (
	shortest = 10
	longest  = 19
)

// personal tells whether digits are a number of a person's; an identity number may end in X.
func personal(digits string) bool {
	if n := len(digits); n < shortest || n > longest {
		return false
	}
	return mobile(digits) || fixed(digits) || identity(digits) || card(digits)
}

// mobile numbers have 11 digits and begin with 13 to 19, with or without the code of the country.
func mobile(d string) bool {
	for _, code := range []string{"0086", "86", "0"} {
		if rest, ok := strings.CutPrefix(d, code); ok && len(rest) == 11 {
			d = rest
		}
	}
	return len(d) == 11 && d[0] == '1' && d[1] >= '3' && !strings.Contains(d, "X")
}

// fixed telephones have the code of the city, which begins with 0, and 7 or 8 digits.
func fixed(d string) bool {
	if d[0] != '0' || d[1] == '0' || strings.Contains(d, "X") {
		return false
	}
	if d[1] <= '2' { // three digits of the code: 010, 02x
		return len(d) == 11 && d[3] >= '2'
	}
	return (len(d) == 11 || len(d) == 12) && d[4] >= '2'
}

// identity numbers have 18 characters (GB 11643): region, date of birth, order, check; one with a mistyped check is one still.
// The older ones have 15 digits.
func identity(d string) bool {
	var born string
	layout := "20060102"
	switch {
	case len(d) == 18:
		born = d[6:14]
	case len(d) == 15 && !strings.Contains(d, "X"):
		born, layout = d[6:12], "060102"
	default:
		return false
	}
	day, err := time.Parse(layout, born)
	if d[0] >= '1' && d[0] <= '8' && err == nil && day.Year() >= 1900 && day.Year() < 2100 {
		return true
	}
	return len(d) == 18 && checked(d)
}

// checked tells whether the last character of an 18-character identity number is right (ISO 7064 MOD 11-2).
func checked(d string) bool {
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(d[i]-'0') * w
	}
	return d[17] == "10X98765432"[sum%11]
}

// card numbers have 16 to 19 digits whose last is right (Luhn).
func card(d string) bool {
	if len(d) < 16 || strings.Contains(d, "X") {
		return false
	}
	sum := 0
	for i := range len(d) {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}
