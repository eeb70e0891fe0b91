package inbox

import (
	"context"
	"fmt"
	"strings"

	"huiying/accounts/limits"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
)

// SaveAnswer is a save of an answer's text: Version is the one it started from, 0 for a new one.
type SaveAnswer struct {
	ID       string // of the answer, made by the caller
	Question string
	Version  int
	Text     string
}

// Save keeps the text of an answer. Typing claims the question; while somebody else holds it nothing is saved.
func (s *Service) Save(ctx context.Context, cmd SaveAnswer) (Answer, error) {
	if err := people.May(ctx, people.Answer); err != nil {
		return Answer{}, err
	}
	var a Answer
	err := s.onQuestion(ctx, cmd.Question, 0, "", func(ctx context.Context, q *Question) (map[string]string, error) {
		var err error
		a, err = s.saveText(ctx, q, cmd)
		return nil, err
	})
	return a, err
}

func (s *Service) saveText(ctx context.Context, q *Question, cmd SaveAnswer) (Answer, error) {
	who, _ := people.From(ctx)
	if err := s.claim(ctx, q); err != nil {
		return Answer{}, err
	}
	a, err := s.Store.Answer(ctx, q.ID)
	switch {
	case problem.KindOf(err) == problem.Missing || err == nil && a.State == Rejected && a.ID != cmd.ID:
		a = Answer{ID: cmd.ID, Question: q.ID}
	case err != nil:
		return Answer{}, err
	case a.State != Drafting && a.State != Returned:
		return Answer{}, problem.New(problem.Conflict, "这份答复已经送审，不能再改", "送审的那一份没有动", "要改请先收回")
	case a.Version != cmd.Version:
		return Answer{}, stale()
	}
	if a.Version != cmd.Version {
		return Answer{}, stale()
	}
	a.Text, a.By, a.ByName, a.Changed = cmd.Text, who.Person, who.Name, s.Now()
	if a.State == "" {
		a.State = Drafting
	}
	a.Version++
	if err := s.Store.SaveAnswer(ctx, a); err != nil {
		return Answer{}, err
	}
	return a, s.save(ctx, q)
}

// SubmitAnswer hands an answer of that version in for review.
type SubmitAnswer struct {
	Question string
	Version  int // of the answer
}

// Submit opens the review of an answer. Its fingerprint binds it to its question.
func (s *Service) Submit(ctx context.Context, cmd SubmitAnswer) (Answer, error) {
	if err := people.May(ctx, people.Answer); err != nil {
		return Answer{}, err
	}
	var a Answer
	err := s.onQuestion(ctx, cmd.Question, 0, "答复送审", func(ctx context.Context, q *Question) (map[string]string, error) {
		var err error
		if a, err = s.Store.Answer(ctx, q.ID); err != nil {
			return nil, err
		}
		who, _ := people.From(ctx)
		switch {
		case a.Version != cmd.Version || a.State != Drafting && a.State != Returned:
			return nil, stale()
		case a.By != who.Person:
			return nil, problem.New(problem.Forbidden, "这份答复是"+a.ByName+"写的", "没有送审", "请"+a.ByName+"来送审")
		case q.State != ToAnswer:
			return nil, stale()
		}
		if err := CheckText(*q, a.Text); err != nil {
			return nil, err
		}
		a.Text = strings.TrimSpace(a.Text)
		a.Revision++
		a.State, a.Submitted, a.Changed, a.Note = Reviewing, s.Now(), s.Now(), ""
		a.Fingerprint = Fingerprint(*q, a.Text)
		a.Version++
		if err := s.Store.SaveAnswer(ctx, a); err != nil {
			return nil, err
		}
		q.State = InReview
		if err := s.save(ctx, q); err != nil {
			return nil, err
		}
		return map[string]string{"fingerprint": a.Fingerprint}, s.Review.Submit(ctx, *q, a)
	})
	return a, err
}

