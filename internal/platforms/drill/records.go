package drill

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// The platforms of a drill.
const (
	Weibo  = "weibo"
	WeChat = "wechat"
)

// Records is everything the platforms have accepted, oldest first, what was deleted later included. A test asserts on
// it that one delivery made one post, and one answer one reply.
type Records struct {
	Posts []Post `json:"posts"`
	Calls []Call `json:"calls"`
}

// Post is one post, or one article of a publication.
type Post struct {
	Platform    string    `json:"platform"`
	Account     string    `json:"account"` // uid or AppID
	Kind        string    `json:"kind"`    // "publish", "mass"; "citizen" for what others wrote
	ID          string    `json:"id"`      // Weibo id, or msg_data_id
	Index       int       `json:"index"`   // article within the msg_data_id
	PublishID   string    `json:"publish_id,omitempty"`
	ArticleID   string    `json:"article_id,omitempty"`
	MsgID       string    `json:"msg_id,omitempty"`
	DraftID     string    `json:"draft_id,omitempty"`
	ClientMsgID string    `json:"clientmsgid,omitempty"`
	Title       string    `json:"title,omitempty"`
	Text        string    `json:"text"`
	Media       []string  `json:"media"` // SHA-256 of the pictures' bytes, a cover first
	URL         string    `json:"url,omitempty"`
	At          time.Time `json:"at"`
	Status      int       `json:"status"` // publish_status; 0 = it is out
	Deleted     bool      `json:"deleted,omitempty"`
	Comments    []Comment `json:"comments"`
}

// Comment is a comment, or what was said under one.
type Comment struct {
	ID      string    `json:"id"`
	From    string    `json:"from"` // screen name or openid; "" where the platform gives none
	Own     bool      `json:"own"`  // written through the platform's API by the account itself
	Text    string    `json:"text"`
	At      time.Time `json:"at"`
	Deleted bool      `json:"deleted,omitempty"`
	Elected bool      `json:"elected,omitempty"`
	Replies []Comment `json:"replies"`
}

// Answers lists the account's own replies ever accepted under a comment; more than one is a reply sent twice.
func (c Comment) Answers() []Comment {
	var out []Comment
	for _, r := range c.Replies {
		if r.Own {
			out = append(out, r)
		}
	}
	return out
}

// Own lists the posts that the accounts themselves sent, those that failed on the platform's side left out.
func (r Records) Own() []Post {
	var out []Post
	for _, p := range r.Posts {
		if p.Kind != "citizen" && (p.Status < 2 || p.Status > 4) {
			out = append(out, p)
		}
	}
	return out
}

// Call counts the requests to one call, accepted or not.
type Call struct {
	Platform string `json:"platform"`
	Account  string `json:"account,omitempty"` // where the platform's stand-in counts by account
	Call     string `json:"call"`
	Count    int    `json:"count"`
}

// Records collects from all stand-ins.
func (s *Server) Records() Records {
	r := Records{Posts: []Post{}, Calls: s.calls.calls()}
	r.Posts = append(r.Posts, s.weiboPosts()...)
	w := s.wechat.Records()
	for _, p := range w.Posts {
		out := Post{Platform: WeChat, Account: p.AppID, Kind: p.Kind, ID: number(p.MsgDataID), Index: p.Index, ArticleID: p.ArticleID, DraftID: p.DraftID,
			ClientMsgID: p.ClientMsgID, Title: p.Title, Text: p.Text, Media: p.Pictures, URL: p.URL, At: p.At, Status: p.Status, Deleted: p.Deleted,
			Comments: []Comment{}}
		if p.Kind == "mass" {
			out.MsgID = number(p.MsgID)
		} else {
			out.PublishID = number(p.PublishID)
		}
		for _, c := range p.Comments {
			m := Comment{ID: number(c.ID), From: c.OpenID, Text: c.Content, At: c.At, Deleted: c.Ended != "", Elected: c.Elected, Replies: []Comment{}}
			for _, a := range c.Replies {
				m.Replies = append(m.Replies, Comment{Own: true, Text: a.Content, At: a.At, Deleted: a.Deleted, Replies: []Comment{}})
			}
			out.Comments = append(out.Comments, m)
		}
		r.Posts = append(r.Posts, out)
	}
	for _, c := range w.Calls {
		r.Calls = append(r.Calls, Call{WeChat, c.AppID, c.Path, c.N})
	}
	slices.SortStableFunc(r.Posts, func(a, b Post) int { return a.At.Compare(b.At) })
	slices.SortFunc(r.Calls, func(a, b Call) int {
		return cmp.Or(cmp.Compare(a.Platform, b.Platform), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Call, b.Call))
	})
	return r
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
