// Package people is who works here: the unit (the body whose office this is), its persons, their roles, what a role may
// do, and who acts in a context. It knows nothing of desks, screens or databases; passwords are hashed behind an
// interface.
package people

import (
	"context"
	"slices"
	"time"

	"huiying/internal/problem"
)

// ID names a person. The zero ID is nobody.
type ID string

// Role is what a person is entrusted with. A person may hold several.
type Role string

// The six roles of an office.
const (
	Officer       Role = "officer"       // 新媒体专员: composes and schedules
	Registrar     Role = "registrar"     // 账号登记员: keeps the register, binds accounts
	Answerer      Role = "answerer"      // 留言办理员: answers the public
	Checker       Role = "checker"       // 初审人: takes the earlier steps of a route
	Approver      Role = "approver"      // 终审人: takes the last step of a route
	Administrator Role = "administrator" // 管理员: people, routes, settings
)

// Roles returns all roles in the order in which screens list them.
func Roles() []Role {
	return []Role{Officer, Registrar, Answerer, Checker, Approver, Administrator}
}

// Title returns the role's Chinese name.
func (r Role) Title() string {
	switch r {
	case Officer:
		return "新媒体专员"
	case Registrar:
		return "账号登记员"
	case Answerer:
		return "留言办理员"
	case Checker:
		return "初审人"
	case Approver:
		return "终审人"
	case Administrator:
		return "管理员"
	}
	return string(r)
}

// Unit is the body whose office this is.
type Unit struct {
	ID         string
	Name       string // 望川市政务服务和数据管理局
	Office     string // 新媒体中心; may be empty
	CreditCode string // 18-character 统一社会信用代码; may be empty until the first account is registered
}

// Person is somebody of the office.
type Person struct {
	ID       ID
	Name     string
	Position string // 职务, as it stands on the sign-off form; may be empty
	Roles    []Role
	Added    time.Time
	Departed time.Time // zero while the person works here
}

// Has tells whether the person holds the role and still works here.
func (p Person) Has(r Role) bool { return p.Departed.IsZero() && slices.Contains(p.Roles, r) }

// Act is something that needs a right.
type Act string

// The acts. Each Service method asks May for its own as its first line.
const (
	Compose    Act = "compose"    // write, submit, reschedule and withdraw posts
	Publish    Act = "publish"    // arm, carry out and settle deliveries
	Register   Act = "register"   // keep the register, bind accounts, run health checks
	Answer     Act = "answer"     // claim, draft and settle questions
	Check      Act = "check"      // take a checking step
	Approve    Act = "approve"    // take an approving step
	Administer Act = "administer" // people, routes, settings, backups
	Look       Act = "look"       // read what the office has
)

// may tells which roles have the right to act. Whether a person may take one step of one route is the review desk's to
// say; Check and Approve only open the door.
func may(act Act) []Role {
	switch act {
	case Compose:
		return []Role{Officer}
	case Publish:
		return []Role{Officer}
	case Register:
		return []Role{Registrar}
	case Answer:
		return []Role{Answerer}
	case Check:
		return []Role{Checker, Approver}
	case Approve:
		return []Role{Approver}
	case Administer:
		return []Role{Administrator}
	case Look:
		return Roles()
	}
	return nil
}

// Actor is who acts in a context: a person, or a named part of the program itself.
type Actor struct {
	Person ID
	Name   string
	Roles  []Role
	System bool // a runner of the program; it may do what nobody's judgement is needed for
}

// System returns the actor for a runner of the program, such as "发布员" for the publishing wakes.
func System(name string) Actor { return Actor{Person: ID("system:" + name), Name: name, System: true} }

// Acting returns the actor that p is.
func Acting(p Person) Actor { return Actor{Person: p.ID, Name: p.Name, Roles: slices.Clone(p.Roles)} }

// Has tells whether the actor holds the role.
func (a Actor) Has(r Role) bool { return slices.Contains(a.Roles, r) }

type actorKey struct{}

// With returns a context in which a acts.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, actorKey{}, a) }

// From returns who acts in ctx; ok is false when nobody does.
func From(ctx context.Context) (a Actor, ok bool) {
	a, ok = ctx.Value(actorKey{}).(Actor)
	return a, ok
}

// May returns nil when the actor of ctx has the right to act, and a problem.Forbidden that names the role otherwise. A
// system actor may publish, look, answer and register (it collects, delivers and audits) and never checks, approves,
// composes or administers: no program decides.
func May(ctx context.Context, act Act) error {
	a, ok := From(ctx)
	if !ok {
		return problem.New(problem.Forbidden, "还没有登录", "什么都没有改动", "请先登录")
	}
	if a.System {
		switch act {
		case Publish, Look, Answer, Register:
			return nil
		}
		return problem.New(problem.Forbidden, "这一步要由人来做，程序不能代替", "什么都没有改动", "")
	}
	roles := may(act)
	for _, r := range roles {
		if a.Has(r) {
			return nil
		}
	}
	owner := "管理员"
	if len(roles) > 0 {
		owner = roles[0].Title()
	}
	return problem.New(problem.Forbidden, "这一步归"+owner+"，"+a.Name+"没有这个角色", "什么都没有改动", "可以请"+owner+"来做，或请管理员调整角色")
}
