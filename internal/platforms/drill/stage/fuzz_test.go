package stage

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// FuzzJournal opens whatever a disk gives back: what opens replays whole, and takes another record that is read again.
func FuzzJournal(f *testing.F) {
	line := `{"kind":"k","at":"2026-11-24T04:00:00Z","data":1}` + "\n"
	for _, s := range []string{"", line, line + line + `{"kind":"k","at"`, line + "\x00\x00\n", "{}\n" + line, "\n\n", line + "null\n" + line, `{"kind":"k","at":5}` + "\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		name := filepath.Join(t.TempDir(), "j")
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := OpenJournal(name)
		if err != nil {
			return
		}
		count := func() (n int, last string) {
			if err := j.Replay(func(kind string, _ time.Time, _ json.RawMessage) error { n++; last = kind; return nil }); err != nil {
				t.Fatalf("opened, and does not replay: %v", err)
			}
			return n, last
		}
		before, _ := count()
		if err := j.Append("new", time.Now(), 1); err != nil {
			t.Fatal(err)
		}
		if n, last := count(); n != before+1 || last != "new" {
			t.Errorf("%d records after %d, the last %q", n, before, last)
		}
		_ = j.Close()
		if j, err = OpenJournal(name); err != nil {
			t.Fatalf("does not open again: %v", err)
		}
		if n, _ := count(); n != before+1 {
			t.Errorf("%d records after opening again, want %d", n, before+1)
		}
		_ = j.Close()
	})
}
