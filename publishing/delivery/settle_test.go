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
	bench "huiying/internal/store/storetest/publishingtest"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// lost is a delivery whose answer was lost; landed tells whether the public sees it.
func lost(b *bench.Bench, landed bool) delivery.Delivery {
	d := b.One(content.Share)
	b.Weibo.OnSend(bench.Answer{Lands: landed, Err: bench.Refusal(problem.ClassUnknown)})
	b.Clock.Set(b.Hour())
	b.Run(b.Service)
	return b.Want(d, delivery.Unknown, publishing.GoingOut)
}

func TestALostAnswerIsFoundOnTheAccount(t *testing.T) {
	b := open(t)
	d := lost(b, true)
	b.Go(b.Service, time.Minute)
	d = b.Want(d, delivery.Out, publishing.Published)
	if d.Receipt.URL == "" || d.Note != "" || d.Code != "" {
		t.Errorf("found, but %+v", d)
	}
	same(t, "the ledger", b.Ledger(d.ID), "send unknown/call published/reconcile")
	same(t, "the trail", b.Verbs("delivery", d.ID), "待确认", "平台核对")
	if b.Weibo.Public(d.ID) != 1 {
		t.Error("posted twice")
	}
}

func TestALostAnswerMayTurnOutToBeWorkedOn(t *testing.T) {
	b := open(t)
	d := lost(b, true)
	b.Weibo.OnFind(bench.Look{Sighting: delivery.Sighting{Presence: delivery.There, Verdict: ledger.Accepted}})
	b.Weibo.OnFollow(bench.Answer{Err: errors.New("x")})
	b.Clock.Add(10 * time.Second)
	b.Run(b.Service)
	b.Want(d, delivery.Accepted, publishing.GoingOut)
	b.Clock.Add(time.Minute)
	b.Run(b.Service)
	says(t, b.Want(d, delivery.Accepted, publishing.GoingOut), "还问不到结果")
	b.Go(b.Service, 2*time.Minute)
	b.Want(d, delivery.Out, publishing.Published)
}

func TestAnAbsentOneIsReleasedByANamedPersonForOneMoreSend(t *testing.T) {
	b := open(t)
	d := lost(b, false)
	say := delivery.PersonSays{Delivery: d.ID, Version: d.Version, Why: "后台看过，没有"}
	if err := b.Deliveries.Release(b.As("王蕾"), say); problem.KindOf(err) != problem.Conflict {
		t.Errorf("released before any look: %v", err)
	}
	b.Go(b.Service, 2*time.Hour)
	d = b.Want(d, delivery.Unknown, publishing.GoingOut)
	says(t, d, "已经核对：最新 5 条里没有这一条。可以放行")
	if calls := b.Weibo.Calls(); len(calls) != 2 {
		t.Errorf("calls = %v: it looks once and never sends by itself", calls)
	}
	say.Version = d.Version
	if err := b.Deliveries.Release(b.As("王蕾"), say); problem.KindOf(err) != problem.Conflict {
		t.Errorf("released on a look of two hours ago: %v", err)
	}
	if err := b.Deliveries.Look(b.As("王蕾"), d.ID); err != nil {
		t.Fatal(err)
	}
	b.Run(b.Service)
	d = b.Fresh(d)
	for name, c := range map[string]struct {
		say  delivery.PersonSays
		as   func() error
		kind problem.Kind
	}{
		"an old version": {kind: problem.Conflict, say: delivery.PersonSays{Delivery: d.ID, Version: d.Version - 1, Why: "x"}},
		"no reason":      {kind: problem.Invalid, say: delivery.PersonSays{Delivery: d.ID, Version: d.Version, Why: " "}},
		"another state":  {kind: problem.Missing, say: delivery.PersonSays{Delivery: "x", Version: 1, Why: "x"}},
	} {
		if err := b.Deliveries.Release(b.As("王蕾"), c.say); problem.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want %s", name, err, c.kind)
		}
	}
	say.Version = d.Version
	if err := b.Deliveries.Release(b.System(), say); problem.KindOf(err) != problem.Forbidden {
		t.Errorf("a program released it: %v", err)
	}
	if err := b.Deliveries.Release(b.As("王蕾"), say); err != nil {
		t.Fatal(err)
	}
	if err := b.Deliveries.Release(b.As("孙悦"), say); problem.KindOf(err) != problem.Conflict {
		t.Errorf("released twice: %v", err)
	}
	b.Go(b.Service, time.Hour)
	d = b.Want(d, delivery.Out, publishing.Published)
	same(t, "the calls", b.Weibo.Calls(), "send", "find", "find", "find", "send")
	same(t, "the ledger", b.Ledger(d.ID), "send unknown/call unknown/reconcile unknown/reconcile notsent/person", "send published/call")
	same(t, "the trail", b.Verbs("delivery", d.ID), "待确认", "平台核对", "平台核对", "放行再发一次", "发出")
	if b.Weibo.Public(d.ID) != 1 {
		t.Errorf("the public sees it %d times", b.Weibo.Public(d.ID))
	}
}

