package standweibo

import (
	"html"
	"strconv"
	"time"

	"huiying/internal/platforms/drill/standweibo/book"
	"huiying/internal/platforms/drill/standweibo/text"
)

// The shapes below are those of the documents' samples (WB:2/statuses/user_timeline, WB:2/comments/to_me,
// WB:2/users/show); what a drill has no use for is given its documented empty value.

type userBody struct {
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

type statusBody struct {
	CreatedAt   string      `json:"created_at"`
	ID          int64       `json:"id"`
	MID         string      `json:"mid"`
	IDStr       string      `json:"idstr"`
	Text        string      `json:"text"`
	Source      string      `json:"source"`
	Favorited   bool        `json:"favorited"`
	Truncated   bool        `json:"truncated"`
	ReplyStatus string      `json:"in_reply_to_status_id"`
	ReplyUser   string      `json:"in_reply_to_user_id"`
	ReplyName   string      `json:"in_reply_to_screen_name"`
	Thumbnail   string      `json:"thumbnail_pic,omitempty"`
	Middle      string      `json:"bmiddle_pic,omitempty"`
	Original    string      `json:"original_pic,omitempty"`
	Pics        []picBody   `json:"pic_urls"`
	Geo         any         `json:"geo"`
	User        any         `json:"user"`
	Retweeted   any         `json:"retweeted_status,omitempty"`
	Reposts     int         `json:"reposts_count"`
	Comments    int         `json:"comments_count"`
	Attitudes   int         `json:"attitudes_count"`
	IsLongText  bool        `json:"isLongText"`
	Visible     visibleBody `json:"visible"`
}

type picBody struct {
	Thumbnail string `json:"thumbnail_pic"`
}

type visibleBody struct {
	Type   int `json:"type"`
	ListID int `json:"list_id"`
}

// goneStatus stands in the place of an original that its author deleted: no user, deleted as a string.
type goneStatus struct {
	CreatedAt string `json:"created_at"`
	ID        int64  `json:"id"`
	MID       string `json:"mid"`
	IDStr     string `json:"idstr"`
	Text      string `json:"text"`
	Deleted   string `json:"deleted"`
}

type commentBody struct {
	CreatedAt string       `json:"created_at"`
	ID        int64        `json:"id"`
	RootID    int64        `json:"rootid"`
	Floor     int          `json:"floor_number"`
	Text      string       `json:"text"`
	Source    string       `json:"source"`
	User      any          `json:"user"`
	MID       string       `json:"mid"`
	IDStr     string       `json:"idstr"`
	Status    any          `json:"status,omitempty"`
	Reply     *commentBody `json:"reply_comment,omitempty"`
}

func stamp(t time.Time) string { return beijing(t).Format(time.RubyDate) }

func (s *Server) source(app string) string {
	name := "微博网页版"
	if a, ok := s.app(app); ok {
		name = a.Name
		if !a.Reviewed {
			name = "未通过审核应用"
		}
	}
	return `<a href="http://app.weibo.com/t/feed/` + html.EscapeString(app) + `" rel="nofollow">` + html.EscapeString(name) + `</a>`
}

// userBody gives null for a user who is gone, and only the id where trim_user asks for it.
func (s *Server) userBody(c *call, uid string, trim bool) any {
	u, ok := s.st.Users[uid]
	if !ok || u.Gone {
		return nil
	}
	id, _ := strconv.ParseInt(uid, 10, 64) // checked when it came in
	if trim {
		return map[string]any{"id": id}
	}
	b := userBody{ID: id, IDStr: uid, ScreenName: u.ScreenName, Name: u.Name, Province: "11", City: "1000", Location: u.Location,
		Gender: "m", Followers: u.Followers, CreatedAt: "Fri Aug 28 00:00:00 +0800 2009", Verified: u.Verified, VerifiedType: -1,
		VerifiedReason: u.Reason, ProfileImage: s.base(c) + "/avatar/" + uid + "/50", AvatarLarge: s.base(c) + "/avatar/" + uid + "/180"}
	if u.Verified {
		b.VerifiedType = 1
	}
	for _, p := range s.st.Posts {
		if p.UID == uid && s.visible(p, c) {
			b.Statuses++
		}
	}
	return b
}

// base is the address under which the caller reached the stand-in: nothing in an answer points at the real platform's
// pictures.
func (s *Server) base(c *call) string { return "http://" + c.host }

func (s *Server) text(t string) string {
	if s.st.Wire.ShortLinks {
		return text.Shorten(t)
	}
	return t
}

func (s *Server) statusBody(c *call, p *book.Post, trim bool) statusBody {
	id := strconv.FormatInt(p.ID, 10)
	b := statusBody{CreatedAt: stamp(p.At), ID: p.ID, MID: id, IDStr: id, Text: s.text(p.Text), Source: s.source(p.App), Pics: []picBody{},
		User: s.userBody(c, p.UID, trim), Comments: len(s.commentsOf(p.ID))}
	if p.Picture != "" {
		at := s.base(c) + "/pictures/" + p.Picture
		b.Thumbnail, b.Middle, b.Original = at+"?size=thumbnail", at+"?size=bmiddle", at
		b.Pics = []picBody{{b.Thumbnail}}
	}
	for _, r := range s.st.Posts {
		if r.RepostOf == p.ID && !r.Deleted {
			b.Reposts++
		}
	}
	if p.RepostOf != 0 {
		b.Retweeted = s.original(c, p.RepostOf, trim)
	}
	return b
}

func (s *Server) original(c *call, id int64, trim bool) any {
	if o, ok := s.st.Post(id); ok {
		return s.statusBody(c, o, trim)
	}
	str := strconv.FormatInt(id, 10)
	g := goneStatus{ID: id, MID: str, IDStr: str, Text: "抱歉，此微博已被作者删除。", Deleted: "1"}
	if o, ok := book.Find(s.st.Posts, id, func(p *book.Post) int64 { return p.ID }); ok {
		g.CreatedAt = stamp(o.At)
	}
	return g
}

func (s *Server) commentBody(c *call, m *book.Comment, trim bool) *commentBody {
	b := s.bareComment(c, m, trim)
	if p, ok := s.st.Post(m.Post); ok {
		b.Status = s.statusBody(c, p, trim)
	}
	if o, ok := s.st.Comment(m.ReplyTo); ok {
		b.Reply = s.bareComment(c, o, trim)
	}
	return b
}

func (s *Server) bareComment(c *call, m *book.Comment, trim bool) *commentBody {
	id := strconv.FormatInt(m.ID, 10)
	return &commentBody{CreatedAt: stamp(m.At), ID: m.ID, RootID: m.Root, Floor: m.Floor, Text: s.text(m.Text), Source: s.source(m.App),
		User: s.userBody(c, m.UID, trim), MID: id, IDStr: id}
}

// commentsOf lists what stands under a post, oldest first.
func (s *Server) commentsOf(post int64) []*book.Comment {
	var out []*book.Comment
	for _, m := range s.st.Comments {
		if m.Post == post && !m.Deleted {
			out = append(out, m)
		}
	}
	return out
}
