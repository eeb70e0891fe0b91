package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"

	"huiying/internal/problem"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// table is where goose notes which schema files a database has seen.
const table = "goose_db_version"

// Migrate brings the schema up to what this program knows. A database of a newer program is refused with problem.Newer
// before anything is written. The numbers of the files are handed out in blocks, one for each desk, so a file may come
// after one with a higher number.
func Migrate(ctx context.Context, db *sql.DB, d Dialect) error {
	if err := CheckVersion(ctx, db, d); err != nil {
		return err
	}
	migrations, err := migrations(d)
	if err != nil {
		return err
	}
	dialect := goose.DialectSQLite3
	if d.Name() == "postgres" {
		dialect = goose.DialectPostgres
	}
	p, err := goose.NewProvider(dialect, db, nil, goose.WithGoMigrations(migrations...), goose.WithTableName(table),
		goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// CheckVersion returns a problem.Newer when the database has seen a schema file that this program does not know, and a
// problem.Invalid when it has tables but none of ours. It only reads; an empty database is fine.
func CheckVersion(ctx context.Context, db *sql.DB, d Dialect) error {
	query := "SELECT count(*), count(CASE WHEN name = '" + table + "' THEN 1 END) FROM sqlite_master WHERE type = 'table'"
	if d.Name() == "postgres" {
		query = "SELECT count(*), count(CASE WHEN tablename = '" + table + "' THEN 1 END) FROM pg_tables WHERE schemaname = current_schema()"
	}
	var tables, ours int
	if err := db.QueryRowContext(ctx, query).Scan(&tables, &ours); err != nil || tables == 0 {
		return err
	}
	if ours == 0 {
		return problem.New(problem.Invalid, "这份数据不是本程序写的", "它没有被改动", "请检查选的是不是本程序的数据")
	}
	migrations, err := migrations(d)
	if err != nil {
		return err
	}
	known := map[int64]bool{0: true}
	for _, m := range migrations {
		known[m.Version] = true
	}
	rows, err := db.QueryContext(ctx, "SELECT version_id FROM "+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var version int64
		if err := rows.Scan(&version); err != nil {
			return err
		}
		if !known[version] {
			return problem.New(problem.Newer, fmt.Sprintf("这份数据是更新版本的程序写的（其中有数据版本 %d，这个程序还不认得）", version),
				"它没有被改动", "请换用新版程序打开")
		}
	}
	return rows.Err()
}

// migrations reads the schema files; a file's number is its version.
func migrations(d Dialect) (ms []*goose.Migration, err error) {
	names, err := fs.Glob(schemaFiles, "schema/*.sql")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		number, _, _ := strings.Cut(path.Base(name), "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("schema file %s has no number: %w", name, err)
		}
		text, err := schemaFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		statements := d.Words().Replace(string(text))
		ms = append(ms, goose.NewGoMigration(version, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, statements)
			return err
		}}, nil))
	}
	return ms, nil
}
