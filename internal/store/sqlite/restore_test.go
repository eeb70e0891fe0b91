package sqlite_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"huiying/internal/problem"
	"huiying/internal/store/sqlite"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/unit"
)

func stamp(value string) func(context.Context, string) error {
	return func(ctx context.Context, path string) error {
		return sqlite.Amend(ctx, path, func(ctx context.Context, db *sqlstore.DB) error {
			return unit.New(db).Do(ctx, func(ctx context.Context) error { return core.NewSettings(db).Set(ctx, "stamp", value) })
		})
	}
}

func stamped(t *testing.T, s *sqlite.Store) string {
	t.Helper()
	value, _, err := core.NewSettings(s.DB).Get(t.Context(), "stamp")
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// What is written into the copy comes into its place with it, and is not in the backup.
func TestRestoreAmendsTheCopyBeforeItTakesItsPlace(t *testing.T) {
	path, backup := filepath.Join(t.TempDir(), "huiying.db"), filled(t)
	if err := os.WriteFile(path, []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Restore(t.Context(), path, backup, noon, stamp("restored")); err != nil {
		t.Fatal(err)
	}
	if all := folder(t, path); len(all) != 2 {
		t.Errorf("beside the file lies %d: what was kept is the only other one", len(all))
	}
	s := open(t, path)
	if stamped(t, s) != "restored" || count(t, s) != 501 {
		t.Errorf("stamped %q, %d settings", stamped(t, s), count(t, s))
	}
	if stamped(t, open(t, backup)) != "" {
		t.Error("the backup itself was written to")
	}
}

func TestARefusedAmendmentLeavesTheOldFile(t *testing.T) {
	path, backup := filepath.Join(t.TempDir(), "huiying.db"), filled(t)
	if err := os.WriteFile(path, []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	no := errors.New("no")
	_, err := sqlite.Restore(t.Context(), path, backup, noon, func(context.Context, string) error { return no })
	if !errors.Is(err, no) || problem.KindOf(err) != problem.Unavailable {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = sqlite.Restore(ctx, path, backup, noon, func(context.Context, string) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if all := folder(t, path); len(all) != 1 || all["huiying.db"] != "damaged" {
		t.Errorf("a restore that was given up touches nothing: %d files", len(all))
	}
}

// A kill leaves either what stood there with its log, or the copy without that log: each of its footprints is laid here, and
// opening must never show the old file without its log, nor the copy with it.
func TestAKilledRestoreIsEndedAtTheNextOpening(t *testing.T) {
	for name, left := range map[string][]string{
		"before the log went":       {"", "-wal", "-shm"},
		"before the copy was moved": {""},
		"with nothing there before": {},
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			copied, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			for _, tail := range left {
				if err := os.WriteFile(path+tail, []byte("of the old file"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(path+".restored", copied, 0o600); err != nil {
				t.Fatal(err)
			}
			s := open(t, path)
			if n := count(t, s); n != 500 {
				t.Errorf("%d settings", n)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if all := folder(t, path); len(all) != 1 {
				t.Errorf("%d files are left", len(all))
			}
		})
	}
}

// What a kill left of the copy, its journal above all, is not taken for a part of the next one.
func TestAnUnfinishedCopyIsMadeAnew(t *testing.T) {
	path, backup := filepath.Join(t.TempDir(), "huiying.db"), filled(t)
	for _, tail := range []string{".part", ".part-journal", ".part-wal", ".part-shm"} {
		if err := os.WriteFile(path+tail, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := sqlite.Restore(t.Context(), path, backup, noon, stamp("x")); err != nil {
		t.Fatal(err)
	}
	if all := folder(t, path); len(all) != 1 || count(t, open(t, path)) != 501 {
		t.Errorf("%d files are left", len(all))
	}
}
