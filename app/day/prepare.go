package day

import (
	"context"
	"image/color"
	"time"

	"huiying/accounts"
	"huiying/internal/problem"
	"huiying/internal/workdays"
	"huiying/publishing/content"
	"huiying/review"
)

// ago is how long before today the prepared unit began: long enough for a warning of silence and an overdue question.
const ago = 11 * 24 * time.Hour

// Prepare fills an empty drill with a unit in the middle of its work, by the same steps that people would take: accounts
// registered, approved and bound, posts published, waiting and returned, questions with their deadlines. It may be called
// again; what is there stays.
func (d *Day) Prepare(ctx context.Context) error {
	if _, err := d.House.People.Unit(ctx); problem.KindOf(err) == problem.Missing {
		if err := d.Drill.SetOffset(ctx, time.Until(d.today(time.Now()))-ago); err != nil {
			return err
		}
		if err := d.House.Advance(ctx, 0); err != nil {
			return err
		}
	}
	for _, g := range d.prepared() {
		if _, err := d.reach(ctx, g); err != nil {
			return err
		}
	}
	return nil
}

func (d *Day) prepared() []goal {
	morning, calendar, hall, ice, canteen := shown()
	gs := []goal{d.setUp(), d.routes()}
	gs = append(gs, d.register()...)
	gs = append(gs, d.carry(morning)...)
	gs = append(gs, d.out(morning, weiboName, content.Share))
	asked := waitingQuestions(morning, calendar)
	gs = append(gs, d.citizen(asked[0]), d.citizen(asked[1]), d.collected(asked[0]), d.collected(asked[1]), d.since(5*24*time.Hour))
	gs = append(gs, d.carry(calendar)...)
	gs = append(gs, d.out(calendar, wechatName, content.Broadcast))
	for _, q := range asked[2:] {
		if q.way != "" {
			gs = append(gs, d.citizen(q))
		}
	}
	gs = append(gs, d.since(0))
	for _, q := range asked[2:] {
		gs = append(gs, d.collected(q))
	}
	gs = append(gs, d.carry(hall)...)
	gs = append(gs, d.write(ice), d.submit(ice, 1), d.write(canteen), d.submit(canteen, 1),
		d.decide("post", of(canteen), "审核", 1, 0, checker, review.Return, "“全市最便宜”没有依据，请删去"), d.checked())
	return gs
}

func of(s story) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return id(s.key), nil }
}

// carry takes a story through writing and all three steps.
func (d *Day) carry(s story) []goal {
	return []goal{d.write(s), d.submit(s, 1),
		d.decide("post", of(s), "审核", 1, 0, checker, review.Pass, ""),
		d.decide("post", of(s), "审核", 1, 1, secondary, review.Pass, ""),
		d.decide("post", of(s), "审核", 1, 2, approver, review.Pass, "同意发布")}
}

// today is when a drill begins: the morning of the last working day, so that at whatever hour it is opened the office is at
// work and its next posts are due within office hours.
func (d *Day) today(now time.Time) time.Time {
	at := now.In(workdays.Shanghai)
	at = time.Date(at.Year(), at.Month(), at.Day(), 9, 40, 0, 0, workdays.Shanghai)
	for at.After(now) || !d.House.Calendar.IsWorkday(workdays.Of(at)) {
		at = at.AddDate(0, 0, -1)
	}
	return at
}

// since is: the drill's clock is no further behind the morning on which it begins than so long.
func (d *Day) since(behind time.Duration) goal {
	left := func() time.Duration { return d.today(time.Now()).Sub(d.House.Clock.Now()) - behind }
	return goal{name: "时间过去",
		met: func(context.Context) (string, bool, error) { return "", left() <= time.Second, nil },
		act: func(ctx context.Context) error { return d.pass(ctx, min(left(), 12*time.Hour)) }}
}

// checked is: the daily check has looked at the accounts since the clock came to today.
func (d *Day) checked() goal {
	return goal{name: "日常监测",
		met: func(ctx context.Context) (string, bool, error) {
			list, err := d.House.Accounts.Standing(observer(ctx), "")
			return "", len(list) > 0, err
		},
		by: registrar, act: d.found("silence", "").act}
}

