// Package words finds the words of a text that is mostly Chinese: what a double-click takes, how far Ctrl with an arrow goes,
// what a comparison of two texts calls a word. Where a run of Chinese characters is cut says the list of words in assets;
// everything else goes by the kinds of its characters. It finds boundaries and no meaning: it changes no text, corrects
// nothing and marks nothing. It keeps nothing between two calls either.
//
// All functions see the same boundaries, and where they lie depends on the text alone and never on the place that is asked
// about.
package words

import (
	"strings"
	"unicode/utf8"

	"huiying/assets"
)

// At returns the word that the i-th rune belongs to, as text[from:to]. At the end of the text it is the last word; an empty text
// has none and gives 0, 0. A run of white space counts as a word, and so does each line break.
//
// It looks no further than some 200 characters of Chinese, however long the text is.
func At(text []rune, i int) (from, to int) {
	if len(text) == 0 {
		return 0, 0
	}
	from, to = plain(text, min(max(i, 0), len(text)-1))
	if to < len(text) && meet(text, to) {
		if _, end := plain(text, to); mixed(text[from:end]) {
			return from, end
		}
	}
	if from > 0 && meet(text, from) {
		if start, _ := plain(text, from-1); mixed(text[start:to]) {
			return start, to
		}
	}
	return from, to
}

// Next returns where Ctrl with the right arrow goes from a caret before the i-th rune: behind the word and the spaces after it. A
// line break is a step of its own, so that a caret stops at the end of each line and at the beginning of the next.
func Next(text []rune, i int) int {
	i = max(i, 0)
	if i >= len(text) {
		return len(text)
	}
	_, to := At(text, i)
	if kindOf(text, i) == line {
		return to
	}
	for to < len(text) && kindOf(text, to) == blank {
		to++
	}
	return to
}

// Before returns where Ctrl with the left arrow goes from a caret before the i-th rune: before the word that lies in front of it,
// spaces between them left aside. Of a line break holds what Next says; an indented line has a stop at its very beginning.
func Before(text []rune, i int) int {
	i = min(i, len(text))
	k := i
	for k > 0 && kindOf(text, k-1) == blank {
		k--
	}
	if k <= 0 || k < i && kindOf(text, k-1) == line {
		return max(k, 0)
	}
	from, _ := At(text, k-1)
	return from
}

// Split cuts a text into its words, the same that At finds. Joined they are the text again, byte for byte, also where it is no
// proper UTF-8.
func Split(text string) []string {
	runes := []rune(text)
	var words []string
	from, to := 0, 0 // of the last word, in runes
	start, end := 0, 0
	add := func(next int) {
		width := 0
		for range next - to {
			_, n := utf8.DecodeRuneInString(text[end+width:])
			width += n
		}
		if to > 0 && meet(runes, to) && mixed(runes[from:next]) {
			words = words[:len(words)-1]
		} else {
			from, start = to, end
		}
		to, end = next, end+width
		words = append(words, text[start:end])
	}
	for to < len(runes) {
		if !isHan(runes, to) {
			k := to + 1
			for !edge(runes, k) {
				k++
			}
			add(k)
			continue
		}
		s := begin(runes, to)
		for s.to < len(runes) && isHan(runes, s.to) {
			s.next()
			s.cut()
			for k := s.from; k < s.to; k += s.size(k) {
				add(k + s.size(k))
			}
		}
	}
	return words
}

// plain is the word around the i-th rune without regard to words that mix Chinese with something else.
func plain(text []rune, i int) (from, to int) {
	if isHan(text, i) {
		return hanWord(text, i)
	}
	from, to = i, i+1
	for !edge(text, from) {
		from--
	}
	for !edge(text, to) {
		to++
	}
	return from, to
}

// meet says whether Chinese and something else meet before the k-th rune.
func meet(text []rune, k int) bool { return isHan(text, k-1) != isHan(text, k) }

// mixed says whether a word is one of those that mix Chinese with letters or signs, as T恤 does.
func mixed(word []rune) bool {
	if len(word) > longest {
		return false
	}
	var buffer [longest * utf8.UTFMax]byte
	n := 0
	for _, r := range word {
		n += utf8.EncodeRune(buffer[n:], r)
	}
	for entry := range strings.SplitSeq(assets.MixedWords, "\n") {
		if entry == string(buffer[:n]) {
			return true
		}
	}
	return false
}
