package delivery_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/storetest"
	bench "huiying/internal/store/storetest/publishingtest"
	"huiying/internal/wake"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

func open(t *testing.T) *bench.Bench { return bench.New(t, storetest.SQLite(t)) }

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s = %q, want %q", what, got, want)
	}
}

func says(t *testing.T, d delivery.Delivery, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(d.Note, w) {
			t.Errorf("the note %q does not say %q", d.Note, w)
		}
	}
	if strings.Contains(d.Note, "。。") || strings.ContainsAny(d.Note, "！!") {
		t.Errorf("the note %q is badly written", d.Note)
	}
}

func TestEachWayGoesOutOnceAtItsHour(t *testing.T) {
	b := open(t)
	ds := b.Approved(b.Content(content.Share, content.Publish, content.Broadcast, content.ByHand))
	b.Clock.Set(b.Hour().Add(-time.Second))
	b.Run(b.Service)
	if calls := append(b.Weibo.Calls(), b.WeChat.Calls()...); len(calls) > 0 {
		t.Fatalf("called before its hour: %v", calls)
	}
	b.WeChat.OnSend(bench.Answer{Lands: true, Verdict: ledger.Accepted, Receipt: delivery.Receipt{PublishID: "100"}})
	b.WeChat.OnFollow(bench.Answer{Verdict: ledger.Accepted}, bench.Answer{Verdict: ledger.Published,
		Receipt: delivery.Receipt{ID: "art1", URL: "https://mp.weixin.qq.com/s/1", MsgDataID: "2247"}})
	b.Clock.Set(b.Hour())
	b.Run(b.Service)
	b.Want(ds[0], delivery.Out, publishing.GoingOut)
	b.Want(ds[1], delivery.Accepted, publishing.GoingOut)
	if d := b.Want(ds[3], delivery.WaitPerson, publishing.GoingOut); !d.Next.IsZero() {
		t.Error("what waits for a person has no time of its own")
	}
	b.Go(b.Service, 5*time.Minute)
	d := b.Want(ds[1], delivery.Out, publishing.GoingOut)
	if d.Receipt.PublishID != "100" || d.Receipt.ID != "art1" || d.Receipt.MsgDataID != "2247" || d.Receipt.At.IsZero() {
		t.Errorf("the receipt lost something: %+v", d.Receipt)
	}
	b.Want(ds[2], delivery.Out, publishing.GoingOut)
	for _, d := range ds[:3] {
		if n := b.Weibo.Public(d.ID) + b.WeChat.Public(d.ID); n != 1 {
			t.Errorf("%s went out %d times", d.Way, n)
		}
	}
	same(t, "the ledger of a share", b.Ledger(ds[0].ID), "send published/call")
	same(t, "the ledger of a publish", b.Ledger(ds[1].ID), "prepare published/call", "send accepted/call published/poll")
	same(t, "the trail of a publish", b.Verbs("delivery", ds[1].ID), "交给平台", "发出")
	same(t, "the trail of a share", b.Verbs("delivery", ds[0].ID), "发出")
	p := b.Weibo.Parcels()[0]
	if p.Fingerprint != ds[0].Fingerprint || len(p.Token) != 32 || p.Text != "今冬供暖 15 日开始 https://www.wangchuan.gov.cn/a" || p.Cover == nil {
		t.Errorf("the parcel is not what was signed: %+v", p)
	}
}

