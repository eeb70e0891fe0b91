package input_test

import (
	"testing"

	"huiying/app/ui/typing/input"
)

func TestTheSeparatorsOfPinyinWereNotTyped(t *testing.T) {
	for shown, want := range map[string]string{
		"ni hao":  "nihao",
		"ni'hao":  "nihao",
		"nihao":   "nihao",
		"你好":      "你好",
		"你 hao":   "你hao",
		"Ni hao":  "Ni hao",
		"":        "",
		"wo 1 ge": "wo 1 ge",
	} {
		if got := input.Letters(shown); got != want {
			t.Errorf("%q was typed as %q, want %q", shown, got, want)
		}
	}
}
