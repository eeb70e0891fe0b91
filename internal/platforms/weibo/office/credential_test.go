package office_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/platforms/weibo/office"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// noKey gives no credential, and says why.
type noKey struct{ why error }

func (k noKey) Credential(context.Context, accounts.ID) (accounts.Credential, error) {
	return accounts.Credential{}, k.why
}

// silent is a way out that nobody may take.
type silent struct{ t *testing.T }

func (s silent) RoundTrip(r *http.Request) (*http.Response, error) {
	s.t.Errorf("called %s", r.URL.Path)
	return nil, errors.New("no")
}

// TestWithoutACredentialNothingIsAsked is what a desk is told when an account's credential cannot be had: which kind of
// trouble it is, in words, and that no call was made. A locked vault can be told from every other reason.
func TestWithoutACredentialNothingIsAsked(t *testing.T) {
	for kind, class := range map[problem.Kind]problem.Class{
		problem.Locked:      problem.ClassNeedsPerson,
		problem.Missing:     problem.ClassNeedsPerson,
		problem.Busy:        problem.ClassNotSent,
		problem.Unavailable: problem.ClassNotSent,
	} {
		o := office.New("http://weibo.example", "", &http.Client{Transport: silent{t}}, noKey{problem.New(kind, "读不了账号的授权", "", "请先打开密钥")},
			func() string { return operator }, time.Now)
		parcel, ref := delivery.Parcel{Account: account, Text: "供暖通知"}, json.RawMessage(`{"cid":100,"id":1}`)
		old := json.RawMessage(`{"since":7}`)
		for name, do := range map[string]func() error{
			"send":   func() error { _, _, err := o.Send(t.Context(), parcel, nil); return err },
			"follow": func() error { _, _, err := o.Follow(t.Context(), parcel, nil, delivery.Receipt{}); return err },
			"find":   func() error { _, err := o.Find(t.Context(), parcel, nil, noon); return err },
			"reply":  func() error { _, err := o.Reply(t.Context(), account, ref, "明日供暖。"); return err },
			"look":   func() error { _, err := o.FindReply(t.Context(), account, ref, "明日供暖。", noon); return err },
			"collect": func() error {
				b, err := o.Collect(t.Context(), account, nil, old)
				if string(b.Cursor) != string(old) {
					t.Errorf("the place is lost: %s", b.Cursor)
				}
				return err
			},
		} {
			err := do()
			if problem.ClassOf(err) != class || problem.KindOf(err) != kind || !strings.Contains(problem.Words(err), "请先打开密钥") {
				t.Errorf("%s, %s: %s, %s, %q", kind, name, problem.KindOf(err), problem.ClassOf(err), problem.Words(err))
			}
		}
	}
}

// A place that cannot be read is no reason to begin from the start, and not to go on as if nothing were wrong.
func TestACursorThatCannotBeRead(t *testing.T) {
	p := told(t, nil)
	b, err := p.office.Collect(t.Context(), account, nil, json.RawMessage(`{"since":"x"}`))
	if err == nil || string(b.Cursor) != `{"since":"x"}` || len(p.asked) != 0 {
		t.Errorf("%+v, %v, asked %v", b, err, p.asked)
	}
}

func TestPicturesThatCannotGo(t *testing.T) {
	p := told(t, nil)
	fault := errors.New("a bad block")
	for name, c := range map[string]struct {
		n    int
		open func(string) (io.ReadCloser, error)
		want problem.Class
	}{
		"two":             {2, nil, problem.ClassPermanent},
		"one that breaks": {1, func(string) (io.ReadCloser, error) { return io.NopCloser(broken{fault}), nil }, problem.ClassNeedsPerson},
		"one that is gone": {1, func(string) (io.ReadCloser, error) {
			return nil, problem.New(problem.Unavailable, "图片读不出来", "", "")
		}, problem.ClassNotSent},
	} {
		_, _, err := p.office.Send(t.Context(), delivery.Parcel{Account: account, Text: "供暖通知", Pictures: make([]content.Media, c.n), Open: c.open}, nil)
		if problem.ClassOf(err) != c.want || problem.Words(err) == "" || len(p.asked) != 0 {
			t.Errorf("%s: %v, asked %v", name, err, p.asked)
		}
	}
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// TestWhatIsNotSaidIsNotMadeUp is comments and posts without time, author, post or number.
func TestWhatIsNotSaidIsNotMadeUp(t *testing.T) {
	p := told(t, map[string]string{
		"/2/comments/to_me.json": comments(`{"id":9,"created_at":"?","text":"几点？","user":null}`),
		"/2/statuses/share.json": `{"id":8}`,
		timeline:                 statuses(item(1, -60, "昨天的", "")),
	})
	b, err := p.office.Collect(t.Context(), account, []inbox.PostRef{{Delivery: "d"}}, nil)
	if err != nil || len(b.Questions) != 1 || !b.Questions[0].At.Equal(p.now) || b.Questions[0].Author != "" || b.Questions[0].Delivery != "" || b.Questions[0].Link != "" {
		t.Errorf("%+v, %v", b, err)
	}
	if _, err := p.office.Reply(t.Context(), account, b.Questions[0].Ref, "九点。"); problem.ClassOf(err) != problem.ClassPermanent {
		t.Errorf("a reply to a comment under nothing: %v", err)
	}
	r, v, err := p.office.Send(t.Context(), delivery.Parcel{Account: account, Text: "供暖通知"}, nil)
	if err != nil || v != "published" || r.ID != "8" || !r.At.Equal(p.now) {
		t.Errorf("%+v, %s, %v", r, v, err)
	}
	// Taken, but not shown: without a time of its own the look goes back a few minutes only, and says that Weibo still works.
	if r, v, err = p.office.Follow(t.Context(), delivery.Parcel{Account: account, Text: "供暖通知"}, nil, delivery.Receipt{}); err != nil || v != "accepted" {
		t.Errorf("%+v, %s, %v", r, v, err)
	}
}
