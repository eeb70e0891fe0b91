// Package inbox keeps the inbox desk's questions, answers and cursors in the SQL that both databases share. It decides
// nothing: what may follow what is the desk's business, and only what must never stand twice is guarded here as well.
package inbox

import (
	"context"
	"strings"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
)

// Store is an inbox.Store.
type Store struct{ db *sqlstore.DB }

// New returns the inbox tables of db.
func New(db *sqlstore.DB) *Store { return &Store{db} }

var _ inbox.Store = (*Store)(nil)

func changed(what string) error {
	return problem.New(problem.Conflict, what+"刚刚被别人改过", "这一次没有写进去", "请刷新后再看")
}

const columns = `id, seq, version, account, platform, channel, external, ref, author, words, under, delivery, link, received, collected,
kind, state, read_at, read_by, claimed, claimed_by, claimed_at, due, days, assumed <> 0, window_at, gone, closed, reason, answered_at`

// row is what a question's columns are read into.
type row struct {
	q                                                                         inbox.Question
	ref                                                                       string
	received, collected, read, claimed, due, window, gone, closed, answeredAt int64
}

func (r *row) dest() []any {
	q := &r.q
	return []any{&q.ID, &q.Row, &q.Version, &q.Account, &q.Platform, &q.Channel, &q.External, &r.ref, &q.Author, &q.Text, &q.Under,
		&q.Delivery, &q.Link, &r.received, &r.collected, &q.Kind, &q.State, &r.read, &q.ReadBy, &q.Claimed, &q.ClaimedBy, &r.claimed,
		&r.due, &q.Days, &q.Assumed, &r.window, &r.gone, &r.closed, &q.Reason, &r.answeredAt}
}

func (r *row) question() inbox.Question {
	q := r.q
	if r.ref != "" {
		q.Ref = []byte(r.ref)
	}
	q.Received, q.Collected, q.Read = sqlstore.Time(r.received), sqlstore.Time(r.collected), sqlstore.Time(r.read)
	q.ClaimedAt, q.Due, q.Window = sqlstore.Time(r.claimed), sqlstore.Time(r.due), sqlstore.Time(r.window)
	q.Gone, q.Closed, q.AnsweredAt = sqlstore.Time(r.gone), sqlstore.Time(r.closed), sqlstore.Time(r.answeredAt)
	return q
}

func (s *Store) questions(ctx context.Context, query string, args ...any) ([]inbox.Question, error) {
	var all []inbox.Question
	err := s.db.Each(ctx, func(scan func(dest ...any) error) error {
		var r row
		err := scan(r.dest()...)
		all = append(all, r.question())
		return err
	}, query, args...)
	return all, err
}

func (s *Store) question(ctx context.Context, id, hold string) (inbox.Question, error) {
	all, err := s.questions(ctx, "SELECT "+columns+" FROM questions WHERE id = ?"+hold, id)
	if err != nil {
		return inbox.Question{}, err
	}
	if len(all) == 0 {
		return inbox.Question{}, sqlstore.Missing("这条留言")
	}
	return all[0], nil
}

// Question returns one question.
func (s *Store) Question(ctx context.Context, id string) (inbox.Question, error) {
	return s.question(ctx, id, "")
}

// Hold is Question that locks the row until the unit ends.
func (s *Store) Hold(ctx context.Context, id string) (inbox.Question, error) {
	return s.question(ctx, id, s.db.Hold(ctx))
}

// Add stores a new question. One that is there already spoils nothing: the unit may go on.
func (s *Store) Add(ctx context.Context, q inbox.Question) (int64, error) {
	var seq int64
	err := s.db.Returning(ctx, func(scan func(dest ...any) error) error { return scan(&seq) }, `INSERT INTO questions
(id, version, account, platform, channel, external, ref, author, words, under, delivery, link, received, collected, kind, state, read_at,
read_by, claimed, claimed_by, claimed_at, due, days, assumed, window_at, gone, closed, reason, answered_at, at, seen)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING seq`,
		q.ID, q.Version, q.Account, q.Platform, q.Channel, proper(q.External), proper(string(q.Ref)), proper(q.Author), proper(q.Text),
		proper(q.Under), q.Delivery, proper(q.Link), sqlstore.Micro(q.Received), sqlstore.Micro(q.Collected), q.Kind, q.State,
		sqlstore.Micro(q.Read), q.ReadBy, q.Claimed, q.ClaimedBy, sqlstore.Micro(q.ClaimedAt), sqlstore.Micro(q.Due), q.Days,
		flag(q.Assumed), sqlstore.Micro(q.Window), sqlstore.Micro(q.Gone), sqlstore.Micro(q.Closed), proper(q.Reason),
		sqlstore.Micro(q.AnsweredAt), sqlstore.Micro(q.At()), seen(q))
	if err == nil && seq == 0 {
		err = problem.New(problem.Conflict, "这条留言已经在那里了", "没有写入第二条", "请刷新后再看")
	}
	return seq, err
}

// Save writes what may change of a question.
func (s *Store) Save(ctx context.Context, q inbox.Question) error {
	n, err := s.db.Exec(ctx, `UPDATE questions SET version = ?, kind = ?, state = ?, read_at = ?, read_by = ?, claimed = ?, claimed_by = ?,
claimed_at = ?, due = ?, days = ?, assumed = ?, window_at = ?, gone = ?, closed = ?, reason = ?, answered_at = ?, at = ?, seen = ?
WHERE id = ? AND version BETWEEN ? AND ?`,
		q.Version, q.Kind, q.State, sqlstore.Micro(q.Read), q.ReadBy, q.Claimed, q.ClaimedBy, sqlstore.Micro(q.ClaimedAt),
		sqlstore.Micro(q.Due), q.Days, flag(q.Assumed), sqlstore.Micro(q.Window), sqlstore.Micro(q.Gone), sqlstore.Micro(q.Closed),
		proper(q.Reason), sqlstore.Micro(q.AnsweredAt), sqlstore.Micro(q.At()), seen(q), q.ID, q.Version-1, q.Version)
	if err == nil && n == 0 {
		return changed("这条留言")
	}
	return err
}

// several is how many keys are asked for in one statement.
const several = 400

// Known returns which of these External keys are there, by key.
func (s *Store) Known(ctx context.Context, account accounts.ID, channel inbox.Channel, external []string) (map[string]inbox.Stored, error) {
	known := make(map[string]inbox.Stored, len(external))
	for len(external) > 0 {
		part := external[:min(several, len(external))]
		external = external[len(part):]
		args := []any{account, channel}
		asked := make(map[string]string, len(part)) // by the key as it is stored
		for _, key := range part {
			asked[proper(key)] = key
			args = append(args, proper(key))
		}
		err := s.db.Each(ctx, func(scan func(dest ...any) error) error {
			var key string
			var k inbox.Stored
			err := scan(&key, &k.ID, &k.State, &k.Gone)
			known[asked[key]] = k
			return err
		}, "SELECT external, id, state, gone <> 0 FROM questions WHERE account = ? AND channel = ? AND external IN (?"+
			strings.Repeat(", ?", len(part)-1)+")", args...)
		if err != nil {
			return nil, err
		}
	}
	return known, nil
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func seen(q inbox.Question) int {
	return flag(!q.Read.IsZero() && (q.State == inbox.Unassigned || q.State == inbox.ToAnswer))
}

// proper makes words from outside fit both databases: PostgreSQL takes neither broken UTF-8 nor the zero character, and a
// question must not be lost over that.
func proper(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
