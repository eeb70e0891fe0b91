package book

import (
	"slices"
	"time"

	"huiying/internal/platforms/drill/stage"
)

// firstID lies above 2^53 and every id is odd, so that a reader who takes ids for floating-point numbers ends up at
// another id and is found out.
const (
	firstID = int64(9_100_000_000_000_001)
	stepID  = int64(1_006)
)

// User is an account that may authorise, or a citizen.
type User struct {
	UID        string `json:"uid"`
	ScreenName string `json:"screen_name"`
	Name       string `json:"name"`
	Verified   bool   `json:"verified"`
	Reason     string `json:"reason,omitempty"`
	Location   string `json:"location,omitempty"`
	Followers  int    `json:"followers,omitempty"`
	Official   bool   `json:"official,omitempty"` // may authorise
	Gone       bool   `json:"gone,omitempty"`     // the platform gives null in its place
}

// Code is what the authorise page gave out.
type Code struct {
	Code     string    `json:"code"`
	App      string    `json:"app"`
	UID      string    `json:"uid"`
	Redirect string    `json:"redirect"`
	Until    time.Time `json:"until"`
	Used     bool      `json:"-"`
}

// Token is an authorisation of one user for one app.
type Token struct {
	Token   string    `json:"token"`
	Code    string    `json:"code"` // used up by this token
	App     string    `json:"app"`
	UID     string    `json:"uid"`
	Made    time.Time `json:"made"`
	Until   time.Time `json:"until"`
	Revoked bool      `json:"-"`
}

// Post is a Weibo post.
type Post struct {
	ID       int64     `json:"id"`
	UID      string    `json:"uid"`
	App      string    `json:"app,omitempty"`
	Text     string    `json:"text"`
	Picture  string    `json:"picture,omitempty"` // SHA-256 of the bytes received
	PicType  string    `json:"pic_type,omitempty"`
	RIP      string    `json:"rip,omitempty"`
	At       time.Time `json:"at"`
	Visible  time.Time `json:"visible"`
	TestOnly bool      `json:"test_only,omitempty"` // seen by the app's test accounts only
	RepostOf int64     `json:"repost_of,omitempty"`
	Mentions []string  `json:"mentions,omitempty"`
	Plan     int64     `json:"plan,omitempty"` // the plan it used up
	Deleted  bool      `json:"-"`
}

// Comment is a comment, or an answer to one.
type Comment struct {
	ID       int64     `json:"id"`
	Post     int64     `json:"post"`
	UID      string    `json:"uid"`
	App      string    `json:"app,omitempty"`
	Sent     string    `json:"sent"` // as it came in
	Text     string    `json:"text"` // as it is read back, with 回复@name: where asked for
	ReplyTo  int64     `json:"reply_to,omitempty"`
	Root     int64     `json:"root"`
	Floor    int       `json:"floor"`
	RIP      string    `json:"rip,omitempty"`
	At       time.Time `json:"at"`
	Mentions []string  `json:"mentions,omitempty"`
	Plan     int64     `json:"plan,omitempty"`
	Deleted  bool      `json:"-"`
}

// Plan is something the control layer wants to happen at a coming call.
type Plan struct {
	ID    int64         `json:"id"`
	What  string        `json:"what"` // refuse, delay, arrive
	Call  string        `json:"call,omitempty"`
	UID   string        `json:"uid,omitempty"`
	Code  int           `json:"code,omitempty"`
	After time.Duration `json:"after,omitempty"`
	Post  int64         `json:"post,omitempty"`
	From  string        `json:"from,omitempty"`
	Text  string        `json:"text,omitempty"`
	Done  bool          `json:"-"`
}

// State is everything the stand-in knows; it changes only by events and can be rebuilt from them. It may be used only
// between Enter and leave.
type State struct {
	Users     map[string]*User
	Codes     map[string]*Code
	Tokens    map[string]*Token
	Posts     []*Post    // oldest first
	Comments  []*Comment // oldest first
	Plans     []*Plan
	Wire      Wire
	TokenLife map[string]time.Duration // by app
	Budget    map[string]int           // a user's own daily budget
	APIBudget map[string]int           // a call's own budget per user, by the day or by the hour
	IPHourly  int
	IPBarred  map[string]bool
	Spent     map[string]int // calls made, by whatever the gate counts on

	lastID   int64
	pictures string // folder
	journal  *stage.Journal
	clock    *stage.Clock
}

// NextID is the id of the next post, comment, plan or citizen.
func (st *State) NextID() int64 { return st.lastID + stepID }

func (st *State) took(id int64) { st.lastID = max(st.lastID, id) }

// Find looks an element up by its id in a list that grows by id.
func Find[T any](list []T, id int64, of func(T) int64) (found T, ok bool) {
	i, ok := slices.BinarySearchFunc(list, id, func(e T, id int64) int {
		switch got := of(e); {
		case got < id:
			return -1
		case got > id:
			return 1
		}
		return 0
	})
	if !ok {
		return found, false
	}
	return list[i], true
}

// Post finds a post that is not deleted.
func (st *State) Post(id int64) (*Post, bool) {
	p, ok := Find(st.Posts, id, func(p *Post) int64 { return p.ID })
	return p, ok && !p.Deleted
}

// Comment finds a comment that is not deleted, under a post that is not either.
func (st *State) Comment(id int64) (*Comment, bool) {
	c, ok := Find(st.Comments, id, func(c *Comment) int64 { return c.ID })
	if !ok || c.Deleted {
		return nil, false
	}
	_, ok = st.Post(c.Post)
	return c, ok
}

// UserNamed finds a user by screen name.
func (st *State) UserNamed(name string) (*User, bool) {
	for _, u := range st.Users {
		if u.ScreenName == name && !u.Gone {
			return u, true
		}
	}
	return nil, false
}

// usePlan marks what an event has used up.
func (st *State) usePlan(id int64) {
	if p, ok := Find(st.Plans, id, func(p *Plan) int64 { return p.ID }); ok {
		p.Done = true
	}
}

// PlanFor finds the oldest open plan for a call and a user. One that names the call goes before one for any call; an
// empty user fits any.
func (st *State) PlanFor(what, call, uid string) (*Plan, bool) {
	for _, named := range []string{call, ""} {
		for _, p := range st.Plans {
			if !p.Done && p.What == what && p.Call == named && (p.UID == "" || p.UID == uid) {
				return p, true
			}
		}
	}
	return nil, false
}

// Name is the screen name of a user.
func (st *State) Name(uid string) string {
	if u, ok := st.Users[uid]; ok && !u.Gone {
		return u.ScreenName
	}
	return "用户不存在"
}
