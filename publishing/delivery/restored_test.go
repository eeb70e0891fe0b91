package delivery_test

import (
	"context"
	"testing"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	bench "huiying/internal/store/storetest/publishingtest"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
	"huiying/publishing/delivery/attempts"
)

// restored is what the start does after a backup of a time was put back.
func restored(t *testing.T, b *bench.Bench, made time.Time) {
	t.Helper()
	if err := b.Deliveries.Restored(b.System(), made); err != nil {
		t.Fatal(err)
	}
}

// lands has the platform take a delivery that the restored ledger knows nothing of.
func lands(t *testing.T, b *bench.Bench, d delivery.Delivery) {
	t.Helper()
	if _, _, err := b.Weibo.Send(t.Context(), delivery.Parcel{Delivery: d.ID}, nil); err != nil {
		t.Fatal(err)
	}
}

// The platform has the post, the restored ledger knows nothing of it.
func TestWhatWasDueIsLookedForAfterARestoreAndNotSent(t *testing.T) {
	for name, out := range map[string]bool{"it went out": true, "it did not": false} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			d := b.One(content.Share)
			made := b.Hour().Add(-30 * time.Minute)
			if out {
				lands(t, b, d)
			}
			b.Clock.Set(b.Hour().Add(10 * time.Minute))
			restored(t, b, made)
			d = b.Want(d, delivery.Unknown, publishing.GoingOut)
			says(t, d, "备份只记到 11-24 09:30", "不会自己再发")
			b.Go(b.Service, 11*time.Minute)
			if out {
				b.Want(d, delivery.Out, publishing.Published)
				same(t, "the ledger", b.Ledger(d.ID), "send unknown/reconcile published/reconcile")
				return
			}
			d = b.Want(d, delivery.Unknown, publishing.GoingOut)
			if err := b.Deliveries.Release(b.As("王蕾"), delivery.PersonSays{Delivery: d.ID, Version: d.Version, Why: "后台看过，没有"}); err != nil {
				t.Fatal(err)
			}
			b.Go(b.Service, time.Minute)
			b.Want(d, delivery.Out, publishing.Published)
			if b.Weibo.Public(d.ID) != 1 {
				t.Errorf("out %d times", b.Weibo.Public(d.ID))
			}
		})
	}
}

// What is due later waits for one click, and even then the account is looked at first: its hour may have been moved forward
// after the backup.
func TestWhatIsDueLaterIsHeldAfterARestoreAndLookedForBeforeItGoes(t *testing.T) {
	for name, out := range map[string]bool{"it went out": true, "it did not": false} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			d := b.One(content.Share)
			if out {
				lands(t, b, d)
			}
			restored(t, b, b.Hour().Add(-2*time.Hour))
			d = b.Want(d, delivery.Held, publishing.Approved)
			says(t, d, "之后可能已经发出", "请到平台核对")
			b.Go(b.Service, 2*time.Hour)
			b.Want(d, delivery.Held, publishing.Approved)
			b.Clock.Set(b.Hour().Add(-time.Minute))
			if err := b.Deliveries.Rearm(b.As("王蕾"), d.ID); err != nil {
				t.Fatal(err)
			}
			b.Go(b.Service, 5*time.Minute)
			b.Want(d, delivery.Out, publishing.Published)
			if b.Weibo.Public(d.ID) != 1 {
				t.Errorf("out %d times", b.Weibo.Public(d.ID))
			}
		})
	}
}

func TestByHandAPersonIsToldToLookFirstAfterARestore(t *testing.T) {
	b := open(t)
	d := b.One(content.ByHand)
	b.Clock.Set(b.Hour())
	b.Run(b.Service)
	b.Want(d, delivery.WaitPerson, publishing.Scheduled)
	restored(t, b, b.Hour().Add(-time.Hour))
	d = b.Want(d, delivery.WaitPerson, publishing.Scheduled)
	says(t, d, "之后可能已经发出", "请先到平台上看一眼")
	if _, err := b.Deliveries.BeginByHand(b.As("王蕾"), d.ID, d.Version); err != nil {
		t.Error(err)
	}
}

// What was held or had expired may have been put right and sent since; its old reason stays to be read.
func TestWhatWasHeldIsLookedForToo(t *testing.T) {
	b := open(t)
	d := b.One(content.Share)
	b.Weibo.OnSend(bench.Answer{Err: bench.Refusal(problem.ClassNeedsPerson)})
	b.Clock.Set(b.Hour())
	b.Run(b.Service)
	d = b.Want(d, delivery.Held, publishing.Approved)
	lands(t, b, d)
	restored(t, b, b.Hour())
	d = b.Want(d, delivery.Held, publishing.Approved)
	says(t, d, "补上链接", "之后可能已经发出")
	if err := b.Deliveries.Rearm(b.As("王蕾"), d.ID); err != nil {
		t.Fatal(err)
	}
	b.Go(b.Service, time.Minute)
	b.Want(d, delivery.Out, publishing.Published)
	if b.Weibo.Public(d.ID) != 1 {
		t.Errorf("out %d times", b.Weibo.Public(d.ID))
	}
}

