package office

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/platforms/wechat"
	"huiying/internal/problem"
)

// page is the most that a list of comments may be asked for (count < 50, else 88010).
const page = 49

// maxPages bounds one reading of one article's comments.
const maxPages = 100

// ref is what replying needs.
type ref struct {
	MsgDataID int64 `json:"msg_data_id"`
	Index     int   `json:"index"`
	Comment   int64 `json:"user_comment_id"`
}

// Collect reads all comments under the given items. There is no cursor on this platform: comments are read from the
// first to the last each time, and the desk knows those that it has by their key.
func (o *Office) Collect(ctx context.Context, id accounts.ID, posts []inbox.PostRef, cursor json.RawMessage) (inbox.Batch, error) {
	batch := inbox.Batch{Cursor: cursor}
	cl, err := o.client(ctx, id)
	if err != nil {
		return batch, err
	}
	for _, post := range posts {
		data, err := strconv.ParseInt(post.MsgDataID, 10, 64)
		if err != nil {
			continue // found again by its look alone: the platform gave no key to its comments
		}
		t := wechat.Thread{MsgDataID: data}
		err = each(ctx, cl, t, func(c wechat.Comment) bool {
			r, _ := json.Marshal(ref{data, t.Index, c.ID})
			in := inbox.Incoming{External: fmt.Sprintf("%d_%d_%d", data, t.Index, c.ID), Ref: r, Text: c.Content,
				At: time.Unix(c.Created, 0).UTC(), Under: post.Title, Delivery: post.Delivery, Link: post.Link}
			if c.Reply != nil {
				in.Replied = c.Reply.Content
			}
			batch.Questions = append(batch.Questions, in)
			return true
		})
		switch {
		case err == nil:
			batch.Complete = append(batch.Complete, post.Delivery)
		case is(err, 88001) || is(err, 88002): // no comments there, or none any more
		default:
			return batch, err
		}
	}
	return batch, nil
}

// each calls f with every comment of a thread, oldest page first as the platform gives them, until f returns false. The
// end is an empty page: total has been seen to count the page only.
func each(ctx context.Context, cl *wechat.Client, t wechat.Thread, f func(wechat.Comment) bool) error {
	seen := map[int64]bool{}
	for begin, n := 0, 0; n < maxPages; n++ {
		got, err := cl.CommentList(ctx, t, begin, page, wechat.CommentsAll)
		if err != nil {
			return err
		}
		if len(got.Items) == 0 {
			return nil
		}
		for _, c := range got.Items {
			if seen[c.ID] {
				continue
			}
			seen[c.ID] = true
			if !f(c) {
				return nil
			}
		}
		begin += len(got.Items)
	}
	return nil
}

// Reply makes the one reply that a comment takes.
func (o *Office) Reply(ctx context.Context, id accounts.ID, raw json.RawMessage, text string) (inbox.Sent, error) {
	r, cl, err := o.thread(ctx, id, raw)
	if err != nil {
		return inbox.Sent{}, err
	}
	if err := cl.CommentReplyAdd(ctx, wechat.Thread{MsgDataID: r.MsgDataID, Index: r.Index}, r.Comment, text); err != nil {
		return inbox.Sent{}, err
	}
	return inbox.Sent{External: "reply-" + strconv.FormatInt(r.Comment, 10), At: o.now()}, nil
}

// FindReply looks at the comment for a reply.
func (o *Office) FindReply(ctx context.Context, id accounts.ID, raw json.RawMessage, text string, since time.Time) (inbox.Sighting, error) {
	r, cl, err := o.thread(ctx, id, raw)
	if err != nil {
		return inbox.Sighting{}, err
	}
	sight := inbox.Sighting{Presence: inbox.Unclear, Words: "没有再看到这条评论，可能被删除了"}
	err = each(ctx, cl, wechat.Thread{MsgDataID: r.MsgDataID, Index: r.Index}, func(c wechat.Comment) bool {
		if c.ID != r.Comment {
			return true
		}
		switch {
		case c.Reply == nil && o.now().Sub(since) < time.Minute:
			sight.Words = "评论下还没有答复，平台也许正在处理"
		case c.Reply == nil:
			sight = inbox.Sighting{Presence: inbox.Absent, Words: "评论下没有答复"}
		case strings.TrimSpace(c.Reply.Content) == strings.TrimSpace(text):
			sight = inbox.Sighting{Presence: inbox.There, Words: "评论下已有这份答复",
				Sent: inbox.Sent{External: "reply-" + strconv.FormatInt(r.Comment, 10), At: time.Unix(c.Reply.Created, 0).UTC()}}
		default:
			sight.Words = "评论下已有另一份答复，请到后台看一眼是谁答的"
		}
		return false
	})
	return sight, err
}

func (o *Office) thread(ctx context.Context, id accounts.ID, raw json.RawMessage) (ref, *wechat.Client, error) {
	var r ref
	if err := json.Unmarshal(raw, &r); err != nil || r.Comment == 0 {
		return r, nil, &problem.Refusal{Platform: "微信", Class: problem.ClassPermanent, Reason: "这条留言没有微信的评论编号", Next: "请到平台后台答复", Err: err}
	}
	cl, err := o.client(ctx, id)
	return r, cl, err
}

var (
	_ inbox.Source  = (*Office)(nil)
	_ inbox.Replier = (*Office)(nil)
)
