// Package wake is every future act of the program: one table of what falls due when, written in the unit that causes it,
// and one runner that does it. A wake says only kind and key; the desk that handles it reads the rest afresh. It knows no
// desk and no database, and computes no calendar: recurring times come from a Schedule that app ties.
package wake

import (
	"context"
	"time"
)

// Wake is one future act. There is at most one for a kind and key.
type Wake struct {
	Kind  string
	Key   string
	Due   time.Time
	Tries int // how often its handler failed since it was set
}

// Table is what a desk needs: to set and to clear wakes inside its own units.
type Table interface {
	// Set has the act fall due at a time. An existing wake of that kind and key is moved, its lease and tries forgotten.
	Set(ctx context.Context, kind, key string, due time.Time) error
	// Clear removes a wake; it is no error when there is none.
	Clear(ctx context.Context, kind, key string) error
}

// Store keeps the table for the runner.
type Store interface {
	Table
	// Claim leases up to limit wakes that are due at now and not leased beyond now, earliest first, to owner until a
	// time. No two claims return the same wake while its lease lasts.
	Claim(ctx context.Context, owner string, now, until time.Time, limit int) ([]Wake, error)
	// Defer ends owner's lease and moves the wake to due, counting a try. It does nothing when the wake was set anew or
	// cleared meanwhile.
	Defer(ctx context.Context, owner string, w Wake, due time.Time) error
	// Next returns the earliest due time among wakes that nobody has leased beyond now.
	Next(ctx context.Context, now time.Time) (due time.Time, ok bool, err error)
	// Sooner moves every wake of a kind that is due after at to at.
	Sooner(ctx context.Context, kind string, at time.Time) error
	// Void ends all leases: at the start of a program that has the file for itself.
	Void(ctx context.Context) error
	// At returns when a wake is due, for screens and for deciding whether a recurring one is there already.
	At(ctx context.Context, kind, key string) (due time.Time, ok bool, err error)
}

// Handler does one due act. Before it returns nil it must have cleared or moved the wake, in the unit that records the
// outcome; it may be called again for the same act after a kill, so it must be safe to repeat. An error defers the wake
// with growing pauses.
type Handler func(ctx context.Context, w Wake) error

// Schedule computes when a recurring act falls due next.
type Schedule interface {
	// Next returns the first time after t.
	Next(t time.Time) time.Time
}
