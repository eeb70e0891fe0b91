package settings_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/gallery/gallerytest"
	"huiying/app/ui/settings"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing/typingtest"
	"huiying/internal/people"
)

func (h *house) save(name string) {
	h.t.Helper()
	gallerytest.Take(h.t, h.canvas, name)
}

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

// TestThePictures paints every page in the sizes it must hold in, for whoever lays them beside the design; where nobody asked for
// pictures, in the smallest alone.
func TestThePictures(t *testing.T) {
	for _, c := range []struct {
		w, h float32
		mode theme.Mode
	}{{1280, 800, theme.Light}, {1366, 697, theme.Dark}, {1920, 1009, theme.Light}} {
		if c.w != 1280 && os.Getenv("HUIYING_PICTURES") == "" {
			continue
		}
		t.Run(fmt.Sprintf("%.0f", c.w), func(t *testing.T) {
			h := open(t)
			h.busy()
			h.sit("秦越", settings.PagePeople, fyne.NewSize(c.w, c.h), c.mode)
			for i, name := range pages() {
				h.screen.Open(name)
				h.settle()
				typingtest.OnlyOurs(t, h.canvas.Content())
				h.save(fmt.Sprintf("settings-%.0f-%d-%s", c.w, i+1, name))
			}
		})
	}
	t.Run("busy", func(t *testing.T) {
		h := open(t)
		h.sit("秦越", settings.PagePeople, fyne.NewSize(1280, 800), theme.Light)
		h.box(4, 3) // 陈国栋 no longer checks, 周建国 no longer approves
		h.key(fyne.KeySpace, fyne.KeyDown, fyne.KeyRight, fyne.KeySpace)
		h.tap("保存改动")
		h.save("settings-refused")
		h.screen.Create()
		h.settle()
		h.save("settings-newcomer")
	})
	t.Run("others", func(t *testing.T) {
		h := open(t)
		h.scale = 130
		h.sit("王蕾", settings.PagePeople, fyne.NewSize(1664, 1040), theme.Light)
		for _, name := range []string{settings.PagePeople, settings.PageRoutes, settings.PageCredentials, settings.PageBackups} {
			h.screen.Open(name)
			h.settle()
			h.save("settings-empty-" + name)
		}
	})
}
