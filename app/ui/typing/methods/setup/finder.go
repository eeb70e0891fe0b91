//go:build linux || freebsd || netbsd || openbsd

package setup

import (
	"context"
	"errors"
	"time"

	"github.com/godbus/dbus/v5"

	"huiying/app/ui/typing/methods"
	"huiying/app/ui/typing/methods/bus"
	"huiying/app/ui/typing/methods/fcitx"
	"huiying/app/ui/typing/methods/ibus"
)

// candidate is an input method that may be there.
type candidate struct {
	name string
	open func(ctx context.Context, wake func()) (daemon, error)
}

// daemon is a context whose end can be waited for.
type daemon interface {
	methods.Context
	Ended() <-chan struct{}
}

// candidates are what may be there, in the order in which they are wanted.
func (p places) candidates() []candidate {
	var all []candidate
	if p.bus != "" {
		for _, name := range fcitx.Names() {
			all = append(all, candidate{name, func(ctx context.Context, wake func()) (daemon, error) {
				return fcitx.Open(ctx, p.bus, name, p.display, wake)
			}})
		}
	}
	own := candidate{"ibus", func(ctx context.Context, wake func()) (daemon, error) {
		address := ibus.Address(p.getenv)
		if address == "" {
			return nil, errors.New("no ibus")
		}
		return ibus.Open(ctx, address, wake)
	}}
	if p.ibusFirst {
		return append([]candidate{own}, all...)
	}
	return append(all, own)
}

// reachable says whether one of them answers now.
func (p places) reachable(ctx context.Context) bool {
	d, err := p.open(ctx, func() {})
	if err != nil {
		return false
	}
	d.Close()
	return true
}

// openWithin is how long a daemon may take to make a context.
const openWithin = 3 * time.Second

// open makes a context at the first that answers.
func (p places) open(ctx context.Context, wake func()) (daemon, error) {
	err := errors.New("no input method")
	for _, c := range p.candidates() {
		within, cancel := context.WithTimeout(ctx, openWithin)
		d, no := c.open(within, wake)
		cancel()
		if no == nil {
			return d, nil
		}
		err = no
		if ctx.Err() != nil {
			break
		}
	}
	return nil, err
}

// Times of looking again: a bus tells when a name comes, so that the first is for ibus, whose bus comes and goes with it, and the
// others for a daemon that hangs.
const (
	lookAgain = 2 * time.Second
	rest      = time.Second
	restMost  = 30 * time.Second
	goodAfter = time.Minute // a daemon that has served so long has not hung before
)

// wish is why the finder looks again.
type wish struct {
	failed methods.Context // was lost by the method
	err    error
}

// finder keeps the method supplied with a context. It is one goroutine; the method is touched through paint alone.
type finder struct {
	places
	method *methods.Method
	paint  func(func())
	wishes chan wish
	cancel context.CancelFunc
	gone   chan struct{}
}

func (f *finder) start(ctx context.Context, paint func(func())) {
	f.paint = paint
	ctx, cancel := context.WithCancel(ctx)
	f.cancel = cancel
	go f.run(ctx)
}

// stop ends the search. The method is left to the windows, which are closed by now.
func (f *finder) stop() {
	if f.cancel != nil {
		f.cancel()
		<-f.gone
	}
	if f.server != nil {
		f.server.Close()
	}
}

// lost is told by the method, on the main goroutine.
func (f *finder) lost(c methods.Context, err error) {
	select {
	case f.wishes <- wish{c, err}:
	default: // it is looking already
	}
}

func (f *finder) run(ctx context.Context) {
	defer close(f.gone)
	names := f.watch(ctx)
	var now daemon
	var since time.Time
	pause := time.Duration(0) // before a daemon that hung is tried again
	for ctx.Err() == nil {
		wait := lookAgain
		if now == nil {
			if d, err := f.open(ctx, f.method.Wake); err == nil {
				now, since = d, time.Now()
				f.paint(func() { f.method.Adopt(d) })
			}
		}
		var ended <-chan struct{}
		if now != nil {
			ended, wait = now.Ended(), time.Hour
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case w := <-f.wishes:
			if w.failed != now {
				break
			}
			now = nil
			if !errors.Is(w.err, bus.ErrLate) {
				break
			}
			if time.Since(since) > goodAfter {
				pause = 0
			}
			pause = min(max(2*pause, rest), restMost)
			select {
			case <-ctx.Done():
			case <-time.After(pause):
			}
		case <-ended:
			now = f.drop(now)
		case name, ok := <-names:
			if !ok {
				names = nil
				break
			}
			if g, is := now.(interface{ Owner() string }); is && g.Owner() == name {
				now = f.drop(now)
			}
		case <-timer.C:
		}
		timer.Stop()
	}
	if now != nil {
		now.Close()
	}
}

// drop has the method let go of a daemon that is gone.
func (f *finder) drop(d daemon) daemon {
	f.paint(func() {
		if f.method.Has(d) {
			f.method.Adopt(nil)
		}
	})
	return nil
}

// watch tells who has lost a name that matters on the session's bus: the old owner, which is empty when somebody new came.
func (f *finder) watch(ctx context.Context) <-chan string {
	if f.bus == "" {
		return nil
	}
	woken := make(chan struct{}, 1)
	conn, err := bus.Open(ctx, f.bus, func() {
		select {
		case woken <- struct{}{}:
		default:
		}
	})
	if err != nil {
		return nil
	}
	for _, name := range fcitx.Names() {
		if err := conn.Match(ctx, dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, name)); err != nil {
			conn.Close()
			return nil
		}
	}
	out := make(chan string)
	go func() {
		defer close(out)
		defer conn.Close()
		for {
			select {
			case <-ctx.Done():
				return
			case <-conn.Ended():
				return
			case <-woken:
			}
			for _, s := range conn.Take() {
				var name, before, after string
				if dbus.Store(s.Body, &name, &before, &after) != nil {
					continue
				}
				select {
				case out <- before:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return out
}
