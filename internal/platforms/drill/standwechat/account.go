package standwechat

import (
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/profile"
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
	case rt.may != "" && !c.app.May(rt.may, c.now):
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

// basicInfo is getaccountbasicinfo, with either verb; documented for third-party tokens, so an account may lack it.
func (s *Server) basicInfo(c *call) stage.Answer { return c.answer(profile.Of(c.app, s.b.Wire, c.now)) }
