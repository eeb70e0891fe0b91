package delivery

import (
	"context"
	"net/url"
	"strings"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/publishing/content"
)

// BeginByHand is a person taking a delivery of the manual channel to post it: the gate is asked and the intent booked,
// so that two persons never post it both. It returns what is to be posted.
func (s *Service) BeginByHand(ctx context.Context, delivery string, version int) (Parcel, error) {
	if err := people.May(ctx, people.Publish); err != nil {
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
	err = s.onDelivery(ctx, delivery, version, "开始人工发布", func(ctx context.Context, d *Delivery) (map[string]string, error) {
		if d.Way != content.ByHand || d.State != WaitPerson {
			return nil, stale()
		}
		if s.Now().After(d.Window.To) {
			return nil, problem.New(problem.Conflict, "已过批准的发布窗口（"+content.Clock(d.Window.To)+"）", "没有开始发布", "请收回重新送审")
		}
		if err := s.Gate.Allow(ctx, d.Post, d.Fingerprint); err != nil {
			return nil, err
		}
		if _, err := s.intend(ctx, *d, ledger.Send); err != nil {
			return nil, err
		}
		a, _ := people.From(ctx)
		d.State, d.Sent, d.Note = Sending, s.Now(), a.Name+"正在平台上发布"
		d.Attempts++
		return map[string]string{"title": d.Title, "account": string(d.Account)}, s.save(ctx, *d)
	})
	return parcel, err
}

// DoneByHand books that a delivery of the manual channel is out, with its address and the picture that shows it.
func (s *Service) DoneByHand(ctx context.Context, say PersonSays) error {
	return s.personSays(ctx, say, "人工发布完成", Sending, func(ctx context.Context, d *Delivery, i ledger.Intent) (map[string]string, error) {
		if d.Way != content.ByHand {
			return nil, stale()
		}
		r, err := s.receiptByPerson(say)
		if err != nil {
			return nil, err
		}
		return s.landed(ctx, d, i, r, ledger.Published, ledger.ByPerson)
	})
}

// NotByHand books that the person did not post it after all.
func (s *Service) NotByHand(ctx context.Context, say PersonSays) error {
	return s.personSays(ctx, say, "没有发出，放回", Sending, func(ctx context.Context, d *Delivery, i ledger.Intent) (map[string]string, error) {
		if d.Way != content.ByHand {
			return nil, stale()
		}
		if err := s.conclude(ctx, i, ledger.NotSent, ledger.ByPerson, nil, Receipt{}); err != nil {
			return nil, err
		}
		return nil, s.end(ctx, *d, WaitPerson, "到点了，请到平台发出，再把地址和截图贴回来")
	})
}

func (s *Service) receiptByPerson(say PersonSays) (Receipt, error) {
	u, err := url.Parse(strings.TrimSpace(say.URL))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return Receipt{}, problem.New(problem.Invalid, "地址不像一个网址", "没有记成已发布，填好的内容都还在", "请在平台上打开这一条，把浏览器地址栏里的整个地址贴过来")
	}
	if say.Evidence == "" {
		return Receipt{}, problem.New(problem.Invalid, "还没有截图", "没有记成已发布，填好的内容都还在", "请选一张能看清这一条的截图")
	}
	return Receipt{URL: u.String(), Evidence: say.Evidence, At: s.Now()}, nil
}
