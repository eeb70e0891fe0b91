package reply

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/inbox/sending"
	"huiying/internal/problem"
	"huiying/internal/workdays"
)

func contains(text, part string) bool { return strings.Contains(text, part) }

// picture is the line of a form on which a picture of this computer is chosen.
type picture struct {
	path   string
	name   *draw.Text
	button *widgets.Button
	object fyne.CanvasObject
}

func (p *Pane) newPicture(label string, chosen func()) *picture {
	pic := &picture{name: draw.NewText("还没有选", theme.Dense, theme.Text3).Cutting()}
	pic.button = widgets.NewButton(widgets.Plain, "选截图", func() {
		if c := p.d.Frame.Canvas(); c != nil {
			p.d.Choose(c, "选一张能看清这条答复的截图", func(path string) {
				pic.path = path
				pic.name.Tint(filepath.Base(path), theme.Text, false)
				chosen()
			})
		}
	}).High(28).WithIcon("img")
	pic.object = draw.Row(8, draw.Exact(draw.NewText(label, theme.Dense, theme.Text2), 64, 28), pic.button, draw.Grow(pic.name))
	return pic
}

// add brings the picture into the office's own keeping and returns its hash, "" when none was chosen.
func (p *Pane) add(ctx context.Context, path string) (string, error) {
	if path == "" {
		return "", nil
	}
	f, err := os.Open(path)
	if err != nil {
		return "", problem.Wrap(err, problem.Invalid, "截图“"+filepath.Base(path)+"”打不开", "填好的内容都还在", "请看看它还在不在，或换一张")
	}
	defer f.Close()
	return p.d.Sender.AddEvidence(ctx, filepath.Base(path), f)
}

// sentByHand asks where an answer stands that a person saw on the platform, or posted there.
func (p *Pane) sentByHand(title, what string) {
	a := p.det.Answer
	var form *Form
	link := typing.Line("https://").High(28)
	link.OnEdit = func(string) { link.SetError(""); form.Recheck() }
	pic := p.newPicture("截图", func() { form.Recheck() })
	body := draw.Col(8, draw.TopRow(8, draw.Exact(draw.NewText("答复地址", theme.Dense, theme.Text2), 64, 28), draw.Grow(link)), pic.object,
		flow.Plain("地址从浏览器地址栏整个复制；截图要能看清这条答复。", theme.Note, theme.Text3))
	form = Ask(p.d.Frame, overlays.Question{Icon: "hand", IconTone: widgets.Blue, Title: title, Consequence: what, Body: body, Do: "记成已答复",
		First: link.Target(), Check: func() string {
			switch {
			case draw.Blank(link.Text()):
				return "要填地址"
			case pic.path == "":
				return "要选截图"
			}
			return ""
		}}, func(string) func(context.Context) error {
		address, path := link.Text(), pic.path
		return func(ctx context.Context) error {
			hash, err := p.add(ctx, path)
			if err != nil {
				return err
			}
			return p.d.Sender.SentByHand(ctx, sending.ByHandSent{Answer: a.ID, Version: a.Version, Link: address, Evidence: hash})
		}
	}, func() {
		p.d.Frame.Toast("已记成人工答复", nil)
		p.moved()
	})
}

// release asks for one more attempt at an answer of which nobody knows whether it is out.
func (p *Pane) release() {
	a := p.det.Answer
	what := "只有平台上确实没有这条答复才放行，不然群众会看到两遍。"
	seen := "程序还没有核对出结果。看过平台后台，请附一张看得出没有这条答复的截图。"
	if !a.Absent.IsZero() {
		seen = "程序 " + a.Absent.In(workdays.Shanghai).Format("01-02 15:04") + " 核对过，平台上没有。"
	}
	var form *Form
	pic := p.newPicture("后台截图", func() { form.Recheck() })
	objs := []fyne.CanvasObject{flow.Plain(seen, theme.Dense, theme.Text)}
	if a.Absent.IsZero() {
		objs = append(objs, pic.object)
	}
	form = Ask(p.d.Frame, overlays.Question{Icon: "warn", IconTone: widgets.Amber, Title: "放行，再发一次这条答复？", Consequence: what, Body: draw.Col(8, objs...),
		Reason: "看到了什么", Do: "放行再发一次", Danger: true}, func(why string) func(context.Context) error {
		path := pic.path
		return func(ctx context.Context) error {
			hash, err := p.add(ctx, path)
			if err != nil {
				return err
			}
			return p.d.Sender.Release(ctx, sending.ByHandSent{Answer: a.ID, Version: a.Version, Evidence: hash, Why: why})
		}
	}, func() {
		p.d.Frame.Toast("已放行，程序再发一次", nil)
		p.moved()
	})
}
