package sqlite_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/internal/problem"
	"huiying/internal/store/sqlite"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/unit"
)

var noon = time.Date(2026, 11, 18, 4, 0, 0, 0, time.UTC)

// Two settings are always written together; a copy made meanwhile never holds one without the other.
func TestBackupWhileWriting(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "huiying.db"))
	if err := fill(s, t.Context(), 500); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	written := make(chan error, 1)
	rounds := 0
	go func() {
		settings, work := core.NewSettings(s.DB), unit.New(s.DB)
		var err error
		for ; ctx.Err() == nil && err == nil; rounds++ {
			value := time.Now().String()
			err = work.Do(t.Context(), func(ctx context.Context) error {
				return errors.Join(settings.Set(ctx, "left", value), settings.Set(ctx, "right", value))
			})
		}
		written <- err
	}()
	for n := range 5 {
		path := filepath.Join(t.TempDir(), "backup.db")
		if err := s.Backup(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		copied := open(t, path)
		left, _, err := core.NewSettings(copied.DB).Get(t.Context(), "left")
		right, _, also := core.NewSettings(copied.DB).Get(t.Context(), "right")
		if err != nil || also != nil || left != right || count(t, copied) < 500 {
			t.Errorf("copy %d: %q %q %d, %v %v", n, left, right, count(t, copied), err, also)
		}
		if err := s.Backup(t.Context(), path); problem.KindOf(err) != problem.Conflict {
			t.Errorf("a second copy under the same name: %v", err)
		}
		if _, err := os.Stat(path + ".part"); err == nil {
			t.Error("a part was left behind")
		}
	}
	stop()
	if err := <-written; err != nil || rounds == 0 {
		t.Errorf("the writer was disturbed after %d rounds: %v", rounds, err)
	}
	if _, err := s.One(t.Context(), nil, "DELETE FROM settings"); err == nil {
		t.Error("the reading pool can write after a backup")
	}
}

func TestBackupFailsWhole(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "huiying.db"))
	folder := t.TempDir()
	if err := s.Backup(t.Context(), filepath.Join(folder, "none", "backup.db")); problem.KindOf(err) == problem.Internal || err == nil {
		t.Errorf("a folder that is not there: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Backup(ctx, filepath.Join(folder, "backup.db")); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled backup: %v", err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestRestoreKeepsWhatStoodThere(t *testing.T) {
	path := filled(t)
	s := open(t, path)
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	if err := fill(s, t.Context(), 600); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var kept []string
	for n, content := range []string{"damaged", "damaged once more"} {
		for _, tail := range []string{"", "-wal"} {
			if err := os.WriteFile(path+tail, []byte(content+tail), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		name, err := sqlite.Restore(t.Context(), path, backup, noon, nil)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, name)
		for _, tail := range []string{"", "-wal"} {
			if b, err := os.ReadFile(name + tail); err != nil || string(b) != content+tail {
				t.Errorf("round %d: kept %s = %q, %v", n, name+tail, b, err)
			}
		}
		restored := open(t, path)
		if n := count(t, restored); n != 500 {
			t.Errorf("restored: %d settings, want 500", n)
		}
		if err := restored.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if kept[0] == kept[1] || !strings.Contains(kept[0], "20261118T040000") {
		t.Errorf("kept as %v", kept)
	}
	if b, err := os.ReadFile(kept[0]); err != nil || string(b) != "damaged" {
		t.Errorf("the first kept file = %q, %v", b, err)
	}
}

func TestRestoreRefusesWhatIsNoBackup(t *testing.T) {
	path := filled(t)
	bad := filepath.Join(t.TempDir(), "backup.db")
	before := folder(t, path)
	for content, kind := range map[string]problem.Kind{"": problem.Missing, "no database": problem.Damaged} {
		if err := os.WriteFile(bad, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := sqlite.Restore(t.Context(), path, bad, noon, nil); problem.KindOf(err) != kind {
			t.Errorf("restoring %q: %v, want a %s", content, err, kind)
		}
	}
	if _, err := sqlite.Restore(t.Context(), path, bad+"-none", noon, nil); problem.KindOf(err) != problem.Missing {
		t.Errorf("restoring nothing: %v", err)
	}
	if after := folder(t, path); len(after) != 1 || after["huiying.db"] != before["huiying.db"] {
		t.Error("a refused restore changed the folder")
	}
}

func TestRestoreWhereNothingStands(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huiying.db")
	kept, err := sqlite.Restore(t.Context(), path, filled(t), noon, nil)
	if err != nil || kept != "" {
		t.Errorf("restore = %q, %v", kept, err)
	}
	if n := count(t, open(t, path)); n != 500 {
		t.Errorf("restored: %d", n)
	}
}

func TestOpenReadBesideAWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huiying.db")
	if _, err := sqlite.OpenRead(t.Context(), path); problem.KindOf(err) != problem.Missing {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("reading made a file")
	}
	s := open(t, path)
	reader, err := sqlite.OpenRead(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if err := fill(s, t.Context(), 100); err != nil {
		t.Fatal(err)
	}
	if n := count(t, reader); n != 100 {
		t.Errorf("the reader sees %d of 100", n)
	}
	err = unit.New(s.DB).Do(t.Context(), func(ctx context.Context) error {
		if err := core.NewSettings(s.DB).Set(ctx, "open", "x"); err != nil {
			return err
		}
		if n := count(t, reader); n != 100 {
			t.Errorf("the reader sees %d within a unit", n)
		}
		return reader.Backup(ctx, filepath.Join(t.TempDir(), "backup.db"))
	})
	if err != nil {
		t.Errorf("a backup beside an open unit: %v", err)
	}
	if err := reader.CheckWhole(t.Context()); err != nil {
		t.Error(err)
	}
	if err := writeOne(t, reader.DB); err == nil {
		t.Error("the reader wrote")
	}
}

func TestOpenReadRefusesWhatOpenRefuses(t *testing.T) {
	path := filled(t)
	if err := os.Truncate(path, 4096*20); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.OpenRead(t.Context(), path); problem.KindOf(err) != problem.Damaged {
		t.Errorf("a file that was cut off: %v", err)
	}
}

// A second program on the same file, past the file lock, gives up with a sentence.
func TestASecondWriterWaitsAndGivesUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huiying.db")
	one, other := open(t, path), open(t, path)
	begun := time.Now()
	err := unit.New(one.DB).Do(t.Context(), func(context.Context) error { return writeOne(t, other.DB) })
	if problem.KindOf(err) != problem.Busy || time.Since(begun) < sqlstore.Patience-time.Second || time.Since(begun) > 2*sqlstore.Patience {
		t.Errorf("a second writer: %v after %v", err, time.Since(begun))
	}
	if err := writeOne(t, other.DB); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func writeOne(t *testing.T, db *sqlstore.DB) error {
	return unit.New(db).Do(t.Context(), func(ctx context.Context) error { return core.NewSettings(db).Set(ctx, "a", "b") })
}
