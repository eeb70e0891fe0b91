package book

import (
	"errors"
	"fmt"
	"time"
)

// do carries out a wish of the drill's control under the lock: make builds the event or says why not.
func (k *Keeper) do(build func(now time.Time) (Event, error)) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.Now()
	e, err := build(now)
	if err != nil {
		return fmt.Errorf("standwechat: %w", err)
	}
	return k.Commit(now, e)
}

var errNoAccount = errors.New("no such account")

// Change changes an account: name, verification, whitelist, abilities, token life, quotas.
func (k *Keeper) Change(e AccountChanged) error {
	return k.do(func(time.Time) (Event, error) {
		if k.b.Accounts[e.AppID] == nil {
			return nil, errNoAccount
		}
		return &e, nil
	})
}

// EndTokens ends every token of an account: revoked (40001), or run out (42001).
func (k *Keeper) EndTokens(appID string, revoked bool) error {
	return k.do(func(time.Time) (Event, error) {
		if k.b.Accounts[appID] == nil {
			return nil, errNoAccount
		}
		return &TokensEnded{AppID: appID, Revoked: revoked}, nil
	})
}

// Comment lets a citizen write under an article that is out and open to comments. openID may be empty: identities
// outside WeChat have none.
func (k *Keeper) Comment(msgDataID int64, index int, openID, content string) (int64, error) {
	var id int64
	err := k.do(func(now time.Time) (Event, error) {
		for app := range k.b.Accounts {
			_, it := k.b.Item(app, msgDataID, index, now)
			switch {
			case it == nil:
				continue
			case !it.Open:
				return nil, errors.New("the article is not open to comments")
			case content == "":
				return nil, errors.New("an empty comment")
			}
			id = k.b.NextComment(msgDataID, index)
			return &Commented{Comment: Comment{CommentKey: CommentKey{MsgDataID: msgDataID, Index: index, ID: id},
				OpenID: openID, Content: content, At: now}}, nil
		}
		return nil, errors.New("no such article")
	})
	return id, err
}

// Withdraw lets the citizen delete the comment.
func (k *Keeper) Withdraw(key CommentKey) error {
	return k.do(func(time.Time) (Event, error) {
		if m := k.b.Comment(key); m == nil || m.Ended != "" {
			return nil, errors.New("no such comment")
		}
		return &CommentEnded{CommentKey: key, By: "user"}, nil
	})
}

// Plan sets what becomes of coming calls: see Plan. "confirm" and "expire" are the administrator's answer to a push that
// waits for him now.
func (k *Keeper) Plan(p Plan) error {
	if p.What == "confirm" || p.What == "expire" {
		return k.Answer(p.AppID, p.What == "confirm")
	}
	return k.do(func(time.Time) (Event, error) {
		switch {
		case p.What == "publish" && (p.Code == 0 || p.Code >= 2 && p.Code <= 4), p.What == "mass" && (p.Code == 0 || p.Code == 3):
		case p.What == "refuse" && p.Code != 0, p.What == "consent" && p.Code == 0:
		default:
			return nil, fmt.Errorf("no plan %q with %d", p.What, p.Code)
		}
		p.ID, p.Times = len(k.b.Plans)+1, max(1, p.Times)
		return &Planned{Plan: p}, nil
	})
}

// End deletes (5) or bans (6) what is out.
func (k *Keeper) End(msgDataID int64, fate int) error {
	return k.do(func(now time.Time) (Event, error) {
		for _, j := range k.b.Jobs {
			if j.MsgDataID == msgDataID && j.Status(now) == 0 && (fate == 5 || fate == 6) {
				return &ItemEnded{MsgDataID: msgDataID, Fate: fate}, nil
			}
		}
		return nil, errors.New("nothing is out under this number, or no such end")
	})
}

// SetWire changes the form of answers.
func (k *Keeper) SetWire(w Wire) error {
	return k.do(func(time.Time) (Event, error) { return &WireSet{Wire: w}, nil })
}
