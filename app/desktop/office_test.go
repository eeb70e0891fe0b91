package desktop

import (
	"context"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/house"
	"huiying/app/ui/handtest"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing/typingtest"
	"huiying/internal/platforms/drill"
	"huiying/internal/vault"
)

// people before the program of a small office, with what they sign in with.
const (
	officer  = "王蕾"
	checker  = "孙悦"
	approver = "周建国"
)

func secret(name string) string {
	return "Ying2026!" + map[string]string{officer: "w", checker: "s", approver: "z"}[name]
}

// bureau is a new office before its program, over stand-ins of the platforms that keep records of their own.
type bureau struct {
	*handtest.Hand
	control *drill.Control
	seed    drill.Seed
	later   func(d time.Duration)       // moves the one clock of the program and the platforms
	visited func(t testing.TB) *url.URL // the page that the program opened in the browser last
	guard   func()                      // looks at the screen as a whole, after each person
	shows   func(name string)           // photographs what stands there, for a person who wants to look
	closes  func()                      // closes the window and sees the program end
}

// morning is 09:00 of the next Monday in Shanghai: no trial depends on the hour at which it is run.
func morning(now time.Time) time.Time {
	at := now.In(time.FixedZone("Asia/Shanghai", 8*3600))
	at = time.Date(at.Year(), at.Month(), at.Day(), 9, 0, 0, 0, at.Location())
	for at.Weekday() != time.Monday || at.Before(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// platforms starts stand-ins whose clock stands in the morning of a working day.
func platforms(t *testing.T) (*drill.Control, house.Outside, drill.Seed) {
	t.Helper()
	server, err := drill.Start(t.Context(), drill.Prepared(t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	control := server.Control()
	if err := control.Advance(t.Context(), time.Until(morning(time.Now()))); err != nil {
		t.Fatal(err)
	}
	outside, seed, err := house.StandIns(t.Context(), control)
	if err != nil {
		t.Fatal(err)
	}
	return control, outside, seed
}

// painted is a bureau in Fyne's test driver.
func painted(t *testing.T) *bureau {
	t.Helper()
	control, outside, seed := platforms(t)
	queue := &load.Queue{}
	var page *url.URL
	p, err := start(t.Context(), means{app: themetest.App(t, theme.Light, 100), paint: queue.Do, passwords: vault.Cost{Memory: 8, Time: 1, Threads: 1}, outside: outside, visit: func(u *url.URL) error { page = u; return nil }}, t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.end)
	p.window.Resize(fyne.NewSize(1366, 768))
	screen := &handtest.Painted{Canvas: p.window.Canvas(), Queue: queue}
	return &bureau{Hand: &handtest.Hand{TB: t, Screen: screen, Patience: 20 * time.Second}, control: control, seed: seed,
		later: func(d time.Duration) {
			if err := p.open.house.Advance(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		},
		visited: func(testing.TB) *url.URL { return page },
		guard:   func() { typingtest.OnlyOurs(t, p.window.Content()) }, shows: func(string) {}, closes: func() {}}
}

// sit has a person sign in at the page that stands there, work, and leave.
func (o *bureau) sit(name string, work func()) {
	o.Helper()
	o.Reads("选您的姓名，输入密码")
	o.Until("the caret in the password by itself", o.Typing)
	o.Tap(name)
	o.Press(0, fyne.KeyReturn)
	o.Rewrite(secret(name))
	o.Press(0, fyne.KeyReturn)
	o.Reads("今日")
	work()
	o.guard()
	o.Tap(name)
	o.Tap("换一个人")
}

// consents does what a person does in the browser: chooses the account and allows. It returns where the browser ends.
func (o *bureau) consents() string {
	o.Helper()
	page := o.visited(o.TB)
	if page == nil {
		o.Fatal("the program opened no page of consent")
	}
	q := page.Query()
	form := url.Values{"client_id": {q.Get("client_id")}, "redirect_uri": {q.Get("redirect_uri")}, "state": {q.Get("state")}, "action": {"allow"}, "uid": {o.seed.Weibo[0].UID}}
	to := *page
	to.RawQuery = ""
	ctx, cancel := context.WithTimeout(o.Context(), 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), strings.NewReader(form.Encode()))
	if err != nil {
		o.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := http.DefaultTransport.RoundTrip(req) // the redirect is read, not followed
	if err != nil {
		o.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusFound {
		o.Fatalf("the page of consent answers %s", res.Status)
	}
	return res.Header.Get("Location")
}

// picture is a file that a person could have saved.
func (o *bureau) picture(name string) string {
	o.Helper()
	file := filepath.Join(o.TempDir(), name)
	f, err := os.Create(file)
	if err != nil {
		o.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, image.NewRGBA(image.Rect(0, 0, 900, 383))); err != nil {
		o.Fatal(err)
	}
	return file
}

// picks takes a file in the chooser that stands open.
func (o *bureau) picks(file string) {
	o.Helper()
	o.Until("the chooser", func() bool { return o.Stands("选这个文件") })
	o.Rewrite(file)
	o.Tap("选这个文件")
}

// posted are the platform's own records of what is out with a text.
func (o *bureau) posted(platform, text string) (found []drill.Post) {
	o.Helper()
	r, err := o.control.Records(o.Context())
	if err != nil {
		o.Fatal(err)
	}
	for _, p := range r.Own() {
		if p.Platform == platform && p.Status == 0 && !p.Deleted && (strings.Contains(p.Title, text) || strings.Contains(p.Text, text)) {
			found = append(found, p)
		}
	}
	return found
}
