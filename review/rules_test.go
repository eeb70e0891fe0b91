package review_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/review"
)

func TestNobodyDecidesOnHisOwnWork(t *testing.T) {
	h := open(t, staff())
	// 陈国栋 is officer and checker: as an author, as one who helped, or as the one who handed it in, he may not check.
	own, helped := subject("own", 1), subject("helped", 1)
	own.Author, own.AuthorName = second, "陈国栋"
	helped.Others = []people.ID{second}
	extra := people.Person{ID: "白梅", Name: "白梅", Roles: []people.Role{people.Checker}, Added: h.now}
	h.save(extra)
	if err := h.Submit(h.as(second), subject("handed", 1)); err != nil {
		t.Fatal(err)
	}
	for _, ticket := range []review.Ticket{h.submit(own), h.submit(helped), h.current("handed")} {
		err := h.Decide(h.as(second), pass(ticket))
		if h.want(problem.Forbidden, err, ticket.Subject.ID); !strings.Contains(problem.Words(err), "自己") {
			t.Errorf("it says: %s", problem.Words(err))
		}
		if may, why := h.MayDecide(h.as(second), ticket); may || why == "" {
			t.Errorf("the screen says %v %q", may, why)
		}
		if may, why := h.MayDecide(h.as("白梅"), ticket); !may {
			t.Errorf("another checker may not: %s", why)
		}
	}
}

func TestNoTwoStepsByOnePerson(t *testing.T) {
	h := open(t, staff())
	ticket := h.take(first, h.submit(subject("p", 1)))
	err := h.Decide(h.as(first), pass(ticket))
	if h.want(problem.Forbidden, err, "the second step by the same person"); !strings.Contains(problem.Words(err), "初审") {
		t.Errorf("it says: %s", problem.Words(err))
	}
	h.take(second, ticket)
}

func TestAdjoiningStepsMayBeOnePersonsWhereTheRouteSaysSo(t *testing.T) {
	h := open(t, staff())
	routes, err := h.Routes(h.as(manager))
	if err != nil {
		t.Fatal(err)
	}
	r := routes[0]
	r.Adjoining = true
	if err := h.SetRoute(h.as(manager), r); err != nil {
		t.Fatal(err)
	}
	ticket := h.take(first, h.take(first, h.submit(subject("p", 1))))
	if ticket.StepName() != "终审" || !ticket.Adjoin {
		t.Fatalf("on %s", ticket.StepName())
	}
	// One run only: who took the first step may not come back after somebody else.
	p, _ := h.staff.Person(t.Context(), first)
	p.Roles = append(p.Roles, people.Approver)
	h.save(p)
	split := h.take(second, h.take(first, h.submit(subject("q", 1))))
	h.want(problem.Forbidden, h.Decide(h.as(first), pass(split)), "a step that does not adjoin")
}

func TestTheRoleOfTheStepCountsAsItIsNow(t *testing.T) {
	h := open(t, staff())
	ticket := h.submit(subject("p", 1))
	h.want(problem.Forbidden, h.Decide(h.as(author), pass(ticket)), "somebody without a reviewing role")
	err := h.Decide(h.as(chief), pass(ticket))
	if h.want(problem.Forbidden, err, "an approver on a checker's step"); !strings.Contains(problem.Words(err), "初审人") {
		t.Errorf("it says: %s", problem.Words(err))
	}
	signedIn := h.as(first)
	p, _ := h.staff.Person(t.Context(), first)
	p.Departed = h.now
	h.save(p)
	h.want(problem.Forbidden, h.Decide(signedIn, pass(ticket)), "one who left while signed in")
	h.want(problem.Forbidden, h.Decide(people.With(t.Context(), people.System("审核员")), pass(ticket)), "a program")
	h.want(problem.Forbidden, h.Submit(people.With(t.Context(), people.System("审核员")), subject("q", 1)), "handing in by a program")
}

