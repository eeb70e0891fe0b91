package drill

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"

	"huiying/internal/platforms/drill/standwechat/book"
)

// control is the handler under /drill/. What it refuses is 400 with {"error": …}.
func (s *Server) control() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /drill/seed", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Drill-Folder", strconv.Quote(s.opt.Dir))
		give(w, s.Seed())
	})
	mux.HandleFunc("GET /drill/clock", func(w http.ResponseWriter, _ *http.Request) { give(w, s.clockState()) })
	mux.HandleFunc("GET /drill/records", func(w http.ResponseWriter, _ *http.Request) { give(w, s.Records()) })
	mux.HandleFunc("GET /drill/faults", func(w http.ResponseWriter, _ *http.Request) { give(w, FaultWish{Rules: s.script.Rules()}) })
	mux.HandleFunc("POST /drill/clock", wish(func(q ClockWish) (any, error) {
		if q.Offset != nil {
			return s.clockState(), s.clock.SetOffset(*q.Offset)
		}
		err := s.clock.Advance(q.Advance)
		return s.clockState(), err
	}))
	mux.HandleFunc("POST /drill/faults", wish(func(q FaultWish) (any, error) {
		if q.Clear {
			if err := s.script.Clear(); err != nil {
				return nil, err
			}
		}
		return struct{}{}, s.script.Set(q.Rules...)
	}))
	mux.HandleFunc("POST /drill/comment", wish(func(q Saying) (any, error) {
		id, err := s.say(q)
		return Said{number(id)}, err
	}))
	mux.HandleFunc("POST /drill/remove", wish(func(q Removal) (any, error) { return struct{}{}, s.remove(q) }))
	mux.HandleFunc("POST /drill/rename", wish(func(q Renaming) (any, error) { return struct{}{}, s.rename(q) }))
	mux.HandleFunc("POST /drill/account", wish(func(q AccountWish) (any, error) { return struct{}{}, s.account(q) }))
	mux.HandleFunc("POST /drill/plan", wish(func(q Plan) (any, error) { return struct{}{}, s.plan(q) }))
	mux.HandleFunc("POST /drill/wire", wish(func(q WireWish) (any, error) {
		var errs []error
		if q.WeChat != nil {
			errs = append(errs, s.wechat.SetWire(*q.WeChat))
		}
		if q.Weibo != nil {
			errs = append(errs, s.weibo.SetWire(*q.Weibo))
		}
		return struct{}{}, errors.Join(errs...)
	}))
	return mux
}

type complaint struct {
	Error string `json:"error"`
}

func give(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v) // the caller may have gone
}

// wish reads a body, carries it out and answers. Only JSON is taken: no web page can send that here unasked.
func wish[Q any](do func(Q) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var q Q
		kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil || kind != "application/json" {
			err = errors.New("the body must be application/json")
		}
		if err == nil {
			d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20))
			d.DisallowUnknownFields()
			err = d.Decode(&q)
		}
		var out any
		if err == nil {
			out, err = do(q)
		}
		if err != nil {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			w.WriteHeader(http.StatusBadRequest)
			out = complaint{err.Error()}
		}
		give(w, out)
	}
}

func (s *Server) clockState() ClockState { return ClockState{s.clock.Now(), s.clock.Offset()} }

func unknown(platform string) error { return fmt.Errorf("no platform %q", platform) }

// numbers reads ids; an empty one is 0.
func numbers(texts ...string) ([]int64, error) {
	out := make([]int64, len(texts))
	for i, t := range texts {
		if t == "" {
			continue
		}
		n, err := strconv.ParseInt(t, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is no id", t)
		}
		out[i] = n
	}
	return out, nil
}

func (s *Server) say(q Saying) (int64, error) {
	n, err := numbers(q.Post, q.ReplyTo)
	switch {
	case err != nil:
		return 0, err
	case q.Platform == WeChat:
		return s.wechat.Comment(n[0], q.Index, q.From, q.Text)
	case q.Platform == Weibo && q.ReplyTo != "":
		return s.weibo.Answer(n[0], n[1], q.From, q.Text)
	case q.Platform == Weibo:
		return s.weibo.Comment(n[0], q.From, q.Text)
	}
	return 0, unknown(q.Platform)
}

