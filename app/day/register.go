package day

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"huiying/accounts"
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/problem"
	"huiying/review"
)

// The accounts of the drill, by the names under which they are registered.
const (
	weiboName   = "望川发布"
	wechatName  = "望川政务服务"
	channelName = "望川视频"
)

func (d *Day) entered(ctx context.Context, name string) (accounts.Account, error) {
	all, err := d.House.People.People(ctx)
	if err != nil {
		return accounts.Account{}, err
	}
	of := func(name string) accounts.Contact {
		c := accounts.Contact{Name: name, Phone: "13900000000"}
		for _, p := range all {
			if p.Name == name {
				c.Person = p.ID
			}
		}
		return c
	}
	a := accounts.Account{ID: accounts.ID(id(name)), Name: name, Sponsor: accounts.Body{Name: "望川市政务服务和数据管理局", CreditCode: "11420100MB1A2B3C42"},
		Supervisor: accounts.Body{Name: "望川市人民政府办公室", CreditCode: "11420100MB1D5E6F74"}, Level: "市", Verified: "望川市政务服务和数据管理局",
		Leader: of(approver), Responsible: of(secondary), Reviewer: of(checker), AdminA: of(leaving), AdminB: of(officer),
		Purpose: "发布政务信息，回应群众关切", Audience: "全市市民和企业", Reason: "政务公开工作需要", Interaction: "评论、留言"}
	switch name {
	case weiboName:
		a.Platform, a.Type, a.PlatformID, a.Handle = accounts.Weibo, "政务微博", d.Seed.Weibo[0].UID, "@"+d.Seed.Weibo[0].Name
		a.Domains = d.Seed.Apps[0].Domains
	case wechatName:
		a.Platform, a.Type, a.PlatformID, a.MassMode = accounts.WeChat, "公众号", d.Seed.WeChat[0].AppID, "daily"
	default:
		a.Platform, a.Type, a.Handle = accounts.Channels, "视频号", "wcsp"
	}
	return a, nil
}

// accounts returns the register by name.
func (d *Day) accounts(ctx context.Context) (map[string]accounts.Account, error) {
	list, err := d.House.Accounts.List(ctx)
	if err != nil {
		return nil, err
	}
	m := map[string]accounts.Account{}
	for _, a := range list {
		m[a.Name] = a
	}
	return m, nil
}

func (d *Day) register() []goal {
	gs := at("二 登记账号、备案、绑定", d.troubled("授权故障", fault("weibo /oauth2/access_token", stage.Slow), fault("wechat /cgi-bin/stable_token", stage.Busy))...)
	for _, name := range []string{weiboName, wechatName, channelName} {
		filing := func(ctx context.Context) (string, error) {
			fs, err := d.House.Accounts.Filings(ctx, accounts.ID(id(name)))
			if err != nil || len(fs) == 0 {
				return "", fmt.Errorf("没有“%s”的备案：%w", name, err)
			}
			return fs[0].ID, nil
		}
		gs = append(gs, d.registered(name), d.filed(name), d.decide("filing", filing, "备案“"+name+"”", 1, 0, approver, review.Pass, "同意开设"))
	}
	return append(gs, d.bound(weiboName), d.bound(wechatName))
}

func (d *Day) registered(name string) goal {
	return goal{name: "登记“" + name + "”",
		met: func(ctx context.Context) (string, bool, error) {
			a, err := d.House.Accounts.Get(observer(ctx), accounts.ID(id(name)))
			if problem.KindOf(err) == problem.Missing {
				return "", false, nil
			}
			return fmt.Sprintf("%s登记%s“%s”，主办 %s，责任人 %s", registrar, a.Platform.Title(), a.Name, a.Sponsor.Name, a.Responsible.Name), err == nil, err
		},
		by: registrar,
		act: func(ctx context.Context) error {
			a, err := d.entered(ctx, name)
			if err != nil {
				return err
			}
			_, err = d.House.Accounts.Register(ctx, a)
			return err
		}}
}

func (d *Day) filed(name string) goal {
	return goal{name: "送备案“" + name + "”",
		met: func(ctx context.Context) (string, bool, error) {
			fs, err := d.House.Accounts.Filings(observer(ctx), accounts.ID(id(name)))
			return "“" + name + "”送备案", len(fs) > 0, err
		},
		by: registrar,
		act: func(ctx context.Context) error {
			a, err := d.House.Accounts.Get(ctx, accounts.ID(id(name)))
			if err != nil {
				return err
			}
			_, err = d.House.Accounts.SubmitFiling(ctx, a.ID, a.Version)
			return err
		}}
}

func (d *Day) bound(name string) goal {
	return goal{name: "绑定“" + name + "”",
		met: func(ctx context.Context) (string, bool, error) {
			b, err := d.House.Accounts.Binding(observer(ctx), accounts.ID(id(name)))
			if err != nil || b.State != accounts.Bound {
				return "", false, err
			}
			var can []string
			for _, a := range b.Abilities {
				mark := "✓"
				if !a.OK {
					mark = "✗"
				}
				can = append(can, a.Name+mark)
			}
			until := "长期有效"
			if !b.Expires.IsZero() {
				until = "授权到 " + b.Expires.In(time.FixedZone("Asia/Shanghai", 8*3600)).Format("2006-01-02")
			}
			return fmt.Sprintf("绑定“%s”，平台显示“%s”，%s；%s", name, b.Name, until, strings.Join(can, " ")), true, nil
		},
		act: func(ctx context.Context) error { return d.rebind(ctx, accounts.ID(id(name))) }}
}

// rebind authorises an account anew, as its holder would in a browser.
func (d *Day) rebind(ctx context.Context, account accounts.ID) error {
	ctx, err := d.as(ctx, registrar)
	if err != nil {
		return err
	}
	a, err := d.House.Accounts.Get(ctx, account)
	if err != nil {
		return err
	}
	if a.Platform == accounts.WeChat {
		oa := d.Seed.WeChat[0]
		_, err := d.House.Accounts.Bind(ctx, accounts.Candidate{Account: a.ID, AppID: oa.AppID, Secret: []byte(oa.Secret)})
		return err
	}
	app := d.Seed.Apps[0]
	page, err := d.House.Accounts.BeginBind(ctx, a.ID, app.Key)
	if err != nil {
		return err
	}
	landed, err := consent(ctx, page, d.Seed.Weibo[0].UID)
	if err != nil {
		return err
	}
	_, err = d.House.Accounts.Bind(ctx, accounts.Candidate{Account: a.ID, AppID: app.Key, Secret: []byte(app.Secret), Redirect: landed})
	return err
}

// consent does what a person does in the browser: opens the page, chooses the account and allows. It returns the address
// at which the browser ends.
func consent(ctx context.Context, page, uid string) (string, error) {
	u, err := url.Parse(page)
	if err != nil {
		return "", err
	}
	q := u.Query()
	form := url.Values{"client_id": {q.Get("client_id")}, "redirect_uri": {q.Get("redirect_uri")}, "state": {q.Get("state")}, "action": {"allow"}, "uid": {uid}}
	u.RawQuery = ""
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	browser := http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := browser.Do(req)
	if err != nil {
		return "", problem.Wrap(err, problem.Unavailable, "授权页没有打开", "没有绑定", "请再试一次")
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusFound {
		return "", problem.New(problem.Unavailable, "授权页没有放行（"+res.Status+"）", "没有绑定", "请再试一次")
	}
	return res.Header.Get("Location"), nil
}
