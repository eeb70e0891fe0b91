package platformtest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/platforms/drill"
	"huiying/internal/platforms/drill/stage"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// Noon is when every world begins: no day and no minute of a quota ends in the middle of a test.
func Noon() time.Time { return time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC) }

// World is a drill with its own clock and records, and the wire to it. It is an http.RoundTripper, so that a test can have
// something happen between two calls.
type World struct {
	*drill.Server
	T        *testing.T
	Platform string // with the drill
	Account  string // the platform's id of the account

	wire  *http.Transport
	mu    sync.Mutex
	calls map[string]int
	after map[string][]func()
}

// NewWorld starts the prepared drill, or what change makes of it.
func NewWorld(t *testing.T, platform string, change ...func(*drill.Options)) *World {
	t.Helper()
	o := drill.Prepared(t.TempDir())
	for _, f := range change {
		f(&o)
	}
	s, err := drill.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	w := &World{Server: s, T: t, Platform: platform, wire: &http.Transport{}, calls: map[string]int{}, after: map[string][]func(){}}
	t.Cleanup(w.CloseIdleConnections)
	w.Must(s.Clock().SetOffset(time.Until(Noon())))
	switch seed := s.Seed(); platform {
	case drill.Weibo:
		w.Account = seed.Weibo[0].UID
	case drill.WeChat:
		w.Account = seed.WeChat[0].AppID
	}
	return w
}

// Must ends the test on an error.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// Now is the world's time.
func (w *World) Now() time.Time { return w.Clock().Now() }

// Pass lets time pass.
func (w *World) Pass(d time.Duration) { w.T.Helper(); w.Must(w.Clock().Advance(d)) }

// HTTP returns a client whose calls go through the world.
func (w *World) HTTP(timeout time.Duration) *http.Client {
	return &http.Client{Transport: w, Timeout: timeout}
}

// RoundTrip makes a call, and then what After was told.
func (w *World) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.calls[r.URL.Path]++
	w.mu.Unlock()
	resp, err := w.wire.RoundTrip(r)
	w.mu.Lock()
	var f func()
	if list := w.after[r.URL.Path]; len(list) > 0 {
		f, w.after[r.URL.Path] = list[0], list[1:]
	}
	w.mu.Unlock()
	if f != nil {
		f()
	}
	return resp, err
}

// CloseIdleConnections is what a client does before it writes.
func (w *World) CloseIdleConnections() { w.wire.CloseIdleConnections() }

// After has f happen after the next call to a path.
func (w *World) After(path string, f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.after[path] = append(w.after[path], f)
}

// Fault has the next call to a path go wrong.
func (w *World) Fault(path string, f stage.Fault, delay time.Duration) {
	w.T.Helper()
	w.Must(w.Script().Set(stage.Rule{Call: w.Platform + " " + path, Nth: 1, Fault: f, Delay: delay}))
}

// Calls counts the calls that the implementation made to a path, answered or not.
func (w *World) Calls(path string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls[path]
}

// Plague has every call to a path go wrong until the script is cleared.
func (w *World) Plague(path string, f stage.Fault, delay time.Duration) {
	w.T.Helper()
	w.Must(w.Script().Set(stage.Rule{Call: w.Platform + " " + path, Fault: f, Delay: delay}))
}

// Paths tells how often the implementation has called each path.
func (w *World) Paths() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.calls)
}

