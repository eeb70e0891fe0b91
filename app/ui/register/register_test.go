package register_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing/typingtest"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
)

func usual() fyne.Size { return fyne.NewSize(1280, 800) }

func key(c fyne.KeyName) fyne.Shortcut { return &shortcut{c} }

// shortcut is Ctrl and a key.
type shortcut struct{ name fyne.KeyName }

func (s *shortcut) ShortcutName() string { return "CustomDesktop:Control+" + string(s.name) }
func (s *shortcut) Key() fyne.KeyName    { return s.name }
func (s *shortcut) Mod() fyne.KeyModifier {
	return fyne.KeyModifierShortcutDefault
}

func (b *bench) named(name string) accounts.Account {
	b.t.Helper()
	for _, a := range must(b.List(b.as("郑凯"))) {
		if a.Name == name {
			return a
		}
	}
	b.t.Fatalf("no account %q", name)
	return accounts.Account{}
}

func (b *bench) pick(name string) {
	b.frame.Open("register", shell.Params{"id": string(b.named(name).ID)})
	b.settle()
}

func TestTheTableIsOrderedByTheVetoAndSaysWhy(t *testing.T) {
	b := open(t)
	b.office()
	b.sit("郑凯", usual(), theme.Light)
	b.reads("全部 4", "有风险 1", "办理中 1", "已关停 0", "还有 3 天触发“两周未更新”", "今天已更新", "备案后开始计算", "还有 47 天", "35.1万",
		"共 4 个", "1 个 3 天内触发否决", "监测于")
	says := b.says()
	if i, j := strings.Index(says, "望川文旅"), strings.Index(says, "望川人社"); i < 0 || i > j {
		t.Error("the soonest veto is not first")
	}
	// What is first is shown beside the table, with clause and evidence.
	b.reads("监测发现", "内容不更新", "国办秘函〔2019〕19号", "云溪古镇夜游", "138****5678", "XMT-2026-0001", "备案经过", "开设：已备案", "同意开设")
	b.silent("13800005678")
}

func TestSearchAndTabsLeaveOut(t *testing.T) {
	b := open(t)
	b.office()
	b.sit("郑凯", usual(), theme.Light)
	typingtest.Entries(b.top())[0].Replace("人社")
	b.settle()
	b.silent("望川文旅")
	b.reads("望川人社", "送备案")
	typingtest.Entries(b.top())[0].Replace("没有这个")
	b.settle()
	b.reads("没有叫这个名字的账号")
	b.press("清除条件")
	b.reads("望川文旅")
}

func TestAnEmptyRegisterSaysWhatToDo(t *testing.T) {
	b := open(t)
	b.sit("郑凯", usual(), theme.Light)
	b.reads("还没有登记账号")
	b.press("登记第一个账号")
	b.reads("登记新账号")
	b = open(t)
	b.sit("王蕾", usual(), theme.Light)
	b.reads("登记归账号登记员")
	if b.button("登记账号") != nil {
		t.Error("who does not keep the register is offered to")
	}
}

// fill types a whole registration.
func (b *bench) fill(name string) {
	b.field("类型", 0).Replace("政务微博")
	b.field("名称", 0).Replace(name)
	b.field("主办单位", 0).Replace("望川市数据管理局")
	b.field("信用代码", 0).Replace(code("11420100MB1A2B3C4"))
	b.field("安全域名", 0).Replace("www.wangchuan.gov.cn  wb.wangchuan.gov.cn")
	for _, c := range [][2]string{{"分管领导", "高志远"}, {"责任人", "周建国"}, {"内容审核", "周建国"}, {"运维管理员", "郑凯"}} {
		b.field(c[0], 0).Replace(c[1])
	}
	b.field("电话", 0).Replace("138 0000 5678")
	b.field("功能定位", 0).Replace("发布政务信息")
	b.field("开设日期", 0).Replace("2021-05-20")
}

