// Package profile is what the WeChat stand-in says of an account itself (WeChat doc getaccountbasicinfo). It reads the
// book and must not change anything.
package profile

import (
	"time"

	"huiying/internal/platforms/drill/standwechat/book"
)

// reviewed is how long before its end the yearly review of a verification is open.
const reviewed = 90 * 24 * time.Hour

// Verification is what was verified, and until when.
type Verification struct {
	Qualified   bool  `json:"qualification_verify"`
	Named       bool  `json:"naming_verify"`
	Annual      bool  `json:"annual_review,omitempty"`
	AnnualBegin int64 `json:"annual_review_begin_time,omitempty"`
	AnnualEnd   int64 `json:"annual_review_end_time,omitempty"`
}

// Info is the answer.
type Info struct {
	Code          int          `json:"errcode"`
	Msg           string       `json:"errmsg"`
	AppID         string       `json:"appid"`
	AccountType   int          `json:"account_type"` // 1 公众号, 2 服务号
	PrincipalType int          `json:"principal_type"`
	Principal     string       `json:"principal_name"`
	RealName      int          `json:"realname_status"`
	Verify        Verification `json:"wx_verify_info"`
	Nickname      string       `json:"nickname"`
	Head          struct {
		URL string `json:"head_image_url"`
	} `json:"head_image_info"`
	Signature struct {
		Text string `json:"signature"`
	} `json:"signature_info"`
}

// Of describes an account at a time.
func Of(a *book.Account, now time.Time) Info {
	out := Info{Msg: "ok", AppID: a.AppID, AccountType: 1, PrincipalType: 1, Principal: a.Principal, RealName: 1,
		Verify: Verification{Qualified: a.Verified, Named: a.Verified}, Nickname: a.Nickname}
	if a.Service {
		out.AccountType = 2
	}
	if a.Verified && !a.VerifiedTo.IsZero() {
		begin := a.VerifiedTo.Add(-reviewed)
		out.Verify.AnnualBegin, out.Verify.AnnualEnd = begin.Unix(), a.VerifiedTo.Unix()
		out.Verify.Annual = !now.Before(begin)
	}
	return out
}
