package weibo

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"huiying/internal/platforms/wire"
)

// list is the body of every listing. Weibo may write an empty one as [].
type list struct {
	Statuses []Status  `json:"statuses"`
	Comments []Comment `json:"comments"`
	Total    *wire.Int `json:"total_number"`
}

func (c *Client) list(ctx context.Context, path string, q url.Values) (list, error) {
	many, err := read(ctx, c, http.MethodGet, path, q, func(l *wire.List[list]) bool {
		return len(*l) == 0 && *l != nil || len(*l) == 1 && ((*l)[0].Statuses != nil || (*l)[0].Comments != nil || (*l)[0].Total != nil)
	})
	var out list
	if len(many) == 1 {
		out = many[0]
	}
	if out.Total == nil {
		out.Total = new(wire.Int)
	}
	return out, err
}

func (c *Client) statuses(ctx context.Context, path string, p Page) (Listing[Status], error) {
	l, err := c.list(ctx, path, p.query())
	if err != nil {
		return Listing[Status]{}, err
	}
	return listing(p, l.Statuses, *l.Total), nil
}

func (c *Client) comments(ctx context.Context, path string, p Page, q url.Values) (Listing[Comment], error) {
	l, err := c.list(ctx, path, q)
	if err != nil {
		return Listing[Comment]{}, err
	}
	return listing(p, l.Comments, *l.Total), nil
}

// UserTimeline returns the account's own posts. Ordinary apps see the latest five only, whatever is asked for.
func (c *Client) UserTimeline(ctx context.Context, p Page) (Listing[Status], error) {
	return c.statuses(ctx, "/2/statuses/user_timeline.json", p)
}

// Mentions returns posts that mention the account.
func (c *Client) Mentions(ctx context.Context, p Page) (Listing[Status], error) {
	return c.statuses(ctx, "/2/statuses/mentions.json", p)
}

// CommentsToMe returns comments that the account received.
func (c *Client) CommentsToMe(ctx context.Context, p Page) (Listing[Comment], error) {
	return c.comments(ctx, "/2/comments/to_me.json", p, p.query())
}

// CommentsByMe returns comments that the account made.
func (c *Client) CommentsByMe(ctx context.Context, p Page) (Listing[Comment], error) {
	return c.comments(ctx, "/2/comments/by_me.json", p, p.query())
}

// CommentsShow returns the comments on one post.
func (c *Client) CommentsShow(ctx context.Context, statusID int64, p Page) (Listing[Comment], error) {
	q := p.query()
	q.Set("id", strconv.FormatInt(statusID, 10))
	return c.comments(ctx, "/2/comments/show.json", p, q)
}

// StatusShow returns one post; 20101 when it is not there.
func (c *Client) StatusShow(ctx context.Context, id int64) (Status, error) {
	q := url.Values{"id": {strconv.FormatInt(id, 10)}}
	return read(ctx, c, http.MethodGet, "/2/statuses/show.json", q, func(s *Status) bool { return s.ID > 0 })
}

// StatusCounts returns the numbers under each of the given posts that Weibo knows.
func (c *Client) StatusCounts(ctx context.Context, ids ...int64) (map[int64]Counts, error) {
	type row struct {
		ID        wire.Int `json:"id"`
		Comments  wire.Int `json:"comments"`
		Reposts   wire.Int `json:"reposts"`
		Attitudes wire.Int `json:"attitudes"`
	}
	var text []string
	for _, id := range ids {
		text = append(text, strconv.FormatInt(id, 10))
	}
	rows, err := read(ctx, c, http.MethodGet, "/2/statuses/count.json", url.Values{"ids": {strings.Join(text, ",")}}, func(r *[]row) bool { return *r != nil })
	if err != nil {
		return nil, err
	}
	out := map[int64]Counts{}
	for _, r := range rows {
		if r.ID > 0 {
			out[int64(r.ID)] = Counts{Comments: int64(r.Comments), Reposts: int64(r.Reposts), Attitudes: int64(r.Attitudes)}
		}
	}
	return out, nil
}

// UID returns the number of the account to which the token belongs.
func (c *Client) UID(ctx context.Context) (int64, error) {
	type answer struct {
		UID wire.Int `json:"uid"`
	}
	a, err := read(ctx, c, http.MethodGet, "/2/account/get_uid.json", url.Values{}, func(a *answer) bool { return a.UID > 0 })
	return int64(a.UID), err
}

