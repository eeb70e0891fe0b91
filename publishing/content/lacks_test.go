package content_test

import (
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/publishing/content"
)

var now = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)

const link = " https://www.wangchuan.gov.cn/a"

// fine is a text that lacks nothing: a share, a WeChat article and a post by hand.
func fine() (content.Master, content.Facts) {
	m := content.Master{Kind: content.Regular, Title: "供暖通知", Paragraphs: []content.Paragraph{{ID: "1", Text: "正文"}},
		Media:  []content.Media{{Hash: "h1", Name: "a.png", Type: "image/png", Size: 9, Alt: "图"}},
		Window: content.Window{From: now.Add(time.Hour), To: now.Add(2 * time.Hour)},
		Targets: []content.Target{{Account: "wb", Platform: accounts.Weibo, Way: content.Share, Text: "正文" + link},
			{Account: "wx", Platform: accounts.WeChat, Way: content.Publish}, {Account: "dy", Platform: accounts.Douyin, Way: content.ByHand}}}
	f := content.Facts{Now: now, Accounts: map[accounts.ID]accounts.Account{}, Bindings: map[accounts.ID]accounts.Binding{}}
	for id, p := range map[accounts.ID]accounts.Platform{"wb": accounts.Weibo, "wx": accounts.WeChat, "dy": accounts.Douyin} {
		f.Accounts[id] = accounts.Account{ID: id, Platform: p, State: accounts.Normal, Domains: []string{"www.wangchuan.gov.cn"}}
		f.Bindings[id] = accounts.Binding{Account: id, State: accounts.Bound}
	}
	delete(f.Bindings, "dy")
	return m, f
}

func TestATextThatLacksNothing(t *testing.T) {
	m, f := fine()
	if ls := content.Lacks(m, f); len(ls) != 0 {
		t.Errorf("lacks %+v", ls)
	}
}

