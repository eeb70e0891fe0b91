package day

import (
	"bytes"
	"context"
	"fmt"
	"image/color"
	"time"

	"huiying/accounts"
	"huiying/publishing"
	"huiying/publishing/delivery"
)

// further does what an officer would do next about a delivery that is not out: mostly wait.
func (d *Day) further(ctx context.Context, del delivery.Delivery) error {
	as, err := d.as(ctx, officer)
	if err != nil {
		return err
	}
	deliveries := d.House.Publishing.Deliveries
	switch del.State {
	case delivery.Held:
		return d.unhold(as, del)
	case delivery.WaitPerson:
		p, err := deliveries.BeginByHand(as, del.ID, del.Version)
		if err == nil {
			d.say("   %s  %s开始人工发布：文字 %d 字、图 %d 张，复制到平台后台", d.clock(), officer, len([]rune(p.Text)), len(p.Pictures))
		}
		return err
	case delivery.Sending:
		if del.Next.IsZero() && del.Way == "manual" {
			m, err := d.House.Publishing.AddMedia(as, "截图.png", bytes.NewReader(picture(color.RGBA{120, 120, 120, 255})))
			if err != nil {
				return err
			}
			return deliveries.DoneByHand(as, delivery.PersonSays{Delivery: del.ID, Version: del.Version, URL: "https://channels.example.cn/post/" + del.ID[:8], Evidence: m.Hash})
		}
	case delivery.Unknown:
		if !del.Absent.IsZero() && del.Next.IsZero() {
			d.say("   %s  待确认：%s", d.clock(), del.Note)
			d.say("   %s  %s到平台后台看过，放行再发一次", d.clock(), officer)
			return deliveries.Release(as, delivery.PersonSays{Delivery: del.ID, Version: del.Version, Why: "后台看过，确实没有这一条"})
		}
		if del.Absent.IsZero() && del.Next.IsZero() {
			d.say("   %s  待确认：%s", d.clock(), del.Note)
			if err := deliveries.Look(as, del.ID); err != nil {
				return err
			}
		}
	case delivery.Refused, delivery.Expired, delivery.TakenBack:
		return fmt.Errorf("这一路停在 %s：%s", del.State, del.Note)
	}
	return d.idle(ctx)
}

// unhold mends what holds a delivery: the authorisation, or an hour that has passed.
func (d *Day) unhold(ctx context.Context, del delivery.Delivery) error {
	d.say("   %s  待就绪：%s", d.clock(), del.Note)
	b, err := d.House.Accounts.Binding(ctx, del.Account)
	if err != nil {
		return err
	}
	if b.State != accounts.Bound || del.Code != "" {
		if err := d.rebind(ctx, del.Account); err != nil {
			return err
		}
	}
	if now := d.House.Clock.Now(); now.After(del.Due.Add(del.Late.Within)) {
		p, _, err := d.House.Publishing.Get(ctx, del.Post)
		if err != nil {
			return err
		}
		return d.House.Publishing.Schedule(ctx, publishing.MovePost{Post: p.ID, Version: p.Version, At: now.Add(time.Minute)})
	}
	return d.House.Publishing.Deliveries.Rearm(ctx, del.ID)
}
