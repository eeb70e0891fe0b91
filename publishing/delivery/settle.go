package delivery

import (
	"context"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/wake"
	"huiying/publishing/content"
	"huiying/publishing/delivery/attempts"
)

// When deliveries are looked after. A platform that works longer than workFor is a person's matter, and so is an account
// on which even the last look says neither yes nor no.
const (
	firstFollow = 5 * time.Second
	firstLook   = 10 * time.Second
	lookFor     = time.Hour
	workFor     = 30 * time.Minute
)

// Follow asks after an accepted delivery: the handler of WakeFollow.
func (s *Service) Follow(ctx context.Context, w wake.Wake) error {
	if err := people.May(ctx, people.Publish); err != nil {
		return err
	}
	d, i, ch, err := s.current(ctx, w, Accepted)
	if err != nil || i.ID == "" {
		return err
	}
	parcel, err := s.parcel(ctx, d)
	if err != nil {
		return err
	}
	r, v, failed := ch.Follow(ctx, parcel, d.Made, d.Receipt)
	return s.onDelivery(ctx, d.ID, d.Version, func(ctx context.Context, d *Delivery) (entry, error) {
		now := s.Now()
		waited := now.Sub(i.At)
		switch {
		case failed == nil && v == ledger.Published:
			return s.landed(ctx, d, i, r, v, ledger.ByPolling, "")
		case v == ledger.Refused: // the platform's verdict, not a fault of asking
			if err := s.conclude(ctx, i, ledger.Refused, ledger.ByPolling, failed, "", r); err != nil {
				return entry{}, err
			}
			d.Code = attempts.Code(failed)
			words := content.First(problem.Words(failed), "平台没有让它发出")
			return about("平台退回", *d, "why", words), s.end(ctx, d, Refused, content.Sentences(words))
		case waited > workFor:
			if err := s.conclude(ctx, i, ledger.Unknown, ledger.ByPolling, failed, "", r); err != nil {
				return entry{}, err
			}
			what := "平台处理了 " + content.Span(waited) + "还没有结果"
			return about("待确认", *d, "why", what), s.end(ctx, d, Unknown, content.Sentences(what, "请到平台后台看一眼，再告诉程序"))
		}
		d.Note = ""
		if failed != nil {
			d.Note = content.Sentences("平台已经收下，还问不到结果", problem.Words(failed))
		}
		d.Next = now.Add(min(max(waited/2, firstFollow), 2*time.Minute))
		return entry{}, s.wait(ctx, d)
	})
}

// Reconcile looks on the account for a delivery whose answer was lost: the handler of WakeReconcile. It never sends.
func (s *Service) Reconcile(ctx context.Context, w wake.Wake) error {
	if err := people.May(ctx, people.Publish); err != nil {
		return err
	}
	d, i, ch, err := s.current(ctx, w, Unknown)
	if err != nil || i.ID == "" {
		return err
	}
	parcel, err := s.parcel(ctx, d)
	if err != nil {
		return err
	}
	sight, failed := ch.Find(ctx, parcel, d.Made, i.At)
	return s.onDelivery(ctx, d.ID, d.Version, func(ctx context.Context, d *Delivery) (entry, error) {
		now := s.Now()
		switch {
		case failed == nil && sight.Presence == There:
			return s.landed(ctx, d, i, sight.Receipt, sight.Verdict, ledger.ByReconcile, sight.Words)
		case failed == nil && sight.Presence == Absent:
			if err := s.conclude(ctx, i, ledger.Unknown, ledger.ByReconcile, nil, sight.Words, Receipt{}); err != nil {
				return entry{}, err
			}
			d.Absent = now
			return about("平台核对", *d, "seen", sight.Words),
				s.end(ctx, d, Unknown, content.Sentences("已经核对："+content.First(sight.Words, "账号上没有这一条"), "可以放行再发一次，或作废"))
		}
		seen := content.First(sight.Words, problem.Words(failed), "看不清账号上有没有这一条")
		if waited := now.Sub(i.At); waited < lookFor {
			d.Note, d.Next = content.Sentences("核对还没有结果："+seen), now.Add(min(max(waited/2, firstLook), 5*time.Minute))
			return entry{}, s.wait(ctx, d)
		}
		if err := s.conclude(ctx, i, ledger.Unknown, ledger.ByReconcile, failed, seen, Receipt{}); err != nil {
			return entry{}, err
		}
		return about("平台核对", *d, "seen", seen),
			s.end(ctx, d, Unknown, content.Sentences("核对没有结果："+seen, "请到平台后台看一眼，再告诉程序"))
	})
}

// current returns the delivery of a wake with its open intent to send and its channel. A zero intent means that there is
// nothing to do; the wake is gone then.
func (s *Service) current(ctx context.Context, w wake.Wake, want State) (Delivery, ledger.Intent, Channel, error) {
	var none ledger.Intent
	d, err := s.Store.Delivery(ctx, w.Key)
	switch {
	case problem.KindOf(err) == problem.Missing:
		return d, none, nil, s.forget(ctx, w)
	case err != nil:
		return d, none, nil, err
	case d.State != want:
		return d, none, nil, s.idle(ctx, d.ID)
	}
	i, err := s.book().Open(ctx, d.ID)
	if err != nil {
		return d, none, nil, err
	}
	if i.ID == "" { // a state without its intent is a fault of the program; asking again and again mends nothing
		return d, none, nil, s.onDelivery(ctx, d.ID, d.Version, func(ctx context.Context, d *Delivery) (entry, error) {
			return entry{}, s.end(ctx, d, d.State, "账上找不到这次发送的记录。请到平台后台看一眼，再告诉程序。")
		})
	}
	ch, ok := s.Channels[d.Platform]
	if !ok {
		return d, none, nil, problem.New(problem.Unavailable, "这个平台现在没有接口可以核对", "没有再发", "请到平台后台看一眼，再告诉程序")
	}
	return d, i, ch, nil
}

// Look has an unknown delivery reconciled now, at a person's wish.
func (s *Service) Look(ctx context.Context, delivery string) error {
	if err := people.May(ctx, people.Publish); err != nil {
		return err
	}
	return s.onDelivery(ctx, delivery, 0, func(ctx context.Context, d *Delivery) (entry, error) {
		if d.State != Unknown {
			return entry{}, stale()
		}
		d.Next = s.Now()
		return entry{}, s.wait(ctx, d)
	})
}

// PersonSays is what a person who looked at the platform says of a delivery.
type PersonSays struct {
	Delivery string
	Version  int
	Why      string
	URL      string // where it stands
	Evidence string // hash of the picture that shows it
}
