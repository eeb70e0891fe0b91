package people_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlite"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/trail"
	"huiying/internal/unit"
)

// reversed hashes cheaply: the password backwards.
type reversed struct{}

func (reversed) Hash(password string) (string, error) {
	var b strings.Builder
	for i := len(password) - 1; i >= 0; i-- {
		b.WriteByte(password[i])
	}
	return b.String(), nil
}

func (r reversed) Matches(hash, password string) (bool, error) {
	h, err := r.Hash(password)
	return h == hash, err
}

// office is a people desk on a file, which can be closed and opened again.
type office struct {
	*people.Service
	t     *testing.T
	path  string
	store *sqlite.Store
	now   time.Time
	drill bool
	seen  int64 // entries of the trail that setUp made
}

func newOffice(t *testing.T, drill bool) *office {
	t.Helper()
	o := &office{t: t, path: filepath.Join(t.TempDir(), "huiying.db"), drill: drill,
		now: time.Date(2026, 11, 18, 1, 0, 0, 0, time.UTC)}
	o.start()
	t.Cleanup(func() { _ = o.store.Close() })
	return o
}

func (o *office) start() {
	o.t.Helper()
	s, err := sqlite.Open(o.t.Context(), o.path)
	if err != nil {
		o.t.Fatal(err)
	}
	o.store = s
	now := func() time.Time { return o.now }
	log := trail.New(core.NewTrail(s.DB), now)
	record := func(ctx context.Context, verb, kind, subject string, detail map[string]string) error {
		return log.Record(ctx, verb, trail.On{Kind: kind, ID: subject}, detail)
	}
	o.Service = o.made(reversed{}, record)
}

func (o *office) made(h people.Hasher, record people.Record) *people.Service {
	return people.NewService(core.NewPeople(o.store.DB), unit.New(o.store.DB), h, record, func() time.Time { return o.now }, o.drill)
}

func (o *office) restart() {
	o.t.Helper()
	if err := o.store.Close(); err != nil {
		o.t.Fatal(err)
	}
	o.start()
}

func (o *office) wantTrail(entries ...string) {
	o.t.Helper()
	var got []string
	err := core.NewTrail(o.store.DB).Walk(o.t.Context(), o.seen+1, func(e trail.Entry) error {
		got = append(got, e.Name+" "+e.Verb+" "+e.Kind+" "+e.Subject)
		return nil
	})
	if err != nil || !slices.Equal(got, entries) {
		o.t.Errorf("trail = %q, %v; want %q", got, err, entries)
	}
}

const password = "望川市2026年"

func newcomer(id, name string, roles ...people.Role) people.Newcomer {
	return people.Newcomer{ID: people.ID(id), Name: name, Roles: roles, Password: password}
}

// three is the smallest office: each of the six roles is held, and no one decides on his own work.
func three() []people.Newcomer {
	return []people.Newcomer{
		newcomer("li", "李敏", people.Officer, people.Registrar, people.Answerer),
		newcomer("wang", "王芳", people.Checker, people.Administrator),
		newcomer("zhao", "赵强", people.Approver),
	}
}

func body() people.Unit {
	return people.Unit{ID: "u", Name: "望川市政务服务和数据管理局", Office: "新媒体中心"}
}

func (o *office) setUp(first ...people.Newcomer) *office {
	o.t.Helper()
	if err := o.Setup(o.t.Context(), body(), first); err != nil {
		o.t.Fatal(err)
	}
	o.seen = 1
	return o
}

func (o *office) as(id people.ID) context.Context {
	o.t.Helper()
	p, err := o.Person(o.t.Context(), id)
	if err != nil {
		o.t.Fatal(err)
	}
	return people.With(o.t.Context(), people.Acting(p))
}

func wantKind(t *testing.T, what string, err error, kind problem.Kind, words ...string) {
	t.Helper()
	if problem.KindOf(err) != kind {
		t.Errorf("%s: %v, want a %s", what, err, kind)
		return
	}
	for _, w := range words {
		if !strings.Contains(problem.Words(err), w) {
			t.Errorf("%s: %q does not say %q", what, problem.Words(err), w)
		}
	}
}

