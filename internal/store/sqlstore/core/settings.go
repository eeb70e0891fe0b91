package core

import (
	"context"

	"huiying/internal/store/sqlstore"
)

// Settings are the office's own: small texts by name. What they mean is said by those who ask for them.
type Settings struct{ db *sqlstore.DB }

// NewSettings returns the settings of db.
func NewSettings(db *sqlstore.DB) *Settings { return &Settings{db} }

// Get returns a setting; ok is false when it was never set.
func (s *Settings) Get(ctx context.Context, name string) (value string, ok bool, err error) {
	ok, err = s.db.One(ctx, []any{&value}, "SELECT value FROM settings WHERE name = ?", name)
	return value, ok, err
}

// Set writes a setting.
func (s *Settings) Set(ctx context.Context, name, value string) error {
	_, err := s.db.Exec(ctx, `INSERT INTO settings (name, value) VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}
