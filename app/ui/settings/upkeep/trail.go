package upkeep

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/internal/trail"
	"huiying/internal/workdays"
)

// some is how many entries are shown at first, and how many more each time.
const some = 200

// Trail is the page 留痕.
type Trail struct {
	d      Deps
	limit  atomic.Int64 // read beside the window
	list   *lists.List
	all    map[string]trail.Entry
	rows   map[fyne.CanvasObject]*entryRow
	strip  *fyne.Container
	body   *fyne.Container
	card   fyne.CanvasObject
	pane   *load.Pane[[]trail.Entry]
	verify *widgets.Button
	more   *widgets.Button
}

type entryRow struct{ seq, at, name, verb, detail, seal *draw.Text }

// NewTrail returns the page.
func NewTrail(d Deps) *Trail {
	p := &Trail{d: d, all: map[string]trail.Entry{}, rows: map[fyne.CanvasObject]*entryRow{}, strip: container.NewStack(), body: container.NewStack()}
	p.strip.Hide()
	p.limit.Store(some)
	p.verify = widgets.NewButton(widgets.Primary, "核验留痕", p.check).High(28)
	p.more = widgets.NewButton(widgets.Plain, fmt.Sprintf("再看 %d 条", some), func() { p.limit.Add(some); p.pane.Load() }).High(24)
	p.list = lists.NewList(34, p.makeRow, p.bindRow)
	p.card = widgets.CardWith(widgets.Section("留痕", "最新的在上面；只增不改，一条扣一条", p.more),
		draw.Col(0, widgets.TableHead(p.columns(draw.NewText("序号", theme.Note, theme.Text2), draw.NewText("时间", theme.Note, theme.Text2),
			draw.NewText("谁", theme.Note, theme.Text2), draw.NewText("做了什么", theme.Note, theme.Text2), draw.NewText("内容", theme.Note, theme.Text2),
			draw.NewText("指纹", theme.Note, theme.Text2))), draw.NewLine(theme.Line), draw.Grow(p.list)))
	p.pane = load.NewPane(d.Frame.Jobs(), draw.Col(12, p.strip, draw.Grow(p.body)), p.fetch, p.paint)
	p.pane.What, p.pane.Fault, p.pane.Rows = "留痕", "没有取到留痕", 10
	p.pane.OnError = func(err error) { p.tell(widgets.Red, "stop", "没有取到留痕。", problem.Words(err)) }
	return p
}

func (p *Trail) columns(seq, at, name, verb, detail, seal fyne.CanvasObject) fyne.CanvasObject {
	return draw.Row(12, draw.Exact(seq, 52, 0), draw.Exact(at, 136, 0), draw.Exact(name, 64, 0), draw.Exact(verb, 132, 0), draw.Grow(detail), draw.Exact(seal, 76, 0))
}

func (p *Trail) makeRow() fyne.CanvasObject {
	r := &entryRow{draw.NewText("", theme.Dense, theme.Text3), draw.NewText("", theme.Dense, theme.Text2), draw.NewText("", theme.Dense, theme.Text).Cutting(),
		draw.NewText("", theme.Dense, theme.Text).Cutting(), draw.NewText("", theme.Dense, theme.Text2).Cutting(), draw.NewText("", theme.Note, theme.Text3)}
	o := draw.Pad(p.columns(r.seq, r.at, r.name, r.verb, r.detail, r.seal), 12, 0)
	p.rows[o] = r
	return o
}

func (p *Trail) bindRow(id string, o fyne.CanvasObject, _ lists.State) {
	e, r := p.all[id], p.rows[o]
	r.seq.Set(fmt.Sprint(e.Seq))
	r.at.Set(e.At.In(workdays.Shanghai).Format("2006-01-02 15:04:05"))
	r.name.Set(e.Name)
	r.verb.Set(e.Verb)
	r.detail.Set(detail(e))
	r.seal.Set(short(e.Seal))
	o.Refresh()
}

