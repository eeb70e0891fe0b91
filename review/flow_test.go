package review_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/review"
)

func TestAPostPassesThreePersonsAndOnlyThenTheGateOpens(t *testing.T) {
	h := open(t, staff())
	h.want(problem.Forbidden, h.Allow(h.as(author), "post", "p", "p-1"), "the gate before it was handed in")
	ticket := h.submit(subject("p", 1))
	h.desk.inside = func(ctx context.Context, s review.Subject) {
		if err := h.Allow(ctx, "post", s.ID, s.Fingerprint); err != nil {
			t.Errorf("the desk is told of an approval that the gate does not know yet: %v", err)
		}
	}
	for i, who := range []people.ID{first, second, chief} {
		h.want(problem.Forbidden, h.Allow(h.as(author), "post", "p", "p-1"), "the gate before the last step")
		if len(h.desk.told) != 0 {
			t.Fatalf("the desk was told after %d steps", i)
		}
		ticket = h.take(who, ticket)
	}
	if ticket.State != review.Approved || ticket.Step != 3 || len(ticket.Signs) != 3 {
		t.Fatalf("after all steps: %+v", ticket)
	}
	if !slices.Equal(h.desk.told, []review.State{review.Approved}) || h.desk.last.By != chief {
		t.Errorf("the desk was told %v by %s", h.desk.told, h.desk.last.By)
	}
	if err := h.Allow(people.With(t.Context(), people.System("发布员")), "post", "p", "p-1"); err != nil {
		t.Errorf("the gate for what was approved: %v", err)
	}
	err := h.Allow(h.as(author), "post", "p", "p-2")
	if h.want(problem.Forbidden, err, "the gate for another fingerprint"); !strings.Contains(problem.Words(err), "不一样") {
		t.Errorf("it says: %s", problem.Words(err))
	}
	h.want(problem.Forbidden, h.Allow(h.as(author), "post", "p", ""), "the gate for no fingerprint")
	if want := []string{"孙悦 初审通过", "陈国栋 复审通过", "周建国 终审通过"}; !slices.Equal(h.verbs("p"), want) {
		t.Errorf("trail: %v", h.verbs("p"))
	}
	if want := slices.Repeat([]string{"p"}, 3); !slices.Equal(h.desk.held, want) {
		t.Errorf("the subject was held %v before the ticket", h.desk.held)
	}
}

func TestAReturnedPostGoesRoundAgainFromTheFirstStep(t *testing.T) {
	h := open(t, staff())
	ticket := h.take(first, h.submit(subject("p", 1)))
	h.want(problem.Invalid, h.Decide(h.as(second), verdict(ticket, review.Return, "  ")), "a return without a comment")
	if err := h.Decide(h.as(second), verdict(ticket, review.Return, "11 月 20 日是星期五")); err != nil {
		t.Fatal(err)
	}
	err := h.Allow(h.as(author), "post", "p", "p-1")
	if h.want(problem.Forbidden, err, "the gate of a returned post"); !strings.Contains(problem.Words(err), "退回") {
		t.Errorf("it says: %s", problem.Words(err))
	}
	again := h.submit(subject("p", 2))
	if again.Round != 2 || again.Step != 0 || len(again.Signs) != 0 || again.ID == ticket.ID {
		t.Errorf("the second round begins at %+v", again)
	}
	sheet, err := h.Ticket(h.as(first), again.ID)
	if err != nil || len(sheet.Rounds) != 2 || sheet.Rounds[0].Ticket.State != review.Voided || len(sheet.Rounds[0].Decisions) != 2 {
		t.Fatalf("history: %+v, %v", sheet.Rounds, err)
	}
	if d := sheet.Rounds[0].Decisions[1]; d.Verdict != review.Return || d.Comment != "11 月 20 日是星期五" || d.Name != "陈国栋" {
		t.Errorf("the return stands as %+v", d)
	}
	for _, who := range []people.ID{first, second, chief} {
		again = h.take(who, again)
	}
	if err := h.Allow(h.as(author), "post", "p", "p-2"); err != nil {
		t.Error(err)
	}
	h.want(problem.Forbidden, h.Allow(h.as(author), "post", "p", "p-1"), "the gate for the first draft")
}

func TestARejectedPostDoesNotComeBack(t *testing.T) {
	h := open(t, staff())
	ticket := h.submit(subject("p", 1))
	if err := h.Decide(h.as(first), verdict(ticket, review.Reject, "不宜公开")); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(h.desk.told, []review.State{review.Rejected}) {
		t.Errorf("told %v", h.desk.told)
	}
	h.want(problem.Conflict, h.Submit(h.as(author), subject("p", 2)), "handing in a rejected post")
	h.want(problem.Forbidden, h.Allow(h.as(author), "post", "p", "p-1"), "the gate of a rejected post")
}

