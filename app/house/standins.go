package house

import (
	"context"
	"time"

	"huiying/internal/platforms/drill"
)

// drillClock moves the clock of stand-ins, in this process or another.
type drillClock struct{ control *drill.Control }

func (c drillClock) Offset(ctx context.Context) (time.Duration, error) {
	s, err := c.control.Clock(ctx)
	return s.Offset, err
}

func (c drillClock) Advance(ctx context.Context, d time.Duration) error {
	return c.control.Advance(ctx, d)
}

// StandIns says how to reach the stand-ins behind a control endpoint.
func StandIns(ctx context.Context, control *drill.Control) (Outside, drill.Seed, error) {
	seed, err := control.Seed(ctx)
	if err != nil {
		return Outside{}, seed, err
	}
	o := Outside{WeChat: seed.Addresses.WeChat, Weibo: seed.Addresses.Weibo, Clock: drillClock{control}}
	if len(seed.Apps) > 0 {
		o.Redirect = seed.Apps[0].RedirectURI
	}
	return o, seed, nil
}
