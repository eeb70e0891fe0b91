package paper

import (
	"time"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/publishing/content"
)

// Answer shows the question above the answer.
func Answer(q inbox.Question, a inbox.Answer) []Block {
	asked := draw.Col(6, draw.Row(8, widgets.NewTile(q.Platform.Tile()), draw.NewBold(q.Author, theme.Body, theme.Text),
		draw.NewText(Joined(q.Kind.Title(), content.Clock(q.At())+" 收到"), theme.Note, theme.Text3), draw.Fill()),
		flow.Plain(q.Text, theme.Reading, theme.Text))
	if q.Under != "" {
		asked.Add(flow.Plain("写在《"+q.Under+"》下面", theme.Note, theme.Text3))
	}
	blocks := []Block{
		{Obj: draw.Inset(row(false, "", draw.NewBold("群众的留言", theme.Body, theme.Text)), 0, 0, 8, 0)},
		{Obj: draw.Inset(row(false, "", draw.Panel(theme.Surface2, theme.Line, 4, draw.Pad(asked, 12, 10))), 0, 0, 14, 0)},
		{Obj: draw.Inset(row(false, "", draw.Row(8, draw.NewBold("送审的答复", theme.Body, theme.Text),
			draw.NewText(Joined(a.ByName, content.Clock(a.Submitted)), theme.Note, theme.Text3), draw.Fill())), 0, 0, 8, 0)},
		{Obj: row(false, "", flow.Plain(a.Text, theme.Reading, theme.Text))},
	}
	if !q.Due.IsZero() {
		b, _ := field("答复期限", nil, content.Clock(q.Due), false)
		blocks = append(blocks, section("期限", ""), b)
	}
	return blocks
}

// entry is one field of the register as the filing shows it.
type entry struct {
	name string
	of   func(a accounts.Account) string
}

// part is a group of such fields.
type part struct {
	name    string
	entries []entry
}

func register() []part {
	body := func(b accounts.Body) string { return Joined(b.Name, b.CreditCode) }
	contact := func(c accounts.Contact) string { return Joined(c.Name, c.Phone) }
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(content.Shanghai()).Format("2006-01-02")
	}
	return []part{
		{"账号", []entry{
			{"平台", func(a accounts.Account) string { return Joined(a.Platform.Title(), a.Type) }},
			{"名称", func(a accounts.Account) string { return a.Name }},
			{"账号", func(a accounts.Account) string { return a.Handle }},
			{"平台编号", func(a accounts.Account) string { return a.PlatformID }},
			{"主页", func(a accounts.Account) string { return a.URL }},
			{"认证主体", func(a accounts.Account) string { return a.Verified }},
			{"认证到期", func(a accounts.Account) string { return day(a.VerifiedExpires) }},
			{"备案编号", func(a accounts.Account) string { return a.FiledNo }},
		}},
		{"单位", []entry{
			{"主办单位", func(a accounts.Account) string { return body(a.Sponsor) }},
			{"主管单位", func(a accounts.Account) string { return body(a.Supervisor) }},
			{"运维单位", func(a accounts.Account) string { return a.Operator }},
			{"级别", func(a accounts.Account) string { return a.Level }},
		}},
		{"人员", []entry{
			{"分管领导", func(a accounts.Account) string { return contact(a.Leader) }},
			{"责任人", func(a accounts.Account) string { return contact(a.Responsible) }},
			{"内容审核人", func(a accounts.Account) string { return contact(a.Reviewer) }},
			{"管理员 A", func(a accounts.Account) string { return contact(a.AdminA) }},
			{"管理员 B", func(a accounts.Account) string { return contact(a.AdminB) }},
		}},
		{"用途", []entry{
			{"功能定位", func(a accounts.Account) string { return a.Purpose }},
			{"服务对象", func(a accounts.Account) string { return a.Audience }},
			{"开设理由", func(a accounts.Account) string { return a.Reason }},
			{"互动方式", func(a accounts.Account) string { return a.Interaction }},
		}},
	}
}

// Filing shows the register's fields, beside those of before where there are any.
func Filing(f accounts.Filing, before *accounts.Account, reading bool) []Block {
	name := map[accounts.FilingKind]string{accounts.Opening: "开设备案", accounts.Changing: "变更备案", accounts.ShutDown: "关停备案"}[f.Kind]
	blocks := []Block{{Obj: draw.Inset(row(false, "", flow.New(theme.Number, flow.Run{Text: name + "：" + f.Proposed.Name, Bold: true})), 0, 0, 0, 0)},
		{Obj: draw.Inset(flow.Plain(Joined(f.ByName+" 送审", content.Clock(f.At)), theme.Note, theme.Text3), 2, 0, 12, 29)}}
	if f.Kind == accounts.ShutDown {
		b, _ := field("关停理由", nil, f.Proposed.Reason, reading)
		blocks = append(blocks, b)
	}
	for _, p := range register() {
		blocks = append(blocks, section(p.name, ""))
		for _, e := range p.entries {
			var old *string
			if before != nil {
				v := e.of(*before)
				old = &v
			}
			if b, ok := field(e.name, old, e.of(f.Proposed), reading); ok {
				blocks = append(blocks, b)
			}
		}
	}
	return blocks
}