// CheckText says whether a text can be an answer to a question: not empty, and within what its platform takes.
func CheckText(q Question, text string) error {
	if strings.TrimSpace(text) == "" {
		return problem.New(problem.Invalid, "答复还是空的", "没有送审", "请先写答复")
	}
	l := limits.Reply(q.Platform)
	if n := limits.WeiboUnits(strings.TrimSpace(text)); q.Channel != ByHand && n > l.Units {
		return problem.New(problem.Invalid, fmt.Sprintf("答复 %d/%d 字，超了 %d 字", (n+1)/2, l.Units/2, (n-l.Units+1)/2), "写好的都还在，没有送审", "请删短一些")
	}
	return nil
}

// TakeBack takes an answer back from review for mending.
func (s *Service) TakeBack(ctx context.Context, question string) error {
	if err := people.May(ctx, people.Answer); err != nil {
		return err
	}
	return s.onQuestion(ctx, question, 0, "收回答复", func(ctx context.Context, q *Question) (map[string]string, error) {
		a, err := s.Store.Answer(ctx, question)
		if err != nil {
			return nil, err
		}
		if a.State != Reviewing && a.State != Ready && a.State != WaitPerson {
			return nil, problem.New(problem.Conflict, "答复已经发出或正在发出，不能收回", "发出的内容没有动", "")
		}
		if err := s.Review.Void(ctx, a.ID, "答复人收回"); err != nil {
			return nil, err
		}
		if err := s.clear(ctx, a.ID); err != nil {
			return nil, err
		}
		a.State, a.Changed = Drafting, s.Now()
		a.Version++
		if err := s.Store.SaveAnswer(ctx, a); err != nil {
			return nil, err
		}
		q.State, q.ClaimedAt = ToAnswer, s.Now()
		return nil, s.save(ctx, q)
	})
}

func (s *Service) clear(ctx context.Context, answer string) error {
	for _, kind := range []string{WakeAnswer, WakeReconcile} {
		if err := s.Wakes.Clear(ctx, kind, answer); err != nil {
			return err
		}
	}
	return nil
}

// Decision is what the review decided on an answer.
type Decision struct {
	Answer      string
	Revision    int
	Fingerprint string
	Approved    bool
	Returned    bool
	Comment     string
}

// HoldAnswer locks the question of an answer until the unit of ctx ends: review takes it before it takes its ticket.
func (s *Service) HoldAnswer(ctx context.Context, answer string) error {
	a, err := s.Store.AnswerByID(ctx, answer)
	if err != nil {
		return err
	}
	_, err = s.Store.Hold(ctx, a.Question)
	return err
}

// Decided moves an answer after its review, in the unit of the decision. An approved one goes out at once through the
// platform's interface, or waits for a person where there is none.
func (s *Service) Decided(ctx context.Context, d Decision) error {
	a, err := s.Store.AnswerByID(ctx, d.Answer)
	if err != nil {
		return err
	}
	q, err := s.Store.Hold(ctx, a.Question)
	if err != nil {
		return err
	}
	if a, err = s.Store.AnswerByID(ctx, d.Answer); err != nil {
		return err
	}
	if a.State != Reviewing || a.Revision != d.Revision || a.Fingerprint != d.Fingerprint || Fingerprint(q, a.Text) != d.Fingerprint {
		return problem.New(problem.Conflict, "这份答复已经不是送审的那一份", "您的决定没有记下", "请刷新后再看")
	}
	now := s.Now()
	a.Note, a.Changed = d.Comment, now
	switch {
	case d.Approved && q.Channel != ByHand:
		a.State, q.State = Ready, ToSend
		if err := s.Wakes.Set(ctx, WakeAnswer, a.ID, now); err != nil {
			return err
		}
	case d.Approved:
		a.State, q.State = WaitPerson, ToSend
	case d.Returned:
		a.State, q.State, q.ClaimedAt = Returned, ToAnswer, now
		q.Reason = d.Comment
	default:
		a.State, q.State, q.ClaimedAt = Rejected, ToAnswer, now
		q.Reason = d.Comment
	}
	a.Version++
	if err := s.Store.SaveAnswer(ctx, a); err != nil {
		return err
	}
	unit.After(ctx, func() { s.Changed(Topic, q.ID) })
	return s.save(ctx, &q)
}
