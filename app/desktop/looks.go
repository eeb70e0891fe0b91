package desktop

import (
	"huiying/app/ui/theme"
)

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
	p.putOn(p.dress.With(mode, scale))
}

// putOn has the app wear a theme, unless it wears the same already: with another one Fyne reads all fonts again.
func (p *program) putOn(t *theme.Theme) {
	if worn, ok := p.app.Settings().Theme().(*theme.Theme); ok && worn.Mode() == t.Mode() && worn.Percent() == t.Percent() {
		p.dress = worn
		return
	}
	p.dress = t
	p.app.Settings().SetTheme(t)
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
