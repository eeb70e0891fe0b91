package text

import (
	"strings"
	"testing"
)

func TestUnits(t *testing.T) {
	for in, want := range map[string]int{
		"":                                  0,
		"abc":                               3,
		"汉字":                                4,
		"汉，a。":                              7,
		"é":                                 2,
		"😀":                                 4,
		"https://x.example/":                20,
		"看https://x.example/很长" + "吧":       2 + 20 + 6,
		"http://a.example。http://b.example": 42,
		"https://":                          8,
		strings.Repeat("汉", 140):            280,
		"https://x.example/" + strings.Repeat("p", 500): 20,
	} {
		if got := Units(in); got != want {
			t.Errorf("Units(%q) = %d, want %d", in, got, want)
		}
	}
}

func TestDomainMatchesToTheLetter(t *testing.T) {
	approved := []string{"www.qinghe.example"}
	for in, want := range map[string]bool{
		"看 https://www.qinghe.example/a.html":    true,
		"看HTTP://WWW.QINGHE.EXAMPLE，好":           true,
		"https://www.qinghe.example:8443/":       true,
		"https://qinghe.example/":                false,
		"https://www.qinghe.example.evil.test/":  false,
		"https://evil.test/www.qinghe.example":   false,
		"https://www.qinghe.example@evil.test/x": false,
		"www.qinghe.example":                     false,
		"https://%zz":                            false,
	} {
		if got := HasDomain(in, approved); got != want {
			t.Errorf("HasDomain(%q) = %v", in, got)
		}
	}
}

func TestTopics(t *testing.T) {
	for in, want := range map[string]bool{
		"#开学#": true, "说#开学#吧": true, "##": false, "# #": false, "#1 在前": false, "C# 和 F# 语言": true, "a#b\nc#d": false,
		"https://x.example/#a https://x.example/#b": false, "###a#": true,
	} {
		if got := HasTopic(in); got != want {
			t.Errorf("HasTopic(%q) = %v", in, got)
		}
	}
}

func TestShortenIsAsLongAsCounted(t *testing.T) {
	in := "看 https://www.qinghe.example/a.html，再看 https://www.qinghe.example/b.html."
	got := Shorten(in)
	if Units(got) != Units(in) || strings.Contains(got, "qinghe") || !strings.Contains(got, "，再看") || !strings.HasSuffix(got, ".") {
		t.Errorf("Shorten = %q", got)
	}
	if Shorten(in) != got || Shorten("没有网址") != "没有网址" {
		t.Error("the same address has the same short link, and nothing else changes")
	}
}

func TestSqueezeKeepsWhatIsSaid(t *testing.T) {
	if Squeeze("开学，通知！ A1") != Squeeze("开学通知a1") || Squeeze("开学") == Squeeze("放假") {
		t.Error("punctuation and case do not make a text another one; words do")
	}
}

func TestNamesWholeNamesOnly(t *testing.T) {
	for in, want := range map[string]bool{
		"@青禾市教育局 你好": true, "请问@青禾市教育局，": true, "@青禾市教育局": true, "@青禾市教育局办公室": false, "青禾市教育局": false,
		"@青禾市教育局办 @青禾市教育局:": true, "@青禾市教育局_2": false,
	} {
		if got := Names(in, "青禾市教育局"); got != want {
			t.Errorf("Names(%q) = %v", in, got)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"看 https://x.example/，", "#a#", "\xff http://", "http://http://a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n := Units(s); n < 0 || n > 20+4*len(s) {
			t.Errorf("Units(%q) = %d", s, n)
		}
		if got := Shorten(s); len(links(got)) < len(links(s)) {
			t.Errorf("Shorten(%q) = %q lost a link", s, got)
		}
		HasTopic(s)
		HasDomain(s, []string{"x.example"})
		_ = Squeeze(s)
	})
}
