package accounts

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
)

// SubmitFiling hands the registration of an account in for approval by another person: 备案.
func (s *Service) SubmitFiling(ctx context.Context, id ID, version int) (Filing, error) {
	if err := people.May(ctx, people.Register); err != nil {
		return Filing{}, err
	}
	a, err := s.Store.Account(ctx, id)
	if err != nil {
		return Filing{}, err
	}
	return s.file(ctx, id, version, Opening, a, func(now Account) error {
		if now.State != Applying {
			return problem.New(problem.Conflict, "这个账号已经送备案", "没有再送一次", "")
		}
		return nil
	})
}

// Change proposes other contents for an account that is filed; they take effect when another person approved them.
func (s *Service) Change(ctx context.Context, proposed Account) (Filing, error) {
	if err := people.May(ctx, people.Register); err != nil {
		return Filing{}, err
	}
	proposed, err := s.whole(ctx, proposed)
	if err != nil {
		return Filing{}, err
	}
	return s.file(ctx, proposed.ID, proposed.Version, Changing, proposed, func(now Account) error {
		if now.State != Normal && now.State != Rectifying {
			return problem.New(problem.Conflict, "只有正常的账号可以发起变更", "登记没有动", "")
		}
		return nil
	})
}

func (s *Service) file(ctx context.Context, id ID, version int, kind FilingKind, proposed Account, allowed func(Account) error) (Filing, error) {
	if err := Validate(proposed); err != nil {
		return Filing{}, err
	}
	who, _ := people.From(ctx)
	f := Filing{ID: unit.NewID(), Account: id, Kind: kind, Revision: 1, State: FilingReview, Proposed: proposed, By: who.Person, ByName: who.Name, At: s.Now()}
	err := s.onAccount(ctx, id, version, "送备案", func(ctx context.Context, a *Account) (map[string]string, error) {
		if err := allowed(*a); err != nil {
			return nil, err
		}
		if err := s.duplicate(ctx, proposed); err != nil {
			return nil, err
		}
		if err := s.undecided(ctx, id, "没有再送一份", "请等审批有了结果再送"); err != nil {
			return nil, err
		}
		old, err := s.Store.Filings(ctx, id)
		if err != nil {
			return nil, err
		}
		for _, o := range old {
			if o.State == FilingReturned { // it goes round again under its own id, so that its history stays one
				f.ID, f.Revision = o.ID, o.Revision+1
			}
		}
		f.Fingerprint = Fingerprint(f)
		if err := s.Store.SaveFiling(ctx, f); err != nil {
			return nil, err
		}
		if kind == Opening {
			a.State = ToFile
		}
		if err := s.Reviewers.Submit(ctx, f); err != nil {
			return nil, err
		}
		return map[string]string{"name": proposed.Name, "kind": string(kind), "fingerprint": f.Fingerprint}, nil
	})
	return f, err
}

// undecided refuses, in the unit that holds the account, what must wait for a filing under review.
func (s *Service) undecided(ctx context.Context, id ID, safe, next string) error {
	all, err := s.Store.Filings(ctx, id)
	if err != nil {
		return err
	}
	for _, f := range all {
		if f.State == FilingReview || f.State == FilingDraft {
			return problem.New(problem.Conflict, "这个账号有一份备案正在审批", safe, next)
		}
	}
	return nil
}

// FilingDecision is what the review decided on a filing.
type FilingDecision struct {
	Filing      string
	Fingerprint string
	Approved    bool
	Returned    bool
	Comment     string
}

// HoldFiling locks the account of a filing until the unit of ctx ends: review takes it before it takes its ticket.
func (s *Service) HoldFiling(ctx context.Context, filing string) error {
	if err := people.May(ctx, people.Look); err != nil {
		return err
	}
	f, err := s.Store.Filing(ctx, filing)
	if err != nil {
		return err
	}
	_, err = s.Store.Hold(ctx, f.Account)
	return err
}

