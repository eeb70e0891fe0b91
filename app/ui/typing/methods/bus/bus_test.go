package bus_test

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"huiying/app/ui/typing/methods/bus"
	"huiying/app/ui/typing/methods/daemontest"
)

func TestABusThatSaysNothingIsGivenUp(t *testing.T) {
	sock := filepath.Join(t.TempDir(), "bus")
	l, err := net.Listen("unix", sock)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := bus.Open(ctx, "unix:path="+sock, func() {}); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("error %v", err)
	}
	if _, err := bus.Open(t.Context(), "unix:path="+sock+"-not", func() {}); err == nil {
		t.Fatal("a bus was found where there is none")
	}
}

func TestSignalsComeInOrderAndStopWithTheConnection(t *testing.T) {
	at := daemontest.NewBus(t)
	d := daemontest.Fcitx(t, at)
	woken := make(chan struct{}, 1000)
	c, err := bus.Open(t.Context(), at, func() { woken <- struct{}{} })
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Match(t.Context(), dbus.WithMatchInterface("org.fcitx.Fcitx.InputContext1")); err != nil {
		t.Fatal(err)
	}
	const n = 200
	for i := range n {
		d.Say("CommitString", string(rune('一'+i)))
	}
	var got []*dbus.Signal
	for len(got) < n {
		select {
		case <-woken:
			for s, ok := c.Next(); ok; s, ok = c.Next() {
				if len(s.Body) == 1 && s.Name == "org.fcitx.Fcitx.InputContext1.CommitString" {
					got = append(got, s)
				}
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%d of %d signals came", len(got), n)
		}
	}
	for i, s := range got {
		if s.Body[0] != string(rune('一'+i)) {
			t.Fatalf("signal %d says %v", i, s.Body)
		}
	}
	c.Close()
	select {
	case <-c.Ended():
	case <-time.After(10 * time.Second):
		t.Fatal("the connection does not end")
	}
	d.Say("CommitString", "迟到")
	if left, ok := c.Next(); ok {
		t.Fatalf("%v came after the end", left)
	}
	if err := c.Object("org.fcitx.Fcitx5", "/org/freedesktop/portal/inputmethod").Call(time.Second, "a.b.c", nil); err == nil {
		t.Fatal("a call went through a closed connection")
	}
}
