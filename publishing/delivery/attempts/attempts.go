// Package attempts is the ledger as deliveries use it: the next attempt at a step, what became of one, which one is still
// open. It books and reads; it decides nothing and calls no platform.
package attempts

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/publishing/content"
)

// Book books attempts. All methods join the unit of ctx.
type Book struct {
	Ledger ledger.Store
	Now    func() time.Time
}

// Subject is what the attempts at a delivery belong to.
func Subject(delivery string) ledger.Subject { return ledger.Subject{Kind: "delivery", ID: delivery} }

// Token is the idempotency key of a fingerprint: at most 32 bytes, the same for every attempt at the same content.
func Token(fingerprint string) string { return fingerprint[:min(32, len(fingerprint))] }

// Intend books the next attempt at a step of a delivery. It is problem.Conflict while the last one is open, and when one
// was published.
func (b Book) Intend(ctx context.Context, delivery, account, fingerprint string, step ledger.Step) (ledger.Intent, error) {
	records, err := b.Ledger.Of(ctx, Subject(delivery))
	if err != nil {
		return ledger.Intent{}, err
	}
	n, err := ledger.NextAttempt(records, step)
	if err != nil {
		return ledger.Intent{}, err
	}
	a, _ := people.From(ctx)
	i := ledger.Intent{ID: unit.NewID(), Subject: Subject(delivery), Step: step, Attempt: n, Account: account, Fingerprint: fingerprint,
		Token: Token(fingerprint), At: b.Now(), By: a.Person}
	return i, b.Ledger.Intend(ctx, i)
}

// Gap is a time of which the books know nothing: what happened in it was lost when a backup was put back. A zero Gap is none.
type Gap struct{ From, To time.Time }

// Words says what is lost in the gap.
func (g Gap) Words() string {
	return "恢复的备份只记到 " + content.Clock(g.From) + "，之后可能已经发出"
}

// Assume books an attempt at sending that may have been made in a gap, with what is held of it until somebody has looked,
// and returns it; a zero intent where the ledger has one that is open already, or one that is out.
func (b Book) Assume(ctx context.Context, delivery, account, fingerprint string, g Gap, v ledger.Verdict) (ledger.Intent, error) {
	then := Book{Ledger: b.Ledger, Now: func() time.Time { return g.From }}
	i, err := then.Intend(ctx, delivery, account, fingerprint, ledger.Send)
	if problem.KindOf(err) == problem.Conflict {
		return ledger.Intent{}, nil
	}
	if err != nil {
		return i, err
	}
	then.Now = func() time.Time { return g.To }
	return i, then.Conclude(ctx, i, Learned{Verdict: v, Source: ledger.ByReconcile, Seen: g.Words()})
}

// Lost returns what is known of an attempt that was only assumed, since the books of its time are lost; "" without one.
func (b Book) Lost(ctx context.Context, delivery string) (string, error) {
	records, err := b.Ledger.Of(ctx, Subject(delivery))
	for _, r := range records {
		if len(r.Outcomes) > 0 && r.Intent.Step == ledger.Send && r.Outcomes[0].Source == ledger.ByReconcile && r.Outcomes[0].Verdict == ledger.NotSent {
			return r.Outcomes[0].Message, err
		}
	}
	return "", err
}

// Learned is one thing learned about an attempt.
type Learned struct {
	Verdict ledger.Verdict
	Source  ledger.Source
	Failed  error  // why, when there is a fault to tell
	Seen    string // what a look showed, or a person said, when there is no fault
	Receipt []byte // JSON; nil for none
}

// Conclude books what was learned about an attempt.
func (b Book) Conclude(ctx context.Context, i ledger.Intent, l Learned) error {
	a, _ := people.From(ctx)
	o := ledger.Outcome{ID: unit.NewID(), Intent: i.ID, Verdict: l.Verdict, Source: l.Source, Message: l.Seen, Receipt: l.Receipt,
		At: b.Now(), By: a.Person}
	if l.Failed != nil {
		o.Class, o.Code, o.Message = problem.ClassOf(l.Failed), Code(l.Failed), problem.Words(l.Failed)
	}
	return b.Ledger.Conclude(ctx, o)
}

// Open returns the intent to send of a delivery that has no final outcome; a zero one when there is none.
func (b Book) Open(ctx context.Context, delivery string) (ledger.Intent, error) {
	records, err := b.Ledger.Of(ctx, Subject(delivery))
	for _, r := range records {
		if r.Intent.Step == ledger.Send && !r.Settled() {
			return r.Intent, err
		}
	}
	return ledger.Intent{}, err
}

// Dangling returns the intents of a delivery, to prepare or to send, about which nothing at all was learned.
func (b Book) Dangling(ctx context.Context, delivery string) (all []ledger.Intent, err error) {
	records, err := b.Ledger.Of(ctx, Subject(delivery))
	for _, r := range records {
		if len(r.Outcomes) == 0 {
			all = append(all, r.Intent)
		}
	}
	return all, err
}

// VerdictOf reads a failure of the one call. Whatever does not say that the post is not there leaves it unknown.
func VerdictOf(failed error) ledger.Verdict {
	switch {
	case failed == nil, problem.ClassOf(failed) == problem.ClassUnknown:
		return ledger.Unknown
	case problem.ClassOf(failed) == problem.ClassNotSent, Shut(failed):
		return ledger.NotSent
	}
	return ledger.Refused
}

// Shut tells whether a call was never made because the vault was locked in between.
func Shut(failed error) bool { return problem.KindOf(failed) == problem.Locked }

// Unsure says what is known of a call whose end is not: the platform's own words, where an answer came that settles nothing.
func Unsure(failed error) string {
	if r := Refusal(failed); r != nil && r.Code != "" && !strings.HasPrefix(r.Code, "http ") {
		return content.Sentences("已经交给平台，可能发了也可能没发", r.Words())
	}
	return "已经交给平台，没收到回音，可能发了也可能没发"
}

// Code is the platform's own code of a failure, "" without one.
func Code(err error) string {
	if r := Refusal(err); r != nil {
		return r.Code
	}
	return ""
}

// Until is when a failure may be over, zero when it does not say.
func Until(err error) time.Time {
	if r := Refusal(err); r != nil {
		return r.Until
	}
	return time.Time{}
}

// Refusal returns the platform's refusal in a failure, nil without one.
func Refusal(err error) *problem.Refusal {
	var r *problem.Refusal
	if errors.As(err, &r) {
		return r
	}
	return nil
}

// AsJSON keeps a platform's words storable: what is no JSON becomes a JSON string. A receipt must not be lost over that.
func AsJSON(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return nil
	}
	if json.Valid(raw) {
		return raw
	}
	b, err := json.Marshal(string(raw))
	if err != nil {
		return nil
	}
	return b
}

// Pause is how long to wait after so many attempts: it grows from 5 s to 5 min.
func Pause(attempts int) time.Duration {
	return min(5*time.Second<<min(max(attempts-1, 0), 8), 5*time.Minute)
}
