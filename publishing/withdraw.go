package publishing

import (
	"context"
	"strings"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/publishing/delivery"
)

// Reopen takes a post back for mending: from review, or from the queue as long as nothing of it is out or on its way.
// Its approvals are void; its deliveries are withdrawn.
func (s *Service) Reopen(ctx context.Context, post string, version int, why string) error {
	if err := people.May(ctx, people.Compose); err != nil {
		return err
	}
	return s.Work.Do(ctx, func(ctx context.Context) error {
		p, err := s.seen(ctx, post, version)
		if err != nil {
			return err
		}
		return s.takeBack(ctx, p, Draft, "收回修改", why)
	})
}

// MayWithdraw tells whether the actor may stop a post that waits to go out: whoever composes, and whoever reviews. The author need
// not be there for it.
func MayWithdraw(ctx context.Context) error {
	err := people.May(ctx, people.Compose)
	if err != nil && people.May(ctx, people.Check) == nil {
		return nil
	}
	return err
}

// Withdraw stops for good what has not gone out. Where nothing is out or on its way the whole post is withdrawn and its approval
// void; else what is out, or may be, stays as it is, and only the deliveries that wait are withdrawn.
func (s *Service) Withdraw(ctx context.Context, post string, version int, why string) error {
	if err := MayWithdraw(ctx); err != nil {
		return err
	}
	if strings.TrimSpace(why) == "" {
		return problem.New(problem.Invalid, "还没有写撤下的原因", "什么都没有改动", "请写一句原因")
	}
	return s.Work.Do(ctx, func(ctx context.Context) error {
		p, err := s.seen(ctx, post, version)
		if err != nil {
			return err
		}
		if err := people.May(ctx, people.Compose); err != nil && !queued(p.State) {
			return err // a reviewer says what he thinks of it in the review
		}
		ds, err := s.Deliveries.Of(ctx, post)
		if err != nil {
			return err
		}
		for _, d := range ds {
			if d.Revision == p.Revision && gone(d.State) {
				return s.stopRest(ctx, p, ds, why)
			}
		}
		return s.takeBack(ctx, p, Withdrawn, "撤稿", why)
	})
}

// seen holds a post in the version that a command saw, unless it is over.
func (s *Service) seen(ctx context.Context, post string, version int) (Post, error) {
	p, err := s.Store.HoldPost(ctx, post)
	switch {
	case err != nil:
		return p, err
	case p.Version != version:
		return p, stale()
	case over(p.State):
		return p, finished(p)
	}
	return p, nil
}

func (s *Service) takeBack(ctx context.Context, p Post, to State, verb, why string) error {
	if err := s.Review.Void(ctx, p.ID, why); err != nil {
		return err
	}
	if err := s.Deliveries.TakeBack(ctx, p.ID, p.Revision, verb+"："+why); err != nil {
		return err
	}
	p.State, p.Changed, p.Comment = to, s.Now(), why
	p.Version++
	if err := s.Store.SavePost(ctx, p); err != nil {
		return err
	}
	s.tell(ctx, p.ID)
	return s.Record(ctx, verb, "post", p.ID, p.Revision, map[string]string{"why": why})
}

// gone tells whether a delivery in this state is out, or may be.
func gone(st delivery.State) bool {
	switch st {
	case delivery.Sending, delivery.Accepted, delivery.Out, delivery.Unknown:
		return true
	}
	return false
}

// stopRest withdraws the deliveries of a post that still wait. Its approval stays: what went out went out with it.
func (s *Service) stopRest(ctx context.Context, p Post, ds []delivery.Delivery, why string) error {
	var states []delivery.State
	stopped := 0
	for _, d := range ds {
		if d.Revision != p.Revision {
			continue
		}
		switch d.State {
		case delivery.Held, delivery.Armed, delivery.WaitPerson:
			d, err := s.Deliveries.Store.Hold(ctx, d.ID)
			if err != nil {
				return err
			}
			d.State, d.Note, d.Next = delivery.TakenBack, "撤下没发出的："+why, time.Time{}
			d.Version++
			d.Changed = s.Now()
			if err := s.Deliveries.Store.Save(ctx, d); err != nil {
				return err
			}
			if err := s.Deliveries.Wakes.Clear(ctx, delivery.WakeDeliver, d.ID); err != nil {
				return err
			}
			states = append(states, d.State)
			stopped++
		default:
			states = append(states, d.State)
		}
	}
	if stopped == 0 {
		return problem.New(problem.Conflict, "这篇稿子已经发出或正在发出，没有还能撤下的", "发出的内容没有动", "需要更正的，请另发更正稿")
	}
	if err := s.Moved(ctx, p.ID, p.Revision, states); err != nil {
		return err
	}
	s.tell(ctx, p.ID)
	return s.Record(ctx, "撤下没发出的", "post", p.ID, p.Revision, map[string]string{"why": why})
}
