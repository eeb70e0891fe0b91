package day

import (
	"context"
	"fmt"

	"huiying/internal/platforms/drill"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// Tally holds what the office believes against the platforms' own records: exactly one post per delivery through an
// interface, and exactly one reply per question answered there.
func (d *Day) Tally(ctx context.Context) error {
	records, err := d.Drill.Records(ctx)
	if err != nil {
		return err
	}
	ctx = observer(ctx)
	believed := 0
	ds, err := d.House.Publishing.Deliveries.In(ctx, delivery.Out)
	if err != nil {
		return err
	}
	for _, del := range ds {
		if del.Way == content.ByHand {
			continue
		}
		believed++
		if n := posted(records, del); n != 1 {
			return fmt.Errorf("《%s》在平台上有 %d 条，应该只有 1 条", del.Title, n)
		}
	}
	own := records.Own()
	if len(own) != believed {
		return fmt.Errorf("平台上有 %d 条，单位认为发出了 %d 条", len(own), believed)
	}
	replies, answered := 0, 0
	for _, p := range own {
		for _, c := range p.Comments {
			n := len(c.Answers())
			if n > 1 {
				return fmt.Errorf("“%s”有 %d 条答复", c.Text, n)
			}
			replies += n
		}
	}
	for _, q := range asks() {
		if q.way != "" {
			answered++
		}
	}
	if replies != answered {
		return fmt.Errorf("平台上有 %d 条答复，应该有 %d 条", replies, answered)
	}
	d.say("")
	d.say("平台自己的记录：%d 路发出，正好 %d 条；%d 个问题答复，正好 %d 条。没有重的，没有漏的。", believed, len(own), answered, replies)
	return nil
}

// posted counts the posts of a delivery on the platforms' own record, by what its receipt says of it.
func posted(records drill.Records, del delivery.Delivery) int {
	n := 0
	for _, p := range records.Own() {
		r := del.Receipt
		if r.ID != "" && (p.ID == r.ID || p.ArticleID == r.ID) || r.MsgDataID != "" && p.ID == r.MsgDataID ||
			r.MsgID != "" && p.MsgID == r.MsgID {
			n++
		}
	}
	return n
}
