package inbox_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"huiying/inbox"
	"huiying/internal/problem"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/inboxtest"
)

func incoming(key string) inbox.Incoming {
	return inbox.Incoming{External: key, Ref: json.RawMessage(`{"cid":1}`), Author: "王小二", Text: "问 " + key, At: inboxtest.Noon.Add(-time.Hour), Delivery: "d1"}
}

func page(t *testing.T, d *inboxtest.Desk, v inbox.View) []inbox.Question {
	t.Helper()
	got, err := d.Inbox.Page(d.As(inboxtest.LiMin), inbox.Filter{View: v})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestCollectingAgainStoresNothingTwice(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	for round, n := range []int{10, 10, 25, 5, 30} {
		d.Platform.Comments = nil
		for i := range n {
			d.Platform.Comments = append(d.Platform.Comments, incoming(fmt.Sprint("c", i)), incoming(fmt.Sprint("c", i))) // also twice in one reading
		}
		d.Platform.Cursor = json.RawMessage(fmt.Sprint(round + 1))
		if err := d.Inbox.Watch(d.System(), inboxtest.Weibo); err != nil {
			t.Fatal(err)
		}
		if errs := d.Due(); len(errs) > 0 {
			t.Fatal(errs)
		}
		if due, ok, err := d.Wakes.At(t.Context(), inbox.WakeCollect, string(inboxtest.Weibo)); err != nil || !ok || due.Sub(d.Clock.Now()) != 40*time.Minute {
			t.Errorf("next reading at %v, %v, %v", due, ok, err)
		}
	}
	if got := page(t, d, inbox.ViewUnassigned); len(got) != 30 || got[0].Author != "王**" || got[0].Under != "" || got[0].Delivery != "d1" {
		t.Errorf("%d questions, the first %+v", len(got), got[0])
	}
	var given []string
	for _, c := range d.Platform.Given {
		given = append(given, string(c))
	}
	if !slices.Equal(given, []string{"", "1", "2", "3", "4"}) {
		t.Errorf("cursors given = %q", given)
	}
	if got := d.Verbs("account", string(inboxtest.Weibo)); len(got) != 3 {
		t.Errorf("trail = %v, want one entry for each reading with something new", got)
	}
	if n, oldest, err := d.Inbox.OpenQuestions(d.System(), inboxtest.Weibo); err != nil || n != 30 || !oldest.Equal(inboxtest.Noon.Add(-time.Hour)) {
		t.Errorf("open = %d since %v, %v", n, oldest, err)
	}
}

// TestWhatWasReadBeforeAFaultStays is that a reading which broke off loses nothing that it had, and skips nothing.
func TestWhatWasReadBeforeAFaultStays(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	d.Platform.Comments, d.Platform.CollErr = []inbox.Incoming{incoming("a")}, inboxtest.Refusal(problem.ClassRetryRead)
	if n, err := d.Inbox.CollectNow(d.System(), inboxtest.Weibo); n != 1 || err == nil {
		t.Errorf("collected %d, %v", n, err)
	}
	d.Platform.Comments = nil
	if _, err := d.Inbox.CollectNow(d.System(), inboxtest.Weibo); problem.KindOf(err) != problem.Unavailable {
		t.Errorf("nothing but a fault: %v", err)
	}
	if got := page(t, d, inbox.ViewUnassigned); len(got) != 1 {
		t.Errorf("%d questions", len(got))
	}
}

func TestARefusedReadingWaits(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	quota := inboxtest.Refusal(problem.ClassQuota)
	quota.Until = inboxtest.Noon.Add(9 * time.Hour)
	for class, r := range map[string]*problem.Refusal{"quota": quota, "token": inboxtest.Refusal(problem.ClassToken), "person": inboxtest.Refusal(problem.ClassNeedsPerson)} {
		d.Platform.CollErr = r
		if err := d.Inbox.Watch(d.System(), inboxtest.Weibo); err != nil {
			t.Fatal(err)
		}
		if errs := d.Due(); len(errs) != 1 {
			t.Errorf("%s: %v", class, errs)
		}
		want := time.Hour
		if class == "quota" {
			want = 9 * time.Hour
		}
		if due, _, err := d.Wakes.At(t.Context(), inbox.WakeCollect, string(inboxtest.Weibo)); err != nil || due.Sub(inboxtest.Noon) != want {
			t.Errorf("%s: asked again after %v, %v", class, due.Sub(inboxtest.Noon), err)
		}
	}
	d.Unbound = true
	if err := d.Inbox.Watch(d.System(), inboxtest.Weibo); err != nil {
		t.Fatal(err)
	}
	if errs := d.Due(); len(errs) > 0 {
		t.Error(errs)
	}
	if _, ok, err := d.Wakes.At(t.Context(), inbox.WakeCollect, string(inboxtest.Weibo)); ok || err != nil {
		t.Errorf("an account that is not bound is read on: %v", err)
	}
	if err := d.Inbox.Watch(d.System(), inboxtest.Douyin); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := d.Wakes.At(t.Context(), inbox.WakeCollect, string(inboxtest.Douyin)); ok {
		t.Error("an account without an interface is read")
	}
}

func TestRepliedOnThePlatformIsAnswered(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	li := d.As(inboxtest.LiMin)
	there := incoming("there")
	there.Replied, there.Window = "已经恢复", inboxtest.Noon.Add(time.Hour)
	d.Platform.Comments = []inbox.Incoming{there, incoming("open"), incoming("drafted"), incoming("review")}
	if _, err := d.Inbox.CollectNow(li, inboxtest.Weibo); err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for _, q := range page(t, d, inbox.ViewAll) {
		ids[q.External] = q.ID
	}
	if got := d.Get(ids["there"]); got.Question.State != inbox.Answered || got.Answer.Text != "已经恢复" || got.Answer.State != inbox.Delivered || got.Answer.By != "" {
		t.Errorf("answered before it was read: %+v", got)
	}
	if _, err := d.Inbox.Save(li, inbox.SaveAnswer{ID: "x", Question: ids["drafted"], Text: "在写"}); err != nil {
		t.Fatal(err)
	}
	d.Submitted(d.Get(ids["review"]).Question, "在审")
	for i := range d.Platform.Comments {
		d.Platform.Comments[i].Replied = "后台答了"
	}
	for range 2 {
		if n, err := d.Inbox.CollectNow(li, inboxtest.Weibo); n != 0 || err != nil {
			t.Fatalf("%d new, %v", n, err)
		}
	}
	if got := d.Get(ids["open"]); got.Question.State != inbox.Answered || got.Answer.Text != "后台答了" {
		t.Errorf("answered in the back office: %+v", got)
	}
	if got := d.Get(ids["drafted"]); got.Question.State != inbox.Answered || got.Question.Claimed != "" || got.Answer.Text != "在写" {
		t.Errorf("answered while somebody wrote: %+v", got)
	}
	if got := d.Get(ids["review"]).Question.State; got != inbox.InReview {
		t.Errorf("under review: %s", got)
	}
	if got := d.Verbs("question", ids["open"]); !slices.Equal(got, []string{"平台上已有答复"}) {
		t.Errorf("trail = %v", got)
	}
}

func TestWhatIsGoneIsNoted(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	li := d.As(inboxtest.LiMin)
	elsewhere := incoming("elsewhere")
	elsewhere.Delivery = "d2"
	all := []inbox.Incoming{incoming("stays"), incoming("goes"), elsewhere}
	read := func(in ...inbox.Incoming) map[string]bool {
		d.Platform.Comments = in
		if _, err := d.Inbox.CollectNow(li, inboxtest.WeChat); err != nil {
			t.Fatal(err)
		}
		gone := map[string]bool{}
		for _, q := range page(t, d, inbox.ViewAll) {
			gone[q.External] = !q.Gone.IsZero()
		}
		return gone
	}
	d.Platform.Complete = []string{"d1"}
	if gone := read(all...); gone["goes"] || gone["stays"] {
		t.Errorf("gone when it came: %v", gone)
	}
	d.Platform.Complete = nil
	if gone := read(all[0]); gone["goes"] {
		t.Error("gone after a reading that was not complete")
	}
	d.Platform.Complete = []string{"d1"}
	if gone := read(all[0]); !gone["goes"] || gone["stays"] || gone["elsewhere"] {
		t.Errorf("gone = %v", gone)
	}
	if gone := read(all[:2]...); gone["goes"] {
		t.Error("it is there again")
	}
	if got := page(t, d, inbox.ViewUnassigned); len(got) != 3 {
		t.Errorf("a citizen's words were put away: %d questions wait", len(got))
	}
}

func TestATimeThatThePlatformDidNotSay(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	for i, at := range []time.Time{{}, time.Unix(0, 0)} {
		in := incoming(fmt.Sprint(i))
		in.At, in.Text = at, "坏\x00字\xff"
		d.Platform.Comments = append(d.Platform.Comments, in)
	}
	if n, err := d.Inbox.CollectNow(d.System(), inboxtest.Weibo); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	for _, q := range page(t, d, inbox.ViewUnassigned) {
		if !q.Received.Equal(inboxtest.Noon) || !q.Due.After(inboxtest.Noon) {
			t.Errorf("received %v, due %v", q.Received, q.Due)
		}
	}
}
