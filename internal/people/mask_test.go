package people_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"huiying/internal/people"
)

func TestNumbersOfAPersonAreHidden(t *testing.T) {
	for text, want := range map[string]string{
		"我的电话13800138000，请回":                   "我的电话138****8000，请回",
		"138 0013 8000":                        "138****8000",
		"138-0013-8000":                        "138****8000",
		"138 — 0013 — 8000":                    "138****8000",
		"１３８００１３８０００":                          "１３８****８０００",
		"＋８６１３８００１３８０００":                       "＋８６１****８０００",
		"+86 138 0013 8000":                    "+861****8000",
		"0086-13800138000":                     "008****8000",
		"138\u200b0013\u200b8000":              "138****8000",
		"座机027-87654321":                       "座机027****4321",
		"0571 8765 4321":                       "057****4321",
		"身份证420106199003071239，":               "身份证420****1239，",
		"42010619900307123x":                   "420****123x",
		"420106 19900307 123X":                 "420****123X",
		"４２０１０６１９９００３０７１２３９":                   "４２０****１２３９",
		"老证420106900307123":                    "老证420****7123",
		"卡号 6222 0212 3456 7890 128":           "卡号 622****0128",
		"6222021234567890128":                  "622****0128",
		"4111111111111111":                     "411****1111",
		"13800138000或者13900139000":             "138****8000或者139****9000",
		"13800138000 13900139000":              "138****8000 139****9000",
		"13800138000420106199003071239":        "138****8000420****1239",
		"2026-11-24 13800138000":               "2026-11-24 138****8000",
		"打了13800138…":                          "打了138****…",
		"打了138 0013 8000…":                     "打了138****…",
		"13800138000x":                         "138****8000x",
		"手机：13800138000\n证：420106199003071239": "手机：138****8000\n证：420****1239",
	} {
		if got := people.Masked(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

func TestWhatIsNoNumberOfAPersonStays(t *testing.T) {
	for _, text := range []string{"", "供暖什么时候开始？", "2026-11-24 08:30", "打12345没人接", "12.5元", "400-800-8888", "0.00000000001", "文号2026〔118〕",
		"受理号WC2026112400012", "12800138000", "1号楼3单元1203室", "3 x 4", "交了1380元 0013 号", "138****8000", "共 20000000000 元", "110、119、120"} {
		if got := people.Masked(text); got != text {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
}

// FuzzMasked holds that masking touches nothing but digits and what stands between them, hides at once all that it hides, and leaves
// no number whole.
func FuzzMasked(f *testing.F) {
	for _, s := range []string{"13800138000", "138 0013-8000", "４２０１０６１９９００３０７１２３９", "42010619900307123X", "6222021234567890128 x", "027-87654321 0571 1234567", "\xff138", "13800571 1234567"} {
		f.Add(s, "，")
	}
	f.Fuzz(func(t *testing.T, text, around string) {
		got := people.Masked(text)
		if again := people.Masked(got); again != got {
			t.Errorf("%q is %q at first and %q then", text, got, again)
		}
		words := func(s string) string {
			return strings.Map(func(r rune) rune {
				if r == '，' || r >= '一' && r <= '龥' {
					return r
				}
				return -1
			}, s)
		}
		if words(got) != words(text) {
			t.Errorf("words were changed: %q is shown as %q", text, got)
		}
		if got != text && !strings.Contains(got, "****") || utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Errorf("%q is shown as %q", text, got)
		}
		for _, number := range []string{"13800138000", "420106199003071239", "42010619900307123X", "1３8 0013-8000"} {
			mark := words(around) + "号"
			if s := people.Masked(text + mark + number + mark); strings.Contains(s, mark+number+mark) {
				t.Errorf("between %q a number stands whole", text+mark)
			}
		}
	})
}
