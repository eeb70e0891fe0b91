package desktop

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/handtest"
)

// typist sits before the program with an input method and types. It writes in one field at a time.
type typist struct {
	testing.TB
	session *session
	hand    *xhand
	office  *xwindow
	window  string // fields or office
	name    string // of the field, in the second window
	multi   bool   // Enter breaks its lines
	person  string // who has signed in
	claimed bool   // the question is claimed
}

// sits opens the prepared drill and a window full of fields on a session's screen.
func sits(t testing.TB, s *session) *typist {
	t.Helper()
	x := launch(t, append(s.env, envControl+"="+inDrill, envDir+"="+filepath.Join(s.home, "unit")))
	x.find("回应", 1366, 740)
	return &typist{TB: t, session: s, hand: newXHand(t, s.value("DISPLAY")), office: x}
}

// at turns to a field.
func (y *typist) at(window, name string, multi bool) {
	y.Helper()
	y.window, y.name, y.multi = window, name, multi
	title := "栏目"
	if window == "office" {
		title = "回应"
	}
	id, _, _, _, _, ok := y.hand.window(title)
	if !ok {
		y.Fatalf("no window %s", title)
	}
	y.hand.front(id)
	y.ask("POST", "/focus", url.Values{"name": {name}}, new(string))
	y.until("the focus in "+name, func() bool { return y.state().High > 0 })
}

func (y *typist) ask(method, path string, q url.Values, into any) {
	y.Helper()
	q.Set("window", y.window)
	y.office.ask(method, path+"?"+q.Encode(), into)
}

func (y *typist) state() (s typed) {
	y.Helper()
	y.ask(http.MethodGet, "/typed", url.Values{}, &s)
	return s
}

// set puts a text into the field, from which a step begins.
func (y *typist) set(text string) {
	y.Helper()
	y.ask(http.MethodPost, "/set", url.Values{"text": {text}}, new(string))
}

func (y *typist) field(name string) (text string) {
	y.Helper()
	y.ask(http.MethodGet, "/field", url.Values{"name": {name}}, &text)
	return text
}

// until waits for something to hold.
func (y *typist) until(what string, ok func() bool) {
	y.Helper()
	for end := time.Now().Add(12 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			y.session.photograph("failed")
			y.Fatalf("%s: not within 12 s; the field is %+v", what, y.state())
		}
	}
}

// quiet is how long what was typed is given to do something that it must not do.
const quiet = 60 * time.Millisecond

// keys types, and waits until the field holds what it should, and shows nothing that it does not hold.
func (y *typist) keys(script, want string) {
	y.Helper()
	if !y.multi {
		want = strings.ReplaceAll(want, "\n", "")
	}
	y.hand.keys(script)
	y.reads(script, want)
	time.Sleep(quiet)
	if s := y.state(); s.Text != want {
		y.Fatalf("after %s the field went on from %q to %q", script, want, s.Text)
	}
}

func (y *typist) reads(script, want string) {
	y.Helper()
	y.until(fmt.Sprintf("%s gives %q", script, want), func() bool {
		s := y.state()
		return s.Text == want && (strings.HasSuffix(s.Text, s.Shown) || s.Selected != "")
	})
}

// shows types, and waits until the field shows what is being composed.
func (y *typist) shows(script, want string) {
	y.Helper()
	y.hand.keys(script)
	y.until(fmt.Sprintf("%s shows %q", script, want), func() bool { return y.state().Shown == want })
}

// click presses the mouse in the focused field, so many pixels from the caret.
func (y *typist) click(dx, dy float32) {
	y.Helper()
	s := y.state()
	title := "栏目"
	if y.window == "office" {
		title = "回应"
	}
	_, wx, wy, _, _, _ := y.hand.window(title)
	y.hand.click(wx+int(s.At.X+dx), wy+int(s.At.Y+s.High/2+dy))
}

// TestTypingChinese types into the fields of the running program as a person does, with a real fcitx5.
func TestTypingChinese(t *testing.T) {
	t.Parallel()
	y := sits(t, newSession(t, "fcitx5", "1366x768"))
	rounds := 1
	if n := os.Getenv("HUIYING_TYPING_ROUNDS"); n != "" {
		if _, err := fmt.Sscan(n, &rounds); err != nil {
			t.Fatal(err)
		}
	}
	for round := range rounds {
		y.TB = t
		y.everywhere(t, func(t *testing.T, y *typist) {
			for _, s := range steps() {
				s.run(t, y, round)
			}
		})
	}
}

// everywhere does the same in the four fields.
func (y *typist) everywhere(t *testing.T, do func(t *testing.T, y *typist)) {
	in := func(name string, there func()) {
		t.Run(name, func(t *testing.T) {
			y.TB, y.office.TB, y.hand.TB = t, t, t
			there()
			do(t, y)
		})
	}
	in("Lines", func() { y.at("fields", "多行", true) })
	in("Line", func() { y.at("fields", "单行", false) })
	in("Paragraphs", func() {
		h := y.becomes("王蕾")
		h.Press(fyne.KeyModifierControl, fyne.KeyN)
		h.Reads("从这里写正文")
		y.at("office", "", true)
	})
	in("Reply", func() {
		h := y.becomes("李敏")
		h.Tap("留言")
		if !y.claimed {
			h.Tap("待分办")
			h.Opens(unclaimed, "认领")
			h.Tap("认领")
			y.claimed = true
		} else {
			h.Tap("待答复")
			h.Opens(unclaimed, "放回")
		}
		h.Into("写给群众看的答复")
		y.at("office", "reply", true)
	})
}

