package inbox

import (
	"context"
	"encoding/json"
	"time"

	"huiying/accounts"
	"huiying/inbox/policy"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/internal/wake"
)

// underFor is how long comments under a post are read after it went out.
const underFor = 60 * 24 * time.Hour

// Every is how often an account is read. Weibo gives an ordinary app 100 calls a day for everything: three readings a
// round leave room for writing at one round in 40 minutes (Weibo: Rate-limiting).
func Every(p accounts.Platform) time.Duration {
	if p == accounts.Weibo {
		return 40 * time.Minute
	}
	return 10 * time.Minute
}

// Collect reads what the public wrote to an account: the handler of WakeCollect. A question that is there already is not
// stored again; what is read is never lost by a kill, because the cursor is written with the questions.
func (s *Service) Collect(ctx context.Context, w wake.Wake) error {
	if _, err := s.CollectNow(ctx, accounts.ID(w.Key)); err != nil {
		return err
	}
	return nil
}

// CollectNow reads an account at once and returns how many questions were new. The next regular reading is set anew.
func (s *Service) CollectNow(ctx context.Context, id accounts.ID) (int, error) {
	if err := people.May(ctx, people.Answer); err != nil {
		return 0, err
	}
	a, err := s.Register.Account(ctx, id)
	if err != nil {
		return 0, err
	}
	b, err := s.Register.Binding(ctx, id)
	if err != nil {
		return 0, err
	}
	source, ok := s.Sources[a.Platform]
	if !ok || b.State != accounts.Bound {
		return 0, s.Work.Do(ctx, func(ctx context.Context) error { return s.Wakes.Clear(ctx, WakeCollect, string(id)) })
	}
	posts, err := s.Posts.Recent(ctx, id, s.Now().Add(-underFor))
	if err != nil {
		return 0, err
	}
	cursor, err := s.Store.Cursor(ctx, id)
	if err != nil {
		return 0, err
	}
	batch, err := source.Collect(ctx, id, posts, cursor)
	if err != nil {
		return 0, err
	}
	return s.keep(ctx, a, batch)
}

func (s *Service) keep(ctx context.Context, a accounts.Account, batch Batch) (int, error) {
	added := 0
	err := s.Work.Do(ctx, func(ctx context.Context) error {
		added = 0
		keys := make([]string, len(batch.Questions))
		for i, in := range batch.Questions {
			keys[i] = in.External
		}
		known, err := s.Store.Known(ctx, a.ID, Comment, keys)
		if err != nil {
			return err
		}
		for _, in := range batch.Questions {
			if _, ok := known[in.External]; ok {
				continue
			}
			q := s.question(a, in)
			if _, err := s.Store.Add(ctx, q); err != nil {
				return err
			}
			known[in.External] = q.ID
			added++
		}
		if err := s.Store.SaveCursor(ctx, a.ID, batch.Cursor); err != nil {
			return err
		}
		if err := s.Wakes.Set(ctx, WakeCollect, string(a.ID), s.Now().Add(Every(a.Platform))); err != nil {
			return err
		}
		if added == 0 {
			return nil
		}
		unit.After(ctx, func() { s.Changed(Topic, "") })
		return s.Record(ctx, "收取留言", "account", string(a.ID), 0, map[string]string{"new": number(added)})
	})
	return added, err
}

func (s *Service) question(a accounts.Account, in Incoming) Question {
	q := Question{ID: unit.NewID(), Version: 1, Account: a.ID, Platform: a.Platform, Channel: Comment, External: in.External, Ref: in.Ref,
		Author: Mask(in.Author), Text: in.Text, Under: in.Under, Delivery: in.Delivery, Link: in.Link, Received: in.At, Collected: s.Now(),
		Kind: policy.Consult, State: Unassigned}
	if in.Replied != "" {
		q.State, q.AnsweredAt, q.Reason = Answered, s.Now(), "收取时平台上已有答复"
	}
	s.setDue(&q)
	return q
}

func number(n int) string {
	b, _ := json.Marshal(n)
	return string(b)
}

// Watch has an account read from now on: when it is bound, and at the start for accounts that are bound already.
func (s *Service) Watch(ctx context.Context, id accounts.ID) error {
	a, err := s.Register.Account(ctx, id)
	if err != nil {
		return err
	}
	if _, ok := s.Sources[a.Platform]; !ok {
		return nil
	}
	return s.Work.Do(ctx, func(ctx context.Context) error { return s.Wakes.Set(ctx, WakeCollect, string(id), s.Now()) })
}

// OpenQuestions returns how many questions to an account wait, and since when the oldest does.
func (s *Service) OpenQuestions(ctx context.Context, id accounts.ID) (int, time.Time, error) {
	n, oldest := 0, time.Time{}
	for _, v := range []View{ViewUnassigned, ViewToAnswer, ViewReview, ViewToSend} {
		qs, err := s.Store.Page(ctx, Filter{View: v, Account: id, Now: s.Now(), Limit: 1000})
		if err != nil && problem.KindOf(err) != problem.Missing {
			return 0, time.Time{}, err
		}
		n += len(qs)
		for _, q := range qs {
			if oldest.IsZero() || q.Received.Before(oldest) {
				oldest = q.Received
			}
		}
	}
	return n, oldest, nil
}
