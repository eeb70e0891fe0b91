package schedule_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/dates"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing/typingtest"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

func TestAnUnknownDeliveryIsLookedForAndReleased(t *testing.T) {
	h := open(t)
	d := h.unknown()
	h.small()
	h.wantShown("待确认", "平台核对", "先核对出平台上没有，才能放行", "核对 1 条")
	h.save("schedule-unknown")
	h.tap("平台核对")
	h.Run(h.Service)
	h.screen.Refetch()
	h.settle()
	h.wantShown("最新 5 条里没有这一条")
	h.tap("放行再发一次")
	top := h.canvas.Overlays().Top()
	if b := button(top, "放行再发一次"); b == nil || !b.Disabled() {
		t.Fatal("released without a reason")
	}
	test.Type(typingtest.Entries(top)[0].Target(), "到后台看过，没有这一条")
	h.tap("放行再发一次")
	h.overlay(false)
	h.Run(h.Service)
	if got := h.Fresh(d); got.State != delivery.Out || h.Weibo.Public(d.ID) != 1 {
		t.Fatalf("%s, public %d", got.State, h.Weibo.Public(d.ID))
	}
}

func TestAPersonSawItOnThePlatform(t *testing.T) {
	h := open(t)
	d := h.unknown()
	h.small()
	h.tap("发出去了，填链接")
	address := typingtest.Entries(h.canvas.Overlays().Top())[0]
	test.Type(address.Target(), "不是网址")
	h.screen.Evidence(h.picture())
	h.tap("记成已发布")
	h.overlay(true)
	if !strings.Contains(texts(h.canvas.Overlays().Top()), "地址不像一个网址") || address.Text() != "不是网址" {
		t.Fatalf("a wrong address is not said, or lost:\n%s", texts(h.canvas.Overlays().Top()))
	}
	address.Replace("https://weibo.com/1/abc")
	h.tap("记成已发布")
	h.overlay(false)
	got := h.Fresh(d)
	if got.State != delivery.Out || got.Receipt.URL != "https://weibo.com/1/abc" || got.Receipt.Evidence == "" {
		t.Fatalf("%s %+v", got.State, got.Receipt)
	}
	h.wantShown("已发布", "有截图")
	h.tap("看原文")
	if !slices.Equal(h.browsed, []string{"https://weibo.com/1/abc"}) {
		t.Errorf("browsed %v", h.browsed)
	}
}

func TestItIsPostedByHand(t *testing.T) {
	h := open(t)
	h.Office.Files["shot"] = "x"
	d := h.byHand()
	h.small()
	h.wantShown("待人工发布", "开始人工发布")
	h.tap("开始人工发布")
	if got := h.Fresh(d).State; got != delivery.Sending {
		t.Fatalf("not begun: %s", got)
	}
	h.tap("复制全文")
	if len(h.copied) != 1 || !strings.Contains(h.copied[0], "供暖通知") {
		t.Fatalf("copied %q", h.copied)
	}
	dir := t.TempDir()
	h.tap("存出 1 张图")
	test.Type(typingtest.Entries(h.canvas.Overlays().Top())[0].Target(), "")
	typingtest.Entries(h.canvas.Overlays().Top())[0].Replace(dir)
	h.tap("存到这里")
	if b, err := os.ReadFile(filepath.Join(dir, "01-a.png")); err != nil || string(b) != "x" {
		t.Fatalf("%q %v", b, err)
	}
	h.tap("先放着")
	h.overlay(false)
	h.tap("接着人工发布")
	address := typingtest.Entries(h.canvas.Overlays().Top())[0]
	test.Type(address.Target(), "https://www.douyin.com/video/7")
	h.screen.Evidence(h.picture())
	h.tap("已经发出")
	h.overlay(false)
	if got := h.Fresh(d); got.State != delivery.Out || got.Receipt.URL != "https://www.douyin.com/video/7" {
		t.Fatalf("%s %+v", got.State, got.Receipt)
	}
}

func TestWhatWasNotPostedIsPutBack(t *testing.T) {
	h := open(t)
	d := h.byHand()
	h.small()
	h.tap("开始人工发布")
	h.screen.NotOut()
	h.settle()
	test.Type(typingtest.Entries(h.canvas.Overlays().Top())[0].Target(), "平台在维护")
	h.tap("放回")
	h.overlay(false)
	if got := h.Fresh(d).State; got != delivery.WaitPerson {
		t.Fatalf("%s", got)
	}
	h.wantShown("待人工发布")
}

func TestNothingIsLostWhenTheDeskSaysNo(t *testing.T) {
	h := open(t)
	d := h.byHand()
	h.small()
	h.tap("开始人工发布")
	address := typingtest.Entries(h.canvas.Overlays().Top())[0]
	test.Type(address.Target(), "https://www.douyin.com/video/7")
	h.screen.Evidence(h.picture())
	if err := h.Deliveries.NotByHand(h.As("王蕾"), delivery.PersonSays{Delivery: d.ID, Version: h.Fresh(d).Version, Why: "在另一台电脑上放回"}); err != nil {
		t.Fatal(err)
	}
	h.tap("已经发出")
	h.overlay(true)
	if address.Text() != "https://www.douyin.com/video/7" || h.Fresh(d).State != delivery.WaitPerson {
		t.Fatalf("%q %s", address.Text(), h.Fresh(d).State)
	}
	if !strings.Contains(texts(h.canvas.Overlays().Top()), "刷新") {
		t.Errorf("not said:\n%s", texts(h.canvas.Overlays().Top()))
	}
}

