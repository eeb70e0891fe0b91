package desktop

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"huiying/app/house"
	"huiying/app/ui/entry"
	"huiying/internal/problem"
	"huiying/internal/vault"
)

// starter begins what the first run asks for.
type starter struct {
	p    *program
	keys string // how the key of the house that stands open is kept
	note string // for the sign-in that follows
}

// Keyring tries the system's keyring without leaving anything in it.
func (s *starter) Keyring(ctx context.Context) error {
	trial := vault.Keyring{Service: appID, Entry: "trial"}
	_, err := trial.Load(ctx)
	if problem.KindOf(err) == problem.Missing {
		return nil
	}
	return err
}

// Begin makes a unit of its own: folder, key, people. A try that failed half way stands in nobody's way: a house that was
// opened for another way to keep the key is closed first, and the key of a unit that was not founded is made anew. A unit
// that is there already stays as it is, and is signed in to.
func (s *starter) Begin(ctx context.Context, set entry.Setup) error {
	c := config{Mode: house.Solo, Keys: byPassphrase, Theme: s.p.config.Theme, Scale: s.p.config.Scale}
	if set.Keyring {
		c.Keys = byKeyring
	}
	if s.p.open != nil && s.keys != c.Keys {
		s.p.shut()
	}
	if s.p.open == nil {
		o, err := s.p.openHouse(ctx, house.Solo, s.p.folders.dirOf(c), s.p.folders.keySource(c))
		if err != nil {
			return err
		}
		s.p.open, s.keys = o, c.Keys
	}
	h := s.p.open.house
	there, err := h.Settled(ctx)
	switch {
	case err != nil:
		return err
	case there:
		c = s.p.folders.guess(c)
		s.note = "这台电脑上已经建好了单位，刚才填的没有用上，请用原来的姓名和密码登录"
	default:
		if err := s.found(ctx, h, c, set); err != nil {
			return err
		}
	}
	s.p.config = c
	return s.p.folders.write(c)
}

// found makes the key and the unit.
func (s *starter) found(ctx context.Context, h *house.House, c config, set entry.Setup) error {
	if !set.Keyring {
		source := s.p.folders.passphrase(c, set.Passphrase)
		if h.Vault.Locked() {
			// No unit, so nothing is sealed: a key file that lies here is of a try that failed, perhaps under another passphrase.
			if err := os.Remove(source.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return problem.Wrap(err, problem.Unavailable, "密钥文件换不掉", "单位还没有建立", "请检查 "+h.Dir+" 的权限")
			}
			v, err := vault.Create(ctx, source)
			if err != nil {
				return err
			}
			v.Lock()
			if err := h.Unlock(ctx, source); err != nil {
				return err
			}
		} else if err := h.Vault.Move(ctx, source); err != nil { // the passphrase of this try, not of the one before
			return err
		}
	}
	return h.People.Setup(ctx, set.Unit, set.People)
}

// Drill opens the drill.
func (s *starter) Drill(ctx context.Context) error {
	s.p.shut() // a unit that was begun and left
	o, err := s.p.openHouse(ctx, house.Drill, s.p.folders.data(house.Drill), nil)
	if err != nil {
		return err
	}
	s.p.open, s.keys, s.p.config.Mode = o, "", house.Drill
	return s.p.folders.write(s.p.config)
}
