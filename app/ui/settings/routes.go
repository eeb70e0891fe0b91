package settings

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/settings/route"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/review"
)

// routesPage is 审核流程: the kinds on the left, the route of one on the right.
type routesPage struct {
	s      *Screen
	routes []review.Route
	drafts map[review.Kind]review.Route // edited and not saved, by kind
	kind   review.Kind
	rows   map[review.Kind]*kindRow
	form   *route.Form
	title  *draw.Text
	strip  *fyne.Container
	pane   *load.Pane[[]review.Route]
	saveB  *widgets.Button
	backB  *widgets.Button
	fault  string
	busy   bool
}

type kindRow struct {
	*lists.Row
	steps *draw.Text
	mark  *draw.Icon
}

func newRoutesPage(s *Screen) *routesPage {
	p := &routesPage{s: s, drafts: map[review.Kind]review.Route{}, kind: review.Regular, rows: map[review.Kind]*kindRow{},
		form: route.New(s.admin), title: draw.NewText("", theme.Note, theme.Text3), strip: container.NewStack()}
	p.form.OnEdit = p.edited
	p.saveB = widgets.NewButton(widgets.Primary, "保存改动", p.Save).High(28)
	p.backB = widgets.NewButton(widgets.Plain, "撤回改动", p.forget).High(28)
	p.strip.Hide()
	var kinds []fyne.CanvasObject
	for i, k := range review.Kinds() {
		row := &kindRow{steps: draw.NewText("", theme.Note, theme.Text2).Cutting(), mark: draw.NewIcon("", 14, theme.Amber)}
		row.Row = lists.NewRow(52, draw.Pad(draw.Row(8, draw.Grow(draw.Col(2, draw.NewText(k.Title(), theme.Body, theme.Text), row.steps)), row.mark), 12, 0),
			func() { p.choose(k) })
		row.OnKey = func(ev *fyne.KeyEvent) bool { return p.step(i, ev) }
		p.rows[k] = row
		kinds = append(kinds, row.Row)
	}
	note := "改了以后，新送审的走新路线；在审的照旧走完"
	if !s.admin {
		note = "改动归管理员"
	}
	left := widgets.CardWith(widgets.Section("按类别", ""), draw.Scroll(draw.Col(0, kinds...)))
	foot := draw.Inset(draw.NewText(note, theme.Note, theme.Text3), 10, 12, 12, 12)
	right := widgets.CardWith(widgets.SectionWith("路线", p.title), draw.Col(0, p.strip, draw.Grow(draw.Scroll(draw.Col(0, p.form.Object(), draw.NewLine(theme.Line), foot)))))
	p.pane = load.NewPane(s.d.Frame.Jobs(), draw.TallRow(12, draw.Exact(left, 232, 0), draw.Grow(right)), p.fetch, p.paint)
	p.pane.What, p.pane.Fault, p.pane.Rows = "审核流程", "没有取到审核流程", 8
	p.pane.OnError = func(err error) { s.d.Frame.Toast(problem.Words(err), nil) }
	p.block()
	return p
}

func (p *routesPage) fetch(ctx context.Context) ([]review.Route, error) {
	return p.s.d.Routes.Routes(ctx)
}

func (p *routesPage) paint(routes []review.Route) {
	first := p.routes == nil
	p.routes = routes
	for k, d := range p.drafts {
		if alike(d, p.stored(k)) {
			delete(p.drafts, k)
		}
	}
	if _, typed := p.drafts[p.kind]; first || !typed {
		p.settle(first)
	}
	p.mark()
}

// settle brings a form in which nothing is typed up to date; one that says the same keeps its fields, and the focus in them.
func (p *routesPage) settle(first bool) {
	now := p.stored(p.kind)
	if shown, say := p.form.Value(); !first && say == "" && alike(shown, now) {
		p.form.Adopt(now.Version)
		return
	}
	p.form.Set(now)
}

func (p *routesPage) stored(k review.Kind) review.Route {
	if i := slices.IndexFunc(p.routes, func(r review.Route) bool { return r.Kind == k }); i >= 0 {
		return p.routes[i]
	}
	return review.Route{Kind: k}
}

// alike tells whether two routes say the same; which version of the store they come from does not count.
func alike(a, b review.Route) bool {
	say := func(r review.Route) review.Route {
		r.Version, r.Name = 0, ""
		r.Steps = slices.Clone(r.Steps)
		for i, st := range r.Steps {
			var gates []review.Gate
			for _, g := range review.Gates() {
				if slices.Contains(st.Gates, g) {
					gates = append(gates, g)
				}
			}
			r.Steps[i].Gates = gates
		}
		return r
	}
	return reflect.DeepEqual(say(a), say(b))
}

