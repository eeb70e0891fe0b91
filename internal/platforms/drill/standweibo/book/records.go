package book

import "time"

// PostRecord is a post as the stand-in holds it.
type PostRecord struct {
	ID          int64           `json:"id"`
	UID         string          `json:"uid"`
	From        string          `json:"from"`
	App         string          `json:"app,omitempty"` // "" = written by a citizen
	Text        string          `json:"text"`
	Picture     string          `json:"picture,omitempty"` // SHA-256, hex
	PictureType string          `json:"picture_type,omitempty"`
	RIP         string          `json:"rip,omitempty"`
	At          time.Time       `json:"at"`
	VisibleAt   time.Time       `json:"visible_at"`
	RepostOf    int64           `json:"repost_of,omitempty"`
	Deleted     bool            `json:"deleted,omitempty"`
	Comments    []CommentRecord `json:"comments"`
}

// CommentRecord is a comment with the answers given to it.
type CommentRecord struct {
	ID      int64           `json:"id"`
	UID     string          `json:"uid"`
	From    string          `json:"from"`
	App     string          `json:"app,omitempty"`
	Sent    string          `json:"sent"`
	Text    string          `json:"text"`
	RIP     string          `json:"rip,omitempty"`
	At      time.Time       `json:"at"`
	Deleted bool            `json:"deleted,omitempty"`
	Replies []CommentRecord `json:"replies"`
}

// Records gives everything that was ever accepted, oldest first, deleted things included.
func (b *Book) Records() []PostRecord {
	defer b.Enter()()
	st := b.st
	under := map[int64][]*Comment{} // by post, or by the comment answered
	for _, m := range st.Comments {
		to := m.ReplyTo
		if to == 0 {
			to = m.Post
		}
		under[to] = append(under[to], m)
	}
	var comments func(of int64) []CommentRecord
	comments = func(of int64) []CommentRecord {
		out := []CommentRecord{}
		for _, m := range under[of] {
			out = append(out, CommentRecord{ID: m.ID, UID: m.UID, From: st.Name(m.UID), App: m.App, Sent: m.Sent, Text: m.Text, RIP: m.RIP,
				At: m.At, Deleted: m.Deleted, Replies: comments(m.ID)})
		}
		return out
	}
	out := make([]PostRecord, 0, len(st.Posts))
	for _, p := range st.Posts {
		out = append(out, PostRecord{ID: p.ID, UID: p.UID, From: st.Name(p.UID), App: p.App, Text: p.Text, Picture: p.Picture,
			PictureType: p.PicType, RIP: p.RIP, At: p.At, VisibleAt: p.Visible, RepostOf: p.RepostOf, Deleted: p.Deleted, Comments: comments(p.ID)})
	}
	return out
}