func TestWhatADecisionNeeds(t *testing.T) {
	h := open(t, staff())
	early := h.submit(subject("p", 1))
	d := pass(early)
	d.Secrecy = review.Open
	h.want(problem.Invalid, h.Decide(h.as(first), d), "a secrecy conclusion on a step without one")
	d = pass(early)
	d.Gates[review.Legal] = true
	h.want(problem.Invalid, h.Decide(h.as(first), d), "a gate on a step without it")
	d = pass(early)
	d.Fingerprint = "p-0"
	h.want(problem.Conflict, h.Decide(h.as(first), d), "another fingerprint than the ticket's")
	d = pass(early)
	d.Verdict = "perhaps"
	h.want(problem.Invalid, h.Decide(h.as(first), d), "no verdict")
	ticket := h.take(first, early)
	for what, change := range map[string]func(*review.Decide){
		"no secrecy conclusion":        func(d *review.Decide) { d.Secrecy = "" },
		"a conclusion of no kind":      func(d *review.Decide) { d.Secrecy = "maybe" },
		"不予公开":                         func(d *review.Decide) { d.Secrecy = review.Closed },
		"报请确定":                         func(d *review.Decide) { d.Secrecy = review.Referred },
		"a gate unanswered":            func(d *review.Decide) { delete(d.Gates, review.Wording) },
		"a doubt without words":        func(d *review.Decide) { d.Gates[review.PolicyG] = false },
		"a doubt with words":           func(d *review.Decide) { d.Gates[review.PolicyG], d.Comment = false, "口径不一致" },
		"a return whose doubt is mute": func(d *review.Decide) { d.Gates[review.PolicyG], d.Verdict = false, review.Return },
	} {
		d := pass(ticket)
		change(&d)
		h.want(problem.Invalid, h.Decide(h.as(second), d), what)
	}
	if got := h.current("p"); got.Version != ticket.Version {
		t.Fatal("a refused decision moved the ticket")
	}
	d = pass(ticket)
	d.Secrecy = review.OpenAfter
	if err := h.Decide(h.as(second), d); err != nil {
		t.Error(err)
	}
}

func TestAReturnMayNameADoubtAndAConclusion(t *testing.T) {
	h := open(t, staff())
	ticket := h.take(first, h.submit(subject("p", 1)))
	d := verdict(ticket, review.Return, "涉及内部文件")
	d.Secrecy, d.Gates = review.Referred, map[review.Gate]bool{review.SecrecyG: false}
	if err := h.Decide(h.as(second), d); err != nil {
		t.Fatal(err)
	}
	entries, _ := h.log.Of(h.as(author), "post", "p", 1)
	for _, word := range []string{"报请确定", "保密 有疑", "涉及内部文件", "p-1"} {
		if !strings.Contains(entries[0].Detail, word) {
			t.Errorf("the trail does not say %s: %s", word, entries[0].Detail)
		}
	}
}

func TestDefaultRoutes(t *testing.T) {
	name := func(all []people.Person, k review.Kind) string {
		for _, r := range review.DefaultRoutes(all) {
			if r.Kind == k {
				var steps []string
				for _, s := range r.Steps {
					word := s.Name + " " + string(s.Role)
					if s.Secrecy {
						word += " 保密"
					}
					steps = append(steps, word)
				}
				return strings.Join(steps, " → ")
			}
		}
		return ""
	}
	for _, c := range []struct {
		all  []people.Person
		kind review.Kind
		want string
	}{
		{staff(), review.Regular, "初审 checker → 复审 checker 保密 → 终审 approver"},
		{staff(), review.Emergency, "初审 checker → 复审 checker 保密 → 终审 approver"},
		{smallStaff(), review.Regular, "初审·复审 checker 保密 → 终审 approver"},
		{smallStaff(), review.Reply, "审核 checker 保密"},
		{staff(), review.Filing, "审批 approver"},
	} {
		if got := name(c.all, c.kind); got != c.want {
			t.Errorf("%s: %s, want %s", c.kind, got, c.want)
		}
	}
	// Two checkers of whom one is the only author are no more than one.
	two := smallStaff()
	two[0].Roles = []people.Role{people.Officer, people.Checker}
	if got := name(two, review.Regular); !strings.HasPrefix(got, "初审·复审") {
		t.Errorf("an author counts as second checker: %s", got)
	}
}

