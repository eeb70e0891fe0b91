package office_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/internal/platforms/drill"
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/platformtest"
	"huiying/internal/platforms/wechat/office"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// held is a push that waits for the administrator; lost tells whether the answer that says so was lost too.
func held(t *testing.T, lost bool) (*office.Office, *platformtest.World, delivery.Parcel, json.RawMessage, time.Time) {
	t.Helper()
	o, w, _ := bound(t)
	p := platformtest.NewParcel(account, accounts.WeChat, content.Broadcast, "a")
	made, err := o.Prepare(t.Context(), p, nil)
	w.Must(err)
	administrator(w, "consent")
	if lost {
		w.Fault(push, stage.Lost, 0)
	}
	at := w.Now()
	_, _, err = o.Send(t.Context(), p, made)
	if problem.ClassOf(err) != problem.ClassUnknown || strings.Contains(problem.Words(err), "请管理员 30 分钟内在手机上确认") == lost {
		t.Fatalf("%v, %s", err, problem.Words(err))
	}
	return o, w, p, made, at
}

func administrator(w *platformtest.World, does string) {
	w.T.Helper()
	w.Must(w.Control().Plan(w.T.Context(), drill.Plan{Platform: drill.WeChat, What: does, Account: w.Account}))
}

// waits holds that the push is neither there nor absent for the half hour, and that a person is told what to do.
func waits(t *testing.T, o *office.Office, w *platformtest.World, p delivery.Parcel, made json.RawMessage, at time.Time, until time.Duration) {
	t.Helper()
	for w.Now().Sub(at) < until {
		w.Pass(5 * time.Minute)
		sight, err := find(t, o, p, made, at)
		if err != nil || sight.Presence != delivery.Unclear || !strings.Contains(sight.Words, "请管理员在手机上确认") {
			t.Fatalf("after %s: %+v, %v", w.Now().Sub(at), sight, err)
		}
	}
	if n := w.Calls(push); n != 1 {
		t.Errorf("%d calls that may push", n)
	}
}

func TestAPushThatTheAdministratorConfirmsIsFoundByItsKey(t *testing.T) {
	for _, lost := range []bool{false, true} {
		o, w, p, made, at := held(t, lost)
		waits(t, o, w, p, made, at, 25*time.Minute)
		administrator(w, "confirm")
		w.Pass(2 * time.Minute)
		sight, err := find(t, o, p, made, at)
		if err != nil || sight.Presence != delivery.There || sight.Verdict != ledger.Accepted {
			t.Fatalf("lost %v: %+v, %v", lost, sight, err)
		}
		_, v, err := o.Follow(t.Context(), p, made, sight.Receipt)
		if err != nil || v != ledger.Published || w.One().MsgID != sight.Receipt.MsgID {
			t.Errorf("lost %v: %q, %v", lost, v, err)
		}
	}
}

func TestAPushThatNobodyConfirmsIsAbsentAfterTheHalfHourAndMayGoOutThen(t *testing.T) {
	for name, lost := range map[string]bool{"it was said": false, "the answer was lost": true} {
		t.Run(name, func(t *testing.T) {
			o, w, p, made, at := held(t, lost)
			waits(t, o, w, p, made, at, 30*time.Minute)
			w.Pass(time.Minute)
			if sight, err := find(t, o, p, made, at); err != nil || sight.Presence != delivery.Absent || len(w.Posts()) != 0 {
				t.Fatalf("%+v, %v", sight, err)
			}
			_, v, err := o.Send(t.Context(), p, made)
			if err != nil || v != ledger.Accepted {
				t.Errorf("%q, %v", v, err)
			}
			w.One()
		})
	}
}
