package day

import (
	"context"
	"fmt"
	"image/color"
	"slices"
	"time"

	"huiying/accounts"
	"huiying/app/house"
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/trail"
	"huiying/publishing/content"
	"huiying/review"
)

// goals lists the day. Each is read off the store, so that their order is all that a killed day has to remember.
func (d *Day) goals() []goal {
	gs := []goal{d.setUp(), d.routes()}
	gs = append(gs, d.register()...)
	gs = append(gs, d.posts()...)
	gs = append(gs, d.questions()...)
	gs = append(gs, d.audit()...)
	return append(gs, d.verified())
}

// troubled is trouble in a day that is to have it; a unit that is only prepared has none.
func (d *Day) troubled(name string, rules ...stage.Rule) []goal {
	if d.House.Mode == house.Drill {
		return nil
	}
	return []goal{d.trouble(name, rules...)}
}

func at(part string, gs ...goal) []goal {
	for i := range gs {
		gs[i].part = part
	}
	return gs
}

const weiboLink = "https://www.wangchuan.example/heating"

func heating() story {
	return story{key: "供暖", title: "今冬供暖缴费时间、地点和办法", summary: "今冬供暖费11月25日开始收，网上、网点都能交，老人可预约上门。",
		body: []string{
			"2026年冬季供暖费从11月25日（星期四）开始收取，12月31日截止。",
			"网上缴费：打开“望川通”，点“生活缴费—供暖”，输入户号即可。到网点缴费请带上户号。",
			"行动不便的老人可以预约上门收费，电话预约后两个工作日内办理。咨询电话12345。",
		},
		returns: true,
		mend: func(body []string) []string {
			mended := slices.Clone(body)
			mended[0] = "2026年冬季供暖费从11月25日（星期三）开始收取，12月31日截止。"
			return mended
		},
		picture: color.RGBA{70, 110, 170, 255}, after: time.Hour,
		targets: func(acc map[string]accounts.Account) []content.Target {
			return []content.Target{
				{Account: acc[weiboName].ID, Platform: accounts.Weibo, Way: content.Share, SourceURL: weiboLink},
				{Account: acc[wechatName].ID, Platform: accounts.WeChat, Way: content.Publish, Author: "新媒体中心", Comments: true},
				{Account: acc[channelName].ID, Platform: accounts.Channels, Way: content.ByHand},
			}
		}}
}

func review1() story {
	return story{key: "一周", title: "一周政务回顾", summary: "社保、交通、教育，本周三件事。",
		body:    []string{"本周我市新开通社保异地备案网上办理。", "地铁2号线周五延长运营一小时。", "义务教育课后服务收费标准公布。"},
		picture: color.RGBA{90, 140, 110, 255}, after: 3 * time.Hour,
		targets: func(acc map[string]accounts.Account) []content.Target {
			return []content.Target{{Account: acc[wechatName].ID, Platform: accounts.WeChat, Way: content.Broadcast, Author: "新媒体中心", Comments: true}}
		}}
}

