// Package tally counts a day against the platforms' own records: what stands there, and what the office believes.
package tally

import (
	"fmt"

	"huiying/internal/platforms/drill"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// Count holds what the office believes against the platforms' own records: exactly one post for each of the deliveries
// that are out through an interface, at most one reply to each comment, and as many replies as questions answered there.
// It returns the count in words, or what does not agree.
func Count(records drill.Records, out []delivery.Delivery, answered int) (string, error) {
	believed := 0
	for _, del := range out {
		if del.Way == content.ByHand {
			continue
		}
		believed++
		if n := Posts(records, del); n != 1 {
			return "", fmt.Errorf("《%s》在平台上有 %d 条，应该只有 1 条", del.Title, n)
		}
	}
	own := records.Own()
	if len(own) != believed {
		return "", fmt.Errorf("平台上有 %d 条，单位认为发出了 %d 条", len(own), believed)
	}
	replies := 0
	for _, p := range own {
		for _, c := range p.Comments {
			n := len(c.Answers())
			if n > 1 {
				return "", fmt.Errorf("“%s”有 %d 条答复", c.Text, n)
			}
			replies += n
		}
	}
	if replies != answered {
		return "", fmt.Errorf("平台上有 %d 条答复，应该有 %d 条", replies, answered)
	}
	return fmt.Sprintf("平台自己的记录：%d 路发出，正好 %d 条；%d 个问题答复，正好 %d 条。没有重的，没有漏的。", believed, len(own), answered, replies), nil
}

// Posts counts the posts of a delivery on the platforms' own record, by what its receipt says of it.
func Posts(records drill.Records, del delivery.Delivery) int {
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
