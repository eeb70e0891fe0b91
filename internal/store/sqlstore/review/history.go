package review

import (
	"context"
	"encoding/json"
	"strings"

	"huiying/internal/people"
	"huiying/internal/store/sqlstore"
	"huiying/review"
)

const decided = "d.id, d.ticket, d.step, d.step_name, d.verdict, d.gates, d.secrecy, d.comment, d.by_id, d.name, d.at"

type decisionRow struct {
	d     review.Decision
	gates string
	at    int64
}

func (r *decisionRow) dest() []any {
	d := &r.d
	return []any{&d.ID, &d.Ticket, &d.Step, &d.StepName, &d.Verdict, &r.gates, &d.Secrecy, &d.Comment, &d.By, &d.Name, &r.at}
}

func (r *decisionRow) decision() (review.Decision, error) {
	d := r.d
	d.At = sqlstore.Time(r.at)
	return d, json.Unmarshal([]byte(r.gates), &d.Gates)
}

// Decide appends a decision.
func (s *Store) Decide(ctx context.Context, d review.Decision) error {
	gates, err := json.Marshal(d.Gates)
	if err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `INSERT INTO decisions (id, ticket, step, step_name, verdict, gates, secrecy, comment, by_id, name, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.ID, d.Ticket, d.Step, d.StepName, d.Verdict, string(gates), d.Secrecy, d.Comment, d.By, d.Name, sqlstore.Micro(d.At))
	return err
}

// Tickets returns tickets in any of these states, soonest due first.
func (s *Store) Tickets(ctx context.Context, limit int, states ...review.State) ([]review.Ticket, error) {
	where, args := "", []any{}
	if len(states) > 0 {
		where = " WHERE t.state IN (?" + strings.Repeat(", ?", len(states)-1) + ")"
		for _, st := range states {
			args = append(args, st)
		}
	}
	return s.tickets(ctx, "SELECT "+columns+" FROM tickets t"+where+
		" ORDER BY CASE WHEN t.due = 0 THEN 1 ELSE 0 END, t.due, t.opened, t.id LIMIT ?", append(args, limit)...)
}

// Rounds returns all tickets of a subject with their decisions, oldest first.
func (s *Store) Rounds(ctx context.Context, kind, subject string) ([]review.Round, error) {
	tickets, err := s.tickets(ctx, "SELECT "+columns+" FROM tickets t WHERE t.kind = ? AND t.subject = ? ORDER BY t.round", kind, subject)
	if err != nil {
		return nil, err
	}
	of := map[string][]review.Decision{}
	err = s.db.Each(ctx, func(scan func(dest ...any) error) error {
		var r decisionRow
		if err := scan(r.dest()...); err != nil {
			return err
		}
		d, err := r.decision()
		of[d.Ticket] = append(of[d.Ticket], d)
		return err
	}, "SELECT "+decided+" FROM decisions d JOIN tickets t ON t.id = d.ticket WHERE t.kind = ? AND t.subject = ? ORDER BY d.seq", kind, subject)
	if err != nil {
		return nil, err
	}
	rounds := make([]review.Round, len(tickets))
	for i, t := range tickets {
		rounds[i] = review.Round{Ticket: t, Decisions: of[t.ID]}
	}
	return rounds, nil
}

// DecidedBy returns what a person decided, newest first.
func (s *Store) DecidedBy(ctx context.Context, person people.ID, limit int) ([]review.Done, error) {
	var all []review.Done
	err := s.db.Each(ctx, func(scan func(dest ...any) error) error {
		var d decisionRow
		var t ticketRow
		if err := scan(append(d.dest(), t.dest()...)...); err != nil {
			return err
		}
		decision, err := d.decision()
		if err != nil {
			return err
		}
		ticket, err := t.ticket()
		all = append(all, review.Done{Decision: decision, Ticket: ticket})
		return err
	}, "SELECT "+decided+", "+columns+` FROM decisions d JOIN tickets t ON t.id = d.ticket
WHERE d.by_id = ? ORDER BY d.seq DESC LIMIT ?`, person, limit)
	return all, err
}
