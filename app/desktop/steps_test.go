//go:build !windows

package desktop

import (
	"strings"
	"syscall"
	"testing"
	"time"
)

// step is one thing that a person does while typing.
type step struct {
	name string
	do   func(y *typist)
}

func (s step) run(t *testing.T, y *typist, round int) {
	if t.Failed() {
		return
	}
	t.Helper()
	y.set("")
	begin := time.Now()
	s.do(y)
	if testing.Verbose() {
		t.Logf("round %d, %s: %d ms", round+1, s.name, time.Since(begin).Milliseconds())
	}
}

// types is a step that plays a script and sees what comes of it.
func types(script, want string) step {
	return step{script, func(y *typist) { y.keys(script, want) }}
}

// chineseAgain types until an input method that came back composes.
func (y *typist) chineseAgain() {
	y.Helper()
	y.until("Chinese again", func() bool {
		y.set("")
		y.hand.keys("zhong{space}")
		time.Sleep(2 * quiet)
		return y.state().Text == "中"
	})
}

// steps are those with a pinyin of fcitx5.
func steps() []step {
	return []step{
		types("nihao{space}", "你好"),
		{"Backspace takes a letter of what is composed", func(y *typist) {
			y.shows("nihao{space}hao{BackSpace}", "你好ha")
			y.keys("{BackSpace}{BackSpace}", "你好")
		}},
		types("nihao{space}{BackSpace}", "你"),
		types("nihao{Return}", "nihao"),
		types("nihao{space}{Return}zhongguo{space}", "你好\n中国"),
		types("nihao{space}{Left}zhong{Left}{Right}{space}", "你中好"),
		types("nihao{space}{Left}{Left}zhong{space}", "中你好"),
		types("nihao{space}{Home}zhong{space}{End}wo{space}", "中你好我"),
		types("nihao{space}zhong{Home}{End}{space}", "你好中"),
		types("nihao{space}{Home}{Delete}", "好"),
		types("nihao{space}{Home}zhong{Delete}{space}", "中你好"),
		{"Tab while composing leaves the focus", func(y *typist) {
			y.hand.keys("nihao{Tab}{Escape}")
			y.keys("zhong{space}", "中")
		}},
		types("nihao{space}zhong{Escape}", "你好"),
		types("nihao{space}zhong{Up}{Down}{Escape}", "你好"),
		types("zhongguo1", "中国"),
		types("12", "12"),
		types("nihao,", "你好，"),
		types(",.?", "，。？"),
		types("{ctrl+space}hello, {ctrl+space}nihao{space}", "hello, 你好"),
		types("{shift}abc{shift}nihao{space}", "abc你好"),
		types("{ctrl+space}{shift+a}Bc!{ctrl+space}", "ABc!"),
		types("{Caps_Lock}a{Caps_Lock}{Return}", "A"),
		types("nihao{space}{ctrl+a}zhongguo{space}", "中国"),
		{"a commit is one step of undo", func(y *typist) {
			y.keys("nihao{space}zhongguo{space}{ctrl+z}", "你好")
			y.keys("{ctrl+y}", "你好中国")
			y.keys("{ctrl+a}wo{space}", "我")
			y.keys("{ctrl+z}", "你好中国")
		}},
		types("nihao{space}zhong{ctrl+a}{space}", "你好中"),
		types("nihao{space}{ctrl+a}{ctrl+c}{End}{ctrl+v}", "你好你好"),
		types("nihao{space}{ctrl+a}{ctrl+x}zhong{space}{ctrl+v}", "中你好"),
		types("zhong{ctrl+v}{space}", "中"),
		{"a held key repeats, a held Backspace takes it all away", func(y *typist) {
			y.hand.keys("{ctrl+space}")
			y.hand.hold('x', 800*time.Millisecond)
			y.until("some x", func() bool { s := y.state().Text; return len(s) >= 3 && strings.Trim(s, "x") == "" })
			y.hand.hold(0xff08, 1000*time.Millisecond)
			y.keys("{ctrl+space}", "")
		}},
		{"a held Backspace takes away what is composed and then the text", func(y *typist) {
			y.set("前")
			y.shows("nihao", "前ni hao")
			y.hand.hold(0xff08, 1000*time.Millisecond)
			y.reads("held Backspace", "")
		}},
		{"fast", func(y *typist) {
			y.hand.gap = time.Millisecond
			y.keys(strings.Repeat("nihao{space}", 12), strings.Repeat("你好", 12))
			y.hand.gap = pace
		}},
		types("zhonghuarenmingongheguo{space}", "中华人民共和国"),
		{"a click while composing", func(y *typist) {
			y.shows("nihao{space}zhong", "你好zhong")
			y.click(-14)
			y.reads("a click", "你好zhong")
			y.keys("wo{space}", "你我好zhong")
		}},
		{"the focus leaves while composing", func(y *typist) {
			y.shows("nihao{space}zhong", "你好zhong")
			window, name, multi := y.window, y.name, y.multi
			other := "搜索"
			y.at("fields", other, false)
			if s := y.state(); s.Text != "" || s.Shown != "" {
				y.Fatalf("what was composed follows: %+v", s)
			}
			y.keys("wo{space}", "我")
			y.set("")
			y.at(window, name, multi)
			y.reads("coming back", "你好zhong")
		}},
		{"beyond the BMP", func(y *typist) {
			y.set("𠮷👨‍👩‍👧")
			y.keys("nihao{space}{BackSpace}{BackSpace}{BackSpace}", "𠮷")
			y.keys("zhong{space}", "𠮷中")
		}},
		{"the input method is killed and comes back", func(y *typist) {
			y.shows("nihao{space}zhong", "你好zhong")
			y.session.kill()
			y.reads("killed", "你好zhong")
			y.keys(" abc", "你好zhong abc")
			y.session.begin()
			y.chineseAgain()
		}},
		{"the input method hangs and comes back", func(y *typist) {
			y.shows("nihao{space}zhong", "你好zhong")
			y.session.signal(syscall.SIGSTOP)
			y.keys("abc", "你好zhongabc")
			y.keys("def", "你好zhongabcdef")
			y.session.signal(syscall.SIGCONT)
			y.keys("", "你好zhongabcdef")
			y.chineseAgain()
		}},
	}
}

