package inbox_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/problem"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/inboxtest"
)

// busyAccount has the bench's account publish eight items a day for sixty days, newest first, and returns their names by age
// in days.
func busyAccount(d *inboxtest.Desk) (byAge [60][]string) {
	d.Posts = nil
	for age := range 60 {
		for n := range 8 {
			name := fmt.Sprintf("%d-%d", age, n)
			at := d.Clock.Now().Add(-time.Duration(age)*24*time.Hour - time.Minute)
			d.Posts = append(d.Posts, inbox.PostRef{Delivery: name, Title: name, MsgDataID: name, At: at})
			byAge[age] = append(byAge[age], name)
		}
	}
	return byAge
}

// TestABusyAccountStaysWithinItsCalls plays a day of an account with 480 items: a call for each item that is asked.
func TestABusyAccountStaysWithinItsCalls(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	byAge := busyAccount(d)
	if err := d.Inbox.Watch(d.System(), inboxtest.WeChat); err != nil {
		t.Fatal(err)
	}
	d.Due()
	for age, names := range byAge {
		for _, name := range names {
			if d.Platform.Asked[name] != 1 {
				t.Fatalf("an item of %d days is left out after the start", age)
			}
		}
	}
	d.Platform.Asked = nil
	d.Wait(24 * time.Hour)
	total := 0
	for age, names := range byAge {
		least := 3
		switch { // an item of so many days and a minute passes the next day only in the last minute
		case age < 1:
			least = 143
		case age < 3:
			least = 47
		case age < 14:
			least = 23
		}
		for _, name := range names {
			n := d.Platform.Asked[name]
			total += n
			if n < least || n > least+1 {
				t.Errorf("an item of %d days was read %d times a day, want %d", age, n, least)
			}
		}
	}
	if total > 6000 {
		t.Errorf("%d calls in a day", total)
	}
	t.Logf("%d calls in a day", total)
}

// What a citizen writes under the oldest item is read within the day, and what breaks off is read again at once.
func TestNothingIsMissedUnderOldItems(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	byAge := busyAccount(d)
	oldest := byAge[50][0]
	d.Platform.Complete = []string{byAge[50][1]}
	d.Platform.Comments = []inbox.Incoming{incoming("a")}
	d.Platform.CollErr = inboxtest.Refusal(problem.ClassRetryRead)
	if _, err := d.Inbox.CollectNow(d.System(), inboxtest.WeChat); problem.ClassOf(err) != problem.ClassRetryRead {
		t.Fatal(err)
	}
	d.Platform.CollErr, d.Platform.Complete, d.Platform.Asked = nil, nil, nil
	if _, err := d.Inbox.CollectNow(d.System(), inboxtest.WeChat); err != nil {
		t.Fatal(err)
	}
	if d.Platform.Asked[oldest] != 1 || d.Platform.Asked[byAge[50][1]] != 0 {
		t.Errorf("after a reading that broke off: %d, and of what was whole %d", d.Platform.Asked[oldest], d.Platform.Asked[byAge[50][1]])
	}
	if _, err := d.Inbox.CollectNow(d.System(), inboxtest.WeChat); err != nil || d.Platform.Asked[oldest] != 1 {
		t.Errorf("asked again at once: %v", err)
	}
	d.Clock.Add(8*time.Hour - time.Minute)
	if _, err := d.Inbox.CollectNow(d.System(), inboxtest.WeChat); err != nil || d.Platform.Asked[oldest] != 2 {
		t.Errorf("after eight hours %d, %v", d.Platform.Asked[oldest], err)
	}
	// A person who asks sees what may still be written, and Weibo, where one call tells all, is given all.
	d.Platform.Asked = nil
	if _, err := d.Inbox.CollectNow(d.As(inboxtest.LiMin), inboxtest.WeChat); err != nil || d.Platform.Asked[byAge[13][0]] != 1 || d.Platform.Asked[oldest] != 0 {
		t.Errorf("a person asked: %v, %v", d.Platform.Asked, err)
	}
	for range 2 {
		if _, err := d.Inbox.CollectNow(d.System(), inboxtest.Weibo); err != nil {
			t.Fatal(err)
		}
	}
	if d.Platform.Asked[oldest] != 2 {
		t.Errorf("Weibo was given %d", d.Platform.Asked[oldest])
	}
}

// TestADeadAuthorisationIsTold is that a reading tells the register at once, and reads no more once it is known there.
func TestADeadAuthorisationIsTold(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	var told []string
	d.Inbox.Broken = func(_ context.Context, id accounts.ID, words string) error {
		told = append(told, string(id)+": "+words)
		d.Unbound = true
		return nil
	}
	d.Platform.CollErr = inboxtest.Refusal(problem.ClassNeedsPerson)
	if err := d.Inbox.Watch(d.System(), inboxtest.Weibo); err != nil {
		t.Fatal(err)
	}
	if d.Due(); len(told) != 0 {
		t.Errorf("told of something else: %v", told)
	}
	d.Platform.CollErr = inboxtest.Refusal(problem.ClassToken)
	d.Clock.Add(time.Hour)
	if errs := d.Due(); len(errs) != 1 || len(told) != 1 || !strings.Contains(told[0], "weibo-1: 微博没有收下") {
		t.Errorf("%v, told %v", errs, told)
	}
	n := len(d.Platform.Given)
	d.Wait(3 * time.Hour)
	if _, ok, err := d.Wakes.At(t.Context(), inbox.WakeCollect, string(inboxtest.Weibo)); ok || err != nil || len(d.Platform.Given) != n {
		t.Errorf("it is read on: %v, %d readings", err, len(d.Platform.Given)-n)
	}
}

// A locked vault puts nothing off by itself: the reading fails, is tried again, and runs when the vault is open.
func TestALockedVaultIsNoRefusal(t *testing.T) {
	d := inboxtest.New(t, storetest.SQLite(t))
	locked := problem.New(problem.Locked, "密钥还没有打开，读不了账号的授权", "到点的稿件不会发出", "请先输入口令打开密钥")
	d.Platform.CollErr = &problem.Refusal{Platform: "微博", Class: problem.ClassNeedsPerson, Reason: locked.What, Err: locked}
	if err := d.Inbox.Watch(d.System(), inboxtest.Weibo); err != nil {
		t.Fatal(err)
	}
	for _, err := range d.Due() {
		inboxtest.Want(t, problem.Locked, "the reading", err)
	}
	if at, ok, err := d.Wakes.At(t.Context(), inbox.WakeCollect, string(inboxtest.Weibo)); err != nil || !ok || at.Sub(d.Clock.Now()) != time.Second {
		t.Errorf("put off by %v, %v", at.Sub(d.Clock.Now()), err)
	}
	d.Platform.CollErr = nil
	d.Platform.Comments = []inbox.Incoming{incoming("a")}
	d.Clock.Add(time.Second)
	if errs := d.Due(); len(errs) > 0 || len(page(t, d, inbox.ViewUnassigned)) != 1 {
		t.Errorf("open again: %v", errs)
	}
}
