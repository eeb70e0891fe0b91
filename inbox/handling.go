package inbox

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiying/inbox/policy"
	"huiying/internal/people"
	"huiying/internal/problem"
)

// claimLapses is how long a claim holds without typing.
const claimLapses = 15 * time.Minute

// Held tells whether somebody's claim still holds at now.
func (q Question) Held(now time.Time) bool {
	return q.Claimed != "" && now.Sub(q.ClaimedAt) < claimLapses
}

func (q *Question) release() { q.Claimed, q.ClaimedBy, q.ClaimedAt = "", "", time.Time{} }

// Open notes that somebody has seen the question. It moves nothing: read is not handled.
func (s *Service) Open(ctx context.Context, id string) error {
	if err := people.May(ctx, people.Look); err != nil {
		return err
	}
	who, _ := people.From(ctx)
	q, err := s.Store.Question(ctx, id)
	if err != nil || !q.Read.IsZero() || who.System {
		return err
	}
	return s.onQuestion(ctx, id, func(ctx context.Context, q *Question) (entry, error) {
		if !q.Read.IsZero() {
			return entry{}, nil
		}
		q.Read, q.ReadBy = s.Now(), who.Name
		return entry{}, s.note(ctx, q)
	})
}

// Claim takes a question to work on. Somebody else's claim holds until that person lets go or 15 minutes pass without
// typing.
func (s *Service) Claim(ctx context.Context, id string) error {
	who, err := answerer(ctx)
	if err != nil {
		return err
	}
	return s.onQuestion(ctx, id, func(ctx context.Context, q *Question) (entry, error) { return s.claim(ctx, q, who) })
}

// claim takes a question for who, or lets a claim that who has go on, and saves it. Only a new claim is an entry.
func (s *Service) claim(ctx context.Context, q *Question, who people.Actor) (entry, error) {
	if q.State != Unassigned && q.State != ToAnswer {
		return entry{}, problem.New(problem.Conflict, "这条留言现在是“"+q.State.Title()+"”，不在待答复里了", "什么都没有改动", "请刷新后再看")
	}
	now := s.Now()
	mine := q.Claimed == who.Person
	if q.Held(now) && !mine {
		return entry{}, problem.New(problem.Conflict, q.ClaimedBy+"正在办理这一条", "没有抢过来",
			"可以请"+q.ClaimedBy+"放回，15 分钟不动笔也会自动放回")
	}
	goesOn := mine && q.State == ToAnswer && q.Held(now)
	q.Claimed, q.ClaimedBy, q.ClaimedAt, q.State = who.Person, who.Name, now, ToAnswer
	if q.Read.IsZero() {
		q.Read, q.ReadBy = now, who.Name
	}
	if goesOn {
		return entry{}, s.note(ctx, q)
	}
	return entry{verb: "认领"}, s.save(ctx, q)
}

// LetGo gives a claim back; the question waits for anybody then. What was written so far stays with it.
func (s *Service) LetGo(ctx context.Context, id string) error {
	who, err := answerer(ctx)
	if err != nil {
		return err
	}
	return s.onQuestion(ctx, id, func(ctx context.Context, q *Question) (entry, error) {
		switch {
		case q.Claimed == "" && q.State == ToAnswer:
			return entry{}, nil
		case q.Claimed != who.Person || q.State != ToAnswer:
			return entry{}, problem.New(problem.Conflict, "这条留言现在不在您手里", "什么都没有改动", "请刷新后再看")
		}
		q.release()
		return entry{verb: "放回"}, s.save(ctx, q)
	})
}

// SetKind says what kind of question it is; the deadline follows from it.
func (s *Service) SetKind(ctx context.Context, id string, version int, kind policy.Kind) error {
	if _, err := answerer(ctx); err != nil {
		return err
	}
	if !slices.Contains(policy.Kinds(), kind) {
		return problem.New(problem.Invalid, "没有这一种留言类型", "原来的类型没有改动", "请从列出的几种里选")
	}
	return s.onQuestion(ctx, id, func(ctx context.Context, q *Question) (entry, error) {
		switch {
		case q.Kind == kind:
			return entry{}, nil
		case q.Version != version || !q.State.Open():
			return entry{}, stale()
		}
		q.Kind = kind
		s.setDue(q)
		return entry{"分类", map[string]string{"kind": kind.Title(), "due": q.Due.UTC().Format(time.RFC3339)}}, s.save(ctx, q)
	})
}

// Closing ends a question without an answer of its own, or finishes an answered one.
type Closing struct {
	Question string
	Version  int
	As       State // Done after Answered; Diverted, Merged or NotTaken while nothing is under review or on its way
	Reason   string
}

// Close ends a question. Without an answer it needs a reason, which stays on record. The same closing again is none.
func (s *Service) Close(ctx context.Context, c Closing) error {
	who, err := answerer(ctx)
	if err != nil {
		return err
	}
	c.Reason = strings.TrimSpace(c.Reason)
	unanswered := c.As == Diverted || c.As == Merged || c.As == NotTaken
	if unanswered && c.Reason == "" {
		return problem.New(problem.Invalid, "不答复就办结要写明理由", "留言还在待办里", "请写一句理由，例如转到哪里")
	}
	return s.onQuestion(ctx, c.Question, func(ctx context.Context, q *Question) (entry, error) {
		waits := q.State == Unassigned || q.State == ToAnswer
		switch {
		case q.State == c.As && (c.Reason == "" || c.Reason == q.Reason):
			return entry{}, nil
		case q.Version != c.Version:
			return entry{}, stale()
		case unanswered && waits && q.Held(s.Now()) && q.Claimed != who.Person:
			return entry{}, problem.New(problem.Conflict, q.ClaimedBy+"正在办理这一条", "没有办结", "可以请"+q.ClaimedBy+"放回")
		case unanswered && waits, c.As == Done && q.State == Answered:
		default:
			return entry{}, problem.New(problem.Conflict, "这条留言现在是“"+q.State.Title()+"”，不能这样办结", "什么都没有改动", "请刷新后再看")
		}
		q.State, q.Closed = c.As, s.Now()
		q.release()
		if c.Reason != "" {
			q.Reason = c.Reason
		}
		return entry{"办结", map[string]string{"as": c.As.Title(), "why": c.Reason}}, s.save(ctx, q)
	})
}
