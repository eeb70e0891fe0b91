package sending

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"time"

	"huiying/inbox"
	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/wake"
)

// When an unknown answer is looked for: first soon, then at doubling distances, for an hour; after that a person looks.
const (
	firstLook = 10 * time.Second
	longest   = 15 * time.Minute
	lookFor   = time.Hour
)

// picture is the most bytes that evidence may have.
const picture = 20 << 20

// Recover is called once at the start, before the wakes run, by a program that has the store for itself: every intent
// without any outcome, which a kill left, becomes unknown and is looked for on its platform. Nothing is sent.
func (s *Service) Recover(ctx context.Context) error {
	if err := people.May(ctx, people.Answer); err != nil {
		return err
	}
	dangling, err := s.Ledger.Dangling(ctx, "answer")
	if err != nil {
		return err
	}
	var errs []error
	for _, i := range dangling {
		errs = append(errs, s.onAnswer(ctx, i.Subject.ID, 0, func(ctx context.Context, a *inbox.Answer, q *inbox.Question) (entry, error) {
			if a.State != inbox.Sending {
				return entry{}, nil
			}
			return s.lost(ctx, a, *q, 0)
		}))
	}
	return errors.Join(errs...)
}

// lost makes an answer unknown whose sender has not come back for this long. A sender that may still be at work is left
// alone: it has moved the wake to when it would be missed.
func (s *Service) lost(ctx context.Context, a *inbox.Answer, q inbox.Question, after time.Duration) (entry, error) {
	i, err := s.openIntent(ctx, a.ID)
	if err != nil {
		return entry{}, err
	}
	if i.ID == "" {
		const why = "这一次发出没有登记，不知道发了没有"
		return about("待确认", q, "why", why), s.hold(ctx, a, inbox.Unknown, why+"。请到平台后台看一眼，再告诉程序")
	}
	if s.Now().Sub(i.At) < after {
		return entry{}, nil
	}
	if err := s.conclude(ctx, i, ledger.Unknown, ledger.ByReconcile, nil, inbox.Sent{}); err != nil {
		return entry{}, err
	}
	const why = "发送途中程序停了，可能答复了也可能没有"
	return about("待确认", q, "why", why), s.unknown(ctx, a, why+"。程序会去平台核对，不会自己再发", 0)
}

// Reconcile looks on the platform for an answer whose outcome was lost: the handler of WakeReconcile. It never sends.
// While the vault is locked nobody can look: nothing changes, and the wake is tried again.
func (s *Service) Reconcile(ctx context.Context, w wake.Wake) error {
	if err := people.May(ctx, people.Answer); err != nil {
		return err
	}
	a, err := s.Store.AnswerByID(ctx, w.Key)
	if problem.KindOf(err) == problem.Missing {
		return s.clear(ctx, w)
	} else if err != nil {
		return err
	}
	q, err := s.Store.Question(ctx, a.Question)
	if err != nil {
		return err
	}
	i, err := s.openIntent(ctx, a.ID)
	if err != nil {
		return err
	}
	replier, ok := s.replier(q)
	if a.State != inbox.Unknown || i.ID == "" || !ok {
		return s.clear(ctx, w)
	}
	sight, failed := replier.FindReply(ctx, q.Account, q.Ref, a.Text, i.At)
	if shut(failed) {
		return failed
	}
	return s.mark(ctx, q.Account, failed, s.onAnswer(ctx, a.ID, a.Version, func(ctx context.Context, a *inbox.Answer, q *inbox.Question) (entry, error) {
		if failed == nil && sight.Presence == inbox.There {
			detail, err := s.delivered(ctx, a, q, i, sight.Sent, ledger.ByReconcile)
			return entry{"平台核对", detail}, err
		}
		if failed == nil && sight.Presence == inbox.Absent {
			return s.absent(ctx, a, i, sight.Words)
		}
		if until := untilOf(failed); until.After(s.Now()) {
			return entry{}, s.lookAt(ctx, a, "还不能核对："+problem.Words(failed), until)
		}
		return s.unclear(ctx, a, i, sight.Words+problem.Words(failed))
	}))
}

func (s *Service) absent(ctx context.Context, a *inbox.Answer, i ledger.Intent, words string) (entry, error) {
	if err := s.conclude(ctx, i, ledger.Unknown, ledger.ByReconcile, nil, inbox.Sent{}); err != nil {
		return entry{}, err
	}
	a.Absent = s.Now()
	return entry{"平台核对", map[string]string{"seen": words}}, s.hold(ctx, a, inbox.Unknown, "已经核对："+words+"。可以放行再发一次")
}

func (s *Service) unclear(ctx context.Context, a *inbox.Answer, i ledger.Intent, words string) (entry, error) {
	words = strings.TrimRight(words, "。")
	now := s.Now()
	waited := now.Sub(i.At)
	a.Absent = time.Time{}
	if waited >= lookFor {
		return entry{"平台核对", map[string]string{"seen": words}},
			s.hold(ctx, a, inbox.Unknown, "核对了一个小时还没有结果："+words+"。请到平台后台看一眼，再告诉程序")
	}
	return entry{}, s.lookAt(ctx, a, "核对还没有结果，会再看："+words, now.Add(min(max(waited, firstLook), longest)))
}

// lookAt has an unknown answer looked for at a time.
func (s *Service) lookAt(ctx context.Context, a *inbox.Answer, note string, at time.Time) error {
	a.Note, a.Absent = note, time.Time{}
	if err := s.Wakes.Set(ctx, inbox.WakeReconcile, a.ID, at); err != nil {
		return err
	}
	return s.save(ctx, a)
}

