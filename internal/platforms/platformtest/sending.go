package platformtest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/problem"
	"huiying/publishing/delivery"
	"huiying/publishing/delivery/channel"
)

// sending: one Send is one call and one post; a fault is classed by what it may have done; a look afterwards never says
// what is not so, comes to an end, and what it says may be acted on.
func sending(t *testing.T, open func(t *testing.T) *Subject) {
	t.Run("whole", func(t *testing.T) {
		s := open(t)
		p, made, r := s.post("a")
		if post := s.World.One(); !strings.Contains(post.Text, "<a>") || len(post.Media) == 0 || !s.names(r) || r.At.IsZero() {
			t.Errorf("posted %+v, receipt %+v", post, r)
		}
		if n := s.World.Calls(s.Send); n != 1 {
			t.Errorf("%d calls", n)
		}
		if sight := s.looked(p, made, Noon(), true); sight.Presence != delivery.There {
			t.Errorf("a look says %+v", sight)
		}
	})
	each(t, open, func(s *Subject, fault stage.Fault) {
		p := s.parcel("a")
		made := s.prepare(p)
		since := s.World.Now()
		before := s.World.Calls(s.Send)
		s.World.Fault(s.Send, fault, short)
		r, v, err := s.Channel.Send(s.ctx(), p, made)
		s.classed(err, s.expected(fault))
		calls := s.World.Calls(s.Send) - before
		if most := 1 + bit(fault == stage.Expired && s.Renews); calls != most {
			s.World.T.Errorf("%d calls, want %d", calls, most)
		}
		if want := bit(fault.CarriedOut() || err == nil); len(s.World.Posts()) != want {
			s.World.T.Fatalf("%d posts, want %d", len(s.World.Posts()), want)
		}
		if err == nil {
			s.followed(p, made, r, v)
			return
		}
		s.settled(p, made, since, fault.CarriedOut())
	})
	t.Run("slower than the wire waits", func(t *testing.T) {
		s := open(t)
		p := s.parcel("a")
		made := s.prepare(p)
		since := s.World.Now()
		s.World.Fault(s.Send, stage.Slow, s.Timeout+2*time.Second)
		_, _, err := s.Channel.Send(t.Context(), p, made)
		s.classed(err, problem.ClassUnknown)
		s.settled(p, made, since, true)
	})
	t.Run("a platform that cannot be reached", func(t *testing.T) {
		s := open(t)
		p := s.parcel("a")
		made := s.prepare(p)
		s.World.Must(s.World.Close())
		_, _, err := s.Channel.Send(t.Context(), p, made)
		s.classed(err, problem.ClassNotSent)
	})
	t.Run("a picture that cannot be read", func(t *testing.T) {
		s := open(t)
		p := s.parcel("a")
		p.Pictures[0].Hash = "gone"
		if p.Cover != nil {
			p.Cover.Hash = "gone"
		}
		_, _, err := s.Channel.Send(t.Context(), p, nil)
		if err == nil || problem.ClassOf(err) == problem.ClassUnknown || s.World.Calls(s.Send) != 0 {
			t.Errorf("%v, %d calls", err, s.World.Calls(s.Send))
		}
	})
}

// settled looks until the account says whether a delivery is on it, and does what a person would do then.
func (s *Subject) settled(p delivery.Parcel, made json.RawMessage, since time.Time, landed bool) {
	t := s.World.T
	t.Helper()
	sight := s.looked(p, made, since, landed)
	if sight.Presence == delivery.There {
		r := s.followed(p, made, sight.Receipt, sight.Verdict)
		if !s.names(r) {
			t.Errorf("the receipt %+v does not lead to %+v", r, s.World.One())
		}
		return
	}
	again := s.prepareAgain(p, made)
	r, v, err := s.Channel.Send(s.ctx(), p, again)
	s.World.Must(err)
	s.followed(p, again, r, v)
	s.World.One()
}

