package book

import (
	"errors"
	"time"
)

// confirmFor is how long the administrator has to confirm a push (WeChat doc Batch_Sends, "API mass protection").
const confirmFor = 30 * time.Minute

// Waiting is a push that the administrator has to confirm. Its draft stays in the box meanwhile.
type Waiting struct {
	ID   int       `json:"id"`
	Job  Job       `json:"job"` // as it will be; numbered and dated when it is confirmed
	At   time.Time `json:"at"`
	Plan int       `json:"plan"` // that asked for the confirmation
	Over bool      `json:"-"`    // confirmed, or refused
}

type (
	// Asked asks the administrator.
	Asked struct{ Waiting }
	// Declined ends a push that he does not confirm.
	Declined struct {
		ID int `json:"id"`
	}
)

// Kind names the record.
func (*Asked) Kind() string { return "consent-asked" }

// Kind names the record.
func (*Declined) Kind() string { return "consent-declined" }

// Apply notes the push.
func (e *Asked) Apply(b *Book, at time.Time) {
	w := e.Waiting
	b.Waiting = append(b.Waiting, &w)
	(&PlanUsed{ID: w.Plan}).Apply(b, at)
}

// Apply ends the waiting.
func (e *Declined) Apply(b *Book, _ time.Time) { b.answered(e.ID) }

func (b *Book) answered(id int) {
	for _, w := range b.Waiting {
		if w.ID == id {
			w.Over = true
		}
	}
}

// WaitingFor finds the oldest push of an account that still waits for the administrator; an empty clientmsgid fits any.
func (b *Book) WaitingFor(app, clientMsgID string, now time.Time) *Waiting {
	for _, w := range b.Waiting {
		if w.Job.AppID == app && !w.Over && now.Sub(w.At) < confirmFor && (clientMsgID == "" || w.Job.ClientMsgID == clientMsgID) {
			return w
		}
	}
	return nil
}

// Answer is the administrator's answer to the oldest push that waits for him: it goes out, or it does not.
func (k *Keeper) Answer(app string, yes bool) error {
	return k.do(func(now time.Time) (Event, error) {
		w := k.b.WaitingFor(app, "", now)
		if w == nil {
			return nil, errors.New("no push waits for the administrator")
		}
		if !yes {
			return &Declined{ID: w.ID}, nil
		}
		j := w.Job
		j.Consent, j.At, j.Done = w.ID, now, now.Add(j.Done.Sub(j.At))
		_, j.MsgDataID, j.MsgID = k.b.NextJob()
		return &Sent{Job: j}, nil
	})
}
