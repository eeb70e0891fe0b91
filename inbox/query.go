package inbox

import (
	"context"
	"time"

	"huiying/accounts"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/workdays"
)

// pageSize is how many questions a page holds unless the filter says otherwise.
const pageSize = 100

// Detail is a question with everything that its page shows.
type Detail struct {
	Question Question
	Answer   Answer // zero when there is none
	Deadline workdays.Deadline
	Rule     string // the policy in words
}

// Get returns one question with its answer and its days counted one by one.
func (s *Service) Get(ctx context.Context, id string) (Detail, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return Detail{}, err
	}
	q, err := s.Store.Question(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	a, err := s.Store.Answer(ctx, id)
	if err != nil && problem.KindOf(err) != problem.Missing {
		return Detail{}, err
	}
	return Detail{Question: q, Answer: a, Deadline: s.Calendar.Due(q.Received, q.Days), Rule: s.Policy.Words}, nil
}

// Page returns one page of a view, soonest due first, finished ones newest first. Filter.Next gives the next one.
func (s *Service) Page(ctx context.Context, f Filter) ([]Question, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	if f.Limit <= 0 {
		f.Limit = pageSize
	}
	if f.Now.IsZero() {
		f.Now = s.Now()
	}
	return s.Store.Page(ctx, f)
}

// Counts returns how many questions each view holds.
func (s *Service) Counts(ctx context.Context) (map[View]int, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	return s.Store.Counts(ctx, s.Now())
}

// AnswerFor returns an answer with its question, for those who review it.
func (s *Service) AnswerFor(ctx context.Context, answer string) (Answer, Question, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return Answer{}, Question{}, err
	}
	a, err := s.Store.AnswerByID(ctx, answer)
	if err != nil {
		return a, Question{}, err
	}
	q, err := s.Store.Question(ctx, a.Question)
	return a, q, err
}

// AnswersIn returns the answers in any of these states, oldest change first: what waits for a person.
func (s *Service) AnswersIn(ctx context.Context, states ...AnswerState) ([]Answer, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	return s.Store.AnswersIn(ctx, states...)
}

// OpenQuestions returns how many questions to an account wait, and since when the oldest does.
func (s *Service) OpenQuestions(ctx context.Context, id accounts.ID) (int, time.Time, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return 0, time.Time{}, err
	}
	return s.Store.Waiting(ctx, id)
}
