// Package content is what is written: the master text with its pictures and, for each account that it goes to, the variant
// and the way out. It owns the fingerprint that an approval signs, and says what a text lacks (what platforms take is in
// accounts/limits). It stores and sends nothing.
package content

import (
	"time"

	"huiying/accounts"
)

// Kind is the kind of post; it names the review route.
type Kind string

// The kinds, as review's routes have them.
const (
	Regular   Kind = "regular"   // 常规
	Policy    Kind = "policy"    // 政策解读
	Response  Kind = "response"  // 回应关切
	Rumour    Kind = "rumour"    // 辟谣
	Emergency Kind = "emergency" // 突发
	Relay     Kind = "relay"     // 转载
)

// Kinds returns all kinds in the order in which screens list them.
func Kinds() []Kind { return []Kind{Regular, Policy, Response, Rumour, Emergency, Relay} }

// Master is everything that an approval signs.
type Master struct {
	Kind       Kind
	Title      string
	Summary    string
	Paragraphs []Paragraph
	Media      []Media
	Targets    []Target
	Source     string // 信源; mandatory for a Relay
	Window     Window
	Late       Late
	AI         bool // declared as AI-made (人工智能生成合成内容标识办法)
}

// Style of a paragraph.
type Style string

// The styles of a paragraph.
const (
	Body    Style = ""
	Heading Style = "heading"
	Picture Style = "picture" // shows Media by its hash
)

// Paragraph is the unit of editing and of the comparison of revisions.
type Paragraph struct {
	ID    string // stays the same while the paragraph is edited
	Style Style
	Text  string
	Bold  bool
	Media string // hash, for Picture
}

// Media is one file of the post, by content. The bytes lie in the media folder.
type Media struct {
	Hash   string // SM3 of the bytes, lower-case hex
	Name   string
	Type   string // "image/jpeg" …, as the bytes say
	Size   int64
	Width  int
	Height int
	Alt    string
	Rights string // source and rights
	AI     bool
}

// Way is how a target goes out. WeChat has two ways, always told apart.
type Way string

// The ways out.
const (
	Share     Way = "share"     // 微博
	Publish   Way = "publish"   // 微信 发布（不推送）
	Broadcast Way = "broadcast" // 微信 群发
	ByHand    Way = "manual"    // 人工发布
)

// fits tells whether a platform has this way out.
func (w Way) fits(p accounts.Platform) bool {
	switch w {
	case Share:
		return p == accounts.Weibo
	case Publish, Broadcast:
		return p == accounts.WeChat
	}
	return w == ByHand
}

// ability is the key of the accounts.Ability that this way out needs.
func (w Way) ability() string {
	switch w {
	case Share, Publish:
		return "publish"
	case Broadcast:
		return "broadcast"
	}
	return ""
}

// Target is one account with what goes there. Empty fields take the master's.
type Target struct {
	Account   accounts.ID
	Platform  accounts.Platform
	Way       Way
	Text      string // Weibo and manual: the whole text; empty: built from the master
	Title     string // WeChat
	Author    string // WeChat
	Digest    string // WeChat
	Cover     string // hash of the cover picture
	SourceURL string // the link: 阅读原文 on WeChat, the end of a text that is built from the master
	Comments  bool   // WeChat: open the comments
}

// Window is the span in which an approved post may go out. The hour inside it is not part of the approval.
type Window struct {
	From time.Time
	To   time.Time
}

// Minute is the grain of hours and windows: people set and read them by the minute, so nothing is late by less, and the
// last minute of a window belongs to it.
const Minute = time.Minute

// Over tells whether the window is over at a time.
func (w Window) Over(at time.Time) bool { return at.Sub(w.To) >= Minute }

// Holds tells whether an hour is one of the window.
func (w Window) Holds(at time.Time) bool { return !at.Before(w.From) && !at.After(w.To) }

// Late says what happens to a delivery that could not go out at its hour.
type Late struct {
	Within time.Duration // still sent when late by no more than this
	Drop   bool          // afterwards: true drops it, false asks a person
}
