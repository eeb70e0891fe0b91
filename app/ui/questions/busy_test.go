package questions_test

import (
	"fmt"
	"strings"
	"time"

	"huiying/inbox"
	bench "huiying/internal/store/storetest/inboxtest"
)

const day = 24 * time.Hour

// busy is an office with a day's work.
func busy(d *bench.Desk) {
	ask := func(id string, from string, ago time.Duration, text string) inbox.Question {
		account := bench.Weibo
		if strings.HasPrefix(id, "x") {
			account = bench.WeChat
		}
		return asked(d, account, from, ago, id, text)
	}
	take := func(who string, q inbox.Question) {
		d.T.Helper()
		ctx := d.As(bench.LiMin)
		if who == "孙悦" {
			ctx = d.As(bench.SunYue)
		}
		if err := d.Inbox.Claim(ctx, q.ID); err != nil {
			d.T.Fatal(err)
		}
		if who == "" {
			if err := d.Inbox.LetGo(ctx, q.ID); err != nil {
				d.T.Fatal(err)
			}
		}
	}
	take("", ask("w1", "张建国", 9*day, "燃气公司不给老小区装报警器，该找哪个部门？"))
	take("孙悦", ask("x2", "何丽", 8*day, "公租房续租材料交了一周，一直显示“待审”，打电话也没有人接"))
	take("李敏", ask("x3", "刘洋", 5*day, "您好，我换了新手机，医保电子凭证一直激活不了。去线下窗口说要本人到场，可我人在外地。请问有没有别的办法？我下周要复诊，着急用。"))
	for i, text := range []string{"新生儿落户能不能在网上一次办完？", "滨江路非机动车道被施工围挡占了一半", "望川通里查不到 10 月的公积金缴存", "小学课后服务的收费标准在哪儿能看到？", "地铁 2 号线延长运营是每天都有吗？", "旧衣回收箱满了没人清"} {
		take("", ask(fmt.Sprintf("x%d", i+10), []string{"陈晨", "周舟", "吴越", "郑好", "冯唐", "孙二"}[i], time.Duration(i+2)*5*time.Hour, text))
	}
	for i := range 4 {
		ask(fmt.Sprintf("w%d", i+20), "赵六", time.Duration(i)*time.Hour, "社区食堂周末开门吗？")
	}
}
