// Package sending carries approved answers to the platforms and settles what became of them: once each, by the ledger's
// rules. It writes no answers and decides nothing; what is not known to be out is called unknown, is looked for, and is
// never sent again without a named person's word.
package sending

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/internal/wake"
)

// Store is what sending needs of the inbox's store.
type Store interface {
	Question(ctx context.Context, id string) (inbox.Question, error)
	Hold(ctx context.Context, id string) (inbox.Question, error)
	Save(ctx context.Context, q inbox.Question) error
	AnswerByID(ctx context.Context, id string) (inbox.Answer, error)
	SaveAnswer(ctx context.Context, a inbox.Answer) error
}

// Gate is asked, in the unit that records the intent, whether exactly this answer may go out.
type Gate interface {
	Allow(ctx context.Context, answer, fingerprint string) error
}

// Media keeps evidence pictures by content.
type Media interface {
	// Put stores what r yields, at most limit bytes, and returns its hash.
	Put(ctx context.Context, name string, r io.Reader, limit int64) (hash string, err error)
}

// Deps is what sending works with.
type Deps struct {
	Store    Store
	Work     *unit.Work
	Wakes    wake.Table
	Ledger   ledger.Store
	Gate     Gate
	Media    Media
	Repliers map[accounts.Platform]inbox.Replier
	// Locked tells whether the vault is shut, so that nothing can be said in any account's name; nil where it never is.
	Locked func() bool
	// Broken is told, outside any unit, that a platform no longer takes an account's authorisation, with its words; nil where
	// nobody keeps account of that.
	Broken  func(ctx context.Context, account accounts.ID, words string) error
	Record  inbox.Record
	Changed func(topic, id string) // told after a commit; never nil
	Now     func() time.Time
}

// Service sends and settles answers.
type Service struct{ Deps }

// NewService returns a Service.
func NewService(d Deps) *Service { return &Service{d} }

// entry is what a step leaves on the trail; one without a verb leaves nothing.
type entry struct {
	verb   string
	detail map[string]string
}

// about returns an entry on an answer with its account and question and whatever else is worth a word.
func about(verb string, q inbox.Question, more ...string) entry {
	e := entry{verb, map[string]string{"account": string(q.Account), "question": q.ID}}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			e.detail[more[i]] = more[i+1]
		}
	}
	return e
}

// onAnswer runs f on an answer in one unit, its question held first; f saves what it changes. version 0 takes any.
func (s *Service) onAnswer(ctx context.Context, id string, version int,
	f func(ctx context.Context, a *inbox.Answer, q *inbox.Question) (entry, error)) error {
	return s.Work.Do(ctx, func(ctx context.Context) error {
		a, err := s.Store.AnswerByID(ctx, id)
		if err != nil {
			return err
		}
		q, err := s.Store.Hold(ctx, a.Question)
		if err != nil {
			return err
		}
		if a, err = s.Store.AnswerByID(ctx, id); err != nil {
			return err
		}
		if version != 0 && a.Version != version {
			return stale()
		}
		e, err := f(ctx, &a, &q)
		if err != nil {
			return err
		}
		unit.After(ctx, func() { s.Changed(inbox.Topic, q.ID) })
		if e.verb == "" {
			return nil
		}
		return s.Record(ctx, e.verb, "answer", id, a.Revision, e.detail)
	})
}

func stale() error {
	return problem.New(problem.Conflict, "这份答复刚刚有了变化", "什么都没有改动", "请刷新后再看一眼")
}

// answerer is people.May for what only a person may do.
func answerer(ctx context.Context) error {
	if err := people.May(ctx, people.Answer); err != nil {
		return err
	}
	if who, _ := people.From(ctx); who.System {
		return problem.New(problem.Forbidden, "这一步要由人来做，程序不能代替", "什么都没有改动", "")
	}
	return nil
}

// replier returns who answers a question through its platform's interface; false when a person has to.
func (s *Service) replier(q inbox.Question) (inbox.Replier, bool) {
	if q.Channel == inbox.ByHand {
		return nil, false
	}
	r, ok := s.Repliers[q.Platform]
	return r, ok
}

