// Package schedule is the screen 排期: the month, the day with its deliveries, and what a person does about one: look on the
// platform, say that it is out, let it go once more, post it by hand, move it inside the approved window, or drop it with a word.
// It sends nothing itself; every rule is the publishing desk's, and what was typed stays until that desk has taken it.
package schedule

import (
	"context"
	"io"
	"time"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/internal/ledger"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// Deliveries is what the screen reads of the deliveries.
type Deliveries interface {
	// Between returns deliveries due in [from, to), earliest first; Of those of a post.
	Between(ctx context.Context, from, to time.Time) ([]delivery.Delivery, error)
	Of(ctx context.Context, post string) ([]delivery.Delivery, error)
	// Get returns one delivery with its ledger.
	Get(ctx context.Context, id string) (delivery.Delivery, []ledger.Record, error)
	// Gauges returns what is overdue and what is not ready.
	Gauges(ctx context.Context) (delivery.Gauges, error)
	// Parcel returns what a delivery carries.
	Parcel(ctx context.Context, id string) (delivery.Parcel, error)
}

// Acts is what a person does about a delivery.
type Acts interface {
	Look(ctx context.Context, id string) error
	FoundByPerson(ctx context.Context, say delivery.PersonSays) error
	Release(ctx context.Context, say delivery.PersonSays) error
	Rearm(ctx context.Context, id string) error
	Settle(ctx context.Context, say delivery.PersonSays) error
}

// ByHand is the manual channel.
type ByHand interface {
	BeginByHand(ctx context.Context, id string, version int) (delivery.Parcel, error)
	DoneByHand(ctx context.Context, say delivery.PersonSays) error
	NotByHand(ctx context.Context, say delivery.PersonSays) error
}

// Posts is what the screen needs of the publishing desk.
type Posts interface {
	Get(ctx context.Context, id string) (publishing.Post, publishing.WorkingCopy, error)
	List(ctx context.Context, f publishing.PostFilter) ([]publishing.Post, error)
	// Schedule moves a post to another hour inside its approved window.
	Schedule(ctx context.Context, cmd publishing.MovePost) error
	// Withdraw stops for good what has not gone out of a post.
	Withdraw(ctx context.Context, post string, version int, why string) error
	AddMedia(ctx context.Context, name string, r io.Reader) (content.Media, error)
	OpenMedia(ctx context.Context, hash string) (io.ReadCloser, error)
}

// Register is what it needs of the register.
type Register interface {
	List(ctx context.Context) ([]accounts.Account, error)
	Binding(ctx context.Context, id accounts.ID) (accounts.Binding, error)
}

// Frame is the part of the frame that the screen uses.
type Frame interface {
	Jobs() *load.Jobs
	Canvas() fyne.Canvas
	Ask(q overlays.Question) *overlays.Dialog
	Toast(say string, undo func())
	Rehead()
}

// Deps is what the screen works with.
type Deps struct {
	Deliveries Deliveries
	Acts       Acts
	ByHand     ByHand
	Posts      Posts
	Register   Register
	Frame      Frame
	Browse     func(address string) error // opens an address in the system's browser
	Copy       func(text string)          // puts text on the clipboard; nil: the program's own
	Now        func() time.Time
	// Changed has f told of changes, from any goroutine.
	Changed func(f func(topic, id string)) (stop func())
}
