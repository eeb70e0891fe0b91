package accounts_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/problem"
	"huiying/internal/wake"
)

func (h *house) rulesOf(id accounts.ID) (keys []string) {
	h.t.Helper()
	all, err := h.Standing(h.as(officer), id)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, f := range all {
		keys = append(keys, f.Rule)
	}
	slices.Sort(keys)
	return keys
}

func (h *house) check() {
	h.t.Helper()
	if err := h.CheckDue(h.system(), wake.Wake{Kind: accounts.WakeCheck, Key: "daily"}); err != nil {
		h.t.Fatal(err)
	}
}

func TestTheDailyCheckFindsKeepsAndClears(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	h.check()
	if got := h.rulesOf("a1"); !slices.Equal(got, []string{"binding"}) {
		t.Errorf("on the first day: %v", got)
	}
	if _, err := h.bind("a1"); err != nil {
		t.Fatal(err)
	}
	h.now = h.now.AddDate(0, 0, 11)
	h.check()
	first, _ := h.Standing(h.as(officer), "a1")
	if got := h.rulesOf("a1"); !slices.Equal(got, []string{"silence"}) {
		t.Fatalf("after 11 days: %v", got)
	}
	entries := len(h.verbs("a1"))
	h.now = h.now.AddDate(0, 0, 1)
	h.check()
	again, _ := h.Standing(h.as(officer), "a1")
	if len(again) != 1 || again[0].ID != first[0].ID || !again[0].Found.Equal(first[0].Found) || !again[0].Seen.Equal(h.now) || again[0].Text == first[0].Text {
		t.Errorf("a day later: %+v", again)
	}
	if len(h.verbs("a1")) != entries {
		t.Error("the trail tells of a check that found nothing new")
	}
	h.act.last["a1"] = h.now
	h.check()
	if got := h.rulesOf("a1"); len(got) != 0 {
		t.Errorf("after a post: %v", got)
	}
	if verbs := h.verbs("a1"); verbs[len(verbs)-1] != "日常监测" {
		t.Errorf("trail: %v", verbs)
	}
	h.now = h.now.AddDate(0, 0, 12)
	h.check()
	if anew, _ := h.Standing(h.as(officer), "a1"); len(anew) != 1 || anew[0].ID == first[0].ID {
		t.Errorf("silent once more: %+v", anew)
	}
}

func TestTheCheckLooksAtThePlatformAndTheStaff(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	if _, err := h.bind("a1"); err != nil {
		t.Fatal(err)
	}
	h.prober.profile.Name = "望川发布厅"
	p, _ := h.staff.Person(t.Context(), "高志远")
	p.Departed = h.now
	h.person(p)
	h.check()
	if got := h.rulesOf(""); !slices.Equal(got, []string{"name", "responsible"}) {
		t.Errorf("%v", got)
	}
	h.prober.err = &problem.Refusal{Platform: "微博", Class: problem.ClassNotSent}
	h.prober.profile.Name = "望川发布"
	h.check() // at night it is no fault of the program, and is not tried again and again
	if got := h.rulesOf("a1"); !slices.Equal(got, []string{"name", "responsible"}) {
		t.Errorf("a platform out of reach takes findings away: %v", got)
	}
	h.prober.err = &problem.Refusal{Platform: "微博", Code: "21327", Class: problem.ClassToken}
	h.check()
	if got := h.rulesOf("a1"); !slices.Contains(got, "token") {
		t.Errorf("an authorisation that is no longer taken: %v", got)
	}
}

func TestOneAccountsTroubleIsItsOwn(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	other := entry("a2")
	other.Platform = accounts.Channels
	h.normal(other)
	h.now = h.now.AddDate(0, 0, 12)
	h.act.err["a1"] = errors.New("cannot be read")
	if err := h.CheckAll(h.system()); !errors.Is(err, h.act.err["a1"]) {
		t.Errorf("the trouble is kept quiet: %v", err)
	}
	if got := h.rulesOf("a2"); !slices.Equal(got, []string{"silence"}) {
		t.Errorf("the other account: %v", got)
	}
	h.want(problem.Forbidden, h.CheckAll(h.as(officer)), "a check by an officer")
}