// hold puts an answer into a state from which nothing leaves by itself.
func (s *Service) hold(ctx context.Context, a *inbox.Answer, to inbox.AnswerState, note string) error {
	a.State, a.Note = to, note
	for _, kind := range []string{inbox.WakeAnswer, inbox.WakeReconcile} {
		if err := s.Wakes.Clear(ctx, kind, a.ID); err != nil {
			return err
		}
	}
	return s.save(ctx, a)
}

func (s *Service) save(ctx context.Context, a *inbox.Answer) error {
	a.Version++
	a.Changed = s.Now()
	return s.Store.SaveAnswer(ctx, *a)
}

func (s *Service) clear(ctx context.Context, w wake.Wake) error {
	return s.Work.Do(ctx, func(ctx context.Context) error { return s.Wakes.Clear(ctx, w.Kind, w.Key) })
}

// delivered books that an answer stands on the platform.
func (s *Service) delivered(ctx context.Context, a *inbox.Answer, q *inbox.Question, i ledger.Intent, sent inbox.Sent, by ledger.Source) (map[string]string, error) {
	if sent.At.IsZero() {
		sent.At = s.Now()
	}
	if err := s.conclude(ctx, i, ledger.Published, by, nil, sent); err != nil {
		return nil, err
	}
	a.SentAt, a.External, a.Link, a.Code, a.Absent = sent.At, sent.External, sent.Link, "", time.Time{}
	if err := s.hold(ctx, a, inbox.Delivered, ""); err != nil {
		return nil, err
	}
	q.State, q.AnsweredAt, q.Reason = inbox.Answered, sent.At, ""
	q.Claimed, q.ClaimedBy, q.ClaimedAt = "", "", time.Time{}
	q.Version++
	detail := map[string]string{"account": string(q.Account), "question": q.ID, "external": sent.External, "link": sent.Link}
	return detail, s.Store.Save(ctx, *q)
}

// intend books the next attempt at an answer.
func (s *Service) intend(ctx context.Context, a *inbox.Answer, q inbox.Question) (ledger.Intent, error) {
	records, err := s.Ledger.Of(ctx, subject(a.ID))
	if err != nil {
		return ledger.Intent{}, err
	}
	n, err := ledger.NextAttempt(records, ledger.Send)
	if err != nil {
		return ledger.Intent{}, err
	}
	a.Attempts = n
	who, _ := people.From(ctx)
	i := ledger.Intent{ID: unit.NewID(), Subject: subject(a.ID), Step: ledger.Send, Attempt: n, Account: string(q.Account),
		Fingerprint: a.Fingerprint, At: s.Now(), By: who.Person}
	return i, s.Ledger.Intend(ctx, i)
}

func subject(answer string) ledger.Subject { return ledger.Subject{Kind: "answer", ID: answer} }

// openIntent returns the intent that has no final outcome; a zero one when there is none.
func (s *Service) openIntent(ctx context.Context, answer string) (ledger.Intent, error) {
	records, err := s.Ledger.Of(ctx, subject(answer))
	if err != nil {
		return ledger.Intent{}, err
	}
	for _, r := range records {
		if !r.Settled() {
			return r.Intent, nil
		}
	}
	return ledger.Intent{}, nil
}

func (s *Service) conclude(ctx context.Context, i ledger.Intent, v ledger.Verdict, by ledger.Source, failed error, sent inbox.Sent) error {
	who, _ := people.From(ctx)
	o := ledger.Outcome{ID: unit.NewID(), Intent: i.ID, Verdict: v, Source: by, At: s.Now(), By: who.Person}
	if failed != nil {
		o.Class, o.Code, o.Message = problem.ClassOf(failed), codeOf(failed), problem.Words(failed)
	}
	if sent != (inbox.Sent{}) {
		b, err := json.Marshal(sent)
		if err != nil {
			return err
		}
		o.Receipt = b
	}
	return s.Ledger.Conclude(ctx, o)
}

func codeOf(err error) string {
	var r *problem.Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

// untilOf is when a failure may be over, zero when it does not say.
func untilOf(err error) time.Time {
	var r *problem.Refusal
	if errors.As(err, &r) {
		return r.Until
	}
	return time.Time{}
}
