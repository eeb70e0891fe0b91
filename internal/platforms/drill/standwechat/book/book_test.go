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

func TestTokensOverlapAndEnd(t *testing.T) {
	b, at := New(Wire{}, Account{AppID: "a"}), time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	issue := func(value string, stable, forced, kills bool) {
		(&TokenIssued{Token{Value: value, AppID: "a", Stable: stable, Forced: forced, Kills: kills, Until: at.Add(2 * time.Hour)}}).Apply(b, at)
	}
	issue("s1", true, false, false)
	issue("p1", false, false, false)
	if b.Tokens["s1"].Revoked || !b.Tokens["s1"].Until.Equal(at.Add(2*time.Hour)) {
		t.Error("a plain token touched the stable one")
	}
	issue("s2", true, false, false)
	if !b.Tokens["s1"].Until.Equal(at.Add(overlap)) || b.Current("a", true, at).Value != "s2" || b.Current("a", true, at.Add(3*time.Hour)) != nil {
		t.Errorf("renewed: %+v", b.Tokens["s1"])
	}
	issue("s3", true, true, false)
	if !b.Tokens["s2"].Revoked || b.MayForce("a", at.Add(29*time.Second)) || !b.MayForce("a", at.Add(30*time.Second)) {
		t.Error("a forced refresh ends the one before, and may come again after 30 seconds")
	}
	issue("p2", false, false, true)
	if !b.Tokens["s3"].Revoked || b.Tokens["p1"].Revoked {
		t.Error("with this wire a plain token ends the stable ones, and only them")
	}
	(&TokensEnded{AppID: "a"}).Apply(b, at)
	if b.Current("a", false, at) != nil {
		t.Error("not ended")
	}
}

func TestWhatIsDeletedOneByOneIsGoneAtTheLast(t *testing.T) {
	b, at := New(Wire{}, Account{AppID: "a"}), time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	(&Sent{Job{AppID: "a", MsgDataID: 7, ClientMsgID: "k", Mass: true, At: at, Done: at.Add(time.Minute), Items: []Item{{}, {}}}}).Apply(b, at)
	j, done := b.Jobs[0], at.Add(time.Minute)
	if _, it := b.Item("a", 7, 0, at); it != nil || j.Status(at) != 1 || j.Status(done) != 0 {
		t.Error("out before its time")
	}
	for n, want := range []int{0, 5} {
		(&ItemEnded{MsgDataID: 7, Index: n + 1, Fate: 5}).Apply(b, at)
		if got := j.Status(done); got != want {
			t.Errorf("%d deleted: status %d, want %d", n+1, got, want)
		}
	}
	for _, index := range []int{-1, 0, 2} {
		if _, it := b.Item("a", 7, index, done); it != nil {
			t.Errorf("article %d is there", index)
		}
	}
	if old, last := b.ByClientMsgID("a", "k", at.Add(24*time.Hour-1)); old != j || !last.Equal(at) {
		t.Error("the key is not known")
	}
	if old, _ := b.ByClientMsgID("a", "k", at.Add(24*time.Hour)); old != nil {
		t.Error("the key lives longer than a day")
	}
	if old, _ := b.ByClientMsgID("a", "", at); old != nil {
		t.Error("no key is a key")
	}
}