func TestASmallOfficeGetsThroughWithThree(t *testing.T) {
	h := open(t, smallStaff())
	ticket := h.take(chief, h.take(first, h.submit(subject("p", 1))))
	if ticket.State != review.Approved {
		t.Errorf("the ticket is %s", ticket.State)
	}
}

func TestATicketThatNobodyCouldFinishIsRefusedAtOnce(t *testing.T) {
	h := open(t, smallStaff())
	s := subject("p", 1)
	s.Others = []people.ID{first}
	err := h.Submit(h.as(author), s)
	if h.want(problem.Invalid, err, "no checker is left"); !strings.Contains(problem.Words(err), "初审·复审") {
		t.Errorf("it says: %s", problem.Words(err))
	}
}

func TestSettingARoute(t *testing.T) {
	h := open(t, staff())
	routes, err := h.Routes(h.as(author))
	if err != nil || len(routes) != len(review.Kinds()) || routes[0].Version != 0 {
		t.Fatalf("%d routes, %v", len(routes), err)
	}
	h.want(problem.Forbidden, h.SetRoute(h.as(author), routes[0]), "a route set by an officer")
	ticket := h.submit(subject("p", 1))
	r := routes[0]
	r.Steps = []review.Step{{Name: "审核", Role: people.Checker, Secrecy: true, Gates: review.Gates(), Within: time.Hour}, r.Steps[2]}
	for range 2 { // the second time it is set already
		if err := h.SetRoute(h.as(manager), r); err != nil {
			t.Fatal(err)
		}
	}
	again, _ := h.Routes(h.as(manager))
	if again[0].Version != 1 || len(again[0].Steps) != 2 {
		t.Errorf("stands as %+v", again[0])
	}
	if got := h.current("p"); len(got.Steps) != 3 || got.ID != ticket.ID {
		t.Error("a ticket under way changed its route")
	}
	r.Adjoining = true
	h.want(problem.Conflict, h.SetRoute(h.as(manager), r), "a route changed meanwhile")
}

func TestRoutesThatAreRefused(t *testing.T) {
	h := open(t, staff())
	for what, change := range map[string]func(*review.Route){
		"no steps":          func(r *review.Route) { r.Steps = nil },
		"no such kind":      func(r *review.Route) { r.Kind = "x" },
		"a nameless step":   func(r *review.Route) { r.Steps[0].Name = " " },
		"two of one name":   func(r *review.Route) { r.Steps[0].Name = "终审" },
		"an officer's step": func(r *review.Route) { r.Steps[0].Role = people.Officer },
		"no secrecy":        func(r *review.Route) { r.Steps[1].Secrecy = false },
		"secrecy twice":     func(r *review.Route) { r.Steps[0].Secrecy = true },
		"a gate missing":    func(r *review.Route) { r.Steps[1].Gates = r.Steps[1].Gates[1:] },
		"a strange gate":    func(r *review.Route) { r.Steps[0].Gates = []review.Gate{"x"} },
		"a checker at last": func(r *review.Route) { r.Steps = r.Steps[:2] },
		"after the hour":    func(r *review.Route) { r.Steps[0].Within = -time.Minute },
		"too few people": func(r *review.Route) {
			r.Steps = append([]review.Step{{Name: "预审", Role: people.Checker}}, r.Steps...)
		},
	} {
		r := review.DefaultRoutes(staff())[0]
		r.Steps = slices.Clone(r.Steps)
		change(&r)
		h.want(problem.Invalid, h.SetRoute(h.as(manager), r), what)
	}
}
