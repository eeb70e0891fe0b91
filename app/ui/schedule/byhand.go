package schedule

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/files"
	"huiying/app/ui/flow"
	"huiying/app/ui/lists"
	"huiying/app/ui/overlays"
	"huiying/app/ui/schedule/handout"
	"huiying/app/ui/schedule/look"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// begin takes a delivery of the manual channel for this person, and shows what is to be posted.
func (s *Screen) begin(d delivery.Delivery) {
	s.fault = ""
	s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		parcel, err := s.d.ByHand.BeginByHand(ctx, d.ID, d.Version)
		var now delivery.Delivery
		if err == nil {
			now, err = s.fresh(ctx, d)
		}
		return func() {
			if err != nil {
				s.say(err)
				s.pane.Load()
				return
			}
			s.pane.Load()
			s.byHand(now, parcel, "")
		}
	})
}

// fresh reads a delivery again: its version is another one after every step.
func (s *Screen) fresh(ctx context.Context, d delivery.Delivery) (delivery.Delivery, error) {
	all, err := s.d.Deliveries.Of(ctx, d.Post)
	if err != nil {
		return d, err
	}
	for _, o := range all {
		if o.ID == d.ID {
			return o, nil
		}
	}
	return d, problem.New(problem.Missing, "这一路已经不在了", "什么都没有改动", "请刷新后再看")
}

// resume shows again what somebody began to post.
func (s *Screen) resume(d delivery.Delivery) {
	s.fault = ""
	s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		parcel, err := s.d.Deliveries.Parcel(ctx, d.ID)
		lead := ""
		if a, ok := people.From(ctx); ok && d.Note != "" && !strings.HasPrefix(d.Note, a.Name) {
			lead = content.Sentences(d.Note, "请先问清发了没有，再接着办")
		}
		return func() {
			if err != nil {
				s.say(err)
				return
			}
			s.byHand(d, parcel, lead)
		}
	})
}

// pieceWide is how wide the text of a piece stands beside its name and its button.
const pieceWide = 490

// byHand is the card of the manual channel: copy, post, paste the address back.
func (s *Screen) byHand(d delivery.Delivery, parcel delivery.Parcel, lead string) {
	var rows []fyne.CanvasObject
	var first fyne.Focusable
	high := float32(12)
	for _, x := range handout.Pieces(parcel) {
		b := widgets.NewButton(widgets.Plain, "复制"+x.Name, nil).High(24).WithIcon("copy")
		b.OnPress = func() {
			s.d.Copy(x.Text)
			b.SetLabel("已复制" + x.Name)
		}
		if first == nil {
			first = b
		}
		text := flow.Plain(x.Text, theme.Dense, theme.Text)
		high += max(text.HeightFor(theme.Px(pieceWide))/theme.Px(1), 24) + 8
		rows = append(rows, draw.TopRow(8, draw.Exact(draw.NewText(x.Name, theme.Dense, theme.Text3), 40, 22), draw.Grow(text), b))
	}
	if n := len(parcel.Pictures); n > 0 {
		say := draw.NewText(fmt.Sprintf("%d 张，文件名前的号码就是顺序", n), theme.Note, theme.Text3).Cutting()
		save := widgets.NewButton(widgets.Plain, fmt.Sprintf("存出 %d 张图", n), func() {
			files.ChooseFolder(s.d.Frame.Canvas(), "图片存到哪个文件夹", func(dir string) { s.saveTo(dir, parcel.Pictures, say) })
		}).High(24).WithIcon("down2")
		rows = append(rows, draw.Row(8, draw.Exact(draw.NewText("图片", theme.Dense, theme.Text3), 40, 22), draw.Grow(say), save))
		high += 32
	}
	p := s.newProof(d.ID)
	a := s.names[d.Account]
	var dialog *overlays.Dialog
	s.putBack = func() { s.notOut(d, func() { dialog.Close() }) }
	notOut := widgets.NewLink("没有发出，放回", theme.Dense, s.putBack)
	what := draw.Panel(theme.Surface2, theme.Line, 4, draw.Exact(draw.Scroll(draw.Pad(draw.Col(8, rows...), 12, 10)), 0, min(high, 220)))
	body := draw.Col(10, what, draw.NewBold("发出以后", theme.Dense, theme.Text), p.body, draw.Row(8, draw.Fill(), notOut))
	dialog = s.ask(overlays.Question{Icon: "pen", IconTone: widgets.Blue, Title: "人工发布：" + d.Title,
		Consequence: lead + "请登录" + a.Platform.Title() + "“" + a.Name + "”，照下面的内容发出，一字不改，再把地址和截图填回来。",
		Body:        body, Do: "已经发出", Cancel: "先放着", Wide: 720, First: first, Check: p.lacks}, "已记成已发布",
		func(string) func(context.Context) error {
			address, file := p.address.Text(), p.file
			return func(ctx context.Context) error {
				say, err := p.keep(ctx, d, d.Version, address, file)
				if err != nil {
					return err
				}
				return s.booked(d.ID, s.d.ByHand.DoneByHand(ctx, say))
			}
		})
	p.recheck = dialog.Recheck
	s.form, s.dialog = p, dialog
}

