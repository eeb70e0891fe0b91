package house

import (
	"context"
	"path/filepath"
	"slices"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/backup"
	"huiying/internal/store/sqlite"
	"huiying/internal/store/sqlstore/core"
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

// backUp makes a copy and says so on the trail.
func (h *House) backUp(ctx context.Context) (backup.Copy, error) {
	c, err := Copy(ctx, h.Dir, h.Store, h.Clock.Now())
	if err != nil {
		return c, err
	}
	return c, h.work.Do(ctx, func(ctx context.Context) error {
		return h.Trail.Record(ctx, "备份", trail.On{Kind: "file", ID: filepath.Base(c.Path)}, nil)
	})
}

// Unlock opens the vault with what a person typed, and has all that waited for it looked at. Until then no account's secret
// can be read, and nothing is sent, asked for or collected.
func (h *House) Unlock(ctx context.Context, source vault.Source) error {
	if err := h.Vault.Unlock(ctx, source); err != nil {
		return err
	}
	if err := h.patient.release(ctx, h.work, h.Clock.Now()); err != nil {
		h.Log.Warn("what waited for the key is looked at a little later", "err", err)
	}
	h.Bus.Tell("vault", "")
	h.Runner.Poke()
	return nil
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

// Founded tells whether the data folder holds a unit, without opening it as a house: nothing in it is made or changed.
func Founded(ctx context.Context, dir string) (bool, error) {
	s, err := sqlite.OpenRead(ctx, filepath.Join(dir, File))
	if problem.KindOf(err) == problem.Missing {
		return false, nil
	} else if err != nil {
		return false, err
	}
	defer s.Close()
	_, err = core.NewPeople(s.DB).Unit(ctx)
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
