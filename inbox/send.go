package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/internal/wake"
)

// When answers in hand are looked after.
const (
	recheck   = 10 * time.Minute
	firstLook = 10 * time.Second
	lookFor   = time.Hour
)

// Send sends an approved answer: the handler of WakeAnswer. The rules are the ledger's: intent before the call, outcome
// after it, one attempt.
func (s *Service) Send(ctx context.Context, w wake.Wake) error {
	a, q, err := s.both(ctx, w)
	if err != nil || a.ID == "" {
		return err
	}
	if a.State == Sending {
		return s.recoverOne(ctx, a.ID)
	}
	replier, ok := s.Repliers[q.Platform]
	if a.State != Ready || !ok {
		return s.onAnswer(ctx, a.ID, 0, "", func(ctx context.Context, a *Answer, q *Question) (map[string]string, error) {
			if a.State != Ready {
				return nil, s.clear(ctx, a.ID)
			}
			return nil, s.hold(ctx, a, WaitPerson, "这个平台没有接口，请到平台上答复，再把凭据贴回来")
		})
	}
	intent, err := s.start(ctx, a.ID)
	if err != nil || intent.ID == "" {
		return err
	}
	if intent.Attempt > 1 {
		if there, err := s.lookFirst(ctx, replier, a, q, intent); err != nil || there {
			return err
		}
	}
	sent, failed := replier.Reply(ctx, q.Account, q.Ref, a.Text)
	return s.sent(ctx, a.ID, intent, sent, failed)
}

// both returns the answer of a wake and its question; a zero answer when there is nothing to do, the wake gone.
func (s *Service) both(ctx context.Context, w wake.Wake) (Answer, Question, error) {
	a, err := s.Store.AnswerByID(ctx, w.Key)
	if problem.KindOf(err) == problem.Missing {
		return Answer{}, Question{}, s.Work.Do(ctx, func(ctx context.Context) error { return s.Wakes.Clear(ctx, w.Kind, w.Key) })
	} else if err != nil {
		return Answer{}, Question{}, err
	}
	q, err := s.Store.Question(ctx, a.Question)
	return a, q, err
}

// start asks the gate and books the intent, in one unit. A zero intent means: not now.
func (s *Service) start(ctx context.Context, id string) (ledger.Intent, error) {
	var i ledger.Intent
	err := s.onAnswer(ctx, id, 0, "", func(ctx context.Context, a *Answer, q *Question) (map[string]string, error) {
		i = ledger.Intent{}
		if a.State != Ready {
			return nil, s.clear(ctx, a.ID)
		}
		if err := s.Gate.Allow(ctx, a.ID, a.Fingerprint); err != nil {
			if problem.KindOf(err) == problem.Internal {
				return nil, err
			}
			return nil, s.hold(ctx, a, Refused, problem.Words(err))
		}
		var err error
		if i, err = s.intend(ctx, *a, *q); err != nil {
			return nil, err
		}
		a.State = Sending
		a.Attempts++
		if err := s.Wakes.Set(ctx, WakeAnswer, a.ID, s.Now().Add(recheck)); err != nil {
			return nil, err
		}
		return nil, s.saveAnswer(ctx, a)
	})
	return i, err
}

func (s *Service) intend(ctx context.Context, a Answer, q Question) (ledger.Intent, error) {
	subject := ledger.Subject{Kind: "answer", ID: a.ID}
	records, err := s.Ledger.Of(ctx, subject)
	if err != nil {
		return ledger.Intent{}, err
	}
	n, err := ledger.NextAttempt(records, ledger.Send)
	if err != nil {
		return ledger.Intent{}, err
	}
	who, _ := people.From(ctx)
	i := ledger.Intent{ID: unit.NewID(), Subject: subject, Step: ledger.Send, Attempt: n, Account: string(q.Account),
		Fingerprint: a.Fingerprint, At: s.Now(), By: who.Person}
	return i, s.Ledger.Intend(ctx, i)
}

// lookFirst looks on the platform before a second attempt. It returns true when nothing is to be sent.
func (s *Service) lookFirst(ctx context.Context, r Replier, a Answer, q Question, i ledger.Intent) (bool, error) {
	sight, failed := r.FindReply(ctx, q.Account, q.Ref, a.Text, a.Submitted)
	if failed == nil && sight.Presence == Absent {
		return false, nil
	}
	return true, s.onAnswer(ctx, a.ID, 0, "", func(ctx context.Context, a *Answer, q *Question) (map[string]string, error) {
		if failed == nil && sight.Presence == There {
			return s.delivered(ctx, a, q, i, sight.Sent, ledger.ByReconcile)
		}
		if err := s.conclude(ctx, i, ledger.NotSent, ledger.ByCall, failed, Sent{}); err != nil {
			return nil, err
		}
		a.Note = "再发之前先看平台，还没看清"
		return nil, s.later(ctx, a)
	})
}

