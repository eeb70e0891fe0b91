package house

import (
	"context"
	"encoding/json"
	"net/netip"
	"net/url"
	"strings"
	"sync"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/platforms/weibo"
	weibooffice "huiying/internal/platforms/weibo/office"
	"huiying/internal/problem"
	"huiying/internal/trail"
	"huiying/internal/unit"
	"huiying/publishing/delivery"
)

// The settings of the unit that Weibo wants and that no program can find out: the address under which the office is seen on
// the net, which has to go with every post, and the address that its application was registered with.
const (
	setAddress  = "weibo.address"
	setRedirect = "weibo.redirect"
)

// standInAddress is the office's address before stand-ins: one of those kept for documentation, which is nobody's.
const standInAddress = "203.0.113.7"

// weiboSettings are these two as they are now. Where nothing was set, the address is "" before the real Weibo.
type weiboSettings struct {
	mu                sync.Mutex
	address, redirect string
}

func (s *weiboSettings) now() (address, redirect string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.address, s.redirect
}

func (s *weiboSettings) set(address, redirect string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.address, s.redirect = address, redirect
}

// readWeibo reads the settings when the house is built.
func (h *House) readWeibo(ctx context.Context, o Outside) error {
	address, redirect := "", weibo.DefaultBase+"/oauth2/default.html"
	if o.Weibo != "" {
		address = standInAddress
	}
	if o.Redirect != "" {
		redirect = o.Redirect
	}
	for name, into := range map[string]*string{setAddress: &address, setRedirect: &redirect} {
		value, ok, err := h.Settings.Get(ctx, name)
		if err != nil {
			return err
		}
		if ok {
			*into = value
		}
	}
	h.weibo.set(address, redirect)
	return nil
}

// WeiboAddress is the office's own address on the net that goes with every post; "" while nobody said it.
func (h *House) WeiboAddress() string { a, _ := h.weibo.now(); return a }

// WeiboRedirect is the address that the office's Weibo application was registered with.
func (h *House) WeiboRedirect() string { _, r := h.weibo.now(); return r }

// SetWeiboAddress says under which address the office is seen on the net. problem.Invalid for one that nobody outside can
// see.
func (h *House) SetWeiboAddress(ctx context.Context, address string) error {
	a, err := netip.ParseAddr(strings.TrimSpace(address))
	switch {
	case err != nil || a.Zone() != "":
		return problem.New(problem.Invalid, "这不像一个 IP 地址", "原来的设置没有动", "请填单位上网用的外网地址，形如 203.0.113.7")
	case !outward(a.Unmap()):
		return problem.New(problem.Invalid, a.String()+" 是内网或本机的地址，微博那边看不到它", "原来的设置没有动", "请问网络管理员单位出口的外网地址")
	}
	return h.setWeibo(ctx, setAddress, a.Unmap().String())
}

// outward tells whether an address may be one that is seen from outside.
func outward(a netip.Addr) bool {
	shared := netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 64}), 10) // of a provider's own net (RFC 6598)
	return a.IsGlobalUnicast() && !a.IsPrivate() && !shared.Contains(a)
}

// SetWeiboRedirect says which address the office's Weibo application was registered with. Weibo compares it to the letter.
func (h *House) SetWeiboRedirect(ctx context.Context, redirect string) error {
	redirect = strings.TrimSpace(redirect)
	u, err := url.Parse(redirect)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" || strings.ContainsAny(redirect, " \t\r\n") {
		return problem.New(problem.Invalid, "回调地址要是 https 开头的完整网址", "原来的设置没有动", "请从微博开放平台 → 应用信息 → 高级信息里原样复制，一个字也不能差")
	}
	return h.setWeibo(ctx, setRedirect, redirect)
}

func (h *House) setWeibo(ctx context.Context, name, value string) error {
	if err := people.May(ctx, people.Administer); err != nil {
		return err
	}
	return h.work.Do(ctx, func(ctx context.Context) error {
		if err := h.Settings.Set(ctx, name, value); err != nil {
			return err
		}
		unit.After(ctx, func() {
			address, redirect := h.weibo.now()
			if name == setAddress {
				address = value
			} else {
				redirect = value
			}
			h.weibo.set(address, redirect)
			h.Bus.Tell("settings", name)
		})
		return h.Trail.Record(ctx, "设置", trail.On{Kind: "setting", ID: name}, map[string]string{"value": value})
	})
}

// weiboDesk is the Weibo office with what the unit has set. What cannot go without the address never leaves.
type weiboDesk struct {
	*weibooffice.Office
	settings *weiboSettings
	with     func(redirect string) *weibooffice.Office
}

func (d weiboDesk) binder() *weibooffice.Office {
	_, redirect := d.settings.now()
	return d.with(redirect)
}

// Begin implements accounts.Binder.
func (d weiboDesk) Begin(ctx context.Context, appKey, state string) (string, error) {
	return d.binder().Begin(ctx, appKey, state)
}

// Finish implements accounts.Binder.
func (d weiboDesk) Finish(ctx context.Context, c accounts.Candidate) (accounts.Grant, error) {
	return d.binder().Finish(ctx, c)
}

// Send implements delivery.Channel.
func (d weiboDesk) Send(ctx context.Context, p delivery.Parcel, made json.RawMessage) (delivery.Receipt, ledger.Verdict, error) {
	if err := d.unset(); err != nil {
		return delivery.Receipt{}, "", err
	}
	return d.Office.Send(ctx, p, made)
}

// Reply implements inbox.Replier.
func (d weiboDesk) Reply(ctx context.Context, id accounts.ID, ref json.RawMessage, text string) (inbox.Sent, error) {
	if err := d.unset(); err != nil {
		return inbox.Sent{}, err
	}
	return d.Office.Reply(ctx, id, ref, text)
}

func (d weiboDesk) unset() error {
	if address, _ := d.settings.now(); address != "" {
		return nil
	}
	return &problem.Refusal{Platform: "微博", Class: problem.ClassNeedsPerson, Reason: "还没有填单位的外网地址，微博要求每次发布和答复都带上它",
		Next: "没有向微博发出任何请求。请管理员在设置里填好，再重新就绪"}
}

var (
	_ delivery.Channel = weiboDesk{}
	_ inbox.Replier    = weiboDesk{}
	_ accounts.Binder  = weiboDesk{}
)
