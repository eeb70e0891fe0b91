package compose

import (
	"fmt"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/publishing"
)

// headParts is what stands in the page head while a post is open.
type headParts struct {
	back   *widgets.Button
	chip   *widgets.Chip
	who    *draw.Text
	reason *draw.Text
	save   *widgets.Button
	submit *widgets.Button
	recall *widgets.Button
	create *widgets.Button
}

func (h *headParts) make(s *Screen) {
	h.back = widgets.NewIconButton(widgets.Quiet, "left", "回到稿件列表", s.toList).High(28)
	h.chip = widgets.NewChip(widgets.Grey, "", "").Tall()
	h.who = draw.NewText("", theme.Body, theme.Text2)
	h.save = widgets.NewButton(widgets.Plain, "存草稿", s.Save).High(28)
	h.submit = widgets.NewButton(widgets.Primary, "送审", s.Submit).WithIcon("send").High(28)
	h.reason = h.submit.Reason()
	h.recall = widgets.NewButton(widgets.Plain, "收回修改", s.TakeBack).WithIcon("back").High(28)
	h.create = widgets.NewButton(widgets.Primary, "新稿件", s.Create).WithIcon("plus").High(28)
}

// Head is part of shell.Screen.
func (s *Screen) Head() (left, right []fyne.CanvasObject) {
	h := &s.head
	if s.open == "" {
		return nil, []fyne.CanvasObject{h.create}
	}
	left = []fyne.CanvasObject{h.chip, h.who}
	switch {
	case !s.locked():
		right = []fyne.CanvasObject{h.reason, h.save, h.submit}
	case s.mayRecall():
		right = []fyne.CanvasObject{h.recall}
	}
	return append([]fyne.CanvasObject{h.back}, left...), right
}

func (s *Screen) mayRecall() bool {
	if s.post.Author != s.me().Person {
		return false
	}
	switch s.post.State {
	case publishing.InReview, publishing.Approved, publishing.Scheduled:
		return true
	}
	return false
}

// assess says beside the button how much must be mended.
func (h *headParts) assess(s *Screen) {
	why := ""
	if n := s.musts(); n > 0 {
		why = fmt.Sprintf("还有 %d 项必须改", n)
	}
	if h.reason.Value != why || h.submit.Disabled() != (why != "") {
		h.submit.Block(why)
		s.d.Frame.Rehead()
	}
}

// StateChip is how a post's state looks.
func StateChip(st publishing.State) (widgets.Tone, string, string) {
	switch st {
	case publishing.Draft:
		return widgets.Grey, "", "草稿"
	case publishing.InReview:
		return widgets.Amber, "clock", "待审核"
	case publishing.Returned:
		return widgets.Amber, "back", "已退回"
	case publishing.Rejected:
		return widgets.Red, "xc", "已否决"
	case publishing.Approved:
		return widgets.Amber, "warn", "待就绪"
	case publishing.Scheduled:
		return widgets.Blue, "check", "已就绪"
	case publishing.GoingOut:
		return widgets.Blue, "send", "发送中"
	case publishing.Published:
		return widgets.Green, "check", "已发布"
	case publishing.PartlyPublished:
		return widgets.Amber, "warn", "部分已发布"
	}
	return widgets.Grey, "", "已撤稿"
}

// restate shows in what state the open post is: head, and a strip where it needs a word.
func (s *Screen) restate() {
	tone, icon, text := StateChip(s.post.State)
	s.head.chip.Set(tone, icon, text)
	s.head.who.Set(revision(s.post))
	if s.saver != nil && s.saver.fault != nil {
		return
	}
	s.form.strip(s.stateStrip())
	s.d.Frame.Rehead()
}

func (s *Screen) stateStrip() fyne.CanvasObject {
	p := s.post
	switch {
	case p.State == publishing.Returned:
		return overlays.Strip(widgets.Amber, "back", "退回来了", p.Comment)
	case p.State == publishing.Rejected:
		return overlays.Strip(widgets.Red, "xc", "已被否决，不再使用", p.Comment)
	case p.Author != s.me().Person:
		return overlays.Strip(widgets.Grey, "lock", "这篇是"+p.AuthorName+"的", "只能看；要改请"+p.AuthorName+"来改，或另写一篇")
	case p.State == publishing.InReview:
		return overlays.Strip(widgets.Grey, "lock", "正在审核，不能改", "要改请先收回，改好重新送审")
	case p.State == publishing.Approved, p.State == publishing.Scheduled:
		return overlays.Strip(widgets.Grey, "lock", "已经审过，不能直接改", "要改请先收回，批准就作废了")
	case s.locked():
		return overlays.Strip(widgets.Grey, "lock", "这篇不能再改", "要用里面的内容，请另写一篇")
	}
	return nil
}
