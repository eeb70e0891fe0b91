package sending_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/inbox"
	"huiying/inbox/sending"
	"huiying/internal/problem"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/inboxtest"
	"huiying/internal/wake"
	"huiying/review"
)

func release(a inbox.Answer) sending.ByHandSent {
	return sending.ByHandSent{Answer: a.ID, Version: a.Version, Why: "后台看过，评论下没有答复"}
}

// lost sends an answer whose outcome does not come back; written tells whether it stands on the platform all the same.
func lost(t *testing.T, written bool) (*inboxtest.Desk, inbox.Question, inbox.Answer) {
	t.Helper()
	d, q, a := approved(t)
	d.Platform.On = func(point string) error {
		if point == "reply" && !written || point == "replied" {
			return inboxtest.Refusal(problem.ClassUnknown)
		}
		return nil
	}
	due(t, d)
	if got := d.Get(q.ID).Answer; got.State != inbox.Unknown {
		t.Fatalf("lost = %+v", got)
	}
	d.Platform.On = nil
	d.Platform.Calls()
	return d, q, a
}

func TestALostAnswerIsFound(t *testing.T) {
	d, q, a := lost(t, true)
	d.Wait(time.Minute)
	got := d.Get(q.ID)
	if got.Answer.State != inbox.Delivered || got.Question.State != inbox.Answered || got.Answer.External != "r1" || len(d.Platform.Replies()) != 1 {
		t.Errorf("found = %+v", got)
	}
	if v := verdicts(t, d, a.ID); !slices.Equal(v, []string{"unknown by call, published by reconcile"}) {
		t.Errorf("ledger = %v", v)
	}
	if got := d.Verbs("answer", a.ID); !slices.Equal(got, []string{"审核通过", "待确认", "平台核对"}) {
		t.Errorf("trail = %v", got)
	}
	if calls := d.Platform.Calls(); !slices.Equal(calls, []string{"find"}) {
		t.Errorf("calls = %v", calls)
	}
}

func TestAnAbsentAnswerIsReleasedByAPerson(t *testing.T) {
	d, q, a := lost(t, false)
	inboxtest.Want(t, problem.Conflict, "released before anybody looked", d.Sending.Release(d.As(inboxtest.LiMin), release(d.Get(q.ID).Answer)))
	d.Wait(24 * time.Hour) // nothing is sent by itself
	got := d.Get(q.ID).Answer
	if got.State != inbox.Unknown || got.Absent.IsZero() || len(d.Platform.Replies()) != 0 || len(wakes(t, d, a.ID)) != 0 {
		t.Fatalf("absent = %+v", got)
	}
	inboxtest.Want(t, problem.Conflict, "taken back while it is unknown", d.Inbox.TakeBack(d.As(inboxtest.LiMin), q.ID))
	inboxtest.Want(t, problem.Conflict, "released on an old look", d.Sending.Release(d.As(inboxtest.LiMin), release(got)))
	if err := d.Sending.Look(d.As(inboxtest.LiMin), a.ID); err != nil {
		t.Fatal(err)
	}
	due(t, d)
	got = d.Get(q.ID).Answer
	silent := release(got)
	silent.Why = " "
	inboxtest.Want(t, problem.Invalid, "no reason", d.Sending.Release(d.As(inboxtest.LiMin), silent))
	inboxtest.Want(t, problem.Forbidden, "released by the program", d.Sending.Release(d.System(), release(got)))
	inboxtest.Want(t, problem.Forbidden, "released by a checker", d.Sending.Release(d.As(inboxtest.Zhou), release(got)))
	d.Platform.Calls()
	if err := d.Sending.Release(d.As(inboxtest.SunYue), release(got)); err != nil {
		t.Fatal(err)
	}
	inboxtest.Want(t, problem.Conflict, "released twice", d.Sending.Release(d.As(inboxtest.SunYue), release(got)))
	d.Wait(time.Hour)
	if got := d.Platform.Replies(); len(got) != 1 || d.Get(q.ID).Answer.State != inbox.Delivered {
		t.Errorf("%d more replies, %+v", len(got), d.Get(q.ID).Answer)
	}
	if calls := d.Platform.Calls(); !slices.Equal(calls, []string{"find", "reply", "replied"}) {
		t.Errorf("calls = %v: before a second attempt the program looks", calls)
	}
	if v := verdicts(t, d, a.ID); !slices.Equal(v, []string{"unknown by call, unknown by reconcile, unknown by reconcile, notsent by person", "published by call"}) {
		t.Errorf("ledger = %q", v)
	}
	if got := d.Verbs("answer", a.ID); !slices.Equal(got, []string{"审核通过", "待确认", "平台核对", "平台核对", "放行再答一次", "答复发出"}) {
		t.Errorf("trail = %v", got)
	}
}

