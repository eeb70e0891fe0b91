package inbox_test

import (
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/inbox/policy"
	"huiying/internal/problem"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/inboxtest"
)

func entry() inbox.Entry {
	return inbox.Entry{ID: "e1", Account: inboxtest.Douyin, Author: "欧阳建国", Text: " 老人证在哪里办？ ", Received: inboxtest.Noon.Add(-time.Hour),
		Kind: policy.Consult, Link: "https://douyin.example/1"}
}

func TestEnterKeepsWhatWasSeen(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	q, err := d.Inbox.Enter(d.As(inboxtest.LiMin), entry())
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Get("e1").Question; got.Author != "欧**" || got.Text != "老人证在哪里办？" || got.State != inbox.Unassigned || got.Channel != inbox.ByHand ||
		got.Platform != accounts.Douyin || got.Days != 5 || got.Row != q.Row || q.Row == 0 {
		t.Errorf("entered = %+v", got)
	}
	changed := entry()
	changed.Text = "别的话"
	again, err := d.Inbox.Enter(d.As(inboxtest.SunYue), changed)
	if err != nil || again.Text != q.Text || again.Row != q.Row {
		t.Errorf("the same id again = %+v, %v", again, err)
	}
	if got := d.Verbs("question", "e1"); len(got) != 1 || got[0] != "登记留言" {
		t.Errorf("trail = %v", got)
	}
	entries, err := d.Trail.Of(t.Context(), "question", "e1", 1)
	if err != nil || strings.Contains(entries[0].Detail, "建国") {
		t.Errorf("the trail has the whole name: %s, %v", entries[0].Detail, err)
	}
}

func TestEnterRefusesWithASentence(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	for what, spoil := range map[string]func(e *inbox.Entry){
		"nothing written":      func(e *inbox.Entry) { e.Text = " \n　" },
		"from the future":      func(e *inbox.Entry) { e.Received = inboxtest.Noon.Add(time.Minute) },
		"no time":              func(e *inbox.Entry) { e.Received = time.Time{} },
		"a slip in the year":   func(e *inbox.Entry) { e.Received = e.Received.AddDate(-11, 0, 0) },
		"a window shut before": func(e *inbox.Entry) { e.Window = e.Received },
		"a kind of none":       func(e *inbox.Entry) { e.Kind = "joke" },
		"a link of none":       func(e *inbox.Entry) { e.Link = "javascript:alert(1)" },
	} {
		e := entry()
		spoil(&e)
		_, err := d.Inbox.Enter(d.As(inboxtest.LiMin), e)
		inboxtest.Want(t, problem.Invalid, what, err)
		if words := problem.Words(err); !strings.Contains(words, "没有登记") || strings.ContainsAny(words, "!！") {
			t.Errorf("%s: %s", what, words)
		}
	}
	unknown := entry()
	unknown.Account = "none"
	_, err := d.Inbox.Enter(d.As(inboxtest.LiMin), unknown)
	inboxtest.Want(t, problem.Missing, "an account that is not there", err)
	_, err = d.Inbox.Enter(d.As(inboxtest.Zhou), entry())
	inboxtest.Want(t, problem.Forbidden, "a checker", err)
	_, err = d.Inbox.Enter(d.System(), entry())
	inboxtest.Want(t, problem.Forbidden, "the program itself", err)
	nameless := entry()
	nameless.ID = ""
	_, err = d.Inbox.Enter(d.As(inboxtest.LiMin), nameless)
	inboxtest.Want(t, problem.Internal, "no id", err)
	if got, err := d.Inbox.Page(d.As(inboxtest.LiMin), inbox.Filter{View: inbox.ViewAll}); err != nil || len(got) != 0 {
		t.Errorf("stored all the same: %+v, %v", got, err)
	}
	plain := entry()
	plain.Kind, plain.Link, plain.Window = "", "", inboxtest.Noon.Add(5*time.Hour)
	if q, err := d.Inbox.Enter(d.As(inboxtest.LiMin), plain); err != nil || q.Kind != policy.Consult {
		t.Errorf("the least that is needed: %+v, %v", q, err)
	}
	if counts, err := d.Inbox.Counts(d.As(inboxtest.LiMin)); err != nil || counts[inbox.ViewWindow] != 1 || counts[inbox.ViewUnassigned] != 1 {
		t.Errorf("counts = %v, %v", counts, err)
	}
}

