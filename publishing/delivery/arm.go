package delivery

import (
	"context"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/publishing/content"
	"huiying/publishing/delivery/obstacles"
)

// Order is an approved revision that is to go out.
type Order struct {
	Post        string
	Revision    int
	Fingerprint string
	Title       string
	Written     time.Time // when the post was begun: one older than a restore may be out in an approval that was lost
	Due         time.Time
	Content     content.Master
}

// Arm makes the deliveries of an approved revision, one for each target, in the unit of ctx and with the post held:
// armed, or held with the reason. Posts.Moved is told at the end.
func (s *Service) Arm(ctx context.Context, o Order) error {
	gap, err := s.Gap(ctx)
	if err != nil {
		return err
	}
	for _, t := range o.Content.Targets {
		d := Delivery{ID: unit.NewID(), Post: o.Post, Revision: o.Revision, Title: o.Title, Account: t.Account, Platform: t.Platform, Way: t.Way,
			Due: o.Due, Window: o.Content.Window, Late: o.Content.Late, Fingerprint: o.Fingerprint}
		if o.Written.Before(gap.To) {
			if err := s.assume(ctx, d, gap, ledger.NotSent); err != nil {
				return err
			}
		}
		if err := s.ready(ctx, &d); err != nil {
			return err
		}
	}
	return s.moved(ctx, o.Post, o.Revision)
}

// Move gives the deliveries of a revision that are neither out nor on their way nor settled another hour, in the unit of ctx and with
// the post held. It returns how many it moved.
func (s *Service) Move(ctx context.Context, post string, revision int, due time.Time) (int, error) {
	ds, err := s.Store.Of(ctx, post)
	if err != nil {
		return 0, err
	}
	moved := 0
	for _, d := range ds {
		if d, err = s.Store.Hold(ctx, d.ID); err != nil {
			return moved, err
		}
		if d.Revision != revision || d.State != Armed && d.State != Held && d.State != WaitPerson && d.State != Expired || d.Settled {
			continue
		}
		d.Due = due
		if err := s.ready(ctx, &d); err != nil {
			return moved, err
		}
		moved++
	}
	if moved == 0 {
		return 0, nil
	}
	return moved, s.moved(ctx, post, revision)
}

// TakeBack withdraws the deliveries of a revision, in the unit of ctx and with the post held. It is refused with
// problem.Conflict when one is out, or may be.
func (s *Service) TakeBack(ctx context.Context, post string, revision int, why string) error {
	ds, err := s.Store.Of(ctx, post)
	if err != nil {
		return err
	}
	for _, d := range ds {
		if d.Revision != revision {
			continue
		}
		if d, err = s.Store.Hold(ctx, d.ID); err != nil {
			return err
		}
		switch d.State {
		case Held, Armed, WaitPerson:
			if err := s.end(ctx, &d, TakenBack, why); err != nil {
				return err
			}
		case Expired, Refused: // it stays what it was, and nobody has to settle it any more
			d.Settled = true
			if err := s.save(ctx, &d); err != nil {
				return err
			}
		case TakenBack:
		default:
			return problem.New(problem.Conflict, "这篇稿子已经发出或正在发出，不能收回", "发出的内容没有动", "需要更正的，请另发更正稿")
		}
	}
	return nil
}

// anew is what to do when an approval does not fit any more. What stands or may stand on one account is not taken back from
// the others (see TakeBack).
const anew = "请作废，或收回重新送审；同一稿在别的账号已经发出或正在发出的收不回，请另拟一稿送审"

// ready puts a delivery that is not out into Armed with its wake, or into Held with the reason, and saves it.
func (s *Service) ready(ctx context.Context, d *Delivery) error {
	note, err := s.obstacle(ctx, *d)
	if err != nil {
		return err
	}
	d.State, d.Note, d.Code, d.Next, d.Settled = Armed, "", "", d.Due, false
	switch now := s.Now(); {
	case note != "":
		d.State, d.Note, d.Next = Held, content.Sentences(note), time.Time{}
	case d.Window.Over(now):
		d.State, d.Note, d.Next = Held, content.Sentences("就绪时批准的发布窗口已过，没有发出", anew), time.Time{}
	case late(*d, now):
		d.State, d.Note, d.Next = Held, "就绪时已过计划时间，没有发出。请改到窗口内的时间，或作废。", time.Time{}
	}
	return s.wait(ctx, d)
}

// obstacle says why a delivery cannot be armed; "" when it can.
func (s *Service) obstacle(ctx context.Context, d Delivery) (string, error) {
	_, ok := s.Channels[d.Platform]
	return obstacles.First(ctx, s.Register, obstacles.Plan{Account: d.Account, Way: d.Way, Channel: ok, Due: d.Due,
		Lost: func(ctx context.Context) (string, error) { return s.book().Lost(ctx, d.ID) }}, s.Now())
}

// Rearm looks again at a held delivery: after an authorisation was renewed, say.
func (s *Service) Rearm(ctx context.Context, id string) error {
	if err := people.May(ctx, people.Publish); err != nil {
		return err
	}
	return s.onDelivery(ctx, id, 0, func(ctx context.Context, d *Delivery) (entry, error) {
		if d.State != Held {
			return entry{}, stale()
		}
		err := s.ready(ctx, d)
		return about("重新就绪", *d, "note", d.Note), err
	})
}
