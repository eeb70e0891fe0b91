package content

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiying/accounts"
	"huiying/accounts/limits"
)

// Lack is one thing that is not right yet with a content or one of its targets.
type Lack struct {
	Target int  // index into Targets; −1 for the whole post
	Must   bool // true: cannot be submitted like this; false: worth a look
	Field  string
	Text   string
}

// Facts is what is known of the accounts that a content goes to, by id.
type Facts struct {
	Accounts map[accounts.ID]accounts.Account
	Bindings map[accounts.ID]accounts.Binding
	Now      time.Time
}

// Lacks says what a content lacks, the whole post first, then target by target. It is what the composer shows while
// writing and what Submit goes by.
func Lacks(c Master, f Facts) []Lack {
	ls := lacksOfPost(c, f.Now)
	for i, t := range c.Targets {
		a, known := f.Accounts[t.Account]
		if !known {
			ls = append(ls, Lack{i, true, "account", "这个账号不在登记簿里"})
			continue
		}
		ls = append(ls, lacksOfTarget(c, t, i, a, f.Bindings[t.Account])...)
	}
	return ls
}

func lacksOfPost(c Master, now time.Time) (ls []Lack) {
	must := func(field, text string) { ls = append(ls, Lack{-1, true, field, text}) }
	if strings.TrimSpace(c.Title) == "" {
		must("title", "还没有标题")
	}
	if c.PlainText() == "" && len(c.Media) == 0 {
		must("body", "正文还是空的")
	}
	if len(c.Targets) == 0 {
		must("targets", "还没有选发到哪里")
	}
	switch {
	case c.Window.From.IsZero():
		must("planned", "还没有定发布时间")
	case c.Window.From.Before(now):
		must("planned", "发布时间 "+Clock(c.Window.From)+" 已经过去，请改到以后")
	case !c.Window.To.After(c.Window.From):
		must("planned", "发布窗口的结束要晚于开始")
	}
	if !slices.Contains(Kinds(), c.Kind) {
		must("kind", "还没有选稿件类别")
	}
	if c.Kind == Relay && strings.TrimSpace(c.Source) == "" {
		must("source", "转载要写明信源")
	}
	for _, p := range c.Paragraphs {
		if _, ok := c.MediaBy(p.Media); p.Style == Picture && !ok {
			must("body", "正文里有一张图找不到了，请重新插入")
		}
	}
	for _, m := range c.Media {
		if strings.TrimSpace(m.Alt) == "" {
			ls = append(ls, Lack{-1, false, "media", "图片“" + m.Name + "”缺说明"})
		}
	}
	return ls
}

func lacksOfTarget(c Master, t Target, i int, a accounts.Account, b accounts.Binding) []Lack {
	ls := lacksOfAccount(c, t, i, a, b)
	add := func(must bool, field, text string) { ls = append(ls, Lack{i, must, field, text}) }
	l := t.Limits()
	if text := c.TextFor(t); l.Units > 0 {
		if n := limits.WeiboUnits(text); n > l.Units {
			add(true, "text", fmt.Sprintf("正文 %d/%d 字，超了 %d 字", (n+1)/2, l.Units/2, (n-l.Units+1)/2))
		}
		if !l.Topic && limits.HasTopic(text) {
			add(true, "text", "接口不收 #话题#，请去掉或改用人工发布")
		}
		if l.Domain && !limits.HasDomain(text, a.Domains) {
			add(true, "text", "缺安全域名链接（"+strings.Join(a.Domains, "、")+"）")
		}
	}
	if n := utf8.RuneCountInString(c.TitleFor(t)); l.Title > 0 && n > l.Title {
		add(true, "title", fmt.Sprintf("标题 %d/%d，超了 %d 字", n, l.Title, n-l.Title))
	}
	if n := utf8.RuneCountInString(t.Author); l.Author > 0 && n > l.Author {
		add(true, "author", fmt.Sprintf("作者 %d/%d，超了 %d 字", n, l.Author, n-l.Author))
	}
	if n := utf8.RuneCountInString(c.DigestFor(t)); l.Digest > 0 && n > l.Digest {
		add(true, "digest", fmt.Sprintf("摘要 %d/%d，超了 %d 字", n, l.Digest, n-l.Digest))
	}
	if n := c.ArticleLength(t); l.Content > 0 && n > l.Content {
		add(true, "body", fmt.Sprintf("正文连排版 %d 个字符，平台最多收 %d，超了 %d；段落和配图也占字符", n, l.Content, n-l.Content))
	}
	if why := lackOfLink(t, l); why != "" {
		add(true, "link", why)
	}
	if _, ok := c.CoverFor(t); l.Cover && !ok {
		add(true, "cover", "缺封面图")
	}
	return append(ls, lacksOfPictures(c, t, i, l)...)
}

