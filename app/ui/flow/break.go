package flow

import (
	"strings"
	"unicode"
)

// Signs that may not begin a line, and signs that may not end one (GB/T 15834, 标点符号用法).
const (
	noStart = "。，、；：？！）》〉”’】〕」』〗…—～·％‰℃°,.;:?!)]}%"
	noEnd   = "（《〈“‘【〔「『〖([{￥$¥"
)

// glyph is one character and the run it stands in.
type glyph struct {
	r     rune
	run   int
	width float32
}

// piece is what one run has on one line.
type piece struct {
	run   int
	text  string
	x     float32
	width float32
}

// line is one line of the flow, in pieces from left to right.
type line struct {
	pieces []piece
	width  float32
}

// wordy says whether a character belongs to a word that is not broken: Latin letters, figures and what holds addresses
// together.
func wordy(r rune) bool {
	if r >= 0x2E80 {
		return false
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-/@#&=+'.:%~?", r)
}

// mayBreak says whether a line may end between a and b.
func mayBreak(a, b rune) bool {
	switch {
	case b == ' ':
		return false // the space stays at the end of its line, where it is not seen
	case strings.ContainsRune(noStart, b), strings.ContainsRune(noEnd, a):
		return false
	case wordy(a) && wordy(b):
		return false
	}
	return true
}

// units cuts glyphs into the shortest sequences that may stand on a line alone.
func units(gs []glyph) [][]glyph {
	var out [][]glyph
	start := 0
	for i := 1; i <= len(gs); i++ {
		if i == len(gs) || mayBreak(gs[i-1].r, gs[i].r) {
			out = append(out, gs[start:i])
			start = i
		}
	}
	return out
}

func widthOf(gs []glyph) (w float32) {
	for _, g := range gs {
		w += g.width
	}
	return w
}

// trimmed is the width without spaces at the end.
func trimmed(gs []glyph) float32 {
	n := len(gs)
	for n > 0 && gs[n-1].r == ' ' {
		n--
	}
	return widthOf(gs[:n])
}

// breakLines fills lines of a width. A sequence wider than a whole line is broken where it must be, but a sign that may not
// begin a line takes a character before it along, if there is one.
func breakLines(gs []glyph, width float32) [][]glyph {
	var lines [][]glyph
	var cur []glyph
	used := float32(0)
	flush := func() {
		lines = append(lines, cur)
		cur, used = nil, 0
	}
	start := 0
	for i := 0; i <= len(gs); i++ {
		if i < len(gs) && gs[i].r != '\n' {
			continue
		}
		for _, u := range units(gs[start:i]) {
			if used > 0 && used+trimmed(u) > width {
				flush()
			}
			for trimmed(u) > width && len(u) > 1 {
				n := fitting(u, width)
				lines = append(lines, u[:n])
				u = u[n:]
			}
			cur = append(cur, u...)
			used += widthOf(u)
		}
		flush()
		start = i + 1
	}
	return lines
}

// fitting is how many glyphs of an overlong sequence go on a line: at least one, and not so that the next line begins with
// a sign that may not, where that can be helped.
func fitting(u []glyph, width float32) int {
	n, w := 0, float32(0)
	for n < len(u) && (n == 0 || w+u[n].width <= width) {
		w += u[n].width
		n++
	}
	for k := n; k > 1 && k < len(u); k-- {
		if !strings.ContainsRune(noStart, u[k].r) && !strings.ContainsRune(noEnd, u[k-1].r) {
			return k
		}
	}
	return n
}

// pieces turns a line of glyphs into pieces by run.
func pieces(gs []glyph) line {
	var l line
	var b strings.Builder
	from := float32(0)
	for i, g := range gs {
		b.WriteRune(g.r)
		l.width += g.width
		if i+1 == len(gs) || gs[i+1].run != g.run {
			l.pieces = append(l.pieces, piece{run: g.run, text: b.String(), x: from, width: l.width - from})
			from = l.width
			b.Reset()
		}
	}
	return l
}
