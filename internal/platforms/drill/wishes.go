package drill

import (
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/book"
	"huiying/internal/platforms/drill/standweibo"
)

// The bodies of the control endpoint. Durations are nanoseconds.

// ClockState is the drill's time.
type ClockState struct {
	Now    time.Time     `json:"now"`
	Offset time.Duration `json:"offset"`
}

// ClockWish moves the clock: forward, or, when Offset is given, anywhere.
type ClockWish struct {
	Advance time.Duration  `json:"advance,omitempty"`
	Offset  *time.Duration `json:"offset,omitempty"`
}

// FaultWish adds rules, after dropping all that wait when Clear is set.
type FaultWish struct {
	Clear bool         `json:"clear,omitempty"`
	Rules []stage.Rule `json:"rules"`
}

// Saying lets a citizen comment on a post: Post and Index as in Records. On Weibo From is a screen name and ReplyTo may
// name a comment; on WeChat From is an openid, which may be empty.
type Saying struct {
	Platform string `json:"platform"`
	Post     string `json:"post"`
	Index    int    `json:"index,omitempty"`
	ReplyTo  string `json:"reply_to,omitempty"`
	From     string `json:"from,omitempty"`
	Text     string `json:"text"`
}

// Said is the id of the new comment.
type Said struct {
	ID string `json:"id"`
}

// Removal takes a comment away as its author would, or, without Comment, the post: on WeChat by the author (Fate 5) or
// by the platform (6). With Person alone it closes a citizen's account on Weibo: the platform gives null in its place.
type Removal struct {
	Platform string `json:"platform"`
	Post     string `json:"post"`
	Index    int    `json:"index,omitempty"`
	Comment  string `json:"comment,omitempty"`
	Fate     int    `json:"fate,omitempty"`
	Person   string `json:"person,omitempty"`
}

// Renaming is profile drift.
type Renaming struct {
	Platform string `json:"platform"`
	Account  string `json:"account"`
	Name     string `json:"name"`
}

// AccountWish changes what an account may do; nil and empty fields stay as they are.
type AccountWish struct {
	Platform  string `json:"platform"`
	Account   string `json:"account"`              // uid or AppID
	EndTokens string `json:"end_tokens,omitempty"` // "expire" or "revoke"
	Verified  *bool  `json:"verified,omitempty"`

	Capabilities map[string]bool       `json:"capabilities,omitempty"` // WeChat, see book.Abilities
	Whitelist    *[]string             `json:"whitelist,omitempty"`    // WeChat
	TokenLife    *time.Duration        `json:"token_life,omitempty"`   // WeChat: of the account; Weibo: of App
	VerifiedTo   *time.Time            `json:"verified_to,omitempty"`  // WeChat
	Quotas       map[string]book.Quota `json:"quotas,omitempty"`       // WeChat, by path

	App    string `json:"app,omitempty"`    // Weibo, for TokenLife
	Budget *int   `json:"budget,omitempty"` // Weibo: calls a day
}

// Plan decides coming calls: "refuse" (Code for the next Times calls to Call), on WeChat "publish" and "mass" (outcome
// Code, after Delay), on Weibo "delay" (accepted with 20032, seen after Delay) and "arrive" (when Account has read the next
// page of Call, From says Text under Post, so that the pages shift under the reader).
type Plan struct {
	Platform string        `json:"platform"`
	What     string        `json:"what"`
	Account  string        `json:"account,omitempty"`
	Call     string        `json:"call,omitempty"`
	Code     int           `json:"code,omitempty"`
	Delay    time.Duration `json:"delay,omitempty"`
	Times    int           `json:"times,omitempty"`
	Post     string        `json:"post,omitempty"`
	From     string        `json:"from,omitempty"`
	Text     string        `json:"text,omitempty"`
}

// WireWish changes the form of answers; nil leaves a platform as it is.
type WireWish struct {
	WeChat *book.Wire       `json:"wechat,omitempty"`
	Weibo  *standweibo.Wire `json:"weibo,omitempty"`
}
