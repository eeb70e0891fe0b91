// Package drill puts the stand-ins of all platforms on loopback addresses, with one clock, one script of faults and a
// control endpoint, so that 演练 and the tests have platforms to speak to that remember what they were told. It ties
// stand-ins together and must not import a client, nor listen on anything but loopback.
package drill

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat"
	"huiying/internal/platforms/drill/standweibo"
)

// Options say where a drill lives and whom its platforms know.
type Options struct {
	Dir    string // all records; a later Start on it goes on where the last one ended, killed or not
	Weibo  standweibo.Config
	WeChat standwechat.Config

	// Addresses to listen on, loopback only; "" = as last time on this folder, at first any free port.
	WeiboAddr, WeChatAddr, ControlAddr string
}

// Addresses are the roots of the three endpoints, as in "http://127.0.0.1:40001".
type Addresses struct {
	Weibo   string `json:"weibo"`
	WeChat  string `json:"wechat"`
	Control string `json:"control"`
}

// Server is a running drill.
type Server struct {
	opt    Options
	addr   Addresses
	clock  *stage.Clock
	script *stage.Script
	weibo  *standweibo.Server
	wechat *standwechat.Server
	calls  *counter

	ctx     context.Context
	cancel  context.CancelFunc
	http    []*http.Server
	serving sync.WaitGroup
	work    door
	once    sync.Once
	closed  error
}

// Start opens the records in opt.Dir and serves until Close, or until ctx ends.
func Start(ctx context.Context, opt Options) (*Server, error) {
	if opt.Dir == "" {
		return nil, errors.New("drill: no folder")
	}
	if err := os.MkdirAll(opt.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("drill: %w", err)
	}
	s := &Server{opt: opt}
	s.ctx, s.cancel = context.WithCancel(ctx)
	listeners, err := s.listen()
	if err == nil {
		err = s.open()
	}
	if err != nil {
		s.cancel()
		for _, l := range listeners {
			_ = l.Close()
		}
		return nil, errors.Join(fmt.Errorf("drill: %w", err), s.closeRecords())
	}
	for i, h := range []http.Handler{s.calls.count(s.weibo), s.wechat, s.control()} {
		srv := &http.Server{Handler: s.work.guard(h), BaseContext: func(net.Listener) context.Context { return s.ctx },
			ReadHeaderTimeout: 10 * time.Second}
		s.http = append(s.http, srv)
		s.serving.Go(func() { _ = srv.Serve(listeners[i]) }) // ends with ErrServerClosed
	}
	context.AfterFunc(ctx, func() { _ = s.Close() })
	return s, nil
}

func (s *Server) open() error {
	var err error
	if s.clock, err = stage.OpenClock(s.opt.Dir); err != nil {
		return err
	}
	if s.script, err = stage.OpenScript(s.opt.Dir); err != nil {
		return err
	}
	if s.calls, err = openCounter(s.opt.Dir, "weibo"); err != nil {
		return err
	}
	s.opt.Weibo.Dir, s.opt.WeChat.Dir = filepath.Join(s.opt.Dir, "weibo"), filepath.Join(s.opt.Dir, "wechat")
	s.opt.Weibo.Apps = append([]standweibo.App(nil), s.opt.Weibo.Apps...)
	for i, a := range s.opt.Weibo.Apps {
		if a.RedirectURI == "" {
			s.opt.Weibo.Apps[i].RedirectURI = s.addr.Weibo + "/oauth2/default.html"
		}
	}
	if s.opt.WeChat.Web == "" {
		s.opt.WeChat.Web = s.addr.WeChat
	}
	if s.weibo, err = standweibo.New(s.opt.Weibo, s.clock, s.script); err != nil {
		return err
	}
	s.wechat, err = standwechat.New(s.opt.WeChat, s.clock, s.script)
	return err
}

// listen opens the three listeners and remembers where, so that addresses given out earlier stay good.
func (s *Server) listen() ([]net.Listener, error) {
	name := filepath.Join(s.opt.Dir, "addresses.json")
	var last Addresses
	if b, err := os.ReadFile(name); err == nil {
		_ = json.Unmarshal(b, &last) // a torn file only means new ports
	}
	if last.Control != "" && served(s.ctx, last.Control, s.opt.Dir) {
		return nil, fmt.Errorf("folder %s is already served at %s", s.opt.Dir, last.Control)
	}
	var out []net.Listener
	for _, p := range []struct {
		given string
		last  string
		root  *string
	}{{s.opt.WeiboAddr, last.Weibo, &s.addr.Weibo}, {s.opt.WeChatAddr, last.WeChat, &s.addr.WeChat}, {s.opt.ControlAddr, last.Control, &s.addr.Control}} {
		l, err := s.listenOne(p.given, p.last)
		if err != nil {
			return out, err
		}
		out = append(out, l)
		*p.root = "http://" + l.Addr().String()
	}
	b, err := json.Marshal(s.addr)
	if err != nil {
		return out, err
	}
	return out, os.WriteFile(name, b, 0o600)
}

func (s *Server) listenOne(given, last string) (net.Listener, error) {
	var lc net.ListenConfig
	if given == "" && len(last) > len("http://") {
		if l, err := lc.Listen(s.ctx, "tcp", last[len("http://"):]); err == nil {
			return l, nil
		}
	}
	if given == "" {
		given = "127.0.0.1:0"
	}
	host, _, err := net.SplitHostPort(given)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("%q is no loopback address", given)
	}
	return lc.Listen(s.ctx, "tcp", given)
}

// Addresses tells where the drill listens.
func (s *Server) Addresses() Addresses { return s.addr }

// Clock is the drill's clock, for a program that runs in the same process.
func (s *Server) Clock() *stage.Clock { return s.clock }

// Script is the drill's script of faults.
func (s *Server) Script() *stage.Script { return s.script }

// Control returns a client of this drill's control endpoint.
func (s *Server) Control() *Control { return NewControl(s.addr.Control, nil) }

// Close stops serving and waits until nothing of the drill runs any more. Calls under way get two seconds.
func (s *Server) Close() error {
	s.once.Do(func() {
		s.cancel()
		ctx, done := context.WithTimeout(context.WithoutCancel(s.ctx), 2*time.Second)
		defer done()
		for _, srv := range s.http {
			if srv.Shutdown(ctx) != nil {
				_ = srv.Close()
			}
		}
		s.serving.Wait()
		s.work.shut()
		s.closed = s.closeRecords()
	})
	return s.closed
}

func (s *Server) closeRecords() error {
	var errs []error
	if s.weibo != nil {
		errs = append(errs, s.weibo.Close())
	}
	if s.wechat != nil {
		errs = append(errs, s.wechat.Close())
	}
	if s.calls != nil {
		errs = append(errs, s.calls.journal.Close())
	}
	if s.script != nil {
		errs = append(errs, s.script.Close())
	}
	if s.clock != nil {
		errs = append(errs, s.clock.Close())
	}
	return errors.Join(errs...)
}

// door lets requests in until it is shut; shutting waits for those inside.
type door struct {
	mu     sync.Mutex
	inside sync.WaitGroup
	closed bool
}

func (d *door) guard(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		if d.closed {
			d.mu.Unlock()
			panic(http.ErrAbortHandler)
		}
		d.inside.Add(1)
		d.mu.Unlock()
		defer d.inside.Done()
		h.ServeHTTP(w, r)
	})
}

func (d *door) shut() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.inside.Wait()
}