// Every class of failure, and what becomes of the delivery, the ledger and the trail.
func TestAFailureIsTakenByItsClass(t *testing.T) {
	quota := bench.Refusal(problem.ClassQuota)
	quota.Until = time.Date(2026, 11, 24, 2, 20, 0, 0, time.UTC)
	waits := &problem.Refusal{Platform: "微信", Code: "89504", Class: problem.ClassUnknown, Reason: "微信在等管理员确认这次群发", Next: "请管理员 30 分钟内在手机上确认"}
	lost := &problem.Refusal{Platform: "微信", Code: "http 502", Class: problem.ClassUnknown, Reason: "微信的回答读不懂"}
	tomorrow := bench.Refusal(problem.ClassQuota)
	tomorrow.Until = quota.Until.Add(24 * time.Hour)
	for name, c := range map[string]struct {
		err    error
		state  delivery.State
		post   publishing.State
		ledger string
		note   string
		next   time.Duration // after the hour; 0 for none
	}{
		"permanent":      {bench.Refusal(problem.ClassPermanent), delivery.Refused, publishing.Approved, "send refused/call", "10017", 0},
		"needs a person": {bench.Refusal(problem.ClassNeedsPerson), delivery.Held, publishing.Approved, "send refused/call", "补上链接", 0},
		"token":          {bench.Refusal(problem.ClassToken), delivery.Held, publishing.Approved, "send refused/call", "10017", 0},
		"quota until T":  {quota, delivery.Armed, publishing.Scheduled, "send refused/call", "11-24 10:20", 20 * time.Minute},
		"quota for long": {tomorrow, delivery.Held, publishing.Approved, "send refused/call", "就太晚了", 0},
		"quota, no end":  {bench.Refusal(problem.ClassQuota), delivery.Held, publishing.Approved, "send refused/call", "10017", 0},
		"not sent":       {bench.Refusal(problem.ClassNotSent), delivery.Armed, publishing.Scheduled, "send notsent/call", "再试", 5 * time.Second},
		"busy":           {bench.Refusal(problem.ClassRetryRead), delivery.Armed, publishing.Scheduled, "send refused/call", "再试", 5 * time.Second},
		"unknown":        {bench.Refusal(problem.ClassUnknown), delivery.Unknown, publishing.GoingOut, "send unknown/call", "可能发了也可能没发", 10 * time.Second},
		"an answer that settles nothing": {waits, delivery.Unknown, publishing.GoingOut, "send unknown/call",
			"可能发了也可能没发。微信在等管理员确认这次群发（89504）。请管理员 30 分钟内在手机上确认。程序会去账号上核对", 10 * time.Second},
		"an answer of a gateway": {lost, delivery.Unknown, publishing.GoingOut, "send unknown/call", "没收到回音", 10 * time.Second},
		"any other error":        {errors.New("EOF"), delivery.Unknown, publishing.GoingOut, "send unknown/call", "不会自己再发", 10 * time.Second},
		"an empty answer":        {nil, delivery.Unknown, publishing.GoingOut, "send unknown/call", "没收到回音", 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			d := b.One(content.Share)
			b.Weibo.OnSend(bench.Answer{Err: c.err})
			b.Clock.Set(b.Hour())
			b.Run(b.Service)
			d = b.Want(d, c.state, c.post)
			says(t, d, c.note)
			same(t, "the ledger", b.Ledger(d.ID), c.ledger)
			want := b.Hour().Add(c.next)
			if c.next == 0 {
				want = time.Time{}
			}
			if !d.Next.Equal(want) {
				t.Errorf("next = %s, want %s", d.Next, want)
			}
		})
	}
}

func TestANotSentIsTriedAgainWithGrowingPausesAndWithoutALook(t *testing.T) {
	b := open(t)
	d := b.One(content.Share)
	for range 3 {
		b.Weibo.OnSend(bench.Answer{Err: bench.Refusal(problem.ClassNotSent)})
	}
	b.Clock.Set(b.Hour())
	b.Go(b.Service, time.Minute)
	d = b.Want(d, delivery.Out, publishing.Published)
	same(t, "the calls", b.Weibo.Calls(), "send", "send", "send", "send")
	if d.Attempts != 4 || !d.Sent.Equal(b.Hour().Add(35*time.Second)) {
		t.Errorf("%d attempts, the last at %s", d.Attempts, d.Sent)
	}
}

func TestABusyRefusalIsLookedAtBeforeTheNextTry(t *testing.T) {
	for name, c := range map[string]struct {
		first bench.Answer
		looks []bench.Look
		calls []string
		state delivery.State
		led   []string
	}{
		"it is not there": {bench.Answer{}, nil, []string{"send", "find", "send"}, delivery.Out,
			[]string{"send refused/call", "send published/call"}},
		"it stands there after all": {bench.Answer{Lands: true}, nil, []string{"send", "find"}, delivery.Out,
			[]string{"send refused/call", "send published/reconcile"}},
		"nobody can say at first": {bench.Answer{}, []bench.Look{{Sighting: delivery.Sighting{Presence: delivery.Unclear, Words: "看不清"}}, {Err: errors.New("x")}},
			[]string{"send", "find", "find", "find", "send"}, delivery.Out,
			[]string{"send refused/call", "send notsent/call", "send notsent/call", "send published/call"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			d := b.One(content.Share)
			c.first.Err = bench.Refusal(problem.ClassRetryRead)
			b.Weibo.OnSend(c.first)
			b.Weibo.OnFind(c.looks...)
			b.Clock.Set(b.Hour())
			b.Go(b.Service, 10*time.Minute)
			b.Want(d, c.state, publishing.Published)
			same(t, "the calls", b.Weibo.Calls(), c.calls...)
			same(t, "the ledger", b.Ledger(d.ID), c.led...)
			if n := b.Weibo.Public(d.ID); n != 1 {
				t.Errorf("the public sees it %d times", n)
			}
		})
	}
}

