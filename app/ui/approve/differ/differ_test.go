package differ_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"huiying/app/ui/approve/differ"
)

func show(parts []differ.Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString([]string{"", "-", "+"}[p.Op] + "[" + p.Text + "]")
	}
	return b.String()
}

func TestWordsAsAReaderSeesThem(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"", "", ""},
		{"同一句", "同一句", "[同一句]"},
		{"", "新的", "+[新的]"},
		{"旧的", "", "-[旧的]"},
		{"11月20日（星期四）开始收取", "11月20日（星期五）开始收取", "[11月20日（星期]-[四]+[五][）开始收取]"},
		{"电话 12345", "电话 12346", "[电话 ]-[12345]+[12346]"},
		{"请带户号或房产证明。", "请带户号，不需要其他材料。", "[请带户号]-[或房产证明]+[，不需要其他材料][。]"},
		{"打开APP缴费", "打开App缴费", "[打开]-[APP]+[App][缴费]"},
	} {
		if got := show(differ.Words(c.before, c.after)); got != c.want {
			t.Errorf("%q → %q: %s, want %s", c.before, c.after, got, c.want)
		}
	}
}

func TestALoneCharacterDoesNotSplitAChange(t *testing.T) {
	parts := differ.Words("找张三的科室办", "问李四的窗口办")
	if got := show(parts); got != "-[找张三的科室]+[问李四的窗口][办]" {
		t.Errorf("%s", got)
	}
	if got := show(differ.Words("甲，乙", "丙，丁")); got != "-[甲]+[丙][，]-[乙]+[丁]" {
		t.Errorf("a comma divides: %s", got)
	}
}

// TestBothTextsComeBack is the promise of the package: whatever is compared, the parts hold the old text and the new one.
func TestBothTextsComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	letters := []rune("供暖缴费的一二三，。（）ab1 2\n😀é\u200d")
	text := func() string {
		b := make([]rune, r.IntN(40))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		return string(b)
	}
	for range 4000 {
		before, after := text(), text()
		parts := differ.Words(before, after)
		if differ.Before(parts) != before || differ.After(parts) != after {
			t.Fatalf("%q → %q: %s", before, after, show(parts))
		}
		if differ.Changed(parts) != (before != after) {
			t.Fatalf("%q → %q: changed %v", before, after, differ.Changed(parts))
		}
		for i := 1; i < len(parts); i++ {
			if parts[i].Op == parts[i-1].Op || parts[i].Op == differ.Deleted && parts[i-1].Op == differ.Inserted {
				t.Fatalf("%q → %q: order of %s", before, after, show(parts))
			}
		}
	}
}

func FuzzBothTextsComeBack(f *testing.F) {
	f.Add("11月20日（星期四）", "11月20日（星期五）")
	f.Add("\xff坏的", "\xff好的")
	f.Fuzz(func(t *testing.T, before, after string) {
		parts := differ.Words(before, after)
		if differ.Before(parts) != before || differ.After(parts) != after {
			t.Fatalf("%s", show(parts))
		}
	})
}

func TestALongTextIsComparedInGoodTime(t *testing.T) {
	before := strings.Repeat("今冬供暖从十一月开始收费。", 4000)
	after := "新" + strings.Repeat("明年供气由十二月起停止办理！", 4000)
	began := time.Now()
	parts := differ.Words(before, after)
	if d := time.Since(began); d > 5*time.Second {
		t.Errorf("took %v", d)
	}
	if differ.Before(parts) != before || differ.After(parts) != after {
		t.Error("a long text does not come back")
	}
}

func TestParagraphsAreAligned(t *testing.T) {
	pairs := differ.Align([]string{"a", "b", "c", "d"}, []string{"a", "x", "c", "d", "e"})
	want := [][2]int{{0, 0}, {2, 2}, {3, 3}}
	if len(pairs) != len(want) {
		t.Fatalf("%v", pairs)
	}
	for i := range want {
		if pairs[i] != want[i] {
			t.Errorf("%v, want %v", pairs, want)
		}
	}
}
