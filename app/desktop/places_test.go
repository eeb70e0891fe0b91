//go:build !windows

package desktop

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// candidates waits for fcitx's window and sees that it stands at the caret: below the line, or above it where there is no room,
// and beginning where what is composed begins.
func (y *typist) candidates(what string) {
	y.Helper()
	title := "栏目"
	if y.window == "office" {
		title = "回应"
	}
	said := ""
	y.until(what, func() bool {
		_, x, top, w, high, ok := y.hand.window("Fcitx5 Input Window")
		if !ok {
			said = "no candidates are to be seen"
			return false
		}
		_, wx, wy, _, _, _ := y.hand.window(title)
		s := y.state()
		left, upper, lower := float32(wx)+s.At.X, float32(wy)+s.At.Y, float32(wy)+s.At.Y+s.High
		said = fmt.Sprintf("candidates stand at %d, %d and are %d × %d; the caret is at %.0f and reaches from %.0f to %.0f", x, top, w, high, left, upper, lower)
		var screen int
		_, _ = fmt.Sscanf(y.session.size, "%dx", &screen)
		besides := near(float32(x), left) || x+w >= screen-2 && float32(x) < left // pushed back from the edge of the screen
		return besides && (near(float32(top), lower+3*float32(y.scale)) || near(float32(top+high), upper))
	})
	y.Logf("%s: %s", what, said)
}

func near(a, b float32) bool { return a-b < 6 && b-a < 6 }

// TestCandidatesStandAtTheCaret looks where fcitx shows its candidates: in windows of several scales that are moved, in long lines
// and scrolled texts.
func TestCandidatesStandAtTheCaret(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("望川市政务服务中心恢复办理不动产登记。", 12)
	for _, scale := range []float64{1, 1.3, 2} {
		t.Run(fmt.Sprint(scale), func(t *testing.T) {
			s := newSession(t, "fcitx5", "1920x1080")
			if scale == 1.3 {
				s.write("unit/config.json", `{"theme":"dark"}`)
			}
			y := sits(t, s, scale)
			picture := func(name string) { y.session.photograph(fmt.Sprintf("%s-%v", name, scale)) }
			y.at("fields", "多行", true)
			y.hand.keys("nihao")
			y.candidates("an empty field")
			y.hand.keys("{Escape}")
			y.set(long)
			y.hand.keys("nihao")
			y.candidates("the end of a long text that scrolls")
			y.hand.keys("{Escape}{Home}{Up}{Up}wangchuanshizhengwufuwu")
			y.candidates("the beginning of a line in the middle")
			id, _, _, w, h, _ := y.hand.window("栏目")
			y.hand.configure(id, 300, 200, w, h)
			y.candidates("a window that was moved while composing")
			picture("fields")
			y.hand.keys("{Escape}")
			y.at("fields", "单行", false)
			y.set(long)
			y.hand.keys("nihao")
			y.candidates("the end of a single line that scrolls")
			y.hand.keys("{Escape}")
			if scale > 1.3 { // the office wants a larger screen than this
				return
			}
			h1 := y.becomes("王蕾")
			h1.Press(fyne.KeyModifierControl, fyne.KeyN)
			h1.Reads("从这里写正文")
			y.at("office", "", true)
			y.hand.keys("wangchuanshijintianhuifugongnuan{space}{Return}{Return}qing")
			time.Sleep(quiet)
			y.hand.keys("shimin")
			y.candidates("the composer")
			picture("composer")
			y.hand.keys("{Escape}")
			h2 := y.becomes("李敏")
			h2.Tap("留言")
			h2.Tap("待分办")
			h2.Opens(unclaimed, "认领")
			h2.Tap("认领")
			h2.Into("写给群众看的答复")
			y.at("office", "reply", true)
			y.hand.keys("ninhao,{space}cailiao")
			y.candidates("the reply")
			picture("reply")
		})
	}
}
