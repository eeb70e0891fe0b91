package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/internal/problem"
	"huiying/internal/store/sqlite"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/unit"
)

func open(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// fill writes n settings of one kilobyte each.
func fill(s *sqlite.Store, ctx context.Context, n int) error {
	return unit.New(s.DB).Do(ctx, func(ctx context.Context) error {
		for i := range n {
			if err := core.NewSettings(s.DB).Set(ctx, fmt.Sprintf("name %04d", i), strings.Repeat("值", 340)); err != nil {
				return err
			}
		}
		return nil
	})
}

func count(t *testing.T, s *sqlite.Store) int {
	t.Helper()
	n := -1
	if _, err := s.One(t.Context(), []any{&n}, "SELECT count(*) FROM settings"); err != nil {
		t.Fatal(err)
	}
	return n
}

// filled returns the path of a closed file of about half a megabyte.
func filled(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "huiying.db")
	s := open(t, path)
	if err := fill(s, t.Context(), 500); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// folder returns the bytes of everything beside and in the file; a shared-memory index is no content.
func folder(t *testing.T, path string) map[string]string {
	t.Helper()
	all := map[string]string{}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(filepath.Dir(path), e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(e.Name(), "-shm") && len(b) > 0 {
			all[e.Name()] = string(b)
		}
	}
	return all
}

func TestAnUnsoundFileIsRefusedAndLeftAsItIs(t *testing.T) {
	change := func(f func(b []byte) []byte) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, f(b), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	statement := func(text string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.ExecContext(t.Context(), text); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, c := range map[string]struct {
		spoil func(*testing.T, string)
		kind  problem.Kind
	}{
		"bytes flipped in the middle": {change(func(b []byte) []byte {
			for i := len(b) / 2 / 4096 * 4096; i < len(b)/2+8192; i++ {
				b[i] ^= 0x5a
			}
			return b
		}), problem.Damaged},
		"cut off in the middle": {change(func(b []byte) []byte { return b[:len(b)/2] }), problem.Damaged},
		"cut off by one page":   {change(func(b []byte) []byte { return b[:len(b)-4096] }), problem.Damaged},
		"cut off in the header": {change(func(b []byte) []byte { return b[:50] }), problem.Damaged},
		"zeros from some page on": {change(func(b []byte) []byte {
			clear(b[3*4096:])
			return b
		}), problem.Damaged},
		"a text":            {change(func([]byte) []byte { return []byte(strings.Repeat("不是数据文件\n", 1000)) }), problem.Damaged},
		"a newer program's": {statement("INSERT INTO goose_db_version (version_id, is_applied) VALUES (90000, 1)"), problem.Newer},
		"a newer program's, not in WAL mode": {statement(
			"PRAGMA journal_mode = DELETE; INSERT INTO goose_db_version (version_id, is_applied) VALUES (90000, 1)"), problem.Newer},
		"another program's": {statement("DROP TABLE goose_db_version"), problem.Invalid},
		"gone, with its write-ahead log left": {func(t *testing.T, path string) {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path+"-wal", []byte("frames"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, problem.Damaged},
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			c.spoil(t, path)
			before := folder(t, path)
			for range 2 {
				_, err := sqlite.Open(t.Context(), path)
				if problem.KindOf(err) != c.kind || !strings.Contains(problem.Words(err), "没有改动") && !strings.Contains(problem.Words(err), "没有被改动") {
					t.Errorf("open: %v, want a %s", err, c.kind)
				}
			}
			if after := folder(t, path); len(after) != len(before) || after["huiying.db"] != before["huiying.db"] || after["huiying.db-wal"] != before["huiying.db-wal"] {
				t.Errorf("a refused file was changed")
			}
		})
	}
}

// A file copied with its write-ahead log, as a lost power leaves it, opens with all that was committed.
func TestAFileIsWholeAfterLostPower(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huiying.db")
	s := open(t, path)
	if err := fill(s, t.Context(), 50); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "huiying.db")
	for _, tail := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + tail)
		if err != nil {
			t.Fatal(err)
		}
		if tail == "-wal" && len(b) == 0 {
			t.Fatal("nothing in the write-ahead log: the test shows nothing")
		}
		if err := os.WriteFile(other+tail, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, open(t, other)); n != 50 {
		t.Errorf("%d of 50 are there", n)
	}
}

func TestAFullDiskLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huiying.db")
	s := open(t, path)
	if err := fill(s, t.Context(), 20); err != nil {
		t.Fatal(err)
	}
	limit := func(pages string) {
		t.Helper()
		if err := unit.New(s.DB).Do(t.Context(), func(ctx context.Context) error {
			_, err := s.Exec(ctx, "PRAGMA max_page_count = "+pages)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	limit("100")
	err := fill(s, t.Context(), 1000)
	if problem.KindOf(err) != problem.Full || !strings.Contains(problem.Words(err), "磁盘满了") {
		t.Errorf("a full disk: %v", err)
	}
	// The same, with the error passed over: SQLite has rolled back by itself, and what follows must not slip in alone.
	err = unit.New(s.DB).Do(t.Context(), func(ctx context.Context) error {
		for i := range 1000 {
			_ = core.NewSettings(s.DB).Set(ctx, fmt.Sprint("more ", i), strings.Repeat("x", 1000))
		}
		_ = core.NewSettings(s.DB).Set(ctx, "small", "x")
		return nil
	})
	if problem.KindOf(err) != problem.Full {
		t.Errorf("a full disk passed over: %v", err)
	}
	if n := count(t, s); n != 20 {
		t.Errorf("after a full disk %d settings are there, want 20", n)
	}
	if err := s.CheckWhole(t.Context()); err != nil {
		t.Errorf("after a full disk: %v", err)
	}
	limit("100000")
	if err := fill(s, t.Context(), 1000); err != nil {
		t.Errorf("there is room again: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n := count(t, open(t, path)); n != 1000 {
		t.Errorf("opened again: %d", n)
	}
}

func TestOddPaths(t *testing.T) {
	for _, name := range []string{"with space.db", "a#b.db", "a?mode=ro&b.db", "a%20b.db", "望川市 新媒体中心.db", "a;b'c.db"} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "数据 #1?", "deep")
			path := filepath.Join(folder, name)
			s := open(t, path)
			if err := fill(s, t.Context(), 3); err != nil {
				t.Fatal(err)
			}
			if err := s.Backup(t.Context(), filepath.Join(folder, "备份 "+name)); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			entries, err := os.ReadDir(folder)
			if err != nil || len(entries) != 2 || (entries[0].Name() != name && entries[1].Name() != name) {
				t.Errorf("in the folder: %v, %v", entries, err)
			}
			info, err := os.Stat(path)
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("file: %v, %v", info.Mode(), err)
			}
			if n := count(t, open(t, path)); n != 3 {
				t.Errorf("opened again: %d", n)
			}
		})
	}
}

func TestTheTrailCannotBeReplacedEither(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "huiying.db"))
	insert := "INTO trail (seq, id, at, actor, name, verb, kind, subject, detail, prev, seal) VALUES (1, 'a', 0, '', '', '', '', '', '{}', '', '')"
	work := unit.New(s.DB)
	run := func(statement string) error {
		return work.Do(t.Context(), func(ctx context.Context) error { _, err := s.Exec(ctx, statement); return err })
	}
	if err := run("INSERT " + insert); err != nil {
		t.Fatal(err)
	}
	if err := run("INSERT OR REPLACE " + insert); err == nil || !strings.Contains(err.Error(), "append-only") {
		t.Errorf("an entry was replaced: %v", err)
	}
}