// UserShow returns an account's profile.
func (c *Client) UserShow(ctx context.Context, uid int64) (User, error) {
	q := url.Values{"uid": {strconv.FormatInt(uid, 10)}}
	return read(ctx, c, http.MethodGet, "/2/users/show.json", q, func(u *User) bool { return u.ID > 0 })
}

// TokenInfo asks Weibo about this client's token.
func (c *Client) TokenInfo(ctx context.Context) (TokenInfo, error) {
	type answer struct {
		UID     wire.Int  `json:"uid"`
		AppKey  wire.Text `json:"appkey"`
		Scope   wire.Text `json:"scope"`
		Created wire.Int  `json:"create_at"`
		Left    *wire.Int `json:"expire_in"`
	}
	a, err := read(ctx, c, http.MethodPost, "/oauth2/get_token_info", url.Values{}, func(a *answer) bool { return a.UID > 0 && a.Left != nil })
	if err != nil {
		return TokenInfo{}, err
	}
	out := TokenInfo{UID: int64(a.UID), AppKey: string(a.AppKey), Scope: string(a.Scope)}
	if a.Created > 0 {
		out.Created = time.Unix(int64(a.Created), 0).UTC()
	}
	if *a.Left > 0 {
		out.Expires = c.now().Add(seconds(*a.Left))
	}
	return out, nil
}

// RateLimit asks how many calls are left.
func (c *Client) RateLimit(ctx context.Context) (RateLimit, error) {
	type answer struct {
		UserLimit     *wire.Int `json:"user_limit"`
		RemainingUser *wire.Int `json:"remaining_user_hits"`
		IPLimit       wire.Int  `json:"ip_limit"`
		RemainingIP   wire.Int  `json:"remaining_ip_hits"`
		Unit          wire.Text `json:"limit_time_unit"`
		ResetIn       wire.Int  `json:"reset_time_in_seconds"`
		PerCall       []struct {
			Call      string    `json:"api"`
			Limit     wire.Int  `json:"limit"`
			Unit      wire.Text `json:"limit_time_unit"`
			Remaining wire.Int  `json:"remaining_hits"`
		} `json:"api_rate_limits"`
	}
	a, err := read(ctx, c, http.MethodGet, rateLimitPath, url.Values{}, func(a *answer) bool { return a.RemainingUser != nil })
	if err != nil {
		return RateLimit{}, err
	}
	out := RateLimit{
		RemainingUser: int64(*a.RemainingUser), IPLimit: int64(a.IPLimit), RemainingIP: int64(a.RemainingIP), Unit: string(a.Unit),
	}
	if a.UserLimit != nil {
		out.UserLimit = int64(*a.UserLimit)
	}
	if a.ResetIn > 0 {
		out.Resets = c.now().Add(seconds(a.ResetIn))
	}
	for _, p := range a.PerCall {
		out.PerCall = append(out.PerCall, CallLimit{Call: p.Call, Limit: int64(p.Limit), Remaining: int64(p.Remaining), Unit: string(p.Unit)})
	}
	return out, nil
}

// read makes a reading call. It is made again only when it certainly never left: each call counts against the day.
func read[T any](ctx context.Context, c *Client, method, path string, q url.Values, whole func(*T) bool) (T, error) {
	var out, none T
	q.Set("access_token", c.token.Reveal())
	r := wire.Request{Method: method, Path: path, Secrets: []string{c.token.Reveal()}}
	if method == http.MethodPost {
		r.Body, r.ContentType = []byte(q.Encode()), "application/x-www-form-urlencoded"
	} else {
		r.Query = q
	}
	answer, fault := c.caller.Do(ctx, r)
	if fault != nil && !fault.Left && ctx.Err() == nil {
		answer, fault = c.caller.Do(ctx, r)
	}
	if fault != nil {
		return none, fault.Refusal(platform, path, false)
	}
	if err := c.span(ctx, path, c.refused(answer, path, false)); err != nil {
		return none, err
	}
	if err := wire.Decode(answer.Body, &out); err != nil {
		return none, wire.Unreadable(platform, path, false, answer, err)
	}
	if !whole(&out) {
		return none, wire.Unreadable(platform, path, false, answer, errors.New("a documented field is missing"))
	}
	return out, nil
}
