package standwechat

import (
	"time"

	"huiying/internal/platforms/drill/stage"
)

// addresses is GET get_api_domain_ip and getcallbackip.
func (s *Server) addresses(c *call) stage.Answer {
	return c.answer(struct {
		List []string `json:"ip_list"`
	}{s.cfg.DomainAddress})
}

type quotaCount struct {
	Daily  int `json:"daily_limit"`
	Used   int `json:"used"`
	Remain int `json:"remain"`
}

type rateLimit struct {
	Calls   int `json:"call_count"`
	Seconds int `json:"refresh_second"`
}

// quotaGet is POST openapi/quota/get.
func (s *Server) quotaGet(c *call) stage.Answer {
	var q struct {
		Path string `json:"cgi_path"`
	}
	if code := c.parse(&q); code != 0 {
		return c.refuse(code)
	}
	rt, known := s.routes[q.Path]
	switch {
	case !known:
		return c.refuse(76021)
	case rt.may != "" && !c.app.May(rt.may):
		return c.refuse(76022)
	}
	lim := c.app.Quota(q.Path)
	used, _ := s.b.Spent(c.app.AppID, q.Path, c.now)
	return c.answer(struct {
		verdict
		Quota     quotaCount `json:"quota"`
		Rate      rateLimit  `json:"rate_limit"`
		Component rateLimit  `json:"component_rate_limit"`
	}{verdict{0, "ok"}, quotaCount{lim.Daily, used, max(0, lim.Daily-used)}, rateLimit{lim.Minute, 60}, rateLimit{lim.Minute, 60}})
}

type verification struct {
	Qualified   bool  `json:"qualification_verify"`
	Named       bool  `json:"naming_verify"`
	Annual      bool  `json:"annual_review,omitempty"`
	AnnualBegin int64 `json:"annual_review_begin_time,omitempty"`
	AnnualEnd   int64 `json:"annual_review_end_time,omitempty"`
}

type basicInfo struct {
	verdict
	AppID         string       `json:"appid"`
	AccountType   int          `json:"account_type"` // 1 公众号, 2 服务号
	PrincipalType int          `json:"principal_type"`
	Principal     string       `json:"principal_name"`
	RealName      int          `json:"realname_status"`
	Verify        verification `json:"wx_verify_info"`
	Nickname      string       `json:"nickname"`
	Head          struct {
		URL string `json:"head_image_url"`
	} `json:"head_image_info"`
	Signature struct {
		Text string `json:"signature"`
	} `json:"signature_info"`
}

// basicInfo is getaccountbasicinfo, with either verb; documented for third-party tokens, so an account may lack it.
func (s *Server) basicInfo(c *call) stage.Answer {
	a := c.app
	out := basicInfo{verdict: verdict{0, "ok"}, AppID: a.AppID, AccountType: 1, PrincipalType: 1, Principal: a.Principal, RealName: 1,
		Verify: verification{Qualified: a.Verified, Named: a.Verified}, Nickname: a.Nickname}
	if a.Service {
		out.AccountType = 2
	}
	if a.Verified && !a.VerifiedTo.IsZero() {
		out.Verify.AnnualEnd = a.VerifiedTo.Unix()
		out.Verify.AnnualBegin = a.VerifiedTo.Add(-90 * 24 * time.Hour).Unix()
		out.Verify.Annual = !c.now.Before(a.VerifiedTo.Add(-90 * 24 * time.Hour))
	}
	return c.answer(out)
}
