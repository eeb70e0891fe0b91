package compose

import (
	"context"
	"fmt"
	"time"

	"huiying/app/ui/overlays"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/publishing"
	"huiying/publishing/content"
)

// Open brings a post into the editor.
func (s *Screen) Open(id string) {
	s.fetch(id)
}

// fetch gets a post; one that is open already is brought up to date without touching what is being typed.
func (s *Screen) fetch(id string) {
	s.asked = id
	s.jobs().Go(func(ctx context.Context) func() {
		p, w, err := s.d.Posts.Get(ctx, id)
		return func() {
			switch {
			case s.asked != id:
			case err != nil && s.open == "":
				s.shelf.refuse(err)
			case err != nil:
				s.form.say(widgets.Red, "没取到稿件", err, s.Refetch)
			case s.open == id:
				s.update(p, w)
			default:
				s.show(p, w)
			}
		}
	})
}

// show puts a post into the editor.
func (s *Screen) show(p publishing.Post, w publishing.WorkingCopy) {
	s.leave()
	s.open, s.asked, s.post, s.copy = p.ID, p.ID, p, w
	if v, ok := s.savers[p.ID]; ok { // left with something that is not stored: that is what the person wrote
		s.saver = v
		w.Content = v.content
		delete(s.savers, p.ID)
	} else {
		s.saver = newSaver(s, p.ID, w)
	}
	s.copy.Content = w.Content
	s.form.fill(w.Content, s.locked())
	s.form.stored(s.saver)
	s.restate()
	s.assess()
	if s.saver.fault != nil {
		s.saveFailed(s.saver)
	}
	s.bring(s.form.object)
}

// update takes news of the open post. The text is taken only when nothing here is newer.
func (s *Screen) update(p publishing.Post, w publishing.WorkingCopy) {
	if w.Version < s.saver.version() || p.Version < s.post.Version { // asked before the last save, answered after it
		s.fetch(p.ID)
		return
	}
	was := s.locked()
	state := s.post.State
	s.post = p
	if s.saver.safe() && w.Version != s.saver.version() || was != s.locked() && s.saver.safe() {
		s.copy = w
		s.saver.content, s.saver.at = w.Content, w.At
		s.saver.out.From(w.Version)
		s.form.fill(w.Content, s.locked())
	}
	if state != p.State || was != s.locked() {
		s.restate()
	}
	s.assess()
}

// locked says that the open post cannot be written: not a draft, or somebody else's.
func (s *Screen) locked() bool {
	return s.post.Author != s.me().Person || s.post.State != publishing.Draft && s.post.State != publishing.Returned
}

// gather is the post as the form has it now.
func (s *Screen) gather() content.Master {
	if s.open == "" {
		return content.Master{}
	}
	c := s.copy.Content
	s.form.take(&c)
	return c
}

// touched is told by every part of the form after a person changed something.
func (s *Screen) touched() {
	if s.saver == nil || s.locked() || s.form.filling {
		return
	}
	s.saver.touch()
	s.later()
}

// later draws the lacks and the preview again soon; several changes at once are one drawing.
func (s *Screen) later() {
	if s.pending {
		return
	}
	s.pending = true
	s.jobs().Go(func(ctx context.Context) func() {
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return nil
		}
		return func() {
			s.pending = false
			s.assess()
		}
	})
}

// assess says what the post lacks and shows how it will look.
func (s *Screen) assess() {
	if s.open == "" {
		return
	}
	c := s.gather()
	f := s.facts
	f.Now = s.d.Now()
	s.lacks = content.Lacks(c, f)
	if say := s.form.when.Wrong(); say != "" {
		s.lacks = append([]content.Lack{{Target: -1, Must: true, Field: "planned", Text: say}}, s.lacks...)
	}
	if s.locked() {
		s.lacks = nil
	}
	s.form.assess(c, s.lacks)
	s.head.assess(s)
}

func (s *Screen) musts() int {
	n := 0
	for _, l := range s.lacks {
		if l.Must {
			n++
		}
	}
	return n
}

