package accounts

import (
	"context"
	"time"

	"huiying/internal/people"
)

// Get returns one account, phone numbers masked.
func (s *Service) Get(ctx context.Context, id ID) (Account, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return Account{}, err
	}
	a, err := s.Store.Account(ctx, id)
	return a.Masked(), err
}

// Whole returns one account with its phone numbers in full, to who keeps the register. Each look is on the trail.
func (s *Service) Whole(ctx context.Context, id ID) (Account, error) {
	if err := people.May(ctx, people.Register); err != nil {
		return Account{}, err
	}
	var a Account
	err := s.Work.Do(ctx, func(ctx context.Context) (err error) {
		if a, err = s.Store.Account(ctx, id); err != nil {
			return err
		}
		return s.Record(ctx, "看全号", "account", string(id), a.Version, map[string]string{"name": a.Name})
	})
	if err != nil {
		return Account{}, err
	}
	return a, nil
}

// List returns the whole register in the order in which it was entered, phone numbers masked. Edit and Change take a
// masked number for the one that is stored.
func (s *Service) List(ctx context.Context) ([]Account, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	all, err := s.Store.Accounts(ctx)
	for i, a := range all {
		all[i] = a.Masked()
	}
	return all, err
}

// Binding returns an account's authorisation, without its secret.
func (s *Service) Binding(ctx context.Context, id ID) (Binding, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return Binding{}, err
	}
	return s.Store.Binding(ctx, id)
}

// Filings returns an account's filings, newest first, phone numbers masked.
func (s *Service) Filings(ctx context.Context, id ID) ([]Filing, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	all, err := s.Store.Filings(ctx, id)
	for i, f := range all {
		all[i].Proposed = f.Proposed.Masked()
	}
	return all, err
}

// Filing returns one filing, for those who review it, phone numbers masked; one that changes although its mask does not is
// marked. What is signed is the fingerprint, which is of the whole numbers.
func (s *Service) Filing(ctx context.Context, id string) (Filing, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return Filing{}, err
	}
	f, err := s.Store.Filing(ctx, id)
	if err != nil {
		return Filing{}, err
	}
	now, err := s.Store.Account(ctx, f.Account)
	if err != nil {
		return Filing{}, err
	}
	if f.State == FilingReview {
		f.Proposed = f.Proposed.MaskedBeside(now)
	} else {
		f.Proposed = f.Proposed.Masked()
	}
	return f, nil
}

// Standing returns the findings that stand, of one account or of all when id is empty, soonest due first.
func (s *Service) Standing(ctx context.Context, id ID) ([]Finding, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	return s.Store.Findings(ctx, id)
}

// Silence is how long an account has been silent.
type Silence struct {
	Account Account
	Last    time.Time // last publication, or the opening; zero when there is neither yet
	Title   string    // of the last publication
	Days    int       // whole days without an update
	Left    int       // days until the veto; negative when it has come true
	Counts  bool      // false: not opened yet, or closed
}

// Countdown returns how long each account has been silent, in the order of the register.
func (s *Service) Countdown(ctx context.Context) ([]Silence, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	all, err := s.Store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	list := make([]Silence, len(all))
	for i, a := range all {
		at, title, _, ok, err := s.Activity.LastPublished(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		list[i] = Silence{Account: a.Masked(), Last: at, Title: title}
		if !ok {
			list[i].Last, list[i].Title = a.Opened, ""
		}
		if list[i].Counts = running(a.State) && !list[i].Last.IsZero(); list[i].Counts {
			list[i].Days, list[i].Left = s.Rules.Silence.Count(list[i].Last, now)
		}
	}
	return list, nil
}
