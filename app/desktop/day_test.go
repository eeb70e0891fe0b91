package desktop

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// TestTheDay has a new office found itself, register its accounts and do a whole day by what stands on the screens: in Fyne's
// test driver, and in a real window on a real screen with a real mouse and keyboard, where Chinese is pasted. The end is held
// against the platforms' own records. The window is a process of its own, so that the two days pass at the same time.
func TestTheDay(t *testing.T) {
	t.Parallel()
	t.Run("ThroughTheScreens", func(t *testing.T) { t.Parallel(); painted(t).day() })
	t.Run("InARealWindow", func(t *testing.T) { t.Parallel(); real(t).day() })
}

func (o *bureau) day() {
	o.Helper()
	o.founds()
	o.shows("signed-out")
	o.registers()
	o.writes()
	o.reviews()
	o.goesOut()
	o.answers()
	o.audits()
	o.closes()
}

const (
	unitName = "望川市政务服务和数据管理局"
	unitCode = "11420100MB1A2B3C42"
)

// founds goes through the pages of the first run: the unit, three people, the key.
func (o *bureau) founds() {
	o.Helper()
	o.Tap("单机使用")
	o.Tap("下一步：单位和人员")
	o.Beside("单位名称")
	o.Write(unitName)
	o.Fill("信用代码", "11420100MB1A2B3C43")
	o.Reads("最后一位对不上")
	o.Fill("信用代码", unitCode)
	o.Reads("校验位对得上")
	for _, name := range []string{officer, checker, approver} {
		o.Into("姓名")
		o.Write(name)
		o.Press(0, fyne.KeyTab)
		o.Press(0, fyne.KeyTab)
		o.Write(secret(name))
	}
	o.Tap("下一步：保管密钥")
	o.Tap("用一个口令保管")
	o.Into("至少 8 位")
	o.Write("望川的口令-2026")
	o.Into("和上面一样")
	o.Write("望川的口令-2026")
	o.Tap("建立单位")
	o.Reads("选您的姓名，输入密码")
	o.Tap(officer)
	o.Press(0, fyne.KeyReturn)
	o.Write("不是这一个")
	o.Press(0, fyne.KeyReturn)
	o.Reads("还可以再试 4 次")
}

// The accounts of the office, as their platforms show them.
const (
	weibo  = "望川发布"
	wechat = "望川政务服务"
	video  = "望川视频"
)

// registers has three accounts registered, approved by another person and bound.
func (o *bureau) registers() {
	o.Helper()
	o.sit(officer, func() {
		o.Tap("账号")
		o.Tap("登记第一个账号")
		o.enters("微博", "政务微博", weibo, func() { o.Fill("安全域名", o.seed.Apps[0].Domains[0]) })
		o.Tap("登记账号")
		o.enters("公众号", "订阅号", wechat, nil)
		o.Tap("登记账号")
		o.enters("视频号", "视频号", video, nil)
	})
	o.approves(approver, "开设备案："+weibo, "开设备案："+wechat, "开设备案："+video)
	o.sit(officer, func() {
		o.Tap("账号")
		o.Tap(weibo)
		o.Opens("绑定授权", "微博开放")
		o.Into("微博开放平台应用的 App Key")
		o.Write(o.seed.Apps[0].Key)
		o.Into("App Secret，只存在本机，加密")
		o.Write(o.seed.Apps[0].Secret)
		o.Tap("打开授权页")
		o.Until("the page of consent", func() bool { return o.visited(o.TB) != nil })
		o.Into("同意后，把浏览器地址栏里的整个地址粘到这里")
		o.Write(o.consents())
		o.Tap("绑定并看看能做什么")
		o.Reads("“" + weibo + "”绑好了")
		o.Tap(wechat)
		o.Opens("绑定授权", "wx")
		o.Into("wx 开头的 18 位")
		o.Write(o.seed.WeChat[0].AppID)
		o.Into("32 位，只存在本机，加密")
		o.Write(o.seed.WeChat[0].Secret)
		o.Tap("绑定并看看能做什么")
		o.Reads("“" + wechat + "”绑好了")
	})
}

// enters fills in a registration and hands it in for approval.
func (o *bureau) enters(platform, kind, name string, more func()) {
	o.Helper()
	o.Opens("选平台", platform)
	o.Tap(platform)
	o.Takes("类型", kind)
	o.Fill("名称", name)
	if more != nil {
		more()
	}
	o.Fill("主办单位", unitName)
	o.Fill("信用代码", unitCode)
	o.Takes("分管领导", approver)
	o.Takes("责任人", checker)
	o.Takes("内容审核", checker)
	o.Takes("运维管理员", officer)
	o.Fill("功能定位", "发布政务信息，回应群众关切")
	o.Tap("存下并送备案")
	o.Reads("“" + name + "”已送备案，等另一个人审批")
}

// approves has a person pass what waits: a filing, an answer.
func (o *bureau) approves(name string, titles ...string) {
	o.Helper()
	o.sit(name, func() {
		for _, title := range titles {
			o.Tap("审核")
			o.passes(name, title)
		}
	})
}

// passes answers what is asked about an item of the queue, and passes it.
func (o *bureau) passes(name, title string) {
	o.Helper()
	o.Tap(title)
	gates := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5}
	done := func() bool { return strings.Contains(o.Words(), "已通过《"+title) }
	o.Until("passing "+title, func() bool {
		if done() {
			return true
		}
		words := o.Words()
		switch {
		case o.Stands("登录用的密码"): // the last step asks who it is
			o.Into("登录用的密码")
			o.Rewrite(secret(name))
			o.Tap("通过这一件")
		case strings.Contains(words, "道关没看"):
			for i, k := range gates { // the first that nobody has looked at
				if strings.Contains(words, fmt.Sprintf("还有 %d 道关没看", len(gates)-i)) {
					o.Press(fyne.KeyModifierAlt, k)
				}
			}
		case strings.Contains(words, "还没给保密结论"):
			o.Tap("可以公开")
		default:
			o.Tries("通过")
		}
		return done()
	})
}
