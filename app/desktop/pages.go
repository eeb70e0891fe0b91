package desktop

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"huiying/app/house"
	"huiying/app/ui/entry"
	"huiying/app/ui/overlays"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/backup"
)

// show puts a page before the sign-in onto the window.
func (p *program) show(page entry.Page) {
	p.root.SetContent(page.Object())
	page.Focus()
}

func (p *program) opening(say string) fyne.CanvasObject { return entry.NewOpening(say) }

// choose is the first run: how is the program to be used.
func (p *program) choose() {
	s := &starter{p: p}
	p.show(entry.NewFirst(p.jobs, entry.First{Start: s, Version: version(), Quit: p.closing, Done: func(entry.Mode) { p.unlockWith(s.note) }}))
}

// found looks whether a unit is there that no settings speak of: they were lost, or the program ended between founding it
// and writing them. A data folder that cannot be read is opened too, to say why and to offer a backup.
func (p *program) found() {
	c := p.folders.guess(p.config)
	p.jobs.Go(func(ctx context.Context) func() {
		there, err := house.Founded(ctx, p.folders.dirOf(c))
		if err == nil && there {
			err = p.folders.write(c)
		}
		return func() {
			if err == nil && !there {
				p.choose()
				return
			}
			p.config = c
			p.enter(c.Mode)
		}
	})
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

// unlock asks for the passphrase where the vault wants one, and goes on to the sign-in.
func (p *program) unlock() { p.unlockWith("") }

func (p *program) unlockWith(note string) {
	if h := p.open.house; !h.Vault.Locked() || h.NoKey != nil {
		p.signIn(note)
		return
	}
	p.show(entry.NewUnlock(p.jobs, entry.Unlock{Version: version(), Quit: p.closing,
		Unlock: func(ctx context.Context, typed string) error {
			return p.open.house.Unlock(ctx, p.folders.passphrase(p.config, typed))
		},
		Done:  func() { p.signIn(note) },
		Later: func() { p.signIn("") },
		Lost:  func() { p.anew(note) }}))
}

// anew makes another key under another passphrase, where the old one is lost for good.
func (p *program) anew(note string) {
	p.show(entry.NewAnew(p.jobs, entry.Anew{Version: version(), Back: func() { p.unlockWith(note) }, Done: func() { p.signIn(note) },
		Replace: func(ctx context.Context, typed string) error {
			return p.open.house.ReplacePassphrase(ctx, p.folders.passphrase(p.config, typed))
		}}))
}

// closedKey is said wherever the key is not open.
const closedKey = "密钥还没有打开：到点的稿件和答复都不会发出，留言也不收取"

// signIn asks who sits down. Where the key is not open it says so instead of a note, and has a button for it.
func (p *program) signIn(note string) {
	h := p.open.house
	var open func()
	if h.Vault.Locked() {
		note, open = closedKey, p.unlock
		if h.NoKey != nil {
			note, open = problem.Words(h.NoKey), p.findKey
		}
	}
	p.show(entry.NewSignIn(p.jobs, entry.SignIn{Office: h.People, Drill: h.Mode == house.Drill, Version: version(), Last: people.ID(p.config.Last), Note: note,
		Unlock: open, Done: p.seated, Quit: p.closing}))
}

// findKey looks for a key that was gone when the house opened. One that is still gone can be replaced, by a person's word.
func (p *program) findKey() {
	h := p.open.house
	try := func(do func(context.Context) error, failed func(error)) {
		p.jobs.Go(func(ctx context.Context) func() {
			err := do(ctx)
			return func() {
				if err == nil {
					p.signIn("")
					return
				}
				failed(err)
			}
		})
	}
	try(h.FindKey, func(err error) {
		overlays.Ask(p.window.Canvas(), overlays.Question{Icon: "warn", IconTone: widgets.Amber, Title: "密钥还是没有找到，另做一把？", Consequence: problem.Words(err) +
			"另做以后，各个账号都要重新授权；稿件、留言和记录不受影响。", Do: "另做一把密钥", Cancel: "先不做", Danger: true,
			OnDo: func(string) string {
				try(h.ReplaceKey, func(err error) { p.signIn("") })
				return ""
			}})
	})
}

// trouble says why the house did not open, and offers what helps. Nothing stands open while it is there: a backup may be put
// in the place of the file.
func (p *program) trouble(mode house.Mode, dir string, err error) {
	p.shut()
	shelf := backup.NewShelf(filepath.Join(dir, "backups"), "huiying", ".db")
	p.show(entry.NewTrouble(p.jobs, entry.Trouble{Err: err, Folder: dir, Version: version(), Quit: p.closing, Retry: func() { p.enter(mode) },
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

// unread says why the program's own settings cannot be read. They can be put aside and asked for anew; a unit that is there
// is found again.
func (p *program) unread(err error) {
	again := func() {
		c, err := p.folders.read()
		if err != nil {
			p.unread(err)
			return
		}
		p.config = c
		p.begin()
	}
	p.show(entry.NewTrouble(p.jobs, entry.Trouble{Err: err, Folder: p.folders.base, Version: version(), Quit: p.closing, Retry: again,
		Anew: func() {
			if err := p.folders.setAside(now()); err != nil {
				p.unread(err)
				return
			}
			again()
		}}))
}
