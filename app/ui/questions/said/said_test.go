package said_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/questions/said"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/inbox"
)

func TestWhatHappenedStandsInItsOrder(t *testing.T) {
	at := time.Date(2026, 11, 18, 4, 0, 0, 0, time.UTC)
	q := inbox.Question{State: inbox.NotTaken, Collected: at, Read: at.Add(time.Minute), ReadBy: "李敏", Closed: at.Add(4 * time.Hour), Reason: "不属于本单位"}
	a := inbox.Answer{ID: "a", Revision: 2, ByName: "李敏", Submitted: at.Add(2 * time.Hour), State: inbox.Returned, Note: "口径不对", Changed: at.Add(3 * time.Hour)}
	var got []string
	last := time.Time{}
	for _, m := range said.History(q, a) {
		got = append(got, m.What)
		if m.At.Before(last) {
			t.Errorf("%s stands too late", m.What)
		}
		last = m.At
	}
	if want := "收取|李敏 已阅|李敏 送审答复（第 2 次）|审核退回：口径不对|不予受理：不属于本单位"; strings.Join(got, "|") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, "|"), want)
	}
	if ms := said.History(inbox.Question{Channel: inbox.ByHand, Collected: at, State: inbox.Unassigned}, inbox.Answer{}); len(ms) != 1 || ms[0].What != "登记进来" {
		t.Errorf("%v", ms)
	}
}

func TestABubbleGrowsWithItsWordsAndStaysInThePane(t *testing.T) {
	themetest.App(t, theme.Light, 100)
	short, long := said.Bubble("在吗", theme.Surface, theme.Line, false), said.Bubble(strings.Repeat("请问怎么办理？", 40), theme.BlueSoft, "", true)
	for _, b := range []fyne.CanvasObject{short, long} {
		b.Resize(fyne.NewSize(500, b.MinSize().Height))
		b.Resize(fyne.NewSize(500, b.MinSize().Height))
	}
	ground := func(o fyne.CanvasObject) fyne.CanvasObject { return o.(*fyne.Container).Objects[0] }
	if w := ground(short).Size().Width; w > 80 {
		t.Errorf("two characters take %v", w)
	}
	g := ground(long)
	if g.Size().Width > 410 || g.Position().X+g.Size().Width > 500.5 || g.Size().Height > long.MinSize().Height+0.5 || g.Size().Height < 150 {
		t.Errorf("a long text: %v at %v in %v", g.Size(), g.Position(), long.MinSize())
	}
}
