package inbox_test

import (
	"slices"
	"testing"
	"time"

	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/inboxtest"
)

func TestOpeningMovesNothing(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	q := d.Question(inboxtest.Weibo, "1", "何时供暖？")
	if err := d.Inbox.Open(d.System(), q.ID); err != nil || !d.Get(q.ID).Question.Read.IsZero() {
		t.Errorf("the program read it: %v", err)
	}
	for _, who := range []people.ID{inboxtest.Chief, inboxtest.LiMin} { // the first reader stays
		if err := d.Inbox.Open(d.As(who), q.ID); err != nil {
			t.Fatal(err)
		}
		d.Clock.Add(time.Minute)
	}
	got := d.Get(q.ID).Question
	want := q
	want.Read, want.ReadBy = inboxtest.Noon, string(inboxtest.Chief)
	if got.Read != want.Read || got.ReadBy != want.ReadBy || got.State != inbox.Unassigned || got.Version != q.Version || got.Claimed != "" {
		t.Errorf("opened = %+v", got)
	}
	if counts, err := d.Inbox.Counts(d.As(inboxtest.LiMin)); err != nil || counts[inbox.ViewSeen] != 1 || counts[inbox.ViewUnassigned] != 1 {
		t.Errorf("counts = %v, %v", counts, err)
	}
	if verbs := d.Verbs("question", q.ID); len(verbs) != 0 {
		t.Errorf("trail = %v", verbs)
	}
	if err := d.Inbox.Claim(d.As(inboxtest.LiMin), q.ID); err != nil {
		t.Fatal(err)
	}
	if err := d.Inbox.Close(d.As(inboxtest.LiMin), inbox.Closing{Question: q.ID, Version: 2, As: inbox.NotTaken, Reason: "重复"}); err != nil {
		t.Fatal(err)
	}
	if counts, err := d.Inbox.Counts(d.As(inboxtest.LiMin)); err != nil || counts[inbox.ViewSeen] != 0 || counts[inbox.ViewDone] != 1 {
		t.Errorf("counts after closing = %v, %v", counts, err)
	}
}

func TestAClaimHoldsAQuarterOfAnHour(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	q := d.Question(inboxtest.Weibo, "1", "何时供暖？")
	li, sun := d.As(inboxtest.LiMin), d.As(inboxtest.SunYue)
	inboxtest.Want(t, problem.Forbidden, "a claim by the program", d.Inbox.Claim(d.System(), q.ID))
	inboxtest.Want(t, problem.Forbidden, "a claim by a checker", d.Inbox.Claim(d.As(inboxtest.Zhou), q.ID))
	inboxtest.Want(t, problem.Missing, "a claim on nothing", d.Inbox.Claim(li, "none"))
	for range 2 { // the second lets it go on
		if err := d.Inbox.Claim(li, q.ID); err != nil {
			t.Fatal(err)
		}
		d.Clock.Add(15*time.Minute - time.Second)
		inboxtest.Want(t, problem.Conflict, "another's claim", d.Inbox.Claim(sun, q.ID))
		_, err := d.Inbox.Save(sun, inbox.SaveAnswer{ID: "x", Question: q.ID, Text: "抢答"})
		inboxtest.Want(t, problem.Conflict, "typing over another's claim", err)
		inboxtest.Want(t, problem.Conflict, "closing over another's claim",
			d.Inbox.Close(sun, inbox.Closing{Question: q.ID, Version: 2, As: inbox.Merged, Reason: "重复"}))
	}
	inboxtest.Want(t, problem.Conflict, "letting another's claim go", d.Inbox.LetGo(sun, q.ID))
	d.Clock.Add(time.Second)
	if held := d.Get(q.ID).Question; held.Held(d.Clock.Now()) || held.Claimed != inboxtest.LiMin || held.State != inbox.ToAnswer || held.Version != 2 {
		t.Errorf("lapsed = %+v", held)
	}
	if err := d.Inbox.Claim(sun, q.ID); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := d.Inbox.LetGo(sun, q.ID); err != nil {
			t.Fatal(err)
		}
	}
	if free := d.Get(q.ID).Question; free.Claimed != "" || free.ClaimedBy != "" || !free.ClaimedAt.IsZero() || free.State != inbox.ToAnswer {
		t.Errorf("let go = %+v", free)
	}
	if got := d.Verbs("question", q.ID); !slices.Equal(got, []string{"认领", "认领", "放回"}) {
		t.Errorf("trail = %v", got)
	}
}