func toWeibo(link string) func(map[string]accounts.Account) []content.Target {
	return func(acc map[string]accounts.Account) []content.Target {
		return []content.Target{{Account: acc[weiboName].ID, Platform: accounts.Weibo, Way: content.Share, SourceURL: link}}
	}
}

// shown are the posts of the prepared unit: two published, one queued, one waiting for its first check, one returned.
func shown() (morning, calendar, hall, ice, canteen story) {
	blue, green, amber := color.RGBA{70, 110, 170, 255}, color.RGBA{80, 140, 110, 255}, color.RGBA{180, 130, 70, 255}
	morning = story{key: "备1", title: "早安望川：多云，最高12℃", summary: "今天多云，最高12℃，早晚温差大，出门添衣。",
		body: []string{"今天多云，最高12℃，最低3℃，早晚温差大。", "早高峰滨江路施工，请绕行人民路。"}, picture: blue, targets: toWeibo(weiboLink)}
	calendar = story{key: "备2", title: "本周政务公开日历", summary: "三场征求意见，两场新闻发布会。",
		body: []string{"周二，公共租赁住房管理办法征求意见。", "周三，冬季供暖准备情况新闻发布会。", "周五，义务教育课后服务问答。"}, picture: green,
		targets: func(acc map[string]accounts.Account) []content.Target {
			return []content.Target{{Account: acc[wechatName].ID, Platform: accounts.WeChat, Way: content.Broadcast, Author: "新媒体中心", Comments: true}}
		}}
	hall = story{key: "备3", title: "政务大厅周六照常办事", summary: "每周六9:00至12:00，社保、医保、不动产窗口照常办理。",
		body:    []string{"自本周起，市政务服务大厅每周六9:00至12:00开放。", "可办理社保、医保、不动产登记等事项，请带好证件原件。"},
		picture: blue, after: time.Hour,
		targets: func(acc map[string]accounts.Account) []content.Target {
			return append(toWeibo(weiboLink)(acc), content.Target{Account: acc[wechatName].ID, Platform: accounts.WeChat, Way: content.Publish, Author: "新媒体中心", Comments: true},
				content.Target{Account: acc[channelName].ID, Platform: accounts.Channels, Way: content.ByHand})
		}}
	ice = story{key: "备4", title: "道路结冰出行提示", summary: "明晨部分路段可能结冰，请减速慢行。",
		body: []string{"受冷空气影响，明晨6时至9时，部分桥面和背阴路段可能结冰。", "请驾驶人减速慢行，行人注意防滑。"}, picture: amber, after: 3 * time.Hour, targets: toWeibo(weiboLink)}
	canteen = story{key: "备5", title: "社区食堂探访", summary: "十二家社区食堂开门，老人一餐十元。",
		body: []string{"全市已有十二家社区食堂对外开放，全市最便宜。", "六十岁以上老人凭身份证享受一餐十元的优惠。"}, picture: green, after: 5 * time.Hour, targets: toWeibo(weiboLink)}
	return morning, calendar, hall, ice, canteen
}

func waitingQuestions(morning, calendar story) []asked {
	return []asked{
		{key: "备问1", account: weiboName, under: morning, way: "weibo", author: "张先生在望川", text: "燃气公司不给老小区装报警器，该找哪个部门？"},
		{key: "备问2", account: weiboName, under: morning, way: "weibo", author: "何小禾", text: "公租房续租材料交了一周，一直显示“待审”。"},
		{key: "备问3", account: wechatName, under: calendar, way: "wechat", author: "o-prepared-3", text: "医保电子凭证换手机后激活不了，线下窗口说要本人到场，可我人在外地。"},
		{key: "备问4", account: wechatName, under: calendar, way: "wechat", author: "o-prepared-4", text: "新生儿落户能不能在网上一次办完？"},
		{key: "备问5", account: channelName, author: "周女士", text: "滨江路非机动车道被施工围挡占了一半。"},
	}
}
