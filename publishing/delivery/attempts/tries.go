package attempts

import (
	"context"
	"encoding/json"
	"time"

	"huiying/internal/ledger"
	"huiying/publishing/delivery/channel"
)

// Try is an attempt at sending that may have reached the platform.
type Try struct {
	Intent string
	At     time.Time       // when it was intended: nothing of it is older
	Doubt  time.Time       // until when it may have been handed over; zero where the call itself was refused
	Job    channel.Receipt // with the platform's own number of the job, when it gave one
}

// Numbered tells whether the platform gave the attempt a number by which it can be asked for.
func (t Try) Numbered() bool { return t.Job.PublishID != "" || t.Job.MsgID != "" }

// Tries returns the attempts at sending a delivery that may have reached the platform, oldest first: all but those of
// which it is known that no call was made, or that it never left. The intent without is left out.
func (b Book) Tries(ctx context.Context, delivery, without string) (tries []Try, err error) {
	records, err := b.Ledger.Of(ctx, Subject(delivery))
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		last := r.Latest()
		if r.Intent.Step != ledger.Send || r.Intent.ID == without || last.Source == ledger.ByCall && last.Verdict == ledger.NotSent {
			continue
		}
		t, err := read(r)
		if err != nil {
			return nil, err
		}
		tries = append(tries, t)
	}
	return tries, nil
}

func read(r ledger.Record) (Try, error) {
	t := Try{Intent: r.Intent.ID, At: r.Intent.At, Doubt: r.Intent.At}
	if last := r.Latest(); last.Source == ledger.ByCall && last.Verdict == ledger.Refused {
		t.Doubt = time.Time{}
	}
	// A program that stopped, or whose backup was put back, may have sent until that was noticed.
	if len(r.Outcomes) > 0 && r.Outcomes[0].Source != ledger.ByCall {
		t.Doubt = r.Outcomes[0].At
	}
	for _, o := range r.Outcomes {
		if len(o.Receipt) == 0 {
			continue
		}
		var got channel.Receipt
		if err := json.Unmarshal(o.Receipt, &got); err != nil {
			return t, err
		}
		t.Job = t.Job.With(got)
	}
	return t, nil
}
