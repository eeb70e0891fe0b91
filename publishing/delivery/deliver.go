package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/internal/wake"
	"huiying/publishing/content"
)

// Preparer is a channel that puts pictures and drafts in place before it sends.
type Preparer interface {
	// Prepare puts in place what sending needs and nobody sees yet. made is what an earlier Prepare of this delivery
	// returned, nil at first. It returns what is now in place, also beside an error, and may be called again after any
	// failure: it looks before it adds, so that nothing stands twice.
	Prepare(ctx context.Context, p Parcel, made json.RawMessage) (json.RawMessage, error)
}

// Deliver does a due delivery: it is the handler of WakeDeliver. Whatever happens to the process between its lines, the
// ledger says how far it came, and nothing is sent twice: an intent without outcome is found again by Recover.
func (s *Service) Deliver(ctx context.Context, w wake.Wake) error {
	d, err := s.Store.Delivery(ctx, w.Key)
	if problem.KindOf(err) == problem.Missing {
		return s.Work.Do(ctx, func(ctx context.Context) error { return s.Wakes.Clear(ctx, w.Kind, w.Key) })
	} else if err != nil {
		return err
	}
	if d.State == Sending {
		return s.recoverOne(ctx, d.ID) // its program was killed in the middle
	}
	if d.State != Armed {
		return s.Work.Do(ctx, func(ctx context.Context) error { return s.Wakes.Clear(ctx, w.Kind, w.Key) })
	}
	parcel, err := s.parcel(ctx, d)
	if err != nil {
		return err
	}
	ch, intent, err := s.start(ctx, d)
	if err != nil || ch == nil {
		return err
	}
	made := d.Made
	if intent.Step == ledger.Prepare {
		var send ledger.Intent
		made, err = ch.(Preparer).Prepare(ctx, parcel, made)
		if send, err = s.prepared(ctx, d.ID, intent, made, err); err != nil || send.ID == "" {
			return err
		}
		intent = send
	}
	if intent.Attempt > 1 {
		if there, err := s.lookFirst(ctx, ch, d.ID, parcel, made, intent); err != nil || there {
			return err
		}
	}
	receipt, verdict, err := ch.Send(ctx, parcel, made)
	return s.sent(ctx, d.ID, intent, receipt, verdict, err)
}

// lookFirst looks on the account before a second attempt: a platform that said no, or a person who saw nothing, may be
// wrong. It returns true when nothing is to be sent: the post stands there, or nobody can say.
func (s *Service) lookFirst(ctx context.Context, ch Channel, id string, p Parcel, made json.RawMessage, i ledger.Intent) (bool, error) {
	since, err := s.firstTry(ctx, i.Subject)
	if err != nil {
		return true, err
	}
	sight, failed := ch.Find(ctx, p, made, since)
	if failed == nil && sight.Presence == Absent {
		return false, nil
	}
	return true, s.onDelivery(ctx, id, 0, "平台核对", func(ctx context.Context, d *Delivery) (map[string]string, error) {
		detail := map[string]string{"title": d.Title, "seen": content.First(sight.Words, problem.Words(failed))}
		if failed == nil && sight.Presence == There {
			_, err := s.landed(ctx, d, i, sight.Receipt, sight.Verdict, ledger.ByReconcile)
			return detail, err
		}
		if err := s.conclude(ctx, i, ledger.NotSent, ledger.ByCall, failed, Receipt{}); err != nil {
			return nil, err
		}
		again := s.Now().Add(pauseFor(d.Attempts))
		if again.Sub(d.Due) > d.Late.Within || again.After(d.Window.To) {
			return detail, s.end(ctx, *d, Held, "再发之前看不清账号上有没有，没有再发。请改期或作废")
		}
		d.State, d.Note, d.Next = Armed, "再发之前先看账号，还没看清："+detail["seen"], again
		if err := s.Wakes.Set(ctx, WakeDeliver, d.ID, again); err != nil {
			return nil, err
		}
		return detail, s.save(ctx, *d)
	})
}