// sent books what the one call came to.
func (s *Service) sent(ctx context.Context, id string, i ledger.Intent, sent Sent, failed error) error {
	verb := ""
	if failed == nil {
		verb = "答复发出"
	}
	return s.onAnswer(ctx, id, 0, verb, func(ctx context.Context, a *Answer, q *Question) (map[string]string, error) {
		if failed == nil {
			return s.delivered(ctx, a, q, i, sent, ledger.ByCall)
		}
		class := problem.ClassOf(failed)
		v := ledger.Refused
		switch class {
		case problem.ClassUnknown:
			v = ledger.Unknown
		case problem.ClassNotSent:
			v = ledger.NotSent
		}
		if err := s.conclude(ctx, i, v, ledger.ByCall, failed, sent); err != nil {
			return nil, err
		}
		a.Note, a.Code = problem.Words(failed), codeOf(failed)
		switch class {
		case problem.ClassUnknown:
			a.Note = "已经交给平台，没收到回音，可能答复了也可能没有。程序会去平台核对，不会自己再发"
			if err := s.hold(ctx, a, Unknown, a.Note); err != nil {
				return nil, err
			}
			return nil, s.Wakes.Set(ctx, WakeReconcile, a.ID, s.Now().Add(firstLook))
		case problem.ClassPermanent, problem.ClassNeedsPerson, problem.ClassToken:
			return nil, s.hold(ctx, a, Refused, a.Note)
		case problem.ClassQuota:
			var r *problem.Refusal
			if errors.As(failed, &r) && !r.Until.IsZero() {
				a.State = Ready
				if err := s.Wakes.Set(ctx, WakeAnswer, a.ID, r.Until); err != nil {
					return nil, err
				}
				return nil, s.saveAnswer(ctx, a)
			}
			return nil, s.hold(ctx, a, Refused, a.Note)
		}
		return nil, s.later(ctx, a)
	})
}

// later has an answer that is certainly not out tried again after a pause that grows from 5 s to 5 min.
func (s *Service) later(ctx context.Context, a *Answer) error {
	a.State = Ready
	pause := min(5*time.Second<<min(max(a.Attempts-1, 0), 8), 5*time.Minute)
	if err := s.Wakes.Set(ctx, WakeAnswer, a.ID, s.Now().Add(pause)); err != nil {
		return err
	}
	return s.saveAnswer(ctx, a)
}

// delivered books that an answer stands on the platform.
func (s *Service) delivered(ctx context.Context, a *Answer, q *Question, i ledger.Intent, sent Sent, by ledger.Source) (map[string]string, error) {
	if sent.At.IsZero() {
		sent.At = s.Now()
	}
	if err := s.conclude(ctx, i, ledger.Published, by, nil, sent); err != nil {
		return nil, err
	}
	a.SentAt, a.External, a.Link, a.Code = sent.At, sent.External, sent.Link, ""
	if err := s.hold(ctx, a, Delivered, ""); err != nil {
		return nil, err
	}
	q.State, q.AnsweredAt, q.Claimed, q.ClaimedBy = Answered, sent.At, "", ""
	return map[string]string{"account": string(q.Account), "external": sent.External, "link": sent.Link}, s.save(ctx, q)
}

// hold puts an answer into a state from which nothing leaves by itself.
func (s *Service) hold(ctx context.Context, a *Answer, to AnswerState, note string) error {
	a.State, a.Note = to, note
	if err := s.clear(ctx, a.ID); err != nil {
		return err
	}
	return s.saveAnswer(ctx, a)
}

func (s *Service) saveAnswer(ctx context.Context, a *Answer) error {
	a.Version++
	a.Changed = s.Now()
	return s.Store.SaveAnswer(ctx, *a)
}

func codeOf(err error) string {
	var r *problem.Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

func (s *Service) conclude(ctx context.Context, i ledger.Intent, v ledger.Verdict, by ledger.Source, failed error, sent Sent) error {
	who, _ := people.From(ctx)
	o := ledger.Outcome{ID: unit.NewID(), Intent: i.ID, Verdict: v, Source: by, At: s.Now(), By: who.Person}
	if failed != nil {
		o.Class, o.Code, o.Message = problem.ClassOf(failed), codeOf(failed), problem.Words(failed)
	}
	if sent != (Sent{}) {
		b, err := json.Marshal(sent)
		if err != nil {
			return err
		}
		o.Receipt = b
	}
	return s.Ledger.Conclude(ctx, o)
}

// ByHandSent is a person's word that an answer stands on the platform.
type ByHandSent struct {
	Answer   string
	Version  int
	Link     string
	Evidence string // hash of the picture that shows it
	Why      string
}

// SentByHand books an approved answer that a person posted on the platform, with address and picture: one without an
// interface, or one whose outcome was unknown and that the person found there.
func (s *Service) SentByHand(ctx context.Context, say ByHandSent) error {
	if err := people.May(ctx, people.Answer); err != nil {
		return err
	}
	link, err := url.Parse(strings.TrimSpace(say.Link))
	switch {
	case err != nil || link.Host == "" || link.Scheme != "https" && link.Scheme != "http":
		return problem.New(problem.Invalid, "地址不像一个网址", "没有记成已答复，填好的内容都还在", "请在平台上打开这条答复，把浏览器地址栏里的整个地址贴过来")
	case say.Evidence == "":
		return problem.New(problem.Invalid, "还没有截图", "没有记成已答复，填好的内容都还在", "请选一张能看清这条答复的截图")
	}
	return s.onAnswer(ctx, say.Answer, say.Version, "人工答复", func(ctx context.Context, a *Answer, q *Question) (map[string]string, error) {
		var i ledger.Intent
		var err error
		switch a.State {
		case WaitPerson, Refused:
			if err := s.Gate.Allow(ctx, a.ID, a.Fingerprint); err != nil {
				return nil, err
			}
			i, err = s.intend(ctx, *a, *q)
		case Unknown:
			i, err = s.openIntent(ctx, a.ID)
		default:
			return nil, stale()
		}
		if err != nil {
			return nil, err
		}
		a.Evidence = say.Evidence
		return s.delivered(ctx, a, q, i, Sent{Link: link.String(), At: s.Now()}, ledger.ByPerson)
	})
}
