package publishing_test

import (
	"slices"
	"testing"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	bench "huiying/internal/store/storetest/publishingtest"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

func TestWhoeverComposesOrReviewsStopsAnArmedPost(t *testing.T) {
	for _, c := range []struct {
		name string
		role people.Role
		may  bool
	}{{"孙悦", people.Officer, true}, {"陈国栋", people.Checker, true}, {"周建国", people.Approver, true},
		{"李敏", people.Answerer, false}, {"郑凯", people.Registrar, false}, {"秦越", people.Administrator, false}} {
		b := open(t)
		d := b.One(content.Share)
		err := b.Withdraw(b.As(c.name, c.role), d.Post, b.Post(d.Post).Version, "领导要求先不发")
		if !c.may {
			wants(t, c.name, err, problem.Forbidden, "新媒体专员")
			b.Want(d, delivery.Armed, publishing.Scheduled)
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := b.Want(d, delivery.TakenBack, publishing.Withdrawn); got.Note != "撤稿：领导要求先不发" {
			t.Errorf("note %q", got.Note)
		}
		b.Clock.Set(b.Hour())
		b.Run(b.Service)
		if len(b.Weibo.Calls()) > 0 {
			t.Errorf("%s stopped it, and it was sent", c.name)
		}
		if v := b.Verbs("post", d.Post); v[len(v)-1] != "撤稿" {
			t.Errorf("the trail says %q", v)
		}
	}
}

func TestAReviewerStopsOnlyWhatIsApprovedAndNobodyWithoutAWord(t *testing.T) {
	b := open(t)
	w := b.Draft(b.Content(content.Share))
	wants(t, "a draft", b.Withdraw(b.As("周建国", people.Approver), w.Post, b.Post(w.Post).Version, "不要写"), problem.Forbidden, "新媒体专员")
	b.Submitted(w)
	wants(t, "in review", b.Withdraw(b.As("周建国", people.Approver), w.Post, b.Post(w.Post).Version, "不要发"), problem.Forbidden, "新媒体专员")
	d := b.One(content.Share)
	wants(t, "no reason", b.Withdraw(b.As("孙悦"), d.Post, b.Post(d.Post).Version, "　 "), problem.Invalid, "原因")
	b.Want(d, delivery.Armed, publishing.Scheduled)
}

func TestWithdrawingStopsTheRestOfAPostThatIsPartlyOut(t *testing.T) {
	for name, c := range map[string]struct {
		answer bench.Answer
		first  delivery.State
		post   publishing.State
	}{
		"lost":      {bench.Answer{Err: bench.Refusal(problem.ClassUnknown)}, delivery.Unknown, publishing.GoingOut},
		"accepted":  {bench.Answer{Lands: true, Verdict: ledger.Accepted}, delivery.Accepted, publishing.GoingOut},
		"published": {bench.Answer{Lands: true, Verdict: ledger.Published}, delivery.Out, publishing.PartlyPublished},
	} {
		b := open(t)
		ds := b.Approved(b.Content(content.Share, content.Publish, content.ByHand))
		b.Weibo.OnSend(c.answer)
		b.WeChat.OnSend(bench.Answer{Err: bench.Refusal(problem.ClassNotSent)})
		b.Clock.Set(b.Hour())
		b.Run(b.Service)
		before := b.Fresh(ds[0])
		waits := b.Fresh(ds[1]).State
		if err := b.Withdraw(b.As("周建国", people.Approver), ds[0].Post, b.Post(ds[0].Post).Version, "数字有误"); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := b.Want(ds[0], c.first, c.post); got.Version != before.Version {
			t.Errorf("%s: what was out was touched", name)
		}
		if waits == delivery.Armed {
			b.Want(ds[1], delivery.TakenBack, c.post)
		}
		b.Want(ds[2], delivery.TakenBack, c.post)
		calls := len(b.WeChat.Calls())
		b.Go(b.Service, 48*time.Hour)
		if len(b.WeChat.Calls()) > calls && waits == delivery.Armed {
			t.Errorf("%s: sent after it was stopped", name)
		}
		if v := b.Verbs("post", ds[0].Post); !slices.Contains(v, "撤下没发出的") {
			t.Errorf("%s: the trail says %q", name, v)
		}
		if slices.Contains(b.Review.Tickets, "void") {
			t.Errorf("%s: the approval with which a part went out is void", name)
		}
		wants(t, name+", again", b.Withdraw(b.As("孙悦"), ds[0].Post, b.Post(ds[0].Post).Version, "再撤"), problem.Conflict, "更正稿")
	}
}

func TestWithdrawingMeetsASendThatIsUnderWay(t *testing.T) {
	b := open(t)
	ds := b.Approved(b.Content(content.Share, content.ByHand))
	var during error
	b.Weibo.OnSend(bench.Answer{Lands: true, Verdict: ledger.Published, After: func() {
		during = b.Withdraw(b.As("孙悦"), ds[0].Post, b.Post(ds[0].Post).Version, "撤")
	}})
	b.Clock.Set(b.Hour())
	b.Run(b.Service)
	if during != nil {
		t.Fatal(during)
	}
	b.Want(ds[0], delivery.Out, publishing.PartlyPublished)
	b.Want(ds[1], delivery.TakenBack, publishing.PartlyPublished)
}
