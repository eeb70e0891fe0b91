// Package daemontest stands for the daemons of input methods, on a bus of its own: they answer as they are told, hang, die and come
// back, and send what no daemon should. For tests only.
package daemontest

import (
	"bufio"
	"context"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// NewBus starts a bus and returns its address.
func NewBus(t testing.TB) string {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Fatal("dbus-daemon is missing: `make test` installs it")
	}
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), "dbus-daemon", "--session", "--nofork", "--print-address=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// Press is a key event that a daemon was asked about.
type Press struct {
	Sym, Code, State uint32
	Release          bool
}

// Daemon is one that stands on a bus.
type Daemon struct {
	testing.TB
	conn *dbus.Conn
	at   dbus.ObjectPath // of the only context that it gives out
	face string          // interface of the context

	mu     sync.Mutex
	answer func(Press) bool
	calls  []string
	keys   []Press
}

// Fcitx starts a daemon that speaks as fcitx5 does.
func Fcitx(t testing.TB, address string) *Daemon {
	t.Helper()
	d := begin(t, address, "org.fcitx.Fcitx.InputContext1", "/org/freedesktop/portal/inputcontext/7")
	d.export(fcitxMethod{d}, "/org/freedesktop/portal/inputmethod", "org.fcitx.Fcitx.InputMethod1")
	d.export(fcitxContext{d}, d.at, d.face)
	d.own("org.fcitx.Fcitx5")
	return d
}

// IBus starts a daemon that speaks as ibus does.
func IBus(t testing.TB, address string) *Daemon {
	t.Helper()
	d := begin(t, address, "org.freedesktop.IBus.InputContext", "/org/freedesktop/IBus/InputContext_3")
	d.export(ibusMethod{d}, "/org/freedesktop/IBus", "org.freedesktop.IBus")
	d.export(ibusContext{d}, d.at, d.face)
	d.export(properties{d}, d.at, "org.freedesktop.DBus.Properties")
	d.own("org.freedesktop.IBus")
	return d
}

func begin(t testing.TB, address, face string, at dbus.ObjectPath) *Daemon {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	d := &Daemon{TB: t, conn: conn, at: at, face: face, answer: func(Press) bool { return false }}
	t.Cleanup(d.Die)
	return d
}

func (d *Daemon) export(v any, path dbus.ObjectPath, face string) {
	d.Helper()
	if err := d.conn.Export(v, path, face); err != nil {
		d.Fatal(err)
	}
}

func (d *Daemon) own(name string) {
	d.Helper()
	if r, err := d.conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
		d.Fatalf("the name %s is not to be had: %v %v", name, r, err)
	}
}

// Die ends it.
func (d *Daemon) Die() { _ = d.conn.Close() }

// Answer sets what it says to a key. It may block: then the daemon hangs.
func (d *Daemon) Answer(f func(Press) bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.answer = f
}

// Say sends a signal from its context.
func (d *Daemon) Say(name string, body ...any) {
	if err := d.conn.Emit(d.at, d.face+"."+name, body...); err != nil {
		d.Error(err)
	}
}

// SayFrom sends a signal from another path.
func (d *Daemon) SayFrom(path dbus.ObjectPath, name string, body ...any) {
	if err := d.conn.Emit(path, d.face+"."+name, body...); err != nil {
		d.Error(err)
	}
}

// Keys returns the key events that it was told of, Calls the names of the other calls, in order.
func (d *Daemon) Keys() []Press {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]Press(nil), d.keys...)
}

// Calls returns the names of the calls other than keys.
func (d *Daemon) Calls() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.calls...)
}

func (d *Daemon) called(name string) *dbus.Error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls = append(d.calls, name)
	return nil
}

func (d *Daemon) key(p Press) (bool, *dbus.Error) {
	d.mu.Lock()
	d.keys = append(d.keys, p)
	f := d.answer
	d.mu.Unlock()
	if p.Release {
		return false, nil
	}
	return f(p), nil
}

type fcitxMethod struct{ d *Daemon }

func (m fcitxMethod) CreateInputContext([]struct{ A, B string }) (dbus.ObjectPath, []byte, *dbus.Error) {
	return m.d.at, []byte{1}, m.d.called("CreateInputContext")
}

type fcitxContext struct{ d *Daemon }

func (c fcitxContext) SetCapability(uint64) *dbus.Error { return c.d.called("SetCapability") }
func (c fcitxContext) FocusIn() *dbus.Error             { return c.d.called("FocusIn") }
func (c fcitxContext) FocusOut() *dbus.Error            { return c.d.called("FocusOut") }
func (c fcitxContext) Reset() *dbus.Error               { return c.d.called("Reset") }
func (c fcitxContext) DestroyIC() *dbus.Error           { return c.d.called("DestroyIC") }
func (c fcitxContext) SetCursorRect(_, _, _, _ int32) *dbus.Error {
	return c.d.called("SetCursorRect")
}
func (c fcitxContext) ProcessKeyEvent(sym, code, state uint32, release bool, _ uint32) (bool, *dbus.Error) {
	return c.d.key(Press{sym, code, state, release})
}

type ibusMethod struct{ d *Daemon }

func (m ibusMethod) CreateInputContext(string) (dbus.ObjectPath, *dbus.Error) {
	return m.d.at, m.d.called("CreateInputContext")
}

type ibusContext struct{ d *Daemon }

func (c ibusContext) SetCapabilities(uint32) *dbus.Error { return c.d.called("SetCapabilities") }
func (c ibusContext) FocusIn() *dbus.Error               { return c.d.called("FocusIn") }
func (c ibusContext) FocusOut() *dbus.Error              { return c.d.called("FocusOut") }
func (c ibusContext) Reset() *dbus.Error                 { return c.d.called("Reset") }
func (c ibusContext) SetCursorLocation(_, _, _, _ int32) *dbus.Error {
	return c.d.called("SetCursorLocation")
}
func (c ibusContext) ProcessKeyEvent(sym, code, state uint32) (bool, *dbus.Error) {
	const release = 1 << 30
	return c.d.key(Press{sym, code, state &^ release, state&release != 0})
}

type properties struct{ d *Daemon }

func (p properties) Set(face, name string, _ dbus.Variant) *dbus.Error {
	return p.d.called(name)
}
