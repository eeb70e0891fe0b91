package delivery

import (
	"context"
	"encoding/json"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery/attempts"
	"huiying/publishing/delivery/looking"
)

// sent books what the one call came to. What is known must be written down, so a busy store is asked more than once; if
// it stays busy, the intent without outcome is reconciled like that of a killed program.
func (s *Service) sent(ctx context.Context, id string, i ledger.Intent, r Receipt, v ledger.Verdict, failed error) error {
	var err error
	for _, pause := range []time.Duration{0, 200 * time.Millisecond, time.Second} {
		time.Sleep(pause)
		err = s.write(ctx, id, i, r, v, failed)
		if k := problem.KindOf(err); k != problem.Busy && k != problem.Unavailable {
			break
		}
	}
	return err
}

func (s *Service) write(ctx context.Context, id string, i ledger.Intent, r Receipt, v ledger.Verdict, failed error) error {
	return s.onDelivery(ctx, id, 0, func(ctx context.Context, d *Delivery) (entry, error) {
		if failed == nil && (v == ledger.Published || v == ledger.Accepted) {
			return s.landed(ctx, d, i, r, v, ledger.ByCall, "")
		}
		v := attempts.VerdictOf(failed)
		if err := s.conclude(ctx, i, v, ledger.ByCall, failed, "", r); err != nil {
			return entry{}, err
		}
		if v != ledger.Unknown {
			return s.failed(ctx, d, failed, "")
		}
		return s.lost(ctx, d, failed, attempts.Unsure(failed))
	})
}

// lost puts a delivery whose answer was lost into Unknown and has its account looked at.
func (s *Service) lost(ctx context.Context, d *Delivery, failed error, what string) (entry, error) {
	now := s.Now()
	d.State, d.Code, d.Next, d.Absent = Unknown, attempts.Code(failed), now.Add(looking.FirstLook), time.Time{}
	if until := attempts.Until(failed); until.After(d.Next) {
		d.Next = until
	}
	d.Note = content.Sentences(what, "程序会去账号上核对，不会自己再发")
	return about("待确认", *d, "why", what, "code", d.Code), s.wait(ctx, d)
}

// landed books that a delivery is on the platform: out, or still worked on. seen is what a look showed, "" without one.
func (s *Service) landed(ctx context.Context, d *Delivery, i ledger.Intent, r Receipt, v ledger.Verdict, by ledger.Source,
	seen string) (entry, error) {
	if v != ledger.Accepted {
		v = ledger.Published
	}
	if err := s.conclude(ctx, i, v, by, nil, seen, r); err != nil {
		return entry{}, err
	}
	r.Raw = attempts.AsJSON(r.Raw)
	d.Receipt, d.Note, d.Code, d.Next = d.Receipt.With(r), "", "", time.Time{}
	verb := "发出"
	d.State = Out
	if v == ledger.Accepted {
		verb = "交给平台"
		d.State, d.Next = Accepted, s.Now().Add(looking.Follow(d.Platform, 0))
	} else if d.Receipt.At.IsZero() {
		d.Receipt.At = s.Now()
	}
	if by == ledger.ByReconcile {
		verb = "平台核对"
	}
	if err := s.rest(ctx, *d); err != nil {
		return entry{}, err
	}
	return about(verb, *d, "url", d.Receipt.URL, "id", d.Receipt.ID, "msg_id", d.Receipt.MsgID, "evidence", d.Receipt.Evidence,
		"seen", seen), s.save(ctx, d)
}

// failed moves a delivery after a definite failure, by what may be done about it. while says what was going on, "" for the
// sending itself.
func (s *Service) failed(ctx context.Context, d *Delivery, failed error, while string) (entry, error) {
	words := problem.Words(failed)
	d.Code = attempts.Code(failed)
	again := s.Now().Add(attempts.Pause(d.Attempts))
	class := problem.ClassOf(failed)
	if attempts.Shut(failed) {
		class = problem.ClassNotSent // it waits for the key, not for a person
	}
	switch class {
	case problem.ClassPermanent:
		return about("平台退回", *d, "why", words), s.end(ctx, d, Refused, content.Sentences(while, words))
	case problem.ClassNeedsPerson, problem.ClassToken:
		return about("没有发出", *d, "why", words), s.end(ctx, d, Held, content.Sentences(while, words))
	case problem.ClassQuota:
		if again = attempts.Until(failed); again.IsZero() {
			return about("没有发出", *d, "why", words), s.end(ctx, d, Held, content.Sentences(while, words))
		}
	}
	if late(*d, again) {
		return s.giveUp(ctx, d, content.Sentences(while, words)+"等到 "+content.Clock(again)+" 再试就太晚了")
	}
	d.State, d.Next, d.Note = Armed, again, content.Sentences(while, words, "会在 "+content.Clock(again)+" 再试")
	return entry{}, s.wait(ctx, d)
}

// conclude books what was learned about an attempt; seen is what a look showed, "" without one.
func (s *Service) conclude(ctx context.Context, i ledger.Intent, v ledger.Verdict, by ledger.Source, failed error, seen string, r Receipt) error {
	l := attempts.Learned{Verdict: v, Source: by, Failed: failed, Seen: seen}
	if r.Raw = attempts.AsJSON(r.Raw); !r.Empty() {
		b, err := json.Marshal(r)
		if err != nil {
			return err
		}
		l.Receipt = b
	}
	return s.book().Conclude(ctx, i, l)
}
