package schedule_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/theme"
	"huiying/app/ui/typing/typingtest"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// at approves a post for an hour of November 2026.
func (h *house) at(day, hour int, title string, way content.Way) delivery.Delivery {
	h.t.Helper()
	c := h.Content(way)
	c.Title = title
	from := time.Date(2026, 11, day, hour, 0, 0, 0, content.Shanghai())
	c.Window = content.Window{From: from, To: from.Add(26 * time.Hour)}
	return h.Approved(c)[0]
}

// fill puts a month of work into the schedule, what lies behind and what comes.
func (h *house) fill() {
	h.t.Helper()
	h.Clock.Set(time.Date(2026, 11, 1, 8, 0, 0, 0, content.Shanghai()))
	for _, day := range []int{2, 4, 6, 9, 11, 13, 16, 18, 20, 23} {
		d := h.at(day, 9, "早安望川：多云转晴", content.Share)
		h.Clock.Set(d.Due)
		h.Run(h.Service)
	}
	h.at(25, 9, "早安望川：小雨", content.Share)
	h.at(25, 17, "人社招聘会的时间和地点", content.Publish)
	h.at(27, 9, "供暖首日答问", content.Share)
	h.at(27, 10, "道路结冰预警怎么看", content.Publish)
	h.at(27, 20, "一周政务回顾", content.Share)
	h.at(27, 21, "晚安望川", content.Share)
}

func TestWhatIsPutAsideComesBackFilledIn(t *testing.T) {
	h := open(t)
	d := h.byHand()
	h.small()
	if say := h.screen.MayClose(); say != "" {
		t.Fatalf("nothing is filled in: %q", say)
	}
	h.tap("开始人工发布")
	test.Type(typingtest.Entries(h.canvas.Overlays().Top())[0].Target(), "https://www.douyin.com/video/9")
	h.screen.Evidence(h.picture())
	h.tap("先放着")
	h.overlay(false)
	if h.screen.MayClose() == "" {
		t.Error("the window may close over what was filled in")
	}
	h.tap("接着人工发布")
	top := h.canvas.Overlays().Top()
	if got := typingtest.Entries(top)[0].Text(); got != "https://www.douyin.com/video/9" || !strings.Contains(texts(top), "凭证.png") {
		t.Fatalf("lost: %q\n%s", got, texts(top))
	}
	h.tap("已经发出")
	h.overlay(false)
	if got := h.Fresh(d); got.State != delivery.Out || h.screen.MayClose() != "" {
		t.Errorf("%s, %q", got.State, h.screen.MayClose())
	}
}

func TestAnotherPersonIsToldWhoIsAtIt(t *testing.T) {
	h := open(t)
	d := h.byHand()
	if _, err := h.Deliveries.BeginByHand(h.As("郑凯"), d.ID, d.Version); err != nil {
		t.Fatal(err)
	}
	h.small()
	h.tap("接着人工发布")
	if all := texts(h.canvas.Overlays().Top()); !strings.Contains(all, "郑凯正在平台上发布") || !strings.Contains(all, "请先问清发了没有") {
		t.Errorf("not said:\n%s", all)
	}
}

func TestAMissingPictureIsSaidAndNothingIsBooked(t *testing.T) {
	h := open(t)
	d := h.byHand()
	h.small()
	h.tap("开始人工发布")
	address := typingtest.Entries(h.canvas.Overlays().Top())[0]
	test.Type(address.Target(), "https://www.douyin.com/video/9")
	file := h.picture()
	h.screen.Evidence(file)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	h.tap("已经发出")
	h.overlay(true)
	if all := texts(h.canvas.Overlays().Top()); !strings.Contains(all, "截图打不开") || address.Text() == "" || h.Fresh(d).State != delivery.Sending {
		t.Errorf("%s:\n%s", h.Fresh(d).State, all)
	}
}

func TestTheFirstPieceTakesTheFocus(t *testing.T) {
	h := open(t)
	h.byHand()
	h.small()
	h.tap("开始人工发布")
	b := button(h.canvas.Overlays().Top(), "复制标题")
	if b == nil || h.canvas.Focused() != fyne.Focusable(b) {
		t.Fatalf("the focus is on %v", h.canvas.Focused())
	}
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(h.copied) != 1 || h.copied[0] != "供暖通知" || b.Label() != "已复制标题" {
		t.Errorf("copied %q, the button says %q", h.copied, b.Label())
	}
}

func TestKeysWalkTheMonth(t *testing.T) {
	h := open(t)
	h.fill()
	h.sit(fyne.NewSize(1280, 800), theme.Light, nil)
	h.wantShown("11月23日 星期一")
	h.screen.NextPane()
	press := func(names ...fyne.KeyName) {
		for _, n := range names {
			h.canvas.Focused().TypedKey(&fyne.KeyEvent{Name: n})
		}
		h.settle()
	}
	press(fyne.KeyRight, fyne.KeyRight)
	h.wantShown("11月25日 星期三", "早安望川：小雨", "人社招聘会的时间和地点")
	press(fyne.KeyDown)
	h.wantShown("12月2日 星期三", "这一天没有要发的")
	if all := texts(h.canvas.Content()); !strings.Contains(all, "2026年12月") {
		t.Errorf("the head does not name the month:\n%s", all)
	}
	h.canvas.Focused().TypedRune('t')
	h.settle()
	h.wantShown("11月23日 星期一", "早安望川：多云转晴")
	h.screen.NextPane()
	press(fyne.KeyReturn)
	if len(h.browsed) != 1 || !strings.HasPrefix(h.browsed[0], "https://example.org/") {
		t.Errorf("Enter did not open the post: %v", h.browsed)
	}
}

func TestATypedHourCounts(t *testing.T) {
	h := open(t)
	d := h.One(content.Share)
	h.small()
	h.tap("改期")
	top := h.canvas.Overlays().Top()
	field := typingtest.Entries(top)[0]
	for text, why := range map[string]string{"2026-11-24 10:00": "还是原来的时间", "2026-11-27 09:00": "不在批准的窗口里", "明天下午": "", "": "要选时间"} {
		field.Replace(text)
		if b := button(top, "改期"); !b.Disabled() || !strings.Contains(texts(top), why) {
			t.Errorf("%q is taken, or not said why not:\n%s", text, texts(top))
		}
	}
	field.Replace("")
	test.Type(field.Target(), "2026-11-24 16:30")
	h.tap("改期")
	h.overlay(false)
	if got := h.Fresh(d).Due.In(content.Shanghai()).Format("01-02 15:04"); got != "11-24 16:30" {
		t.Errorf("due %s", got)
	}
}
