package wechat

import (
	"context"

	"huiying/internal/platforms/wire"
)

// Quota is how much of one call is left today (WeChat doc openapi/quota/get).
type Quota struct {
	DailyLimit    int64
	Used          int64
	Remain        int64
	RateCount     int64 // calls that RateSeconds allow; 0 when not given
	RateRefreshes int64
}

// BasicInfo is what the platform says of the account. Account types: 1 subscription, 2 service.
type BasicInfo struct {
	AppID         string   `json:"appid"`
	AccountType   wire.Int `json:"account_type"`
	PrincipalType wire.Int `json:"principal_type"`
	PrincipalName string   `json:"principal_name"`
	RealName      wire.Int `json:"realname_status"`
	Nickname      string   `json:"nickname"`
	NicknameInfo  struct {
		Nickname string `json:"nickname"`
	} `json:"nickname_info"` // where the name stands in the sample of the platform's own client
	Verify    Verify    `json:"wx_verify_info"`
	Signature Signature `json:"signature_info"`
	Head      Head      `json:"head_image_info"`
}

// Verify is the account's certification; times are unix seconds and 0 without a yearly review.
type Verify struct {
	Qualification     wire.Flag `json:"qualification_verify"`
	Naming            wire.Flag `json:"naming_verify"`
	AnnualReview      wire.Flag `json:"annual_review"`
	AnnualReviewBegin wire.Int  `json:"annual_review_begin_time"`
	AnnualReviewEnd   wire.Int  `json:"annual_review_end_time"`
}

// Signature is the account's description.
type Signature struct {
	Text string `json:"signature"`
}

// Head is the account's picture.
type Head struct {
	URL string `json:"head_image_url"`
}

// APIDomainIP returns the platform's own addresses. It needs no permission beyond a token, which makes it the cheapest
// way to see that a token works.
func (c *Client) APIDomainIP(ctx context.Context) ([]string, error) {
	type answer struct {
		List []string `json:"ip_list"`
	}
	a, err := ask(ctx, c, call{path: "/cgi-bin/get_api_domain_ip"}, func(a *answer) bool { return a.List != nil })
	return a.List, err
}

// QuotaGet returns the quota of the call with the given path, e.g. "/cgi-bin/freepublish/submit".
func (c *Client) QuotaGet(ctx context.Context, cgiPath string) (Quota, error) {
	type answer struct {
		Quota *struct {
			Daily  wire.Int `json:"daily_limit"`
			Used   wire.Int `json:"used"`
			Remain wire.Int `json:"remain"`
		} `json:"quota"`
		Rate struct {
			Count   wire.Int `json:"call_count"`
			Refresh wire.Int `json:"refresh_second"`
		} `json:"rate_limit"`
	}
	body := struct {
		Path string `json:"cgi_path"`
	}{cgiPath}
	a, err := ask(ctx, c, call{path: "/cgi-bin/openapi/quota/get", body: body}, func(a *answer) bool { return a.Quota != nil })
	if err != nil {
		return Quota{}, err
	}
	return Quota{
		DailyLimit: int64(a.Quota.Daily), Used: int64(a.Quota.Used), Remain: int64(a.Quota.Remain),
		RateCount: int64(a.Rate.Count), RateRefreshes: int64(a.Rate.Refresh),
	}, nil
}

// AccountBasicInfo returns the account's profile. It is documented for third-party platforms; an account's own token may
// be refused, so no binding may depend on it.
func (c *Client) AccountBasicInfo(ctx context.Context) (BasicInfo, error) {
	return ask(ctx, c, call{path: "/cgi-bin/account/getaccountbasicinfo"}, func(b *BasicInfo) bool { return b.AppID != "" })
}
