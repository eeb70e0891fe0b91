package settings_test

import (
	"context"
	"strings"
	"testing"

	"huiying/app/ui/settings"
	"huiying/app/ui/theme"
	"huiying/internal/people"
	"huiying/internal/problem"
)

// net is the office as Weibo sees it.
type net struct{ address, redirect string }

func (n *net) WeiboAddress() string  { return n.address }
func (n *net) WeiboRedirect() string { return n.redirect }

func (n *net) SetWeiboAddress(ctx context.Context, address string) error {
	if err := people.May(ctx, people.Administer); err != nil {
		return err
	}
	if strings.HasPrefix(address, "10.") {
		return problem.New(problem.Invalid, address+" 是内网的地址", "原来的设置没有动", "请问网络管理员")
	}
	n.address = address
	return nil
}

func (n *net) SetWeiboRedirect(_ context.Context, redirect string) error {
	n.redirect = redirect
	return nil
}

func TestWhatWeiboWantsOfTheOfficeIsSetByTheAdministrator(t *testing.T) {
	h := open(t)
	n := &net{redirect: "https://www.wangchuan.example/back"}
	h.weibo = n
	h.sit("秦越", settings.PageCredentials, desk, theme.Light)
	h.reads("微博要知道的", "出口 IP", "授权回调页")
	e := h.entries()
	if len(e) != 2 || e[1].Text() != n.redirect || !h.button("保存改动").Disabled() {
		t.Fatalf("%d fields, the second with %q", len(e), e[1].Text())
	}
	// One that is wrong keeps nothing of the other back, and stays to be mended.
	e[0].Replace("10.0.0.7")
	e[1].Replace(" https://www.wangchuan.example/weibo ")
	if say := h.screen.MayClose(); !strings.Contains(say, "外网地址") {
		t.Errorf("closing says %q", say)
	}
	h.screen.Save()
	h.settle()
	if e[0].Text() != "10.0.0.7" || !strings.Contains(e[0].Error(), "内网的地址") || n.address != "" || n.redirect != "https://www.wangchuan.example/weibo" {
		t.Errorf("%q “%s”, stored %+v", e[0].Text(), e[0].Error(), n)
	}
	h.screen.Refetch()
	h.settle()
	if e = h.entries(); e[0].Text() != "10.0.0.7" {
		t.Errorf("what was typed is gone: %q", e[0].Text())
	}
	e[0].Replace("203.0.113.9")
	if e[0].Error() != "" {
		t.Error("the complaint outlives what it was about")
	}
	h.tap("保存改动")
	if n.address != "203.0.113.9" || h.screen.MayClose() != "" {
		t.Errorf("stored %+v, closing says %q", n, h.screen.MayClose())
	}
}

func TestOnlyAnAdministratorSetsItAndWithoutItNothingIsShown(t *testing.T) {
	h := open(t)
	h.weibo = &net{address: "203.0.113.9"}
	h.sit("王蕾", settings.PageCredentials, desk, theme.Light)
	h.reads("微博要知道的", "改动归管理员")
	h.lacks("保存改动")
	for _, e := range h.entries() {
		if !e.Disabled() {
			t.Error("a field can be written in")
		}
	}
	h = open(t)
	h.sit("秦越", settings.PageCredentials, desk, theme.Light)
	h.lacks("微博要知道的", "外网地址")
	h.screen.Save()
	h.settle()
}
