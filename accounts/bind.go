package accounts

import (
	"context"
	"crypto/rand"
	"strconv"
	"strings"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
)

// The purposes under which the vault keeps an account's secrets.
const (
	purposeSecret = "credential"
	purposeState  = "oauth-state"
)

// spent stands in the vault for a state that has come back.
const spent = "0 "

// stateLasts is how long a holder may take to consent.
const stateLasts = 10 * time.Minute

// BeginBind starts an authorisation and returns the page on which the account's holder consents; "" for a platform that
// is bound by AppID and secret alone. The state in it is random and good for one Bind within ten minutes.
func (s *Service) BeginBind(ctx context.Context, id ID, appID string) (address string, err error) {
	if err := people.May(ctx, people.Register); err != nil {
		return "", err
	}
	a, binder, err := s.bindable(ctx, id)
	if err != nil {
		return "", err
	}
	state := rand.Text()
	if address, err = binder.Begin(ctx, strings.TrimSpace(appID), state); err != nil || address == "" {
		return address, err
	}
	until := strconv.FormatInt(s.Now().Add(stateLasts).Unix(), 10)
	err = s.Work.Do(ctx, func(ctx context.Context) error {
		if _, err := s.Store.Hold(ctx, a.ID); err != nil {
			return err
		}
		return s.Vault.Put(ctx, a.ID, purposeState, []byte(until+" "+state))
	})
	return address, err
}

// takeState returns the state that BeginBind handed out and makes an end of it: of two that come back one gets it.
func (s *Service) takeState(ctx context.Context, id ID) (state string, err error) {
	err = s.Work.Do(ctx, func(ctx context.Context) error {
		state = ""
		if _, err := s.Store.Hold(ctx, id); err != nil {
			return err
		}
		kept, err := s.Vault.Take(ctx, id, purposeState)
		if problem.KindOf(err) == problem.Missing {
			return nil
		} else if err != nil {
			return err
		}
		until, text, _ := strings.Cut(string(kept), " ")
		if at, err := strconv.ParseInt(until, 10, 64); err == nil && s.Now().Unix() < at {
			state = text
		}
		return s.Vault.Put(ctx, id, purposeState, []byte(spent))
	})
	if err == nil && state == "" {
		err = problem.New(problem.Invalid, "这次授权已经用过，或者过了 10 分钟", "没有绑定，原来的授权没有改动", "请从“绑定授权”重新开始")
	}
	return state, err
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
	return a, binder, filed(a)
}

func filed(a Account) error {
	if a.State != Normal && a.State != Rectifying {
		return problem.New(problem.Conflict, "账号还没有备案通过", "没有绑定", "请先送备案，由另一个人审批")
	}
	return nil
}

