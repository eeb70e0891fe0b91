package review

import (
	"slices"
	"strings"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
)

// How long before the hour of publication the steps of the default routes are to be done.
const (
	firstWithin = 2 * time.Hour
	checkWithin = time.Hour
	finalWithin = 30 * time.Minute
)

// DefaultRoutes returns what an office of these people starts with: 初审 → 复审 → 终审 where an author, two checkers and
// an approver can be four different persons, else 初审·复审 → 终审. The secrecy conclusion and the five gates are given on
// 复审. Answers take one step by a checker, filings one by an approver.
func DefaultRoutes(staff []people.Person) []Route {
	review := Step{Name: "复审", Role: people.Checker, Secrecy: true, Gates: Gates(), Within: checkWithin}
	last := Step{Name: "终审", Role: people.Approver, Within: finalWithin}
	steps := []Step{{Name: "初审", Role: people.Checker, Within: firstWithin}, review, last}
	if !people.Distinct(staff, people.Officer, people.Checker, people.Checker, people.Approver) {
		review.Name = "初审·复审"
		steps = []Step{review, last}
	}
	var routes []Route
	for _, k := range Kinds() {
		r := Route{Kind: k, Name: k.Title(), Steps: slices.Clone(steps)}
		switch k {
		case Reply:
			r.Steps = []Step{{Name: "审核", Role: people.Checker, Secrecy: true, Gates: []Gate{PolicyG, SecrecyG, Wording}}}
		case Filing:
			r.Steps = []Step{{Name: "审批", Role: people.Approver}}
		case Emergency:
			for i := range r.Steps {
				r.Steps[i].Within = 0
			}
		}
		routes = append(routes, r)
	}
	return routes
}

func invalid(what, next string) error {
	return problem.New(problem.Invalid, what, "填好的内容都还在", next)
}

// check says what is wrong with a route as such.
func (r Route) check() error {
	if !slices.Contains(Kinds(), r.Kind) {
		return invalid("没有“"+string(r.Kind)+"”这一类", "请从列出的类别里选")
	}
	if len(r.Steps) == 0 {
		return invalid("“"+r.Kind.Title()+"”一步审核也没有", "请至少留一步")
	}
	var names []string
	secrecy, gates := 0, map[Gate]bool{}
	for _, st := range r.Steps {
		switch {
		case strings.TrimSpace(st.Name) == "":
			return invalid("有一步还没有名称", "请写上，例如“复审”")
		case slices.Contains(names, st.Name):
			return invalid("有两步都叫“"+st.Name+"”", "请换一个名称")
		case st.Role != people.Checker && st.Role != people.Approver:
			return invalid("“"+st.Name+"”没有定由初审人还是终审人来做", "请选一个")
		case st.Within < 0:
			return invalid("“"+st.Name+"”的时限要在发布之前", "请改成发布前多少分钟")
		}
		names = append(names, st.Name)
		if st.Secrecy {
			secrecy++
		}
		for _, g := range st.Gates {
			if !slices.Contains(Gates(), g) {
				return invalid("没有“"+string(g)+"”这道关", "请从五道关里选")
			}
			gates[g] = true
		}
	}
	return r.checkPublic(secrecy, gates)
}

// checkPublic is for what the public will see: one secrecy conclusion, and for posts all five gates and an approver at
// the end (国办发〔2018〕123号 四(二), 保密法实施条例 art. 42).
func (r Route) checkPublic(secrecy int, gates map[Gate]bool) error {
	if r.Kind == Filing {
		return nil
	}
	if secrecy != 1 {
		return invalid("保密结论要在一步上给，而且只在一步上给", "请在一步上勾选“给保密结论”")
	}
	if r.Kind == Reply {
		return nil
	}
	for _, g := range Gates() {
		if !gates[g] {
			return invalid("“"+g.Title()+"”关没有人把", "请把它放进一步里")
		}
	}
	if r.Steps[len(r.Steps)-1].Role != people.Approver {
		return invalid("最后一步要由终审人来做", "请把最后一步的角色改为终审人")
	}
	return nil
}

// lacking returns the first step that no allowed person is left for, or ok. authors take no step.
func lacking(staff []people.Person, authors []people.ID, steps []Step, adjoin bool) (step string, ok bool) {
	deepest := 0
	takers := make([]people.ID, 0, len(steps))
	var fill func(i int) bool
	fill = func(i int) bool {
		if i == len(steps) {
			return true
		}
		deepest = max(deepest, i)
		for _, p := range staff {
			if !p.Has(steps[i].Role) || slices.Contains(authors, p.ID) || !mayFollow(takers, p.ID, adjoin) {
				continue
			}
			takers = append(takers, p.ID)
			if fill(i + 1) {
				return true
			}
			takers = takers[:i]
		}
		return false
	}
	if fill(0) {
		return "", true
	}
	return steps[deepest].Name, false
}

// mayFollow tells whether a person may take the step after those of takers: when he took none of them, or, where the
// route lets one person take adjoining steps, when his steps are one run that ends right before this one.
func mayFollow(takers []people.ID, p people.ID, adjoin bool) bool {
	first := slices.Index(takers, p)
	if first < 0 {
		return true
	}
	if !adjoin {
		return false
	}
	for _, t := range takers[first:] {
		if t != p {
			return false
		}
	}
	return true
}
