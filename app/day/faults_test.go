package day

import (
	"context"
	"fmt"
	"image/color"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/app/day/tally"
	"huiying/app/house"
	"huiying/inbox"
	"huiying/internal/ledger"
	"huiying/internal/platforms/drill"
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
	"huiying/review"
)

// The writing calls that a delivery or an answer makes, and the two by which an office comes to its tokens.
func tokenCalls() []string {
	return []string{"weibo /oauth2/access_token", "wechat /cgi-bin/stable_token"}
}

func deliveryCalls() []string {
	return []string{"weibo /2/statuses/share.json", "wechat /cgi-bin/media/uploadimg", "wechat /cgi-bin/material/add_material",
		"wechat /cgi-bin/draft/add", "wechat /cgi-bin/freepublish/submit", "wechat /cgi-bin/message/mass/sendall"}
}

func answerCalls() []string {
	return []string{"weibo /2/comments/reply.json", "wechat /cgi-bin/comment/reply/add"}
}

// matter is a story of the matrix: one text to one place.
func matter(key string, way content.Way) story {
	s := story{key: key, title: "通知" + key, summary: "本周六照常办事，请带好证件原件，" + key + "。", body: []string{"本周六照常办事。", "请带好证件原件，" + key + "。"},
		picture: color.RGBA{90, 120, 40 + 3*key[len(key)-1]%200, 255}} // a cover of its own: one that is in the library is not uploaded again
	s.targets = func(acc map[string]accounts.Account) []content.Target {
		if way == content.Share {
			return toWeibo(weiboLink)(acc)
		}
		return []content.Target{{Account: acc[wechatName].ID, Platform: accounts.WeChat, Way: way, Author: "新媒体中心", Comments: true}}
	}
	return s
}

// under is the account that a story goes to.
func under(way content.Way) string {
	if way == content.Share {
		return weiboName
	}
	return wechatName
}

// TestEveryFaultOnEveryWritingCall runs an office through a fault on each writing call, fault by fault, with people doing
// what the program asks them to, and holds the end against the platforms' own records.
func TestEveryFaultOnEveryWritingCall(t *testing.T) {
	var all sync.WaitGroup
	room := make(chan struct{}, 4)
	for _, f := range stage.Faults() {
		all.Go(func() {
			room <- struct{}{}
			defer func() { <-room }()
			t.Run(string(f), func(t *testing.T) { matrix(t, f) })
		})
	}
	all.Wait()
}

func matrix(t *testing.T, f stage.Fault) {
	d := start(t, house.Drill) // the prepared day's own troubles stay out: every fault here is the matrix's
	m := &faulty{Day: d, t: t, fault: f}
	m.reach(d.setUp(), d.routes())
	m.trouble(tokenCalls()...)
	m.reach(d.register()...)
	m.met()

	quietWeibo, quietWeChat := matter("平一", content.Share), matter("平二", content.Publish)
	m.out(quietWeibo, content.Share)
	m.out(quietWeChat, content.Publish)
	asks := []asked{
		{key: "矩问1", account: weiboName, under: quietWeibo, way: "weibo", author: "市民甲", text: "周日开门吗？", reply: "您好，周日休息。"},
		{key: "矩问2", account: wechatName, under: quietWeChat, way: "wechat", author: "o-1", text: "要带户口本吗？", reply: "您好，带身份证即可。"},
	}
	for _, q := range asks {
		m.reach(d.citizen(q), d.collected(q))
	}

	if err := d.Drill.Account(t.Context(), drill.AccountWish{Platform: drill.WeChat, Account: d.Seed.WeChat[0].AppID, EndTokens: "revoke"}); err != nil {
		t.Fatal(err)
	}
	m.trouble(append(deliveryCalls(), "wechat /cgi-bin/stable_token")...)
	ways := map[string]content.Way{"矩一": content.Share, "矩二": content.Publish, "矩三": content.Broadcast}
	for key, way := range ways {
		m.reach(d.carry(matter(key, way))...)
	}
	for key, way := range ways {
		m.reach(d.out(matter(key, way), under(way), way))
	}
	m.met()

	m.trouble(answerCalls()...)
	for _, q := range asks {
		m.reach(d.drafted(q), d.decide("answer", m.answerTo(q), "审核答复", 1, 0, checker, review.Pass, ""), d.answered(q))
	}
	m.met()
	ways["平一"], ways["平二"] = content.Share, content.Publish
	m.agrees(ways, asks)
}

