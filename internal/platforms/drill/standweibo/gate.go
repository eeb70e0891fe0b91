package standweibo

import (
	"slices"
	"time"

	"huiying/internal/platforms/drill/standweibo/book"
)

// beijing is the platform's own time: days of the budget begin at its midnight.
func beijing(t time.Time) time.Time { return t.In(time.FixedZone("CST", 8*3600)) }

// holder is the account a call is made for, as far as it can be told before any check; faults are aimed with it.
func (s *Server) holder(c *call, rt route) string {
	defer s.Enter()()
	if t, ok := s.st.Tokens[c.Token]; ok {
		return t.UID
	}
	if !rt.resource {
		if k, ok := s.st.Codes[c.Get("code")]; ok {
			return k.UID
		}
		return c.Get("uid")
	}
	return ""
}

// gate checks token, app, address and budget of a resource call and books it. Order: who are you, may this app, may
// this address, may this user still.
func (s *Server) gate(c *call) (answer, bool) {
	if c.Token == "" {
		return s.refuse(c, 10006), false
	}
	t, ok := s.st.Tokens[c.Token]
	switch {
	case !ok:
		return s.refuse(c, 21332), false
	case t.Revoked:
		return s.refuse(c, 21316), false
	case !c.now.Before(t.Until):
		return s.refuse(c, s.expiredCode()), false
	}
	app, ok := s.app(t.App)
	if !ok {
		return s.refuse(c, 21319), false
	}
	c.grant, c.app = t, app
	if !app.Reviewed && t.UID != app.Developer && !slices.Contains(app.Testers, t.UID) {
		return s.refuse(c, 21321), false
	}
	if u, ok := s.st.Users[t.UID]; !ok || u.Gone {
		return s.refuse(c, 10013), false
	}
	if s.st.IPBarred[c.IP] {
		return s.refuse(c, 10004), false
	}
	keys := s.keys(c)
	switch {
	case s.st.Spent[keys[2]] >= s.st.IPHourly:
		return s.refuse(c, 10022), false
	case s.st.Spent[keys[0]] >= s.budget(t.UID):
		return s.refuse(c, 10023), false
	}
	if most, ok := s.st.APIBudget[c.Path]; ok && s.st.Spent[keys[1]] >= most {
		return s.refuse(c, 10024, c.Path), false
	}
	if err := s.st.Note(&book.Called{Keys: keys}); err != nil {
		return s.systemError(c), false
	}
	if p, ok := s.st.PlanFor("refuse", c.Path, t.UID); ok {
		if err := s.st.Commit(&book.PlanUsed{ID: p.ID}); err != nil {
			return s.systemError(c), false
		}
		return s.refuse(c, p.Code), false
	}
	return answer{}, true
}

// expiredCode is what a dead token is told; which of the two the platform uses differs by report.
func (s *Server) expiredCode() int {
	if s.st.Wire.ExpiredCode != 0 {
		return s.st.Wire.ExpiredCode
	}
	return 21327
}

// expired answers as if the token, or the code, had run out.
func (s *Server) expired(c *call, rt route) answer {
	if rt.resource {
		return s.refuse(c, s.expiredCode())
	}
	return s.refuseOAuth(c, 21327, "token expired.")
}

// keys are the counters a call is booked on: the user's day with this app, the same for this call, by the hour where the
// wire says so (no document gives the span of 10024), the address's hour.
func (s *Server) keys(c *call) []string {
	now := beijing(c.now)
	user := "|" + c.grant.App + "|" + c.grant.UID
	day, hour := now.Format("2006-01-02"), now.Format("2006-01-02T15")
	span := day
	if s.st.Wire.CallHourly {
		span = hour
	}
	return []string{day + user, span + user + "|" + c.Path, hour + "|" + c.IP}
}

func (s *Server) budget(uid string) int {
	if n, ok := s.st.Budget[uid]; ok {
		return n
	}
	return s.cfg.DailyBudget
}
