package approve

import (
	"bytes"
	"context"
	"image"
	_ "image/gif"  // pictures of posts
	_ "image/jpeg" // pictures of posts
	_ "image/png"  // pictures of posts
	"io"

	"huiying/accounts"
	"huiying/app/ui/approve/paper"
	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/review"
)

// The kinds of subject.
const (
	post   = "post"
	answer = "answer"
	filing = "filing"
)

// wanted is what shall be shown: a ticket, or the newest ticket of a subject.
type wanted struct{ ticket, kind, subject string }

// sheet is everything that is shown of one ticket, fetched beside the window.
type sheet struct {
	review.Sheet
	me       people.ID
	post     *paper.Article
	answer   *inbox.Answer
	question inbox.Question
	filing   *accounts.Filing
	account  accounts.Account // of a filing, as it stands now
	missing  string           // in words: the text could not be read, and nothing can be decided
}

// fetch reads a sheet.
func (s *Screen) fetch(ctx context.Context) (*sheet, error) {
	w := s.want.Load()
	if w == nil || *w == (wanted{}) {
		return nil, nil
	}
	var (
		got sheet
		err error
	)
	if w.ticket != "" {
		got.Sheet, err = s.d.Reviews.Ticket(ctx, w.ticket)
	} else {
		got.Sheet, err = s.d.Reviews.Of(ctx, w.kind, w.subject)
	}
	if err != nil {
		return nil, err
	}
	if a, ok := people.From(ctx); ok {
		got.me = a.Person
	}
	if err := s.read(ctx, &got); err != nil {
		return nil, err
	}
	return &got, nil
}

func (s *Screen) read(ctx context.Context, got *sheet) error {
	sub := got.Ticket.Subject
	switch sub.Kind {
	case post:
		a, err := s.article(ctx, got)
		if err != nil {
			return err
		}
		got.post = a
		if a.Now.Fingerprint != sub.Fingerprint {
			got.missing = "读到的稿子和送审时的指纹对不上，这一件不能审。"
		}
	case answer:
		a, q, err := s.d.Answers.AnswerFor(ctx, sub.ID)
		if err != nil {
			return err
		}
		got.answer, got.question = &a, q
		if got.Ticket.State == review.Waiting && a.Fingerprint != sub.Fingerprint {
			got.missing = "答复在送审后改过，这一件不能审，等重新送审。"
		}
	case filing:
		f, err := s.d.Register.Filing(ctx, sub.ID)
		if err != nil {
			return err
		}
		got.filing = &f
		if got.account, err = s.d.Register.Get(ctx, f.Account); err != nil && problem.KindOf(err) != problem.Missing {
			return err
		}
		if got.Ticket.State == review.Waiting && f.Fingerprint != sub.Fingerprint {
			got.missing = "备案内容在送审后改过，这一件不能审，等重新送审。"
		}
	}
	return nil
}

func (s *Screen) article(ctx context.Context, got *sheet) (*paper.Article, error) {
	all, err := s.d.Posts.Revisions(ctx, got.Ticket.Subject.ID)
	if err != nil {
		return nil, err
	}
	by := map[int]*publishing.Revision{}
	for i := range all {
		by[all[i].No] = &all[i]
	}
	now := by[got.Ticket.Subject.Revision]
	if now == nil {
		return nil, problem.New(problem.Missing, "送审的这一稿读不到", "没有记下任何审核意见", "请刷新再看，还是没有就请撰稿人重新送审")
	}
	a := &paper.Article{Now: *now, Accounts: map[accounts.ID]accounts.Account{}, Pictures: map[string]image.Image{}}
	no, seen := paper.CompareTo(got.Rounds, got.Ticket, got.me)
	a.Before, a.Seen = by[no], seen
	for _, t := range now.Content.Targets {
		if acc, err := s.d.Register.Get(ctx, t.Account); err == nil {
			a.Accounts[t.Account] = acc
		} else if problem.KindOf(err) != problem.Missing {
			return nil, err
		}
	}
	for _, m := range now.Content.Media {
		if img := s.picture(ctx, m); img != nil {
			a.Pictures[m.Hash] = img
		}
	}
	return a, nil
}

// picture reads one picture, nil when it cannot be shown; its name and size are shown then.
func (s *Screen) picture(ctx context.Context, m content.Media) image.Image {
	r, err := s.d.Posts.OpenMedia(ctx, m.Hash)
	if err != nil {
		return nil
	}
	b, err := io.ReadAll(io.LimitReader(r, 32<<20))
	if closing := r.Close(); err != nil || closing != nil {
		return nil
	}
	img, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	return paper.Smaller(img)
}

// listed is the queue as it is fetched.
type listed struct {
	review.Queue
	done []review.Done
}

func (s *Screen) fetchQueue(ctx context.Context) (listed, error) {
	q, err := s.d.Reviews.Queue(ctx)
	if err != nil {
		return listed{}, err
	}
	done, err := s.d.Reviews.Done(ctx)
	return listed{q, done}, err
}
