package sending

import (
	"context"
	"errors"
	"strings"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/ledger"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/wake"
	"huiying/internal/workdays"
)

// recheck is when an answer in hand is looked at again if its program dies: longer than the slowest call.
const recheck = 10 * time.Minute

// looks is how many attempts may end because the platform could not be seen clearly before them; then a person looks.
const looks = 8

// Send sends an approved answer: the handler of WakeAnswer. The rules are the ledger's: intent before the call, outcome
// after it, one attempt. Whatever happens to the process between its lines, an intent without outcome is found again.
//
// While the vault is locked nothing is booked and nothing changes: the answer waits, and its wake is tried again.
func (s *Service) Send(ctx context.Context, w wake.Wake) error {
	if err := people.May(ctx, people.Answer); err != nil {
		return err
	}
	if s.Locked != nil && s.Locked() {
		return problem.New(problem.Locked, "密钥还没有打开，读不了账号的授权", "答复没有发出，仍在待发出里", "请先输入口令打开密钥")
	}
	p, err := s.start(ctx, w.Key)
	if problem.KindOf(err) == problem.Missing {
		return s.clear(ctx, w)
	}
	if err != nil || p.intent.ID == "" {
		return err
	}
	if p.intent.Attempt > 1 {
		if done, err := s.lookFirst(ctx, p); err != nil || done {
			return err
		}
	}
	sent, failed := p.replier.Reply(ctx, p.question.Account, p.question.Ref, p.answer.Text)
	return s.mark(ctx, p.question.Account, failed, s.sent(ctx, p, sent, failed))
}

// mark tells the register of an authorisation that a call found dead, once the answer itself is booked, and returns the
// error of the booking beside its own.
func (s *Service) mark(ctx context.Context, account accounts.ID, failed, booking error) error {
	if failed == nil || s.Broken == nil || problem.ClassOf(failed) != problem.ClassToken {
		return booking
	}
	return errors.Join(booking, s.Broken(ctx, account, problem.Words(failed)))
}

// parcel is one answer on its way, as the unit that recorded the intent saw it.
type parcel struct {
	answer   inbox.Answer
	question inbox.Question
	intent   ledger.Intent
	replier  inbox.Replier
}

// start asks the gate and books the intent, in one unit. A parcel without intent means: not now; the wake is moved or
// gone then.
func (s *Service) start(ctx context.Context, id string) (parcel, error) {
	var p parcel
	err := s.onAnswer(ctx, id, 0, func(ctx context.Context, a *inbox.Answer, q *inbox.Question) (entry, error) {
		p = parcel{}
		switch a.State {
		case inbox.Ready:
		case inbox.Sending:
			return s.lost(ctx, a, *q, recheck)
		default:
			return entry{}, s.Wakes.Clear(ctx, inbox.WakeAnswer, id)
		}
		replier, ok := s.replier(*q)
		if !ok {
			const why = "这里没有接口可用"
			return about("没有发出", *q, "why", why), s.hold(ctx, a, inbox.WaitPerson, why+"，请到平台上答复，再把地址和截图贴回来")
		}
		if err := s.allowed(ctx, *a, *q); problem.KindOf(err) == problem.Forbidden {
			return about("没有发出", *q, "why", problem.Words(err)), s.hold(ctx, a, inbox.Refused, problem.Words(err))
		} else if err != nil {
			return entry{}, err
		}
		i, err := s.intend(ctx, a, *q)
		if err != nil {
			return entry{}, err
		}
		a.State, a.Note, a.Code = inbox.Sending, "", ""
		if err := s.Wakes.Set(ctx, inbox.WakeAnswer, id, i.At.Add(recheck)); err != nil {
			return entry{}, err
		}
		if err := s.save(ctx, a); err != nil {
			return entry{}, err
		}
		p = parcel{*a, *q, i, replier}
		return entry{}, nil
	})
	return p, err
}

// allowed is nil when exactly this text, as the answer to exactly this question, is approved.
func (s *Service) allowed(ctx context.Context, a inbox.Answer, q inbox.Question) error {
	if a.Fingerprint != inbox.Fingerprint(q, a.Text) {
		return problem.New(problem.Forbidden, "现在的答复和审核通过的那一份不一样", "没有发出，内容都在", "请收回，重新送审")
	}
	return s.Gate.Allow(ctx, a.ID, a.Fingerprint)
}

// lookFirst looks on the platform before a second attempt: a platform that said no may be wrong. It returns true when
// nothing is to be sent now.
func (s *Service) lookFirst(ctx context.Context, p parcel) (bool, error) {
	since, err := s.firstTry(ctx, p.answer.ID)
	if err != nil {
		return true, err
	}
	q := p.question
	sight, failed := p.replier.FindReply(ctx, q.Account, q.Ref, p.answer.Text, since)
	if failed == nil && sight.Presence == inbox.Absent {
		return false, nil
	}
	return true, s.mark(ctx, q.Account, failed, s.onAnswer(ctx, p.answer.ID, 0, func(ctx context.Context, a *inbox.Answer, q *inbox.Question) (entry, error) {
		if failed == nil && sight.Presence == inbox.There {
			detail, err := s.delivered(ctx, a, q, p.intent, sight.Sent, ledger.ByReconcile)
			return entry{"平台核对", detail}, err
		}
		if err := s.conclude(ctx, p.intent, ledger.NotSent, ledger.ByCall, failed, inbox.Sent{}); err != nil {
			return entry{}, err
		}
		if failed != nil {
			return s.failed(ctx, a, *q, failed)
		}
		if a.Attempts >= looks {
			why := "再发之前看不清平台上有没有（" + sight.Words + "），没有再发"
			return about("没有发出", *q, "why", why), s.hold(ctx, a, inbox.Refused, why+"。请到平台后台看一眼")
		}
		return entry{}, s.later(ctx, a, "再发之前先看平台，还没看清："+sight.Words+"。")
	}))
}

