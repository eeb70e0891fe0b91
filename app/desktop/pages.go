package desktop

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"huiying/app/house"
	"huiying/app/ui/entry"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/backup"
	"huiying/internal/vault"
)

// show puts a page before the sign-in onto the window.
func (p *program) show(page entry.Page) {
	p.root.SetContent(page.Object())
	page.Focus()
}

func (p *program) opening(say string) fyne.CanvasObject { return entry.NewOpening(say) }

// choose is the first run: how is the program to be used.
func (p *program) choose() {
	p.show(entry.NewFirst(p.jobs, entry.First{Start: &starter{p}, Version: version(), Quit: p.window.Close, Done: func(entry.Mode) { p.signIn("") }}))
}

// enter opens the house of a mode and goes on to the sign-in, or to what keeps it from opening.
func (p *program) enter(mode house.Mode) {
	say := "正在打开"
	if mode == house.Drill {
		say = "正在准备演练：第一次要几秒钟"
	}
	p.root.SetContent(p.opening(say))
	c := p.config
	c.Mode = mode
	dir := p.folders.dirOf(c)
	if mode == house.Drill {
		dir = p.folders.data(house.Drill)
	}
	p.jobs.Go(func(ctx context.Context) func() {
		o, err := p.openHouse(ctx, mode, dir, p.folders.keySource(c))
		return func() {
			if err != nil {
				p.trouble(mode, dir, err)
				return
			}
			p.open = o
			p.unlock()
		}
	})
}

// unlock asks for the passphrase where the vault wants one.
func (p *program) unlock() {
	if !p.open.house.Vault.Locked() {
		p.signIn("")
		return
	}
	p.show(entry.NewUnlock(p.jobs, entry.Unlock{Version: version(), Quit: p.window.Close,
		Unlock: func(ctx context.Context, typed string) error {
			return p.open.house.Unlock(ctx, p.folders.passphrase(p.config, typed))
		},
		Done:  func() { p.signIn("") },
		Later: func() { p.signIn("密钥还没有打开，到点的稿件不会发出") }}))
}

func (p *program) signIn(note string) {
	h := p.open.house
	p.show(entry.NewSignIn(p.jobs, entry.SignIn{Office: h.People, Drill: h.Mode == house.Drill, Version: version(), Last: people.ID(p.config.Last), Note: note,
		Done: p.seated, Quit: p.window.Close}))
}

// trouble says why the house did not open, and offers what helps.
func (p *program) trouble(mode house.Mode, dir string, err error) {
	shelf := backup.NewShelf(filepath.Join(dir, "backups"), "huiying", ".db")
	p.show(entry.NewTrouble(p.jobs, entry.Trouble{Err: err, Folder: dir, Version: version(), Quit: p.window.Close, Retry: func() { p.enter(mode) },
		LastGood: func(ctx context.Context) (entry.Backup, error) {
			c, err := house.LastGood(ctx, dir)
			return entry.Backup{Name: filepath.Base(c.Path), Day: c.Day, Made: c.Made, Size: c.Size}, err
		},
		Restore: func(ctx context.Context, b entry.Backup) (string, error) {
			list, err := shelf.List()
			if err != nil {
				return "", err
			}
			for _, c := range list {
				if filepath.Base(c.Path) == b.Name {
					return house.Restore(ctx, dir, c, now())
				}
			}
			return "", problem.New(problem.Missing, "这份备份不见了", "什么都没有改动", "请再找一次备份")
		}}))
}

// starter begins what the first run asks for.
type starter struct{ p *program }

// Keyring tries the system's keyring without leaving anything in it.
func (s *starter) Keyring(ctx context.Context) error {
	trial := vault.Keyring{Service: appID, Entry: "trial"}
	_, err := trial.Load(ctx)
	if problem.KindOf(err) == problem.Missing {
		return nil
	}
	return err
}

// Begin makes a unit of its own: folder, key, people. A try that failed half way stands in nobody's way.
func (s *starter) Begin(ctx context.Context, set entry.Setup) error {
	c := config{Mode: house.Solo, Keys: "passphrase", Theme: s.p.config.Theme, Scale: s.p.config.Scale}
	if set.Keyring {
		c.Keys = "keyring"
	}
	if s.p.open == nil {
		o, err := s.p.openHouse(ctx, house.Solo, s.p.folders.dirOf(c), s.p.folders.keySource(c))
		if err != nil {
			return err
		}
		s.p.open = o
	}
	h := s.p.open.house
	if !set.Keyring && h.Vault.Locked() {
		source := s.p.folders.passphrase(c, set.Passphrase)
		if v, err := vault.Create(ctx, source); err == nil {
			v.Lock()
		} else if problem.KindOf(err) != problem.Conflict {
			return err
		}
		if err := h.Unlock(ctx, source); err != nil {
			return err
		}
	}
	if err := h.People.Setup(ctx, set.Unit, set.People); err != nil {
		return err
	}
	s.p.config = c
	return s.p.folders.write(c)
}

// Drill opens the drill.
func (s *starter) Drill(ctx context.Context) error {
	if s.p.open != nil { // a unit that was begun and left
		s.p.open.close()
		s.p.open = nil
	}
	o, err := s.p.openHouse(ctx, house.Drill, s.p.folders.data(house.Drill), nil)
	if err != nil {
		return err
	}
	s.p.open, s.p.config.Mode = o, house.Drill
	return s.p.folders.write(s.p.config)
}
