package publishing_test

import (
	"context"
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
	"huiying/internal/unit"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

func open(t *testing.T) *bench.Bench { return bench.New(t, storetest.SQLite(t)) }

func wants(t *testing.T, what string, err error, kind problem.Kind, words string) {
	t.Helper()
	if problem.KindOf(err) != kind || err != nil && !strings.Contains(err.Error(), words) {
		t.Errorf("%s: %v, want %s and %q", what, err, kind, words)
	}
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s = %q, want %q", what, got, want)
	}
}

func TestCreatingIsOncePerID(t *testing.T) {
	b := open(t)
	id := unit.NewID()
	p, err := b.Create(b.As("王蕾"), id, content.Policy)
	if err != nil {
		t.Fatal(err)
	}
	again, err := b.Create(b.As("王蕾"), id, content.Relay)
	if err != nil || again != p {
		t.Errorf("the same command again: %+v, %v, want %+v", again, err, p)
	}
	got, w, err := b.Get(b.As("周建国", people.Approver), id)
	if err != nil || got != p || w.Version != 1 || w.Content.Kind != content.Policy || len(w.Content.Paragraphs) != 1 {
		t.Errorf("Get = %+v, %+v, %v", got, w, err)
	}
	if !w.Content.Window.From.Equal(b.Clock.Now().Add(2*time.Hour)) || w.Content.Late.Within == 0 {
		t.Errorf("the hour proposed is %s", w.Content.Window.From)
	}
	same(t, "the trail", b.Verbs("post", id), "新建稿件")
	same(t, "what screens were told", b.Told(), "publishing "+id)
	_, err = b.Create(b.As("周建国", people.Approver), unit.NewID(), content.Policy)
	wants(t, "an approver composes", err, problem.Forbidden, "新媒体专员")
	_, err = b.Create(b.System(), unit.NewID(), content.Policy)
	wants(t, "a program composes", err, problem.Forbidden, "由人来做")
}

func TestSavingNeverOverwrites(t *testing.T) {
	b := open(t)
	w := b.Draft(b.Content(content.Share))
	c := w.Content
	c.Title = " 停水通知 "
	second, err := b.Save(b.As("王蕾"), publishing.SaveDraft{Post: w.Post, Version: w.Version, Content: c})
	if err != nil || second.Version != 3 {
		t.Fatalf("%+v, %v", second, err)
	}
	if p := b.Post(w.Post); p.Title != "停水通知" || !p.Planned.Equal(c.Window.From) || p.Version != 1 {
		t.Errorf("the post in lists: %+v", p)
	}
	c.Title = "另一个窗口里的"
	_, err = b.Save(b.As("王蕾"), publishing.SaveDraft{Post: w.Post, Version: w.Version, Content: c})
	wants(t, "two saves from one version", err, problem.Conflict, "没有覆盖")
	_, err = b.Save(b.As("孙悦"), publishing.SaveDraft{Post: w.Post, Version: second.Version, Content: c})
	wants(t, "not the author", err, problem.Forbidden, "这篇稿子是王蕾的")
	_, err = b.Save(b.As("王蕾"), publishing.SaveDraft{Post: "nobody", Version: 1, Content: c})
	wants(t, "no such post", err, problem.Missing, "没有找到这篇稿子")
	if _, now, _ := b.Get(b.As("王蕾"), w.Post); now.Version != 3 || now.Content.Title != " 停水通知 " {
		t.Errorf("the working copy became %+v", now)
	}
}

