package desktop

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"huiying/internal/platforms/drill"
)

// What the office publishes on the day.
const (
	heating = "今冬供暖缴费时间、地点和办法"
	wrong   = "供暖费从12月7日（星期四）开始收取，12月31日截止。"
	right   = "供暖费从12月7日（星期一）开始收取，12月31日截止。"
	week    = "一周政务回顾"
	link    = "https://www.wangchuan.example/heating"
	live    = "https://channels.example.cn/post/1"
)

// now is the time on the one clock of the program and the platforms, as people write it.
func (o *bureau) now() time.Time {
	o.Helper()
	c, err := o.control.Clock(o.Context())
	if err != nil {
		o.Fatal(err)
	}
	return c.Now.In(time.FixedZone("Asia/Shanghai", 8*3600))
}

const written = "2006-01-02 15:04"

// writes has two posts written from nothing: one for three accounts, one to be sent to every follower.
func (o *bureau) writes() {
	o.Helper()
	o.sit(officer, func() {
		o.Tap("撰稿")
		o.Tap("写第一篇")
		o.drafts(heating, wrong, "网上缴费：打开“望川通”，点“生活缴费—供暖”，输入户号即可。")
		o.Tick(weibo)
		o.Reads("缺安全域名链接")
		o.Opens("改内容", "文末的链接")
		o.Into("文末的链接")
		o.Write(link)
		o.Tap("就用这些")
		o.Tick(wechat)
		o.Tick(video)
		o.at(o.now().Add(2 * time.Hour))
		o.shows("compose")
		o.Tap("送审")
		o.Reads("《" + heating + "》第 1 稿已送审")
	})
	o.sit(officer, func() {
		o.Tap("撰稿")
		o.Tap("新稿件")
		o.drafts(week, "本周我市新开通社保异地备案网上办理。", "地铁2号线周五延长运营一小时。")
		o.Tick(wechat)
		o.Tick("群发")
		o.Tick("发布（不推送）")
		o.Opens("改内容", "开留言")
		o.Tick("开留言")
		o.Tap("就用这些")
		o.at(o.now().Add(3 * time.Hour))
		o.Tap("送审")
		o.Reads("《" + week + "》第 1 稿已送审")
	})
}

// drafts writes a title, a summary, paragraphs and a picture into a new post.
func (o *bureau) drafts(title string, paragraphs ...string) {
	o.Helper()
	o.Into("标题")
	o.Write(title)
	o.Press(0, fyne.KeyReturn)
	o.Write("摘要：" + title)
	for _, p := range paragraphs {
		o.Press(0, fyne.KeyReturn)
		o.Write(p)
	}
	o.Opens("加图片", "选这个文件")
	o.picks(o.picture("配图.png"))
	o.Opens("缺说明", "读屏软件念的话")
	o.Into("读屏软件念的话")
	o.Write("配图：" + title)
	o.Into("谁拍的、谁授权的")
	o.Write("本单位自制")
	o.Tap("写好了")
}

// at plans the post that is open.
func (o *bureau) at(hour time.Time) {
	o.Helper()
	o.Beside("定时")
	o.Rewrite(hour.Format(written))
	o.Press(0, fyne.KeyReturn)
}

// reviews has the first revision returned, mended and passed by two other people, and the other post passed as it is.
func (o *bureau) reviews() {
	o.Helper()
	o.sit(checker, func() {
		o.Tap("审核")
		o.Tap(heating)
		o.Into("意见。退回和否决要写")
		o.Write("12月7日是星期一，请改")
		o.Tap("退回")
		o.Reads("已退回")
	})
	o.sit(officer, func() {
		o.Tap("撰稿")
		o.Tap(heating)
		o.Press(0, fyne.KeyReturn)
		o.Reads("12月7日是星期一，请改")
		o.Into(wrong)
		o.Rewrite(right)
		o.Tap("送审")
		o.Reads("《" + heating + "》第 2 稿已送审")
	})
	o.approves(checker, heating, week)
	o.approves(approver, heating, week)
}

// goesOut moves the first post inside its window, lets the hours come, and has the third account done by hand.
func (o *bureau) goesOut() {
	o.Helper()
	o.sit(officer, func() {
		o.Tap("排期")
		o.Tap(heating)
		o.Opens("改期", "改到")
		o.Fill("改到", o.now().Add(130*time.Minute).Format(written))
		o.Tap("改期")
		o.Reads("已改期")
		o.shows("schedule")
		if n := len(o.posted(drill.Weibo, "供暖")); n != 0 {
			o.Fatalf("%d posts before the hour", n)
		}
		o.until("the first post is out on both", func() bool {
			return len(o.posted(drill.Weibo, "供暖")) == 1 && len(o.posted(drill.WeChat, heating)) == 1
		})
		o.Choose(heating, "开始人工发布")
		o.Into("在平台上打开这一条")
		o.Write(live)
		o.Opens("选截图", "选这个文件")
		o.picks(o.picture("截图.png"))
		o.Tap("已经发出")
		o.Reads("已记成已发布")
		o.until("the second post went to every follower", func() bool { return len(o.posted(drill.WeChat, week)) == 1 })
		o.until("every way is known to be out", func() bool {
			o.Tap("排期")
			words := o.Words()
			return strings.Count(words, "已发布") >= 4 && !strings.Contains(words, "平台处理中") && !strings.Contains(words, "发送中")
		})
	})
}

// until lets the hours come until something holds.
func (o *bureau) until(what string, ok func() bool) {
	o.Helper()
	for range 60 {
		if ok() {
			return
		}
		o.later(5 * time.Minute)
		o.Settle()
	}
	o.Fatalf("%s: not within 5 hours; the screen says\n%s", what, o.Words())
}
