package people_test

import (
	"strings"
	"testing"

	"huiying/internal/people"
	"huiying/internal/problem"
)

// The check characters of the made-up codes were computed apart from this program, by the formula of GB 32100-2015;
// 91350100M000100Y43 is a published sample.
func TestCreditCodes(t *testing.T) {
	for _, code := range []string{"91350100M000100Y43", "11350100MB00000126", "1234567812345678AP", "531000005000000001",
		"11100000MB0J000019", "YYYYYYYYYYYYYYYYYT", "11350100MB00000100", "11350100MB0000000Y"} {
		if err := people.CheckCreditCode(code); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
	for code, words := range map[string]string{
		"91350100M000100Y44":  "最后一位对不上",
		"93150100M000100Y43":  "最后一位对不上", // two exchanged
		"91350100M000100Z43":  "第 16 位“Z”",
		"9135O100M000100Y43":  "第 5 位“O”",
		"I1350100M000100Y43":  "第 1 位“I”",
		"91350100S000100Y43":  "第 9 位“S”",
		"91350100V000100Y43":  "第 9 位“V”",
		"91350100m000100Y43":  "第 9 位“m”",
		"91350100M000100Y4I":  "最后一位对不上",
		"":                    "现在是 0 位",
		"91350100M000100Y4":   "现在是 17 位",
		"91350100M000100Y433": "现在是 19 位",
		"350100000000000":     "现在是 15 位",
		"统一社会信用代码":            "现在是 8 位",
		"9135010０M000100Y43":  "第 8 位“０”", // a full-width digit is one character and named whole
		"9135010０M000100Y":    "现在是 16 位",
		"91350100M0001 0Y43":  "第 14 位“ ”",
	} {
		err := people.CheckCreditCode(code)
		if problem.KindOf(err) != problem.Invalid || !strings.Contains(problem.Words(err), words) {
			t.Errorf("%q: %v, want %q", code, err, words)
		}
	}
}

func TestDistinct(t *testing.T) {
	p := func(id people.ID, roles ...people.Role) people.Person { return people.Person{ID: id, Roles: roles} }
	a, b, c := p("a", people.Officer, people.Checker), p("b", people.Officer), p("c", people.Officer, people.Checker, people.Approver)
	for name, x := range map[string]struct {
		all   []people.Person
		roles []people.Role
		want  bool
	}{
		"nobody is asked for":       {nil, nil, true},
		"nobody is there":           {nil, []people.Role{people.Officer}, false},
		"one for two":               {[]people.Person{a}, []people.Role{people.Officer, people.Checker}, false},
		"the first must step aside": {[]people.Person{a, b}, []people.Role{people.Officer, people.Checker}, true},
		"a chain of stepping aside": {[]people.Person{c, a, b}, []people.Role{people.Officer, people.Checker, people.Approver}, true},
		"no approver":               {[]people.Person{a, b}, []people.Role{people.Officer, people.Approver}, false},
		"the same role twice":       {[]people.Person{a, c}, []people.Role{people.Checker, people.Checker}, true},
	} {
		if got := people.Distinct(x.all, x.roles...); got != x.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMayNamesTheRole(t *testing.T) {
	person := func(r people.Role) people.Actor {
		return people.Actor{Person: "p", Name: "李敏", Roles: []people.Role{r}}
	}
	for _, c := range []struct {
		act  people.Act
		who  []people.Role
		name string
	}{
		{people.Compose, []people.Role{people.Officer}, "新媒体专员"},
		{people.Publish, []people.Role{people.Officer}, "新媒体专员"},
		{people.Register, []people.Role{people.Registrar}, "账号登记员"},
		{people.Answer, []people.Role{people.Answerer}, "留言办理员"},
		{people.Check, []people.Role{people.Checker, people.Approver}, "初审人"},
		{people.Approve, []people.Role{people.Approver}, "终审人"},
		{people.Administer, []people.Role{people.Administrator}, "管理员"},
		{people.Look, people.Roles(), ""},
		{people.Act("something new"), nil, "管理员"},
	} {
		for _, r := range people.Roles() {
			err := people.May(people.With(t.Context(), person(r)), c.act)
			allowed := false
			for _, w := range c.who {
				allowed = allowed || w == r
			}
			if (err == nil) != allowed {
				t.Errorf("may %s %s: %v", r, c.act, err)
			}
			if err != nil && !strings.Contains(problem.Words(err), c.name) {
				t.Errorf("%s %s: %q does not name %s", r, c.act, problem.Words(err), c.name)
			}
		}
		byProgram := people.May(people.With(t.Context(), people.System("收集员")), c.act) == nil
		if want := c.act == people.Publish || c.act == people.Look || c.act == people.Answer || c.act == people.Register; byProgram != want {
			t.Errorf("a program may %s: %v", c.act, byProgram)
		}
	}
}
