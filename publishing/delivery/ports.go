package delivery

import (
	"context"
	"time"

	"huiying/accounts"
	"huiying/publishing/content"
	"huiying/publishing/delivery/channel"
	"huiying/publishing/delivery/obstacles"
)

// What passes between a delivery and its platform; package channel has the promises.
type (
	// Channel is a way out to a platform.
	Channel = channel.Channel
	// Preparer is a channel that puts pictures and drafts in place before it sends.
	Preparer = channel.Preparer
	// Parcel is one delivery with everything that a channel needs to carry it.
	Parcel = channel.Parcel
	// Receipt is what proves that a delivery is out.
	Receipt = channel.Receipt
	// Presence is what a look at the account showed.
	Presence = channel.Presence
	// Sighting is what a look saw.
	Sighting = channel.Sighting
)

// The presences. Only a clear Absent lets a person release another attempt.
const (
	There   = channel.There
	Absent  = channel.Absent
	Unclear = channel.Unclear
)

// Gate is asked, in the unit that records the intent, whether exactly this content may go out.
type Gate interface {
	// Allow returns nil when exactly this fingerprint of the post is approved, and holds that answer until the unit of ctx
	// ends. Its no is a problem.Conflict, Forbidden, Missing or Invalid in words; any other error says nothing.
	Allow(ctx context.Context, post, fingerprint string) error
}

// Posts is what deliveries need of the posts that they belong to.
type Posts interface {
	// Hold locks a post until the unit ends: always before its deliveries.
	Hold(ctx context.Context, post string) error
	// Signed returns the content of a revision.
	Signed(ctx context.Context, post string, revision int) (content.Master, error)
	// Moved is told, in the unit of the change, how all deliveries of a revision stand now.
	Moved(ctx context.Context, post string, revision int, states []State) error
}

// Register is what deliveries need of the accounts desk.
type Register = obstacles.Register

// Store keeps deliveries. All methods join the unit of ctx.
type Store interface {
	// Delivery returns one delivery, or problem.Missing.
	Delivery(ctx context.Context, id string) (Delivery, error)
	// Hold is Delivery that locks the row until the unit ends.
	Hold(ctx context.Context, id string) (Delivery, error)
	// Save writes a new delivery (Version 1), or a changed one when the stored version is d.Version−1; else, and for a second
	// delivery of a revision to one account by one way, it is problem.Conflict. What was signed stays as it was.
	Save(ctx context.Context, d Delivery) error
	// Of returns a post's deliveries in the order in which they were made: revision by revision, target by target.
	Of(ctx context.Context, post string) ([]Delivery, error)
	// Between returns deliveries due in [from, to), earliest first.
	Between(ctx context.Context, from, to time.Time) ([]Delivery, error)
	// In returns deliveries in any of these states, earliest due first.
	In(ctx context.Context, states ...State) ([]Delivery, error)
	// Waiting returns deliveries that are neither out nor taken back nor settled, earliest due first.
	Waiting(ctx context.Context) ([]Delivery, error)
	// LastOut returns the newest published delivery of an account, or problem.Missing.
	LastOut(ctx context.Context, account accounts.ID) (Delivery, error)
	// OutSince returns an account's deliveries published since a time, newest first.
	OutSince(ctx context.Context, account accounts.ID, since time.Time) ([]Delivery, error)
}

// Record puts an entry on the trail, in the unit of ctx, as its last step.
type Record func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error
