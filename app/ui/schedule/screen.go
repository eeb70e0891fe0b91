package schedule

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/accounts"
	"huiying/app/ui/dates"
	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/panes"
	"huiying/app/ui/schedule/look"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// Name is the id under which the frame opens the screen. It takes the params "day" (2026-11-18), "delivery" or "id" (that of a
// delivery; its day is found) and "gauge" ("0" what is overdue, "1" what is not ready).
const Name = "schedule"

// The gauges, as the frame numbers them.
const (
	overdue  = "0"
	notReady = "1"
)

// span is the month that is fetched, or the delivery whose month it shall be.
type span struct {
	year  int
	month time.Month
	gauge string
	find  string
}

// fetched is everything that is shown.
type fetched struct {
	asked      *span
	span       span
	found      *delivery.Delivery // what was to be found
	lost       error              // why it was not
	deliveries []delivery.Delivery
	waiting    []publishing.Post // in review: not through until they are
	gauged     []delivery.Delivery
	accounts   []accounts.Account
	bindings   map[accounts.ID]accounts.Binding
}

// Screen is 排期.
type Screen struct {
	d     Deps
	want  atomic.Pointer[span]
	front bool
	stop  func()
	pane  *load.Pane[fetched]
	data  fetched
	names map[accounts.ID]accounts.Account
	by    map[string]delivery.Delivery
	day   dates.Day
	only  int // index into data.accounts + 1; 0 is all
	goal  string

	content fyne.CanvasObject
	month   *dates.Month
	title   *draw.Text
	filter  *overlays.Select
	quota   *fyne.Container
	list    *lists.List
	rows    map[fyne.CanvasObject]*dayRow
	dayHead *draw.Text
	dayNote *draw.Text
	lookAll *widgets.Button
	back    *widgets.Link
	none    *fyne.Container
	card    *fyne.Container
	fault   string
	carded  string          // what the card shows: it is built anew only for something else, so that its buttons keep the focus
	form    *proof          // what is open, for tests
	kept    map[string]kept // what was filled in for a delivery and is not booked yet
	picker  *dates.Picker
	putBack func()
	dialog  *overlays.Dialog
	left    []fyne.CanvasObject
	right   []fyne.CanvasObject
}

// New returns the screen.
func New(d Deps) *Screen {
	s := &Screen{d: d, rows: map[fyne.CanvasObject]*dayRow{}, by: map[string]delivery.Delivery{}, names: map[accounts.ID]accounts.Account{}, kept: map[string]kept{}}
	if d.Copy == nil {
		s.d.Copy = func(text string) { fyne.CurrentApp().Clipboard().SetContent(text) }
	}
	s.day = dates.DayOf(s.now())
	s.want.Store(&span{year: s.day.Year, month: s.day.Month})
	s.month = dates.NewMonth(s.day)
	s.month.OnDay = s.pickDay
	s.month.OnEntry = s.pickEntry
	s.month.OnMove = s.dropped
	s.month.OnMonth = func(y int, m time.Month) { s.turn(y, m) }
	s.build()
	if d.Changed != nil {
		s.stop = d.Changed(func(topic, _ string) {
			if topic == publishing.Topic || topic == "review" || topic == "accounts" {
				d.Frame.Jobs().Paint(func() {
					if s.front {
						s.pane.Load()
					}
				})
			}
		})
	}
	return s
}

func (s *Screen) now() time.Time { return s.d.Now().In(content.Shanghai()) }

