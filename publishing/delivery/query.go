package delivery

import (
	"context"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery/attempts"
)

// soon is how far ahead the second gauge looks.
const soon = 24 * time.Hour

// Gauges are the two figures that stand on every screen.
type Gauges struct {
	Overdue  []Delivery // 逾期未发: past their time, approved, not out and not settled by anyone
	NotReady []Delivery // 未就绪: due within 24 hours and held
}

// Gauges returns both.
func (s *Service) Gauges(ctx context.Context) (Gauges, error) {
	var g Gauges
	if err := people.May(ctx, people.Look); err != nil {
		return g, err
	}
	ds, err := s.Store.Waiting(ctx)
	if err != nil {
		return g, err
	}
	now := s.Now()
	for _, d := range ds {
		switch {
		case d.Due.Before(now.Add(-content.Minute)):
			if d.State != Accepted && (d.State != Sending || d.Next.IsZero()) {
				g.Overdue = append(g.Overdue, d)
			}
		case d.State == Held && d.Due.Before(now.Add(soon)):
			g.NotReady = append(g.NotReady, d)
		}
	}
	return g, nil
}

// Between returns deliveries due in [from, to), earliest first.
func (s *Service) Between(ctx context.Context, from, to time.Time) ([]Delivery, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	return s.Store.Between(ctx, from, to)
}

// In returns deliveries in any of these states, earliest due first.
func (s *Service) In(ctx context.Context, states ...State) ([]Delivery, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	return s.Store.In(ctx, states...)
}

// Of returns a post's deliveries, in the order in which they were made.
func (s *Service) Of(ctx context.Context, post string) ([]Delivery, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	return s.Store.Of(ctx, post)
}

// Get returns one delivery with its ledger.
func (s *Service) Get(ctx context.Context, id string) (Delivery, []ledger.Record, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return Delivery{}, nil, err
	}
	d, err := s.Store.Delivery(ctx, id)
	if err != nil {
		return d, nil, err
	}
	records, err := s.Ledger.Of(ctx, attempts.Subject(id))
	return d, records, err
}

// Parcel returns what a delivery carries, for showing and for posting by hand.
func (s *Service) Parcel(ctx context.Context, id string) (Parcel, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return Parcel{}, err
	}
	d, err := s.Store.Delivery(ctx, id)
	if err != nil {
		return Parcel{}, err
	}
	return s.parcel(ctx, d)
}

// LastOut returns when, what and where an account last published through this office; ok is false when never.
func (s *Service) LastOut(ctx context.Context, account accounts.ID) (at time.Time, title, link string, ok bool, err error) {
	if err := people.May(ctx, people.Look); err != nil {
		return time.Time{}, "", "", false, err
	}
	d, err := s.Store.LastOut(ctx, account)
	if problem.KindOf(err) == problem.Missing {
		return time.Time{}, "", "", false, nil
	} else if err != nil {
		return time.Time{}, "", "", false, err
	}
	return d.Receipt.At, d.Title, d.Receipt.URL, true, nil
}

// Recent returns an account's published deliveries since a time, newest first: those whose comments are read.
func (s *Service) Recent(ctx context.Context, account accounts.ID, since time.Time) ([]Delivery, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	return s.Store.OutSince(ctx, account, since)
}
