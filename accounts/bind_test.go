package accounts_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/problem"
)

func TestBindingByConsent(t *testing.T) {
	h := open(t)
	h.register(entry("a1"))
	_, err := h.BeginBind(h.as(registrar), "a1", "key")
	h.want(problem.Conflict, err, "binding before the filing is approved")
	h = open(t)
	h.normal(entry("a1"))
	address, err := h.BeginBind(h.as(registrar), "a1", " key ")
	if err != nil || !strings.Contains(address, "client_id=key&state="+h.binder.states[0]) || len(h.binder.states[0]) < 22 {
		t.Fatalf("%s, %v", address, err)
	}
	b, err := h.Bind(h.as(registrar), back("a1"))
	if err != nil || b.State != accounts.Bound || b.Subject != "5044281310" || b.Name != "望川发布" || b.AppID != "key" || b.By != registrar || len(b.Abilities) != 1 {
		t.Fatalf("%+v, %v", b, err)
	}
	if got := h.binder.finished[0]; got.State != h.binder.states[0] || got.AppID != "key" {
		t.Errorf("the platform's client was given state %q", got.State)
	}
	if a := h.get("a1"); a.PlatformID != "5044281310" {
		t.Errorf("the first binding left the platform id %q", a.PlatformID)
	}
	c, err := h.Credential(h.as(officer), "a1")
	if err != nil || string(c.Reveal()) != secret || c.Subject != "5044281310" || c.Platform != accounts.Weibo {
		t.Errorf("%v, %v", c, err)
	}
	if _, err := h.Credential(h.system(), "a1"); err != nil {
		t.Errorf("a runner: %v", err)
	}
	_, err = h.Credential(h.as(approver), "a1")
	h.want(problem.Forbidden, err, "an approver's look at a credential")
	h.vault.locked = true
	_, err = h.Credential(h.system(), "a1")
	h.want(problem.Locked, err, "a locked vault")
}

func TestAStateIsGoodForOneReturnWithinTenMinutes(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	_, err := h.Bind(h.as(registrar), back("a1"))
	h.want(problem.Invalid, err, "a return that nobody began")
	if _, err := h.bind("a1"); err != nil {
		t.Fatal(err)
	}
	_, err = h.Bind(h.as(registrar), back("a1"))
	h.want(problem.Invalid, err, "a second return")
	h.binder.err = problem.New(problem.Unavailable, "没有连上", "", "")
	_, err = h.bind("a1")
	h.want(problem.Unavailable, err, "a platform out of reach")
	h.binder.err = nil
	_, err = h.Bind(h.as(registrar), back("a1"))
	h.want(problem.Invalid, err, "a return after a failed one")
	for wait, kind := range map[time.Duration]problem.Kind{10*time.Minute - time.Second: "", 10 * time.Minute: problem.Invalid} {
		if _, err = h.BeginBind(h.as(registrar), "a1", "key"); err != nil {
			t.Fatal(err)
		}
		h.now = h.now.Add(wait)
		_, err = h.Bind(h.as(registrar), back("a1"))
		h.want(kind, err, "a return after "+wait.String())
	}
	seen := map[string]bool{}
	for _, s := range h.binder.states {
		if seen[s] {
			t.Error("a state was given twice")
		}
		seen[s] = true
	}
	if n := len(h.binder.finished); n != 3 {
		t.Errorf("the platform was asked %d times for what was refused here", n)
	}
}

func TestAnotherAccountThanTheRegisteredOneIsNotBound(t *testing.T) {
	h := open(t)
	a := entry("a1")
	a.PlatformID = "5044281310"
	h.normal(a)
	if _, err := h.bind("a1"); err != nil {
		t.Fatal(err)
	}
	h.binder.grant.Subject, h.binder.grant.Secret = "999", []byte("another")
	_, err := h.bind("a1")
	h.want(problem.Invalid, err, "another account by its grant")
	h.binder.grant.Subject, h.binder.grant.Secret = "", []byte(secret)
	h.prober.profile.Subject, h.prober.profile.Name = "999", "望川日报"
	_, err = h.bind("a1")
	if h.want(problem.Invalid, err, "another account by its profile"); !strings.Contains(problem.Words(err), "望川日报") {
		t.Errorf("it says: %s", problem.Words(err))
	}
	b, _ := h.Binding(h.as(officer), "a1")
	c, err := h.Credential(h.system(), "a1")
	if b.State != accounts.Bound || b.Name != "望川发布" || err != nil || string(c.Reveal()) != secret {
		t.Errorf("the earlier binding is %+v, %v", b, err)
	}
}

func TestAnAccountOfAnotherEntryIsNotBoundTwice(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	if _, err := h.bind("a1"); err != nil {
		t.Fatal(err)
	}
	other := entry("a2")
	other.Name, other.Type = "望川服务", "服务微博"
	h.normal(other)
	_, err := h.bind("a2")
	if h.want(problem.Conflict, err, "one platform account under two entries"); !strings.Contains(problem.Words(err), "望川发布") {
		t.Errorf("it says: %s", problem.Words(err))
	}
	_, err = h.Credential(h.system(), "a2")
	h.want(problem.Missing, err, "a credential after a refused binding")
}

