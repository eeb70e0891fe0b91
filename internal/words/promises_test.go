package words_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"huiying/assets"
	"huiying/internal/words"
)

// keep tries on one text what holds for every text.
func keep(t *testing.T, text string) {
	t.Helper()
	parts := words.Split(text)
	if strings.Join(parts, "") != text {
		t.Fatalf("%q is not the text %q", parts, text)
	}
	runes := []rune(text)
	edges := []int{0}
	for _, p := range parts {
		n := len([]rune(p))
		if n == 0 {
			t.Fatalf("an empty word in %q", parts)
		}
		edges = append(edges, edges[len(edges)-1]+n)
	}
	next, before := 0, 0
	for i := range len(runes) + 1 {
		from, to := words.At(runes, i)
		k, found := slices.BinarySearch(edges, min(i, len(runes)-1))
		if !found {
			k--
		}
		if len(runes) > 0 && (from != edges[k] || to != edges[k+1]) {
			t.Fatalf("%q: At(%d) is %d to %d, Split has %d to %d", text, i, from, to, edges[k], edges[k+1])
		}
		n, b := words.Next(runes, i), words.Before(runes, i)
		if n < next || b < before || i < len(runes) && n <= i || i > 0 && b >= i || n > len(runes) || b < 0 {
			t.Fatalf("%q: from %d to %d and %d, from the place before it to %d and %d", text, i, n, b, next, before)
		}
		next, before = n, b
		if _, stop := slices.BinarySearch(edges, n); !stop {
			t.Fatalf("%q: Next(%d) = %d lies within a word", text, i, n)
		}
		if _, stop := slices.BinarySearch(edges, b); !stop {
			t.Fatalf("%q: Before(%d) = %d lies within a word", text, i, b)
		}
		if there := words.Before(runes, n); there > i {
			t.Fatalf("%q: from %d to the right to %d and back to %d", text, i, n, there)
		}
		if there := words.Next(runes, b); there < i {
			t.Fatalf("%q: from %d to the left to %d and back to %d", text, i, b, there)
		}
	}
}

// seeds are texts in which one thing runs into another.
func seeds() []string {
	return []string{
		"", " ", "\n", "\r\n\r", "好", strings.ReplaceAll(sentences, "|", ""), "\xff坏的\xe5\xa5", "互联网+＋+", "T恤T恤衫A股+", "3.5.6,789.", ".5", "5.", "don't'",
		"\u0301好\u0301\u200d", "👨\u200d👩\u200d", "🇨🇳🇨", "1\ufe0f\u20e31", "\u200d👍", " \u0301 ", "\n\ufe0f\n", "第第三十一第二十", "三百二十五三三三三三三三三三三三三三", "〇〇〇",
		"葛\U000e0100葛\U000e0100市", "日30日前3日", "二〇二六\U000e0100年", "网" + strings.Repeat("w", 60), strings.Repeat("哈", 300), "a" + strings.Repeat("一一", 150) + "b", strings.Repeat("中国人民", 80),
	}
}

func TestPromises(t *testing.T) {
	for _, text := range seeds() {
		keep(t, text)
	}
	pieces := append(strings.Split(strings.ReplaceAll(sentences, "\n", "|"), "|"), seeds()[6:25]...)
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		keep(t, b.String())
	}
}

func FuzzPromises(f *testing.F) {
	for _, text := range seeds() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 600 { // every place of it is tried
			return
		}
		keep(t, text)
	})
}

// Where no place comes for long that no word crosses, the text is divided, and At divides it where Split does. The words of this
// text hang together to the end of it: 国人, 人人, 人人 and so on.
func TestALongChainIsDividedAtTheSamePlaces(t *testing.T) {
	for shift := range 64 {
		text := strings.Repeat("，", shift+70) + "中华人民共和国" + strings.Repeat("人", 200)
		runes := []rune(text)
		at := 0
		for _, want := range words.Split(text) {
			to := at + len([]rune(want))
			if at > shift && at%3 == 0 {
				if f, e := words.At(runes, to-1); f != at || e != to {
					t.Fatalf("shift %d: At(%d) is %d to %d, Split has %d to %d", shift, to-1, f, e, at, to)
				}
			}
			at = to
		}
	}
}