func TestEveryLackIsNamedOnceAtItsPlace(t *testing.T) {
	account := func(f *content.Facts, id accounts.ID, g func(a *accounts.Account)) {
		a := f.Accounts[id]
		g(&a)
		f.Accounts[id] = a
	}
	binding := func(f *content.Facts, id accounts.ID, b accounts.Binding) { f.Bindings[id] = b }
	for name, c := range map[string]struct {
		spoil func(m *content.Master, f *content.Facts)
		want  content.Lack // Text: a part of it
	}{
		"no title":   {func(m *content.Master, _ *content.Facts) { m.Title = " " }, content.Lack{Target: -1, Must: true, Field: "title", Text: "还没有标题"}},
		"no kind":    {func(m *content.Master, _ *content.Facts) { m.Kind = "x" }, content.Lack{Target: -1, Must: true, Field: "kind", Text: "类别"}},
		"no targets": {func(m *content.Master, _ *content.Facts) { m.Targets = nil }, content.Lack{Target: -1, Must: true, Field: "targets", Text: "还没有选"}},
		"no hour":    {func(m *content.Master, _ *content.Facts) { m.Window = content.Window{} }, content.Lack{Target: -1, Must: true, Field: "planned", Text: "还没有定"}},
		"a past hour": {func(m *content.Master, _ *content.Facts) { m.Window.From = now.Add(-time.Minute) },
			content.Lack{Target: -1, Must: true, Field: "planned", Text: "11-24 09:59 已经过去"}},
		"no window": {func(m *content.Master, _ *content.Facts) { m.Window.To = m.Window.From }, content.Lack{Target: -1, Must: true, Field: "planned", Text: "晚于开始"}},
		"no source": {func(m *content.Master, _ *content.Facts) { m.Kind = content.Relay }, content.Lack{Target: -1, Must: true, Field: "source", Text: "信源"}},
		"no alt":    {func(m *content.Master, _ *content.Facts) { m.Media[0].Alt = "" }, content.Lack{Target: -1, Field: "media", Text: "“a.png”缺说明"}},
		"a lost picture": {func(m *content.Master, _ *content.Facts) {
			m.Paragraphs = append(m.Paragraphs, content.Paragraph{Style: content.Picture, Media: "gone"})
		}, content.Lack{Target: -1, Must: true, Field: "body", Text: "找不到"}},
		"an unknown account": {func(m *content.Master, f *content.Facts) { delete(f.Accounts, "dy") },
			content.Lack{Target: 2, Must: true, Field: "account", Text: "不在登记簿里"}},
		"twice": {func(m *content.Master, _ *content.Facts) { m.Targets = append(m.Targets, m.Targets[0]) },
			content.Lack{Target: 3, Must: true, Field: "targets", Text: "选了两次"}},
		"a way that does not fit": {func(m *content.Master, _ *content.Facts) { m.Targets[0].Way = content.Broadcast },
			content.Lack{Target: 0, Must: true, Field: "way", Text: "不能这样发"}},
		"another platform": {func(m *content.Master, _ *content.Facts) { m.Targets[2].Platform = accounts.Kuaishou },
			content.Lack{Target: 2, Must: true, Field: "way", Text: "不能这样发"}},
		"suspended": {func(_ *content.Master, f *content.Facts) {
			account(f, "wb", func(a *accounts.Account) { a.State = accounts.Suspended })
		}, content.Lack{Target: 0, Must: true, Field: "account", Text: "不在正常状态"}},
		"unbound": {func(_ *content.Master, f *content.Facts) { delete(f.Bindings, "wx") },
			content.Lack{Target: 1, Must: true, Field: "account", Text: "还没有绑定"}},
		"broken": {func(_ *content.Master, f *content.Facts) { binding(f, "wx", accounts.Binding{State: accounts.Broken}) },
			content.Lack{Target: 1, Must: true, Field: "account", Text: "授权失效"}},
		"no ability": {func(_ *content.Master, f *content.Facts) {
			binding(f, "wx", accounts.Binding{State: accounts.Bound, Abilities: []accounts.Ability{{Key: "publish", Name: "发布", Known: true}, {Key: "broadcast", Name: "群发", Known: true}}})
		}, content.Lack{Target: 1, Must: true, Field: "account", Text: "没有“发布”的接口权限"}},
		"too long for Weibo": {func(m *content.Master, _ *content.Facts) { m.Targets[0].Text = strings.Repeat("字", 130) + link },
			content.Lack{Target: 0, Must: true, Field: "text", Text: "正文 142/140 字，超了 2 字"}},
		"a topic": {func(m *content.Master, _ *content.Facts) { m.Targets[0].Text = "#供暖# 开始" + link },
			content.Lack{Target: 0, Must: true, Field: "text", Text: "#话题#"}},
		"no link": {func(m *content.Master, _ *content.Facts) { m.Targets[0].Text = "开始 https://other.cn" },
			content.Lack{Target: 0, Must: true, Field: "text", Text: "缺安全域名链接（www.wangchuan.gov.cn）"}},
		"a long title": {func(m *content.Master, _ *content.Facts) { m.Targets[1].Title = strings.Repeat("题", 33) },
			content.Lack{Target: 1, Must: true, Field: "title", Text: "标题 33/32，超了 1 字"}},
		"a long author": {func(m *content.Master, _ *content.Facts) { m.Targets[1].Author = strings.Repeat("作", 17) },
			content.Lack{Target: 1, Must: true, Field: "author", Text: "作者 17/16"}},
		"a long digest": {func(m *content.Master, _ *content.Facts) { m.Summary = strings.Repeat("要", 129) },
			content.Lack{Target: 1, Must: true, Field: "digest", Text: "摘要 129/128"}},
		"a long body": {func(m *content.Master, _ *content.Facts) { m.Paragraphs[0].Text = strings.Repeat("文", 20000-32) },
			content.Lack{Target: 1, Must: true, Field: "body", Text: "20000 个字符，平台最多收 19999，超了 1"}},
		"many paragraphs": {func(m *content.Master, _ *content.Facts) {
			m.Paragraphs = nil
			for range 520 {
				m.Paragraphs = append(m.Paragraphs, content.Paragraph{Text: "七个字的一段话"})
			}
		}, content.Lack{Target: 1, Must: true, Field: "body", Text: "最多收 19999"}},
		"no address": {func(m *content.Master, _ *content.Facts) { m.Targets[1].SourceURL = "www.wangchuan.gov.cn/a" },
			content.Lack{Target: 1, Must: true, Field: "link", Text: "要从 https:// 写起"}},
		"no address at the end of a text": {func(m *content.Master, _ *content.Facts) { m.Targets[2].SourceURL = "见官网" },
			content.Lack{Target: 2, Must: true, Field: "link", Text: "不像一个网址"}},
		"a long address": {func(m *content.Master, _ *content.Facts) {
			m.Targets[1].SourceURL = "https://www.wangchuan.gov.cn/" + strings.Repeat("a", 1024-28)
		}, content.Lack{Target: 1, Must: true, Field: "link", Text: "最多收 1024"}},
		"more pictures than Weibo's interface takes": {func(m *content.Master, _ *content.Facts) {
			m.Media = append(m.Media, content.Media{Hash: "h2", Type: "image/png", Alt: "图"})
		}, content.Lack{Target: 0, Field: "media", Text: "只带第 1 张；要发 2 张"}},
		"more pictures than one posts by hand": {func(m *content.Master, _ *content.Facts) {
			m.Targets = m.Targets[2:]
			for i := range 18 {
				m.Media = append(m.Media, content.Media{Hash: strings.Repeat("h", i+3), Type: "image/png", Alt: "图"})
			}
		}, content.Lack{Target: 0, Must: true, Field: "media", Text: "有 19 张图，最多收 18 张"}},
		"a big picture": {func(m *content.Master, _ *content.Facts) { m.Media[0].Size = 1 << 20 },
			content.Lack{Target: 1, Must: true, Field: "media", Text: "1.0 MB，平台最多收 1.0 MB"}},
		"a type that is not taken": {func(m *content.Master, _ *content.Facts) { m.Media[0].Type = "image/gif" },
			content.Lack{Target: 1, Must: true, Field: "media", Text: "image/gif，平台不收"}},
	} {
		m, f := fine()
		c.spoil(&m, &f)
		ls := content.Lacks(m, f)
		if len(ls) != 1 || ls[0].Target != c.want.Target || ls[0].Must != c.want.Must || ls[0].Field != c.want.Field || !strings.Contains(ls[0].Text, c.want.Text) {
			t.Errorf("%s: %+v, want %+v", name, ls, c.want)
		}
	}
}

