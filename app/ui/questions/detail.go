package questions

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/load"
	"huiying/app/ui/questions/feed"
	"huiying/inbox"
	"huiying/internal/problem"
)

// open shows a question beside the list. That marks it read, and nothing else.
func (s *Screen) open(id string) {
	if id == "" {
		return
	}
	s.asked.question(id)
	s.detail.Load()
	s.put(s.detail.Object())
}

// asked is what the panes fetch: set on Fyne's goroutine, read on theirs.
type asked struct {
	mu     sync.Mutex
	filter inbox.Filter
	id     string
}

func (a *asked) view(f inbox.Filter) { a.mu.Lock(); defer a.mu.Unlock(); a.filter = f }

func (a *asked) question(id string) { a.mu.Lock(); defer a.mu.Unlock(); a.id = id }

func (a *asked) now() (inbox.Filter, string) { a.mu.Lock(); defer a.mu.Unlock(); return a.filter, a.id }

func (s *Screen) put(o fyne.CanvasObject) {
	if len(s.right.Objects) != 1 || s.right.Objects[0] != o {
		s.right.Objects = []fyne.CanvasObject{o}
		s.right.Refresh()
	}
}

// again fetches the question shown once more.
func (s *Screen) again() {
	if s.shown.Question.ID != "" {
		s.asked.question(s.shown.Question.ID)
		s.detail.Load()
	}
}

// fetchWanted opens the question of the params, in the view where it stands.
func (s *Screen) fetchWanted(id string) {
	s.jobs.Go(func(ctx context.Context) func() {
		det, err := s.d.Desk.Get(ctx, id)
		return func() {
			if err != nil {
				s.d.Frame.Toast(problem.Words(err), nil)
				s.show(s.view, "")
				return
			}
			s.text, s.account = "", ""
			s.search.SetText("")
			s.show(viewOf(det.Question), id)
		}
	})
}

func (s *Screen) fetchDetail(ctx context.Context) (inbox.Detail, error) {
	_, id := s.asked.now()
	return s.d.Desk.Get(ctx, id)
}

func (s *Screen) fillDetail(det inbox.Detail) {
	s.shown = det
	q := det.Question
	s.feed.Put(q)
	s.fillTalk(det)
	s.reply.Show(det)
	s.list.Refresh()
	if q.Read.IsZero() {
		s.jobs.Go(func(ctx context.Context) func() {
			if err := s.d.Desk.Open(ctx, q.ID); err != nil {
				return func() { s.d.Frame.Toast("没有记下“已阅”："+problem.Words(err), nil) }
			}
			return nil
		})
	}
}

// moved is told after an act of this screen on a question.
func (s *Screen) moved(id string) {
	s.count()
	if id == "" {
		s.compare()
		return
	}
	if s.shown.Question.ID == id {
		s.again()
	}
	s.refresh([]string{id})
}

// changed is told of what changed anywhere, gathered for a moment.
func (s *Screen) changed(ids map[string]bool) {
	if !s.visible {
		return
	}
	s.count()
	s.compare()
	if ids[s.shown.Question.ID] {
		s.again()
	}
}

// compare looks at the view again: rows get their newer state where they stand, what is new waits behind the bar.
func (s *Screen) compare() {
	if !s.top.Loaded() {
		return
	}
	filter, round := s.first(), s.round
	filter.Limit = max(min(len(s.feed.Rows), feed.Watched), feed.PageSize/2)
	s.jobs.Go(func(ctx context.Context) func() {
		top, err := s.d.Desk.Page(ctx, filter)
		if err != nil {
			return nil // the list stays as it was; the next change or F5 asks again
		}
		return func() {
			if round != s.round {
				return
			}
			left := s.feed.Compare(top, filter.Limit)
			if len(s.feed.Rows) == 0 && s.feed.Fresh > 0 {
				s.show(s.view, s.shown.Question.ID) // nothing stands there that could jump
				return
			}
			s.fillNotice()
			s.list.Refresh()
			s.refresh(left)
		}
	})
}

// refresh fetches single rows again that left the view.
func (s *Screen) refresh(ids []string) {
	if len(ids) > 30 {
		ids = ids[:30]
	}
	if len(ids) == 0 {
		return
	}
	s.jobs.Go(func(ctx context.Context) func() {
		var fresh []inbox.Question
		for _, id := range ids {
			if det, err := s.d.Desk.Get(ctx, id); err == nil {
				fresh = append(fresh, det.Question)
			}
		}
		return func() {
			for _, q := range fresh {
				s.feed.Put(q)
			}
			s.list.Refresh()
		}
	})
}

// count fetches the figures of the views.
func (s *Screen) count() {
	s.jobs.Go(func(ctx context.Context) func() {
		counts, err := s.d.Desk.Counts(ctx)
		return func() {
			for v, row := range s.views {
				row.set(counts[v], err == nil)
			}
			s.fillHead()
		}
	})
}

// pause is how long changes are gathered before the screen fetches: a collection tells of many at once.
const pause = 120 * time.Millisecond

// changes gathers what is told on any goroutine.
type changes struct {
	jobs *load.Jobs
	f    func(ids map[string]bool)
	mu   sync.Mutex
	ids  map[string]bool
}

func newChanges(jobs *load.Jobs, f func(ids map[string]bool)) *changes {
	return &changes{jobs: jobs, f: f}
}

func (c *changes) tell(topic, id string) {
	if topic != inbox.Topic && topic != "clock" {
		return
	}
	c.mu.Lock()
	first := c.ids == nil
	if first {
		c.ids = map[string]bool{}
	}
	c.ids[id] = true
	c.mu.Unlock()
	if !first {
		return
	}
	c.jobs.Go(func(ctx context.Context) func() {
		timer := time.NewTimer(pause)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		}
		c.mu.Lock()
		ids := c.ids
		c.ids = nil
		c.mu.Unlock()
		return func() { c.f(ids) }
	})
}
