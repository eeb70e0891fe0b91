//go:build linux || freebsd || netbsd || openbsd

package setup

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"github.com/godbus/dbus/v5"

	"huiying/app/ui/typing/methods"
	"huiying/app/ui/typing/methods/bus"
	"huiying/app/ui/typing/methods/fcitx"
	"huiying/app/ui/typing/methods/ibus"
)

// candidate is an input method that may be there.
type candidate struct {
	// there says whether somebody stands behind its name.
	there func(ctx context.Context) bool
	open  func(ctx context.Context, wake func()) (daemon, error)
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
			all = append(all, candidate{
				there: func(ctx context.Context) bool { return owned(ctx, p.bus, name) },
				open: func(ctx context.Context, wake func()) (daemon, error) {
					return fcitx.Open(ctx, p.bus, name, p.display, wake)
				}})
		}
	}
	own := candidate{
		there: func(ctx context.Context) bool {
			return slices.ContainsFunc(ibus.Addresses(p.getenv), func(at string) bool { return owned(ctx, at, ibus.Name) })
		},
		open: func(ctx context.Context, wake func()) (daemon, error) {
			err := errors.New("no ibus")
			for _, at := range ibus.Addresses(p.getenv) {
				d, no := ibus.Open(ctx, at, wake)
				if no == nil {
					return d, nil
				}
				err = no
			}
			return nil, err
		}}
	if p.ibusFirst {
		return append([]candidate{own}, all...)
	}
	return append(all, own)
}

// owned says whether somebody has a name on a bus, however busy he is.
func owned(ctx context.Context, at, name string) bool {
	conn, err := bus.Open(ctx, at, func() {})
	if err != nil {
		return false
	}
	defer conn.Close()
	_, err = conn.Owner(ctx, name)
	return err == nil
}

// reachable says whether one of them is there now. One that hangs is there too, and will be found when it does not any more.
func (p places) reachable(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, openWithin)
	defer cancel()
	return slices.ContainsFunc(p.candidates(), func(c candidate) bool { return c.there(ctx) })
}

// openWithin is how long a daemon may take to make a context.
const openWithin = 3 * time.Second

// open makes a context at the first that answers of those which are wanted more than the rank-th, and says which it is.
func (p places) open(ctx context.Context, rank int, wake func()) (daemon, int, error) {
	err := errors.New("no input method")
	for i, c := range p.candidates() {
		if i >= rank || ctx.Err() != nil {
			break
		}
		within, cancel := context.WithTimeout(ctx, openWithin)
		d, no := c.open(within, wake)
		cancel()
		if no == nil {
			return d, i, nil
		}
		err = no
	}
	return nil, rank, err
}

// Times of looking again: a bus tells when a name comes, so that the first is for ibus, whose bus comes and goes with it, the second
// for one that is wanted more than the one there is, and the others for a daemon that hangs.
const (
	lookAgain  = 2 * time.Second
	lookBetter = 10 * time.Second
	rest       = time.Second
	restMost   = 30 * time.Second
	goodAfter  = 10 * time.Second // a daemon that has served so long has not hung before
	anyRank    = 1 << 20
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
	closed atomic.Bool // the windows are gone: nothing touches their fields any more
}

func (f *finder) start(ctx context.Context, paint func(func()), fetch func()) {
	f.paint = func(g func()) {
		if f.closed.Load() {
			return
		}
		paint(func() { // at once, and on this goroutine, while Fyne ends
			if !f.closed.Load() {
				g()
			}
		})
	}
	if fetch != nil && f.server != nil {
		var asked atomic.Bool
		f.server.Hear(func() {
			if asked.CompareAndSwap(false, true) {
				f.paint(func() {
					asked.Store(false)
					fetch()
				})
			}
		})
	}
	ctx, cancel := context.WithCancel(ctx)
	f.cancel = cancel
	go f.run(ctx)
}

// stop ends the search. The method is left to the windows, which are closed by now.
func (f *finder) stop() {
	f.closed.Store(true)
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
	var (
		now   daemon
		rank  = anyRank // of now among the candidates
		since time.Time // now is in use
		hung  bool      // the last one did
		pause time.Duration
		until time.Time // nothing is tried
	)
	let := func(d daemon) { now, rank = d, anyRank }
	rests := func() {
		hung = true
		pause = min(max(2*pause, rest), restMost)
		until = time.Now().Add(pause)
	}
	failed := func(w wish) {
		if now == nil || w.failed != now {
			return
		}
		let(nil)
		if !errors.Is(w.err, bus.ErrLate) {
			return
		}
		if time.Since(since) > goodAfter {
			pause = 0
		}
		rests()
	}
	for ctx.Err() == nil {
		if rank > 0 && !time.Now().Before(until) {
			d, which, err := f.open(ctx, rank, f.method.Wake)
			switch {
			case err != nil:
			case hung && !answers(d):
				d.Close()
				rests()
			default:
				now, rank, since, hung = d, which, time.Now(), false
				f.paint(func() { f.method.Adopt(d) })
			}
		}
		var ended <-chan struct{}
		wait := lookAgain
		switch {
		case now != nil && rank == 0:
			ended, wait = now.Ended(), time.Hour
		case now != nil:
			ended, wait = now.Ended(), lookBetter
		case time.Now().Before(until):
			wait = time.Until(until)
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case w := <-f.wishes:
			failed(w)
		case <-ended:
			select {
			case w := <-f.wishes: // the method gave it up, and said so before it closed it
				failed(w)
			default:
				let(f.drop(now))
			}
		case name, ok := <-names:
			if !ok {
				names = nil
				break
			}
			until, pause, hung = time.Time{}, 0, false // somebody went or came
			if g, is := now.(interface{ Owner() string }); is && g.Owner() == name {
				let(f.drop(now))
			}
		case <-timer.C:
		}
		timer.Stop()
	}
	if now != nil {
		now.Close()
	}
}

// answers tries a key that means nothing, so that it is not a person's who waits.
func answers(d daemon) bool {
	const void = 0xffffff // XK_VoidSymbol
	if _, err := d.Key(methods.Key{Sym: void}); err != nil {
		return false
	}
	_, err := d.Key(methods.Key{Sym: void, Release: true})
	return err == nil && d.Blur() == nil
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
			for s, ok := conn.Next(); ok; s, ok = conn.Next() {
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