func TestSubmittingSaysWhatIsLacking(t *testing.T) {
	b := open(t)
	c := b.Content(content.Share)
	c.Title, c.Targets[0].Text = "", "没有链接"
	w := b.Draft(c)
	_, err := b.Submit(b.As("王蕾"), publishing.SubmitPost{Post: w.Post, Version: w.Version})
	wants(t, "two lacks", err, problem.Invalid, "还没有标题。稿子已经存下，没有送审。一共有 2 项必须改")
	if p := b.Post(w.Post); p.State != publishing.Draft || p.Revision != 0 || len(b.Review.Tickets) > 0 {
		t.Errorf("submitted all the same: %+v", p)
	}
	_, err = b.Submit(b.As("王蕾"), publishing.SubmitPost{Post: w.Post, Version: w.Version - 1})
	wants(t, "an old version", err, problem.Conflict, "不是最新的")
	_, err = b.Submit(b.As("孙悦"), publishing.SubmitPost{Post: w.Post, Version: w.Version})
	wants(t, "not the author", err, problem.Forbidden, "王蕾")
}

func TestReturnedIsMendedAndGoesRoundAgain(t *testing.T) {
	b := open(t)
	w := b.Draft(b.Content(content.Share))
	first := b.Submitted(w)
	_, err := b.Save(b.As("王蕾"), publishing.SaveDraft{Post: w.Post, Version: w.Version, Content: w.Content})
	wants(t, "saved while in review", err, problem.Conflict, "正在审核")
	_, err = b.Submit(b.As("王蕾"), publishing.SubmitPost{Post: w.Post, Version: w.Version})
	wants(t, "submitted twice", err, problem.Conflict, "正在审核")
	b.Decide(publishing.Decision{Post: w.Post, Revision: 1, Fingerprint: first.Fingerprint, Returned: true, Comment: "日期写错了"})
	if p := b.Post(w.Post); p.State != publishing.Returned || p.Comment != "日期写错了" {
		t.Errorf("returned: %+v", p)
	}
	c := w.Content
	c.Paragraphs[0].Text = "今冬供暖 16 日开始。"
	w, err = b.Save(b.As("王蕾"), publishing.SaveDraft{Post: w.Post, Version: w.Version, Content: c})
	if err != nil {
		t.Fatal(err)
	}
	second := b.Submitted(w)
	if second.No != 2 || second.Fingerprint == first.Fingerprint || b.Post(w.Post).Comment != "" {
		t.Errorf("the second round: %+v", second)
	}
	old := publishing.Decision{Post: w.Post, Revision: 1, Fingerprint: first.Fingerprint, Approved: true}
	err = b.Work.Do(b.As("周建国"), func(ctx context.Context) error { return b.Decided(ctx, old) })
	wants(t, "the first round approved late", err, problem.Conflict, "不在审核中")
	b.Approve(second)
	ds := b.Ways(w.Post)
	if len(ds) != 1 || ds[0].Revision != 2 || ds[0].Fingerprint != second.Fingerprint || ds[0].State != delivery.Armed {
		t.Errorf("armed: %+v", ds)
	}
	rs, err := b.Revisions(b.As("王蕾"), w.Post)
	if err != nil || len(rs) != 2 || rs[0].Content.Paragraphs[0].Text != "今冬供暖 15 日开始。" {
		t.Errorf("the first revision changed: %+v, %v", rs, err)
	}
	same(t, "the trail", b.Verbs("post", w.Post), "新建稿件", "送审", "送审")
	same(t, "what the review was asked", b.Review.Tickets, "submit", "submit")
}

func TestADecisionOnOtherContentIsRefused(t *testing.T) {
	b := open(t)
	r := b.Submitted(b.Draft(b.Content(content.Share)))
	err := b.Work.Do(b.As("周建国"), func(ctx context.Context) error {
		return b.Decided(ctx, publishing.Decision{Post: r.Post, Revision: 1, Fingerprint: "other", Approved: true})
	})
	wants(t, "another fingerprint", err, problem.Damaged, "指纹不一样")
	if len(b.Ways(r.Post)) > 0 {
		t.Error("armed all the same")
	}
}