// firstTry returns when the first intent to send was committed.
func (s *Service) firstTry(ctx context.Context, subject ledger.Subject) (time.Time, error) {
	records, err := s.Ledger.Of(ctx, subject)
	if err != nil {
		return time.Time{}, err
	}
	for _, r := range records {
		if r.Intent.Step == ledger.Send {
			return r.Intent.At, nil
		}
	}
	return s.Now(), nil
}

// start decides, in one unit, what a due delivery does now: nothing (nil channel), wait for a person, or its next intent.
func (s *Service) start(ctx context.Context, seen Delivery) (Channel, ledger.Intent, error) {
	var ch Channel
	var intent ledger.Intent
	err := s.onDelivery(ctx, seen.ID, 0, "", func(ctx context.Context, d *Delivery) (map[string]string, error) {
		ch = nil
		now := s.Now()
		if d.State != Armed || now.Before(d.Due) {
			return nil, s.wakeFor(ctx, *d)
		}
		if late := now.Sub(d.Due); late > d.Late.Within || now.After(d.Window.To) {
			return nil, s.tooLate(ctx, d, late)
		}
		note, err := s.obstacle(ctx, *d)
		if err != nil {
			return nil, err
		}
		if note == "" {
			if err := s.Gate.Allow(ctx, d.Post, d.Fingerprint); err != nil {
				if problem.KindOf(err) == problem.Internal {
					return nil, err
				}
				note = problem.Words(err)
			}
		}
		if note != "" {
			return nil, s.end(ctx, *d, Held, note)
		}
		if d.Way == content.ByHand {
			return nil, s.end(ctx, *d, WaitPerson, "到点了，请到平台发出，再把地址和截图贴回来")
		}
		ch = s.Channels[d.Platform]
		step := ledger.Send
		if _, ok := ch.(Preparer); ok {
			step = ledger.Prepare
		}
		intent, err = s.intend(ctx, *d, step)
		if err != nil {
			return nil, err
		}
		d.State, d.Sent = Sending, now
		d.Attempts++
		if err := s.Wakes.Set(ctx, WakeDeliver, d.ID, now.Add(recheck)); err != nil {
			return nil, err
		}
		return nil, s.save(ctx, *d)
	})
	if err != nil {
		return nil, ledger.Intent{}, err
	}
	return ch, intent, nil
}

// recheck is when a delivery in hand is looked at again if its program dies: longer than the slowest send.
const recheck = 10 * time.Minute

func (s *Service) wakeFor(ctx context.Context, d Delivery) error {
	if d.State == Armed {
		return s.Wakes.Set(ctx, WakeDeliver, d.ID, d.Due)
	}
	return s.Wakes.Clear(ctx, WakeDeliver, d.ID)
}

func (s *Service) tooLate(ctx context.Context, d *Delivery, late time.Duration) error {
	words := fmt.Sprintf("过了计划时间 %s 才轮到，", Span(late))
	if d.Late.Drop {
		return s.end(ctx, *d, Expired, words+"按事先的选择不再发出")
	}
	return s.end(ctx, *d, Held, words+"没有发出。请改到窗口内的时间，或作废")
}

// intend books the next attempt at a step.
func (s *Service) intend(ctx context.Context, d Delivery, step ledger.Step) (ledger.Intent, error) {
	subject := ledger.Subject{Kind: "delivery", ID: d.ID}
	records, err := s.Ledger.Of(ctx, subject)
	if err != nil {
		return ledger.Intent{}, err
	}
	n, err := ledger.NextAttempt(records, step)
	if err != nil {
		return ledger.Intent{}, err
	}
	a, _ := people.From(ctx)
	i := ledger.Intent{ID: unit.NewID(), Subject: subject, Step: step, Attempt: n, Account: string(d.Account),
		Fingerprint: d.Fingerprint, Token: token(d), At: s.Now(), By: a.Person}
	return i, s.Ledger.Intend(ctx, i)
}