// lackOfLink says what is wrong with the link of a target, where it goes out at all: a text of the target's own is sent as it is.
func lackOfLink(t Target, l limits.Limits) string {
	link := strings.TrimSpace(t.SourceURL)
	if link == "" || t.Way != Publish && t.Way != Broadcast && strings.TrimSpace(t.Text) != "" {
		return ""
	}
	if why := limits.Address(link); why != "" {
		return "链接" + why
	}
	if l.Link > 0 && len(link) > l.Link {
		return fmt.Sprintf("链接太长，平台最多收 %d 个字符", l.Link)
	}
	return ""
}

func lacksOfAccount(c Master, t Target, i int, a accounts.Account, b accounts.Binding) (ls []Lack) {
	must := func(field, text string) { ls = append(ls, Lack{i, true, field, text}) }
	same := func(o Target) bool { return o.Account == t.Account && o.Way == t.Way }
	if slices.IndexFunc(c.Targets, same) < i {
		must("targets", "这个账号用同一种方式选了两次")
	}
	if a.Platform != t.Platform || !t.Way.fits(t.Platform) {
		must("way", "这个账号不能这样发，请重新选发布方式")
		return ls
	}
	if a.State != accounts.Normal && a.State != accounts.Rectifying {
		must("account", "账号不在正常状态，不能发布")
	}
	switch {
	case t.Way == ByHand:
	case b.State == accounts.Unbound || b.State == "":
		must("account", "还没有绑定授权，可以改用人工发布")
	case b.State != accounts.Bound:
		must("account", "授权失效了，请重新授权，或改用人工发布")
	default:
		for _, can := range b.Abilities {
			if can.Key == t.Way.ability() && can.Known && !can.OK {
				must("account", "这个账号没有“"+can.Name+"”的接口权限，可以改用人工发布")
			}
		}
	}
	return ls
}

func lacksOfPictures(c Master, t Target, i int, l limits.Limits) (ls []Lack) {
	switch n := len(c.Media); {
	case l.Pictures == 0 || n <= l.Pictures:
	case t.Way == Share:
		ls = append(ls, Lack{i, false, "media", fmt.Sprintf("接口只收 %d 张图，只带第 1 张；要发 %d 张请用人工发布", l.Pictures, n)})
	default:
		ls = append(ls, Lack{i, true, "media", fmt.Sprintf("有 %d 张图，最多收 %d 张", n, l.Pictures)})
	}
	for _, m := range c.PicturesFor(t) {
		if l.Picture > 0 && m.Size > l.Picture {
			ls = append(ls, Lack{i, true, "media", fmt.Sprintf("图片“%s”%s，平台最多收 %s", m.Name, Bytes(m.Size), Bytes(l.Picture+1))})
		}
		if len(l.Types) > 0 && !slices.Contains(l.Types, m.Type) {
			ls = append(ls, Lack{i, true, "media", "图片“" + m.Name + "”是 " + m.Type + "，平台不收这种"})
		}
	}
	return ls
}

// Limits returns what the target's way out takes.
func (t Target) Limits() limits.Limits {
	if t.Way == ByHand {
		return limits.ByHand()
	}
	return limits.Post(t.Platform)
}