func TestAButtonOfTheCardKeepsTheFocusWhenNewsComes(t *testing.T) {
	h := open(t)
	h.unknown()
	h.small()
	b := button(h.screen.Content(), "平台核对")
	h.canvas.Focus(b)
	h.screen.Refetch()
	h.settle()
	if h.canvas.Focused() != fyne.Focusable(b) || button(h.screen.Content(), "平台核对") != b {
		t.Error("the card was built anew for nothing")
	}
}

func TestAHeldOneIsMadeReadyMovedAndDropped(t *testing.T) {
	h := open(t)
	d := h.held(content.Share, "weibo-1")
	h.small()
	h.wantShown("待就绪")
	h.tap("改期")
	h.screen.To(d.Due.Add(48 * time.Hour))
	if all := texts(h.canvas.Overlays().Top()); !strings.Contains(all, "不在批准的窗口里") {
		t.Errorf("why not is not said:\n%s", all)
	}
	h.save("schedule-move")
	if b := button(h.canvas.Overlays().Top(), "改期"); !b.Disabled() {
		t.Fatal("moved out of the window")
	}
	h.screen.To(d.Due.Add(3 * time.Hour))
	h.tap("改期")
	h.overlay(false)
	if got := h.Fresh(d); !got.Due.Equal(d.Due.Add(3 * time.Hour)) {
		t.Fatalf("due %s", got.Due)
	}
	h.Office.Change("weibo-1", bind)
	h.tap("重新就绪")
	if got := h.Fresh(d); got.State != delivery.Armed {
		t.Fatalf("%s %s", got.State, got.Note)
	}
	h.wantShown("已就绪")
	other := h.held(content.Share, "weibo-1")
	h.screen.Refetch()
	h.settle()
	h.screen.Choose(other.ID)
	h.tap("作废并说明")
	test.Type(typingtest.Entries(h.canvas.Overlays().Top())[0].Target(), "改由上级账号发")
	h.tap("作废并说明")
	if got := h.Fresh(other); got.State != delivery.Expired || !got.Settled || !strings.Contains(got.Note, "改由上级账号发") {
		t.Fatalf("%s %q", got.State, got.Note)
	}
}

func TestDraggingAsksOldAndNew(t *testing.T) {
	h := open(t)
	d := h.One(content.Share)
	h.small()
	day := dates.DayOf(d.Due.In(content.Shanghai()))
	h.screen.Drop(d.ID, day.Add(1))
	h.settle()
	h.overlay(true)
	top := texts(h.canvas.Overlays().Top())
	if !strings.Contains(top, "原来") || !strings.Contains(top, content.Clock(d.Due)) {
		t.Fatalf("%s", top)
	}
	h.tap("改期")
	if got := h.Fresh(d); !got.Due.Equal(d.Due.AddDate(0, 0, 1)) {
		t.Fatalf("due %s, want a day later than %s", got.Due, d.Due)
	}
	if !slices.Contains(h.Verbs("post", d.Post), "改期") {
		t.Error("no trace on the trail")
	}
}

func TestOnePostIsPlanned(t *testing.T) {
	h := open(t)
	d := h.One(content.Share)
	h.small()
	h.screen.Create()
	h.settle()
	h.save("schedule-plan")
	h.tap("选时间")
	h.screen.To(d.Due.Add(5 * time.Hour))
	h.tap("改期")
	if got := h.Fresh(d); !got.Due.Equal(d.Due.Add(5 * time.Hour)) {
		t.Fatalf("due %s", got.Due)
	}
	h.Clock.Set(d.Window.To.Add(time.Hour))
	h.screen.Create()
	h.settle()
	h.overlay(false)
	if !strings.Contains(h.frame.Toasted(), "没有可以排的稿子") {
		t.Errorf("toast %q", h.frame.Toasted())
	}
}

func TestARefusedOneGetsAWord(t *testing.T) {
	h := open(t)
	h.refused()
	h.small()
	h.wantShown("平台退回", "10017", "缺安全域名链接")
	h.screen.First()
	h.settle()
	test.Type(typingtest.Entries(h.canvas.Overlays().Top())[0].Target(), "补上链接重新送审")
	h.tap("写说明")
	h.wantShown("补上链接重新送审")
	if button(h.screen.Content(), "写说明") != nil {
		t.Error("asked twice")
	}
}

func TestNewsIsShownAndTheSelectionStays(t *testing.T) {
	h := open(t)
	h.One(content.Share)
	d := h.One(content.Share)
	h.small()
	h.screen.Choose(d.ID)
	h.Clock.Set(d.Due)
	h.Run(h.Service)
	for _, f := range h.told {
		f("publishing", d.Post)
	}
	h.settle()
	h.wantShown("m-"+d.ID, "已发布")
}

func TestAGaugeListsWhatItCounts(t *testing.T) {
	h := open(t)
	h.held(content.Share, "weibo-1")
	h.sit(fyne.NewSize(1280, 800), theme.Light, shell.Params{"gauge": "1"})
	h.wantShown("24 小时内未就绪", "1 条", "供暖通知", "看当天")
	h.save("schedule-gauge")
	if !h.screen.StepBack() {
		t.Fatal("no way back")
	}
	h.settle()
	h.wantShown("11月24日 星期二")
}

func TestALinkFindsTheDayOfADelivery(t *testing.T) {
	h := open(t)
	d := h.One(content.Share)
	h.Clock.Set(d.Due.AddDate(0, 2, 0))
	h.sit(fyne.NewSize(1280, 800), theme.Light, shell.Params{"id": d.ID})
	h.wantShown("11月24日 星期二", "供暖通知", "窗口")
	h.frame.Open("schedule", shell.Params{"delivery": "gone"})
	h.settle()
	if h.frame.Toasted() == "" {
		t.Error("nothing said of a delivery that is not there")
	}
	h.wantShown("11月24日 星期二")
}