func TestThreePeopleSuffice(t *testing.T) {
	o := newOffice(t, false)
	if _, err := o.Unit(t.Context()); problem.KindOf(err) != problem.Missing {
		t.Errorf("before the first run: %v", err)
	}
	u := body()
	u.Name, u.CreditCode = " "+u.Name+" ", "91350100m000100y43"
	first := three()
	first[0].Name, first[0].ID = " 李敏 ", ""
	if err := o.Setup(t.Context(), u, first); err != nil {
		t.Fatal(err)
	}
	o.wantTrail("首次设置 建立单位 unit u")
	o.restart()
	got, err := o.Unit(t.Context())
	want := body()
	want.CreditCode = "91350100M000100Y43"
	if err != nil || got != want {
		t.Errorf("unit = %+v, %v", got, err)
	}
	all, err := o.People(t.Context())
	if err != nil || len(all) != 3 || all[0].Name != "李敏" || all[0].ID == "" || all[1].Name != "王芳" || all[2].Name != "赵强" || !all[0].Added.Equal(o.now) {
		t.Errorf("people = %+v, %v", all, err)
	}
	for _, p := range all {
		if a, err := o.SignIn(t.Context(), p.ID, password); err != nil || a.Person != p.ID || len(a.Roles) != len(p.Roles) {
			t.Errorf("signing in %s: %+v, %v", p.Name, a, err)
		}
	}
	wantKind(t, "a second setup", o.Setup(t.Context(), body(), three()), problem.Conflict, "已经建好了单位")
}

func TestSetupRefusesWhatCannotWork(t *testing.T) {
	with := func(f func(n []people.Newcomer) []people.Newcomer) []people.Newcomer { return f(three()) }
	for name, c := range map[string]struct {
		unit  people.Unit
		first []people.Newcomer
		words string
	}{
		"no name":           {people.Unit{Name: "  "}, three(), "单位名称"},
		"a wrong code":      {people.Unit{Name: "局", CreditCode: "91350100M000100Y44"}, three(), "最后一位"},
		"nobody":            {body(), nil, "还没有新媒体专员"},
		"two people":        {body(), []people.Newcomer{newcomer("a", "甲", people.Roles()...), newcomer("b", "乙", people.Roles()...)}, "三个不同的人"},
		"one of all trades": {body(), []people.Newcomer{newcomer("a", "甲", people.Roles()...)}, "三个不同的人"},
		"no administrator": {body(), with(func(n []people.Newcomer) []people.Newcomer {
			n[1].Roles = []people.Role{people.Checker}
			return n
		}), "还没有管理员"},
		"no answerer": {body(), with(func(n []people.Newcomer) []people.Newcomer {
			n[0].Roles = []people.Role{people.Officer, people.Registrar}
			return n
		}), "还没有留言办理员"},
		"the checker answers alone": {body(), with(func(n []people.Newcomer) []people.Newcomer {
			n[0].Roles = []people.Role{people.Officer, people.Registrar}
			n[1].Roles = append(n[1].Roles, people.Answerer)
			return n
		}), "答复和审核答复"},
		"the approver registers alone": {body(), with(func(n []people.Newcomer) []people.Newcomer {
			n[0].Roles = []people.Role{people.Officer, people.Answerer}
			n[2].Roles = append(n[2].Roles, people.Registrar)
			return n
		}), "登记账号和批准登记"},
		"the same name twice":     {body(), append(three(), newcomer("x", "李敏 ", people.Officer)), "都叫李敏"},
		"a person without a name": {body(), append(three(), newcomer("x", " ", people.Officer)), "姓名"},
		"a person without a role": {body(), append(three(), newcomer("x", "孙丽")), "孙丽还没有角色"},
		"a short password": {body(), with(func(n []people.Newcomer) []people.Newcomer {
			n[2].Password = "七位的密码呀呀"
			return n
		}), "赵强的密码不到 8 位"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, false)
			wantKind(t, name, o.Setup(t.Context(), c.unit, c.first), problem.Invalid, c.words)
			if all, err := o.People(t.Context()); err != nil || len(all) != 0 {
				t.Errorf("a refused setup left %+v, %v", all, err)
			}
			if _, err := o.Unit(t.Context()); problem.KindOf(err) != problem.Missing {
				t.Errorf("a refused setup left a unit: %v", err)
			}
		})
	}
}

