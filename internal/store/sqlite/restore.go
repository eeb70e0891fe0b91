package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"

	"huiying/internal/problem"
	"huiying/internal/store/disk"
	"huiying/internal/store/sqlstore"
)

// ready is what a restored copy is called once it is complete and what stood there is kept: from then on the next Open
// puts it in its place, should the program be killed before.
const ready = ".restored"

// Restore puts the backup in place of the file at path, which no program may have open; amend, which may be nil, is given
// the copy first and may write to it by Amend. What stands there is kept beside it, with the time in its name; the kept
// file's path is returned, empty when nothing stood there. Killed anywhere it leaves what stood there or the backup, never
// nothing and never the one with the write-ahead log of the other; what is kept has its log.
func Restore(ctx context.Context, path, backup string, now time.Time, amend func(ctx context.Context, copied string) error) (kept string, err error) {
	if err := Check(ctx, backup); err != nil {
		return "", err
	}
	if info, err := os.Stat(backup); err != nil || info.Size() == 0 {
		return "", problem.New(problem.Missing, "没有找到这份备份，或者它是空的", "原来的文件没有改动", "请另选一份备份")
	}
	part := path + ".part"
	clear := func() error { return remove(part, part+"-journal", part+"-wal", part+"-shm") }
	if err := clear(); err != nil { // what a kill left
		return "", notRestored(err)
	}
	err = copyFile(backup, part)
	if err == nil && amend != nil {
		err = amend(ctx, part)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = syncFile(part)
	}
	if err == nil {
		kept, err = keep(path, now)
	}
	if err == nil {
		err = os.Rename(part, path+ready)
	}
	if err != nil {
		_ = clear()
		return "", notRestored(err)
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return kept, notRestored(err)
	}
	return kept, finish(path)
}

// finish puts a restored copy that is ready in its place. The old write-ahead log goes first: SQLite would put it onto the
// copy. It is with what was kept.
func finish(path string) error {
	if _, err := os.Lstat(path + ready); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return notRestored(err)
	}
	if err := remove(path+"-wal", path+"-shm", path+"-journal"); err != nil {
		return notRestored(err)
	}
	if err := os.Rename(path+ready, path); err != nil {
		return notRestored(err)
	}
	return notRestored(syncFolder(filepath.Dir(path)))
}

// Amend writes into a copy that no program has open and leaves it one file, without a log beside it.
func Amend(ctx context.Context, path string, write func(ctx context.Context, db *sqlstore.DB) error) error {
	conn, err := sql.Open("sqlite3", dsn(path, "mode=rw&_txlock=immediate&_journal_mode=DELETE&_synchronous=FULL"))
	if err != nil {
		return err
	}
	conn.SetMaxOpenConns(1)
	b := bun.NewDB(conn, sqlitedialect.New())
	err = write(ctx, sqlstore.New(b, b, dialect{}))
	return errors.Join(err, conn.Close())
}

func remove(paths ...string) error {
	for _, p := range paths {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func notRestored(err error) error {
	var p *problem.Error
	switch {
	case err == nil:
		return nil
	case problem.Cancelled(err), errors.As(err, &p):
		return err
	case disk.Full(err):
		return problem.Wrap(err, problem.Full, "磁盘满了，备份没有恢复", "备份都在，原来的数据文件也在", "请腾出空间再恢复")
	}
	return problem.Wrap(err, problem.Unavailable, "备份没有恢复", "备份都在，原来的数据文件也在", "请看两个文件夹是否还在、您是否有权读写它们")
}

// keep gives the file at path and its write-ahead log second names that are free: as links, which need no room on a full
// disk, or as copies where the file system has no links. The first names are replaced or removed afterwards, never
// written to.
func keep(path string, now time.Time) (string, error) {
	name := path + ".damaged-" + now.UTC().Format("20060102T150405")
	kept := name
	for n := 2; ; n++ {
		if _, err := os.Lstat(kept); errors.Is(err, fs.ErrNotExist) {
			break
		} else if err != nil {
			return "", err
		}
		kept = fmt.Sprintf("%s-%d", name, n)
	}
	found := false
	for _, tail := range []string{"", "-wal"} {
		err := os.Link(path+tail, kept+tail)
		if err != nil {
			err = copyFile(path+tail, kept+tail)
		}
		switch {
		case err == nil:
			found = true
		case !errors.Is(err, fs.ErrNotExist):
			return "", err
		}
	}
	if !found {
		return "", nil
	}
	return kept, syncFolder(filepath.Dir(path))
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close()
		return err
	}
	return errors.Join(out.Sync(), out.Close())
}
