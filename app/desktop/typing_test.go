//go:build !windows

package desktop

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/handtest"
)

// typist sits before the program with an input method and types. It writes in one field at a time.
type typist struct {
	testing.TB
	session *session
	scale   float64
	hand    *xhand
	office  *xwindow
	window  string // fields or office
	name    string // of the field, in the second window
	multi   bool   // Enter breaks its lines
	person  string // who has signed in
	claimed bool   // the question is claimed
}

// small is the scale of a window that nobody has to look at.
const small = 0.35

// sits opens the prepared drill and a window full of fields on a session's screen, a unit being so many pixels. Drawing is done
// by the processor here and costs by the pixel, so that most typing is done in a window a third as large.
func sits(t testing.TB, s *session, scale float64) *typist {
	t.Helper()
	x := launch(t, append(s.env, envControl+"="+inDrill, envDir+"="+filepath.Join(s.home, "unit"), fmt.Sprint("FYNE_SCALE=", scale)))
	x.find("回应", 1366*scale, 740*scale)
	y := &typist{TB: t, session: s, scale: scale, hand: newXHand(t, s.value("DISPLAY")), office: x}
	if s.method != "" { // on a busy computer the dictionary may take longer than a key waits
		y.at("fields", "多行", true)
		y.chineseAgain()
		y.set("")
	}
	return y
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

// paste puts a text into the clipboard and pastes it, until it stands there.
func (y *typist) paste(text string) {
	y.Helper()
	clip := y.office.program(y.Context(), "xclip", "-selection", "clipboard", "-i")
	clip.Stdin = strings.NewReader(text)
	if err := clip.Run(); err != nil {
		y.Fatal(err)
	}
	y.hand.keys("{ctrl+v}")
	y.until("pasting", func() bool { return len(y.state().Text) >= len(text) })
}

// patience is how long a typist waits for what must come.
const patience = 30 * time.Second

// until waits for something to hold.
func (y *typist) until(what string, ok func() bool) {
	y.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			y.session.photograph("failed")
			y.Fatalf("%s: not within %s; the field is %+v", what, patience, y.state())
		}
	}
}

// quiet is how long what was typed is given to do something that it must not do.
const quiet = 40 * time.Millisecond

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

// click presses the mouse in the focused field, so many units to the right of the caret.
func (y *typist) click(dx float64) {
	y.Helper()
	x, at := y.caret()
	y.hand.click(x+int(dx*y.scale), at)
}

// caret is where on the screen the caret stands.
func (y *typist) caret() (x, at int) {
	y.Helper()
	s := y.state()
	title := "栏目"
	if y.window == "office" {
		title = "回应"
	}
	_, wx, wy, _, _, _ := y.hand.window(title)
	return wx + int(s.At.X), wy + int(s.At.Y+s.High/2)
}

// TestTypingChinese types into the fields of the running program as a person does, with a real fcitx5.
func TestTypingChinese(t *testing.T) {
	t.Parallel()
	sits(t, newSession(t, "fcitx5", "1366x768"), small).plays(t, 3, steps())
}

// TestTypingChineseWithIBus does so with a real ibus, in a session that says of itself that it is one of Wayland.
func TestTypingChineseWithIBus(t *testing.T) {
	t.Parallel()
	sits(t, newSession(t, "ibus", "1366x768", "WAYLAND_DISPLAY=wayland-9"), small).plays(t, 1, coreSteps())
}

// TestTypingWithoutAnInputMethod types letters where nobody composes them.
func TestTypingWithoutAnInputMethod(t *testing.T) {
	t.Parallel()
	sits(t, newSession(t, "", "1366x768"), small).plays(t, 1, asciiSteps())
}

// TestTypingWithoutABus types letters where there is not even a bus.
func TestTypingWithoutABus(t *testing.T) {
	t.Parallel()
	s := newSession(t, "", "1366x768")
	s.env = append(s.env, "DBUS_SESSION_BUS_ADDRESS=disabled:", "XDG_RUNTIME_DIR="+t.TempDir())
	y := sits(t, s, small)
	y.at("fields", "多行", true)
	for _, one := range asciiSteps()[:6] {
		one.run(t, y, 0)
	}
}

// plays takes the steps in all four fields, so many times in a row, or as often as HUIYING_TYPING_ROUNDS says.
func (y *typist) plays(t *testing.T, rounds int, steps []step) {
	if n := os.Getenv("HUIYING_TYPING_ROUNDS"); n != "" {
		if _, err := fmt.Sscan(n, &rounds); err != nil {
			t.Fatal(err)
		}
	}
	for round := range rounds {
		y.everywhere(t, func(t *testing.T, y *typist) {
			for _, s := range steps {
				s.run(t, y, round)
			}
			y.set("")
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