func (s *Screen) build() {
	s.title = draw.NewBold(s.month.Title(), theme.Title, theme.Text)
	s.filter = overlays.NewSelect("全部账号", []string{"全部账号"}, 0, func(i int) { s.only = i; s.paint(s.data) }).High(28).Wide(128)
	s.left = []fyne.CanvasObject{
		widgets.NewIconButton(widgets.Plain, "left", "上个月", func() { s.step(-1) }).High(28),
		draw.Exact(draw.Middle(s.title), 92, 28),
		widgets.NewIconButton(widgets.Plain, "right", "下个月", func() { s.step(1) }).High(28),
		widgets.NewButton(widgets.Plain, "今天", s.Today).High(28), s.filter}
	s.right = []fyne.CanvasObject{widgets.NewButton(widgets.Primary, "排一条", s.PlanOne).WithIcon("plus").High(28)}
	s.quota = draw.Row(0)
	legend := draw.Panel(theme.Surface2, "", 0, draw.Fixed(draw.Pad(draw.Row(16, mark(widgets.Blue, "已就绪"), mark(widgets.Amber, "要处理"),
		mark(widgets.Red, "平台退回"), mark(widgets.Grey, "已过去"), draw.Grow(draw.NewText("拖动可改期，在批准的窗口里不用重审", theme.Note, theme.Text3).Right().Cutting())), 12, 0), 0, 28))
	calendar := draw.Col(0, draw.Grow(s.month), draw.NewLine(theme.Line), legend)

	s.dayHead, s.dayNote = draw.NewBold("", theme.Body, theme.Text), draw.NewText("", theme.Note, theme.Text3)
	s.lookAll = widgets.NewButton(widgets.Plain, "全部核对", s.LookAll).WithIcon("sync").High(24)
	s.back = widgets.NewLink("看当天", theme.Dense, func() { s.StepBack() })
	head := draw.Fixed(draw.Pad(draw.Row(8, s.dayHead, s.dayNote, draw.Fill(), s.back, s.lookAll), 12, 0), 0, 36)
	s.list = lists.NewList(54, s.makeRow, s.bindRow)
	s.list.OnSelect = func(string) { s.fault = ""; s.paintCard() }
	s.list.OnOpen = func(string) { s.First() }
	s.list.OnRune = s.letter
	s.none = container.NewStack()
	s.card = draw.Col(0)
	right := draw.Col(0, head, draw.NewLine(theme.Line), draw.Grow(container.NewStack(s.list, s.none)), s.card)
	split := panes.NewSplit(calendar, right, panes.KeepRight, 404, 360, 520, 560)
	body := draw.Col(0, draw.Fixed(draw.Pad(s.quota, 16, 0), 0, 37), draw.NewLine(theme.Line), draw.Grow(split))
	s.pane = load.NewPane(s.d.Frame.Jobs(), body, s.fetch, s.paint)
	s.pane.What, s.pane.Fault, s.pane.Rows = "这个月的排期", "没有取到排期", 8
	s.pane.OnError = func(err error) { s.say(err) }
	s.content = s.pane.Object()
}

func mark(tone widgets.Tone, word string) fyne.CanvasObject {
	fill, border := tone.Ground()
	if border == "" {
		border = tone.Fill()
	}
	if tone == widgets.Grey {
		border = theme.LineStrong
	}
	return draw.Row(6, draw.Exact(draw.NewGround(fill, border, 3), 12, 12), draw.NewText(word, theme.Note, theme.Text2))
}

// fetch reads the six weeks of a month.
func (s *Screen) fetch(ctx context.Context) (fetched, error) {
	asked := s.want.Load()
	got := fetched{asked: asked, bindings: map[accounts.ID]accounts.Binding{}}
	w := *asked
	if w.find != "" {
		d, _, err := s.d.Deliveries.Get(ctx, w.find)
		switch {
		case err == nil:
			at := d.Due.In(content.Shanghai())
			w.year, w.month, got.found = at.Year(), at.Month(), &d
		case problem.KindOf(err) == problem.Missing:
			got.lost = err
		default:
			return got, err
		}
		w.find = ""
	}
	got.span = w
	first := time.Date(w.year, w.month, 1, 0, 0, 0, 0, content.Shanghai()).AddDate(0, 0, -7)
	var err error
	if got.deliveries, err = s.d.Deliveries.Between(ctx, first, first.AddDate(0, 0, 7*8)); err != nil {
		return got, err
	}
	if w.gauge != "" {
		g, err := s.d.Deliveries.Gauges(ctx)
		if err != nil {
			return got, err
		}
		got.gauged = map[string][]delivery.Delivery{overdue: g.Overdue, notReady: g.NotReady}[w.gauge]
	}
	if got.waiting, err = s.d.Posts.List(ctx, publishing.PostFilter{States: []publishing.State{publishing.InReview}, Limit: 200}); err != nil {
		return got, err
	}
	if got.accounts, err = s.d.Register.List(ctx); err != nil {
		return got, err
	}
	for _, a := range got.accounts {
		b, err := s.d.Register.Binding(ctx, a.ID)
		if err != nil {
			return got, err
		}
		got.bindings[a.ID] = b
	}
	return got, nil
}

