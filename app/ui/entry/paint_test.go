//go:build !race

// One goroutine paints: the race detector finds nothing here and only makes it ten times as slow. scripts/test.sh runs these without it.

package entry_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"huiying/app/ui/entry"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/internal/problem"
)

// TestThePictures paints the pages in the sizes they must hold in, light and dark; where nobody asked for pictures, in the
// smallest alone.
func TestThePictures(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1200, Height: 640}, {Width: 1280, Height: 800}, {Width: 1366, Height: 697}, {Width: 1920, Height: 1009}} {
		for tone, mode := range map[string]theme.Mode{"light": theme.Light, "dark": theme.Dark} {
			if os.Getenv("HUIYING_PICTURES") == "" && (size.Width != 1200 || mode != theme.Light) {
				continue
			}
			t.Run(fmt.Sprintf("%.0f-%s", size.Width, tone), func(t *testing.T) {
				b := open(t, false, mode, size)
				b.paintAll(func(n string) string { return fmt.Sprintf("entry-%s-%.0f-%s", n, size.Width, tone) })
			})
		}
	}
}

// TestEverythingFitsAtTheLargestScale keeps the pages whole in a window of a usual screen at 130 %.
func TestEverythingFitsAtTheLargestScale(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.dress(theme.Light, 130)
	b.paintAll(func(n string) string { return "entry-" + n + "-1280-130" })
}

func (b *bench) paintAll(name func(string) string) {
	b.first()
	b.save(name("1-drill"))
	b.key(fyne.KeyLeft)
	b.save(name("1-solo"))
	b.press("下一步：单位和人员")
	b.save(name("2-empty"))
	b.press("下一步：保管密钥")
	b.save(name("2-missing"))
	b.fill()
	b.entries()[2].Replace("11420100MB1A2B3C42")
	b.preset(fyne.KeyRight)
	b.save(name("2-six"))
	b.preset(fyne.KeyLeft)
	b.save(name("2"))
	b.press("下一步：保管密钥")
	b.reads("这台电脑的钥匙串可以用")
	b.save(name("3-ring"))
	b.ring = problem.New(problem.Unavailable, "这台电脑没有可用的钥匙串", "什么都没有改动", "请用口令保管")
	b.first()
	b.key(fyne.KeyLeft)
	b.press("下一步：单位和人员")
	b.fill()
	b.press("下一步：保管密钥")
	b.entries()[0].Replace("wangchuan")
	b.press("建立单位")
	b.save(name("3-phrase"))
	b.settled()
	b.signIn(false)
	b.entries()[0].Replace("wanglei-2025")
	b.press("登录")
	b.reads("姓名或密码不对")
	b.save(name("signin"))
	b.signIn(true)
	b.save(name("pick"))
	b.trouble(damaged(), nil)
	b.reads("最近一份好的备份")
	b.save(name("damaged"))
	b.press("用 2026-11-23 的备份恢复")
	b.save(name("restore"))
	b.press("先不恢复")
	b.trouble(problem.New(problem.Newer, "这份数据是更新版本的程序写的（其中有数据版本 12，这个程序还不认得）", "什么都没有改动", "请安装新版本的程序再打开"), nil)
	b.save(name("newer"))
	b.trouble(problem.New(problem.Locked, "“回应”已经开着，9:02 由王蕾打开", "什么都没有改动", "请到已打开的窗口里继续，或先关掉它"), nil)
	b.save(name("second"))
	b.show(entry.NewUnlock(b.jobs, entry.Unlock{Done: func() {}, Later: func() {}, Quit: func() {}, Version: "1.0.0",
		Unlock: func(context.Context, string) error {
			return problem.New(problem.Invalid, "口令不对", "密钥没有动", "请再输一次")
		}}))
	b.entries()[0].Replace("wangchuan-12")
	b.press("打开密钥")
	b.reads("口令不对")
	b.save(name("unlock"))
	b.window.Content().(*typing.Root).SetContent(entry.NewOpening("正在准备演练：第一次要几秒钟"))
	b.save(name("opening"))
}
