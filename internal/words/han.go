package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"huiying/assets"
)

// A run of Chinese characters is cut where the words are most likely: of all ways to put it together out of words of the list
// the one of the least cost counts, the cost of a word being how rare it is.

const (
	longest = 12  // of a word of the list or a number, in characters
	block   = 64  // see stretch
	unknown = '~' // what a single character costs that is not in the list; list.py knows it as well
	number  = 'P' // what a number costs, as much as a word that is neither common nor rare
)

// stretch goes along a run of Chinese characters, from one place that no word crosses to the next. Between two of those the
// run can be cut without a look at the rest, and it comes out the same wherever one began. Where no such place comes for
// long, as in a line of 哈, the text is divided at a multiple of block: without that a word in the middle could depend on
// both ends of the run.
type stretch struct {
	text     []rune
	from, to int
	reach    int                      // how far the words go that begin before to
	free     int                      // the last place that no word crosses
	costs    [2 * block][longest]byte // of the word with n characters that begins at k: costs[k-from][n-1], 0 if there is none
	sizes    [2 * block]int8          // of the word that begins at k, if the best way comes by there
}

// begin returns a stretch that is still empty. The first one that next finds is right if no word crosses k.
func begin(text []rune, k int) stretch {
	return stretch{text: text, from: k, to: k, reach: k, free: k}
}

// next goes on to the next stretch.
func (s *stretch) next() {
	s.from = s.to
	s.costs = [2 * block][longest]byte{}
	for {
		s.reach = max(s.reach, s.to+s.look())
		s.to++
		if s.to == s.reach {
			s.free = s.to
			return
		}
		if s.to%block == 0 && s.to-s.free >= block {
			return
		}
	}
}

// look writes down what words begin at s.to and returns the length of the longest.
func (s *stretch) look() int {
	costs := &s.costs[s.to-s.from]
	var key [longest * utf8.UTFMax]byte
	size, at, most, limit := 0, 0, 1, longest
	if s.to > 0 && s.text[s.to] == '日' && unicode.IsDigit(s.text[s.to-1]) {
		limit = 1 // 11月30日前 is no 日前
	}
	for n := 0; n < limit && s.to+n < len(s.text) && isHan(s.text, s.to+n); n++ {
		size += utf8.EncodeRune(key[size:], s.text[s.to+n])
		at = find(at, key[:size])
		rest := assets.Words[at:]
		if len(rest) < size+2 || rest[:size] != string(key[:size]) {
			break
		}
		// The shortest of the words with this beginning comes first: it is the beginning itself, if that is a word.
		if rest[size+1] == '\n' {
			costs[n], most = rest[size], n+1
		}
	}
	if n := numeral(s.text, s.to); n > 0 {
		costs[n-1], most = number, max(most, n)
	}
	return most
}

// cut finds the best way through the stretch. Of two that cost the same it takes the one with the longer word in front.
func (s *stretch) cut() {
	var best [2*block + 1]int
	for k := s.to - s.from - 1; k >= 0; k-- {
		costs := &s.costs[k]
		best[k] = best[k+1] + unknown
		s.sizes[k] = 1
		for n := 1; n <= longest && k+n <= s.to-s.from; n++ {
			if c := int(costs[n-1]); c > 0 && c+best[k+n] <= best[k] {
				best[k], s.sizes[k] = c+best[k+n], int8(n)
			}
		}
	}
}

// size is the length of the word that begins at k, after cut.
func (s *stretch) size(k int) int { return int(s.sizes[k-s.from]) }

// hanWord returns the word that the i-th rune, a Chinese character, is part of.
func hanWord(text []rune, i int) (from, to int) {
	// In the block before that of i lies a place that no word crosses, or else a division stands where i's block begins. A word
	// that began before all this ends within longest characters, so that the places in that block are true ones.
	least := max(i-i%block-block-longest, 0)
	k := i
	for k > least && isHan(text, k-1) {
		k--
	}
	s := begin(text, k)
	for s.to <= i {
		s.next()
	}
	s.cut()
	k = s.from
	for k+s.size(k) <= i {
		k += s.size(k)
	}
	return k, k + s.size(k)
}

// numeral is the length of the number that begins at k, as 二〇二六, 三百二十五 and 第三十一, 0 if none does that the list could lack.
func numeral(text []rune, k int) int {
	const digits, units = "〇零一二三四五六七八九十两", "百千万亿"
	in := func(k int, set string) bool { return k < len(text) && strings.ContainsRune(set, text[k]) }
	n := 0
	if text[k] == '第' {
		n = 1
	}
	if !in(k+n, digits) {
		return 0
	}
	for n <= longest && (in(k+n, digits) || in(k+n, units)) {
		n++
	}
	if n < 3 || n > longest || !isHan(text, k+n-1) {
		return 0
	}
	return n
}

// find returns where the first line of the list begins, at or after the line at from, that is not less than key.
func find(from int, key []byte) int {
	list := assets.Words
	less := func(at int) bool { return list[at:min(at+len(key), len(list))] < string(key) }
	if !less(from) {
		return from
	}
	// From here on the line at low is less and the one at high is not.
	low, high := from, len(list)
	for step := 128; from > 0 && low+step < high; step *= 2 {
		at := start(low + step)
		if !less(at) {
			high = at
			break
		}
		low = at
	}
	for {
		at := start(low + (high-low)/2)
		if at == low {
			// The middle lies in the first line: only what begins behind it is left.
			at = low + strings.IndexByte(list[low:], '\n') + 1
			if at >= high {
				return high
			}
		}
		if less(at) {
			low = at
		} else {
			high = at
		}
	}
}

// start returns where the line of the list begins that at lies in.
func start(at int) int { return strings.LastIndexByte(assets.Words[:at], '\n') + 1 }
