package ibus

import (
	"strings"
	"testing"
)

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"", "IBUS_ADDRESS=unix:path=/x\n", "#\r\nIBUS_ADDRESS=\n", "IBUS_ADDRESS", "\x00IBUS_ADDRESS=a\nIBUS_ADDRESS=b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a := address(text)
		if strings.ContainsAny(a, "\n") || !strings.Contains(text, a) {
			t.Fatalf("%q gives the address %q", text, a)
		}
	})
}
