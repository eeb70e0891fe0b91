package vault

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"huiying/internal/problem"
)

func openDrill(t testing.TB) *Vault {
	t.Helper()
	v, err := Create(context.Background(), DrillFile{Path: filepath.Join(t.TempDir(), "key")})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func sealed(t testing.TB, v *Vault, id, purpose, text string) []byte {
	t.Helper()
	b, err := v.Seal(id, purpose, SecretText(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSealAndUnseal(t *testing.T) {
	v := openDrill(t)
	for _, text := range []string{"", "x", plainText, string(bytes.Repeat([]byte("长"), 10000))} {
		a, b := sealed(t, v, "acc-1", "token", text), sealed(t, v, "acc-1", "token", text)
		if bytes.Equal(a, b) || bytes.Equal(a[headLen:headLen+nonceLen], b[headLen:headLen+nonceLen]) {
			t.Error("the same secret twice must not look alike")
		}
		if len(text) > 4 && bytes.Contains(a, []byte(text)) {
			t.Error("plain text in the sealed form")
		}
		if len(a) != minSealed+len(text) {
			t.Errorf("%d bytes for %d", len(a), len(text))
		}
		s, err := v.Unseal("acc-1", "token", a)
		if err != nil || string(s.Reveal()) != text {
			t.Errorf("%v", err)
		}
	}
}

func TestSealedForAnotherRowOrPurpose(t *testing.T) {
	v := openDrill(t)
	b := sealed(t, v, "acc-1", "token", plainText)
	for _, x := range [][2]string{{"acc-2", "token"}, {"acc-1", "secret"}, {"acc-1t", "oken"}, {"acc-", "1token"}, {"", ""}, {"token", "acc-1"}} {
		if _, err := v.Unseal(x[0], x[1], b); problem.KindOf(err) != problem.Damaged {
			t.Errorf("%q: %v", x, err)
		}
	}
	if _, err := v.Seal("", "token", SecretText("x")); err == nil {
		t.Error("a secret without a row could be moved to any")
	}
	if _, err := v.Seal("a", "p", NewSecret(make([]byte, maxSecret+1))); err == nil {
		t.Error("too long a secret could not be opened again")
	}
}

func TestEveryChangedBitAndEveryCutIsSeen(t *testing.T) {
	v := openDrill(t)
	b := sealed(t, v, "acc-1", "token", plainText)
	for i := range b {
		c := bytes.Clone(b)
		c[i] ^= 1 << (i % 8)
		if _, err := v.Unseal("acc-1", "token", c); problem.KindOf(err) != problem.Damaged {
			t.Fatalf("byte %d: %v", i, err)
		}
		if _, err := v.Unseal("acc-1", "token", b[:i]); problem.KindOf(err) != problem.Damaged {
			t.Fatalf("cut at %d: %v", i, err)
		}
	}
	if _, err := v.Unseal("acc-1", "token", append(bytes.Clone(b), 0)); problem.KindOf(err) != problem.Damaged {
		t.Error("a byte more must be seen")
	}
	// The two layers of one row do not fit the layers of another.
	c := sealed(t, v, "acc-2", "token", plainText)
	mixed := append(bytes.Clone(b[:headLen+wrapLen]), c[headLen+wrapLen:]...)
	for _, id := range []string{"acc-1", "acc-2"} {
		if _, err := v.Unseal(id, "token", mixed); err == nil {
			t.Errorf("a mixed envelope opens as %s", id)
		}
	}
}

func TestALockedVaultDoesNothing(t *testing.T) {
	ctx := context.Background()
	v := openDrill(t)
	b := sealed(t, v, "a", "p", plainText)
	key := v.keys[0].key.Reveal()
	v.Lock()
	if !v.Locked() || !New().Locked() || !bytes.Equal(key, make([]byte, keyLen)) {
		t.Error("Lock must forget the key")
	}
	_, sealErr := v.Seal("a", "p", SecretText("x"))
	_, openErr := v.Unseal("a", "p", b)
	_, againErr := v.Reseal("a", "p", b)
	for _, err := range []error{sealErr, openErr, againErr, v.Rotate(ctx), v.Retire(ctx), v.Move(ctx, DrillFile{Path: filepath.Join(t.TempDir(), "k")})} {
		if problem.KindOf(err) != problem.Locked {
			t.Errorf("%v", err)
		}
	}
	if v.Current(b) {
		t.Error("a locked vault knows no current key")
	}
}

func TestAnotherVaultsSecretIsNotOpened(t *testing.T) {
	a, b := openDrill(t), openDrill(t)
	_, err := b.Unseal("a", "p", sealed(t, a, "a", "p", plainText))
	if problem.KindOf(err) != problem.Damaged || leaks(fmt.Sprintf("%+v", err)) {
		t.Errorf("%v", err)
	}
}

func TestCreateNeverReplacesAKey(t *testing.T) {
	ctx, src := context.Background(), DrillFile{Path: filepath.Join(t.TempDir(), "key")}
	if v, err := Open(ctx, src); problem.KindOf(err) != problem.Missing || !v.Locked() {
		t.Errorf("no key yet: %v", err)
	}
	v, err := Create(ctx, src)
	if err != nil {
		t.Fatal(err)
	}
	b := sealed(t, v, "a", "p", plainText)
	if _, err := Create(ctx, src); problem.KindOf(err) != problem.Conflict {
		t.Errorf("%v", err)
	}
	v2, err := Open(ctx, src)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := v2.Unseal("a", "p", b); err != nil || string(s.Reveal()) != plainText {
		t.Errorf("%v", err)
	}
}

func TestRotationStoppedAnywhereLosesNothing(t *testing.T) {
	ctx, src := context.Background(), DrillFile{Path: filepath.Join(t.TempDir(), "key")}
	v, err := Create(ctx, src)
	if err != nil {
		t.Fatal(err)
	}
	old, kept := sealed(t, v, "a", "p", plainText), sealed(t, v, "b", "p", plainText)
	if err := v.Rotate(ctx); err != nil {
		t.Fatal(err)
	}
	if v.Current(old) || !v.Current(sealed(t, v, "c", "p", "x")) {
		t.Error("Current")
	}
	fresh, err := v.Reseal("a", "p", old)
	if err != nil || !v.Current(fresh) {
		t.Fatalf("%v", err)
	}
	v, err = Open(ctx, src) // the program was killed here
	if err != nil {
		t.Fatal(err)
	}
	for id, b := range map[string][]byte{"a": fresh, "b": kept} {
		if s, err := v.Unseal(id, "p", b); err != nil || string(s.Reveal()) != plainText {
			t.Errorf("%s: %v", id, err)
		}
	}
	if fresh2, err := v.Reseal("b", "p", kept); err != nil || !v.Current(fresh2) {
		t.Errorf("%v", err)
	}
	if err := v.Retire(ctx); err != nil {
		t.Fatal(err)
	}
	if v, err = Open(ctx, src); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Unseal("a", "p", old); err == nil {
		t.Error("the retired key still opens")
	}
	if _, err := v.Unseal("a", "p", fresh); err != nil {
		t.Error(err)
	}
	for range maxKeys - 1 {
		if err := v.Rotate(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.Rotate(ctx); problem.KindOf(err) != problem.Conflict {
		t.Errorf("more keys than the ring holds: %v", err)
	}
}

func TestUseWhileLockingIsSafe(t *testing.T) {
	v := openDrill(t)
	b := sealed(t, v, "a", "p", plainText)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 200 {
				if s, err := v.Unseal("a", "p", b); err == nil && string(s.Reveal()) != plainText {
					t.Error("a wrong secret")
				} else if err != nil && problem.KindOf(err) != problem.Locked {
					t.Error(err)
				}
			}
		})
	}
	v.Lock()
	wg.Wait()
}

func FuzzUnseal(f *testing.F) {
	v := openDrill(f)
	good := sealed(f, v, "a", "p", plainText)
	for _, seed := range [][]byte{good, good[:minSealed], []byte(sealMark), nil, good[:len(good)-1]} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := v.Unseal("a", "p", b)
		if err == nil && !bytes.Equal(b, good) {
			t.Errorf("%x opens as %d bytes", b, len(s.Reveal()))
		}
		if err != nil && problem.KindOf(err) != problem.Damaged {
			t.Errorf("%v", err)
		}
	})
}

func FuzzRing(f *testing.F) {
	m, err := newMaster()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(ring{m}.encode())
	f.Add([]byte(ringMark))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := decodeRing(b)
		if err == nil && !bytes.Equal(bytes.TrimSpace(b), r.encode()) {
			t.Errorf("%q reads as another ring", b)
		}
	})
}
