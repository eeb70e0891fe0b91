// Package core keeps what the leaves of the house need: the people, the trail, the ledger, the wakes, the settings and
// the sealed secrets, each behind a type of its own over one sqlstore.DB. It decides nothing that the leaves decide; it
// holds what only a database can: that of two writers one wins.
package core

import (
	"context"
	"encoding/json"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
)

// People is a people.Store.
type People struct{ db *sqlstore.DB }

// NewPeople returns the people of db.
func NewPeople(db *sqlstore.DB) *People { return &People{db} }

// Unit returns the unit, or problem.Missing.
func (p *People) Unit(ctx context.Context) (people.Unit, error) {
	var u people.Unit
	ok, err := p.db.One(ctx, []any{&u.ID, &u.Name, &u.Office, &u.CreditCode}, "SELECT id, name, office, credit_code FROM units")
	if err == nil && !ok {
		err = sqlstore.Missing("单位")
	}
	return u, err
}

// Hold locks the staff until the unit of work ends, problem.Missing before there is a unit.
func (p *People) Hold(ctx context.Context) error {
	var id string
	ok, err := p.db.One(ctx, []any{&id}, "SELECT id FROM units"+p.db.Hold(ctx))
	if err == nil && !ok {
		err = sqlstore.Missing("单位")
	}
	return err
}

// SaveUnit writes the unit; a second one is a problem.Conflict.
func (p *People) SaveUnit(ctx context.Context, u people.Unit) error {
	_, err := p.db.Exec(ctx, `INSERT INTO units (id, name, office, credit_code) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, office = excluded.office, credit_code = excluded.credit_code`,
		u.ID, u.Name, u.Office, u.CreditCode)
	return conflict(err, "这里已经建好了单位", "原来的单位和人员没有改动", "请直接登录")
}

const personColumns = "SELECT id, name, position, roles, added, departed FROM people"

func scanPerson(scan func(dest ...any) error) (people.Person, error) {
	var n people.Person
	var roles string
	var added, departed int64
	if err := scan(&n.ID, &n.Name, &n.Position, &roles, &added, &departed); err != nil {
		return n, err
	}
	n.Added, n.Departed = sqlstore.Time(added), sqlstore.Time(departed)
	return n, json.Unmarshal([]byte(roles), &n.Roles)
}

// People returns everybody in the order in which they were added.
func (p *People) People(ctx context.Context) ([]people.Person, error) {
	return p.persons(ctx, personColumns+" ORDER BY seq")
}

// Person returns one person, or problem.Missing.
func (p *People) Person(ctx context.Context, id people.ID) (people.Person, error) {
	found, err := p.persons(ctx, personColumns+" WHERE id = ?", string(id))
	if err != nil {
		return people.Person{}, err
	}
	if len(found) == 0 {
		return people.Person{}, sqlstore.Missing("这个人")
	}
	return found[0], nil
}

func (p *People) persons(ctx context.Context, query string, args ...any) ([]people.Person, error) {
	var all []people.Person
	err := p.db.Each(ctx, func(scan func(dest ...any) error) error {
		n, err := scanPerson(scan)
		all = append(all, n)
		return err
	}, query, args...)
	return all, err
}

// SavePerson writes a person; a name that another bears who still works here is a problem.Conflict.
func (p *People) SavePerson(ctx context.Context, n people.Person) error {
	roles := n.Roles
	if roles == nil {
		roles = []people.Role{}
	}
	words, err := json.Marshal(roles)
	if err != nil {
		return err
	}
	_, err = p.db.Exec(ctx, `INSERT INTO people (id, name, position, roles, added, departed) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, position = excluded.position, roles = excluded.roles,
  added = excluded.added, departed = excluded.departed`,
		string(n.ID), n.Name, n.Position, string(words), sqlstore.Micro(n.Added), sqlstore.Micro(n.Departed))
	return conflict(err, "单位里已经有人叫"+n.Name, "没有写入第二个", "请在姓名后加上区别，例如科室")
}

// Credential returns a person's credential, the zero one when there is none. Inside a unit of work it locks it, also
// where there is none yet.
func (p *People) Credential(ctx context.Context, id people.ID) (people.Credential, error) {
	var c people.Credential
	if lock := p.db.Hold(ctx); lock != "" {
		var held string
		if _, err := p.db.One(ctx, []any{&held}, "SELECT id FROM people WHERE id = ?"+lock, string(id)); err != nil {
			return c, err
		}
	}
	var until int64
	_, err := p.db.One(ctx, []any{&c.Hash, &c.Failures, &until},
		"SELECT hash, failures, locked_until FROM credentials WHERE person = ?", string(id))
	c.LockedUntil = sqlstore.Time(until)
	return c, err
}

// SaveCredential writes a person's credential.
func (p *People) SaveCredential(ctx context.Context, id people.ID, c people.Credential) error {
	_, err := p.db.Exec(ctx, `INSERT INTO credentials (person, hash, failures, locked_until) VALUES (?, ?, ?, ?)
ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, failures = excluded.failures, locked_until = excluded.locked_until`,
		string(id), c.Hash, c.Failures, sqlstore.Micro(c.LockedUntil))
	return err
}

// conflict gives a problem.Conflict the words of the thing that is there already.
func conflict(err error, what, safe, next string) error {
	if problem.KindOf(err) != problem.Conflict {
		return err
	}
	return problem.Wrap(err, problem.Conflict, what, safe, next)
}
