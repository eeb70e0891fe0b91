package office

import (
	"context"
	"fmt"
	"strconv"

	"huiying/accounts"
	"huiying/internal/platforms/weibo"
	"huiying/internal/problem"
)

// Begin returns the page on which the account's holder consents.
func (o *Office) Begin(_ context.Context, appKey, state string) (string, error) {
	if appKey == "" {
		return "", problem.New(problem.Invalid, "还没有填 App Key", "没有开始授权", "它在微博开放平台 → 我的应用里")
	}
	return o.app(appKey, nil).AuthURL(state), nil
}

func (o *Office) app(key string, secret []byte) *weibo.App {
	return weibo.NewApp(o.base, o.hc, key, func() string { return string(secret) }, o.redirect, o.now)
}

// Finish reads the pasted address and exchanges its code, which works once.
func (o *Office) Finish(ctx context.Context, c accounts.Candidate) (accounts.Grant, error) {
	if c.AppID == "" || len(c.Secret) == 0 {
		return accounts.Grant{}, problem.New(problem.Invalid, "App Key 和 App Secret 都要填", "没有绑定", "它们在微博开放平台 → 我的应用里")
	}
	app := o.app(c.AppID, c.Secret)
	code, err := app.ParseRedirect(c.Redirect, c.State)
	if err != nil {
		return accounts.Grant{}, err
	}
	g, err := app.Exchange(ctx, code)
	if err != nil {
		return accounts.Grant{}, err
	}
	return accounts.Grant{Secret: []byte(g.Token.Reveal()), Subject: number(g.UID), Expires: g.Expires}, nil
}

// Probe asks whose token it is, what the account looks like, and how many calls are left today.
func (o *Office) Probe(ctx context.Context, c accounts.Credential) (accounts.Profile, []accounts.Ability, error) {
	cl := o.clientFor(c)
	info, err := cl.TokenInfo(ctx)
	if err != nil {
		return accounts.Profile{}, nil, err
	}
	if info.AppKey != "" && info.AppKey != c.AppID {
		return accounts.Profile{}, nil, problem.New(problem.Invalid, "这个授权不是给本单位的应用的", "没有绑定", "请用本单位的 App Key 重新授权")
	}
	uid := info.UID
	if uid == 0 {
		uid, _ = strconv.ParseInt(c.Subject, 10, 64)
	}
	user, err := cl.UserShow(ctx, uid)
	if err != nil {
		return accounts.Profile{}, nil, err
	}
	profile := accounts.Profile{Subject: number(uid), Name: user.ScreenName, Verified: bool(user.Verified), VerifiedName: user.VerifiedReason,
		Followers: int(user.Followers), Avatar: user.Avatar}
	limit, err := cl.RateLimit(ctx)
	left := -1
	var note string
	known, can := err == nil, err == nil && limit.RemainingUser > 0
	switch {
	case problem.ClassOf(err) == problem.ClassQuota:
		known, left, note = true, 0, problem.Words(err)
	case err != nil:
		note = problem.Words(err)
	default:
		left, note = int(limit.RemainingUser), fmt.Sprintf("今天还可调用 %d 次，与读评论合用", limit.RemainingUser)
	}
	list := []accounts.Ability{{Key: "publish", Name: "发微博"}, {Key: "comments", Name: "读评论"}, {Key: "reply", Name: "回评论"}}
	for i := range list {
		list[i].OK, list[i].Known, list[i].Left, list[i].Note = can, known, left, note
	}
	return profile, list, nil
}
