// Package fcitx is the client of fcitx5, and of fcitx 4.2 where it has its portal: one input context over D-Bus. It decides nothing:
// package methods does. Names and numbers are those of fcitx5's dbus frontend and its capabilityflags.h.
package fcitx

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/godbus/dbus/v5"

	"huiying/app/ui/typing/input"
	"huiying/app/ui/typing/methods"
	"huiying/app/ui/typing/methods/bus"
)

// Names are the bus names under which the daemons stand, in the order in which they are asked for.
func Names() []string { return []string{"org.fcitx.Fcitx5", "org.freedesktop.portal.Fcitx"} }

const (
	path     = dbus.ObjectPath("/org/freedesktop/portal/inputmethod")
	create   = "org.fcitx.Fcitx.InputMethod1.CreateInputContext"
	context1 = "org.fcitx.Fcitx.InputContext1"
)

// What a client says of itself and of a field.
const (
	canPreedit       = 1 << 1
	isPassword       = 1 << 3
	canFormat        = 1 << 4
	commitsOnUnfocus = 1 << 5 // the client keeps the letters itself when the focus leaves
	isDigit          = 1 << 8
)

// Context is one input context.
type Context struct {
	conn  *bus.Conn
	obj   bus.Object
	path  dbus.ObjectPath
	owner string
	begin time.Time
}

// Open makes an input context at the daemon that owns name on the bus at address, on the X display named. wake is called, from
// another goroutine, whenever there is something to drain.
func Open(ctx context.Context, address, name, display string, wake func()) (*Context, error) {
	conn, err := bus.Open(ctx, address, wake)
	if err != nil {
		return nil, err
	}
	c, err := open(ctx, conn, name, display)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return c, nil
}

func open(ctx context.Context, conn *bus.Conn, name, display string) (*Context, error) {
	owner, err := conn.Owner(ctx, name)
	if err != nil {
		return nil, err
	}
	if err := conn.Match(ctx, dbus.WithMatchSender(owner), dbus.WithMatchInterface(context1)); err != nil {
		return nil, err
	}
	type detail struct{ Name, Value string }
	var at dbus.ObjectPath
	var id []byte
	details := []detail{{"program", "huiying"}, {"display", "x11:" + display}}
	if err := conn.Object(owner, path).Call(methods.Patience, create, []any{details}, &at, &id); err != nil {
		return nil, err
	}
	c := &Context{conn: conn, obj: conn.Object(owner, at), path: at, owner: owner, begin: time.Now()}
	return c, c.tell("SetCapability", capabilities(input.Words))
}

func capabilities(p input.Purpose) uint64 {
	flags := uint64(canPreedit | canFormat | commitsOnUnfocus)
	switch p {
	case input.Secret:
		flags |= isPassword
	case input.Digits:
		flags |= isDigit
	}
	return flags
}

func (c *Context) tell(method string, args ...any) error {
	return c.obj.Tell(context1+"."+method, args...)
}

func (c *Context) call(method string, args []any, into ...any) error {
	return c.obj.Call(methods.Patience, context1+"."+method, args, into...)
}

// Owner is the unique name of the daemon.
func (c *Context) Owner() string { return c.owner }

// Ended is closed when the bus is gone.
func (c *Context) Ended() <-chan struct{} { return c.conn.Ended() }

// Focus is part of methods.Context.
func (c *Context) Focus(p input.Purpose) error {
	if err := c.tell("SetCapability", capabilities(p)); err != nil {
		return err
	}
	return c.tell("FocusIn")
}

// Blur is part of methods.Context.
func (c *Context) Blur() error { return c.tell("FocusOut") }

// Reset is part of methods.Context.
func (c *Context) Reset() error { return c.call("Reset", nil) }

// Caret is part of methods.Context.
func (c *Context) Caret(r methods.Rect) error {
	return c.tell("SetCursorRect", int32(r.X), int32(r.Y), int32(r.W), int32(r.H))
}

// Key is part of methods.Context.
func (c *Context) Key(k methods.Key) (used bool, err error) {
	args := []any{k.Sym, k.Code, k.State, k.Release, uint32(time.Since(c.begin).Milliseconds())}
	if k.Release {
		return false, c.tell("ProcessKeyEvent", args...)
	}
	err = c.call("ProcessKeyEvent", args, &used)
	return used, err
}

// Drain is part of methods.Context. What is not formed as it should be is passed over.
func (c *Context) Drain(to methods.Sink) {
	for s, ok := c.conn.Next(); ok; s, ok = c.conn.Next() {
		if s.Path == c.path {
			hear(s, to)
		}
	}
}

func hear(s *dbus.Signal, to methods.Sink) {
	switch strings.TrimPrefix(s.Name, context1+".") {
	case "CommitString":
		if len(s.Body) == 1 {
			if text, ok := s.Body[0].(string); ok {
				to.Commit(text)
			}
		}
	case "UpdateFormattedPreedit":
		var parts []struct {
			Text   string
			Format int32
		}
		var caret int32
		if dbus.Store(s.Body, &parts, &caret) != nil {
			return
		}
		var text strings.Builder
		for _, p := range parts {
			text.WriteString(p.Text)
		}
		to.Preedit(text.String(), characters(text.String(), int(caret)))
	case "ForwardKey":
		var k methods.Key
		if dbus.Store(s.Body, &k.Sym, &k.State, &k.Release) == nil {
			to.Forward(k)
		}
	}
}

// characters turns a place in bytes into one in characters; a place that is none is the end.
func characters(text string, bytes int) int {
	if bytes < 0 || bytes > len(text) {
		bytes = len(text)
	}
	return utf8.RuneCountInString(text[:bytes])
}

// Close is part of methods.Context: the daemon drops the context of a connection that ends.
func (c *Context) Close() {
	_ = c.tell("DestroyIC")
	c.conn.Close()
}

var _ methods.Context = (*Context)(nil)