func TestWhatCannotBeSeenIsAPersonsMatter(t *testing.T) {
	d, q, a := lost(t, false)
	d.Platform.See = func() (inbox.Sighting, error) {
		return inbox.Sighting{Presence: inbox.Unclear, Words: "看不到那么早的"}, nil
	}
	d.Wait(59 * time.Minute)
	if looks := d.Platform.Calls(); len(looks) < 5 || len(looks) > 12 {
		t.Errorf("%d looks in an hour", len(looks))
	}
	if got := d.Verbs("answer", a.ID); len(got) != 2 {
		t.Errorf("a look that saw nothing stands on the trail: %v", got)
	}
	d.Wait(time.Hour)
	got := d.Get(q.ID).Answer
	if got.State != inbox.Unknown || !strings.Contains(got.Note, "请到平台后台看一眼") || len(wakes(t, d, a.ID)) != 0 {
		t.Errorf("after an hour: %+v", got)
	}
	inboxtest.Want(t, problem.Invalid, "released without a picture", d.Sending.Release(d.As(inboxtest.LiMin), release(got)))
	say := release(got)
	say.Evidence = "h-seen.png"
	if err := d.Sending.Release(d.As(inboxtest.LiMin), say); err != nil {
		t.Fatal(err)
	}
	d.Wait(2 * time.Hour) // still nobody can see: it does not go out a second time
	if got := d.Get(q.ID).Answer; len(d.Platform.Replies()) != 0 || got.State != inbox.Refused || !strings.Contains(got.Note, "没有再发") {
		t.Errorf("sent blindly: %+v", got)
	}
	d.Platform.See = nil
	got = d.Get(q.ID).Answer
	if err := d.Sending.Again(d.As(inboxtest.LiMin), a.ID, got.Version); err != nil {
		t.Fatal(err)
	}
	due(t, d)
	if n := len(d.Platform.Replies()); n != 1 || d.Get(q.ID).Answer.State != inbox.Delivered {
		t.Errorf("%d replies, %+v", n, d.Get(q.ID).Answer)
	}
}

func TestALookThatFailsIsRepeated(t *testing.T) {
	d, q, _ := lost(t, true)
	n := 0
	d.Platform.On = func(string) error {
		if n++; n < 4 {
			return inboxtest.Refusal(problem.ClassRetryRead)
		}
		return nil
	}
	d.Wait(5 * time.Minute)
	if got := d.Get(q.ID).Answer; got.State != inbox.Delivered || n != 4 || len(d.Platform.Replies()) != 1 {
		t.Errorf("after %d looks: %+v", n, got)
	}
}

