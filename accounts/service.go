package accounts

import (
	"context"
	"time"

	"huiying/accounts/monitoring"
	"huiying/accounts/sheet"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
)

// WakeCheck is the kind of the recurring wake of the health check; its key is "daily".
const WakeCheck = "check"

// Topic is what Changed is told, with the id of the account.
const Topic = "accounts"

// Rules are the rules of daily monitoring.
type Rules = monitoring.Rules

// DefaultRules returns the rules that come with the program.
func DefaultRules() (Rules, error) { return monitoring.DefaultRules() }

// Deps is what the desk works with.
type Deps struct {
	Store     Store
	Work      *unit.Work
	Vault     Vault
	Binders   map[Platform]Binder // none for a platform without an interface
	Probers   map[Platform]Prober
	Gate      Gate
	Reviewers Reviewers
	Activity  Activity
	Watcher   Watcher // nil where nothing is read
	Staff     Staff
	Rules     Rules
	Record    Record
	Changed   func(topic, id string) // told after a commit; never nil
	Now       func() time.Time
}

// Service is the register's desk.
type Service struct{ Deps }

// NewService returns a Service.
func NewService(d Deps) *Service { return &Service{d} }

// Register enters an account as 申请中. The id is the caller's; the same id again returns the account that is there,
// as Get does.
func (s *Service) Register(ctx context.Context, a Account) (Account, error) {
	if err := people.May(ctx, people.Register); err != nil {
		return Account{}, err
	}
	if a.ID == "" {
		return Account{}, problem.New(problem.Internal, "这次登记没有自己的编号", "没有登记", "")
	}
	if known, err := s.Store.Account(ctx, a.ID); err == nil {
		return known.Masked(), nil
	} else if problem.KindOf(err) != problem.Missing {
		return Account{}, err
	}
	a = sheet.Tidy(a)
	if err := Validate(a); err != nil {
		return Account{}, err
	}
	who, _ := people.From(ctx)
	a.Version, a.State, a.Applied, a.By, a.ByName = 1, Applying, s.Now(), who.Person, who.Name
	err := s.Work.Do(ctx, func(ctx context.Context) error {
		if err := s.duplicate(ctx, a); err != nil {
			return err
		}
		if err := s.Store.SaveAccount(ctx, a); err != nil {
			return err
		}
		s.tell(ctx, a.ID)
		return s.Record(ctx, "登记账号", "account", string(a.ID), a.Version, map[string]string{"name": a.Name, "platform": string(a.Platform)})
	})
	return a, err
}

// Edit changes an account that is not filed yet, and the harmless fields of one that is: its name, type, owner and
// platform id change through Change. While a filing is under review nothing is edited: it takes effect as it was handed in,
// and would take back what was edited beside it.
func (s *Service) Edit(ctx context.Context, a Account) error {
	if err := people.May(ctx, people.Register); err != nil {
		return err
	}
	a, err := s.whole(ctx, a)
	if err != nil {
		return err
	}
	return s.onAccount(ctx, a.ID, a.Version, "修改登记", func(ctx context.Context, now *Account) (map[string]string, error) {
		filed := now.State == Normal || now.State == Rectifying
		if now.State != Applying && !filed || filed && sheet.Risky(*now, a) {
			return nil, problem.New(problem.Conflict, "这个账号已经送备案，登记内容不能直接改", "原来的登记没有动", "请发起变更，由另一个人审批")
		}
		if err := s.undecided(ctx, a.ID, "改动没有存下，填好的都还在", "请等审批有了结果再改"); err != nil {
			return nil, err
		}
		if err := s.duplicate(ctx, a); err != nil {
			return nil, err
		}
		a.State, a.Applied, a.By, a.ByName, a.Version = now.State, now.Applied, now.By, now.ByName, now.Version
		a.FiledNo, a.Filed = now.FiledNo, now.Filed
		if a.Opened.IsZero() {
			a.Opened = now.Opened
		}
		*now = a
		return map[string]string{"name": a.Name}, nil
	})
}

// whole is an entry as a form gave it, tidied, its masked numbers put back, and valid.
func (s *Service) whole(ctx context.Context, a Account) (Account, error) {
	stored, err := s.Store.Account(ctx, a.ID)
	if err != nil {
		return a, err
	}
	a = sheet.Tidy(a)
	a.Unmask(stored)
	return a, Validate(a)
}

// duplicate tells when the unit has such an account already: one unit, one account per platform (国办发〔2018〕123号).
func (s *Service) duplicate(ctx context.Context, a Account) error {
	all, err := s.Store.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.ID == a.ID || o.State == Closed || o.State == Cancelled || o.Platform != a.Platform {
			continue
		}
		if o.Name == a.Name || a.PlatformID != "" && o.PlatformID == a.PlatformID {
			return problem.New(problem.Conflict, "“"+o.Name+"”已经登记过了", "没有再登记一次", "请打开原来的那一条")
		}
		if o.Sponsor.CreditCode == a.Sponsor.CreditCode && o.Type == a.Type {
			return problem.New(problem.Conflict, "这个单位在"+a.Platform.Title()+"已经有“"+o.Name+"”", "没有登记", "一个单位在一个平台只开一个账号；先关停原来的，或写明不同的类型")
		}
	}
	return nil
}

// onAccount runs f on an account in one unit with it held, and saves it. version 0 takes any.
func (s *Service) onAccount(ctx context.Context, id ID, version int, verb string, f func(ctx context.Context, a *Account) (map[string]string, error)) error {
	return s.Work.Do(ctx, func(ctx context.Context) error {
		a, err := s.Store.Hold(ctx, id)
		if err != nil {
			return err
		}
		if version != 0 && a.Version != version {
			return stale()
		}
		detail, err := f(ctx, &a)
		if err != nil {
			return err
		}
		a.Version++
		if err := s.Store.SaveAccount(ctx, a); err != nil {
			return err
		}
		s.tell(ctx, id)
		return s.Record(ctx, verb, "account", string(id), a.Version, detail)
	})
}

func stale() error {
	return problem.New(problem.Conflict, "这一页看到的已经不是最新的了", "没有覆盖别人的改动", "请刷新后再看一眼")
}

func (s *Service) tell(ctx context.Context, id ID) {
	unit.After(ctx, func() { s.Changed(Topic, string(id)) })
}
