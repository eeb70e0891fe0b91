package office_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/platformtest"
	"huiying/internal/platforms/wechat/office"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

const (
	submit = "/cgi-bin/freepublish/submit"
	push   = "/cgi-bin/message/mass/sendall"
)

// find looks as the desk does: where only the platform's own key can tell, the call is made again with it.
func find(t *testing.T, o *office.Office, p delivery.Parcel, made json.RawMessage, since time.Time) (delivery.Sighting, error) {
	t.Helper()
	sight, err := o.Find(t.Context(), p, made, since)
	if err == nil && sight.ByKey {
		return o.AskAgain(t.Context(), p, made)
	}
	return sight, err
}

// TestAPostFoundByItsLookSaysThatItsCommentsAreOutOfReach loses the answer, and with it the msg_data_id. The note says so,
// and the day after the platform's statistics name it.
func TestAPostFoundByItsLookSaysThatItsCommentsAreOutOfReach(t *testing.T) {
	for _, c := range []struct {
		way  content.Way
		path string
	}{{content.Publish, submit}, {content.Broadcast, push}} {
		t.Run(string(c.way), func(t *testing.T) {
			o, w, _ := bound(t)
			p := platformtest.NewParcel(account, accounts.WeChat, c.way, "a")
			made, err := o.Prepare(t.Context(), p, nil)
			w.Must(err)
			since := w.Now()
			w.Fault(c.path, stage.Lost, 0)
			if _, _, err = o.Send(t.Context(), p, made); problem.ClassOf(err) != problem.ClassUnknown {
				t.Fatal(err)
			}
			w.Pass(2 * time.Minute)
			sight, err := find(t, o, p, made, since)
			w.Must(err)
			if sight.Presence != delivery.There || sight.Receipt.MsgDataID != "" || !strings.Contains(sight.Words, "读不到它的留言") {
				t.Fatalf("%+v", sight)
			}
			w.Says(w.One(), "o-1", "几点开门？")
			ref := inbox.PostRef{Delivery: p.Delivery, Title: p.Title, External: sight.Receipt.ID, Link: sight.Receipt.URL, At: since}
			for _, day := range []struct {
				pass time.Duration
				want int
			}{{0, 0}, {24 * time.Hour, 1}, {time.Hour, 1}} {
				w.Pass(day.pass)
				b, err := o.Collect(t.Context(), account, []inbox.PostRef{ref}, nil)
				if err != nil || len(b.Questions) != day.want || len(b.Complete) != day.want {
					t.Errorf("after %s more: %+v, %v", day.pass, b, err)
				}
			}
			if n := w.Calls("/datacube/getarticletotaldetail"); n != 1 {
				t.Errorf("%d calls for the statistics", n)
			}
		})
	}
}

// TestADraftThatLeavesTheBoxBetweenIsNoRefusal has a person send or delete the draft by hand.
func TestADraftThatLeavesTheBoxBetweenIsNoRefusal(t *testing.T) {
	for name, hand := range map[string]func(w *platformtest.World, draft string) error{
		"sent by hand": func(w *platformtest.World, draft string) error {
			_, err := console(w).Submit(w.T.Context(), draft)
			return err
		},
		"deleted by hand": func(w *platformtest.World, draft string) error { return console(w).DraftDelete(w.T.Context(), draft) },
	} {
		t.Run(name, func(t *testing.T) {
			o, w, _ := bound(t)
			p := platformtest.NewParcel(account, accounts.WeChat, content.Publish, "a")
			made, err := o.Prepare(t.Context(), p, nil)
			w.Must(err)
			_, _, err = o.Send(t.Context(), p, made) // one of the same words, long ago
			w.Must(err)
			w.Pass(50 * time.Hour)
			made, err = o.Prepare(t.Context(), p, nil)
			w.Must(err)
			box, err := console(w).DraftBatchGet(t.Context(), 0, 20, true)
			w.Must(err)
			since := w.Now()
			w.Must(hand(w, box.Items[0].MediaID))
			w.Pass(time.Minute)
			if _, _, err = o.Send(t.Context(), p, made); problem.ClassOf(err) != problem.ClassUnknown {
				t.Errorf("the draft is gone: %v", err)
			}
			w.Pass(20 * time.Minute)
			sight, err := find(t, o, p, made, since)
			w.Must(err)
			if want := map[bool]delivery.Presence{true: delivery.There, false: delivery.Unclear}[len(w.Posts()) > 1]; sight.Presence != want {
				t.Errorf("a look says %+v", sight)
			}
			_, err = o.Prepare(t.Context(), p, made)
			if gone := len(w.Posts()) == 1; gone != (problem.ClassOf(err) == problem.ClassNeedsPerson && err != nil) {
				t.Errorf("preparing again: %v", err)
			}
		})
	}
}

// TestADraftThatWasEditedIsNotSent has a person change the draft in the console.
func TestADraftThatWasEditedIsNotSent(t *testing.T) {
	o, w, _ := bound(t)
	p := platformtest.NewParcel(account, accounts.WeChat, content.Publish, "a")
	made, err := o.Prepare(t.Context(), p, nil)
	w.Must(err)
	p.Paragraphs[1].Text += "（以此为准）"
	_, err = o.Prepare(t.Context(), p, made)
	if problem.ClassOf(err) != problem.ClassNeedsPerson || !strings.Contains(problem.Words(err), "正文") {
		t.Errorf("%v", err)
	}
}

