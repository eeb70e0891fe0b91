package publishing

import (
	"context"
	"fmt"
	"strings"
	"time"

	"huiying/accounts"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// Defaults of a new post.
const (
	windowFor  = 24 * time.Hour   // an approval covers this long from the planned hour
	lateWithin = 30 * time.Minute // still sent when late by no more
)

// Deps is what the desk works with.
type Deps struct {
	Store    Store
	Work     *unit.Work
	Review   Reviewers
	Register Register
	Media    MediaStore
	Record   Record
	Changed  func(topic, id string) // told after a commit; never nil
	Now      func() time.Time
}

// Service is the publishing desk.
type Service struct {
	Deps
	// Deliveries carries what was approved. It is this desk's own: its Posts are these.
	Deliveries *delivery.Service
}

// NewService returns the desk with its deliveries, which get this desk as their Posts.
func NewService(d Deps, dd delivery.Deps) *Service {
	s := &Service{Deps: d}
	dd.Posts = s
	s.Deliveries = delivery.NewService(dd)
	return s
}

// Topic is what Changed is told for posts and deliveries alike.
const Topic = delivery.Topic

// Create begins a post with an empty working copy. id is the caller's; the same id again returns the post that is there.
func (s *Service) Create(ctx context.Context, id string, kind content.Kind) (Post, error) {
	if err := people.May(ctx, people.Compose); err != nil {
		return Post{}, err
	}
	if p, err := s.Store.Post(ctx, id); problem.KindOf(err) != problem.Missing {
		return p, err
	}
	a, _ := people.From(ctx)
	now := s.Now()
	p := Post{ID: id, Version: 1, Kind: kind, State: Draft, Author: a.Person, AuthorName: a.Name, Created: now, Changed: now}
	planned := now.In(content.Shanghai()).Truncate(time.Hour).Add(2 * time.Hour).UTC()
	c := content.Master{Kind: kind, Window: content.Window{From: planned, To: planned.Add(windowFor)}, Late: content.Late{Within: lateWithin},
		Paragraphs: []content.Paragraph{{ID: unit.NewID()}}}
	err := s.Work.Do(ctx, func(ctx context.Context) error {
		if err := s.Store.SavePost(ctx, p); err != nil {
			return err
		}
		w := WorkingCopy{Post: id, Version: 1, Content: c, By: a.Person, ByName: a.Name, At: now}
		if err := s.Store.SaveWorkingCopy(ctx, w); err != nil {
			return err
		}
		s.tell(ctx, id)
		return s.Record(ctx, "新建稿件", "post", id, 0, nil)
	})
	return p, err
}

// SaveDraft is a save of a working copy: Version is the one it started from.
type SaveDraft struct {
	Post    string
	Version int
	Content content.Master
}

// Save writes the working copy and returns it with its new version. Only the author writes, and only while the post is a
// draft or was returned; a save that started from an older version is problem.Conflict and nothing is overwritten.
func (s *Service) Save(ctx context.Context, cmd SaveDraft) (WorkingCopy, error) {
	if err := people.May(ctx, people.Compose); err != nil {
		return WorkingCopy{}, err
	}
	a, _ := people.From(ctx)
	w := WorkingCopy{Post: cmd.Post, Version: cmd.Version + 1, Content: cmd.Content, By: a.Person, ByName: a.Name, At: s.Now()}
	err := s.Work.Do(ctx, func(ctx context.Context) error {
		p, err := s.Store.HoldPost(ctx, cmd.Post)
		if err != nil {
			return err
		}
		if err := writable(p, a); err != nil {
			return err
		}
		if err := s.Store.SaveWorkingCopy(ctx, w); err != nil {
			return err
		}
		p.Title, p.Kind = strings.TrimSpace(cmd.Content.Title), cmd.Content.Kind
		p.Changed, p.Planned = w.At, cmd.Content.Window.From
		s.tell(ctx, p.ID)
		return s.Store.SavePost(ctx, p)
	})
	return w, err
}

func writable(p Post, a people.Actor) error {
	if p.Author != a.Person {
		return problem.New(problem.Forbidden, "这篇稿子是"+p.AuthorName+"的", "您的改动没有存进去", "请"+p.AuthorName+"来改，或另写一篇")
	}
	switch p.State {
	case Draft, Returned:
		return nil
	case InReview:
		return problem.New(problem.Conflict, "这篇稿子正在审核，不能再改", "审核中的那一稿没有动", "要改请先收回，改好重新送审")
	}
	if over(p.State) {
		return finished(p)
	}
	return problem.New(problem.Conflict, "这篇稿子已经审过，不能直接改", "已批准的那一稿没有动", "要改请先收回，改好重新送审")
}

// over tells whether a post in this state never comes back: somebody rejected it, or took it back for good.
func over(st State) bool { return st == Rejected || st == Withdrawn }

func finished(p Post) error {
	what := "这篇稿子已被否决，不再使用"
	if p.State == Withdrawn {
		what = "这篇稿子已经撤稿，不再使用"
	}
	return problem.New(problem.Conflict, what, "什么都没有改动", "要用里面的内容，请另写一篇")
}

// SubmitPost hands the working copy of that version in for review.
type SubmitPost struct {
	Post    string
	Version int // of the working copy
}

// Submit makes a revision of the working copy and opens its review. Whatever must be mended first comes back as
// problem.Invalid with the first lack in words; nothing is submitted then.
func (s *Service) Submit(ctx context.Context, cmd SubmitPost) (Revision, error) {
	if err := people.May(ctx, people.Compose); err != nil {
		return Revision{}, err
	}
	a, _ := people.From(ctx)
	var r Revision
	err := s.Work.Do(ctx, func(ctx context.Context) error {
		p, err := s.Store.HoldPost(ctx, cmd.Post)
		if err != nil {
			return err
		}
		if err := writable(p, a); err != nil {
			return err
		}
		w, err := s.Store.WorkingCopy(ctx, cmd.Post)
		if err != nil {
			return err
		}
		if w.Version != cmd.Version {
			return stale()
		}
		lacks, err := s.Lacks(ctx, w.Content)
		if err != nil {
			return err
		}
		if err := firstMust(lacks); err != nil {
			return err
		}
		now := s.Now()
		r = Revision{Post: p.ID, No: p.Revision + 1, Content: w.Content, Fingerprint: content.Fingerprint(p.ID, w.Content), By: a.Person, ByName: a.Name, At: now}
		if err := s.Store.AddRevision(ctx, r); err != nil {
			return err
		}
		p.Revision, p.State, p.Changed, p.Comment, p.Planned = r.No, InReview, now, "", r.Content.Window.From
		p.Version++
		if err := s.Store.SavePost(ctx, p); err != nil {
			return err
		}
		if err := s.Review.Submit(ctx, p, r); err != nil {
			return err
		}
		s.tell(ctx, p.ID)
		return s.Record(ctx, "送审", "post", p.ID, r.No, map[string]string{"title": p.Title, "fingerprint": r.Fingerprint})
	})
	return r, err
}

func firstMust(lacks []content.Lack) error {
	n := 0
	var first content.Lack
	for _, l := range lacks {
		if l.Must {
			if n == 0 {
				first = l
			}
			n++
		}
	}
	if n == 0 {
		return nil
	}
	next := "请改好再送审"
	if n > 1 {
		next = fmt.Sprintf("一共有 %d 项必须改，请改好再送审", n)
	}
	return problem.New(problem.Invalid, first.Text, "稿子已经存下，没有送审", next)
}

func stale() error {
	return problem.New(problem.Conflict, "这一页看到的已经不是最新的了", "没有覆盖别人的改动", "请刷新后再看一眼")
}

// Lacks says what a content lacks for the accounts that it goes to.
func (s *Service) Lacks(ctx context.Context, c content.Master) ([]content.Lack, error) {
	f := content.Facts{Accounts: map[accounts.ID]accounts.Account{}, Bindings: map[accounts.ID]accounts.Binding{}, Now: s.Now()}
	for _, t := range c.Targets {
		a, err := s.Register.Account(ctx, t.Account)
		if problem.KindOf(err) == problem.Missing {
			continue
		} else if err != nil {
			return nil, err
		}
		b, err := s.Register.Binding(ctx, t.Account)
		if err != nil {
			return nil, err
		}
		f.Accounts[t.Account], f.Bindings[t.Account] = a, b
	}
	return content.Lacks(c, f), nil
}

func (s *Service) tell(ctx context.Context, id string) {
	unit.After(ctx, func() { s.Changed(Topic, id) })
}
