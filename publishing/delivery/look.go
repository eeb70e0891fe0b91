package delivery

import (
	"context"
	"encoding/json"

	"huiying/internal/ledger"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery/attempts"
	"huiying/publishing/delivery/looking"
)

// look asks what became of the attempts at a delivery. A call that is made again with the platform's own key is booked on
// the intent before it is made, in one unit with the gate.
func (s *Service) look(ctx context.Context, ch Channel, p Parcel, made json.RawMessage, i ledger.Intent, tries []attempts.Try) (Sighting, error) {
	return looking.Find(ctx, ch, looking.Question{Parcel: p, Made: made, Tries: tries, Now: s.Now(), MayAsk: func(ctx context.Context) (said string, err error) {
		err = s.onApproved(ctx, p.Delivery, 0, func(ctx context.Context, d *Delivery, no string) (entry, error) {
			if said = no; no != "" {
				return entry{}, nil
			}
			if d.State != Unknown && d.State != Sending {
				return entry{}, stale()
			}
			return entry{}, s.conclude(ctx, i, ledger.Unknown, ledger.ByReconcile, nil, "平台核对：用同一个编号再问一次平台，不会发第二次", Receipt{})
		})
		return said, err
	}})
}

// lookFirst looks on the account before a second attempt: a platform that said no, or a person who saw nothing, may be
// wrong. It returns true when nothing is to be sent: the post stands there, or nobody can say. Attempts that certainly
// never reached the platform need no look.
func (s *Service) lookFirst(ctx context.Context, ch Channel, p Parcel, made json.RawMessage, i ledger.Intent) (bool, error) {
	tries, err := s.book().Tries(ctx, p.Delivery, i.ID)
	if err != nil || len(tries) == 0 {
		return err != nil, err
	}
	sight, failed := s.look(ctx, ch, p, made, i, tries)
	if failed == nil && sight.Presence == Absent {
		return false, nil
	}
	return true, s.onDelivery(ctx, p.Delivery, 0, func(ctx context.Context, d *Delivery) (entry, error) {
		if failed == nil && sight.Presence == There {
			return s.landed(ctx, d, i, sight.Receipt, sight.Verdict, ledger.ByReconcile, sight.Words)
		}
		seen := content.First(sight.Words, problem.Words(failed))
		// No call was made for this intent: it is as sure as one that says itself that it never left.
		if err := s.conclude(ctx, i, ledger.NotSent, ledger.ByCall, failed, seen, Receipt{}); err != nil {
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
