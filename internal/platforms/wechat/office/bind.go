package office

import (
	"cmp"
	"context"
	"time"

	"huiying/accounts"
	"huiying/internal/problem"
)

// Begin returns no address: WeChat accounts are bound by AppID and AppSecret alone.
func (o *Office) Begin(context.Context, string, string) (string, error) { return "", nil }

// Finish tries the AppSecret by fetching a stable token. What is wrong with AppID, secret, whitelist or account comes
// back in the platform's words.
func (o *Office) Finish(ctx context.Context, c accounts.Candidate) (accounts.Grant, error) {
	if c.AppID == "" || len(c.Secret) == 0 {
		return accounts.Grant{}, problem.New(problem.Invalid, "AppID 和 AppSecret 都要填", "没有绑定", "它们在公众平台 → 设置与开发 → 开发接口管理里")
	}
	cl := o.clientFor(accounts.NewCredential(c.Account, accounts.WeChat, c.AppID, "", c.Secret))
	if _, err := cl.StableToken(ctx); err != nil {
		return accounts.Grant{}, err
	}
	return accounts.Grant{Secret: c.Secret, Subject: c.AppID}, nil
}

// probed is what an account is asked for, and the call whose quota tells.
type probed struct{ key, name, path string }

func asked() []probed {
	return []probed{
		{"publish", "发布（不推送）", "/cgi-bin/freepublish/submit"},
		{"broadcast", "群发", "/cgi-bin/message/mass/sendall"},
		{"comments", "读评论", "/cgi-bin/comment/list"},
		{"reply", "回评论", "/cgi-bin/comment/reply/add"},
	}
}

// Probe asks what the account is and may do: the draft box first, then the quota of each call that the desks make. The
// profile is documented for third-party platforms only; an account that is definitely refused it has none.
func (o *Office) Probe(ctx context.Context, c accounts.Credential) (accounts.Profile, []accounts.Ability, error) {
	cl := o.clientFor(c)
	if _, err := cl.APIDomainIP(ctx); err != nil {
		return accounts.Profile{}, nil, err
	}
	profile := accounts.Profile{Subject: c.AppID, Followers: -1}
	if info, err := cl.AccountBasicInfo(ctx); err == nil {
		profile.Name, profile.Avatar = cmp.Or(info.Nickname, info.NicknameInfo.Nickname), info.Head.URL
		profile.Verified, profile.VerifiedName = bool(info.Verify.Qualification), info.PrincipalName
		if end := int64(info.Verify.AnnualReviewEnd); end > 0 {
			profile.VerifiedExpires = time.Unix(end, 0).UTC()
		}
	} else if c := problem.ClassOf(err); c != problem.ClassNeedsPerson && c != problem.ClassPermanent {
		return accounts.Profile{}, nil, err // a fault is no answer: what is known of the account stays
	}
	draft := accounts.Ability{Key: "draft", Name: "草稿箱", Left: -1}
	_, err := cl.DraftCount(ctx)
	abilities := []accounts.Ability{judged(draft, err)}
	for _, p := range asked() {
		a := accounts.Ability{Key: p.key, Name: p.name, Left: -1}
		q, err := cl.QuotaGet(ctx, p.path)
		if a = judged(a, err); err == nil {
			if p.key != "broadcast" { // how often an account may push is by its kind, not by the calls
				a.Left = int(q.Remain)
			}
			if q.DailyLimit == 0 {
				a.OK, a.Note = false, "平台没有给这个账号额度"
			}
		}
		abilities = append(abilities, a)
	}
	return profile, abilities, nil
}

// judged turns the answer to a probing call into what is known of the ability.
func judged(a accounts.Ability, err error) accounts.Ability {
	switch {
	case err == nil:
		a.OK, a.Known = true, true
	case problem.KindOf(err) == problem.Refused:
		a.Known, a.Note = true, problem.Words(err)
	default:
		a.Note = problem.Words(err)
	}
	return a
}
