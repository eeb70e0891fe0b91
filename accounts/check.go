package accounts

import (
	"context"
	"errors"
	"time"

	"huiying/accounts/monitoring"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/internal/wake"
)

// Unasked is an account that was monitored by what was known of it before, because its platform could not be asked. Its
// findings are kept and stand by that knowledge; the words say of when it is, and why.
type Unasked struct {
	Account ID
	Problem *problem.Error
}

// Error is what a person may read.
func (u *Unasked) Error() string { return u.Problem.Error() }

// Unwrap returns the problem with its cause.
func (u *Unasked) Unwrap() error { return u.Problem }

// UnaskedIn takes the accounts whose platforms were not asked out of what a check returned; the rest was not monitored at all.
func UnaskedIn(err error) (all []*Unasked, rest error) {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range many.Unwrap() {
			found, left := UnaskedIn(one)
			all, rest = append(all, found...), errors.Join(rest, left)
		}
		return all, rest
	}
	var u *Unasked
	if errors.As(err, &u) {
		return []*Unasked{u}, nil
	}
	return nil, err
}

// CheckDue runs the health check of all accounts: the handler of the recurring WakeCheck. A platform that could not be asked
// waits for the next one: asking again and again would use up the calls that publishing needs.
func (s *Service) CheckDue(ctx context.Context, _ wake.Wake) error {
	_, rest := UnaskedIn(s.CheckAll(ctx))
	return rest
}

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

// CheckOne holds one account to the rules. A platform that cannot be asked does not stop the check: what was known of the
// account is used, and an Unasked says so.
func (s *Service) CheckOne(ctx context.Context, id ID) error {
	if err := people.May(ctx, people.Register); err != nil {
		return err
	}
	b, err := s.Store.Binding(ctx, id)
	if err != nil {
		return err
	}
	var failed error
	if b.State != Unbound {
		if _, failed = s.Probe(ctx, id); problem.KindOf(failed) == problem.Internal {
			return failed
		}
	}
	if err := s.look(ctx, id); err != nil || failed == nil {
		return err
	}
	a, err := s.Store.Account(ctx, id)
	if err != nil {
		return err
	}
	return &Unasked{id, problem.Wrap(failed, problem.KindOf(failed), "“"+a.Name+"”没有问到平台，平台资料是 "+b.Probed.In(shanghai()).Format("01-02 15:04")+" 的",
		"照这份资料监测了，原来的发现都留着", problem.Words(failed))}
}

// look holds an account to the rules by what is known of it.
func (s *Service) look(ctx context.Context, id ID) error {
	found, err := s.find(ctx, id)
	if err != nil {
		return err
	}
	return s.Work.Do(ctx, func(ctx context.Context) error {
		if _, err := s.Store.Hold(ctx, id); err != nil {
			return err
		}
		detail := map[string]string{}
		if err := s.keep(ctx, id, found, detail); err != nil {
			return err
		}
		s.tell(ctx, id)
		if len(detail) == 0 {
			return nil
		}
		return s.Record(ctx, "日常监测", "account", string(id), 0, detail)
	})
}

// find gathers the facts about an account and holds them to the rules.
func (s *Service) find(ctx context.Context, id ID) ([]Finding, error) {
	a, err := s.Store.Account(ctx, id)
	if err != nil || !running(a.State) {
		return nil, err
	}
	in := known(a, s.Now())
	b, err := s.Store.Binding(ctx, id)
	if err != nil {
		return nil, err
	}
	_, in.Interface = s.Binders[a.Platform]
	in.Bound, in.Broken, in.Trouble, in.AuthorisedTo = b.State == Bound, b.State == Broken, b.Trouble, b.Expires
	in.Shown = monitoring.Shown{Name: b.Profile.Name, Certified: b.Profile.Verified, CertifiedAs: b.Profile.VerifiedName,
		CertifiedTo: b.Profile.VerifiedExpires, At: b.Probed}
	at, title, link, ok, err := s.Activity.LastPublished(ctx, id)
	if err != nil {
		return nil, err
	}
	if ok {
		in.Last, in.LastTitle, in.LastLink = at, title, link
	}
	if in.Open, in.OldestOpen, err = s.Activity.OpenQuestions(ctx, id); err != nil {
		return nil, err
	}
	if in.Staff, err = s.Staff.People(ctx); err != nil {
		return nil, err
	}
	var found []Finding
	for _, f := range monitoring.Findings(s.Rules, in) {
		found = append(found, Finding{Rule: f.Rule.Key, Level: f.Level, Title: f.Rule.Title, Text: f.Text, Evidence: f.Evidence, Link: f.Link,
			Clause: f.Rule.Clause, Source: f.Rule.Source, Due: f.Due})
	}
	return found, nil
}

// known is what the register itself knows.
func known(a Account, now time.Time) monitoring.Facts {
	post := func(place string, c Contact) monitoring.Post {
		return monitoring.Post{Place: place, Name: c.Name, Person: c.Person}
	}
	return monitoring.Facts{Name: a.Name, Opened: a.Opened, Leader: a.Leader.Name, Operator: a.AdminA.Name, Certified: first(a.Verified, a.Sponsor.Name),
		Registered: a.Verified != "", CertifiedTo: a.VerifiedExpires, Now: now,
		Posts: []monitoring.Post{post("分管领导", a.Leader), post("责任人", a.Responsible), post("内容审核责任人", a.Reviewer), post("运维管理员", a.AdminA)}}
}

// running tells whether an account is on line, so that the rules hold.
func running(s State) bool { return s == Normal || s == Rectifying || s == Suspended }

// keep writes what was found, in the unit that holds the account: one standing finding per rule, updated while it stands,
// cleared when it is gone. It notes in detail what is new and what is gone.
func (s *Service) keep(ctx context.Context, id ID, found []Finding, detail map[string]string) error {
	standing, err := s.Store.Findings(ctx, id)
	if err != nil {
		return err
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
			note(detail, "found", f.Title)
		}
		if err := s.Store.SaveFinding(ctx, f); err != nil {
			return err
		}
	}
	for _, f := range standing {
		if _, gone := byRule[f.Rule]; !gone {
			continue
		}
		f.Cleared = now
		note(detail, "cleared", f.Title)
		if err := s.Store.SaveFinding(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

func note(detail map[string]string, key, word string) {
	if detail[key] != "" {
		word = detail[key] + "、" + word
	}
	detail[key] = word
}
