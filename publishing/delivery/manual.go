package delivery

import (
	"context"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery/channel"
)

// BeginByHand is a person taking a delivery of the manual channel to post it: the gate is asked and the intent booked,
// so that two persons never post it both. It returns what is to be posted.
func (s *Service) BeginByHand(ctx context.Context, delivery string, version int) (Parcel, error) {
	if err := people.May(ctx, people.Publish); err != nil {
		return Parcel{}, err
	}
	a, err := byPerson(ctx)
	if err != nil {
		return Parcel{}, err
	}
	d, err := s.Store.Delivery(ctx, delivery)
	if err != nil {
		return Parcel{}, err
	}
	parcel, err := s.parcel(ctx, d)
	if err != nil {
		return Parcel{}, err
	}
	err = s.onApproved(ctx, delivery, version, func(ctx context.Context, d *Delivery, no string) (entry, error) {
		if d.Way != content.ByHand || d.State != WaitPerson {
			return entry{}, stale()
		}
		if d.Window.Over(s.Now()) {
			return entry{}, problem.New(problem.Conflict, "已过批准的发布窗口（"+content.Clock(d.Window.To)+"）", "没有开始发布", anew)
		}
		obstacle, err := s.obstacle(ctx, *d)
		if err != nil {
			return entry{}, err
		}
		if why := content.First(obstacle, no); why != "" {
			return entry{}, problem.New(problem.Conflict, why, "没有开始发布", "")
		}
		if _, err := s.intend(ctx, *d, ledger.Send); err != nil {
			return entry{}, err
		}
		d.State, d.Sent, d.Note, d.Next = Sending, s.Now(), a.Name+"正在平台上发布。", time.Time{}
		d.Attempts++
		return about("开始人工发布", *d), s.save(ctx, d)
	})
	if err != nil {
		return Parcel{}, err
	}
	return parcel, nil
}

// postNow is what a delivery of the manual channel says when its hour has come.
const postNow = "到点了，请到平台发出，再把地址和截图贴回来。"

// byPerson returns the person who acts: no program says what somebody saw or did.
func byPerson(ctx context.Context) (people.Actor, error) {
	a, _ := people.From(ctx)
	if a.System {
		return a, problem.New(problem.Forbidden, "这一步要由人来做，程序不能代替", "什么都没有改动", "")
	}
	return a, nil
}

// DoneByHand books that a delivery of the manual channel is out, with its address and the picture that shows it.
func (s *Service) DoneByHand(ctx context.Context, say PersonSays) error {
	return s.seenByPerson(ctx, say, "人工发布完成", Sending)
}

// NotByHand books that the person did not post it after all.
func (s *Service) NotByHand(ctx context.Context, say PersonSays) error {
	return s.personSays(ctx, say, Sending, func(ctx context.Context, d *Delivery, i ledger.Intent) (entry, error) {
		if d.Way != content.ByHand {
			return entry{}, stale()
		}
		if err := s.conclude(ctx, i, ledger.NotSent, ledger.ByPerson, nil, say.Why, Receipt{}); err != nil {
			return entry{}, err
		}
		return about("没有发出，放回", *d), s.end(ctx, d, WaitPerson, postNow)
	})
}

// seenByPerson books that a person has seen a delivery on the platform, with address and picture.
func (s *Service) seenByPerson(ctx context.Context, say PersonSays, verb string, want State) error {
	if err := people.May(ctx, people.Publish); err != nil {
		return err
	}
	r, err := channel.SeenAt(say.URL, say.Evidence, s.Open, s.Now())
	if err != nil {
		return err
	}
	return s.personSays(ctx, say, want, func(ctx context.Context, d *Delivery, i ledger.Intent) (entry, error) {
		if want == Sending && d.Way != content.ByHand {
			return entry{}, stale()
		}
		e, err := s.landed(ctx, d, i, r, ledger.Published, ledger.ByPerson, say.Why)
		e.verb = verb
		return e, err
	})
}
