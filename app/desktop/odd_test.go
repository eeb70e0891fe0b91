//go:build !windows

package desktop

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// TestTypingInOddPlaces types with fcitx5 where it has no business, and where there is much text.
func TestTypingInOddPlaces(t *testing.T) {
	t.Parallel()
	y := sits(t, newSession(t, "fcitx5", "1366x768"), small)
	y.at("fields", "密码", false)
	y.keys("nihao1", "nihao1")
	y.at("fields", "数字", false)
	y.keys("12", "12")
	y.keys("nihao{space}", "12")
	y.at("fields", "搜索", false)
	y.keys("nihao{space}", "你好")
	y.shows("zhong", "你好zhong")
	y.keys("{ctrl+Return}", "你好zhong") // fcitx ends composing with it
	if s := y.state(); s.Sent != 0 {
		t.Fatalf("a search went out %d times while composing", s.Sent)
	}
	y.hand.keys("{Return}")
	y.until("Enter searches", func() bool { return y.state().Sent == 1 })

	y.at("fields", "选填", false)
	y.shows("xiaofang", "xiao fang")
	y.keys("{space}", "消防")
	y.shows("ju", "消防ju") // the list is open now
	y.keys("{Escape}{Return}", "望川消防")

	y.at("fields", "单行", false)
	y.set("望川供暖通知")
	y.hand.keys("{End}")
	x, at := y.caret()
	y.hand.drag(x+3, at, x-int(33*y.scale), at) // from the end over the last two characters, which a commit takes the place of
	y.until("two characters selected", func() bool { return y.state().Selected == "通知" })
	y.keys("nihao{space}", "望川供暖你好")
	y.keys("{ctrl+z}", "望川供暖通知")
	x, at = y.caret()
	for range 2 { // twice on the middle of a word
		y.hand.click(x-int(35*y.scale), at)
	}
	y.until("a word selected", func() bool { return y.state().Selected == "供暖" })
	y.set("")

	y.at("fields", "多行", true)
	long := strings.Repeat("供暖", 10000)
	y.set(long)
	y.keys("nihao{space}", long+"你好")
	y.keys("{BackSpace}{ctrl+z}{ctrl+z}", long)
	y.set("")

	y.shows("nihao", "ni hao")
	y.hand.keys("{alt+F4}") // the window with the fields goes while something is composed in it
	y.until("the window went", func() bool { _, _, _, _, _, there := y.hand.window("栏目"); return !there })
	h := y.becomes("王蕾")
	h.Press(fyne.KeyModifierControl, fyne.KeyN)
	h.Reads("从这里写正文")
	// The title got the focus as the page was put up, before it was drawn.
	y.until("the focus in the title", func() bool { return y.state().High > 0 })
	y.keys("zhongguo{space}", "中国")
	y.shows("ren", "中国ren")
	y.hand.keys("{Escape}{ctrl+5}") // another page: the title has no focus any more, and gets no letter
	h.Reads("按期限")
	y.until("no field has the focus", func() bool { return y.state().High == 0 })
	y.hand.keys("x{ctrl+2}")
	h.Reads("从这里写正文")
	if !h.Stands("中国") {
		t.Error("the title is not what was typed into it")
	}

	h = y.becomes("李敏")
	h.Tap("留言")
	h.Tap("待分办")
	h.Opens(unclaimed, "认领")
	h.Tap("认领")
	h.Reads("写给群众看的答复")
	y.hand.keys("r") // the key for answering is not the first letter of the answer
	y.until("the focus in the answer", func() bool { return y.state().High > 0 })
	y.keys("nihao{space}", "你好")
	y.keys("{ctrl+a}{BackSpace}", "")
}
