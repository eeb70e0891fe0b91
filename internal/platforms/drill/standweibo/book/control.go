package book

import (
	"errors"
	"strings"
	"time"

	"huiying/internal/platforms/drill/standweibo/text"
)

// What the control layer of a drill may get wrong.
var (
	errNoPost    = errors.New("standweibo: no such post")
	errNoComment = errors.New("standweibo: no such comment")
	errNoUser    = errors.New("standweibo: no such user")
	errNoWords   = errors.New("standweibo: somebody must say something")
	errNoToken   = errors.New("standweibo: no such token")
)

// do runs one change of the control layer.
func (b *Book) do(f func(*State) error) error {
	defer b.Enter()()
	return f(b.st)
}

// Comment lets a citizen, known by screen name, comment on a post, and returns the comment's id.
func (b *Book) Comment(postID int64, from, text string) (id int64, err error) {
	err = b.do(func(st *State) error { id, err = st.CitizenComment(postID, 0, from, text, 0); return err })
	return id, err
}

// Answer lets a citizen answer a comment.
func (b *Book) Answer(postID, commentID int64, from, text string) (id int64, err error) {
	if commentID == 0 {
		return 0, errNoComment
	}
	err = b.do(func(st *State) error { id, err = st.CitizenComment(postID, commentID, from, text, 0); return err })
	return id, err
}

// CommentBetweenPages lets a citizen's comment arrive right after the user uid has read the next page of call
// ("/2/comments/to_me.json"; "" = any list), so that pages shift under the reader.
func (b *Book) CommentBetweenPages(call, uid string, postID int64, from, text string) error {
	return b.do(func(st *State) error {
		if _, there := st.Post(postID); !there {
			return errNoPost
		}
		if strings.TrimSpace(from) == "" || strings.TrimSpace(text) == "" {
			return errNoWords
		}
		return st.plan(1, Plan{What: "arrive", Call: call, UID: uid, Post: postID, From: from, Text: text})
	})
}

// Mention lets a citizen write a post that names the account uid; repostOf, when not 0, is the post it passes on.
func (b *Book) Mention(uid, from, words string, repostOf int64) (id int64, err error) {
	err = b.do(func(st *State) error {
		u, there := st.Users[uid]
		switch {
		case !there || u.Gone:
			return errNoUser
		case strings.TrimSpace(from) == "" || strings.TrimSpace(words) == "":
			return errNoWords
		}
		if _, there := st.Post(repostOf); repostOf != 0 && !there {
			return errNoPost
		}
		author, err := st.citizen(from)
		if err != nil {
			return err
		}
		if !text.Names(words, u.ScreenName) {
			words += " @" + u.ScreenName
		}
		now := st.clock.Now()
		id = st.NextID()
		return st.Commit(&Posted{Post{ID: id, UID: author, Text: words, At: now, Visible: now, RepostOf: repostOf, Mentions: st.Mentioned(words)}})
	})
	return id, err
}

// DeleteComment takes a comment away, as its author would.
func (b *Book) DeleteComment(id int64) error {
	return b.do(func(st *State) error {
		if _, there := st.Comment(id); !there {
			return errNoComment
		}
		return st.Commit(&Deleted{ID: id})
	})
}

// DeletePost takes a post away; reposts of it show a deleted original from now on.
func (b *Book) DeletePost(id int64) error {
	return b.do(func(st *State) error {
		if _, there := st.Post(id); !there {
			return errNoPost
		}
		return st.Commit(&Deleted{ID: id})
	})
}

func (b *Book) change(find func(*State) (*User, bool), f func(*User)) error {
	return b.do(func(st *State) error {
		u, there := find(st)
		if !there {
			return errNoUser
		}
		changed := *u
		f(&changed)
		return st.Commit(&UserSet{changed})
	})
}

func byUID(uid string) func(*State) (*User, bool) {
	return func(st *State) (*User, bool) { u, ok := st.Users[uid]; return u, ok }
}