func TestAPlatformWithoutAnInterfaceIsNotBound(t *testing.T) {
	h := open(t)
	a := entry("a1")
	a.Platform = accounts.Channels
	h.normal(a)
	_, err := h.BeginBind(h.as(registrar), "a1", "key")
	if h.want(problem.Invalid, err, "an account without an interface"); !strings.Contains(problem.Words(err), "人工发布") {
		t.Errorf("it says: %s", problem.Words(err))
	}
}

func TestASecretNeedsNoState(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	h.binder.plain = true
	if address, err := h.BeginBind(h.as(registrar), "a1", "wx1"); address != "" || err != nil {
		t.Fatal(address, err)
	}
	if _, err := h.Bind(h.as(registrar), accounts.Candidate{Account: "a1", AppID: "wx1", Secret: []byte(secret)}); err != nil {
		t.Error(err)
	}
}

func TestProbing(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	_, err := h.Probe(h.as(registrar), "a1")
	h.want(problem.Conflict, err, "probing what is not bound")
	if _, err := h.bind("a1"); err != nil {
		t.Fatal(err)
	}
	h.prober.err = &problem.Refusal{Platform: "微博", Code: "10002", Class: problem.ClassRetryRead}
	_, err = h.Probe(h.as(registrar), "a1")
	if b, _ := h.Binding(h.as(officer), "a1"); problem.KindOf(err) != problem.Unavailable || b.State != accounts.Bound {
		t.Errorf("out of reach: %s, %v", b.State, err)
	}
	h.prober.err = &problem.Refusal{Platform: "微博", Code: "21327", Class: problem.ClassToken, Reason: "微博的授权过期了"}
	b, err := h.Probe(h.as(registrar), "a1")
	if err != nil || b.State != accounts.Broken || !strings.Contains(b.Trouble, "21327") {
		t.Errorf("an expired token: %+v, %v", b, err)
	}
	h.prober.err = nil
	if b, err = h.Probe(h.as(registrar), "a1"); err != nil || b.State != accounts.Bound || b.Trouble != "" {
		t.Errorf("good again: %+v, %v", b, err)
	}
	// What was learned of an earlier authorisation says nothing of one that was given meanwhile.
	h.prober.err = &problem.Refusal{Platform: "微博", Class: problem.ClassToken}
	h.prober.inside = func() {
		h.prober.inside = nil
		anew, _ := h.store.Binding(t.Context(), "a1")
		anew.At = h.now.Add(time.Second)
		_ = h.work.Do(t.Context(), func(ctx context.Context) error { return h.store.SaveBinding(ctx, anew) })
	}
	if b, err = h.Probe(h.as(registrar), "a1"); err != nil || b.State != accounts.Bound {
		t.Errorf("bound anew while it was asked: %s, %v", b.State, err)
	}
	if err := h.MarkBroken(h.system(), "a1", "微博不再接受这个授权（21332）"); err != nil {
		t.Fatal(err)
	}
	if b, _ = h.Binding(h.as(officer), "a1"); b.State != accounts.Broken || b.Trouble == "" {
		t.Errorf("marked: %+v", b)
	}
	n := len(h.verbs("a1"))
	if err := h.MarkBroken(h.system(), "a1", "again"); err != nil || len(h.verbs("a1")) != n {
		t.Errorf("marking what is broken: %v", err)
	}
}

func TestNoSecretIsEverSeen(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	h.binder.err = fmt.Errorf("exchange: %w", errors.New("refused"))
	_, failed := h.bind("a1")
	h.binder.err = nil
	b, err := h.bind("a1")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := h.Credential(h.system(), "a1")
	var seen strings.Builder
	log := slog.New(slog.NewJSONHandler(&seen, nil))
	for _, v := range []any{c, &c, b, h.binder.finished[0], h.binder.grant, &h.binder.grant, failed, []any{c, h.binder.grant}} {
		j, _ := json.Marshal(v)
		fmt.Fprintf(&seen, "%v %+v %#v %s %q %x %d\n%s\n", v, v, v, v, v, v, v, j)
		log.Info("x", "v", v)
	}
	entries, _ := h.log.Of(h.as(officer), "account", "a1", 99)
	for _, e := range entries {
		seen.WriteString(e.Detail)
	}
	for _, form := range []string{secret, fmt.Sprintf("%x", secret), strings.Trim(fmt.Sprint([]byte(secret)), "[]"), "czNjcjN0LTBmLXRoZS0wZmZpY2U"} {
		if strings.Contains(seen.String(), form) {
			t.Errorf("the secret can be seen as %s", form)
		}
	}
}
