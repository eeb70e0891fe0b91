// Package channel is what passes between a delivery and the platform that it goes to: the way out, what is handed to it,
// what it gives back. A platform's office satisfies Channel over its wire; every rule of when, whether and how often
// stays with the deliveries.
package channel

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/publishing/content"
)

// Channel is a way out to a platform. Its client speaks the wire; every rule of when, whether and how often stays here.
type Channel interface {
	// Send makes the one call that the public can see, exactly once, and never repeats it. Without an error the verdict is
	// Published, or Accepted while the platform works. The error is a problem.Refusal; its class says whether the call may
	// have been carried out. made is what the channel's Prepare left, nil for one that has none (see Preparer).
	Send(ctx context.Context, p Parcel, made json.RawMessage) (Receipt, ledger.Verdict, error)
	// Follow asks after a delivery that the platform accepted. Reading only. Verdict Accepted means: still working. The
	// platform's own no is the verdict Refused, with a problem.Refusal for the reason; any other error is one of asking.
	Follow(ctx context.Context, p Parcel, made json.RawMessage, r Receipt) (Receipt, ledger.Verdict, error)
	// Find looks whether a delivery whose answer was lost is on the account. Reading only. since is when the attempt was
	// made: the look goes back so far, and says Absent only when an attempt of that time would be seen by now.
	Find(ctx context.Context, p Parcel, made json.RawMessage, since time.Time) (Sighting, error)
}

// Seeker is a channel that tells apart how far back it looks and how long it waits. One that is not is asked twice.
type Seeker interface {
	// Seek is Find for several attempts: it looks back to the first, and says Absent only when an attempt as late as last
	// would be seen by now. last is zero when the platform refused every attempt, so that nothing has to be waited for.
	Seek(ctx context.Context, p Parcel, made json.RawMessage, first, last time.Time) (Sighting, error)
}

// Asker is a channel whose platform knows a delivery by its own key (Parcel.Token): the same call made again is answered
// with the earlier post, and makes no second one as long as the key lives.
type Asker interface {
	// AskAgain makes the call of Send again, after a look that said ByKey and only then: it must not be able to post anew.
	AskAgain(ctx context.Context, p Parcel, made json.RawMessage) (Sighting, error)
}

// Preparer is a channel that puts pictures and drafts in place before it sends.
type Preparer interface {
	// Prepare puts in place what sending needs and nobody sees yet. made is what an earlier Prepare of this delivery
	// returned, nil at first. It returns what is now in place, also beside an error, and may be called again after any
	// failure: it looks before it adds, so that nothing stands twice.
	Prepare(ctx context.Context, p Parcel, made json.RawMessage) (json.RawMessage, error)
}

// Parcel is one delivery with everything that a channel needs to carry it.
type Parcel struct {
	Delivery    string
	Account     accounts.ID
	Platform    accounts.Platform
	Way         content.Way
	Fingerprint string
	Token       string // idempotency key: the first 32 hex digits of the fingerprint, for platforms that have one
	Title       string
	Author      string
	Digest      string
	SourceURL   string
	Text        string              // plain text, as Weibo and the manual channel take it
	Paragraphs  []content.Paragraph // as WeChat takes it
	Pictures    []content.Media     // in order; the first is the cover where a cover is wanted
	Cover       *content.Media
	Comments    bool
	Open        func(hash string) (io.ReadCloser, error)
}

// Pack fills a parcel with what a content says for one of its targets.
func Pack(c content.Master, t content.Target) Parcel {
	p := Parcel{Account: t.Account, Platform: t.Platform, Way: t.Way, Title: c.TitleFor(t), Author: t.Author, Digest: c.DigestFor(t),
		SourceURL: t.SourceURL, Text: c.TextFor(t), Paragraphs: c.Paragraphs, Pictures: c.PicturesFor(t), Comments: t.Comments}
	if m, ok := c.CoverFor(t); ok {
		p.Cover = &m
	}
	return p
}

// Presence is what a look at the account showed.
type Presence string

// The presences. Only a clear Absent lets a person release another attempt.
const (
	There   Presence = "there"
	Absent  Presence = "absent"
	Unclear Presence = "unclear" // the platform cannot say, or cannot say yet
)

// Sighting is what Find saw.
type Sighting struct {
	Presence Presence
	Verdict  ledger.Verdict // with There: Published, or Accepted while the platform works
	Receipt  Receipt
	Words    string // what was looked at and seen, for the person who decides
	ByKey    bool   // with Unclear: only asking again with the platform's own key can tell (see Asker)
}