// faulty is a day on which one fault goes round.
type faulty struct {
	*Day
	t     *testing.T
	fault stage.Fault
}

// reach goes through goals. What a platform refused for its token is begun anew, as the registrar would.
func (m *faulty) reach(goals ...goal) {
	m.t.Helper()
	for _, g := range goals {
		_, err := m.Day.reach(m.t.Context(), g)
		for again := 0; problem.KindOf(err) == problem.Refused && again < 2; again++ {
			_, err = m.Day.reach(m.t.Context(), g)
		}
		if err != nil {
			m.t.Fatalf("%s: %v (%s)", g.name, err, problem.Words(err))
		}
	}
}

func (m *faulty) out(s story, way content.Way) {
	m.t.Helper()
	m.reach(append(m.carry(s), m.Day.out(s, under(way), way))...)
}

// trouble has the next of each of these calls go wrong.
func (m *faulty) trouble(calls ...string) {
	m.t.Helper()
	for _, c := range calls {
		if err := m.Drill.Fault(m.t.Context(), stage.Rule{Call: c, Nth: 1, Fault: m.fault, Delay: 100 * time.Millisecond}); err != nil {
			m.t.Fatal(err)
		}
	}
}

// met checks that every fault was run into.
func (m *faulty) met() {
	m.t.Helper()
	if waiting, err := m.Drill.Faults(m.t.Context()); err != nil || len(waiting) != 0 {
		m.t.Fatalf("never met: %v (%v)", waiting, err)
	}
}

func (m *faulty) answerTo(q asked) func(ctx context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		det, err := m.question(ctx, q)
		return det.Answer.ID, err
	}
}

// agrees holds what the office believes against the platforms' own records: one post per delivery, one reply per answer,
// and a ledger in which exactly one attempt at each was published and none is open.
func (m *faulty) agrees(ways map[string]content.Way, asks []asked) {
	ctx, t := observer(m.t.Context()), m.t
	records, err := m.Drill.Records(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if own := records.Own(); len(own) != len(ways) {
		t.Errorf("%d posts on the platforms, want %d: %+v", len(own), len(ways), own)
	}
	for key, way := range ways {
		ds, err := m.House.Publishing.Deliveries.Of(ctx, id(key))
		if err != nil || len(ds) != 1 {
			t.Fatalf("%s: %d deliveries, %v", key, len(ds), err)
		}
		if n := tally.Posts(records, ds[0]); ds[0].State != delivery.Out || n != 1 {
			t.Errorf("%s by %s: %s, and %d posts on the account", key, way, ds[0].State, n)
		}
		n := 0
		for _, p := range records.Own() {
			n += strings.Count(p.Title, "通知"+key) + strings.Count(p.Text, "【通知"+key+"】")
		}
		if n != 1 {
			t.Errorf("%s stands on the platforms %d times", key, n)
		}
		_, book, err := m.House.Publishing.Deliveries.Get(ctx, ds[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		m.closed(key, book, ledger.Send)
	}
	for _, q := range asks {
		det, err := m.question(ctx, q)
		if err != nil || det.Answer.State != inbox.Delivered || det.Question.State != inbox.Answered {
			t.Errorf("%s: %s, %s, %v", q.key, det.Answer.State, det.Question.State, err)
		}
		c, _, err := m.comment(ctx, q)
		if err != nil || c == nil || len(c.Answers()) != 1 || c.Answers()[0].Text != q.reply {
			t.Errorf("%s: on the platform %+v, %v", q.key, c, err)
		}
	}
	if _, err := m.House.Verify(ctx); err != nil {
		t.Error(err)
	}
}

// closed checks the ledger of one delivery.
func (m *faulty) closed(key string, book []ledger.Record, step ledger.Step) {
	m.t.Helper()
	published := 0
	var all []string
	for _, r := range book {
		all = append(all, fmt.Sprint(r.Intent.Step, r.Intent.Attempt, " ", r.Latest().Verdict))
		if !r.Settled() {
			m.t.Errorf("%s: an attempt is still open", key)
		}
		if r.Intent.Step == step && r.Latest().Verdict == ledger.Published {
			published++
		}
	}
	if published != 1 {
		m.t.Errorf("%s: %d attempts were published: %v", key, published, all)
	}
}
