package house_test

import (
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"huiying/accounts"
	"huiying/app/house"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// silent fails a test when anything leaves the house.
type silent struct{ t *testing.T }

func (s silent) RoundTrip(r *http.Request) (*http.Response, error) {
	s.t.Errorf("a call left for %s", r.URL.Host)
	return nil, io.EOF
}

// real is a house before the real platforms, to which nothing may leave.
func real(t *testing.T, dir string) *house.House {
	t.Helper()
	h, err := house.Open(t.Context(), house.Options{Dir: dir, Mode: house.Solo, Log: slog.New(slog.DiscardHandler), HTTP: &http.Client{Transport: silent{t}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h
}

// Before the real Weibo nothing leaves with an address that was made up: whoever did not say it is told.
func TestNothingGoesToWeiboWithoutTheOfficesOwnAddress(t *testing.T) {
	h := real(t, t.TempDir())
	if h.WeiboAddress() != "" {
		t.Fatalf("an address was made up: %s", h.WeiboAddress())
	}
	ctx := people.With(t.Context(), people.System("发布员"))
	_, _, err := h.Publishing.Deliveries.Channels[accounts.Weibo].Send(ctx, delivery.Parcel{Account: "a", Platform: accounts.Weibo, Way: content.Share, Text: "x"}, nil)
	if problem.ClassOf(err) != problem.ClassNeedsPerson || !strings.Contains(problem.Words(err), "还没有填单位的外网地址") {
		t.Errorf("%v", err)
	}
	_, err = h.Sending.Repliers[accounts.Weibo].Reply(ctx, "a", nil, "x")
	if problem.ClassOf(err) != problem.ClassNeedsPerson || !strings.Contains(problem.Words(err), "没有向微博发出任何请求") {
		t.Errorf("%v", err)
	}
}

func TestWhatWeiboWantsIsSetByTheAdministratorAndKept(t *testing.T) {
	dir := t.TempDir()
	h := real(t, dir)
	admin := people.With(t.Context(), people.Actor{Person: "x", Name: "管理员", Roles: []people.Role{people.Administrator}})
	officer := people.With(t.Context(), people.Actor{Person: "y", Name: "专员", Roles: []people.Role{people.Officer}})
	for _, bad := range []string{"", "我的电脑", "localhost", "127.0.0.1", "0.0.0.0", "::", "::1", "10.1.2.3", "172.20.0.1", "192.168.1.2", "169.254.1.1", "100.64.0.1",
		"224.0.0.1", "::ffff:192.168.1.2", "fe80::1%eth0", "8.8.8.8:80"} {
		if err := h.SetWeiboAddress(admin, bad); problem.KindOf(err) != problem.Invalid {
			t.Errorf("the address %q: %v", bad, err)
		}
	}
	for _, bad := range []string{"", "http://wangchuan.gov.cn/back", "https://", "wangchuan.gov.cn/back", "https://a@wangchuan.gov.cn/", "https://wangchuan.gov.cn/#x", "https://wang chuan.gov.cn/"} {
		if err := h.SetWeiboRedirect(admin, bad); problem.KindOf(err) != problem.Invalid {
			t.Errorf("the redirect %q: %v", bad, err)
		}
	}
	if err := h.SetWeiboAddress(officer, "218.29.54.1"); problem.KindOf(err) != problem.Forbidden || h.WeiboAddress() != "" {
		t.Errorf("%v", err)
	}
	const back = "https://www.wangchuan.gov.cn/weibo/back?from=1"
	if err := h.SetWeiboAddress(admin, " 218.29.54.1 "); err != nil {
		t.Fatal(err)
	}
	if err := h.SetWeiboRedirect(admin, back); err != nil {
		t.Fatal(err)
	}
	page, err := h.Accounts.Binders[accounts.Weibo].Begin(admin, "1352222456", "s")
	if err != nil || !strings.Contains(page, "redirect_uri=https%3A%2F%2Fwww.wangchuan.gov.cn%2Fweibo%2Fback%3Ffrom%3D1") {
		t.Errorf("the page of consent does not come back to it: %s, %v", page, err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	again := real(t, dir)
	if again.WeiboAddress() != "218.29.54.1" || again.WeiboRedirect() != back {
		t.Errorf("%q, %q", again.WeiboAddress(), again.WeiboRedirect())
	}
}

// Over stand-ins nobody has to be asked; the address is nobody's.
func TestOverStandInsTheAddressIsOneOfDocumentation(t *testing.T) {
	r := newRegister(t)
	if r.WeiboAddress() != "203.0.113.7" || r.WeiboRedirect() != r.seed.Apps[0].RedirectURI {
		t.Errorf("%q, %q", r.WeiboAddress(), r.WeiboRedirect())
	}
}
