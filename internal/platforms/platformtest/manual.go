package platformtest

import (
	"context"
	"testing"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/publishing/delivery"
)

// Manual is a desk with one delivery of the manual channel whose hour has come, for the promises of a platform that apply
// where a person is the wire.
type Manual struct {
	Desk     *delivery.Service
	Delivery func() delivery.Delivery // as it is stored now
	As       func(name string) context.Context
	Program  context.Context // in which the program itself acts
	Evidence string          // hash of a picture that is in the folder
	Die      func()          // the program dies and starts again
}

// RunManual holds the manual channel to the promises of a platform: one delivery is one post by one person, nothing is
// repeated by itself, a person's word with evidence is the receipt, and nobody but a person says what was done outside.
func RunManual(t *testing.T, open func(t *testing.T) *Manual) {
	const at = "https://channels.example.cn/post/1"
	begin := func(t *testing.T, m *Manual) delivery.Parcel {
		t.Helper()
		p, err := m.Desk.BeginByHand(m.As("王蕾"), m.Delivery().ID, m.Delivery().Version)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	say := func(m *Manual, change func(*delivery.PersonSays)) delivery.PersonSays {
		s := delivery.PersonSays{Delivery: m.Delivery().ID, Version: m.Delivery().Version, URL: at, Evidence: m.Evidence}
		if change != nil {
			change(&s)
		}
		return s
	}
	published := func(t *testing.T, m *Manual) int {
		t.Helper()
		_, book, err := m.Desk.Get(m.As("王蕾"), m.Delivery().ID)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, r := range book {
			if r.Intent.Step == ledger.Send && r.Latest().Verdict == ledger.Published {
				n++
			}
		}
		return n
	}
	t.Run("one post by one person", func(t *testing.T) {
		m := open(t)
		p := begin(t, m)
		if p.Text == "" || p.Fingerprint != m.Delivery().Fingerprint || m.Delivery().State != delivery.Sending || published(t, m) != 0 {
			t.Errorf("%s with the parcel %+v", m.Delivery().State, p)
		}
		if _, err := m.Desk.BeginByHand(m.As("孙悦"), m.Delivery().ID, m.Delivery().Version); problem.KindOf(err) != problem.Conflict {
			t.Errorf("a second person began it: %v", err)
		}
		if err := m.Desk.DoneByHand(m.As("王蕾"), say(m, nil)); err != nil {
			t.Fatal(err)
		}
		d := m.Delivery()
		if d.State != delivery.Out || d.Receipt.URL != at || d.Receipt.Evidence != m.Evidence || d.Receipt.At.IsZero() || published(t, m) != 1 {
			t.Errorf("done: %+v", d)
		}
		if err := m.Desk.DoneByHand(m.As("王蕾"), say(m, nil)); problem.KindOf(err) != problem.Conflict || published(t, m) != 1 {
			t.Errorf("done twice: %v", err)
		}
		if _, err := m.Desk.BeginByHand(m.As("王蕾"), d.ID, m.Delivery().Version); problem.KindOf(err) != problem.Conflict {
			t.Errorf("begun again after it is out: %v", err)
		}
	})
	t.Run("no receipt without address and picture", func(t *testing.T) {
		m := open(t)
		begin(t, m)
		for name, change := range map[string]func(*delivery.PersonSays){
			"no address":   func(s *delivery.PersonSays) { s.URL = " " },
			"no web page":  func(s *delivery.PersonSays) { s.URL = "channels.example.cn/post/1" },
			"a script":     func(s *delivery.PersonSays) { s.URL = "javascript:alert(1)" },
			"no picture":   func(s *delivery.PersonSays) { s.Evidence = "" },
			"a lost shot":  func(s *delivery.PersonSays) { s.Evidence = "gone" },
			"an old page":  func(s *delivery.PersonSays) { s.Version-- },
			"no such post": func(s *delivery.PersonSays) { s.Delivery = "gone" },
		} {
			if err := m.Desk.DoneByHand(m.As("王蕾"), say(m, change)); err == nil || m.Delivery().State != delivery.Sending {
				t.Errorf("%s: %v, %s", name, err, m.Delivery().State)
			}
		}
		if err := m.Desk.DoneByHand(m.Program, say(m, nil)); problem.KindOf(err) != problem.Forbidden {
			t.Errorf("the program said that a person did it: %v", err)
		}
		if err := m.Desk.DoneByHand(people.With(context.WithoutCancel(m.Program), people.Actor{Name: "路人"}), say(m, nil)); problem.KindOf(err) != problem.Forbidden {
			t.Errorf("somebody without the right: %v", err)
		}
		if published(t, m) != 0 {
			t.Error("the ledger has it as published")
		}
	})
	t.Run("nothing goes on by itself", func(t *testing.T) {
		m := open(t)
		begin(t, m)
		m.Die()
		if d := m.Delivery(); d.State != delivery.Sending || published(t, m) != 0 {
			t.Fatalf("after the program died: %s", d.State)
		}
		if err := m.Desk.DoneByHand(m.As("王蕾"), say(m, nil)); err != nil || published(t, m) != 1 {
			t.Errorf("the person finished what was begun: %v", err)
		}
	})
	t.Run("put back and posted once", func(t *testing.T) {
		m := open(t)
		begin(t, m)
		if err := m.Desk.NotByHand(m.As("王蕾"), say(m, func(s *delivery.PersonSays) { s.Why = "平台维护" })); err != nil {
			t.Fatal(err)
		}
		if d := m.Delivery(); d.State != delivery.WaitPerson || published(t, m) != 0 {
			t.Fatalf("put back: %s", d.State)
		}
		begin(t, m)
		if err := m.Desk.DoneByHand(m.As("王蕾"), say(m, nil)); err != nil || published(t, m) != 1 || m.Delivery().State != delivery.Out {
			t.Errorf("posted in the end: %v, %s", err, m.Delivery().State)
		}
	})
}
