package desktop

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/handtest"
)

// xwindow is a screen of the X server of DISPLAY: it looks through the eyes of the child, and its hands are xdotool's.
type xwindow struct {
	testing.TB
	env  []string // of the hands
	eyes string   // address of the child
	id   string   // of the window
	at   fyne.Position
	size fyne.Size
	k    float32 // pixels of a unit
	n    int

	cmd   *exec.Cmd
	said  *words
	ended chan struct{}
}

// real is a bureau in a real window.
func real(t *testing.T) *bureau {
	t.Helper()
	for _, tool := range []string{"xdotool", "xclip", "xwininfo"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is missing: `make test` installs it", tool)
		}
	}
	if os.Getenv("DISPLAY") == "" {
		t.Fatal("there is no screen: `make test` brings one")
	}
	control, _, seed := platforms(t)
	// Drawing is done by the processor here, and costs by the pixel: the window is half as large each way, unless somebody wants
	// to look at it.
	scale := 0.5
	if os.Getenv(envPictures) != "" {
		scale = 1
	}
	home := t.TempDir()
	if err := os.MkdirAll(filepath.Join(home, ".cache"), 0o700); err != nil {
		t.Fatal(err)
	}
	// A caret that blinks has the whole window drawn six times a second.
	if err := os.MkdirAll(filepath.Join(home, "fyne"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "fyne", "settings.json"), []byte(`{"no_animations":true}`), 0o600); err != nil {
		t.Fatal(err)
	}
	x := launch(t, append(os.Environ(), envControl+"="+seed.Addresses.Control, envDir+"="+filepath.Join(home, "data"), "HOME="+home,
		"XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "DBUS_SESSION_BUS_ADDRESS=disabled:", fmt.Sprint("FYNE_SCALE=", scale)))
	x.find(".", 1366*scale, 720*scale)
	ended, cmd, said := x.ended, x.cmd, x.said
	return &bureau{Hand: &handtest.Hand{TB: t, Screen: x, Patience: 40 * time.Second}, control: control, seed: seed, guard: func() {}, shows: x.picture,
		later: func(d time.Duration) { x.ask(http.MethodPost, "/later?d="+d.String(), new(string)) },
		visited: func(t testing.TB) *url.URL {
			u, err := url.Parse(x.seen().Visited)
			if err != nil {
				t.Fatal(err)
			}
			if u.Host == "" {
				return nil
			}
			return u
		},
		closes: func() {
			x.hands("key", "alt+F4") // the window manager asks the window to close, as its cross does
			select {
			case <-ended:
			case <-time.After(30 * time.Second):
				var words string
				err := x.asks(http.MethodGet, "/words", 5*time.Second, &words)
				_ = cmd.Process.Signal(syscall.SIGQUIT) // it says where it stands, and ends
				<-ended
				t.Fatalf("the window did not close within 30 s; on it stands\n%s (%v)\n%s", words, err, said)
			}
			if code := cmd.ProcessState.ExitCode(); code != 0 {
				t.Errorf("the program ended with %d:\n%s", code, said)
			}
		}}
}

// launch starts the program in a process of its own and waits for its eyes.
func launch(t testing.TB, env []string) *xwindow {
	t.Helper()
	cmd := exec.Command(window(t))
	cmd.Env = env
	x := &xwindow{TB: t, env: env, cmd: cmd, said: &words{}, ended: make(chan struct{})}
	cmd.Stderr = x.said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	hold, err := cmd.StdinPipe() // when it closes, however this process ended, the window goes too
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			x.picture("failed")
			t.Logf("the window said on its error output:\n%s", x.said)
		}
		_ = hold.Close()
		_ = cmd.Process.Kill()
		<-x.ended
	})
	lines := bufio.NewScanner(out)
	for x.eyes == "" && lines.Scan() {
		if addr, ok := strings.CutPrefix(lines.Text(), "eyes "); ok {
			x.eyes = "http://" + addr
		}
	}
	go func() {
		defer close(x.ended)
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait()
	}()
	if x.eyes == "" {
		t.Fatalf("the window did not open:\n%s", x.said)
	}
	return x
}

// words is what a process says while it runs.
type words struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

// envPictures names the folder for photographs of the window.
const envPictures = "HUIYING_PICTURES"

// window returns the tests of this package as a program that opens real windows: built without the tag ci, which puts Fyne's
// test driver into their place. It is built here when make test did not.
func window(t testing.TB) string {
	t.Helper()
	if p := os.Getenv("HUIYING_TEST_WINDOW"); p != "" {
		return p
	}
	p := filepath.Join(t.TempDir(), "window.test")
	if out, err := exec.Command("go", "test", "-c", "-tags", "sqlite_fts5,migrated_fynedo", "-o", p, ".").CombinedOutput(); err != nil {
		t.Fatalf("the window does not build: %v\n%s", err, out)
	}
	return p
}

// program is a command with the environment of the window.
func (x *xwindow) program(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = x.env
	return cmd
}

