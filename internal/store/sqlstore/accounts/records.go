package accounts

import (
	"context"

	"huiying/accounts"
	"huiying/internal/store/sqlstore"
)

// Binding returns an account's binding, one in state Unbound when there is none.
func (s *Store) Binding(ctx context.Context, id accounts.ID) (accounts.Binding, error) {
	b := accounts.Binding{Account: id, State: accounts.Unbound}
	var profile, abilities string
	var expires, probed, at int64
	ok, err := s.db.One(ctx, []any{&b.State, &b.AppID, &b.Subject, &b.Name, &profile, &abilities, &b.By, &b.Trouble, &expires, &probed, &at},
		"SELECT state, app_id, subject, name, profile, abilities, by_id, trouble, expires, probed, at FROM bindings WHERE account = ?", id)
	if err != nil || !ok {
		return b, err
	}
	b.Expires, b.Probed, b.At = sqlstore.Time(expires), sqlstore.Time(probed), sqlstore.Time(at)
	if b.Profile, err = readProfile(profile); err != nil {
		return b, err
	}
	b.Abilities, err = readAbilities(abilities)
	return b, err
}

// SaveBinding writes an account's binding.
func (s *Store) SaveBinding(ctx context.Context, b accounts.Binding) error {
	profile, err := writeProfile(b.Profile)
	if err != nil {
		return err
	}
	abilities, err := writeAbilities(b.Abilities)
	if err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `INSERT INTO bindings (account, state, app_id, subject, name, profile, abilities, by_id, trouble, expires, probed, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (account) DO UPDATE SET state = excluded.state, app_id = excluded.app_id, subject = excluded.subject, name = excluded.name,
profile = excluded.profile, abilities = excluded.abilities, by_id = excluded.by_id, trouble = excluded.trouble, expires = excluded.expires,
probed = excluded.probed, at = excluded.at`,
		append([]any{b.Account, b.State, b.AppID, b.Subject, b.Name, profile, abilities, b.By, b.Trouble}, micros(b.Expires, b.Probed, b.At)...)...)
	return err
}

// Findings returns what stands, of one account or of all when id is empty, soonest due first.
func (s *Store) Findings(ctx context.Context, id accounts.ID) ([]accounts.Finding, error) {
	where, args := "cleared = 0", []any{}
	if id != "" {
		where, args = where+" AND account = ?", append(args, id)
	}
	var all []accounts.Finding
	err := s.db.Each(ctx, func(scan func(dest ...any) error) error {
		var f accounts.Finding
		var due, found, seen int64
		err := scan(&f.ID, &f.Account, &f.Rule, &f.Level, &f.Title, &f.Text, &f.Evidence, &f.Link, &f.Clause, &f.Source, &due, &found, &seen)
		f.Due, f.Found, f.Seen = sqlstore.Time(due), sqlstore.Time(found), sqlstore.Time(seen)
		all = append(all, f)
		return err
	}, "SELECT id, account, rule, level, title, text, evidence, link, clause, source, due, found, seen FROM findings WHERE "+where+
		" ORDER BY CASE WHEN due = 0 THEN 1 ELSE 0 END, due, found, id", args...)
	return all, err
}

// SaveFinding writes a new or changed finding.
func (s *Store) SaveFinding(ctx context.Context, f accounts.Finding) error {
	_, err := s.db.Exec(ctx, `INSERT INTO findings (id, account, rule, level, title, text, evidence, link, clause, source, due, found, seen, cleared)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET level = excluded.level, title = excluded.title, text = excluded.text, evidence = excluded.evidence,
link = excluded.link, clause = excluded.clause, source = excluded.source, due = excluded.due, seen = excluded.seen, cleared = excluded.cleared`,
		append([]any{f.ID, f.Account, f.Rule, f.Level, f.Title, f.Text, f.Evidence, f.Link, f.Clause, f.Source}, micros(f.Due, f.Found, f.Seen, f.Cleared)...)...)
	return err
}
