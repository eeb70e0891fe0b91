package schedule_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/theme"
	"huiying/app/ui/typing/typingtest"
	"huiying/internal/people"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

func TestWhoeverComposesOrReviewsTakesAnArmedPostOff(t *testing.T) {
	for _, c := range []struct {
		name string
		role people.Role
		may  bool
	}{{"孙悦", people.Officer, true}, {"陈国栋", people.Checker, true}, {"周建国", people.Approver, true}, {"李敏", people.Answerer, false}} {
		h := open(t)
		ds := h.Approved(h.Content(content.Share, content.ByHand))
		h.sitAs(people.Actor{Person: people.ID(c.name), Name: c.name, Roles: []people.Role{c.role}}, fyne.NewSize(1280, 800), theme.Light, nil)
		h.screen.Choose(ds[0].ID)
		h.settle()
		if b := button(h.screen.Content(), "撤下"); (b != nil) != c.may {
			t.Fatalf("%s: the button is there: %v", c.name, b != nil)
		} else if !c.may {
			continue
		} else if !b.NoEnter {
			t.Error("Enter takes a post off")
		}
		h.tap("撤下")
		h.save("schedule-withdraw")
		if do := button(h.canvas.Overlays().Top(), "撤下没发出的"); !do.Disabled() {
			t.Error("no reason is asked for")
		}
		h.tap("不撤")
		h.Want(ds[0], delivery.Armed, publishing.Scheduled)
		h.tap("撤下")
		test.Type(typingtest.Entries(h.canvas.Overlays().Top())[0].Target(), "数字有误，先不发")
		h.tap("撤下没发出的")
		h.overlay(false)
		h.Want(ds[0], delivery.TakenBack, publishing.Withdrawn)
		h.Want(ds[1], delivery.TakenBack, publishing.Withdrawn)
		h.wantShown("已撤稿", "数字有误，先不发")
		if !slices.Contains(h.Verbs("post", ds[0].Post), "撤稿") {
			t.Error("no trace on the trail")
		}
		h.Clock.Set(ds[0].Due)
		h.Run(h.Service)
		if len(h.Weibo.Calls()) > 0 {
			t.Error("sent after it was taken off")
		}
	}
}

func TestTakingOffAPostThatMovedMeanwhileIsRefusedAndTheReasonStays(t *testing.T) {
	h := open(t)
	d := h.One(content.Share)
	h.small()
	h.tap("撤下")
	if err := h.Schedule(h.As("孙悦"), publishing.MovePost{Post: d.Post, Version: h.Post(d.Post).Version, At: d.Due.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	entry := typingtest.Entries(h.canvas.Overlays().Top())[0]
	test.Type(entry.Target(), "先不发")
	h.tap("撤下没发出的")
	h.overlay(true)
	if all := texts(h.canvas.Overlays().Top()); !strings.Contains(all, "不是最新的") || entry.Text() != "先不发" {
		t.Errorf("the dialog says\n%s", all)
	}
	h.Want(d, delivery.Armed, publishing.Scheduled)
}