// firstTry returns when the first attempt at an answer was booked.
func (s *Service) firstTry(ctx context.Context, answer string) (time.Time, error) {
	records, err := s.Ledger.Of(ctx, subject(answer))
	if err != nil || len(records) == 0 {
		return s.Now(), err
	}
	return records[0].Intent.At, nil
}

// doubted tells whether the end of an earlier attempt was ever unknown: a look, or a person, may have missed what stands
// there.
func (s *Service) doubted(ctx context.Context, answer string) (bool, error) {
	records, err := s.Ledger.Of(ctx, subject(answer))
	for _, r := range records {
		for _, o := range r.Outcomes {
			if o.Verdict == ledger.Unknown {
				return true, err
			}
		}
	}
	return false, err
}

// sent books what the one call came to. What is known must be written down, so a busy store is asked more than once; if
// it stays busy, the intent without outcome is reconciled like that of a killed program.
func (s *Service) sent(ctx context.Context, p parcel, sent inbox.Sent, failed error) error {
	var err error
	for _, pause := range []time.Duration{0, 200 * time.Millisecond, time.Second} {
		time.Sleep(pause)
		err = s.write(ctx, p, sent, failed)
		if k := problem.KindOf(err); k != problem.Busy && k != problem.Unavailable {
			break
		}
	}
	return err
}

func (s *Service) write(ctx context.Context, p parcel, sent inbox.Sent, failed error) error {
	return s.onAnswer(ctx, p.answer.ID, 0, func(ctx context.Context, a *inbox.Answer, q *inbox.Question) (entry, error) {
		if failed == nil {
			detail, err := s.delivered(ctx, a, q, p.intent, sent, ledger.ByCall)
			return entry{"答复发出", detail}, err
		}
		verdict := ledger.Refused
		switch {
		case problem.ClassOf(failed) == problem.ClassNotSent, shut(failed):
			verdict = ledger.NotSent
		case problem.ClassOf(failed) == problem.ClassUnknown:
			verdict = ledger.Unknown
		}
		if err := s.conclude(ctx, p.intent, verdict, ledger.ByCall, failed, sent); err != nil {
			return entry{}, err
		}
		if verdict != ledger.Unknown {
			return s.failed(ctx, a, *q, failed)
		}
		a.Code = codeOf(failed)
		what := unsure(failed)
		return about("待确认", *q, "why", what, "code", a.Code), s.unknown(ctx, a, what+"。程序会去平台核对，不会自己再发", firstLook)
	})
}

// shut tells whether a call was never made because the vault was locked in between.
func shut(failed error) bool { return problem.KindOf(failed) == problem.Locked }

// unsure says what is known of a call whose end is not: the platform's own words, where an answer came that settles nothing.
func unsure(failed error) string {
	if code := codeOf(failed); code != "" && !strings.HasPrefix(code, "http ") {
		return "已经交给平台，可能答复了也可能没有。" + strings.TrimRight(problem.Words(failed), "。")
	}
	return "已经交给平台，没收到回音，可能答复了也可能没有"
}

// unknown puts an answer where only a look at the platform leads on, and has the program look.
func (s *Service) unknown(ctx context.Context, a *inbox.Answer, note string, in time.Duration) error {
	if err := s.hold(ctx, a, inbox.Unknown, note); err != nil {
		return err
	}
	return s.Wakes.Set(ctx, inbox.WakeReconcile, a.ID, s.Now().Add(in))
}

// failed moves an answer that is certainly not out, by what may be done about it.
func (s *Service) failed(ctx context.Context, a *inbox.Answer, q inbox.Question, failed error) (entry, error) {
	words := problem.Words(failed)
	a.Code = codeOf(failed)
	held := about("没有发出", q, "why", words, "code", a.Code)
	if shut(failed) {
		return entry{}, s.later(ctx, a, words)
	}
	switch problem.ClassOf(failed) {
	case problem.ClassPermanent:
		held.verb = "平台退回"
		doubt, err := s.doubted(ctx, a.ID)
		if err != nil {
			return entry{}, err
		}
		if doubt { // what goes back is changed and sent as something new, which no look would find under the old words
			words += "先前有一次发出没有弄清结果，改之前请到平台后台看一眼，免得答复两次。"
		}
		return held, s.hold(ctx, a, inbox.Refused, words)
	case problem.ClassNeedsPerson, problem.ClassToken:
		return held, s.hold(ctx, a, inbox.Refused, words)
	case problem.ClassQuota:
		until := untilOf(failed)
		if !until.After(s.Now()) {
			return held, s.hold(ctx, a, inbox.Refused, words)
		}
		return entry{}, s.ready(ctx, a, words, until)
	}
	return entry{}, s.later(ctx, a, words)
}

// later has an answer tried again after a pause that grows from 5 s to 5 min.
func (s *Service) later(ctx context.Context, a *inbox.Answer, note string) error {
	pause := min(5*time.Second<<min(max(a.Attempts-1, 0), 8), 5*time.Minute)
	return s.ready(ctx, a, note, s.Now().Add(pause))
}

func (s *Service) ready(ctx context.Context, a *inbox.Answer, note string, again time.Time) error {
	a.State, a.Note = inbox.Ready, note+"会在 "+again.In(workdays.Shanghai).Format("1月2日 15:04:05")+" 再试"
	if err := s.Wakes.Set(ctx, inbox.WakeAnswer, a.ID, again); err != nil {
		return err
	}
	return s.save(ctx, a)
}
