package upkeep

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/internal/workdays"
)

// Backups is the page 备份.
type Backups struct {
	d      Deps
	list   *lists.List
	all    map[string]Copy
	rows   map[fyne.CanvasObject]*copyRow
	folder *flow.Flow
	strip  *fyne.Container
	body   *fyne.Container
	card   fyne.CanvasObject
	pane   *load.Pane[[]Copy]
	now    *widgets.Button
}

type copyRow struct{ made, name, size *draw.Text }

// NewBackups returns the page.
func NewBackups(d Deps) *Backups {
	p := &Backups{d: d, all: map[string]Copy{}, rows: map[fyne.CanvasObject]*copyRow{}, folder: flow.Plain("", theme.Note, theme.Text2),
		strip: container.NewStack(), body: container.NewStack()}
	p.strip.Hide()
	p.now = widgets.NewButton(widgets.Primary, "现在备份", p.backUp).High(28)
	p.list = lists.NewList(40, p.makeRow, p.bindRow)
	p.card = widgets.CardWith(widgets.Section("备份", "每天自动备一份，每份都能单独恢复"),
		draw.Col(0, draw.Pad(p.folder, 12, 8), draw.NewLine(theme.Line), draw.Grow(p.list)))
	p.pane = load.NewPane(d.Frame.Jobs(), draw.Col(12, p.strip, draw.Grow(p.body)), d.Desk.Backups, p.paint)
	p.pane.What, p.pane.Fault, p.pane.Rows = "备份", "没有取到备份", 6
	p.pane.OnError = func(err error) { p.tell(widgets.Red, "stop", "没有取到备份。", problem.Words(err)) }
	return p
}

func (p *Backups) makeRow() fyne.CanvasObject {
	r := &copyRow{draw.NewText("", theme.Body, theme.Text), draw.NewText("", theme.Dense, theme.Text2).Cutting(), draw.NewText("", theme.Dense, theme.Text2).Right()}
	o := draw.Pad(draw.Row(16, draw.Exact(r.made, 132, 0), draw.Grow(r.name), r.size), 12, 0)
	p.rows[o] = r
	return o
}

func (p *Backups) bindRow(id string, o fyne.CanvasObject, _ lists.State) {
	c, r := p.all[id], p.rows[o]
	r.made.Set(c.Made.In(workdays.Shanghai).Format("2006-01-02 15:04"))
	r.name.Set(filepath.Base(c.Path))
	r.size.Set(weight(c.Size))
	o.Refresh()
}

// weight says a size in the unit in which it is small.
func weight(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.0f KB", float64(n)/(1<<10))
}

func (p *Backups) paint(copies []Copy) {
	copies = slices.Clone(copies)
	slices.SortFunc(copies, func(a, b Copy) int { return b.Made.Compare(a.Made) })
	clear(p.all)
	var items []lists.Item
	for _, c := range copies {
		p.all[c.Path] = c
		items = append(items, lists.RowOf(c.Path))
	}
	p.list.SetItems(items)
	p.body.Objects = []fyne.CanvasObject{p.card}
	if len(copies) == 0 {
		p.body.Objects = []fyne.CanvasObject{widgets.Card(states.Failed("还没有备份", "文件坏了就没有可以恢复的。管理员点“现在备份”，马上就有一份。", nil))}
	} else {
		p.folder.SetText(fmt.Sprintf("共 %d 份，放在 %s。请定期拷到别的盘上一份。", len(copies), filepath.Dir(copies[0].Path)))
	}
	p.body.Refresh()
}

func (p *Backups) tell(tone widgets.Tone, icon, lead, say string) {
	p.strip.Objects = []fyne.CanvasObject{widgets.Card(overlays.Strip(tone, icon, lead, say))}
	p.strip.Show()
	p.strip.Refresh()
	p.pane.Object().Refresh()
}

// backUp makes a backup now.
func (p *Backups) backUp() {
	p.now.Block("正在备份")
	p.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		c, err := p.d.Desk.BackUp(ctx)
		return func() {
			p.now.Block("")
			if err != nil {
				p.tell(widgets.Red, "stop", "没有备份成。", problem.Words(err))
				return
			}
			p.tell(widgets.Green, "okc", "备份好了，读回来核对过。", filepath.Base(c.Path)+"，"+weight(c.Size))
			p.pane.Load()
		}
	})
}

// Object is what is shown.
func (p *Backups) Object() fyne.CanvasObject { return p.pane.Object() }

// Load fetches again.
func (p *Backups) Load() { p.pane.Load() }

// Unsaved is empty: nothing here is written.
func (p *Backups) Unsaved() string { return "" }

// Save does nothing.
func (p *Backups) Save() {}

// Take gives the focus to the list.
func (p *Backups) Take() { p.list.Take() }

// Actions stand in the page head.
func (p *Backups) Actions() []fyne.CanvasObject {
	if !p.d.May {
		return nil
	}
	return []fyne.CanvasObject{p.now}
}