// token is the idempotency key of a broadcast: at most 32 bytes, the same for every attempt at the same content.
func token(d Delivery) string { return d.Fingerprint[:min(32, len(d.Fingerprint))] }

// prepared books what preparing came to and, when it succeeded, the intent to send, in one unit with the gate asked
// again. A zero intent means: not now.
func (s *Service) prepared(ctx context.Context, id string, i ledger.Intent, made json.RawMessage, failed error) (ledger.Intent, error) {
	var send ledger.Intent
	err := s.onDelivery(ctx, id, 0, "", func(ctx context.Context, d *Delivery) (map[string]string, error) {
		send = ledger.Intent{}
		if d.State != Sending {
			return nil, stale()
		}
		d.Made = made
		if failed != nil {
			// Nobody sees what preparing leaves behind, and it looks before it adds: an unknown end is no danger here.
			if err := s.conclude(ctx, i, ledger.NotSent, ledger.ByCall, failed, Receipt{}); err != nil {
				return nil, err
			}
			return s.failed(ctx, d, failed, true)
		}
		if err := s.conclude(ctx, i, ledger.Published, ledger.ByCall, nil, Receipt{}); err != nil {
			return nil, err
		}
		if err := s.Gate.Allow(ctx, d.Post, d.Fingerprint); err != nil {
			return nil, s.end(ctx, *d, Held, problem.Words(err))
		}
		var err error
		if send, err = s.intend(ctx, *d, ledger.Send); err != nil {
			return nil, err
		}
		return nil, s.save(ctx, *d)
	})
	return send, err
}

// sent books what the one call came to.
func (s *Service) sent(ctx context.Context, id string, i ledger.Intent, r Receipt, v ledger.Verdict, failed error) error {
	verb := ""
	if failed == nil && v == ledger.Published {
		verb = "发出"
	}
	return s.onDelivery(ctx, id, 0, verb, func(ctx context.Context, d *Delivery) (map[string]string, error) {
		if failed == nil {
			return s.landed(ctx, d, i, r, v, ledger.ByCall)
		}
		switch problem.ClassOf(failed) {
		case problem.ClassUnknown:
			v = ledger.Unknown
		case problem.ClassNotSent:
			v = ledger.NotSent
		default:
			v = ledger.Refused
		}
		if err := s.conclude(ctx, i, v, ledger.ByCall, failed, r); err != nil {
			return nil, err
		}
		if v != ledger.Unknown {
			return s.failed(ctx, d, failed, false)
		}
		now := s.Now()
		d.State, d.Code, d.Next = Unknown, codeOf(failed), now.Add(firstLook)
		d.Note = "已经交给平台，没收到回音，可能发了也可能没发。程序会去账号上核对，不会自己再发"
		if err := s.Wakes.Clear(ctx, WakeDeliver, d.ID); err != nil {
			return nil, err
		}
		if err := s.Wakes.Set(ctx, WakeReconcile, d.ID, d.Next); err != nil {
			return nil, err
		}
		return nil, s.save(ctx, *d)
	})
}

// landed books that a delivery is on the platform: out, or still worked on.
func (s *Service) landed(ctx context.Context, d *Delivery, i ledger.Intent, r Receipt, v ledger.Verdict, by ledger.Source) (map[string]string, error) {
	if err := s.conclude(ctx, i, v, by, nil, r); err != nil {
		return nil, err
	}
	for _, kind := range []string{WakeDeliver, WakeReconcile, WakeFollow} {
		if err := s.Wakes.Clear(ctx, kind, d.ID); err != nil {
			return nil, err
		}
	}
	d.Receipt, d.Note, d.Code, d.Next = merge(d.Receipt, r), "", "", time.Time{}
	if v == ledger.Accepted {
		d.State, d.Next = Accepted, s.Now().Add(firstFollow)
		if err := s.Wakes.Set(ctx, WakeFollow, d.ID, d.Next); err != nil {
			return nil, err
		}
		return nil, s.save(ctx, *d)
	}
	d.State = Out
	if d.Receipt.At.IsZero() {
		d.Receipt.At = s.Now()
	}
	return map[string]string{"title": d.Title, "account": string(d.Account), "way": string(d.Way), "url": d.Receipt.URL, "id": d.Receipt.ID}, s.save(ctx, *d)
}

