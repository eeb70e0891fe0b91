//go:build !race

// One goroutine paints: the race detector finds nothing here and only makes it ten times as slow. scripts/test.sh runs these without it.

package questions_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/inbox"
	"huiying/internal/problem"
	bench "huiying/internal/store/storetest/inboxtest"
	"huiying/review"
)

func TestTheScreenIsPainted(t *testing.T) {
	for mode, name := range map[theme.Mode]string{theme.Light: "light", theme.Dark: "dark"} {
		for _, size := range []fyne.Size{fyne.NewSize(1280, 800), fyne.NewSize(1366, 697), fyne.NewSize(1920, 1009)} {
			t.Run(fmt.Sprintf("%s-%.0f", name, size.Width), func(t *testing.T) {
				if os.Getenv("HUIYING_PICTURES") == "" && (mode == theme.Light) != (size.Width == 1366) {
					t.Skip("one size a mode is enough where nobody looks at the pictures")
				}
				o := sit(t, bench.LiMin, mode, size, busy)
				o.tapOn("您好，我换了新手机")
				o.screen.Keys()[1].Do()
				o.typeIn("您好。换手机后请先在旧手机解绑；旧手机不在身边的，打开“望川通”，点“医保—凭证—更换设备”，刷脸后即可激活，不用到窗口。如仍不行，请拨 12393。")
				o.queue.Settle(time.Second, 3*time.Second)
				if size.Width == 1280 {
					o.screen.Keys()[3].Do()
				}
				o.reads("期限", "已存", "还有 2 个工作日", "李敏 正在办理")
				o.picture(fmt.Sprintf("06-inbox-%s-%.0f", name, size.Width))
			})
		}
		t.Run("empty-"+name, func(t *testing.T) {
			o := sit(t, bench.LiMin, mode, fyne.NewSize(1280, 800), nil)
			o.reads("没有等着答复的留言", "选一条留言来看")
			o.picture("06-inbox-empty-" + name)
		})
	}
}

// TestStatesArePainted paints what becomes of an answer, and the forms.
func TestStatesArePainted(t *testing.T) {
	size := fyne.NewSize(1280, 800)
	refuse := func(class problem.Class) func(string) error {
		return func(point string) error {
			if point == "reply" {
				return bench.Refusal(class)
			}
			return nil
		}
	}
	for name, c := range map[string]struct {
		mode  theme.Mode
		fill  func(d *bench.Desk, q inbox.Question)
		press string
		reads string
	}{
		"returned": {theme.Light, func(d *bench.Desk, q inbox.Question) {
			a := d.Submitted(q, "请找物业。")
			if err := d.Decide(bench.Zhou, a.ID, review.Return, "口径不对：先写供热热线，再写找谁。第二句的电话也核一下。"); err != nil {
				d.T.Fatal(err)
			}
		}, "", "口径不对"},
		"review": {theme.Light, func(d *bench.Desk, q inbox.Question) {
			d.Submitted(q, "您好，暖气不热请先拨供热热线 12345，工作人员会上门测温。")
		}, "转办", "等审核人通过"},
		"unknown": {theme.Light, func(d *bench.Desk, q inbox.Question) {
			d.Platform.On = refuse(problem.ClassUnknown)
			d.Approved(q, "您好，暖气不热请先拨供热热线 12345，工作人员会上门测温。")
			d.Due()
		}, "放行再发一次", "看到了什么"},
		"refused": {theme.Dark, func(d *bench.Desk, q inbox.Question) {
			d.Platform.On = refuse(problem.ClassNeedsPerson)
			d.Approved(q, "您好，暖气不热请先拨供热热线 12345，工作人员会上门测温。")
			d.Due()
		}, "登记人工答复", "答复地址"},
		"answered": {theme.Dark, func(d *bench.Desk, q inbox.Question) {
			d.Approved(q, "您好，暖气不热请先拨供热热线 12345，工作人员会上门测温。")
			d.Due()
		}, "登记留言", "收到时间"},
		"others": {theme.Light, func(d *bench.Desk, q inbox.Question) {
			if err := d.Inbox.Claim(d.As(bench.SunYue), q.ID); err != nil {
				d.T.Fatal(err)
			}
		}, "", "孙悦 正在办理"},
	} {
		t.Run(name, func(t *testing.T) {
			var q inbox.Question
			o := sit(t, bench.LiMin, c.mode, size, func(d *bench.Desk) {
				busy(d)
				q = asked(d, bench.Weibo, "张建国", 2*time.Hour, "k1", "暖气不热该找谁？")
				c.fill(d, q)
			})
			o.frame.Open("inbox", shell.Params{"id": q.ID})
			o.settle()
			o.picture("06-inbox-" + name)
			if len(o.buttons(c.press)) > 0 {
				o.press(c.press)
				o.picture("06-inbox-" + name + "-form")
			}
			o.reads(c.reads)
		})
	}
}