func TestClosingNeedsAReason(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	li := d.As(inboxtest.LiMin)
	q := d.Question(inboxtest.Weibo, "1", "举报违建")
	closing := func(as inbox.State, version int, why string) error {
		return d.Inbox.Close(li, inbox.Closing{Question: q.ID, Version: version, As: as, Reason: why})
	}
	for _, as := range []inbox.State{inbox.Diverted, inbox.Merged, inbox.NotTaken} {
		inboxtest.Want(t, problem.Invalid, "no reason", closing(as, 1, " \n"))
	}
	inboxtest.Want(t, problem.Conflict, "done without an answer", closing(inbox.Done, 1, ""))
	inboxtest.Want(t, problem.Conflict, "closed into the open", closing(inbox.ToAnswer, 1, "x"))
	inboxtest.Want(t, problem.Conflict, "from an old page", closing(inbox.Diverted, 7, "转城管局"))
	for range 2 { // the second time is none
		if err := closing(inbox.Diverted, 1, " 转城管局 "); err != nil {
			t.Fatal(err)
		}
	}
	if got := d.Get(q.ID).Question; got.State != inbox.Diverted || got.Reason != "转城管局" || !got.Closed.Equal(inboxtest.Noon) || got.Version != 2 {
		t.Errorf("closed = %+v", got)
	}
	inboxtest.Want(t, problem.Conflict, "closed another way", closing(inbox.Merged, 2, "重复"))
	inboxtest.Want(t, problem.Conflict, "claimed after the end", d.Inbox.Claim(li, q.ID))
	inboxtest.Want(t, problem.Conflict, "a kind after the end", d.Inbox.SetKind(li, q.ID, 2, "thanks"))
	if got := d.Verbs("question", q.ID); !slices.Equal(got, []string{"办结"}) {
		t.Errorf("trail = %v", got)
	}
}

func TestDoneComesAfterAnswered(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	q := d.Question(inboxtest.Weibo, "1", "何时供暖？")
	a := d.Approved(q, "11月15日起供暖。")
	inboxtest.Want(t, problem.Conflict, "diverted while its answer is on its way",
		d.Inbox.Close(d.As(inboxtest.LiMin), inbox.Closing{Question: q.ID, Version: d.Get(q.ID).Question.Version, As: inbox.Diverted, Reason: "x"}))
	if errs := d.Due(); len(errs) > 0 || d.Get(q.ID).Answer.State != inbox.Delivered {
		t.Fatalf("%v, %+v", errs, d.Get(q.ID).Answer)
	}
	got := d.Get(q.ID).Question
	if err := d.Inbox.Close(d.As(inboxtest.SunYue), inbox.Closing{Question: q.ID, Version: got.Version, As: inbox.Done}); err != nil {
		t.Fatal(err)
	}
	if got = d.Get(q.ID).Question; got.State != inbox.Done || got.Claimed != "" {
		t.Errorf("done = %+v", got)
	}
	if got := d.Verbs("answer", a.ID); !slices.Equal(got, []string{"审核通过", "答复发出"}) {
		t.Errorf("trail of the answer = %v", got)
	}
	if got := d.Verbs("question", q.ID); !slices.Equal(got, []string{"认领", "答复送审", "办结"}) {
		t.Errorf("trail of the question = %v", got)
	}
}

// TestTwoAnswerersNeverBothWin has two programs on one PostgreSQL claim, by key and by typing, at the same moment, 200 times.
func TestTwoAnswerersNeverBothWin(t *testing.T) {
	address := storetest.PostgresSchema(t)
	one := inboxtest.New(t, storetest.Connect(t, address))
	desks := []*inboxtest.Desk{one, one.Another(storetest.Connect(t, address))}
	for round := range 200 {
		q := entry()
		q.ID = "r" + time.Duration(round).String()
		if _, err := one.Inbox.Enter(one.As(inboxtest.LiMin), q); err != nil {
			t.Fatal(err)
		}
		type end struct {
			who people.ID
			err error
		}
		start, ends := make(chan struct{}), make(chan end)
		for i, who := range []people.ID{inboxtest.LiMin, inboxtest.SunYue} {
			go func() {
				<-start
				if round%2 == 0 {
					ends <- end{who, desks[i].Inbox.Claim(desks[i].As(who), q.ID)}
					return
				}
				_, err := desks[i].Inbox.Save(desks[i].As(who), inbox.SaveAnswer{ID: "a" + q.ID + string(who), Question: q.ID, Text: string(who)})
				ends <- end{who, err}
			}()
		}
		close(start)
		var won []people.ID
		for range 2 {
			e := <-ends
			if e.err == nil {
				won = append(won, e.who)
			} else if problem.KindOf(e.err) != problem.Conflict {
				t.Error(e.err)
			}
		}
		got := one.Get(q.ID)
		if len(won) != 1 || got.Question.Claimed != won[0] || round%2 == 1 && (got.Answer.By != won[0] || got.Answer.Text != string(won[0])) {
			t.Fatalf("round %d: %v won, %+v", round, won, got)
		}
	}
}
