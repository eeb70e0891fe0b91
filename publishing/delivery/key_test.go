package delivery_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/internal/problem"
	bench "huiying/internal/store/storetest/publishingtest"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// keyed is a platform that can tell only by its own key, once the draft has left the box.
type keyed struct {
	*bench.Preparing
	asked *int
}

func (c keyed) Find(context.Context, delivery.Parcel, json.RawMessage, time.Time) (delivery.Sighting, error) {
	return delivery.Sighting{Presence: delivery.Unclear, Words: "草稿已经不在草稿箱", ByKey: true}, nil
}

func (c keyed) AskAgain(_ context.Context, p delivery.Parcel, _ json.RawMessage) (delivery.Sighting, error) {
	*c.asked++
	if c.Public(p.Delivery) == 0 {
		return delivery.Sighting{Presence: delivery.Unclear, Words: "微信不认得"}, nil
	}
	return delivery.Sighting{Presence: delivery.There, Verdict: ledger.Accepted, Receipt: delivery.Receipt{MsgID: "7"}, Words: "微信认得"}, nil
}

// pushed is a broadcast whose answer was lost, and the desk that carries it.
func pushed(b *bench.Bench, lands bool) (*publishing.Service, delivery.Delivery, *int) {
	asked := 0
	s := b.Desk(func(_ *publishing.Deps, d *delivery.Deps) {
		d.Channels = map[accounts.Platform]delivery.Channel{accounts.WeChat: keyed{b.WeChat, &asked}}
	})
	d := b.One(content.Broadcast)
	b.WeChat.OnSend(bench.Answer{Lands: lands, Err: bench.Refusal(problem.ClassUnknown)})
	b.Clock.Set(b.Hour())
	b.Run(s)
	return s, b.Want(d, delivery.Unknown, publishing.GoingOut), &asked
}

func TestAskingAgainWithTheKeyIsBookedAndAllowedByTheGate(t *testing.T) {
	b := open(t)
	s, d, asked := pushed(b, true)
	b.Review.Approve(d.Post, "other")
	b.Clock.Add(10 * time.Second)
	b.Run(s)
	says(t, b.Want(d, delivery.Unknown, publishing.GoingOut), "草稿已经不在草稿箱", "没有再问平台：", "审核已经作废")
	if *asked != 0 {
		t.Error("asked without an approval")
	}
	b.Review.Approve(d.Post, d.Fingerprint)
	b.Go(s, 2*time.Minute)
	d = b.Want(d, delivery.Out, publishing.Published)
	if *asked != 1 || b.WeChat.Public(d.ID) != 1 || d.Receipt.MsgID != "7" {
		t.Errorf("asked %d times, receipt %+v", *asked, d.Receipt)
	}
	same(t, "the ledger", b.Ledger(d.ID), "prepare published/call", "send unknown/call unknown/reconcile accepted/reconcile published/poll")
	_, book, err := s.Deliveries.Get(b.As("王蕾"), d.ID)
	if err != nil || !slices.ContainsFunc(book[1].Outcomes, func(o ledger.Outcome) bool {
		return o.Message == "平台核对：用同一个编号再问一次平台，不会发第二次"
	}) {
		t.Errorf("the ledger does not say that it was asked again: %+v, %v", book, err)
	}
}

func TestAfterADayTheKeyIsNotUsedAnyMore(t *testing.T) {
	b := open(t)
	s, d, asked := pushed(b, false)
	b.Go(s, 2*time.Hour)
	d = b.Want(d, delivery.Unknown, publishing.GoingOut)
	says(t, d, "微信不认得", "请到平台后台看一眼")
	if *asked == 0 || !d.Absent.IsZero() {
		t.Fatalf("asked %d times, absent %s", *asked, d.Absent)
	}
	before := *asked
	b.Clock.Set(b.Hour().Add(24 * time.Hour))
	if err := s.Deliveries.Look(b.As("王蕾"), d.ID); err != nil {
		t.Fatal(err)
	}
	b.Run(s)
	says(t, b.Want(d, delivery.Unknown, publishing.GoingOut), "过了 24 小时")
	if *asked != before {
		t.Error("the key was used after its day")
	}
}