// FilingDecided carries out what was decided on a filing, in the unit of the decision. An approval is asked of the gate
// once more before it takes effect.
func (s *Service) FilingDecided(ctx context.Context, d FilingDecision) error {
	if err := people.May(ctx, people.Check); err != nil {
		return err
	}
	return s.Work.Do(ctx, func(ctx context.Context) error {
		if err := s.HoldFiling(ctx, d.Filing); err != nil {
			return err
		}
		f, err := s.Store.Filing(ctx, d.Filing)
		if err != nil {
			return err
		}
		a, err := s.Store.Hold(ctx, f.Account)
		if err != nil {
			return err
		}
		if f.State != FilingReview || f.Fingerprint != d.Fingerprint || Fingerprint(f) != d.Fingerprint {
			return problem.New(problem.Conflict, "这份备案已经不是送审的那一份", "您的决定没有记下", "请刷新后再看")
		}
		verb, detail := "备案否决", map[string]string{"filing": f.ID, "kind": string(f.Kind), "name": f.Proposed.Name}
		f.Comment, f.Closed = d.Comment, s.Now()
		switch {
		case d.Approved:
			if err := s.Gate.Allow(ctx, f.ID, f.Fingerprint); err != nil {
				return err
			}
			verb, f.State = "备案生效", FilingDone
			if err := s.takeEffect(ctx, &a, f); err != nil {
				return err
			}
			detail["no"] = a.FiledNo
		case d.Returned:
			verb, f.State = "备案退回", FilingReturned
		default:
			f.State = FilingRejected
		}
		if !d.Approved && f.Kind == Opening {
			a.State = Applying
		}
		if err := s.Store.SaveFiling(ctx, f); err != nil {
			return err
		}
		a.Version++
		if err := s.Store.SaveAccount(ctx, a); err != nil {
			return err
		}
		s.tell(ctx, a.ID)
		return s.Record(ctx, verb, "account", string(a.ID), a.Version, detail)
	})
}

// takeEffect gives an opened account its number, or a changed one its new contents. What a binding told meanwhile stays;
// another platform id than the bound one ends the binding.
func (s *Service) takeEffect(ctx context.Context, a *Account, f Filing) error {
	p := f.Proposed
	p.Version, p.State, p.Applied, p.By, p.ByName, p.FiledNo, p.Filed = a.Version, a.State, a.Applied, a.By, a.ByName, a.FiledNo, a.Filed
	if p.PlatformID == "" {
		p.PlatformID = a.PlatformID
	}
	if f.Kind == Opening {
		year := f.Closed.In(shanghai()).Year()
		n, err := s.Store.NextNo(ctx, series, year)
		if err != nil {
			return err
		}
		p.State, p.FiledNo, p.Filed = Normal, fmt.Sprintf("%s-%d-%04d", series, year, n), f.Closed
		if p.Opened.IsZero() {
			p.Opened = f.Closed
		}
	} else if p.Opened.IsZero() {
		p.Opened = a.Opened
	}
	if a.PlatformID != "" && a.PlatformID != p.PlatformID {
		if err := s.Store.SaveBinding(ctx, Binding{Account: a.ID, State: Unbound}); err != nil {
			return err
		}
	}
	*a = p
	return nil
}

// series begins every filing number: XMT-2026-0001.
const series = "XMT"

func shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*3600) }

// Fingerprint is what the approval of a filing signs: SM3 over everything proposed. Form 1: the word
// "huiying-filing-1", then each field as decimal length, ':', bytes.
func Fingerprint(f Filing) string {
	h := sm3.New()
	p := f.Proposed
	fields := []string{"huiying-filing-1", f.ID, string(f.Account), string(f.Kind), fmt.Sprint(f.Revision), string(p.Platform), p.Type, p.Name, p.Handle,
		p.PlatformID, p.URL, p.Sponsor.Name, p.Sponsor.CreditCode, p.Supervisor.Name, p.Supervisor.CreditCode, p.Operator, p.Level, p.Verified,
		stamp(p.VerifiedExpires), p.Purpose, p.Audience, p.Reason, p.Interaction, stamp(p.Opened), strings.Join(p.Domains, " "), p.MassMode}
	for _, c := range p.Contacts() {
		fields = append(fields, c.Name, c.Phone, string(c.Person))
	}
	for _, f := range fields {
		fmt.Fprintf(h, "%d:%s", len(f), f)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprint(t.UnixMicro())
}
