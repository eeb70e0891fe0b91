package stage

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func kinds(t *testing.T, path string) []string {
	t.Helper()
	j, err := OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	var out []string
	err = j.Replay(func(kind string, at time.Time, raw json.RawMessage) error {
		var v struct{ Text string }
		if err := json.Unmarshal(raw, &v); err != nil {
			return err
		}
		out = append(out, kind+" "+v.Text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

type entry struct{ Text string }

func fill(t *testing.T, path string, texts ...string) {
	t.Helper()
	j, err := OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range texts {
		write := j.Append
		if i%2 == 1 {
			write = j.Note
		}
		if err := write("k", time.Now(), entry{s}); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestJournalGivesBackWhatWasAppended(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	fill(t, path, "一", "二\n行", "三")
	fill(t, path, "四")
	if got, want := kinds(t, path), []string{"k 一", "k 二\n行", "k 三", "k 四"}; !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
}

// Every place a kill can cut the file must leave the records before it whole and the journal usable.
func TestJournalCutAtEveryByte(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "j")
	fill(t, path, "第一", "第二", "第三")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(whole) + 1 {
		at := filepath.Join(dir, "cut")
		if err := os.WriteFile(at, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		want := strings.Count(string(whole[:n]), "\n") + 1
		fill(t, at, "后来")
		got := kinds(t, at)
		if len(got) != want || got[len(got)-1] != "k 后来" {
			t.Fatalf("cut at %d: got %q, want %d records ending with the new one", n, got, want)
		}
	}
}

func TestJournalLastBlockOfZeros(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	fill(t, path, "一")
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(append(make([]byte, 40), '\n')); err != nil {
		t.Fatal(err)
	}
	f.Close()
	fill(t, path, "二")
	if got := kinds(t, path); !slices.Equal(got, []string{"k 一", "k 二"}) {
		t.Fatalf("got %q", got)
	}
}

func TestJournalRefusesDamageInTheMiddle(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	fill(t, path, "一", "二", "三")
	b, _ := os.ReadFile(path)
	lines := strings.SplitAfter(string(b), "\n")
	lines[1] = "{\"kind\":\n"
	if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenJournal(path); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Fatalf("a damaged line was accepted: %v", err)
	}
}

func TestJournalErrors(t *testing.T) {
	if _, err := OpenJournal(filepath.Join(t.TempDir(), "no", "folder")); err == nil {
		t.Error("opened in a folder that does not exist")
	}
	path := filepath.Join(t.TempDir(), "j")
	j, err := OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Append("", time.Now(), 1); err == nil {
		t.Error("a record without kind was accepted")
	}
	if err := j.Append("k", time.Now(), func() {}); err == nil {
		t.Error("a value without JSON was accepted")
	}
	if err := j.Append("k", time.Now(), entry{"一"}); err != nil {
		t.Fatal(err)
	}
	stop := errors.New("stop")
	if err := j.Replay(func(string, time.Time, json.RawMessage) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("replay hid the error: %v", err)
	}
	if err := errors.Join(j.Close(), j.Close()); err != nil {
		t.Error(err)
	}
	if err := j.Append("k", time.Now(), 1); !errors.Is(err, os.ErrClosed) {
		t.Errorf("append after close: %v", err)
	}
}