func TestTheLastCharacterThatThePlatformTakesIsTaken(t *testing.T) {
	m, f := fine()
	m.Paragraphs[0].Text = strings.Repeat("文", 19999-32)
	m.Targets[1].SourceURL = "https://www.wangchuan.gov.cn/" + strings.Repeat("a", 1024-29)
	m.Targets[0].SourceURL = "not sent: the text is its own"
	if ls := content.Lacks(m, f); len(ls) != 0 {
		t.Errorf("lacks %+v", ls)
	}
}

func TestAnEmptyArticleLacksBodyAndCover(t *testing.T) {
	m, f := fine()
	m.Targets, m.Media, m.Paragraphs = m.Targets[1:2], nil, nil
	ls := content.Lacks(m, f)
	if len(ls) != 2 || ls[0].Field != "body" || ls[1].Field != "cover" {
		t.Errorf("lacks %+v", ls)
	}
}

func TestAWindowBelongsToItsLastMinute(t *testing.T) {
	w := content.Window{From: now, To: now.Add(time.Hour)}
	if w.Over(w.To) || w.Over(w.To.Add(59*time.Second)) || !w.Over(w.To.Add(time.Minute)) {
		t.Error("a window ends with its last minute")
	}
	if !w.Holds(w.From) || !w.Holds(w.To) || w.Holds(w.From.Add(-time.Second)) || w.Holds(w.To.Add(time.Second)) {
		t.Error("an hour of the window")
	}
}
