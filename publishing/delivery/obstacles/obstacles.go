// Package obstacles says what stands between an account and what is to go out on it: its state in the register, its way
// out, its authorisation. It reads the register and changes nothing.
package obstacles

import (
	"context"
	"time"

	"huiying/accounts"
	"huiying/internal/problem"
	"huiying/publishing/content"
)

// Register is what deliveries need of the accounts desk.
type Register interface {
	// Account returns one account, or problem.Missing.
	Account(ctx context.Context, id accounts.ID) (accounts.Account, error)
	// Binding returns its binding, one in state Unbound when there is none.
	Binding(ctx context.Context, id accounts.ID) (accounts.Binding, error)
}

// Plan is what is to go out, and when.
type Plan struct {
	Account accounts.ID
	Way     content.Way
	Channel bool // whether the program has a way out to this platform
	Due     time.Time
	// Lost says in words that the post may have been sent in a time of which the books are lost; "" when it may not.
	Lost func(ctx context.Context) (string, error)
}

// First says the first thing that keeps a plan from going out as far as can be seen now; "" when nothing does.
func First(ctx context.Context, r Register, p Plan, now time.Time) (string, error) {
	a, err := r.Account(ctx, p.Account)
	if problem.KindOf(err) == problem.Missing {
		return "登记簿里没有这个账号了，不能发布", nil
	} else if err != nil {
		return "", err
	}
	if a.State != accounts.Normal && a.State != accounts.Rectifying {
		return "账号“" + a.Name + "”不在正常状态，不能发布", nil
	}
	if p.Way == content.ByHand {
		return "", nil
	}
	if p.Way == content.Broadcast { // a push stands in no list, and a draft that is made anew says nothing of the old one
		if lost, err := p.Lost(ctx); err != nil || lost != "" {
			return content.Sentences(lost, "有没有群发过，没有接口查得到。请到公众平台看发表记录：发过的作废并说明，没有发过的作废后另拟一稿送审"), err
		}
	}
	if !p.Channel {
		return "这个平台没有接口，请改用人工发布", nil
	}
	b, err := r.Binding(ctx, p.Account)
	switch {
	case err != nil:
		return "", err
	case b.State == accounts.Unbound:
		return "账号“" + a.Name + "”还没有绑定授权", nil
	case b.State == accounts.Broken:
		return "账号“" + a.Name + "”的授权失效了，请重新授权", nil
	case !b.Expires.IsZero() && b.Expires.Before(now):
		return "账号“" + a.Name + "”的授权在 " + content.Clock(b.Expires) + " 失效了，请重新授权", nil
	case !b.Expires.IsZero() && b.Expires.Before(p.Due):
		return "账号“" + a.Name + "”的授权到 " + content.Clock(b.Expires) + " 就失效，赶不上发布时间，请先重新授权", nil
	}
	return "", nil
}
