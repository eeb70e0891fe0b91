package inbox

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"huiying/accounts"
	"huiying/inbox/policy"
	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/internal/wake"
)

// The kinds of wake that this desk sets. The key of WakeCollect is an account's id, of the others an answer's.
const (
	WakeCollect   = "collect"
	WakeAnswer    = "answer"
	WakeReconcile = "findreply"
)

// Topic is what Changed is told, with the id of the question, "" after a collection.
const Topic = "inbox"

// claimLapses is how long a claim holds without typing.
const claimLapses = 15 * time.Minute

// Deps is what the desk works with.
type Deps struct {
	Store    Store
	Work     *unit.Work
	Wakes    wake.Table
	Ledger   ledger.Store
	Gate     Gate
	Review   Reviewers
	Register Register
	Posts    Publications
	Calendar Calendar
	Policy   policy.Policy
	Sources  map[accounts.Platform]Source
	Repliers map[accounts.Platform]Replier
	Record   Record
	Changed  func(topic, id string) // told after a commit; never nil
	Now      func() time.Time
}

// Record puts an entry on the trail, in the unit of ctx, as its last step.
type Record func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error

// Service is the inbox desk.
type Service struct{ Deps }

// NewService returns a Service.
func NewService(d Deps) *Service { return &Service{d} }

// onQuestion runs f on a question in one unit with it held; f saves what it changes. version 0 takes any. verb, when there
// is one, goes onto the trail.
func (s *Service) onQuestion(ctx context.Context, id string, version int, verb string,
	f func(ctx context.Context, q *Question) (map[string]string, error)) error {
	return s.Work.Do(ctx, func(ctx context.Context) error {
		q, err := s.Store.Hold(ctx, id)
		if err != nil {
			return err
		}
		if version != 0 && q.Version != version {
			return stale()
		}
		detail, err := f(ctx, &q)
		if err != nil {
			return err
		}
		unit.After(ctx, func() { s.Changed(Topic, id) })
		if verb == "" {
			return nil
		}
		return s.Record(ctx, verb, "question", id, 0, detail)
	})
}

func (s *Service) save(ctx context.Context, q *Question) error {
	q.Version++
	return s.Store.Save(ctx, *q)
}

func stale() error {
	return problem.New(problem.Conflict, "这一页看到的已经不是最新的了", "没有覆盖别人的改动", "请刷新后再看一眼")
}

// Entry is a question that somebody saw in a platform's back office and enters by hand.
type Entry struct {
	ID       string // made by the caller
	Account  accounts.ID
	Author   string // masked before it is stored
	Text     string
	Received time.Time
	Link     string
	Kind     policy.Kind
}

// Enter stores a question entered by hand. The same id again is no second question.
func (s *Service) Enter(ctx context.Context, e Entry) (Question, error) {
	if err := people.May(ctx, people.Answer); err != nil {
		return Question{}, err
	}
	e.Text = strings.TrimSpace(e.Text)
	now := s.Now()
	switch {
	case e.Text == "":
		return Question{}, problem.New(problem.Invalid, "还没有写留言的内容", "没有登记", "请把群众的原话抄进来")
	case e.Received.After(now):
		return Question{}, problem.New(problem.Invalid, "收到时间在以后", "没有登记，填好的内容都还在", "请核对收到的日期和钟点")
	case e.Received.IsZero():
		return Question{}, problem.New(problem.Invalid, "还没有写收到时间", "没有登记，填好的内容都还在", "期限从收到时起算，请写上")
	}
	a, err := s.Register.Account(ctx, e.Account)
	if err != nil {
		return Question{}, err
	}
	q := Question{ID: e.ID, Account: a.ID, Platform: a.Platform, Channel: ByHand, External: e.ID, Author: Mask(e.Author), Text: e.Text, Link: e.Link,
		Received: e.Received, Collected: now, Kind: e.Kind, State: Unassigned, Version: 1}
	s.setDue(&q)
	err = s.Work.Do(ctx, func(ctx context.Context) error {
		if known, err := s.Store.Question(ctx, q.ID); err == nil {
			q = known
			return nil
		}
		row, err := s.Store.Add(ctx, q)
		if err != nil {
			return err
		}
		q.Row = row
		unit.After(ctx, func() { s.Changed(Topic, q.ID) })
		return s.Record(ctx, "登记留言", "question", q.ID, 0, map[string]string{"account": string(a.ID), "author": q.Author})
	})
	return q, err
}

func (s *Service) setDue(q *Question) {
	q.Days = s.Policy.DaysFor(q.Kind)
	d := s.Calendar.Due(q.Received, q.Days)
	q.Due, q.Assumed = d.Due, d.Assumed
}

// Mask leaves of a citizen's name the first character: 张**.
func Mask(name string) string {
	for _, r := range strings.TrimSpace(name) {
		return string(r) + "**"
	}
	return "网友"
}