func TestAReleasedOneThatStandsThereAfterAllIsNotSentAgain(t *testing.T) {
	b := open(t)
	d := lost(b, true)
	b.Weibo.OnFind(bench.Look{Sighting: delivery.Sighting{Presence: delivery.Absent, Words: "没有"}}) // the account shows it late
	b.Go(b.Service, time.Minute)
	d = b.Fresh(d)
	if err := b.Deliveries.Release(b.As("王蕾"), delivery.PersonSays{Delivery: d.ID, Version: d.Version, Why: "没有"}); err != nil {
		t.Fatal(err)
	}
	b.Go(b.Service, time.Minute)
	b.Want(d, delivery.Out, publishing.Published)
	if b.Weibo.Public(d.ID) != 1 {
		t.Error("posted twice")
	}
}

func TestAReleaseAfterTheWindowHoldsIt(t *testing.T) {
	b := open(t)
	d := lost(b, false)
	b.Go(b.Service, time.Minute)
	b.Clock.Set(b.Hour().Add(25 * time.Hour))
	if err := b.Deliveries.Look(b.As("王蕾"), d.ID); err != nil {
		t.Fatal(err)
	}
	b.Run(b.Service)
	d = b.Fresh(d)
	if err := b.Deliveries.Release(b.As("王蕾"), delivery.PersonSays{Delivery: d.ID, Version: d.Version, Why: "没有"}); err != nil {
		t.Fatal(err)
	}
	says(t, b.Want(d, delivery.Held, publishing.Approved), "窗口已过", "收回重新送审", "在别的账号已经发出或正在发出的收不回，请另拟一稿送审")
}

