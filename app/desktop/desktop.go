// Package desktop is the window: it opens the house, shows the pages before the sign-in and the office after it, and closes
// both in order. It is wiring only; every rule is a desk's, every drawing a screen's.
package desktop

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"huiying/app/house"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/typing/input"
	"huiying/app/ui/typing/methods/setup"
	"huiying/assets"
	"huiying/internal/problem"
	"huiying/internal/vault"
)

// appID is the program's name for the system.
const appID = "cn.huiying.desk"

// Main runs the program until its window is closed, and returns its exit code.
func Main(ctx context.Context, args []string) int {
	flags := flag.NewFlagSet("huiying", flag.ContinueOnError)
	flags.SetOutput(os.Stderr)
	drill := flags.Bool("drill", false, "直接打开演练")
	dir := flags.String("dir", "", "数据放在哪个文件夹；不写就放在系统给程序的地方")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	words := setup.Prepare(ctx) // before the app, which reads what it decides
	p, err := start(ctx, means{app: app.NewWithID(appID), paint: fyne.Do, typing: words}, *dir, *drill)
	if err != nil {
		complain(os.Stderr, err)
		return 1
	}
	p.window.ShowAndRun()
	p.end()
	return 0
}

func complain(w io.Writer, err error) { _, _ = fmt.Fprintln(w, problem.Words(err)) }

// means are what the program works with outside its own data: what draws its window, and where the platforms are.
type means struct {
	app       fyne.App
	paint     func(func())           // how another goroutine has something painted
	outside   house.Outside          // of a unit's own accounts; the zero is the real platforms
	visit     func(u *url.URL) error // nil: the system's browser
	passwords vault.Cost             // what hashing one costs, and a passphrase; the zero is the usual
	typing    *setup.Typing          // the input method; nil: none
}

// program is the running window.
type program struct {
	means
	window  fyne.Window
	root    *typing.Root
	dress   *theme.Theme
	folders folders
	config  config
	drill   bool

	ctx    context.Context
	cancel context.CancelFunc
	jobs   *load.Jobs // of the pages before the sign-in
	open   *opened    // nil before a house is open
	seat   *seat      // nil before somebody signed in
	asking bool       // whether to close with posts waiting is being asked
}

// start makes the window with its first page.
func start(ctx context.Context, m means, dir string, drill bool) (*program, error) {
	f, err := base(dir)
	if err != nil {
		return nil, err
	}
	f.cost = m.passwords
	c, wrong := f.read()
	p := &program{means: m, folders: f, config: c, drill: drill}
	p.ctx, p.cancel = context.WithCancel(ctx)
	p.jobs = load.NewJobsWith(p.ctx, p.paint)
	p.putOn(theme.New(modeOf(c.Theme), scaleOf(c.Scale)))
	p.app.SetIcon(fyne.NewStaticResource("Icon.png", assets.AppIcon))
	p.window = p.app.NewWindow("回应")
	p.window.SetPadded(false)
	p.root = typing.NewRoot(p.opening("正在打开"), p.method())
	p.window.SetContent(p.root)
	p.window.Resize(fyne.NewSize(1280, 800))
	p.window.SetCloseIntercept(p.closing)
	p.window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { p.dropped(uris) })
	if wrong != nil {
		p.unread(wrong)
	} else {
		p.begin()
	}
	return p, nil
}

// begin decides on the first page: the drill at once, the house that is there, or the choice of a new unit.
func (p *program) begin() {
	switch {
	case p.drill:
		p.enter(house.Drill)
	case p.config.Mode == "":
		p.found()
	default:
		p.enter(p.config.Mode)
	}
}

// end closes everything, in the reverse order of opening.
func (p *program) end() {
	p.leave()
	p.cancel()
	p.jobs.Stop()
	p.shut()
	if p.typing != nil {
		p.typing.Close()
	}
}

// method is the input method that the window gives to its fields.
func (p *program) method() input.Method {
	if p.typing == nil {
		return input.None{}
	}
	p.typing.Begin(p.ctx, p.paint, fetch())
	return p.typing.Method()
}

// modeOf reads the config; a program that was never asked is light, as the office is.
func modeOf(name string) theme.Mode {
	switch name {
	case "system":
		return theme.System
	case "dark":
		return theme.Dark
	}
	return theme.Light
}

func scaleOf(percent int) int {
	for _, s := range theme.Scales() {
		if s == percent {
			return s
		}
	}
	return 100
}
