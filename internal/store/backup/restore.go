package backup

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"huiying/internal/problem"
	"huiying/internal/store/disk"
	"huiying/internal/workdays"
)

// Restore puts a copy in the place of target, wholly or not at all. What was there is set aside under a name that
// carries the moment, together with its companions (suffixes of files that belong to it, such as a write-ahead log, which
// would spoil the copy); the name is returned, "" when nothing was there. At no moment is target missing once it was
// there, unless the file system knows no hard links. The target must not be open.
func (s *Shelf) Restore(ctx context.Context, c Copy, target string, now time.Time, companions ...string) (aside string, err error) {
	tmp, err := os.CreateTemp(filepath.Dir(target), ".restoring-*")
	if err != nil {
		return "", notRestored(err)
	}
	drop := func(err error) (string, error) {
		_ = tmp.Close()
		_ = os.Remove(tmp.Name())
		return "", notRestored(err)
	}
	if err := fill(ctx, tmp, c.Path); err != nil {
		return drop(err)
	}
	name := target + "." + now.In(workdays.Shanghai).Format("20060102-150405")
	switch _, err := os.Lstat(target); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return drop(err)
	default:
		if err := os.Link(target, name); err != nil {
			if err := os.Rename(target, name); err != nil {
				return drop(err)
			}
		}
		aside = name
	}
	for _, suffix := range companions {
		if err := os.Rename(target+suffix, name+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return drop(err)
		}
	}
	if err := disk.Commit(tmp, target, 0o600); err != nil {
		return aside, notRestored(err)
	}
	if err := disk.SyncDir(filepath.Dir(target)); err != nil {
		return aside, notRestored(err)
	}
	return aside, nil
}

func notRestored(err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case disk.Full(err):
		return problem.Wrap(err, problem.Full, "磁盘满了，备份没有恢复", "备份都在，原来的数据文件也在", "请腾出空间再恢复")
	}
	return problem.Wrap(err, problem.Unavailable, "备份没有恢复", "备份都在，原来的数据文件也在", "请看两个文件夹是否还在、您是否有权读写它们")
}

// fill copies the file at path into to, looking at ctx between pieces.
func fill(ctx context.Context, to *os.File, path string) error {
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		_, err := io.CopyN(to, from, 4<<20)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
