package delivery

import (
	"context"

	"huiying/internal/ledger"
	"huiying/publishing/content"
)

// Recover is called once at the start, before the wakes run: every intent to send without any outcome, which a kill or a
// power cut left, becomes Unknown and is looked for on its account. Nothing is sent.
func (s *Service) Recover(ctx context.Context) error {
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
	return s.onDelivery(ctx, id, 0, "", func(ctx context.Context, d *Delivery) (map[string]string, error) {
		if d.Way == content.ByHand || d.State != Sending {
			return nil, nil
		}
		records, err := s.Ledger.Of(ctx, ledger.Subject{Kind: "delivery", ID: id})
		if err != nil {
			return nil, err
		}
		now := s.Now()
		for _, r := range records {
			if len(r.Outcomes) > 0 {
				continue
			}
			verdict := ledger.Unknown
			if r.Intent.Step == ledger.Prepare {
				verdict = ledger.NotSent
			}
			if err := s.conclude(ctx, r.Intent, verdict, ledger.ByReconcile, nil, Receipt{}); err != nil {
				return nil, err
			}
			if verdict == ledger.Unknown {
				d.State, d.Next = Unknown, now
				d.Note = "发送途中程序停了，可能发了也可能没发。程序会去账号上核对，不会自己再发"
			}
		}
		if d.State == Unknown {
			if err := s.Wakes.Clear(ctx, WakeDeliver, id); err != nil {
				return nil, err
			}
			if err := s.Wakes.Set(ctx, WakeReconcile, id, now); err != nil {
				return nil, err
			}
			return nil, s.save(ctx, *d)
		}
		d.State, d.Note, d.Next = Armed, "准备途中程序停了，重新来过", now
		if err := s.Wakes.Set(ctx, WakeDeliver, id, now); err != nil {
			return nil, err
		}
		return nil, s.save(ctx, *d)
	})
}
