// Package accounts keeps the register, its filings, bindings and findings in the SQL that both databases share. It holds
// no secret and decides nothing; what must never stand twice is guarded here as well as by the desk.
package accounts

import (
	"context"

	"huiying/accounts"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
)

// Store is an accounts.Store.
type Store struct{ db *sqlstore.DB }

// New returns the tables of the register in db.
func New(db *sqlstore.DB) *Store { return &Store{db} }

func (s *Store) accounts(ctx context.Context, query string, args ...any) ([]accounts.Account, error) {
	var all []accounts.Account
	err := s.db.Each(ctx, func(scan func(dest ...any) error) error {
		var entry string
		if err := scan(&entry); err != nil {
			return err
		}
		a, err := readEntry(entry)
		all = append(all, a)
		return err
	}, query, args...)
	return all, err
}

// Account returns one account.
func (s *Store) Account(ctx context.Context, id accounts.ID) (accounts.Account, error) {
	return s.one(ctx, "SELECT entry FROM accounts WHERE id = ?", id)
}

// Hold is Account that locks the row until the unit ends.
func (s *Store) Hold(ctx context.Context, id accounts.ID) (accounts.Account, error) {
	return s.one(ctx, "SELECT entry FROM accounts WHERE id = ?"+s.db.Dialect().Lock(), id)
}

func (s *Store) one(ctx context.Context, query string, id accounts.ID) (accounts.Account, error) {
	all, err := s.accounts(ctx, query, id)
	if err != nil {
		return accounts.Account{}, err
	}
	if len(all) == 0 {
		return accounts.Account{}, sqlstore.Missing("这个账号")
	}
	return all[0], nil
}

// Accounts returns the whole register in the order in which it was entered.
func (s *Store) Accounts(ctx context.Context) ([]accounts.Account, error) {
	return s.accounts(ctx, "SELECT entry FROM accounts ORDER BY seq")
}

// SaveAccount writes a new or changed account.
func (s *Store) SaveAccount(ctx context.Context, a accounts.Account) error {
	entry, err := writeEntry(a)
	if err != nil {
		return err
	}
	if a.Version == 1 {
		_, err = s.db.Exec(ctx, `INSERT INTO accounts (id, version, platform, type, name, platform_id, sponsor, state, entry)
VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)`, a.ID, a.Platform, a.Type, a.Name, a.PlatformID, a.Sponsor.CreditCode, a.State, entry)
		return err
	}
	n, err := s.db.Exec(ctx, `UPDATE accounts SET version = ?, platform = ?, type = ?, name = ?, platform_id = ?, sponsor = ?, state = ?, entry = ?
WHERE id = ? AND version = ?`, a.Version, a.Platform, a.Type, a.Name, a.PlatformID, a.Sponsor.CreditCode, a.State, entry, a.ID, a.Version-1)
	if err == nil && n == 0 {
		return problem.New(problem.Conflict, "“"+a.Name+"”刚刚被别人改过", "这一次没有写进去", "请刷新后再看")
	}
	return err
}

// SaveFiling writes a new or changed filing.
func (s *Store) SaveFiling(ctx context.Context, f accounts.Filing) error {
	proposed, err := writeEntry(f.Proposed)
	if err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `INSERT INTO filings (id, account, kind, revision, state, proposed, fingerprint, by_id, by_name, comment, at, closed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = excluded.state, proposed = excluded.proposed,
fingerprint = excluded.fingerprint, by_id = excluded.by_id, by_name = excluded.by_name, comment = excluded.comment, at = excluded.at, closed = excluded.closed`,
		append([]any{f.ID, f.Account, f.Kind, f.Revision, f.State, proposed, f.Fingerprint, f.By, f.ByName, f.Comment}, micros(f.At, f.Closed)...)...)
	return err
}

const filingColumns = "SELECT id, account, kind, revision, state, proposed, fingerprint, by_id, by_name, comment, at, closed FROM filings "

func (s *Store) filings(ctx context.Context, where string, args ...any) ([]accounts.Filing, error) {
	var all []accounts.Filing
	err := s.db.Each(ctx, func(scan func(dest ...any) error) error {
		var f accounts.Filing
		var proposed string
		var at, closed int64
		err := scan(&f.ID, &f.Account, &f.Kind, &f.Revision, &f.State, &proposed, &f.Fingerprint, &f.By, &f.ByName, &f.Comment, &at, &closed)
		if err != nil {
			return err
		}
		f.At, f.Closed = sqlstore.Time(at), sqlstore.Time(closed)
		f.Proposed, err = readEntry(proposed)
		all = append(all, f)
		return err
	}, filingColumns+where, args...)
	return all, err
}

// Filings returns an account's filings, newest first.
func (s *Store) Filings(ctx context.Context, id accounts.ID) ([]accounts.Filing, error) {
	return s.filings(ctx, "WHERE account = ? ORDER BY seq DESC", id)
}

// Filing returns one filing.
func (s *Store) Filing(ctx context.Context, id string) (accounts.Filing, error) {
	all, err := s.filings(ctx, "WHERE id = ?", id)
	if err != nil {
		return accounts.Filing{}, err
	}
	if len(all) == 0 {
		return accounts.Filing{}, sqlstore.Missing("这份备案")
	}
	return all[0], nil
}

// NextNo returns the next number of a series and year; the row that counts is held until the unit ends.
func (s *Store) NextNo(ctx context.Context, series string, year int) (int, error) {
	n := 0
	err := s.db.Returning(ctx, func(scan func(dest ...any) error) error { return scan(&n) },
		`INSERT INTO filing_numbers (series, year, last) VALUES (?, ?, 1)
ON CONFLICT (series, year) DO UPDATE SET last = filing_numbers.last + 1 RETURNING last`, series, year)
	return n, err
}