func (p *routesPage) choose(k review.Kind) {
	p.kind, p.fault = k, ""
	r, ok := p.drafts[k]
	if !ok {
		r = p.stored(k)
	}
	p.form.Set(r)
	p.mark()
}

func (p *routesPage) step(i int, ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyUp:
		i--
	case fyne.KeyDown:
		i++
	case fyne.KeyRight:
		p.form.Take()
		return true
	case fyne.KeyLeft:
		p.s.at.row.Take()
		return true
	default:
		return false
	}
	if kinds := review.Kinds(); i >= 0 && i < len(kinds) {
		p.choose(kinds[i])
		p.rows[kinds[i]].Take()
	}
	return true
}

func (p *routesPage) edited() {
	r, say := p.form.Value()
	p.fault = ""
	if say == "" && alike(r, p.stored(p.kind)) {
		delete(p.drafts, p.kind)
	} else {
		p.drafts[p.kind] = r
	}
	p.mark()
}

// mark brings rows, title, strip and buttons up to date.
func (p *routesPage) mark() {
	for k, row := range p.rows {
		row.Select(k == p.kind)
		r, typed := p.drafts[k]
		if !typed {
			r = p.stored(k)
			row.mark.Set("", theme.Amber)
		} else {
			row.mark.Set("pen", theme.Amber)
		}
		var names []string
		for _, st := range r.Steps {
			names = append(names, st.Name)
		}
		row.steps.Set(strings.Join(names, " → "))
	}
	say := p.kind.Title()
	if p.stored(p.kind).Version == 0 {
		say += " · 没有改过，按现有人员定的"
	}
	p.title.Set(say)
	p.block()
}

func (p *routesPage) block() {
	r, typed := p.drafts[p.kind]
	why := ""
	switch {
	case p.busy:
		why = "正在保存"
	case !typed:
		why = "没有改动"
	}
	p.saveB.Block(why)
	p.backB.Block(why)
	switch {
	case p.fault != "":
		p.say(widgets.Red, "stop", "没有保存。", p.fault)
	case typed && r.Version != p.stored(p.kind).Version:
		p.say(widgets.Amber, "warn", "这条路线刚被改过。", "您的改动还在屏幕上；撤回改动可以看新的路线。")
	default:
		p.strip.Hide()
	}
}

func (p *routesPage) say(tone widgets.Tone, icon, lead, say string) {
	p.strip.Objects = []fyne.CanvasObject{overlays.Strip(tone, icon, lead, say)}
	p.strip.Show()
	p.strip.Refresh()
}

func (p *routesPage) forget() {
	delete(p.drafts, p.kind)
	p.choose(p.kind)
}

func (p *routesPage) Object() fyne.CanvasObject { return p.pane.Object() }
func (p *routesPage) Load()                     { p.pane.Load() }
func (p *routesPage) Take()                     { p.rows[p.kind].Take() }

func (p *routesPage) Actions() []fyne.CanvasObject {
	if !p.s.admin {
		return nil
	}
	return []fyne.CanvasObject{p.backB, p.saveB}
}

func (p *routesPage) Unsaved() string {
	var names []string
	for _, k := range review.Kinds() {
		if _, ok := p.drafts[k]; ok {
			names = append(names, k.Title())
		}
	}
	if len(names) == 0 {
		return ""
	}
	return strings.Join(names, "、") + "的审核流程"
}

// Save hands the route in front to the desk.
func (p *routesPage) Save() {
	if _, typed := p.drafts[p.kind]; !typed || p.busy || !p.s.admin {
		return
	}
	r, say := p.form.Value()
	if p.fault = say; say != "" {
		p.block()
		return
	}
	p.busy = true
	p.block()
	p.s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		err := p.s.d.Routes.SetRoute(ctx, r)
		return func() { p.saved(r, err) }
	})
}

func (p *routesPage) saved(r review.Route, err error) {
	p.busy = false
	if err != nil {
		if r.Kind == p.kind {
			p.fault = problem.Words(err)
		} else {
			p.s.d.Frame.Toast(r.Kind.Title()+"没有保存："+problem.Words(err), nil)
		}
		p.block()
		p.pane.Load()
		return
	}
	if d, ok := p.drafts[r.Kind]; ok && alike(d, r) {
		delete(p.drafts, r.Kind)
	} else if ok { // typed since: it goes on from what was saved
		d.Version = r.Version + 1
		p.drafts[r.Kind] = d
		if r.Kind == p.kind {
			p.form.Adopt(d.Version)
		}
	}
	p.s.d.Frame.Toast(r.Kind.Title()+"的审核流程已改，新送审的走新路线", nil)
	p.block()
	p.pane.Load()
}
