package inbox

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
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

// Every is how often an account is read. Weibo gives an ordinary app 100 calls a day for everything: a round every 40
// minutes leaves room for writing (Weibo: Rate-limiting).
func Every(p accounts.Platform) time.Duration {
	if p == accounts.Weibo {
		return 40 * time.Minute
	}
	return 10 * time.Minute
}

// Collect reads what the public wrote to an account: the handler of WakeCollect. A question that is there already is not
// stored again; what is read is never lost by a kill, because the cursor is written with the questions. A refusal that
// asking again would not mend waits for the next regular reading, or for the quota; anything else is asked again soon, and so
// is an account whose credential lies in a locked vault: nothing was asked, and it may be open the next moment.
func (s *Service) Collect(ctx context.Context, w wake.Wake) error {
	_, err := s.CollectNow(ctx, accounts.ID(w.Key))
	if err == nil {
		return nil
	}
	var r *problem.Refusal
	if problem.KindOf(err) == problem.Locked || !errors.As(err, &r) || r.Class == problem.ClassRetryRead || r.Class == problem.ClassNotSent || r.Class == problem.ClassUnknown {
		return err
	}
	now := s.Now()
	next := now.Add(time.Hour)
	if r.Until.After(now) {
		next = r.Until
	}
	return errors.Join(err, s.Work.Do(ctx, func(ctx context.Context) error { return s.Wakes.Set(ctx, WakeCollect, w.Key, next) }))
}

// CollectNow reads an account at once and returns how many questions were new. The next regular reading is set anew. An
// authorisation that the platform no longer takes is told to the register.
func (s *Service) CollectNow(ctx context.Context, id accounts.ID) (int, error) {
	if err := people.May(ctx, people.Answer); err != nil {
		return 0, err
	}
	a, err := s.Register.Account(ctx, id)
	if problem.KindOf(err) == problem.Missing {
		return 0, errors.Join(err, s.unwatch(ctx, id))
	} else if err != nil {
		return 0, err
	}
	b, err := s.Register.Binding(ctx, id)
	if err != nil {
		return 0, err
	}
	source, ok := s.Sources[a.Platform]
	if !ok || b.State != accounts.Bound {
		return 0, s.unwatch(ctx, id)
	}
	posts, err := s.Posts.Recent(ctx, id, s.Now().Add(-underFor))
	if err != nil {
		return 0, err
	}
	cursor, err := s.Store.Cursor(ctx, id)
	if err != nil {
		return 0, err
	}
	who, _ := people.From(ctx)
	now := s.Now()
	due := s.pace.due(a, posts, now, !who.System)
	batch, failed := source.Collect(ctx, id, due, cursor)
	if failed != nil && len(batch.Questions) == 0 {
		return 0, s.mark(ctx, id, failed)
	}
	added, err := s.keep(ctx, a, batch)
	if err == nil {
		s.pace.read(id, posts, due, batch, failed, now)
	}
	return added, errors.Join(s.mark(ctx, id, failed), err)
}

// mark tells the register of an authorisation that a reading found dead, and returns what failed with what became of that.
func (s *Service) mark(ctx context.Context, id accounts.ID, failed error) error {
	if failed == nil || s.Broken == nil || problem.ClassOf(failed) != problem.ClassToken {
		return failed
	}
	return errors.Join(failed, s.Broken(ctx, id, problem.Words(failed)))
}

func (s *Service) unwatch(ctx context.Context, id accounts.ID) error {
	return s.Work.Do(ctx, func(ctx context.Context) error { return s.Wakes.Clear(ctx, WakeCollect, string(id)) })
}

// keep writes one reading: new questions, what became of known ones, and where reading goes on.
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
		var moved []string
		for _, in := range inOrder(batch.Questions) {
			k, ok := known[in.External]
			if ok {
				if moved, err = s.seenAgain(ctx, k, in, moved); err != nil {
					return err
				}
				continue
			}
			q, err := s.add(ctx, a, in)
			if problem.KindOf(err) == problem.Conflict {
				continue // another reading of the same account was first
			} else if err != nil {
				return err
			}
			known[in.External] = Stored{ID: q.ID, State: q.State}
			added++
		}
		if err := s.missed(ctx, a.ID, batch, known); err != nil {
			return err
		}
		if err := s.Store.SaveCursor(ctx, a.ID, batch.Cursor); err != nil {
			return err
		}
		if err := s.Wakes.Set(ctx, WakeCollect, string(a.ID), s.Now().Add(Every(a.Platform))); err != nil {
			return err
		}
		return s.tell(ctx, a.ID, added, moved)
	})
	return added, err
}

