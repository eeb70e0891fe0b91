package delivery

import (
	"context"
	"strings"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/wake"
	"huiying/publishing/content"
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
	d, i, err := s.current(ctx, w, Accepted)
	if err != nil || i.ID == "" {
		return err
	}
	parcel, err := s.parcel(ctx, d)
	if err != nil {
		return err
	}
	r, v, failed := s.Channels[d.Platform].Follow(ctx, parcel, d.Made, d.Receipt)
	verb := ""
	if failed == nil && v == ledger.Published {
		verb = "发出"
	}
	return s.onDelivery(ctx, d.ID, d.Version, verb, func(ctx context.Context, d *Delivery) (map[string]string, error) {
		now := s.Now()
		waited := now.Sub(i.At)
		switch {
		case failed == nil && v == ledger.Published:
			return s.landed(ctx, d, i, r, v, ledger.ByPolling)
		case failed != nil && v == ledger.Refused: // the platform's verdict, not a fault of asking
			if err := s.conclude(ctx, i, ledger.Refused, ledger.ByPolling, failed, r); err != nil {
				return nil, err
			}
			d.Code = codeOf(failed)
			return nil, s.end(ctx, *d, Refused, problem.Words(failed))
		case waited > workFor:
			if err := s.conclude(ctx, i, ledger.Unknown, ledger.ByPolling, failed, r); err != nil {
				return nil, err
			}
			return nil, s.end(ctx, *d, Unknown, "平台处理了 "+Span(waited)+" 还没有结果，请到平台后台看一眼")
		}
		d.Next = now.Add(min(max(waited/2, firstFollow), 2*time.Minute))
		if err := s.Wakes.Set(ctx, WakeFollow, d.ID, d.Next); err != nil {
			return nil, err
		}
		return nil, s.save(ctx, *d)
	})
}

// Reconcile looks on the account for a delivery whose answer was lost: the handler of WakeReconcile. It never sends.
func (s *Service) Reconcile(ctx context.Context, w wake.Wake) error {
	d, i, err := s.current(ctx, w, Unknown)
	if err != nil || i.ID == "" {
		return err
	}
	parcel, err := s.parcel(ctx, d)
	if err != nil {
		return err
	}
	sight, failed := s.Channels[d.Platform].Find(ctx, parcel, d.Made, i.At)
	verb := "平台核对"
	if failed != nil {
		verb = ""
	}
	return s.onDelivery(ctx, d.ID, d.Version, verb, func(ctx context.Context, d *Delivery) (map[string]string, error) {
		now := s.Now()
		if failed == nil && sight.Presence == There {
			detail, err := s.landed(ctx, d, i, sight.Receipt, sight.Verdict, ledger.ByReconcile)
			if detail == nil {
				detail = map[string]string{"title": d.Title}
			}
			detail["seen"] = sight.Words
			return detail, err
		}
		if failed == nil && sight.Presence == Absent {
			if err := s.conclude(ctx, i, ledger.Unknown, ledger.ByReconcile, nil, Receipt{}); err != nil {
				return nil, err
			}
			d.Absent = now
			return map[string]string{"title": d.Title, "seen": sight.Words},
				s.end(ctx, *d, Unknown, "已经核对："+sight.Words+"。可以放行再发一次，或作废")
		}
		d.Note = "核对还没有结果：" + content.First(sight.Words, problem.Words(failed))
		d.Next = time.Time{}
		if waited := now.Sub(i.At); waited < lookFor {
			d.Next = now.Add(min(max(waited/2, firstLook), 5*time.Minute))
			if err := s.Wakes.Set(ctx, WakeReconcile, d.ID, d.Next); err != nil {
				return nil, err
			}
		} else {
			d.Note += "。请到平台后台看一眼，再告诉程序"
			if err := s.Wakes.Clear(ctx, WakeReconcile, d.ID); err != nil {
				return nil, err
			}
		}
		return map[string]string{"title": d.Title, "seen": sight.Words}, s.save(ctx, *d)
	})
}

// current returns the delivery of a wake with its open intent to send. A zero intent means that there is nothing to do;
// the wake is gone then.
func (s *Service) current(ctx context.Context, w wake.Wake, want State) (Delivery, ledger.Intent, error) {
	d, err := s.Store.Delivery(ctx, w.Key)
	if err != nil && problem.KindOf(err) != problem.Missing {
		return d, ledger.Intent{}, err
	}
	if err == nil && d.State == want {
		i, err := s.openIntent(ctx, d.ID)
		if err != nil || i.ID != "" {
			return d, i, err
		}
	}
	return d, ledger.Intent{}, s.Work.Do(ctx, func(ctx context.Context) error { return s.Wakes.Clear(ctx, w.Kind, w.Key) })
}