// unclaimed is a question of the prepared drill that nobody has claimed.
const unclaimed = "公租房续租材料"

// becomes has a person sign in, and returns that person's hands.
func (y *typist) becomes(name string) *handtest.Hand {
	y.Helper()
	h := y.hands()
	if y.person != "" {
		h.Tap(y.person)
		h.Tap("换一个人")
	}
	h.Tap(name)
	h.Reads("演练中")
	y.window, y.person = "office", name
	return h
}

// hands are those of a person who looks for words in the office's window.
func (y *typist) hands() *handtest.Hand {
	y.Helper()
	id, _, _, _, _, ok := y.hand.window("回应")
	if !ok {
		y.Fatal("no window of the office")
	}
	y.hand.front(id)
	return &handtest.Hand{TB: y.TB, Screen: y.office, Patience: 40 * time.Second}
}

// step is one thing that a person does while typing Chinese.
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

func steps() []step {
	plain := func(script, want string) step {
		return step{script, func(y *typist) { y.keys(script, want) }}
	}
	return []step{
		plain("nihao{space}", "你好"),
		{"Backspace takes a letter of what is composed", func(y *typist) {
			y.shows("nihao{space}hao{BackSpace}", "你好ha")
			y.keys("{BackSpace}{BackSpace}", "你好")
		}},
		plain("nihao{space}{BackSpace}", "你"),
		plain("nihao{Return}", "nihao"),
		plain("nihao{space}{Return}zhongguo{space}", "你好\n中国"),
		plain("nihao{space}{Left}zhong{Left}{Right}{space}", "你中好"),
		plain("nihao{space}{Left}{Left}zhong{space}", "中你好"),
		plain("nihao{space}{Home}zhong{space}{End}wo{space}", "中你好我"),
		plain("nihao{space}zhong{Home}{End}{space}", "你好中"),
		plain("nihao{space}{Home}{Delete}", "好"),
		plain("nihao{space}{Home}zhong{Delete}{space}", "中你好"),
		{"Tab while composing leaves the focus", func(y *typist) {
			y.hand.keys("nihao{Tab}{Escape}")
			y.keys("zhong{space}", "中")
		}},
		plain("nihao{space}zhong{Escape}", "你好"),
		plain("nihao{space}zhong{Up}{Down}{Escape}", "你好"),
		plain("zhongguo1", "中国"),
		plain("12", "12"),
		plain("nihao,", "你好，"),
		plain(",.?", "，。？"),
		plain("{ctrl+space}hello, {ctrl+space}nihao{space}", "hello, 你好"),
		plain("{shift}abc{shift}nihao{space}", "abc你好"),
		plain("{ctrl+space}{shift+a}Bc!{ctrl+space}", "ABc!"),
		plain("{Caps_Lock}a{Caps_Lock}{Return}", "A"),
		plain("nihao{space}{ctrl+a}zhongguo{space}", "中国"),
		{"a commit is one step of undo", func(y *typist) {
			y.keys("nihao{space}zhongguo{space}{ctrl+z}", "你好")
			y.keys("{ctrl+y}", "你好中国")
			y.keys("{ctrl+a}wo{space}", "我")
			y.keys("{ctrl+z}", "你好中国")
		}},
		plain("nihao{space}zhong{ctrl+a}{space}", "你好中"),
		plain("nihao{space}{ctrl+a}{ctrl+c}{End}{ctrl+v}", "你好你好"),
		plain("nihao{space}{ctrl+a}{ctrl+x}zhong{space}{ctrl+v}", "中你好"),
		plain("zhong{ctrl+v}{space}", "中"),
		{"a held key repeats, a held Backspace takes it all away", func(y *typist) {
			y.hand.keys("{ctrl+space}")
			y.hand.hold('x', 900*time.Millisecond)
			y.until("some x", func() bool { s := y.state().Text; return len(s) >= 3 && strings.Trim(s, "x") == "" })
			y.hand.hold(0xff08, 1500*time.Millisecond)
			y.keys("{ctrl+space}", "")
		}},
		{"a held Backspace takes away what is composed and then the text", func(y *typist) {
			y.set("前")
			y.shows("nihao", "前ni hao")
			y.hand.hold(0xff08, 1200*time.Millisecond)
			y.reads("held Backspace", "")
		}},
		{"fast", func(y *typist) {
			y.hand.gap = time.Millisecond
			y.keys(strings.Repeat("nihao{space}", 12), strings.Repeat("你好", 12))
			y.hand.gap = 4 * time.Millisecond
		}},
		plain("zhonghuarenmingongheguo{space}", "中华人民共和国"),
		{"a click while composing", func(y *typist) {
			y.shows("nihao{space}zhong", "你好zhong")
			y.click(-20, 0)
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
			y.set("")
			y.until("Chinese again", func() bool {
				y.hand.keys("zhong{space}")
				time.Sleep(quiet)
				done := y.state().Text == "中"
				if !done {
					y.set("")
				}
				return done
			})
		}},
		{"the input method hangs and comes back", func(y *typist) {
			y.shows("nihao{space}zhong", "你好zhong")
			y.session.signal(syscall.SIGSTOP)
			y.keys("abc", "你好zhongabc")
			y.keys("def", "你好zhongabcdef")
			y.session.signal(syscall.SIGCONT)
			time.Sleep(quiet)
			y.reads("awake", "你好zhongabcdef")
			y.set("")
			y.until("Chinese again", func() bool {
				y.hand.keys("zhong{space}")
				time.Sleep(quiet)
				done := y.state().Text == "中"
				if !done {
					y.set("")
				}
				return done
			})
		}},
	}
}
