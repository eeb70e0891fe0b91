package review

import (
	"context"
	"slices"
	"time"

	"huiying/internal/people"
)

// queued is how many tickets the queue looks at; an office has tens.
const queued = 500

// Item is one ticket in a list.
type Item struct {
	Ticket   Ticket
	StepName string
	Deadline time.Time // of the step it waits on, or the hour of publication; zero when there is neither
	WaitsFor []string  // names of those who may take the step, in the order of the staff; the author's when returned
}

// Queue is the list beside the text.
type Queue struct {
	Mine   []Item // waits for the actor: he may take the step now
	Others []Item // he handed it in, wrote it or took a step of it, and it waits for somebody else
}

// Queue returns what waits for the actor of ctx, and what of his waits for others, soonest due first.
func (s *Service) Queue(ctx context.Context) (Queue, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return Queue{}, err
	}
	actor, _ := people.From(ctx)
	staff, err := s.d.Staff.People(ctx)
	if err != nil {
		return Queue{}, err
	}
	tickets, err := s.d.Store.Tickets(ctx, queued, Waiting, Returned)
	if err != nil {
		return Queue{}, err
	}
	var q Queue
	for _, t := range tickets {
		switch {
		case t.bars(find(staff, actor.Person)) == "":
			q.Mine = append(q.Mine, item(t, staff))
		case slices.Contains(t.authors(), actor.Person) || slices.Contains(t.takers(), actor.Person):
			q.Others = append(q.Others, item(t, staff))
		}
	}
	return q, nil
}

func item(t Ticket, staff []people.Person) Item {
	i := Item{Ticket: t, StepName: t.StepName(), Deadline: t.Deadline()}
	if i.Deadline.IsZero() {
		i.Deadline = t.Subject.Due
	}
	if t.State == Returned {
		i.WaitsFor = []string{t.Subject.AuthorName}
		return i
	}
	for _, p := range staff {
		if t.bars(p) == "" {
			i.WaitsFor = append(i.WaitsFor, p.Name)
		}
	}
	return i
}

// Done returns what the actor of ctx decided, newest first.
func (s *Service) Done(ctx context.Context) ([]Done, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	actor, _ := people.From(ctx)
	return s.d.Store.DecidedBy(ctx, actor.Person, queued)
}

// Sheet is a ticket with all that a screen or a form shows of it.
type Sheet struct {
	Item
	Rounds []Round // of the same subject, oldest first, this ticket's included
	May    bool    // the actor may decide on it now
	Why    string  // why not, in words
}

// Ticket returns one ticket with the history of its subject.
func (s *Service) Ticket(ctx context.Context, id string) (Sheet, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return Sheet{}, err
	}
	t, err := s.d.Store.Ticket(ctx, id)
	if err != nil {
		return Sheet{}, err
	}
	return s.sheet(ctx, t)
}

// Of returns the newest ticket of a subject with its history, or problem.Missing when it was never handed in.
func (s *Service) Of(ctx context.Context, kind, subject string) (Sheet, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return Sheet{}, err
	}
	t, err := s.d.Store.Current(ctx, kind, subject)
	if err != nil {
		return Sheet{}, err
	}
	return s.sheet(ctx, t)
}

func (s *Service) sheet(ctx context.Context, t Ticket) (Sheet, error) {
	staff, err := s.d.Staff.People(ctx)
	if err != nil {
		return Sheet{}, err
	}
	rounds, err := s.d.Store.Rounds(ctx, t.Subject.Kind, t.Subject.ID)
	if err != nil {
		return Sheet{}, err
	}
	sheet := Sheet{Item: item(t, staff), Rounds: rounds}
	sheet.May, sheet.Why = mayDecide(ctx, t, staff)
	return sheet, nil
}

// MayDecide tells whether the actor of ctx may decide on a ticket, and if not why, in words.
func (s *Service) MayDecide(ctx context.Context, t Ticket) (bool, string) {
	staff, err := s.d.Staff.People(ctx)
	if err != nil {
		return false, "人员表读不出来，暂时不能审"
	}
	return mayDecide(ctx, t, staff)
}

func mayDecide(ctx context.Context, t Ticket, staff []people.Person) (bool, string) {
	actor, ok := people.From(ctx)
	switch {
	case !ok:
		return false, "还没有登录"
	case actor.System:
		return false, "审核要由人来做"
	}
	why := t.bars(find(staff, actor.Person))
	return why == "", why
}
