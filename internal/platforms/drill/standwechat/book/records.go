package book

import (
	"cmp"
	"slices"
	"time"

	"huiying/internal/platforms/drill/standwechat/markup"
)

// Records is everything the stand-in has accepted, for assertions.
type Records struct {
	Posts  []Post
	Drafts []BoxEntry
	Calls  []Count
}

// BoxEntry is what is left in a draft box.
type BoxEntry struct {
	AppID, ID string
	Titles    []string
}

// Post is one article that was sent out or is on its way.
type Post struct {
	AppID       string
	Kind        string // "publish" or "mass"
	PublishID   int64
	MsgID       int64
	MsgDataID   int64
	Index       int
	ArticleID   string
	DraftID     string
	ClientMsgID string
	Title       string
	Text        string   // without markup
	Pictures    []string // SHA-256: cover, then those in the text
	URL         string
	At          time.Time
	Status      int // publish_status
	Deleted     bool
	Comments    []Comment
}

// Count counts the requests to one path, accepted or not.
type Count struct {
	AppID, Path string
	N           int
}

// Records copies the book, oldest first.
func (k *Keeper) Records() Records {
	k.mu.Lock()
	defer k.mu.Unlock()
	var r Records
	now := k.Now()
	for _, j := range k.b.Jobs {
		for i, it := range j.Items {
			p := Post{AppID: j.AppID, Kind: "publish", PublishID: j.PublishID, MsgID: j.MsgID, MsgDataID: j.MsgDataID, Index: i, ArticleID: j.ArticleID,
				DraftID: j.DraftID, ClientMsgID: j.ClientMsgID, Title: it.Title, Text: markup.PlainText(it.Content), Pictures: k.pictures(j.AppID, it.Article),
				URL: it.URL, At: j.At, Status: j.Status(now), Deleted: it.Deleted}
			if j.Mass {
				p.Kind = "mass"
			}
			for _, m := range k.b.Comments {
				if m.MsgDataID == j.MsgDataID && m.Index == i {
					c := *m
					c.Replies = slices.Clone(m.Replies)
					p.Comments = append(p.Comments, c)
				}
			}
			r.Posts = append(r.Posts, p)
		}
	}
	for app := range k.b.Accounts {
		for _, d := range k.b.DraftsOf(app, now) {
			out := BoxEntry{AppID: app, ID: d.ID}
			for _, a := range d.Articles {
				out.Titles = append(out.Titles, a.Title)
			}
			r.Drafts = append(r.Drafts, out)
		}
	}
	for key, n := range k.b.Calls {
		r.Calls = append(r.Calls, Count{key.AppID, key.Path, n})
	}
	slices.SortFunc(r.Drafts, func(a, b BoxEntry) int { return cmp.Or(cmp.Compare(a.AppID, b.AppID), cmp.Compare(a.ID, b.ID)) })
	slices.SortFunc(r.Calls, func(a, b Count) int { return cmp.Or(cmp.Compare(a.AppID, b.AppID), cmp.Compare(a.Path, b.Path)) })
	return r
}

func (k *Keeper) pictures(app string, a Article) []string {
	var out []string
	if m := k.b.Material(app, a.Thumb); m != nil {
		out = append(out, m.Hash)
	}
	for _, id := range a.Images {
		if m := k.b.Material(app, id); m != nil && id != a.Thumb {
			out = append(out, m.Hash)
		}
	}
	return append(out, k.picturesIn(a.Content)...)
}

// picturesIn lists the hashes of the uploaded pictures that a text shows.
func (k *Keeper) picturesIn(content string) []string {
	var out []string
	for _, src := range markup.Sources(content) {
		if m := k.b.Picture(src); m != nil {
			out = append(out, m.Hash)
		}
	}
	return out
}
