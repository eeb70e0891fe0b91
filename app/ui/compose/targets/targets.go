// Package targets is the column that says where a post goes: the accounts that may publish, the ways out of each, what every
// target still lacks and how its text counts there, the variant of one target, and the hour with its window. It holds targets
// and hours and tells when a person changed them; what lacks it is told, and it stores nothing.
package targets

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/accounts/limits"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/publishing/content"
)

// Pane is the list of accounts with what goes to them.
type Pane struct {
	// OnEdit is told after a person changed the targets; Post gives the post around them, for the counters and the variants.
	OnEdit func()
	Post   func() content.Master

	list    []accounts.Account
	chosen  []content.Target
	stash   map[spot]content.Target // what was unticked keeps its variant
	lacks   []content.Lack
	locked  bool
	checks  map[accounts.ID]*widgets.Check
	ways    map[spot]*widgets.Check
	links   map[spot]*widgets.Link
	count   *draw.Text
	column  *fyne.Container
	object  fyne.CanvasObject
	variant *Variant
}

// spot is one way out of one account.
type spot struct {
	account accounts.ID
	way     content.Way
}

// New returns an empty pane.
func New() *Pane {
	p := &Pane{stash: map[spot]content.Target{}, checks: map[accounts.ID]*widgets.Check{}, ways: map[spot]*widgets.Check{}, links: map[spot]*widgets.Link{}}
	p.count = draw.NewText("", theme.Note, theme.Text3)
	p.column = draw.Col(0)
	p.object = draw.Col(0, widgets.SectionWith("发到哪里", p.count), draw.NewLine(theme.Line), draw.Grow(draw.Scroll(p.column)))
	return p
}

// Object is what the screen shows.
func (p *Pane) Object() fyne.CanvasObject { return p.object }

// Targets returns what is ticked, in the order of the list.
func (p *Pane) Targets() []content.Target { return slices.Clone(p.chosen) }

// SetAccounts says which accounts may be ticked, in order.
func (p *Pane) SetAccounts(list []accounts.Account) {
	p.list = list
	p.build()
}

// Set shows other targets.
func (p *Pane) Set(ts []content.Target, locked bool) {
	p.chosen, p.locked, p.stash, p.lacks = slices.Clone(ts), locked, map[spot]content.Target{}, nil
	p.build()
}

// SetLacks says what the targets lack, by their place in Targets.
func (p *Pane) SetLacks(ls []content.Lack) {
	p.lacks = ls
	p.build()
}

// Ways returns the ways out of a platform, the usual first.
func Ways(p accounts.Platform) []content.Way {
	switch p {
	case accounts.Weibo:
		return []content.Way{content.Share, content.ByHand}
	case accounts.WeChat:
		return []content.Way{content.Publish, content.Broadcast, content.ByHand}
	}
	return []content.Way{content.ByHand}
}

// Title names a way out.
func Title(w content.Way) string {
	switch w {
	case content.Share:
		return "微博"
	case content.Publish:
		return "发布（不推送）"
	case content.Broadcast:
		return "群发"
	}
	return "人工发布"
}

func (p *Pane) index(s spot) int {
	return slices.IndexFunc(p.chosen, func(t content.Target) bool { return t.Account == s.account && t.Way == s.way })
}

func (p *Pane) ticked(id accounts.ID) bool {
	return slices.ContainsFunc(p.chosen, func(t content.Target) bool { return t.Account == id })
}

// Tick chooses or drops one way out of an account, as the boxes do.
func (p *Pane) Tick(a accounts.Account, w content.Way, on bool) {
	s := spot{a.ID, w}
	i := p.index(s)
	switch {
	case p.locked || on == (i >= 0):
		return
	case on:
		t, ok := p.stash[s]
		if !ok {
			t = content.Target{Account: a.ID, Platform: a.Platform, Way: w}
		}
		p.chosen = append(p.chosen, t)
		p.order()
	default:
		p.stash[s] = p.chosen[i]
		p.chosen = slices.Delete(p.chosen, i, i+1)
	}
	p.lacks = nil
	p.build()
	p.tell()
}

// order keeps the targets as the list has their accounts.
func (p *Pane) order() {
	rank := func(t content.Target) int {
		i := slices.IndexFunc(p.list, func(a accounts.Account) bool { return a.ID == t.Account })
		return i*8 + slices.Index(Ways(t.Platform), t.Way)
	}
	slices.SortStableFunc(p.chosen, func(a, b content.Target) int { return rank(a) - rank(b) })
}

func (p *Pane) tell() {
	if p.OnEdit != nil {
		p.OnEdit()
	}
}

// toggle ticks an account: its usual way; unticking drops all of its ways.
func (p *Pane) toggle(a accounts.Account, on bool) {
	if on {
		p.Tick(a, Ways(a.Platform)[0], true)
		return
	}
	for _, w := range Ways(a.Platform) {
		p.Tick(a, w, false)
	}
}

// shown are the accounts that stand in the column: those that may publish, and those that are chosen already.
func (p *Pane) shown() []accounts.Account {
	var out []accounts.Account
	for _, a := range p.list {
		if a.State == accounts.Normal || a.State == accounts.Rectifying || p.ticked(a.ID) {
			out = append(out, a)
		}
	}
	return out
}

