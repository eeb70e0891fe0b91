package vault

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/zalando/go-keyring"

	"huiying/internal/problem"
)

func cheap() Cost { return Cost{Memory: 64, Time: 1, Threads: 1} }

func passFile(path, pass string) PassphraseFile {
	return PassphraseFile{Path: path, Passphrase: SecretText(pass), Cost: cheap()}
}

func TestPassphraseFile(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "vault.key")
	if _, err := Create(ctx, passFile(path, "短口令")); problem.KindOf(err) != problem.Invalid {
		t.Errorf("a short passphrase: %v", err)
	}
	v, err := Create(ctx, passFile(path, "望川教育局 2026"))
	if err != nil {
		t.Fatal(err)
	}
	b := sealed(t, v, "a", "p", plainText)
	raw, err := os.ReadFile(path)
	if err != nil || bytes.Contains(raw, v.keys[0].key.Reveal()) || bytes.Contains(raw, []byte(ringMark)) {
		t.Errorf("the key lies open in its file: %v", err)
	}
	w := New()
	if err := w.Unlock(ctx, passFile(path, "望川教育局 2025")); problem.KindOf(err) != problem.Invalid || !w.Locked() {
		t.Errorf("wrong passphrase: %v", err)
	}
	if err := w.Unlock(ctx, PassphraseFile{Path: path, Passphrase: SecretText("望川教育局 2026")}); err != nil {
		t.Fatalf("the cost stands in the file: %v", err)
	}
	if s, err := w.Unseal("a", "p", b); err != nil || string(s.Reveal()) != plainText {
		t.Error(err)
	}
	if err := w.Unlock(ctx, passFile(path, "wrong passphrase")); err == nil || w.Locked() {
		t.Error("a failed Unlock must leave an open vault open")
	}
}

func TestKeyFilesAreTheOwnersOnly(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("permission bits are not Windows's way")
	}
	ctx, dir := context.Background(), t.TempDir()
	for _, src := range []Source{passFile(filepath.Join(dir, "a"), "long enough"), DrillFile{Path: filepath.Join(dir, "b")}} {
		if _, err := Create(ctx, src); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"a", "b"} {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info.Mode(), err)
		}
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(ctx, DrillFile{Path: filepath.Join(dir, "b")}); err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Stat(filepath.Join(dir, "b")); info.Mode().Perm() != 0o600 {
		t.Error("a file that others could read is narrowed")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".keys-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestABrokenKeyFileIsTold(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "k")
	src := passFile(path, "long enough")
	if _, err := Create(ctx, src); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		cut := os.WriteFile(path, good[:i], 0o600)
		if _, err := Open(ctx, src); cut != nil || err == nil || problem.KindOf(err) == problem.Internal {
			t.Fatalf("cut at %d: %v", i, err)
		}
	}
	huge := bytes.Clone(good)
	copy(huge[len(fileMark):], []byte{0xff, 0xff, 0xff, 0xff})
	if err := os.WriteFile(path, huge, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, src); problem.KindOf(err) != problem.Damaged {
		t.Errorf("a file must not make the program take 4 TiB: %v", err)
	}
	drill := DrillFile{Path: path}
	for _, text := range []string{"", "huiying-keys-1:", "huiying-keys-1:AAAA", "huiying-keys-2:AAAAAAAAAAAAAAAAAAAAAA=="} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(ctx, drill); problem.KindOf(err) != problem.Damaged {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestMoveToANewPassphrase(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	v, err := Create(ctx, passFile(filepath.Join(dir, "k"), "the first one"))
	if err != nil {
		t.Fatal(err)
	}
	b := sealed(t, v, "a", "p", plainText)
	if err := v.Move(ctx, passFile(filepath.Join(dir, "k"), "the second one")); err != nil {
		t.Fatal(err)
	}
	if err := v.Rotate(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, passFile(filepath.Join(dir, "k"), "the first one")); problem.KindOf(err) != problem.Invalid {
		t.Errorf("%v", err)
	}
	w, err := Open(ctx, passFile(filepath.Join(dir, "k"), "the second one"))
	if err != nil {
		t.Fatal(err)
	}
	if len(w.keys) != 2 {
		t.Errorf("%d keys: a rotation after Move goes to the new source", len(w.keys))
	}
	if _, err := w.Unseal("a", "p", b); err != nil {
		t.Error(err)
	}
}

func TestAFailedSaveChangesNothing(t *testing.T) {
	ctx, dir := context.Background(), filepath.Join(t.TempDir(), "gone")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	v, err := Create(ctx, DrillFile{Path: filepath.Join(dir, "k")})
	if err != nil {
		t.Fatal(err)
	}
	b := sealed(t, v, "a", "p", plainText)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := v.Rotate(ctx); problem.KindOf(err) != problem.Unavailable || len(v.keys) != 1 || !v.Current(b) {
		t.Errorf("a key that was not saved must not be used: %v", err)
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := Open(over, DrillFile{Path: filepath.Join(dir, "k")}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestKeyring(t *testing.T) {
	ctx := context.Background()
	keyring.MockInit()
	src := Keyring{Service: "huiying", Entry: "unit-1"}
	v, err := Create(ctx, src)
	if err != nil {
		t.Fatal(err)
	}
	b := sealed(t, v, "a", "p", plainText)
	w, err := Open(ctx, src)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Unseal("a", "p", b); err != nil {
		t.Error(err)
	}
	if _, err := Open(ctx, Keyring{Service: "huiying", Entry: "unit-2"}); problem.KindOf(err) != problem.Missing {
		t.Errorf("%v", err)
	}
	keyring.MockInitWithError(errors.New("no Secret Service"))
	if _, err := Create(ctx, src); problem.KindOf(err) != problem.Unavailable {
		t.Errorf("without a keyring another source must be offered: %v", err)
	}
}
