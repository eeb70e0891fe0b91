// Package body is how the Weibo stand-in writes down users, posts and comments: the shapes of the documents' samples,
// filled from the book. It decides nothing about who may see what; it asks.
package body

import (
	"html"
	"strconv"
	"time"

	"huiying/internal/platforms/drill/standweibo/book"
	"huiying/internal/platforms/drill/standweibo/text"
)

// The shapes below are those of the documents' samples (WB:2/statuses/user_timeline, WB:2/comments/to_me,
// WB:2/users/show); what a drill has no use for is given its documented empty value.

// User is an account.
type User struct {
	ID             int64  `json:"id"`
	IDStr          string `json:"idstr"`
	ScreenName     string `json:"screen_name"`
	Name           string `json:"name"`
	Province       string `json:"province"`
	City           string `json:"city"`
	Location       string `json:"location"`
	Description    string `json:"description"`
	URL            string `json:"url"`
	ProfileImage   string `json:"profile_image_url"`
	Domain         string `json:"domain"`
	Gender         string `json:"gender"`
	Followers      int    `json:"followers_count"`
	Friends        int    `json:"friends_count"`
	Statuses       int    `json:"statuses_count"`
	Favourites     int    `json:"favourites_count"`
	CreatedAt      string `json:"created_at"`
	Following      bool   `json:"following"`
	AllowAllActMsg bool   `json:"allow_all_act_msg"`
	Verified       bool   `json:"verified"`
	VerifiedType   int    `json:"verified_type"`
	VerifiedReason string `json:"verified_reason"`
	AvatarLarge    string `json:"avatar_large"`
}

// Status is a post.
type Status struct {
	CreatedAt   string  `json:"created_at"`
	ID          int64   `json:"id"`
	MID         string  `json:"mid"`
	IDStr       string  `json:"idstr"`
	Text        string  `json:"text"`
	Source      string  `json:"source"`
	Favorited   bool    `json:"favorited"`
	Truncated   bool    `json:"truncated"`
	ReplyStatus string  `json:"in_reply_to_status_id"`
	ReplyUser   string  `json:"in_reply_to_user_id"`
	ReplyName   string  `json:"in_reply_to_screen_name"`
	Thumbnail   string  `json:"thumbnail_pic,omitempty"`
	Middle      string  `json:"bmiddle_pic,omitempty"`
	Original    string  `json:"original_pic,omitempty"`
	Pics        []Pic   `json:"pic_urls"`
	Geo         any     `json:"geo"`
	User        any     `json:"user"`
	Retweeted   any     `json:"retweeted_status,omitempty"`
	Reposts     int     `json:"reposts_count"`
	Comments    int     `json:"comments_count"`
	Attitudes   int     `json:"attitudes_count"`
	IsLongText  bool    `json:"isLongText"`
	Visible     Visible `json:"visible"`
}

// Pic is a picture of a post.
type Pic struct {
	Thumbnail string `json:"thumbnail_pic"`
}

// Visible says who may read a post.
type Visible struct {
	Type   int `json:"type"`
	ListID int `json:"list_id"`
}

// Gone stands in the place of an original that its author deleted: no user, deleted as a string.
type Gone struct {
	CreatedAt string `json:"created_at"`
	ID        int64  `json:"id"`
	MID       string `json:"mid"`
	IDStr     string `json:"idstr"`
	Text      string `json:"text"`
	Deleted   string `json:"deleted"`
}

// Comment is a comment.
type Comment struct {
	CreatedAt string   `json:"created_at"`
	ID        int64    `json:"id"`
	RootID    int64    `json:"rootid"`
	Floor     int      `json:"floor_number"`
	Text      string   `json:"text"`
	Source    string   `json:"source"`
	User      any      `json:"user"`
	MID       string   `json:"mid"`
	IDStr     string   `json:"idstr"`
	Status    any      `json:"status,omitempty"`
	Reply     *Comment `json:"reply_comment,omitempty"`
}

// View is what one caller is shown.
type View struct {
	State  *book.State
	Base   string                  // the address under which the caller reached the stand-in: nothing points at the real platform
	Source func(app string) string // the name that stands under 来自
	Sees   func(*book.Post) bool
	Trim   bool // trim_user: only the id of a user
}

