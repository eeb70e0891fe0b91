package book

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"huiying/internal/platforms/drill/stage"
)

// Keeper holds a book, its journal and its lock. What a drill may do behind the platform's back are its methods.
type Keeper struct {
	clock   *stage.Clock
	journal *stage.Journal
	mu      sync.Mutex
	b       *Book
}

// Open replays the journal in dir over b.
func Open(dir string, clock *stage.Clock, b *Book) (*Keeper, error) {
	j, err := stage.OpenJournal(filepath.Join(dir, "wechat.jsonl"))
	if err != nil {
		return nil, err
	}
	if err := j.Replay(b.Replay); err != nil {
		return nil, errors.Join(fmt.Errorf("journal: %w", err), j.Close())
	}
	return &Keeper{clock: clock, journal: j, b: b}, nil
}

// Enter takes the lock; the book may be read and changed until leave is called.
func (k *Keeper) Enter() (leave func()) {
	k.mu.Lock()
	return k.mu.Unlock
}

// Book gives the book, to be used between Enter and leave.
func (k *Keeper) Book() *Book { return k.b }

// Now is the drill's time in the form in which the journal gives it back.
func (k *Keeper) Now() time.Time { return k.clock.Now().UTC().Round(0) }

// Commit writes an event to the journal and only then lets it take effect. The lock is held.
func (k *Keeper) Commit(at time.Time, e Event) error {
	if err := k.journal.Append(e.Kind(), at, e); err != nil {
		return err
	}
	e.Apply(k.b, at)
	return nil
}

// Count notes a request, or what it costs; the lock is held. A count that cannot be written is still kept in memory: the change itself
// will fail to be written, and say so.
func (k *Keeper) Count(at time.Time, e Event) {
	_ = k.journal.Note(e.Kind(), at, e)
	e.Apply(k.b, at)
}

// Close closes the journal. Nothing is pending: every accepted change was written before it was answered.
func (k *Keeper) Close() error {
	defer k.Enter()()
	return k.journal.Close()
}