func TestAnAccountIsRegisteredAndHandedIn(t *testing.T) {
	b := open(t)
	b.sit("郑凯", usual(), theme.Light)
	b.screen.Create()
	b.press("存下并送备案")
	b.reads("请选账号所在的平台", "还没有写账号名称", "每个账号都要有一位分管领导", "没有法人资格的内设机构不能开设账号", "有几处还要补上")
	b.choose(0, 0) // 微博
	b.field("信用代码", 0).Replace("11420100MB1A2B3C4X")
	b.reads("最后一位对不上")
	b.fill("望川发布")
	b.silent("最后一位对不上", "还没有写账号名称")
	b.broken = problem.New(problem.Busy, "审核那边正忙", "没有送出", "请再试一次")
	b.press("存下并送备案")
	b.reads("审核那边正忙")
	if got := b.field("名称", 0).Text(); got != "望川发布" {
		t.Fatalf("the name is %q now", got)
	}
	b.broken = nil
	b.field("功能定位", 0).Replace("发布政务信息，回应群众关切")
	b.press("存下并送备案")
	a := b.named("望川发布")
	if a.State != accounts.ToFile || len(b.filed) != 1 || b.filed[0].Proposed.Purpose != "发布政务信息，回应群众关切" {
		t.Fatalf("state %s, handed in %d", a.State, len(b.filed))
	}
	p := b.filed[0].Proposed
	if p.Leader.Person != "高志远" || p.Leader.Phone != "138 0000 5678" || len(p.Domains) != 2 || p.Opened.IsZero() || p.Platform != accounts.Weibo {
		t.Fatalf("handed in %+v", p)
	}
	b.reads("已送备案，等另一个人在“审核”里审批", "待备案")
}

func TestAFormThatIsLeftIsKept(t *testing.T) {
	b := open(t)
	b.sit("郑凯", usual(), theme.Light)
	b.screen.Create()
	b.field("名称", 0).Replace("望川气象")
	if b.screen.MayClose() == "" {
		t.Error("closing would lose what was typed without a word")
	}
	if !b.screen.StepBack() {
		t.Fatal("no way back")
	}
	b.settle()
	b.screen.Create()
	if got := b.field("名称", 0).Text(); got != "望川气象" {
		t.Fatalf("the name is %q now", got)
	}
}

func TestAReturnedFilingIsMendedAndGoesRoundAgain(t *testing.T) {
	b := open(t)
	a := b.entered("望川发布", accounts.Weibo, "政务微博")
	f := must(b.SubmitFiling(b.as("郑凯"), a.ID, a.Version))
	if err := b.FilingDecided(b.as("周建国"), accounts.FilingDecision{Filing: f.ID, Fingerprint: f.Fingerprint, Returned: true, Comment: "功能定位写具体些"}); err != nil {
		t.Fatal(err)
	}
	b.sit("郑凯", usual(), theme.Light)
	b.reads("备案退回：功能定位写具体些", "申请中")
	b.frame.TakeShortcut(key(fyne.KeyG))
	b.field("功能定位", 0).Replace("发布市政府信息")
	b.press("先存下")
	if got := b.named("望川发布").Purpose; got != "发布市政府信息" {
		t.Fatalf("purpose %q", got)
	}
	b.press("送备案")
	if len(b.filed) != 2 || b.filed[1].ID != f.ID || b.filed[1].Revision != 2 {
		t.Fatalf("handed in %d times", len(b.filed))
	}
}

func TestAHarmlessChangeIsStoredAndARiskyOneIsProposed(t *testing.T) {
	b := open(t)
	b.approved(b.entered("望川发布", accounts.Weibo, "政务微博"))
	b.sit("郑凯", usual(), theme.Light)
	b.press("改资料")
	b.field("服务对象", 0).Replace("全市市民和企业")
	b.press("存下改动")
	a := b.named("望川发布")
	if a.Audience != "全市市民和企业" || must(b.Whole(b.as("郑凯"), a.ID)).Leader.Phone != "13800005678" {
		t.Fatalf("audience %q, or the masked number was stored", a.Audience)
	}
	b.press("改资料")
	b.field("名称", 0).Replace("望川政务")
	b.press("送变更备案")
	b.reads("把“望川政务”的变更送备案？", "望川发布", "由另一个人审批")
	b.press("再改改")
	b.press("送变更备案")
	b.press("送备案")
	if len(b.filed) != 2 || b.filed[1].Kind != accounts.Changing || b.named("望川发布").ID != a.ID {
		t.Fatalf("handed in %d, or the name changed at once", len(b.filed))
	}
	b.reads("变更中", "变更正在审批")
	if !b.button("改资料").Disabled() {
		t.Error("what is under review can be edited")
	}
	b.screen.Change()
	b.settle()
	b.reads("有了结果才能再改")
	b.silent("Esc 返回")
}

