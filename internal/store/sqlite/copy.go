package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

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
