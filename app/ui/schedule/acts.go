package schedule

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/dates"
	"huiying/app/ui/draw"
	"huiying/app/ui/files"
	"huiying/app/ui/overlays"
	"huiying/app/ui/schedule/look"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// act is one thing that can be done; the first of a delivery is what Enter does.
type act struct {
	label, icon string
	kind        widgets.Kind
	block       string
	do          func()
}

// sure is how long a look on the platform counts.
const sure = time.Hour

// acts are what a person may do about a delivery, the next step first.
func (s *Screen) acts(d delivery.Delivery) (all []act) {
	add := func(kind widgets.Kind, label, icon, block string, do func()) {
		all = append(all, act{label, icon, kind, block, do})
	}
	settle := func(label string) { add(widgets.Plain, label, "", "", func() { s.settle(d, label) }) }
	switch d.State {
	case delivery.Unknown:
		add(widgets.Outline, "平台核对", "sync", "", func() {
			s.run("正在核对，结果会写在这里", func(ctx context.Context) error { return s.d.Acts.Look(ctx, d.ID) })
		})
		add(widgets.Plain, "发出去了，填链接", "", "", func() { s.found(d) })
		block := ""
		if d.Absent.IsZero() || s.d.Now().Sub(d.Absent) > sure {
			block = "先核对出平台上没有，才能放行"
		}
		add(widgets.Plain, "放行再发一次", "", block, func() { s.release(d) })
		if !d.Settled {
			settle("作废并说明")
		}
	case delivery.WaitPerson:
		add(widgets.Outline, "开始人工发布", "pen", "", func() { s.begin(d) })
		add(widgets.Plain, "改期", "", "", func() { s.move(d, d.Due) })
		settle("作废并说明")
	case delivery.Sending:
		if d.Way == content.ByHand {
			add(widgets.Outline, "接着人工发布", "pen", "", func() { s.resume(d) })
		}
	case delivery.Held:
		add(widgets.Outline, "重新就绪", "sync", "", func() {
			s.run("已重新检查", func(ctx context.Context) error { return s.d.Acts.Rearm(ctx, d.ID) })
		})
		add(widgets.Plain, "改期", "", "", func() { s.move(d, d.Due) })
		settle("作废并说明")
	case delivery.Armed:
		add(widgets.Plain, "改期", "cal", "", func() { s.move(d, d.Due) })
	case delivery.Refused, delivery.Expired:
		if !d.Settled {
			add(widgets.Outline, "写说明", "pen", "", func() { s.settle(d, "写说明") })
		}
	case delivery.Out:
		if d.Receipt.URL != "" && s.d.Browse != nil {
			add(widgets.Plain, "看原文", "link", "", func() { s.browse(d.Receipt.URL) })
		}
	}
	switch d.State {
	case delivery.Held, delivery.Armed, delivery.WaitPerson:
		if publishing.MayWithdraw(s.d.Frame.Jobs().Context()) == nil {
			add(widgets.Danger, "撤下", "ban", "", func() { s.withdraw(d) })
		}
	}
	return all
}

// rowWide is how much room the buttons of the card have beside each other.
const rowWide = 330

func (s *Screen) buttons(d delivery.Delivery) (rows []fyne.CanvasObject) {
	var row []fyne.CanvasObject
	why, wide := "", float32(0)
	flush := func() {
		if len(row) > 0 {
			rows = append(rows, draw.Row(8, append(row, draw.Fill())...))
		}
		row, wide = nil, 0
	}
	for _, a := range s.acts(d) {
		b := widgets.NewButton(a.kind, a.label, a.do).High(28)
		if a.icon != "" {
			b.WithIcon(a.icon)
		}
		b.Block(a.block)
		if a.block != "" {
			why = a.block
		}
		w := b.MinSize().Width + theme.Px(8)
		if wide+w > theme.Px(rowWide) {
			flush()
		}
		row, wide = append(row, b), wide+w
	}
	flush()
	if why != "" {
		rows = append(rows, draw.NewText(why, theme.Note, theme.Text3))
	}
	return rows
}

// First does the next step of the selected delivery: what Enter does in the list.
func (s *Screen) First() { s.Do(0) }

// Do does the n-th step of the selected delivery.
func (s *Screen) Do(n int) {
	d, ok := s.selected()
	if all := s.acts(d); ok && n < len(all) && all[n].block == "" {
		all[n].do()
	}
}

// LookAll has every unknown delivery of the day looked for.
func (s *Screen) LookAll() {
	ids, _ := s.ofDay()
	var unknown []string
	for _, id := range ids {
		if d, ok := s.by[id]; ok && d.State == delivery.Unknown && !d.Settled {
			unknown = append(unknown, id)
		}
	}
	if len(unknown) == 0 {
		return
	}
	s.run("正在核对，结果会写在每一条上", func(ctx context.Context) error {
		var first error
		for _, id := range unknown {
			if err := s.d.Acts.Look(ctx, id); err != nil && first == nil {
				first = err
			}
		}
		return first
	})
}

