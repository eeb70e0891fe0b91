package delivery

import (
	"context"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/publishing/content"
)

// Recover is called once at the start, as a system actor, before the wakes run and by a program that has the deliveries
// for itself: every intent without any outcome, which a kill or a power cut left, is settled. One to send becomes Unknown
// and is looked for on its account. Nothing is sent.
func (s *Service) Recover(ctx context.Context) error {
	if err := people.May(ctx, people.Publish); err != nil {
		return err
	}
	dangling, err := s.Ledger.Dangling(ctx, "delivery")
	if err != nil {
		return err
	}
	for _, i := range dangling {
		if err := s.recoverOne(ctx, i.Subject.ID); err != nil {
			return err
		}
	}
	return nil
}

// recoverOne settles what a dead program left of one delivery. A delivery that a person posts by hand is left alone: its
// intent waits for that person.
func (s *Service) recoverOne(ctx context.Context, id string) error {
	return s.onDelivery(ctx, id, 0, func(ctx context.Context, d *Delivery) (entry, error) {
		if d.Way == content.ByHand || d.State != Sending {
			return entry{}, s.rest(ctx, *d)
		}
		dangling, err := s.book().Dangling(ctx, id)
		if err != nil {
			return entry{}, err
		}
		maybe := false
		for _, i := range dangling {
			verdict := ledger.NotSent
			if i.Step == ledger.Send {
				verdict, maybe = ledger.Unknown, true
			}
			if err := s.conclude(ctx, i, verdict, ledger.ByReconcile, nil, "程序停过，没有记下结果。", Receipt{}); err != nil {
				return entry{}, err
			}
		}
		if maybe {
			return s.lost(ctx, d, nil, "发送途中程序停了，可能发了也可能没发")
		}
		d.State, d.Note, d.Next = Armed, "准备途中程序停了，重新来过。", s.Now()
		return entry{}, s.wait(ctx, d)
	})
}
