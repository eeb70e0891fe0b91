package sending

import (
	"context"
	"time"

	"huiying/inbox"
	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/workdays"
)

// shown is how long after a restore the platform is looked at: longer than it takes to show what it took a moment before the
// file broke.
const shown = 10 * time.Minute

// Restored is called for an answer once at the start after a backup of a time was put back, as a system actor, after
// Recover and before the wakes run. The ledger of all that was done since is lost: an answer that was ready may stand on its
// platform, so it is Unknown and looked for; one that may yet become ready is never sent without a look before. Called in a
// unit, all of it is in that unit.
func (s *Service) Restored(ctx context.Context, answer string, made time.Time) error {
	if err := people.May(ctx, people.Answer); err != nil {
		return err
	}
	what := "恢复的备份只记到 " + made.In(workdays.Shanghai).Format("1月2日 15:04") + "，之后可能已经答复"
	return s.onAnswer(ctx, answer, 0, func(ctx context.Context, a *inbox.Answer, q *inbox.Question) (entry, error) {
		e := entry{"恢复备份", map[string]string{"why": what}}
		_, own := s.replier(*q)
		verdict := ledger.NotSent
		switch {
		case a.State == inbox.WaitPerson, a.State == inbox.Ready && !own: // nothing leaves here without a person
			return e, s.hold(ctx, a, inbox.WaitPerson, what+"。请先到平台上看一眼，没有答复的再答复，把地址和截图贴回来")
		case a.State == inbox.Ready:
			verdict = ledger.Unknown
		case !own, a.State != inbox.Refused && a.State != inbox.Reviewing:
			return entry{}, nil
		}
		then := *s
		then.Now = func() time.Time { return made }
		booked := *a
		i, err := then.intend(ctx, &booked, *q)
		switch {
		case problem.KindOf(err) == problem.Conflict: // the ledger has an attempt that is open already, or one that is out
		case err != nil:
			return entry{}, err
		default:
			if err := s.conclude(ctx, i, verdict, ledger.ByReconcile, nil, inbox.Sent{}); err != nil {
				return entry{}, err
			}
		}
		if verdict == ledger.NotSent {
			return entry{}, nil
		}
		a.Attempts = booked.Attempts
		return e, s.unknown(ctx, a, what+"。程序会去平台核对，不会自己再发", shown)
	})
}