func (s *Screen) settle(d delivery.Delivery, do string) {
	consequence := "这一路不再发，说明留在档案里。"
	if d.State == delivery.Refused || d.State == delivery.Expired {
		consequence = "写清怎么处理的。写了说明，就不再算逾期未发。"
	}
	s.ask(overlays.Question{Icon: "pen", IconTone: widgets.Amber, Title: do + "：" + d.Title, Consequence: consequence, Reason: "说明", Do: do}, "说明已记下",
		func(reason string) func(context.Context) error {
			return func(ctx context.Context) error {
				return s.d.Acts.Settle(ctx, delivery.PersonSays{Delivery: d.ID, Version: d.Version, Why: reason})
			}
		})
}

func (s *Screen) release(d delivery.Delivery) {
	s.ask(overlays.Question{Icon: "send", IconTone: widgets.Amber, Title: "放行再发一次：" + d.Title,
		Consequence: "程序 " + content.Clock(d.Absent) + " 核对过，平台上没有这一条。放行后马上再发一次，由您负责。", Reason: "理由", Do: "放行再发一次"}, "已放行，马上再发一次",
		func(reason string) func(context.Context) error {
			return func(ctx context.Context) error {
				return s.d.Acts.Release(ctx, delivery.PersonSays{Delivery: d.ID, Version: d.Version, Why: reason})
			}
		})
}

// withdraw asks before everything of a post that still waits is stopped for good.
func (s *Screen) withdraw(d delivery.Delivery) {
	s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		p, _, err := s.d.Posts.Get(ctx, d.Post)
		return func() {
			if err != nil {
				s.say(err)
				return
			}
			s.ask(overlays.Question{Icon: "ban", IconTone: widgets.Red, Title: "撤下《" + p.Title + "》？",
				Consequence: "没发出的几路都停下，到点不发，不能恢复；要发请另写一篇送审。已经发出或正在发出的不动。",
				Reason:      "原因", Do: "撤下没发出的", Cancel: "不撤", Danger: true}, "已撤下，没发出的不会再发",
				func(why string) func(context.Context) error {
					return func(ctx context.Context) error { return s.d.Posts.Withdraw(ctx, p.ID, p.Version, why) }
				})
		}
	})
}

// proof is the form for the address and the picture that show that something is out.
type proof struct {
	s       *Screen
	id      string // of the delivery
	address *typing.Entry
	file    string
	name    *draw.Text
	body    fyne.CanvasObject
	recheck func()
}

// kept is what was filled in of a proof.
type kept struct{ address, file string }

func (s *Screen) newProof(id string) *proof {
	p := &proof{s: s, id: id, address: typing.Line("在平台上打开这一条，把整个地址贴过来").High(28), name: draw.NewText("还没有选截图", theme.Note, theme.Text3).Cutting(), recheck: func() {}}
	p.address.OnEdit = func(string) { p.remember(); p.recheck() }
	choose := widgets.NewButton(widgets.Plain, "选截图", func() {
		files.Choose(s.d.Frame.Canvas(), "选一张能看清这一条的截图", p.Take)
	}).High(28).WithIcon("img")
	key := func(word string) fyne.CanvasObject {
		return draw.Exact(draw.Middle(draw.NewText(word, theme.Dense, theme.Text2)), 40, 28)
	}
	if k, ok := s.kept[id]; ok {
		p.address.SetText(k.address)
		p.Take(k.file)
	}
	p.body = draw.Col(8, draw.Row(8, key("地址"), draw.Grow(p.address)), draw.Row(8, key("截图"), choose, draw.Grow(p.name)))
	return p
}

// Take takes a chosen picture.
func (p *proof) Take(path string) {
	if p.file = path; path == "" {
		return
	}
	p.remember()
	p.name.Tint(filepath.Base(path), theme.Text, false)
	p.recheck()
}

// booked forgets what was filled in for a delivery once it is on record.
func (s *Screen) booked(id string, err error) error {
	if err == nil {
		s.d.Frame.Jobs().Paint(func() { delete(s.kept, id) })
	}
	return err
}

// remember holds what is filled in until it is booked: the question may be put aside meanwhile.
func (p *proof) remember() { p.s.kept[p.id] = kept{p.address.Text(), p.file} }

func (p *proof) lacks() string {
	switch {
	case draw.Blank(p.address.Text()):
		return "要填地址"
	case p.file == "":
		return "要选截图"
	}
	return ""
}

