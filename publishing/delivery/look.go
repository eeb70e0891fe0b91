package delivery

import (
	"context"
	"encoding/json"

	"huiying/internal/ledger"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery/attempts"
)

// lookFirst looks on the account before a second attempt: a platform that said no, or a person who saw nothing, may be
// wrong. It returns true when nothing is to be sent: the post stands there, or nobody can say. Attempts that certainly
// never reached the platform need no look.
func (s *Service) lookFirst(ctx context.Context, ch Channel, p Parcel, made json.RawMessage, i ledger.Intent) (bool, error) {
	first, needed, err := s.book().Earlier(ctx, i)
	if err != nil || !needed {
		return err != nil, err
	}
	sight, failed := ch.Find(ctx, p, made, first.At)
	if failed == nil && sight.Presence == Absent {
		return false, nil
	}
	return true, s.onDelivery(ctx, p.Delivery, 0, func(ctx context.Context, d *Delivery) (entry, error) {
		if failed == nil && sight.Presence == There {
			return s.landed(ctx, d, i, sight.Receipt, sight.Verdict, ledger.ByReconcile, sight.Words)
		}
		seen := content.First(sight.Words, problem.Words(failed))
		if err := s.conclude(ctx, i, ledger.NotSent, ledger.ByReconcile, failed, seen, Receipt{}); err != nil {
			return entry{}, err
		}
		again := s.Now().Add(attempts.Pause(d.Attempts))
		if late(*d, again) {
			return s.giveUp(ctx, d, "再发之前看不清账号上有没有，没有再发")
		}
		d.State, d.Next = Armed, again
		d.Note = content.Sentences("再发之前先看账号，还没看清："+seen, "会在 "+content.Clock(again)+" 再看")
		return entry{}, s.wait(ctx, d)
	})
}
