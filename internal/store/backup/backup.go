// Package backup keeps a shelf of dated copies of one file: takes today's, lists them, finds the newest good one, and
// clears away what is too old. How a copy is made and what makes it good is told by the caller; it knows no SQL.
package backup

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"huiying/internal/problem"
	"huiying/internal/store/disk"
	"huiying/internal/workdays"
)

// The shelf's measures.
const (
	days  = 14 // copies younger than this many days stay
	floor = 3  // and so many stay whatever their age: after a long holiday, or with a clock that jumped
)

// Shelf is a folder of copies named stem-2026-11-24.ext. One program at a time may Take; any may read.
type Shelf struct {
	dir, stem, ext string
}

// NewShelf returns the shelf in dir for a file called stem+ext ("单位", ".huiying").
func NewShelf(dir, stem, ext string) *Shelf { return &Shelf{dir: dir, stem: stem, ext: ext} }

// Copy is one copy on the shelf.
type Copy struct {
	Path string
	Day  workdays.Date
	Size int64
	Made time.Time
}

// Take makes the copy of now's day in Shanghai: make writes it to the path it is given, where nothing lies yet; it is
// checked, made durable and only then put in the place of an earlier one of the same day, and too old ones go. On any
// error the shelf is as it was.
func (s *Shelf) Take(ctx context.Context, now time.Time, make, check func(ctx context.Context, path string) error) (Copy, error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return Copy{}, words(err)
	}
	work, err := os.MkdirTemp(s.dir, ".taking-*")
	if err != nil {
		return Copy{}, words(err)
	}
	defer func() { _ = os.RemoveAll(work) }()
	tmp := filepath.Join(work, "copy"+s.ext)
	if err := make(ctx, tmp); err != nil {
		return Copy{}, words(err)
	}
	if err := check(ctx, tmp); err != nil {
		return Copy{}, words(err)
	}
	if err := ctx.Err(); err != nil {
		return Copy{}, err
	}
	if err := os.Chtimes(tmp, now, now); err != nil { // by the program's clock, which in a drill is not the computer's
		return Copy{}, words(err)
	}
	f, err := os.OpenFile(tmp, os.O_RDWR, 0)
	if err != nil {
		return Copy{}, words(err)
	}
	day := workdays.Of(now)
	path := filepath.Join(s.dir, s.stem+"-"+day.String()+s.ext)
	if err := disk.Commit(f, path, 0o600); err != nil {
		return Copy{}, words(err)
	}
	if err := disk.SyncDir(s.dir); err != nil {
		return Copy{}, words(err)
	}
	if _, err := s.Prune(now); err != nil {
		return Copy{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return Copy{}, words(err)
	}
	return Copy{Path: path, Day: day, Size: info.Size(), Made: info.ModTime()}, nil
}

// Due tells whether now's day has no copy yet.
func (s *Shelf) Due(now time.Time) (bool, error) {
	all, err := s.List()
	today := workdays.Of(now)
	return !slices.ContainsFunc(all, func(c Copy) bool { return c.Day == today }), err
}

// List returns the copies, newest first. What is named otherwise is none of ours and never touched.
func (s *Shelf) List() ([]Copy, error) {
	entries, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, words(err)
	}
	var all []Copy
	for _, e := range entries {
		name, mine := strings.CutPrefix(e.Name(), s.stem+"-")
		text, suffixed := strings.CutSuffix(name, s.ext)
		day, err := workdays.ParseDate(text)
		if !mine || !suffixed || err != nil || !e.Type().IsRegular() {
			continue
		}
		info, err := e.Info()
		if err != nil {
			continue
		}
		all = append(all, Copy{Path: filepath.Join(s.dir, e.Name()), Day: day, Size: info.Size(), Made: info.ModTime()})
	}
	slices.SortFunc(all, func(a, b Copy) int { return cmp.Or(b.Day.Compare(a.Day), cmp.Compare(b.Path, a.Path)) })
	return all, nil
}

// Newest returns the newest copy that check finds good, and the newer ones that it did not; problem.Missing when none is
// good. check must not write to the copy.
func (s *Shelf) Newest(ctx context.Context, check func(ctx context.Context, path string) error) (good Copy, bad []Copy, err error) {
	all, err := s.List()
	if err != nil {
		return Copy{}, nil, err
	}
	for _, c := range all {
		err := check(ctx, c.Path)
		if ctx.Err() != nil {
			return Copy{}, bad, ctx.Err()
		}
		if err == nil {
			return c, bad, nil
		}
		bad = append(bad, c)
	}
	what := "备份文件夹里还没有备份"
	if len(bad) > 0 {
		what = "备份都读不出来"
	}
	return Copy{}, bad, problem.New(problem.Missing, what, "什么都没有改动", "请找一找别处存的副本，放进备份文件夹再试")
}

// Prune removes copies of 14 days ago and older, except the newest three, and what an interrupted Take left.
func (s *Shelf) Prune(now time.Time) (removed []Copy, err error) {
	all, err := s.List()
	if err != nil {
		return nil, err
	}
	oldest := workdays.Of(now).Add(1 - days)
	for i, c := range all {
		if i < floor || !c.Day.Before(oldest) {
			continue
		}
		if err := os.Remove(c.Path); err != nil {
			return removed, words(err)
		}
		removed = append(removed, c)
	}
	left, err := os.ReadDir(s.dir)
	if err != nil {
		return removed, nil //nolint:nilerr // nothing was ever taken
	}
	for _, e := range left {
		info, err := e.Info()
		if err == nil && strings.HasPrefix(e.Name(), ".taking-") && now.Sub(info.ModTime()) > 24*time.Hour {
			_ = os.RemoveAll(filepath.Join(s.dir, e.Name()))
		}
	}
	return removed, nil
}

func words(err error) error {
	var p *problem.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case disk.Full(err):
		return problem.Wrap(err, problem.Full, "磁盘满了，备份没有做成", "数据文件和原来的备份都在", "请腾出空间，程序下次会再备份")
	case errors.As(err, &p):
		return err
	}
	return problem.Wrap(err, problem.Unavailable, "备份没有做成", "数据文件和原来的备份都在", "请看备份文件夹是否还在、您是否有权写它")
}
