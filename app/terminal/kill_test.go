package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"huiying/app/house"
	"huiying/internal/platforms/drill"
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/store/sqlite"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/trail"
)

// kills returns how many times the day is killed: 40, or what HUIYING_KILLS says.
func kills(t *testing.T) int {
	t.Helper()
	v := os.Getenv("HUIYING_KILLS")
	if v == "" {
		return 40
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		t.Fatalf("HUIYING_KILLS is %q, want a number from 1 on", v)
	}
	return n
}

// terminal returns the built program, building it when make test did not.
func terminal(t *testing.T) string {
	t.Helper()
	if p := os.Getenv("HUIYING_TEST_TERMINAL"); p != "" {
		return p
	}
	p := filepath.Join(t.TempDir(), "huiying-terminal")
	if out, err := exec.Command("go", "build", "-tags", "sqlite_fts5,migrated_fynedo", "-o", p, ".").CombinedOutput(); err != nil {
		t.Fatalf("the terminal does not build: %v\n%s", err, out)
	}
	return p
}

// platforms starts the stand-ins in a process of their own, which nobody kills.
func platforms(t *testing.T, program, dir string) *drill.Control {
	t.Helper()
	cmd := exec.Command(program, "drill", "--dir", dir)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() })
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		if addr, ok := strings.CutPrefix(lines.Text(), "控制 "); ok {
			go func() { _, _ = io.Copy(io.Discard, pipe) }()
			return drill.NewControl(addr, nil)
		}
	}
	t.Fatal("the stand-ins did not say where they are")
	return nil
}

// slowCalls are the writing calls; a kill during one lands between a request and its answer.
func slowCalls() []string {
	return []string{"wechat /cgi-bin/media/uploadimg", "wechat /cgi-bin/material/add_material", "wechat /cgi-bin/draft/add", "wechat /cgi-bin/freepublish/submit",
		"wechat /cgi-bin/message/mass/sendall", "wechat /cgi-bin/comment/reply/add", "weibo /2/statuses/share.json", "weibo /2/comments/reply.json"}
}

// trial is one day that is killed again and again.
type trial struct {
	program string
	dir     string
	control *drill.Control
	entries int64
	points  map[string]int
}

// addr of the control endpoint is what the day connects to.
func (tr *trial) day(ctx context.Context, t *testing.T, addr string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	cmd := exec.CommandContext(ctx, tr.program, "day", "--dir", tr.dir, "--drill", addr)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, &out
}

