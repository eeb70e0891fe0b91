// Package review keeps the review desk's routes, tickets and decisions in the SQL that both databases share. It decides
// nothing: what may follow what is the desk's business, and only what must never stand twice is guarded here as well.
package review

import (
	"context"
	"encoding/json"

	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/internal/unit"
	"huiying/review"
)

// Store is a review.Store.
type Store struct{ db *sqlstore.DB }

// New returns the review tables of db.
func New(db *sqlstore.DB) *Store { return &Store{db} }

func changed(what string) error {
	return problem.New(problem.Conflict, what+"刚刚被别人改过", "这一次没有写进去", "请刷新后再看")
}

// Routes returns the routes that the unit has set.
func (s *Store) Routes(ctx context.Context) ([]review.Route, error) {
	var all []review.Route
	err := s.db.Each(ctx, func(scan func(dest ...any) error) error {
		var r review.Route
		var steps string
		if err := scan(&r.Kind, &r.Version, &r.Name, &r.Adjoining, &steps); err != nil {
			return err
		}
		var err error
		r.Steps, err = readSteps(steps)
		all = append(all, r)
		return err
	}, "SELECT kind, version, name, adjoining <> 0, steps FROM routes ORDER BY kind")
	return all, err
}

// SaveRoute writes the route of one kind.
func (s *Store) SaveRoute(ctx context.Context, r review.Route) error {
	steps, err := writeSteps(r.Steps)
	if err != nil {
		return err
	}
	var n int64
	if r.Version == 1 {
		n, err = s.db.Exec(ctx, "INSERT INTO routes (kind, version, name, adjoining, steps) VALUES (?, 1, ?, ?, ?) ON CONFLICT DO NOTHING",
			r.Kind, r.Name, flag(r.Adjoining), steps)
	} else {
		n, err = s.db.Exec(ctx, "UPDATE routes SET version = ?, name = ?, adjoining = ?, steps = ? WHERE kind = ? AND version = ?",
			r.Version, r.Name, flag(r.Adjoining), steps, r.Kind, r.Version-1)
	}
	if err == nil && n == 0 {
		return changed("这条审核路线")
	}
	return err
}

const columns = `t.id, t.version, t.kind, t.subject, t.round, t.revision, t.fingerprint, t.title, t.author, t.author_name, t.others,
t.route, t.due, t.line, t.steps, t.adjoining <> 0, t.signs, t.state, t.step, t.by_id, t.by_name, t.opened, t.closed, t.why`

// ticketRow is what a ticket's columns are read into.
type ticketRow struct {
	t                    review.Ticket
	others, steps, signs string
	due, opened, closed  int64
}

func (r *ticketRow) dest() []any {
	t := &r.t
	return []any{&t.ID, &t.Version, &t.Subject.Kind, &t.Subject.ID, &t.Round, &t.Subject.Revision, &t.Subject.Fingerprint,
		&t.Subject.Title, &t.Subject.Author, &t.Subject.AuthorName, &r.others, &t.Subject.Route, &r.due, &t.Subject.Line,
		&r.steps, &t.Adjoin, &r.signs, &t.State, &t.Step, &t.By, &t.ByName, &r.opened, &r.closed, &t.Why}
}

func (r *ticketRow) ticket() (review.Ticket, error) {
	t := r.t
	t.Subject.Due, t.Opened, t.Closed = sqlstore.Time(r.due), sqlstore.Time(r.opened), sqlstore.Time(r.closed)
	if err := json.Unmarshal([]byte(r.others), &t.Subject.Others); err != nil {
		return t, err
	}
	var err error
	if t.Steps, err = readSteps(r.steps); err != nil {
		return t, err
	}
	t.Signs, err = readSigns(r.signs)
	return t, err
}

// lock is what a SELECT ends with: in a unit its rows are held.
func (s *Store) lock(ctx context.Context) string {
	if tx, err := unit.Current(ctx); err == nil && tx != nil {
		return " " + s.db.Dialect().Lock()
	}
	return ""
}

