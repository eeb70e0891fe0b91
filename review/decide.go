package review

import (
	"context"
	"maps"
	"slices"
	"strings"

	"huiying/internal/people"
	"huiying/internal/problem"
)

// Decide is the command to decide on the step that a ticket waits on.
type Decide struct {
	ID          string // made by the caller
	Ticket      string
	Version     int // of the ticket, as the person saw it
	Verdict     Verdict
	Gates       map[Gate]bool // true = 没问题, false = 有疑
	Secrecy     Secrecy
	Comment     string
	Fingerprint string // of what the person read
}

// Decide takes a step of a ticket: the decision is kept, the ticket moves on, and after the last step, a return or a
// rejection the subject's desk is told in the same unit. The same command again changes nothing.
func (s *Service) Decide(ctx context.Context, d Decide) error {
	if err := people.May(ctx, people.Check); err != nil {
		return err
	}
	if d.ID == "" {
		return problem.New(problem.Internal, "这一步审核没有自己的编号", "没有记下", "")
	}
	d.Comment = strings.TrimSpace(d.Comment)
	return s.d.Work.Do(ctx, func(ctx context.Context) error {
		t, desk, err := s.hold(ctx, d.Ticket)
		if err != nil {
			return err
		}
		actor, _ := people.From(ctx)
		if again, err := s.again(ctx, t, d, actor.Person); again || err != nil {
			return err
		}
		if err := s.allowed(ctx, t, d, actor.Person); err != nil {
			return err
		}
		done := Decision{ID: d.ID, Ticket: t.ID, Step: t.Step, StepName: t.Steps[t.Step].Name, Verdict: d.Verdict,
			Gates: maps.Clone(d.Gates), Secrecy: d.Secrecy, Comment: d.Comment, By: actor.Person, Name: actor.Name, At: s.d.Now().UTC()}
		if err := s.d.Store.Decide(ctx, done); err != nil {
			return err
		}
		t = t.after(done)
		if err := s.d.Store.SaveTicket(ctx, t); err != nil {
			return err
		}
		s.tell(ctx, t.ID)
		if t.State != Waiting {
			if err := desk.Decided(ctx, t.Subject, t.State, done); err != nil {
				return err
			}
		}
		return s.d.Record(ctx, done.StepName+done.Verdict.Title(), t.Subject.Kind, t.Subject.ID, t.Subject.Revision, detail(t, done))
	})
}

// hold locks the subject and then the ticket: the order of every unit.
func (s *Service) hold(ctx context.Context, id string) (Ticket, Desk, error) {
	kind, subject, err := s.d.Store.SubjectOf(ctx, id)
	if err != nil {
		return Ticket{}, nil, err
	}
	desk := s.desks[kind]
	if desk == nil {
		return Ticket{}, nil, problem.New(problem.Internal, "没有人接收“"+kind+"”的审核结果", "没有记下", "")
	}
	if err := desk.Hold(ctx, Subject{Kind: kind, ID: subject}); err != nil {
		return Ticket{}, nil, err
	}
	t, err := s.d.Store.Ticket(ctx, id)
	return t, desk, err
}

// again tells whether this very command was carried out already.
func (s *Service) again(ctx context.Context, t Ticket, d Decide, actor people.ID) (bool, error) {
	rounds, err := s.d.Store.Rounds(ctx, t.Subject.Kind, t.Subject.ID)
	if err != nil {
		return false, err
	}
	for _, r := range rounds {
		for _, o := range r.Decisions {
			if o.ID != d.ID {
				continue
			}
			if o.Ticket == d.Ticket && o.By == actor && o.Verdict == d.Verdict {
				return true, nil
			}
			return false, problem.New(problem.Conflict, "这一步已经按另一个意见记下了", "原来的意见没有改动", "请刷新后再看")
		}
	}
	return false, nil
}

// allowed goes through the rules of a decision.
func (s *Service) allowed(ctx context.Context, t Ticket, d Decide, actor people.ID) error {
	if t.Version != d.Version || t.State != Waiting {
		return moved(t)
	}
	if d.Fingerprint != t.Subject.Fingerprint {
		return problem.New(problem.Conflict, "您看到的不是正在审的这一稿", "您写的意见还在，没有记下", "请重新打开，看过这一稿再定")
	}
	staff, err := s.d.Staff.People(ctx)
	if err != nil {
		return err
	}
	if why := t.bars(find(staff, actor)); why != "" {
		return problem.New(problem.Forbidden, why, "没有记下", "可以提醒有权的同事来审")
	}
	return d.check(t.Steps[t.Step])
}

func moved(t Ticket) error {
	what := "这一件刚刚有了变化，现在是“" + t.State.Title() + "”"
	if t.State == Waiting {
		what = "这一件刚刚有人审过，现在在等“" + t.StepName() + "”"
	} else if t.Why != "" {
		what += "（" + t.Why + "）"
	}
	return problem.New(problem.Conflict, what, "您写的意见还在，没有记下", "请刷新后再看")
}

func find(staff []people.Person, id people.ID) people.Person {
	if i := slices.IndexFunc(staff, func(p people.Person) bool { return p.ID == id }); i >= 0 {
		return staff[i]
	}
	return people.Person{ID: id}
}

