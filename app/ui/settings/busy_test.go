package settings_test

import (
	"path/filepath"
	"time"

	"huiying/accounts"
	"huiying/app/ui/settings"
	"huiying/internal/people"
)

// busy lays a year's furniture: bindings in every state, backups, somebody who left.
func (h *house) busy() {
	h.t.Helper()
	add := func(id accounts.ID, p accounts.Platform, name string, b accounts.Binding) {
		h.accounts = append(h.accounts, accounts.Account{ID: id, Platform: p, Name: name})
		b.Account = id
		h.bindings[id] = b
	}
	add("a", accounts.Weibo, "望川教育", accounts.Binding{State: accounts.Broken, AppID: "2045873301", Trouble: "11-17 22:04 微博不再收这个授权（21327）", Probed: h.now.Add(-2 * time.Hour)})
	add("b", accounts.WeChat, "望川人社", accounts.Binding{State: accounts.Bound, AppID: "wx7d2a90c1f3b85e46", Expires: h.now.Add(4*24*time.Hour + time.Hour), Probed: h.now.Add(-time.Hour)})
	add("c", accounts.Weibo, "望川发布", accounts.Binding{State: accounts.Bound, AppID: "2045873301", Expires: h.now.Add(17 * 24 * time.Hour), Probed: h.now.Add(-time.Hour)})
	add("d", accounts.WeChat, "望川发布", accounts.Binding{State: accounts.Bound, AppID: "wx1f3b85e467d2a90c"})
	add("e", accounts.WeChat, "望川文旅", accounts.Binding{State: accounts.Unbound})
	for i := range 9 {
		at := h.now.Add(-time.Duration(i) * 24 * time.Hour)
		h.copies = append(h.copies, settings.Copy{Path: filepath.Join("data", "backups", "huiying-"+at.Format("2006-01-02")+".db"), Size: int64(48-i) << 18, Made: at})
	}
	ctx := h.who("秦越")
	if _, err := h.people.Add(ctx, people.Newcomer{ID: "吴倩", Name: "吴倩", Roles: []people.Role{people.Officer}, Password: "password"}); err != nil {
		h.t.Fatal(err)
	}
	if err := h.people.Depart(ctx, "吴倩"); err != nil {
		h.t.Fatal(err)
	}
	routes, err := h.review.Routes(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := h.review.SetRoute(ctx, routes[0]); err != nil {
		h.t.Fatal(err)
	}
}

func pages() []string {
	return []string{settings.PagePeople, settings.PageRoutes, settings.PageCredentials, settings.PageDays, settings.PageRules, settings.PageBackups,
		settings.PageTrail, settings.PageLooks, settings.PageAbout}
}
