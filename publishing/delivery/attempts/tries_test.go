package attempts

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"huiying/internal/ledger"
	"huiying/publishing/delivery/channel"
)

// book is a ledger that holds what it is given.
type book struct {
	ledger.Store
	records []ledger.Record
}

func (b book) Of(context.Context, ledger.Subject) ([]ledger.Record, error) { return b.records, nil }

func TestTriesAreTheAttemptsThatMayHaveReachedThePlatform(t *testing.T) {
	noon := time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	receipt := func(r channel.Receipt) []byte { b, _ := json.Marshal(r); return b }
	record := func(id string, step ledger.Step, minute int, os ...ledger.Outcome) ledger.Record {
		r := ledger.Record{Intent: ledger.Intent{ID: id, Step: step, At: noon.Add(time.Duration(minute) * time.Minute)}}
		for _, o := range os {
			o.At = r.Intent.At.Add(30 * time.Second)
			r.Outcomes = append(r.Outcomes, o)
		}
		return r
	}
	call := func(v ledger.Verdict) ledger.Outcome { return ledger.Outcome{Verdict: v, Source: ledger.ByCall} }
	b := Book{Ledger: book{records: []ledger.Record{
		record("prepared", ledger.Prepare, 0, call(ledger.Published)),
		record("never left", ledger.Send, 1, call(ledger.NotSent)),
		record("refused", ledger.Send, 2, call(ledger.Refused)),
		record("released", ledger.Send, 3, call(ledger.Unknown), ledger.Outcome{Verdict: ledger.NotSent, Source: ledger.ByPerson}),
		record("looked first", ledger.Send, 4, ledger.Outcome{Verdict: ledger.Unknown, Source: ledger.ByReconcile}, call(ledger.NotSent)),
		record("restored", ledger.Send, 5, ledger.Outcome{Verdict: ledger.NotSent, Source: ledger.ByReconcile}),
		record("numbered", ledger.Send, 6, ledger.Outcome{Verdict: ledger.Accepted, Source: ledger.ByCall, Receipt: receipt(channel.Receipt{MsgID: "7"})},
			ledger.Outcome{Verdict: ledger.Unknown, Source: ledger.ByPolling, Receipt: receipt(channel.Receipt{MsgDataID: "8"})}),
		record("just made", ledger.Send, 7),
	}}}
	tries, err := b.Tries(t.Context(), "d", "just made")
	if err != nil || len(tries) != 4 {
		t.Fatalf("%+v, %v", tries, err)
	}
	for i, want := range []struct {
		id    string
		doubt time.Time
		job   bool
	}{
		{"refused", time.Time{}, false}, {"released", noon.Add(3 * time.Minute), false},
		{"restored", noon.Add(5*time.Minute + 30*time.Second), false}, {"numbered", noon.Add(6 * time.Minute), true},
	} {
		if got := tries[i]; got.Intent != want.id || !got.Doubt.Equal(want.doubt) || got.Numbered() != want.job {
			t.Errorf("%d: %+v, want %+v", i, got, want)
		}
	}
	if job := tries[3].Job; job.MsgID != "7" || job.MsgDataID != "8" {
		t.Errorf("the number is lost: %+v", job)
	}
	b.Ledger = book{records: []ledger.Record{record("x", ledger.Send, 1, ledger.Outcome{Verdict: ledger.Unknown, Receipt: []byte("{")})}}
	if _, err := b.Tries(t.Context(), "d", ""); err == nil {
		t.Error("a receipt that cannot be read is no receipt without a number")
	}
}
