package sending_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/inbox"
	"huiying/internal/ledger"
	"huiying/internal/problem"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/inboxtest"
	"huiying/internal/wake"
)

const words = "11月15日起供暖。"

func approved(t *testing.T) (*inboxtest.Desk, inbox.Question, inbox.Answer) {
	t.Helper()
	d := inboxtest.New(t, storetest.SQLite(t))
	q := d.Question(inboxtest.Weibo, "1", "何时供暖？")
	return d, q, d.Approved(q, words)
}

func due(t *testing.T, d *inboxtest.Desk) {
	t.Helper()
	for _, err := range d.Due() {
		t.Error(err)
	}
}

// verdicts returns what the ledger has on an answer, each attempt's outcomes joined.
func verdicts(t *testing.T, d *inboxtest.Desk, answer string) []string {
	t.Helper()
	records, err := d.Ledger.Of(t.Context(), ledger.Subject{Kind: "answer", ID: answer})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range records {
		var vs []string
		for _, o := range r.Outcomes {
			vs = append(vs, string(o.Verdict)+" by "+string(o.Source))
		}
		all = append(all, strings.Join(vs, ", "))
	}
	return all
}

func wakes(t *testing.T, d *inboxtest.Desk, answer string) map[string]time.Duration {
	t.Helper()
	all := map[string]time.Duration{}
	for _, kind := range []string{inbox.WakeAnswer, inbox.WakeReconcile} {
		at, ok, err := d.Wakes.At(t.Context(), kind, answer)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			all[kind] = at.Sub(d.Clock.Now())
		}
	}
	return all
}

func TestAnApprovedAnswerGoesOutOnce(t *testing.T) {
	d, q, a := approved(t)
	due(t, d)
	due(t, d)
	for range 2 { // a wake that is handled again after a kill
		if err := d.Sending.Send(d.System(), wake.Wake{Kind: inbox.WakeAnswer, Key: a.ID}); err != nil {
			t.Error(err)
		}
	}
	if got := d.Platform.Replies(); len(got) != 1 || got[0] != (inboxtest.Reply{Ref: `{"cid":"1"}`, Text: words}) {
		t.Errorf("on the platform: %+v", got)
	}
	got := d.Get(q.ID)
	if got.Answer.State != inbox.Delivered || got.Answer.External != "r1" || got.Answer.Attempts != 1 || got.Question.State != inbox.Answered ||
		!got.Question.AnsweredAt.Equal(d.Clock.Now()) || len(wakes(t, d, a.ID)) != 0 {
		t.Errorf("sent = %+v, wakes %v", got, wakes(t, d, a.ID))
	}
	if calls := d.Platform.Calls(); !slices.Equal(calls, []string{"reply", "replied"}) {
		t.Errorf("calls = %v", calls)
	}
	if v := verdicts(t, d, a.ID); !slices.Equal(v, []string{"published by call"}) {
		t.Errorf("ledger = %v", v)
	}
	if err := d.Sending.Send(d.System(), wake.Wake{Kind: inbox.WakeAnswer, Key: "gone"}); err != nil {
		t.Errorf("the wake of nothing: %v", err)
	}
}

