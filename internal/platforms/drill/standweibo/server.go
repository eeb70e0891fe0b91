// Package standweibo is a stand-in of the Sina Weibo open platform: an http.Handler that speaks the documented wire
// (authorise page, token, share, comments, timelines, budget, error bodies), keeps its own records in a journal before
// it answers, and misbehaves when the drill's script says so. It serves 演练 and the tests alike. It must not import a
// client or share a struct with one, and it never reaches for the network itself.
package standweibo

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standweibo/book"
	"huiying/internal/platforms/drill/standweibo/refusal"
	"huiying/internal/platforms/drill/standweibo/request"
)

// App is one registered application of the open platform.
type App struct {
	Key         string        // client_id, digits as the platform gives them
	Secret      string        // client_secret
	Name        string        // what stands under 来自
	RedirectURI string        // must be matched to the letter, www. included
	Domains     []string      // 安全域名, whole host names; a share must hold a link to one of them
	Reviewed    bool          // 已审核: tokens live 30 days, anybody may authorise
	Testers     []string      // uids that may use an app that is not reviewed, at most 15
	Developer   string        // uid of the app's owner: five years
	TokenLife   time.Duration // 0: as the platform gives it
}

// What the stand-in knows is kept in a book; its words are used here under these names.
type (
	Account       = book.Account
	Wire          = book.Wire
	PostRecord    = book.PostRecord
	CommentRecord = book.CommentRecord
)

// Config is what a drill starts with. What changes later (names, budgets, tokens) is in the journal and wins.
type Config struct {
	Dir         string // folder of the journal and of received pictures; made when absent
	Apps        []App
	Accounts    []Account
	OperatorIP  string        // when set, rip must be this address
	DailyBudget int           // calls a day per user and app; 0 = 100
	IPHourly    int           // calls an hour per address; 0 = 15,000
	PostsHourly int           // shares an hour per user; 0 = 30
	CodeLife    time.Duration // 0 = ten minutes
	Wire        Wire
}

// Server is the stand-in. It is safe for concurrent use; calls are carried out one after the other. What a drill may do
// behind the platform's back (comment, rename, revoke, set budgets, read the records) are methods of its book.
type Server struct {
	*book.Book
	cfg    Config
	clock  *stage.Clock
	script *stage.Script
	routes map[string]route
	st     *book.State
}

// New opens the stand-in on its folder and rebuilds what it knew from the journal. The script may be nil.
func New(cfg Config, clock *stage.Clock, script *stage.Script) (*Server, error) {
	if clock == nil {
		return nil, errors.New("standweibo: no clock")
	}
	if err := cfg.check(); err != nil {
		return nil, err
	}
	cfg.defaults()
	b, err := book.Open(cfg.Dir, clock, cfg.Accounts, cfg.Wire, cfg.IPHourly)
	if err != nil {
		return nil, fmt.Errorf("standweibo: %w", err)
	}
	s := &Server{Book: b, cfg: cfg, clock: clock, script: script, st: b.State()}
	s.routes = s.table()
	return s, nil
}

// SetTokenLife sets the life of tokens given by a registered app from now on; 0 = as the platform gives it.
func (s *Server) SetTokenLife(appKey string, d time.Duration) error {
	if _, known := s.app(appKey); !known {
		return fmt.Errorf("standweibo: no app %q", appKey)
	}
	return s.Book.SetTokenLife(appKey, d)
}

// RefuseNext answers the next n calls (a resource's path or /oauth2/access_token, "" = any resource call) of an account (uid, "" = any) with a code: captcha
// (20031), illegal content (20021), comments restricted (20206) and whatever else cannot come about here by itself.
func (s *Server) RefuseNext(call, uid string, code, n int) error {
	if !refusal.Known(code) || code == 20032 {
		return fmt.Errorf("standweibo: %d is no refusal", code)
	}
	return s.Book.RefuseNext(call, uid, code, n)
}

// Spent tells how many calls of today's budget an account has used with an app.
func (s *Server) Spent(appKey, uid string) int {
	defer s.Enter()()
	return s.st.Spent[s.keys(&call{Request: &request.Request{}, now: s.clock.Now(), grant: &book.Token{App: appKey, UID: uid}})[0]]
}

