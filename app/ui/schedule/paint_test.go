//go:build !race

// One goroutine paints: the race detector finds nothing here and only makes it ten times as slow. scripts/test.sh runs these without it.

package schedule_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"huiying/app/ui/theme"
	"huiying/app/ui/typing/typingtest"
	"huiying/publishing/content"
)

func TestThePictures(t *testing.T) {
	for _, c := range []struct {
		w, h float32
		mode theme.Mode
	}{{1280, 800, theme.Light}, {1366, 697, theme.Dark}, {1920, 1009, theme.Light}} {
		t.Run(fmt.Sprintf("%.0f", c.w), func(t *testing.T) {
			h := open(t)
			h.fill()
			h.refused()
			h.One(content.Publish)
			h.held(content.Broadcast, "wechat-1")
			hand := h.byHand()
			h.Submitted(h.Draft(h.Content(content.Share)))
			h.unknown()
			h.sit(fyne.NewSize(c.w, c.h), c.mode, nil)
			typingtest.OnlyOurs(t, h.screen.Content())
			h.save(fmt.Sprintf("schedule-%.0f", c.w))
			if c.w == 1280 {
				h.screen.Choose(hand.ID)
				h.tap("开始人工发布")
				h.save("schedule-hand")
			}
		})
	}
	t.Run("empty", func(t *testing.T) {
		h := open(t)
		h.small()
		h.wantShown("这一天没有要发的", "发布今日还可 97 次", "群发今日还可 0 次")
		h.save("schedule-empty")
	})
}