// TestEveryClassOfFailure is what an answer comes to when the platform refuses before it wrote anything.
func TestEveryClassOfFailure(t *testing.T) {
	until := inboxtest.Noon.Add(3 * time.Hour)
	quota := inboxtest.Refusal(problem.ClassQuota)
	quota.Until = until
	for name, c := range map[string]struct {
		err     error
		state   inbox.AnswerState
		verdict string
		wake    string
		in      time.Duration
		trail   string
	}{
		"permanent":        {inboxtest.Refusal(problem.ClassPermanent), inbox.Refused, "refused by call", "", 0, "平台退回"},
		"needs a person":   {inboxtest.Refusal(problem.ClassNeedsPerson), inbox.Refused, "refused by call", "", 0, "没有发出"},
		"token":            {inboxtest.Refusal(problem.ClassToken), inbox.Refused, "refused by call", "", 0, "没有发出"},
		"quota until":      {quota, inbox.Ready, "refused by call", inbox.WakeAnswer, 3 * time.Hour, ""},
		"quota for ever":   {inboxtest.Refusal(problem.ClassQuota), inbox.Refused, "refused by call", "", 0, "没有发出"},
		"never left":       {inboxtest.Refusal(problem.ClassNotSent), inbox.Ready, "notsent by call", inbox.WakeAnswer, 5 * time.Second, ""},
		"a passing fault":  {inboxtest.Refusal(problem.ClassRetryRead), inbox.Ready, "refused by call", inbox.WakeAnswer, 5 * time.Second, ""},
		"no answer":        {inboxtest.Refusal(problem.ClassUnknown), inbox.Unknown, "unknown by call", inbox.WakeReconcile, 10 * time.Second, "待确认"},
		"something else":   {errors.New("connection reset"), inbox.Unknown, "unknown by call", inbox.WakeReconcile, 10 * time.Second, "待确认"},
		"the end of a ctx": {context.Canceled, inbox.Unknown, "unknown by call", inbox.WakeReconcile, 10 * time.Second, "待确认"},
	} {
		t.Run(name, func(t *testing.T) {
			d, q, a := approved(t)
			d.Platform.On = func(string) error { return c.err }
			due(t, d)
			got := d.Get(q.ID)
			if got.Answer.State != c.state || got.Question.State != inbox.ToSend || got.Answer.Note == "" || strings.ContainsAny(got.Answer.Note, "!！") {
				t.Errorf("answer = %+v, question %s", got.Answer, got.Question.State)
			}
			var refusal *problem.Refusal
			if errors.As(c.err, &refusal) && got.Answer.Code != "10017" {
				t.Errorf("the platform's own code was lost: %q", got.Answer.Code)
			}
			if v := verdicts(t, d, a.ID); !slices.Equal(v, []string{c.verdict}) {
				t.Errorf("ledger = %v", v)
			}
			want := map[string]time.Duration{}
			if c.wake != "" {
				want[c.wake] = c.in
			}
			if got := wakes(t, d, a.ID); len(got) != len(want) || got[c.wake] != want[c.wake] {
				t.Errorf("wakes = %v, want %v", got, want)
			}
			if verbs := d.Verbs("answer", a.ID); strings.Join(verbs, " ") != strings.TrimSpace("审核通过 "+c.trail) {
				t.Errorf("trail = %v", verbs)
			}
		})
	}
}

func TestTriesGoOnUntilTheNetworkIsBack(t *testing.T) {
	d, q, a := approved(t)
	d.Platform.On = func(string) error { return inboxtest.Refusal(problem.ClassNotSent) }
	due(t, d)
	d.Wait(2 * time.Hour)
	if got := d.Get(q.ID).Answer; got.State != inbox.Ready || got.Attempts < 20 || got.Attempts > 40 {
		t.Errorf("after two hours without network: %+v", got)
	}
	d.Platform.On = nil
	d.Wait(6 * time.Minute)
	if got := d.Platform.Replies(); len(got) != 1 || d.Get(q.ID).Answer.State != inbox.Delivered {
		t.Errorf("replies = %v, %+v", got, d.Get(q.ID).Answer)
	}
	v := verdicts(t, d, a.ID)
	if v[len(v)-1] != "published by call" || slices.Contains(v[:len(v)-1], "published by call") {
		t.Errorf("ledger = %v", v)
	}
}

