package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
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
// first to the last each time, and the desk knows those that it has by their key. What goes wrong with one item does not
// keep the others from being read; the first fault is returned beside what was read.
func (o *Office) Collect(ctx context.Context, id accounts.ID, posts []inbox.PostRef, cursor json.RawMessage) (inbox.Batch, error) {
	batch := inbox.Batch{Cursor: cursor}
	cl, err := o.client(ctx, id)
	if err != nil {
		return batch, err
	}
	var first error
	inARow := 0
	for _, post := range posts {
		err := o.collect(ctx, cl, id, post, &batch)
		if err == nil {
			inARow = 0
			continue
		}
		if first == nil {
			first = err
		}
		switch inARow++; problem.ClassOf(err) {
		case problem.ClassPermanent:
			continue
		case problem.ClassRetryRead:
			if inARow < 2 && ctx.Err() == nil {
				continue
			}
		}
		return batch, first // the whole account is in trouble, or the way to it: the next round asks again
	}
	return batch, first
}

// collect reads the comments under one item into the batch.
func (o *Office) collect(ctx context.Context, cl *wechat.Client, id accounts.ID, post inbox.PostRef, batch *inbox.Batch) error {
	t, known, err := o.threadOf(ctx, cl, id, post)
	if err != nil || !known {
		return err
	}
	whole, err := each(ctx, cl, t, func(c wechat.Comment) bool {
		batch.Questions = append(batch.Questions, incoming(t, post, c))
		return true
	})
	switch {
	case err == nil && whole:
		batch.Complete = append(batch.Complete, post.Delivery)
	case err == nil: // too many, or moving too fast: what was not seen may still be there
	case is(err, wechat.CodeNoThread) || is(err, "88002"): // no comments there, or none any more
	default:
		return err
	}
	return nil
}

func incoming(t wechat.Thread, post inbox.PostRef, c wechat.Comment) inbox.Incoming {
	r, _ := json.Marshal(ref{t.MsgDataID, t.Index, c.ID})
	in := inbox.Incoming{External: fmt.Sprintf("%d_%d_%d", t.MsgDataID, t.Index, c.ID), Ref: r, Text: c.Content,
		At: time.Unix(c.Created, 0).UTC(), Under: post.Title, Delivery: post.Delivery, Link: post.Link}
	if c.Reply != nil {
		in.Replied = c.Reply.Content
	}
	return in
}

// threadOf returns where the comments of an item stand. An item whose answer was lost has no msg_data_id; the platform's
// statistics name it once its day is over.
func (o *Office) threadOf(ctx context.Context, cl *wechat.Client, id accounts.ID, post inbox.PostRef) (t wechat.Thread, known bool, err error) {
	if data, err := strconv.ParseInt(post.MsgDataID, 10, 64); err == nil {
		return wechat.Thread{MsgDataID: data}, true, nil
	}
	key := string(id) + " " + post.Delivery
	o.mu.Lock()
	t, known = o.learned[key]
	o.mu.Unlock()
	if known || dayOf(post.At) == dayOf(o.now()) {
		return t, known, nil
	}
	list, err := cl.ArticlesOf(ctx, post.At)
	if k := problem.KindOf(err); k == problem.Refused || problem.ClassOf(err) == problem.ClassRetryRead {
		return t, false, nil // not counted yet, or not allowed: the next round asks again
	} else if err != nil {
		return t, false, err
	}
	if a, ok := counted(list, post); ok {
		t = wechat.Thread{MsgDataID: a.MsgDataID, Index: a.Index}
		o.mu.Lock()
		o.learned[key] = t
		o.mu.Unlock()
		return t, true, nil
	}
	return t, false, nil
}

// counted finds an item in the statistics of its day: by its address, or by its title where only one has it. One without
// an address was pushed.
func counted(list []wechat.Counted, post inbox.PostRef) (wechat.Counted, bool) {
	var titled []wechat.Counted
	for _, a := range list {
		if post.Link != "" && address(a.URL) == address(post.Link) {
			return a, true
		}
		if (post.Link != "" || a.Mass) && alike(a.Title, post.Title) {
			titled = append(titled, a)
		}
	}
	if len(titled) != 1 {
		return wechat.Counted{}, false
	}
	return titled[0], true
}

