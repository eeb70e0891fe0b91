package platformtest

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/inbox"
	"huiying/internal/ledger"
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/problem"
	"huiying/publishing/delivery"
)

// asking: a fault of asking is no verdict. Whatever goes wrong on whichever call a question makes, the answer is an error of
// asking or the truth, and once the platform answers again it is the truth.
func asking(t *testing.T, open func(t *testing.T) *Subject) {
	t.Run("how it stands", func(t *testing.T) { followingUnderFaults(t, open(t)) })
	for _, landed := range []bool{true, false} {
		t.Run(fmt.Sprintf("whether it is there, landed %v", landed), func(t *testing.T) { findingUnderFaults(t, open(t), landed) })
		t.Run(fmt.Sprintf("whether a reply is there, landed %v", landed), func(t *testing.T) { findingReplyUnderFaults(t, open(t), landed) })
	}
	t.Run("what people say", func(t *testing.T) { readingUnderFaults(t, open(t)) })
	t.Run("what is prepared", func(t *testing.T) { preparingUnderFaults(t, open) })
}

// plagued asks once to learn which calls the question makes, and then under every fault on each of them, on every call until
// it is lifted. ask checks what it is told.
func (s *Subject) plagued(ask func(fault string)) {
	s.World.T.Helper()
	before := s.World.Paths()
	ask("")
	paths := s.World.since(before)
	if len(paths) == 0 {
		s.World.T.Fatal("the question makes no call")
	}
	for _, path := range paths {
		for _, fault := range stage.Faults() {
			s.World.Plague(path, fault, short)
			ask(string(fault) + " on " + path)
			s.World.Must(s.World.Script().Clear())
		}
	}
}

// asks checks an error of asking: a sentence, and no class that would end a delivery.
func (s *Subject) asks(err error, fault string) {
	s.World.T.Helper()
	s.clean(err)
	switch c := problem.ClassOf(err); c {
	case problem.ClassRetryRead, problem.ClassToken, problem.ClassUnknown, problem.ClassNotSent:
	default:
		s.World.T.Errorf("%s: class %s: %v", fault, c, err)
	}
}

func followingUnderFaults(t *testing.T, s *Subject) {
	p := s.parcel("a")
	made := s.prepare(p)
	const takes = 20 * time.Minute
	s.Delay(takes)
	r, v, err := s.Channel.Send(t.Context(), p, made)
	if err != nil || v != ledger.Accepted {
		t.Fatalf("verdict %q, %v", v, err)
	}
	for _, want := range []ledger.Verdict{ledger.Accepted, ledger.Published} {
		s.plagued(func(fault string) {
			got, v, err := s.Channel.Follow(t.Context(), p, made, r)
			switch {
			case err != nil && (fault == "" || v != "" || !reflect.DeepEqual(got, r)):
				t.Errorf("%s, and it is %s: verdict %q, receipt %+v, %v", fault, want, v, got, err)
			case err != nil:
				s.asks(err, fault)
			case v != want:
				t.Errorf("%s, and it is %s: verdict %q", fault, want, v)
			}
		})
		s.World.Pass(takes + time.Minute)
	}
	if r = s.followed(p, made, r, ledger.Accepted); !s.names(r) {
		t.Errorf("the receipt %+v leads nowhere", r)
	}
}

