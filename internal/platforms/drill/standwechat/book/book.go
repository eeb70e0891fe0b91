// Package book is what the WeChat stand-in remembers: accounts, tokens, pictures, drafts, what was published or mass-sent,
// and the comments under it. Every change is one event; the journal holds the events and replaying them rebuilds the
// book. It knows nothing of HTTP, checks nothing, and takes the time from its caller.
package book

import (
	"slices"
	"strconv"
	"time"
)

// Book is the state. It is not safe for concurrent use: its owner holds a lock.
type Book struct {
	Accounts  map[string]*Account
	Tokens    map[string]*Token
	Materials []*Material
	Drafts    []*Draft
	Jobs      []*Job
	Waiting   []*Waiting
	Comments  []*Comment
	Plans     []*Plan
	Wire      Wire
	Calls     map[CallKey]int // every request, accepted or not

	spent   map[string]int // metered calls by day and by minute
	forced  map[string]forcing
	retried map[string]time.Time // last use of a clientmsgid
}

// CallKey counts requests.
type CallKey struct{ AppID, Path string }

type forcing struct {
	day  string
	n    int
	last time.Time
}

// New returns the book of a platform with these accounts and nothing on it.
func New(wire Wire, accounts ...Account) *Book {
	b := &Book{Accounts: map[string]*Account{}, Tokens: map[string]*Token{}, Wire: wire, Calls: map[CallKey]int{},
		spent: map[string]int{}, forced: map[string]forcing{}, retried: map[string]time.Time{}}
	for _, a := range accounts {
		b.Accounts[a.AppID] = a.clone()
	}
	return b
}

// Beijing is the platform's own time: days of quotas begin at its midnight.
func Beijing(t time.Time) time.Time { return t.In(time.FixedZone("CST", 8*3600)) }

func dayKey(at time.Time, app, path string) string {
	return Beijing(at).Format("2006-01-02") + "|" + app + "|" + path
}

func minuteKey(at time.Time, app, path string) string {
	return at.UTC().Format("2006-01-02T15:04") + "|" + app + "|" + path
}

// Spent tells how many metered calls an account has made to a path on this day and in this minute.
func (b *Book) Spent(app, path string, at time.Time) (day, minute int) {
	return b.spent[dayKey(at, app, path)], b.spent[minuteKey(at, app, path)]
}

// Current returns the newest token of a kind that still lives.
func (b *Book) Current(app string, stable bool, now time.Time) *Token {
	var best *Token
	for _, t := range b.Tokens {
		if t.AppID == app && t.Stable == stable && !t.Revoked && now.Before(t.Until) && (best == nil || t.Serial > best.Serial) {
			best = t
		}
	}
	return best
}

// MayForce tells whether a forced refresh would be honoured: 20 a day, 30 seconds apart (WeChat doc getStableAccessToken).
func (b *Book) MayForce(app string, now time.Time) bool {
	f := b.forced[app]
	if f.day == Beijing(now).Format("2006-01-02") && f.n >= 20 {
		return false
	}
	return f.last.IsZero() || now.Sub(f.last) >= 30*time.Second
}

// Material finds permanent material of an account.
func (b *Book) Material(app, id string) *Material {
	for _, m := range b.Materials {
		if m.AppID == app && m.ID == id && id != "" {
			return m
		}
	}
	return nil
}

// Picture finds an uploaded picture by its address, whoever uploaded it.
func (b *Book) Picture(url string) *Material {
	for _, m := range b.Materials {
		if m.URL == url && url != "" {
			return m
		}
	}
	return nil
}

// Draft finds a draft that is still in the box.
func (b *Book) Draft(app, id string, now time.Time) *Draft {
	for _, d := range b.DraftsOf(app, now) {
		if d.ID == id {
			return d
		}
	}
	return nil
}

