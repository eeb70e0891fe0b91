package core

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huiying/internal/store/sqlstore"
	"huiying/internal/wake"
)

// Wakes is a wake.Store.
type Wakes struct{ db *sqlstore.DB }

// NewWakes returns the wakes of db.
func NewWakes(db *sqlstore.DB) *Wakes { return &Wakes{db} }

// Set has an act fall due at a time; lease and tries of an existing wake are forgotten.
func (w *Wakes) Set(ctx context.Context, kind, key string, due time.Time) error {
	_, err := w.db.Exec(ctx, `INSERT INTO wakes (kind, key, due) VALUES (?, ?, ?)
ON CONFLICT (kind, key) DO UPDATE SET due = excluded.due, tries = 0, owner = '', lease = 0`, kind, key, sqlstore.Micro(due))
	return err
}

// Clear removes a wake.
func (w *Wakes) Clear(ctx context.Context, kind, key string) error {
	_, err := w.db.Exec(ctx, "DELETE FROM wakes WHERE kind = ? AND key = ?", kind, key)
	return err
}

// Claim leases due wakes in one statement, earliest first. The materialized list is made once: a plain subquery in IN
// may be run again for each row, and then lock and lease more than the limit.
func (w *Wakes) Claim(ctx context.Context, owner string, now, until time.Time, limit int) ([]wake.Wake, error) {
	var all []wake.Wake
	err := w.db.Returning(ctx, func(scan func(dest ...any) error) error {
		var one wake.Wake
		var due int64
		err := scan(&one.Kind, &one.Key, &due, &one.Tries)
		one.Due = sqlstore.Time(due)
		all = append(all, one)
		return err
	}, `WITH next AS MATERIALIZED (SELECT kind, key FROM wakes WHERE due <= ? AND lease <= ? ORDER BY due, kind, key LIMIT ?`+
		w.db.Dialect().SkipLocked()+`)
UPDATE wakes SET owner = ?, lease = ? WHERE (kind, key) IN (SELECT kind, key FROM next) RETURNING kind, key, due, tries`,
		sqlstore.Micro(now), sqlstore.Micro(now), limit, owner, sqlstore.Micro(until))
	slices.SortFunc(all, func(a, b wake.Wake) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key))
	})
	return all, err
}

// Defer ends owner's lease and moves the wake to due, counting a try; a wake that was set anew or cleared is left alone.
func (w *Wakes) Defer(ctx context.Context, owner string, one wake.Wake, due time.Time) error {
	_, err := w.db.Exec(ctx, `UPDATE wakes SET due = ?, tries = tries + 1, owner = '', lease = 0
WHERE kind = ? AND key = ? AND owner = ? AND due = ? AND tries = ?`,
		sqlstore.Micro(due), one.Kind, one.Key, owner, sqlstore.Micro(one.Due), one.Tries)
	return err
}

// Next returns the earliest due time among wakes that nobody has leased beyond now.
func (w *Wakes) Next(ctx context.Context, now time.Time) (time.Time, bool, error) {
	return w.due(ctx, "SELECT due FROM wakes WHERE lease <= ? ORDER BY due LIMIT 1", sqlstore.Micro(now))
}

// Sooner moves every wake of a kind that is due after at to at.
func (w *Wakes) Sooner(ctx context.Context, kind string, at time.Time) error {
	_, err := w.db.Exec(ctx, "UPDATE wakes SET due = ? WHERE kind = ? AND due > ?", sqlstore.Micro(at), kind, sqlstore.Micro(at))
	return err
}

// Void ends all leases.
func (w *Wakes) Void(ctx context.Context) error {
	_, err := w.db.Exec(ctx, "UPDATE wakes SET owner = '', lease = 0 WHERE lease <> 0")
	return err
}

// At returns when a wake is due.
func (w *Wakes) At(ctx context.Context, kind, key string) (time.Time, bool, error) {
	return w.due(ctx, "SELECT due FROM wakes WHERE kind = ? AND key = ?", kind, key)
}

func (w *Wakes) due(ctx context.Context, query string, args ...any) (time.Time, bool, error) {
	var due int64
	ok, err := w.db.One(ctx, []any{&due}, query, args...)
	return sqlstore.Time(due), ok, err
}
