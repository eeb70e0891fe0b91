package house

import (
	"context"
	"path/filepath"
	"slices"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/backup"
	"huiying/internal/store/media"
	"huiying/internal/store/sqlite"
	"huiying/internal/trail"
	"huiying/internal/vault"
	"huiying/internal/wake"
)

// backupDue makes the daily backup: the handler of its recurring wake.
func (h *House) backupDue(ctx context.Context, _ wake.Wake) error {
	_, err := h.backUp(ctx)
	return err
}

// BackUp makes a backup now, at an administrator's wish.
func (h *House) BackUp(ctx context.Context) (backup.Copy, error) {
	if err := people.May(ctx, people.Administer); err != nil {
		return backup.Copy{}, err
	}
	return h.backUp(ctx)
}

// backUp copies the data file as it is at one moment, and the media that it speaks of, beside it. Media are never
// changed, so that a later copy only adds what is new.
func (h *House) backUp(ctx context.Context) (backup.Copy, error) {
	c, err := h.Backups.Take(ctx, h.Clock.Now(), h.Store.Backup, sqlite.Check)
	if err != nil {
		return c, err
	}
	to, err := media.OpenFolder(filepath.Join(h.Dir, "backups", "media"), h.Clock.Now())
	if err != nil {
		return c, err
	}
	if _, err := h.Media.CopyTo(ctx, to); err != nil {
		return c, err
	}
	return c, h.work.Do(ctx, func(ctx context.Context) error {
		return h.Trail.Record(ctx, "备份", trail.On{Kind: "file", ID: filepath.Base(c.Path)}, nil)
	})
}

// LastGood returns the newest backup of a data folder that reads back whole, for a file that does not.
func LastGood(ctx context.Context, dir string) (backup.Copy, error) {
	c, _, err := backup.NewShelf(filepath.Join(dir, "backups"), "huiying", ".db").Newest(ctx, sqlite.Check)
	return c, err
}

// Restore puts a backup in place of a damaged data file, which is kept beside it under the name returned. No program may
// have the folder open.
func Restore(ctx context.Context, dir string, c backup.Copy, now time.Time) (aside string, err error) {
	shelf := backup.NewShelf(filepath.Join(dir, "backups"), "huiying", ".db")
	aside, err = shelf.Restore(ctx, c, filepath.Join(dir, File), now, "-wal", "-shm")
	if err != nil {
		return aside, err
	}
	from, err := media.OpenFolder(filepath.Join(dir, "backups", "media"), now)
	if err != nil {
		return aside, err
	}
	to, err := media.OpenFolder(filepath.Join(dir, "media"), now)
	if err != nil {
		return aside, err
	}
	_, err = from.CopyTo(ctx, to)
	return aside, err
}

// Unlock opens the vault with what a person typed. Until then no account's secret can be read, and nothing is sent.
func (h *House) Unlock(ctx context.Context, source vault.Source) error {
	err := h.Vault.Unlock(ctx, source)
	if err == nil {
		h.Bus.Tell("vault", "")
		h.Runner.Poke()
	}
	return err
}

// Set writes a setting of the unit.
func (h *House) Set(ctx context.Context, name, value string) error {
	return h.work.Do(ctx, func(ctx context.Context) error { return h.Settings.Set(ctx, name, value) })
}

// Verify reads the whole trail through and checks every seal.
func (h *House) Verify(ctx context.Context) (trail.Report, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return trail.Report{}, err
	}
	return trail.Verify(ctx, h.TrailStore)
}

// Settled tells whether the first run is finished: there is a unit.
func (h *House) Settled(ctx context.Context) (bool, error) {
	_, err := h.People.Unit(ctx)
	if problem.KindOf(err) == problem.Missing {
		return false, nil
	}
	return err == nil, err
}

// Next returns when something falls due next that the program does by itself.
func (h *House) Next(ctx context.Context) (due time.Time, ok bool, err error) {
	return h.Wakes.Next(ctx, h.Clock.Now())
}

// Latest returns the newest entries of the trail, newest first.
func (h *House) Latest(ctx context.Context, n int) ([]trail.Entry, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	seq, _, err := h.TrailStore.Head(ctx)
	if err != nil {
		return nil, err
	}
	var list []trail.Entry
	err = h.TrailStore.Walk(ctx, max(seq-int64(n)+1, 1), func(e trail.Entry) error {
		list = append(list, e)
		return nil
	})
	slices.Reverse(list)
	return list, err
}