func TestSomebodyElsesChangeIsNotWrittenOver(t *testing.T) {
	b := open(t)
	a := b.approved(b.entered("望川发布", accounts.Weibo, "政务微博"))
	b.sit("郑凯", usual(), theme.Light)
	b.press("改资料")
	a.Audience = "全省"
	if err := b.Edit(b.as("郑凯"), a); err != nil {
		t.Fatal(err)
	}
	b.field("服务对象", 0).Replace("全市")
	b.press("存下改动")
	b.reads("已经不是最新的了")
	if got := b.named("望川发布").Audience; got != "全省" || b.field("服务对象", 0).Text() != "全市" {
		t.Fatalf("audience %q", got)
	}
}

func TestWeChatIsBoundByItsSecret(t *testing.T) {
	b := open(t)
	b.approved(b.entered("望川发布", accounts.WeChat, "订阅号"))
	b.sit("郑凯", usual(), theme.Light)
	b.press("绑定授权")
	if v := b.button("绑定并看看能做什么"); v == nil || !v.Disabled() {
		t.Fatal("can be bound without anything")
	}
	b.field("AppID", 0).Replace("wx1234567890abcdef")
	b.field("AppSecret", 0).Replace("0123456789abcdef")
	b.refuse = &problem.Refusal{Platform: "微信", Code: "40164", Reason: "本机 IP 不在白名单", Next: "请在公众平台加入", Class: problem.ClassNeedsPerson}
	b.press("绑定并看看能做什么")
	b.reads("40164", "请在公众平台加入")
	b.refuse = nil
	b.press("绑定并看看能做什么")
	if len(b.binds) != 2 || string(b.binds[1].Secret) != "0123456789abcdef" || b.binds[1].AppID != "wx1234567890abcdef" {
		t.Fatalf("bound %d times", len(b.binds))
	}
	b.reads("授权和能力", "发微博", "今天还剩 97 次", "应用没有申请这一项", "没有问到", "重新探测")
	b.silent("0123456789abcdef")
	b.press("重新探测")
	b.reads("问过平台了")
}

func TestWeiboIsBoundByThePageOfConsent(t *testing.T) {
	b := open(t)
	b.approved(b.entered("望川发布", accounts.Weibo, "政务微博"))
	b.sit("郑凯", usual(), theme.Light)
	b.frame.TakeShortcut(key(fyne.KeyB))
	b.settle()
	b.press("打开授权页")
	b.reads("要先填 App Key")
	b.field("App Key", 0).Replace("2045436852")
	b.field("App Secret", 0).Replace("geheim")
	b.press("打开授权页")
	if len(b.browse) != 1 || !strings.Contains(b.browse[0], "client_id=2045436852") {
		t.Fatalf("opened %v", b.browse)
	}
	b.field("回来的地址", 0).Replace("https://www.wangchuan.gov.cn/cb?code=c1&state=s1")
	b.press("绑定并看看能做什么")
	b.reads("绑好了", "有效")
	if len(b.binds) != 1 || b.binds[0].Redirect == "" || b.binds[0].State == "" {
		t.Fatalf("bound with %+v", b.binds)
	}
}

func TestMonitoringOnDemand(t *testing.T) {
	b := open(t)
	a := b.approved(b.entered("望川文旅", accounts.Douyin, "抖音号"))
	b.last[a.ID] = b.now
	b.sit("郑凯", usual(), theme.Light)
	b.reads("没有发现问题")
	b.now = b.now.AddDate(0, 0, 12)
	b.screen.CheckOne()
	b.settle()
	b.reads("内容不更新", "监测完了", "请分管领导高志远督促")
	walk(b.top(), func(o fyne.CanvasObject) {
		if v, ok := o.(*widgets.Link); ok {
			v.Tapped(nil)
		}
	})
	if len(b.browse) != 1 {
		t.Fatal("the evidence was not opened")
	}
	b.now = b.now.AddDate(0, 0, 3)
	b.screen.CheckAll()
	b.settle()
	b.reads("单项否决", "已触发")
}

