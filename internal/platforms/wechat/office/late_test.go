package office_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/platforms/drill"
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/platformtest"
	"huiying/internal/platforms/wechat/office"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// slow is a publication that the platform reviews for so long, and whose answer is lost.
func slow(t *testing.T, takes time.Duration) (*office.Office, *platformtest.World, delivery.Parcel, json.RawMessage, time.Time) {
	t.Helper()
	o, w, _ := bound(t)
	p := platformtest.NewParcel(account, accounts.WeChat, content.Publish, "a")
	made, err := o.Prepare(t.Context(), p, nil)
	w.Must(err)
	w.Must(w.Control().Plan(t.Context(), drill.Plan{Platform: drill.WeChat, What: "publish", Account: w.Account, Delay: takes}))
	w.Fault(submit, stage.Lost, 0)
	at := w.Now()
	if _, _, err = o.Send(t.Context(), p, made); problem.ClassOf(err) != problem.ClassUnknown {
		t.Fatal(err)
	}
	return o, w, p, made, at
}

// A draft in the box proves nothing while the platform may review it, and afterwards a person is asked to look first.
func TestALostSubmissionIsNotCalledAbsentWhileItMayBeReviewed(t *testing.T) {
	o, w, p, made, at := slow(t, 20*time.Minute)
	w.Pass(15 * time.Minute)
	sight, err := o.Seek(t.Context(), p, made, at, at)
	if err != nil || sight.Presence != delivery.Unclear || !strings.Contains(sight.Words, "审核") {
		t.Errorf("after a quarter of an hour: %+v, %v", sight, err)
	}
	w.Pass(20 * time.Minute)
	if sight, err = o.Seek(t.Context(), p, made, at, at); err != nil || sight.Presence != delivery.There || sight.Receipt.ID != w.One().ArticleID {
		t.Errorf("after it came out: %+v, %v", sight, err)
	}
	o, w, p, made, at = slow(t, 3*time.Hour)
	w.Pass(35 * time.Minute)
	if sight, err = o.Seek(t.Context(), p, made, at, at); err != nil || sight.Presence != delivery.Absent || !strings.Contains(sight.Words, "发表记录") {
		t.Errorf("while it is reviewed for hours: %+v, %v", sight, err)
	}
}

// The wait counts from the last attempt, and the look goes back to the first: it landed after a person had released another.
func TestAnEarlierSubmissionThatLandsLateIsFound(t *testing.T) {
	o, w, p, made, first := slow(t, 36*time.Minute)
	w.Pass(35 * time.Minute)
	w.Fault(submit, stage.HTML502, 0)
	last := w.Now()
	if _, _, err := o.Send(t.Context(), p, made); problem.ClassOf(err) != problem.ClassUnknown {
		t.Fatal(err)
	}
	sight, err := o.Seek(t.Context(), p, made, first, last)
	if err != nil || sight.Presence != delivery.Unclear {
		t.Errorf("just after another attempt: %+v, %v", sight, err)
	}
	w.Pass(30 * time.Minute)
	if sight, err = o.Seek(t.Context(), p, made, first, last); err != nil || sight.Presence != delivery.There {
		t.Errorf("the first attempt came out: %+v, %v", sight, err)
	}
	if sight, err = o.Seek(t.Context(), p, made, w.Now(), last); err != nil || sight.Presence == delivery.There {
		t.Errorf("one from before is taken for ours: %+v, %v", sight, err)
	}
}

// After the platform's own no nothing is waited for, but a look is still taken.
func TestAfterARefusalNothingIsWaitedFor(t *testing.T) {
	for _, way := range []content.Way{content.Publish, content.Broadcast} {
		o, w, _ := bound(t)
		p := platformtest.NewParcel(account, accounts.WeChat, way, "a")
		made, err := o.Prepare(t.Context(), p, nil)
		w.Must(err)
		if sight, err := o.Seek(t.Context(), p, made, w.Now(), time.Time{}); err != nil || sight.Presence != delivery.Absent {
			t.Errorf("%s refused: %+v, %v", way, sight, err)
		}
		if sight, err := o.Seek(t.Context(), p, made, w.Now(), w.Now()); err != nil || sight.Presence != delivery.Unclear {
			t.Errorf("%s lost: %+v, %v", way, sight, err)
		}
		_, _, err = o.Send(t.Context(), p, made)
		w.Must(err)
		w.Pass(2 * time.Minute)
		if sight, err := o.Seek(t.Context(), p, made, w.Now().Add(-5*time.Minute), time.Time{}); err != nil || sight.Presence == delivery.Absent {
			t.Errorf("%s refused and yet out: %+v, %v", way, sight, err)
		}
	}
}

// A restored backup knows nothing of the draft that went out since.
func TestADraftThatNobodyWroteDownMayHaveGoneOut(t *testing.T) {
	for _, way := range []content.Way{content.Publish, content.Broadcast} {
		for _, out := range []bool{true, false} {
			o, w, _ := bound(t)
			p := platformtest.NewParcel(account, accounts.WeChat, way, "a")
			since := w.Now()
			if out {
				made, err := o.Prepare(t.Context(), p, nil)
				w.Must(err)
				_, _, err = o.Send(t.Context(), p, made)
				w.Must(err)
			}
			w.Pass(2 * time.Minute)
			sight, err := o.Seek(t.Context(), p, nil, since, w.Now())
			w.Must(err)
			if sight.Presence == delivery.Absent || (sight.Presence == delivery.There) != (out && way == content.Publish) {
				t.Errorf("%s, out %v: %+v", way, out, sight)
			}
			w.Pass(40 * time.Minute)
			sight, err = o.Seek(t.Context(), p, nil, since, since)
			w.Must(err)
			if want := !out && way == content.Publish; (sight.Presence == delivery.Absent) != want {
				t.Errorf("%s, out %v, later: %+v", way, out, sight)
			}
		}
	}
}
