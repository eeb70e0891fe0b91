package paper

import (
	"fmt"
	"image"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"huiying/app/ui/approve/differ"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/publishing/content"
	"huiying/review"
)

// Post is the text of a post, with what goes where and when; reading shows the new text alone.
func Post(a *Article, t review.Ticket, reading bool) []Block {
	now := a.Now.Content
	var before *content.Master
	if a.Before != nil {
		before = &a.Before.Content
	}
	old := func(f func(content.Master) string) *string {
		if before == nil {
			return nil
		}
		v := f(*before)
		return &v
	}
	title := paragraph("", compared(old(func(c content.Master) string { return c.Title }), now.Title), theme.Number, reading, true)
	plan := ""
	if !t.Subject.Due.IsZero() {
		plan = "计划 " + content.Clock(t.Subject.Due)
	}
	source := ""
	if now.Source != "" {
		source = "信源 " + now.Source
	}
	meta := Joined(t.Subject.Route.Title(), t.Subject.Line, plan, "撰稿 "+t.Subject.AuthorName, source)
	blocks := []Block{title, {Obj: draw.Inset(flow.Plain(meta, theme.Note, theme.Text3), 0, 0, 12, 29)}}
	if b, ok := field("摘要", old(func(c content.Master) string { return c.Summary }), now.Summary, reading); ok {
		blocks = append(blocks, b)
	}
	blocks = append(blocks, paragraphs(a, before, now, reading)...)
	blocks = append(blocks, pictures(a, before, now, reading)...)
	blocks = append(blocks, targets(a, before, now, reading)...)
	return append(blocks, hours(before, now, reading, t)...)
}

// paragraphs are compared by their ids, which stay while a paragraph is edited.
func paragraphs(a *Article, before *content.Master, now content.Master, reading bool) []Block {
	var blocks []Block
	show := func(number string, old *content.Paragraph, p content.Paragraph) {
		if p.Style == content.Picture {
			changed := !reading && before != nil && (old == nil || old.Media != p.Media)
			m, _ := now.MediaBy(p.Media)
			blocks = append(blocks, Block{draw.Inset(row(changed, number, shot(a.Pictures[p.Media], m, "")), 0, 0, 12, 0), changed})
			return
		}
		var text *string
		if before != nil {
			empty := ""
			text = &empty
		}
		if old != nil {
			text = &old.Text
		}
		size := float32(theme.Reading)
		blocks = append(blocks, paragraph(number, compared(text, p.Text), size, reading, p.Bold || p.Style == content.Heading))
	}
	if before == nil {
		for i, p := range now.Paragraphs {
			show(strconv.Itoa(i+1), nil, p)
		}
		return blocks
	}
	gone := func(from, to int) {
		for _, p := range before.Paragraphs[from:to] {
			if reading {
				continue
			}
			text := p.Text
			if p.Style == content.Picture {
				text = "（撤下一张图）"
			}
			if text != "" {
				blocks = append(blocks, paragraph("", []differ.Part{{Op: differ.Deleted, Text: text}}, theme.Reading, false, false))
			}
		}
	}
	i, j := 0, 0
	pairs := differ.Align(ids(before.Paragraphs), ids(now.Paragraphs))
	for _, p := range append(pairs, [2]int{len(before.Paragraphs), len(now.Paragraphs)}) {
		gone(i, p[0])
		for ; j < p[1]; j++ {
			show(strconv.Itoa(j+1), nil, now.Paragraphs[j])
		}
		if p[1] < len(now.Paragraphs) {
			show(strconv.Itoa(p[1]+1), &before.Paragraphs[p[0]], now.Paragraphs[p[1]])
		}
		i, j = p[0]+1, p[1]+1
	}
	return blocks
}

func ids(ps []content.Paragraph) []string {
	out := make([]string, len(ps))
	for i, p := range ps {
		out[i] = p.ID
	}
	return out
}

// shot is a picture with its name, size and rights; a picture that cannot be read shows its icon.
func shot(img image.Image, m content.Media, mark string) fyne.CanvasObject {
	var left fyne.CanvasObject = draw.Panel(theme.Surface2, theme.LineStrong, 4, draw.Exact(draw.Middle(draw.NewIcon("img", 20, theme.Text3)), 92, 60))
	if img != nil {
		left = draw.Panel(theme.Surface2, theme.LineStrong, 4, still(canvas.Image{Image: img}, 150, 100))
	}
	words := []fyne.CanvasObject{draw.NewText(m.Name, theme.Dense, theme.Text).Cutting(),
		draw.NewText(Joined(fmt.Sprintf("%d × %d", m.Width, m.Height), content.Bytes(m.Size)), theme.Note, theme.Text3)}
	if mark != "" {
		words = append([]fyne.CanvasObject{draw.NewText(mark, theme.Note, theme.Blue)}, words...)
	}
	if note := Joined(m.Alt, m.Rights); note != "" {
		words = append(words, flow.Plain(note, theme.Note, theme.Text2))
	}
	if m.AI {
		words = append(words, draw.NewText("标明由人工智能生成", theme.Note, theme.Text2))
	}
	return draw.TopRow(12, draw.Left(left), draw.Grow(draw.Col(2, words...)))
}

