package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"huiying/internal/problem"
)

// Backup writes a whole copy of the open file to path, which must not be there yet. Readers and the writer go on
// meanwhile. The copy stands complete under its name or not at all.
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return problem.New(problem.Conflict, "这里已经有一份同名的备份", "原来的备份没有改动", "请换一个名字")
	}
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return mend(err)
	}
	if err := s.vacuum(ctx, part); err != nil {
		_ = os.Remove(part)
		return mend(err)
	}
	err := Check(ctx, part)
	if err == nil {
		err = errors.Join(os.Chmod(part, 0o600), syncFile(part))
	}
	if err != nil {
		_ = os.Remove(part)
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// vacuum writes the copy over a connection of its own: those of the pool may only query.
func (s *Store) vacuum(ctx context.Context, path string) error {
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "PRAGMA query_only = off"); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "VACUUM INTO ?", path)
	_, again := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = on")
	return errors.Join(err, again)
}

// Restore puts the backup in place of the file at path, which no program may have open. What stands there is kept beside
// it, with the time in its name; the kept file's path is returned, empty when nothing stood there. Killed anywhere it
// leaves the old file or the backup under the name, never nothing, and the old one's write-ahead log in what is kept.
func Restore(ctx context.Context, path, backup string, now time.Time) (kept string, err error) {
	if err := Check(ctx, backup); err != nil {
		return "", err
	}
	if info, err := os.Stat(backup); err != nil || info.Size() == 0 {
		return "", problem.New(problem.Missing, "没有找到这份备份，或者它是空的", "原来的文件没有改动", "请另选一份备份")
	}
	part := path + ".part"
	if err := copyFile(backup, part); err != nil {
		_ = os.Remove(part)
		return "", err
	}
	if kept, err = keep(path, now); err != nil {
		_ = os.Remove(part)
		return "", err
	}
	for _, tail := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + tail); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return kept, err
		}
	}
	if err := os.Rename(part, path); err != nil {
		return kept, err
	}
	return kept, syncFolder(filepath.Dir(path))
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

// syncFile opens for writing, without which Windows does not flush.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncFolder makes a rename last. Windows cannot flush a folder; its file system journals renames.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
