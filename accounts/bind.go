package accounts

import (
	"context"
	"strings"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
)

// The purposes under which the vault keeps an account's secrets.
const (
	purposeSecret = "credential"
	purposeState  = "oauth-state"
)

// BeginBind starts an authorisation and returns the page on which the account's holder consents; "" for a platform that
// is bound by AppID and secret alone. The state in it is good for one Bind.
func (s *Service) BeginBind(ctx context.Context, id ID, appID string) (address string, err error) {
	if err := people.May(ctx, people.Register); err != nil {
		return "", err
	}
	a, binder, err := s.bindable(ctx, id)
	if err != nil {
		return "", err
	}
	state := strings.ReplaceAll(unit.NewID(), "-", "")
	if address, err = binder.Begin(ctx, strings.TrimSpace(appID), state); err != nil {
		return "", err
	}
	err = s.Work.Do(ctx, func(ctx context.Context) error {
		return s.Vault.Put(ctx, a.ID, purposeState, []byte(state))
	})
	return address, err
}

func (s *Service) bindable(ctx context.Context, id ID) (Account, Binder, error) {
	a, err := s.Store.Account(ctx, id)
	if err != nil {
		return a, nil, err
	}
	binder, ok := s.Binders[a.Platform]
	if !ok {
		return a, nil, problem.New(problem.Invalid, a.Platform.Title()+"没有可用的接口", "没有绑定", "这个账号用人工发布和人工登记留言")
	}
	if a.State != Normal && a.State != Rectifying {
		return a, nil, problem.New(problem.Conflict, "账号还没有备案通过", "没有绑定", "请先送备案，由另一个人审批")
	}
	return a, binder, nil
}

// Bind turns what the registrar brought back into a lasting authorisation, asks the platform what the account may do, and
// keeps both. The authorised account must be the registered one.
func (s *Service) Bind(ctx context.Context, c Candidate) (Binding, error) {
	if err := people.May(ctx, people.Register); err != nil {
		return Binding{}, err
	}
	a, binder, err := s.bindable(ctx, c.Account)
	if err != nil {
		return Binding{}, err
	}
	if state, err := s.Vault.Take(ctx, a.ID, purposeState); err == nil {
		c.State = string(state)
	} else if problem.KindOf(err) != problem.Missing {
		return Binding{}, err
	}
	c.AppID = strings.TrimSpace(c.AppID)
	grant, err := binder.Finish(ctx, c)
	if err != nil {
		return Binding{}, err
	}
	if a.PlatformID != "" && grant.Subject != "" && a.PlatformID != grant.Subject {
		return Binding{}, problem.New(problem.Invalid, "授权的不是登记的这个账号", "没有绑定，登记没有改动", "请用“"+a.Name+"”登录平台再授权一次")
	}
	profile, abilities, err := s.Probers[a.Platform].Probe(ctx, NewCredential(a.ID, a.Platform, c.AppID, grant.Subject, grant.Secret))
	if err != nil {
		return Binding{}, err
	}
	who, _ := people.From(ctx)
	b := Binding{Account: a.ID, State: Bound, AppID: c.AppID, Subject: first(grant.Subject, profile.Subject), Name: profile.Name, Profile: profile,
		Expires: grant.Expires, Abilities: abilities, Probed: s.Now(), By: who.Person, At: s.Now()}
	err = s.onAccount(ctx, a.ID, 0, "绑定授权", func(ctx context.Context, a *Account) (map[string]string, error) {
		if a.PlatformID == "" {
			a.PlatformID = b.Subject
		}
		if err := s.Vault.Put(ctx, a.ID, purposeSecret, grant.Secret); err != nil {
			return nil, err
		}
		if err := s.Vault.Put(ctx, a.ID, purposeState, nil); err != nil {
			return nil, err
		}
		return map[string]string{"name": a.Name, "subject": b.Subject}, s.Store.SaveBinding(ctx, b)
	})
	return b, err
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// Probe asks the platform again what the account is and may do.
func (s *Service) Probe(ctx context.Context, id ID) (Binding, error) {
	if err := people.May(ctx, people.Register); err != nil {
		return Binding{}, err
	}
	b, err := s.Store.Binding(ctx, id)
	if err != nil {
		return b, err
	}
	a, err := s.Store.Account(ctx, id)
	if err != nil {
		return b, err
	}
	prober, ok := s.Probers[a.Platform]
	if !ok || b.State == Unbound {
		return b, problem.New(problem.Conflict, "“"+a.Name+"”还没有绑定授权", "", "请先绑定授权")
	}
	c, err := s.Credential(ctx, id)
	if err != nil {
		return b, err
	}
	profile, abilities, failed := prober.Probe(ctx, c)
	if failed != nil && problem.ClassOf(failed) != problem.ClassToken {
		return b, failed
	}
	err = s.Work.Do(ctx, func(ctx context.Context) error {
		if _, err := s.Store.Hold(ctx, id); err != nil {
			return err
		}
		if b, err = s.Store.Binding(ctx, id); err != nil {
			return err
		}
		if failed != nil {
			b.State, b.Trouble = Broken, problem.Words(failed)
		} else {
			b.State, b.Trouble, b.Name, b.Profile, b.Abilities, b.Probed = Bound, "", profile.Name, profile, abilities, s.Now()
		}
		s.tell(ctx, id)
		return s.Store.SaveBinding(ctx, b)
	})
	return b, err
}

// Credential opens an account's credential for a call. It is for the program's own runners and for those who may publish,
// answer or register.
func (s *Service) Credential(ctx context.Context, id ID) (Credential, error) {
	if people.May(ctx, people.Publish) != nil && people.May(ctx, people.Answer) != nil {
		if err := people.May(ctx, people.Register); err != nil {
			return Credential{}, err
		}
	}
	b, err := s.Store.Binding(ctx, id)
	if err != nil {
		return Credential{}, err
	}
	a, err := s.Store.Account(ctx, id)
	if err != nil {
		return Credential{}, err
	}
	if b.State == Unbound {
		return Credential{}, problem.New(problem.Missing, "“"+a.Name+"”还没有绑定授权", "", "请账号登记员先绑定授权")
	}
	secret, err := s.Vault.Take(ctx, id, purposeSecret)
	if err != nil {
		return Credential{}, err
	}
	return NewCredential(id, a.Platform, b.AppID, b.Subject, secret), nil
}
