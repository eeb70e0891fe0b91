package look_test

import (
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/app/ui/schedule/look"
	"huiying/app/ui/widgets"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

func TestEveryStateHasItsChip(t *testing.T) {
	for _, c := range []struct {
		state   delivery.State
		way     content.Way
		settled bool
		word    string
		tone    widgets.Tone
		cell    widgets.Tone
		movable bool
	}{
		{delivery.Held, content.Share, false, "待就绪", widgets.Amber, widgets.Amber, true},
		{delivery.Armed, content.Share, false, "已就绪", widgets.Blue, widgets.Blue, true},
		{delivery.Sending, content.Share, false, "发送中", widgets.Blue, widgets.Blue, false},
		{delivery.Sending, content.ByHand, false, "人工发布中", widgets.Blue, widgets.Blue, false},
		{delivery.Accepted, content.Publish, false, "平台处理中", widgets.Blue, widgets.Blue, false},
		{delivery.Out, content.Share, false, "已发布", widgets.Green, widgets.Grey, false},
		{delivery.Refused, content.Share, false, "平台退回", widgets.Red, widgets.Red, false},
		{delivery.Refused, content.Share, true, "平台退回", widgets.Red, widgets.Grey, false},
		{delivery.Unknown, content.Broadcast, false, "待确认", widgets.Amber, widgets.Amber, false},
		{delivery.Expired, content.Share, false, "已过期", widgets.Grey, widgets.Amber, false},
		{delivery.Expired, content.Share, true, "已过期", widgets.Grey, widgets.Grey, false},
		{delivery.TakenBack, content.Share, false, "已撤稿", widgets.Grey, widgets.Grey, false},
		{delivery.WaitPerson, content.ByHand, false, "待人工发布", widgets.Amber, widgets.Amber, true},
	} {
		d := delivery.Delivery{State: c.state, Way: c.way, Settled: c.settled}
		l := look.Of(d)
		if l.Word != c.word || l.Tone != c.tone || l.Cell(d) != c.cell || look.Movable(d) != c.movable {
			t.Errorf("%s %s settled %v: %+v, cell %v, movable %v", c.state, c.way, c.settled, l, l.Cell(d), look.Movable(d))
		}
	}
}

func TestTheSecondLineSaysWhatMatters(t *testing.T) {
	a := accounts.Account{Name: "望川发布"}
	out := time.Date(2026, 11, 18, 0, 30, 2, 0, time.UTC)
	for want, d := range map[string]delivery.Delivery{
		"08:30:02 发出 · 望川发布": {State: delivery.Out, Receipt: delivery.Receipt{At: out}, Note: "旧的话"},
		"平台没有返回编号":           {State: delivery.Unknown, Note: "平台没有返回编号。"},
		"望川发布 · 群发":          {State: delivery.Armed, Way: content.Broadcast, Note: "旧的话"},
		"望川发布 · 发布（不推送）":     {State: delivery.Accepted, Way: content.Publish},
	} {
		if got := look.Second(d, a); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTheBudgetIsWhatThePlatformTold(t *testing.T) {
	bound := func(key string, known, ok bool, left int) accounts.Binding {
		return accounts.Binding{State: accounts.Bound, Abilities: []accounts.Ability{{Key: "comments", Known: true}, {Key: key, Known: known, OK: ok, Left: left}}}
	}
	weibo, wechat := accounts.Account{Platform: accounts.Weibo}, accounts.Account{Platform: accounts.WeChat, MassMode: "monthly"}
	for _, c := range []struct {
		a    accounts.Account
		b    accounts.Binding
		say  string
		warn bool
	}{
		{weibo, accounts.Binding{}, "人工发布", false},
		{weibo, accounts.Binding{State: accounts.Broken}, "授权失效", true},
		{weibo, bound("publish", true, true, 97), "发布今日还可 97 次", false},
		{weibo, bound("publish", true, true, 0), "发布今日还可 0 次", true},
		{weibo, bound("publish", true, true, -1), "可以发布", false},
		{weibo, bound("publish", true, false, -1), "发布不可用", true},
		{weibo, bound("publish", false, false, -1), "还没问过平台", false},
		{wechat, bound("broadcast", true, true, -1), "群发每月 4 次", false},
		{accounts.Account{Platform: accounts.WeChat}, bound("broadcast", true, true, -1), "群发每天 1 次", false},
		{wechat, bound("broadcast", true, false, -1), "群发不可用", true},
	} {
		if say, warn := look.Budget(c.a, c.b); say != c.say || warn != c.warn {
			t.Errorf("%s: got %q %v, want %q %v", c.a.Platform, say, warn, c.say, c.warn)
		}
	}
}

func TestTheReceiptShowsEveryIdThatThereIs(t *testing.T) {
	d := delivery.Delivery{State: delivery.Out, Code: "40001", Receipt: delivery.Receipt{ID: "m-1", PublishID: "p-2", MsgID: "3", MsgDataID: "4",
		At: time.Date(2026, 11, 18, 7, 30, 0, 0, time.UTC), Evidence: "0123456789abcdef"}}
	var all strings.Builder
	for _, f := range look.Receipt(d) {
		all.WriteString(f.Key + "=" + f.Value + ";")
	}
	if want := "编号=m-1;发布编号=p-2;群发编号=3;数据编号=4;发出=2026-11-18 15:30:00;凭证=有截图，指纹 01234567;"; all.String() != want {
		t.Errorf("got %s", all.String())
	}
	d.State, d.Receipt = delivery.Refused, delivery.Receipt{}
	if got := look.Receipt(d); len(got) != 1 || got[0].Value != "40001" {
		t.Errorf("got %v", got)
	}
}
