// Package sqlite opens the program's SQLite file: one writing connection, a reading pool, WAL, every commit on the disk.
// It tells a damaged, truncated or newer file from a good one before anything is written, makes backups and puts one
// back. The SQL itself is sqlstore's.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/mattn/go-sqlite3"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"

	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
)

// readers is how many connections read at a time beside the one that writes.
const readers = 4

// Store is an open file.
type Store struct {
	*sqlstore.DB
	path  string
	write *sql.DB
	read  *sql.DB
}

// Open opens the file at path, making it when it is not there, checks it and brings its schema up to date. A file that
// does not read back as it was written is a problem.Damaged, one of a newer program a problem.Newer, one of another
// program a problem.Invalid; none of them is touched. A Restore that was killed when its copy was ready is ended first.
func Open(ctx context.Context, path string) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, problem.Wrap(err, problem.Unavailable, "建不了数据文件夹", "什么都没有写", "请检查磁盘和这个文件夹的权限")
	}
	if err := finish(path); err != nil {
		return nil, err
	}
	if err := Check(ctx, path); err != nil {
		return nil, err
	}
	write, err := sql.Open("sqlite3", dsn(path, "_txlock=immediate&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on&_recursive_triggers=on"))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	if err := sqlstore.Migrate(ctx, write, dialect{}); err != nil {
		_ = write.Close()
		return nil, mend(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		_ = write.Close()
		return nil, err
	}
	read, err := sql.Open("sqlite3", dsn(path, "_query_only=on&_foreign_keys=on"))
	if err != nil {
		_ = write.Close()
		return nil, err
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	s := &Store{path: path, write: write, read: read}
	s.DB = sqlstore.New(bun.NewDB(write, sqlitedialect.New()), bun.NewDB(read, sqlitedialect.New()), dialect{})
	return s, nil
}

// OpenRead opens the file for reading only, beside a program that has it open: for verifying and backing up. What Open
// refuses it refuses too, but it does not read a file through; CheckWhole does.
func OpenRead(ctx context.Context, path string) (*Store, error) {
	if size, err := checkFile(path); err != nil {
		return nil, err
	} else if size == 0 {
		return nil, problem.New(problem.Missing, "没有找到数据文件，或者它是空的", "什么都没有改动", "请检查写的路径")
	}
	read, err := sql.Open("sqlite3", dsn(path, "mode=ro&_query_only=on"))
	if err != nil {
		return nil, err
	}
	if err := sqlstore.CheckVersion(ctx, read, dialect{}); err != nil {
		_ = read.Close()
		return nil, damagedIf(err)
	}
	b := bun.NewDB(read, sqlitedialect.New())
	return &Store{DB: sqlstore.New(b, b, dialect{}), path: path, read: read}, nil
}

// Close closes the file; the write-ahead log is folded in by SQLite.
func (s *Store) Close() error {
	var errs []error
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.write != nil {
		errs = append(errs, s.write.Close())
	}
	return errors.Join(errs...)
}

// Path returns where the file is.
func (s *Store) Path() string { return s.path }

func dsn(path, options string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?_busy_timeout=5000&" + options
}

func mend(err error) error {
	return sqlstore.New(nil, nil, dialect{}).Mend(err)
}

type dialect struct{}

func (dialect) Name() string       { return "sqlite" }
func (dialect) Dollar() bool       { return false }
func (dialect) Lock() string       { return "" } // a unit has the only writer from its first statement
func (dialect) SkipLocked() string { return "" }

// Words fills the schema's placeholders. A table that is only appended to refuses changes itself.
func (dialect) Words() *strings.Replacer {
	pairs := []string{"{blob}", "BLOB", "{rowid}", "INTEGER PRIMARY KEY AUTOINCREMENT"}
	for _, table := range []string{"trail", "intents", "outcomes", "revisions", "decisions"} {
		var b strings.Builder
		for _, verb := range []string{"UPDATE", "DELETE"} {
			fmt.Fprintf(&b, "CREATE TRIGGER %[1]s_no_%[3]s BEFORE %[2]s ON %[1]s BEGIN SELECT RAISE(ABORT, '%[1]s is append-only'); END;\n",
				table, verb, strings.ToLower(verb))
		}
		pairs = append(pairs, "{append-only "+table+"}", b.String())
	}
	return strings.NewReplacer(pairs...)
}

func (dialect) Kind(err error) problem.Kind {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return problem.Internal
	}
	switch e.Code {
	case sqlite3.ErrFull:
		return problem.Full
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return problem.Busy
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return problem.Damaged
	case sqlite3.ErrIoErr:
		if noRoom(e.SystemErrno) {
			return problem.Full
		}
		return problem.Unavailable
	case sqlite3.ErrCantOpen, sqlite3.ErrPerm, sqlite3.ErrReadonly, sqlite3.ErrAuth:
		return problem.Unavailable
	case sqlite3.ErrConstraint:
		if e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey {
			return problem.Conflict
		}
	}
	return problem.Internal
}

func (dialect) Again(error) bool { return false } // writers queue; nothing has to run twice

// noRoom tells a full disk or quota: ENOSPC and EDQUOT, on Windows ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
func noRoom(n syscall.Errno) bool {
	if runtime.GOOS == "windows" {
		return n == 39 || n == 112
	}
	return n == syscall.ENOSPC || n == syscall.EDQUOT
}
