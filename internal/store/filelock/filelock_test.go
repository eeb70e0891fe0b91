package filelock

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/internal/problem"
)

const childPath = "HUIYING_FILELOCK_CHILD"

// TestMain plays the other program when it is asked to: it takes the lock, says so and waits to be killed.
func TestMain(m *testing.M) {
	path := os.Getenv(childPath)
	if path == "" {
		os.Exit(m.Run())
	}
	if _, err := Acquire(path, "回应", time.Date(2026, 11, 24, 2, 32, 0, 0, time.UTC)); err != nil {
		fmt.Println("refused", problem.KindOf(err))
		os.Exit(1)
	}
	fmt.Println("held")
	time.Sleep(time.Minute)
}

func child(t *testing.T, path string) (cmd *exec.Cmd, said string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd = exec.Command(exe)
	cmd.Env = append(os.Environ(), childPath+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	said, err = bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return cmd, strings.TrimSpace(said)
}

func TestASecondProgramIsToldWhoHasIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "单位.huiying")
	other, said := child(t, path)
	if said != "held" {
		t.Fatal(said)
	}
	_, err := Acquire(path, "终端", time.Now())
	if problem.KindOf(err) != problem.Locked {
		t.Fatalf("%v", err)
	}
	want := fmt.Sprintf("这个文件已经由回应打开（本机，11月24日 10:32 起，进程 %d）。什么都没有改动。请到已打开的窗口里继续，或先关掉它。", other.Process.Pid)
	if got := problem.Words(err); got != want {
		t.Errorf("%s\n%s", got, want)
	}
	if h, ok := Who(path); !ok || h.PID != other.Process.Pid {
		t.Errorf("%+v %v", h, ok)
	}
}

func TestAKilledProgramLeavesNoLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "d")
	for range 5 {
		other, said := child(t, path)
		if said != "held" {
			t.Fatal(said)
		}
		if err := other.Process.Kill(); err != nil { // SIGKILL: it can clean up nothing
			t.Fatal(err)
		}
		_ = other.Wait()
		if h, ok := Who(path); ok {
			t.Errorf("nobody holds it, yet Who says %+v", h)
		}
		l, err := Acquire(path, "回应", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Release(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheOtherSideIsRefusedToo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "d")
	l, err := Acquire(path, "回应", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, said := child(t, path); said != "refused locked" {
		t.Error(said)
	}
	if _, err := Acquire(path, "回应", time.Now()); problem.KindOf(err) != problem.Locked {
		t.Errorf("the same process, a second time: %v", err)
	}
	if h, ok := Who(path); !ok || h.PID != os.Getpid() {
		t.Errorf("being refused must not touch the note: %+v", h)
	}
	for range 2 {
		if err := l.Release(); err != nil {
			t.Fatal(err)
		}
	}
	if _, said := child(t, path); said != "held" {
		t.Error(said)
	}
}

func TestANoteThatDoesNotReadIsNoReason(t *testing.T) {
	path := filepath.Join(t.TempDir(), "d")
	l, err := Acquire(path, "回应", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Release() }()
	for _, note := range []string{"", "{", `{"pid":0}`, strings.Repeat("x", 2*maxInfo)} {
		if err := os.WriteFile(path+Suffix, []byte(note), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Acquire(path, "回应", time.Now())
		if problem.KindOf(err) != problem.Locked || !strings.Contains(problem.Words(err), "另一个程序") {
			t.Errorf("%q: %v", note, err)
		}
	}
}

func TestAnotherComputerIsNamed(t *testing.T) {
	err := told(Holder{PID: 7, Host: "局办公室-2.example", Since: time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC), Name: "回应"}, true)
	if w := problem.Words(err); !strings.Contains(w, "电脑 局办公室-2.example，11月24日 00:00 起") {
		t.Error(w)
	}
}

func TestAskingWhoNeverKeepsAProgramOut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "d")
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
				Who(path)
				time.Sleep(time.Millisecond)
			}
		}
	}()
	for range 200 {
		l, err := Acquire(path, "回应", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Release(); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	<-done
}

func TestNoFolder(t *testing.T) {
	if _, err := Acquire(filepath.Join(t.TempDir(), "no", "d"), "回应", time.Now()); problem.KindOf(err) != problem.Unavailable {
		t.Errorf("%v", err)
	}
	if _, ok := Who(filepath.Join(t.TempDir(), "d")); ok {
		t.Error("nothing there, nobody holds it")
	}
}
