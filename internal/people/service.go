package people

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiying/internal/problem"
	"huiying/internal/unit"
)

// Credential is how a person proves to be that person.
type Credential struct {
	Hash        string    // as the Hasher made it; empty in a drill, where nobody has a password
	Failures    int       // wrong passwords in a row
	LockedUntil time.Time // zero when not locked
}

// Store keeps the unit and its people.
type Store interface {
	// Unit returns the unit, or problem.Missing before the first run is finished.
	Unit(ctx context.Context) (Unit, error)
	// SaveUnit writes the unit; there is never more than one.
	SaveUnit(ctx context.Context, u Unit) error
	// Hold locks the staff until the unit of ctx ends, so that two changes cannot cross and each see what the other takes
	// away; problem.Missing before there is a unit.
	Hold(ctx context.Context) error
	// People returns everybody, those who left included, in the order in which they were added.
	People(ctx context.Context) ([]Person, error)
	// Person returns one person, or problem.Missing.
	Person(ctx context.Context, id ID) (Person, error)
	// SavePerson writes a person; two persons who still work here never share a name (problem.Conflict).
	SavePerson(ctx context.Context, p Person) error
	// Credential returns a person's credential, the zero one when there is none. Inside a unit it locks the row.
	Credential(ctx context.Context, id ID) (Credential, error)
	// SaveCredential writes a person's credential.
	SaveCredential(ctx context.Context, id ID, c Credential) error
}

// Hasher hashes passwords slowly on purpose.
type Hasher interface {
	// Hash returns a string that Matches can check a password against.
	Hash(password string) (string, error)
	// Matches tells whether password is the one that was hashed.
	Matches(hash, password string) (bool, error)
}

// Record puts an entry on the trail, in the unit of ctx.
type Record func(ctx context.Context, verb, kind, subject string, detail map[string]string) error

// Five wrong passwords in a row lock a person out for a quarter of an hour.
const (
	maxFailures = 5
	lockFor     = 15 * time.Minute
	minPassword = 8
)

// Service is the people desk.
type Service struct {
	store  Store
	work   *unit.Work
	hasher Hasher
	record Record
	now    func() time.Time
	drill  bool
}

// NewService returns a Service. In a drill nobody has a password and Pick signs in.
func NewService(store Store, work *unit.Work, hasher Hasher, record Record, now func() time.Time, drill bool) *Service {
	return &Service{store: store, work: work, hasher: hasher, record: record, now: now, drill: drill}
}

// Newcomer is a person to add: a name, roles and, outside a drill, a password.
type Newcomer struct {
	ID       ID // made by the caller; one is made when empty
	Name     string
	Position string
	Roles    []Role
	Password string
}

// Setup creates the unit and its first people. It is refused with problem.Conflict once there is a unit, and with
// problem.Invalid unless every role is held and an author, a checker and an approver can be three different persons.
func (s *Service) Setup(ctx context.Context, u Unit, first []Newcomer) error {
	u.Name, u.Office, u.CreditCode = strings.TrimSpace(u.Name), strings.TrimSpace(u.Office), strings.ToUpper(strings.TrimSpace(u.CreditCode))
	if u.Name == "" {
		return invalid("还没有写单位名称", "请写上单位全称")
	}
	if u.CreditCode != "" {
		if err := CheckCreditCode(u.CreditCode); err != nil {
			return err
		}
	}
	if err := checkStaff(first); err != nil {
		return err
	}
	people := make([]Person, len(first))
	hashes := make([]string, len(first))
	for i, n := range first {
		p, hash, err := s.prepare(n)
		if err != nil {
			return err
		}
		people[i], hashes[i] = p, hash
	}
	return s.work.Do(ctx, func(ctx context.Context) error {
		if _, err := s.store.Unit(ctx); err == nil {
			return problem.New(problem.Conflict, "这台电脑上已经建好了单位", "原来的单位和人员没有改动", "请直接登录")
		} else if problem.KindOf(err) != problem.Missing {
			return err
		}
		if u.ID == "" {
			u.ID = unit.NewID()
		}
		if err := s.store.SaveUnit(ctx, u); err != nil {
			return err
		}
		for i, p := range people {
			if err := s.save(ctx, p, hashes[i]); err != nil {
				return err
			}
		}
		return s.record(With(ctx, System("首次设置")), "建立单位", "unit", u.ID, map[string]string{"name": u.Name, "people": fmt.Sprint(len(people))})
	})
}

