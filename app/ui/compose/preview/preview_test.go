package preview_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/accounts"
	"huiying/app/ui/compose/preview"
	"huiying/app/ui/compose/thumbs"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/publishing/content"
)

func pane(t *testing.T, wide float32) *preview.Pane {
	t.Helper()
	themetest.App(t, theme.Light, 100)
	q := &load.Queue{}
	jobs := load.NewJobsWith(t.Context(), q.Do)
	t.Cleanup(jobs.Stop)
	p := preview.New(thumbs.NewShelf(jobs, func(context.Context, string) (io.ReadCloser, error) { return nil, errors.New("none") }))
	w := test.NewTempWindow(t, p)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(wide, 600))
	return p
}

func names() preview.Names {
	return preview.Names{"w": {ID: "w", Name: "望川发布"}, "x": {ID: "x", Name: "望川政务"}, "d": {ID: "d", Name: "望川抖音"}}
}

func post(ts ...content.Target) content.Master {
	return content.Master{Title: "供暖", Summary: "十五日开始", Targets: ts, Media: []content.Media{{Hash: "h", Name: "a.png", Width: 900, Height: 400}},
		Paragraphs: []content.Paragraph{{Text: "  第一段 "}, {Text: "小标", Style: content.Heading}, {}, {Style: content.Picture, Media: "h", Text: "图注"}, {Style: content.Picture, Media: "gone"}}}
}

func target(id accounts.ID, p accounts.Platform, w content.Way) content.Target {
	return content.Target{Account: id, Platform: p, Way: w}
}

func TestEveryTargetIsShownAsItGoesOut(t *testing.T) {
	p := pane(t, 376)
	weibo, article, hand := target("w", accounts.Weibo, content.Share), target("x", accounts.WeChat, content.Publish), target("d", accounts.Douyin, content.ByHand)
	weibo.Text = "看 https://www.wangchuan.gov.cn/a 与 #供暖# 的话"
	article.Title, article.Digest, article.SourceURL = "另一个标题", "另一个摘要", "https://www.wangchuan.gov.cn/b"
	c := post(weibo, article, hand)
	p.Put(c, names())
	says := p.Says()
	if len(says) != 3 {
		t.Fatalf("%d phones, want 3", len(says))
	}
	for i, target := range c.Targets {
		want := []string{c.TextFor(target)}
		if target.Way == content.Publish {
			want = []string{"另一个标题", "另一个摘要", "第一段\n小标\n图注", "阅读原文  https://www.wangchuan.gov.cn/b", "不开留言"}
		}
		for _, w := range want {
			if !strings.Contains(says[i], w) {
				t.Errorf("%s says %q, want %q in it", target.Way, says[i], w)
			}
		}
	}
	if strings.Contains(says[1], "供暖\n") {
		t.Error("the master's title stands beside the target's own")
	}
}

func TestTheSegmentChooses(t *testing.T) {
	p := pane(t, 376)
	p.Put(post(target("w", accounts.Weibo, content.Share), target("x", accounts.WeChat, content.Publish), target("x", accounts.WeChat, content.Broadcast)), names())
	s := p.Segment()
	for _, c := range []struct {
		key  fyne.KeyName
		want []string
	}{{fyne.KeyRight, []string{"微博"}}, {fyne.KeyRight, []string{"公众号 · 发布（不推送）", "公众号 · 群发"}}} {
		s.TypedKey(&fyne.KeyEvent{Name: c.key})
		says := p.Says()
		if len(says) != len(c.want) {
			t.Fatalf("%d phones, want %v", len(says), c.want)
		}
		for i, w := range c.want {
			if !strings.HasPrefix(says[i], w) {
				t.Errorf("phone %d is %q, want %q", i, says[i], w)
			}
		}
	}
}

func TestAChangeIsShownAndAnEmptyPostSaysSo(t *testing.T) {
	p := pane(t, 800)
	c := post(target("x", accounts.WeChat, content.Publish))
	p.Put(c, names())
	c.Paragraphs = []content.Paragraph{{Text: "改过"}}
	c.Targets[0].Comments = true
	p.Put(c, names())
	if say := p.Says()[0]; !strings.Contains(say, "改过") || strings.Contains(say, "第一段") || !strings.Contains(say, "可以留言") {
		t.Errorf("after the change %q", say)
	}
	p.Put(content.Master{Targets: c.Targets}, names())
	if say := p.Says()[0]; !strings.Contains(say, "还没有标题") || !strings.Contains(say, "还没有正文") {
		t.Errorf("an empty post says %q", say)
	}
}
