package review

import (
	"context"
	"fmt"
	"slices"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
)

// Submit opens a ticket for one revision of a subject, in the unit of ctx: the caller has locked the subject's row and
// puts the entry on the trail. An older ticket that is waiting, approved or returned is void from then on. A subject that
// was rejected is refused, and so is one whose route nobody could finish. The same revision twice is one ticket.
func (s *Service) Submit(ctx context.Context, sub Subject) error {
	if err := people.May(ctx, people.Look); err != nil {
		return err
	}
	actor, _ := people.From(ctx)
	if actor.System {
		return problem.New(problem.Forbidden, "送审要由人来做，程序不能代替", "没有送审", "")
	}
	if sub.Kind == "" || sub.ID == "" || sub.Fingerprint == "" || sub.Author == "" {
		return problem.New(problem.Internal, "送审的内容没有写明是谁的哪一稿", "没有送审", "")
	}
	return s.d.Work.Do(ctx, func(ctx context.Context) error {
		round := 1
		old, err := s.d.Store.Current(ctx, sub.Kind, sub.ID)
		switch {
		case problem.KindOf(err) == problem.Missing:
		case err != nil:
			return err
		case old.State == Rejected:
			return problem.New(problem.Conflict, "这一件已经被否决，不能再送审", "原来的审核记录都在", "如要再写，请另起一件")
		case old.State == Waiting && old.Subject.Revision == sub.Revision && old.Subject.Fingerprint == sub.Fingerprint:
			return nil
		default:
			round = old.Round + 1
			if err := s.void(ctx, old, fmt.Sprintf("第 %d 稿重新送审", sub.Revision)); err != nil {
				return err
			}
		}
		t, err := s.open(ctx, sub, actor)
		if err != nil {
			return err
		}
		t.Round = round
		s.tell(ctx, t.ID)
		return s.d.Store.SaveTicket(ctx, t)
	})
}

func (s *Service) open(ctx context.Context, sub Subject, actor people.Actor) (Ticket, error) {
	route, err := s.route(ctx, sub.Route)
	if err != nil {
		return Ticket{}, err
	}
	staff, err := s.d.Staff.People(ctx)
	if err != nil {
		return Ticket{}, err
	}
	t := Ticket{ID: unit.NewID(), Subject: sub, Steps: route.Steps, Adjoin: route.Adjoining, State: Waiting,
		By: actor.Person, ByName: actor.Name, Opened: s.d.Now().UTC(), Version: 1}
	if step, ok := lacking(staff, t.authors(), t.Steps, t.Adjoin); !ok {
		return Ticket{}, problem.New(problem.Invalid, "“"+step+"”没有人能做：要由作者和前几步以外的人来做",
			"没有送审，写好的内容都在", "请管理员添一个人，或把相邻的两步合成一步")
	}
	return t, nil
}

// authors are those whose own work the ticket is: who wrote it and who handed it in.
func (t Ticket) authors() []people.ID {
	return append([]people.ID{t.Subject.Author, t.By}, t.Subject.Others...)
}

// Void ends the current ticket of a subject in the unit of ctx, because the subject changed or was withdrawn. The caller
// has locked the subject's row and puts the entry on the trail. It is no error when there is nothing to void.
func (s *Service) Void(ctx context.Context, kind, id, why string) error {
	if err := people.May(ctx, people.Look); err != nil {
		return err
	}
	return s.d.Work.Do(ctx, func(ctx context.Context) error {
		t, err := s.d.Store.Current(ctx, kind, id)
		if problem.KindOf(err) == problem.Missing {
			return nil
		} else if err != nil {
			return err
		}
		return s.void(ctx, t, why)
	})
}

func (s *Service) void(ctx context.Context, t Ticket, why string) error {
	if !slices.Contains([]State{Waiting, Approved, Returned}, t.State) {
		return nil
	}
	t.State, t.Why, t.Closed = Voided, why, s.d.Now().UTC()
	t.Version++
	s.tell(ctx, t.ID)
	return s.d.Store.SaveTicket(ctx, t)
}

// Allow is the gate: nil when the current ticket of the subject is approved for exactly this fingerprint, else a
// problem.Forbidden that says why it is closed. Inside a unit it holds the ticket, so that nobody can void the approval
// before the unit ends.
func (s *Service) Allow(ctx context.Context, kind, id, fingerprint string) error {
	if err := people.May(ctx, people.Look); err != nil {
		return err
	}
	t, err := s.d.Store.Current(ctx, kind, id)
	if problem.KindOf(err) == problem.Missing {
		return shut("这一件还没有送审", "请先送审")
	} else if err != nil {
		return err
	}
	switch t.State {
	case Waiting:
		return shut("这一件还没有审完，正在等“"+t.StepName()+"”", "审完以后再发")
	case Returned:
		return shut("这一件被退回修改，还没有重新通过", "请改好后重新送审")
	case Rejected:
		return shut("这一件已经被否决", "")
	case Voided:
		return shut("原来的审核已经作废："+t.Why, "请重新送审")
	case Approved:
		if fingerprint != "" && t.Subject.Fingerprint == fingerprint {
			return nil
		}
	}
	return shut("现在的内容和审核通过的那一稿不一样", "请重新送审，或换回通过的那一稿")
}

func shut(what, next string) error {
	return problem.New(problem.Forbidden, what, "没有发出，内容都在", next)
}
