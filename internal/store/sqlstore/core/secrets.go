package core

import (
	"context"

	"huiying/internal/store/sqlstore"
)

// Secrets keeps what the vault has sealed, by the id of its owner and a purpose. It cannot open any of it.
type Secrets struct{ db *sqlstore.DB }

// NewSecrets returns the sealed secrets of db.
func NewSecrets(db *sqlstore.DB) *Secrets { return &Secrets{db} }

// Save writes a sealed secret over what was there.
func (s *Secrets) Save(ctx context.Context, id, purpose string, sealed []byte) error {
	_, err := s.db.Exec(ctx, `INSERT INTO secrets (id, purpose, sealed) VALUES (?, ?, ?)
ON CONFLICT (id, purpose) DO UPDATE SET sealed = excluded.sealed`, id, purpose, sealed)
	return err
}

// Load returns a sealed secret, or problem.Missing.
func (s *Secrets) Load(ctx context.Context, id, purpose string) ([]byte, error) {
	var sealed []byte
	ok, err := s.db.One(ctx, []any{&sealed}, "SELECT sealed FROM secrets WHERE id = ? AND purpose = ?", id, purpose)
	if err == nil && !ok {
		err = sqlstore.Missing("这项授权")
	}
	return sealed, err
}

// Delete removes a secret; it is no error when there is none.
func (s *Secrets) Delete(ctx context.Context, id, purpose string) error {
	_, err := s.db.Exec(ctx, "DELETE FROM secrets WHERE id = ? AND purpose = ?", id, purpose)
	return err
}
