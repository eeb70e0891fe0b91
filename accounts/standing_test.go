package accounts_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"huiying/accounts"
	"huiying/internal/problem"
)

func refused() error {
	return &problem.Refusal{Platform: "微博", Code: "21332", Class: problem.ClassToken, Reason: "微博不再接受这个授权"}
}

func (h *house) binding(id accounts.ID) accounts.Binding {
	h.t.Helper()
	b, err := h.Binding(h.as(officer), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return b
}

// lastOf returns what the trail keeps beside the last entry of an account.
func (h *house) lastOf(id accounts.ID) (verb, detail string) {
	h.t.Helper()
	entries, err := h.log.Of(h.as(officer), "account", string(id), 1)
	if err != nil || len(entries) == 0 {
		h.t.Fatal(entries, err)
	}
	return entries[0].Verb, entries[0].Detail
}

// Who is bound is read from then on; once for each time that it begins to work, not for each look.
func TestABindingIsReadFromTheMomentItWorks(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	if _, err := h.bind("a1"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Probe(h.as(registrar), "a1"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.bind("a1"); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(h.reads, []accounts.ID{"a1"}) {
		t.Errorf("handed over to be read: %v", h.reads)
	}
	h.prober.err = refused()
	if _, err := h.Probe(h.as(registrar), "a1"); err != nil {
		t.Fatal(err)
	}
	h.prober.err = nil
	if _, err := h.Probe(h.as(registrar), "a1"); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(h.reads, []accounts.ID{"a1", "a1"}) {
		t.Errorf("after it worked again: %v", h.reads)
	}
}

// A binding that could not be handed over to be read is none: otherwise it would look well and collect nothing.
func TestABindingThatCannotBeReadIsNotKept(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	h.deaf = errors.New("the table of wakes is gone")
	if _, err := h.bind("a1"); !errors.Is(err, h.deaf) {
		t.Errorf("binding: %v", err)
	}
	if b := h.binding("a1"); b.State != accounts.Unbound {
		t.Errorf("it is %s", b.State)
	}
}

// A refusal that a call met stands among the findings and on the trail at once, and is gone at once when it works again.
func TestWhatACallFoundIsToldAtOnce(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	h.check()
	if got := h.rulesOf("a1"); !slices.Equal(got, []string{"binding"}) {
		t.Fatalf("before it is bound: %v", got)
	}
	if _, err := h.bind("a1"); err != nil {
		t.Fatal(err)
	}
	if got := h.rulesOf("a1"); len(got) != 0 {
		t.Errorf("bound, and still told that it is not: %v", got)
	}
	if verb, detail := h.lastOf("a1"); verb != "绑定授权" || !strings.Contains(detail, "cleared") {
		t.Errorf("trail: %s %s", verb, detail)
	}
	h.tells = nil
	if err := h.MarkBroken(h.as(officer), "a1", problem.Words(refused())); err != nil {
		t.Fatal(err)
	}
	found, err := h.Standing(h.as(officer), "a1")
	if err != nil || len(found) != 1 || found[0].Rule != "token" || !strings.Contains(found[0].Evidence, "21332") || !found[0].Seen.Equal(h.now) {
		t.Errorf("found %+v, %v", found, err)
	}
	if verb, detail := h.lastOf("a1"); verb != "授权失效" || !strings.Contains(detail, "21332") || !strings.Contains(detail, "found") {
		t.Errorf("trail: %s %s", verb, detail)
	}
	if !slices.Equal(h.tells, []string{"accounts a1"}) {
		t.Errorf("screens were told %v", h.tells)
	}
	n := len(h.verbs("a1"))
	if err := h.MarkBroken(h.system(), "a1", "once more"); err != nil || len(h.verbs("a1")) != n || !strings.Contains(h.binding("a1").Trouble, "21332") {
		t.Errorf("a second call: %v", err)
	}
	if _, err := h.Probe(h.as(registrar), "a1"); err != nil {
		t.Fatal(err)
	}
	if got := h.rulesOf("a1"); len(got) != 0 {
		t.Errorf("it works again: %v", got)
	}
	if verb, _ := h.lastOf("a1"); verb != "授权恢复" {
		t.Errorf("trail: %s", verb)
	}
	h.want(problem.Forbidden, h.MarkBroken(h.as(approver), "a1", "x"), "an approver's mark")
	h.want(problem.Missing, h.MarkBroken(h.system(), "none", "x"), "a mark on nothing")
}

// The daily look of the program itself turns a binding over as a call does: on the trail, each turn once.
func TestATurnOfABindingIsOnTheTrail(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	if _, err := h.bind("a1"); err != nil {
		t.Fatal(err)
	}
	before := len(h.verbs("a1"))
	h.prober.err = refused()
	for range 2 {
		if b, err := h.Probe(h.system(), "a1"); err != nil || b.State != accounts.Broken {
			t.Fatal(b.State, err)
		}
	}
	h.prober.err = nil
	for range 2 {
		if b, err := h.Probe(h.system(), "a1"); err != nil || b.State != accounts.Bound {
			t.Fatal(b.State, err)
		}
	}
	if got := h.verbs("a1")[before:]; !slices.Equal(got, []string{"授权失效", "授权恢复"}) {
		t.Errorf("trail: %v", got)
	}
}