func TestAnEditVoidsAnApproval(t *testing.T) {
	h := open(t, staff())
	ticket := h.submit(subject("p", 1))
	for _, who := range []people.ID{first, second, chief} {
		ticket = h.take(who, ticket)
	}
	if err := h.Void(h.as(author), "post", "p", "正文改过了"); err != nil {
		t.Fatal(err)
	}
	err := h.Allow(h.as(author), "post", "p", "p-1")
	if h.want(problem.Forbidden, err, "the gate of a voided approval"); !strings.Contains(problem.Words(err), "正文改过了") {
		t.Errorf("it says: %s", problem.Words(err))
	}
	if err := h.Void(h.as(author), "post", "nothing", "x"); err != nil {
		t.Errorf("voiding what was never handed in: %v", err)
	}
	h.want(problem.Conflict, h.Decide(h.as(chief), pass(ticket)), "a decision on a voided ticket")
}

func TestHandingInTheSameRevisionTwiceIsOneTicket(t *testing.T) {
	h := open(t, staff())
	one := h.take(first, h.submit(subject("p", 1)))
	if two := h.submit(subject("p", 1)); two.ID != one.ID || two.Step != 1 {
		t.Errorf("a second ticket %+v", two)
	}
	if two := h.submit(subject("p", 2)); two.Round != 2 {
		t.Errorf("another revision has no round of its own: %+v", two)
	}
}

func TestTheSameCommandTwiceIsOneDecision(t *testing.T) {
	h := open(t, staff())
	ticket := h.submit(subject("p", 1))
	d := pass(ticket)
	for range 2 {
		if err := h.Decide(h.as(first), d); err != nil {
			t.Fatal(err)
		}
	}
	if got := h.current("p"); got.Step != 1 || got.Version != 2 {
		t.Errorf("the ticket moved on to %d", got.Step)
	}
	d.Verdict, d.Comment = review.Reject, "不同意"
	h.want(problem.Conflict, h.Decide(h.as(first), d), "the same command with another verdict")
	h.want(problem.Conflict, h.Decide(h.as(second), pass(ticket)), "a decision on a ticket that moved on")
	d.ID = ""
	h.want(problem.Internal, h.Decide(h.as(first), d), "a command without an id")
}

func TestADeskThatRefusesRollsTheDecisionBack(t *testing.T) {
	h := open(t, staff())
	ticket := h.submit(subject("p", 1))
	h.desk.refuse = errors.New("no")
	if err := h.Decide(h.as(first), verdict(ticket, review.Return, "改")); !errors.Is(err, h.desk.refuse) {
		t.Fatal(err)
	}
	if got := h.current("p"); got.State != review.Waiting || got.Version != 1 {
		t.Errorf("the ticket is %s", got.State)
	}
	if v := h.verbs("p"); len(v) != 0 {
		t.Errorf("the trail tells of %v", v)
	}
}

func TestSubmitJoinsTheCallersUnit(t *testing.T) {
	h := open(t, staff())
	stop := errors.New("stop")
	told := len(h.tells)
	err := h.work.Do(h.as(author), func(ctx context.Context) error {
		if err := h.Submit(ctx, subject("p", 1)); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if _, err := h.Of(h.as(author), "post", "p"); problem.KindOf(err) != problem.Missing {
		t.Errorf("a ticket outlived the unit that opened it: %v", err)
	}
	if len(h.tells) != told {
		t.Error("screens were told of what was rolled back")
	}
}

func TestTheQueueShowsWhatWaitsForWhom(t *testing.T) {
	h := open(t, staff())
	late := subject("late", 1)
	late.Due = late.Due.Add(4 * time.Hour)
	h.submit(late)
	soon := h.submit(subject("soon", 1))
	back := h.submit(subject("back", 1))
	if err := h.Decide(h.as(first), verdict(back, review.Return, "改一改")); err != nil {
		t.Fatal(err)
	}
	titles := func(items []review.Item) (ids []string) {
		for _, i := range items {
			ids = append(ids, i.Ticket.Subject.ID+" "+i.StepName+" "+strings.Join(i.WaitsFor, "、"))
		}
		return ids
	}
	see := func(id people.ID, mine, others []string) {
		t.Helper()
		q, err := h.Queue(h.as(id))
		if err != nil || !slices.Equal(titles(q.Mine), mine) || !slices.Equal(titles(q.Others), others) {
			t.Errorf("%s sees %v and %v, %v", id, titles(q.Mine), titles(q.Others), err)
		}
	}
	both := []string{"soon 初审 孙悦、陈国栋", "late 初审 孙悦、陈国栋"}
	see(first, both, nil)
	see(second, both, nil)
	see(chief, nil, nil)
	see(author, nil, []string{"soon 初审 孙悦、陈国栋", "back 初审 王蕾", "late 初审 孙悦、陈国栋"})
	h.take(first, soon)
	see(first, []string{"late 初审 孙悦、陈国栋"}, []string{"soon 复审 陈国栋"})
	see(second, []string{"soon 复审 陈国栋", "late 初审 孙悦、陈国栋"}, nil)
	q, _ := h.Queue(h.as(second))
	if want := soon.Subject.Due.Add(-time.Hour); !q.Mine[0].Deadline.Equal(want) {
		t.Errorf("复审 is due %v, want %v", q.Mine[0].Deadline, want)
	}
	done, err := h.Done(h.as(first))
	if err != nil || len(done) != 2 || done[0].Ticket.Subject.ID != "soon" || done[1].Decision.Verdict != review.Return {
		t.Errorf("done: %+v, %v", done, err)
	}
}
