// Package ledger is the only truth about changes made outside: for every call that a platform could carry out there is
// an intent, committed before the call, and what became of it, appended after it. Nothing in it is ever changed or
// removed. It makes no call and knows no platform.
package ledger

import (
	"context"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
)

// Subject is what an outside change belongs to: one delivery or one answer.
type Subject struct {
	Kind string // "delivery", "answer"
	ID   string
}

// Step tells the calls of one subject apart.
type Step string

// The steps. Only Send can be seen by the public; Prepare puts material and drafts in place.
const (
	Prepare Step = "prepare"
	Send    Step = "send"
)

// Intent is the decision to make one outside change, once. A second attempt is another intent, and (Subject, Step,
// Attempt) is unique in the store: of two senders one wins.
type Intent struct {
	ID          string
	Subject     Subject
	Step        Step
	Attempt     int // 1, 2, …
	Account     string
	Fingerprint string // of the approved content; what the gate was asked about
	Token       string // the platform's idempotency key, where it has one
	At          time.Time
	By          people.ID
}

// Verdict is what became of an intent.
type Verdict string

// The verdicts. Unknown is not the end: a reconciliation follows. Accepted is not the end either: the platform works.
const (
	Accepted  Verdict = "accepted"  // the platform took it and works on it
	Published Verdict = "published" // it is there; Receipt says where
	Refused   Verdict = "refused"   // the platform's definite no: it is not there
	NotSent   Verdict = "notsent"   // it certainly never left, or a reconciliation found that it is not there
	Unknown   Verdict = "unknown"   // it may or may not be there
)

// Final tells whether nothing can follow the verdict.
func (v Verdict) Final() bool { return v == Published || v == Refused || v == NotSent }

// Source tells how a verdict was learned.
type Source string

// The sources, from the call itself to a person's look at the platform.
const (
	ByCall      Source = "call"
	ByPolling   Source = "poll"
	ByReconcile Source = "reconcile"
	ByPerson    Source = "person"
)

// Outcome is one thing learned about an intent. An intent may gather several (unknown, then published); at most one is
// final, which the store guards.
type Outcome struct {
	ID      string
	Intent  string
	Verdict Verdict
	Source  Source
	Class   problem.Class // for Refused, NotSent and Unknown by call
	Code    string        // the platform's own
	Message string        // words for people
	Receipt []byte        // JSON: ids and addresses the platform gave; nil when none
	At      time.Time
	By      people.ID
}

// Record is an intent with all that was learned about it, oldest first.
type Record struct {
	Intent   Intent
	Outcomes []Outcome
}

// Latest returns the last outcome, or one with an empty Verdict while there is none.
func (r Record) Latest() Outcome {
	if len(r.Outcomes) == 0 {
		return Outcome{}
	}
	return r.Outcomes[len(r.Outcomes)-1]
}

// Settled tells whether a final outcome is there.
func (r Record) Settled() bool {
	for _, o := range r.Outcomes {
		if o.Verdict.Final() {
			return true
		}
	}
	return false
}

// Store keeps the ledger. All methods join the unit of ctx.
type Store interface {
	// Intend appends an intent. It returns problem.Conflict when one with the same subject, step and attempt is there,
	// or when an earlier intent of the same subject and step has no final outcome yet.
	Intend(ctx context.Context, i Intent) error
	// Conclude appends an outcome. It returns problem.Conflict when the intent has a final one already.
	Conclude(ctx context.Context, o Outcome) error
	// Of returns all records of a subject, oldest first.
	Of(ctx context.Context, s Subject) ([]Record, error)
	// Dangling returns the intents of a kind of subject that have no outcome at all: what a kill or a lost power left.
	Dangling(ctx context.Context, kind string) ([]Intent, error)
	// Booked counts the intents to send of an account since a time, for quotas.
	Booked(ctx context.Context, account string, since time.Time) (int, error)
}

// NextAttempt returns the number of the next attempt at a step, or problem.Conflict while the last one is not settled,
// or once one was published.
func NextAttempt(records []Record, step Step) (int, error) {
	n := 0
	for _, r := range records {
		if r.Intent.Step != step {
			continue
		}
		if !r.Settled() {
			return 0, problem.New(problem.Conflict, "上一次发出还没有弄清结果", "没有再发第二次", "请先做平台核对")
		}
		for _, o := range r.Outcomes {
			if o.Verdict == Published && step == Send {
				return 0, problem.New(problem.Conflict, "这一条已经发出去了", "没有再发第二次", "")
			}
		}
		n = max(n, r.Intent.Attempt)
	}
	return n + 1, nil
}
