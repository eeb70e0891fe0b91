// Package upkeep is two pages of the settings screen: the backups and the trail. It lists them, has a backup made and the trail
// read through at a person's wish, and says what came of it. How that is done is the program's; nothing here opens a file.
package upkeep

import (
	"context"
	"time"

	"huiying/app/ui/load"
	"huiying/internal/trail"
)

// Copy is one backup.
type Copy struct {
	Path string
	Size int64
	Made time.Time
}

// Desk looks after the data file.
type Desk interface {
	// BackUp makes a backup now; only an administrator may. Backups lists them, in any order.
	BackUp(ctx context.Context) (Copy, error)
	Backups(ctx context.Context) ([]Copy, error)
	// Verify reads the whole trail and checks every seal; problem.Damaged names the first broken entry.
	Verify(ctx context.Context) (trail.Report, error)
	// Latest returns the newest entries of the trail, newest first, at most limit.
	Latest(ctx context.Context, limit int) ([]trail.Entry, error)
}

// Frame is the part of the frame that the pages use.
type Frame interface {
	Jobs() *load.Jobs
}

// Deps is what the pages work with; May says whether this person may have a backup made.
type Deps struct {
	Desk  Desk
	Frame Frame
	Now   func() time.Time
	May   bool
}