func TestTheCountdownOfAllAccounts(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	waiting := entry("a2")
	waiting.Platform = accounts.Channels
	h.register(waiting)
	h.act.last["a1"] = time.Date(2026, 11, 24, 15, 59, 0, 0, time.UTC) // 23:59 in Shanghai
	for _, c := range []struct {
		now        time.Time
		days, left int
	}{
		{time.Date(2026, 11, 24, 15, 59, 30, 0, time.UTC), 0, 14},
		{time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC), 1, 13},
		{time.Date(2026, 12, 8, 15, 0, 0, 0, time.UTC), 14, 0},
		{time.Date(2026, 12, 8, 16, 0, 0, 0, time.UTC), 15, -1},
	} {
		h.now = c.now
		list, err := h.Countdown(h.as(officer))
		if err != nil || len(list) != 2 {
			t.Fatal(list, err)
		}
		if s := list[0]; !s.Counts || s.Days != c.days || s.Left != c.left || s.Title != "云溪古镇夜游" {
			t.Errorf("%v: %+v", c.now, s)
		}
		if s := list[1]; s.Counts || s.Account.Leader.Phone != "138****5678" {
			t.Errorf("an account that is not opened: %+v", s)
		}
	}
}

func TestAnAccountThatIsNotOnLineHasNoFindings(t *testing.T) {
	h := open(t)
	h.register(entry("a1"))
	h.now = h.now.AddDate(0, 0, 60)
	h.check()
	if got := h.rulesOf("a1"); len(got) != 0 {
		t.Errorf("while it is applied for: %v", got)
	}
	a := h.normal(func() accounts.Account {
		a := entry("a2")
		a.Platform = accounts.WeChat
		a.Opened = h.now.AddDate(0, 0, -20)
		return a
	}())
	h.check()
	if got := h.rulesOf("a2"); !slices.Equal(got, []string{"silence"}) {
		t.Fatalf("on line for 20 days: %v", got)
	}
	a.Version, a.State = a.Version+1, accounts.Closed
	if err := h.work.Do(t.Context(), func(ctx context.Context) error { return h.store.SaveAccount(ctx, a) }); err != nil {
		t.Fatal(err)
	}
	h.check()
	if got := h.rulesOf("a2"); len(got) != 0 {
		t.Errorf("after it was closed: %v", got)
	}
}

// Without network, or with the vault locked, the check says so account by account, and what it knew before stays.
func TestACheckThatCouldNotAskSaysSo(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	if _, err := h.bind("a1"); err != nil {
		t.Fatal(err)
	}
	h.prober.profile.Name = "望川发布厅"
	h.check()
	h.now = h.now.AddDate(0, 0, 1)
	other := entry("a2")
	other.Platform = accounts.Channels // has no platform to be asked
	h.normal(other)
	for name, c := range map[string]struct {
		set  func()
		kind problem.Kind
		why  string
	}{
		"no network": {func() {
			h.prober.err = &problem.Refusal{Platform: "微博", Class: problem.ClassNotSent, Reason: "没有连上微博"}
		}, problem.Unavailable, "没有连上微博"},
		"locked": {func() { h.vault.locked = true }, problem.Locked, "密钥还没有打开"},
	} {
		h.prober.err, h.vault.locked = nil, false
		c.set()
		one := h.CheckOne(h.as(registrar), "a1")
		if h.want(c.kind, one, name); !strings.Contains(problem.Words(one), "“望川发布”没有问到平台，平台资料是 11-24 09:00 的") ||
			!strings.Contains(problem.Words(one), "原来的发现都留着") || !strings.Contains(problem.Words(one), c.why) {
			t.Errorf("%s: it says %s", name, problem.Words(one))
		}
		unasked, rest := accounts.UnaskedIn(h.CheckAll(h.as(registrar)))
		if rest != nil || len(unasked) != 1 || unasked[0].Account != "a1" || unasked[0].Error() != problem.Words(one) {
			t.Errorf("%s: all at once: %v, %v", name, unasked, rest)
		}
		if found, _ := h.Standing(h.as(officer), "a1"); len(found) != 1 || found[0].Rule != "name" || !found[0].Seen.Equal(h.now) {
			t.Errorf("%s: found %+v", name, found)
		}
	}
	h.act.err["a2"] = errors.New("cannot be read")
	unasked, rest := accounts.UnaskedIn(h.CheckAll(h.as(registrar)))
	if len(unasked) != 1 || !errors.Is(rest, h.act.err["a2"]) {
		t.Errorf("beside an account that was not monitored at all: %v, %v", unasked, rest)
	}
	if err := h.CheckDue(h.system(), wake.Wake{}); !errors.Is(err, h.act.err["a2"]) {
		t.Errorf("at night: %v", err)
	}
	if unasked, rest := accounts.UnaskedIn(nil); unasked != nil || rest != nil {
		t.Errorf("nothing: %v, %v", unasked, rest)
	}
}
