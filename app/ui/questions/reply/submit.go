package reply

import (
	"context"

	"huiying/inbox"
	"huiying/internal/problem"
)

// Submit saves and hands the answer in for review, as Ctrl+Enter does.
func (p *Pane) Submit() {
	if p.draft == nil || p.barred() != "" || p.theirs.ID != "" || p.sends {
		return
	}
	d, q := p.draft, p.det.Question
	if err := inbox.CheckText(q, p.entry.Text()); err != nil {
		p.entry.SetError(problem.Words(err))
		return
	}
	p.sends = true
	p.send.Block("正在送审")
	p.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		err := p.handIn(context.WithoutCancel(ctx), d)
		return func() {
			p.sends = false
			if err != nil {
				if p.draft == d {
					p.send.Block("")
					p.entry.SetError(problem.Words(err))
				} else {
					p.d.Frame.Toast("答复没有送审："+problem.Words(err), nil)
				}
			} else {
				p.d.Frame.Toast("答复已送审："+q.Author, nil)
			}
			p.d.Moved(q.ID)
		}
	})
}

// handIn saves what is typed and then submits exactly that.
func (p *Pane) handIn(ctx context.Context, d *draft) error {
	p.keep.finish(ctx, d)
	d.mu.Lock()
	err, version, dirty := d.err, d.version, d.text != d.saved
	d.mu.Unlock()
	if dirty && err == nil {
		err = problem.New(problem.Busy, "答复还在存", "没有送审，写好的都在", "请再按一次送审")
	}
	if err != nil && dirty {
		return err
	}
	_, err = p.d.Desk.Submit(ctx, inbox.SubmitAnswer{Question: d.question, Version: version})
	return err
}