// Open notes that somebody has seen the question. It moves nothing: read is not handled.
func (s *Service) Open(ctx context.Context, id string) error {
	if err := people.May(ctx, people.Look); err != nil {
		return err
	}
	a, _ := people.From(ctx)
	q, err := s.Store.Question(ctx, id)
	if err != nil || !q.Read.IsZero() || a.System {
		return err
	}
	return s.onQuestion(ctx, id, 0, "", func(ctx context.Context, q *Question) (map[string]string, error) {
		if !q.Read.IsZero() {
			return nil, nil
		}
		q.Read, q.ReadBy = s.Now(), a.Name
		return nil, s.save(ctx, q)
	})
}

// Claim takes a question to work on. Somebody else's claim holds until that person lets go or 15 minutes pass without
// typing.
func (s *Service) Claim(ctx context.Context, id string) error {
	if err := people.May(ctx, people.Answer); err != nil {
		return err
	}
	return s.onQuestion(ctx, id, 0, "认领", func(ctx context.Context, q *Question) (map[string]string, error) {
		if err := s.claim(ctx, q); err != nil {
			return nil, err
		}
		return nil, s.save(ctx, q)
	})
}

func (s *Service) claim(ctx context.Context, q *Question) error {
	a, _ := people.From(ctx)
	if q.State != Unassigned && q.State != ToAnswer {
		return problem.New(problem.Conflict, "这条留言不在待答复里了", "什么都没有改动", "请刷新后再看")
	}
	now := s.Now()
	if q.Claimed != "" && q.Claimed != a.Person && now.Sub(q.ClaimedAt) < claimLapses {
		return problem.New(problem.Conflict, q.ClaimedBy+"正在办理这一条", "没有抢过来", "可以请"+q.ClaimedBy+"放回，15 分钟不动笔也会自动放回")
	}
	q.Claimed, q.ClaimedBy, q.ClaimedAt, q.State = a.Person, a.Name, now, ToAnswer
	if q.Read.IsZero() {
		q.Read, q.ReadBy = now, a.Name
	}
	return nil
}

// LetGo gives a claim back.
func (s *Service) LetGo(ctx context.Context, id string) error {
	if err := people.May(ctx, people.Answer); err != nil {
		return err
	}
	return s.onQuestion(ctx, id, 0, "放回", func(ctx context.Context, q *Question) (map[string]string, error) {
		a, _ := people.From(ctx)
		if q.Claimed != a.Person {
			return nil, problem.New(problem.Conflict, "这条留言不是您认领的", "什么都没有改动", "")
		}
		q.Claimed, q.ClaimedBy, q.ClaimedAt = "", "", time.Time{}
		return nil, s.save(ctx, q)
	})
}

// SetKind says what kind of question it is; the deadline follows from it.
func (s *Service) SetKind(ctx context.Context, id string, version int, kind policy.Kind) error {
	if err := people.May(ctx, people.Answer); err != nil {
		return err
	}
	return s.onQuestion(ctx, id, version, "分类", func(ctx context.Context, q *Question) (map[string]string, error) {
		if !q.State.Open() {
			return nil, stale()
		}
		q.Kind = kind
		s.setDue(q)
		return map[string]string{"kind": kind.Title(), "due": q.Due.UTC().Format(time.RFC3339)}, s.save(ctx, q)
	})
}

// Closing ends a question without an answer of its own, or finishes an answered one.
type Closing struct {
	Question string
	Version  int
	As       State // Done after Answered; Diverted, Merged or NotTaken from any open state
	Reason   string
}

// Close ends a question. Without an answer it needs a reason, which stays on record.
func (s *Service) Close(ctx context.Context, c Closing) error {
	if err := people.May(ctx, people.Answer); err != nil {
		return err
	}
	return s.onQuestion(ctx, c.Question, c.Version, "办结", func(ctx context.Context, q *Question) (map[string]string, error) {
		c.Reason = strings.TrimSpace(c.Reason)
		switch {
		case c.As == Done && q.State == Answered:
		case (c.As == Diverted || c.As == Merged || c.As == NotTaken) && (q.State == Unassigned || q.State == ToAnswer):
			if c.Reason == "" {
				return nil, problem.New(problem.Invalid, "不答复就办结要写明理由", "留言还在待办里", "请写一句理由，例如转到哪里")
			}
		default:
			return nil, stale()
		}
		q.State, q.Closed, q.Claimed, q.ClaimedBy = c.As, s.Now(), "", ""
		if c.Reason != "" {
			q.Reason = c.Reason
		}
		return map[string]string{"as": string(c.As), "why": c.Reason}, s.save(ctx, q)
	})
}

// Fingerprint is what the approval of an answer signs: SM3 over its text together with the question that it answers.
// Form 1: the word "huiying-answer-1", then each field as decimal length, ':', bytes.
func Fingerprint(q Question, text string) string {
	h := sm3.New()
	for _, f := range []string{"huiying-answer-1", q.ID, string(q.Account), string(q.Channel), q.External, q.Text, text} {
		fmt.Fprintf(h, "%d:%s", len(f), f)
	}
	return hex.EncodeToString(h.Sum(nil))
}
