package office

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/platforms/weibo"
	"huiying/internal/problem"
)

// maxPages bounds one reading; what is left is read in the next round, from where this one stopped.
const maxPages = 4

// cursor is where reading stopped. While Rest is set, a reading that ran out of pages goes on there, and Since moves only
// when it is done: otherwise what lies between would be lost.
type cursor struct {
	Since  int64       `json:"since"`
	Newest int64       `json:"newest,omitempty"`
	Rest   *weibo.Page `json:"rest,omitempty"`
}

// ref is what replying needs.
type ref struct {
	Comment int64 `json:"cid"`
	Status  int64 `json:"id"`
}

// Collect reads the comments that the account received since the last reading.
func (o *Office) Collect(ctx context.Context, id accounts.ID, posts []inbox.PostRef, raw json.RawMessage) (inbox.Batch, error) {
	var cur cursor
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &cur); err != nil {
			return inbox.Batch{Cursor: raw}, err
		}
	}
	cl, c, err := o.client(ctx, id)
	if err != nil {
		return inbox.Batch{Cursor: raw}, err
	}
	first := weibo.Page{SinceID: cur.Since, Count: 50}
	if cur.Rest != nil {
		first = *cur.Rest
	}
	sweep, err := weibo.Collect(ctx, first, maxPages, cl.CommentsToMe)
	if err != nil {
		return inbox.Batch{Cursor: raw}, err // what was read of it comes again: nothing is kept half
	}
	var batch inbox.Batch
	for _, cm := range sweep.Items {
		cur.Newest = max(cur.Newest, int64(cm.ID))
		if cm.User != nil && number(int64(cm.User.ID)) == c.Subject {
			continue // the office's own words
		}
		batch.Questions = append(batch.Questions, o.incoming(c.Subject, cm, posts))
	}
	if sweep.Done {
		cur = cursor{Since: max(cur.Since, cur.Newest)}
	} else {
		rest := sweep.Rest
		cur.Rest = &rest
	}
	batch.Cursor, err = json.Marshal(cur)
	return batch, err
}

func (o *Office) incoming(uid string, cm weibo.Comment, posts []inbox.PostRef) inbox.Incoming {
	r := ref{Comment: int64(cm.ID)}
	in := inbox.Incoming{External: number(int64(cm.ID)), Text: cm.Text, At: cm.Created.UTC()}
	if in.At.IsZero() {
		in.At = o.now()
	}
	if cm.User != nil {
		in.Author = cm.User.ScreenName
	}
	if cm.Status != nil {
		r.Status = int64(cm.Status.ID)
		in.Under = cm.Status.Text
		in.Link = o.receipt(uid, *cm.Status, r.Status).URL
		if i := slices.IndexFunc(posts, func(p inbox.PostRef) bool { return p.External == number(r.Status) }); i >= 0 {
			in.Under, in.Delivery = posts[i].Title, posts[i].Delivery
		}
	}
	in.Ref, _ = json.Marshal(r)
	return in
}

// Reply answers a comment, without a mention in front.
func (o *Office) Reply(ctx context.Context, id accounts.ID, raw json.RawMessage, text string) (inbox.Sent, error) {
	r, err := readRef(raw)
	if err != nil {
		return inbox.Sent{}, err
	}
	cl, _, err := o.client(ctx, id)
	if err != nil {
		return inbox.Sent{}, err
	}
	got, err := cl.CommentReply(ctx, r.Comment, r.Status, text, false, o.rip())
	if err != nil {
		return inbox.Sent{}, o.answeredAgain(ctx, cl, r, text, err)
	}
	return inbox.Sent{External: number(got.ID), At: o.now()}, nil
}

func readRef(raw json.RawMessage) (ref, error) {
	var r ref
	if err := json.Unmarshal(raw, &r); err != nil || r.Comment == 0 || r.Status == 0 {
		return r, &problem.Refusal{Platform: "微博", Class: problem.ClassPermanent, Reason: "这条留言没有微博的评论编号", Next: "请到平台后台答复", Err: err}
	}
	return r, nil
}

