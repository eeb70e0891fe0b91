package people

import (
	"context"
	"fmt"
	"time"

	"huiying/internal/problem"
)

// SignIn returns the actor for a person who gives the right password. Five wrong ones in a row lock the person for 15
// minutes, counted on the store, so that a restart does not unlock. A wrong name and a wrong password are told alike.
func (s *Service) SignIn(ctx context.Context, id ID, password string) (Actor, error) {
	p, err := s.verify(ctx, id, password)
	if err != nil {
		return Actor{}, err
	}
	a := Acting(p)
	err = s.work.Do(With(ctx, a), func(ctx context.Context) error {
		return s.record(ctx, "登录", "person", string(p.ID), nil)
	})
	return a, err
}

// Confirm asks the actor of ctx for the password once more, before a step that binds the office. In a drill there is
// none to ask for.
func (s *Service) Confirm(ctx context.Context, password string) error {
	a, ok := From(ctx)
	if !ok || a.System {
		return May(ctx, Administer)
	}
	if s.drill {
		return nil
	}
	_, err := s.verify(ctx, a.Person, password)
	return err
}

// Pick signs a person in without a password. It is refused outside a drill.
func (s *Service) Pick(ctx context.Context, id ID) (Actor, error) {
	if !s.drill {
		return Actor{}, problem.New(problem.Forbidden, "只有演练时可以不用密码", "没有登录", "请输入密码")
	}
	p, err := s.store.Person(ctx, id)
	if err != nil {
		return Actor{}, err
	}
	if !p.Departed.IsZero() {
		return Actor{}, departed(p)
	}
	return Acting(p), nil
}

func (s *Service) verify(ctx context.Context, id ID, password string) (Person, error) {
	p, err := s.store.Person(ctx, id)
	if problem.KindOf(err) == problem.Missing {
		return Person{}, s.wrong(ctx, id, maxFailures)
	} else if err != nil {
		return Person{}, err
	}
	if !p.Departed.IsZero() {
		return Person{}, departed(p)
	}
	c, err := s.store.Credential(ctx, id)
	if err != nil {
		return Person{}, err
	}
	if s.now().Before(c.LockedUntil) {
		return Person{}, s.locked(ctx, id, c.LockedUntil)
	}
	matches := false
	if c.Hash != "" { // nobody's password is none
		if matches, err = s.hasher.Matches(c.Hash, password); err != nil {
			return Person{}, err
		}
	}
	// Counted under a lock, also when the password is right: guesses made at the same time must not pass the count.
	ok, left, until := false, 0, time.Time{}
	err = s.work.Do(ctx, func(ctx context.Context) error {
		c, err := s.store.Credential(ctx, id)
		if err != nil {
			return err
		}
		ok, left, until = false, 0, c.LockedUntil
		if s.now().Before(until) {
			return nil
		}
		if matches {
			ok = true
			if c.Failures == 0 {
				return nil
			}
			return s.store.SaveCredential(ctx, id, Credential{Hash: c.Hash})
		}
		c.Failures++
		if left = maxFailures - c.Failures; left <= 0 {
			until = s.now().Add(lockFor)
			c.Failures, c.LockedUntil = 0, until
			if err := s.store.SaveCredential(ctx, id, c); err != nil {
				return err
			}
			return s.record(With(ctx, System("登录守卫")), "连续输错密码，锁定", "person", string(id), nil)
		}
		return s.store.SaveCredential(ctx, id, c)
	})
	switch {
	case err != nil:
		return Person{}, err
	case ok:
		return p, nil
	case left > 0:
		return Person{}, s.wrong(ctx, id, left)
	}
	return Person{}, s.locked(ctx, id, until)
}

func (s *Service) wrong(ctx context.Context, id ID, left int) error {
	help, err := s.rescue(ctx, id, "重设")
	if err != nil {
		return err
	}
	return problem.New(problem.Forbidden, "姓名或密码不对", "没有登录", fmt.Sprintf("还可以再试 %d 次，之后要等 15 分钟。忘了密码，%s", left, help))
}

func (s *Service) locked(ctx context.Context, id ID, until time.Time) error {
	help, err := s.rescue(ctx, id, "解除")
	if err != nil {
		return err
	}
	return problem.New(problem.Locked, "连续 5 次输错密码，这个人暂时不能登录", "已经存下的内容都在",
		"请在 "+until.In(time.FixedZone("Asia/Shanghai", 8*3600)).Format("15:04")+" 之后再试；急用时"+help)
}

func departed(p Person) error {
	return problem.New(problem.Forbidden, p.Name+"已经离岗，不能再登录", "", "如是误记，请管理员在“设置 → 单位与人员”里恢复在岗")
}