// pictures are those that stand in no paragraph, and those that were taken out.
func pictures(a *Article, before *content.Master, now content.Master, reading bool) []Block {
	inText := map[string]bool{}
	for _, p := range now.Paragraphs {
		inText[p.Media] = true
	}
	var blocks []Block
	for _, m := range now.Media {
		if inText[m.Hash] {
			continue
		}
		mark := ""
		if before != nil && !reading {
			if _, was := before.MediaBy(m.Hash); !was {
				mark = "新换上的图"
			}
		}
		blocks = append(blocks, Block{draw.Inset(row(mark != "", "", shot(a.Pictures[m.Hash], m, mark)), 0, 0, 10, 0), mark != ""})
	}
	if before != nil && !reading {
		for _, m := range before.Media {
			if _, still := now.MediaBy(m.Hash); !still {
				b, _ := field("撤下的图", &m.Name, "", false)
				blocks = append(blocks, b)
			}
		}
	}
	if len(blocks) == 0 {
		return nil
	}
	return append([]Block{section("随稿图", fmt.Sprintf("%d 张", len(now.Media)))}, blocks...)
}

// targets says what goes where.
func targets(a *Article, before *content.Master, now content.Master, reading bool) []Block {
	blocks := []Block{section("发到哪里", fmt.Sprintf("%d 路", len(now.Targets)))}
	for _, t := range now.Targets {
		var was *content.Target
		if before != nil {
			for _, o := range before.Targets {
				if o.Account == t.Account && o.Way == t.Way {
					was = &o
				}
			}
		}
		fresh := before != nil && was == nil && !reading
		head := []fyne.CanvasObject{widgets.NewTile(t.Platform.Tile()), draw.NewBold(a.Accounts[t.Account].Name, theme.Body, theme.Text),
			draw.NewText(WayTitle(t.Way), theme.Dense, theme.Text2), draw.Fill()}
		if fresh {
			head = append(head, widgets.NewChip(widgets.Blue, "", "新加的一路"))
		}
		blocks = append(blocks, Block{draw.Inset(row(fresh, "", draw.Row(8, head...)), 4, 0, 6, 0), fresh})
		for _, f := range fields() {
			var old *string
			if was != nil {
				v := f.of(*before, *was)
				old = &v
			}
			if b, ok := field(f.name, old, f.of(now, t), reading); ok {
				blocks = append(blocks, b)
			}
		}
	}
	if before != nil && !reading {
		for _, o := range before.Targets {
			if !has(now.Targets, o) {
				name := Joined(o.Platform.Title(), WayTitle(o.Way))
				b, _ := field("不再发到", &name, "", false)
				blocks = append(blocks, b)
			}
		}
	}
	return blocks
}

func has(ts []content.Target, o content.Target) bool {
	for _, t := range ts {
		if t.Account == o.Account && t.Way == o.Way {
			return true
		}
	}
	return false
}

type targetField struct {
	name string
	of   func(c content.Master, t content.Target) string
}

// fields are what the public sees of a target: the text as it goes out, or WeChat's own fields.
func fields() []targetField {
	text := func(t content.Target) bool { return t.Way == content.Share || t.Way == content.ByHand }
	only := func(on bool, v string) string {
		if on {
			return v
		}
		return ""
	}
	return []targetField{
		{"全文", func(c content.Master, t content.Target) string { return only(text(t), c.TextFor(t)) }},
		{"标题", func(c content.Master, t content.Target) string { return only(!text(t), c.TitleFor(t)) }},
		{"作者", func(_ content.Master, t content.Target) string { return only(!text(t), t.Author) }},
		{"摘要", func(c content.Master, t content.Target) string { return only(!text(t), c.DigestFor(t)) }},
		{"链接", func(_ content.Master, t content.Target) string { return t.SourceURL }},
		{"封面", func(c content.Master, t content.Target) string {
			m, ok := c.CoverFor(t)
			return only(!text(t) && ok, m.Name)
		}},
		{"留言", func(_ content.Master, t content.Target) string {
			return only(!text(t), map[bool]string{true: "开放", false: "不开放"}[t.Comments])
		}},
	}
}

// WayTitle names a way out.
func WayTitle(w content.Way) string {
	switch w {
	case content.Share:
		return "发微博"
	case content.Publish:
		return "发布（不推送）"
	case content.Broadcast:
		return "群发"
	case content.ByHand:
		return "人工发布"
	}
	return string(w)
}

// hours says when it may go out.
func hours(before *content.Master, now content.Master, reading bool, t review.Ticket) []Block {
	blocks := []Block{section("什么时候发", "")}
	window := func(c content.Master) string {
		return content.Clock(c.Window.From) + " 至 " + content.Clock(c.Window.To)
	}
	late := func(c content.Master) string {
		after := "问人再定"
		if c.Late.Drop {
			after = "不再发"
		}
		if c.Late.Within <= 0 {
			return "迟了" + after
		}
		return "迟 " + content.Span(c.Late.Within) + "以内照发，再迟" + after
	}
	ai := func(c content.Master) string {
		return map[bool]string{true: "标明由人工智能生成", false: ""}[c.AI]
	}
	add := func(name string, of func(content.Master) string) {
		var old *string
		if before != nil {
			v := of(*before)
			old = &v
		}
		if b, ok := field(name, old, of(now), reading); ok {
			blocks = append(blocks, b)
		}
	}
	if !t.Subject.Due.IsZero() {
		b, _ := field("计划", nil, content.Clock(t.Subject.Due), reading)
		blocks = append(blocks, b)
	}
	add("发布窗口", window)
	add("误了点", late)
	add("声明", ai)
	return blocks
}