// openIntent returns the intent to send that has no final outcome; a zero one when there is none.
func (s *Service) openIntent(ctx context.Context, delivery string) (ledger.Intent, error) {
	records, err := s.Ledger.Of(ctx, ledger.Subject{Kind: "delivery", ID: delivery})
	if err != nil {
		return ledger.Intent{}, err
	}
	for _, r := range records {
		if r.Intent.Step == ledger.Send && !r.Settled() {
			return r.Intent, nil
		}
	}
	return ledger.Intent{}, nil
}

// Look has an unknown delivery reconciled now, at a person's wish.
func (s *Service) Look(ctx context.Context, delivery string) error {
	if err := people.May(ctx, people.Publish); err != nil {
		return err
	}
	return s.onDelivery(ctx, delivery, 0, "", func(ctx context.Context, d *Delivery) (map[string]string, error) {
		if d.State != Unknown {
			return nil, stale()
		}
		d.Next = s.Now()
		if err := s.Wakes.Set(ctx, WakeReconcile, d.ID, d.Next); err != nil {
			return nil, err
		}
		return nil, s.save(ctx, *d)
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

// Release lets one more attempt at an unknown delivery go, in the name of the actor. It is refused unless the program's
// last look found the account without it.
func (s *Service) Release(ctx context.Context, say PersonSays) error {
	return s.personSays(ctx, say, "放行再发一次", Unknown, func(ctx context.Context, d *Delivery, i ledger.Intent) (map[string]string, error) {
		if d.Absent.IsZero() || s.Now().Sub(d.Absent) > lookFor {
			return nil, problem.New(problem.Conflict, "还没有核对出账号上没有这一条", "没有再发", "请先做平台核对")
		}
		if strings.TrimSpace(say.Why) == "" {
			return nil, problem.New(problem.Invalid, "还没有写放行的理由", "没有再发", "请写一句在平台上看到了什么")
		}
		if err := s.conclude(ctx, i, ledger.NotSent, ledger.ByPerson, nil, Receipt{}); err != nil {
			return nil, err
		}
		d.Absent = time.Time{}
		now := s.Now()
		if now.After(d.Window.To) {
			return nil, s.end(ctx, *d, Held, "已过批准的发布窗口，请收回重新送审")
		}
		d.Due = now
		return nil, s.ready(ctx, d)
	})
}

// FoundByPerson books that a person saw an unknown delivery on the platform.
func (s *Service) FoundByPerson(ctx context.Context, say PersonSays) error {
	return s.personSays(ctx, say, "确认已发出", Unknown, func(ctx context.Context, d *Delivery, i ledger.Intent) (map[string]string, error) {
		r, err := s.receiptByPerson(say)
		if err != nil {
			return nil, err
		}
		return s.landed(ctx, d, i, r, ledger.Published, ledger.ByPerson)
	})
}

func (s *Service) personSays(ctx context.Context, say PersonSays, verb string, want State,
	f func(ctx context.Context, d *Delivery, i ledger.Intent) (map[string]string, error)) error {
	if err := people.May(ctx, people.Publish); err != nil {
		return err
	}
	return s.onDelivery(ctx, say.Delivery, say.Version, verb, func(ctx context.Context, d *Delivery) (map[string]string, error) {
		if d.State != want {
			return nil, stale()
		}
		i, err := s.openIntent(ctx, d.ID)
		if err != nil {
			return nil, err
		}
		if i.ID == "" {
			return nil, stale()
		}
		detail, err := f(ctx, d, i)
		if detail == nil {
			detail = map[string]string{"title": d.Title}
		}
		if say.Why != "" {
			detail["why"] = say.Why
		}
		return detail, err
	})
}

// Settle says what becomes of a delivery that will not go out: it leaves the gauge, its state stays the truth. A held or
// expired one is dropped.
func (s *Service) Settle(ctx context.Context, say PersonSays) error {
	if err := people.May(ctx, people.Publish); err != nil {
		return err
	}
	if strings.TrimSpace(say.Why) == "" {
		return problem.New(problem.Invalid, "还没有写怎么处理的", "什么都没有改动", "请写一句说明")
	}
	return s.onDelivery(ctx, say.Delivery, say.Version, "作废并说明", func(ctx context.Context, d *Delivery) (map[string]string, error) {
		switch d.State {
		case Held, WaitPerson:
			d.Settled = true
			return map[string]string{"why": say.Why}, s.end(ctx, *d, Expired, say.Why)
		case Refused, Expired, Unknown:
			d.Settled, d.Note = true, content.First(d.Note+"。", "")+"说明："+say.Why
			return map[string]string{"why": say.Why}, s.save(ctx, *d)
		}
		return nil, stale()
	})
}
