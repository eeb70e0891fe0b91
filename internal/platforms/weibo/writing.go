package weibo

import (
	"context"
	"errors"
	"net/url"
	"strconv"

	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
)

// Shared is a post that Weibo took. Pending says that it shows only after a minute or two (20032): it then has no ID yet,
// and is found in UserTimeline by its text. Status may hold nothing but the ID.
type Shared struct {
	ID      int64
	Status  Status
	Pending bool
}

// Commented is a comment that Weibo took; Pending as with Shared.
type Commented struct {
	ID      int64
	Comment Comment
	Pending bool
}

// Share posts text with at most one picture; pic may be nil. rip is the operator's own address, which Weibo demands. There
// is no key against doubles: after a lost answer look in UserTimeline; a repetition is refused with 20019 (IsRepeated).
func (c *Client) Share(ctx context.Context, text string, pic *wire.File, rip string) (Shared, error) {
	const path = "/2/statuses/share.json"
	a, err := c.post(ctx, path, withRIP(url.Values{"status": {text}}, rip), pic)
	if CodeOf(err) == CodePending {
		return Shared{Pending: true}, nil
	}
	if err != nil {
		return Shared{}, err
	}
	id, err := newID(a, path)
	if err != nil {
		return Shared{}, err
	}
	out := Shared{ID: id}
	if wire.Decode(a.Body, &out.Status) != nil {
		out.Status = Status{}
	}
	out.Status.ID = wire.Int(id)
	return out, nil
}

// CommentCreate comments on a post.
func (c *Client) CommentCreate(ctx context.Context, statusID int64, text, rip string) (Commented, error) {
	form := url.Values{"id": {strconv.FormatInt(statusID, 10)}, "comment": {text}, "comment_ori": {"0"}}
	return c.comment(ctx, "/2/comments/create.json", withRIP(form, rip))
}

// CommentReply replies to comment commentID under post statusID. With mention Weibo puts "回复@name:" in front.
func (c *Client) CommentReply(ctx context.Context, commentID, statusID int64, text string, mention bool, rip string) (Commented, error) {
	form := url.Values{
		"cid": {strconv.FormatInt(commentID, 10)}, "id": {strconv.FormatInt(statusID, 10)}, "comment": {text},
		"without_mention": {"1"}, "comment_ori": {"0"},
	}
	if mention {
		form.Set("without_mention", "0")
	}
	return c.comment(ctx, "/2/comments/reply.json", withRIP(form, rip))
}

func (c *Client) comment(ctx context.Context, path string, form url.Values) (Commented, error) {
	a, err := c.post(ctx, path, form, nil)
	if CodeOf(err) == CodePending {
		return Commented{Pending: true}, nil
	}
	if err != nil {
		return Commented{}, err
	}
	id, err := newID(a, path)
	if err != nil {
		return Commented{}, err
	}
	out := Commented{ID: id}
	if wire.Decode(a.Body, &out.Comment) != nil {
		out.Comment = Comment{}
	}
	out.Comment.ID = wire.Int(id)
	return out, nil
}

// Revoke ends this account's consent.
func (c *Client) Revoke(ctx context.Context) error {
	const path = "/oauth2/revokeoauth2"
	a, err := c.post(ctx, path, url.Values{}, nil)
	if err != nil {
		return err
	}
	var body struct {
		Result *wire.Flag `json:"result"`
	}
	if err := wire.Decode(a.Body, &body); err != nil || body.Result == nil {
		return wire.Unreadable(platform, path, true, a, err)
	}
	if !*body.Result {
		return &problem.Refusal{
			Platform: platform, Call: path, Class: problem.ClassPermanent, Message: "result is false",
			Reason: "微博没有收回这个授权", Next: "请登录微博，在授权管理里取消",
		}
	}
	return nil
}

func withRIP(form url.Values, rip string) url.Values {
	if rip != "" {
		form.Set("rip", rip)
	}
	return form
}

// newID finds the id of what was made. Nothing else of the answer can turn a success into a doubt.
func newID(a wire.Answer, path string) (int64, error) {
	var body struct {
		ID    wire.Int  `json:"id"`
		IDStr wire.Int  `json:"idstr"`
		MID   wire.Text `json:"mid"`
	}
	err := wire.Decode(a.Body, &body)
	if err == nil {
		mid, _ := strconv.ParseInt(string(body.MID), 10, 64)
		for _, id := range []int64{int64(body.ID), int64(body.IDStr), mid} {
			if id > 0 {
				return id, nil
			}
		}
		err = errors.New("no id")
	}
	return 0, wire.Unreadable(platform, path, true, a, err)
}
