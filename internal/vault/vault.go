package vault

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"huiying/internal/problem"
)

// Source is where master keys are kept. Only this package's sources make sense of them.
type Source interface {
	// Load returns what Save was given, problem.Missing when nothing was saved yet.
	Load(ctx context.Context) (Secret, error)
	// Save replaces what is kept, wholly or not at all.
	Save(ctx context.Context, keys Secret) error
	// Name says in Chinese where the keys are kept.
	Name() string
}

// Vault seals and opens secrets. It is locked until a source has been opened; while it is locked every use is a
// problem.Locked and nothing may be armed. It is safe for concurrent use.
type Vault struct {
	mu     sync.RWMutex
	keys   ring
	source Source
}

// New returns a locked vault.
func New() *Vault { return &Vault{} }

// Open returns a vault with the keys of a source, problem.Missing when it has none yet.
func Open(ctx context.Context, source Source) (*Vault, error) {
	v := New()
	return v, v.Unlock(ctx, source)
}

// Create makes the first key of a source and returns its vault; problem.Conflict when the source has keys already. It is
// apart from Open so that a lost key is told and never silently replaced.
func Create(ctx context.Context, source Source) (*Vault, error) {
	_, err := source.Load(ctx)
	switch {
	case err == nil:
		return nil, problem.New(problem.Conflict, source.Name()+"里已经有密钥", "原来的密钥没有动", "请直接打开，不要新建")
	case problem.KindOf(err) != problem.Missing:
		return nil, err
	}
	m, err := newMaster()
	if err != nil {
		return nil, err
	}
	if err := save(ctx, source, ring{m}); err != nil {
		return nil, err
	}
	return Open(ctx, source)
}

func save(ctx context.Context, source Source, keys ring) error {
	s := NewSecret(keys.encode())
	defer s.Destroy()
	return source.Save(ctx, s)
}

// Unlock opens a source and keeps its keys in memory until Lock. On any error the vault stays as it was.
func (v *Vault) Unlock(ctx context.Context, source Source) error {
	s, err := source.Load(ctx)
	if err != nil {
		return err
	}
	defer s.Destroy()
	keys, err := decodeRing(s.Reveal())
	if err != nil {
		return problem.Wrap(err, problem.Damaged, source.Name()+"里的密钥读不通", "稿件、留言和记录不受影响",
			"请从备份恢复密钥；没有备份就要重新授权各账号")
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.keys.wipe()
	v.keys, v.source = keys, source
	return nil
}

// Lock forgets the keys.
func (v *Vault) Lock() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.keys.wipe()
	v.keys, v.source = nil, nil
}

// Locked tells whether the keys are away.
func (v *Vault) Locked() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return len(v.keys) == 0
}

// Seal encrypts a secret for one row and one purpose; only Unseal with the same two gives it back.
func (v *Vault) Seal(id, purpose string, secret Secret) ([]byte, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if len(v.keys) == 0 {
		return nil, locked()
	}
	if id == "" || purpose == "" {
		return nil, errors.New("vault: a secret needs a row and a purpose")
	}
	if n := len(secret.Reveal()); n > maxSecret {
		return nil, fmt.Errorf("vault: a secret of %d bytes is too long", n)
	}
	return v.keys[0].seal(id, purpose, secret.Reveal())
}

// Unseal decrypts what Seal made. What was changed, cut, or sealed for another row or purpose is a problem.Damaged.
func (v *Vault) Unseal(id, purpose string, sealed []byte) (Secret, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if len(v.keys) == 0 {
		return Secret{}, locked()
	}
	plain, err := v.keys.open(id, purpose, sealed)
	if err != nil {
		return Secret{}, unreadable(err)
	}
	return hide(plain), nil
}

// Rotate makes a new current key and keeps the older ones, in the source first. Afterwards every stored secret goes
// through Reseal, and once all have been written Retire drops the older keys. A stop in between loses nothing.
func (v *Vault) Rotate(ctx context.Context) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.keys) == 0 {
		return locked()
	}
	if len(v.keys) >= maxKeys {
		return problem.New(problem.Conflict, "上几次更换密钥还没有做完", "现有密钥和授权都没有动", "请先完成上一次更换")
	}
	m, err := newMaster()
	if err != nil {
		return err
	}
	keys := append(ring{m}, v.keys...)
	if err := save(ctx, v.source, keys); err != nil {
		return err
	}
	v.keys = keys
	return nil
}

// Reseal returns the same secret sealed under the current key and a fresh data key.
func (v *Vault) Reseal(id, purpose string, sealed []byte) ([]byte, error) {
	s, err := v.Unseal(id, purpose, sealed)
	if err != nil {
		return nil, err
	}
	defer s.Destroy()
	return v.Seal(id, purpose, s)
}

// Current tells whether a sealed secret is under the current key, so that a rotation can be taken up again.
func (v *Vault) Current(sealed []byte) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return len(v.keys) > 0 && shape(sealed) == nil && string(sealed[:headLen]) == string(v.keys[0].head())
}

// Retire forgets all keys but the current one, in the source and here.
func (v *Vault) Retire(ctx context.Context) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.keys) == 0 {
		return locked()
	}
	if err := save(ctx, v.source, v.keys[:1]); err != nil {
		return err
	}
	v.keys[1:].wipe()
	v.keys = v.keys[:1]
	return nil
}

// Move writes the keys to another source, for instance the passphrase file under a new passphrase, and uses that one
// from now on. The old source keeps what it has.
func (v *Vault) Move(ctx context.Context, to Source) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.keys) == 0 {
		return locked()
	}
	if err := save(ctx, to, v.keys); err != nil {
		return err
	}
	v.source = to
	return nil
}

func locked() error {
	return problem.New(problem.Locked, "密钥还没有打开，读不了账号的授权", "到点的稿件不会发出，仍在队列里", "请先输入口令打开密钥")
}
