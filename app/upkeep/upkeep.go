// Package upkeep gives the settings screen what looks after the data file, for the window and the terminal alike.
package upkeep

import (
	"context"

	"huiying/app/house"
	"huiying/app/ui/settings"
	"huiying/internal/store/backup"
	"huiying/internal/trail"
)

// Keeper is a house as the settings see it.
type Keeper struct{ House *house.House }

// BackUp makes a backup now; only an administrator may.
func (k Keeper) BackUp(ctx context.Context) (settings.Copy, error) {
	c, err := k.House.BackUp(ctx)
	return copyOf(c), err
}

// Backups lists the backups that are there.
func (k Keeper) Backups(context.Context) ([]settings.Copy, error) {
	list, err := k.House.Backups.List()
	out := make([]settings.Copy, len(list))
	for i, c := range list {
		out[i] = copyOf(c)
	}
	return out, err
}

// Verify reads the whole trail and checks every seal.
func (k Keeper) Verify(ctx context.Context) (trail.Report, error) { return k.House.Verify(ctx) }

// Latest returns the newest entries of the trail, newest first.
func (k Keeper) Latest(ctx context.Context, limit int) ([]trail.Entry, error) {
	return k.House.Latest(ctx, limit)
}

func copyOf(c backup.Copy) settings.Copy {
	return settings.Copy{Path: c.Path, Size: c.Size, Made: c.Made}
}