// TestOneArticleBothWays prepares the same article for publishing and for a push; each goes out by its own draft.
func TestOneArticleBothWays(t *testing.T) {
	o, w, _ := bound(t)
	a, b := platformtest.NewParcel(account, accounts.WeChat, content.Publish, "a"), platformtest.NewParcel(account, accounts.WeChat, content.Broadcast, "a")
	a.Paragraphs, b.Paragraphs = a.Paragraphs[:3], b.Paragraphs[:3]
	madeA, err := o.Prepare(t.Context(), a, nil)
	w.Must(err)
	madeB, err := o.Prepare(t.Context(), b, nil)
	w.Must(err)
	for _, send := range []func() error{
		func() error { _, _, err := o.Send(t.Context(), a, madeA); return err },
		func() error { w.Pass(time.Minute); _, _, err := o.Send(t.Context(), b, madeB); return err },
	} {
		w.Must(send())
	}
	w.Pass(time.Minute)
	posts := w.Posts()
	if len(posts) != 2 || posts[0].Kind == posts[1].Kind || posts[0].DraftID == posts[1].DraftID {
		t.Errorf("%+v", posts)
	}
}

// TestAKeyIsNotUsedAgainWithinAMinute holds that looking never keeps the platform from answering (45066).
func TestAKeyIsNotUsedAgainWithinAMinute(t *testing.T) {
	o, w, _ := bound(t)
	p := platformtest.NewParcel(account, accounts.WeChat, content.Broadcast, "a")
	made, err := o.Prepare(t.Context(), p, nil)
	w.Must(err)
	since := w.Now()
	w.Fault(push, stage.Truncated, 0)
	if _, _, err = o.Send(t.Context(), p, made); problem.ClassOf(err) != problem.ClassUnknown {
		t.Fatal(err)
	}
	for range 4 {
		w.Pass(10 * time.Second)
		if sight, err := find(t, o, p, made, since); err != nil || sight.Presence != delivery.Unclear {
			t.Fatalf("%+v, %v", sight, err)
		}
	}
	if n := w.Calls(push); n != 1 {
		t.Errorf("%d calls within a minute", n)
	}
	w.Pass(time.Minute)
	if sight, err := find(t, o, p, made, since); err != nil || sight.Presence != delivery.There || len(w.Posts()) != 1 {
		t.Errorf("%+v, %v", sight, err)
	}
}

// TestAThreadThatNeverStandsStillIsNotCalledWhole takes comments away faster than they can be read.
func TestAThreadThatNeverStandsStillIsNotCalledWhole(t *testing.T) {
	o, w, _ := bound(t)
	p := platformtest.NewParcel(account, accounts.WeChat, content.Publish, "a")
	made, err := o.Prepare(t.Context(), p, nil)
	w.Must(err)
	r, _, err := o.Send(t.Context(), p, made)
	w.Must(err)
	w.Pass(time.Minute)
	const most = 100 // pages that one reading takes
	var ids []string
	for range most + 60 {
		ids = append(ids, w.Says(w.One(), "o-1", "几点开门？"))
	}
	for i := range most {
		w.After("/cgi-bin/comment/list", func() { w.Withdraws(w.One(), ids[len(ids)-1-i]) })
	}
	post := []inbox.PostRef{{Delivery: "a", Title: p.Title, MsgDataID: r.MsgDataID, At: w.Now()}}
	if b, err := o.Collect(t.Context(), account, post, nil); err != nil || len(b.Complete) != 0 || len(b.Questions) == 0 {
		t.Errorf("%d questions, whole %v, %v", len(b.Questions), b.Complete, err)
	}
	if b, err := o.Collect(t.Context(), account, post, nil); err != nil || len(b.Complete) != 1 || len(b.Questions) != 60 {
		t.Errorf("at rest: %d questions, whole %v, %v", len(b.Questions), b.Complete, err)
	}
}

// TestWithoutATokenNothingWasSent holds that a writing call which never left for want of a token is no doubt.
func TestWithoutATokenNothingWasSent(t *testing.T) {
	o, w, _ := bound(t)
	for range 3 {
		w.Fault("/cgi-bin/stable_token", stage.Lost, 0)
	}
	p := platformtest.NewParcel(account, accounts.WeChat, content.Publish, "a")
	_, _, err := o.Send(t.Context(), p, []byte(`{"draft":"x"}`))
	if problem.ClassOf(err) != problem.ClassNotSent || w.Calls(submit) != 0 {
		t.Errorf("%v, %d calls", err, w.Calls(submit))
	}
}

// TestSomebodyElsesReplyIsNotTakenForOurs has a colleague answer in the console.
func TestSomebodyElsesReplyIsNotTakenForOurs(t *testing.T) {
	o, w, _ := bound(t)
	p := platformtest.NewParcel(account, accounts.WeChat, content.Publish, "a")
	made, err := o.Prepare(t.Context(), p, nil)
	w.Must(err)
	r, _, err := o.Send(t.Context(), p, made)
	w.Must(err)
	w.Pass(time.Minute)
	w.Says(w.One(), "o-1", "几点开门？")
	post := []inbox.PostRef{{Delivery: "a", Title: p.Title, MsgDataID: r.MsgDataID, At: w.Now()}}
	read := func() inbox.Incoming {
		b, err := o.Collect(t.Context(), account, post, nil)
		w.Must(err)
		return b.Questions[0]
	}
	ref := read().Ref
	_, err = o.Reply(t.Context(), account, ref, "九点。")
	w.Must(err)
	_, err = o.Reply(t.Context(), account, ref, "十点。")
	if problem.ClassOf(err) != problem.ClassUnknown {
		t.Errorf("a second reply: %v", err)
	}
	w.Pass(time.Hour)
	sight, err := o.FindReply(t.Context(), account, ref, "十点。", w.Now().Add(-time.Hour))
	if err != nil || sight.Presence != inbox.Unclear || !strings.Contains(sight.Words, "另一份答复") {
		t.Errorf("%+v, %v", sight, err)
	}
	if q := read(); q.Replied != "九点。" {
		t.Errorf("read again: %+v", q)
	}
}
