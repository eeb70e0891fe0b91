package inbox

import (
	"context"
	"strings"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/internal/wake"
)

// onAnswer runs f on an answer in one unit, its question held first; f saves what it changes.
func (s *Service) onAnswer(ctx context.Context, id string, version int, verb string,
	f func(ctx context.Context, a *Answer, q *Question) (map[string]string, error)) error {
	return s.Work.Do(ctx, func(ctx context.Context) error {
		seen, err := s.Store.AnswerByID(ctx, id)
		if err != nil {
			return err
		}
		q, err := s.Store.Hold(ctx, seen.Question)
		if err != nil {
			return err
		}
		a, err := s.Store.AnswerByID(ctx, id)
		if err != nil {
			return err
		}
		if version != 0 && a.Version != version {
			return stale()
		}
		detail, err := f(ctx, &a, &q)
		if err != nil {
			return err
		}
		unit.After(ctx, func() { s.Changed(Topic, q.ID) })
		if verb == "" {
			return nil
		}
		return s.Record(ctx, verb, "answer", id, a.Revision, detail)
	})
}

// Reconcile looks on the platform for an answer whose outcome was lost: the handler of WakeReconcile. It never sends.
func (s *Service) Reconcile(ctx context.Context, w wake.Wake) error {
	a, q, err := s.both(ctx, w)
	if err != nil || a.ID == "" {
		return err
	}
	i, err := s.openIntent(ctx, a.ID)
	if err != nil {
		return err
	}
	replier, ok := s.Repliers[q.Platform]
	if a.State != Unknown || i.ID == "" || !ok {
		return s.Work.Do(ctx, func(ctx context.Context) error { return s.Wakes.Clear(ctx, w.Kind, w.Key) })
	}
	sight, failed := replier.FindReply(ctx, q.Account, q.Ref, a.Text, i.At)
	verb := ""
	if failed == nil {
		verb = "平台核对"
	}
	return s.onAnswer(ctx, a.ID, a.Version, verb, func(ctx context.Context, a *Answer, q *Question) (map[string]string, error) {
		detail := map[string]string{"seen": sight.Words}
		now := s.Now()
		switch {
		case failed == nil && sight.Presence == There:
			_, err := s.delivered(ctx, a, q, i, sight.Sent, ledger.ByReconcile)
			return detail, err
		case failed == nil && sight.Presence == Absent:
			if err := s.conclude(ctx, i, ledger.Unknown, ledger.ByReconcile, nil, Sent{}); err != nil {
				return nil, err
			}
			a.Absent = now
			return detail, s.hold(ctx, a, Unknown, "已经核对："+sight.Words+"。可以放行再发一次")
		case now.Sub(i.At) > lookFor:
			return detail, s.hold(ctx, a, Unknown, "核对了一个小时还没有结果，请到平台后台看一眼，再告诉程序")
		}
		a.Note = "核对还没有结果，会再看：" + sight.Words + problem.Words(failed)
		if err := s.Wakes.Set(ctx, WakeReconcile, a.ID, now.Add(min(max(now.Sub(i.At)/2, firstLook), 5*time.Minute))); err != nil {
			return nil, err
		}
		return detail, s.saveAnswer(ctx, a)
	})
}

func (s *Service) openIntent(ctx context.Context, answer string) (ledger.Intent, error) {
	records, err := s.Ledger.Of(ctx, ledger.Subject{Kind: "answer", ID: answer})
	if err != nil {
		return ledger.Intent{}, err
	}
	for _, r := range records {
		if !r.Settled() {
			return r.Intent, nil
		}
	}
	return ledger.Intent{}, nil
}

// Release lets one more attempt at an unknown answer go, in the name of the actor, after a look found it absent.
func (s *Service) Release(ctx context.Context, say ByHandSent) error {
	if err := people.May(ctx, people.Answer); err != nil {
		return err
	}
	if strings.TrimSpace(say.Why) == "" {
		return problem.New(problem.Invalid, "还没有写放行的理由", "没有再发", "请写一句在平台上看到了什么")
	}
	return s.onAnswer(ctx, say.Answer, say.Version, "放行再答一次", func(ctx context.Context, a *Answer, _ *Question) (map[string]string, error) {
		if a.State != Unknown {
			return nil, stale()
		}
		if a.Absent.IsZero() || s.Now().Sub(a.Absent) > lookFor {
			return nil, problem.New(problem.Conflict, "还没有核对出平台上没有这条答复", "没有再发", "请先做平台核对")
		}
		i, err := s.openIntent(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		if err := s.conclude(ctx, i, ledger.NotSent, ledger.ByPerson, nil, Sent{}); err != nil {
			return nil, err
		}
		a.State, a.Note, a.Absent = Ready, "", time.Time{}
		if err := s.Wakes.Set(ctx, WakeAnswer, a.ID, s.Now()); err != nil {
			return nil, err
		}
		return map[string]string{"why": say.Why}, s.saveAnswer(ctx, a)
	})
}

// Again has a refused answer tried once more, after what stood in its way was mended.
func (s *Service) Again(ctx context.Context, answer string, version int) error {
	if err := people.May(ctx, people.Answer); err != nil {
		return err
	}
	return s.onAnswer(ctx, answer, version, "重新发出答复", func(ctx context.Context, a *Answer, _ *Question) (map[string]string, error) {
		if a.State != Refused {
			return nil, stale()
		}
		a.State, a.Note, a.Code = Ready, "", ""
		if err := s.Wakes.Set(ctx, WakeAnswer, a.ID, s.Now()); err != nil {
			return nil, err
		}
		return nil, s.saveAnswer(ctx, a)
	})
}

// Recover is called once at the start, before the wakes run: every intent without any outcome, which a kill left, becomes
// Unknown and is looked for on its platform. Nothing is sent.
func (s *Service) Recover(ctx context.Context) error {
	dangling, err := s.Ledger.Dangling(ctx, "answer")
	if err != nil {
		return err
	}
	for _, i := range dangling {
		if err := s.recoverOne(ctx, i.Subject.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) recoverOne(ctx context.Context, id string) error {
	return s.onAnswer(ctx, id, 0, "", func(ctx context.Context, a *Answer, _ *Question) (map[string]string, error) {
		if a.State != Sending {
			return nil, nil
		}
		i, err := s.openIntent(ctx, id)
		if err != nil || i.ID == "" {
			return nil, err
		}
		if err := s.conclude(ctx, i, ledger.Unknown, ledger.ByReconcile, nil, Sent{}); err != nil {
			return nil, err
		}
		if err := s.hold(ctx, a, Unknown, "发送途中程序停了，可能答复了也可能没有。程序会去平台核对，不会自己再发"); err != nil {
			return nil, err
		}
		return nil, s.Wakes.Set(ctx, WakeReconcile, id, s.Now())
	})
}