// since lists the paths that were called since then, in alphabetical order.
func (w *World) since(then map[string]int) []string {
	var out []string
	for path, n := range w.Paths() {
		if n > then[path] {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// Decide sets what the platform makes of the next thing that it takes and decides on later; 0 lets it go out.
func (w *World) Decide(what string, code int) {
	w.T.Helper()
	w.Must(w.Control().Plan(w.T.Context(), drill.Plan{Platform: w.Platform, What: what, Account: w.Account, Code: code}))
}

// Ends takes a post away after it was out: its author (5), or the platform (6).
func (w *World) Ends(p drill.Post, fate int) {
	w.T.Helper()
	w.Must(w.Control().Remove(w.T.Context(), drill.Removal{Platform: w.Platform, Post: p.ID, Index: p.Index, Fate: fate}))
}

// Posts lists what the public sees of the account, and what it saw before it was deleted.
func (w *World) Posts() []drill.Post {
	var out []drill.Post
	for _, p := range w.Records().Own() {
		if p.Platform == w.Platform && p.Account == w.Account {
			out = append(out, p)
		}
	}
	return out
}

// One returns the only post of the account.
func (w *World) One() drill.Post {
	w.T.Helper()
	ps := w.Posts()
	if len(ps) != 1 {
		w.T.Fatalf("%d posts on the account, want one", len(ps))
	}
	return ps[0]
}

// Says lets a citizen comment on a post and returns the comment's id.
func (w *World) Says(p drill.Post, from, text string) string {
	w.T.Helper()
	id, err := w.Control().Comment(w.T.Context(), drill.Saying{Platform: w.Platform, Post: p.ID, Index: p.Index, From: from, Text: text})
	w.Must(err)
	return id
}

// Withdraws takes a citizen's comment away.
func (w *World) Withdraws(p drill.Post, comment string) {
	w.T.Helper()
	w.Must(w.Control().Remove(w.T.Context(), drill.Removal{Platform: w.Platform, Post: p.ID, Index: p.Index, Comment: comment}))
}

// Consents does what a person does in the browser: opens the page of Weibo, chooses the account and allows. It returns the
// address at which the browser ends.
func (w *World) Consents(page string) string {
	w.T.Helper()
	u, err := url.Parse(page)
	w.Must(err)
	form := u.Query()
	form.Set("uid", w.Account)
	form.Set("action", "allow")
	u.RawQuery = ""
	req, err := http.NewRequestWithContext(w.T.Context(), http.MethodPost, u.String(), strings.NewReader(form.Encode()))
	w.Must(err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	browser := http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := browser.Do(req)
	w.Must(err)
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusFound {
		w.T.Fatalf("the page answered %s", resp.Status)
	}
	return resp.Header.Get("Location")
}

// Comment finds a comment by its text, wherever it stands.
func (w *World) Comment(text string) (drill.Comment, bool) {
	for _, p := range w.Records().Posts {
		for _, c := range p.Comments {
			if c.Text == text {
				return c, true
			}
		}
	}
	return drill.Comment{}, false
}

// NewParcel returns a delivery as the desk hands it over: with everything that escapes badly in it.
func NewParcel(account accounts.ID, platform accounts.Platform, way content.Way, key string) delivery.Parcel {
	files := map[string][]byte{}
	media := func(name string, c color.RGBA) content.Media {
		b := drawn(c)
		sum := sha256.Sum256(b)
		hash := hex.EncodeToString(sum[:])
		files[hash] = b
		return content.Media{Hash: hash, Name: name, Type: "image/png", Size: int64(len(b)), Width: 90, Height: 40}
	}
	tone := uint8(len(key)*17) + key[len(key)-1]
	cover, inside := media("封面.png", color.RGBA{tone, 90, 130, 255}), media("", color.RGBA{130, tone, 90, 255})
	sum := sha256.Sum256([]byte(key))
	fingerprint := hex.EncodeToString(sum[:])
	p := delivery.Parcel{Delivery: key, Account: account, Platform: platform, Way: way, Fingerprint: fingerprint, Token: fingerprint[:32],
		Title: `供暖“缴费”A&B <` + key + `>`, Author: "新媒体中心", Digest: "11月25日起收取 & 12月31日截止",
		SourceURL: "https://www.wangchuan.example/heating?a=1&b=2",
		Text:      "【供暖缴费】11月25日起收取，A&B <" + key + "> 'x' “y”，详见 https://www.wangchuan.example/heating?a=1&b=2",
		Paragraphs: []content.Paragraph{
			{ID: "1", Style: content.Heading, Text: "何时 & 何地"},
			{ID: "2", Text: "11月25日起收取，\n“12月31日”截止 <" + key + `> 'x' "y" &amp; 1<2>0`},
			{ID: "3", Bold: true, Text: "咨询电话12345"},
			{ID: "4", Style: content.Picture, Media: inside.Hash, Text: "图：缴费网点"},
		},
		Pictures: []content.Media{cover, inside}, Cover: &cover, Comments: true,
		Open: func(hash string) (io.ReadCloser, error) {
			b, ok := files[hash]
			if !ok {
				return nil, fmt.Errorf("no picture %s", hash)
			}
			return io.NopCloser(bytes.NewReader(b)), nil
		}}
	if way == content.Share {
		p.Pictures = p.Pictures[:1]
	}
	return p
}

func drawn(c color.RGBA) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 90, 40))
	for i := range 90 * 40 {
		img.SetRGBA(i%90, i/90, c)
	}
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.NoCompression} // hundreds are drawn, and compressing costs most of it
	_ = e.Encode(&b, img)                                 // a bytes.Buffer takes everything
	return b.Bytes()
}

// tell is every way in which an error may come to be read.
func tell(err error) string {
	return strings.Join([]string{err.Error(), fmt.Sprintf("%v %+v %#v %s %q", err, err, err, err, err)}, "\n")
}
