package vault

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

const plainText = "wx-app-secret-0123456789"

// leaks tells whether out shows the secret as text, hexadecimal or decimal bytes.
func leaks(out string) bool {
	low := strings.ToLower(out)
	return strings.Contains(low, plainText) || strings.Contains(low, fmt.Sprintf("%x", plainText)) ||
		strings.Contains(low, fmt.Sprintf("% x", plainText)) || strings.Contains(out, "119 120 45 97") ||
		strings.Contains(low, "0x77, 0x78")
}

func TestASecretIsNeverPrinted(t *testing.T) {
	s := SecretText(plainText)
	shown := map[string]any{
		"value":   s,
		"pointer": &s,
		"field":   struct{ Token Secret }{s},
		"hidden":  struct{ token Secret }{s},
		"deep":    struct{ in *struct{ token Secret } }{&struct{ token Secret }{s}},
		"list":    []Secret{s},
		"map":     map[string]Secret{"k": s},
		"any":     []any{s},
	}
	verbs := []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%t", "%c", "%U", "%e", "%p", "%b", "%o", "%!", "%10.3v", "%T"}
	for name, v := range shown {
		for _, verb := range verbs {
			if out := fmt.Sprintf(verb, v); leaks(out) {
				t.Errorf("%s %s: %s", name, verb, out)
			}
		}
		if out := fmt.Sprint(v) + fmt.Sprintln(v); leaks(out) {
			t.Errorf("%s Sprint: %s", name, out)
		}
		if b, err := json.Marshal(v); err == nil && leaks(string(b)) {
			t.Errorf("%s json: %s", name, b)
		}
		if b, err := xml.Marshal(v); err == nil && leaks(string(b)) {
			t.Errorf("%s xml: %s", name, b)
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("m", "a", v, slog.Any("b", v))
		slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "a", v, slog.Group("g", "b", v))
		if leaks(log.String()) {
			t.Errorf("%s slog: %s", name, log.String())
		}
		if out := fmt.Errorf("outer: %w", errors.New(fmt.Sprint(v))).Error(); leaks(out) {
			t.Errorf("%s error: %s", name, out)
		}
	}
}

func TestASecretSaysThatItIsHidden(t *testing.T) {
	s := SecretText(plainText)
	b, err := json.Marshal(s)
	if err != nil || string(b) != `"`+Hidden+`"` {
		t.Errorf("%s %v", b, err)
	}
	for _, out := range []string{fmt.Sprint(s), fmt.Sprintf("%+v", s), fmt.Sprintf("%#v", s), fmt.Sprintf("%q", s), s.String(), s.LogValue().String(), s.GoString()} {
		if out != Hidden {
			t.Errorf("%q", out)
		}
	}
	if fmt.Sprint(Secret{}) != Hidden {
		t.Error("whether a secret is empty is nobody's business either")
	}
}

func TestRevealEqualDestroy(t *testing.T) {
	src := []byte(plainText)
	s := NewSecret(src)
	src[0] = 'X'
	if string(s.Reveal()) != plainText {
		t.Error("a Secret holds a copy")
	}
	if !s.Equal(SecretText(plainText)) || s.Equal(SecretText("other")) || s.Empty() || !(Secret{}).Empty() {
		t.Error("Equal, Empty")
	}
	held := s.Reveal()
	s.Destroy()
	if !s.Empty() || !bytes.Equal(held, make([]byte, len(held))) {
		t.Error("Destroy leaves the bytes behind")
	}
	(Secret{}).Destroy()
}

func TestAVaultIsNotPrintedEither(t *testing.T) {
	v := openDrill(t)
	raw := v.keys[0].key.Reveal()
	key, hex := strings.Trim(fmt.Sprint(raw), "[]"), fmt.Sprintf("%x", raw)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%t"} {
		for _, shown := range []any{v, struct{ v *Vault }{v}, v.keys} {
			if out := fmt.Sprintf(verb, shown); strings.Contains(out, key) || strings.Contains(out, hex) {
				t.Errorf("%s: %s", verb, out)
			}
		}
	}
}