func (s *Store) tickets(ctx context.Context, query string, args ...any) ([]review.Ticket, error) {
	var all []review.Ticket
	err := s.db.Each(ctx, func(scan func(dest ...any) error) error {
		var r ticketRow
		if err := scan(r.dest()...); err != nil {
			return err
		}
		t, err := r.ticket()
		all = append(all, t)
		return err
	}, query, args...)
	return all, err
}

// Ticket returns one ticket and, inside a unit, locks it.
func (s *Store) Ticket(ctx context.Context, id string) (review.Ticket, error) {
	all, err := s.tickets(ctx, "SELECT "+columns+" FROM tickets t WHERE t.id = ?"+s.lock(ctx), id)
	if err != nil {
		return review.Ticket{}, err
	}
	if len(all) == 0 {
		return review.Ticket{}, sqlstore.Missing("这张审核单")
	}
	return all[0], nil
}

// SubjectOf tells which subject a ticket is about.
func (s *Store) SubjectOf(ctx context.Context, ticket string) (kind, subject string, err error) {
	ok, err := s.db.One(ctx, []any{&kind, &subject}, "SELECT kind, subject FROM tickets WHERE id = ?", ticket)
	if err == nil && !ok {
		err = sqlstore.Missing("这张审核单")
	}
	return kind, subject, err
}

// Current returns the newest ticket of a subject. While it waited for the lock a newer one may have been written, so
// after locking it looks again.
func (s *Store) Current(ctx context.Context, kind, subject string) (review.Ticket, error) {
	for {
		id, err := s.newest(ctx, kind, subject)
		if err != nil {
			return review.Ticket{}, err
		}
		t, err := s.Ticket(ctx, id)
		if err != nil {
			return review.Ticket{}, err
		}
		if now, err := s.newest(ctx, kind, subject); err != nil {
			return review.Ticket{}, err
		} else if now == id {
			return t, nil
		}
	}
}

func (s *Store) newest(ctx context.Context, kind, subject string) (id string, err error) {
	ok, err := s.db.One(ctx, []any{&id}, "SELECT id FROM tickets WHERE kind = ? AND subject = ? ORDER BY round DESC LIMIT 1", kind, subject)
	if err == nil && !ok {
		err = sqlstore.Missing("送审记录")
	}
	return id, err
}

// SaveTicket writes a new or changed ticket.
func (s *Store) SaveTicket(ctx context.Context, t review.Ticket) error {
	signs, err := writeSigns(t.Signs)
	if err != nil {
		return err
	}
	if t.Version > 1 {
		n, err := s.db.Exec(ctx, `UPDATE tickets SET version = ?, signs = ?, state = ?, step = ?, closed = ?, why = ? WHERE id = ? AND version = ?`,
			t.Version, signs, t.State, t.Step, sqlstore.Micro(t.Closed), t.Why, t.ID, t.Version-1)
		if err == nil && n == 0 {
			return changed("这张审核单")
		}
		return err
	}
	steps, err := writeSteps(t.Steps)
	if err != nil {
		return err
	}
	others, err := json.Marshal(t.Subject.Others)
	if err != nil {
		return err
	}
	u := t.Subject
	_, err = s.db.Exec(ctx, `INSERT INTO tickets (id, version, kind, subject, round, revision, fingerprint, title, author, author_name, others,
route, due, line, steps, adjoining, signs, state, step, by_id, by_name, opened, closed, why)
VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.ID, u.Kind, u.ID, t.Round, u.Revision, u.Fingerprint, u.Title, u.Author, u.AuthorName, string(others), u.Route,
		sqlstore.Micro(u.Due), u.Line, steps, flag(t.Adjoin), signs, t.State, t.Step, t.By, t.ByName,
		sqlstore.Micro(t.Opened), sqlstore.Micro(t.Closed), t.Why)
	return err
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
