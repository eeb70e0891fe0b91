package delivery

import (
	"context"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/publishing/content"
	"huiying/publishing/delivery/attempts"
)

// shown is how long after a restore the account is looked at: longer than any platform takes to show what it took a moment
// before the file broke.
const shown = 10 * time.Minute

// Restored is called once at the start after a backup of a time was put back, as a system actor, after Recover and before
// the wakes run. The ledger of all that was done since is lost, so whatever was to go out may be out: what was due is
// Unknown and looked for on its account, what is due later is Held. Each gets an attempt that is booked for the time of the
// backup, so that nothing of it is ever sent without a look at the account before. Called in a unit, all of it is in that
// unit.
func (s *Service) Restored(ctx context.Context, made time.Time) error {
	if err := people.May(ctx, people.Publish); err != nil {
		return err
	}
	return s.Work.Do(ctx, func(ctx context.Context) error {
		ds, err := s.Store.In(ctx, Armed, WaitPerson, Held, Expired)
		if err != nil {
			return err
		}
		for _, d := range ds {
			if d.Settled {
				continue
			}
			if err := s.onDelivery(ctx, d.ID, 0, func(ctx context.Context, d *Delivery) (entry, error) { return s.restored(ctx, d, made) }); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) restored(ctx context.Context, d *Delivery, made time.Time) (entry, error) {
	gap := attempts.Gap{From: made, To: s.Now()}
	what := gap.Words()
	due := d.State == WaitPerson || d.State == Armed && !s.Now().Before(d.Due)
	if _, preparing := s.Channels[d.Platform].(Preparer); preparing {
		d.Made = nil // a draft of before the backup may have gone out since, and another may have taken its place
	}
	if d.Way == content.ByHand && due { // nothing leaves here without a person
		return about("恢复备份", *d, "why", what), s.end(ctx, d, WaitPerson, content.Sentences(what, "请先到平台上看一眼，没有发出的再发"))
	}
	verdict := ledger.NotSent
	if due {
		verdict = ledger.Unknown
	}
	if err := s.assume(ctx, *d, gap, verdict); err != nil {
		return entry{}, err
	}
	switch {
	case due:
		e, err := s.lost(ctx, d, nil, what)
		if err != nil {
			return e, err
		}
		d.Next = s.Now().Add(shown)
		return e, s.wait(ctx, d)
	case d.State == Expired:
		d.Note = content.Sentences(d.Note, what)
		return entry{}, s.save(ctx, d)
	case d.State == Held:
		what = content.Sentences(d.Note, what)
	}
	return about("恢复备份", *d, "why", what), s.end(ctx, d, Held, content.Sentences(what, "请到平台核对，没有发出的可以重新就绪"))
}

// assume books that a delivery which the program would send may have been sent in a gap of the books, so that it is never
// sent without a look at its account before.
func (s *Service) assume(ctx context.Context, d Delivery, g attempts.Gap, v ledger.Verdict) error {
	if d.Way == content.ByHand {
		return nil
	}
	_, err := s.book().Assume(ctx, d.ID, string(d.Account), d.Fingerprint, g, v)
	return err
}
