// Package bus speaks D-Bus as an input method's client has to: calls that wait for a bounded time, calls that do not wait, and signals
// kept in the order of the wire, so that what a daemon said before its answer can be taken up before the answer is acted on. It
// knows no daemon.
package bus

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

// Conn is a connection of its own to a bus. Closing it makes the bus forget all that was made through it.
type Conn struct {
	bus   *dbus.Conn
	inbox *inbox
}

// inbox keeps signals in the order in which they came.
type inbox struct {
	mu     sync.Mutex
	kept   []*dbus.Signal
	closed bool
	wake   func()
}

// DeliverSignal is part of dbus.SignalHandler; the connection's reader calls it before it reads on.
func (b *inbox) DeliverSignal(_, _ string, s *dbus.Signal) {
	b.mu.Lock()
	if !b.closed && len(b.kept) < keptMost {
		b.kept = append(b.kept, s)
	}
	b.mu.Unlock()
	b.wake()
}

// keptMost is how many signals are kept for somebody who does not take them; a daemon gone mad must not fill the memory.
const keptMost = 10000

func (b *inbox) next() (*dbus.Signal, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.kept) == 0 {
		return nil, false
	}
	s := b.kept[0]
	b.kept = b.kept[1:]
	return s, true
}

// Open connects to the bus at an address and signs on, within the time of ctx. wake is called from another goroutine whenever
// a signal has come, and must not wait.
func Open(ctx context.Context, address string, wake func()) (*Conn, error) {
	in := &inbox{wake: wake}
	type opened struct {
		bus *dbus.Conn
		err error
	}
	done := make(chan opened, 1)
	go func() { // a bus that hangs takes the connection and says nothing
		bus, err := dbus.Connect(address, dbus.WithSignalHandler(in))
		done <- opened{bus, err}
	}()
	select {
	case o := <-done:
		if o.err != nil {
			return nil, o.err
		}
		return &Conn{o.bus, in}, nil
	case <-ctx.Done():
		go func() {
			if o := <-done; o.err == nil {
				_ = o.bus.Close()
			}
		}()
		return nil, ctx.Err()
	}
}

// Close ends the connection. Signals that come still are kept for nobody.
func (c *Conn) Close() {
	c.inbox.mu.Lock()
	c.inbox.closed, c.inbox.kept = true, nil
	c.inbox.mu.Unlock()
	_ = c.bus.Close()
}

// Ended is closed when the connection is, by whichever side.
func (c *Conn) Ended() <-chan struct{} { return c.bus.Context().Done() }

// Next takes the oldest signal that has come; false when there is none. They are taken one by one, because acting on one may lead to
// taking the next.
func (c *Conn) Next() (*dbus.Signal, bool) { return c.inbox.next() }

// Match asks the bus for the signals of one sender.
func (c *Conn) Match(ctx context.Context, options ...dbus.MatchOption) error {
	return c.bus.AddMatchSignalContext(ctx, options...)
}

// Owner returns who owns a name, or an error when nobody does.
func (c *Conn) Owner(ctx context.Context, name string) (string, error) {
	var owner string
	err := c.bus.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", dbus.FlagNoAutoStart, name).Store(&owner)
	return owner, err
}

// Object is something at a name and a path that calls go to.
type Object struct {
	conn *Conn
	obj  dbus.BusObject
}

// Object returns what stands at a path of a name.
func (c *Conn) Object(name string, path dbus.ObjectPath) Object {
	return Object{c, c.bus.Object(name, path)}
}

// ErrLate is the error of an answer that did not come in time.
var ErrLate = errors.New("no answer in time")

// Call calls a method and waits for its answer, at most so long, and stores what it returned.
func (o Object) Call(within time.Duration, method string, args []any, into ...any) error {
	ctx, cancel := context.WithTimeout(o.conn.bus.Context(), within)
	defer cancel()
	call := o.obj.CallWithContext(ctx, method, dbus.FlagNoAutoStart, args...)
	switch {
	case errors.Is(call.Err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w", method, ErrLate)
	case call.Err != nil:
		return fmt.Errorf("%s: %w", method, call.Err)
	case into == nil:
		return nil
	}
	if err := call.Store(into...); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	return nil
}

// Tell calls a method and does not wait.
func (o Object) Tell(method string, args ...any) error {
	return o.obj.Go(method, dbus.FlagNoAutoStart|dbus.FlagNoReplyExpected, nil, args...).Err
}
