package platformtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/platforms/drill"
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/problem"
	"huiying/publishing/delivery"
)

// binding: what a person brings becomes a lasting credential or a sentence, nothing secret is shown, and the account says
// what it may do.
func binding(t *testing.T, open func(t *testing.T) *Subject) {
	t.Run("whole", func(t *testing.T) {
		s := open(t)
		g, err := s.Binder.Finish(t.Context(), s.Candidate())
		s.World.Must(err)
		if len(g.Secret) == 0 || g.Subject != s.World.Account || strings.Contains(fmt.Sprintf("%v %+v %#v %s", g, g, g, g), string(g.Secret)) {
			t.Errorf("grant %v for %q", g, g.Subject)
		}
	})
	t.Run("what is wrong is said", func(t *testing.T) {
		s := open(t)
		for name, spoil := range map[string]func(c *accounts.Candidate){
			"no app":       func(c *accounts.Candidate) { c.AppID = "" },
			"no secret":    func(c *accounts.Candidate) { c.Secret = nil },
			"another app":  func(c *accounts.Candidate) { c.AppID = c.AppID[:len(c.AppID)-1] + "9" },
			"wrong secret": func(c *accounts.Candidate) { c.Secret = []byte("00112233445566778899aabbccddeeff") },
		} {
			c := s.Candidate()
			spoil(&c)
			g, err := s.Binder.Finish(t.Context(), c)
			if err == nil || len(g.Secret) != 0 || strings.Contains(tell(err)+problem.Words(err), "00112233445566778899aabbccddeeff") {
				t.Errorf("%s: %v, %v", name, g, err)
			}
			s.clean(err)
		}
	})
	each(t, open, func(s *Subject, fault stage.Fault) {
		s.World.Fault(s.Token, fault, short)
		g, err := s.Binder.Finish(s.ctx(), s.Candidate())
		s.clean(err)
		if err == nil && len(g.Secret) == 0 {
			s.World.T.Error("neither a credential nor an error")
		}
		if g, err = s.Binder.Finish(s.ctx(), s.Candidate()); err != nil || len(g.Secret) == 0 {
			s.World.T.Errorf("a new beginning: %v", err)
		}
	})
	t.Run("what it may do", func(t *testing.T) {
		s := open(t)
		profile, list, err := s.Prober.Probe(t.Context(), s.Credential)
		s.World.Must(err)
		if profile.Subject != s.World.Account || profile.Name == "" || len(list) == 0 {
			t.Errorf("%+v %+v", profile, list)
		}
		for _, a := range list {
			if !a.OK || !a.Known || a.Name == "" || a.Key == "" {
				t.Errorf("%+v", a)
			}
		}
		key := s.Forbid()
		_, list, err = s.Prober.Probe(t.Context(), s.Credential)
		s.World.Must(err)
		found := false
		for _, a := range list {
			found = found || a.Key == key
			if a.Key == key && (a.OK || !a.Known || a.Note == "") {
				t.Errorf("taken away, and yet %+v", a)
			}
		}
		if !found {
			t.Errorf("nothing is said of %q", key)
		}
		words := s.Bar()
		_, _, err = s.Prober.Probe(t.Context(), s.Credential)
		if c := problem.ClassOf(err); err == nil || c != problem.ClassNeedsPerson && c != problem.ClassToken {
			t.Fatalf("kept out: %v", err)
		}
		for _, w := range words {
			if !strings.Contains(problem.Words(err), w) {
				t.Errorf("%q does not say %q", problem.Words(err), w)
			}
		}
		s.clean(err)
		_, _, err = s.Channel.Send(t.Context(), s.parcel("barred"), []byte(`{"draft":"x"}`))
		s.clean(err)
		if c := problem.ClassOf(err); err == nil || c == problem.ClassUnknown || len(s.World.Posts()) != 0 {
			t.Errorf("sending while kept out: %v", err)
		}
	})
	t.Run("a verification that ran out", func(t *testing.T) {
		s := open(t)
		if s.World.Platform != drill.WeChat {
			t.Skip("nothing runs out here")
		}
		p := s.parcel("a")
		made := s.prepare(p)
		past := s.World.Now().Add(-time.Hour)
		s.World.Must(s.World.Control().Account(t.Context(), drill.AccountWish{Platform: drill.WeChat, Account: s.World.Account, VerifiedTo: &past}))
		_, _, err := s.Channel.Send(t.Context(), p, made)
		s.classed(err, problem.ClassNeedsPerson)
		_, err = s.Channel.(delivery.Preparer).Prepare(t.Context(), s.parcel("b"), nil)
		s.classed(err, problem.ClassNeedsPerson)
		profile, list, err := s.Prober.Probe(t.Context(), s.Credential)
		s.World.Must(err)
		if profile.Verified || !profile.VerifiedExpires.Equal(past.Truncate(time.Second)) {
			t.Errorf("%+v", profile)
		}
		for _, a := range list {
			if a.OK || !a.Known || a.Note == "" {
				t.Errorf("run out, and yet %+v", a)
			}
		}
		if n := len(s.World.Posts()); n != 0 {
			t.Errorf("%d posts", n)
		}
	})
}