// Look has an unknown answer looked for now, at a person's wish.
func (s *Service) Look(ctx context.Context, answer string) error {
	if err := answerer(ctx); err != nil {
		return err
	}
	return s.onAnswer(ctx, answer, 0, func(ctx context.Context, a *inbox.Answer, _ *inbox.Question) (entry, error) {
		if a.State != inbox.Unknown {
			return entry{}, stale()
		}
		return entry{}, s.Wakes.Set(ctx, inbox.WakeReconcile, a.ID, s.Now())
	})
}

// ByHandSent is a person's word on where an answer stands.
type ByHandSent struct {
	Answer   string
	Version  int
	Link     string // where it stands; for SentByHand
	Evidence string // hash of the picture that shows it
	Why      string // for Release
}

// Release lets one more attempt at an unknown answer go, in the name of the actor. It takes the program's own fresh look
// that found the answer absent, or, where the program looked for an hour and could not tell, a picture of what the person
// saw there.
func (s *Service) Release(ctx context.Context, say ByHandSent) error {
	if err := answerer(ctx); err != nil {
		return err
	}
	say.Why = strings.TrimSpace(say.Why)
	if say.Why == "" {
		return problem.New(problem.Invalid, "还没有写放行的理由", "没有再发", "请写一句在平台上看到了什么")
	}
	return s.onAnswer(ctx, say.Answer, say.Version, func(ctx context.Context, a *inbox.Answer, _ *inbox.Question) (entry, error) {
		if a.State != inbox.Unknown {
			return entry{}, stale()
		}
		i, err := s.openIntent(ctx, a.ID)
		if err != nil {
			return entry{}, err
		}
		now := s.Now()
		fresh := !a.Absent.IsZero() && now.Sub(a.Absent) <= lookFor
		switch {
		case fresh:
		case now.Sub(i.At) < lookFor || !a.Absent.IsZero():
			return entry{}, problem.New(problem.Conflict, "还没有核对出平台上没有这条答复", "没有再发", "请先做平台核对")
		case say.Evidence == "":
			return entry{}, problem.New(problem.Invalid, "程序看不清平台上有没有这条答复", "没有再发", "请附一张平台后台的截图，能看出没有这条答复")
		}
		if i.ID != "" {
			if err := s.conclude(ctx, i, ledger.NotSent, ledger.ByPerson, nil, inbox.Sent{}); err != nil {
				return entry{}, err
			}
		}
		a.Evidence, a.Absent = say.Evidence, time.Time{}
		return entry{"放行再答一次", map[string]string{"why": say.Why, "evidence": say.Evidence}}, s.again(ctx, a)
	})
}

// Again has a refused answer tried once more, after what stood in its way was mended. The program looks first.
func (s *Service) Again(ctx context.Context, answer string, version int) error {
	if err := answerer(ctx); err != nil {
		return err
	}
	return s.onAnswer(ctx, answer, version, func(ctx context.Context, a *inbox.Answer, _ *inbox.Question) (entry, error) {
		if a.State != inbox.Refused {
			return entry{}, stale()
		}
		return entry{verb: "重新发出答复"}, s.again(ctx, a)
	})
}

func (s *Service) again(ctx context.Context, a *inbox.Answer) error {
	if err := s.hold(ctx, a, inbox.Ready, ""); err != nil {
		return err
	}
	return s.Wakes.Set(ctx, inbox.WakeAnswer, a.ID, s.Now())
}

// AddEvidence keeps a picture that shows an answer on its platform and returns its hash.
func (s *Service) AddEvidence(ctx context.Context, name string, r io.Reader) (string, error) {
	if err := people.May(ctx, people.Answer); err != nil {
		return "", err
	}
	return s.Media.Put(ctx, name, r, picture)
}

// SentByHand books an approved answer that a person posted on the platform, with address and picture: one without an
// interface, one that the interface did not take, or one whose outcome was unknown and that the person found there.
func (s *Service) SentByHand(ctx context.Context, say ByHandSent) error {
	if err := answerer(ctx); err != nil {
		return err
	}
	say.Link = strings.TrimSpace(say.Link)
	link, err := url.Parse(say.Link)
	switch {
	case err != nil || link.Host == "" || link.Scheme != "https" && link.Scheme != "http":
		return problem.New(problem.Invalid, "地址不像一个网址", "没有记成已答复，填好的内容都还在", "请在平台上打开这条答复，把浏览器地址栏里的整个地址贴过来")
	case say.Evidence == "":
		return problem.New(problem.Invalid, "还没有截图", "没有记成已答复，填好的内容都还在", "请选一张能看清这条答复的截图")
	}
	return s.onAnswer(ctx, say.Answer, say.Version, func(ctx context.Context, a *inbox.Answer, q *inbox.Question) (entry, error) {
		i, err := s.byHand(ctx, a, *q)
		if err != nil {
			return entry{}, err
		}
		a.Evidence = say.Evidence
		detail, err := s.delivered(ctx, a, q, i, inbox.Sent{Link: say.Link, At: s.Now()}, ledger.ByPerson)
		if err != nil {
			return entry{}, err
		}
		detail["evidence"] = say.Evidence
		return entry{"人工答复", detail}, nil
	})
}

// byHand returns the intent that a person's word ends: the open one of an unknown answer, else a new one, for which the
// gate must be open.
func (s *Service) byHand(ctx context.Context, a *inbox.Answer, q inbox.Question) (ledger.Intent, error) {
	switch a.State {
	case inbox.Unknown:
		if i, err := s.openIntent(ctx, a.ID); err != nil || i.ID != "" {
			return i, err
		}
	case inbox.WaitPerson, inbox.Refused, inbox.Ready:
	default:
		return ledger.Intent{}, stale()
	}
	if err := s.allowed(ctx, *a, q); err != nil {
		return ledger.Intent{}, err
	}
	return s.intend(ctx, a, q)
}