func TestRefusedLooksBeforeItIsTriedAgain(t *testing.T) {
	for _, there := range []bool{false, true} {
		d, q, a := approved(t)
		d.Platform.On = func(string) error { return inboxtest.Refusal(problem.ClassNeedsPerson) }
		due(t, d)
		d.Platform.On = nil
		if there { // the platform said no, and was wrong
			d.Platform.Put(`{"cid":"1"}`, words)
		}
		got := d.Get(q.ID).Answer
		inboxtest.Want(t, problem.Conflict, "from an old page", d.Sending.Again(d.As(inboxtest.LiMin), a.ID, got.Version-1))
		inboxtest.Want(t, problem.Forbidden, "by the program", d.Sending.Again(d.System(), a.ID, got.Version))
		if err := d.Sending.Again(d.As(inboxtest.LiMin), a.ID, got.Version); err != nil {
			t.Fatal(err)
		}
		inboxtest.Want(t, problem.Conflict, "again twice", d.Sending.Again(d.As(inboxtest.LiMin), a.ID, got.Version))
		d.Platform.Calls()
		due(t, d)
		want, ledger := []string{"find", "reply", "replied"}, []string{"refused by call", "published by call"}
		if there {
			want, ledger = want[:1], []string{"refused by call", "published by reconcile"}
		}
		if calls := d.Platform.Calls(); !slices.Equal(calls, want) {
			t.Errorf("calls = %v, want %v", calls, want)
		}
		if v := verdicts(t, d, a.ID); !slices.Equal(v, ledger) || len(d.Platform.Replies()) != 1 || d.Get(q.ID).Answer.State != inbox.Delivered {
			t.Errorf("ledger = %v, %+v", v, d.Get(q.ID).Answer)
		}
	}
}

func byHand(a inbox.Answer) sending.ByHandSent {
	return sending.ByHandSent{Answer: a.ID, Version: a.Version, Link: " https://douyin.example/r/1 ", Evidence: "h-shot.png"}
}

func TestAHandEnteredQuestionIsAnsweredByHand(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	li := d.As(inboxtest.LiMin)
	q, err := d.Inbox.Enter(li, inbox.Entry{ID: "e1", Account: inboxtest.Weibo, Author: "张三", Text: "老人证？", Received: inboxtest.Noon})
	if err != nil {
		t.Fatal(err)
	}
	a := d.Submitted(q, "到社区办理。")
	inboxtest.Want(t, problem.Conflict, "booked before it was approved", d.Sending.SentByHand(li, byHand(a)))
	if err := d.Decide(inboxtest.Zhou, a.ID, review.Pass, ""); err != nil {
		t.Fatal(err)
	}
	a = d.Get(q.ID).Answer
	if a.State != inbox.WaitPerson || len(wakes(t, d, a.ID)) != 0 || d.Get(q.ID).Question.State != inbox.ToSend {
		t.Fatalf("approved = %+v", a)
	}
	for what, spoil := range map[string]func(*sending.ByHandSent){
		"no address":      func(s *sending.ByHandSent) { s.Link = "" },
		"no real address": func(s *sending.ByHandSent) { s.Link = "douyin 上已发" },
		"a script":        func(s *sending.ByHandSent) { s.Link = "javascript:alert(1)" },
		"no picture":      func(s *sending.ByHandSent) { s.Evidence = "" },
	} {
		say := byHand(a)
		spoil(&say)
		inboxtest.Want(t, problem.Invalid, what, d.Sending.SentByHand(li, say))
	}
	old := byHand(a)
	old.Version--
	inboxtest.Want(t, problem.Conflict, "from an old page", d.Sending.SentByHand(li, old))
	inboxtest.Want(t, problem.Forbidden, "by the program", d.Sending.SentByHand(d.System(), byHand(a)))
	hash, err := d.Sending.AddEvidence(li, "shot.png", strings.NewReader("picture"))
	if err != nil || hash != "h-shot.png" || len(d.Evidence) != 1 {
		t.Errorf("evidence = %s, %v", hash, err)
	}
	if err := d.Sending.SentByHand(li, byHand(a)); err != nil {
		t.Fatal(err)
	}
	inboxtest.Want(t, problem.Conflict, "booked twice", d.Sending.SentByHand(li, byHand(a)))
	got := d.Get(q.ID)
	if got.Answer.State != inbox.Delivered || got.Answer.Link != "https://douyin.example/r/1" || got.Answer.Evidence != "h-shot.png" || got.Question.State != inbox.Answered {
		t.Errorf("booked = %+v", got)
	}
	if v := verdicts(t, d, a.ID); !slices.Equal(v, []string{"published by person"}) || len(d.Platform.Calls()) != 0 {
		t.Errorf("ledger = %v", v)
	}
	if got := d.Verbs("answer", a.ID); !slices.Equal(got, []string{"审核通过", "人工答复"}) {
		t.Errorf("trail = %v", got)
	}
}

