package book

import (
	"maps"
	"slices"
	"time"
)

// The abilities that an account may have or lack; a call without its ability is answered 48001.
const (
	MayMaterial  = "material"
	MayDraft     = "draft"
	MayPublish   = "publish"
	MayMass      = "mass"
	MayComment   = "comment"
	MayBasicInfo = "basicinfo"
	MayFigures   = "figures"
)

// Abilities lists them all.
func Abilities() []string {
	return []string{MayMaterial, MayDraft, MayPublish, MayMass, MayComment, MayBasicInfo, MayFigures}
}

// Account is one official account.
type Account struct {
	AppID        string           `json:"appid"`
	Secret       string           `json:"secret"`
	Nickname     string           `json:"nickname"`
	Principal    string           `json:"principal"` // the body that is verified
	Service      bool             `json:"service"`   // 服务号; else 公众号
	Verified     bool             `json:"verified"`
	VerifiedTo   time.Time        `json:"verified_to"`
	Whitelist    []string         `json:"whitelist"`    // addresses that may fetch tokens; empty = any, which only a drill has
	Capabilities map[string]bool  `json:"capabilities"` // over what kind and verification give
	TokenLife    time.Duration    `json:"token_life"`   // 0 = 7,200 s
	Quotas       map[string]Quota `json:"quotas"`       // by path, over the platform's table
}

// Quota limits the calls to one path.
type Quota struct {
	Daily  int `json:"daily"`
	Minute int `json:"minute"`
}

func (a Account) clone() *Account {
	a.Whitelist = slices.Clone(a.Whitelist)
	a.Capabilities, a.Quotas = maps.Clone(a.Capabilities), maps.Clone(a.Quotas)
	if a.Capabilities == nil {
		a.Capabilities = map[string]bool{}
	}
	if a.Quotas == nil {
		a.Quotas = map[string]Quota{}
	}
	return &a
}

// VerifiedAt tells whether the account's verification stands at a time.
func (a *Account) VerifiedAt(now time.Time) bool { return a.Verified && !a.Lapsed(now) }

// Lapsed tells whether a verification has run out.
func (a *Account) Lapsed(now time.Time) bool {
	return a.Verified && !a.VerifiedTo.IsZero() && !now.Before(a.VerifiedTo)
}

// May tells whether the account has an ability at a time. Publishing is for verified 公众号 and for 服务号 (July 2025); mass
// sending and comments are given alike. A verification that ran out takes the draft box, too (developers' community).
func (a *Account) May(ability string, now time.Time) bool {
	if v, set := a.Capabilities[ability]; set {
		return v
	}
	switch ability {
	case MayPublish, MayMass, MayComment:
		return !a.Lapsed(now) && (a.Verified || a.Service)
	case MayFigures: // WeChat doc wedata/news: verified accounts only
		return a.VerifiedAt(now)
	case MayDraft:
		return !a.Lapsed(now)
	}
	return true
}

// Life is how long a token lives.
func (a *Account) Life() time.Duration {
	if a.TokenLife > 0 {
		return a.TokenLife
	}
	return 7200 * time.Second
}

// Quota is the platform's table (the published one of 2014, widened where openapi/quota/get tells more) under what the
// account was given.
func (a *Account) Quota(path string) Quota {
	if q, ok := a.Quotas[path]; ok {
		return q
	}
	switch path {
	case "/cgi-bin/token":
		return Quota{Daily: 2000, Minute: 10000}
	case "/cgi-bin/stable_token":
		return Quota{Daily: 500000, Minute: 10000}
	case "/cgi-bin/message/mass/sendall":
		return Quota{Daily: 100, Minute: 60}
	case "/cgi-bin/media/uploadimg", "/cgi-bin/material/add_material":
		return Quota{Daily: 5000, Minute: 1000}
	}
	return Quota{Daily: 10000, Minute: 3000}
}

// Token is one access token.
type Token struct {
	Value   string    `json:"value"`
	AppID   string    `json:"appid"`
	Stable  bool      `json:"stable"`
	Forced  bool      `json:"forced,omitempty"`
	Kills   bool      `json:"kills,omitempty"` // an unstable token that also ends the stable ones
	Until   time.Time `json:"until"`
	Revoked bool      `json:"revoked,omitempty"`
	Serial  int       `json:"-"`
}

// Material is a picture: permanent when it has an id, else usable in articles only.
type Material struct {
	ID    string    `json:"id,omitempty"`
	AppID string    `json:"appid"`
	Type  string    `json:"type,omitempty"`
	Name  string    `json:"name"`
	Kind  string    `json:"kind"` // png, jpeg, gif, bmp: by its bytes
	Hash  string    `json:"hash"` // SHA-256 of its bytes
	URL   string    `json:"url,omitempty"`
	Path  string    `json:"path,omitempty"` // of URL
	At    time.Time `json:"at"`
}

