package sending_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/inbox/sending"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/storetest/inboxtest"
	"huiying/internal/wake"
)

// busy is a store that cannot be had a few times once the reply is out.
type busy struct {
	sending.Store
	out   func() bool
	times int
}

func (b *busy) Hold(ctx context.Context, id string) (inbox.Question, error) {
	if b.out() && b.times > 0 {
		b.times--
		return inbox.Question{}, problem.New(problem.Busy, "数据文件正忙", "没有写进去", "请稍后再试")
	}
	return b.Store.Hold(ctx, id)
}

// A reply that is known to be out is written down although the store is busy at that moment.
func TestAKnownReplyIsWrittenDownByABusyStore(t *testing.T) {
	d, q, a := approved(t)
	d.Sending.Store = &busy{Store: d.Store, out: func() bool { return len(d.Platform.Replies()) > 0 }, times: 1}
	due(t, d)
	if got := d.Get(q.ID); got.Answer.State != inbox.Delivered || got.Question.State != inbox.Answered {
		t.Errorf("%+v", got)
	}
	if v := verdicts(t, d, a.ID); !slices.Equal(v, []string{"published by call"}) {
		t.Errorf("ledger = %v", v)
	}
}

func TestOnlyTheProgramAndAnswerersSend(t *testing.T) {
	d, q, a := approved(t)
	for name, do := range map[string]func(ctx context.Context) error{
		"send": func(ctx context.Context) error {
			return d.Sending.Send(ctx, wake.Wake{Kind: inbox.WakeAnswer, Key: a.ID})
		},
		"reconcile": func(ctx context.Context) error {
			return d.Sending.Reconcile(ctx, wake.Wake{Kind: inbox.WakeReconcile, Key: a.ID})
		},
		"recover": d.Sending.Recover,
	} {
		inboxtest.Want(t, problem.Forbidden, name+" by a checker", do(d.As(inboxtest.Zhou)))
		inboxtest.Want(t, problem.Forbidden, name+" by nobody", do(t.Context()))
	}
	if got := d.Get(q.ID).Answer; got.State != inbox.Ready || len(d.Platform.Calls()) != 0 || len(verdicts(t, d, a.ID)) != 0 {
		t.Errorf("%+v", got)
	}
}

// TestTheVaultIsLocked is that nothing is booked, sent or refused while no credential can be read, however it is learned.
func TestTheVaultIsLocked(t *testing.T) {
	locked := problem.New(problem.Locked, "密钥还没有打开，读不了账号的授权", "到点的稿件不会发出", "请先输入口令打开密钥")
	noCredential := func(string) error {
		return &problem.Refusal{Platform: "微博", Class: problem.ClassNeedsPerson, Reason: locked.What, Err: locked}
	}
	t.Run("before the intent", func(t *testing.T) {
		d, q, a := approved(t)
		shut := true
		d.Sending.Locked = func() bool { return shut }
		for range 3 {
			for _, err := range d.Due() {
				inboxtest.Want(t, problem.Locked, "the wake", err)
			}
			d.Clock.Add(time.Hour)
		}
		if got := d.Get(q.ID).Answer; got.State != inbox.Ready || got.Version != a.Version || len(verdicts(t, d, a.ID)) != 0 {
			t.Errorf("%+v, ledger %v", got, verdicts(t, d, a.ID))
		}
		shut = false
		due(t, d)
		if n := len(d.Platform.Replies()); n != 1 || d.Get(q.ID).Answer.State != inbox.Delivered {
			t.Errorf("%d replies, %+v", n, d.Get(q.ID).Answer)
		}
	})
	t.Run("in between", func(t *testing.T) {
		d, q, a := approved(t)
		d.Platform.On = noCredential
		due(t, d)
		d.Wait(time.Hour) // the look before another attempt is as impossible as the attempt
		if got := d.Get(q.ID).Answer; got.State != inbox.Ready || !strings.Contains(got.Note, "输入口令") || len(d.Verbs("answer", a.ID)) != 1 {
			t.Errorf("%+v, trail %v", got, d.Verbs("answer", a.ID))
		}
		if v := verdicts(t, d, a.ID); v[0] != "notsent by call" {
			t.Errorf("ledger = %v", v)
		}
		d.Platform.On = nil
		d.Wait(6 * time.Minute)
		if n := len(d.Platform.Replies()); n != 1 || d.Get(q.ID).Answer.State != inbox.Delivered {
			t.Errorf("%d replies, %+v", n, d.Get(q.ID).Answer)
		}
	})
	t.Run("when the outcome is looked for", func(t *testing.T) {
		d, q, a := lost(t, true)
		before := d.Get(q.ID).Answer
		d.Platform.On = noCredential
		err := d.Sending.Reconcile(d.System(), wake.Wake{Kind: inbox.WakeReconcile, Key: a.ID})
		inboxtest.Want(t, problem.Locked, "the look", err)
		if got := d.Get(q.ID).Answer; got.Version != before.Version {
			t.Errorf("something was written: %+v", got)
		}
		d.Platform.On = nil
		d.Wait(time.Minute)
		if got := d.Get(q.ID).Answer; got.State != inbox.Delivered {
			t.Errorf("%+v", got)
		}
	})
}