// keep stores the picture and returns what the person says.
func (p *proof) keep(ctx context.Context, d delivery.Delivery, version int, address, file string) (delivery.PersonSays, error) {
	say := delivery.PersonSays{Delivery: d.ID, Version: version, URL: address}
	r, err := os.Open(file)
	if err != nil {
		return say, problem.Wrap(err, problem.Invalid, "截图打不开", "没有记成已发布，填好的都还在", "请重新选一次截图")
	}
	m, err := p.s.d.Posts.AddMedia(ctx, filepath.Base(file), r)
	if closing := r.Close(); err == nil {
		err = closing
	}
	say.Evidence = m.Hash
	return say, err
}

func (s *Screen) found(d delivery.Delivery) {
	p := s.newProof(d.ID)
	dialog := s.ask(overlays.Question{Icon: "link", IconTone: widgets.Blue, Title: "发出去了：" + d.Title, Consequence: "请到平台后台看一眼，确实有这一条再填。填了就不会再发。",
		Body: p.body, Do: "记成已发布", First: p.address.Target(), Check: p.lacks}, "已记成已发布",
		func(string) func(context.Context) error {
			address, file := p.address.Text(), p.file
			return func(ctx context.Context) error {
				say, err := p.keep(ctx, d, d.Version, address, file)
				if err != nil {
					return err
				}
				return s.booked(d.ID, s.d.Acts.FoundByPerson(ctx, say))
			}
		})
	p.recheck = dialog.Recheck
	s.form = p
}

// dropped asks before an entry that was dragged gets another day.
func (s *Screen) dropped(id string, to dates.Day) {
	d, ok := s.by[id]
	switch {
	case !ok:
		s.d.Frame.Toast("还在审核的稿子不能改期，批准后再排。", nil)
		return
	case !look.Movable(d):
		s.d.Frame.Toast("“"+look.Of(d).Word+"”的这一路不能改期。", nil)
		return
	}
	at := d.Due.In(content.Shanghai())
	s.move(d, time.Date(to.Year, to.Month, to.Day, at.Hour(), at.Minute(), 0, 0, content.Shanghai()))
}

// move asks for another hour inside the approved window.
func (s *Screen) move(d delivery.Delivery, to time.Time) {
	s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		p, _, err := s.d.Posts.Get(ctx, d.Post)
		return func() {
			if err != nil {
				s.say(err)
				return
			}
			s.askMove(d, p, to)
		}
	})
}

func (s *Screen) askMove(d delivery.Delivery, p publishing.Post, to time.Time) {
	var dialog *overlays.Dialog
	allow := func(t time.Time) string {
		switch {
		case t.Before(s.d.Now()):
			return "这个时间已经过去"
		case !d.Window.Holds(t):
			return "不在批准的窗口里，要到窗口外请收回再送审"
		}
		return ""
	}
	picker := dates.NewPicker(s.now, to.In(content.Shanghai()), nil)
	// typed is what stands in the field, and why it cannot be.
	typed := func() (time.Time, string) {
		if draw.Blank(picker.Entry().Text()) {
			return time.Time{}, "要选时间"
		}
		at, err := dates.Parse(picker.Entry().Text(), s.now())
		switch {
		case err != nil:
			return at, err.Error()
		case at.Equal(p.Planned):
			return at, "还是原来的时间"
		}
		return at, allow(at)
	}
	recheck := func() {
		if dialog != nil {
			dialog.Recheck()
		}
	}
	edited := picker.Entry().OnEdit
	picker.Entry().OnEdit = func(text string) { edited(text); recheck() }
	picker.OnChange = func(time.Time) { recheck() }
	check := func() string { _, why := typed(); return why }
	body := draw.Col(8, draw.Row(8, draw.Exact(draw.Middle(draw.NewText("原来", theme.Dense, theme.Text2)), 40, 28), draw.NewText(content.Clock(p.Planned), theme.Dense, theme.Text), draw.Fill()),
		draw.Row(8, draw.Exact(draw.Middle(draw.NewText("改到", theme.Dense, theme.Text2)), 40, 32), draw.Exact(picker, 400, 32), draw.Fill()), draw.Exact(draw.NewText("", theme.Note, theme.Text3), 0, 14))
	s.picker = picker
	dialog = s.ask(overlays.Question{Icon: "cal", IconTone: widgets.Blue, Title: "改期：" + p.Title,
		Consequence: "批准的窗口是 " + content.Clock(d.Window.From) + " 至 " + content.Clock(d.Window.To) + "。窗口里改期不用重审，还没发的几路一起改。",
		Body:        body, Do: "改期", First: picker.Entry().Target(), Check: check}, "已改期",
		func(string) func(context.Context) error {
			at, why := typed()
			return func(ctx context.Context) error {
				if why != "" {
					return problem.New(problem.Invalid, why, "没有改期", "请换个时间")
				}
				return s.d.Posts.Schedule(ctx, publishing.MovePost{Post: p.ID, Version: p.Version, At: at})
			}
		})
	s.dialog = dialog
}