// lookBack is how many pages of a list of comments a look goes back. Each counts against the day.
const lookBack = 3

// FindReply looks for the reply among the account's own comments. Where these do not go back beyond the question, it looks
// under the post: a list may leave comments out, or be empty for a moment, and says something only as far back as it goes.
func (o *Office) FindReply(ctx context.Context, id accounts.ID, raw json.RawMessage, text string, since time.Time) (inbox.Sighting, error) {
	r, err := readRef(raw)
	if err != nil {
		return inbox.Sighting{}, err
	}
	cl, c, err := o.client(ctx, id)
	if err != nil {
		return inbox.Sighting{}, err
	}
	l := look{ref: r, uid: c.Subject, text: text, from: since.Add(-skew)}
	l.mine = true
	if err := l.walk(ctx, cl.CommentsByMe); err != nil {
		return inbox.Sighting{}, err
	}
	settled := o.now().Sub(since) >= settleFor
	if l.there == nil && !l.orphan && !l.beyond && settled {
		under := func(ctx context.Context, p weibo.Page) (weibo.Listing[weibo.Comment], error) {
			return cl.CommentsShow(ctx, r.Status, p)
		}
		l.mine = false
		if err := l.walk(ctx, under); err != nil {
			return inbox.Sighting{}, err
		}
	}
	switch {
	case l.there != nil:
		return inbox.Sighting{Presence: inbox.There, Words: "评论下已有这份答复",
			Sent: inbox.Sent{External: number(int64(l.there.ID)), At: l.there.Created.UTC()}}, nil
	case l.orphan:
		return inbox.Sighting{Presence: inbox.Unclear, Words: "账号发过同样的答复，但原评论已不在，看不出答的是不是这一条"}, nil
	case !settled:
		return inbox.Sighting{Presence: inbox.Unclear, Words: "还没有看到答复，微博有时要一两分钟才显示"}, nil
	case !l.beyond:
		return inbox.Sighting{Presence: inbox.Unclear, Words: "微博显示的评论到不了那么早，看不出有没有答复"}, nil
	}
	return inbox.Sighting{Presence: inbox.Absent, Words: "账号发出的评论里没有这份答复"}, nil
}

// look is a look for one reply through lists of comments, newest first.
type look struct {
	ref  ref
	uid  string
	text string
	from time.Time // what is older than this is older than the reply
	mine bool      // whether what is read is all the account's own

	there  *weibo.Comment
	orphan bool // the same words are there, but what they answer is gone, and with it the sign of what they answer
	beyond bool // a list went back beyond the reply: to a comment that is older, or no newer than the question itself
}

// walk reads a list until it is beyond the reply, or for lookBack pages.
func (l *look) walk(ctx context.Context, list func(context.Context, weibo.Page) (weibo.Listing[weibo.Comment], error)) error {
	at, more := weibo.Page{Count: 50}, true
	for n := 0; n < lookBack && more && !l.beyond; n++ {
		page, err := list(ctx, at)
		if err != nil {
			return err
		}
		if l.read(page.Items); l.there != nil {
			return nil
		}
		at, more = page.Next, page.More
	}
	return nil
}

// read goes through a page. The words under the question itself are the reply whenever they were written.
func (l *look) read(page []weibo.Comment) {
	for _, cm := range page {
		if said(cm.Text, l.text) && (l.mine || cm.User != nil && number(int64(cm.User.ID)) == l.uid) {
			if cm.ReplyTo != nil && int64(cm.ReplyTo.ID) == l.ref.Comment {
				l.there = &cm
				return
			}
			l.orphan = l.orphan || cm.ReplyTo == nil && int64(cm.ID) > l.ref.Comment
		}
		l.beyond = l.beyond || int64(cm.ID) <= l.ref.Comment || cm.Created.Before(l.from) && !cm.Created.IsZero()
	}
}

var (
	_ inbox.Source  = (*Office)(nil)
	_ inbox.Replier = (*Office)(nil)
)
