// Package media keeps pictures and other attachments in a folder, each file under the SM3 of its bytes: written once,
// wholly or not at all, never changed. It tells a picture's real kind from its bytes and refuses what would harm the
// reader. It knows no post and no question; who refers to a file is the database's business.
package media

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"huiying/internal/problem"
	"huiying/internal/store/disk"
)

// Hash is the SM3 of a file's bytes in 64 lower-case hexadecimal digits; it is the file's name.
type Hash string

// Valid tells whether h can name a file, so that nothing else ever becomes a path.
func (h Hash) Valid() bool {
	if len(h) != 2*sm3.Size {
		return false
	}
	for _, c := range []byte(h) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// HashOf returns the name that b would have.
func HashOf(b []byte) Hash {
	sum := sm3.Sum(b)
	return Hash(hex.EncodeToString(sum[:]))
}

// stale is the age from which an unfinished file can be nobody's any more.
const stale = time.Hour

// Folder is a media folder. It is safe for concurrent use, by several programs too.
type Folder struct {
	dir  string
	temp func(dir string) (file, error) // os.CreateTemp; tests put a full disk here
}

// file is what Put needs of a temporary file.
type file interface {
	io.Writer
	done() *os.File
}

type plainFile struct{ *os.File }

func (p plainFile) done() *os.File { return p.File }

// OpenFolder opens or makes the folder at dir and clears away what an interrupted Put left. now tells its age.
func OpenFolder(dir string, now time.Time) (*Folder, error) {
	f := &Folder{dir: dir, temp: func(dir string) (file, error) {
		t, err := os.CreateTemp(dir, "put-*")
		return plainFile{t}, err
	}}
	if err := os.MkdirAll(f.unfinished(), 0o700); err != nil {
		return nil, words(err, "媒体文件夹建不起来")
	}
	left, err := os.ReadDir(f.unfinished())
	if err != nil {
		return nil, words(err, "媒体文件夹打不开")
	}
	for _, e := range left {
		if info, err := e.Info(); err == nil && now.Sub(info.ModTime()) > stale {
			_ = os.Remove(filepath.Join(f.unfinished(), e.Name()))
		}
	}
	return f, nil
}

func (f *Folder) unfinished() string { return filepath.Join(f.dir, "unfinished") }

func (f *Folder) path(h Hash) string { return filepath.Join(f.dir, string(h[:2]), string(h)) }

// Put stores what r gives, at most limit bytes, and returns its hash and size. When Put returns, the file outlives a
// power cut; when it fails, nothing is left. What is there already is not written again unless it was damaged.
func (f *Folder) Put(ctx context.Context, r io.Reader, limit int64) (Hash, int64, error) {
	t, err := f.temp(f.unfinished())
	if err != nil {
		return "", 0, words(err, "文件没有存下")
	}
	tmp := t.done()
	drop := func() { _ = tmp.Close(); _ = os.Remove(tmp.Name()) }
	sum := sm3.New()
	size, err := io.Copy(io.MultiWriter(t, sum), io.LimitReader(ctxReader{ctx, r}, limit+1))
	if err != nil {
		drop()
		return "", 0, words(err, "文件没有存下")
	}
	if size > limit {
		drop()
		return "", 0, tooBig(limit)
	}
	h := Hash(hex.EncodeToString(sum.Sum(nil)))
	if f.Check(h) == nil {
		drop()
		return h, size, nil
	}
	return h, size, f.keep(tmp, h)
}

func (f *Folder) keep(tmp *os.File, h Hash) error {
	shard := filepath.Dir(f.path(h))
	err := os.Mkdir(shard, 0o700)
	made := err == nil
	if err != nil && !errors.Is(err, fs.ErrExist) {
		_ = tmp.Close()
		_ = os.Remove(tmp.Name())
		return words(err, "文件没有存下")
	}
	if err := disk.Commit(tmp, f.path(h), 0o600); err != nil {
		return words(err, "文件没有存下")
	}
	if err := disk.SyncDir(shard); err != nil {
		return words(err, "文件没有存下")
	}
	if made {
		if err := disk.SyncDir(f.dir); err != nil {
			return words(err, "文件没有存下")
		}
	}
	return nil
}

// Open returns a file whose bytes have just been read through and found to be those of its name; problem.Missing or
// problem.Damaged otherwise.
func (f *Folder) Open(h Hash) (io.ReadSeekCloser, error) {
	r, err := f.raw(h)
	if err != nil {
		return nil, err
	}
	sum := sm3.New()
	_, err = io.Copy(sum, r)
	if err == nil && Hash(hex.EncodeToString(sum.Sum(nil))) != h {
		err = errChanged
	}
	if err == nil {
		_, err = r.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = r.Close()
		return nil, problem.Wrap(err, problem.Damaged, "一个图片或附件读出来和存进去时不一样", "没有拿坏的文件去发布，其他文件不受影响",
			"请从备份恢复，或重新选这个文件")
	}
	return r, nil
}

var errChanged = errors.New("media: the bytes are not those of the name")

// Read returns the verified bytes of a file.
func (f *Folder) Read(h Hash) ([]byte, error) {
	r, err := f.raw(h)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err == nil && HashOf(b) != h {
		err = errChanged
	}
	if err != nil {
		return nil, problem.Wrap(err, problem.Damaged, "一个图片或附件读出来和存进去时不一样", "没有拿坏的文件去发布，其他文件不受影响",
			"请从备份恢复，或重新选这个文件")
	}
	return b, nil
}

// Check returns nil when the file is there and undamaged, else problem.Missing or problem.Damaged.
func (f *Folder) Check(h Hash) error {
	r, err := f.Open(h)
	if err != nil {
		return err
	}
	return r.Close()
}

func (f *Folder) raw(h Hash) (*os.File, error) {
	if !h.Valid() {
		return nil, fmt.Errorf("media: %d characters are no hash", len(h))
	}
	r, err := os.Open(f.path(h))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, problem.Wrap(err, problem.Missing, "一个图片或附件不在媒体文件夹里", "其他文件不受影响", "请从备份恢复，或重新选这个文件")
	}
	if err != nil {
		return nil, words(err, "一个图片或附件打不开")
	}
	return r, nil
}

