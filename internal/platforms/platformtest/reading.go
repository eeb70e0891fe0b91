package platformtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/inbox"
	"huiying/internal/platforms/drill"
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/problem"
)

// many is more comments than any implementation reads at once.
const many = 230

// thread is a post of the account with what the desk knows of it.
func (s *Subject) thread() (drill.Post, inbox.PostRef) {
	s.World.T.Helper()
	p, _, r := s.post("under")
	return s.World.One(), inbox.PostRef{Delivery: p.Delivery, Title: p.Title, External: r.ID, MsgDataID: r.MsgDataID, Link: r.URL, At: r.At}
}

// reader reads an account as the desk does: cursor by cursor, knowing what it has by its key.
type reader struct {
	s      *Subject
	posts  []inbox.PostRef
	cursor json.RawMessage
	known  map[string]inbox.Incoming
}

func (s *Subject) reader(posts ...inbox.PostRef) *reader {
	return &reader{s: s, posts: posts, known: map[string]inbox.Incoming{}}
}

// once reads once and checks what holds of every batch.
func (r *reader) once() (inbox.Batch, error) {
	t := r.s.World.T
	t.Helper()
	b, err := r.s.Source.Collect(r.s.ctx(), r.s.Account, r.posts, r.cursor)
	seen := map[string]bool{}
	for _, q := range b.Questions {
		if q.External == "" || len(q.Ref) == 0 || q.At.IsZero() || seen[q.External] {
			t.Errorf("a question twice in one batch, or without key, ref or time: %+v", q)
		}
		seen[q.External] = true
		if old, ok := r.known[q.External]; ok && (old.Text != q.Text || !old.At.Equal(q.At)) {
			t.Errorf("one key, two questions: %+v and %+v", old, q)
		}
		r.known[q.External] = q
	}
	r.cursor = b.Cursor
	return b, err
}

// all reads until two readings in a row bring nothing new.
func (r *reader) all() {
	t := r.s.World.T
	t.Helper()
	for still, n := 0, -1; still < 2; still++ {
		if _, err := r.once(); err != nil {
			t.Fatal(err)
		}
		if n != len(r.known) {
			still, n = -1, len(r.known)
		}
	}
}

// texts lists what was read, in alphabetical order.
func (r *reader) texts() []string {
	var out []string
	for _, q := range r.known {
		out = append(out, q.Text)
	}
	slices.Sort(out)
	return out
}

// has checks what was read by its words.
func (r *reader) has(want []string) {
	t := r.s.World.T
	t.Helper()
	got, want := r.texts(), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Fatalf("read %d questions, want %d:\n%v\n%v", len(got), len(want), got, want)
	}
}

