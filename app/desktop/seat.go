package desktop

import (
	"context"
	"fmt"
	"net/url"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/house"
	"huiying/app/ui/load"
	"huiying/app/ui/office"
	"huiying/app/ui/overlays"
	"huiying/app/ui/settings"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/upkeep"
	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/publishing/delivery"
)

// seat is somebody before the office.
type seat struct {
	jobs  *load.Jobs
	frame *shell.Frame
}

// seated puts a person who signed in before the office.
func (p *program) seated(a people.Actor) {
	if p.config.Last != string(a.Person) {
		p.config.Last = string(a.Person)
		_ = p.folders.write(p.config) // a convenience; the next sign-in asks again without it
	}
	h := p.open.house
	p.jobs.Go(func(ctx context.Context) func() {
		unit, err := h.People.Unit(ctx)
		return func() {
			if err != nil {
				p.trouble(h.Mode, h.Dir, err)
				return
			}
			s := &seat{jobs: load.NewJobsWith(people.With(p.ctx, a), p.paint)}
			var clock office.Clock
			var weibo settings.Weibo
			if h.Mode == house.Drill {
				clock = h
			} else {
				weibo = h
			}
			s.frame = office.New(s.jobs, office.Services{Unit: unit, Actor: a, People: h.People, Accounts: h.Accounts, Review: h.Review,
				Publishing: h.Publishing, Inbox: h.Inbox, Sending: h.Sending, Calendar: h.Calendar, Monitoring: h.Rules, Policy: h.Policy, Now: h.Clock.Now, Changed: h.Bus.Listen,
				Browse: p.browse, Copy: func(text string) { p.app.Clipboard().SetContent(text) }, Clock: clock, Leave: p.change, Dress: p.otherDress,
				Upkeep: upkeep.Keeper{House: h}, Weibo: weibo, Looks: looks{p}, About: settings.About{Version: version(), Folder: h.Dir}})
			p.seat = s
			p.root.SetContent(s.frame)
			s.frame.Attach(p.window.Canvas())
			s.frame.Open("today", nil)
			p.window.SetTitle(title(unit, h.Mode, h.Vault.Locked()))
		}
	})
}

func title(u people.Unit, m house.Mode, locked bool) string {
	t := "回应 · " + u.Name
	switch {
	case m == house.Drill:
		t += "（演练，不会真的发出）"
	case locked:
		t += "（密钥没有打开，什么都不会发出）"
	}
	return t
}

// leave takes the office away and waits for what it was doing.
func (p *program) leave() {
	if p.seat == nil {
		return
	}
	p.seat.frame.Detach()
	p.seat.frame.Stop()
	p.seat.jobs.Stop()
	p.seat = nil
}

// change lets somebody else sit down, unless something would be lost.
func (p *program) change() {
	if p.seat != nil && p.stays() {
		return
	}
	p.leave()
	p.window.SetTitle("回应")
	p.signIn("")
}

// otherDress goes from light to dark and back.
func (p *program) otherDress() {
	mode := theme.Dark
	if p.dress.Dark(p.app.Settings().ThemeVariant()) {
		mode = theme.Light
	}
	p.wear(mode, scaleOf(p.config.Scale))
	_ = p.folders.write(p.config) // it is worn already; the next start asks the system where this fails
}

func (p *program) browse(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return problem.New(problem.Invalid, "地址打不开", "", "请把它复制到浏览器里")
	}
	open := p.visit
	if open == nil {
		open = p.app.OpenURL
	}
	if err := open(u); err != nil {
		return problem.Wrap(err, problem.Unavailable, "系统没有打开浏览器", "", "请把地址复制到浏览器里："+address)
	}
	return nil
}

// dropped gives files that were dropped onto the window to the screen in front, if it takes any.
func (p *program) dropped(uris []fyne.URI) {
	if p.seat == nil {
		return
	}
	taker, ok := p.seat.frame.Current().(interface{ Drop(paths []string) })
	if !ok {
		return
	}
	var paths []string
	for _, u := range uris {
		paths = append(paths, u.Path())
	}
	taker.Drop(paths)
}

// stays tells whether somebody must not leave the office yet, on whichever screen something would be lost, and says why.
func (p *program) stays() bool {
	c := p.window.Canvas()
	typing := c.Focused()
	c.Unfocus() // what is being composed is a part of what would be lost
	why := p.seat.frame.MayClose()
	if why != "" {
		if typing != nil {
			c.Focus(typing)
		}
		p.seat.frame.Toast(why, nil)
	}
	return why != ""
}

// closing asks before the program ends, from whichever page: while something would be lost, and while something waits to go
// out. A computer that is off sends nothing.
func (p *program) closing() {
	switch {
	case p.asking, p.seat != nil && p.stays():
		return
	case p.open == nil:
		p.window.Close()
		return
	}
	h := p.open.house
	p.jobs.Go(func(ctx context.Context) func() {
		n, err := waiting(people.With(ctx, people.System("退出")), h)
		return func() {
			if err != nil || n == 0 {
				p.window.Close()
				return
			}
			p.asking = true
			overlays.Ask(p.window.Canvas(), overlays.Question{Icon: "warn", Title: fmt.Sprintf("还有 %d 条等着发，现在退出？", n),
				Consequence: "程序关着，到点不会发出；再打开时会按迟到的办法处理，不会重发。",
				Do:          "退出程序", Cancel: "不退出", Danger: true,
				OnDo:     func(string) string { p.window.Close(); return "" },
				OnCancel: func() { p.asking = false }})
		}
	})
}

// waiting counts what the program would still do by itself to bring something out: posts and answers.
func waiting(ctx context.Context, h *house.House) (int, error) {
	ds, err := h.Publishing.Deliveries.In(ctx, delivery.Armed, delivery.Sending, delivery.Accepted, delivery.Unknown)
	if err != nil {
		return 0, err
	}
	as, err := h.Inbox.AnswersIn(ctx, inbox.Ready, inbox.Sending, inbox.Unknown)
	return len(ds) + len(as), err
}

// now is the real time, for what stands outside a house.
func now() time.Time { return time.Now() }

// version is the build's own.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "开发版"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 8 {
			return s.Value[:8]
		}
	}
	return "开发版"
}
