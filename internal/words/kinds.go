package words

import (
	"unicode"
)

// kind is what a character is to a word.
type kind int

const (
	sign   kind = iota // stands for itself: an emoji, a circled number, a control character
	blank              // a space of any width
	line               // a line break
	han                // a Chinese character
	kana               // a Japanese one
	letter             // a letter, a digit or an underscore of any other script
	mark               // punctuation or a sign of mathematics or money
)

const joiner = '\u200d' // makes one emoji out of two

// kindOf is the kind of the character that begins at k. What follows counts as well: a Chinese character with a variation
// selector stands for itself, because no word of the list has one, and so does a digit on a key, 1️⃣.
func kindOf(text []rune, k int) kind {
	r := text[k]
	switch {
	case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
		return line
	case unicode.IsSpace(r):
		return blank
	case isHan(text, k):
		return han
	case keycap(text, k) || extends(r) || unicode.Is(unicode.Han, r):
		return sign
	case unicode.In(r, unicode.Hiragana, unicode.Katakana) || r == 'ー' || r == 'ｰ' || r == 'ﾞ' || r == 'ﾟ':
		return kana
	case unicode.In(r, unicode.L, unicode.Nd, unicode.Nl, unicode.Pc) || raised(r):
		return letter
	case unicode.In(r, unicode.P, unicode.Sm, unicode.Sc, unicode.Sk):
		return mark
	}
	return sign
}

// isHan says whether the k-th rune is a Chinese character that may be part of a word of several.
func isHan(text []rune, k int) bool {
	r := text[k]
	if r < 0x2e80 || (r < 0x4e00 || r > 0x9fff) && !unicode.Is(unicode.Han, r) {
		return false
	}
	return k+1 == len(text) || !extends(text[k+1])
}

// raised says whether r is a raised or lowered digit: m² is one word.
func raised(r rune) bool {
	return r == '²' || r == '³' || r == '¹' || r >= '\u2070' && r <= '\u2089' && unicode.Is(unicode.No, r)
}

// keycap says whether the character at k is drawn on a key, as Weibo's lists have it.
func keycap(text []rune, k int) bool {
	if r := text[k]; r != '#' && r != '*' && (r < '0' || r > '9') {
		return false
	}
	k++
	if k < len(text) && text[k] == '\ufe0f' {
		k++
	}
	return k < len(text) && text[k] == '\u20e3'
}

// extends says whether r belongs to the character before it: an accent, a variation selector, a colour of skin.
func extends(r rune) bool {
	switch {
	case r < 0x300, r > 0x309a && r < 0xa66f:
		return false
	case r == '\u200c' || r == joiner, r >= 0x1f3fb && r <= 0x1f3ff, r >= 0xe0020 && r <= 0xe007f:
		return true
	}
	return unicode.IsMark(r)
}

// edge says whether one word ends and another one begins before the k-th rune, as far as their kinds tell: within a run of
// Chinese characters, and only there, it takes the list to know.
func edge(text []rune, k int) bool {
	if k <= 0 || k >= len(text) {
		return true
	}
	last, r := text[k-1], text[k]
	if extends(r) {
		return unicode.IsSpace(last)
	}
	b := k - 1
	for b > 0 && extends(text[b]) && !unicode.IsSpace(text[b-1]) {
		b--
	}
	before, after := kindOf(text, b), kindOf(text, k)
	switch {
	case before == line:
		return last != '\r' || r != '\n'
	case flag(last) && flag(r):
		return flags(text, k)%2 == 0
	case last == joiner && before == sign:
		return !unicode.In(r, unicode.So, unicode.Sm)
	case before == letter:
		return after != letter && !joint(text, k)
	case after == letter:
		return !joint(text, k-1)
	case before == mark:
		return last != r
	}
	return before != after || before == sign
}

// joint says whether the mark at k holds two parts of a word together: 3.5, 12,000, don't, gov.cn.
func joint(text []rune, k int) bool {
	if k < 1 || k+1 >= len(text) || kindOf(text, k+1) != letter {
		return false
	}
	last, next := text[k-1], text[k+1]
	letters := unicode.IsLetter(next) && unicode.IsLetter(last) && kindOf(text, k-1) == letter
	switch text[k] {
	case '.', '．':
		return unicode.IsDigit(last) && unicode.IsDigit(next) || letters && text[k] == '.'
	case ',':
		// Behind a comma that divides a number stand three digits; 1,2,3 is a list.
		n := 0
		for n < 4 && k+1+n < len(text) && unicode.IsDigit(text[k+1+n]) {
			n++
		}
		return unicode.IsDigit(last) && n == 3
	case '\'', '’':
		return letters
	}
	return false
}

// flag says whether r is one of the letters of which two make a flag.
func flag(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// flags counts the letters of flags that stand together before k. Of very many an even number is enough.
func flags(text []rune, k int) int {
	n := 0
	for n < 200 && n < k && flag(text[k-1-n]) {
		n++
	}
	return n
}