func TestTheHourMovesInsideTheWindowOnly(t *testing.T) {
	b := open(t)
	d := b.Approved(b.Content(content.Share, content.ByHand))[0]
	p := b.Post(d.Post)
	for _, c := range []struct {
		what  string
		at    time.Time
		words string
		kind  problem.Kind
	}{
		{"past", b.Clock.Now().Add(-time.Minute), "11-24 08:59 已经过去", problem.Invalid},
		{"before the window", b.Hour().Add(-time.Minute), "不在批准的窗口里（11-24 10:00 至 11-25 10:00）", problem.Invalid},
		{"after the window", b.Hour().Add(24*time.Hour + time.Minute), "请收回重新送审", problem.Invalid},
	} {
		wants(t, c.what, b.Schedule(b.As("王蕾"), publishing.MovePost{Post: p.ID, Version: p.Version, At: c.at}), c.kind, c.words)
	}
	to := b.Hour().Add(24 * time.Hour)
	if err := b.Schedule(b.As("王蕾"), publishing.MovePost{Post: p.ID, Version: p.Version, At: to}); err != nil {
		t.Fatal(err)
	}
	wants(t, "an old version", b.Schedule(b.As("王蕾"), publishing.MovePost{Post: p.ID, Version: p.Version, At: to}), problem.Conflict, "最新")
	if p := b.Post(p.ID); !p.Planned.Equal(to) || p.State != publishing.Scheduled {
		t.Errorf("moved: %+v", p)
	}
	b.Clock.Set(b.Hour())
	b.Run(b.Service)
	if len(b.Weibo.Calls()) > 0 {
		t.Fatal("sent at its old hour")
	}
	b.Go(b.Service, 24*time.Hour)
	b.Want(d, delivery.Out, publishing.GoingOut)
	same(t, "the trail", b.Verbs("post", d.Post), "新建稿件", "送审", "改期")
	draft := b.Draft(b.Content(content.Share))
	wants(t, "a draft", b.Schedule(b.As("王蕾"), publishing.MovePost{Post: draft.Post, Version: 1, At: to}), problem.Conflict, "没有还能改期")
}

func TestAHeldOneGoesOutAtItsNewHour(t *testing.T) {
	b := open(t)
	d := b.One(content.Share)
	b.Clock.Set(b.Hour().Add(time.Hour))
	b.Run(b.Service)
	d = b.Want(d, delivery.Held, publishing.Approved)
	to := b.Hour().Add(2 * time.Hour)
	if err := b.Schedule(b.As("孙悦"), publishing.MovePost{Post: d.Post, Version: b.Post(d.Post).Version, At: to}); err != nil {
		t.Fatal(err)
	}
	b.Want(d, delivery.Armed, publishing.Scheduled)
	b.Go(b.Service, time.Hour)
	b.Want(d, delivery.Out, publishing.Published)
}

func TestTakingBack(t *testing.T) {
	b := open(t)
	d := b.Approved(b.Content(content.Share, content.ByHand))[0]
	p := b.Post(d.Post)
	wants(t, "an old version", b.Reopen(b.As("王蕾"), p.ID, p.Version-1, "改"), problem.Conflict, "最新")
	if err := b.Reopen(b.As("王蕾"), p.ID, p.Version, "日期不对"); err != nil {
		t.Fatal(err)
	}
	d = b.Want(d, delivery.TakenBack, publishing.Draft)
	if d.Note != "收回修改：日期不对" || b.Review.Tickets[1] != "void" {
		t.Errorf("note %q, review %v", d.Note, b.Review.Tickets)
	}
	b.Clock.Set(b.Hour())
	b.Run(b.Service)
	if len(b.Weibo.Calls()) > 0 {
		t.Fatal("sent after it was taken back")
	}
	b.Clock.Set(b.Hour().Add(-time.Hour))
	w, err := b.Save(b.As("王蕾"), publishing.SaveDraft{Post: p.ID, Version: 2, Content: b.Content(content.Share)})
	if err != nil {
		t.Fatal(err)
	}
	b.Approve(b.Submitted(w))
	if ds := b.Ways(p.ID); len(ds) != 3 || ds[2].State != delivery.Armed || ds[2].Revision != 2 {
		t.Fatalf("deliveries after the second round: %+v", ds)
	}
	p = b.Post(p.ID)
	if err := b.Withdraw(b.As("孙悦"), p.ID, p.Version, "不发了"); err != nil {
		t.Fatal(err)
	}
	p = b.Post(p.ID)
	wants(t, "withdrawn for good", b.Reopen(b.As("王蕾"), p.ID, p.Version, "又要了"), problem.Conflict, "已经撤稿")
	_, err = b.Save(b.As("王蕾"), publishing.SaveDraft{Post: p.ID, Version: 3, Content: w.Content})
	wants(t, "written into", err, problem.Conflict, "已经撤稿")
	same(t, "the trail", b.Verbs("post", p.ID), "新建稿件", "送审", "收回修改", "送审", "撤稿")
}

