package inbox

import (
	"context"

	"huiying/internal/problem"
	"huiying/internal/unit"
)

// Decision is what the review decided on an answer.
type Decision struct {
	Answer      string
	Revision    int
	Fingerprint string
	Approved    bool
	Returned    bool // comes back mended; neither: rejected for good
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
	case d.Approved:
		a.State, q.State = Ready, ToSend
		if q.Channel == ByHand {
			a.State = WaitPerson
		} else if err := s.Wakes.Set(ctx, WakeAnswer, a.ID, now); err != nil {
			return err
		}
	case d.Returned:
		a.State, q.State, q.ClaimedAt, q.Reason = Returned, ToAnswer, now, d.Comment
	default:
		a.State, q.State, q.ClaimedAt, q.Reason = Rejected, ToAnswer, now, d.Comment
	}
	a.Version++
	if err := s.Store.SaveAnswer(ctx, a); err != nil {
		return err
	}
	unit.After(ctx, func() { s.Changed(Topic, q.ID) })
	return s.save(ctx, &q)
}