// find waits for a window of the process by its name and puts it into the corner of the screen.
func (x *xwindow) find(name string, w, h float64) {
	x.Helper()
	for end := time.Now().Add(30 * time.Second); x.id == ""; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			x.Fatal("no window within 30 s")
		}
		out, _ := x.program(x.Context(), "xdotool", "search", "--onlyvisible", "--all", "--pid", fmt.Sprint(x.cmd.Process.Pid), "--name", name).Output()
		x.id, _, _ = strings.Cut(string(out), "\n")
	}
	x.hands("windowmove", x.id, "0", "0")
	x.hands("windowsize", x.id, fmt.Sprint(w), fmt.Sprint(h))
	x.hands("windowactivate", "--sync", x.id)
	x.Settle()
	out, err := x.program(x.Context(), "xwininfo", "-id", x.id).Output()
	if err != nil {
		x.Fatal(err)
	}
	for _, line := range strings.Split(string(out), "\n") {
		var n float32
		if _, err := fmt.Sscanf(strings.TrimSpace(line), "Absolute upper-left X: %f", &n); err == nil {
			x.at.X = n
		} else if _, err := fmt.Sscanf(strings.TrimSpace(line), "Absolute upper-left Y: %f", &n); err == nil {
			x.at.Y = n
		}
	}
	now := x.seen()
	x.size, x.k = now.Size, now.Scale
}

// hands has xdotool do something.
func (x *xwindow) hands(args ...string) {
	x.Helper()
	ctx, cancel := context.WithTimeout(x.Context(), 20*time.Second)
	defer cancel()
	if out, err := x.program(ctx, "xdotool", args...).CombinedOutput(); err != nil {
		x.Fatalf("xdotool %s: %v %s", args[0], err, out)
	}
}

// ask asks the child.
func (x *xwindow) ask(method, path string, into any) {
	x.Helper()
	if err := x.asks(method, path, 60*time.Second, into); err != nil {
		x.Fatalf("the window does not answer: %v", err)
	}
}

func (x *xwindow) asks(method, path string, within time.Duration, into any) error {
	ctx, cancel := context.WithTimeout(context.Background(), within) // also after the test, for what is asked then
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, x.eyes+path, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		b, _ := io.ReadAll(res.Body)
		return fmt.Errorf("%s: %s", res.Status, b)
	}
	return json.NewDecoder(res.Body).Decode(into)
}

func (x *xwindow) seen() (s seen) {
	x.Helper()
	x.ask(http.MethodGet, "/seen", &s)
	return s
}

// Look is part of handtest.Screen.
func (x *xwindow) Look(text string) (s []handtest.Sight) {
	x.Helper()
	x.ask(http.MethodGet, "/look?text="+url.QueryEscape(text), &s)
	return s
}

// Words is part of handtest.Screen.
func (x *xwindow) Words() (s string) {
	x.Helper()
	x.ask(http.MethodGet, "/words", &s)
	return s
}

// Typing is part of handtest.Screen.
func (x *xwindow) Typing() bool { x.Helper(); return x.seen().Typing }

// Size is part of handtest.Screen.
func (x *xwindow) Size() fyne.Size { return x.size }

// Settle is part of handtest.Screen: what can be read has not changed for a while.
func (x *xwindow) Settle() {
	x.Helper()
	before := ""
	for range 40 {
		time.Sleep(40 * time.Millisecond)
		now := x.Words()
		if now == before {
			return
		}
		before = now
	}
}

func (x *xwindow) point(at fyne.Position) (px, py string) {
	return fmt.Sprint(int(x.at.X + at.X*x.k)), fmt.Sprint(int(x.at.Y + at.Y*x.k))
}

// Tap is part of handtest.Screen.
func (x *xwindow) Tap(at fyne.Position) {
	x.Helper()
	px, py := x.point(at)
	x.hands("mousemove", px, py, "sleep", "0.02", "click", "1")
}

// Wheel is part of handtest.Screen.
func (x *xwindow) Wheel(at fyne.Position, up bool) {
	x.Helper()
	px, py := x.point(at)
	button := "5"
	if up {
		button = "4"
	}
	x.hands("mousemove", px, py, "sleep", "0.02", "click", "--repeat", "4", "--delay", "5", button, "sleep", "0.03")
}

// Write is part of handtest.Screen.
func (x *xwindow) Write(text string) {
	x.Helper()
	if strings.IndexFunc(text, func(r rune) bool { return r > 126 }) < 0 {
		x.hands("type", "--delay", "3", text)
		return
	}
	clip := x.program(x.Context(), "xclip", "-selection", "clipboard", "-i")
	clip.Stdin = strings.NewReader(text)
	if err := clip.Run(); err != nil {
		x.Fatal(err)
	}
	x.hands("key", "ctrl+v")
}

// Press is part of handtest.Screen.
func (x *xwindow) Press(mod fyne.KeyModifier, key fyne.KeyName) {
	x.Helper()
	name := string(key)
	switch {
	case key == fyne.KeyReturn:
		name = "Return"
	case len(name) == 1:
		name = strings.ToLower(name)
	}
	for m, say := range map[fyne.KeyModifier]string{fyne.KeyModifierControl: "ctrl+", fyne.KeyModifierAlt: "alt+", fyne.KeyModifierShift: "shift+"} {
		if mod&m != 0 {
			name = say + name
		}
	}
	x.hands("key", name)
}

// picture photographs the screen for a person who wants to look.
func (x *xwindow) picture(name string) {
	if dir := os.Getenv(envPictures); dir != "" {
		x.n++
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = x.program(ctx, "import", "-window", "root", filepath.Join(dir, fmt.Sprintf("window-%02d-%s.png", x.n, name))).Run()
	}
}

var _ handtest.Screen = (*xwindow)(nil)
