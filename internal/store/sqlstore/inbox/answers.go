package inbox

import (
	"context"
	"encoding/json"
	"strings"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/store/sqlstore"
)

const answerColumns = `id, question, version, revision, words, state, fingerprint, by_id, by_name, others, changed, submitted, note, code,
attempts, sent_at, external, link, absent, evidence`

func (s *Store) answers(ctx context.Context, query string, args ...any) ([]inbox.Answer, error) {
	var all []inbox.Answer
	err := s.db.Each(ctx, func(scan func(dest ...any) error) error {
		var a inbox.Answer
		var others string
		var changed, submitted, sent, absent int64
		if err := scan(&a.ID, &a.Question, &a.Version, &a.Revision, &a.Text, &a.State, &a.Fingerprint, &a.By, &a.ByName, &others, &changed,
			&submitted, &a.Note, &a.Code, &a.Attempts, &sent, &a.External, &a.Link, &absent, &a.Evidence); err != nil {
			return err
		}
		a.Changed, a.Submitted, a.SentAt, a.Absent = sqlstore.Time(changed), sqlstore.Time(submitted), sqlstore.Time(sent), sqlstore.Time(absent)
		var err error
		a.Others, err = readIDs(others)
		all = append(all, a)
		return err
	}, query, args...)
	return all, err
}

func (s *Store) answer(ctx context.Context, query string, args ...any) (inbox.Answer, error) {
	all, err := s.answers(ctx, query, args...)
	if err != nil {
		return inbox.Answer{}, err
	}
	if len(all) == 0 {
		return inbox.Answer{}, sqlstore.Missing("这份答复")
	}
	return all[0], nil
}

// Answer returns the newest answer to a question.
func (s *Store) Answer(ctx context.Context, question string) (inbox.Answer, error) {
	return s.answer(ctx, "SELECT "+answerColumns+" FROM answers WHERE question = ? ORDER BY seq DESC LIMIT 1", question)
}

// AnswerByID returns one answer.
func (s *Store) AnswerByID(ctx context.Context, id string) (inbox.Answer, error) {
	return s.answer(ctx, "SELECT "+answerColumns+" FROM answers WHERE id = ?", id)
}

// SaveAnswer writes a new or changed answer.
func (s *Store) SaveAnswer(ctx context.Context, a inbox.Answer) error {
	others, err := writeIDs(a.Others)
	if err != nil {
		return err
	}
	values := []any{a.Revision, proper(a.Text), a.State, a.Fingerprint, a.By, a.ByName, others, sqlstore.Micro(a.Changed),
		sqlstore.Micro(a.Submitted), proper(a.Note), proper(a.Code), a.Attempts, sqlstore.Micro(a.SentAt), proper(a.External),
		proper(a.Link), sqlstore.Micro(a.Absent), a.Evidence}
	var n int64
	if a.Version == 1 {
		n, err = s.db.Exec(ctx, `INSERT INTO answers (id, question, version, revision, words, state, fingerprint, by_id, by_name, others, changed,
submitted, note, code, attempts, sent_at, external, link, absent, evidence)
VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, append([]any{a.ID, a.Question}, values...)...)
	} else {
		n, err = s.db.Exec(ctx, `UPDATE answers SET revision = ?, words = ?, state = ?, fingerprint = ?, by_id = ?, by_name = ?, others = ?,
changed = ?, submitted = ?, note = ?, code = ?, attempts = ?, sent_at = ?, external = ?, link = ?, absent = ?, evidence = ?, version = ?
WHERE id = ? AND question = ? AND version = ?`, append(values, a.Version, a.ID, a.Question, a.Version-1)...)
	}
	if err == nil && n == 0 {
		return changed("这份答复")
	}
	return err
}

// AnswersIn returns answers in any of these states, oldest change first.
func (s *Store) AnswersIn(ctx context.Context, states ...inbox.AnswerState) ([]inbox.Answer, error) {
	if len(states) == 0 {
		return nil, nil
	}
	args := make([]any, len(states))
	for i, st := range states {
		args[i] = st
	}
	return s.answers(ctx, "SELECT "+answerColumns+" FROM answers WHERE state IN (?"+strings.Repeat(", ?", len(states)-1)+") ORDER BY changed, seq", args...)
}

// Cursor returns where reading an account stopped.
func (s *Store) Cursor(ctx context.Context, account accounts.ID) (json.RawMessage, error) {
	var stop string
	_, err := s.db.One(ctx, []any{&stop}, "SELECT stop FROM inbox_cursors WHERE account = ?", account)
	if stop == "" {
		return nil, err
	}
	return json.RawMessage(stop), err
}

// SaveCursor writes it.
func (s *Store) SaveCursor(ctx context.Context, account accounts.ID, cursor json.RawMessage) error {
	_, err := s.db.Exec(ctx, "INSERT INTO inbox_cursors (account, stop) VALUES (?, ?) ON CONFLICT (account) DO UPDATE SET stop = excluded.stop",
		account, proper(string(cursor)))
	return err
}

func writeIDs(ids []people.ID) (string, error) {
	if len(ids) == 0 {
		return "", nil
	}
	b, err := json.Marshal(ids)
	return string(b), err
}

func readIDs(text string) (ids []people.ID, err error) {
	if text == "" {
		return nil, nil
	}
	return ids, json.Unmarshal([]byte(text), &ids)
}
