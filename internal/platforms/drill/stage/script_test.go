package stage

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestClockSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	c, err := OpenClock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.SetOffset(-time.Hour), c.Advance(26*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if c.Advance(-time.Second) == nil {
		t.Error("the clock was advanced backwards")
	}
	c.Close()
	c, err = OpenClock(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if c.Offset() != 25*time.Hour {
		t.Fatalf("offset %s after the restart", c.Offset())
	}
	if d := time.Until(c.Now()); d < 24*time.Hour+59*time.Minute || d > 25*time.Hour {
		t.Fatalf("the clock is %s ahead", d)
	}
	forgets := NewClock()
	if err := errors.Join(forgets.Advance(time.Hour), forgets.Close()); err != nil || forgets.Offset() != time.Hour {
		t.Fatalf("%v, %s", err, forgets.Offset())
	}
}

func TestScriptCounts(t *testing.T) {
	s := NewScript()
	if err := s.Set(Rule{Call: "x /a", Nth: 2, Fault: Lost}, Rule{Call: "x /b", Fault: Busy}, Rule{Call: "x /a", Nth: 1, Fault: Reset, Account: "me"}); err != nil {
		t.Fatal(err)
	}
	for i, step := range []struct {
		call, account string
		want          Fault
	}{
		{"x /a", "you", ""}, {"x /c", "me", ""}, {"x /a", "me", Lost}, {"x /a", "me", Reset}, {"x /a", "me", ""},
		{"x /b", "me", Busy}, {"x /b", "", Busy},
	} {
		r, ok := s.Take(step.call, step.account)
		if r.Fault != step.want || ok != (step.want != "") {
			t.Fatalf("step %d: got %q %v, want %q", i, r.Fault, ok, step.want)
		}
	}
	if len(s.Rules()) != 1 {
		t.Fatalf("left: %v", s.Rules())
	}
	if err := s.Clear(); err != nil || len(s.Rules()) != 0 {
		t.Fatal("not cleared")
	}
}

func TestScriptSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	open := func() *Script {
		s, err := OpenScript(dir)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	if err := s.Set(Rule{Call: "x /a", Nth: 2, Fault: Lost}, Rule{Call: "x /b", Nth: 1, Fault: Lost}, Rule{Call: "x /c", Nth: 1, Fault: Busy}); err != nil {
		t.Fatal(err)
	}
	s.Take("x /a", "")
	s.Take("x /c", "")
	s.Close()
	s = open()
	if _, again := s.Take("x /c", ""); again {
		t.Error("a rule that was used up fired again")
	}
	if r, ok := s.Take("x /a", ""); !ok || r.Fault != Lost {
		t.Error("the count of the first life was lost")
	}
	if err := s.Clear(); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, ok := s.Take("x /b", ""); ok {
		t.Error("a cleared rule fired")
	}
	s = open()
	defer s.Close()
	if len(s.Rules()) != 0 {
		t.Errorf("left after clearing: %v", s.Rules())
	}
}

func TestScriptFiresNothingItCannotWrite(t *testing.T) {
	s, err := OpenScript(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Set(Rule{Call: "x /a", Nth: 1, Fault: Lost}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, ok := s.Take("x /a", ""); ok {
		t.Error("a rule fired without being written down")
	}
}

func TestScriptRefusesWrongRules(t *testing.T) {
	good := Rule{Call: "x /a", Fault: Busy}
	for _, r := range []Rule{
		{Call: "/a", Fault: Busy}, {Call: "x a", Fault: Busy}, {Call: "x /a", Fault: "odd"}, {Call: "x /a", Fault: Busy, Nth: -1},
		{Call: "x /a", Fault: Slow}, {Call: "x /a", Fault: Lost, Delay: -1},
	} {
		s := NewScript()
		if err := s.Set(good, r); err == nil || len(s.Rules()) != 0 {
			t.Errorf("%+v: %v, %d rules", r, err, len(s.Rules()))
		}
	}
}

func TestPlayEveryFault(t *testing.T) {
	for _, f := range append(Faults(), "") {
		t.Run("fault "+string(f), func(t *testing.T) {
			done := make(chan bool, 1)
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				Play(w, r, Rule{Fault: f, Delay: 30 * time.Millisecond}, func() Answer {
					done <- true
					return Answer{Status: 200, Header: http.Header{"X-Made": {"1"}}, Body: []byte(`{"errcode":0}`)}
				})
			}))
			defer srv.Close()
			start := time.Now()
			resp, err := http.Post(srv.URL, "", strings.NewReader("{}"))
			var body []byte
			var rerr error
			if err == nil {
				body, rerr = io.ReadAll(resp.Body)
				resp.Body.Close()
			}
			srv.Close() // waits for the handler
			if got := len(done) == 1; got != f.CarriedOut() && f != Busy && f != Expired {
				t.Errorf("carried out: %v", got)
			}
			switch f {
			case Lost:
				if !errors.Is(err, io.EOF) {
					t.Errorf("got %v, want a closed connection", err)
				}
			case Reset:
				if !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
					t.Errorf("got %v, want a reset", err)
				}
			case HTML502, HTML502After:
				if err != nil || resp.StatusCode != 502 || !strings.HasPrefix(string(body), "<html>") {
					t.Errorf("got %v %s", err, body)
				}
			case Truncated:
				if err != nil || !errors.Is(rerr, io.ErrUnexpectedEOF) || string(body) != `{"errc` {
					t.Errorf("got %v %v %q", err, rerr, body)
				}
			default:
				if err != nil || string(body) != `{"errcode":0}` || resp.Header.Get("X-Made") != "1" {
					t.Errorf("got %v %q", err, body)
				}
				if f == Slow && time.Since(start) < 30*time.Millisecond {
					t.Error("was not slow")
				}
			}
		})
	}
}

func TestSlowEndsWhenTheCallerHasGone(t *testing.T) {
	handled := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(handled)
		Play(w, r, Rule{Fault: Slow, Delay: time.Hour}, func() Answer { return Answer{Status: 200} })
	}))
	defer srv.Close()
	client := http.Client{Timeout: 50 * time.Millisecond}
	if _, err := client.Get(srv.URL); err == nil {
		t.Fatal("an answer came")
	}
	select {
	case <-handled:
	case <-time.After(10 * time.Second):
		t.Fatal("the handler still waits")
	}
}

// Without a connection to take over (HTTP/2, recorders) the answer is still withheld.
func TestDropWithoutHijack(t *testing.T) {
	defer func() {
		if r, _ := recover().(error); !errors.Is(r, http.ErrAbortHandler) {
			t.Errorf("recovered %v", r)
		}
	}()
	Play(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil), Rule{Fault: Reset}, nil)
}