// A call that finds an authorisation dead has it told to the register, beside what becomes of the answer.
func TestADeadAuthorisationIsTold(t *testing.T) {
	d, q, a := approved(t)
	var told []string
	d.Sending.Broken = func(ctx context.Context, id accounts.ID, words string) error {
		if who, _ := people.From(ctx); !who.System {
			t.Error("told by nobody")
		}
		told = append(told, string(id)+": "+words)
		return nil
	}
	dead := func(string) error { return inboxtest.Refusal(problem.ClassToken) }
	d.Platform.On = dead
	due(t, d) // sending
	if err := d.Sending.Again(d.As(inboxtest.LiMin), a.ID, d.Get(q.ID).Answer.Version); err != nil {
		t.Fatal(err)
	}
	due(t, d) // looking before another attempt
	if got := d.Get(q.ID).Answer; len(told) != 2 || !strings.Contains(told[0], "weibo-1: 微博没有收下") || got.State != inbox.Refused {
		t.Errorf("told %v, %+v", told, got)
	}

	d, q, a = lost(t, true)
	told, d.Platform.On = nil, dead
	d.Sending.Broken = func(context.Context, accounts.ID, string) error {
		told = append(told, d.Get(q.ID).Answer.Note)
		return problem.New(problem.Busy, "正忙", "", "")
	}
	err := d.Sending.Reconcile(d.System(), wake.Wake{Kind: inbox.WakeReconcile, Key: a.ID})
	inboxtest.Want(t, problem.Busy, "the register's trouble", err)
	if len(told) != 1 || !strings.Contains(told[0], "核对还没有结果") {
		t.Errorf("told before the look was booked: %v", told)
	}
}

// TestWhatThePlatformSaidStands is that an answer which came and settles nothing is told in the platform's words, and that
// silence is called silence.
func TestWhatThePlatformSaidStands(t *testing.T) {
	said := inboxtest.Refusal(problem.ClassUnknown)
	said.Code, said.Reason, said.Next = "10001", "微博说自己内部出了错，这一步可能做成了，也可能没有", "请先做平台核对"
	silent := inboxtest.Refusal(problem.ClassUnknown)
	silent.Code, silent.Reason = "http 502", "微博的回答读不懂"
	for note, err := range map[string]error{"微博说自己内部出了错": said, "没收到回音": silent} {
		d, q, a := approved(t)
		d.Platform.On = func(string) error { return err }
		due(t, d)
		got := d.Get(q.ID).Answer
		if got.State != inbox.Unknown || !strings.Contains(got.Note, note) || strings.Contains(got.Note, "没收到回音") != (note == "没收到回音") || strings.Contains(got.Note, "。。") {
			t.Errorf("%s: %q", got.State, got.Note)
		}
		entries, _ := d.Trail.Of(t.Context(), "answer", a.ID, 1)
		if len(entries) != 1 || entries[0].Verb != "待确认" || !strings.Contains(entries[0].Detail, note) || !strings.Contains(entries[0].Detail, q.ID) {
			t.Errorf("trail %+v", entries)
		}
	}
}