// TestDeadlineInWorkingDays counts 5 working days from a Friday before the National Day holiday of 2026, with its make-up
// days as the State Council has them.
func TestDeadlineInWorkingDays(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	e := entry()
	e.Received = time.Date(2026, 9, 29, 15, 0, 0, 0, time.UTC) // 23:00 on the 29th in Shanghai
	q, err := d.Inbox.Enter(d.As(inboxtest.LiMin), e)
	if err != nil {
		t.Fatal(err)
	}
	got := d.Get(q.ID)
	counted, last := 0, got.Deadline.Days[len(got.Deadline.Days)-1]
	for _, s := range got.Deadline.Days {
		if s.Count > 0 {
			counted++
		}
	}
	if counted != 5 || last.Count != 5 || !last.Last || !got.Deadline.Due.Equal(q.Due) || got.Rule == "" {
		t.Errorf("explained: %d days, last %+v, due %v and %v", counted, last, got.Deadline.Due, q.Due)
	}
	if words := got.Deadline.Days[0].Words(); words != "收到当天不算" {
		t.Errorf("the day of receipt: %s", words)
	}
	if at := q.Due.In(time.FixedZone("", 8*3600)); at.Hour() != 17 || at.Minute() != 30 || !at.After(time.Date(2026, 10, 9, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("due at %v: not closing time after the holiday", at)
	}
	if err := d.Inbox.SetKind(d.As(inboxtest.LiMin), q.ID, q.Version, policy.Complaint); err != nil {
		t.Fatal(err)
	}
	moved := d.Get(q.ID)
	if moved.Question.Days != 15 || !moved.Question.Due.After(q.Due) || moved.Question.Version != 2 || !moved.Deadline.Due.Equal(moved.Question.Due) {
		t.Errorf("a complaint: %+v", moved.Question)
	}
	if err := d.Inbox.SetKind(d.As(inboxtest.LiMin), q.ID, q.Version, policy.Complaint); err != nil {
		t.Errorf("the same kind again: %v", err)
	}
	inboxtest.Want(t, problem.Conflict, "a kind from an old page", d.Inbox.SetKind(d.As(inboxtest.LiMin), q.ID, q.Version, policy.Thanks))
	inboxtest.Want(t, problem.Invalid, "a kind of none", d.Inbox.SetKind(d.As(inboxtest.LiMin), q.ID, 2, "joke"))
	if got := d.Verbs("question", q.ID); len(got) != 2 || got[1] != "分类" {
		t.Errorf("trail = %v", got)
	}
}

func TestMask(t *testing.T) {
	for name, want := range map[string]string{
		"张三": "张**", "  李 四": "李**", "欧阳建国": "欧**", "": "网友", " \t": "网友", "网友": "网友", "望川小小鸟🐦": "望**", "🐦🐦": "网友", "🐦张三": "张**",
		"@小明": "小**", "\u200b王五": "王**", "\u202e王五": "王**", "\xff\xfe": "网友", "\x00陈": "陈**", "Anna Li": "A**", "13812345678": "1**",
		"***": "网友", "👨‍👩‍👧": "网友", "𠮷田": "𠮷**", strings.Repeat("长", 5000): "长**", "张**": "张**",
	} {
		if got := inbox.Mask(name); got != want {
			t.Errorf("Mask(%.20q) = %q, want %q", name, got, want)
		}
	}
}

// FuzzMask is that never more than one character of a name is left, and that masking twice is masking once.
func FuzzMask(f *testing.F) {
	for _, name := range []string{"张三", "🐦", "", "\xff", "a\x00b", "网友"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := inbox.Mask(name)
		if n := len([]rune(got)); n < 2 || n > 3 || got != "网友" && !strings.HasSuffix(got, "**") || inbox.Mask(got) != got || strings.ToValidUTF8(got, "") != got {
			t.Errorf("Mask(%q) = %q", name, got)
		}
	})
}
