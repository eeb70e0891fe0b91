package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/wake"
	"huiying/publishing/content"
	"huiying/publishing/delivery/attempts"
)

// recheck is when a delivery in hand is looked at again in case its program died: longer than the slowest send.
const recheck = 10 * time.Minute

// Deliver does a due delivery: it is the handler of WakeDeliver. Whatever happens to the process between its lines, the
// ledger says how far it came, and nothing is sent twice: an intent without outcome is found again by Recover, or by the
// wake that start leaves behind.
func (s *Service) Deliver(ctx context.Context, w wake.Wake) error {
	if err := people.May(ctx, people.Publish); err != nil {
		return err
	}
	d, err := s.Store.Delivery(ctx, w.Key)
	switch {
	case problem.KindOf(err) == problem.Missing:
		return s.Work.Do(ctx, func(ctx context.Context) error { return s.Wakes.Clear(ctx, w.Kind, w.Key) })
	case err != nil:
		return err
	case d.State == Sending && !s.Now().Before(d.Next):
		return s.recoverOne(ctx, d.ID) // its program was killed in the middle
	}
	parcel, wrong := s.parcel(ctx, d)
	if k := problem.KindOf(wrong); wrong != nil && k != problem.Damaged && k != problem.Missing {
		return wrong
	}
	ch, intent, err := s.start(ctx, d.ID, problem.Words(wrong))
	if err != nil || ch == nil {
		return err
	}
	made := d.Made
	if intent.Step == ledger.Prepare {
		left, failed := ch.(Preparer).Prepare(ctx, parcel, made)
		if left != nil {
			made = left
		}
		if intent, err = s.prepared(ctx, d.ID, intent, made, failed); err != nil || intent.ID == "" {
			return s.mark(ctx, d.Account, failed, err)
		}
	}
	if done, err := s.lookFirst(ctx, ch, parcel, made, intent); err != nil || done {
		return err
	}
	receipt, verdict, failed := ch.Send(ctx, parcel, made)
	return s.mark(ctx, d.Account, failed, s.sent(ctx, d.ID, intent, receipt, verdict, failed))
}

// mark tells the register of an authorisation that a call found dead, once the delivery itself is booked, and returns the
// error of the booking beside its own.
func (s *Service) mark(ctx context.Context, account accounts.ID, failed, booking error) error {
	if failed == nil || s.Broken == nil || problem.ClassOf(failed) != problem.ClassToken {
		return booking
	}
	return errors.Join(booking, s.Broken(ctx, account, problem.Words(failed)))
}

// idle leaves a delivery with the wake that its state asks for, and with no other: what a handler does that came too early
// or too late. It holds the delivery, so that no wake is lost that another unit is just setting.
func (s *Service) idle(ctx context.Context, id string) error {
	return s.onDelivery(ctx, id, 0, func(ctx context.Context, d *Delivery) (entry, error) { return entry{}, s.rest(ctx, *d) })
}

