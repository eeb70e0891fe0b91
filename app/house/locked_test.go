package house_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/internal/vault"
	"huiying/publishing/delivery"
)

// putOff waits until the runner has met a due wake and put it off: that changes nothing that anybody is told of.
func (r *register) putOff(kind, key string) {
	r.t.Helper()
	end := time.After(20 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		at, ok, err := r.Wakes.At(r.t.Context(), kind, key)
		r.no(err)
		if ok && at.After(r.Clock.Now()) {
			return
		}
		select {
		case <-tick.C:
		case <-end:
			r.t.Fatalf("%s %s is not put off", kind, key)
		}
	}
}

// The office opens at 8:50, the post was due at 8:45, and the passphrase is typed at 8:55: nothing may have happened to it
// until then, and then it goes.
func TestNothingIsDoneWhileTheVaultIsLocked(t *testing.T) {
	r := newRegister(t)
	r.bind()
	d := r.approved("p1", heating, 30*time.Minute)
	key := vault.DrillFile{Path: filepath.Join(r.Dir, "vault.key")}
	r.no(r.Close())
	r.no(r.control.Advance(t.Context(), 35*time.Minute))
	r.opensWith(nil)
	if !r.Vault.Locked() {
		t.Fatal("the vault is open")
	}
	r.putOff(delivery.WakeDeliver, d.ID)
	r.no(r.Advance(t.Context(), 10*time.Minute))
	r.putOff(delivery.WakeDeliver, d.ID)
	got, book, err := r.Publishing.Deliveries.Get(r.as("officer"), d.ID)
	r.no(err)
	if got.State != delivery.Armed || got.Version != d.Version || len(book) != 0 {
		t.Fatalf("while the vault is locked it becomes %s (%s), with %d intents", got.State, got.Note, len(book))
	}
	r.no(r.Unlock(t.Context(), key))
	r.waits("the post", func() bool { return r.way("p1").State == delivery.Out })
	if n, _ := r.public(heating); n != 1 {
		t.Errorf("out %d times", n)
	}
}

// A backup needs no platform, and is made.
func TestABackupIsMadeWhileTheVaultIsLocked(t *testing.T) {
	r := newRegister(t)
	r.no(r.Close())
	r.opensWith(nil)
	r.no(r.Advance(t.Context(), 25*time.Hour))
	r.putOff("backup", "daily")
	list, err := r.Backups.List()
	if err != nil || len(list) != 1 {
		t.Errorf("%d backups, %v", len(list), err)
	}
}

// What was taken back while the vault was locked does not come to life again.
func TestUnlockingSendsNothingThatWasTakenBackMeanwhile(t *testing.T) {
	r := newRegister(t)
	r.bind()
	d := r.approved("p1", heating, 30*time.Minute)
	key := vault.DrillFile{Path: filepath.Join(r.Dir, "vault.key")}
	r.no(r.Close())
	r.no(r.control.Advance(t.Context(), 35*time.Minute))
	r.opensWith(nil)
	r.putOff(delivery.WakeDeliver, d.ID)
	p, _, err := r.Publishing.Get(r.as("officer"), "p1")
	r.no(err)
	r.no(r.Publishing.Reopen(r.as("officer"), "p1", p.Version, "改了主意"))
	r.no(r.Unlock(t.Context(), key))
	if _, ok, err := r.Wakes.At(t.Context(), delivery.WakeDeliver, d.ID); ok || err != nil {
		t.Errorf("its wake is back: %v", err)
	}
	if d := r.way("p1"); d.State != delivery.TakenBack || !strings.Contains(d.Note, "改了主意") {
		t.Errorf("%s %s", d.State, d.Note)
	}
}
