// Package standwechat is a stand-in of the WeChat official account platform: an http.Handler that speaks the documented
// wire (tokens, pictures, drafts, asynchronous publishing, mass sending, comments, quotas, error bodies), keeps its own
// records in a journal before it answers, and misbehaves when the drill's script says so. It serves 演练 and the tests
// alike. It must not import a client or share a struct with one, and it never reaches for the network itself.
package standwechat

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/book"
	"huiying/internal/platforms/drill/standwechat/pages"
)

// Config is what a drill starts with. What changes later (names, abilities, quotas) is in the journal and wins.
type Config struct {
	Dir           string // folder of the journal and of received pictures; made when absent
	Accounts      []book.Account
	Wire          book.Wire
	SeenIP        string        // the caller's address as the platform sees it; "" = that of the connection
	Web           string        // root of article and picture addresses; "" = the platform's own hosts
	PublishTakes  time.Duration // how long a publication runs; 0 = 3 s
	MassTakes     time.Duration // how long a mass send runs; 0 = 3 s
	ElectedMost   int           // 精选 comments an article may have; 0 = 100
	ReplyMost     int           // characters of a reply; 0 = 600 (the documents name an error and no number)
	DomainAddress []string      // answer of get_api_domain_ip; nil = a documentation address
}

// Server is the stand-in. It is safe for concurrent use; calls are carried out one after the other.
type Server struct {
	*book.Keeper
	cfg    Config
	clock  *stage.Clock
	script *stage.Script
	routes map[string]route
	b      *book.Book // read and changed between Enter and leave only
}

// New opens the stand-in on its folder and rebuilds what it knew from the journal.
func New(cfg Config, clock *stage.Clock, script *stage.Script) (*Server, error) {
	if clock == nil || script == nil {
		return nil, errors.New("standwechat: no clock or no script")
	}
	if err := cfg.check(); err != nil {
		return nil, err
	}
	cfg.defaults()
	if err := os.MkdirAll(filepath.Join(cfg.Dir, "pictures"), 0o700); err != nil {
		return nil, fmt.Errorf("standwechat: %w", err)
	}
	b := book.New(cfg.Wire, cfg.Accounts...)
	k, err := book.Open(cfg.Dir, clock, b)
	if err != nil {
		return nil, fmt.Errorf("standwechat: %w", err)
	}
	s := &Server{Keeper: k, cfg: cfg, clock: clock, script: script, b: b}
	s.routes = s.table()
	return s, nil
}

// Plan sets what becomes of coming calls: see book.Plan.
func (s *Server) Plan(p book.Plan) error {
	if _, known := s.routes[p.Path]; p.Path != "" && !known {
		return fmt.Errorf("standwechat: no call %s", p.Path)
	}
	return s.Keeper.Plan(p)
}

func (c *Config) check() error {
	if c.Dir == "" {
		return errors.New("standwechat: no folder")
	}
	seen := map[string]bool{}
	for _, a := range c.Accounts {
		if a.AppID == "" || a.Secret == "" || a.Nickname == "" || seen[a.AppID] {
			return fmt.Errorf("standwechat: account %q needs an AppID of its own, a secret and a name", a.AppID)
		}
		seen[a.AppID] = true
	}
	return nil
}

func (c *Config) defaults() {
	if c.PublishTakes == 0 {
		c.PublishTakes = 3 * time.Second
	}
	if c.MassTakes == 0 {
		c.MassTakes = 3 * time.Second
	}
	if c.ElectedMost == 0 {
		c.ElectedMost = 100
	}
	if c.ReplyMost == 0 {
		c.ReplyMost = 600
	}
	if c.DomainAddress == nil {
		c.DomainAddress = []string{"203.0.113.80"}
	}
}

// ServeHTTP answers one call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.clock.Now().UTC().Format(http.TimeFormat))
	if !strings.HasPrefix(r.URL.Path, "/cgi-bin/") && !strings.HasPrefix(r.URL.Path, "/datacube/") {
		pages.Serve(w, r, s.Keeper, filepath.Join(s.cfg.Dir, "pictures"))
		return
	}
	rt, known := s.routes[r.URL.Path]
	c := s.read(r)
	account := s.arrived(c)
	var rule stage.Rule
	if known {
		rule, _ = s.script.Take("wechat "+r.URL.Path, account)
	}
	stage.Play(w, r, rule, func() stage.Answer { return s.carryOut(c, rt, known, rule.Fault) })
}

// arrived counts a request, whatever becomes of it, and tells for whom it is made.
func (s *Server) arrived(c *call) string {
	defer s.Enter()()
	account := s.whose(c)
	e := &book.Called{Path: c.path}
	if s.b.Accounts[account] != nil {
		e.AppID = account
	}
	s.Count(s.Now(), e)
	return account
}

// whose is the account a call is made for, as far as it can be told before any check; faults are aimed with it.
func (s *Server) whose(c *call) string {
	if t := s.b.Tokens[c.token]; t != nil {
		return t.AppID
	}
	return c.claimed()
}

// carryOut does the call: checks in the platform's order, journal, state, and only then the answer.
func (s *Server) carryOut(c *call, rt route, known bool, fault stage.Fault) stage.Answer {
	defer s.Enter()()
	c.now, c.plain = s.Now(), rt.plain
	switch {
	case !known:
		return c.refuse(40066)
	case fault == stage.Busy, fault == stage.Expired && rt.open:
		return c.refuse(-1)
	case fault == stage.Expired:
		return c.refuse(42001)
	case c.method != rt.verb && rt.verb == http.MethodGet:
		return c.refuse(43001)
	case c.method != rt.verb && rt.verb == http.MethodPost:
		return c.refuse(43002)
	}
	if rt.open {
		return rt.do(c)
	}
	if code, detail := s.gate(c, rt); code != 0 {
		return c.refuse(code, detail)
	}
	if p := s.b.Plan("refuse", c.app.AppID, c.path); p != nil {
		if s.Commit(c.now, &book.PlanUsed{ID: p.ID}) != nil {
			return c.refuse(-1)
		}
		return c.refuse(p.Code)
	}
	return rt.do(c)
}

// gate checks token, ability and quota of a call and books it.
func (s *Server) gate(c *call, rt route) (code int, detail string) {
	if c.token == "" {
		return 41001, ""
	}
	t := s.b.Tokens[c.token]
	switch {
	case t == nil:
		return 40014, ""
	case t.Revoked:
		return 40001, "invalid credential, access_token is invalid or not latest"
	case !c.now.Before(t.Until):
		return 42001, ""
	case s.b.Accounts[t.AppID] == nil:
		return 40001, ""
	}
	c.app = s.b.Accounts[t.AppID]
	if rt.may != "" && !c.app.May(rt.may, c.now) {
		return 48001, ""
	}
	return s.meter(c), ""
}

// meter books a call on the account's quota.
func (s *Server) meter(c *call) int {
	q := c.app.Quota(c.path)
	day, minute := s.b.Spent(c.app.AppID, c.path, c.now)
	switch {
	case day >= q.Daily:
		return 45009
	case minute >= q.Minute:
		return 45011
	}
	s.Count(c.now, &book.Metered{AppID: c.app.AppID, Path: c.path})
	return 0
}
