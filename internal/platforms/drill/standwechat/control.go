package standwechat

import (
	"errors"
	"fmt"
	"time"

	"huiying/internal/platforms/drill/standwechat/book"
)

// do carries out a wish of the drill's control under the lock: make builds the event or says why not.
func (s *Server) do(build func(now time.Time) (book.Event, error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	e, err := build(now)
	if err != nil {
		return fmt.Errorf("standwechat: %w", err)
	}
	return s.commit(now, e)
}

var errNoAccount = errors.New("no such account")

// Change changes an account: name, verification, whitelist, abilities, token life, quotas.
func (s *Server) Change(e book.AccountChanged) error {
	return s.do(func(time.Time) (book.Event, error) {
		if s.b.Accounts[e.AppID] == nil {
			return nil, errNoAccount
		}
		return &e, nil
	})
}

// EndTokens ends every token of an account: revoked (40001), or run out (42001).
func (s *Server) EndTokens(appID string, revoked bool) error {
	return s.do(func(time.Time) (book.Event, error) {
		if s.b.Accounts[appID] == nil {
			return nil, errNoAccount
		}
		return &book.TokensEnded{AppID: appID, Revoked: revoked}, nil
	})
}

// Comment lets a citizen write under an article that is out and open to comments. openID may be empty: identities
// outside WeChat have none.
func (s *Server) Comment(msgDataID int64, index int, openID, content string) (int64, error) {
	var id int64
	err := s.do(func(now time.Time) (book.Event, error) {
		for app := range s.b.Accounts {
			_, it := s.b.Item(app, msgDataID, index, now)
			switch {
			case it == nil:
				continue
			case !it.Open:
				return nil, errors.New("the article is not open to comments")
			case content == "":
				return nil, errors.New("an empty comment")
			}
			id = s.b.NextComment(msgDataID, index)
			return &book.Commented{Comment: book.Comment{CommentKey: book.CommentKey{MsgDataID: msgDataID, Index: index, ID: id},
				OpenID: openID, Content: content, At: now}}, nil
		}
		return nil, errors.New("no such article")
	})
	return id, err
}

// Withdraw lets the citizen delete the comment.
func (s *Server) Withdraw(k book.CommentKey) error {
	return s.do(func(time.Time) (book.Event, error) {
		if m := s.b.Comment(k); m == nil || m.Ended != "" {
			return nil, errors.New("no such comment")
		}
		return &book.CommentEnded{CommentKey: k, By: "user"}, nil
	})
}

// Plan sets what becomes of coming calls: see book.Plan.
func (s *Server) Plan(p book.Plan) error {
	return s.do(func(time.Time) (book.Event, error) {
		switch {
		case p.What == "publish" && (p.Code == 0 || p.Code >= 2 && p.Code <= 4), p.What == "mass" && (p.Code == 0 || p.Code == 3):
		case p.What == "refuse" && p.Code != 0:
			if _, known := s.routes[p.Path]; p.Path != "" && !known {
				return nil, fmt.Errorf("no call %s", p.Path)
			}
		default:
			return nil, fmt.Errorf("no plan %q with %d", p.What, p.Code)
		}
		p.ID, p.Times = len(s.b.Plans)+1, max(1, p.Times)
		return &book.Planned{Plan: p}, nil
	})
}

// End deletes (5) or bans (6) what is out.
func (s *Server) End(msgDataID int64, fate int) error {
	return s.do(func(now time.Time) (book.Event, error) {
		for _, j := range s.b.Jobs {
			if j.MsgDataID == msgDataID && j.Status(now) == 0 && (fate == 5 || fate == 6) {
				return &book.ItemEnded{MsgDataID: msgDataID, Fate: fate}, nil
			}
		}
		return nil, errors.New("nothing is out under this number, or no such end")
	})
}

// SetWire changes the form of answers.
func (s *Server) SetWire(w book.Wire) error {
	return s.do(func(time.Time) (book.Event, error) { return &book.WireSet{Wire: w}, nil })
}
