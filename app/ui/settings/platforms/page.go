package platforms

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/internal/workdays"
)

// bound is one account with its authorisation.
type bound struct {
	account accounts.Account
	binding accounts.Binding
}

// Page is 平台凭证.
type Page struct {
	d    Deps
	list *lists.List
	all  map[string]bound
	card fyne.CanvasObject
	body *fyne.Container
	pane *load.Pane[[]bound]
	rows map[fyne.CanvasObject]*boundRow
	own  *weibo // nil where it is not shown
}

type boundRow struct {
	tile           *widgets.Tile
	name, second   *draw.Text
	expiry, probed *draw.Text
	chip           *widgets.Chip
}

// New returns the page; it fetches nothing before it is shown.
func New(d Deps) *Page {
	p := &Page{d: d, all: map[string]bound{}, rows: map[fyne.CanvasObject]*boundRow{}, body: container.NewStack()}
	p.list = lists.NewList(52, p.makeRow, p.bindRow)
	p.list.OnOpen = func(id string) {
		if d.Account != nil {
			d.Account(accounts.ID(id))
		}
	}
	p.pane = load.NewPane(d.Frame.Jobs(), p.body, p.fetch, p.paint)
	p.pane.What, p.pane.Fault, p.pane.Rows = "平台凭证", "没有取到平台凭证", 8
	p.pane.OnError = func(err error) { d.Frame.Toast(problem.Words(err), nil) }
	p.card = widgets.CardWith(widgets.Section("平台凭证", p.note()), p.list)
	if d.Weibo != nil {
		p.own = newWeibo(d)
	}
	return p
}

// fetch asks for the accounts whose platforms have an interface; the others have nothing to bind.
func (p *Page) fetch(ctx context.Context) ([]bound, error) {
	all, err := p.d.Register.List(ctx)
	if err != nil {
		return nil, err
	}
	var out []bound
	for _, a := range all {
		if a.Platform != accounts.Weibo && a.Platform != accounts.WeChat {
			continue
		}
		b, err := p.d.Register.Binding(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, bound{a, b})
	}
	return out, nil
}

func (p *Page) paint(all []bound) {
	clear(p.all)
	var items []lists.Item
	for _, b := range all {
		p.all[string(b.account.ID)] = b
		items = append(items, lists.RowOf(string(b.account.ID)))
	}
	p.list.SetItems(items)
	list := p.card
	if len(all) == 0 {
		list = widgets.Card(states.Empty("还没有要授权的账号", "登记了微博或微信账号，授权就列在这里。", nil))
	}
	if p.own != nil {
		p.own.Show()
		list = draw.Col(12, draw.Grow(list), p.own.card)
	}
	p.body.Objects = []fyne.CanvasObject{list}
	p.body.Refresh()
}

func (p *Page) note() string {
	if p.d.Account != nil {
		return "只存在本机，加了密；可以换，不能看。回车到账号页绑定"
	}
	return "只存在本机，加了密；可以换，不能看"
}

func (p *Page) makeRow() fyne.CanvasObject {
	r := &boundRow{tile: widgets.NewTile(""), name: draw.NewText("", theme.Body, theme.Text).Cutting(), second: draw.NewText("", theme.Note, theme.Text2).Cutting(),
		expiry: draw.NewText("", theme.Dense, theme.Text2).Right(), probed: draw.NewText("", theme.Note, theme.Text3).Right(), chip: widgets.NewChip(widgets.Grey, "", "")}
	o := draw.Pad(draw.Row(10, r.tile, draw.Grow(draw.Col(2, r.name, r.second)), draw.Col(2, r.expiry, r.probed), draw.Exact(draw.Row(0, draw.Fill(), r.chip), 104, 0)), 12, 0)
	p.rows[o] = r
	return o
}

func (p *Page) bindRow(id string, o fyne.CanvasObject, _ lists.State) {
	b, r := p.all[id], p.rows[o]
	r.tile.Set(b.account.Platform.Tile())
	r.name.Set(b.account.Name)
	c := told(b, p.d.Now())
	r.chip.Set(c.tone, c.icon, c.text)
	r.second.Set(c.second)
	r.expiry.Set(c.expiry)
	probed := ""
	if !b.binding.Probed.IsZero() {
		probed = b.binding.Probed.In(workdays.Shanghai).Format("01-02 15:04") + " 查过"
	}
	r.probed.Set(probed)
	o.Refresh()
}

// standing is what a row says of an authorisation.
type standing struct {
	tone                       widgets.Tone
	icon, text, second, expiry string
}

// soon is how long before the end an authorisation turns amber.
const soon = 7 * 24 * time.Hour

func told(b bound, now time.Time) standing {
	second := b.account.Platform.Title()
	if b.binding.AppID != "" {
		second += " · 应用 " + b.binding.AppID
	}
	if b.binding.State == accounts.Broken {
		if b.binding.Trouble != "" {
			second = b.binding.Trouble
		}
		return standing{widgets.Red, "stop", "已失效", second, "重新授权后才能发"}
	}
	if b.binding.State != accounts.Bound {
		return standing{widgets.Grey, "", "没有绑定", second, ""}
	}
	left := b.binding.Expires.Sub(now)
	end := b.binding.Expires.In(workdays.Shanghai).Format("2006-01-02 15:04")
	switch {
	case b.binding.Expires.IsZero():
		return standing{widgets.Green, "", "有效", second, "不到期"}
	case left <= 0:
		return standing{widgets.Red, "stop", "已到期", second, end + " 到期"}
	case left < 24*time.Hour:
		return standing{widgets.Amber, "clock", "不到 1 天", second, end + " 到期"}
	case left < soon:
		return standing{widgets.Amber, "clock", fmt.Sprintf("还有 %d 天", int(left/(24*time.Hour))), second, end + " 到期"}
	}
	return standing{widgets.Green, "", "有效", second, end + " 到期"}
}

// Object is what is shown.
func (p *Page) Object() fyne.CanvasObject { return p.pane.Object() }

// Load fetches again; what is typed stays.
func (p *Page) Load() { p.pane.Load() }

// Actions stand in the page head.
func (p *Page) Actions() []fyne.CanvasObject {
	if p.own == nil || !p.d.May {
		return nil
	}
	return []fyne.CanvasObject{p.own.save}
}

// Unsaved says what would be lost.
func (p *Page) Unsaved() string {
	if p.own != nil && p.own.Changed() {
		return "微博的外网地址或回调地址"
	}
	return ""
}

// Save writes what was changed.
func (p *Page) Save() {
	if p.own != nil {
		p.own.Save()
	}
}

// Take gives the focus to the list, or to the first field where there is none.
func (p *Page) Take() {
	if len(p.all) == 0 && p.own != nil && p.d.May {
		p.own.fields[0].entry.Focus()
		return
	}
	p.list.Take()
}
