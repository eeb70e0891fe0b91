// Package differ compares two texts by words, as a reader of Chinese sees words: a character each, and letters and figures that
// belong together as one. It finds the fewest changes within limits of size, and beyond them says that a stretch was replaced. It
// draws nothing and knows no desk.
package differ

import (
	"strings"
	"unicode"
)

// Op is what became of a stretch of text.
type Op int

// The ops.
const (
	Same Op = iota
	Deleted
	Inserted
)

// Part is a stretch of text.
type Part struct {
	Op   Op
	Text string
}

// limit is how many pairs of words are compared at most; above it the stretch counts as replaced. It is some 8 MB.
const limit = 4 << 20

// Words compares two texts. Between two stretches that stayed, what was deleted stands before what was inserted.
func Words(before, after string) []Part {
	a, b := split(before), split(after)
	pairs := Align(a, b)
	var out []Part
	i, j := 0, 0
	for _, p := range append(pairs, [2]int{len(a), len(b)}) {
		out = add(out, Deleted, strings.Join(a[i:p[0]], ""))
		out = add(out, Inserted, strings.Join(b[j:p[1]], ""))
		if p[0] < len(a) {
			out = add(out, Same, a[p[0]])
		}
		i, j = p[0]+1, p[1]+1
	}
	return calm(out)
}

// Before is the old text that parts were made from, After the new one.
func Before(parts []Part) string { return join(parts, Inserted) }

// After is the new text.
func After(parts []Part) string { return join(parts, Deleted) }

// Changed says whether anything was deleted or inserted.
func Changed(parts []Part) bool {
	for _, p := range parts {
		if p.Op != Same {
			return true
		}
	}
	return false
}

func join(parts []Part, without Op) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Op != without {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func add(parts []Part, op Op, text string) []Part {
	if text == "" {
		return parts
	}
	if n := len(parts); n > 0 && parts[n-1].Op == op {
		parts[n-1].Text += text
		return parts
	}
	return append(parts, Part{op, text})
}

// calm joins changes that a single character keeps apart: a lone 的 between two changed words helps nobody. A mark of
// punctuation stays, it divides.
func calm(parts []Part) []Part {
	var out []Part
	gone, come := "", ""
	flush := func() {
		out = add(out, Deleted, gone)
		out = add(out, Inserted, come)
		gone, come = "", ""
	}
	for i, p := range parts {
		switch {
		case p.Op == Deleted:
			gone += p.Text
		case p.Op == Inserted:
			come += p.Text
		case gone != "" && come != "" && i+1 < len(parts) && lone(p.Text) && both(parts[i+1:]):
			gone += p.Text
			come += p.Text
		default:
			flush()
			out = add(out, Same, p.Text)
		}
	}
	flush()
	return out
}

func lone(text string) bool {
	r := []rune(text)
	return len(r) == 1 && unicode.IsLetter(r[0])
}

// both says whether the next change deletes and inserts.
func both(rest []Part) bool {
	return len(rest) > 1 && rest[0].Op == Deleted && rest[1].Op == Inserted
}

// split cuts a text into words; joined they are the text again, byte for byte.
func split(text string) []string {
	var words []string
	from, kind := 0, 0
	for i, r := range text {
		k := class(r)
		if i > from && (k != kind || k == 0) {
			words = append(words, text[from:i])
			from = i
		}
		kind = k
	}
	if from < len(text) {
		words = append(words, text[from:])
	}
	return words
}

// class is 1 for letters and figures of the Latin kind, which stand together, and 0 for everything else.
func class(r rune) int {
	if r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return 1
	}
	return 0
}

// Align pairs what two lists have in common, in order and as many as there are within the limits: indexes into a and b.
func Align(a, b []string) [][2]int {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var pairs [][2]int
	for i := range head {
		pairs = append(pairs, [2]int{i, i})
	}
	for _, p := range longest(a[head:len(a)-tail], b[head:len(b)-tail]) {
		pairs = append(pairs, [2]int{p[0] + head, p[1] + head})
	}
	for i := tail; i > 0; i-- {
		pairs = append(pairs, [2]int{len(a) - i, len(b) - i})
	}
	return pairs
}

// longest finds the longest common subsequence by the table.
func longest(a, b []string) [][2]int {
	if len(a) == 0 || len(b) == 0 || len(a) > limit/len(b) {
		return nil
	}
	wide := len(b) + 1
	table := make([]uint16, (len(a)+1)*wide)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i*wide+j] = min(table[(i+1)*wide+j+1], 65534) + 1
			} else {
				table[i*wide+j] = max(table[(i+1)*wide+j], table[i*wide+j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case table[(i+1)*wide+j] >= table[i*wide+j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}