// rest sets the wake of a delivery at its Next, when its state has one, and clears the others. What waits for a person has
// no Next.
func (s *Service) rest(ctx context.Context, d Delivery) error {
	wants := ""
	switch d.State {
	case Armed, Sending:
		wants = WakeDeliver
	case Accepted:
		wants = WakeFollow
	case Unknown:
		wants = WakeReconcile
	}
	for _, kind := range []string{WakeDeliver, WakeFollow, WakeReconcile} {
		var err error
		if kind == wants && !d.Next.IsZero() {
			err = s.Wakes.Set(ctx, kind, d.ID, d.Next)
		} else {
			err = s.Wakes.Clear(ctx, kind, d.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// start decides, in one unit, what a due delivery does now: nothing (nil channel), wait for a person, or its next intent.
// wrong says what is wrong with its content, "" when nothing is.
func (s *Service) start(ctx context.Context, id, wrong string) (Channel, ledger.Intent, error) {
	var ch Channel
	var intent ledger.Intent
	err := s.onApproved(ctx, id, 0, func(ctx context.Context, d *Delivery, no string) (entry, error) {
		ch = nil
		now := s.Now()
		if d.State != Armed || now.Before(d.Next) {
			return entry{}, s.rest(ctx, *d)
		}
		if late(*d, now) {
			return s.giveUp(ctx, d, "过了计划时间 "+content.Span(now.Sub(d.Due))+"才轮到，没有发出")
		}
		obstacle, err := s.obstacle(ctx, *d)
		if err != nil {
			return entry{}, err
		}
		if note := content.First(wrong, obstacle, no); note != "" {
			return about("没有发出", *d, "why", note), s.end(ctx, d, Held, content.Sentences(note))
		}
		if d.Way == content.ByHand {
			return entry{}, s.end(ctx, d, WaitPerson, postNow)
		}
		ch = s.Channels[d.Platform]
		step := ledger.Send
		if _, ok := ch.(Preparer); ok {
			step = ledger.Prepare
		}
		if intent, err = s.intend(ctx, *d, step); err != nil {
			return entry{}, err
		}
		d.State, d.Sent, d.Next = Sending, now, now.Add(recheck)
		d.Attempts++
		return entry{}, s.wait(ctx, d)
	})
	if err != nil {
		return nil, ledger.Intent{}, err
	}
	return ch, intent, nil
}

// late tells whether a delivery may not go out any more at a time, by its late policy or because the approved window is
// over. Nothing is late by less than a minute.
func late(d Delivery, at time.Time) bool {
	return at.Sub(d.Due) > max(d.Late.Within, content.Minute) || d.Window.Over(at)
}

// giveUp ends a delivery that cannot go out in time as its late policy says: dropped, or held for a person.
func (s *Service) giveUp(ctx context.Context, d *Delivery, why string) (entry, error) {
	if d.Late.Drop {
		return about("过期", *d, "why", why), s.end(ctx, d, Expired, content.Sentences(why, "按事先的选择不再发出"))
	}
	next := "请改到窗口内的时间，或作废"
	if d.Window.Over(s.Now()) {
		next = "批准的发布窗口已过，" + anew
	}
	return about("没有发出", *d, "why", why), s.end(ctx, d, Held, content.Sentences(why, next))
}

func (s *Service) intend(ctx context.Context, d Delivery, step ledger.Step) (ledger.Intent, error) {
	return s.book().Intend(ctx, d.ID, string(d.Account), d.Fingerprint, step)
}

// prepared books what preparing came to and, when it succeeded, the intent to send, in one unit with the gate asked
// again. A zero intent means: not now.
func (s *Service) prepared(ctx context.Context, id string, i ledger.Intent, made json.RawMessage, failed error) (ledger.Intent, error) {
	var send ledger.Intent
	err := s.onApproved(ctx, id, 0, func(ctx context.Context, d *Delivery, no string) (entry, error) {
		send = ledger.Intent{}
		if d.State != Sending {
			return entry{}, stale()
		}
		d.Made = attempts.AsJSON(made)
		if failed != nil {
			// Nobody sees what preparing leaves behind, and it looks before it adds: an unknown end is no danger here.
			if err := s.conclude(ctx, i, ledger.NotSent, ledger.ByCall, failed, "", Receipt{}); err != nil {
				return entry{}, err
			}
			return s.failed(ctx, d, failed, "还在准备，没有发出")
		}
		if err := s.conclude(ctx, i, ledger.Published, ledger.ByCall, nil, "", Receipt{}); err != nil {
			return entry{}, err
		}
		if no != "" {
			return about("没有发出", *d, "why", no), s.end(ctx, d, Held, no)
		}
		if late(*d, s.Now()) {
			return s.giveUp(ctx, d, "准备好时已经过了时间，没有发出")
		}
		var err error
		if send, err = s.intend(ctx, *d, ledger.Send); err != nil {
			return entry{}, err
		}
		d.Next = s.Now().Add(recheck)
		return entry{}, s.wait(ctx, d)
	})
	return send, err
}
