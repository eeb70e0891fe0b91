package wechat

import (
	"context"

	"huiying/internal/platforms/wire"
)

// Thread is where the comments of one article stand. Index is the article's 0-based position.
type Thread struct {
	MsgDataID int64 `json:"msg_data_id"`
	Index     int   `json:"index"`
}

// Which comments CommentList returns.
const (
	CommentsAll     = 0
	CommentsNormal  = 1
	CommentsElected = 2
)

// MaxComments is the most that one CommentList returns; 50 is already refused (88010).
const MaxComments = 49

// Comment is a citizen's comment. ID is unique within its thread only. OpenID is empty for people without a WeChat
// identity. Reply is nil while there is none.
type Comment struct {
	ID      int64
	OpenID  string
	Created int64 // unix seconds
	Content string
	Elected bool
	Reply   *CommentReply
}

// CommentReply is the account's one reply to a comment.
type CommentReply struct {
	Content string
	Created int64 // unix seconds
}

// Comments is a page of comments. Total is as the platform gives it; it has been seen to count this page only, so that
// it is no sign of the end: an empty page is.
type Comments struct {
	Total int64
	Items []Comment
}

type onComment struct {
	Thread
	UserCommentID int64 `json:"user_comment_id"`
}

// CommentOpen opens an article's comments.
func (c *Client) CommentOpen(ctx context.Context, t Thread) error {
	return c.plain(ctx, "/cgi-bin/comment/open", t)
}

// CommentClose closes an article's comments.
func (c *Client) CommentClose(ctx context.Context, t Thread) error {
	return c.plain(ctx, "/cgi-bin/comment/close", t)
}

// CommentList returns count (at most MaxComments) comments from position begin. kind is one of the Comments… constants.
// There is no cursor: comments may move between pages while people write and delete.
func (c *Client) CommentList(ctx context.Context, t Thread, begin, count, kind int) (Comments, error) {
	type reply struct {
		Content string   `json:"content"`
		Created wire.Int `json:"create_time"`
	}
	type answer struct {
		Total   *wire.Int `json:"total"`
		Comment []struct {
			ID      wire.Int         `json:"user_comment_id"`
			OpenID  string           `json:"openid"`
			Created wire.Int         `json:"create_time"`
			Content string           `json:"content"`
			Kind    wire.Int         `json:"comment_type"`
			Reply   wire.List[reply] `json:"reply"`
		} `json:"comment"`
	}
	body := struct {
		Thread
		Begin int `json:"begin"`
		Count int `json:"count"`
		Type  int `json:"type"`
	}{t, begin, count, kind}
	k := call{path: "/cgi-bin/comment/list", body: body}
	a, err := ask(ctx, c, k, func(a *answer) bool { return a.Total != nil || a.Comment != nil })
	if err != nil {
		return Comments{}, err
	}
	var out Comments
	if a.Total != nil {
		out.Total = int64(*a.Total)
	}
	for _, i := range a.Comment {
		one := Comment{ID: int64(i.ID), OpenID: i.OpenID, Created: int64(i.Created), Content: i.Content, Elected: i.Kind == 1}
		// An empty reply object has been documented for "none".
		if len(i.Reply) > 0 && (i.Reply[0].Content != "" || i.Reply[0].Created != 0) {
			one.Reply = &CommentReply{Content: i.Reply[0].Content, Created: int64(i.Reply[0].Created)}
		}
		out.Items = append(out.Items, one)
	}
	return out, nil
}

// CommentReplyAdd replies to a comment. A comment takes one reply; a second is refused with 88005.
func (c *Client) CommentReplyAdd(ctx context.Context, t Thread, userCommentID int64, content string) error {
	return c.plain(ctx, "/cgi-bin/comment/reply/add", struct {
		onComment
		Content string `json:"content"`
	}{onComment{t, userCommentID}, content})
}

// CommentReplyDelete takes the reply back.
func (c *Client) CommentReplyDelete(ctx context.Context, t Thread, userCommentID int64) error {
	return c.plain(ctx, "/cgi-bin/comment/reply/delete", onComment{t, userCommentID})
}

// plain makes a writing call that is answered by errcode alone.
func (c *Client) plain(ctx context.Context, path string, body any) error {
	_, err := ask[done](ctx, c, call{path: path, body: body, writing: true, bare: true}, nil)
	return err
}
