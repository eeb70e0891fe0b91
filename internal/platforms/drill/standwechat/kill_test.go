package standwechat

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/book"
)

const childDir = "STANDWECHAT_CHILD_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := child(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func childConfig(dir string) Config {
	return Config{Dir: dir, Accounts: []book.Account{{AppID: appID, Secret: secret, Nickname: "望川市发布", Verified: true}}}
}

// child serves until it is killed.
func child(dir string) error {
	s, err := New(childConfig(dir), stage.NewClock(), stage.NewScript())
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + l.Addr().String())
	return http.Serve(l, s)
}

// TestKilledServerKeepsWhatItAnswered kills the stand-in in the middle of publishing, several times, and finds every
// answered publication again, each once, and none that was not asked for.
func TestKilledServerKeepsWhatItAnswered(t *testing.T) {
	dir := t.TempDir()
	answered, asked := map[string]bool{}, 0
	for life := range 4 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childDir+"="+dir)
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		root, err := bufio.NewReader(out).ReadString('\n')
		must(t, err)
		timer := time.AfterFunc(time.Duration(60+life*37)*time.Millisecond, func() { _ = cmd.Process.Kill() })
		asked += publishUntilDead(strings.TrimSpace(root), answered)
		timer.Stop()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	s, err := New(childConfig(dir), stage.NewClock(), stage.NewScript())
	must(t, err)
	defer s.Close()
	seen := map[string]bool{}
	for _, p := range s.Records().Posts {
		if seen[book.Number(p.PublishID)] {
			t.Errorf("publication %d twice", p.PublishID)
		}
		seen[book.Number(p.PublishID)] = true
	}
	for id := range answered {
		if !seen[id] {
			t.Errorf("publication %s was answered and is lost", id)
		}
	}
	if len(answered) == 0 || len(seen) > asked {
		t.Errorf("%d asked, %d answered, %d recorded", asked, len(answered), len(seen))
	}
	t.Logf("%d asked, %d answered, %d recorded", asked, len(answered), len(seen))
}

// publishUntilDead publishes the same kind of draft until the server is gone.
func publishUntilDead(root string, answered map[string]bool) (asked int) {
	call := func(path, body string) reply {
		resp, err := http.Post(root+"/cgi-bin/"+path, "application/json", strings.NewReader(body))
		if err != nil {
			return nil
		}
		defer resp.Body.Close()
		b := new(strings.Builder)
		if _, err := bufio.NewReader(resp.Body).WriteTo(b); err != nil {
			return nil
		}
		return decode([]byte(b.String()))
	}
	token := call("stable_token", fmt.Sprintf(`{"grant_type":"client_credential","appid":%q,"secret":%q}`, appID, secret))
	if token == nil {
		return 0
	}
	q := "?access_token=" + token.str("access_token")
	cover := coverOver(root, q)
	for cover != "" {
		d := call("draft/add"+q, `{"articles":[{"title":"通知","content":"正文","thumb_media_id":"`+cover+`"}]}`)
		if d == nil {
			return asked
		}
		asked++
		p := call("freepublish/submit"+q, `{"media_id":"`+d.str("media_id")+`"}`)
		if p == nil {
			return asked
		}
		answered[p.str("publish_id")] = true
	}
	return asked
}

func coverOver(root, query string) string {
	body, kind := multipartOf("a.jpg", smallJPEG())
	resp, err := http.Post(root+"/cgi-bin/material/add_material"+query+"&type=thumb", kind, body)
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	b := new(strings.Builder)
	if _, err := bufio.NewReader(resp.Body).WriteTo(b); err != nil {
		return ""
	}
	r := decode([]byte(b.String()))
	if r == nil {
		return ""
	}
	return r.str("media_id")
}
