package house

import (
	"context"
	"sync/atomic"
	"time"
)

// Mover moves the one clock of a drill: that of the stand-ins, which outlives the program.
type Mover interface {
	// Offset returns how far the drill's clock is ahead of the real one.
	Offset(ctx context.Context) (time.Duration, error)
	// Advance moves it forward.
	Advance(ctx context.Context, d time.Duration) error
}

// Clock is the time that everything in the house goes by: the real one, or in a drill one that can be moved forward
// together with that of the stand-ins.
type Clock struct {
	offset atomic.Int64
	mover  Mover
}

// Now returns the house's time in UTC.
func (c *Clock) Now() time.Time { return time.Now().Add(time.Duration(c.offset.Load())).UTC() }

// Movable tells whether this is a drill's clock.
func (c *Clock) Movable() bool { return c.mover != nil }

// read takes over the offset of the stand-ins.
func (c *Clock) read(ctx context.Context) error {
	if c.mover == nil {
		return nil
	}
	d, err := c.mover.Offset(ctx)
	if err == nil {
		c.offset.Store(int64(d))
	}
	return err
}

func (c *Clock) advance(ctx context.Context, d time.Duration) error {
	if err := c.mover.Advance(ctx, d); err != nil {
		return err
	}
	return c.read(ctx)
}