// TestWhatWasApprovedIsWhatGoesOut changes the text behind the desk's back, and takes it back and has another approved
// between the look at the wake and the intent.
func TestWhatWasApprovedIsWhatGoesOut(t *testing.T) {
	d, q, a := approved(t)
	changed := a
	changed.Text, changed.Version = words+"欢迎点赞", a.Version+1
	d.Do(func(ctx context.Context) error { return d.Store.SaveAnswer(ctx, changed) })
	due(t, d)
	if got := d.Get(q.ID).Answer; got.State != inbox.Refused || len(d.Platform.Calls()) != 0 || len(verdicts(t, d, a.ID)) != 0 {
		t.Errorf("another text: %+v", got)
	}

	d, q, a = approved(t)
	other := d.Question(inboxtest.Weibo, "2", "另一个人的问题")
	d.Do(func(ctx context.Context) error {
		_, err := d.DB.Exec(ctx, "UPDATE questions SET words = ? WHERE id = ?", other.Text, q.ID)
		return err
	})
	due(t, d)
	if got := d.Get(q.ID).Answer; got.State != inbox.Refused || len(d.Platform.Calls()) != 0 {
		t.Errorf("another question: %+v", got)
	}

	d, q, a = approved(t)
	d.Do(func(ctx context.Context) error { return d.Review.Void(ctx, "answer", a.ID, "重新送审") })
	due(t, d)
	if got := d.Get(q.ID).Answer; got.State != inbox.Refused || !strings.Contains(got.Note, "作废") || len(d.Platform.Calls()) != 0 {
		t.Errorf("a gate that is shut: %+v", got)
	}
	if err := d.Inbox.TakeBack(d.As(inboxtest.LiMin), q.ID); err != nil {
		t.Errorf("a refused answer is mended: %v", err)
	}
	d.Approved(q, "11月16日起供暖。")
	due(t, d)
	if got := d.Platform.Replies(); len(got) != 1 || got[0].Text != "11月16日起供暖。" {
		t.Errorf("on the platform: %+v", got)
	}
}

// killed is how the tests end a program: nothing after it runs, nothing of it is caught.
type killed struct{}

// TestAKillBetweenAnyTwoLines kills the program before and after every step that Send takes outside and inside its units,
// starts another, and wants the answer to stand on the platform exactly once.
func TestAKillBetweenAnyTwoLines(t *testing.T) {
	points := []string{"before", "in the first unit", "after the intent", "reply", "replied", "before the outcome", "in the last unit", "after"}
	for _, lost := range []bool{false, true} {
		for _, point := range points {
			name := point
			if lost {
				name += " and the reply was not written"
			}
			t.Run(name, func(t *testing.T) { killAt(t, point, lost) })
		}
	}
}

func killAt(t *testing.T, point string, lost bool) {
	d, q, a := approved(t)
	kill := func(at string) {
		if at == point {
			panic(killed{})
		}
	}
	d.Platform.On = func(at string) error {
		kill(at)
		if lost && at == "reply" && point != "reply" {
			return inboxtest.Refusal(problem.ClassNotSent)
		}
		return nil
	}
	crash := *d.Sending
	units := 0
	crash.Now = func() time.Time { // the clock is asked inside every unit
		if units == 0 {
			kill("in the first unit")
		}
		if len(d.Platform.Replies()) > 0 || units > 0 {
			kill("in the last unit")
		}
		return d.Clock.Now()
	}
	crash.Changed = func(string, string) {
		if units++; units == 1 {
			kill("after the intent")
		} else {
			kill("after")
		}
	}
	func() {
		defer func() {
			if p := recover(); p != nil && p != (killed{}) {
				panic(p)
			}
		}()
		kill("before")
		if err := crash.Send(d.System(), wake.Wake{Kind: inbox.WakeAnswer, Key: a.ID}); err != nil {
			t.Error(err)
		}
	}()
	if point == "before the outcome" { // as if the last unit had never begun
		d, q, a = approved(t)
		begun(t, d, a, !lost)
	}

	d.Platform.On = nil
	again := d.Another(d.DB) // the next program
	d.Do(d.Wakes.Void)
	if err := again.Sending.Recover(d.System()); err != nil {
		t.Fatal(err)
	}
	if n := len(d.Platform.Replies()); n > 1 {
		t.Fatalf("recovering wrote %d replies", n)
	}
	again.Wait(5 * time.Minute)
	if got := d.Get(q.ID).Answer; got.State == inbox.Unknown { // found absent: a person lets it go
		if got.Absent.IsZero() {
			t.Fatalf("unknown and not looked for: %+v", got)
		}
		if err := again.Sending.Release(d.As(inboxtest.LiMin), release(got)); err != nil {
			t.Fatal(err)
		}
		again.Wait(time.Minute)
	}
	got := d.Get(q.ID)
	if replies := d.Platform.Replies(); len(replies) != 1 || got.Answer.State != inbox.Delivered || got.Question.State != inbox.Answered {
		t.Errorf("killed %s: %d replies, %+v, ledger %v", point, len(replies), got.Answer, verdicts(t, d, a.ID))
	}
	published := 0
	for _, v := range verdicts(t, d, a.ID) {
		published += strings.Count(v, "published")
	}
	if published != 1 {
		t.Errorf("ledger = %v", verdicts(t, d, a.ID))
	}
}

