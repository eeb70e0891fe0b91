package house

import (
	"context"
	"sync"
	"time"

	"huiying/internal/unit"
	"huiying/internal/vault"
	"huiying/internal/wake"
)

// lockedPause is how long an act is put off while the vault is locked; Unlock has it looked at at once.
const lockedPause = 30 * time.Second

// patient is the table of wakes as the runner sees it. While the vault is locked nothing that would speak to a platform
// leaves it: such an act could only fail, and what it belongs to would be held or refused before anybody could type the
// passphrase. It is put off and changes nothing else.
type patient struct {
	wake.Store
	vault *vault.Vault

	mu  sync.Mutex
	off map[[2]string]time.Time // what was put off, and to when
}

func newPatient(s wake.Store, v *vault.Vault) *patient {
	return &patient{Store: s, vault: v, off: map[[2]string]time.Time{}}
}

// Claim is wake.Store's. It runs in a unit, and the vault is asked inside it: what a unit puts off before Unlock is found by
// Unlock, whose own unit comes after.
func (p *patient) Claim(ctx context.Context, owner string, now, until time.Time, limit int) ([]wake.Wake, error) {
	due, err := p.Store.Claim(ctx, owner, now, until, limit)
	if err != nil || !p.vault.Locked() {
		return due, err
	}
	var do []wake.Wake
	for _, w := range due {
		if w.Kind == wakeBackup { // the one act that needs no platform
			do = append(do, w)
			continue
		}
		again := now.Add(lockedPause).Truncate(time.Microsecond)
		if err := p.Set(ctx, w.Kind, w.Key, again); err != nil {
			return nil, err
		}
		p.mu.Lock()
		p.off[[2]string{w.Kind, w.Key}] = again
		p.mu.Unlock()
	}
	return do, nil
}

// release has everything that was put off, and that nobody moved or cleared since, fall due now.
func (p *patient) release(ctx context.Context, work *unit.Work, now time.Time) error {
	return work.Do(ctx, func(ctx context.Context) error {
		p.mu.Lock()
		defer p.mu.Unlock()
		for k, put := range p.off {
			at, ok, err := p.At(ctx, k[0], k[1])
			if err != nil {
				return err
			}
			if ok && at.Equal(put) {
				if err := p.Set(ctx, k[0], k[1], now); err != nil {
					return err
				}
			}
		}
		clear(p.off)
		return nil
	})
}
