// Package ibus is the client of ibus: it finds the daemon's own bus and keeps one input context on it. It decides nothing: package
// methods does. Names and numbers are those of ibus 1.5 (ibustypes.h, inputcontext.c).
package ibus

import (
	"context"
	"errors"
	"strings"

	"github.com/godbus/dbus/v5"

	"huiying/app/ui/typing/input"
	"huiying/app/ui/typing/methods"
	"huiying/app/ui/typing/methods/bus"
)

// Name is what the daemon is called on its bus.
const Name = "org.freedesktop.IBus"

const (
	path     = dbus.ObjectPath("/org/freedesktop/IBus")
	context1 = "org.freedesktop.IBus.InputContext"
)

// What a client can do, and what a field is for.
const (
	canPreedit      = 1 << 0
	canFocus        = 1 << 3
	purposeAny      = 0
	purposeDigits   = 2
	purposePassword = 8
)

// release marks the state of a key that goes up.
const release = 1 << 30

// Context is one input context.
type Context struct {
	conn   *bus.Conn
	obj    bus.Object
	path   dbus.ObjectPath
	text   string // what is being composed, which may be hidden
	caret  int
	hidden bool
}

// Open makes an input context at the daemon whose bus is at address. wake is called, from another goroutine, whenever there is
// something to drain.
func Open(ctx context.Context, address string, wake func()) (*Context, error) {
	conn, err := bus.Open(ctx, address, wake)
	if err != nil {
		return nil, err
	}
	c, err := open(ctx, conn)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return c, nil
}

func open(ctx context.Context, conn *bus.Conn) (*Context, error) {
	owner, err := conn.Owner(ctx, Name)
	if err != nil {
		return nil, err
	}
	if err := conn.Match(ctx, dbus.WithMatchSender(owner), dbus.WithMatchInterface(context1)); err != nil {
		return nil, err
	}
	var at dbus.ObjectPath
	if err := conn.Object(owner, path).Call(methods.Patience, Name+".CreateInputContext", []any{"huiying"}, &at); err != nil {
		return nil, err
	}
	c := &Context{conn: conn, obj: conn.Object(owner, at), path: at, hidden: true}
	return c, c.tell("SetCapabilities", uint32(canPreedit|canFocus))
}

func (c *Context) tell(method string, args ...any) error {
	return c.obj.Tell(context1+"."+method, args...)
}

func (c *Context) call(method string, args []any, into ...any) error {
	return c.obj.Call(methods.Patience, context1+"."+method, args, into...)
}

// Ended is closed when the daemon's bus is gone.
func (c *Context) Ended() <-chan struct{} { return c.conn.Ended() }

// Focus is part of methods.Context.
func (c *Context) Focus(p input.Purpose) error {
	kind := struct{ Purpose, Hints uint32 }{Purpose: purposeAny}
	switch p {
	case input.Secret:
		kind.Purpose = purposePassword
	case input.Digits:
		kind.Purpose = purposeDigits
	}
	if err := c.obj.Tell("org.freedesktop.DBus.Properties.Set", context1, "ContentType", dbus.MakeVariant(kind)); err != nil {
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
	return c.tell("SetCursorLocation", int32(r.X), int32(r.Y), int32(r.W), int32(r.H))
}

// Key is part of methods.Context. ibus counts keys as the kernel does, 8 below X11.
func (c *Context) Key(k methods.Key) (used bool, err error) {
	code := k.Code
	if code >= 8 {
		code -= 8
	}
	if k.Release {
		return false, c.tell("ProcessKeyEvent", k.Sym, code, k.State|release)
	}
	err = c.call("ProcessKeyEvent", []any{k.Sym, code, k.State}, &used)
	return used, err
}

// Drain is part of methods.Context. What is not formed as it should be is passed over.
func (c *Context) Drain(to methods.Sink) {
	for s, ok := c.conn.Next(); ok; s, ok = c.conn.Next() {
		if s.Path == c.path {
			c.hear(s, to)
		}
	}
}

func (c *Context) hear(s *dbus.Signal, to methods.Sink) {
	switch strings.TrimPrefix(s.Name, context1+".") {
	case "CommitText":
		if len(s.Body) > 0 {
			if text, err := words(s.Body[0]); err == nil {
				to.Commit(text)
			}
		}
	case "UpdatePreeditText", "UpdatePreeditTextWithMode":
		if len(s.Body) < 3 {
			return
		}
		text, err := words(s.Body[0])
		caret, isNumber := s.Body[1].(uint32)
		visible, isBool := s.Body[2].(bool)
		if err == nil && isNumber && isBool {
			c.text, c.caret, c.hidden = text, int(caret), !visible
			c.show(to)
		}
	case "HidePreeditText":
		c.hidden = true
		c.show(to)
	case "ShowPreeditText":
		c.hidden = false
		c.show(to)
	case "ForwardKeyEvent":
		var k methods.Key
		if dbus.Store(s.Body, &k.Sym, &k.Code, &k.State) == nil {
			k.Code += 8
			k.Release = k.State&release != 0
			to.Forward(k)
		}
	}
}

func (c *Context) show(to methods.Sink) {
	if c.hidden {
		to.Preedit("", 0)
		return
	}
	to.Preedit(c.text, c.caret)
}

// words reads an IBusText: a structure of its type's name, attachments, the text, and how it is drawn.
func words(v any) (string, error) {
	if inner, ok := v.(dbus.Variant); ok {
		v = inner.Value()
	}
	parts, ok := v.([]any)
	if !ok || len(parts) < 3 || parts[0] != "IBusText" {
		return "", errors.New("this is no IBusText")
	}
	text, ok := parts[2].(string)
	if !ok {
		return "", errors.New("this IBusText has no text")
	}
	return text, nil
}

// Close is part of methods.Context: the daemon drops the context of a connection that ends.
func (c *Context) Close() {
	_ = c.obj.Tell("org.freedesktop.IBus.Service.Destroy")
	c.conn.Close()
}

var _ methods.Context = (*Context)(nil)
