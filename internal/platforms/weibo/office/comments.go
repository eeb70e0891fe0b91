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
		return inbox.Sent{}, landedPerhaps(err)
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

// lookBack is how many pages of the account's own comments a look goes back. Each counts against the day.
const lookBack = 3

// FindReply looks among the account's own comments for the reply.
func (o *Office) FindReply(ctx context.Context, id accounts.ID, raw json.RawMessage, text string, since time.Time) (inbox.Sighting, error) {
	r, err := readRef(raw)
	if err != nil {
		return inbox.Sighting{}, err
	}
	cl, _, err := o.client(ctx, id)
	if err != nil {
		return inbox.Sighting{}, err
	}
	at, whole, orphan := weibo.Page{Count: 50}, false, false
	for n := 0; n < lookBack && !whole; n++ {
		list, err := cl.CommentsByMe(ctx, at)
		if err != nil {
			return inbox.Sighting{}, err
		}
		for _, cm := range list.Items {
			if whole = cm.Created.Before(since.Add(-skew)) && !cm.Created.IsZero(); whole {
				break
			}
			if !said(cm.Text, text) {
				continue
			}
			if cm.ReplyTo != nil && int64(cm.ReplyTo.ID) == r.Comment {
				return inbox.Sighting{Presence: inbox.There, Words: "评论下已有这份答复",
					Sent: inbox.Sent{External: number(int64(cm.ID)), At: cm.Created.UTC()}}, nil
			}
			orphan = orphan || cm.ReplyTo == nil // what it answers is gone, and with it the sign of what it answers
		}
		at, whole = list.Next, whole || !list.More
	}
	switch {
	case orphan:
		return inbox.Sighting{Presence: inbox.Unclear, Words: "账号发过同样的答复，但原评论已不在，看不出答的是不是这一条"}, nil
	case o.now().Sub(since) < settleFor:
		return inbox.Sighting{Presence: inbox.Unclear, Words: "还没有看到答复，微博有时要一两分钟才显示"}, nil
	case !whole:
		return inbox.Sighting{Presence: inbox.Unclear, Words: "之后又答复了很多条，看不到那么早的"}, nil
	}
	return inbox.Sighting{Presence: inbox.Absent, Words: "账号发出的评论里没有这份答复"}, nil
}

var (
	_ inbox.Source  = (*Office)(nil)
	_ inbox.Replier = (*Office)(nil)
)