func stamp(t time.Time) string { return t.In(time.FixedZone("CST", 8*3600)).Format(time.RubyDate) }

func (v View) source(app string) string {
	return `<a href="http://app.weibo.com/t/feed/` + html.EscapeString(app) + `" rel="nofollow">` + html.EscapeString(v.Source(app)) + `</a>`
}

// User gives null for a user who is gone, and only the id where trim_user asks for it.
func (v View) User(uid string) any {
	u, ok := v.State.Users[uid]
	if !ok || u.Gone {
		return nil
	}
	id, _ := strconv.ParseInt(uid, 10, 64) // checked when it came in
	if v.Trim {
		return map[string]any{"id": id}
	}
	b := User{ID: id, IDStr: uid, ScreenName: u.ScreenName, Name: u.Name, Province: "11", City: "1000", Location: u.Location,
		Gender: "m", Followers: u.Followers, CreatedAt: "Fri Aug 28 00:00:00 +0800 2009", Verified: u.Verified, VerifiedType: -1,
		VerifiedReason: u.Reason, ProfileImage: v.Base + "/avatar/" + uid + "/50", AvatarLarge: v.Base + "/avatar/" + uid + "/180"}
	if u.Verified {
		b.VerifiedType = 1
	}
	for _, p := range v.State.Posts {
		if p.UID == uid && v.Sees(p) {
			b.Statuses++
		}
	}
	return b
}

func (v View) text(t string) string {
	if v.State.Wire.ShortLinks {
		return text.Shorten(t)
	}
	return t
}

// Status is a post as its reader gets it.
func (v View) Status(p *book.Post) Status {
	id := strconv.FormatInt(p.ID, 10)
	b := Status{CreatedAt: stamp(p.At), ID: p.ID, MID: id, IDStr: id, Text: v.text(p.Text), Source: v.source(p.App), Pics: []Pic{},
		User: v.User(p.UID), Comments: len(CommentsOf(v.State, p.ID))}
	if p.Picture != "" {
		at := v.Base + "/pictures/" + p.Picture
		b.Thumbnail, b.Middle, b.Original = at+"?size=thumbnail", at+"?size=bmiddle", at
		b.Pics = []Pic{{b.Thumbnail}}
	}
	for _, r := range v.State.Posts {
		if r.RepostOf == p.ID && !r.Deleted {
			b.Reposts++
		}
	}
	if p.RepostOf != 0 {
		b.Retweeted = v.original(p.RepostOf)
	}
	return b
}

func (v View) original(id int64) any {
	if o, ok := v.State.Post(id); ok {
		return v.Status(o)
	}
	str := strconv.FormatInt(id, 10)
	g := Gone{ID: id, MID: str, IDStr: str, Text: "抱歉，此微博已被作者删除。", Deleted: "1"}
	if o, ok := book.Find(v.State.Posts, id, func(p *book.Post) int64 { return p.ID }); ok {
		g.CreatedAt = stamp(o.At)
	}
	return g
}

// Comment is a comment as its reader gets it, with its post and the comment that it answers.
func (v View) Comment(m *book.Comment) *Comment {
	b := v.bare(m)
	if p, ok := v.State.Post(m.Post); ok {
		b.Status = v.Status(p)
	}
	if o, ok := v.State.Comment(m.ReplyTo); ok {
		b.Reply = v.bare(o)
	}
	return b
}

func (v View) bare(m *book.Comment) *Comment {
	id := strconv.FormatInt(m.ID, 10)
	return &Comment{CreatedAt: stamp(m.At), ID: m.ID, RootID: m.Root, Floor: m.Floor, Text: v.text(m.Text), Source: v.source(m.App),
		User: v.User(m.UID), MID: id, IDStr: id}
}

// CommentsOf lists what stands under a post, oldest first.
func CommentsOf(st *book.State, post int64) []*book.Comment {
	var out []*book.Comment
	for _, m := range st.Comments {
		if m.Post == post && !m.Deleted {
			out = append(out, m)
		}
	}
	return out
}