func TestARejectedPostDoesNotComeBack(t *testing.T) {
	b := open(t)
	r := b.Submitted(b.Draft(b.Content(content.Share)))
	b.Decide(publishing.Decision{Post: r.Post, Revision: 1, Fingerprint: r.Fingerprint, Comment: "不宜发布"})
	p := b.Post(r.Post)
	if p.State != publishing.Rejected || p.Comment != "不宜发布" {
		t.Errorf("rejected: %+v", p)
	}
	wants(t, "reopened", b.Reopen(b.As("王蕾"), p.ID, p.Version, "再来"), problem.Conflict, "已被否决")
	_, err := b.Submit(b.As("王蕾"), publishing.SubmitPost{Post: p.ID, Version: 2})
	wants(t, "submitted", err, problem.Conflict, "已被否决")
}

// Once a call may have left, nothing of the post is taken back, and nothing of the taking back is half done.
func TestTakingBackIsRefusedOnceSendingBegan(t *testing.T) {
	for name, a := range map[string]bench.Answer{
		"lost":      {Err: bench.Refusal(problem.ClassUnknown)},
		"accepted":  {Lands: true, Verdict: ledger.Accepted},
		"published": {Lands: true, Verdict: ledger.Published},
	} {
		b := open(t)
		d := b.Approved(b.Content(content.Share, content.ByHand))[0]
		var during error
		a.After = func() {
			p := b.Post(d.Post)
			during = b.Reopen(b.As("王蕾"), d.Post, p.Version, "改")
		}
		b.Weibo.OnSend(a)
		b.Clock.Set(b.Hour())
		b.Run(b.Service)
		wants(t, name+", while it is sent", during, problem.Conflict, "正在发出")
		p := b.Post(d.Post)
		wants(t, name, b.Reopen(b.As("王蕾"), d.Post, p.Version, "改"), problem.Conflict, "请另发更正稿")
		if other := b.Ways(d.Post)[1]; other.State != delivery.WaitPerson || b.Post(d.Post) != p {
			t.Errorf("%s: half taken back: %s", name, other.State)
		}
	}
}

func TestWhatWasRefusedLeavesTheGaugeWhenItIsTakenBack(t *testing.T) {
	b := open(t)
	d := b.One(content.Share)
	b.Weibo.OnSend(bench.Answer{Err: bench.Refusal(problem.ClassPermanent)})
	b.Clock.Set(b.Hour().Add(2 * time.Minute))
	b.Run(b.Service)
	if g, _ := b.Service.Deliveries.Gauges(b.As("王蕾")); len(g.Overdue) != 1 {
		t.Fatalf("gauge: %+v", g)
	}
	if err := b.Reopen(b.As("王蕾"), d.Post, b.Post(d.Post).Version, "补链接"); err != nil {
		t.Fatal(err)
	}
	b.Want(d, delivery.Refused, publishing.Draft)
	if g, _ := b.Service.Deliveries.Gauges(b.As("王蕾")); len(g.Overdue) != 0 {
		t.Errorf("gauge: %+v", g)
	}
}

func TestThePostStandsWhereItsDeliveriesSay(t *testing.T) {
	b := open(t)
	ds := b.Approved(b.Content(content.Share, content.Publish))
	b.WeChat.OnSend(bench.Answer{Err: bench.Refusal(problem.ClassPermanent)})
	b.Clock.Set(b.Hour())
	b.Run(b.Service)
	b.Want(ds[0], delivery.Out, publishing.PartlyPublished)
	b.Want(ds[1], delivery.Refused, publishing.PartlyPublished)
	at, title, link, ok, err := b.Service.Deliveries.LastOut(b.As("王蕾"), bench.Weibo)
	if err != nil || !ok || !at.Equal(b.Hour()) || title != "供暖通知" || link == "" {
		t.Errorf("LastOut = %s %q %q %v %v", at, title, link, ok, err)
	}
	if _, _, _, ok, err := b.Service.Deliveries.LastOut(b.As("王蕾"), bench.WeChat); ok || err != nil {
		t.Errorf("LastOut of an account without posts: %v, %v", ok, err)
	}
	recent, err := b.Service.Deliveries.Recent(b.As("王蕾"), bench.Weibo, b.Hour())
	if err != nil || len(recent) != 1 {
		t.Errorf("Recent = %+v, %v", recent, err)
	}
	_, records, err := b.Service.Deliveries.Get(b.As("王蕾"), ds[0].ID)
	if err != nil || len(records) != 1 || len(records[0].Outcomes[0].Receipt) == 0 {
		t.Errorf("Get = %+v, %v", records, err)
	}
}

func TestAReviewThatFailsLeavesNothingBehind(t *testing.T) {
	b := open(t)
	w := b.Draft(b.Content(content.Share))
	s := b.Desk(func(d *publishing.Deps, _ *delivery.Deps) { d.Review = broken{} })
	if _, err := s.Submit(b.As("王蕾"), publishing.SubmitPost{Post: w.Post, Version: w.Version}); !errors.Is(err, errBroken) {
		t.Fatal(err)
	}
	if err := s.Reopen(b.As("王蕾"), w.Post, 1, "x"); !errors.Is(err, errBroken) {
		t.Fatal(err)
	}
	if rs, _ := b.Revisions(b.As("王蕾"), w.Post); len(rs) != 0 || b.Post(w.Post).State != publishing.Draft {
		t.Errorf("half submitted: %+v", rs)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Submit(context.Context, publishing.Post, publishing.Revision) error { return errBroken }
func (broken) Void(context.Context, string, string) error                         { return errBroken }

func TestReadingNeedsSomebodyAndMediaAnOfficer(t *testing.T) {
	b := open(t)
	ctx, nobody := b.As("王蕾"), t.Context()
	w := b.Draft(b.Content(content.Share))
	_, _, one := b.Get(nobody, w.Post)
	_, two := b.List(nobody, publishing.PostFilter{})
	_, three := b.Revisions(nobody, w.Post)
	_, four := b.Revision(nobody, w.Post, 1)
	_, five := b.OpenMedia(nobody, "shot")
	_, six := b.AddMedia(b.As("周建国", people.Approver), "a", strings.NewReader("x"))
	for i, err := range []error{one, two, three, four, five, six} {
		wants(t, "call "+string(rune('1'+i)), err, problem.Forbidden, "")
	}
	m, err := b.AddMedia(ctx, "a.png", strings.NewReader("x"))
	if err != nil || m.Size != 1 {
		t.Fatal(m, err)
	}
	r, err := b.OpenMedia(ctx, m.Hash)
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Close()
	ps, err := b.List(ctx, publishing.PostFilter{States: []publishing.State{publishing.Draft}})
	if err != nil || len(ps) != 1 {
		t.Errorf("List = %+v, %v", ps, err)
	}
	b.Office.Change(bench.Weibo, func(a *accounts.Account, _ *accounts.Binding) { a.State = accounts.Closed })
	ls, err := b.Lacks(ctx, w.Content)
	if err != nil || len(ls) != 1 {
		t.Errorf("Lacks = %+v, %v", ls, err)
	}
}