func (d *Day) posts() []goal {
	a, b := heating(), review1()
	post := func(s story) func(context.Context) (string, error) {
		return func(context.Context) (string, error) { return id(s.key), nil }
	}
	what := "审核《" + a.title + "》"
	gs := at("三 撰稿、送审", d.write(a), d.submit(a, 1))
	gs = append(gs, at("四 审核，退回，改好再审",
		d.decide("post", post(a), what, 1, 0, checker, review.Pass, ""),
		d.decide("post", post(a), what, 1, 1, secondary, review.Return, "11月25日是星期三，不是星期四，请改"),
		d.submit(a, 2),
		d.decide("post", post(a), what, 2, 0, checker, review.Pass, ""),
		d.decide("post", post(a), what, 2, 1, secondary, review.Pass, ""),
		d.decide("post", post(a), what, 2, 2, approver, review.Pass, "同意发布"),
		d.write(b), d.submit(b, 1),
		d.decide("post", post(b), "审核《"+b.title+"》", 1, 0, checker, review.Pass, ""),
		d.decide("post", post(b), "审核《"+b.title+"》", 1, 1, secondary, review.Pass, ""),
		d.decide("post", post(b), "审核《"+b.title+"》", 1, 2, approver, review.Pass, ""))...)
	return append(gs, at("五 排期，到点发出",
		d.move(a, 10*time.Minute),
		d.trouble("发布故障",
			fault("weibo /2/statuses/share.json", stage.HTML502After), fault("wechat /cgi-bin/draft/add", stage.Lost),
			fault("wechat /cgi-bin/material/add_material", stage.Expired), fault("wechat /cgi-bin/freepublish/submit", stage.HTML502),
			fault("wechat /cgi-bin/freepublish/get", stage.Busy), fault("wechat /cgi-bin/message/mass/sendall", stage.Slow)),
		d.out(a, weiboName, content.Share), d.out(a, wechatName, content.Publish), d.out(a, channelName, content.ByHand),
		d.out(b, wechatName, content.Broadcast))...)
}

func fault(call string, f stage.Fault) stage.Rule {
	return stage.Rule{Call: call, Nth: 1, Fault: f, Delay: 300 * time.Millisecond}
}

// trouble has the platforms misbehave in the calls that follow. What was set stands on the platforms' own record.
func (d *Day) trouble(name string, rules ...stage.Rule) goal {
	return goal{name: name,
		met: func(ctx context.Context) (string, bool, error) {
			v, ok, err := d.House.Settings.Get(ctx, "drill."+name)
			return "给平台安排了 " + v + " 处故障", ok, err
		},
		act: func(ctx context.Context) error {
			if err := d.Drill.Fault(ctx, rules...); err != nil {
				return err
			}
			return d.House.Set(ctx, "drill."+name, fmt.Sprint(len(rules)))
		}}
}

// asks lists what citizens ask on the day.
func asks() []asked {
	return []asked{
		{key: "问1", account: weiboName, under: heating(), way: "weibo", author: "路边的梧桐", text: "租房的人没有户号，怎么交供暖费？", reply: "您好，租房住户请向房东要户号，也可带身份证到就近网点查询户号后缴费。咨询电话12345。"},
		{key: "问2", account: wechatName, under: review1(), way: "wechat", author: "o-citizen-1", text: "地铁延长运营是每周五都有吗？", reply: "您好，地铁2号线每周五和节假日前一天延长运营一小时，至23:30。"},
		{key: "问3", account: channelName, author: "赵女士", text: "网点周末上班吗？", reply: "您好，缴费网点周六上午营业，周日休息。"},
	}
}

func (d *Day) questions() []goal {
	qs := asks()
	gs := at("六 收留言、答复", d.citizen(qs[0]), d.citizen(qs[1]),
		d.trouble("留言故障", fault("weibo /2/comments/to_me.json", stage.Busy), fault("wechat /cgi-bin/comment/list", stage.Expired)))
	for _, q := range qs {
		gs = append(gs, d.collected(q))
	}
	gs = append(gs, d.trouble("答复故障", fault("weibo /2/comments/reply.json", stage.Reset), fault("wechat /cgi-bin/comment/reply/add", stage.Truncated)))
	for _, q := range qs {
		answer := func(ctx context.Context) (string, error) {
			det, err := d.question(ctx, q)
			return det.Answer.ID, err
		}
		gs = append(gs, d.drafted(q), d.decide("answer", answer, "审核答复", 1, 0, checker, review.Pass, ""), d.answered(q))
	}
	return gs
}

// verified is: the trail is whole.
func (d *Day) verified() goal {
	return goal{part: "八 留痕核验", name: "留痕核验",
		met: func(ctx context.Context) (string, bool, error) {
			r, err := trail.Verify(ctx, d.House.TrailStore)
			return fmt.Sprintf("留痕 %d 条，首尾相接，没有改动；封印 %s", r.Entries, print16(r.Head)), err == nil, err
		},
		act: func(context.Context) error { return nil }}
}