// failed moves a delivery after a definite failure, by what may be done about it.
func (s *Service) failed(ctx context.Context, d *Delivery, failed error, preparing bool) (map[string]string, error) {
	now, words := s.Now(), problem.Words(failed)
	d.Code = codeOf(failed)
	var again time.Time
	switch problem.ClassOf(failed) {
	case problem.ClassPermanent:
		return nil, s.end(ctx, *d, Refused, words)
	case problem.ClassNeedsPerson, problem.ClassToken:
		return nil, s.end(ctx, *d, Held, words)
	case problem.ClassQuota:
		var r *problem.Refusal
		if errors.As(failed, &r) {
			again = r.Until
		}
		if again.IsZero() {
			return nil, s.end(ctx, *d, Held, words)
		}
	default: // not sent, busy, or preparing whose end does not matter
		again = now.Add(pauseFor(d.Attempts))
	}
	if again.After(d.Window.To) || again.Sub(d.Due) > d.Late.Within {
		return nil, s.end(ctx, *d, Held, words+"再等就过了发布窗口，请改期或作废")
	}
	d.State, d.Note, d.Next = Armed, words+"会在 "+content.Clock(again)+" 再试", again
	if preparing {
		d.Note = "还在准备：" + d.Note
	}
	if err := s.Wakes.Set(ctx, WakeDeliver, d.ID, again); err != nil {
		return nil, err
	}
	return nil, s.save(ctx, *d)
}

// pauseFor grows from 5 s to 5 min.
func pauseFor(attempts int) time.Duration {
	return min(5*time.Second<<min(max(attempts-1, 0), 8), 5*time.Minute)
}

func codeOf(err error) string {
	var r *problem.Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

func (s *Service) conclude(ctx context.Context, i ledger.Intent, v ledger.Verdict, by ledger.Source, failed error, r Receipt) error {
	a, _ := people.From(ctx)
	o := ledger.Outcome{ID: unit.NewID(), Intent: i.ID, Verdict: v, Source: by, At: s.Now(), By: a.Person}
	if failed != nil {
		o.Class, o.Code, o.Message = problem.ClassOf(failed), codeOf(failed), problem.Words(failed)
	}
	if !r.Empty() {
		b, err := json.Marshal(r)
		if err != nil {
			return err
		}
		o.Receipt = b
	}
	return s.Ledger.Conclude(ctx, o)
}

// merge keeps what an earlier receipt knew and a later one does not repeat.
func merge(old, r Receipt) Receipt {
	pick := func(a, b string) string { return content.First(b, a) }
	m := Receipt{ID: pick(old.ID, r.ID), URL: pick(old.URL, r.URL), PublishID: pick(old.PublishID, r.PublishID), MsgID: pick(old.MsgID, r.MsgID),
		MsgDataID: pick(old.MsgDataID, r.MsgDataID), Evidence: pick(old.Evidence, r.Evidence), At: r.At, Raw: r.Raw}
	if m.At.IsZero() {
		m.At = old.At
	}
	if m.Raw == nil {
		m.Raw = old.Raw
	}
	return m
}

// Span writes a length of time for people.
func Span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d 秒", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d 分钟", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d 小时 %d 分", int(d.Hours()), int(d.Minutes())%60)
	}
	return fmt.Sprintf("%d 天", int(d.Hours())/24)
}
