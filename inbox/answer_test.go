package inbox_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/inboxtest"
	"huiying/review"
)

func TestTypingClaimsAndSavesDoNotOverwrite(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	li, sun := d.As(inboxtest.LiMin), d.As(inboxtest.SunYue)
	q := d.Question(inboxtest.Weibo, "1", "何时供暖？")
	save := func(who people.ID, version int, text string) (inbox.Answer, error) {
		return d.Inbox.Save(d.As(who), inbox.SaveAnswer{ID: "a1", Question: q.ID, Version: version, Text: text})
	}
	for i, text := range []string{"", "十一", "十一月"} {
		for range 2 { // a save whose answer was lost is given again
			a, err := save(inboxtest.LiMin, i, text)
			if err != nil || a.Version != i+1 || a.Text != text || a.State != inbox.Drafting {
				t.Fatalf("save %d = %+v, %v", i, a, err)
			}
		}
	}
	if got := d.Get(q.ID).Question; got.Claimed != inboxtest.LiMin || got.State != inbox.ToAnswer || got.Version != 2 {
		t.Errorf("typing claims: %+v", got)
	}
	_, err := save(inboxtest.LiMin, 1, "旧页面上的字")
	inboxtest.Want(t, problem.Conflict, "a save from an old page", err)
	_, err = d.Inbox.Save(li, inbox.SaveAnswer{ID: "a2", Question: q.ID, Text: "另一份"})
	inboxtest.Want(t, problem.Conflict, "a second answer beside the first", err)
	_, err = d.Inbox.Save(li, inbox.SaveAnswer{Question: q.ID, Text: "没有编号"})
	inboxtest.Want(t, problem.Internal, "no id", err)
	_, err = d.Inbox.Save(d.System(), inbox.SaveAnswer{ID: "a1", Question: q.ID, Version: 3, Text: "程序写的"})
	inboxtest.Want(t, problem.Forbidden, "the program writes nothing", err)

	d.Clock.Add(16 * time.Minute)
	if a, err := save(inboxtest.SunYue, 3, "十一月十五日"); err != nil || a.By != inboxtest.SunYue || !slices.Equal(a.Others, []people.ID{inboxtest.LiMin}) {
		t.Fatalf("taken over = %+v, %v", a, err)
	}
	_, err = d.Inbox.Submit(li, inbox.SubmitAnswer{Question: q.ID, Version: 4})
	inboxtest.Want(t, problem.Forbidden, "another's words handed in", err)
	if _, err := d.Inbox.Submit(sun, inbox.SubmitAnswer{Question: q.ID, Version: 4}); err != nil {
		t.Fatal(err)
	}
	inboxtest.Want(t, problem.Forbidden, "one who wrote decides", d.Decide(inboxtest.SunYue, "a1", review.Pass, ""))
	if got := d.Verbs("question", q.ID); !slices.Equal(got, []string{"认领", "认领", "答复送审"}) {
		t.Errorf("trail = %v", got)
	}
}

// TestWhoWroteFirstDecidesNotEither is that somebody whose words were taken over is no reviewer of them.
func TestWhoWroteFirstDecidesNotEither(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	q := d.Question(inboxtest.Weibo, "1", "何时供暖？")
	if _, err := d.Inbox.Save(d.As(inboxtest.SunYue), inbox.SaveAnswer{ID: "a-" + q.ID, Question: q.ID, Text: "孙悦写的"}); err != nil {
		t.Fatal(err)
	}
	d.Clock.Add(time.Hour)
	if err := d.Inbox.Claim(d.As(inboxtest.LiMin), q.ID); err != nil {
		t.Fatal(err)
	}
	_, err := d.Inbox.Submit(d.As(inboxtest.SunYue), inbox.SubmitAnswer{Question: q.ID, Version: 1})
	inboxtest.Want(t, problem.Conflict, "handed in over another's claim", err)
	a := d.Submitted(q, "李敏改了一个字")
	inboxtest.Want(t, problem.Forbidden, "the first writer decides", d.Decide(inboxtest.SunYue, a.ID, review.Pass, ""))
	if err := d.Decide(inboxtest.Zhou, a.ID, review.Pass, ""); err != nil {
		t.Error(err)
	}
}