// DraftsOf lists the box of an account, newest first. A draft leaves the box once it is published or mass-sent; whether a mass
// send takes it out at submission, whatever its outcome, or when it has succeeded, no document says (Wire).
func (b *Book) DraftsOf(app string, now time.Time) []*Draft {
	var out []*Draft
	for _, d := range slices.Backward(b.Drafts) {
		sent := slices.ContainsFunc(b.Jobs, func(j *Job) bool {
			return j.DraftID == d.ID && (j.Mass && !b.Wire.MassLeavesWhenDone || j.Outcome == 0 && !now.Before(j.Done))
		})
		if d.AppID == app && !d.Deleted && !sent {
			out = append(out, d)
		}
	}
	return out
}

// Job finds what an account has published or mass-sent.
func (b *Book) Job(app string, which func(*Job) bool) *Job {
	for _, j := range b.Jobs {
		if j.AppID == app && which(j) {
			return j
		}
	}
	return nil
}

// Item finds an article by the key of its comments; it must have gone out and still be there.
func (b *Book) Item(app string, msgDataID int64, index int, now time.Time) (*Job, *Item) {
	j := b.Job(app, func(j *Job) bool { return j.MsgDataID == msgDataID })
	if j == nil || j.Status(now) != 0 || index < 0 || index >= len(j.Items) || j.Items[index].Deleted {
		return nil, nil
	}
	return j, &j.Items[index]
}

// CommentsOn lists what stands under an article, newest first.
func (b *Book) CommentsOn(msgDataID int64, index int) []*Comment {
	var out []*Comment
	for _, c := range slices.Backward(b.Comments) {
		if c.MsgDataID == msgDataID && c.Index == index && c.Ended == "" {
			out = append(out, c)
		}
	}
	return out
}

// Comment finds a comment, one that has ended too.
func (b *Book) Comment(k CommentKey) *Comment {
	for _, c := range b.Comments {
		if c.CommentKey == k {
			return c
		}
	}
	return nil
}

// NextComment is the next number under an article. Numbers begin at 1 under every article: they are not unique.
func (b *Book) NextComment(msgDataID int64, index int) int64 {
	n := int64(1)
	for _, c := range b.Comments {
		if c.MsgDataID == msgDataID && c.Index == index {
			n++
		}
	}
	return n
}

// The numbers the platform gives lie above 2^31, as those seen on the wire do.
const (
	firstPublish = 2247483655
	firstMsgData = 2650000101
	firstMsg     = 3147483701
)

// NextJob numbers the next job.
func (b *Book) NextJob() (publishID, msgDataID, msgID int64) {
	n := int64(len(b.Jobs))
	return firstPublish + n, firstMsgData + 7*n, firstMsg + 3*n
}

// MassQuotaUsed tells whether another mass send is over the account's quota: one successful a day for 公众号, four a
// month for 服务号 (WeChat doc Batch_Sends).
func (b *Book) MassQuotaUsed(app string, now time.Time) bool {
	a := b.Accounts[app]
	layout, most := "2006-01-02", 1
	if a != nil && a.Service {
		layout, most = "2006-01", 4
	}
	n := 0
	for _, j := range b.Jobs {
		if j.AppID == app && j.Mass && j.Outcome == 0 && Beijing(j.At).Format(layout) == Beijing(now).Format(layout) {
			n++
		}
	}
	return n >= most
}

// ByClientMsgID finds a mass send of the last 24 hours by its clientmsgid, and when that id was last used.
func (b *Book) ByClientMsgID(app, id string, now time.Time) (*Job, time.Time) {
	if id == "" {
		return nil, time.Time{}
	}
	j := b.Job(app, func(j *Job) bool { return j.Mass && j.ClientMsgID == id && now.Sub(j.At) < 24*time.Hour })
	return j, b.retried[app+"|"+id]
}

// Plan finds the oldest open plan of a kind; an empty field of a plan fits any.
func (b *Book) Plan(what, app, path string) *Plan {
	for _, p := range b.Plans {
		if p.Times > 0 && p.What == what && (p.AppID == "" || p.AppID == app) && (p.Path == "" || p.Path == path) {
			return p
		}
	}
	return nil
}

// Number writes an id.
func Number(n int64) string { return strconv.FormatInt(n, 10) }