// collecting: every comment is read once by its key, whatever arrives or disappears meanwhile, and a reading that fails
// loses nothing.
func collecting(t *testing.T, open func(t *testing.T) *Subject) {
	asks := func(s *Subject, p drill.Post, n int) []string {
		var out []string
		for i := range n {
			text := fmt.Sprintf("问题%03d <b>&amp; A", i)
			s.World.Says(p, fmt.Sprintf("市民%d", i%7), text)
			out = append(out, text)
		}
		return out
	}
	t.Run("once each", func(t *testing.T) {
		s := open(t)
		p, ref := s.thread()
		want := asks(s, p, many)
		r := s.reader(ref)
		r.all()
		r.has(want)
		for _, q := range r.known {
			if q.Delivery != ref.Delivery || q.Under == "" || q.At.Before(Noon()) || q.At.After(s.World.Now()) {
				t.Fatalf("%+v", q)
			}
		}
		want = append(want, asks(s, p, 0)...)
		s.World.Says(p, "新来的", "后来的问题")
		r.all()
		r.has(append(want, "后来的问题"))
	})
	t.Run("more arrives between two pages", func(t *testing.T) {
		s := open(t)
		p, ref := s.thread()
		want := asks(s, p, many)
		for i := range 3 {
			text := fmt.Sprintf("插进来的%d", i)
			s.World.After(s.Read, func() { s.World.Says(p, "插话", text) })
			want = append(want, text)
		}
		r := s.reader(ref)
		r.all()
		r.has(want)
	})
	t.Run("some disappear between two pages", func(t *testing.T) {
		s := open(t)
		p, ref := s.thread()
		want := asks(s, p, many)
		gone := map[string]bool{}
		for i := range 2 {
			s.World.After(s.Read, func() {
				for n := 0; n < 5; n++ { // the newest, which stand on the page that was just read
					text := want[many-1-5*i-n]
					c, _ := s.World.Comment(text)
					s.World.Withdraws(p, c.ID)
					gone[text] = true
				}
			})
		}
		r := s.reader(ref)
		b, err := r.once()
		s.World.Must(err)
		if slices.Contains(b.Complete, ref.Delivery) {
			for _, text := range want {
				if _, ok := r.find(text); !ok && !gone[text] {
					t.Fatalf("%q was passed over, and the reading calls itself whole", text)
				}
			}
		}
		r.all()
		for _, text := range want {
			if _, ok := r.find(text); !ok && !gone[text] {
				t.Errorf("%q was never read", text)
			}
		}
	})
	t.Run("what is gone is not given again", func(t *testing.T) {
		s := open(t)
		p, ref := s.thread()
		asks(s, p, 2)
		c, _ := s.World.Comment("问题000 <b>&amp; A")
		s.World.Withdraws(p, c.ID)
		r := s.reader(ref)
		r.all()
		r.has([]string{"问题001 <b>&amp; A"})
	})
	t.Run("nobody has said it", func(t *testing.T) {
		s := open(t)
		p, ref := s.thread()
		s.World.Says(p, "走了的人", "我的号注销了")
		if s.Vanish != nil {
			s.Vanish("走了的人")
		} else {
			s.World.Says(p, "", "没有身份的人")
		}
		r := s.reader(ref)
		r.all()
		if q, ok := r.find("我的号注销了"); !ok || s.Vanish != nil && q.Author != "" {
			t.Errorf("%+v %v", q, r.texts())
		}
	})
	t.Run("our own words are no question", func(t *testing.T) {
		s := open(t)
		p, ref := s.thread()
		s.World.Says(p, "市民", "几点开门？")
		r := s.reader(ref)
		r.all()
		q, _ := r.find("几点开门？")
		s.World.Must(second2(s.Replier.Reply(t.Context(), s.Account, q.Ref, "九点。")))
		r.all()
		r.has([]string{"几点开门？"})
	})
	each(t, open, func(s *Subject, fault stage.Fault) {
		p, ref := s.thread()
		want := asks(s, p, 60)
		r := s.reader(ref)
		s.World.Fault(s.Read, fault, short)
		_, err := r.once()
		s.clean(err)
		r.all()
		r.has(want)
	})
	t.Run("a place that is not there", func(t *testing.T) {
		s := open(t)
		_, ref := s.thread()
		ref.MsgDataID, ref.External, ref.At = "", "", time.Time{}
		if _, err := s.reader(ref).once(); err != nil {
			t.Error(err)
		}
	})
}

// learning: the comments under a post whose answer was lost are read as soon as the platform tells where they stand, and
// until then the reading does not call itself whole.
func learning(t *testing.T, open func(t *testing.T) *Subject) {
	s := open(t)
	p := s.parcel("a")
	made := s.prepare(p)
	since := s.World.Now()
	s.World.Fault(s.Send, stage.Lost, 0)
	_, _, err := s.Channel.Send(t.Context(), p, made)
	s.classed(err, problem.ClassUnknown)
	sight := s.looked(p, made, since, true)
	r := s.followed(p, made, sight.Receipt, sight.Verdict)
	s.World.Says(s.World.One(), "市民", ask)
	ref := inbox.PostRef{Delivery: p.Delivery, Title: p.Title, External: r.ID, MsgDataID: r.MsgDataID, Link: r.URL, At: since}
	reading := s.reader(ref)
	for range 5 { // the next morning, where a platform counts, its count is not ready
		b, err := reading.once()
		s.World.Must(err)
		if _, ok := reading.find(ask); !ok && slices.Contains(b.Complete, ref.Delivery) {
			t.Fatal("nothing was read, and the reading calls itself whole")
		}
		s.World.Pass(6*time.Hour + 10*time.Minute)
	}
	reading.all()
	reading.has([]string{ask})
}

func second2(_ inbox.Sent, err error) error { return err }

func (r *reader) find(text string) (inbox.Incoming, bool) {
	for _, q := range r.known {
		if strings.TrimSpace(q.Text) == text {
			return q, true
		}
	}
	return inbox.Incoming{}, false
}
