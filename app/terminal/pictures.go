package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	fynetest "fyne.io/fyne/v2/test"

	"huiying/app/day"
	"huiying/app/house"
	"huiying/app/ui/gallery"
	"huiying/app/ui/load"
	"huiying/app/ui/office"
	"huiying/app/ui/settings"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/upkeep"
	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/platforms/drill"
	"huiying/internal/vault"
	"huiying/publishing"
)

// runPictures paints every screen of a freshly prepared drill.
func runPictures(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("pictures", flag.ContinueOnError)
	flags.SetOutput(out)
	if err := flags.Parse(args); err != nil {
		return err
	}
	to := flags.Arg(0)
	if to == "" {
		return fmt.Errorf("%w：pictures 要写放图片的文件夹", errUsage)
	}
	dir, err := os.MkdirTemp("", "huiying-pictures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	server, err := drill.Start(ctx, drill.Prepared(filepath.Join(dir, "platforms")))
	if err != nil {
		return err
	}
	defer server.Close()
	outside, seed, err := house.StandIns(ctx, server.Control())
	if err != nil {
		return err
	}
	h, err := house.Open(ctx, house.Options{Dir: dir, Mode: house.Drill, Outside: outside, Log: slog.New(slog.DiscardHandler),
		Keys: vault.DrillFile{Path: filepath.Join(dir, "vault.key")}})
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.Start(ctx); err != nil {
		return err
	}
	d := &day.Day{House: h, Drill: server.Control(), Seed: seed, Out: io.Discard}
	if err := d.Prepare(ctx); err != nil {
		return err
	}
	n, err := paint(ctx, h, to)
	if err == nil {
		_, _ = fmt.Fprintf(out, "%d 张图画好了，在 %s\n", n, to)
	}
	return err
}

// shot is one picture: who sits before which screen.
type shot struct {
	role   people.Role
	screen string
}

func shots() []shot {
	return []shot{{people.Officer, "today"}, {people.Officer, "compose"}, {people.Checker, "review"}, {people.Officer, "schedule"},
		{people.Answerer, "inbox"}, {people.Registrar, "register"}, {people.Administrator, "settings"}}
}

// paint writes a picture of every page before the sign-in and of every screen over a house, light and dark, and returns how many.
func paint(ctx context.Context, h *house.House, dir string) (int, error) {
	app := fynetest.NewApp()
	defer app.Quit()
	unit, err := h.People.Unit(ctx)
	if err != nil {
		return 0, err
	}
	staff, err := h.People.People(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for name, mode := range map[string]theme.Mode{"light": theme.Light, "dark": theme.Dark} {
		app.Settings().SetTheme(theme.New(mode, 100))
		done, err := paintPages(ctx, h.People, dir, name)
		if n += done; err != nil {
			return n, err
		}
		for i, s := range shots() {
			who := slices.IndexFunc(staff, func(p people.Person) bool { return p.Has(s.role) })
			if who < 0 {
				return n, fmt.Errorf("没有%s，“%s”这一页没有画", s.role.Title(), s.screen)
			}
			file := filepath.Join(dir, fmt.Sprintf("%02d-%s-%s.png", i+1, s.screen, name))
			if err := paintOne(ctx, h, unit, people.Acting(staff[who]), s.screen, file); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

func paintOne(ctx context.Context, h *house.House, unit people.Unit, who people.Actor, screen, file string) error {
	var queue load.Queue
	jobs := load.NewJobsWith(people.With(ctx, who), queue.Do)
	defer jobs.Stop()
	var clock office.Clock
	if h.Mode == house.Drill {
		clock = h
	}
	f := office.New(jobs, office.Services{Unit: unit, Actor: who, People: h.People, Accounts: h.Accounts, Review: h.Review, Publishing: h.Publishing,
		Inbox: h.Inbox, Sending: h.Sending, Calendar: h.Calendar, Monitoring: h.Rules, Policy: h.Policy, Now: h.Clock.Now, Changed: h.Bus.Listen,
		Browse: func(string) error { return nil }, Copy: func(string) {}, Clock: clock, Leave: func() {}, Dress: func() {},
		Upkeep: upkeep.Keeper{House: h}, Weibo: h, Looks: still{}, About: settings.About{Version: "", Folder: ""}})
	defer f.Stop()
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(typing.NewRoot(f, nil))
	c.Resize(fyne.NewSize(1280, 800))
	f.Attach(c)
	defer f.Detach()
	if !f.Open(screen, something(people.With(ctx, who), h, screen)) {
		return fmt.Errorf("没有“%s”这一页", screen)
	}
	queue.Settle(300*time.Millisecond, 5*time.Second)
	return gallery.Save(gallery.Capture(c), file)
}

// something is what a screen is opened on where it would show a list alone: a returned post, the first question.
func something(ctx context.Context, h *house.House, screen string) shell.Params {
	switch screen {
	case "compose":
		if posts, err := h.Publishing.List(ctx, publishing.PostFilter{States: []publishing.State{publishing.Returned, publishing.Published}, Limit: 1}); err == nil && len(posts) > 0 {
			return shell.Params{"post": posts[0].ID}
		}
	case "inbox":
		for _, v := range []inbox.View{inbox.ViewOverdue, inbox.ViewUnassigned, inbox.ViewAnswered} {
			if qs, err := h.Inbox.Page(ctx, inbox.Filter{View: v, Limit: 1}); err == nil && len(qs) > 0 {
				return shell.Params{"id": qs[0].ID}
			}
		}
	}
	return nil
}

// still is how the program looks in a picture: nothing is chosen.
type still struct{}

func (still) Mode() theme.Mode          { return theme.Light }
func (still) Scale() int                { return 100 }
func (still) Set(theme.Mode, int) error { return nil }