func short(seal string) string {
	if len(seal) > 8 {
		return seal[:8]
	}
	return seal
}

// kindWords are the Chinese names of what an entry may be about.
func kindWords(kind string) string {
	return map[string]string{"post": "稿件", "ticket": "审核单", "delivery": "发布", "question": "留言", "answer": "答复", "account": "账号", "person": "人员",
		"route": "审核流程", "file": "文件", "filing": "备案", "edition": "推送批次", "unit": "单位"}[kind]
}

// detail says what an entry holds beside its verb: what it is about, and its details in the order of their keys.
func detail(e trail.Entry) string {
	var parts []string
	if kind := kindWords(e.Kind); kind != "" {
		if e.Revision > 0 && e.Kind == "post" {
			kind += fmt.Sprintf("第 %d 稿", e.Revision)
		}
		parts = append(parts, kind)
	}
	var fields map[string]string
	if e.Detail != "" && json.Unmarshal([]byte(e.Detail), &fields) != nil {
		return strings.Join(append(parts, e.Detail), " · ")
	}
	var keys []string
	for k, v := range fields {
		if v != "" && k != "fingerprint" {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	for _, k := range keys {
		parts = append(parts, fields[k])
	}
	return strings.Join(parts, " · ")
}

func (p *Trail) fetch(ctx context.Context) ([]trail.Entry, error) {
	return p.d.Desk.Latest(ctx, int(p.limit.Load()))
}

func (p *Trail) paint(entries []trail.Entry) {
	clear(p.all)
	var items []lists.Item
	for _, e := range entries {
		p.all[e.ID] = e
		items = append(items, lists.RowOf(e.ID))
	}
	p.list.SetItems(items)
	if len(entries) < int(p.limit.Load()) {
		p.more.Hide()
	} else {
		p.more.Show()
	}
	p.body.Objects = []fyne.CanvasObject{p.card}
	if len(entries) == 0 {
		p.body.Objects = []fyne.CanvasObject{widgets.Card(states.Empty("还没有留痕", "从第一步起，谁、何时、做了什么，都会记在这里。", nil))}
	}
	p.body.Refresh()
}

func (p *Trail) tell(tone widgets.Tone, icon, lead, say string) {
	p.strip.Objects = []fyne.CanvasObject{widgets.Card(overlays.Strip(tone, icon, lead, say))}
	p.strip.Show()
	p.strip.Refresh()
	p.pane.Object().Refresh()
}

// check reads the whole trail through.
func (p *Trail) check() {
	p.verify.Block("正在核验")
	p.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		r, err := p.d.Desk.Verify(ctx)
		at := p.d.Now().In(workdays.Shanghai).Format("15:04:05")
		return func() {
			p.verify.Block("")
			switch {
			case problem.KindOf(err) == problem.Damaged:
				p.tell(widgets.Red, "stop", "留痕对不上。", problem.Words(err))
			case err != nil:
				p.tell(widgets.Red, "stop", "没有核验成。", problem.Words(err))
			case r.Entries == 0:
				p.tell(widgets.Green, "okc", "还没有留痕。", at+" 核验，没有可以核对的。")
			default:
				p.tell(widgets.Green, "okc", fmt.Sprintf("%d 条从头核到尾，没有少，没有改。", r.Entries), at+" 核验，最后一条的指纹 "+short(r.Head))
			}
		}
	})
}

// Object is what is shown.
func (p *Trail) Object() fyne.CanvasObject { return p.pane.Object() }

// Load fetches again.
func (p *Trail) Load() { p.pane.Load() }

// Actions stand in the page head.
func (p *Trail) Actions() []fyne.CanvasObject { return []fyne.CanvasObject{p.verify} }

// Unsaved is empty: nothing here is written.
func (p *Trail) Unsaved() string { return "" }

// Save does nothing.
func (p *Trail) Save() {}

// Take gives the focus to the list.
func (p *Trail) Take() { p.list.Take() }