// bars says why a person may not take the step that the ticket waits on; "" when he may.
func (t Ticket) bars(p people.Person) string {
	switch step := t.step(); {
	case t.State != Waiting:
		return "这一件不在等人审，现在是“" + t.State.Title() + "”"
	case slices.Contains(t.authors(), p.ID):
		return "这一件是您自己写的或送审的，要由别人来审"
	case !p.Departed.IsZero():
		return p.Name + "已经离岗，不能再审"
	case !p.Has(step.Role):
		return "“" + step.Name + "”归" + step.Role.Title() + "，您没有这个角色"
	case !mayFollow(t.takers(), p.ID, t.Adjoin):
		return "您已经审过“" + t.signed(p.ID) + "”，这一步要由另一个人来审"
	}
	return ""
}

func (t Ticket) step() Step {
	if t.Step < 0 || t.Step >= len(t.Steps) {
		return Step{}
	}
	return t.Steps[t.Step]
}

func (t Ticket) takers() []people.ID {
	ids := make([]people.ID, len(t.Signs))
	for i, g := range t.Signs {
		ids[i] = g.By
	}
	return ids
}

func (t Ticket) signed(p people.ID) string {
	var names []string
	for _, g := range t.Signs {
		if g.By == p {
			names = append(names, g.StepName)
		}
	}
	return strings.Join(names, "、")
}

// check says what a decision on a step lacks.
func (d Decide) check(step Step) error {
	for g := range d.Gates {
		if !slices.Contains(step.Gates, g) {
			return invalid("“"+g.Title()+"”关不在这一步把", "请去掉它再提交")
		}
	}
	if d.Secrecy != "" && !slices.Contains(Conclusions(), d.Secrecy) {
		return invalid("没有“"+string(d.Secrecy)+"”这种保密结论", "请从列出的四种里选")
	}
	if d.Secrecy != "" && !step.Secrecy {
		return invalid("保密结论不在“"+step.Name+"”给", "请去掉它再提交")
	}
	doubt := d.doubtful(step)
	if doubt != "" && d.Comment == "" {
		return invalid("“"+doubt+"”关有疑，还没有写是什么疑问", "请写上意见")
	}
	switch d.Verdict {
	case Pass:
		return d.checkPass(step, doubt)
	case Return, Reject:
		if d.Comment == "" {
			return invalid(d.Verdict.Title()+"要写明原因", "请写上意见，撰稿人会看到")
		}
		return nil
	}
	return invalid("还没有选通过、退回还是否决", "请选一个")
}

func (d Decide) doubtful(step Step) string {
	for _, g := range step.Gates {
		if ok, answered := d.Gates[g]; answered && !ok {
			return g.Title()
		}
	}
	return ""
}

func (d Decide) checkPass(step Step, doubt string) error {
	if doubt != "" {
		return invalid("“"+doubt+"”关还有疑问，不能通过", "请先弄清，或退回修改")
	}
	for _, g := range step.Gates {
		if _, answered := d.Gates[g]; !answered {
			return invalid("“"+g.Title()+"”关还没有看", "请逐道选“没问题”或“有疑”")
		}
	}
	switch {
	case step.Secrecy && d.Secrecy == "":
		return invalid("还没有给保密结论", "请选一个结论")
	case step.Secrecy && !d.Secrecy.Passes():
		return invalid("保密结论是“"+d.Secrecy.Title()+"”，不能通过", "请退回或否决，并写明原因")
	}
	return nil
}

// after is the ticket once a decision is taken.
func (t Ticket) after(d Decision) Ticket {
	t.Version++
	switch d.Verdict {
	case Pass:
		t.Signs = append(slices.Clone(t.Signs), Sign{Step: d.Step, StepName: d.StepName, By: d.By, Name: d.Name, At: d.At})
		if t.Step++; t.Step == len(t.Steps) {
			t.State, t.Closed = Approved, d.At
		}
	case Return:
		t.State, t.Closed = Returned, d.At
	case Reject:
		t.State, t.Closed = Rejected, d.At
	}
	return t
}

func detail(t Ticket, d Decision) map[string]string {
	m := map[string]string{"ticket": t.ID, "decision": d.ID, "step": d.StepName, "verdict": d.Verdict.Title(),
		"fingerprint": t.Subject.Fingerprint, "state": t.State.Title()}
	if d.Secrecy != "" {
		m["secrecy"] = d.Secrecy.Title()
	}
	if d.Comment != "" {
		m["comment"] = d.Comment
	}
	var gates []string
	for _, g := range Gates() {
		if ok, answered := d.Gates[g]; answered && ok {
			gates = append(gates, g.Title()+" 没问题")
		} else if answered {
			gates = append(gates, g.Title()+" 有疑")
		}
	}
	if len(gates) > 0 {
		m["gates"] = strings.Join(gates, "，")
	}
	if t.Adjoin && len(t.Signs) > 1 && d.Verdict == Pass && t.Signs[len(t.Signs)-2].By == d.By {
		m["adjoining"] = "兼岗"
	}
	return m
}
