package schedule

import (
	"fmt"
	"strings"

	"huiying/accounts"
	"huiying/app/ui/widgets"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// look is how a state of a delivery is shown.
type look struct {
	tone widgets.Tone
	icon string
	word string
	past bool
}

// lookOf is the chip of a delivery, one for each state.
func lookOf(d delivery.Delivery) look {
	switch d.State {
	case delivery.Held:
		return look{widgets.Amber, "warn", "待就绪", false}
	case delivery.Armed:
		return look{widgets.Blue, "check", "已就绪", false}
	case delivery.Sending:
		if d.Way == content.ByHand {
			return look{widgets.Blue, "send", "人工发布中", false}
		}
		return look{widgets.Blue, "send", "发送中", false}
	case delivery.Accepted:
		return look{widgets.Blue, "clock", "平台处理中", false}
	case delivery.Out:
		return look{widgets.Green, "check", "已发布", true}
	case delivery.Refused:
		return look{widgets.Red, "stop", "平台退回", d.Settled}
	case delivery.Unknown:
		return look{widgets.Amber, "warn", "待确认", false}
	case delivery.Expired:
		return look{widgets.Grey, "", "已过期", true}
	case delivery.TakenBack:
		return look{widgets.Grey, "", "已撤稿", true}
	case delivery.WaitPerson:
		return look{widgets.Amber, "pen", "待人工发布", false}
	}
	return look{widgets.Grey, "", string(d.State), false}
}

// cell is the tone in the month: what is over is grey, unless somebody still has to say something about it.
func (l look) cell(d delivery.Delivery) widgets.Tone {
	if d.State == delivery.Out || d.State == delivery.TakenBack || d.Settled {
		return widgets.Grey
	}
	if d.State == delivery.Expired {
		return widgets.Amber
	}
	return l.tone
}

// second is the line under the title in the list of the day.
func second(d delivery.Delivery, a accounts.Account) string {
	way := wayTitle(d.Way)
	switch {
	case d.State == delivery.Out && !d.Receipt.At.IsZero():
		return d.Receipt.At.In(content.Shanghai()).Format("15:04:05") + " 发出 · " + a.Name
	case d.Note != "" && d.State != delivery.Armed:
		return strings.TrimRight(d.Note, "。")
	}
	return a.Name + " · " + way
}

func wayTitle(w content.Way) string {
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

// budget says what an account may still send, from what its platform told.
func budget(a accounts.Account, b accounts.Binding) (string, bool) {
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

// movable says whether a delivery can still get another hour.
func movable(d delivery.Delivery) bool {
	return !d.Settled && (d.State == delivery.Held || d.State == delivery.Armed || d.State == delivery.WaitPerson)
}

// publishingFilter picks the posts that were approved and are not all out.
func publishingFilter() publishing.PostFilter {
	return publishing.PostFilter{States: []publishing.State{publishing.Approved, publishing.Scheduled}, Limit: 200}
}
