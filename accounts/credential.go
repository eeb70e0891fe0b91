package accounts

import (
	"fmt"
	"io"
	"log/slog"
)

// NewCredential returns a credential around a secret.
func NewCredential(id ID, p Platform, appID, subject string, secret []byte) Credential {
	return Credential{Account: id, Platform: p, AppID: appID, Subject: subject, secret: secret}
}

// Reveal returns the secret, for the one call that needs it.
func (c Credential) Reveal() []byte { return c.secret }

const hidden = "〔已隐藏〕"

// Format prints everything but the secret, whatever the verb.
func (c Credential) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, string(c.Platform)+" "+string(c.Account)+" "+hidden)
}

// LogValue keeps the secret out of logs.
func (c Credential) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(c)) }

// MarshalJSON keeps the secret out of exports.
func (c Credential) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// String is for people and logs alike.
func (c Candidate) String() string { return string(c.Account) + " " + hidden }

// Format prints no secret, whatever the verb.
func (c Candidate) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// LogValue keeps the secret out of logs.
func (c Candidate) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalJSON keeps the secret out of exports.
func (c Candidate) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// Format prints no secret, whatever the verb.
func (g Grant) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, g.Subject+" "+hidden) }

// LogValue keeps the secret out of logs.
func (g Grant) LogValue() slog.Value { return slog.StringValue(g.Subject + " " + hidden) }

// MarshalJSON keeps the secret out of exports.
func (g Grant) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }
