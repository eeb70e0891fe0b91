// Package postgres opens the office's PostgreSQL database (14 or later). Rows are held with FOR UPDATE, and units that
// lose a race run again. The SQL itself is sqlstore's.
package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
)

// connections is the size of the pool.
const connections = 16

// Store is an open database.
type Store struct {
	*sqlstore.DB
	pool *sql.DB
}

// Open connects to the database at url and brings its schema up to date. A database of a newer program is refused with
// problem.Newer.
func Open(ctx context.Context, url string) (*Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, problem.New(problem.Invalid, "数据库地址写得不对", "没有连接", "请照 postgres://用户@主机/库名 的样子核对")
	}
	if _, ok := config.RuntimeParams["lock_timeout"]; !ok {
		config.RuntimeParams["lock_timeout"] = strconv.FormatInt(sqlstore.Patience.Milliseconds(), 10)
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	s := &Store{pool: pool}
	b := bun.NewDB(pool, pgdialect.New())
	s.DB = sqlstore.New(b, b, dialect{})
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close()
		return nil, problem.Wrap(err, problem.Unavailable, "连不上单位的数据库", "什么都没有改动", "请检查网络，或请管理员看看数据库是否在运行")
	}
	if err := migrate(ctx, pool); err != nil {
		_ = pool.Close()
		return nil, s.Mend(err)
	}
	return s, nil
}

// migrate lets one of several programs that start at once do it; the others wait for it as long as ctx lasts.
func migrate(ctx context.Context, pool *sql.DB) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	const key = "hashtextextended('huiying schema ' || current_schema(), 0)"
	if _, err := conn.ExecContext(ctx, "SET lock_timeout = 0"); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock("+key+")"); err != nil {
		return err
	}
	err = sqlstore.Migrate(ctx, pool, dialect{})
	_, unlock := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock("+key+")")
	_, reset := conn.ExecContext(context.WithoutCancel(ctx), "RESET lock_timeout")
	return errors.Join(err, unlock, reset)
}

// Close closes all connections.
func (s *Store) Close() error { return s.pool.Close() }

type dialect struct{}

func (dialect) Name() string       { return "postgres" }
func (dialect) Dollar() bool       { return true }
func (dialect) Lock() string       { return " FOR UPDATE" }
func (dialect) SkipLocked() string { return " FOR UPDATE SKIP LOCKED" }

// Words fills the schema's placeholders. A table that is only appended to refuses changes itself.
func (dialect) Words() *strings.Replacer {
	pairs := []string{"{blob}", "BYTEA", "{rowid}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"}
	for _, table := range []string{"trail", "intents", "outcomes", "revisions", "decisions"} {
		pairs = append(pairs, "{append-only "+table+"}", fmt.Sprintf(`
CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER %[1]s_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %[1]s FOR EACH STATEMENT EXECUTE FUNCTION append_only();
`, table))
	}
	return strings.NewReplacer(pairs...)
}

// Kind maps SQLSTATE classes, appendix A of the PostgreSQL manual.
func (dialect) Kind(err error) problem.Kind {
	var e *pgconn.PgError
	var lost net.Error
	switch {
	case errors.As(err, &e):
	case pgconn.SafeToRetry(err), pgconn.Timeout(err), errors.As(err, &lost), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, io.EOF), errors.Is(err, net.ErrClosed), errors.Is(err, driver.ErrBadConn):
		return problem.Unavailable
	default:
		return problem.Internal
	}
	switch {
	case e.Code == "23505":
		return problem.Conflict
	case e.Code == "53100":
		return problem.Full
	case e.Code == "55P03":
		return problem.Busy
	case strings.HasPrefix(e.Code, "XX"):
		return problem.Damaged
	case strings.HasPrefix(e.Code, "08"), strings.HasPrefix(e.Code, "57"), strings.HasPrefix(e.Code, "53"):
		return problem.Unavailable
	}
	return problem.Internal
}

func (dialect) Again(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
}
