package standweibo

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/internal/platforms/drill/stage"
)

const killFolder = "STANDWEIBO_KILL_FOLDER"

// TestServeToBeKilled is no test of its own: it is the stand-in in a process of its own, which the next test kills.
func TestServeToBeKilled(t *testing.T) {
	dir := os.Getenv(killFolder)
	if dir == "" {
		t.Skip("only run by TestKillsLoseNothingThatWasAnswered")
	}
	cfg := config(dir)
	cfg.DailyBudget, cfg.PostsHourly = 1<<30, 1<<30
	s, err := New(cfg, stage.NewClock(), nil)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s)
	fmt.Println("serving " + web.URL)
	<-t.Context().Done()
}

func TestKillsLoseNothingThatWasAnswered(t *testing.T) {
	dir := t.TempDir()
	first := open(t, config(dir))
	token := first.bind("1352222456", "s-reviewed", landing, bureau)
	first.close()
	var answered, sent []string
	for round := range 8 {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestServeToBeKilled$", "-test.v")
		cmd.Env = append(os.Environ(), killFolder+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		address := ""
		for lines := bufio.NewScanner(out); address == "" && lines.Scan(); {
			_, address, _ = strings.Cut(lines.Text(), "serving ")
		}
		kill := time.AfterFunc(time.Duration(5+rand.IntN(60))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		for n := 0; ; n++ {
			text := fmt.Sprintf("第%d轮第%d条 %s", round, n, site)
			sent = append(sent, text)
			res, err := http.PostForm(address+"/2/statuses/share.json", values("access_token", token, "status", text, "rip", rip))
			if err != nil {
				break
			}
			_ = res.Body.Close()
			if res.StatusCode != http.StatusOK {
				t.Fatalf("status %d", res.StatusCode)
			}
			answered = append(answered, text)
		}
		_ = cmd.Wait()
		kill.Stop()
	}
	again := open(t, config(dir))
	var kept []string
	for _, r := range again.s.Records() {
		kept = append(kept, r.Text)
	}
	for _, text := range answered {
		if !slices.Contains(kept, text) {
			t.Errorf("answered and lost: %s", text)
		}
	}
	for i, text := range kept {
		if !slices.Contains(sent, text) || slices.Contains(kept[:i], text) {
			t.Errorf("never sent, or twice: %s", text)
		}
	}
	t.Logf("%d sent, %d answered, %d kept in 8 kills", len(sent), len(answered), len(kept))
}

func TestOfManyEqualCallsAtOnceOneIsTaken(t *testing.T) {
	h := bound(t)
	p := h.posted("原文")
	c := h.commented(p, "市民", "问")
	var wg sync.WaitGroup
	var mu sync.Mutex
	taken := map[string]int{}
	for range 12 {
		for _, path := range []string{"/2/statuses/share.json", "/2/comments/reply.json"} {
			wg.Go(func() {
				r := h.form(path, "status", "同一条 "+site, "rip", rip, "id", num(p), "cid", num(c), "comment", "同一答")
				mu.Lock()
				defer mu.Unlock()
				if r.status == http.StatusOK {
					taken[path]++
				} else if !strings.Contains(string(r.body), "20019") {
					t.Errorf("%s: %d %s %v", path, r.status, r.body, r.err)
				}
			})
		}
		wg.Go(func() { h.s.Records() })
	}
	wg.Wait()
	if taken["/2/statuses/share.json"] != 1 || taken["/2/comments/reply.json"] != 1 {
		t.Errorf("taken %v", taken)
	}
}
