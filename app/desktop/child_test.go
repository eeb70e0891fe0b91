package desktop

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"huiying/app/house"
	"huiying/app/ui/handtest"
	"huiying/app/ui/typing/methods/setup"
	"huiying/internal/platforms/drill"
	"huiying/internal/vault"
)

// The program in a process of its own: this test binary, told by its environment to be the window. It is started as main
// starts it, but over stand-ins, and tells over loopback what stands on it, so that nothing of this is in the program.
const (
	envControl = "HUIYING_TEST_CHILD_CONTROL" // control address of the stand-ins
	envDir     = "HUIYING_TEST_CHILD_DIR"
)

func TestMain(m *testing.M) {
	if addr := os.Getenv(envControl); addr != "" {
		if err := child(context.Background(), addr, os.Getenv(envDir)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// seen is what the window tells of itself.
type seen struct {
	Typing  bool
	Size    fyne.Size
	Scale   float32
	Visited string // the page opened in the browser last
}

// inDrill in place of an address is the prepared drill, with a second window full of fields.
const inDrill = "drill"

func child(ctx context.Context, addr, dir string) error {
	var outside house.Outside
	var err error
	if addr != inDrill {
		if outside, _, err = house.StandIns(ctx, drill.NewControl(addr, nil)); err != nil {
			return err
		}
	}
	words := setup.Prepare(ctx)
	var visited atomic.Pointer[url.URL]
	p, err := start(ctx, means{app: app.NewWithID(appID), paint: fyne.Do, outside: outside, visit: func(u *url.URL) error { visited.Store(u); return nil }, passwords: vault.Cost{Memory: 8, Time: 1, Threads: 1}, typing: words}, dir, addr == inDrill)
	if err != nil {
		return err
	}
	c := p.window.Canvas()
	mux := http.NewServeMux()
	tell := func(path string, f func(r *http.Request) (any, error)) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			v, err := f(r)
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			_ = json.NewEncoder(w).Encode(v)
		})
	}
	tell("GET /look", func(r *http.Request) (v any, err error) {
		fyne.DoAndWait(func() { v = handtest.Look(c, r.FormValue("text")) })
		return v, nil
	})
	tell("GET /words", func(*http.Request) (v any, err error) {
		fyne.DoAndWait(func() { v = handtest.Words(c) })
		return v, nil
	})
	tell("GET /seen", func(*http.Request) (any, error) {
		s := seen{Scale: 1}
		fyne.DoAndWait(func() {
			_, s.Typing = c.Focused().(fyne.Shortcutable)
			s.Size, s.Scale = c.Size(), c.Scale()
		})
		if u := visited.Load(); u != nil {
			s.Visited = u.String()
		}
		return s, nil
	})
	if addr == inDrill {
		newTrial(p.window, words.Method()).tells(tell)
	}
	tell("POST /later", func(r *http.Request) (any, error) {
		d, err := time.ParseDuration(r.FormValue("d"))
		if err != nil {
			return nil, err
		}
		var h *house.House
		fyne.DoAndWait(func() { h = p.open.house })
		return "", h.Advance(r.Context(), d)
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(l) }()
	defer server.Close()
	go func() { // whoever started this window is gone when its end of the pipe is
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(3)
	}()
	fmt.Println("eyes", l.Addr())
	p.window.ShowAndRun()
	p.end()
	return nil
}