func TestSomebodyIsTakenOn(t *testing.T) {
	o := newOffice(t, false).setUp(three()...)
	admin := o.as("wang")
	p, err := o.Add(admin, newcomer("sun", "孙丽", people.Officer))
	if err != nil || p.ID != "sun" {
		t.Fatalf("add = %+v, %v", p, err)
	}
	o.wantTrail("王芳 添加人员 person sun")
	if _, err := o.SignIn(t.Context(), "sun", password); err != nil {
		t.Error(err)
	}
	_, err = o.Add(o.as("li"), newcomer("x", "周", people.Officer))
	wantKind(t, "not an administrator", err, problem.Forbidden, "管理员")
	_, err = o.Add(t.Context(), newcomer("x", "周", people.Officer))
	wantKind(t, "nobody", err, problem.Forbidden, "登录")
	_, err = o.Add(people.With(t.Context(), people.System("发布员")), newcomer("x", "周", people.Officer))
	wantKind(t, "a program", err, problem.Forbidden, "程序不能代替")
	_, err = o.Add(admin, newcomer("x", "孙丽", people.Officer))
	wantKind(t, "a name that is taken", err, problem.Conflict, "已经有人叫孙丽")
	_, err = o.Add(admin, newcomer("x", "", people.Officer))
	wantKind(t, "no name", err, problem.Invalid)
	_, err = o.Add(admin, newcomer("x", "周"))
	wantKind(t, "no role", err, problem.Invalid)
	if _, err := o.Person(t.Context(), "x"); problem.KindOf(err) != problem.Missing {
		t.Errorf("a refused newcomer is there: %v", err)
	}
}

func TestTheOfficeCanAlwaysReview(t *testing.T) {
	o := newOffice(t, false).setUp(three()...)
	admin := o.as("wang")
	wantKind(t, "the only approver leaves", o.Depart(admin, "zhao"), problem.Invalid, "还没有终审人")
	wantKind(t, "the checker becomes an officer", o.ChangeRoles(admin, "wang", []people.Role{people.Officer, people.Administrator}), problem.Invalid, "还没有初审人")
	wantKind(t, "the checker would approve alone", o.ChangeRoles(admin, "zhao", []people.Role{people.Officer}), problem.Invalid)
	wantKind(t, "nobody", o.Depart(admin, "nobody"), problem.Missing)
	wantKind(t, "not an administrator", o.Depart(o.as("zhao"), "li"), problem.Forbidden)
	wantKind(t, "not an administrator", o.ChangeRoles(o.as("li"), "li", people.Roles()), problem.Forbidden)
	o.wantTrail()
	if p, err := o.Person(t.Context(), "zhao"); err != nil || !p.Departed.IsZero() || !p.Has(people.Approver) {
		t.Errorf("a refused change was written: %+v, %v", p, err)
	}
	if _, err := o.Add(admin, newcomer("sun", "孙丽", people.Approver, people.Checker)); err != nil {
		t.Fatal(err)
	}
	if err := o.Depart(admin, "zhao"); err != nil {
		t.Errorf("there is another approver: %v", err)
	}
	wantKind(t, "the next only approver leaves", o.Depart(admin, "sun"), problem.Invalid)
	o.wantTrail("王芳 添加人员 person sun", "王芳 人员离岗 person zhao")
	all, err := o.People(t.Context())
	if err != nil || len(all) != 4 {
		t.Errorf("who left is still on record: %+v, %v", all, err)
	}
}

func TestWhoLeftCannotSignIn(t *testing.T) {
	o := newOffice(t, false).setUp(append(three(), newcomer("sun", "孙丽", people.Officer))...)
	if err := o.Depart(o.as("wang"), "sun"); err != nil {
		t.Fatal(err)
	}
	_, err := o.SignIn(t.Context(), "sun", password)
	wantKind(t, "signing in", err, problem.Forbidden, "离岗")
	wantKind(t, "confirming", o.Confirm(people.With(t.Context(), people.Actor{Person: "sun"}), password), problem.Forbidden, "离岗")
	if _, err := o.Add(o.as("wang"), newcomer("sun2", "孙丽", people.Officer)); err != nil {
		t.Errorf("another of that name: %v", err)
	}
}