// prepareAgain is what the desk does before another attempt.
func (s *Subject) prepareAgain(p delivery.Parcel, made json.RawMessage) json.RawMessage {
	s.World.T.Helper()
	pr, ok := s.Channel.(delivery.Preparer)
	if !ok || len(s.Preparing) == 0 {
		return made
	}
	again, err := pr.Prepare(s.ctx(), p, made)
	s.World.Must(err)
	return again
}

// step is how long a test waits between two looks: longer than the minute in which a key may not be used again, where a look
// takes long to come clear.
func (s *Subject) step() time.Duration { return max(40*time.Second, s.Settles/15) }

// looked asks again and again until the look is clear, and holds each answer against the truth.
func (s *Subject) looked(p delivery.Parcel, made json.RawMessage, since time.Time, landed bool) delivery.Sighting {
	t := s.World.T
	t.Helper()
	for end := s.World.Now().Add(s.Settles + 5*time.Minute); s.World.Now().Before(end); s.World.Pass(s.step()) {
		sight, err := s.find(p, made, since)
		if err != nil {
			t.Fatal(err)
		}
		if landed && sight.Presence == delivery.Absent || !landed && sight.Presence == delivery.There {
			t.Fatalf("after %s a look says %q (%s), and the truth is %v", s.World.Now().Sub(since), sight.Presence, sight.Words, landed)
		}
		if sight.Words == "" {
			t.Fatal("a look says nothing to a person")
		}
		if sight.Presence != delivery.Unclear {
			return sight
		}
	}
	t.Fatalf("a look never comes clear; the truth is %v", landed)
	return delivery.Sighting{}
}

