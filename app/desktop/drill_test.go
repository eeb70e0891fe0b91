package desktop

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/handtest"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing/typingtest"
)

// TestADrillOpensPrepared opens the drill as `make run` does, picks each kind of person, and reads every screen of theirs.
func TestADrillOpensPrepared(t *testing.T) {
	queue := &load.Queue{}
	p, err := start(t.Context(), means{app: themetest.App(t, theme.Light, 100), paint: queue.Do}, t.TempDir(), true)
	if err != nil {
		t.Fatal(err)
	}
	defer p.end()
	p.window.Resize(fyne.NewSize(1366, 768))
	h := &handtest.Hand{TB: t, Screen: &handtest.Painted{Canvas: p.window.Canvas(), Queue: queue}, Patience: 60 * time.Second}
	for _, one := range []struct {
		name    string
		screens map[string]string // what stands on a screen
	}{
		{"王蕾", map[string]string{"撰稿": "社区食堂探访", "排期": "政务大厅周六照常办事", "今日": "今日发布"}},
		{"孙悦", map[string]string{"审核": "待我审"}},
		{"李敏", map[string]string{"留言": "登记留言"}},
		{"郑凯", map[string]string{"账号": "望川政务服务"}},
		{"秦越", map[string]string{"设置": "留痕"}},
	} {
		h.Reads("演练：您来当谁？")
		h.Tap(one.name)
		h.Reads("演练中")
		for screen, what := range one.screens {
			h.Tap(screen)
			h.Reads(what)
			typingtest.OnlyOurs(t, p.window.Content())
		}
		if !strings.Contains(p.window.Title(), "不会真的发出") {
			t.Errorf("the title of a drill is %q", p.window.Title())
		}
		h.Tap(one.name)
		h.Tap("换一个人")
	}
}