// address is a link without what differs between two places of the platform: the scheme and the fragment.
func address(link string) string {
	if _, rest, ok := strings.Cut(link, "://"); ok {
		link = rest
	}
	link, _, _ = strings.Cut(link, "#")
	return link
}

func dayOf(t time.Time) string {
	return t.In(time.FixedZone("Asia/Shanghai", 8*3600)).Format(time.DateOnly)
}

// each calls f once with every comment of a thread until f returns false, and tells whether it saw the thread whole. People
// write and delete while it is read, so that each page begins with the last comment of the one before: when that is not
// there, something was taken away and others moved up unseen, and reading begins anew. The end is a first page that is not
// full, or a page without anything new: total has been seen to count the page only.
func each(ctx context.Context, cl *wechat.Client, t wechat.Thread, f func(wechat.Comment) bool) (whole bool, err error) {
	seen := map[int64]bool{}
	begin, last := 0, int64(0)
	for range maxPages {
		got, err := cl.CommentList(ctx, t, begin, page, wechat.CommentsAll)
		if err != nil {
			return false, err
		}
		fresh := 0
		for _, c := range got.Items {
			if seen[c.ID] {
				continue
			}
			seen[c.ID] = true
			fresh++
			if !f(c) {
				return false, nil
			}
		}
		overlaps := begin == 0 || slices.ContainsFunc(got.Items, func(c wechat.Comment) bool { return c.ID == last })
		n := len(got.Items)
		switch {
		case !overlaps && (begin > 1 || n > 0):
			begin = 0
		case n < page && (fresh == 0 || begin == 0):
			return true, nil
		default:
			begin, last = begin+max(1, n-1), got.Items[n-1].ID
		}
	}
	return false, nil
}

// Reply makes the one reply that a comment takes.
func (o *Office) Reply(ctx context.Context, id accounts.ID, raw json.RawMessage, text string) (inbox.Sent, error) {
	r, cl, err := o.thread(ctx, id, raw)
	if err != nil {
		return inbox.Sent{}, err
	}
	if err := cl.CommentReplyAdd(ctx, wechat.Thread{MsgDataID: r.MsgDataID, Index: r.Index}, r.Comment, text); err != nil {
		return inbox.Sent{}, repliedPerhaps(err)
	}
	return inbox.Sent{External: "reply-" + strconv.FormatInt(r.Comment, 10), At: o.now()}, nil
}

// repliedPerhaps makes of the refusal of a second reply (88005) what it is: a sign that an earlier attempt may have landed.
// The comment itself is looked at then.
func repliedPerhaps(err error) error {
	if !is(err, wechat.CodeAlreadyReplied) {
		return err
	}
	return &problem.Refusal{Platform: "微信", Code: wechat.CodeAlreadyReplied, Class: problem.ClassUnknown,
		Reason: "微信说这条留言已经回复过", Next: "会到留言下核对，不会再答第二次", Err: err}
}

// FindReply looks at the comment for a reply.
func (o *Office) FindReply(ctx context.Context, id accounts.ID, raw json.RawMessage, text string, since time.Time) (inbox.Sighting, error) {
	r, cl, err := o.thread(ctx, id, raw)
	if err != nil {
		return inbox.Sighting{}, err
	}
	sight := inbox.Sighting{Presence: inbox.Unclear, Words: "没有再看到这条评论，可能被删除了"}
	_, err = each(ctx, cl, wechat.Thread{MsgDataID: r.MsgDataID, Index: r.Index}, func(c wechat.Comment) bool {
		if c.ID != r.Comment {
			return true
		}
		switch {
		case c.Reply == nil && o.now().Sub(since) < time.Minute:
			sight.Words = "评论下还没有答复，平台也许正在处理"
		case c.Reply == nil:
			sight = inbox.Sighting{Presence: inbox.Absent, Words: "评论下没有答复"}
		case alike(c.Reply.Content, text):
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
