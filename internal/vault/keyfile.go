package vault

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"huiying/internal/problem"
)

const ownerOnly = 0o600

// readKeys reads a key file and narrows its permission if others could read it, as happens to a file restored from a
// backup.
func readKeys(ctx context.Context, s Source, path string) (Secret, error) {
	if err := ctx.Err(); err != nil {
		return Secret{}, err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Secret{}, missing(s)
	}
	if err != nil {
		return Secret{}, unread(s, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Secret{}, unread(s, err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&^ownerOnly != 0 {
		if err := f.Chmod(ownerOnly); err != nil {
			return Secret{}, problem.Wrap(err, problem.Forbidden, s.Name()+"别人也能读，而且权限改不了", "没有打开密钥",
				"请把它放到只有您能读的文件夹里")
		}
	}
	b, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return Secret{}, unread(s, err)
	}
	return hide(b), nil
}

func unread(s Source, err error) error {
	return problem.Wrap(err, problem.Unavailable, s.Name()+"打不开", "什么都没有改动", "请看它是否还在原处、您是否有权读它")
}

// writeKeys replaces a file wholly or not at all, readable by its owner only.
func writeKeys(ctx context.Context, path string, b []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := replace(path, b); err != nil {
		if full(err) {
			return problem.Wrap(err, problem.Full, "磁盘满了，密钥没有写进去", "原来的密钥还在", "请腾出空间再试")
		}
		return problem.Wrap(err, problem.Unavailable, "密钥文件写不进去", "原来的密钥还在", "请看文件夹是否还在、您是否有权写它")
	}
	return nil
}

func replace(path string, b []byte) (err error) {
	dir := filepath.Dir(path)
	tmp, err := os.CreateTemp(dir, ".keys-*") // 0600 by CreateTemp's promise
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tmp.Close()
			_ = os.Remove(tmp.Name())
		}
	}()
	if _, err = tmp.Write(b); err != nil {
		return err
	}
	if err = tmp.Sync(); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	if err = os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}