func TestAnAccountThatCannotBeReadIsNotSentToAgain(t *testing.T) {
	b := open(t)
	d := b.One(content.Share)
	b.Weibo.OnSend(bench.Answer{Err: bench.Refusal(problem.ClassRetryRead)})
	for range 60 {
		b.Weibo.OnFind(bench.Look{Err: bench.Refusal(problem.ClassNotSent)})
	}
	b.Clock.Set(b.Hour())
	b.Go(b.Service, 2*time.Hour)
	d = b.Want(d, delivery.Held, publishing.Approved)
	says(t, d, "没有再发", "改到窗口内的时间")
	if calls := b.Weibo.Calls(); slices.Contains(calls[1:], "send") {
		t.Errorf("sent without seeing the account: %v", calls)
	}
}

func TestTheLatePolicyIsKept(t *testing.T) {
	for name, c := range map[string]struct {
		late  content.Late
		by    time.Duration
		state delivery.State
		note  string
	}{
		"on time by the minute":    {content.Late{}, 30 * time.Second, delivery.Out, ""},
		"late within":              {content.Late{Within: 30 * time.Minute}, 30 * time.Minute, delivery.Out, ""},
		"too late, ask":            {content.Late{Within: 30 * time.Minute}, 31 * time.Minute, delivery.Held, "过了计划时间 31 分钟才轮到"},
		"too late, drop":           {content.Late{Within: 30 * time.Minute, Drop: true}, 90 * time.Minute, delivery.Expired, "1 小时 30 分才轮到，没有发出。按事先的选择"},
		"the window is over":       {content.Late{Within: 72 * time.Hour}, 25 * time.Hour, delivery.Held, "窗口已过"},
		"the last minute of it is": {content.Late{Within: 72 * time.Hour}, 24*time.Hour + 30*time.Second, delivery.Out, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			m := b.Content(content.Share)
			m.Late = c.late
			d := b.Approved(m)[0]
			b.Clock.Set(b.Hour().Add(c.by))
			b.Run(b.Service)
			d = b.Fresh(d)
			if d.State != c.state {
				t.Errorf("%s (%s), want %s", d.State, d.Note, c.state)
			}
			says(t, d, c.note)
			if sent := b.Weibo.Public(d.ID) == 1; sent != (c.state == delivery.Out) {
				t.Errorf("sent = %v", sent)
			}
		})
	}
}

func TestPreparingMayFailAndIsDoneAgain(t *testing.T) {
	b := open(t)
	d := b.One(content.Publish)
	b.WeChat.OnPrepare(bench.Answer{Err: bench.Refusal(problem.ClassUnknown)})
	b.Clock.Set(b.Hour())
	b.Run(b.Service)
	says(t, b.Want(d, delivery.Armed, publishing.Scheduled), "还在准备，没有发出。")
	b.Go(b.Service, time.Minute)
	b.Want(d, delivery.Out, publishing.Published)
	same(t, "the calls", b.WeChat.Calls(), "prepare", "prepare", "send")
	same(t, "the ledger", b.Ledger(d.ID), "prepare notsent/call", "prepare published/call", "send published/call")
	if b.WeChat.Drafts[d.ID] != 1 {
		t.Errorf("%d drafts", b.WeChat.Drafts[d.ID])
	}
}

