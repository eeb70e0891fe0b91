package platformtest

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiying/inbox"
	"huiying/internal/platforms/drill"
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/problem"
)

const (
	ask    = "租房没有户号，怎么交？"
	answer = "您好，A&B <请> 带身份证到网点查询 https://www.wangchuan.example/q?a=1 “户号”。"
)

// asked is a question on the account with what replying needs.
func (s *Subject) asked() (drill.Post, json.RawMessage) {
	s.World.T.Helper()
	p, ref := s.thread()
	s.World.Says(p, "市民", ask)
	r := s.reader(ref)
	r.all()
	q, ok := r.find(ask)
	if !ok {
		s.World.T.Fatal("the question was not read")
	}
	return p, q.Ref
}

// answers are the replies ever accepted under the question.
func (s *Subject) answers() []drill.Comment {
	s.World.T.Helper()
	c, ok := s.World.Comment(ask)
	if !ok {
		s.World.T.Fatal("the question is not on the platform")
	}
	return c.Answers()
}

// replying: one Reply is one call and one reply; a look afterwards tells the truth.
func replying(t *testing.T, open func(t *testing.T) *Subject) {
	for name, text := range map[string]string{"whole": answer, "beginning like a reply": "回复@张三: 请带身份证。"} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			_, ref := s.asked()
			since := s.World.Now()
			sent, err := s.Replier.Reply(t.Context(), s.Account, ref, text)
			s.World.Must(err)
			if got := s.answers(); len(got) != 1 || got[0].Text != text || sent.External == "" || sent.At.IsZero() {
				t.Errorf("on the platform %+v, sent %+v", got, sent)
			}
			s.seen(ref, text, since, true)
			s.seen(ref, "另一份答复", since, false)
		})
	}
	each(t, open, func(s *Subject, fault stage.Fault) {
		_, ref := s.asked()
		since, before := s.World.Now(), s.World.Calls(s.Reply)
		s.World.Fault(s.Reply, fault, short)
		_, err := s.Replier.Reply(s.ctx(), s.Account, ref, answer)
		s.classed(err, s.expected(fault))
		if calls, most := s.World.Calls(s.Reply)-before, 1+bit(fault == stage.Expired && s.Renews); calls != most {
			s.World.T.Errorf("%d calls, want %d", calls, most)
		}
		landed := fault.CarriedOut() || err == nil
		if n := len(s.answers()); n != bit(landed) {
			s.World.T.Fatalf("%d replies, want %d", n, bit(landed))
		}
		if s.seen(ref, answer, since, landed) == inbox.Absent {
			_, err := s.Replier.Reply(s.ctx(), s.Account, ref, answer)
			s.World.Must(err)
		}
		if n := len(s.answers()); n != 1 {
			s.World.T.Errorf("%d replies in the end", n)
		}
	})
	t.Run("a second one", func(t *testing.T) {
		s := open(t)
		_, ref := s.asked()
		s.World.Must(second2(s.Replier.Reply(t.Context(), s.Account, ref, answer)))
		_, err := s.Replier.Reply(t.Context(), s.Account, ref, answer)
		s.classed(err, problem.ClassUnknown) // an earlier attempt landed: the account is asked, nothing is written off
		if n := len(s.answers()); n != 1 {
			t.Errorf("%d replies", n)
		}
		s.seen(ref, answer, s.World.Now().Add(-time.Minute), true)
	})
	t.Run("the same words to another", func(t *testing.T) {
		s := open(t)
		p, ref := s.asked()
		s.World.Must(second2(s.Replier.Reply(t.Context(), s.Account, ref, answer)))
		s.World.Says(p, "另一位", "周末呢？")
		r := s.reader(inbox.PostRef{Delivery: "under", Title: "x", External: p.ArticleID, MsgDataID: p.ID, At: p.At})
		r.all()
		other, _ := r.find("周末呢？")
		_, err := s.Replier.Reply(t.Context(), s.Account, other.Ref, answer)
		if err != nil { // a platform that takes no repetition says so for good: nothing of it has landed
			s.classed(err, problem.ClassPermanent)
			if !strings.Contains(problem.Words(err), "改几个字") {
				t.Errorf("says %q", problem.Words(err))
			}
		}
		s.seen(other.Ref, answer, s.World.Now(), err == nil)
	})
	t.Run("not there, and another answered since", func(t *testing.T) {
		s := open(t)
		p, ref := s.asked()
		since := s.World.Now()
		s.World.Fault(s.Reply, stage.HTML502, 0)
		_, err := s.Replier.Reply(t.Context(), s.Account, ref, answer)
		s.classed(err, problem.ClassUnknown)
		s.World.Says(p, "另一位", "周末呢？")
		r := s.reader(inbox.PostRef{Delivery: "under", Title: "x", External: p.ArticleID, MsgDataID: p.ID, At: p.At})
		r.all()
		other, _ := r.find("周末呢？")
		s.World.Must(second2(s.Replier.Reply(t.Context(), s.Account, other.Ref, "周末休息。")))
		if got := s.seen(ref, answer, since, false); got != inbox.Absent {
			t.Errorf("a look says %q", got)
		}
	})
	t.Run("to what is gone", func(t *testing.T) {
		s := open(t)
		p, ref := s.asked()
		c, _ := s.World.Comment(ask)
		s.World.Withdraws(p, c.ID)
		_, err := s.Replier.Reply(t.Context(), s.Account, ref, answer)
		s.classed(err, problem.ClassPermanent)
	})
	t.Run("landed, and then the question was withdrawn", func(t *testing.T) {
		s := open(t)
		p, ref := s.asked()
		since := s.World.Now()
		s.World.Fault(s.Reply, stage.Lost, 0)
		_, err := s.Replier.Reply(t.Context(), s.Account, ref, answer)
		s.classed(err, problem.ClassUnknown)
		c, _ := s.World.Comment(ask)
		s.World.Withdraws(p, c.ID)
		s.World.Pass(s.Settles)
		sight, err := s.Replier.FindReply(t.Context(), s.Account, ref, answer, since)
		if err != nil || sight.Presence == inbox.Absent {
			t.Errorf("a look says %+v, %v", sight, err)
		}
	})
	t.Run("a ref that says nothing", func(t *testing.T) {
		s := open(t)
		for _, ref := range []string{"", "{}", "null", `"x"`, `{"cid":"x"}`} {
			_, err := s.Replier.Reply(t.Context(), s.Account, json.RawMessage(ref), answer)
			s.classed(err, problem.ClassPermanent)
			if _, err := s.Replier.FindReply(t.Context(), s.Account, json.RawMessage(ref), answer, s.World.Now()); err == nil {
				t.Errorf("%q: a look at nothing", ref)
			}
		}
		if n := s.World.Calls(s.Reply); n != 0 {
			t.Errorf("%d calls", n)
		}
	})
}

// seen looks until it is clear whether a reply stands there, and holds each answer against the truth.
func (s *Subject) seen(ref json.RawMessage, text string, since time.Time, landed bool) inbox.Presence {
	t := s.World.T
	t.Helper()
	for end := s.World.Now().Add(s.Settles + 5*time.Minute); s.World.Now().Before(end); s.World.Pass(s.step()) {
		sight, err := s.Replier.FindReply(s.ctx(), s.Account, ref, text, since)
		if err != nil {
			t.Fatal(err)
		}
		if landed && sight.Presence == inbox.Absent || !landed && sight.Presence == inbox.There {
			t.Fatalf("a look says %q (%s), and the truth is %v", sight.Presence, sight.Words, landed)
		}
		if sight.Presence != inbox.Unclear {
			return sight.Presence
		}
	}
	if landed || text == answer {
		t.Fatalf("a look never comes clear; the truth is %v", landed)
	}
	return inbox.Unclear
}
