//go:build linux || freebsd || netbsd || openbsd

package setup

import (
	"context"
	"os"

	"huiying/app/ui/typing/methods"
	"huiying/app/ui/typing/methods/ibus"
	"huiying/app/ui/typing/methods/x11"
)

// Prepare looks at the environment and decides. It must be called before the app is made: it may switch Fyne's own way of typing
// (XIM) off for this process, and have Fyne use X11 on a Wayland session, where it has neither text input nor the place of
// a window.
//
// Typing stays with Fyne where an input method of another kind is asked for, or one that can be reached through XIM only, or
// where there is no bus, or no X server.
func Prepare(ctx context.Context) *Typing {
	if os.Getenv("WAYLAND_DISPLAY") != "" && os.Getenv("DISPLAY") != "" {
		_ = os.Setenv("FYNE_PLATFORM", "x11")
	}
	p, ok := decide(ctx, os.Getenv)
	if !ok {
		return asBefore()
	}
	_ = os.Setenv("XMODIFIERS", "@im=none")
	f := &finder{places: p, wishes: make(chan wish, 16), gone: make(chan struct{})}
	m := methods.New(p.server, func(g func()) { f.paint(g) }, f.lost)
	f.method = m
	return &Typing{method: m, begin: f.start, end: f.stop}
}

// places are where input methods are looked for.
type places struct {
	server    *x11.Server
	display   string
	bus       string              // address of the session's bus; empty when there is none
	getenv    func(string) string // for the address of ibus, which is another one after each start of it
	ibusFirst bool                // what this person's session asks for
}

func decide(ctx context.Context, getenv func(string) string) (places, bool) {
	p := places{display: getenv("DISPLAY"), bus: getenv("DBUS_SESSION_BUS_ADDRESS"), getenv: getenv}
	asked := x11.Asked(getenv("XMODIFIERS"))
	switch asked {
	case "", "none", "fcitx", "fcitx5", "ibus":
	default:
		return p, false
	}
	if p.bus == "disabled:" {
		p.bus = ""
	}
	if p.bus == "" && getenv("XDG_RUNTIME_DIR") != "" { // where systemd puts it
		if sock := getenv("XDG_RUNTIME_DIR") + "/bus"; exists(sock) {
			p.bus = "unix:path=" + sock
		}
	}
	if p.display == "" || p.bus == "" && len(ibus.Addresses(getenv)) == 0 {
		return p, false
	}
	for _, hint := range []string{asked, getenv("QT_IM_MODULE"), getenv("GTK_IM_MODULE")} {
		if hint == "fcitx" || hint == "fcitx5" {
			break
		}
		if hint == "ibus" {
			p.ibusFirst = true
			break
		}
	}
	server, err := x11.Open(p.display)
	if err != nil {
		return p, false
	}
	p.server = server
	if (asked == "fcitx" || asked == "ibus") && server.Serves(asked) && !p.reachable(ctx) {
		server.Close() // it stands on the screen and not on the bus: an old fcitx, or one of another session
		return p, false
	}
	return p, true
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