// begun leaves what a sender leaves that died with the reply in its hands, written or not.
func begun(t *testing.T, d *inboxtest.Desk, a inbox.Answer, written bool) {
	t.Helper()
	d.Platform.On = func(point string) error {
		if point == "reply" && !written || point == "replied" {
			panic(killed{})
		}
		return nil
	}
	defer func() {
		if p := recover(); p != (killed{}) {
			t.Fatalf("not killed: %v", p)
		}
	}()
	_ = d.Sending.Send(d.System(), wake.Wake{Kind: inbox.WakeAnswer, Key: a.ID})
}

// TestTwoSendersMakeOneReply has two programs on one PostgreSQL send one answer at the same moment, 200 times.
func TestTwoSendersMakeOneReply(t *testing.T) {
	address := storetest.PostgresSchema(t)
	one := inboxtest.New(t, storetest.Connect(t, address))
	two := one.Another(storetest.Connect(t, address))
	for round := range 200 {
		q := one.Question(inboxtest.Weibo, "k"+time.Duration(round).String(), "何时供暖？")
		a := one.Approved(q, words)
		var wg sync.WaitGroup
		start := make(chan struct{})
		for _, d := range []*inboxtest.Desk{one, two} {
			wg.Add(1)
			go func() {
				defer wg.Done()
				<-start
				if err := d.Sending.Send(d.System(), wake.Wake{Kind: inbox.WakeAnswer, Key: a.ID}); err != nil {
					t.Error(err)
				}
			}()
		}
		close(start)
		wg.Wait()
		if n := len(one.Platform.Replies()); n != round+1 {
			t.Fatalf("round %d: %d replies", round, n)
		}
		if got := one.Get(q.ID); got.Answer.State != inbox.Delivered || got.Question.State != inbox.Answered || len(wakes(t, one, a.ID)) != 0 {
			t.Fatalf("round %d: %+v, wakes %v", round, got.Answer, wakes(t, one, a.ID))
		}
	}
}

// TestAnEditAndAnIntentNeverBothWin has one program send while a person takes the answer back, 100 times: either it is out
// and cannot be taken back, or it is back and did not go out.
func TestAnEditAndAnIntentNeverBothWin(t *testing.T) {
	address := storetest.PostgresSchema(t)
	one := inboxtest.New(t, storetest.Connect(t, address))
	two := one.Another(storetest.Connect(t, address))
	out, back := 0, 0
	for round := range 100 {
		q := one.Question(inboxtest.Weibo, "k"+time.Duration(round).String(), "何时供暖？")
		a := one.Approved(q, words)
		ends, start := make(chan error, 1), make(chan struct{})
		go func() {
			<-start
			ends <- two.Inbox.TakeBack(two.As(inboxtest.LiMin), q.ID)
		}()
		close(start)
		if round%2 == 0 {
			time.Sleep(time.Millisecond)
		}
		if err := one.Sending.Send(one.System(), wake.Wake{Kind: inbox.WakeAnswer, Key: a.ID}); err != nil {
			t.Fatal(err)
		}
		taken := <-ends
		n := len(one.Platform.Replies())
		switch {
		case taken == nil && n == out:
			back++
		case problem.KindOf(taken) == problem.Conflict && n == out+1:
			out++
		default:
			t.Fatalf("round %d: taken back %v, %d replies after %d", round, taken, n, out)
		}
	}
	t.Logf("%d went out, %d were taken back", out, back)
}
