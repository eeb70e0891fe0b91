package delivery

import (
	"context"
	"strings"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery/looking"
)

// Release lets one more attempt at an unknown delivery go, in the name of the actor. It is refused unless the program's
// last look, within the hour, found the account without it.
func (s *Service) Release(ctx context.Context, say PersonSays) error {
	return s.personSays(ctx, say, Unknown, func(ctx context.Context, d *Delivery, i ledger.Intent) (entry, error) {
		if d.Absent.IsZero() || s.Now().Sub(d.Absent) > looking.LookFor {
			return entry{}, problem.New(problem.Conflict, "还没有核对出账号上没有这一条", "没有再发", "请先做平台核对")
		}
		if strings.TrimSpace(say.Why) == "" {
			return entry{}, problem.New(problem.Invalid, "还没有写放行的理由", "没有再发", "请写一句在平台上看到了什么")
		}
		if err := s.conclude(ctx, i, ledger.NotSent, ledger.ByPerson, nil, say.Why, Receipt{}); err != nil {
			return entry{}, err
		}
		e := about("放行再发一次", *d)
		d.Absent, d.Due = time.Time{}, s.Now()
		return e, s.ready(ctx, d)
	})
}

// FoundByPerson books that a person saw an unknown delivery on the platform.
func (s *Service) FoundByPerson(ctx context.Context, say PersonSays) error {
	return s.seenByPerson(ctx, say, "确认已发出", Unknown)
}

// personSays runs f on a delivery in a state, with its open intent, in the name of a person.
func (s *Service) personSays(ctx context.Context, say PersonSays, want State,
	f func(ctx context.Context, d *Delivery, i ledger.Intent) (entry, error)) error {
	if err := people.May(ctx, people.Publish); err != nil {
		return err
	}
	if _, err := byPerson(ctx); err != nil {
		return err
	}
	return s.onDelivery(ctx, say.Delivery, say.Version, func(ctx context.Context, d *Delivery) (entry, error) {
		if d.State != want {
			return entry{}, stale()
		}
		i, err := s.book().Open(ctx, d.ID)
		if err != nil {
			return entry{}, err
		}
		if i.ID == "" {
			return entry{}, stale()
		}
		e, err := f(ctx, d, i)
		if why := strings.TrimSpace(say.Why); why != "" && e.detail != nil {
			e.detail["why"] = why
		}
		return e, err
	})
}

// Settle says what becomes of a delivery that will not go out: it leaves the gauge, its state stays the truth. A held one,
// or one that waits for a person, is dropped.
func (s *Service) Settle(ctx context.Context, say PersonSays) error {
	if err := people.May(ctx, people.Publish); err != nil {
		return err
	}
	if _, err := byPerson(ctx); err != nil {
		return err
	}
	if strings.TrimSpace(say.Why) == "" {
		return problem.New(problem.Invalid, "还没有写怎么处理的", "什么都没有改动", "请写一句说明")
	}
	return s.onDelivery(ctx, say.Delivery, say.Version, func(ctx context.Context, d *Delivery) (entry, error) {
		e := about("作废并说明", *d, "why", say.Why)
		switch d.State {
		case Held, WaitPerson:
			d.Settled = true
			return e, s.end(ctx, d, Expired, content.Sentences("作废："+say.Why))
		case Refused, Expired, Unknown:
			d.Settled, d.Note = true, content.Sentences(d.Note, "说明："+say.Why)
			return e, s.save(ctx, d)
		}
		return entry{}, stale()
	})
}