func (s *Screen) notOut(d delivery.Delivery, then func()) {
	s.ask(overlays.Question{Icon: "back", IconTone: widgets.Amber, Title: "没有发出，放回？", Consequence: "请先确认平台上确实没有这一条。放回后别人可以再发。",
		Reason: "原因", Do: "放回"}, "已放回，等人发布",
		func(reason string) func(context.Context) error {
			return func(ctx context.Context) error {
				err := s.d.ByHand.NotByHand(ctx, delivery.PersonSays{Delivery: d.ID, Version: d.Version, Why: reason})
				if err == nil {
					s.d.Frame.Jobs().Paint(then)
				}
				return s.booked(d.ID, err)
			}
		})
}

// saveTo writes the pictures into a folder, numbered in their order. Nothing there is overwritten.
func (s *Screen) saveTo(dir string, pictures []content.Media, say *draw.Text) {
	say.Tint("正在存", theme.Text3, false)
	s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		err := handout.Save(ctx, dir, pictures, s.d.Posts.OpenMedia)
		return func() {
			if err != nil {
				say.Tint(problem.Words(err), theme.Red, false)
				return
			}
			say.Tint(fmt.Sprintf("%d 张已存到“%s”", len(pictures), filepath.Base(dir)), theme.Green, false)
		}
	})
}

// PlanOne lists the approved posts that can still get another hour.
func (s *Screen) PlanOne() {
	s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		found, err := s.open(ctx)
		return func() {
			switch {
			case err != nil:
				s.say(err)
			case len(found) == 0:
				s.d.Frame.Toast("没有可以排的稿子。批准的稿子会自动按计划的时间排上。", nil)
			default:
				s.choosePost(found)
			}
		}
	})
}

// open returns, for each approved post, one delivery that can still be moved.
func (s *Screen) open(ctx context.Context) ([]delivery.Delivery, error) {
	posts, err := s.d.Posts.List(ctx, publishing.PostFilter{States: []publishing.State{publishing.Approved, publishing.Scheduled}, Limit: 200})
	if err != nil {
		return nil, err
	}
	var found []delivery.Delivery
	for _, p := range posts {
		all, err := s.d.Deliveries.Of(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		for _, d := range all {
			if d.Revision == p.Revision && look.Movable(d) && !d.Window.Over(s.d.Now()) {
				found = append(found, d)
				break
			}
		}
	}
	return found, nil
}

func (s *Screen) choosePost(found []delivery.Delivery) {
	by := map[string]delivery.Delivery{}
	rows := map[fyne.CanvasObject]*dayRow{}
	items := make([]lists.Item, len(found))
	for i, d := range found {
		by[d.ID], items[i] = d, lists.RowOf(d.ID)
	}
	list := lists.NewList(54, func() fyne.CanvasObject {
		r := &dayRow{title: draw.NewText("", theme.Body, theme.Text).Cutting(), second: draw.NewText("", theme.Note, theme.Text3).Cutting(), chip: widgets.NewChip(widgets.Grey, "", "")}
		obj := draw.Pad(draw.Row(8, draw.Grow(draw.Col(1, draw.Fill(), r.title, r.second, draw.Fill())), r.chip), 12, 0)
		rows[obj] = r
		return obj
	}, func(id string, obj fyne.CanvasObject, _ lists.State) {
		d, r := by[id], rows[obj]
		r.title.Set(d.Title)
		r.second.Set("现在排在 " + content.Clock(d.Due) + "，窗口到 " + content.Clock(d.Window.To))
		l := look.Of(d)
		r.chip.Set(l.Tone, l.Icon, l.Word)
		obj.Refresh()
	})
	list.SetItems(items)
	list.Select(items[0].ID)
	var dialog *overlays.Dialog
	pick := func(string) string {
		d := by[list.Selected()]
		dialog.Close()
		s.move(d, d.Due)
		return ""
	}
	list.OnOpen = func(string) { pick("") }
	body := draw.Panel(theme.Surface, theme.Line, 6, draw.Pad(draw.Fixed(list, 0, 54*min(float32(len(found)), 6)), 1, 1))
	dialog = s.d.Frame.Ask(overlays.Question{Icon: "cal", IconTone: widgets.Blue, Title: fmt.Sprintf("排哪一条？%d 条可以排", len(found)),
		Consequence: "都已批准，还没有发出。选一条，再定时间。", Body: body, Do: "选时间", OnDo: pick, First: list, Wide: 600})
	s.dialog = dialog
}
