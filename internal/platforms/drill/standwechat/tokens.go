package standwechat

import (
	"fmt"
	"slices"
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/body"
	"huiying/internal/platforms/drill/standwechat/book"
)

type tokenRequest struct {
	GrantType string `json:"grant_type"`
	AppID     string `json:"appid"`
	Secret    string `json:"secret"`
	Force     bool   `json:"force_refresh"`
}

// renewal is how long before its end the platform replaces a stable token; both work meanwhile.
const renewal = 5 * time.Minute

// token is GET /cgi-bin/token: every call issues a new one (WeChat doc getAccessToken).
func (s *Server) token(c *call) stage.Answer {
	q := tokenRequest{GrantType: c.query.Get("grant_type"), AppID: c.query.Get("appid"), Secret: c.query.Get("secret")}
	if a, bad := s.badCaller(c, q); bad {
		return a
	}
	return s.issue(c, book.Token{Kills: s.b.Wire.TokenKillsStable})
}

// stableToken is POST /cgi-bin/stable_token: the same token until it is about to end; a forced refresh beyond 20 a day
// or within 30 seconds of the last is silently none (WeChat doc getStableAccessToken).
func (s *Server) stableToken(c *call) stage.Answer {
	var q tokenRequest
	if code := c.parse(&q); code != 0 {
		return c.refuse(code)
	}
	if a, bad := s.badCaller(c, q); bad {
		return a
	}
	cur := s.b.Current(c.app.AppID, true, c.now)
	if cur == nil {
		return s.issue(c, book.Token{Stable: true})
	}
	if q.Force && s.b.MayForce(c.app.AppID, c.now) {
		return s.issue(c, book.Token{Stable: true, Forced: true})
	}
	if left := cur.Until.Sub(c.now); left > min(renewal, c.app.Life()/2) {
		return c.answer(tokenAnswer{cur.Value, int(left / time.Second)})
	}
	return s.issue(c, book.Token{Stable: true})
}

type tokenAnswer struct {
	Token string `json:"access_token"`
	Life  int    `json:"expires_in"`
}

func (s *Server) issue(c *call, t book.Token) stage.Answer {
	t.Value = "92_" + body.Random(76) // as long as real ones are
	t.AppID, t.Until = c.app.AppID, c.now.Add(c.app.Life())
	if s.Commit(c.now, &book.TokenIssued{Token: t}) != nil {
		return c.refuse(-1)
	}
	return c.answer(tokenAnswer{t.Value, int(c.app.Life() / time.Second)})
}

// badCaller checks who asks for a token, and from where.
func (s *Server) badCaller(c *call, q tokenRequest) (stage.Answer, bool) {
	code, detail := s.caller(c, q)
	if code == 0 {
		code = s.meter(c)
	}
	if code == 0 {
		if p := s.b.Plan("refuse", c.app.AppID, c.path); p != nil {
			if code = p.Code; s.Commit(c.now, &book.PlanUsed{ID: p.ID}) != nil {
				code = -1
			}
		}
	}
	if code == 0 {
		return stage.Answer{}, false
	}
	return c.refuse(code, detail), true
}

func (s *Server) caller(c *call, q tokenRequest) (code int, detail string) {
	switch {
	case q.GrantType != "client_credential":
		return 40002, ""
	case q.AppID == "":
		return 41002, ""
	case q.Secret == "":
		return 41004, ""
	}
	a := s.b.Accounts[q.AppID]
	if a == nil {
		return 40013, ""
	}
	c.app = a
	switch {
	case q.Secret != a.Secret && s.b.Wire.WrongSecret != 0:
		return s.b.Wire.WrongSecret, "invalid credential, secret is wrong"
	case q.Secret != a.Secret:
		return 40125, ""
	case len(a.Whitelist) > 0 && !slices.Contains(a.Whitelist, c.ip):
		return 40164, fmt.Sprintf("invalid ip %s ipv6 ::ffff:%s, not in whitelist", c.ip, c.ip)
	}
	return 0, ""
}
