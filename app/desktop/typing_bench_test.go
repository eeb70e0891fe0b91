//go:build !windows

package desktop

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/jezek/xgb/damage"
	"github.com/jezek/xgb/xfixes"
	"github.com/jezek/xgb/xproto"
)

// watch is told by the X server whenever something is drawn into a window.
type watch struct {
	hand  *xhand
	id    damage.Damage
	drawn chan time.Time
}

func (y *typist) watches(title string) *watch {
	y.Helper()
	conn := y.hand.conn
	if err := xfixes.Init(conn); err != nil {
		y.Fatal(err)
	}
	if _, err := xfixes.QueryVersion(conn, 5, 0).Reply(); err != nil {
		y.Fatal(err)
	}
	if err := damage.Init(conn); err != nil {
		y.Fatal(err)
	}
	if _, err := damage.QueryVersion(conn, 1, 1).Reply(); err != nil {
		y.Fatal(err)
	}
	win, _, _, _, _, ok := y.hand.window(title)
	if !ok {
		y.Fatalf("no window %s", title)
	}
	id, err := damage.NewDamageId(conn)
	if err != nil {
		y.Fatal(err)
	}
	if err := damage.CreateChecked(conn, id, xproto.Drawable(win), damage.ReportLevelNonEmpty).Check(); err != nil {
		y.Fatal(err)
	}
	w := &watch{hand: y.hand, id: id, drawn: make(chan time.Time, 1000)}
	go func() {
		for {
			ev, err := conn.WaitForEvent()
			if ev == nil && err == nil {
				close(w.drawn)
				return
			}
			if _, ok := ev.(damage.NotifyEvent); ok {
				w.drawn <- time.Now()
				damage.Subtract(conn, id, 0, 0)
			}
		}
	}()
	return w
}

// rests waits until nothing was drawn for a while.
func (w *watch) rests() {
	for {
		select {
		case <-w.drawn:
		case <-time.After(80 * time.Millisecond):
			return
		}
	}
}

// press presses a key when the window is at rest, and returns how long it took until the window was drawn again. False: it was not.
func (w *watch) press(sym uint32) (time.Duration, bool) {
	w.rests()
	code, _ := w.hand.find(sym)
	begin := time.Now()
	w.hand.event(xproto.KeyPress, code)
	select {
	case at := <-w.drawn:
		w.hand.up(sym)
		return at.Sub(begin), true
	case <-time.After(5 * time.Second):
		w.hand.up(sym)
		return 0, false
	}
}

// BenchmarkKeyToScreen is how long a person who composes with fcitx5 waits for a key to be seen: from the keyboard's event until the X
// server has the new picture of the window. There is no graphics card here: drawing is done by the processor, and is a part
// of it.
func BenchmarkKeyToScreen(b *testing.B) {
	sentence := "望川市政务服务中心今天恢复办理不动产登记。"
	long := func(y *typist) string {
		// One window on the screen, as in practice: else the candidates, as they come and go over the other one, have it drawn too.
		id, _, _, _, _, _ := y.hand.window("回应")
		if out, err := y.session.program("xdotool", "windowminimize", fmt.Sprint(id)).CombinedOutput(); err != nil {
			y.Fatalf("%v: %s", err, out)
		}
		y.at("fields", "多行", true)
		y.set(strings.Repeat(sentence, 101)[:len("望")*2000])
		return "栏目"
	}
	for _, c := range []struct {
		name  string
		scale float64
		enter func(y *typist) string
	}{
		{"field of 2000 characters", 1, long},
		{"field of 2000 characters in an eighth of the pixels", small, long},
		{"paragraph of 100 characters after 1900", 1, func(y *typist) string {
			h := y.becomes("王蕾")
			h.Press(fyne.KeyModifierControl, fyne.KeyN)
			h.Reads("从这里写正文")
			y.at("office", "", true)
			y.paste(strings.TrimSuffix(strings.Repeat(strings.Repeat(sentence, 5)[:len("望")*100]+"\n", 20), "\n"))
			return "回应"
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			y := sits(b, newSession(b, "fcitx5", "1366x768"), c.scale)
			w := y.watches(c.enter(y))
			y.keys("", y.state().Text)
			// What Fyne's own step of a sixtieth of a second and the drawing take of it: the caret moves, and nothing is asked.
			var moved []time.Duration
			for range 60 {
				d, _ := w.press(0xff51)
				moved = append(moved, d)
				d, _ = w.press(0xff53)
				moved = append(moved, d)
			}
			first, _ := w.press('n') // the dictionary is read now
			w.press(0xff1b)
			var took []time.Duration
			for range 30 {
				for _, sym := range "nihaozhongguo " {
					d, ok := w.press(uint32(sym))
					if !ok {
						b.Fatalf("%q was not drawn; the field is %+v", sym, y.state())
					}
					took = append(took, d)
				}
			}
			b.ReportMetric(percentile(took, 50), "p50-ms")
			b.ReportMetric(percentile(took, 95), "p95-ms")
			b.ReportMetric(percentile(moved, 50), "caret-p50-ms")
			b.ReportMetric(percentile(moved, 95), "caret-p95-ms")
			b.ReportMetric(float64(first.Milliseconds()), "first-ms")
			b.ReportMetric(0, "ns/op")
			b.Logf("%d keys", len(took))
		})
	}
}

// percentile is in milliseconds.
func percentile(all []time.Duration, p int) float64 {
	slices.Sort(all)
	return float64(all[min(len(all)*p/100, len(all)-1)].Microseconds()) / 1000
}

// BenchmarkHangingMethod is how long a key waits when the input method hangs, and how long the next ones do.
func BenchmarkHangingMethod(b *testing.B) {
	y := sits(b, newSession(b, "fcitx5", "1366x768"), small)
	y.at("fields", "多行", true)
	w := y.watches("栏目")
	y.keys("nihao{space}", "你好")
	y.session.signal(syscall.SIGSTOP)
	first, ok := w.press('a')
	if !ok {
		b.Fatal("the key was lost")
	}
	var rest []time.Duration
	for range 20 {
		d, ok := w.press('a')
		if !ok {
			b.Fatal("a key was lost")
		}
		rest = append(rest, d)
	}
	y.session.signal(syscall.SIGCONT)
	b.ReportMetric(float64(first.Milliseconds()), "first-ms")
	b.ReportMetric(float64(slices.Max(rest).Microseconds())/1000, "next-max-ms")
	b.ReportMetric(0, "ns/op")
}