// inOrder sorts a reading by what does not change, so that two readings of one account that meet the same questions write
// them in the same order and wait for each other instead of blocking each other.
func inOrder(all []Incoming) []Incoming {
	return slices.SortedFunc(slices.Values(all), func(a, b Incoming) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.External, b.External))
	})
}

func (s *Service) tell(ctx context.Context, account accounts.ID, added int, moved []string) error {
	if added > 0 || len(moved) > 0 {
		unit.After(ctx, func() { s.Changed(Topic, "") })
	}
	for _, id := range moved {
		if err := s.Record(ctx, "平台上已有答复", "question", id, 0, nil); err != nil {
			return err
		}
	}
	if added == 0 {
		return nil
	}
	return s.Record(ctx, "收取留言", "account", string(account), 0, map[string]string{"new": strconv.Itoa(added)})
}

func (s *Service) add(ctx context.Context, a accounts.Account, in Incoming) (Question, error) {
	now := s.Now()
	q := Question{ID: unit.NewID(), Version: 1, Account: a.ID, Platform: a.Platform, Channel: Comment, External: in.External, Ref: in.Ref,
		Author: Mask(in.Author), Text: in.Text, Under: in.Under, Delivery: in.Delivery, Link: in.Link, Received: in.At.UTC(), Collected: now,
		Kind: policy.Consult, State: Unassigned, Window: in.Window}
	if in.At.Unix() <= 0 {
		q.Received = now // the platform did not say
	}
	if in.Replied != "" {
		q.State, q.AnsweredAt, q.Reason = Answered, now, repliedThere
	}
	s.setDue(&q)
	var err error
	if q.Row, err = s.Store.Add(ctx, q); err != nil || in.Replied == "" {
		return q, err
	}
	return q, s.keepReply(ctx, q, in.Replied)
}

const repliedThere = "收取时平台上已有答复"

// keepReply keeps the words that somebody answered on the platform itself.
func (s *Service) keepReply(ctx context.Context, q Question, text string) error {
	return s.Store.SaveAnswer(ctx, Answer{ID: unit.NewID(), Question: q.ID, Version: 1, Text: text, State: Delivered, ByName: "平台后台",
		Changed: s.Now(), Note: repliedThere})
}

// seenAgain looks at a question that is known: one that was answered in the platform's back office waits no longer, and
// one that had gone is there again. One under review or on its way is left to its answer.
func (s *Service) seenAgain(ctx context.Context, k Stored, in Incoming, moved []string) ([]string, error) {
	waits := k.State == Unassigned || k.State == ToAnswer
	if !waits || in.Replied == "" && !k.Gone {
		return moved, nil
	}
	q, err := s.Store.Hold(ctx, k.ID)
	if err != nil || q.State != Unassigned && q.State != ToAnswer {
		return moved, err
	}
	q.Gone = time.Time{}
	if in.Replied == "" {
		return moved, s.note(ctx, &q)
	}
	q.State, q.AnsweredAt, q.Reason = Answered, s.Now(), repliedThere
	q.release()
	if _, err := s.Store.Answer(ctx, q.ID); problem.KindOf(err) == problem.Missing {
		err = s.keepReply(ctx, q, in.Replied)
		if err != nil {
			return moved, err
		}
	} else if err != nil {
		return moved, err
	}
	return append(moved, q.ID), s.save(ctx, &q)
}

// missed notes which open questions stand no longer under the posts that were read to the end.
func (s *Service) missed(ctx context.Context, account accounts.ID, batch Batch, known map[string]Stored) error {
	for _, delivery := range batch.Complete {
		open, err := s.Store.Under(ctx, account, delivery)
		if err != nil {
			return err
		}
		for _, q := range open {
			if _, there := known[q.External]; there || !q.Gone.IsZero() || q.Channel != Comment {
				continue
			}
			if q, err = s.Store.Hold(ctx, q.ID); err != nil {
				return err
			}
			q.Gone = s.Now()
			if err := s.note(ctx, &q); err != nil {
				return err
			}
		}
	}
	return nil
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