func TestRestoredIsOneUnitWithItsCaller(t *testing.T) {
	b := open(t)
	d := b.One(content.Share)
	b.Clock.Set(b.Hour())
	if err := b.Deliveries.Restored(people.With(t.Context(), people.Actor{Person: "x", Roles: []people.Role{people.Administrator}}), b.Hour()); problem.KindOf(err) != problem.Forbidden {
		t.Errorf("%v", err)
	}
	err := b.Work.Do(b.System(), func(ctx context.Context) error {
		if err := b.Deliveries.Restored(ctx, b.Hour().Add(-time.Hour)); err != nil {
			t.Error(err)
		}
		return context.Canceled
	})
	if err == nil {
		t.Fatal("the unit was committed")
	}
	b.Want(d, delivery.Armed, publishing.Scheduled)
	same(t, "the ledger", b.Ledger(d.ID))
	restored(t, b, b.Hour().Add(-time.Hour))
	b.Want(d, delivery.Unknown, publishing.GoingOut)
	restored(t, b, b.Hour().Add(-time.Hour))
	same(t, "the ledger", b.Ledger(d.ID), "send unknown/reconcile")
}

// What a restore brings back as a draft or in review may have been approved and sent in the time that is lost.
func TestWhatIsOlderThanARestoreIsLookedForBeforeItGoes(t *testing.T) {
	for name, out := range map[string]bool{"it went out": true, "it did not": false} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			b.Gap = attempts.Gap{From: b.Clock.Now().Add(-time.Hour), To: b.Clock.Now().Add(time.Second)}
			d := b.One(content.Share)
			if out {
				lands(t, b, d)
			}
			b.Go(b.Service, 2*time.Hour)
			b.Want(d, delivery.Out, publishing.Published)
			if n := b.Weibo.Public(d.ID); n != 1 {
				t.Errorf("out %d times", n)
			}
			want := "send published/call"
			if out {
				want = "send published/reconcile"
			}
			same(t, "the ledger", b.Ledger(d.ID), "send notsent/reconcile", want)
		})
	}
	b := open(t)
	b.Gap = attempts.Gap{From: b.Clock.Now().Add(-time.Hour), To: b.Clock.Now()}
	d := b.One(content.Share)
	b.Go(b.Service, 2*time.Hour)
	same(t, "the ledger of a post that is younger", b.Ledger(d.ID), "send published/call")
}

// A vault that is locked between the look at the clock and the call leaves the post ready: it waits for the key.
func TestALockedKeyIsWaitedFor(t *testing.T) {
	b := open(t)
	d := b.One(content.Share)
	locked := problem.New(problem.Locked, "密钥还没有打开", "没有发出", "请输入口令")
	b.Weibo.OnSend(bench.Answer{Err: &problem.Refusal{Platform: "微博", Class: problem.ClassNeedsPerson, Reason: locked.What, Err: locked}})
	b.Clock.Set(b.Hour())
	b.Go(b.Service, time.Second)
	d = b.Want(d, delivery.Armed, publishing.Scheduled)
	says(t, d, "密钥还没有打开", "再试")
	b.Go(b.Service, 5*time.Minute)
	b.Want(d, delivery.Out, publishing.Published)
	same(t, "the ledger", b.Ledger(d.ID), "send notsent/call", "send published/call")
}

// A push to all followers stands in no list, and the draft that is made anew proves nothing of the one that went out: what may
// have been pushed in the time that is lost is never pushed again by the program.
func TestAPushOlderThanARestoreIsHeldAndNeverPushedAgain(t *testing.T) {
	b := open(t)
	b.Gap = attempts.Gap{From: b.Clock.Now().Add(-time.Hour), To: b.Clock.Now().Add(time.Second)}
	b.WeChat.OnFind(bench.Look{Sighting: delivery.Sighting{Presence: delivery.Absent, Words: "草稿还在草稿箱里"}})
	d := b.One(content.Broadcast)
	d = b.Want(d, delivery.Held, publishing.Approved)
	says(t, d, "备份只记到", "没有接口", "发表记录")
	for range 2 { // not at its hour, and not by one click either
		b.Go(b.Service, 2*time.Hour)
		d = b.Want(d, delivery.Held, publishing.Approved)
		if err := b.Deliveries.Rearm(b.As("王蕾"), d.ID); err != nil {
			t.Fatal(err)
		}
		says(t, b.Want(d, delivery.Held, publishing.Approved), "没有接口")
	}
	if n := b.WeChat.Public(d.ID); n != 0 {
		t.Errorf("pushed %d times", n)
	}

	b = open(t) // armed in the backup, due later
	d = b.One(content.Broadcast)
	restored(t, b, b.Hour().Add(-2*time.Hour))
	d = b.Want(d, delivery.Held, publishing.Approved)
	if err := b.Deliveries.Rearm(b.As("王蕾"), d.ID); err != nil {
		t.Fatal(err)
	}
	b.Go(b.Service, 3*time.Hour)
	says(t, b.Want(d, delivery.Held, publishing.Approved), "没有接口")
	if n := b.WeChat.Public(d.ID); n != 0 {
		t.Errorf("pushed %d times after it was armed again", n)
	}
}
