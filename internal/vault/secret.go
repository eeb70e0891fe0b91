// Package vault keeps secrets at rest: it seals them with SM4-GCM under keys from the system keyring, a passphrase-wrapped
// file or a drill's key file, and hashes people's passwords. It stores no secret itself, knows no desk and no database,
// writes no log, and hands a secret out only as a Secret, which cannot be printed.
package vault

import (
	"crypto/subtle"
	"fmt"
	"log/slog"
)

// Hidden stands wherever a secret would have stood.
const Hidden = "〔已隐藏〕"

// Secret holds bytes that no printing, logging or marshalling shows; Reveal is the only way to them. The bytes lie behind
// a function, because fmt follows a pointer in an unexported field when the verb does not fit. The zero Secret is empty.
type Secret struct{ hold func() *[]byte }

// NewSecret takes a copy of b.
func NewSecret(b []byte) Secret {
	return hide(append([]byte(nil), b...))
}

// hide takes b over.
func hide(b []byte) Secret { return Secret{hold: func() *[]byte { return &b }} }

// SecretText is NewSecret of a text.
func SecretText(s string) Secret { return NewSecret([]byte(s)) }

// Reveal returns the bytes themselves, for the call that needs them; the caller must not keep or change them.
func (s Secret) Reveal() []byte {
	if s.hold == nil {
		return nil
	}
	return *s.hold()
}

// Empty tells whether there is nothing in it.
func (s Secret) Empty() bool { return len(s.Reveal()) == 0 }

// Equal compares in constant time.
func (s Secret) Equal(t Secret) bool { return subtle.ConstantTimeCompare(s.Reveal(), t.Reveal()) == 1 }

// Destroy overwrites the bytes, as well as Go allows: copies that the runtime or a library made stay out of reach.
func (s Secret) Destroy() {
	if s.hold != nil {
		wipe(*s.hold())
		*s.hold() = nil
	}
}

// Format prints Hidden, whatever the verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(Hidden)) }

// String returns Hidden.
func (Secret) String() string { return Hidden }

// GoString returns Hidden.
func (Secret) GoString() string { return Hidden }

// LogValue logs Hidden.
func (Secret) LogValue() slog.Value { return slog.StringValue(Hidden) }

// MarshalJSON marshals Hidden.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + Hidden + `"`), nil }

// MarshalText marshals Hidden, for XML and keys of maps.
func (Secret) MarshalText() ([]byte, error) { return []byte(Hidden), nil }

func wipe(b []byte) { clear(b) }
