package weibo

import (
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"huiying/internal/platforms/wire"
)

// Time is a moment as Weibo writes it: "Tue May 31 17:46:55 +0800 2011". One that cannot be read is zero; it is no reason
// to lose the item.
type Time struct{ time.Time }

// UnmarshalJSON never fails.
func (t *Time) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		if at, err := time.Parse(time.RubyDate, s); err == nil {
			t.Time = at.UTC()
		}
	}
	return nil
}

// VerifiedGovernment is User.VerifiedType of a government body.
const VerifiedGovernment = 1

// User is an account as Weibo shows it.
type User struct {
	ID             wire.Int  `json:"id"`
	ScreenName     string    `json:"screen_name"`
	Name           string    `json:"name"`
	Location       string    `json:"location"`
	Description    string    `json:"description"`
	Avatar         string    `json:"avatar_large"`
	Verified       wire.Flag `json:"verified"`
	VerifiedType   wire.Int  `json:"verified_type"`
	VerifiedReason string    `json:"verified_reason"`
	Followers      wire.Int  `json:"followers_count"`
	Statuses       *wire.Int `json:"statuses_count"` // nil where the platform does not say
}

// Status is a post. User is nil where the platform gives none. Deleted is set on an original that is gone.
type Status struct {
	ID        wire.Int  `json:"id"`
	MID       wire.Text `json:"mid"`
	Created   Time      `json:"created_at"`
	Text      string    `json:"text"`
	Source    wire.Text `json:"source"`
	Truncated wire.Flag `json:"truncated"`
	LongText  wire.Flag `json:"isLongText"`
	Original  wire.Text `json:"original_pic"`
	Pictures  []struct {
		Thumbnail string `json:"thumbnail_pic"`
	} `json:"pic_urls"`
	User      *User     `json:"user"`
	Retweeted *Status   `json:"retweeted_status"`
	Deleted   wire.Flag `json:"deleted"`
	Reposts   wire.Int  `json:"reposts_count"`
	Comments  wire.Int  `json:"comments_count"`
	Attitudes wire.Int  `json:"attitudes_count"`
}

// Comment is a comment. User, Status and ReplyTo are nil where the platform gives none.
type Comment struct {
	ID      wire.Int  `json:"id"`
	MID     wire.Text `json:"mid"`
	Created Time      `json:"created_at"`
	Text    string    `json:"text"`
	Source  wire.Text `json:"source"`
	User    *User     `json:"user"`
	Status  *Status   `json:"status"`
	ReplyTo *Comment  `json:"reply_comment"`
	RootID  wire.Int  `json:"rootid"`
	Floor   wire.Int  `json:"floor_number"`
}

func (s Status) number() int64  { return int64(s.ID) }
func (c Comment) number() int64 { return int64(c.ID) }

// Counts are the numbers under one post.
type Counts struct {
	Comments  int64
	Reposts   int64
	Attitudes int64
}

// TokenInfo is what Weibo says of a token. AppKey must be that of our App. Expires is zero when no life is left.
type TokenInfo struct {
	UID     int64
	AppKey  string
	Scope   string
	Created time.Time
	Expires time.Time
}

// RateLimit is how many calls are left in the running period.
type RateLimit struct {
	UserLimit     int64
	RemainingUser int64
	IPLimit       int64
	RemainingIP   int64
	Unit          string // "HOURS", "DAY"…
	Resets        time.Time
	PerCall       []CallLimit
}

// CallLimit is the limit of one call.
type CallLimit struct {
	Call      string
	Limit     int64
	Remaining int64
	Unit      string
}

// Address returns the address that leads to a post's page (wiki statuses/go). It holds no secret.
func Address(base string, uid, id int64) string {
	q := url.Values{"uid": {strconv.FormatInt(uid, 10)}, "id": {strconv.FormatInt(id, 10)}}
	return base + "/2/statuses/go?" + q.Encode()
}
