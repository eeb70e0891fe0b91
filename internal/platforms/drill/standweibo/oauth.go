package standweibo

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/internal/platforms/drill/standweibo/book"
)

// authorize shows the page on which a person chooses an account, and takes the choice (WB:Oauth2/authorize). Errors
// about the app itself stay on the page: nobody is sent to an address that is not registered.
func (s *Server) authorize(c *call) answer {
	app, known := s.app(c.Get("client_id"))
	switch {
	case !known:
		return s.errorPage(c, 21324)
	case c.Get("redirect_uri") != app.RedirectURI:
		return s.errorPage(c, 21322)
	case c.Get("response_type") != "" && c.Get("response_type") != "code":
		return s.errorPage(c, 21329)
	}
	if c.Method == http.MethodGet {
		return s.choicePage(c, app)
	}
	back := url.Values{}
	if c.Has("state") {
		back.Set("state", c.Get("state"))
	}
	switch c.Get("action") {
	case "deny":
		back.Set("error_uri", "/oauth2/authorize")
		back.Set("request", "/oauth2/authorize")
		back.Set("error", "access_denied")
		back.Set("error_description", "user denied your request.")
		back.Set("error_code", "21330")
	case "allow":
		uid := c.Get("uid")
		if u, there := s.st.Users[uid]; !there || !u.Official || u.Gone {
			return s.errorPage(c, 21325)
		}
		k := book.Code{Code: secret(), App: app.Key, UID: uid, Redirect: app.RedirectURI, Until: c.now.Add(s.cfg.CodeLife)}
		if err := s.st.Commit(&book.CodeMade{Code: k}); err != nil {
			return s.systemError(c)
		}
		back.Set("code", k.Code)
	default:
		return s.errorPage(c, 21323)
	}
	join := "?"
	if strings.Contains(app.RedirectURI, "?") {
		join = "&"
	}
	return answer{status: http.StatusFound, kind: "text/html;charset=UTF-8", location: app.RedirectURI + join + back.Encode()}
}

func secret() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return hex.EncodeToString(b[:])
}

// tokenBody is the answer of 2018 (hoverruan/weiboclient4j issue 16): remind_in in quotation marks, expires_in not.
type tokenBody struct {
	Token    string `json:"access_token"`
	RemindIn string `json:"remind_in"`
	Expires  int64  `json:"expires_in"`
	UID      string `json:"uid"`
	RealName string `json:"isRealName"`
}

// accessToken exchanges a code. Parameters come as form or query; a JSON body holds none, so client_id is missing. A request
// whose client cannot be told (21323, 21324) uses up the code that it names: a client that tries a header first has none left.
func (s *Server) accessToken(c *call) answer {
	app, known := s.app(c.Get("client_id"))
	switch {
	case c.Get("client_id") == "" || c.Get("client_secret") == "":
		return s.burnt(c, 21323, "miss client id or secret")
	case !known:
		return s.burnt(c, 21324, "client_id error.")
	case c.Get("client_secret") != app.Secret:
		return s.burnt(c, 21324, "client_secret error.")
	case c.Get("grant_type") == "":
		return s.burnt(c, 21323, "miss grant_type")
	case c.Get("grant_type") != "authorization_code":
		return s.refuseOAuth(c, 21328, "unsupported grant_type.")
	case c.Get("code") == "":
		return s.refuseOAuth(c, 21323, "miss code")
	case c.Get("redirect_uri") != app.RedirectURI:
		return s.refuseOAuth(c, 21322, "redirect_uri mismatch.")
	}
	k, there := s.st.Codes[c.Get("code")]
	switch {
	case !there || k.Used || k.Redirect != app.RedirectURI || !c.now.Before(k.Until):
		return s.refuseOAuth(c, 21325, "invalid authorization code")
	case k.App != app.Key:
		return s.refuseOAuth(c, 21326, "the code was given to another client.")
	}
	if p, planned := s.st.PlanFor("refuse", c.Path, k.UID); planned && p.Call == c.Path {
		if err := s.st.Commit(&book.PlanUsed{ID: p.ID}); err != nil {
			return s.systemError(c)
		}
		return s.refuseOAuth(c, p.Code, "planned for this drill.")
	}
	t := book.Token{Token: "2.00" + secret()[:28], Code: k.Code, App: app.Key, UID: k.UID, Made: c.now}
	if old, ok := s.live(app.Key, k.UID, c.now); ok {
		t.Token, t.Made = old.Token, old.Made // authorising again extends
	}
	life := s.life(app, k.UID)
	t.Until = c.now.Add(life)
	if err := s.st.Commit(&book.TokenMade{Token: t}); err != nil {
		return s.systemError(c)
	}
	seconds := int64(life / time.Second)
	kind := s.st.Wire.TokenContentType
	if kind == "" {
		kind = "text/plain;charset=UTF-8"
	}
	return answer{status: http.StatusOK, kind: kind,
		body: encode(tokenBody{t.Token, strconv.FormatInt(seconds, 10), seconds, k.UID, "true"})}
}

// burnt refuses and uses up the code, where there is one.
func (s *Server) burnt(c *call, code int, description string) answer {
	if k, there := s.st.Codes[c.Get("code")]; there && !k.Used {
		if err := s.st.Commit(&book.CodeBurnt{Code: k.Code}); err != nil {
			return s.systemError(c)
		}
	}
	return s.refuseOAuth(c, code, description)
}

func (s *Server) live(app, uid string, now time.Time) (*book.Token, bool) {
	for _, t := range s.st.Tokens {
		if t.App == app && t.UID == uid && !t.Revoked && now.Before(t.Until) {
			return t, true
		}
	}
	return nil, false
}

type tokenInfoBody struct {
	UID     json.Number `json:"uid"`
	AppKey  any         `json:"appkey"`
	Scope   any         `json:"scope"`
	Created int64       `json:"create_at"`
	Expire  int64       `json:"expire_in"`
}

// tokenInfo tells about a token; for one whose time is over expire_in is negative.
func (s *Server) tokenInfo(c *call) answer {
	t, there := s.st.Tokens[c.Token]
	switch {
	case c.Token == "":
		return s.refuseOAuth(c, 21323, "miss access_token")
	case !there:
		return s.refuse(c, 21332)
	case t.Revoked:
		return s.refuse(c, 21316)
	}
	b := tokenInfoBody{UID: json.Number(t.UID), AppKey: t.App, Created: t.Made.Unix(), Expire: int64(t.Until.Sub(c.now) / time.Second)}
	if n, err := strconv.ParseInt(t.App, 10, 64); err == nil {
		b.AppKey = n
	}
	return ok(b)
}

// revoke ends a token.
func (s *Server) revoke(c *call) answer {
	t, there := s.st.Tokens[c.Token]
	switch {
	case c.Token == "":
		return s.refuseOAuth(c, 21323, "miss access_token")
	case !there:
		return s.refuse(c, 21332)
	case t.Revoked:
		return s.refuse(c, 21316)
	case !c.now.Before(t.Until):
		return s.refuseOAuth(c, 21327, "token expired.")
	}
	if err := s.st.Commit(&book.Revoked{Token: t.Token}); err != nil {
		return s.systemError(c)
	}
	if s.st.Wire.ResultAsString {
		return ok(map[string]string{"result": "true"})
	}
	return ok(map[string]bool{"result": true})
}

// official lists those who may be chosen on the page, by uid.
func (s *Server) official() []*book.User {
	var out []*book.User
	for _, u := range s.st.Users {
		if u.Official && !u.Gone {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b *book.User) int { return strings.Compare(a.UID, b.UID) })
	return out
}
