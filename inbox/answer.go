package inbox

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"huiying/accounts/limits"
	"huiying/internal/people"
	"huiying/internal/problem"
)

// SaveAnswer is a save of an answer's text: Version is the one it started from, 0 for a new one.
type SaveAnswer struct {
	ID       string // of the answer, made by the caller
	Question string
	Version  int
	Text     string
}

// Save keeps the text of an answer. Typing claims the question; while somebody else holds it nothing is saved. The same
// save again changes nothing.
func (s *Service) Save(ctx context.Context, cmd SaveAnswer) (Answer, error) {
	who, err := answerer(ctx)
	if err != nil {
		return Answer{}, err
	}
	if cmd.ID == "" {
		return Answer{}, problem.New(problem.Internal, "这份答复没有自己的编号", "没有存下", "")
	}
	var a Answer
	err = s.onQuestion(ctx, cmd.Question, func(ctx context.Context, q *Question) (entry, error) {
		e, err := s.claim(ctx, q, who)
		if err != nil {
			return entry{}, err
		}
		a, err = s.saveText(ctx, q, cmd, who)
		return e, err
	})
	return a, err
}

func (s *Service) saveText(ctx context.Context, q *Question, cmd SaveAnswer, who people.Actor) (Answer, error) {
	a, err := s.Store.Answer(ctx, q.ID)
	switch {
	case problem.KindOf(err) == problem.Missing, err == nil && a.State == Rejected && a.ID != cmd.ID:
		a = Answer{ID: cmd.ID, Question: q.ID, State: Drafting}
	case err != nil:
		return Answer{}, err
	case a.State == Rejected:
		return Answer{}, problem.New(problem.Conflict, "这份答复已被否决，不再用", "它的内容没有动", "请另写一份")
	case a.State != Drafting && a.State != Returned:
		return Answer{}, problem.New(problem.Conflict, "这份答复已经送审，不能再改", "送审的那一份没有动", "要改请先收回")
	case a.ID != cmd.ID:
		return Answer{}, stale()
	}
	if a.Version == cmd.Version+1 && a.Text == cmd.Text && a.By == who.Person {
		return a, nil
	}
	if a.Version != cmd.Version {
		return Answer{}, stale()
	}
	if a.By != "" && a.By != who.Person && !slices.Contains(a.Others, a.By) {
		a.Others = append(slices.Clone(a.Others), a.By)
	}
	a.Text, a.By, a.ByName, a.Changed = cmd.Text, who.Person, who.Name, s.Now()
	a.Version++
	return a, s.Store.SaveAnswer(ctx, a)
}

// SubmitAnswer hands an answer of that version in for review.
type SubmitAnswer struct {
	Question string
	Version  int // of the answer
}

// Submit opens the review of an answer. Its fingerprint binds it to its question. The same submission again is none.
func (s *Service) Submit(ctx context.Context, cmd SubmitAnswer) (Answer, error) {
	who, err := answerer(ctx)
	if err != nil {
		return Answer{}, err
	}
	var a Answer
	err = s.onQuestion(ctx, cmd.Question, func(ctx context.Context, q *Question) (entry, error) {
		var err error
		if a, err = s.Store.Answer(ctx, q.ID); err != nil {
			return entry{}, err
		}
		switch {
		case a.State == Reviewing && a.Version == cmd.Version+1 && a.By == who.Person:
			return entry{}, nil
		case a.Version != cmd.Version || a.State != Drafting && a.State != Returned:
			return entry{}, stale()
		case a.By != who.Person:
			return entry{}, problem.New(problem.Forbidden, "这份答复是"+a.ByName+"写的", "没有送审", "请"+a.ByName+"来送审，或由您改定后再送")
		}
		if _, err := s.claim(ctx, q, who); err != nil {
			return entry{}, err
		}
		if err := CheckText(*q, a.Text); err != nil {
			return entry{}, err
		}
		a.Text = strings.TrimSpace(a.Text)
		a.State, a.Submitted, a.Changed, a.Note, a.Code = Reviewing, s.Now(), s.Now(), "", ""
		a.Fingerprint = Fingerprint(*q, a.Text)
		a.Revision++
		a.Version++
		if err := s.Review.Submit(ctx, *q, a); err != nil {
			return entry{}, err
		}
		if err := s.Store.SaveAnswer(ctx, a); err != nil {
			return entry{}, err
		}
		q.State, q.Reason = InReview, ""
		return entry{"答复送审", map[string]string{"answer": a.ID, "fingerprint": a.Fingerprint}}, s.save(ctx, q)
	})
	return a, err
}

// CheckText says whether a text can be an answer to a question: not empty, and within what its platform takes.
func CheckText(q Question, text string) error {
	text = strings.TrimSpace(text)
	if text == "" {
		return problem.New(problem.Invalid, "答复还是空的", "没有送审", "请先写答复")
	}
	most := limits.Reply(q.Platform).Units
	if n := limits.WeiboUnits(text); q.Channel != ByHand && most > 0 && n > most {
		return problem.New(problem.Invalid, fmt.Sprintf("答复 %d/%d 字，超了 %d 字", (n+1)/2, most/2, (n-most+1)/2),
			"写好的都还在，没有送审", "请删短一些")
	}
	return nil
}

// TakeBack takes an answer that is not out back for mending: from review, from waiting, or after a platform's no. Its
// approval is void from then on, and the question is in the hands of whoever took it back.
func (s *Service) TakeBack(ctx context.Context, question string) error {
	who, err := answerer(ctx)
	if err != nil {
		return err
	}
	return s.onQuestion(ctx, question, func(ctx context.Context, q *Question) (entry, error) {
		a, err := s.Store.Answer(ctx, question)
		if err != nil {
			return entry{}, err
		}
		switch a.State {
		case Drafting, Returned:
			return entry{}, nil
		case Reviewing, Ready, WaitPerson, Refused:
		case Rejected:
			return entry{}, problem.New(problem.Conflict, "这份答复已被否决，不再用", "什么都没有改动", "请另写一份")
		default:
			return entry{}, problem.New(problem.Conflict, "答复已经发出或正在发出，不能收回", "发出的内容没有动", "")
		}
		if err := s.Review.Void(ctx, a.ID, "答复人收回"); err != nil {
			return entry{}, err
		}
		if err := s.Wakes.Clear(ctx, WakeAnswer, a.ID); err != nil {
			return entry{}, err
		}
		a.State, a.Changed = Drafting, s.Now()
		a.Version++
		if err := s.Store.SaveAnswer(ctx, a); err != nil {
			return entry{}, err
		}
		q.State, q.Claimed, q.ClaimedBy, q.ClaimedAt = ToAnswer, who.Person, who.Name, s.Now()
		return entry{"收回答复", map[string]string{"answer": a.ID}}, s.save(ctx, q)
	})
}
