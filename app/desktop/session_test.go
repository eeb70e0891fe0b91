//go:build !windows

package desktop

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// session is somebody's computer with nothing on it but what a typing test needs: a screen with a window manager, a bus, a home, and
// one input method or none. All of it ends with the test.
type session struct {
	testing.TB
	method string // fcitx5, ibus, or empty
	size   string // of the screen
	home   string
	env    []string
	daemon *exec.Cmd // of the input method
	gone   chan struct{}
}

// newSession starts a screen of a size and a bus, and the input method; env is what else the session says of itself.
func newSession(t testing.TB, method, size string, env ...string) *session {
	t.Helper()
	for _, tool := range []string{"Xvfb", "openbox", "dbus-daemon", "import", "setxkbmap", "fcitx5", "ibus-daemon"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is missing: `make test` installs it", tool)
		}
	}
	s := &session{TB: t, method: method, size: size, home: t.TempDir()}
	run := filepath.Join(s.home, "run")
	if err := os.MkdirAll(run, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch name {
		case "DISPLAY", "WAYLAND_DISPLAY", "HOME", "XMODIFIERS", "GTK_IM_MODULE", "QT_IM_MODULE", "IBUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS",
			"XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XAUTHORITY", "FYNE_SCALE":
		default:
			s.env = append(s.env, v)
		}
	}
	s.env = append(s.env, "HOME="+s.home, "XDG_RUNTIME_DIR="+run, "XDG_CONFIG_HOME="+filepath.Join(s.home, "config"),
		"XDG_DATA_HOME="+filepath.Join(s.home, "data"), "XDG_CACHE_HOME="+filepath.Join(s.home, "cache"), "LIBGL_ALWAYS_SOFTWARE=1")
	s.fonts()
	number := s.says("Xvfb", "-displayfd", "3", "-screen", "0", size+"x24", "-nolisten", "tcp", "-noreset")
	s.env = append(append(s.env, "DISPLAY=:"+number), env...)
	s.start("openbox")
	s.env = append(s.env, "DBUS_SESSION_BUS_ADDRESS="+s.says("dbus-daemon", "--session", "--nofork", "--print-address=3"))
	s.settings()
	s.begin()
	return s
}

// value is what a variable of the session holds.
func (s *session) value(name string) string {
	out := ""
	for _, v := range s.env {
		if rest, ok := strings.CutPrefix(v, name+"="); ok {
			out = rest
		}
	}
	return out
}

// start runs a program of the session until the test ends.
func (s *session) start(name string, args ...string) *exec.Cmd {
	s.Helper()
	cmd := s.program(name, args...)
	if err := cmd.Start(); err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return cmd
}

// says runs a program that tells on its third file where it can be reached.
func (s *session) says(name string, args ...string) string {
	s.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		s.Fatal(err)
	}
	cmd := s.program(name, args...)
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		s.Fatal(err)
	}
	_ = w.Close()
	s.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	_ = r.SetReadDeadline(time.Now().Add(30 * time.Second))
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		s.Fatalf("%s did not start: %v", name, err)
	}
	return strings.TrimSpace(line)
}

// fonts lets the candidate window draw Chinese with the fonts that the program itself carries.
func (s *session) fonts() {
	here, err := filepath.Abs("../../assets/fonts")
	if err != nil {
		s.Fatal(err)
	}
	s.write("config/fontconfig/fonts.conf", `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>`+here+`</dir></fontconfig>`)
}

func (s *session) write(name, text string) {
	s.Helper()
	file := filepath.Join(s.home, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		s.Fatal(err)
	}
}

// settings make pinyin the way of typing, on from the beginning.
func (s *session) settings() {
	s.write("config/fcitx5/profile", `[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
`)
	s.write("config/fcitx5/config", "[Behavior]\nActiveByDefault=True\nShareInputState=All\n")
	// A caret that blinks has the whole window drawn six times a second.
	s.write("config/fyne/settings.json", `{"no_animations":true}`)
}

// begin starts the input method, as a person's session does, or starts it again.
func (s *session) begin() {
	s.Helper()
	switch s.method {
	case "":
		return
	case "fcitx5":
		s.run("fcitx5", "--disable=wayland,waylandim,kimpanel,notificationitem,notifications,cloudpinyin")
		s.await("fcitx5", func() bool { return s.owned("org.fcitx.Fcitx5") })
	case "ibus":
		s.run("ibus-daemon", "--panel", "disable")
		s.await("ibus", func() bool {
			_ = s.program("ibus", "engine", "libpinyin").Run() // it says 1 even when it did as it was told
			out, _ := s.program("ibus", "engine").Output()
			return strings.TrimSpace(string(out)) == "libpinyin"
		})
	}
}

func (s *session) run(name string, args ...string) {
	s.Helper()
	cmd := s.program(name, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // with the engines that it starts
	if err := cmd.Start(); err != nil {
		s.Fatal(err)
	}
	s.daemon, s.gone = cmd, make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(s.gone)
	}()
	s.Cleanup(s.kill)
}

// kill ends the input method at once.
func (s *session) kill() {
	if s.daemon == nil {
		return
	}
	s.signal(syscall.SIGKILL)
	<-s.gone
	s.daemon = nil
}

func (s *session) signal(sig syscall.Signal) { _ = syscall.Kill(-s.daemon.Process.Pid, sig) }

// owned says whether somebody stands on the bus under a name.
func (s *session) owned(name string) bool {
	return s.program("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.GetNameOwner", "string:"+name).Run() == nil
}

// program is a command of the session.
func (s *session) program(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Dir = s.env, s.home
	return cmd
}

func (s *session) await(what string, ok func() bool) {
	s.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			s.Fatalf("%s: not within 30 s", what)
		}
	}
}

// photograph takes a picture of the screen for a person who wants to look.
func (s *session) photograph(name string) {
	dir := os.Getenv(envPictures)
	if dir == "" {
		return
	}
	if out, err := s.program("import", "-window", "root", filepath.Join(dir, "typing-"+name+".png")).CombinedOutput(); err != nil {
		s.Errorf("no picture: %v %s", err, out)
	}
}
