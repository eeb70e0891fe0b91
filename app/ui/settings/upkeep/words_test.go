package upkeep

import (
	"testing"

	"huiying/internal/trail"
)

func TestWeights(t *testing.T) {
	for n, want := range map[int64]string{0: "0 KB", 2048: "2 KB", 5 << 20: "5.0 MB", 3 << 29: "1.5 GB"} {
		if got := weight(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestDetailsAreReadInOneOrderAndNothingBreaksThem(t *testing.T) {
	for want, e := range map[string]trail.Entry{
		"稿件第 2 稿 · 供暖缴费通告": {Kind: "post", Revision: 2, Detail: `{"title":"供暖缴费通告","fingerprint":"ab12"}`},
		"人员 · 孙悦 · 初审人":    {Kind: "person", Detail: `{"roles":"初审人","name":"孙悦"}`},
		"账号":               {Kind: "account", Revision: 3},
		"":                 {Kind: "something new"},
		"文件 · {broken":     {Kind: "file", Detail: "{broken"},
	} {
		if got := detail(e); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if short("0123456789") != "01234567" || short("01") != "01" {
		t.Error("seals are cut wrongly")
	}
}
