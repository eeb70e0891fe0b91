package publishing

import (
	"context"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// Decision is what the review decided on a revision.
type Decision struct {
	Post        string
	Revision    int
	Fingerprint string
	Approved    bool // all steps passed
	Returned    bool // comes back mended; neither: rejected for good
	Comment     string
	Name        string // who decided last
}

// Hold locks a post until the unit of ctx ends: review takes it before it takes its ticket.
func (s *Service) Hold(ctx context.Context, post string) error {
	_, err := s.Store.HoldPost(ctx, post)
	return err
}

// Decided moves a post after its review, in the unit of the decision. An approved post has a delivery for each target at
// once: armed, or held with the reason.
func (s *Service) Decided(ctx context.Context, d Decision) error {
	p, err := s.Store.HoldPost(ctx, d.Post)
	if err != nil {
		return err
	}
	if p.State != InReview || p.Revision != d.Revision {
		return problem.New(problem.Conflict, "这篇稿子已经不在审核中", "您的决定没有记下", "请刷新后再看")
	}
	p.Comment, p.Changed = d.Comment, s.Now()
	p.Version++
	switch {
	case d.Approved:
		r, err := s.Store.Revision(ctx, d.Post, d.Revision)
		if err != nil {
			return err
		}
		if r.Fingerprint != d.Fingerprint || content.Fingerprint(p.ID, r.Content) != d.Fingerprint {
			return problem.New(problem.Damaged, "稿子的内容和送审时的指纹不一样", "没有批准", "请撰稿人收回，重新送审")
		}
		p.State = Approved
		if err := s.Store.SavePost(ctx, p); err != nil {
			return err
		}
		s.tell(ctx, p.ID)
		return s.Deliveries.Arm(ctx, order(p, r)) // which brings the post to Scheduled when one is armed
	case d.Returned:
		p.State = Returned
	default:
		p.State = Rejected
	}
	s.tell(ctx, p.ID)
	return s.Store.SavePost(ctx, p)
}

// MovePost asks for another hour inside the approved window.
type MovePost struct {
	Post    string
	Version int
	At      time.Time
}

// Schedule moves a post to another hour inside its approved window; that needs no new round. Deliveries that are out or
// on their way stay as they are.
func (s *Service) Schedule(ctx context.Context, cmd MovePost) error {
	if err := people.May(ctx, people.Compose); err != nil {
		return err
	}
	return s.Work.Do(ctx, func(ctx context.Context) error {
		p, err := s.Store.HoldPost(ctx, cmd.Post)
		if err != nil {
			return err
		}
		if p.Version != cmd.Version {
			return stale()
		}
		if !queued(p.State) {
			return problem.New(problem.Conflict, "这篇稿子没有还能改期的一路", "什么都没有改动", "请刷新后再看")
		}
		r, err := s.Store.Revision(ctx, p.ID, p.Revision)
		if err != nil {
			return err
		}
		w := r.Content.Window
		switch {
		case cmd.At.Before(s.Now()):
			return problem.New(problem.Invalid, content.Clock(cmd.At)+" 已经过去", "原来的时间没有动", "请选以后的时间")
		case !w.Holds(cmd.At):
			return problem.New(problem.Invalid, content.Clock(cmd.At)+" 不在批准的窗口里（"+content.Clock(w.From)+" 至 "+content.Clock(w.To)+"）",
				"原来的时间没有动", "请选窗口内的时间；要改到窗口外，请收回重新送审")
		}
		p.Planned, p.Changed = cmd.At, s.Now()
		p.Version++
		if err := s.Store.SavePost(ctx, p); err != nil {
			return err
		}
		moved, err := s.Deliveries.Move(ctx, p.ID, p.Revision, cmd.At)
		if err != nil {
			return err
		}
		if moved == 0 {
			return problem.New(problem.Conflict, "这篇稿子没有还能改期的一路", "什么都没有改动", "请刷新后再看")
		}
		s.tell(ctx, p.ID)
		return s.Record(ctx, "改期", "post", p.ID, p.Revision, map[string]string{"to": content.Clock(cmd.At)})
	})
}

func order(p Post, r Revision) delivery.Order {
	return delivery.Order{Post: p.ID, Revision: r.No, Fingerprint: r.Fingerprint, Title: p.Title, Written: p.Created, Due: p.Planned, Content: r.Content}
}

// Signed returns the content of a revision.
func (s *Service) Signed(ctx context.Context, post string, revision int) (content.Master, error) {
	r, err := s.Store.Revision(ctx, post, revision)
	return r.Content, err
}

// Moved brings a post to the state that its deliveries say, in the unit that moved them.
func (s *Service) Moved(ctx context.Context, post string, revision int, states []delivery.State) error {
	p, err := s.Store.HoldPost(ctx, post)
	if err != nil {
		return err
	}
	to := stateOf(states)
	if to == "" || to == p.State || p.Revision != revision || !queued(p.State) {
		return nil
	}
	p.State, p.Changed = to, s.Now()
	p.Version++
	return s.Store.SavePost(ctx, p)
}

// queued tells whether a post in this state is approved, so that its deliveries say where it stands.
func queued(st State) bool {
	switch st {
	case Approved, Scheduled, GoingOut, Published, PartlyPublished:
		return true
	}
	return false
}

// stateOf says where a post stands when its deliveries stand so; "" when they do not say.
func stateOf(states []delivery.State) State {
	var out, moving, waiting, held int
	for _, st := range states {
		switch st {
		case delivery.Out:
			out++
		case delivery.Refused, delivery.Expired, delivery.TakenBack:
		case delivery.Sending, delivery.Accepted, delivery.Unknown:
			moving++
		case delivery.Held:
			held++
		default:
			waiting++
		}
	}
	switch {
	case len(states) == 0:
		return ""
	case out == len(states):
		return Published
	case out > 0 && moving+waiting+held == 0:
		return PartlyPublished
	case out > 0 || moving > 0:
		return GoingOut
	case waiting > 0:
		return Scheduled
	}
	return Approved
}
