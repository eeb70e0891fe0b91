package house_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/app/house"
	"huiying/internal/problem"
	"huiying/internal/vault"
	"huiying/publishing/delivery"
)

// A key that is gone is never replaced in silence: every secret sealed under it would be lost without a word.
func TestAKeyThatIsGoneIsToldAndNotReplaced(t *testing.T) {
	r := newRegister(t)
	r.bind()
	file := filepath.Join(r.Dir, "vault.key")
	key, err := os.ReadFile(file)
	r.no(err)
	r.no(r.Close())
	r.no(os.Remove(file))
	r.opens()
	if w := problem.Words(r.NoKey); r.NoKey == nil || !r.Vault.Locked() || !strings.Contains(w, "密钥不见了") || !strings.Contains(w, "数据完好") {
		t.Fatalf("locked %v, %q", r.Vault.Locked(), w)
	}
	if _, err := os.Stat(file); err == nil {
		t.Fatal("a new key was made")
	}
	if err := r.FindKey(t.Context()); problem.KindOf(err) != problem.Missing {
		t.Errorf("%v", err)
	}
	r.no(os.WriteFile(file, key, 0o600))
	r.no(r.FindKey(t.Context()))
	if _, err := r.Accounts.Credential(r.system(), r.account); err != nil {
		t.Errorf("the secrets are not readable again: %v", err)
	}
	if err := r.ReplaceKey(t.Context()); problem.KindOf(err) != problem.Conflict {
		t.Errorf("a key that is there is replaced: %v", err)
	}
}

// One that is lost for good is replaced by a person's word; accounts are authorised anew under the new one.
func TestALostKeyIsReplacedByAPersonsWord(t *testing.T) {
	r := newRegister(t)
	r.bind()
	r.no(r.Close())
	r.no(os.Remove(filepath.Join(r.Dir, "vault.key")))
	r.opens()
	r.no(r.ReplaceKey(t.Context()))
	if _, err := r.Accounts.Credential(r.system(), r.account); problem.KindOf(err) != problem.Damaged {
		t.Errorf("what the lost key sealed: %v", err)
	}
	r.bind()
	r.approved("p1", heating, time.Minute)
	r.no(r.Advance(t.Context(), time.Minute))
	r.waits("the post", func() bool { return r.way("p1").State == delivery.Out })
	if n, _ := r.public(heating); n != 1 {
		t.Errorf("out %d times", n)
	}
}

// So is one whose passphrase is forgotten; the file that it kept is not thrown away.
func TestAForgottenPassphraseIsReplacedAndItsFileKept(t *testing.T) {
	r := newRegister(t)
	r.bind()
	r.no(r.Close())
	file := filepath.Join(r.Dir, "vault.key")
	under := func(phrase string) vault.PassphraseFile {
		return vault.PassphraseFile{Path: file, Passphrase: vault.SecretText(phrase), Cost: vault.Cost{Memory: 8, Time: 1, Threads: 1}}
	}
	r.no(os.WriteFile(file, []byte("under a passphrase that nobody knows"), 0o600))
	r.no(os.WriteFile(file+".new", []byte("of a try that was cut short"), 0o600))
	r.opensWith(nil)
	if err := r.ReplacePassphrase(t.Context(), under("kurz")); problem.KindOf(err) != problem.Invalid {
		t.Errorf("a short one: %v", err)
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != "under a passphrase that nobody knows" {
		t.Fatalf("a refused one touched the file: %v", err)
	}
	r.no(r.ReplacePassphrase(t.Context(), under("望川二〇二六年秋")))
	if r.Vault.Locked() {
		t.Error("the key is not open")
	}
	kept, err := filepath.Glob(file + ".*")
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept %v, %v", kept, err)
	}
	if b, err := os.ReadFile(kept[0]); err != nil || string(b) != "under a passphrase that nobody knows" {
		t.Errorf("what is kept is not the old file: %v", err)
	}
	if err := r.ReplacePassphrase(t.Context(), under("望川二〇二六年冬")); problem.KindOf(err) != problem.Conflict {
		t.Errorf("an open key is replaced: %v", err)
	}
	r.bind()
	r.no(r.Close())
	r.opensWith(nil)
	r.no(r.Unlock(t.Context(), under("望川二〇二六年秋")))
	if _, err := r.Accounts.Credential(r.system(), r.account); err != nil {
		t.Errorf("what was bound anew is not readable: %v", err)
	}
}

// While nothing is sealed a first key is made, however often the program was opened before.
func TestAFirstKeyIsMadeWhileNothingIsSealed(t *testing.T) {
	r := newRegister(t)
	r.no(r.Close())
	r.no(os.Remove(filepath.Join(r.Dir, "vault.key")))
	r.opens()
	if r.NoKey != nil || r.Vault.Locked() {
		t.Errorf("%v", r.NoKey)
	}
}

func TestFoundedLooksAndTouchesNothing(t *testing.T) {
	dir := t.TempDir()
	if ok, err := house.Founded(t.Context(), dir); ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 0 {
		t.Errorf("something was made: %v", all)
	}
	r := newRegister(t)
	r.no(r.Close())
	if ok, err := house.Founded(t.Context(), r.Dir); !ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
	r.no(os.WriteFile(filepath.Join(r.Dir, house.File), []byte("nothing that reads"), 0o600))
	if _, err := house.Founded(t.Context(), r.Dir); problem.KindOf(err) != problem.Damaged {
		t.Errorf("%v", err)
	}
}

// A second program is told before the stand-ins are started for it.
func TestASecondProgramIsToldFirst(t *testing.T) {
	r := newRegister(t)
	_, err := house.Open(t.Context(), house.Options{Dir: r.Dir, Mode: house.Drill})
	if problem.KindOf(err) != problem.Locked {
		t.Errorf("%v", err)
	}
}
