package compose_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/app/ui/compose"
	"huiying/app/ui/load"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/internal/store/sqlite"
	"huiying/internal/store/storetest/publishingtest"

	"fyne.io/fyne/v2/test"
)

// fileOf names the data file to the process that will be killed.
const fileOf = "HUIYING_TEST_COMPOSE_FILE"

// TestTypesUntilKilled is the other process: it types a character every 20 ms and says how many it has typed.
func TestTypesUntilKilled(t *testing.T) {
	file := os.Getenv(fileOf)
	if file == "" {
		t.Skip("runs only as the process that TestTypedTextSurvivesAKill kills")
	}
	themetest.App(t, theme.Light, 100)
	store, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	desk := publishingtest.New(t, store.DB)
	q := &load.Queue{}
	f := shell.NewWith(load.NewJobsWith(desk.As("王蕾"), q.Do), shell.Options{})
	s := compose.New(compose.Deps{Posts: desk.Service, Register: register{desk.Office}, Frame: f, Now: desk.Clock.Now})
	f.Add(s)
	w := test.NewTempWindow(t, f)
	f.Attach(w.Canvas())
	f.Open(compose_, shell.Params{"new": "1"})
	for s.OpenPost() == "" {
		q.Paint()
		time.Sleep(5 * time.Millisecond)
	}
	fmt.Println("post " + s.OpenPost())
	s.Form().Text.Go(0, 0)
	for n := 1; n < 3000; n++ {
		w.Canvas().Focused().TypedRune('字')
		fmt.Printf("typed %d\n", n)
		q.Paint()
		time.Sleep(20 * time.Millisecond)
	}
}

func TestTypedTextSurvivesAKill(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, life := range []time.Duration{1900 * time.Millisecond, 2400 * time.Millisecond} {
		file := filepath.Join(t.TempDir(), "huiying.db")
		cmd := exec.Command(self, "-test.run=^TestTypesUntilKilled$", "-test.v")
		cmd.Env = append(os.Environ(), fileOf+"="+file)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		post, at := follow(cmd, bufio.NewScanner(out), life)
		_ = cmd.Wait()
		store, err := sqlite.Open(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		desk := publishingtest.New(t, store.DB)
		_, w, err := desk.Get(desk.As("王蕾"), post)
		if err != nil {
			t.Fatal(err)
		}
		stored := strings.Count(w.Content.PlainText(), "字")
		due := 0 // typed more than a second before the end
		for _, a := range at {
			if at[len(at)-1].Sub(a) > time.Second {
				due++
			}
		}
		t.Logf("typed %d, stored %d, more than a second old %d", len(at), stored, due)
		if len(at) < 20 || due == 0 {
			t.Fatalf("only %d characters were typed", len(at))
		}
		if stored < due {
			t.Errorf("%d characters are stored, %d were typed more than a second before the kill", stored, due)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}
}

// follow reads what the process says, and kills it when its time has come; it returns when each character was typed.
func follow(cmd *exec.Cmd, lines *bufio.Scanner, life time.Duration) (post string, at []time.Time) {
	var begun time.Time
	for lines.Scan() {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "post "):
			post = strings.TrimPrefix(line, "post ")
		case strings.HasPrefix(line, "typed "):
			at = append(at, time.Now())
			if begun.IsZero() {
				begun = time.Now()
			}
			if time.Since(begun) > life {
				_ = cmd.Process.Kill()
			}
		}
	}
	return post, at
}