// Article is one article of a draft or of what has gone out.
type Article struct {
	Type        string   `json:"type"`
	Title       string   `json:"title"`
	Author      string   `json:"author,omitempty"`
	Digest      string   `json:"digest,omitempty"`
	Content     string   `json:"content"`
	Source      string   `json:"source,omitempty"`
	Thumb       string   `json:"thumb,omitempty"` // media id of the cover
	Images      []string `json:"images,omitempty"`
	OpenComment bool     `json:"open_comment,omitempty"`
	FansOnly    bool     `json:"fans_only,omitempty"`
	Crop235     string   `json:"crop_235,omitempty"`
	Crop11      string   `json:"crop_11,omitempty"`
}

// Draft is an entry of the draft box.
type Draft struct {
	ID       string    `json:"id"`
	AppID    string    `json:"appid"`
	Articles []Article `json:"articles"`
	At       time.Time `json:"at"`
	Deleted  bool      `json:"-"`
}

// Job is one publication or mass send.
type Job struct {
	PublishID   int64     `json:"publish_id,omitempty"`
	MsgID       int64     `json:"msg_id,omitempty"`
	MsgDataID   int64     `json:"msg_data_id"`
	AppID       string    `json:"appid"`
	DraftID     string    `json:"draft_id"`
	Mass        bool      `json:"mass,omitempty"`
	ClientMsgID string    `json:"clientmsgid,omitempty"`
	At          time.Time `json:"at"`
	Done        time.Time `json:"done"`
	Outcome     int       `json:"outcome"` // publish_status once done: 0, 2, 3 or 4
	ArticleID   string    `json:"article_id,omitempty"`
	Items       []Item    `json:"items"`
	Plan        int       `json:"plan,omitempty"`
	Consent     int       `json:"consent,omitempty"` // the waiting that was confirmed
	Fate        int       `json:"-"`                 // 5 or 6, later
}

// Item is one article of a job.
type Item struct {
	Article
	URL     string `json:"url"`
	Path    string `json:"path"`
	Deleted bool   `json:"-"`
	Open    bool   `json:"-"` // comments
}

// Status is the publish_status at a time: 1 while it runs.
func (j *Job) Status(now time.Time) int {
	switch {
	case now.Before(j.Done):
		return 1
	case j.Fate != 0:
		return j.Fate
	}
	return j.Outcome
}

// CommentKey names a comment: its number alone does not.
type CommentKey struct {
	MsgDataID int64 `json:"msg_data_id"`
	Index     int   `json:"index"`
	ID        int64 `json:"user_comment_id"`
}

// Comment is what a citizen wrote under an article.
type Comment struct {
	CommentKey
	OpenID  string    `json:"openid,omitempty"` // "" for identities outside WeChat
	Content string    `json:"content"`
	At      time.Time `json:"at"`
	Elected bool      `json:"-"`
	Ended   string    `json:"-"` // deleted by "user" or "author"
	Replies []Reply   `json:"-"` // every one ever accepted; at most one is not deleted
}

// Reply is the account's answer to a comment.
type Reply struct {
	Content string    `json:"content"`
	At      time.Time `json:"at"`
	Deleted bool      `json:"deleted"`
}

// Reply returns the reply that stands.
func (c *Comment) Reply() *Reply {
	for i := range c.Replies {
		if !c.Replies[i].Deleted {
			return &c.Replies[i]
		}
	}
	return nil
}

// Plan is something the drill's script wants of coming calls.
type Plan struct {
	ID    int           `json:"id"`
	What  string        `json:"what"` // "publish" and "mass" set an outcome, "refuse" an error code, "consent" has a push wait
	AppID string        `json:"appid,omitempty"`
	Path  string        `json:"path,omitempty"`
	Code  int           `json:"code,omitempty"`
	Takes time.Duration `json:"takes,omitempty"` // how long the job runs; 0 = as configured
	Times int           `json:"times"`
}

// Wire are the points on which documents and field reports differ, so that a client can be held to both.
type Wire struct {
	PublishIDAsString bool `json:"publish_id_as_string"`  // string in the documented sample, number on the wire
	MsgDataIDAsString bool `json:"msg_data_id_as_string"` //
	ReplyAsArray      bool `json:"reply_as_array"`        // older form of a comment's reply
	TotalIsPage       bool `json:"total_is_page"`         // total counts this page only, comment_cnt all
	TokenKillsStable  bool `json:"token_kills_stable"`    // observed once, against the documents
	WrongSecret       int  `json:"wrong_secret"`          // 40125 (0) or 40001

	MassLeavesWhenDone bool `json:"mass_leaves_when_done"` // a mass-sent draft leaves the box at its success; else at submission
	FiguresFromZero    bool `json:"figures_from_zero"`     // the position in a msgid of the statistics counts from 0; else from 1
	FiguresDelayed     bool `json:"figures_delayed"`       // statistics that are not ready are an empty list with is_delay; else 61503
	NicknameNested     bool `json:"nickname_nested"`       // the name stands in nickname_info.nickname (SKIT's sample); else in nickname
}
