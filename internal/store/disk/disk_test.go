package disk

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestCommitReplacesOrLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "a")
	if err := os.WriteFile(target, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	write := func(text string) *os.File {
		f, err := os.CreateTemp(dir, "t-*")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
		return f
	}
	if err := Commit(write("new"), target, 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(target); err != nil || string(b) != "new" {
		t.Errorf("%q %v", b, err)
	}
	if err := Commit(write("lost"), filepath.Join(dir, "no", "such", "folder"), 0o600); err == nil {
		t.Error("no folder, no file")
	}
	if all, _ := os.ReadDir(dir); len(all) != 1 {
		t.Errorf("%d files left", len(all))
	}
	if err := SyncDir(dir); err != nil {
		t.Error(err)
	}
}

func TestFullKnowsTheRealThing(t *testing.T) {
	if Full(nil) || Full(os.ErrNotExist) || Full(errors.New("no space left on device")) {
		t.Error("only the system's own error counts")
	}
	if runtime.GOOS != "linux" {
		t.Skip("/dev/full is Linux's")
	}
	err := os.WriteFile("/dev/full", []byte("x"), 0)
	if !Full(err) {
		t.Errorf("%v", err)
	}
}
