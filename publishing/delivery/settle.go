package delivery

import (
	"context"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/wake"
	"huiying/publishing/content"
	"huiying/publishing/delivery/attempts"
	"huiying/publishing/delivery/looking"
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
		return s.told(ctx, d, i, attempts.Try{Job: d.Receipt}.Numbered(), r, v, failed)
	})
}

// told books what a platform said of a job that it took. One that it works on for long becomes a person's matter; where it
// has a number the platform goes on being asked for it, since nothing else can say that it will not come out yet.
func (s *Service) told(ctx context.Context, d *Delivery, i ledger.Intent, numbered bool, r Receipt, v ledger.Verdict, failed error) (entry, error) {
	now := s.Now()
	waited := now.Sub(i.At)
	by := ledger.ByPolling
	if d.State == Unknown {
		by = ledger.ByReconcile
	}
	switch {
	case failed == nil && v == ledger.Published:
		return s.landed(ctx, d, i, r, v, by, "")
	case v == ledger.Refused: // the platform's verdict, not a fault of asking
		if err := s.conclude(ctx, i, ledger.Refused, by, failed, "", r); err != nil {
			return entry{}, err
		}
		d.Code = attempts.Code(failed)
		words := content.First(problem.Words(failed), "平台没有让它发出")
		return about("平台退回", *d, "why", words), s.end(ctx, d, Refused, content.Sentences(words))
	case waited <= looking.WorkFor && d.State == Accepted && problem.ClassOf(failed) != problem.ClassNeedsPerson:
		d.Note = ""
		if failed != nil {
			d.Note = content.Sentences("平台已经收下，还问不到结果", problem.Words(failed))
		}
		d.Next = now.Add(looking.Follow(d.Platform, waited))
		return entry{}, s.wait(ctx, d)
	}
	what, goesOn := "平台处理了 "+content.Span(waited)+"还没有结果", ""
	if d.Next = looking.Slow(numbered, i.At, now); !d.Next.IsZero() {
		goesOn = "程序会按平台给的编号继续问，不会再发"
	}
	var e entry
	if d.State != Unknown {
		if err := s.conclude(ctx, i, ledger.Unknown, by, failed, "", r); err != nil {
			return e, err
		}
		e = about("待确认", *d, "why", what)
	}
	if d.State = Unknown; !d.Settled { // what a person wrote stays to be read
		d.Note = content.Sentences(what, problem.Words(failed), goesOn, "请到平台后台看一眼，再告诉程序")
	}
	return e, s.wait(ctx, d)
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
	tries, err := s.book().Tries(ctx, d.ID, "")
	if err != nil {
		return err
	}
	for _, t := range tries {
		if t.Intent == i.ID && t.Numbered() {
			r, v, failed := ch.Follow(ctx, parcel, d.Made, t.Job)
			return s.onDelivery(ctx, d.ID, d.Version, func(ctx context.Context, d *Delivery) (entry, error) {
				return s.told(ctx, d, i, true, r, v, failed)
			})
		}
	}
	sight, failed := s.look(ctx, ch, parcel, d.Made, i, tries)
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
		if until := attempts.Until(failed); until.After(now) { // a day's calls are used up: the hour in which one looks begins when they are back
			d.Note, d.Next = content.Sentences("还不能核对："+seen), until
			return entry{}, s.wait(ctx, d)
		}
		if waited := now.Sub(i.At); waited < looking.LookFor {
			d.Note, d.Next = content.Sentences("核对还没有结果："+seen), now.Add(looking.Look(waited))
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
		return d, none, nil, s.Work.Do(ctx, func(ctx context.Context) error { return s.Wakes.Clear(ctx, w.Kind, w.Key) })
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
