package settings

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
)

// looksPage is 外观. What is chosen holds at once.
type looksPage struct {
	s     *Screen
	mode  *widgets.Segment
	scale *widgets.Segment
	strip *fyne.Container
	shown fyne.CanvasObject
}

func modes() []theme.Mode { return []theme.Mode{theme.System, theme.Light, theme.Dark} }

func newLooksPage(s *Screen) *looksPage {
	p := &looksPage{s: s, strip: container.NewStack()}
	p.strip.Hide()
	p.mode = widgets.NewSegment([]string{"跟随系统", "浅色", "深色"}, 0, func(int) { p.set() })
	var scales []string
	for _, n := range theme.Scales() {
		scales = append(scales, fmt.Sprintf("%d %%", n))
	}
	p.scale = widgets.NewSegment(scales, 0, func(int) { p.set() })
	line := func(label string, control fyne.CanvasObject, say string) fyne.CanvasObject {
		return draw.Row(12, draw.Exact(draw.NewText(label, theme.Body, theme.Text), 64, 0), control, draw.Grow(draw.NewText(say, theme.Note, theme.Text3).Cutting()))
	}
	rows := draw.Pad(draw.Col(14, line("明暗", p.mode, "Alt+L 也能换"), line("大小", p.scale, "文字、行高、按钮一起变"),
		flow.Plain("只管这台电脑，别人那里不变。", theme.Note, theme.Text2)), 12, 14)
	p.shown = draw.Col(12, widgets.CardWith(widgets.Section("外观", "选了就变"), draw.Col(0, p.strip, rows)), draw.Fill())
	return p
}

func (p *looksPage) set() {
	err := p.s.d.Looks.Set(modes()[p.mode.Chosen()], theme.Scales()[p.scale.Chosen()])
	p.strip.Hide()
	if err != nil {
		p.strip.Objects = []fyne.CanvasObject{overlays.Strip(widgets.Red, "stop", "没有记住。", problem.Words(err))}
		p.strip.Show()
	}
	p.Load()
	p.strip.Refresh()
	p.shown.Refresh()
}

func (p *looksPage) Load() {
	p.mode.Choose(slices.Index(modes(), p.s.d.Looks.Mode()))
	p.scale.Choose(slices.Index(theme.Scales(), p.s.d.Looks.Scale()))
}

func (p *looksPage) Object() fyne.CanvasObject    { return p.shown }
func (p *looksPage) Actions() []fyne.CanvasObject { return nil }
func (p *looksPage) Unsaved() string              { return "" }
func (p *looksPage) Save()                        {}
func (p *looksPage) Take()                        { p.mode.Take() }