// Rename gives an account another screen name: the profile drifts from the register.
func (b *Book) Rename(uid, name string) error {
	if strings.TrimSpace(name) == "" {
		return errNoWords
	}
	return b.change(byUID(uid), func(u *User) { u.ScreenName, u.Name = name, name })
}

// SetVerified gives or takes the verification of an account.
func (b *Book) SetVerified(uid string, verified bool, reason string) error {
	return b.change(byUID(uid), func(u *User) { u.Verified, u.Reason = verified, reason })
}

// DropUser removes a user by screen name: what he wrote stays, his user object becomes null.
func (b *Book) DropUser(name string) error {
	return b.change(func(st *State) (*User, bool) { return st.UserNamed(name) }, func(u *User) { u.Gone = true })
}

// SetBudget sets the calls a day of one account; 0 means none at all.
func (b *Book) SetBudget(uid string, n int) error { return b.limit("budget", uid, int64(n)) }

// SetCallBudget sets the calls that each user has for one call, beside the whole budget: a day or, by the wire, an hour.
func (b *Book) SetCallBudget(call string, n int) error { return b.limit("api", call, int64(n)) }

// SetAddressBudget sets the calls an hour that one IP address has.
func (b *Book) SetAddressBudget(n int) error { return b.limit("ip", "", int64(n)) }

// BarAddress makes an IP address unwelcome (10004), or welcome again.
func (b *Book) BarAddress(ip string, barred bool) error {
	n := int64(0)
	if barred {
		n = 1
	}
	return b.limit("bar", ip, n)
}

// SetTokenLife sets the life of tokens given by an app from now on; 0 = as the platform gives it.
func (b *Book) SetTokenLife(appKey string, d time.Duration) error {
	return b.limit("life", appKey, int64(d))
}

func (b *Book) limit(what, key string, n int64) error {
	return b.do(func(st *State) error { return st.Commit(&LimitSet{What: what, Key: key, N: n}) })
}

// SetWire changes how answers look.
func (b *Book) SetWire(w Wire) error {
	return b.do(func(st *State) error { return st.Commit(&WireSet{w}) })
}

// Wire tells how answers look now.
func (b *Book) Wire() Wire {
	defer b.Enter()()
	return b.st.Wire
}

// Revoke ends the tokens of a user, or one token: the user took the authorisation back.
func (b *Book) Revoke(tokenOrUID string) error {
	return b.tokens(tokenOrUID, func(st *State, t *Token) error { return st.Commit(&Revoked{Token: t.Token}) })
}

// Expire lets the tokens of a user, or one token, run out after d on the drill's clock.
func (b *Book) Expire(tokenOrUID string, d time.Duration) error {
	return b.tokens(tokenOrUID, func(st *State, t *Token) error { return st.Commit(&Aged{Token: t.Token, Until: st.clock.Now().Add(d)}) })
}

func (b *Book) tokens(tokenOrUID string, f func(*State, *Token) error) error {
	return b.do(func(st *State) error {
		n := 0
		for _, t := range st.Tokens {
			if t.Token != tokenOrUID && t.UID != tokenOrUID || t.Revoked {
				continue
			}
			if err := f(st, t); err != nil {
				return err
			}
			n++
		}
		if n == 0 {
			return errNoToken
		}
		return nil
	})
}

// RefuseNext answers the next n calls (path, "" = any) of an account (uid, "" = any) with a code.
func (b *Book) RefuseNext(call, uid string, code, n int) error {
	return b.do(func(st *State) error { return st.plan(n, Plan{What: "refuse", Call: call, UID: uid, Code: code}) })
}

// DelayNext lets the next n shares of an account be accepted with 20032 and be seen only after d.
func (b *Book) DelayNext(uid string, d time.Duration, n int) error {
	return b.do(func(st *State) error { return st.plan(n, Plan{What: "delay", UID: uid, After: d}) })
}

func (st *State) plan(n int, p Plan) error {
	for range n {
		p.ID = st.NextID()
		if err := st.Commit(&Planned{p}); err != nil {
			return err
		}
	}
	return nil
}
