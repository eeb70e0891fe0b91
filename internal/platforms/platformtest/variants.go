package platformtest

import (
	"slices"
	"testing"
	"time"

	"huiying/inbox"
	"huiying/internal/ledger"
	"huiying/internal/platforms/drill"
	"huiying/internal/platforms/drill/stage"
	wechatbook "huiying/internal/platforms/drill/standwechat/book"
	"huiying/internal/platforms/drill/standweibo"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// variant is a form of a platform's answers on which documents and reports differ.
type variant struct {
	name string
	wire drill.WireWish
	way  content.Way // every promise of going out by this way depends on it
}

// Forms of the statistics, under which a lost number is learned from them.
const (
	notReady = "statistics that are not ready are empty"
	fromZero = "positions in the statistics count from 0"
)

// variants lists every form once, and all of them together.
func variants(platform string) []variant {
	weibo := func(name string, w standweibo.Wire) variant {
		return variant{name: name, wire: drill.WireWish{Weibo: &w}}
	}
	wechat := func(name string, w wechatbook.Wire) variant {
		return variant{name: name, wire: drill.WireWish{WeChat: &w}}
	}
	switch platform {
	case drill.Weibo:
		return []variant{
			weibo("the token is labelled as JSON", standweibo.Wire{TokenContentType: "application/json;charset=UTF-8"}),
			weibo("the token is labelled as a page", standweibo.Wire{TokenContentType: "text/html"}),
			weibo("error codes in quotation marks", standweibo.Wire{CodeAsString: true}),
			weibo("results in quotation marks", standweibo.Wire{ResultAsString: true}),
			weibo("a dead token is 21315", standweibo.Wire{ExpiredCode: 21315}),
			weibo("short links", standweibo.Wire{ShortLinks: true}),
			weibo("one call is limited by the hour", standweibo.Wire{CallHourly: true}),
			weibo("all together", standweibo.Wire{TokenContentType: "application/json", CodeAsString: true, ResultAsString: true, ExpiredCode: 21315,
				ShortLinks: true}),
		}
	case drill.WeChat:
		return []variant{
			wechat("publish_id in quotation marks", wechatbook.Wire{PublishIDAsString: true}),
			wechat("msg_data_id in quotation marks", wechatbook.Wire{MsgDataIDAsString: true}),
			wechat("replies as a list", wechatbook.Wire{ReplyAsArray: true}),
			wechat("total counts the page", wechatbook.Wire{TotalIsPage: true}),
			wechat("a plain token ends the stable one", wechatbook.Wire{TokenKillsStable: true}),
			wechat("a wrong secret is 40001", wechatbook.Wire{WrongSecret: 40001}),
			{"a mass-sent draft leaves the box when it is out", drill.WireWish{WeChat: &wechatbook.Wire{MassLeavesWhenDone: true}}, content.Broadcast},
			wechat(fromZero, wechatbook.Wire{FiguresFromZero: true}),
			wechat("the name stands in a field of its own", wechatbook.Wire{NicknameNested: true}),
			wechat(notReady, wechatbook.Wire{FiguresDelayed: true}),
			wechat("all together", wechatbook.Wire{PublishIDAsString: true, MsgDataIDAsString: true, ReplyAsArray: true, TotalIsPage: true,
				TokenKillsStable: true, WrongSecret: 40001, MassLeavesWhenDone: true}),
		}
	}
	return nil
}

// varying: whatever form the answers take, what was promised is kept. One short day is played for each form.
func varying(t *testing.T, open func(t *testing.T) *Subject) {
	first := open(t)
	for _, v := range variants(first.World.Platform) {
		t.Run(v.name, func(t *testing.T) {
			formed := func(t *testing.T) *Subject {
				s := open(t)
				s.World.Must(s.World.Control().Wire(t.Context(), v.wire))
				return s
			}
			day(t, formed)
			if v.name == notReady || v.name == fromZero {
				t.Run("learning", func(t *testing.T) { learning(t, formed) })
			}
			if v.way != first.Way {
				return
			}
			for name, f := range map[string]func(t *testing.T, open func(t *testing.T) *Subject){
				"sending": sending, "following": following, "finding": finding, "late": late, "asking": asking, "deciding": deciding} {
				t.Run(name, func(t *testing.T) { f(t, formed) })
			}
		})
	}
}

// day binds, posts, looks, reads and answers, with an answer lost here and there.
func day(t *testing.T, open func(t *testing.T) *Subject) {
	t.Run("bound and asked what it may do", func(t *testing.T) {
		s := open(t)
		g, err := s.Binder.Finish(t.Context(), s.Candidate())
		s.World.Must(err)
		if len(g.Secret) == 0 || g.Subject != s.World.Account {
			t.Errorf("grant %v for %q", g, g.Subject)
		}
		c := s.Candidate()
		c.Secret = []byte("00112233445566778899aabbccddeeff")
		_, err = s.Binder.Finish(t.Context(), c)
		s.clean(err)
		if c := problem.ClassOf(err); c != problem.ClassNeedsPerson && c != problem.ClassToken {
			t.Errorf("a wrong secret is class %s: %v", problem.ClassOf(err), err)
		}
		profile, list, err := s.Prober.Probe(t.Context(), s.Credential)
		s.World.Must(err)
		if profile.Subject != s.World.Account || profile.Name == "" || len(list) == 0 {
			t.Errorf("%+v %+v", profile, list)
		}
	})
	t.Run("posted, read and answered", func(t *testing.T) {
		s := open(t)
		since := s.World.Now()
		p, made, r := s.post("under")
		if sight := s.looked(p, made, since, true); !s.names(r) || sight.Presence != delivery.There {
			t.Errorf("receipt %+v, a look says %+v", r, sight)
		}
		post := s.World.One()
		ref := inbox.PostRef{Delivery: p.Delivery, Title: p.Title, External: r.ID, MsgDataID: r.MsgDataID, Link: r.URL, At: r.At}
		var want []string
		for i := range 55 { // more than a page of either platform
			want = append(want, ask+string(rune('甲'+i)))
			s.World.Says(post, "市民", want[i])
		}
		s.World.Says(post, "市民", ask)
		reading := s.reader(ref)
		reading.all()
		reading.has(append(slices.Clone(want), ask))
		q, _ := reading.find(ask)
		since = s.World.Now()
		s.World.Fault(s.Reply, stage.Lost, 0)
		_, err := s.Replier.Reply(t.Context(), s.Account, q.Ref, answer)
		s.classed(err, problem.ClassUnknown)
		s.seen(q.Ref, answer, since, true)
		_, err = s.Replier.Reply(t.Context(), s.Account, q.Ref, answer)
		s.classed(err, problem.ClassUnknown)
		other, _ := reading.find(want[0])
		s.World.Must(second2(s.Replier.Reply(t.Context(), s.Account, other.Ref, "周末休息。")))
		third, _ := reading.find(want[1])
		s.seen(third.Ref, answer, since, false)
		if got := s.answers(); len(got) != 1 || got[0].Text != answer {
			t.Errorf("on the platform %+v", got)
		}
		reading.all()
		reading.has(append(slices.Clone(want), ask))
	})
	for _, fault := range []stage.Fault{stage.Lost, stage.Busy, stage.Expired} {
		t.Run("sent and "+string(fault), func(t *testing.T) {
			s := open(t)
			p := s.parcel("a")
			made := s.prepare(p)
			since := s.World.Now()
			s.Delay(30 * time.Second)
			s.World.Fault(s.Send, fault, 0)
			r, v, err := s.Channel.Send(t.Context(), p, made)
			s.classed(err, s.expected(fault))
			if err == nil {
				s.followed(p, made, r, v)
				return
			}
			s.settled(p, made, since, fault.CarriedOut())
		})
	}
	t.Run("refused afterwards", func(t *testing.T) {
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
	})
	t.Run("kept out", func(t *testing.T) {
		s := open(t)
		s.Bar()
		_, err := s.reader(inbox.PostRef{Delivery: "x", MsgDataID: "1", External: "1", At: Noon()}).once()
		s.clean(err)
		if c := problem.ClassOf(err); c != problem.ClassNeedsPerson && c != problem.ClassToken {
			t.Errorf("class %s: %v", c, err)
		}
	})
}