func TestSubmitCountsAsThePlatformDoes(t *testing.T) {
	long := strings.Repeat("字", 140)
	for _, c := range []struct {
		platform accounts.Platform
		channel  inbox.Channel
		text     string
		ok       bool
	}{
		{accounts.Weibo, inbox.Comment, long, true},
		{accounts.Weibo, inbox.Comment, " " + long + "\n", true},
		{accounts.Weibo, inbox.Comment, long + "a", false},
		{accounts.Weibo, inbox.Comment, strings.Repeat("a", 280), true},
		{accounts.Weibo, inbox.Comment, strings.Repeat("a", 281), false},
		{accounts.Weibo, inbox.Comment, strings.Repeat("字", 129) + "https://www.wangchuan.gov.cn/" + strings.Repeat("x", 90), true},
		{accounts.Weibo, inbox.Comment, strings.Repeat("😀", 71), false},
		{accounts.Weibo, inbox.ByHand, long + long, true},
		{accounts.WeChat, inbox.Comment, strings.Repeat("字", 600), true},
		{accounts.WeChat, inbox.Comment, strings.Repeat("字", 601), false},
		{accounts.WeChat, inbox.Comment, " \n\t", false},
		{accounts.Weibo, inbox.ByHand, "", false},
	} {
		err := inbox.CheckText(inbox.Question{Platform: c.platform, Channel: c.channel}, c.text)
		if (err == nil) != c.ok || err != nil && problem.KindOf(err) != problem.Invalid {
			t.Errorf("%s %s %.12q: %v", c.platform, c.channel, c.text, err)
		}
	}
	d := inboxtest.New(t, storetest.SQLite(t))
	q := d.Question(inboxtest.Weibo, "1", "何时供暖？")
	a, err := d.Inbox.Save(d.As(inboxtest.LiMin), inbox.SaveAnswer{ID: "a", Question: q.ID, Text: long + "，"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Inbox.Submit(d.As(inboxtest.LiMin), inbox.SubmitAnswer{Question: q.ID, Version: a.Version})
	if want := "答复 141/140 字，超了 1 字。写好的都还在，没有送审。请删短一些。"; problem.Words(err) != want {
		t.Errorf("%v, want %s", err, want)
	}
	if got := d.Get(q.ID); got.Answer.Text != long+"，" || got.Answer.State != inbox.Drafting || got.Question.State != inbox.ToAnswer {
		t.Errorf("after a refusal: %+v", got)
	}
}

func TestReturnedIsMendedAndHandedInAgain(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	li := d.As(inboxtest.LiMin)
	q := d.Question(inboxtest.Weibo, "1", "何时供暖？")
	first := d.Submitted(q, " 十一月供暖 ")
	if first.Text != "十一月供暖" || first.Revision != 1 || first.Fingerprint != inbox.Fingerprint(q, "十一月供暖") {
		t.Errorf("submitted = %+v", first)
	}
	if again, err := d.Inbox.Submit(li, inbox.SubmitAnswer{Question: q.ID, Version: first.Version - 1}); err != nil || again.Revision != 1 {
		t.Errorf("the same submission again = %+v, %v", again, err)
	}
	_, err := d.Inbox.Save(li, inbox.SaveAnswer{ID: first.ID, Question: q.ID, Version: first.Version, Text: "改一改"})
	inboxtest.Want(t, problem.Conflict, "a change under review", err)
	if err := d.Decide(inboxtest.Zhou, first.ID, review.Return, "请写明日期"); err != nil {
		t.Fatal(err)
	}
	got := d.Get(q.ID)
	if got.Question.State != inbox.ToAnswer || got.Question.Reason != "请写明日期" || got.Question.Claimed != inboxtest.LiMin || got.Answer.State != inbox.Returned || got.Answer.Note != "请写明日期" {
		t.Errorf("returned = %+v", got)
	}
	second := d.Submitted(q, "11月15日供暖")
	if second.ID != first.ID || second.Revision != 2 || second.Fingerprint == first.Fingerprint || second.Note != "" {
		t.Errorf("handed in again = %+v", second)
	}
	old := inbox.Decision{Answer: first.ID, Revision: 1, Fingerprint: first.Fingerprint, Approved: true}
	inboxtest.Want(t, problem.Conflict, "a decision on the first", d.Work.Do(d.System(), func(ctx context.Context) error { return d.Inbox.Decided(ctx, old) }))
	if err := d.Decide(inboxtest.Zhou, first.ID, review.Pass, ""); err != nil {
		t.Fatal(err)
	}
	if errs := d.Due(); len(errs) > 0 {
		t.Fatal(errs)
	}
	if replies := d.Platform.Replies(); len(replies) != 1 || replies[0].Text != "11月15日供暖" {
		t.Errorf("on the platform: %+v", replies)
	}
	if got := d.Get(q.ID); got.Question.State != inbox.Answered || got.Question.Reason != "" || got.Answer.External != "r1" {
		t.Errorf("answered = %+v", got)
	}
}

func TestRejectedIsNotUsedAgain(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	li := d.As(inboxtest.LiMin)
	q := d.Question(inboxtest.Weibo, "1", "何时供暖？")
	a := d.Submitted(q, "不知道")
	if err := d.Decide(inboxtest.Zhou, a.ID, review.Reject, "不能这样答"); err != nil {
		t.Fatal(err)
	}
	rejected := d.Get(q.ID).Answer
	_, err := d.Inbox.Save(li, inbox.SaveAnswer{ID: a.ID, Question: q.ID, Version: rejected.Version, Text: "改好了"})
	inboxtest.Want(t, problem.Conflict, "a rejected answer written on", err)
	inboxtest.Want(t, problem.Conflict, "a rejected answer taken back", d.Inbox.TakeBack(li, q.ID))
	fresh, err := d.Inbox.Save(li, inbox.SaveAnswer{ID: "b", Question: q.ID, Text: "11月15日供暖"})
	if err != nil || fresh.Version != 1 || fresh.Others != nil {
		t.Fatalf("another answer = %+v, %v", fresh, err)
	}
	if _, err := d.Inbox.Submit(li, inbox.SubmitAnswer{Question: q.ID, Version: 1}); err != nil {
		t.Error(err)
	}
}

func TestTakingBackVoidsTheApproval(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	q := d.Question(inboxtest.Weibo, "1", "何时供暖？")
	a := d.Approved(q, "11月5日供暖")
	for range 2 {
		if err := d.Inbox.TakeBack(d.As(inboxtest.SunYue), q.ID); err != nil {
			t.Fatal(err)
		}
	}
	got := d.Get(q.ID)
	if got.Answer.State != inbox.Drafting || got.Question.State != inbox.ToAnswer || got.Question.Claimed != inboxtest.SunYue {
		t.Errorf("taken back = %+v", got)
	}
	if _, ok, err := d.Wakes.At(t.Context(), inbox.WakeAnswer, a.ID); ok || err != nil {
		t.Errorf("its wake is left, %v", err)
	}
	if errs := d.Due(); len(errs) > 0 || len(d.Platform.Calls()) > 0 {
		t.Errorf("went out all the same: %v", errs)
	}
	d.Do(func(ctx context.Context) error {
		inboxtest.Want(t, problem.Forbidden, "the gate", d.Review.Allow(ctx, "answer", a.ID, a.Fingerprint))
		return nil
	})
	if got := d.Verbs("question", q.ID); !slices.Equal(got, []string{"认领", "答复送审", "收回答复"}) {
		t.Errorf("trail = %v", got)
	}
	d.Approved(q2(d), "好")
	if errs := d.Due(); len(errs) > 0 {
		t.Fatal(errs)
	}
	inboxtest.Want(t, problem.Conflict, "what is out taken back", d.Inbox.TakeBack(d.As(inboxtest.LiMin), q2(d).ID))
}

// TestDecidingAndTakingBackNeverBlockEachOther has two programs on one PostgreSQL decide and take back at the same moment,
// 60 times: whoever is second sees the first, and nobody is sent away because of a lock.
func TestDecidingAndTakingBackNeverBlockEachOther(t *testing.T) {
	address := storetest.PostgresSchema(t)
	one := inboxtest.New(t, storetest.Connect(t, address))
	two := one.Another(storetest.Connect(t, address))
	for round := range 60 {
		q := one.Question(inboxtest.Weibo, "k"+time.Duration(round).String(), "何时供暖？")
		a := one.Submitted(q, "11月15日供暖")
		back, start := make(chan error, 1), make(chan struct{})
		go func() {
			<-start
			back <- two.Inbox.TakeBack(two.As(inboxtest.LiMin), q.ID)
		}()
		close(start)
		decided := one.Decide(inboxtest.Zhou, a.ID, review.Pass, "")
		if err := <-back; err != nil {
			t.Fatalf("round %d: taken back: %v", round, err)
		}
		if decided != nil && problem.KindOf(decided) != problem.Conflict {
			t.Fatalf("round %d: decided: %v", round, decided)
		}
		if got := one.Get(q.ID); got.Answer.State != inbox.Drafting || got.Question.State != inbox.ToAnswer {
			t.Fatalf("round %d: %+v", round, got)
		}
	}
}

func q2(d *inboxtest.Desk) inbox.Question { return d.Question(inboxtest.Weibo, "2", "何时停暖？") }

func TestAFingerprintBindsAnswerToQuestion(t *testing.T) {
	q := inbox.Question{ID: "1", Account: "a", Channel: inbox.Comment, External: "e", Text: "何时"}
	base := inbox.Fingerprint(q, "明天")
	if len(base) != 64 || base != inbox.Fingerprint(q, "明天") {
		t.Errorf("fingerprint = %s", base)
	}
	seen := map[string]string{base: "itself"}
	for what, change := range map[string]func(q *inbox.Question) string{
		"another text":       func(*inbox.Question) string { return "明天。" },
		"another question":   func(q *inbox.Question) string { q.ID = "2"; return "明天" },
		"another account":    func(q *inbox.Question) string { q.Account = "b"; return "明天" },
		"another channel":    func(q *inbox.Question) string { q.Channel = inbox.ByHand; return "明天" },
		"another comment":    func(q *inbox.Question) string { q.External = "f"; return "明天" },
		"another wording":    func(q *inbox.Question) string { q.Text = "何时？"; return "明天" },
		"a moved boundary":   func(q *inbox.Question) string { q.Text = "何"; return "时明天" },
		"a moved boundary 2": func(q *inbox.Question) string { q.External, q.Text = "e何", "时"; return "明天" },
	} {
		other := q
		text := change(&other)
		got := inbox.Fingerprint(other, text)
		if before, ok := seen[got]; ok {
			t.Errorf("%s has the fingerprint of %s", what, before)
		}
		seen[got] = what
	}
}
