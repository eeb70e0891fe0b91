// Package look says how a delivery looks: the chip of its state, the line under its title, what proves that it is out, and what an
// account may still send. It decides nothing and draws nothing.
package look

import (
	"fmt"
	"strings"

	"huiying/accounts"
	"huiying/app/ui/lists"
	"huiying/app/ui/widgets"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// Look is how the state of a delivery is shown.
type Look struct {
	Tone widgets.Tone
	Icon string
	Word string
	Past bool
}

// Of is the chip of a delivery, one for each state.
func Of(d delivery.Delivery) Look {
	switch d.State {
	case delivery.Held:
		return Look{widgets.Amber, "warn", "待就绪", false}
	case delivery.Armed:
		return Look{widgets.Blue, "check", "已就绪", false}
	case delivery.Sending:
		if d.Way == content.ByHand {
			return Look{widgets.Blue, "send", "人工发布中", false}
		}
		return Look{widgets.Blue, "send", "发送中", false}
	case delivery.Accepted:
		return Look{widgets.Blue, "clock", "平台处理中", false}
	case delivery.Out:
		return Look{widgets.Green, "check", "已发布", true}
	case delivery.Refused:
		return Look{widgets.Red, "stop", "平台退回", d.Settled}
	case delivery.Unknown:
		return Look{widgets.Amber, "warn", "待确认", false}
	case delivery.Expired:
		return Look{widgets.Grey, "", "已过期", true}
	case delivery.TakenBack:
		return Look{widgets.Grey, "", "已撤稿", true}
	case delivery.WaitPerson:
		return Look{widgets.Amber, "pen", "待人工发布", false}
	}
	return Look{widgets.Grey, "", string(d.State), false}
}

// Cell is the tone in the month: what is over is grey, unless somebody still has to say something about it.
func (l Look) Cell(d delivery.Delivery) widgets.Tone {
	if d.State == delivery.Out || d.State == delivery.TakenBack || d.Settled {
		return widgets.Grey
	}
	if d.State == delivery.Expired {
		return widgets.Amber
	}
	return l.Tone
}

// Second is the line under the title in the list of the day.
func Second(d delivery.Delivery, a accounts.Account) string {
	way := Way(d.Way)
	switch {
	case d.State == delivery.Out && !d.Receipt.At.IsZero():
		return d.Receipt.At.In(content.Shanghai()).Format("15:04:05") + " 发出 · " + a.Name
	case d.Note != "" && d.State != delivery.Armed:
		return strings.TrimRight(d.Note, "。")
	}
	return a.Name + " · " + way
}

// Way is the name of a way out.
func Way(w content.Way) string {
	switch w {
	case content.Share:
		return "发微博"
	case content.Publish:
		return "发布（不推送）"
	case content.Broadcast:
		return "群发"
	case content.ByHand:
		return "人工发布"
	}
	return string(w)
}

// Budget says what an account may still send, from what its platform told.
func Budget(a accounts.Account, b accounts.Binding) (string, bool) {
	switch b.State {
	case accounts.Broken:
		return "授权失效", true
	case accounts.Unbound, "":
		return "人工发布", false
	}
	key, name := "publish", "发布"
	if a.Platform == accounts.WeChat {
		key, name = "broadcast", "群发"
	}
	for _, ab := range b.Abilities {
		if ab.Key != key {
			continue
		}
		switch {
		case ab.Known && !ab.OK:
			return name + "不可用", true
		case ab.Known && ab.Left >= 0:
			return fmt.Sprintf("%s今日还可 %d 次", name, ab.Left), ab.Left == 0
		case ab.Known && a.Platform == accounts.WeChat:
			return massMode(a), false
		case ab.Known:
			return "可以" + name, false
		}
	}
	return "还没问过平台", false
}

func massMode(a accounts.Account) string {
	if a.MassMode == "monthly" {
		return "群发每月 4 次"
	}
	return "群发每天 1 次"
}

// Movable says whether a delivery can still get another hour.
func Movable(d delivery.Delivery) bool {
	return !d.Settled && (d.State == delivery.Held || d.State == delivery.Armed || d.State == delivery.WaitPerson)
}

// Receipt is what proves that it is out.
func Receipt(d delivery.Delivery) (facts []lists.Fact) {
	r := d.Receipt
	for _, f := range []lists.Fact{{Key: "编号", Value: r.ID}, {Key: "发布编号", Value: r.PublishID}, {Key: "群发编号", Value: r.MsgID}, {Key: "数据编号", Value: r.MsgDataID}} {
		if f.Value != "" {
			facts = append(facts, f)
		}
	}
	if !r.At.IsZero() {
		facts = append(facts, lists.Fact{Key: "发出", Value: r.At.In(content.Shanghai()).Format("2006-01-02 15:04:05")})
	}
	if r.Evidence != "" {
		facts = append(facts, lists.Fact{Key: "凭证", Value: "有截图，指纹 " + r.Evidence[:min(8, len(r.Evidence))]})
	}
	if d.Code != "" && d.State != delivery.Out {
		facts = append(facts, lists.Fact{Key: "代码", Value: d.Code})
	}
	return facts
}