func TestAnApprovalVoidedWhilePreparingHoldsIt(t *testing.T) {
	b := open(t)
	d := b.One(content.Publish)
	b.WeChat.OnPrepare(bench.Answer{Before: func() { b.Review.Approve(d.Post, "other") }})
	b.Clock.Set(b.Hour())
	b.Run(b.Service)
	says(t, b.Want(d, delivery.Held, publishing.Approved), "审核已经作废")
	same(t, "the calls", b.WeChat.Calls(), "prepare")
	same(t, "the trail", b.Verbs("delivery", d.ID), "没有发出")
}

func TestWhatIsNotReadyIsHeldWithTheReasonAndArmedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		change func(a *accounts.Account, bd *accounts.Binding)
		note   string
	}{
		"suspended": {func(a *accounts.Account, _ *accounts.Binding) { a.State = accounts.Suspended }, "不在正常状态"},
		"unbound":   {func(_ *accounts.Account, bd *accounts.Binding) { bd.State = accounts.Unbound }, "还没有绑定授权"},
		"broken":    {func(_ *accounts.Account, bd *accounts.Binding) { bd.State = accounts.Broken }, "授权失效了"},
		"expires": {func(_ *accounts.Account, bd *accounts.Binding) {
			bd.Expires = time.Date(2026, 11, 24, 1, 30, 0, 0, time.UTC)
		}, "赶不上发布时间"},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			w := b.Draft(b.Content(content.Share))
			r := b.Submitted(w)
			b.Office.Change(bench.Weibo, c.change)
			b.Approve(r)
			d := b.Ways(r.Post)[0]
			says(t, b.Want(d, delivery.Held, publishing.Approved), c.note)
			if err := b.Deliveries.Rearm(b.As("王蕾"), d.ID); err != nil {
				t.Fatal(err)
			}
			b.Want(d, delivery.Held, publishing.Approved)
			b.Office.Change(bench.Weibo, func(a *accounts.Account, bd *accounts.Binding) {
				a.State, bd.State, bd.Expires = accounts.Normal, accounts.Bound, time.Time{}
			})
			if err := b.Deliveries.Rearm(b.As("王蕾"), d.ID); err != nil {
				t.Fatal(err)
			}
			b.Want(d, delivery.Armed, publishing.Scheduled)
			if err := b.Deliveries.Rearm(b.As("王蕾"), d.ID); problem.KindOf(err) != problem.Conflict {
				t.Errorf("armed twice: %v", err)
			}
			b.Office.Change(bench.Weibo, c.change)
			b.Clock.Set(b.Hour())
			b.Run(b.Service)
			b.Want(d, delivery.Held, publishing.Approved)
			if len(b.Weibo.Calls()) > 0 {
				t.Error("called all the same")
			}
		})
	}
}

func TestTheGateIsAskedAndItsFaultIsNoAnswer(t *testing.T) {
	b := open(t)
	d := b.One(content.Share)
	b.Clock.Set(b.Hour())
	b.Review.Err = problem.New(problem.Busy, "数据正忙", "", "")
	b.Run(b.Service)
	b.Want(d, delivery.Armed, publishing.Scheduled)
	b.Review.Err = problem.New(problem.Forbidden, "这一稿还没有终审", "没有发出", "")
	b.Go(b.Service, time.Minute)
	says(t, b.Want(d, delivery.Held, publishing.Approved), "还没有终审")
	if len(b.Weibo.Calls()) > 0 {
		t.Error("called without approval")
	}
}

func TestAStrayWakeIsClearedAndAnEarlyOneMoved(t *testing.T) {
	b := open(t)
	d := b.One(content.Share)
	for _, w := range []wake.Wake{{Kind: delivery.WakeDeliver, Key: "nobody"}, {Kind: delivery.WakeFollow, Key: d.ID},
		{Kind: delivery.WakeReconcile, Key: d.ID}, {Kind: delivery.WakeDeliver, Key: d.ID}} {
		b.Handle(b.Service, w)
	}
	if due, ok, _ := b.Wakes.At(t.Context(), delivery.WakeDeliver, d.ID); !ok || !due.Equal(b.Hour()) {
		t.Errorf("the wake of an armed delivery is at %s, %v", due, ok)
	}
	if err := b.Deliveries.Deliver(b.As("周建国", people.Checker), wake.Wake{Kind: delivery.WakeDeliver, Key: d.ID}); problem.KindOf(err) != problem.Forbidden {
		t.Errorf("a checker delivered: %v", err)
	}
}
