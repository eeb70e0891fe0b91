package targets_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"strings"

	"huiying/accounts"
	"huiying/app/ui/compose/targets"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing/typingtest"
	"huiying/publishing/content"
)

func register() []accounts.Account {
	return []accounts.Account{{ID: "w", Platform: accounts.Weibo, Name: "望川微博", State: accounts.Normal}, {ID: "x", Platform: accounts.WeChat, Name: "望川公众号", State: accounts.Normal},
		{ID: "d", Platform: accounts.Douyin, Name: "望川抖音", State: accounts.Suspended}}
}

type bench struct {
	p    *targets.Pane
	w    fyne.Window
	told int
}

func open(t *testing.T) *bench {
	t.Helper()
	themetest.App(t, theme.Light, 100)
	b := &bench{p: targets.New()}
	b.p.Post = func() content.Master {
		return content.Master{Title: "供暖", Summary: "十五日开始", Media: []content.Media{{Hash: "h1", Name: "一.png"}}, Targets: b.p.Targets()}
	}
	b.p.OnEdit = func() { b.told++ }
	b.p.SetAccounts(register())
	b.w = test.NewTempWindow(t, b.p.Object())
	b.w.Resize(fyne.NewSize(800, 600))
	return b
}

func (b *bench) says() string {
	var out []string
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *canvas.Text:
			out = append(out, x.Text)
		case *fyne.Container:
			for _, i := range x.Objects {
				walk(i)
			}
		case fyne.Widget:
			for _, i := range test.WidgetRenderer(x).Objects() {
				walk(i)
			}
		}
	}
	walk(b.p.Object())
	return strings.Join(out, "|")
}

func TestTickingSaysWhereAndHow(t *testing.T) {
	b := open(t)
	if b.p.Check("d") != nil || strings.Contains(b.says(), "望川抖音") {
		t.Error("a suspended account can be ticked")
	}
	b.p.Check("x").OnPress()
	b.p.Check("w").OnPress()
	b.p.Way("x", content.Broadcast).OnPress()
	ts := b.p.Targets()
	if len(ts) != 3 || ts[0].Way != content.Share || ts[1].Way != content.Publish || ts[2].Way != content.Broadcast || b.told != 3 {
		t.Fatalf("targets %+v, told %d", ts, b.told)
	}
	for _, w := range []string{"已选 2 个", "发布（不推送）", "群发", "人工发布", "/140 字", "标题 2/32"} {
		if !strings.Contains(b.says(), w) {
			t.Errorf("does not say %q: %s", w, b.says())
		}
	}
	b.p.SetLacks([]content.Lack{{Target: 1, Must: true, Field: "cover", Text: "缺封面图"}, {Target: -1, Must: true, Text: "还没有标题"}})
	if s := b.says(); !strings.Contains(s, "缺封面图") || strings.Contains(s, "还没有标题") {
		t.Errorf("lacks: %s", s)
	}
	b.p.Check("x").OnPress()
	if ts := b.p.Targets(); len(ts) != 1 || ts[0].Account != "w" {
		t.Errorf("after unticking %+v", ts)
	}
}

func TestAVariantCountsAtOnceAndCanBeTakenBack(t *testing.T) {
	b := open(t)
	b.p.Check("x").OnPress()
	v := b.p.Edit(register()[1], content.Publish)
	typingtest.OnlyOurs(t, b.p.Object())
	v.Title.Replace("自己的标题")
	v.Author.Replace("王蕾")
	v.Digest.Replace("摘要")
	v.Link.Replace(" https://www.wangchuan.gov.cn ")
	v.Cover.Pick(1)
	v.Talk.OnPress()
	got := b.p.Targets()[0]
	want := content.Target{Account: "x", Platform: accounts.WeChat, Way: content.Publish, Title: "自己的标题", Author: "王蕾", Digest: "摘要", SourceURL: "https://www.wangchuan.gov.cn", Cover: "h1", Comments: true}
	if got != want {
		t.Fatalf("the target is %+v, want %+v", got, want)
	}
	v.Dialog.DoButton().OnPress()
	b.p.Check("x").OnPress()
	b.p.Check("x").OnPress()
	if b.p.Targets()[0] != want {
		t.Error("unticking and ticking lost the variant")
	}
	v = b.p.Edit(register()[1], content.Publish)
	v.Title.Replace("又改")
	v.Dialog.Cancel()
	if b.p.Targets()[0] != want {
		t.Errorf("after taking back %+v", b.p.Targets()[0])
	}
}

func TestALockedPaneChangesNothing(t *testing.T) {
	b := open(t)
	b.p.Set([]content.Target{{Account: "w", Platform: accounts.Weibo, Way: content.Share}}, true)
	b.p.Check("x").OnPress()
	if !b.p.Check("w").Disabled() || b.p.Edit(register()[0], content.Share) != nil || b.told != 0 {
		t.Error("a locked pane can be worked on")
	}
	b.p.Tick(register()[1], content.Publish, true)
	if len(b.p.Targets()) != 1 {
		t.Error("a locked pane took a target")
	}
}

func TestTheScheduleKeepsWhatItDoesNotOffer(t *testing.T) {
	themetest.App(t, theme.Light, 100)
	now := time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)
	told := 0
	s := targets.NewSchedule(func() time.Time { return now })
	w := test.NewTempWindow(t, s.Object())
	w.Resize(fyne.NewSize(260, 200))
	at := now.Add(3 * time.Hour)
	c := content.Master{Window: content.Window{From: at, To: at.Add(5 * time.Hour)}, Late: content.Late{Within: 45 * time.Minute, Drop: true}, AI: true}
	s.Set(c, false)
	s.OnEdit = func() { told++ }
	same := c
	s.Take(&same)
	if same.Window != c.Window || same.Late != c.Late || !same.AI || told != 0 {
		t.Errorf("taking back gave %+v, want %+v", same, c)
	}
	s.Picker().Entry().Focus()
	s.Picker().Entry().Replace("11-26 08:00")
	w.Canvas().Unfocus()
	s.Take(&c)
	if want := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC); !c.Window.From.Equal(want) || c.Window.To.Sub(want) != 5*time.Hour || told != 1 {
		t.Errorf("the window is %+v, told %d", c.Window, told)
	}
}