// find looks as the desk does: where only the platform's own key can tell, the call is made again with it.
func (s *Subject) find(p delivery.Parcel, made json.RawMessage, since time.Time) (delivery.Sighting, error) {
	sight, err := s.Channel.Find(s.ctx(), p, made, since)
	if asker, ok := s.Channel.(channel.Asker); ok && err == nil && sight.ByKey {
		return asker.AskAgain(s.ctx(), p, made)
	}
	return sight, err
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// preparing: after any failed Prepare another one goes on from what is there, nothing stands twice, and Send still works.
func preparing(t *testing.T, open func(t *testing.T) *Subject) {
	for _, path := range open(t).Preparing {
		t.Run(path, func(t *testing.T) {
			each(t, open, func(s *Subject, fault stage.Fault) {
				pr, p := s.Channel.(delivery.Preparer), s.parcel("a")
				s.World.Fault(path, fault, short)
				made, err := pr.Prepare(s.ctx(), p, nil)
				s.classed(err, s.expected(fault))
				s.ready(pr, p, made)
			})
		})
	}
	t.Run("killed in between", func(t *testing.T) {
		s := open(t)
		pr, ok := s.Channel.(delivery.Preparer)
		if !ok || len(s.Preparing) == 0 {
			t.Skip("this channel prepares nothing")
		}
		p := s.parcel("a")
		p.Paragraphs = p.Paragraphs[:3] // a picture in the text has no name by which it could be found
		s.World.Must(second(pr.Prepare(t.Context(), p, nil)))
		s.ready(pr, p, nil) // the program died before it could write down what was made
	})
}

func second(_ json.RawMessage, err error) error { return err }

// ready prepares again, and again, and sends.
func (s *Subject) ready(pr delivery.Preparer, p delivery.Parcel, made json.RawMessage) {
	t := s.World.T
	t.Helper()
	for range 2 {
		again, err := pr.Prepare(s.ctx(), p, made)
		s.World.Must(err)
		made = again
	}
	for kind, n := range s.Left() {
		if n != 1 {
			t.Errorf("%d × %s on the platform, want one", n, kind)
		}
	}
	if n := len(s.World.Posts()); n != 0 {
		t.Fatalf("preparing made %d posts", n)
	}
	r, v, err := s.Channel.Send(s.ctx(), p, made)
	s.World.Must(err)
	s.followed(p, made, r, v)
	s.World.One()
}

// following: asking after an accepted delivery ends, in published or in the platform's own no. Faults of asking are in
// asking, every outcome in deciding.
func following(t *testing.T, open func(t *testing.T) *Subject) {
	t.Run("delayed", func(t *testing.T) {
		s := open(t)
		p := s.parcel("a")
		made := s.prepare(p)
		s.Delay(2 * time.Minute)
		r, v, err := s.Channel.Send(t.Context(), p, made)
		if err != nil || v != ledger.Accepted {
			t.Fatalf("verdict %q, %v", v, err)
		}
		r, v, err = s.Channel.Follow(t.Context(), p, made, r)
		if err != nil || v != ledger.Accepted {
			t.Fatalf("asked at once: verdict %q, %v", v, err)
		}
		if r = s.followed(p, made, r, v); !s.names(r) {
			t.Errorf("the receipt %+v leads nowhere", r)
		}
	})
	t.Run("refused", func(t *testing.T) {
		s := open(t)
		if s.Deny == nil {
			t.Skip("this platform refuses at once")
		}
		p := s.parcel("a")
		made := s.prepare(p)
		s.Deny()
		r, v, err := s.Channel.Send(t.Context(), p, made)
		s.World.Must(err)
		for i := 0; v == ledger.Accepted && i < 30 && err == nil; i++ {
			s.World.Pass(10 * time.Second)
			r, v, err = s.Channel.Follow(t.Context(), p, made, r)
		}
		if v != ledger.Refused || problem.ClassOf(err) != problem.ClassPermanent {
			t.Errorf("verdict %q, %v", v, err)
		}
		s.clean(err)
	})
}

// late: a look waits for what shows late.
func late(t *testing.T, open func(t *testing.T) *Subject) {
	s := open(t)
	p := s.parcel("a")
	made := s.prepare(p)
	since := s.World.Now()
	s.Delay(2 * time.Minute)
	s.World.Fault(s.Send, stage.Lost, 0)
	_, _, err := s.Channel.Send(t.Context(), p, made)
	s.classed(err, problem.ClassUnknown)
	s.settled(p, made, since, true)
}

// finding: a look does not take another post for this one, and says so when it cannot see.
func finding(t *testing.T, open func(t *testing.T) *Subject) {
	t.Run("an older one of the same words", func(t *testing.T) {
		s := open(t)
		p, _, _ := s.post("a")
		s.World.Pass(26 * time.Hour)
		p.Delivery, p.Token = "b", strings.Repeat("b", 32)
		made := s.prepare(p)
		if sight := s.looked(p, made, s.World.Now(), false); sight.Presence != delivery.Absent {
			t.Errorf("a look says %+v", sight)
		}
	})
	t.Run("buried", func(t *testing.T) {
		s := open(t)
		if s.Bury == nil {
			t.Skip("this platform shows enough")
		}
		for _, landed := range []bool{false, true} {
			t.Run(fmt.Sprint(landed), func(t *testing.T) {
				s := open(t)
				p := s.parcel("a")
				made := s.prepare(p)
				since := s.World.Now()
				s.World.Fault(s.Send, map[bool]stage.Fault{true: stage.Lost, false: stage.HTML502}[landed], 0)
				_, _, err := s.Channel.Send(t.Context(), p, made)
				s.classed(err, problem.ClassUnknown)
				s.Bury()
				s.World.Pass(s.Settles + time.Minute)
				sight, err := s.Channel.Find(t.Context(), p, made, since)
				if err != nil || sight.Presence != delivery.Unclear {
					t.Errorf("a look says %+v, %v", sight, err)
				}
			})
		}
	})
	t.Run("a look that goes wrong", func(t *testing.T) {
		s := open(t)
		p, made, _ := s.post("a")
		s.World.Must(s.World.Close())
		sight, err := s.Channel.Find(t.Context(), p, made, Noon())
		if err == nil {
			t.Errorf("a look at nothing says %+v", sight)
		}
		s.clean(err)
	})
}
