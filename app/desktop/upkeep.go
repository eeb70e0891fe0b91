package desktop

import (
	"context"

	"huiying/app/house"
	"huiying/app/ui/settings"
	"huiying/app/ui/theme"
	"huiying/internal/store/backup"
	"huiying/internal/trail"
)

// upkeep gives the settings what looks after the data file.
type upkeep struct{ *house.House }

func (u upkeep) BackUp(ctx context.Context) (settings.Copy, error) {
	c, err := u.House.BackUp(ctx)
	return copyOf(c), err
}

func (u upkeep) Backups(context.Context) ([]settings.Copy, error) {
	list, err := u.House.Backups.List()
	out := make([]settings.Copy, len(list))
	for i, c := range list {
		out[i] = copyOf(c)
	}
	return out, err
}

func (u upkeep) Verify(ctx context.Context) (trail.Report, error) { return u.House.Verify(ctx) }

func (u upkeep) Latest(ctx context.Context, limit int) ([]trail.Entry, error) {
	return u.House.Latest(ctx, limit)
}

func copyOf(c backup.Copy) settings.Copy {
	return settings.Copy{Path: c.Path, Size: c.Size, Made: c.Made}
}

// looks gives the settings how the program looks on this computer.
type looks struct{ *program }

func (l looks) Mode() theme.Mode { return l.dress.Mode() }

func (l looks) Scale() int { return l.dress.Percent() }

func (l looks) Set(mode theme.Mode, scale int) error {
	l.program.wear(mode, scale)
	return l.folders.write(l.config)
}

// wear puts on light or dark at a scale, at once.
func (p *program) wear(mode theme.Mode, scale int) {
	p.config.Theme, p.config.Scale = nameOf(mode), scale
	p.dress = p.dress.With(mode, scale)
	p.app.Settings().SetTheme(p.dress)
}

func nameOf(m theme.Mode) string {
	switch m {
	case theme.System:
		return "system"
	case theme.Dark:
		return "dark"
	}
	return ""
}
