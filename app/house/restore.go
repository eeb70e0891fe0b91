package house

import (
	"context"
	"encoding/json"
	"path/filepath"
	"time"

	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/backup"
	"huiying/internal/store/media"
	"huiying/internal/store/sqlite"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/trail"
	"huiying/internal/unit"
	"huiying/publishing/delivery/attempts"
)

// copyMade is the setting that makes a copy of the data file known as one, and says of when it is. It is written into every
// backup and never into the file that the office works with, so that a backup opens paused whichever way it came into the
// place of the data file. The start that has paused it takes it away.
const copyMade = "copy.made"

// copyGap is the setting that keeps, for good, of which time the books know nothing since backups were put back: a post begun
// before its end may be out in an approval that was lost.
const copyGap = "copy.gap"

// Copy backs up the data file of an open store onto a shelf, with the media that it speaks of beside it. Media are never
// changed, so that a later copy only adds what is new.
func Copy(ctx context.Context, dir string, s *sqlite.Store, now time.Time) (backup.Copy, error) {
	c, err := shelf(dir).Take(ctx, now, func(ctx context.Context, path string) error {
		if err := s.Backup(ctx, path); err != nil {
			return err
		}
		return mark(ctx, path, func(context.Context, *sqlstore.DB) (time.Time, error) { return now, nil })
	}, sqlite.Check)
	if err != nil {
		return c, err
	}
	return c, copyMedia(ctx, mediaOf(dir), mediaOf(filepath.Join(dir, "backups")), now)
}

// LastGood returns the newest backup of a data folder that reads back whole, for a file that does not.
func LastGood(ctx context.Context, dir string) (backup.Copy, error) {
	c, _, err := shelf(dir).Newest(ctx, sqlite.Check)
	return c, err
}

// Restore puts a backup in place of a damaged data file, which is kept beside it under the name returned. No program may
// have the folder open. What the backup would still send stays paused until a person has looked: see Start.
func Restore(ctx context.Context, dir string, c backup.Copy, now time.Time) (aside string, err error) {
	// The media first: a data file that speaks of pictures that are not there would not be whole.
	if err := copyMedia(ctx, mediaOf(filepath.Join(dir, "backups")), mediaOf(dir), now); err != nil {
		return "", err
	}
	return sqlite.Restore(ctx, filepath.Join(dir, File), c.Path, now, func(ctx context.Context, path string) error {
		return mark(ctx, path, lastEntry)
	})
}

// mark writes into a copy of when it is, unless that stands there already.
func mark(ctx context.Context, path string, made func(context.Context, *sqlstore.DB) (time.Time, error)) error {
	return sqlite.Amend(ctx, path, func(ctx context.Context, db *sqlstore.DB) error {
		return unit.New(db).Do(ctx, func(ctx context.Context) error {
			settings := core.NewSettings(db)
			if at, _, err := settings.Get(ctx, copyMade); err != nil || at != "" {
				return err
			}
			at, err := made(ctx, db)
			if err != nil {
				return err
			}
			return settings.Set(ctx, copyMade, at.UTC().Format(time.RFC3339Nano))
		})
	})
}

// lastEntry is when the last thing happened that a copy without a mark knows of: nothing in it is newer.
func lastEntry(ctx context.Context, db *sqlstore.DB) (at time.Time, err error) {
	t := core.NewTrail(db)
	seq, _, err := t.Head(ctx)
	if err != nil || seq == 0 {
		return at, err
	}
	return at, t.Walk(ctx, seq, func(e trail.Entry) error { at = e.At; return nil })
}

// pauseCopy has nothing go out by itself that a restored backup would send: it may be out already, and the ledger that says
// so is lost. All of it is one unit with the mark that goes.
func (h *House) pauseCopy(ctx context.Context) error {
	return h.work.Do(ctx, func(ctx context.Context) error {
		text, _, err := h.Settings.Get(ctx, copyMade)
		if err != nil || text == "" {
			return err
		}
		made, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return problem.Wrap(err, problem.Damaged, "恢复的备份看不出是哪一天的", "什么都没有发出", "请换一份备份恢复")
		}
		if err := h.Publishing.Deliveries.Restored(ctx, made); err != nil {
			return err
		}
		if err := h.widen(ctx, made); err != nil {
			return err
		}
		answers, err := h.Inbox.AnswersIn(ctx, inbox.Reviewing, inbox.Ready, inbox.Refused, inbox.WaitPerson)
		if err != nil {
			return err
		}
		for _, a := range answers {
			if err := h.Sending.Restored(ctx, a.ID, made); err != nil {
				return err
			}
		}
		if err := h.Settings.Set(ctx, copyMade, ""); err != nil {
			return err
		}
		return h.Trail.Record(people.With(ctx, people.System("恢复")), "恢复备份", trail.On{Kind: "file", ID: File}, map[string]string{"made": text})
	})
}

// widen has the gap reach from a time, or from where it began already, to now.
func (h *House) widen(ctx context.Context, from time.Time) error {
	g, err := h.gap(ctx)
	if err != nil {
		return err
	}
	if !g.From.IsZero() && g.From.Before(from) {
		from = g.From
	}
	b, err := json.Marshal(attempts.Gap{From: from.UTC(), To: h.Clock.Now().UTC()})
	if err != nil {
		return err
	}
	return h.Settings.Set(ctx, copyGap, string(b))
}

func (h *House) gap(ctx context.Context) (g attempts.Gap, err error) {
	text, ok, err := h.Settings.Get(ctx, copyGap)
	if err != nil || !ok || text == "" {
		return g, err
	}
	if err := json.Unmarshal([]byte(text), &g); err != nil {
		return g, problem.Wrap(err, problem.Damaged, "看不出上次恢复的备份缺了哪一段", "什么都没有发出", "请把日志交给管理员")
	}
	return g, nil
}

func shelf(dir string) *backup.Shelf {
	return backup.NewShelf(filepath.Join(dir, "backups"), "huiying", ".db")
}

func mediaOf(dir string) string { return filepath.Join(dir, "media") }

func copyMedia(ctx context.Context, from, to string, now time.Time) error {
	source, err := media.OpenFolder(from, now)
	if err != nil {
		return err
	}
	target, err := media.OpenFolder(to, now)
	if err != nil {
		return err
	}
	_, err = source.CopyTo(ctx, target)
	return err
}
