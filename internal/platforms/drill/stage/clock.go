package stage

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"
)

// Clock is the one adjustable clock of a drill: real time plus an offset. The offset survives a restart.
type Clock struct {
	mu      sync.RWMutex
	offset  time.Duration
	journal *Journal // nil: not durable
}

// NewClock returns a clock that forgets its offset, for tests of what reads a clock.
func NewClock() *Clock { return &Clock{} }

// OpenClock opens the clock kept in a drill's folder.
func OpenClock(dir string) (*Clock, error) {
	j, err := OpenJournal(filepath.Join(dir, "clock.jsonl"))
	if err != nil {
		return nil, err
	}
	c := &Clock{journal: j}
	err = j.Replay(func(_ string, _ time.Time, raw json.RawMessage) error { return json.Unmarshal(raw, &c.offset) })
	if err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return c, nil
}

// Now is the drill's time.
func (c *Clock) Now() time.Time { return time.Now().Add(c.Offset()) }

// Offset is how far the drill is ahead of real time.
func (c *Clock) Offset() time.Duration {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.offset
}

// Advance moves the clock forward. It never goes back: tokens would come to life again.
func (c *Clock) Advance(d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("clock: cannot advance by %s", d)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.set(c.offset + d)
}

// SetOffset puts the clock anywhere, back too: for the start of a drill at a prepared date.
func (c *Clock) SetOffset(d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.set(d)
}

func (c *Clock) set(d time.Duration) error {
	if c.journal != nil {
		if err := c.journal.Append("offset", time.Now(), d); err != nil {
			return err
		}
	}
	c.offset = d
	return nil
}

// Close closes the clock's file.
func (c *Clock) Close() error {
	if c.journal == nil {
		return nil
	}
	return c.journal.Close()
}