func TestWholeNumbersAreShownInTheFormOnRecord(t *testing.T) {
	b := open(t)
	b.office()
	b.sit("郑凯", usual(), theme.Light)
	b.pick("望川发布")
	a := b.named("望川发布")
	b.screen.Change()
	b.settle()
	if got := b.field("电话", 0).Text(); got != "138****5678" {
		t.Fatalf("the form opens with %s", got)
	}
	b.field("电话", 1).Replace("0561-3024567")
	b.press("看全号")
	if got := b.field("电话", 0).Text() + " " + b.field("电话", 1).Text(); got != "13800005678 0561-3024567" {
		t.Errorf("the form shows %s", got)
	}
	b.reads("留痕里记了一次")
	if v := b.button("看全号"); v != nil && v.Visible() {
		t.Error("what is shown is offered again")
	}
	b.press("存下改动")
	stored := must(b.Whole(b.as("郑凯"), a.ID))
	if stored.Leader.Phone != "13800005678" || stored.Responsible.Phone != "0561-3024567" {
		t.Errorf("stored %s and %s", stored.Leader.Phone, stored.Responsible.Phone)
	}
}

// Without network it is not said that all is well: how many were not asked, and at each why and how old what is known is.
func TestMonitoringWithoutNetworkSaysSo(t *testing.T) {
	b := open(t)
	b.office()
	b.away = &problem.Refusal{Platform: "微博", Class: problem.ClassNotSent, Reason: "没有连上微博", Next: "请检查网络"}
	b.sit("郑凯", usual(), theme.Light)
	b.screen.CheckAll()
	b.settle()
	b.reads("1 个账号没有问到平台", "照原来的资料监测了")
	b.pick("望川发布")
	b.reads("“望川发布”没有问到平台", "11-24 09:00 的", "没有连上微博", "，1 个没有问到平台")
	b.pick("望川文旅")
	b.silent("”没有问到平台")
	b.pick("望川发布")
	b.away = nil
	b.screen.CheckOne()
	b.settle()
	b.reads("监测完了")
	b.silent("没有问到平台")
	b.away = &problem.Refusal{Platform: "微博", Class: problem.ClassNotSent, Reason: "没有连上微博"}
	b.screen.CheckOne()
	b.settle()
	b.reads("“望川发布”没有问到平台", "原来的发现都留着")
}

func TestWhoOnlyLooksIsOfferedNothing(t *testing.T) {
	b := open(t)
	b.office()
	b.sit("王蕾", usual(), theme.Light)
	b.reads("登记、备案和绑定归账号登记员", "内容不更新")
	for _, label := range []string{"登记账号", "现在监测", "改资料", "送备案", "绑定授权", "重新探测"} {
		if v := b.button(label); v != nil && v.Visible() {
			t.Errorf("offers %s", label)
		}
	}
	b.frame.TakeShortcut(key(fyne.KeyG))
	b.silent("Esc 返回")
}

// TestThePictures paints the screen in the sizes it must hold in.
func TestThePictures(t *testing.T) {
	for _, c := range []struct {
		w, h float32
		mode theme.Mode
	}{{1280, 800, theme.Light}, {1366, 697, theme.Dark}, {1920, 1009, theme.Light}} {
		t.Run(fmt.Sprintf("%.0f", c.w), func(t *testing.T) {
			name := func(n string) string { return fmt.Sprintf("register-%s-%.0f", n, c.w) }
			b := open(t)
			b.office()
			b.sit("郑凯", fyne.NewSize(c.w, c.h), c.mode)
			typingtest.OnlyOurs(t, b.screen.Content())
			b.save(name("table"))
			b.pick("望川发布")
			b.save(name("bound"))
			b.press("改资料")
			typingtest.OnlyOurs(t, b.screen.Content())
			b.field("信用代码", 0).Replace("11420100MB1A2B3C4X")
			b.save(name("form"))
			b.screen.StepBack()
			b.settle()
			b.screen.Bind()
			b.settle()
			b.save(name("bind"))
		})
	}
	t.Run("empty", func(t *testing.T) {
		b := open(t)
		b.sit("郑凯", usual(), theme.Light)
		b.save("register-empty")
	})
}