func TestWithoutAnInterfaceAPersonAnswers(t *testing.T) {
	d, q, a := approved(t)
	d.Sending.Repliers = nil
	due(t, d)
	got := d.Get(q.ID).Answer
	if got.State != inbox.WaitPerson || len(wakes(t, d, a.ID)) != 0 || len(verdicts(t, d, a.ID)) != 0 {
		t.Fatalf("no interface: %+v", got)
	}
	if err := d.Sending.SentByHand(d.As(inboxtest.LiMin), byHand(got)); err != nil {
		t.Error(err)
	}
}

func TestByHandNeedsTheGate(t *testing.T) {
	d, q, a := approved(t)
	d.Platform.On = func(string) error { return inboxtest.Refusal(problem.ClassPermanent) }
	due(t, d)
	got := d.Get(q.ID).Answer
	d.Do(func(ctx context.Context) error { return d.Review.Void(ctx, "answer", a.ID, "口径变了") })
	inboxtest.Want(t, problem.Forbidden, "a gate that is shut", d.Sending.SentByHand(d.As(inboxtest.LiMin), byHand(got)))
	if again := d.Get(q.ID).Answer; again.Version != got.Version || len(verdicts(t, d, a.ID)) != 1 {
		t.Errorf("something was written: %+v", again)
	}
}

func TestAnUnknownAnswerThatAPersonFound(t *testing.T) {
	d, q, a := lost(t, true)
	if err := d.Sending.SentByHand(d.As(inboxtest.LiMin), byHand(d.Get(q.ID).Answer)); err != nil {
		t.Fatal(err)
	}
	d.Wait(2 * time.Hour)
	if v := verdicts(t, d, a.ID); !slices.Equal(v, []string{"unknown by call, published by person"}) || len(d.Platform.Replies()) != 1 {
		t.Errorf("ledger = %v", v)
	}
	if d.Get(q.ID).Question.State != inbox.Answered || len(wakes(t, d, a.ID)) != 0 {
		t.Errorf("settled = %+v", d.Get(q.ID))
	}
}

// TestAnAnswerInHandIsLeftToItsSender is that a second handling of the wake while a sender may be at work does nothing,
// and that one who never comes back is missed after ten minutes.
func TestAnAnswerInHandIsLeftToItsSender(t *testing.T) {
	d, q, a := approved(t)
	begun(t, d, a, true)
	w := wake.Wake{Kind: inbox.WakeAnswer, Key: a.ID}
	d.Platform.On = nil
	if err := d.Sending.Send(d.System(), w); err != nil || d.Get(q.ID).Answer.State != inbox.Sending || wakes(t, d, a.ID)[inbox.WakeAnswer] != 10*time.Minute {
		t.Errorf("in hand: %v, %+v, wakes %v", err, d.Get(q.ID).Answer, wakes(t, d, a.ID))
	}
	d.Wait(9 * time.Minute)
	if got := d.Get(q.ID).Answer.State; got != inbox.Sending {
		t.Errorf("after nine minutes: %s", got)
	}
	d.Wait(5 * time.Minute)
	if got := d.Get(q.ID).Answer; got.State != inbox.Delivered || len(d.Platform.Replies()) != 1 {
		t.Errorf("after its wake: %+v", got)
	}
	if err := d.Sending.Reconcile(d.System(), wake.Wake{Kind: inbox.WakeReconcile, Key: "none"}); err != nil {
		t.Errorf("the wake of nothing: %v", err)
	}
	inboxtest.Want(t, problem.Conflict, "a look at what is settled", d.Sending.Look(d.As(inboxtest.LiMin), a.ID))
}
