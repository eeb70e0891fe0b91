package desktop

import (
	"slices"
	"strings"

	"huiying/internal/platforms/drill"
)

// What citizens ask on the day, and what they are told.
const (
	tenant  = "租房的人没有户号，怎么交供暖费？"
	tenants = "您好，租房住户请向房东要户号，也可带身份证到就近网点查询后缴费。"
	metro   = "地铁延长运营是每周五都有吗？"
	metros  = "您好，地铁2号线每周五和节假日前一天延长运营一小时。"
	branch  = "网点周末上班吗？"
	branchs = "您好，缴费网点周六上午营业，周日休息。"
	replied = "https://channels.example.cn/reply/1"
)

// answers has comments collected from both platforms and one question entered by hand; all three are answered and checked,
// two are sent and one is answered by hand.
func (o *bureau) answers() {
	o.Helper()
	for _, q := range []struct{ platform, under, from, text string }{{drill.Weibo, "供暖", "路边的梧桐", tenant}, {drill.WeChat, week, "o-citizen-1", metro}} {
		p := o.posted(q.platform, q.under)[0]
		if _, err := o.control.Comment(o.Context(), drill.Saying{Platform: q.platform, Post: p.ID, Index: p.Index, From: q.from, Text: q.text}); err != nil {
			o.Fatal(err)
		}
	}
	o.sit(officer, func() {
		o.Tap("留言")
		o.Tap("收取一次")
		o.Reads("条新留言")
		o.Opens("登记留言", "选一个账号")
		o.Opens("选一个账号", "视频号 · "+video)
		o.Tap("视频号 · " + video)
		o.Beside("留言人")
		o.Write("赵女士")
		o.Beside("内容")
		o.Write(branch)
		o.Tap("登记这条留言")
		for _, q := range [][2]string{{tenant, tenants}, {metro, metros}, {branch, branchs}} {
			o.Tap("留言")
			o.Tap("待分办")
			o.Tap(q[0])
			o.Tap("认领")
			o.Into("写给群众看的答复")
			o.Write(q[1])
			o.Tap("送审答复")
			o.Reads("等审核人通过")
		}
	})
	o.approves(checker, "答复："+tenant, "答复："+metro, "答复："+branch)
	o.sit(officer, func() {
		o.Until("both replies stand on the platforms", func() bool { return o.replies(drill.Weibo, tenant) == 1 && o.replies(drill.WeChat, metro) == 1 })
		o.Tap("留言")
		o.Tap("待发出")
		o.Tap(branch)
		o.Opens("登记人工答复", "https://")
		o.Into("https://")
		o.Write(replied)
		o.Opens("选截图", "选这个文件")
		o.picks(o.picture("答复.png"))
		o.Tap("记成已答复")
		o.Tap("已答复")
		o.until("all three are known to be answered", func() bool { return o.reads(tenant, metro, branch) })
	})
}

// reads tells whether all of this stands on the screen now.
func (o *bureau) reads(all ...string) bool {
	words := o.Words()
	return !slices.ContainsFunc(all, func(s string) bool { return !strings.Contains(words, s) })
}

// replies counts the office's own replies to a question, on the platform's own records.
func (o *bureau) replies(platform, text string) (n int) {
	o.Helper()
	r, err := o.control.Records(o.Context())
	if err != nil {
		o.Fatal(err)
	}
	for _, p := range r.Posts {
		for _, c := range p.Comments {
			if p.Platform == platform && c.Text == text {
				n += len(c.Answers())
			}
		}
	}
	return n
}

// audits has the accounts checked, and the trail verified.
func (o *bureau) audits() {
	o.Helper()
	o.sit(officer, func() {
		o.Tap("账号")
		o.Tap("现在监测")
		o.Reads("监测完了，发现的写在各账号里")
	})
	o.sit(checker, func() {
		o.Tap("设置")
		o.Tap("留痕")
		o.Tap("核验留痕")
		o.Reads("条从头核到尾，没有少，没有改。")
	})
	for _, p := range []struct{ platform, text string }{{drill.Weibo, "供暖"}, {drill.WeChat, heating}, {drill.WeChat, week}} {
		if n := len(o.posted(p.platform, p.text)); n != 1 {
			o.Errorf("%d posts with %s on %s, want 1", n, p.text, p.platform)
		}
	}
	if w, x := o.replies(drill.Weibo, tenant), o.replies(drill.WeChat, metro); w != 1 || x != 1 {
		o.Errorf("%d and %d replies, want one each", w, x)
	}
}
