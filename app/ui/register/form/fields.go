package form

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/overlays"
	"huiying/app/ui/typing"
)

// build lays the fields out in sections.
func (f *Form) build() fyne.CanvasObject {
	var names []string
	for _, p := range accounts.Platforms() {
		names = append(names, p.Title())
	}
	f.platform = overlays.NewSelect("选平台", names, -1, func(int) { f.platform.SetError(""); f.adapt(); f.told() }).High(28)
	f.mass = overlays.NewSelect("", massModes(), 0, func(int) { f.told() }).High(28)
	f.level = overlays.NewSelect("选层级", levels(), -1, func(int) { f.told() }).High(28)

	name := f.add(typing.Line("照平台上显示的写"), "还没有写账号名称", nil, func(a *accounts.Account) *string { return &a.Name })
	f.kind = f.add(typing.Pick("例如 订阅号", nil), "还没有写类型", nil, func(a *accounts.Account) *string { return &a.Type })
	handle := f.add(typing.Line("微信号、@名称，没有就空着"), "", nil, func(a *accounts.Account) *string { return &a.Handle })
	url := f.add(typing.Line("https://，没有就空着"), "", nil, func(a *accounts.Account) *string { return &a.URL })
	f.platformTexts()
	identity := section("账号", "一个单位在一个平台只开一个账号", two(line("平台", f.platform), line("类型", f.kind)), two(line("名称", name), line("账号", handle)),
		f.special, line("主页", url))

	sponsor := f.add(typing.Line("开设账号的单位全称"), "还没有写主办单位", nil, func(a *accounts.Account) *string { return &a.Sponsor.Name })
	sponsorCode := f.add(typing.Line("统一社会信用代码 18 位"), "还没有写信用代码，没有法人资格的内设机构不能开设账号", codeSay,
		func(a *accounts.Account) *string { return &a.Sponsor.CreditCode })
	supervisor := f.add(typing.Line("没有就空着"), "", nil, func(a *accounts.Account) *string { return &a.Supervisor.Name })
	supervisorCode := f.add(typing.Line("没有就空着"), "", codeSay, func(a *accounts.Account) *string { return &a.Supervisor.CreditCode })
	operator := f.add(typing.Line("自己运维就空着"), "", nil, func(a *accounts.Account) *string { return &a.Operator })
	bodies := section("单位", "", two(line("主办单位", sponsor), line("信用代码", sponsorCode)), two(line("主管单位", supervisor), line("信用代码", supervisorCode)),
		two(line("承办单位", operator), line("层级", f.level)))

	verified := f.add(typing.Line("平台上显示的认证主体，没有认证就空着"), "", nil, func(a *accounts.Account) *string { return &a.Verified })
	expires := f.date("没有期限就空着", func(a *accounts.Account) *time.Time { return &a.VerifiedExpires })
	opened := f.date("账号上线的那天，新开的空着", func(a *accounts.Account) *time.Time { return &a.Opened })
	life := section("认证和开设", "", line("认证主体", verified), two(line("认证到期", expires), line("开设日期", opened)))

	staff := section("人", "是本单位的就从名单里选，离岗时会提醒；也可以直接写外单位的人",
		f.person("分管领导", "每个账号都要有一位分管领导", func(a *accounts.Account) *accounts.Contact { return &a.Leader }),
		f.person("责任人", "每个账号都要有一个具体的人负责", func(a *accounts.Account) *accounts.Contact { return &a.Responsible }),
		f.person("内容审核", "请写上负责先审后发的人", func(a *accounts.Account) *accounts.Contact { return &a.Reviewer }),
		f.person("运维管理员", "请写上保管账号和密码的人", func(a *accounts.Account) *accounts.Contact { return &a.AdminA }),
		f.person("备岗", "", func(a *accounts.Account) *accounts.Contact { return &a.AdminB }))

	purpose := f.add(typing.Line("一句话写明这个账号做什么"), "还没有写功能定位", nil, func(a *accounts.Account) *string { return &a.Purpose })
	audience := f.add(typing.Line("例如 全市市民和企业"), "", nil, func(a *accounts.Account) *string { return &a.Audience })
	talk := f.add(typing.Line("例如 评论、留言、菜单信箱"), "", nil, func(a *accounts.Account) *string { return &a.Interaction })
	reason := f.add(typing.Lines("为什么要开设", 2), "", nil, func(a *accounts.Account) *string { return &a.Reason })
	aim := section("用途", "", line("功能定位", purpose), two(line("服务对象", audience), line("互动方式", talk)), line("开设理由", reason))

	return draw.Scroll(draw.Inset(draw.Col(12, identity, bodies, life, staff, aim), 12, 16, 16, 16))
}