func (c *Config) check() error {
	if c.Dir == "" {
		return errors.New("standweibo: no folder")
	}
	var keys, uids, names []string
	for _, a := range c.Apps {
		switch {
		case a.Key == "" || a.Secret == "" || a.RedirectURI == "":
			return errors.New("standweibo: an app needs key, secret and redirect address")
		case slices.Contains(keys, a.Key):
			return fmt.Errorf("standweibo: app %s twice", a.Key)
		case len(a.Testers) > 15:
			return fmt.Errorf("standweibo: app %s has more than 15 test accounts", a.Key)
		}
		keys = append(keys, a.Key)
	}
	for _, a := range c.Accounts {
		if n, err := strconv.ParseInt(a.UID, 10, 64); err != nil || n <= 0 || strconv.FormatInt(n, 10) != a.UID {
			return fmt.Errorf("standweibo: uid %q is no number", a.UID)
		}
		if a.ScreenName == "" || slices.Contains(names, a.ScreenName) || slices.Contains(uids, a.UID) {
			return fmt.Errorf("standweibo: account %s needs a name and a uid of its own", a.UID)
		}
		uids, names = append(uids, a.UID), append(names, a.ScreenName)
	}
	if c.OperatorIP != "" && net.ParseIP(c.OperatorIP) == nil {
		return fmt.Errorf("standweibo: %q is no address", c.OperatorIP)
	}
	return nil
}

func (c *Config) defaults() {
	if c.DailyBudget == 0 {
		c.DailyBudget = 100
	}
	if c.IPHourly == 0 {
		c.IPHourly = 15000
	}
	if c.PostsHourly == 0 {
		c.PostsHourly = 30
	}
	if c.CodeLife == 0 {
		c.CodeLife = 10 * time.Minute
	}
}

func (s *Server) app(key string) (App, bool) {
	for _, a := range s.cfg.Apps {
		if a.Key == key {
			return a, true
		}
	}
	return App{}, false
}

// life is how long a token of this app lives for this user.
func (s *Server) life(a App, uid string) time.Duration {
	switch {
	case s.st.TokenLife[a.Key] > 0:
		return s.st.TokenLife[a.Key]
	case a.TokenLife > 0:
		return a.TokenLife
	case a.Developer != "" && a.Developer == uid:
		return 157679999 * time.Second
	case a.Reviewed:
		return 30 * 24 * time.Hour
	}
	return 24 * time.Hour
}

// ServeHTTP answers one call. The script is asked once per call of the interface, under the name "weibo " + path, and
// for the account whose token or code came with it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.clock.Now().UTC().Format(http.TimeFormat))
	rt, known := s.routes[r.URL.Path]
	if !known && !strings.HasPrefix(r.URL.Path, "/2/") && !strings.HasPrefix(r.URL.Path, "/oauth2/") {
		stage.Play(w, r, stage.Rule{}, func() stage.Answer { return s.web(r).wire() })
		return
	}
	c := readCall(r)
	var rule stage.Rule
	if s.script != nil && known {
		rule, _ = s.script.Take("weibo "+c.Path, s.holder(c, rt))
	}
	stage.Play(w, r, rule, func() stage.Answer { return s.carryOut(c, rt, known, rule.Fault).wire() })
}

// carryOut does the call: checks in the platform's order, journal, state, and only then the answer.
func (s *Server) carryOut(c *call, rt route, known bool, fault stage.Fault) answer {
	defer s.Enter()()
	c.now = s.clock.Now()
	switch {
	case !known:
		return s.refuse(c, 10020)
	case !slices.Contains(rt.verbs, c.Method):
		return s.refuse(c, 10021)
	case fault == stage.Busy:
		return s.refuse(c, 10009)
	case fault == stage.Expired:
		return s.expired(c, rt)
	case c.Broken != 0:
		return s.refuse(c, c.Broken)
	}
	if rt.resource {
		if a, ok := s.gate(c); !ok {
			return a
		}
	}
	return rt.do(c)
}