func (p *Pane) build() {
	list := p.shown()
	n := map[accounts.ID]bool{}
	for _, t := range p.chosen {
		n[t.Account] = true
	}
	if len(n) == 0 {
		p.count.Set("还没有选")
	} else {
		p.count.Set(fmt.Sprintf("已选 %d 个", len(n)))
	}
	var objs []fyne.CanvasObject
	for _, a := range list {
		objs = append(objs, draw.Pad(draw.Col(4, p.account(a)...), 14, 9), draw.NewLine(theme.Line))
	}
	if len(list) == 0 {
		objs = append(objs, draw.Pad(flow.Plain("还没有正常的账号。请先在“账号”里登记，备案后再选。", theme.Note, theme.Text2), 14, 16))
	}
	p.column.Objects = objs
	p.column.Refresh()
}

func (p *Pane) account(a accounts.Account) []fyne.CanvasObject {
	c, ok := p.checks[a.ID]
	if !ok {
		c = widgets.NewCheck("", false, nil)
		p.checks[a.ID] = c
	}
	c.OnChange = func(on bool) { p.toggle(a, on) }
	on := p.ticked(a.ID)
	c.SetTicked(on)
	able(c, !p.locked)
	name := draw.NewText(a.Name, theme.Body, theme.Text).Cutting()
	if !on {
		name.Color = theme.Text2
	}
	objs := []fyne.CanvasObject{draw.Row(8, c, widgets.NewTile(a.Platform.Tile()), draw.Grow(name), draw.NewText(a.Platform.Title(), theme.Note, theme.Text3))}
	if a.State != accounts.Normal {
		objs = append(objs, note("warn", theme.Amber, a.State.Title()))
	}
	if !on {
		return objs
	}
	ways := Ways(a.Platform)
	for _, w := range ways {
		objs = append(objs, p.way(a, w, len(ways) > 1)...)
	}
	return objs
}

// way is one way out with what it lacks; boxed where there are several.
func (p *Pane) way(a accounts.Account, w content.Way, boxed bool) []fyne.CanvasObject {
	s := spot{a.ID, w}
	i := p.index(s)
	var lead fyne.CanvasObject = draw.NewText(Title(w), theme.Dense, theme.Text)
	if boxed {
		c, ok := p.ways[s]
		if !ok {
			c = widgets.NewCheck(Title(w), false, nil)
			p.ways[s] = c
		}
		c.OnChange = func(on bool) { p.Tick(a, w, on) }
		c.SetTicked(i >= 0)
		able(c, !p.locked)
		lead = c
	}
	row := []fyne.CanvasObject{lead, draw.Fill()}
	if i < 0 {
		return []fyne.CanvasObject{draw.Inset(draw.Row(6, row...), 0, 0, 0, 26)}
	}
	l, ok := p.links[s]
	if !ok {
		l = widgets.NewLink("改内容", theme.Note, nil)
		p.links[s] = l
	}
	l.OnPress = func() { p.Edit(a, w) }
	if !p.locked {
		row = append(row, l)
	}
	objs := []fyne.CanvasObject{draw.Inset(draw.Row(6, row...), 0, 0, 0, 26)}
	return append(objs, p.notes(a, i)...)
}

// notes are the counts of a target and what it lacks.
func (p *Pane) notes(a accounts.Account, i int) []fyne.CanvasObject {
	var objs []fyne.CanvasObject
	over := map[string]bool{}
	for _, l := range p.lacks {
		if l.Target != i {
			continue
		}
		over[l.Field] = true
		icon, ink := "warn", theme.Amber
		if l.Must {
			icon, ink = "stop", theme.Red
		}
		objs = append(objs, note(icon, ink, l.Text))
	}
	if p.Post == nil {
		return objs
	}
	c, t := p.Post(), p.chosen[i]
	lim := t.Limits()
	if lim.Units > 0 && !over["text"] {
		objs = append(objs, note("check", theme.Green, fmt.Sprintf("正文 %d/%d 字", (limits.WeiboUnits(c.TextFor(t))+1)/2, lim.Units/2)))
	}
	if lim.Title > 0 && !over["title"] {
		objs = append(objs, note("check", theme.Green, fmt.Sprintf("标题 %d/%d", utf8.RuneCountInString(c.TitleFor(t)), lim.Title)))
	}
	if t.Way == content.ByHand {
		objs = append(objs, note("user", theme.Text3, "到点由人贴出去，再填回地址"))
	}
	return objs
}

func note(icon string, ink fyne.ThemeColorName, say string) fyne.CanvasObject {
	return draw.Inset(draw.TopRow(6, draw.Fixed(draw.NewIcon(icon, 14, ink), 14, 18), draw.Grow(flow.Plain(say, theme.Note, ink))), 0, 0, 0, 26)
}

func able(o fyne.Disableable, on bool) {
	if on {
		o.Enable()
	} else {
		o.Disable()
	}
}

// First is what takes the focus when the column is gone to: the first box.
func (p *Pane) First() fyne.Focusable {
	for _, a := range p.shown() {
		if c, ok := p.checks[a.ID]; ok && !c.Disabled() {
			return c
		}
	}
	return nil
}

// Check returns the box of an account, Way the box of one of its ways, for tests and keys.
func (p *Pane) Check(id accounts.ID) *widgets.Check { return p.checks[id] }

// Way returns the box of a way out of an account.
func (p *Pane) Way(id accounts.ID, w content.Way) *widgets.Check { return p.ways[spot{id, w}] }