func findingUnderFaults(t *testing.T, s *Subject, landed bool) {
	p := s.parcel("a")
	made := s.prepare(p)
	since := s.World.Now()
	s.World.Fault(s.Send, map[bool]stage.Fault{true: stage.Lost, false: stage.HTML502}[landed], 0)
	_, _, err := s.Channel.Send(t.Context(), p, made)
	s.classed(err, problem.ClassUnknown)
	s.World.Pass(s.Settles + time.Minute)
	s.plagued(func(fault string) {
		sight, err := s.find(p, made, since)
		lie := map[bool]delivery.Presence{true: delivery.Absent, false: delivery.There}[landed]
		switch {
		case err != nil && (fault == "" || sight.Presence == delivery.There || sight.Presence == delivery.Absent):
			t.Errorf("%s: %+v, %v", fault, sight, err)
		case err != nil:
			s.asks(err, fault)
		case sight.Presence == lie || sight.Presence == "" || sight.Words == "":
			t.Errorf("%s: a look says %+v, and the truth is %v", fault, sight, landed)
		}
		s.World.Pass(2 * time.Minute) // a key against doubles may be used once a minute only
	})
	if n := len(s.World.Posts()); n != bit(landed) {
		t.Fatalf("looking made %d posts", n)
	}
	s.settled(p, made, since, landed)
}

func findingReplyUnderFaults(t *testing.T, s *Subject, landed bool) {
	_, ref := s.asked()
	since := s.World.Now()
	s.World.Fault(s.Reply, map[bool]stage.Fault{true: stage.Lost, false: stage.HTML502}[landed], 0)
	_, err := s.Replier.Reply(t.Context(), s.Account, ref, answer)
	s.classed(err, problem.ClassUnknown)
	s.World.Pass(s.Settles + time.Minute)
	s.plagued(func(fault string) {
		sight, err := s.Replier.FindReply(t.Context(), s.Account, ref, answer, since)
		lie := map[bool]inbox.Presence{true: inbox.Absent, false: inbox.There}[landed]
		switch {
		case err != nil && (fault == "" || sight.Presence == inbox.There || sight.Presence == inbox.Absent):
			t.Errorf("%s: %+v, %v", fault, sight, err)
		case err != nil:
			s.asks(err, fault)
		case sight.Presence == lie || sight.Words == "":
			t.Errorf("%s: a look says %+v, and the truth is %v", fault, sight, landed)
		}
	})
	if n := len(s.answers()); n != bit(landed) {
		t.Fatalf("looking made %d replies", n)
	}
	s.seen(ref, answer, since, landed)
}

func readingUnderFaults(t *testing.T, s *Subject) {
	p, ref := s.thread()
	s.World.Says(p, "市民", ask)
	r := s.reader(ref)
	first := true
	s.plagued(func(fault string) {
		cursor := r.cursor
		b, err := r.once()
		if err != nil {
			s.asks(err, fault)
			if slices.Contains(b.Complete, ref.Delivery) || len(b.Questions) == 0 && string(b.Cursor) != string(cursor) {
				t.Errorf("%s: a reading that failed calls itself whole, or moved on: %+v", fault, b)
			}
		}
		if first {
			s.World.Says(p, "市民", "周末呢？") // waits while the faults last
			first = false
		}
	})
	r.all()
	r.has([]string{ask, "周末呢？"})
}

// preparingUnderFaults plagues what Prepare reads; what it writes is in preparing.
func preparingUnderFaults(t *testing.T, open func(t *testing.T) *Subject) {
	s := open(t)
	if len(s.Preparing) == 0 {
		t.Skip("this channel prepares nothing")
	}
	before := s.World.Paths()
	s.prepare(s.parcel("a"))
	for _, path := range s.World.since(before) {
		if slices.Contains(s.Preparing, path) || path == s.Token {
			continue
		}
		s := open(t)
		pr, p := s.Channel.(delivery.Preparer), s.parcel("a")
		var made json.RawMessage
		faults := slices.DeleteFunc(stage.Faults(), func(f stage.Fault) bool { return f == stage.Slow }) // that one goes well: the last
		for _, fault := range append(faults, stage.Slow) {
			s.World.Plague(path, fault, short)
			got, err := pr.Prepare(t.Context(), p, made)
			if err != nil {
				s.asks(err, string(fault)+" on "+path)
			} else if fault != stage.Slow {
				t.Errorf("%s on %s, and yet it is prepared", fault, path)
			}
			made = got
			s.World.Must(s.World.Script().Clear())
		}
		s.ready(pr, p, made)
	}
}

