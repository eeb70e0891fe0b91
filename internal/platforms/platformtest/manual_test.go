package platformtest_test

import (
	"context"
	"testing"
	"time"

	"huiying/internal/platforms/platformtest"
	"huiying/internal/store/storetest"
	bench "huiying/internal/store/storetest/publishingtest"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

func TestTheManualChannelKeepsThePromises(t *testing.T) {
	platformtest.RunManual(t, func(t *testing.T) *platformtest.Manual {
		b := bench.New(t, storetest.SQLite(t))
		d := b.One(content.ByHand)
		b.Clock.Set(b.Hour())
		b.Run(b.Service)
		m := &platformtest.Manual{Desk: b.Deliveries, Delivery: func() delivery.Delivery { return b.Fresh(d) }, Program: b.System(), Evidence: "shot",
			As: func(name string) context.Context { return b.As(name) }}
		m.Die = func() {
			b.Service = b.Desk(nil)
			m.Desk = b.Deliveries
			if err := m.Desk.Recover(b.System()); err != nil {
				t.Fatal(err)
			}
			b.Go(b.Service, time.Hour)
		}
		return m
	})
}
