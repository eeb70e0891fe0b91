package standweibo

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/internal/platforms/drill/standweibo/book"
)

// latest is how many posts an ordinary app sees of its user (comment in WB4J).
const latest = 5

// userTimeline shows the authorising user's own posts only, whoever is asked for, and only the latest five.
func (s *Server) userTimeline(c *call) answer {
	if !s.isSelf(c) {
		return s.refuse(c, 10014)
	}
	return s.statuses(c, 100, func(p *book.Post) bool { return p.UID == c.grant.UID }, latest)
}

// isSelf tells whether uid or screen_name, where given, is the authorising user.
func (s *Server) isSelf(c *call) bool {
	me := s.st.Users[c.grant.UID]
	uid, name := c.Get("uid"), c.Get("screen_name")
	return (uid == "" || uid == me.UID) && (name == "" || name == me.ScreenName)
}

func (s *Server) mentions(c *call) answer {
	return s.statuses(c, 200, func(p *book.Post) bool { return slices.Contains(p.Mentions, c.grant.UID) && p.UID != c.grant.UID }, 0)
}

// wanted reads the id of a post that the caller may see.
func (s *Server) wanted(c *call) (*book.Post, *answer) {
	var a answer
	if c.Get("id") == "" {
		a = s.refuse(c, 10016, "id")
		return nil, &a
	}
	id, fine := c.Number("id", 0, 1, 1<<62)
	if !fine {
		a = s.refuse(c, 10017, "id", "int64", "other")
		return nil, &a
	}
	p, there := s.st.Post(id)
	if !there || !s.visible(p, c) {
		a = s.refuse(c, 20101)
		return nil, &a
	}
	return p, nil
}

func (s *Server) showStatus(c *call) answer {
	p, bad := s.wanted(c)
	if bad != nil {
		return *bad
	}
	return ok(s.view(c, c.Get("trim_user") == "1").Status(p))
}

type countBody struct {
	ID        string `json:"id"`
	Comments  string `json:"comments"`
	Reposts   string `json:"reposts"`
	Attitudes string `json:"attitudes"`
}

// countStatuses gives its numbers in quotation marks, as the sample of WB:2/statuses/count does. What it does not know
// it leaves out.
func (s *Server) countStatuses(c *call) answer {
	if c.Get("ids") == "" {
		return s.refuse(c, 20001)
	}
	ids := strings.Split(c.Get("ids"), ",")
	if len(ids) > 100 {
		return s.refuse(c, 10008)
	}
	out := []countBody{}
	for _, v := range ids {
		id, err := strconv.ParseInt(strings.TrimSpace(v), 10, 64)
		if err != nil {
			return s.refuse(c, 10017, "ids", "int64", "other")
		}
		if p, there := s.st.Post(id); there && s.visible(p, c) {
			b := s.view(c, true).Status(p)
			out = append(out, countBody{b.IDStr, strconv.Itoa(b.Comments), strconv.Itoa(b.Reposts), strconv.Itoa(b.Attitudes)})
		}
	}
	return ok(out)
}

// goToStatus sends a browser to the page of a post.
func (s *Server) goToStatus(c *call) answer {
	p, bad := s.wanted(c)
	if bad != nil {
		return *bad
	}
	if c.Get("uid") != p.UID {
		return s.refuse(c, 20101)
	}
	return answer{status: http.StatusFound, kind: "text/html;charset=UTF-8", location: "/" + p.UID + "/" + strconv.FormatInt(p.ID, 10)}
}

func (s *Server) getUID(c *call) answer {
	id, _ := strconv.ParseInt(c.grant.UID, 10, 64) // checked when the drill was set up
	return ok(map[string]int64{"uid": id})
}

func (s *Server) showUser(c *call) answer {
	uid, name := c.Get("uid"), c.Get("screen_name")
	switch {
	case (uid == "") == (name == ""):
		return s.refuse(c, 10008)
	case name != "":
		u, there := s.st.UserNamed(name)
		if !there {
			return s.refuse(c, 20003)
		}
		uid = u.UID
	}
	b := s.view(c, false).User(uid)
	if b == nil {
		return s.refuse(c, 20003)
	}
	return ok(b)
}

type apiLimit struct {
	API       string `json:"api"`
	Limit     int    `json:"limit"`
	Unit      string `json:"limit_time_unit"`
	Remaining int    `json:"remaining_hits"`
}

type limitsBody struct {
	IPLimit       int        `json:"ip_limit"`
	Unit          string     `json:"limit_time_unit"`
	RemainingIP   int        `json:"remaining_ip_hits"`
	RemainingUser int        `json:"remaining_user_hits"`
	Reset         string     `json:"reset_time"`
	ResetIn       int        `json:"reset_time_in_seconds"`
	UserLimit     int        `json:"user_limit"`
	APIs          []apiLimit `json:"api_rate_limits"`
}

// rateLimitStatus tells what is left of the day, itself included: it costs a call like any other.
func (s *Server) rateLimitStatus(c *call) answer {
	now := beijing(c.now)
	y, m, d := now.Date()
	reset := time.Date(y, m, d+1, 0, 0, 0, 0, now.Location())
	keys, most := s.keys(c), s.budget(c.grant.UID)
	b := limitsBody{IPLimit: s.st.IPHourly, Unit: "DAY", RemainingIP: max(0, s.st.IPHourly-s.st.Spent[keys[2]]),
		RemainingUser: max(0, most-s.st.Spent[keys[0]]), Reset: reset.Format("2006-01-02 15:04:05"),
		ResetIn: int(reset.Sub(now).Seconds()), UserLimit: most, APIs: []apiLimit{}}
	unit := "DAY"
	if s.st.Wire.CallHourly {
		unit = "HOURS"
	}
	for api, n := range s.st.APIBudget {
		used := s.st.Spent[strings.TrimSuffix(keys[1], c.Path)+api]
		b.APIs = append(b.APIs, apiLimit{api, n, unit, max(0, n-used)})
	}
	slices.SortFunc(b.APIs, func(a, b apiLimit) int { return strings.Compare(a.API, b.API) })
	return ok(b)
}