// paint fills everything; the selection stays.
func (s *Screen) paint(got fetched) {
	if s.want.Load() != got.asked { // something else is wanted meanwhile
		s.pane.Load()
		return
	}
	if got.found != nil || got.lost != nil {
		s.find(&got)
	}
	s.data = got
	s.by, s.names = map[string]delivery.Delivery{}, map[accounts.ID]accounts.Account{}
	options := []string{"全部账号"}
	for _, a := range got.accounts {
		s.names[a.ID] = a
		options = append(options, a.Platform.Tile()+" "+a.Name)
	}
	s.only = min(s.only, len(got.accounts))
	s.filter.SetOptions(options, s.only)
	for _, d := range append(append([]delivery.Delivery{}, got.deliveries...), got.gauged...) {
		s.by[d.ID] = d
	}
	entries := map[dates.Day][]dates.Entry{}
	for _, d := range got.deliveries {
		if !s.passes(d) {
			continue
		}
		l, at := look.Of(d), d.Due.In(content.Shanghai())
		entries[dates.DayOf(at)] = append(entries[dates.DayOf(at)], dates.Entry{ID: d.ID, Sign: d.Platform.Tile(),
			Text: at.Format("15") + " " + d.Title, Wide: at.Format("15:04") + " " + d.Title, Tone: l.Cell(d), Past: l.Past || d.Settled})
	}
	for _, p := range got.waiting {
		if s.only == 0 && !p.Planned.IsZero() {
			at := p.Planned.In(content.Shanghai())
			entries[dates.DayOf(at)] = append(entries[dates.DayOf(at)], dates.Entry{ID: p.ID, Sign: "审", Text: at.Format("15") + " " + p.Title, Wide: at.Format("15:04") + " " + p.Title})
		}
	}
	s.month.SetToday(dates.DayOf(s.now()))
	s.month.Fill(got.span.year, got.span.month, entries)
	s.title.Set(s.month.Title())
	s.paintQuota()
	s.paintDay()
}

// find goes to the delivery that was looked for.
func (s *Screen) find(got *fetched) {
	if got.lost != nil {
		s.d.Frame.Toast(problem.Words(got.lost), nil)
	} else {
		s.day, s.goal, s.only = dates.DayOf(got.found.Due.In(content.Shanghai())), got.found.ID, 0
		s.month.Choose(s.day)
	}
	now := got.span
	s.want.Store(&now)
	got.asked, got.found, got.lost = &now, nil, nil
}

func (s *Screen) passes(d delivery.Delivery) bool {
	return s.only == 0 || s.data.accounts[s.only-1].ID == d.Account
}

// turn shows another month; the day that is chosen stays the month's.
func (s *Screen) turn(y int, m time.Month) {
	s.want.Store(&span{year: y, month: m, gauge: s.want.Load().gauge})
	s.pane.Load()
}

func (s *Screen) step(by int) {
	w := s.want.Load()
	t := time.Date(w.year, w.month, 1, 0, 0, 0, 0, time.UTC).AddDate(0, by, 0)
	s.day = dates.DayOf(t)
	s.month.Choose(s.day)
	s.turn(t.Year(), t.Month())
}

// Today goes to the present day.
func (s *Screen) Today() { s.goTo(dates.DayOf(s.now())) }

func (s *Screen) goTo(d dates.Day) {
	s.day = d
	s.month.Choose(d)
	s.want.Store(&span{year: d.Year, month: d.Month})
	s.pane.Load()
}

func (s *Screen) pickDay(d dates.Day) {
	s.day = d
	if w := s.want.Load(); w.gauge != "" {
		now := span{year: w.year, month: w.month}
		s.want.Store(&now)
		s.data.asked, s.data.span = &now, now
	}
	s.fault = ""
	s.paintDay()
}

func (s *Screen) pickEntry(id string) {
	s.pickDay(s.month.Chosen())
	s.list.Select(id)
	s.paintCard()
}

func (s *Screen) letter(r rune) bool {
	if r == 't' || r == 'T' {
		s.Today()
		return true
	}
	return false
}