// kill runs the day and kills it: at a random moment, or while the platform has taken a call and not answered yet. It
// returns false when the day came to its end first.
func (tr *trial) kill(t *testing.T, inCall bool) bool {
	t.Helper()
	seed, err := tr.control.Seed(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	call := ""
	if inCall {
		call = slowCalls()[rand.IntN(len(slowCalls()))]
		if err := tr.control.Fault(t.Context(), stage.Rule{Call: call, Nth: 1, Fault: stage.Slow, Delay: 1500 * time.Millisecond}); err != nil {
			t.Fatal(err)
		}
	}
	before := tr.count(t, call)
	cmd, out := tr.day(t.Context(), t, seed.Addresses.Control)
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	deadline := time.After(time.Duration(100+rand.IntN(2500)) * time.Millisecond)
	if inCall {
		deadline = time.After(6 * time.Second)
	}
	tick := time.NewTicker(15 * time.Millisecond)
	defer tick.Stop()
	landed := false
	for wait := true; wait; {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("the day ended by itself: %v\n%s", err, out)
			}
			return false
		case <-deadline:
			wait = false
		case <-tick.C:
			if call != "" && tr.count(t, call) > before {
				time.Sleep(time.Duration(rand.IntN(800)) * time.Millisecond)
				landed, wait = true, false
			}
		}
	}
	_ = cmd.Process.Kill()
	<-ended
	tr.note(out.String(), call, landed)
	tr.check(t)
	if call != "" {
		if err := tr.control.ClearFaults(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return true
}

func (tr *trial) count(t *testing.T, call string) int {
	t.Helper()
	if call == "" {
		return 0
	}
	platform, path, _ := strings.Cut(call, " ")
	records, err := tr.control.Records(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, c := range records.Calls {
		if c.Platform == platform && strings.HasSuffix(path, strings.TrimPrefix(c.Call, platform+" ")) {
			n += c.Count
		}
	}
	return n
}

// note books where a kill landed: the part of the day that was last announced, and whether a call hung in the air.
func (tr *trial) note(out, call string, landed bool) {
	point := "开始以前"
	for _, line := range strings.Split(out, "\n") {
		if part, ok := strings.CutPrefix(line, "── "); ok {
			point = part
		}
	}
	if landed {
		point += " · 等 " + call + " 的回音"
	}
	tr.points[point]++
}

// check holds the trail after every kill: it is whole, and nothing of it was lost.
func (tr *trial) check(t *testing.T) {
	t.Helper()
	s, err := sqlite.OpenRead(t.Context(), filepath.Join(tr.dir, house.File))
	if err != nil && tr.entries == 0 {
		return // killed before there was a file with a schema
	}
	if err != nil {
		t.Fatalf("after a kill the file does not open: %v", err)
	}
	defer s.Close()
	r, err := trail.Verify(t.Context(), core.NewTrail(s.DB))
	if err != nil {
		if r.Entries == 0 {
			return // killed before there was a schema
		}
		t.Fatal(err)
	}
	if r.Entries < tr.entries {
		t.Fatalf("the trail lost entries: %d, had %d", r.Entries, tr.entries)
	}
	tr.entries = r.Entries
}

func TestKilledAtRandomTheDayComesToTheSameEnd(t *testing.T) {
	program, want := terminal(t), kills(t)
	const abreast = 2 // days that are lived through at a time: each mostly waits for the platforms
	var tallies [abreast]tally
	t.Run("days", func(t *testing.T) {
		for i := range tallies {
			share := (want + i) / abreast
			t.Run(strconv.Itoa(i+1), func(t *testing.T) {
				t.Parallel()
				tallies[i] = killed(t, program, share)
			})
		}
	})
	sum := tally{points: map[string]int{}}
	for _, one := range tallies {
		sum.kills, sum.days = sum.kills+one.kills, sum.days+one.days
		for p, n := range one.points {
			sum.points[p] += n
		}
	}
	if sum.kills != want {
		t.Fatalf("%d kills, want %d", sum.kills, want)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d kills over %d days, every day at its end: one post per delivery, one reply per answer, no entry of the trail lost\n", sum.kills, sum.days)
	for _, p := range slices.Sorted(maps.Keys(sum.points)) {
		fmt.Fprintf(&b, "%4d × %s\n", sum.points[p], p)
	}
	t.Log(b.String())
	report(t, b.String())
}

// tally is where how many kills fell, and over how many days.
type tally struct {
	kills, days int
	points      map[string]int
}

// killed lives through days until so many kills are done, each day to its end.
func killed(t *testing.T, program string, want int) tally {
	sum := tally{points: map[string]int{}}
	for sum.kills < want {
		dir := t.TempDir()
		tr := &trial{program: program, dir: dir, control: platforms(t, program, filepath.Join(dir, "platforms")), points: sum.points}
		for sum.kills < want && tr.kill(t, rand.IntN(2) == 0) {
			sum.kills++
		}
		seed, err := tr.control.Seed(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		cmd, out := tr.day(t.Context(), t, seed.Addresses.Control)
		if err := cmd.Wait(); err != nil {
			t.Fatalf("after %d kills the day did not come to its end: %v\n%s", sum.kills, err, out)
		}
		tr.check(t)
		sum.days++
	}
	return sum
}

// report tells what a run saw to whoever runs all tests: the go command keeps the words of a passing package to itself.
func report(t *testing.T, words string) {
	t.Helper()
	path := os.Getenv("HUIYING_TEST_REPORT")
	if path == "" {
		return
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(words); err != nil {
		t.Fatal(err)
	}
}