// best cuts a run of Chinese characters at the least cost without any of the package's ways to be quick. It knows no numbers.
func best(costs map[string]int, run []rune) []string {
	least := make([]int, len(run)+1)
	size := make([]int, len(run))
	for k := len(run) - 1; k >= 0; k-- {
		least[k], size[k] = least[k+1]+'~', 1
		for n := 1; n <= min(12, len(run)-k); n++ {
			if c, ok := costs[string(run[k:k+n])]; ok && c+least[k+n] <= least[k] {
				least[k], size[k] = c+least[k+n], n
			}
		}
	}
	var parts []string
	for k := 0; k < len(run); k += size[k] {
		parts = append(parts, string(run[k:k+size[k]]))
	}
	return parts
}

// list is the list of words in the form that its package does without.
func list() map[string]int {
	costs := map[string]int{}
	for entry := range strings.SplitSeq(strings.TrimSpace(assets.Words), "\n") {
		costs[entry[:len(entry)-1]] = int(entry[len(entry)-1])
	}
	return costs
}

// Whatever is left out to be quick, the words are the likeliest ones.
func TestTheLikeliestWordsAreFound(t *testing.T) {
	costs := list()
	all := strings.Split(strings.TrimSpace(assets.Words), "\n")
	r := rand.New(rand.NewPCG(3, 4))
	few := []rune("中国人民政府市长江大桥发展生命研究和尚未结婚的确实在理意见分歧中心服务")
	for i := range 2000 {
		var run []rune
		for range 1 + r.IntN(60) {
			if i%2 == 0 {
				run = append(run, few[r.IntN(len(few))])
			} else {
				word := all[r.IntN(len(all))]
				run = append(run, []rune(word[:len(word)-1])...)
			}
		}
		run = slices.DeleteFunc(run, func(r rune) bool {
			return strings.ContainsRune("〇零一二三四五六七八九十百千万亿两第", r)
		})
		if got, want := words.Split(string(run)), best(costs, run); !slices.Equal(got, want) {
			t.Fatalf("\n got %q\nwant %q", got, want)
		}
	}
}

// At costs the same in a long text as in a short one: what is far away plays no part.
func TestFarAwayTextPlaysNoPart(t *testing.T) {
	line := strings.NewReplacer("|", "", "\n", "", "，", "", "。", "").Replace(sentences)
	for name, text := range map[string][]rune{"prose": []rune(strings.Repeat(line, 6)), "one character": []rune(strings.Repeat("哈", 4000))} {
		for i := 1000; i < 1400; i++ {
			from, to := words.At(text, i)
			other := slices.Clone(text)
			for k := range other {
				if k < i-220 || k > i+220 {
					other[k] = '国'
				}
			}
			if f, e := words.At(other, i); f != from || e != to {
				t.Fatalf("%s: At(%d) is %d to %d, and %d to %d when what is far away changes", name, i, from, to, f, e)
			}
		}
	}
}

func TestAtTakesNoMemory(t *testing.T) {
	text := []rune(strings.ReplaceAll(sentences, "|", ""))
	if n := testing.AllocsPerRun(3, func() {
		for i := range text {
			words.At(text, i)
		}
	}); n != 0 {
		t.Errorf("%v pieces of memory for %d words", n, len(text))
	}
}

func chinese(n int) []rune {
	line := []rune(strings.NewReplacer("|", "", "\n", "").Replace(sentences))
	line = slices.DeleteFunc(line, func(r rune) bool { return r < '一' || r > '龥' })
	var text []rune
	for len(text) < n {
		text = append(text, line...)
	}
	return text[:n]
}

func BenchmarkAt(b *testing.B) {
	for name, text := range map[string][]rune{"prose": chinese(20000), "one-character": []rune(strings.Repeat("哈", 20000))} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				words.At(text, 10000+i%500)
			}
		})
	}
}

func BenchmarkSplit(b *testing.B) {
	text := string(chinese(20000))
	b.ReportAllocs()
	for b.Loop() {
		words.Split(text)
	}
}