// platformTexts makes the fields that only some platforms show; each keeps what was typed.
func (f *Form) platformTexts() {
	f.id = f.add(typing.Line("绑定授权后自动填上"), "", nil, func(a *accounts.Account) *string { return &a.PlatformID })
	f.domains = f.keep(typing.Line("例如 www.wangchuan.gov.cn，几个就用空格隔开"), "", nil,
		func(a accounts.Account) string { return strings.Join(a.Domains, " ") },
		func(a *accounts.Account, v string) {
			a.Domains = nil
			if a.Platform == accounts.Weibo {
				a.Domains = strings.Fields(v)
			}
		})
}

// platformFields are the lines that a platform asks for.
func (f *Form) platformFields(p accounts.Platform) []fyne.CanvasObject {
	switch p {
	case accounts.Weibo:
		return []fyne.CanvasObject{draw.Col(10, two(line("微博 UID", f.id), line("安全域名", f.domains)))}
	case accounts.WeChat:
		return []fyne.CanvasObject{draw.Col(10, two(line("AppID", f.id), line("群发额度", f.mass)))}
	}
	return []fyne.CanvasObject{two(line("平台编号", f.id), nil)}
}

// person is a line with a name out of the staff and a number.
func (f *Form) person(name, must string, of func(*accounts.Account) *accounts.Contact) fyne.CanvasObject {
	var names []string
	for _, p := range f.staff {
		names = append(names, p.Name)
	}
	c := &contact{typing.Pick("姓名", names).High(28), typing.Line("电话").High(28), of, must}
	if must == "" {
		c.name.SetPlaceholder("可以空着")
	}
	c.name.OnEdit = func(string) { f.complain(c.name, ""); f.told() }
	c.phone.OnEdit = func(string) { f.told() }
	f.contacts = append(f.contacts, c)
	return two(line(name, c.name), line("电话", c.phone))
}

// date is a field for a day.
func (f *Form) date(hint string, of func(*accounts.Account) *time.Time) *typing.Entry {
	return f.keep(typing.Line(hint), "", daySay, func(a accounts.Account) string { return writeDay(*of(&a)) }, func(a *accounts.Account, v string) {
		if writeDay(*of(a)) == v { // the hour of the day stays
			return
		}
		if at, err := readDay(v); err == nil {
			*of(a) = at
		}
	})
}

// Differences are the fields in which two accounts differ: name, old and new value.
func Differences(a, b accounts.Account) [][3]string {
	var out [][3]string
	diff := func(name, old, new string) {
		if old != new {
			out = append(out, [3]string{name, old, new})
		}
	}
	diff("平台", a.Platform.Title(), b.Platform.Title())
	diff("类型", a.Type, b.Type)
	diff("名称", a.Name, b.Name)
	diff("账号", a.Handle, b.Handle)
	diff("平台编号", a.PlatformID, b.PlatformID)
	diff("主页", a.URL, b.URL)
	diff("安全域名", strings.Join(a.Domains, " "), strings.Join(b.Domains, " "))
	if a.State != "" {
		diff("群发额度", a.MassMode, b.MassMode)
	}
	diff("主办单位", a.Sponsor.Name, b.Sponsor.Name)
	diff("主办单位代码", a.Sponsor.CreditCode, b.Sponsor.CreditCode)
	diff("主管单位", a.Supervisor.Name, b.Supervisor.Name)
	diff("主管单位代码", a.Supervisor.CreditCode, b.Supervisor.CreditCode)
	diff("承办单位", a.Operator, b.Operator)
	diff("层级", a.Level, b.Level)
	diff("认证主体", a.Verified, b.Verified)
	diff("认证到期", writeDay(a.VerifiedExpires), writeDay(b.VerifiedExpires))
	diff("开设日期", writeDay(a.Opened), writeDay(b.Opened))
	for _, c := range []struct {
		name string
		a, b accounts.Contact
	}{{"分管领导", a.Leader, b.Leader}, {"责任人", a.Responsible, b.Responsible}, {"内容审核", a.Reviewer, b.Reviewer},
		{"运维管理员", a.AdminA, b.AdminA}, {"备岗", a.AdminB, b.AdminB}} {
		diff(c.name, c.a.Name, c.b.Name)
		diff(c.name+"电话", c.a.Phone, c.b.Phone)
	}
	diff("功能定位", a.Purpose, b.Purpose)
	diff("服务对象", a.Audience, b.Audience)
	diff("开设理由", a.Reason, b.Reason)
	diff("互动方式", a.Interaction, b.Interaction)
	return out
}

// Risky are the differences that need another person's approval once an account is filed.
func Risky(all [][3]string) (out [][3]string) {
	for _, d := range all {
		switch d[0] {
		case "名称", "类型", "平台编号", "主办单位", "主办单位代码":
			out = append(out, d)
		}
	}
	return out
}
