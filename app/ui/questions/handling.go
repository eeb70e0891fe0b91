package questions

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"huiying/app/ui/overlays"
	"huiying/app/ui/questions/enter"
	"huiying/app/ui/questions/reply"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/inbox/policy"
	"huiying/internal/problem"
)

// act carries out something short on the question shown, says it when it failed, and fetches again.
func (s *Screen) act(id, done string, f func(ctx context.Context) error) {
	s.jobs.Go(func(ctx context.Context) func() {
		err := f(ctx)
		return func() {
			if err != nil {
				s.d.Frame.Toast(problem.Words(err), nil)
			} else if done != "" {
				s.d.Frame.Toast(done, nil)
			}
			s.moved(id)
		}
	})
}

// claim takes the question, or gives it back.
func (s *Screen) claim() {
	q := s.shown.Question
	if q.ID == "" || !s.answers || q.State != inbox.Unassigned && q.State != inbox.ToAnswer {
		return
	}
	if q.Held(s.d.Now()) && q.Claimed == s.me.Person {
		save := s.reply.Pending() // a save after the letting go would claim again
		s.act(q.ID, "已放回，别人可以认领", func(ctx context.Context) error {
			save(ctx)
			return s.d.Handling.LetGo(ctx, q.ID)
		})
		return
	}
	s.act(q.ID, "", func(ctx context.Context) error { return s.d.Handling.Claim(ctx, q.ID) })
}

func (s *Screen) setKind(q inbox.Question, k policy.Kind) {
	if k != q.Kind {
		s.act(q.ID, "已改为“"+k.Title()+"”，期限跟着重算", func(ctx context.Context) error { return s.d.Handling.SetKind(ctx, q.ID, q.Version, k) })
	}
}

// otherWays offers how a question is ended without an answer of its own.
func (s *Screen) otherWays(anchor fyne.CanvasObject, q inbox.Question) {
	overlays.Menu(anchor,
		overlays.Choice{Label: "转办给别的部门…", Icon: "people", Do: func() {
			s.end(q, inbox.Diverted, "转办这条留言？", "转给信访、依申请公开、110 或别的部门。理由会留存，这里不再答复。", "转到哪里", "转办这 1 条")
		}},
		overlays.Choice{Label: "并入别的留言…", Icon: "copy", Do: func() {
			s.end(q, inbox.Merged, "并入别的留言？", "同一个人同一件事只答一次时用。理由会留存，这里不再答复。", "并到哪一条", "并入这 1 条")
		}},
		overlays.Choice{Label: "不予受理…", Icon: "ban", Do: func() {
			s.end(q, inbox.NotTaken, "不受理这条留言？", "原话照样留存，不会删。理由会留在档案里。", "理由", "不予受理")
		}})
}

func (s *Screen) end(q inbox.Question, as inbox.State, title, what, label, do string) {
	reply.Ask(s.d.Frame, overlays.Question{Icon: "warn", IconTone: widgets.Amber, Title: title, Consequence: what, Reason: label, Do: do, Danger: as == inbox.NotTaken},
		func(why string) func(context.Context) error {
			save := s.reply.Pending()
			return func(ctx context.Context) error {
				save(ctx)
				return s.d.Handling.Close(ctx, inbox.Closing{Question: q.ID, Version: q.Version, As: as, Reason: why})
			}
		}, func() {
			s.d.Frame.Toast(q.Author+"的留言："+as.Title(), nil)
			s.moved(q.ID)
		})
}

// finish closes an answered question.
func (s *Screen) finish(q inbox.Question) {
	s.act(q.ID, "已办结", func(ctx context.Context) error {
		return s.d.Handling.Close(ctx, inbox.Closing{Question: q.ID, Version: q.Version, As: inbox.Done})
	})
}

// collect reads all accounts with an interface once, now.
func (s *Screen) collect() {
	if s.collecting {
		return
	}
	s.collecting = true
	s.fetch.Block("正在收取")
	s.jobs.Go(func(ctx context.Context) func() {
		added, faults, err := s.collectAll(ctx)
		return func() {
			s.collecting = false
			s.fetch.Block("")
			switch {
			case err != nil:
				s.d.Frame.Toast(problem.Words(err), nil)
			case len(faults) > 0:
				s.d.Frame.Toast(collected(added)+"；"+faults[0], nil)
			default:
				s.d.Frame.Toast(collected(added), nil)
			}
			s.faults = faults
			s.fillNotice()
			s.moved("")
		}
	})
}

func collected(n int) string {
	if n == 0 {
		return "收取过了，没有新留言"
	}
	return fmt.Sprintf("收到 %d 条新留言", n)
}

func (s *Screen) collectAll(ctx context.Context) (added int, faults []string, err error) {
	list, err := s.d.Register.List(ctx)
	if err != nil {
		return 0, nil, err
	}
	for _, a := range list {
		if s.account != "" && a.ID != s.account {
			continue
		}
		n, err := s.d.Handling.CollectNow(ctx, a.ID)
		added += n
		if err != nil {
			faults = append(faults, "“"+a.Name+"”没收成："+problem.Words(err))
		}
	}
	return added, faults, nil
}

// Create opens the form for a question that came in without an interface; it is also Ctrl+N.
func (s *Screen) Create() {
	if !s.answers {
		return
	}
	if s.entry != nil {
		s.askEntry()
		return
	}
	s.jobs.Go(func(ctx context.Context) func() {
		list, err := s.d.Register.List(ctx)
		return func() {
			if err != nil {
				s.d.Frame.Toast(problem.Words(err), nil)
				return
			}
			s.entry = enter.New(list, s.d.Now)
			s.askEntry()
		}
	})
}

func (s *Screen) askEntry() {
	e := s.entry
	e.Ask(s.d.Frame, s.d.Handling, func() {
		s.entry = nil
		s.d.Frame.Toast("已登记，期限从收到时起算", nil)
		s.show(inbox.ViewUnassigned, e.ID)
	})
}