func (s *Server) remove(q Removal) error {
	n, err := numbers(q.Post, q.Comment)
	switch {
	case err != nil:
		return err
	case q.Platform == WeChat && q.Comment != "":
		return s.wechat.Withdraw(book.CommentKey{MsgDataID: n[0], Index: q.Index, ID: n[1]})
	case q.Platform == WeChat:
		return s.wechat.End(n[0], q.Fate)
	case q.Platform == Weibo && q.Person != "":
		return s.weibo.DropUser(q.Person)
	case q.Platform == Weibo && q.Comment != "":
		return s.weibo.DeleteComment(n[1])
	case q.Platform == Weibo:
		return s.weibo.DeletePost(n[0])
	}
	return unknown(q.Platform)
}

func (s *Server) rename(q Renaming) error {
	switch {
	case q.Name == "":
		return errors.New("a name must not be empty")
	case q.Platform == WeChat:
		return s.wechat.Change(book.AccountChanged{AppID: q.Account, Nickname: &q.Name})
	case q.Platform == Weibo:
		return s.weibo.Rename(q.Account, q.Name)
	}
	return unknown(q.Platform)
}

func (s *Server) account(q AccountWish) error {
	if q.EndTokens != "" && q.EndTokens != "expire" && q.EndTokens != "revoke" {
		return fmt.Errorf("tokens cannot %q", q.EndTokens)
	}
	switch q.Platform {
	case WeChat:
		return s.wechatAccount(q)
	case Weibo:
		return s.weiboAccount(q)
	}
	return unknown(q.Platform)
}

func (s *Server) wechatAccount(q AccountWish) error {
	err := s.wechat.Change(book.AccountChanged{AppID: q.Account, Verified: q.Verified, VerifiedTo: q.VerifiedTo, Whitelist: q.Whitelist,
		Capabilities: q.Capabilities, TokenLife: q.TokenLife, Quotas: q.Quotas})
	if err == nil && q.EndTokens != "" {
		err = s.wechat.EndTokens(q.Account, q.EndTokens == "revoke")
	}
	return err
}

func (s *Server) weiboAccount(q AccountWish) error {
	var errs []error
	if q.Verified != nil {
		errs = append(errs, s.weibo.SetVerified(q.Account, *q.Verified, ""))
	}
	if q.Budget != nil {
		errs = append(errs, s.weibo.SetBudget(q.Account, *q.Budget))
	}
	if q.TokenLife != nil {
		errs = append(errs, s.weibo.SetTokenLife(q.App, *q.TokenLife))
	}
	switch q.EndTokens {
	case "expire":
		errs = append(errs, s.weibo.Expire(q.Account, 0))
	case "revoke":
		errs = append(errs, s.weibo.Revoke(q.Account))
	}
	return errors.Join(errs...)
}

func (s *Server) plan(q Plan) error {
	const most = 1000 // each one is a record on the disk
	times := max(1, q.Times)
	switch {
	case times > most:
		return fmt.Errorf("a plan for %d calls, at most %d", times, most)
	case q.Platform == WeChat:
		return s.wechat.Plan(book.Plan{What: q.What, AppID: q.Account, Path: q.Call, Code: q.Code, Takes: q.Delay, Times: times})
	case q.Platform == Weibo && q.What == "refuse":
		return s.weibo.RefuseNext(q.Call, q.Account, q.Code, times)
	case q.Platform == Weibo && q.What == "delay":
		return s.weibo.DelayNext(q.Account, q.Delay, times)
	case q.Platform == Weibo && q.What == "arrive":
		return s.arrive(q, times)
	case q.Platform == Weibo:
		return fmt.Errorf("no plan %q", q.What)
	}
	return unknown(q.Platform)
}

// arrive plans the same words once for each of so many pages.
func (s *Server) arrive(q Plan, times int) error {
	n, err := numbers(q.Post)
	for range times {
		if err == nil {
			err = s.weibo.CommentBetweenPages(q.Call, q.Account, n[0], q.From, q.Text)
		}
	}
	return err
}