// coreSteps are those with a pinyin of ibus, which shows what it makes of the letters while they are composed.
func coreSteps() []step {
	return []step{
		types("nihao{space}", "你好"),
		types("nihao{space}hao{BackSpace}{BackSpace}{BackSpace}", "你好"),
		types("nihao{space}{BackSpace}", "你"),
		types("nihao{Return}", "nihao"),
		types("nihao{space}{Return}zhongguo{space}", "你好\n中国"),
		types("nihao{space}{Left}{Left}zhong{space}", "中你好"),
		types("nihao{space}{Left}zhong{Left}{Right}{space}", "你中好"),
		types("nihao{space}{Home}zhong{space}{End}wo{space}", "中你好我"),
		types("nihao{space}{Home}{Delete}", "好"),
		types("nihao{space}zhong{Escape}", "你好"),
		types("zhongguo1", "中国"),
		types(",.?", "，。？"),
		types("{shift}abc{shift}nihao{space}", "abc你好"),
		types("nihao{space}{ctrl+a}zhongguo{space}{ctrl+z}", "你好"),
		types("nihao{space}{ctrl+a}{ctrl+c}{End}{ctrl+v}", "你好你好"),
		types("nihao{space}{ctrl+a}{ctrl+x}zhong{space}{ctrl+v}", "中你好"),
		{"fast", func(y *typist) {
			y.hand.gap = time.Millisecond
			y.keys(strings.Repeat("nihao{space}", 12), strings.Repeat("你好", 12))
			y.hand.gap = pace
		}},
		{"the focus leaves while composing", func(y *typist) {
			y.hand.keys("nihao{space}zhong")
			y.until("composing", func() bool { s := y.state(); return s.Text == "你好" && s.Shown != s.Text })
			window, name, multi := y.window, y.name, y.multi
			y.at("fields", "搜索", false)
			y.keys("wo{space}", "我")
			y.set("")
			y.at(window, name, multi)
			y.until("what was composed stays", func() bool { s := y.state(); return s.Text == "你好中" || s.Text == "你好zhong" })
		}},
		{"the input method is killed and comes back", func(y *typist) {
			y.keys("nihao{space}", "你好")
			y.session.kill()
			y.keys("abc", "你好abc")
			y.session.begin()
			y.chineseAgain()
		}},
		{"the input method hangs and comes back", func(y *typist) {
			y.keys("nihao{space}", "你好")
			y.session.signal(syscall.SIGSTOP)
			y.keys("abc", "你好abc")
			y.session.signal(syscall.SIGCONT)
			y.keys("", "你好abc")
			y.chineseAgain()
		}},
	}
}

// asciiSteps are those without an input method.
func asciiSteps() []step {
	return []step{
		types("Hello, World 42!", "Hello, World 42!"),
		types("abc{BackSpace}{BackSpace}x", "ax"),
		types("ab{Return}cd", "ab\ncd"),
		types("abc{Left}{Left}x{Home}y{End}z", "yaxbcz"),
		types("abc{Home}{Delete}{Right}{Delete}", "b"),
		types("abc{ctrl+a}d", "d"),
		types("abc{ctrl+a}{ctrl+c}{End}{ctrl+v}", "abcabc"),
		types("abc{ctrl+a}{ctrl+x}d{ctrl+v}", "dabc"),
		types("abc{ctrl+z}", ""),
		types("abc{ctrl+z}{ctrl+y}", "abc"),
		types("abc {ctrl+a}{shift+Left}", "abc "),
		types("{Caps_Lock}ab{Caps_Lock}c", "ABc"),
		{"a held key repeats, a held Backspace takes it all away", func(y *typist) {
			y.hand.hold('x', 800*time.Millisecond)
			y.until("some x", func() bool { s := y.state().Text; return len(s) >= 3 && strings.Trim(s, "x") == "" })
			y.hand.hold(0xff08, 1000*time.Millisecond)
			y.reads("held Backspace", "")
		}},
		{"fast", func(y *typist) {
			y.hand.gap = time.Millisecond
			y.keys(strings.Repeat("abcdefgh", 12), strings.Repeat("abcdefgh", 12))
			y.hand.gap = pace
		}},
		{"other layouts and dead keys", func(y *typist) {
			y.layout("de")
			y.hand.code(47) // ö
			y.hand.code(21) // dead acute
			y.hand.keys("e")
			y.reads("de", "öé")
			y.layout("us")
			y.keys("x", "öéx")
		}},
	}
}

// layout gives the screen other keys.
func (y *typist) layout(name string) {
	y.Helper()
	cmd := y.office.program(y.Context(), "setxkbmap", name)
	if out, err := cmd.CombinedOutput(); err != nil {
		y.Fatalf("setxkbmap %s: %v %s", name, err, out)
	}
	time.Sleep(300 * time.Millisecond) // programs are told by and by
}
