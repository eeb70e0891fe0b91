package delivery_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"huiying/accounts"
	"huiying/internal/problem"
	bench "huiying/internal/store/storetest/publishingtest"
	"huiying/internal/wake"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// A dead authorisation is told to the register once the delivery is booked; no other refusal is.
func TestADeadAuthorisationIsToldToTheRegister(t *testing.T) {
	for name, c := range map[string]struct {
		class   problem.Class
		prepare bool
		told    bool
	}{
		"the sending": {problem.ClassToken, false, true}, "the preparing": {problem.ClassToken, true, true},
		"a person": {problem.ClassNeedsPerson, false, false}, "a quota": {problem.ClassQuota, false, false}, "unknown": {problem.ClassUnknown, false, false},
		"no refusal": {"", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			var told []string
			b.Deliveries.Broken = func(ctx context.Context, id accounts.ID, words string) error {
				told = append(told, string(id)+" "+words)
				return b.Work.Do(ctx, func(context.Context) error { return nil }) // a unit of its own can be opened
			}
			way, account := content.Share, bench.Weibo
			if c.prepare {
				way, account = content.Publish, bench.WeChat
			}
			d := b.One(way)
			switch {
			case c.prepare:
				b.WeChat.OnPrepare(bench.Answer{Err: bench.Refusal(c.class)})
			case c.class != "":
				b.Weibo.OnSend(bench.Answer{Err: bench.Refusal(c.class)})
			}
			b.Clock.Set(b.Hour())
			b.Run(b.Service)
			if !c.told {
				if len(told) > 0 {
					t.Errorf("told %v", told)
				}
				return
			}
			if len(told) != 1 || !strings.HasPrefix(told[0], string(account)+" ") || !strings.Contains(told[0], "10017") {
				t.Errorf("told %v", told)
			}
			b.Want(d, delivery.Held, publishing.Approved)
		})
	}
}

// A register that cannot be written does not unsay what was booked of the delivery.
func TestARegisterThatCannotBeToldLeavesTheBookingAsItIs(t *testing.T) {
	b := open(t)
	down := errors.New("the register is busy")
	b.Deliveries.Broken = func(context.Context, accounts.ID, string) error { return down }
	d := b.One(content.Share)
	b.Weibo.OnSend(bench.Answer{Err: bench.Refusal(problem.ClassToken)})
	b.Clock.Set(b.Hour())
	if err := b.Deliveries.Deliver(b.System(), wake.Wake{Kind: delivery.WakeDeliver, Key: d.ID}); !errors.Is(err, down) {
		t.Errorf("%v", err)
	}
	b.Want(d, delivery.Held, publishing.Approved)
	if got := b.Ledger(d.ID); !slices.Equal(got, []string{"send refused/call"}) {
		t.Errorf("ledger %v", got)
	}
}
