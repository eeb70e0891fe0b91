package storetest

import (
	"bytes"
	"context"
	"testing"

	"huiying/internal/problem"
	"huiying/internal/store/sqlstore/core"
)

// Settings is what the office's settings promise.
func Settings(t *testing.T, open Open) {
	db := open(t)
	s := core.NewSettings(db)
	if _, ok, err := s.Get(t.Context(), "hours"); ok || err != nil {
		t.Errorf("never set: %v %v", ok, err)
	}
	for _, want := range []string{"9:00–17:30", ""} {
		do(t, db, func(ctx context.Context) error { return s.Set(ctx, "hours", want) })
		if got, ok, err := s.Get(t.Context(), "hours"); got != want || !ok || err != nil {
			t.Errorf("hours = %q %v %v, want %q", got, ok, err, want)
		}
	}
}

// Secrets is what the keeping of sealed secrets promises.
func Secrets(t *testing.T, open Open) {
	db := open(t)
	s := core.NewSecrets(db)
	save := func(id, purpose string, sealed []byte) {
		t.Helper()
		do(t, db, func(ctx context.Context) error { return s.Save(ctx, id, purpose, sealed) })
	}
	save("a", "token", []byte{0, 1, 2, 0xff})
	save("a", "secret", []byte("x"))
	save("a", "token", []byte{0, 9})
	if got, err := s.Load(t.Context(), "a", "token"); err != nil || !bytes.Equal(got, []byte{0, 9}) {
		t.Errorf("token = %v, %v", got, err)
	}
	for range 2 {
		do(t, db, func(ctx context.Context) error { return s.Delete(ctx, "a", "token") })
	}
	if _, err := s.Load(t.Context(), "a", "token"); problem.KindOf(err) != problem.Missing {
		t.Errorf("a deleted secret: %v", err)
	}
	if got, err := s.Load(t.Context(), "a", "secret"); err != nil || string(got) != "x" {
		t.Errorf("secret = %v, %v", got, err)
	}
}