// Bind turns what the registrar brought back into a lasting authorisation, asks the platform what the account may do, and
// keeps both. The authorised account must be the registered one; the first binding of an account that was registered
// without its platform id fills it in. When anything fails, an earlier authorisation stays as it was.
func (s *Service) Bind(ctx context.Context, c Candidate) (Binding, error) {
	if err := people.May(ctx, people.Register); err != nil {
		return Binding{}, err
	}
	a, binder, err := s.bindable(ctx, c.Account)
	if err != nil {
		return Binding{}, err
	}
	c.AppID, c.State = strings.TrimSpace(c.AppID), ""
	if c.Redirect != "" {
		if c.State, err = s.takeState(ctx, a.ID); err != nil {
			return Binding{}, err
		}
	}
	grant, err := binder.Finish(ctx, c)
	if err != nil {
		return Binding{}, err
	}
	if err := fits(a, grant.Subject, ""); err != nil {
		return Binding{}, err
	}
	profile, abilities, err := s.Probers[a.Platform].Probe(ctx, NewCredential(a.ID, a.Platform, c.AppID, grant.Subject, grant.Secret))
	if err != nil {
		return Binding{}, err
	}
	who, _ := people.From(ctx)
	b := Binding{Account: a.ID, State: Bound, AppID: c.AppID, Subject: first(grant.Subject, profile.Subject), Name: profile.Name, Profile: profile,
		Expires: grant.Expires, Abilities: abilities, Probed: s.Now(), By: who.Person, At: s.Now()}
	err = s.onAccount(ctx, a.ID, 0, "绑定授权", func(ctx context.Context, a *Account) (map[string]string, error) {
		if err := filed(*a); err != nil {
			return nil, err
		}
		if err := fits(*a, b.Subject, b.Name); err != nil {
			return nil, err
		}
		a.PlatformID = first(a.PlatformID, b.Subject)
		if err := s.duplicate(ctx, *a); err != nil {
			return nil, err
		}
		if err := s.Vault.Put(ctx, a.ID, purposeSecret, grant.Secret); err != nil {
			return nil, err
		}
		old, err := s.Store.Binding(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		detail := map[string]string{"name": a.Name, "subject": b.Subject}
		return detail, s.standing(ctx, old.State, b, detail)
	})
	return b, err
}

// standing writes how an account's authorisation stands now, in the unit that holds the account. One that works from now on
// is read from now on, and what the register warns of is looked at anew, so that nobody waits for the next check to see it.
func (s *Service) standing(ctx context.Context, was BindingState, b Binding, detail map[string]string) error {
	if err := s.Store.SaveBinding(ctx, b); err != nil {
		return err
	}
	if b.State == Bound && was != Bound && s.Watcher != nil {
		if err := s.Watcher.Watch(ctx, b.Account); err != nil {
			return err
		}
	}
	found, err := s.find(ctx, b.Account)
	if err != nil {
		return err
	}
	return s.keep(ctx, b.Account, found, detail)
}

// fits refuses an authorisation of another account than the registered one.
func fits(a Account, subject, name string) error {
	if a.PlatformID == "" || subject == "" || a.PlatformID == subject {
		return nil
	}
	what := "授权的不是登记的这个账号"
	if name != "" {
		what = "授权的是“" + name + "”，登记的是“" + a.Name + "”，不是同一个账号"
	}
	return problem.New(problem.Invalid, what, "没有绑定，登记没有改动", "请用“"+a.Name+"”登录平台再授权一次")
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
	asked := b.At
	err = s.Work.Do(ctx, func(ctx context.Context) error {
		a, err := s.Store.Hold(ctx, id)
		if err != nil {
			return err
		}
		if b, err = s.Store.Binding(ctx, id); err != nil {
			return err
		}
		if !b.At.Equal(asked) {
			return nil // bound anew meanwhile: what was learned is of the old authorisation
		}
		if failed != nil {
			return s.broken(ctx, a, &b, problem.Words(failed))
		}
		was := b.State
		b.State, b.Trouble, b.Name, b.Profile, b.Abilities, b.Probed = Bound, "", profile.Name, profile, abilities, s.Now()
		s.tell(ctx, id)
		if was == Bound {
			return s.Store.SaveBinding(ctx, b)
		}
		detail := map[string]string{"name": a.Name}
		if err := s.standing(ctx, was, b, detail); err != nil {
			return err
		}
		return s.Record(ctx, "授权恢复", "account", string(id), a.Version, detail)
	})
	return b, err
}

// MarkBroken notes that the platform no longer takes an account's authorisation, with the platform's words: the account is
// not sent from and not read any more, and stands among the findings at once. It is for whoever may use a Credential, and
// changes nothing when the account is not bound. It is a unit of its own: not to be called while another row is held.
func (s *Service) MarkBroken(ctx context.Context, id ID, words string) error {
	if err := mayUse(ctx); err != nil {
		return err
	}
	return s.Work.Do(ctx, func(ctx context.Context) error {
		a, err := s.Store.Hold(ctx, id)
		if err != nil {
			return err
		}
		b, err := s.Store.Binding(ctx, id)
		if err != nil || b.State != Bound {
			return err
		}
		return s.broken(ctx, a, &b, words)
	})
}

// broken writes that an authorisation is not taken any more, and tells the trail once.
func (s *Service) broken(ctx context.Context, a Account, b *Binding, words string) error {
	was := b.State
	b.State, b.Trouble = Broken, words
	s.tell(ctx, a.ID)
	if was == Broken {
		return s.Store.SaveBinding(ctx, *b)
	}
	detail := map[string]string{"name": a.Name, "words": words}
	if err := s.standing(ctx, was, *b, detail); err != nil {
		return err
	}
	return s.Record(ctx, "授权失效", "account", string(a.ID), a.Version, detail)
}

// mayUse lets the program's own runners and those who may publish, answer or register use a credential.
func mayUse(ctx context.Context) error {
	if people.May(ctx, people.Publish) == nil || people.May(ctx, people.Answer) == nil {
		return nil
	}
	return people.May(ctx, people.Register)
}

// Credential opens an account's credential for a call. It is for the program's own runners and for those who may publish,
// answer or register.
func (s *Service) Credential(ctx context.Context, id ID) (Credential, error) {
	if err := mayUse(ctx); err != nil {
		return Credential{}, err
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