func TestWhatNobodyCanSeeStaysUnknownUntilAPersonSaysSo(t *testing.T) {
	b := open(t)
	d := lost(b, true)
	for range 100 {
		b.Weibo.OnFind(bench.Look{Sighting: delivery.Sighting{Presence: delivery.Unclear, Words: "最新 5 条都比它新"}})
	}
	b.Go(b.Service, 3*time.Hour)
	d = b.Want(d, delivery.Unknown, publishing.GoingOut)
	says(t, d, "最新 5 条都比它新。请到平台后台看一眼")
	looks := len(b.Weibo.Calls())
	if looks < 8 || looks > 30 || !d.Next.IsZero() {
		t.Errorf("%d calls, next %s", looks, d.Next)
	}
	same(t, "the trail", b.Verbs("delivery", d.ID), "待确认", "平台核对")
	for name, c := range map[string]delivery.PersonSays{
		"no address":      {URL: "", Evidence: "shot"},
		"half an address": {URL: "weibo.com/1", Evidence: "shot"},
		"another scheme":  {URL: "javascript:alert(1)", Evidence: "shot"},
		"no picture":      {URL: "https://weibo.com/1"},
		"a lost picture":  {URL: "https://weibo.com/1", Evidence: "gone"},
	} {
		c.Delivery, c.Version = d.ID, d.Version
		if err := b.Deliveries.FoundByPerson(b.As("王蕾"), c); problem.KindOf(err) != problem.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	say := delivery.PersonSays{Delivery: d.ID, Version: d.Version, URL: " https://weibo.com/1 ", Evidence: "shot"}
	if err := b.Deliveries.DoneByHand(b.As("王蕾"), say); problem.KindOf(err) != problem.Conflict {
		t.Errorf("done by hand though it is no manual one: %v", err)
	}
	if err := b.Deliveries.FoundByPerson(b.As("王蕾"), say); err != nil {
		t.Fatal(err)
	}
	d = b.Want(d, delivery.Out, publishing.Published)
	if d.Receipt.URL != "https://weibo.com/1" || d.Receipt.Evidence != "shot" {
		t.Errorf("receipt = %+v", d.Receipt)
	}
	same(t, "the trail", b.Verbs("delivery", d.ID), "待确认", "平台核对", "确认已发出")
}

func TestFollowingEndsWithAWordOrAfterHalfAnHour(t *testing.T) {
	accepted := bench.Answer{Lands: true, Verdict: ledger.Accepted, Receipt: delivery.Receipt{PublishID: "1"}}
	t.Run("refused", func(t *testing.T) {
		b := open(t)
		d := b.One(content.Publish)
		b.WeChat.OnSend(accepted)
		b.WeChat.OnFollow(bench.Answer{Verdict: ledger.Refused, Err: bench.Refusal(problem.ClassPermanent)})
		b.Clock.Set(b.Hour())
		b.Go(b.Service, time.Minute)
		d = b.Want(d, delivery.Refused, publishing.Approved)
		says(t, d, "微博没有收下这条")
		same(t, "the ledger", b.Ledger(d.ID), "prepare published/call", "send accepted/call refused/poll")
		same(t, "the trail", b.Verbs("delivery", d.ID), "交给平台", "平台退回")
	})
	t.Run("no word, and none by a number", func(t *testing.T) {
		b := open(t)
		d := b.One(content.Share)
		b.Weibo.OnSend(bench.Answer{Lands: true, Verdict: ledger.Accepted})
		for range 100 {
			b.Weibo.OnFollow(bench.Answer{Verdict: ledger.Accepted})
		}
		b.Clock.Set(b.Hour())
		b.Go(b.Service, 59*time.Second)
		same(t, "the calls", b.Weibo.Calls(), "send") // Weibo shows nothing sooner, and counts every look
		b.Go(b.Service, 40*time.Minute)
		d = b.Want(d, delivery.Unknown, publishing.GoingOut)
		says(t, d, "平台处理了 3", "请到平台后台看一眼")
		if n := len(b.Weibo.Calls()); n > 12 || !d.Next.IsZero() {
			t.Errorf("%d calls in half an hour, next %s", n, d.Next)
		}
		if err := b.Deliveries.Look(b.As("王蕾"), d.ID); err != nil {
			t.Fatal(err)
		}
		b.Run(b.Service)
		b.Want(d, delivery.Out, publishing.Published)
	})
}

// numbered is a delivery that the platform took, with a number, and on which it works past the half hour.
func numbered(b *bench.Bench, more ...bench.Answer) delivery.Delivery {
	d := b.One(content.Publish)
	b.WeChat.OnSend(bench.Answer{Lands: true, Verdict: ledger.Accepted, Receipt: delivery.Receipt{PublishID: "100"}})
	for range 100 {
		b.WeChat.OnFollow(bench.Answer{Verdict: ledger.Accepted})
	}
	b.Clock.Set(b.Hour())
	b.Go(b.Service, 32*time.Minute)
	b.WeChat.Forget()
	b.WeChat.OnFollow(more...)
	b.WeChat.OnFind(bench.Look{Sighting: delivery.Sighting{Presence: delivery.Absent, Words: "草稿还在草稿箱里"}})
	return b.Want(d, delivery.Unknown, publishing.GoingOut)
}

// What has a number is asked for by it, however long it takes: an account that does not show it yet proves nothing.
func TestAJobWithANumberIsAskedForByItAndNeverCalledAbsent(t *testing.T) {
	b := open(t)
	working := bench.Answer{Verdict: ledger.Accepted}
	d := numbered(b, working, bench.Answer{Err: errors.New("x")}, working, bench.Answer{Verdict: ledger.Published, Receipt: delivery.Receipt{ID: "art1"}})
	says(t, d, "平台处理了 3", "继续问", "请到平台后台看一眼")
	if d.Next.Sub(b.Clock.Now()) < 5*time.Minute {
		t.Errorf("asked again at %s: a person looks into it, the program has time", d.Next)
	}
	if err := b.Deliveries.Look(b.As("王蕾"), d.ID); err != nil {
		t.Fatal(err)
	}
	b.Run(b.Service)
	d = b.Want(d, delivery.Unknown, publishing.GoingOut)
	say := delivery.PersonSays{Delivery: d.ID, Version: d.Version, Why: "后台没有"}
	if err := b.Deliveries.Release(b.As("王蕾"), say); problem.KindOf(err) != problem.Conflict {
		t.Errorf("released while the platform works on it: %v", err)
	}
	b.Go(b.Service, time.Hour)
	d = b.Want(d, delivery.Out, publishing.Published)
	if slices.Contains(b.WeChat.Calls(), "find") || d.Receipt.ID != "art1" || d.Receipt.PublishID != "100" {
		t.Errorf("calls %v, receipt %+v", b.WeChat.Calls(), d.Receipt)
	}
	same(t, "the ledger", b.Ledger(d.ID), "prepare published/call", "send accepted/call unknown/poll published/reconcile")
	same(t, "the trail", b.Verbs("delivery", d.ID), "交给平台", "待确认", "平台核对")
}

func TestAJobWithANumberThatFailsAfterTheHalfHourIsRefused(t *testing.T) {
	b := open(t)
	d := numbered(b, bench.Answer{Verdict: ledger.Refused, Err: bench.Refusal(problem.ClassPermanent)})
	b.Go(b.Service, time.Hour)
	says(t, b.Want(d, delivery.Refused, publishing.Approved), "微博没有收下这条")
	same(t, "the ledger", b.Ledger(d.ID), "prepare published/call", "send accepted/call unknown/poll refused/reconcile")
}

// A state that the program does not know is a person's matter at once, and no verdict; the number goes on being asked for.
func TestWhatOnlyAPersonCanReadIsHisAtOnce(t *testing.T) {
	b := open(t)
	d := b.One(content.Publish)
	b.WeChat.OnSend(bench.Answer{Lands: true, Verdict: ledger.Accepted, Receipt: delivery.Receipt{PublishID: "100"}})
	b.WeChat.OnFollow(bench.Answer{Err: bench.Refusal(problem.ClassNeedsPerson)}, bench.Answer{Verdict: ledger.Accepted})
	b.Clock.Set(b.Hour())
	b.Go(b.Service, time.Minute)
	d = b.Want(d, delivery.Unknown, publishing.GoingOut)
	says(t, d, "微博没有收下这条", "继续问", "请到平台后台看一眼")
	if err := b.Deliveries.Settle(b.As("王蕾"), delivery.PersonSays{Delivery: d.ID, Version: d.Version, Why: "在等微信客服"}); err != nil {
		t.Fatal(err)
	}
	b.Go(b.Service, 12*time.Minute)
	says(t, b.Want(d, delivery.Unknown, publishing.GoingOut), "在等微信客服")
	b.Go(b.Service, 12*time.Minute)
	b.Want(d, delivery.Out, publishing.Published)
}

func TestAJobThatNeverEndsIsAskedForThreeDays(t *testing.T) {
	b := open(t)
	var working []bench.Answer
	for range 500 {
		working = append(working, bench.Answer{Verdict: ledger.Accepted})
	}
	d := numbered(b, working...)
	b.Go(b.Service, 80*time.Hour)
	d = b.Want(d, delivery.Unknown, publishing.GoingOut)
	says(t, d, "请到平台后台看一眼")
	if n := len(b.WeChat.Calls()); n > 110 || n < 70 || !d.Next.IsZero() || strings.Contains(d.Note, "继续问") {
		t.Errorf("%d calls, next %s, note %s", n, d.Next, d.Note)
	}
}

func TestByHandOnePersonPostsAndBringsBackTheEvidence(t *testing.T) {
	b := open(t)
	d := b.One(content.ByHand)
	if _, err := b.Deliveries.BeginByHand(b.As("王蕾"), d.ID, d.Version); problem.KindOf(err) != problem.Conflict {
		t.Errorf("begun before its hour: %v", err)
	}
	b.Clock.Set(b.Hour())
	b.Run(b.Service)
	d = b.Want(d, delivery.WaitPerson, publishing.Scheduled)
	says(t, d, "到点了")
	if _, err := b.Deliveries.BeginByHand(b.System(), d.ID, d.Version); problem.KindOf(err) != problem.Forbidden {
		t.Errorf("a program posted by hand: %v", err)
	}
	p, err := b.Deliveries.BeginByHand(b.As("王蕾"), d.ID, d.Version)
	if err != nil || p.Text != "【供暖通知】今冬供暖 15 日开始。" || len(p.Pictures) != 1 {
		t.Fatalf("what is to be posted: %+v, %v", p, err)
	}
	if _, err := b.Deliveries.BeginByHand(b.As("孙悦"), d.ID, d.Version); problem.KindOf(err) != problem.Conflict {
		t.Errorf("two persons post it: %v", err)
	}
	d = b.Want(d, delivery.Sending, publishing.GoingOut)
	says(t, d, "王蕾正在平台上发布")
	if err := b.Deliveries.Recover(b.System()); err != nil {
		t.Fatal(err)
	}
	b.Want(d, delivery.Sending, publishing.GoingOut)
	say := delivery.PersonSays{Delivery: d.ID, Version: d.Version}
	if err := b.Deliveries.NotByHand(b.As("王蕾"), say); err != nil {
		t.Fatal(err)
	}
	d = b.Want(d, delivery.WaitPerson, publishing.Scheduled)
	if _, err := b.Deliveries.BeginByHand(b.As("孙悦"), d.ID, d.Version); err != nil {
		t.Fatal(err)
	}
	d = b.Fresh(d)
	say = delivery.PersonSays{Delivery: d.ID, Version: d.Version, URL: "https://www.douyin.com/1", Evidence: "shot"}
	if err := b.Deliveries.DoneByHand(b.As("孙悦"), say); err != nil {
		t.Fatal(err)
	}
	b.Want(d, delivery.Out, publishing.Published)
	same(t, "the ledger", b.Ledger(d.ID), "send notsent/person", "send published/person")
	same(t, "the trail", b.Verbs("delivery", d.ID), "开始人工发布", "没有发出，放回", "开始人工发布", "人工发布完成")
}

func TestByHandIsRefusedAfterTheWindowAndWithoutApproval(t *testing.T) {
	b := open(t)
	d := b.One(content.ByHand)
	b.Clock.Set(b.Hour())
	b.Run(b.Service)
	d = b.Fresh(d)
	b.Review.Approve(d.Post, "other")
	if _, err := b.Deliveries.BeginByHand(b.As("王蕾"), d.ID, d.Version); problem.KindOf(err) != problem.Conflict {
		t.Errorf("begun without approval: %v", err)
	}
	b.Review.Approve(d.Post, d.Fingerprint)
	b.Office.Change(bench.Douyin, func(a *accounts.Account, _ *accounts.Binding) { a.State = accounts.Suspended })
	if _, err := b.Deliveries.BeginByHand(b.As("王蕾"), d.ID, d.Version); problem.KindOf(err) != problem.Conflict || !strings.Contains(problem.Words(err), "不在正常状态") {
		t.Errorf("begun on a suspended account: %v", err)
	}
	b.Office.Change(bench.Douyin, func(a *accounts.Account, _ *accounts.Binding) { a.State = accounts.Normal })
	b.Clock.Set(b.Hour().Add(25 * time.Hour))
	if _, err := b.Deliveries.BeginByHand(b.As("王蕾"), d.ID, d.Version); problem.KindOf(err) != problem.Conflict || !strings.Contains(problem.Words(err), "另拟一稿") {
		t.Errorf("begun after the window: %v", err)
	}
	same(t, "the ledger", b.Ledger(d.ID))
}

func TestSettlingTakesADeliveryOffTheGauge(t *testing.T) {
	b := open(t)
	d := b.One(content.Share)
	other := b.One(content.Share)
	held := b.One(content.ByHand)
	b.Weibo.OnSend(bench.Answer{Err: bench.Refusal(problem.ClassPermanent)})
	b.Clock.Set(b.Hour().Add(2 * time.Minute))
	b.Run(b.Service)
	ctx := b.As("王蕾")
	g, err := b.Deliveries.Gauges(ctx)
	if err != nil || len(g.Overdue) != 2 || len(g.NotReady) != 0 {
		t.Fatalf("gauges = %+v, %v", g, err)
	}
	d, held = b.Fresh(d), b.Fresh(held)
	if d.State != delivery.Refused {
		d, other = b.Fresh(other), d
	}
	if err := b.Deliveries.Settle(ctx, delivery.PersonSays{Delivery: d.ID, Version: d.Version}); problem.KindOf(err) != problem.Invalid {
		t.Errorf("settled without a word: %v", err)
	}
	for _, d := range []delivery.Delivery{d, held} {
		if err := b.Deliveries.Settle(ctx, delivery.PersonSays{Delivery: d.ID, Version: d.Version, Why: "改发公告"}); err != nil {
			t.Fatal(err)
		}
	}
	if g, _ := b.Deliveries.Gauges(ctx); len(g.Overdue) != 0 {
		t.Errorf("still on the gauge: %+v", g.Overdue)
	}
	says(t, b.Want(d, delivery.Refused, publishing.Approved), "说明：改发公告。")
	held = b.Want(held, delivery.Expired, publishing.Approved)
	if err := b.Schedule(ctx, publishing.MovePost{Post: held.Post, Version: b.Post(held.Post).Version, At: b.Hour().Add(time.Hour)}); problem.KindOf(err) != problem.Conflict {
		t.Errorf("what a person dropped came back: %v", err)
	}
	if err := b.Deliveries.Settle(ctx, delivery.PersonSays{Delivery: other.ID, Version: b.Fresh(other).Version, Why: "x"}); problem.KindOf(err) != problem.Conflict {
		t.Errorf("a published one was settled: %v", err)
	}
	if _, err := b.Deliveries.Gauges(b.T.Context()); problem.KindOf(err) != problem.Forbidden {
		t.Errorf("gauges for nobody: %v", err)
	}
}

func TestTheSecondGaugeShowsWhatIsNotReadyWithinADay(t *testing.T) {
	b := open(t)
	w := b.Draft(b.Content(content.Share))
	r := b.Submitted(w)
	b.Office.Change(bench.Weibo, unbind)
	b.Approve(r)
	g, err := b.Deliveries.Gauges(b.As("周建国", people.Approver))
	if err != nil || len(g.NotReady) != 1 || len(g.Overdue) != 0 {
		t.Fatalf("gauges = %+v, %v", g, err)
	}
}

// A day's calls may be used up just when an account is to be looked at: the look waits for them, and no person is asked
// before it.
func TestALookWaitsForTheCallsOfTheNextDay(t *testing.T) {
	b := open(t)
	d := b.One(content.Share)
	b.Weibo.OnSend(bench.Answer{Lands: true, Err: bench.Refusal(problem.ClassUnknown)})
	b.Clock.Set(b.Hour())
	b.Go(b.Service, time.Second)
	back := b.Hour().Add(5 * time.Hour)
	used := &problem.Refusal{Platform: "微博", Class: problem.ClassQuota, Reason: "今天的次数用完了", Until: back}
	b.Weibo.OnFind(bench.Look{Err: used})
	b.Go(b.Service, 2*time.Hour)
	d = b.Want(d, delivery.Unknown, publishing.GoingOut)
	says(t, d, "还不能核对", "次数用完")
	if !d.Next.Equal(back) {
		t.Errorf("looks again at %s, want %s", d.Next, back)
	}
	b.Go(b.Service, 4*time.Hour)
	b.Want(d, delivery.Out, publishing.Published)
}
