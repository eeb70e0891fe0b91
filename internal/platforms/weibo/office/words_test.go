package office

import (
	"strings"
	"testing"

	"huiying/internal/platforms/drill/standweibo/text"
)

func TestATextIsKnownByItsWords(t *testing.T) {
	for _, c := range []struct {
		theirs, ours string
		want         bool
	}{
		{"供暖 http://t.cn/A6abcDe 开始", "供暖 https://www.wangchuan.example/heating?a=1&b=2 开始", true},
		{"供暖 网页链接 开始", "供暖 https://www.wangchuan.example/ 开始", true},
		{"供暖t.cn/A6abcDe开始", "供暖HTTPS://www.wangchuan.example/x开始", true},
		{"A&amp;B &lt;b&gt; &quot;x&quot;", `A&B <b> "x"`, true},
		{"供暖  开始\n", "供暖 开始", true},
		{"供暖开始。", "供暖开始", false},
		{"供暖开始 http://t.cn/x", "供暖已开始 http://t.cn/x", false},
		{"http://t.cn/a", "https://www.wangchuan.example/1", false}, // addresses alone say nothing
		{" https://www.wangchuan.example/1", "https://www.wangchuan.example/1", true},
		{"", "供暖", false},
	} {
		if got := alike(c.theirs, c.ours); got != c.want {
			t.Errorf("%q and %q: %v", c.theirs, c.ours, got)
		}
	}
}

func TestAReplyIsKnownWithANameInFront(t *testing.T) {
	for _, c := range []struct {
		theirs, ours string
		want         bool
	}{
		{"回复@张三:您好。", "您好。", true},
		{"您好。", "您好。", true},
		{"回复@张三:您好。", "回复@张三:您好。", true},
		{"回复@李四:回复@张三:您好。", "回复@张三:您好。", true},
		{"回复@张三 您好。", "您好。", false},
		{"回复@张三:您好！", "您好。", false},
	} {
		if got := said(c.theirs, c.ours); got != c.want {
			t.Errorf("%q and %q: %v", c.theirs, c.ours, got)
		}
	}
	if spoken("回复张三:x") != "回复张三:x" || spoken("回复@:x:y") != "x:y" {
		t.Error("spoken")
	}
}

// FuzzTheWordsOutliveShortLinks holds that a text is found again however the platform writes its addresses, and that no
// text is taken for one with another word in it.
func FuzzTheWordsOutliveShortLinks(f *testing.F) {
	for _, s := range []string{"供暖 https://www.wangchuan.example/a?b=1#c 开始", "见http://a.cn/x.", "(https://a.cn/(x))", "网页链接", "https://", "t.cn/", "a&amp;b", "&lt;", "回复@x:y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ours := strings.ToValidUTF8(s, "") + "甲乙丙丁"
		if theirs := text.Shorten(ours); !alike(theirs, ours) || !said(theirs, ours) || !said("回复@某人:"+theirs, ours) {
			t.Errorf("%q is not found in %q", words(ours), words(theirs))
		}
		if alike(ours, ours+"戊") || alike("另"+ours, ours) {
			t.Errorf("%q is taken for another", ours)
		}
	})
}
