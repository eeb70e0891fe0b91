package inbox

import (
	"context"
	"time"

	"huiying/accounts"
	"huiying/inbox/policy"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/internal/wake"
)

// The kinds of wake of the inbox. The key of WakeCollect is an account's id, of the others an answer's; those are the
// business of inbox/sending.
const (
	WakeCollect   = "collect"
	WakeAnswer    = "answer"
	WakeReconcile = "findreply"
)

// Topic is what Changed is told, with the id of the question, "" after a collection.
const Topic = "inbox"

// Deps is what the desk works with.
type Deps struct {
	Store    Store
	Work     *unit.Work
	Wakes    wake.Table
	Review   Reviewers
	Register Register
	Posts    Publications
	Calendar Calendar
	Policy   policy.Policy
	Sources  map[accounts.Platform]Source
	// Broken is told, outside any unit, that a platform no longer takes an account's authorisation, with its words; nil where
	// nobody keeps account of that.
	Broken  func(ctx context.Context, account accounts.ID, words string) error
	Record  Record
	Changed func(topic, id string) // told after a commit; never nil
	Now     func() time.Time
}

// Record puts an entry on the trail, in the unit of ctx, as its last step.
type Record func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error

// Service is the inbox desk.
type Service struct {
	Deps
	pace *pace
}

// NewService returns a Service.
func NewService(d Deps) *Service { return &Service{d, newPace()} }

// entry is what a step leaves on the trail; one without a verb leaves nothing.
type entry struct {
	verb   string
	detail map[string]string
}

// onQuestion runs f on a question in one unit with it held; f saves what it changes.
func (s *Service) onQuestion(ctx context.Context, id string, f func(ctx context.Context, q *Question) (entry, error)) error {
	return s.Work.Do(ctx, func(ctx context.Context) error {
		q, err := s.Store.Hold(ctx, id)
		if err != nil {
			return err
		}
		e, err := f(ctx, &q)
		if err != nil {
			return err
		}
		unit.After(ctx, func() { s.Changed(Topic, id) })
		if e.verb == "" {
			return nil
		}
		return s.Record(ctx, e.verb, "question", id, 0, e.detail)
	})
}

// save writes a change that whoever looks at the question has to know of before acting on it.
func (s *Service) save(ctx context.Context, q *Question) error {
	q.Version++
	return s.Store.Save(ctx, *q)
}

// note writes what outdates nobody's view: that the question was opened, or that its claim goes on.
func (s *Service) note(ctx context.Context, q *Question) error { return s.Store.Save(ctx, *q) }

func stale() error {
	return problem.New(problem.Conflict, "这一页看到的已经不是最新的了", "没有覆盖别人的改动", "请刷新后再看一眼")
}

// answerer is people.May for what only a person may do: no program claims, writes, submits or closes.
func answerer(ctx context.Context) (people.Actor, error) {
	if err := people.May(ctx, people.Answer); err != nil {
		return people.Actor{}, err
	}
	who, _ := people.From(ctx)
	if who.System {
		return who, problem.New(problem.Forbidden, "这一步要由人来做，程序不能代替", "什么都没有改动", "")
	}
	return who, nil
}

func (s *Service) setDue(q *Question) {
	q.Days = s.Policy.DaysFor(q.Kind)
	d := s.Calendar.Due(q.Received, q.Days)
	q.Due, q.Assumed = d.Due, d.Assumed
}
