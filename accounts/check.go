package accounts

import (
	"context"
	"errors"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/internal/wake"
)

// CheckDue runs the health check of all accounts: the handler of the recurring WakeCheck.
func (s *Service) CheckDue(ctx context.Context, _ wake.Wake) error { return s.CheckAll(ctx) }

// CheckAll asks each bound account's platform for its profile and holds every account to the rules. One account's trouble
// does not keep the others from being checked; it comes back joined.
func (s *Service) CheckAll(ctx context.Context) error {
	if err := people.May(ctx, people.Register); err != nil {
		return err
	}
	all, err := s.Store.Accounts(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, a := range all {
		if err := s.CheckOne(ctx, a.ID); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// CheckOne holds one account to the rules. A platform that cannot be reached does not stop the check: what was known of
// the account is used, and the time of that knowledge stands beside it.
func (s *Service) CheckOne(ctx context.Context, id ID) error {
	if err := people.May(ctx, people.Register); err != nil {
		return err
	}
	if b, err := s.Store.Binding(ctx, id); err != nil {
		return err
	} else if b.State != Unbound {
		if _, err := s.Probe(ctx, id); err != nil && problem.KindOf(err) == problem.Internal {
			return err
		}
	}
	in, err := s.input(ctx, id)
	if err != nil {
		return err
	}
	found := Findings(s.Rules, in)
	return s.Work.Do(ctx, func(ctx context.Context) error {
		if _, err := s.Store.Hold(ctx, id); err != nil {
			return err
		}
		opened, cleared, err := s.keep(ctx, id, found)
		if err != nil {
			return err
		}
		s.tell(ctx, id)
		if opened == "" && cleared == "" {
			return nil
		}
		return s.Record(ctx, "日常监测", "account", string(id), 0, map[string]string{"found": opened, "cleared": cleared})
	})
}

func (s *Service) input(ctx context.Context, id ID) (CheckInput, error) {
	in := CheckInput{Now: s.Now()}
	var err error
	if in.Account, err = s.Store.Account(ctx, id); err != nil {
		return in, err
	}
	if in.Binding, err = s.Store.Binding(ctx, id); err != nil {
		return in, err
	}
	_, in.Interface = s.Binders[in.Account.Platform]
	if in.LastAt, in.LastTitle, in.LastLink, in.HasLast, err = s.Activity.LastPublished(ctx, id); err != nil {
		return in, err
	}
	if in.Open, in.OldestOpen, err = s.Activity.OpenQuestions(ctx, id); err != nil {
		return in, err
	}
	in.Staff, err = s.Staff.People(ctx)
	return in, err
}

// keep writes what was found: one standing finding per rule, updated while it stands, cleared when it is gone.
func (s *Service) keep(ctx context.Context, id ID, found []Finding) (opened, cleared string, err error) {
	standing, err := s.Store.Findings(ctx, id)
	if err != nil {
		return "", "", err
	}
	now := s.Now()
	byRule := map[string]Finding{}
	for _, f := range standing {
		byRule[f.Rule] = f
	}
	for _, f := range found {
		f.Account, f.Seen = id, now
		if old, ok := byRule[f.Rule]; ok {
			f.ID, f.Found = old.ID, old.Found
			delete(byRule, f.Rule)
		} else {
			f.ID, f.Found = unit.NewID(), now
			opened = join(opened, f.Title)
		}
		if err := s.Store.SaveFinding(ctx, f); err != nil {
			return "", "", err
		}
	}
	for _, f := range standing {
		if _, gone := byRule[f.Rule]; !gone {
			continue
		}
		f.Cleared = now
		cleared = join(cleared, f.Title)
		if err := s.Store.SaveFinding(ctx, f); err != nil {
			return "", "", err
		}
	}
	return opened, cleared, nil
}

func join(list, word string) string {
	if list == "" {
		return word
	}
	return list + "、" + word
}