func (s *Screen) saveDone(v *saver) {
	if s.savers[v.post] == v && v.safe() {
		delete(s.savers, v.post)
	}
	if s.saver == v {
		s.form.stored(v)
		s.restate()
	}
}

// saveFailed says that what was typed is not stored. It stays in the form; nothing is overwritten.
func (s *Screen) saveFailed(v *saver) {
	s.sending = false
	if s.saver != v {
		s.savers[v.post] = v
		s.d.Frame.Toast("《"+titled(v.content.Title)+"》没有存进去，写的字还在", func() { s.Open(v.post) })
		return
	}
	s.form.stored(v)
	if problem.KindOf(v.fault) != problem.Conflict {
		s.form.say(widgets.Red, "没有存进去，写的字还在这里", v.fault, func() { v.fault = nil; v.flush() })
		return
	}
	s.form.strip(overlays.Strip(widgets.Amber, "warn", "没有存进去，写的字还在这里", problem.Words(v.fault),
		widgets.NewButton(widgets.Plain, "用别处存的", func() { s.settle(v, false) }), widgets.NewButton(widgets.Plain, "保留我的", func() { s.settle(v, true) })))
}

// settle ends a conflict: mine is stored over the other, or the other is taken.
func (s *Screen) settle(v *saver, mine bool) {
	s.jobs().Go(func(ctx context.Context) func() {
		p, w, err := s.d.Posts.Get(ctx, v.post)
		return func() {
			if s.saver != v {
				return
			}
			if err != nil {
				s.form.say(widgets.Red, "没取到别处存的", err, func() { s.settle(v, mine) })
				return
			}
			v.fault, s.post = nil, p
			v.out.From(w.Version)
			if mine {
				v.flush()
				return
			}
			v.dirty, s.copy = false, w
			s.form.fill(w.Content, s.locked())
			s.restate()
			s.assess()
		}
	})
}

// Submit hands the post in for review, after everything is stored.
func (s *Screen) Submit() {
	if s.saver == nil || s.locked() || s.sending {
		return
	}
	s.assess()
	if n := s.musts(); n > 0 {
		s.d.Frame.Toast(fmt.Sprintf("还有 %d 项必须改，没有送审", n), nil)
		s.form.gaps.Next(0)
		return
	}
	s.sending = true
	v := s.saver
	v.then = append(v.then, func() { s.submit(v) })
	v.flush()
	if v.fault != nil {
		s.sending = false
	}
}

func (s *Screen) submit(v *saver) {
	s.jobs().Go(func(ctx context.Context) func() {
		r, err := s.d.Posts.Submit(ctx, publishing.SubmitPost{Post: v.post, Version: v.version()})
		return func() {
			s.sending = false
			if err != nil {
				if s.saver == v {
					s.form.say(widgets.Red, "没有送审", err, nil)
				}
				return
			}
			s.d.Frame.Toast(fmt.Sprintf("《%s》第 %d 稿已送审", titled(r.Content.Title), r.No), nil)
			if s.open == v.post {
				s.fetch(v.post)
			}
		}
	})
}

// TakeBack asks, and takes the post back for mending.
func (s *Screen) TakeBack() {
	p := s.post
	line := "这一稿的审核作废，改好要重新送审。"
	if p.State != publishing.InReview {
		line = "批准作废，到点不会发出；改好要重新送审。"
	}
	var d *overlays.Dialog
	d = s.d.Frame.Ask(overlays.Question{Icon: "back", Title: "收回《" + titled(p.Title) + "》来改？", Consequence: line, Reason: "原因", Do: "收回这一稿", Cancel: "不收回",
		OnDo: func(why string) string {
			s.jobs().Go(func(ctx context.Context) func() {
				err := s.d.Posts.Reopen(ctx, p.ID, p.Version, why)
				return func() {
					if err != nil {
						d.Refuse(problem.Words(err))
						return
					}
					d.Close()
					s.d.Frame.Toast("已收回，可以改了", nil)
					s.fetch(p.ID)
				}
			})
			return "正在收回"
		}})
}