// Whatever ends an answer without a reply leaves a line.
func TestWhatIsHeldLeavesALine(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(d *inboxtest.Desk, a inbox.Answer)
		want inbox.AnswerState
		verb string
	}{
		"the gate is shut": {func(d *inboxtest.Desk, a inbox.Answer) {
			d.Do(func(ctx context.Context) error { return d.Review.Void(ctx, "answer", a.ID, "口径变了") })
			due(t, d)
		}, inbox.Refused, "没有发出"},
		"no interface": {func(d *inboxtest.Desk, _ inbox.Answer) {
			d.Sending.Repliers = nil
			due(t, d)
		}, inbox.WaitPerson, "没有发出"},
		"the program stopped": {func(d *inboxtest.Desk, a inbox.Answer) {
			begun(t, d, a, false)
			if err := d.Sending.Recover(d.System()); err != nil {
				t.Error(err)
			}
		}, inbox.Unknown, "待确认"},
	} {
		t.Run(name, func(t *testing.T) {
			d, q, a := approved(t)
			c.do(d, a)
			verbs := d.Verbs("answer", a.ID)
			if got := d.Get(q.ID).Answer; got.State != c.want || verbs[len(verbs)-1] != c.verb {
				t.Errorf("%s, trail %v", got.State, verbs)
			}
		})
	}
}

// The platform takes no repetition: the answer goes back to be changed, and not a word of it is lost.
func TestARepetitionGoesBackToBeChanged(t *testing.T) {
	d, q, a := approved(t)
	d.Platform.On = func(point string) error {
		if point == "reply" {
			r := inboxtest.Refusal(problem.ClassPermanent)
			r.Code, r.Reason, r.Next = "20019", "微博不收与上一条相同的答复", "没有发出。请收回，改几个字，重新送审"
			return r
		}
		return nil
	}
	due(t, d)
	if got := d.Get(q.ID).Answer; got.State != inbox.Refused || !strings.Contains(got.Note, "改几个字") || len(wakes(t, d, a.ID)) != 0 {
		t.Fatalf("%+v", got)
	}
	if err := d.Inbox.TakeBack(d.As(inboxtest.LiMin), q.ID); err != nil {
		t.Fatal(err)
	}
	if got := d.Get(q.ID); got.Answer.Text != words || got.Answer.State != inbox.Drafting || got.Question.State != inbox.ToAnswer {
		t.Errorf("%+v", got)
	}
	d.Platform.On = nil
	d.Approved(q, words+"谢谢。")
	due(t, d)
	if got := d.Platform.Replies(); len(got) != 1 || got[0].Text != words+"谢谢。" || d.Get(q.ID).Answer.State != inbox.Delivered {
		t.Errorf("on the platform %v, %+v", got, d.Get(q.ID).Answer)
	}
}

// A no after an attempt that was never cleared up sends nobody to change the words without a look at the platform.
func TestARefusalAfterADoubtAsksForALook(t *testing.T) {
	for name, from := range map[string]func(t *testing.T) (*inboxtest.Desk, inbox.Question, inbox.Answer){"released": released, "first": approved} {
		d, q, a := from(t)
		d.Platform.On = func(point string) error {
			if point == "reply" {
				return inboxtest.Refusal(problem.ClassPermanent)
			}
			return nil
		}
		due(t, d)
		got := d.Get(q.ID).Answer
		if got.State != inbox.Refused || strings.Contains(got.Note, "免得答复两次") != (name == "released") {
			t.Errorf("%s: %s, %q, ledger %v", name, got.State, got.Note, verdicts(t, d, a.ID))
		}
	}
}

// A look for which no calls are left waits until there are some: each one that is refused may cost another.
func TestALookWaitsForItsCalls(t *testing.T) {
	d, q, a := lost(t, true)
	quota := inboxtest.Refusal(problem.ClassQuota)
	quota.Until = inboxtest.Noon.Add(12 * time.Hour)
	d.Platform.On = func(string) error { return quota }
	d.Wait(time.Minute)
	d.Platform.Calls()
	d.Wait(11 * time.Hour)
	if calls := d.Platform.Calls(); len(calls) != 0 || d.Get(q.ID).Answer.State != inbox.Unknown || !strings.Contains(d.Get(q.ID).Answer.Note, "还不能核对") {
		t.Errorf("%d looks, %+v", len(calls), d.Get(q.ID).Answer)
	}
	d.Platform.On = nil
	d.Wait(time.Hour)
	if got := d.Get(q.ID).Answer; got.State != inbox.Delivered || len(wakes(t, d, a.ID)) != 0 {
		t.Errorf("%+v", got)
	}
}
