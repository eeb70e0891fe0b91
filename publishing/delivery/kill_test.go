package delivery_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/internal/problem"
	bench "huiying/internal/store/storetest/publishingtest"
	"huiying/internal/wake"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

func unbind(_ *accounts.Account, bd *accounts.Binding) { bd.State = accounts.Unbound }

// killer ends the program at its n-th step: every call of the desk to anything outside itself is one before it, and one
// after it where the outside has changed by then.
type killer struct {
	n     int
	steps int
	where string
}

type killed struct{}

func (k *killer) step(where string) {
	k.steps++
	if k.steps == k.n {
		k.where = where
		panic(killed{})
	}
}

type killStore struct {
	delivery.Store
	k *killer
}

func (s killStore) Hold(ctx context.Context, id string) (delivery.Delivery, error) {
	s.k.step("hold")
	return s.Store.Hold(ctx, id)
}

func (s killStore) Save(ctx context.Context, d delivery.Delivery) error {
	s.k.step("save")
	return s.Store.Save(ctx, d)
}

type killLedger struct {
	ledger.Store
	k *killer
}

func (s killLedger) Intend(ctx context.Context, i ledger.Intent) error {
	s.k.step("intend")
	return s.Store.Intend(ctx, i)
}

func (s killLedger) Conclude(ctx context.Context, o ledger.Outcome) error {
	s.k.step("conclude")
	return s.Store.Conclude(ctx, o)
}

type killWakes struct {
	wake.Table
	k *killer
}

func (s killWakes) Set(ctx context.Context, kind, key string, due time.Time) error {
	s.k.step("set wake")
	return s.Table.Set(ctx, kind, key, due)
}

type killChannel struct {
	c delivery.Channel
	k *killer
}

func (c killChannel) Send(ctx context.Context, p delivery.Parcel, made json.RawMessage) (delivery.Receipt, ledger.Verdict, error) {
	c.k.step("before send")
	r, v, err := c.c.Send(ctx, p, made)
	c.k.step("after send")
	return r, v, err
}

func (c killChannel) Follow(ctx context.Context, p delivery.Parcel, made json.RawMessage, old delivery.Receipt) (delivery.Receipt, ledger.Verdict, error) {
	c.k.step("before follow")
	return c.c.Follow(ctx, p, made, old)
}

func (c killChannel) Find(ctx context.Context, p delivery.Parcel, made json.RawMessage, since time.Time) (delivery.Sighting, error) {
	c.k.step("before find")
	return c.c.Find(ctx, p, made, since)
}

type killPreparing struct {
	killChannel
	p delivery.Preparer
}

func (c killPreparing) Prepare(ctx context.Context, p delivery.Parcel, made json.RawMessage) (json.RawMessage, error) {
	c.k.step("before prepare")
	m, err := c.p.Prepare(ctx, p, made)
	c.k.step("after prepare")
	return m, err
}

// mortal is the desk of a program that is killed at its n-th step.
func mortal(b *bench.Bench, k *killer) *publishing.Service {
	return b.Desk(func(_ *publishing.Deps, d *delivery.Deps) {
		d.Store, d.Ledger, d.Wakes = killStore{d.Store, k}, killLedger{d.Ledger, k}, killWakes{d.Wakes, k}
		d.Channels = map[accounts.Platform]delivery.Channel{accounts.Weibo: killChannel{b.Weibo, k},
			accounts.WeChat: killPreparing{killChannel{b.WeChat, k}, b.WeChat}}
		record := d.Record
		d.Record = func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error {
			k.step("record")
			return record(ctx, verb, kind, id, revision, detail)
		}
		d.Changed = func(string, string) { k.step("committed") }
	})
}

// live runs a program until it is killed or has nothing more to do.
func live(b *bench.Bench, s *publishing.Service) (dead bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(killed); !ok {
				panic(r)
			}
			dead = true
		}
	}()
	b.Go(s, time.Minute)
	return false
}

// Killed at any step, started again: the post goes out exactly once. Where the kill fell between the intent and the call
// nobody can know, so the account is looked at and a person releases one more send.
func TestAKillAnywhereNeitherPostsTwiceNorLoses(t *testing.T) {
	for name, c := range map[string]struct {
		way    content.Way
		answer *bench.Answer
	}{
		"share":       {content.Share, nil},
		"lost answer": {content.Share, &bench.Answer{Lands: true, Err: bench.Refusal(problem.ClassUnknown)}},
		"not sent":    {content.Share, &bench.Answer{Err: bench.Refusal(problem.ClassNotSent)}},
		"publish":     {content.Publish, &bench.Answer{Lands: true, Verdict: ledger.Accepted, Receipt: delivery.Receipt{PublishID: "1"}}},
	} {
		for _, recovers := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, recovered at the start %v", name, recovers), func(t *testing.T) {
				b := open(t)
				points, released := map[string]int{}, 0
				for n := 1; ; n++ {
					b.Clock.Set(b.Hour().Add(-time.Hour))
					d := b.One(c.way)
					if c.answer != nil {
						b.Weibo.OnSend(*c.answer)
						b.WeChat.OnSend(*c.answer)
					}
					b.Clock.Set(b.Hour())
					k := &killer{n: n}
					if !live(b, mortal(b, k)) {
						if n < 10 {
							t.Errorf("only %d steps", n)
						}
						break
					}
					points[k.where]++
					released += restart(b, d, recovers)
					if got := b.Fresh(d); got.State != delivery.Out || b.Post(d.Post).State != publishing.Published {
						t.Fatalf("killed at step %d (%s): %s, %s", n, k.where, got.State, got.Note)
					}
					if out := b.Weibo.Public(d.ID) + b.WeChat.Public(d.ID); out != 1 {
						t.Fatalf("killed at step %d (%s): the public sees it %d times; %q", n, k.where, out, b.Ledger(d.ID))
					}
					b.Weibo.Forget()
					b.WeChat.Forget()
				}
				if points["after send"] == 0 || points["before send"] == 0 || points["committed"] < 2 || released == 0 {
					t.Errorf("kills at %v, %d released by a person", points, released)
				}
				t.Logf("kills at %v, %d released by a person", points, released)
			})
		}
	}
}

// restart starts a program after a kill and returns how many sends a person had to release.
func restart(b *bench.Bench, d delivery.Delivery, recovers bool) (released int) {
	b.T.Helper()
	s := b.Desk(nil)
	b.Do(b.System(), b.Wakes.Void)
	if recovers {
		if err := s.Deliveries.Recover(b.System()); err != nil {
			b.T.Fatal(err)
		}
	}
	b.Go(s, 15*time.Minute)
	for range 2 {
		got := b.Fresh(d)
		if got.State != delivery.Unknown || got.Absent.IsZero() {
			break
		}
		released++
		say := delivery.PersonSays{Delivery: d.ID, Version: got.Version, Why: "账号上没有"}
		if err := s.Deliveries.Release(b.As("王蕾"), say); err != nil {
			b.T.Fatal(err)
		}
		b.Go(s, 5*time.Minute)
	}
	return released
}
