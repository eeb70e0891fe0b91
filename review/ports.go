package review

import (
	"context"
	"time"

	"huiying/internal/people"
	"huiying/internal/unit"
)

// Desk is what review asks and tells a subject's desk, always inside the unit of the decision.
type Desk interface {
	// Hold locks the subject's own row until the unit ends. It comes before the ticket is locked, as in every other unit:
	// account, post, ticket, delivery, trail. problem.Missing when the subject is gone.
	Hold(ctx context.Context, s Subject) error
	// Decided is called when a ticket is approved, returned or rejected, once the ticket itself is saved, so that Allow
	// answers for the new state. An error rolls the decision back.
	Decided(ctx context.Context, s Subject, state State, last Decision) error
}

// Store keeps routes, tickets and decisions. All methods join the unit of ctx.
type Store interface {
	// Routes returns the routes that the unit has set, by kind.
	Routes(ctx context.Context) ([]Route, error)
	// SaveRoute writes the route of one kind when the stored version is r.Version−1 (0 when there is none), else
	// problem.Conflict.
	SaveRoute(ctx context.Context, r Route) error
	// Ticket returns one ticket, or problem.Missing. Inside a unit it locks it until the unit ends.
	Ticket(ctx context.Context, id string) (Ticket, error)
	// SubjectOf tells which subject a ticket is about, without locking anything, or problem.Missing.
	SubjectOf(ctx context.Context, ticket string) (kind, subject string, err error)
	// Current returns the newest ticket of a subject, or problem.Missing. Inside a unit it locks it, and what it returns is
	// still the newest one then.
	Current(ctx context.Context, kind, subject string) (Ticket, error)
	// SaveTicket writes a new ticket (Version 1) or a changed one, when the stored version is t.Version−1; else
	// problem.Conflict. So is a second waiting or approved ticket of one subject, and a second one of a round.
	SaveTicket(ctx context.Context, t Ticket) error
	// Decide appends a decision. A second one for the same ticket and step, or the same id, is problem.Conflict.
	Decide(ctx context.Context, d Decision) error
	History
}

// History reads what was.
type History interface {
	// Tickets returns tickets in any of these states, soonest due first, those without an hour last, at most limit.
	Tickets(ctx context.Context, limit int, states ...State) ([]Ticket, error)
	// Rounds returns all tickets of a subject with their decisions, oldest first.
	Rounds(ctx context.Context, kind, subject string) ([]Round, error)
	// DecidedBy returns what a person decided, newest first, at most limit.
	DecidedBy(ctx context.Context, person people.ID, limit int) ([]Done, error)
}

// Round is one ticket with its decisions, oldest first.
type Round struct {
	Ticket    Ticket
	Decisions []Decision
}

// Done is one decision with the ticket that it was about, as that stands now.
type Done struct {
	Decision Decision
	Ticket   Ticket
}

// Staff tells who works here and in which role, now.
type Staff interface {
	People(ctx context.Context) ([]people.Person, error)
}

// Record puts an entry on the trail, in the unit of ctx, as its last step.
type Record func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error

// Deps is what the desk needs.
type Deps struct {
	Store   Store
	Work    *unit.Work // the one that the desks use too: Submit, Void and Allow join their units
	Staff   Staff
	Record  Record
	Changed func(topic, id string) // told after the commit; topic is "review", id the ticket's, or "" for the routes
	Now     func() time.Time
}

// Service is the review desk.
type Service struct {
	d     Deps
	desks map[string]Desk
}

// NewService returns a Service without desks; see Register.
func NewService(d Deps) *Service { return &Service{d: d, desks: map[string]Desk{}} }

// Register names the desk of a kind of subject. Not to be called once the service is in use.
func (s *Service) Register(kind string, d Desk) { s.desks[kind] = d }

func (s *Service) tell(ctx context.Context, id string) {
	unit.After(ctx, func() { s.d.Changed("review", id) })
}
