package words_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"huiying/assets"
	"huiying/internal/words"
)

// The search relies on the form of the list.
func TestTheListHasItsForm(t *testing.T) {
	if n := len(assets.Words) + len(assets.MixedWords); n > 900_000 {
		t.Errorf("the lists have %d bytes", n)
	}
	entries := strings.Split(assets.Words, "\n")
	if entries[len(entries)-1] != "" {
		t.Fatal("the last line has no end")
	}
	entries = entries[:len(entries)-1]
	if len(entries) < 60_000 || len(entries) > 100_000 {
		t.Errorf("%d words", len(entries))
	}
	last := ""
	for _, entry := range entries {
		word, cost := entry[:max(len(entry)-1, 0)], entry[max(len(entry)-1, 0):]
		if word <= last || cost < "!" || cost > "~" || utf8.RuneCountInString(word) > 8 {
			t.Fatalf("%q after %q", entry, last)
		}
		if strings.ContainsFunc(word, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
			t.Errorf("%q is not all Chinese", word)
		}
		last = word
	}
}

// What offices write is found whole, each word by itself: office.txt and words.txt fit together.
func TestWordsOfOfficesAreWhole(t *testing.T) {
	text, err := os.ReadFile("../../assets/words/office.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for row := range strings.SplitSeq(string(text), "\n") {
		row, _, _ = strings.Cut(row, "#")
		for word := range strings.FieldsSeq(row) {
			n++
			if word = strings.TrimSuffix(word, "*"); len(words.Split(word)) != 1 {
				t.Errorf("%q", words.Split(word))
			}
		}
	}
	if n < 500 {
		t.Errorf("office.txt has only %d words", n)
	}
}

// A mixed word is put together out of two. None may go on where another one ends: which of them counts would depend on the place
// asked about.
func TestMixedWords(t *testing.T) {
	entries := strings.Fields(assets.MixedWords)
	if strings.Join(entries, "\n")+"\n" != assets.MixedWords || !slices.IsSorted(entries) {
		t.Error("mixed.txt has one word a line, in order")
	}
	var heads, tails []string
	for _, word := range entries {
		if got := words.Split("，" + word + "，"); len(got) != 3 {
			t.Errorf("%q", got)
		}
		r := []rune(word)
		at := 1
		for at < len(r) && unicode.Is(unicode.Han, r[at-1]) == unicode.Is(unicode.Han, r[at]) {
			at++
		}
		heads, tails = append(heads, string(r[:at])), append(tails, string(r[at:]))
	}
	for _, head := range heads {
		if slices.Contains(tails, head) {
			t.Errorf("%q begins a mixed word and ends another one", head)
		}
	}
}

func TestTheLicenceComesAlong(t *testing.T) {
	for _, part := range []string{"Sun Junyi", "Yanyi Wu", "MIT", "The above copyright notice and this permission notice"} {
		if !strings.Contains(assets.WordsLicence, part) {
			t.Errorf("the licence lacks %q", part)
		}
	}
}
