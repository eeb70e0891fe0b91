package core

import (
	"context"
	"strings"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
)

// Ledger is a ledger.Store.
type Ledger struct{ db *sqlstore.DB }

// NewLedger returns the ledger of db.
func NewLedger(db *sqlstore.DB) *Ledger { return &Ledger{db} }

// Intend appends an intent. It takes the slot of its subject and step, which a second sender then waits for and does not
// get; with the slot taken nobody else can write to this subject and step, so what is read next stays true. It is a
// problem.Conflict while an earlier intent has no final outcome, when this attempt was made before, and when something was
// sent and published already: the last line behind ledger.NextAttempt. Nothing of a refused intent is written.
func (l *Ledger) Intend(ctx context.Context, i ledger.Intent) error {
	n, err := l.db.Exec(ctx, "INSERT INTO slots (kind, subject, step, intent) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		i.Subject.Kind, i.Subject.ID, string(i.Step), i.ID)
	if err != nil {
		return err
	}
	if n == 0 {
		return problem.New(problem.Conflict, "上一次发出还没有弄清结果", "没有再发第二次", "请先做平台核对")
	}
	refused, err := l.refused(ctx, i)
	if err != nil {
		return err
	}
	if refused == nil {
		n, err = l.db.Exec(ctx, `INSERT INTO intents (id, kind, subject, step, attempt, account, fingerprint, token, at, actor)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, i.ID, i.Subject.Kind, i.Subject.ID, string(i.Step), i.Attempt,
			i.Account, i.Fingerprint, i.Token, sqlstore.Micro(i.At), string(i.By))
		if err != nil || n == 1 {
			return err
		}
		refused = repeated()
	}
	if _, err := l.db.Exec(ctx, "DELETE FROM slots WHERE intent = ?", i.ID); err != nil {
		return err
	}
	return refused
}

func (l *Ledger) refused(ctx context.Context, i ledger.Intent) (refused, err error) {
	published := false
	last := 0
	err = l.db.Each(ctx, func(scan func(dest ...any) error) error {
		var attempt, n int
		err := scan(&attempt, &n)
		last, published = max(last, attempt), published || n > 0
		return err
	}, `SELECT i.attempt, (SELECT count(*) FROM outcomes o WHERE o.intent = i.id AND o.verdict = ?) FROM intents i
WHERE i.kind = ? AND i.subject = ? AND i.step = ?`, string(ledger.Published), i.Subject.Kind, i.Subject.ID, string(i.Step))
	switch {
	case err != nil:
		return nil, err
	case published && i.Step == ledger.Send:
		return problem.New(problem.Conflict, "这一条已经发出去了", "没有再发第二次", ""), nil
	case i.Attempt <= last:
		return repeated(), nil
	}
	return nil, nil
}

func repeated() error {
	return problem.New(problem.Conflict, "这一次发出已经登记过了", "没有再发第二次", "请刷新后再看")
}

// Conclude appends an outcome; a final one gives the slot back. It holds the intent, so that of two outcomes the second
// sees the first.
func (l *Ledger) Conclude(ctx context.Context, o ledger.Outcome) error {
	var held string
	ok, err := l.db.One(ctx, []any{&held}, "SELECT id FROM intents WHERE id = ?"+l.db.Hold(ctx), o.Intent)
	if err != nil {
		return err
	}
	if !ok {
		return sqlstore.Missing("这一次发出的登记")
	}
	var settled int
	if _, err := l.db.One(ctx, []any{&settled}, "SELECT count(*) FROM outcomes WHERE intent = ? AND final = 1", o.Intent); err != nil {
		return err
	}
	if settled > 0 {
		return concluded()
	}
	final := 0
	if o.Verdict.Final() {
		final = 1
	}
	n, err := l.db.Exec(ctx, `INSERT INTO outcomes (id, intent, verdict, final, source, class, code, message, receipt, at, actor)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, o.ID, o.Intent, string(o.Verdict), final, string(o.Source),
		string(o.Class), text(o.Code), text(o.Message), o.Receipt, sqlstore.Micro(o.At), string(o.By))
	if err != nil {
		return err
	}
	if n == 0 {
		return concluded()
	}
	if final == 1 {
		_, err = l.db.Exec(ctx, "DELETE FROM slots WHERE intent = ?", o.Intent)
	}
	return err
}

func concluded() error {
	return problem.New(problem.Conflict, "这一次发出的结果已经登记过了", "原来的结果没有改动", "请刷新后再看")
}

// text makes a platform's words fit both databases: PostgreSQL takes neither broken UTF-8 nor the zero character, and an
// outcome must not be lost over that.
func text(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

const intentColumns = "i.id, i.kind, i.subject, i.step, i.attempt, i.account, i.fingerprint, i.token, i.at, i.actor"

func intentDest(i *ledger.Intent, at *int64) []any {
	return []any{&i.ID, &i.Subject.Kind, &i.Subject.ID, &i.Step, &i.Attempt, &i.Account, &i.Fingerprint, &i.Token, at, &i.By}
}

// Of returns all records of a subject, oldest first.
func (l *Ledger) Of(ctx context.Context, s ledger.Subject) ([]ledger.Record, error) {
	var all []ledger.Record
	err := l.db.Each(ctx, func(scan func(dest ...any) error) error {
		var i ledger.Intent
		var at int64
		var o outcomeRow
		if err := scan(append(intentDest(&i, &at), o.dest()...)...); err != nil {
			return err
		}
		i.At = sqlstore.Time(at)
		if n := len(all); n == 0 || all[n-1].Intent.ID != i.ID {
			all = append(all, ledger.Record{Intent: i})
		}
		if o.id != nil {
			last := &all[len(all)-1]
			last.Outcomes = append(last.Outcomes, o.outcome(i.ID))
		}
		return nil
	}, "SELECT "+intentColumns+`, o.id, o.verdict, o.source, o.class, o.code, o.message, o.receipt, o.at, o.actor
FROM intents i LEFT JOIN outcomes o ON o.intent = i.id WHERE i.kind = ? AND i.subject = ? ORDER BY i.seq, o.seq`, s.Kind, s.ID)
	return all, err
}

// outcomeRow is an outcome that may not be there.
type outcomeRow struct {
	id, verdict, source, class, code, message, by *string
	receipt                                       []byte
	at                                            *int64
}

func (r *outcomeRow) dest() []any {
	return []any{&r.id, &r.verdict, &r.source, &r.class, &r.code, &r.message, &r.receipt, &r.at, &r.by}
}

func (r *outcomeRow) outcome(intent string) ledger.Outcome {
	return ledger.Outcome{ID: *r.id, Intent: intent, Verdict: ledger.Verdict(*r.verdict), Source: ledger.Source(*r.source),
		Class: problem.Class(*r.class), Code: *r.code, Message: *r.message, Receipt: r.receipt, At: sqlstore.Time(*r.at),
		By: people.ID(*r.by)}
}

// Dangling returns the intents of a kind of subject that have no outcome at all, oldest first.
func (l *Ledger) Dangling(ctx context.Context, kind string) ([]ledger.Intent, error) {
	var all []ledger.Intent
	err := l.db.Each(ctx, func(scan func(dest ...any) error) error {
		var i ledger.Intent
		var at int64
		err := scan(intentDest(&i, &at)...)
		i.At = sqlstore.Time(at)
		all = append(all, i)
		return err
	}, "SELECT "+intentColumns+` FROM slots s JOIN intents i ON i.id = s.intent
WHERE s.kind = ? AND NOT EXISTS (SELECT 1 FROM outcomes o WHERE o.intent = i.id) ORDER BY i.seq`, kind)
	return all, err
}

// Booked counts the intents to send of an account since a time, that time included.
func (l *Ledger) Booked(ctx context.Context, account string, since time.Time) (int, error) {
	var n int
	_, err := l.db.One(ctx, []any{&n}, "SELECT count(*) FROM intents WHERE account = ? AND step = ? AND at >= ?",
		account, string(ledger.Send), sqlstore.Micro(since))
	return n, err
}
