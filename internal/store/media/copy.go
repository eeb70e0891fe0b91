package media

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/emmansun/gmsm/sm3"

	"huiying/internal/problem"
	"huiying/internal/store/disk"
)

// Copied says what a CopyTo did.
type Copied struct {
	Linked  int // hard links made
	Written int // files written anew
	Kept    int // were there already
	Damaged []Hash
}

// CopyTo brings another folder up to date: what it lacks is linked where the file system can, else written; nothing is
// removed. A damaged file is not copied but named, and the rest goes on. A backup on the same disk thus costs no room,
// and survives the deletion of the folder though not of the disk. The other way round it restores.
func (f *Folder) CopyTo(ctx context.Context, to *Folder) (Copied, error) {
	var c Copied
	err := f.Each(ctx, func(h Hash, size int64) error {
		if info, err := os.Stat(to.path(h)); err == nil && info.Size() == size {
			c.Kept++
			return nil
		}
		if err := f.Check(h); err != nil {
			if k := problem.KindOf(err); k == problem.Damaged || k == problem.Missing {
				c.Damaged = append(c.Damaged, h)
				return nil
			}
			return err
		}
		linked, err := f.link(h, to)
		if err != nil {
			return err
		}
		if linked {
			c.Linked++
			return nil
		}
		if err := f.write(ctx, h, to); err != nil {
			return err
		}
		c.Written++
		return nil
	})
	return c, err
}

// link tries a hard link; false means that the file must be written, because it lies on another disk or in the way of a
// file of the wrong size.
func (f *Folder) link(h Hash, to *Folder) (bool, error) {
	shard := filepath.Dir(to.path(h))
	if err := os.MkdirAll(shard, 0o700); err != nil {
		return false, words(err, "备份没有写完")
	}
	if os.Link(f.path(h), to.path(h)) != nil {
		return false, nil //nolint:nilerr // then it is written
	}
	if err := errors.Join(disk.SyncDir(shard), disk.SyncDir(to.dir)); err != nil {
		return false, words(err, "备份没有写完")
	}
	return true, nil
}

func (f *Folder) write(ctx context.Context, h Hash, to *Folder) error {
	r, err := f.raw(h)
	if err != nil {
		return err
	}
	defer r.Close()
	t, err := to.temp(to.unfinished())
	if err != nil {
		return words(err, "备份没有写完")
	}
	tmp := t.done()
	sum := sm3.New()
	_, err = io.Copy(io.MultiWriter(t, sum), ctxReader{ctx, r})
	if err == nil && Hash(hex.EncodeToString(sum.Sum(nil))) != h {
		err = errChanged
	}
	if err != nil {
		_ = tmp.Close()
		_ = os.Remove(tmp.Name())
		return words(err, "备份没有写完")
	}
	return to.keep(tmp, h)
}
