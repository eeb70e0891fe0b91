package people

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"huiying/internal/problem"
)

// ChangePassword gives the actor of ctx another password, against the old one. Wrong old ones count as they do at the
// sign-in.
func (s *Service) ChangePassword(ctx context.Context, old, fresh string) error {
	a, ok := From(ctx)
	if !ok || a.System {
		return May(ctx, Administer)
	}
	if s.drill {
		return noPasswords()
	}
	before, err := s.store.Credential(ctx, a.Person)
	if err != nil {
		return err
	}
	p, err := s.verify(ctx, a.Person, old)
	var no *problem.Error
	if problem.KindOf(err) == problem.Forbidden && errors.As(err, &no) {
		return problem.New(problem.Forbidden, "原来的密码不对", "密码没有改", no.Next)
	} else if err != nil {
		return err
	}
	if fresh == old {
		return invalid("新密码和原来的一样", "请换一个")
	}
	hash, err := s.hash(p.Name, fresh)
	if err != nil {
		return err
	}
	return s.work.Do(ctx, func(ctx context.Context) error {
		c, err := s.store.Credential(ctx, p.ID)
		if err != nil {
			return err
		}
		if c.Hash != before.Hash {
			return problem.New(problem.Conflict, "您的密码刚刚被管理员重设了", "这一次没有改", "请用管理员告诉您的新密码再改")
		}
		if err := s.store.SaveCredential(ctx, p.ID, Credential{Hash: hash}); err != nil {
			return err
		}
		return s.record(ctx, "修改密码", "person", string(p.ID), nil)
	})
}

// ResetPassword gives another person a new password, to be told in person, and ends a lock. The old one is good no more. An
// administrator's own changes through ChangePassword alone: an unattended seat must not be enough to keep it.
func (s *Service) ResetPassword(ctx context.Context, id ID, fresh string) error {
	if s.drill {
		return noPasswords()
	}
	return s.onOther(ctx, id, "重设密码", "自己的密码请用“修改我的密码”来改", func(p Person) (func(Credential) (Credential, error), error) {
		hash, err := s.hash(p.Name, fresh)
		return func(Credential) (Credential, error) { return Credential{Hash: hash}, nil }, err
	})
}

// Unlock lets another person try again who is locked out; the password stays.
func (s *Service) Unlock(ctx context.Context, id ID) error {
	return s.onOther(ctx, id, "解除锁定", "自己不能解除自己的锁定", func(p Person) (func(Credential) (Credential, error), error) {
		return func(c Credential) (Credential, error) {
			if !s.now().Before(c.LockedUntil) {
				return c, problem.New(problem.Conflict, p.Name+"没有被锁定", "什么都没有改动", "请本人再登录一次；忘了密码就重设")
			}
			return Credential{Hash: c.Hash}, nil
		}, nil
	})
}

// onOther changes the credential of another person who works here, at an administrator's word.
func (s *Service) onOther(ctx context.Context, id ID, verb, own string, prepare func(Person) (func(Credential) (Credential, error), error)) error {
	if err := May(ctx, Administer); err != nil {
		return err
	}
	if a, _ := From(ctx); a.Person == id {
		return problem.New(problem.Forbidden, own, "什么都没有改动", "")
	}
	p, err := s.store.Person(ctx, id)
	if err != nil {
		return err
	}
	if !p.Departed.IsZero() {
		return problem.New(problem.Conflict, p.Name+"已经离岗", "什么都没有改动", "请先恢复在岗")
	}
	change, err := prepare(p)
	if err != nil {
		return err
	}
	return s.work.Do(ctx, func(ctx context.Context) error {
		c, err := s.store.Credential(ctx, id)
		if err != nil {
			return err
		}
		if c, err = change(c); err != nil {
			return err
		}
		if err := s.store.SaveCredential(ctx, id, c); err != nil {
			return err
		}
		return s.record(ctx, verb, "person", string(id), map[string]string{"name": p.Name})
	})
}

// Locked returns who is locked out, and until when.
func (s *Service) Locked(ctx context.Context) (map[ID]time.Time, error) {
	if err := May(ctx, Administer); err != nil {
		return nil, err
	}
	all, err := s.store.People(ctx)
	if err != nil {
		return nil, err
	}
	locked := map[ID]time.Time{}
	for _, p := range all {
		c, err := s.store.Credential(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		if s.now().Before(c.LockedUntil) {
			locked[p.ID] = c.LockedUntil
		}
	}
	return locked, nil
}

// hash makes the stored form of a password that is long enough.
func (s *Service) hash(name, password string) (string, error) {
	if utf8.RuneCountInString(password) < minPassword {
		return "", invalid(fmt.Sprintf("%s的密码不到 %d 位", name, minPassword), "请换一个更长的密码")
	}
	return s.hasher.Hash(password)
}

func noPasswords() error {
	return problem.New(problem.Conflict, "演练里没有密码", "什么都没有改动", "点姓名就能进来")
}

// rescue says who can help a person who cannot get in; an only administrator is told the truth: nobody can.
func (s *Service) rescue(ctx context.Context, id ID, help string) (string, error) {
	all, err := s.store.People(ctx)
	if err != nil {
		return "", err
	}
	me, others := false, false
	for _, p := range all {
		if p.Has(Administrator) && p.ID == id {
			me = true
		} else if p.Has(Administrator) {
			others = true
		}
	}
	if me && !others {
		return "您是唯一的管理员，没有别人能" + help, nil
	}
	return "请管理员在“设置 → 单位与人员”里" + help, nil
}