// outcome is what becomes of something that a platform took and decides on later.
type outcome struct {
	code int  // the platform's; 0 = it goes out
	fate int  // what happens to it after it went out
	out  bool // the public has seen it
}

// outcomes are those that the platform documents for this way out.
func (s *Subject) outcomes() (plan string, list []outcome) {
	switch s.Send {
	case "/cgi-bin/freepublish/submit": // publish_status (WeChat doc Publish/Get_status)
		return "publish", []outcome{{code: 2}, {code: 3}, {code: 4}, {fate: 5, out: true}, {fate: 6, out: true}}
	case "/cgi-bin/message/mass/sendall": // SEND_FAIL and DELETE (WeChat doc Batch_Sends)
		return "mass", []outcome{{code: 3}, {fate: 5, out: true}, {fate: 6, out: true}}
	}
	return "", nil
}

// deciding: the platform's later no is told as what it is, whether our answer was lost or not. What was out is never told as
// never sent.
func deciding(t *testing.T, open func(t *testing.T) *Subject) {
	_, list := open(t).outcomes()
	if len(list) == 0 {
		t.Skip("this platform refuses at once")
	}
	for _, o := range list {
		t.Run(fmt.Sprintf("code %d fate %d", o.code, o.fate), func(t *testing.T) {
			s := open(t)
			p, made, r := s.decided(t.Context(), o, "")
			r, v, err := s.Channel.Follow(t.Context(), p, made, r)
			s.no(o, r, v, err)
		})
		t.Run(fmt.Sprintf("code %d fate %d, and the answer lost", o.code, o.fate), func(t *testing.T) {
			s := open(t)
			since := s.World.Now()
			p, made, _ := s.decided(t.Context(), o, stage.Lost)
			for end := s.World.Now().Add(s.Settles + 5*time.Minute); s.World.Now().Before(end); s.World.Pass(s.step()) {
				sight, err := s.find(p, made, since)
				s.World.Must(err)
				switch {
				case sight.Presence == delivery.Absent && o.out, sight.Verdict == ledger.Published:
					t.Fatalf("a look says %+v of %+v", sight, o)
				case sight.Presence == delivery.There:
					r, v, err := s.Channel.Follow(t.Context(), p, made, sight.Receipt)
					s.no(o, r, v, err)
					return
				case sight.Presence == delivery.Absent:
					return
				}
			}
			if !o.out {
				t.Error("a look never comes clear")
			}
		})
	}
}

// decided sends a parcel and lets the platform come to its outcome.
func (s *Subject) decided(ctx context.Context, o outcome, fault stage.Fault) (delivery.Parcel, json.RawMessage, delivery.Receipt) {
	s.World.T.Helper()
	p := s.parcel("a")
	made := s.prepare(p)
	plan, _ := s.outcomes()
	s.World.Decide(plan, o.code)
	if fault != "" {
		s.World.Fault(s.Send, fault, 0)
	}
	r, v, err := s.Channel.Send(ctx, p, made)
	if (err == nil) != (fault == "") || err == nil && v != ledger.Accepted {
		s.World.T.Fatalf("verdict %q, %v", v, err)
	}
	s.World.Pass(30 * time.Second)
	if o.fate != 0 {
		s.World.Ends(s.World.One(), o.fate)
	}
	return p, made, r
}

// no checks what a person is told of an outcome that is no success.
func (s *Subject) no(o outcome, r delivery.Receipt, v ledger.Verdict, err error) {
	s.World.T.Helper()
	if v != ledger.Refused || problem.ClassOf(err) != problem.ClassPermanent {
		s.World.T.Errorf("%+v: verdict %q, receipt %+v, %v", o, v, r, err)
		return
	}
	s.clean(err)
	if said := problem.Words(err); o.out != strings.Contains(said, "成功后") || o.out && strings.Contains(said, "没有发出") {
		s.World.T.Errorf("%+v is told as %q", o, said)
	}
}