func (s *Service) save(ctx context.Context, p Person, hash string) error {
	if err := s.store.SavePerson(ctx, p); err != nil {
		return err
	}
	return s.store.SaveCredential(ctx, p.ID, Credential{Hash: hash})
}

func (s *Service) prepare(n Newcomer) (Person, string, error) {
	p := Person{ID: n.ID, Name: strings.TrimSpace(n.Name), Position: strings.TrimSpace(n.Position), Roles: slices.Clone(n.Roles), Added: s.now()}
	if p.ID == "" {
		p.ID = ID(unit.NewID())
	}
	if s.drill {
		return p, "", nil
	}
	hash, err := s.hash(p.Name, n.Password)
	return p, hash, err
}

func invalid(what, next string) error {
	return problem.New(problem.Invalid, what, "填好的内容都还在", next)
}

// Unit returns the unit, or problem.Missing before Setup.
func (s *Service) Unit(ctx context.Context) (Unit, error) { return s.store.Unit(ctx) }

// People returns everybody, those who left included. It needs no actor: the sign-in screen lists names.
func (s *Service) People(ctx context.Context) ([]Person, error) { return s.store.People(ctx) }

// Person returns one person.
func (s *Service) Person(ctx context.Context, id ID) (Person, error) { return s.store.Person(ctx, id) }

// Add takes a new person on. Only an administrator may.
func (s *Service) Add(ctx context.Context, n Newcomer) (Person, error) {
	if err := May(ctx, Administer); err != nil {
		return Person{}, err
	}
	if strings.TrimSpace(n.Name) == "" {
		return Person{}, invalid("还没有写姓名", "请写上姓名")
	}
	if len(n.Roles) == 0 {
		return Person{}, invalid(n.Name+"还没有角色", "请至少选一个角色")
	}
	p, hash, err := s.prepare(n)
	if err != nil {
		return Person{}, err
	}
	err = s.work.Do(ctx, func(ctx context.Context) error {
		if err := s.save(ctx, p, hash); err != nil {
			return err
		}
		return s.record(ctx, "添加人员", "person", string(p.ID), map[string]string{"name": p.Name, "roles": titles(p.Roles)})
	})
	return p, err
}

// ChangeRoles gives a person other roles. It is refused when the office could then no longer review its own work.
func (s *Service) ChangeRoles(ctx context.Context, id ID, roles []Role) error {
	return s.change(ctx, id, "调整角色", func(p *Person) { p.Roles = slices.Clone(roles) })
}

// Depart notes that a person has left. The account stays on record and can no longer sign in.
func (s *Service) Depart(ctx context.Context, id ID) error {
	return s.change(ctx, id, "人员离岗", func(p *Person) { p.Departed = s.now() })
}

// Return notes that somebody who had left works here again, with the roles and the password of before.
func (s *Service) Return(ctx context.Context, id ID) error {
	return s.change(ctx, id, "恢复在岗", func(p *Person) { p.Departed = time.Time{} })
}

func (s *Service) change(ctx context.Context, id ID, verb string, f func(*Person)) error {
	if err := May(ctx, Administer); err != nil {
		return err
	}
	return s.work.Do(ctx, func(ctx context.Context) error {
		if err := s.store.Hold(ctx); err != nil {
			return err
		}
		all, err := s.store.People(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(p Person) bool { return p.ID == id })
		if i < 0 {
			return problem.New(problem.Missing, "没有这个人", "什么都没有改动", "请重新打开人员表")
		}
		f(&all[i])
		if err := staffed(all); err != nil {
			return err
		}
		if err := s.store.SavePerson(ctx, all[i]); err != nil {
			return err
		}
		return s.record(ctx, verb, "person", string(id), map[string]string{"name": all[i].Name, "roles": titles(all[i].Roles)})
	})
}

func titles(roles []Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = r.Title()
	}
	return strings.Join(words, "、")
}
