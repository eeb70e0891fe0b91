package core

import (
	"context"

	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/internal/trail"
)

// Trail is a trail.Store.
type Trail struct{ db *sqlstore.DB }

// NewTrail returns the trail of db.
func NewTrail(db *sqlstore.DB) *Trail { return &Trail{db} }

// Head returns the number and seal of the last entry. Inside a unit of work it locks the head.
func (t *Trail) Head(ctx context.Context) (seq int64, seal string, err error) {
	_, err = t.db.One(ctx, []any{&seq, &seal}, "SELECT seq, seal FROM trail_head WHERE single = 1"+t.db.Hold(ctx))
	return seq, seal, err
}

// Append writes e and moves the head to it. An entry that does not follow the head is a problem.Conflict.
func (t *Trail) Append(ctx context.Context, e trail.Entry) error {
	n, err := t.db.Exec(ctx, "UPDATE trail_head SET seq = ?, seal = ? WHERE single = 1 AND seq = ? AND seal = ?",
		e.Seq, e.Seal, e.Seq-1, e.Prev)
	if err != nil {
		return err
	}
	if n != 1 {
		return problem.New(problem.Conflict, "留痕的最后一条刚刚变了", "这一步没有写进去", "请再试一次")
	}
	_, err = t.db.Exec(ctx, `INSERT INTO trail (seq, id, at, actor, name, verb, kind, subject, revision, detail, prev, seal)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.Seq, e.ID, sqlstore.Micro(e.At), string(e.Actor), e.Name, e.Verb, e.Kind,
		e.Subject, e.Revision, e.Detail, e.Prev, e.Seal)
	return err
}

const entryColumns = "SELECT seq, id, at, actor, name, verb, kind, subject, revision, detail, prev, seal FROM trail"

// walkPage is how many entries are read at a time, so that a walk through years holds neither a connection nor an old
// state of the file, and its function may use the store.
const walkPage = 500

// Walk calls f for each entry from number first on, in order.
func (t *Trail) Walk(ctx context.Context, first int64, f func(trail.Entry) error) error {
	for {
		page, err := t.entries(ctx, entryColumns+" WHERE seq >= ? ORDER BY seq LIMIT ?", first, walkPage)
		if err != nil {
			return err
		}
		for _, e := range page {
			if err := f(e); err != nil {
				return err
			}
			first = e.Seq + 1
		}
		if len(page) < walkPage {
			return nil
		}
	}
}

// Of returns the newest entries on one subject, newest first.
func (t *Trail) Of(ctx context.Context, kind, subject string, limit int) ([]trail.Entry, error) {
	return t.entries(ctx, entryColumns+" WHERE kind = ? AND subject = ? ORDER BY seq DESC LIMIT ?", kind, subject, limit)
}

func (t *Trail) entries(ctx context.Context, query string, args ...any) ([]trail.Entry, error) {
	var all []trail.Entry
	err := t.db.Each(ctx, func(scan func(dest ...any) error) error {
		var e trail.Entry
		var at int64
		err := scan(&e.Seq, &e.ID, &at, &e.Actor, &e.Name, &e.Verb, &e.Kind, &e.Subject, &e.Revision, &e.Detail, &e.Prev, &e.Seal)
		e.At = sqlstore.Time(at)
		all = append(all, e)
		return err
	}, query, args...)
	return all, err
}
