// Package profile is what the WeChat stand-in says of an account itself (WeChat doc getaccountbasicinfo). It reads the
// book and must not change anything.
package profile

import (
	"time"

	"huiying/internal/platforms/drill/standwechat/book"
)

// reviewed is how long before its end the yearly review of a verification is open.
const reviewed = 90 * 24 * time.Hour

// yearly is how often a part of the profile may be changed in a year, in the documents' sample.
const yearly = 5

// Verification is what was verified, and until when; the yearly review is told of accounts that were verified.
type Verification struct {
	Qualified   bool   `json:"qualification_verify"`
	Named       bool   `json:"naming_verify"`
	Annual      *bool  `json:"annual_review,omitempty"`
	AnnualBegin *int64 `json:"annual_review_begin_time,omitempty"`
	AnnualEnd   *int64 `json:"annual_review_end_time,omitempty"`
}

// Changes is how often a part of the profile was changed, and may be.
type Changes struct {
	Used  int `json:"modify_used_count"`
	Quota int `json:"modify_quota"`
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
	Nickname      string       `json:"nickname,omitempty"`
	Nested        *Name        `json:"nickname_info,omitempty"`
	Head          struct {
		URL string `json:"head_image_url"`
		Changes
	} `json:"head_image_info"`
	Signature struct {
		Text string `json:"signature"`
		Changes
	} `json:"signature_info"`
}

// Name is the other form of the name.
type Name struct {
	Nickname string `json:"nickname"`
	Changes
}

// Of describes an account at a time, in the form that the wire wants.
func Of(a *book.Account, w book.Wire, now time.Time) Info {
	out := Info{Msg: "ok", AppID: a.AppID, AccountType: 1, PrincipalType: 1, Principal: a.Principal, RealName: 1,
		Verify: Verification{Qualified: a.VerifiedAt(now), Named: a.VerifiedAt(now)}, Nickname: a.Nickname}
	out.Head.Quota, out.Signature.Quota = yearly, yearly
	if w.NicknameNested {
		out.Nickname, out.Nested = "", &Name{a.Nickname, Changes{Quota: 2}}
	}
	if a.Service {
		out.AccountType = 2
	}
	if a.Verified {
		var begin, end int64
		annual := false
		if !a.VerifiedTo.IsZero() {
			from := a.VerifiedTo.Add(-reviewed)
			begin, end, annual = from.Unix(), a.VerifiedTo.Unix(), !now.Before(from)
		}
		out.Verify.Annual, out.Verify.AnnualBegin, out.Verify.AnnualEnd = &annual, &begin, &end
	}
	return out
}
