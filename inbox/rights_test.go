package inbox_test

import (
	"context"
	"testing"

	"huiying/inbox"
	"huiying/inbox/policy"
	"huiying/internal/problem"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/inboxtest"
)

// TestNobodyActsWithoutARight tries every method without a person, as the program, and as somebody of another desk. What is
// refused changes nothing.
func TestNobodyActsWithoutARight(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	q := d.Question(inboxtest.Weibo, "1", "何时供暖？")
	a := d.Submitted(q, "明日供暖。")
	s := d.Inbox
	acts := map[string]struct {
		do      func(ctx context.Context) error
		program bool // may the program
		checker bool // may somebody who only checks
	}{
		"open":    {func(ctx context.Context) error { return s.Open(ctx, q.ID) }, true, true},
		"get":     {func(ctx context.Context) error { _, err := s.Get(ctx, q.ID); return err }, true, true},
		"page":    {func(ctx context.Context) error { _, err := s.Page(ctx, inbox.Filter{View: inbox.ViewAll}); return err }, true, true},
		"counts":  {func(ctx context.Context) error { _, err := s.Counts(ctx); return err }, true, true},
		"answer":  {func(ctx context.Context) error { _, _, err := s.AnswerFor(ctx, a.ID); return err }, true, true},
		"answers": {func(ctx context.Context) error { _, err := s.AnswersIn(ctx, inbox.Reviewing); return err }, true, true},
		"waiting": {func(ctx context.Context) error { _, _, err := s.OpenQuestions(ctx, q.Account); return err }, true, true},
		"collect": {func(ctx context.Context) error { _, err := s.CollectNow(ctx, q.Account); return err }, true, false},
		"claim":   {func(ctx context.Context) error { return s.Claim(ctx, q.ID) }, false, false},
		"let go":  {func(ctx context.Context) error { return s.LetGo(ctx, q.ID) }, false, false},
		"kind":    {func(ctx context.Context) error { return s.SetKind(ctx, q.ID, 1, policy.Help) }, false, false},
		"save": {func(ctx context.Context) error {
			_, err := s.Save(ctx, inbox.SaveAnswer{ID: "x", Question: q.ID})
			return err
		}, false, false},
		"submit": {func(ctx context.Context) error {
			_, err := s.Submit(ctx, inbox.SubmitAnswer{Question: q.ID})
			return err
		}, false, false},
		"take back": {func(ctx context.Context) error { return s.TakeBack(ctx, q.ID) }, false, false},
		"close": {func(ctx context.Context) error {
			return s.Close(ctx, inbox.Closing{Question: q.ID, As: inbox.NotTaken, Reason: "x"})
		}, false, false},
		"enter": {func(ctx context.Context) error {
			_, err := s.Enter(ctx, inbox.Entry{ID: "e", Account: q.Account, Text: "问", Received: inboxtest.Noon})
			return err
		}, false, false},
	}
	before := d.Get(q.ID)
	for name, act := range acts {
		inboxtest.Want(t, problem.Forbidden, name+" by nobody", act.do(t.Context()))
		for who, c := range map[string]struct {
			ctx context.Context
			may bool
		}{"the program": {d.System(), act.program}, "a checker": {d.As(inboxtest.Zhou), act.checker}} {
			if err := act.do(c.ctx); (problem.KindOf(err) == problem.Forbidden) == c.may {
				t.Errorf("%s by %s: %v", name, who, err)
			}
		}
	}
	after := d.Get(q.ID)
	after.Question.Read, after.Question.ReadBy = before.Question.Read, before.Question.ReadBy // the checker opened it
	if after.Question.Version != before.Question.Version || after.Answer.Version != before.Answer.Version || after.Question.State != before.Question.State {
		t.Errorf("%+v\nwas %+v", after, before)
	}
}

// TestWhatReviewersRead is what stands before a checker: the answer with the question that it belongs to.
func TestWhatReviewersRead(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	zhou := d.As(inboxtest.Zhou)
	q := d.Question(inboxtest.Weibo, "1", "何时供暖？")
	a := d.Submitted(q, "明日供暖。")
	if got, of, err := d.Inbox.AnswerFor(zhou, a.ID); err != nil || got.Text != "明日供暖。" || of.Text != "何时供暖？" {
		t.Errorf("%+v to %+v, %v", got, of, err)
	}
	_, _, err := d.Inbox.AnswerFor(zhou, "none")
	inboxtest.Want(t, problem.Missing, "an answer that is not there", err)
	if got, err := d.Inbox.AnswersIn(zhou, inbox.Reviewing, inbox.Ready); err != nil || len(got) != 1 || got[0].ID != a.ID {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := d.Inbox.AnswersIn(zhou, inbox.Delivered); err != nil || len(got) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestAPageGoesOnAfterTheOneBefore walks a view by pages: each question once.
func TestAPageGoesOnAfterTheOneBefore(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	for _, key := range []string{"1", "2", "3", "4", "5"} {
		d.Question(inboxtest.Weibo, key, "问 "+key)
	}
	seen := map[string]int{}
	f := inbox.Filter{View: inbox.ViewUnassigned, Limit: 2}
	for range 3 {
		got, err := d.Inbox.Page(d.As(inboxtest.LiMin), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range got {
			seen[q.External]++
			f = f.Next(q)
		}
	}
	if len(seen) != 5 || seen["1"] != 1 || seen["5"] != 1 {
		t.Errorf("seen %v", seen)
	}
}
