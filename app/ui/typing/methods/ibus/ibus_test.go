package ibus_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"

	"huiying/app/ui/typing/input"
	"huiying/app/ui/typing/methods"
	"huiying/app/ui/typing/methods/daemontest"
	"huiying/app/ui/typing/methods/ibus"
)

// heard writes down what a daemon says.
type heard struct{ said []string }

func (h *heard) Commit(text string) { h.said = append(h.said, "commit "+text) }
func (h *heard) Preedit(text string, caret int) {
	h.said = append(h.said, fmt.Sprint("preedit ", text, " ", caret))
}
func (h *heard) Forward(k methods.Key) {
	h.said = append(h.said, fmt.Sprintf("forward %#x %d %v", k.Sym, k.Code, k.Release))
}

// ibusText is how ibus sends a text.
type ibusText struct {
	Kind        string
	Attachments map[string]dbus.Variant
	Text        string
	Attributes  dbus.Variant
}

func text(s string) dbus.Variant {
	return dbus.MakeVariant(ibusText{"IBusText", map[string]dbus.Variant{}, s, dbus.MakeVariant("")})
}

func TestTheWordsOfIBus(t *testing.T) {
	at := daemontest.NewBus(t)
	d := daemontest.IBus(t, at)
	c, err := ibus.Open(t.Context(), at, func() {})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	d.Answer(func(p daemontest.Press) bool {
		d.Say("UpdatePreeditText", text("ni hao"), uint32(6), true)
		d.Say("HidePreeditText")
		d.Say("ShowPreeditText")
		d.Say("UpdatePreeditTextWithMode", text("ni"), uint32(2), false, uint32(0))
		d.Say("CommitText", text("你好"))
		d.Say("ForwardKeyEvent", uint32(0xff0d), uint32(28), uint32(0))
		d.Say("ForwardKeyEvent", uint32(0xff0d), uint32(28), uint32(1<<30))
		d.Say("CommitText", "no text")
		d.Say("CommitText", dbus.MakeVariant([]string{"IBusText"}))
		d.Say("CommitText")
		d.Say("UpdatePreeditText", text("x"), "6", true)
		d.SayFrom("/somebody/else", "CommitText", text("别人的"))
		return true
	})
	if err := errors.Join(c.Focus(input.Secret), c.Caret(methods.Rect{}), c.Blur()); err != nil {
		t.Fatal(err)
	}
	if used, err := c.Key(methods.Key{Sym: 'a', Code: 38, State: methods.Mod2}); err != nil || !used {
		t.Fatalf("used %v, %v", used, err)
	}
	if _, err := c.Key(methods.Key{Sym: 'a', Code: 38, Release: true}); err != nil {
		t.Fatal(err)
	}
	h := &heard{}
	c.Drain(h)
	want := []string{"preedit ni hao 6", "preedit  0", "preedit ni hao 6", "preedit  0", "commit 你好", "forward 0xff0d 36 false", "forward 0xff0d 36 true"}
	if !slices.Equal(h.said, want) {
		t.Fatalf("heard %q", h.said)
	}
	if err := c.Reset(); err != nil { // it waits, so that the release has been told by now
		t.Fatal(err)
	}
	if got := d.Keys(); len(got) != 2 || got[0] != (daemontest.Press{Sym: 'a', Code: 30, State: 16}) || !got[1].Release {
		t.Fatalf("the daemon saw %+v", got)
	}
	got := d.Calls()
	slices.Sort(got) // this daemon takes up calls side by side
	if !slices.Equal(got, []string{"ContentType", "CreateInputContext", "FocusIn", "FocusOut", "Reset", "SetCapabilities", "SetCursorLocation"}) {
		t.Fatalf("the daemon was called %v", got)
	}
	d.Answer(func(daemontest.Press) bool { return true })
	d.Die()
	if _, err := c.Key(methods.Key{Sym: 'a'}); err == nil {
		t.Fatal("nobody answered")
	}
}

// first is the first address that is found, or nothing.
func first(env map[string]string) string {
	all := append(ibus.Addresses(func(name string) string { return env[name] }), "")
	return all[0]
}

func TestTheEnvironmentNamesTheAddress(t *testing.T) {
	home := t.TempDir()
	env := map[string]string{"HOME": home, "DISPLAY": ":7.0"}
	if a := first(env); a != "" {
		t.Fatalf("found %q where there is nothing", a)
	}
	env["IBUS_ADDRESS_FILE"] = filepath.Join(home, "address")
	if a := first(env); a != "" {
		t.Fatalf("found %q where there is nothing", a)
	}
	if err := os.WriteFile(env["IBUS_ADDRESS_FILE"], []byte("# of a session\nIBUS_ADDRESS=unix:path=/run/x,guid=1\nIBUS_DAEMON_PID=7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if a := first(env); a != "unix:path=/run/x,guid=1" {
		t.Fatalf("found %q", a)
	}
	env["IBUS_ADDRESS"] = "unix:path=/run/y"
	if a := first(env); a != "unix:path=/run/y" {
		t.Fatalf("found %q", a)
	}
}

func TestTheFileIsNamedByComputerAndScreen(t *testing.T) {
	id := "machine-id" // as libibus calls a computer without a name
	for _, file := range []string{"/etc/machine-id", "/var/lib/dbus/machine-id"} {
		if b, err := os.ReadFile(file); err == nil {
			id = strings.TrimSpace(string(b))
		}
	}
	home := t.TempDir()
	dir := filepath.Join(home, ".config", "ibus", "bus")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for file, address := range map[string]string{"-unix-7": "here", "-unix-wayland-3": "there"} {
		if err := os.WriteFile(filepath.Join(dir, id+file), []byte("IBUS_ADDRESS="+address+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := map[string]string{"HOME": home, "DISPLAY": ":7.0"}
	for _, c := range []struct {
		screen string
		want   []string
	}{{"", []string{"here"}}, {"wayland-3", []string{"there", "here"}}, {"wayland-4", []string{"here"}}} {
		env["WAYLAND_DISPLAY"] = c.screen
		if got := ibus.Addresses(func(name string) string { return env[name] }); !slices.Equal(got, c.want) {
			t.Errorf("on %q: %q, want %q", c.screen, got, c.want)
		}
	}
}
