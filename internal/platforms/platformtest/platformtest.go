// Package platformtest states once what every platform promises the desks: one send is one post, nothing is repeated by
// itself, a fault is classed by what it may have done, a look tells the truth, reading loses nothing. Each implementation
// runs the suite against a stand-in that keeps its own records. It tests and serves nobody else.
package platformtest

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/ledger"
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// Subject is one implementation, bound to the one account of a fresh world.
type Subject struct {
	World   *World
	Channel delivery.Channel
	Source  inbox.Source
	Replier inbox.Replier
	Binder  accounts.Binder
	Prober  accounts.Prober

	Account    accounts.ID
	Platform   accounts.Platform
	Way        content.Way
	Credential accounts.Credential
	Candidate  func() accounts.Candidate // what a person brings; good for one Finish
	Secrets    func() []string           // what no error may show

	Preparing []string // the paths that Prepare writes to, in their order; none for a channel without it
	Send      string   // the path of the call that the public can see
	Reply     string   // the path of the call that answers
	Read      string   // the path that Collect reads
	Token     string   // the path that binding asks

	Renews  bool          // a token that ended is renewed within a call; else a person binds anew
	Settles time.Duration // how long after an intent a look may stay unclear
	Timeout time.Duration // of the wire

	Left   func() map[string]int    // what Prepare left on the platform, counted by kind; nil without Prepare
	Delay  func(d time.Duration)    // the next post shows, or is done, only after d
	Deny   func()                   // the platform takes the next post and refuses it afterwards; nil where it cannot
	Bury   func()                   // so much is posted by others that the account shows no older post; nil where it cannot
	Forbid func() (ability string)  // takes an ability away from the account and names it
	Bar    func() (reason []string) // keeps the office out, by address or authorisation, and gives words that must be said
	Vanish func(from string)        // a citizen's account is closed; nil where comments show no person
	Parcel func(d *delivery.Parcel) // mends a parcel for this platform; nil for none
}

// Run holds an implementation to every promise. open makes a fresh world each time.
func Run(t *testing.T, open func(t *testing.T) *Subject) {
	for _, p := range []struct {
		name string
		f    func(t *testing.T, open func(t *testing.T) *Subject)
	}{
		{"sending", sending}, {"preparing", preparing}, {"following", following}, {"finding", finding}, {"late", late},
		{"collecting", collecting}, {"learning", learning}, {"replying", replying}, {"binding", binding}, {"asking", asking}, {"deciding", deciding}, {"varying", varying},
	} {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			p.f(t, open)
		})
	}
}

// each runs f on a fresh world for every fault.
func each(t *testing.T, open func(t *testing.T) *Subject, f func(s *Subject, fault stage.Fault)) {
	for _, fault := range stage.Faults() {
		t.Run(string(fault), func(t *testing.T) { f(open(t), fault) })
	}
}

// short is a delay that the wire bears.
const short = 50 * time.Millisecond

// parcel is a new delivery.
func (s *Subject) parcel(key string) delivery.Parcel {
	p := NewParcel(s.Account, s.Platform, s.Way, key)
	if s.Parcel != nil {
		s.Parcel(&p)
	}
	return p
}

func (s *Subject) ctx() context.Context { return s.World.T.Context() }

// prepare puts a parcel in place.
func (s *Subject) prepare(p delivery.Parcel) json.RawMessage {
	s.World.T.Helper()
	pr, ok := s.Channel.(delivery.Preparer)
	if !ok || len(s.Preparing) == 0 {
		return nil
	}
	made, err := pr.Prepare(s.ctx(), p, nil)
	s.World.Must(err)
	return made
}

// post sends a parcel through to its end.
func (s *Subject) post(key string) (delivery.Parcel, json.RawMessage, delivery.Receipt) {
	s.World.T.Helper()
	p := s.parcel(key)
	made := s.prepare(p)
	r, v, err := s.Channel.Send(s.ctx(), p, made)
	s.World.Must(err)
	return p, made, s.followed(p, made, r, v)
}

// followed asks after a delivery until it is out.
func (s *Subject) followed(p delivery.Parcel, made json.RawMessage, r delivery.Receipt, v ledger.Verdict) delivery.Receipt {
	s.World.T.Helper()
	for range 60 {
		if v == ledger.Published {
			return r
		}
		if v != ledger.Accepted {
			s.World.T.Fatalf("verdict %q", v)
		}
		s.World.Pass(10 * time.Second)
		var err error
		if r, v, err = s.Channel.Follow(s.ctx(), p, made, r); err != nil {
			s.World.T.Fatal(err)
		}
	}
	s.World.T.Fatal("asking after a delivery never ends")
	return r
}

// names tells whether a receipt leads to a post.
func (s *Subject) names(r delivery.Receipt) bool {
	p := s.World.One()
	for _, pair := range [][2]string{{r.ID, p.ID}, {r.ID, p.ArticleID}, {r.MsgID, p.MsgID}, {r.MsgDataID, p.ID}, {r.PublishID, p.PublishID}} {
		if pair[0] != "" && pair[0] == pair[1] {
			return true
		}
	}
	return false
}

// expected is the class of a writing call that met a fault; "" is success.
func (s *Subject) expected(f stage.Fault) problem.Class {
	switch {
	case f == stage.Slow, f == stage.Expired && s.Renews:
		return ""
	case f == stage.Expired:
		return problem.ClassToken
	}
	return problem.ClassUnknown
}

// classed checks what a writing call came to.
func (s *Subject) classed(err error, want problem.Class) {
	s.World.T.Helper()
	switch {
	case want == "" && err != nil:
		s.World.T.Fatalf("failed: %v", err)
	case want != "" && err == nil:
		s.World.T.Fatalf("succeeded, want class %s", want)
	case want != "" && problem.ClassOf(err) != want:
		s.World.T.Errorf("class %s, want %s: %v", problem.ClassOf(err), want, err)
	}
	s.clean(err)
}

// clean checks that an error says something to a person and shows no secret to anybody.
func (s *Subject) clean(err error) {
	s.World.T.Helper()
	if err == nil {
		return
	}
	for _, secret := range s.Secrets() {
		if secret != "" && strings.Contains(tell(err)+problem.Words(err), secret) {
			s.World.T.Errorf("an error shows a secret: %v", err)
		}
	}
	if w := problem.Words(err); w == "" || strings.ContainsAny(w, "!！") || problem.KindOf(err) == problem.Internal {
		s.World.T.Errorf("an error without words for people: %q (%v)", w, err)
	}
}
