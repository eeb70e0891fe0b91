// Package wire is what the clients of outside platforms share: one way to ask over HTTP that knows whether the request
// can have left, words for faults on the way, decoding of loosely typed answers, and hiding of secrets. It knows no
// platform's codes, decides nothing about repeating a writing call, and writes no log.
package wire

import (
	"encoding/json"
	"fmt"
	"log/slog"
)

// masked stands wherever a secret would have stood.
const masked = "***"

// Secret holds a token or an app secret. It cannot be printed, logged or marshalled; Reveal is the only way to its text.
type Secret struct{ reveal func() string }

// NewSecret hides text. The zero Secret holds "".
func NewSecret(text string) Secret { return Secret{reveal: func() string { return text }} }

// SecretFrom hides a text that is fetched at each use, so that a vault may keep it.
func SecretFrom(reveal func() string) Secret { return Secret{reveal: reveal} }

// Reveal returns the text, for the request that needs it and for the vault.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// Empty tells whether there is no text.
func (s Secret) Empty() bool { return s.Reveal() == "" }

// Format prints a mask, whatever the verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(masked)) }

// LogValue logs a mask.
func (Secret) LogValue() slog.Value { return slog.StringValue(masked) }

// MarshalJSON marshals a mask.
func (Secret) MarshalJSON() ([]byte, error) { return json.Marshal(masked) }
