// Package publishing is the tables of the publishing desk: posts, working copies, revisions and deliveries. It satisfies
// the Store of publishing and that of publishing/delivery, and decides nothing: whoever calls it holds the rows.
package publishing

import (
	"strings"

	"huiying/internal/store/sqlstore"
	desk "huiying/publishing"
	"huiying/publishing/delivery"
)

// Store keeps what the publishing desk has.
type Store struct{ db *sqlstore.DB }

// New returns the store of db.
func New(db *sqlstore.DB) *Store { return &Store{db} }

var (
	_ desk.Store     = (*Store)(nil)
	_ delivery.Store = (*Store)(nil)
)

// text makes words fit both databases: PostgreSQL takes neither broken UTF-8 nor the zero character, and neither may cost
// somebody what he typed or a platform said.
func text(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// marks returns n parameters for a list.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// flag is how a truth is stored.
func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