// Each calls f with every file of the folder, in order of names, until it returns an error.
func (f *Folder) Each(ctx context.Context, do func(h Hash, size int64) error) error {
	shards, err := os.ReadDir(f.dir)
	if err != nil {
		return words(err, "媒体文件夹打不开")
	}
	for _, shard := range shards {
		if !shard.IsDir() || len(shard.Name()) != 2 {
			continue
		}
		files, err := os.ReadDir(filepath.Join(f.dir, shard.Name()))
		if err != nil {
			return words(err, "媒体文件夹打不开")
		}
		for _, e := range files {
			h := Hash(e.Name())
			info, err := e.Info()
			if err != nil || !h.Valid() {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := do(h, info.Size()); err != nil {
				return err
			}
		}
	}
	return nil
}

// ctxReader stops reading when the context ends.
type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

func tooBig(limit int64) error {
	at := fmt.Sprintf("%d 字节", limit)
	switch {
	case limit >= 1<<20 && limit%(1<<20) == 0:
		at = fmt.Sprintf("%d MB", limit>>20)
	case limit >= 1<<10 && limit%(1<<10) == 0:
		at = fmt.Sprintf("%d KB", limit>>10)
	}
	return problem.New(problem.Invalid, "这个文件超过 "+at, "没有存下，稿件没有变", "请压缩或裁小后再选")
}

func words(err error, what string) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case disk.Full(err):
		return problem.Wrap(err, problem.Full, "磁盘满了，"+what, "原来的文件都在", "请腾出空间再试")
	}
	return problem.Wrap(err, problem.Unavailable, what, "原来的文件都在", "请看文件夹是否还在、您是否有权读写它")
}
