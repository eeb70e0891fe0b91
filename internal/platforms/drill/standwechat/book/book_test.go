package book

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"
)

func TestEveryEventHasAKindOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range []Event{&AccountChanged{}, &TokenIssued{}, &TokensEnded{}, &Called{}, &Metered{}, &MaterialAdded{}, &DraftSaved{}, &DraftDeleted{}, &Sent{},
		&MassRetried{}, &ItemEnded{}, &Switched{}, &Commented{}, &CommentEnded{}, &Elected{}, &Replied{}, &ReplyDeleted{}, &Planned{}, &PlanUsed{}, &WireSet{}} {
		if seen[e.Kind()] || reflect.TypeOf(blank(e.Kind())) != reflect.TypeOf(e) {
			t.Errorf("%T: kind %q", e, e.Kind())
		}
		seen[e.Kind()] = true
		raw, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		// An event that names what the book does not know changes nothing and does not panic.
		if err := New(Wire{}).Replay(e.Kind(), time.Now(), raw); err != nil {
			t.Errorf("%s: %v", e.Kind(), err)
		}
	}
	if New(Wire{}).Replay("strange", time.Now(), nil) == nil || New(Wire{}).Replay("sent", time.Now(), json.RawMessage(`1`)) == nil {
		t.Error("replayed what it cannot read")
	}
}

func TestAbilitiesByKindAndTime(t *testing.T) {
	now := time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	ran, runs := now, now.Add(time.Second)
	for _, c := range []struct {
		a              Account
		publish, draft bool
		verified       bool
	}{
		{Account{}, false, true, false}, {Account{Verified: true}, true, true, true}, {Account{Service: true}, true, true, false},
		{Account{Verified: true, Capabilities: map[string]bool{MayPublish: false}}, false, true, true},
		{Account{Capabilities: map[string]bool{MayPublish: true}}, true, true, false},
		{Account{Verified: true, VerifiedTo: runs}, true, true, true}, {Account{Verified: true, VerifiedTo: ran}, false, false, false},
		{Account{Service: true, Verified: true, VerifiedTo: ran}, false, false, false},
		{Account{VerifiedTo: ran}, false, true, false}, // never verified
		{Account{Verified: true, VerifiedTo: ran, Capabilities: map[string]bool{MayDraft: true}}, false, true, false},
	} {
		if p, d, v := c.a.May(MayPublish, now), c.a.May(MayDraft, now), c.a.VerifiedAt(now); p != c.publish || d != c.draft || v != c.verified || !c.a.May(MayMaterial, now) {
			t.Errorf("%+v: publish %v, draft %v, verified %v", c.a, p, d, v)
		}
	}
}

func TestStatisticsAreForVerifiedAccountsOnly(t *testing.T) {
	now := time.Now()
	for _, c := range []struct {
		a    Account
		want bool
	}{{Account{Verified: true}, true}, {Account{Service: true}, false}, {Account{}, false}, {Account{Verified: true, VerifiedTo: now}, false},
		{Account{Capabilities: map[string]bool{MayFigures: true}}, true}, {Account{Verified: true, Capabilities: map[string]bool{MayMass: false}}, true}} {
		if got := c.a.May(MayFigures, now); got != c.want {
			t.Errorf("%+v: %v", c.a, got)
		}
	}
}

func TestAccountsAreCopied(t *testing.T) {
	a := Account{AppID: "a", Whitelist: []string{"1"}, Capabilities: map[string]bool{MayMass: true}}
	b := New(Wire{}, a)
	(&AccountChanged{AppID: "a", Capabilities: map[string]bool{MayMass: false}}).Apply(b, time.Now())
	b.Accounts["a"].Whitelist[0] = "2"
	if !a.Capabilities[MayMass] || a.Whitelist[0] != "1" {
		t.Error("the book writes into its caller's account")
	}
}

func TestDaysBeginAtBeijingsMidnight(t *testing.T) {
	b := New(Wire{}, Account{AppID: "a"})
	late := time.Date(2026, 11, 24, 15, 59, 0, 0, time.UTC) // 23:59 in Beijing
	(&Called{AppID: "a", Path: "/p", Metered: true}).Apply(b, late)
	(&Sent{Job{AppID: "a", Mass: true, At: late}}).Apply(b, late)
	next := late.Add(2 * time.Minute)
	if day, _ := b.Spent("a", "/p", next); day != 0 || b.MassQuotaUsed("a", next) {
		t.Error("yesterday's calls count today")
	}
	if day, minute := b.Spent("a", "/p", late); day != 1 || minute != 1 || !b.MassQuotaUsed("a", late) {
		t.Error("not counted")
	}
	(&Called{AppID: "a", Path: "/p"}).Apply(b, late)
	if day, _ := b.Spent("a", "/p", late); day != 1 || b.Calls[CallKey{"a", "/p"}] != 2 {
		t.Error("a call that is not metered costs quota")
	}
}
