// Package house builds the program out of its rooms, for the window and for the terminal alike: it opens the data folder,
// ties each desk to its store, its platforms and the other desks, and starts what runs by itself. It holds no rule of
// its own and draws nothing.
package house

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"huiying/accounts"
	"huiying/accounts/monitoring"
	"huiying/inbox"
	"huiying/inbox/policy"
	"huiying/inbox/sending"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/backup"
	"huiying/internal/store/filelock"
	"huiying/internal/store/media"
	"huiying/internal/store/sqlite"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/trail"
	"huiying/internal/unit"
	"huiying/internal/vault"
	"huiying/internal/wake"
	"huiying/internal/workdays"
	"huiying/publishing"
	"huiying/review"
)

// Mode is one of the ways to run the program.
type Mode string

// The modes. Working together over a server comes later.
const (
	Solo  Mode = "solo"
	Drill Mode = "drill"
)

// Outside is where the platforms are. The zero Outside is the real ones.
type Outside struct {
	WeChat   string // base address
	Weibo    string // base address
	Redirect string // the address registered with the Weibo app
	Clock    Mover  // of a drill; nil for the real time
}

// Options say how to build the house.
type Options struct {
	Dir     string // data folder
	Mode    Mode
	Outside Outside
	Keys    vault.Source // where the vault's key lies
	HTTP    *http.Client // nil: one with bounds
	Log     *slog.Logger
	Width   int // how many due acts run at a time; 0: 8
	// Passwords is what hashing one costs; zero: vault.Usual. Tests that sign many people in make it cheap.
	Passwords vault.Cost
	// Ready is called once the folder is this program's alone and says where the platforms are, for stand-ins that are started
	// beside it; nil: Outside is as it stands.
	Ready func(ctx context.Context) (Outside, error)
}

// House is the running program without its screens.
type House struct {
	Mode  Mode
	Dir   string
	Clock *Clock
	Bus   *Bus
	Log   *slog.Logger

	People     *people.Service
	Accounts   *accounts.Service
	Review     *review.Service
	Publishing *publishing.Service
	Inbox      *inbox.Service
	Sending    *sending.Service
	Trail      *trail.Log
	TrailStore trail.Store
	Settings   *core.Settings
	Calendar   *workdays.Calendar
	Policy     policy.Policy
	Rules      monitoring.Rules
	Vault      *vault.Vault
	Media      *media.Folder
	Wakes      wake.Store
	Store      *sqlite.Store
	Runner     *wake.Runner

	Backups *backup.Shelf

	NoKey error // why the vault is locked although no person has to type for it; nil otherwise

	work    *unit.Work
	lock    *filelock.Lock
	keys    vault.Source
	patient *patient
	weibo   weiboSettings
}

// File is the name of the data file inside the folder.
const File = "huiying.db"

// Open builds the house over a data folder and starts nothing yet. A second program on the folder is problem.Locked, a
// damaged file problem.Damaged (see Restore), one of a newer program problem.Newer.
func Open(ctx context.Context, o Options) (h *House, err error) {
	h = &House{Mode: o.Mode, Dir: o.Dir, Clock: &Clock{}, Bus: &Bus{}, Log: o.Log, keys: o.Keys}
	defer func() {
		if err != nil {
			_ = h.Close()
			h = nil
		}
	}()
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return h, problem.Wrap(err, problem.Unavailable, "建不了数据文件夹", "什么都没有写", "请检查磁盘和文件夹的权限")
	}
	if h.lock, err = filelock.Acquire(filepath.Join(o.Dir, File), "回应", time.Now()); err != nil {
		return h, err
	}
	if o.Ready != nil {
		if o.Outside, err = o.Ready(ctx); err != nil {
			return h, err
		}
	}
	h.Clock.mover = o.Outside.Clock
	if err := h.Clock.read(ctx); err != nil {
		return h, err
	}
	if h.Store, err = sqlite.Open(ctx, filepath.Join(o.Dir, File)); err != nil {
		return h, err
	}
	if h.Media, err = media.OpenFolder(mediaOf(o.Dir), h.Clock.Now()); err != nil {
		return h, err
	}
	h.Backups = shelf(o.Dir)
	h.Vault = vault.New()
	if err := h.openVault(ctx); err != nil {
		return h, err
	}
	return h, h.build(ctx, o)
}

// owner is who the wakes are leased to: the one program on the file.
const owner = "solo"

// Start settles what the last run left open, and begins to do what falls due. Nothing is sent before every intent without
// an outcome is known to be unknown, and of a restored backup nothing that may have gone out since.
func (h *House) Start(ctx context.Context) error {
	ctx = people.With(ctx, people.System("启动"))
	if err := h.Publishing.Deliveries.Recover(ctx); err != nil {
		return err
	}
	if err := h.Sending.Recover(ctx); err != nil {
		return err
	}
	if err := h.pauseCopy(ctx); err != nil {
		return err
	}
	if err := h.watch(ctx); err != nil {
		return err
	}
	return h.Runner.Start(ctx, true)
}

// watch has every bound account's comments read.
func (h *House) watch(ctx context.Context) error {
	list, err := h.Accounts.List(ctx)
	if err != nil {
		return err
	}
	for _, a := range list {
		if _, ok, err := h.Wakes.At(ctx, inbox.WakeCollect, string(a.ID)); err != nil || ok {
			if err != nil {
				return err
			}
			continue
		}
		if err := h.Inbox.Watch(ctx, a.ID); err != nil {
			return err
		}
	}
	return nil
}

// Advance moves a drill's clock forward and has everything look at what is due now.
func (h *House) Advance(ctx context.Context, d time.Duration) error {
	if !h.Clock.Movable() {
		return problem.New(problem.Forbidden, "只有演练时可以拨快时钟", "时间没有动", "")
	}
	if err := h.Clock.advance(ctx, d); err != nil {
		return err
	}
	h.Runner.Poke()
	h.Bus.Tell("clock", "")
	return nil
}

// Close stops what runs, waits for it, and closes the files. It may be called on a house that was only half built.
func (h *House) Close() error {
	var errs []error
	if h.Runner != nil {
		h.Runner.Stop()
	}
	if h.Vault != nil {
		h.Vault.Lock()
	}
	if h.Store != nil {
		errs = append(errs, h.Store.Close())
	}
	if h.lock != nil {
		errs = append(errs, h.lock.Release())
	}
	return errors.Join(errs...)
}
