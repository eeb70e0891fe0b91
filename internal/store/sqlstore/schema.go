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

// Migrate brings the schema up to what this program knows. A database of a newer program is refused with problem.Newer
// before anything is written.
func Migrate(ctx context.Context, db *sql.DB, d Dialect) error {
	migrations, newest, err := migrations(d)
	if err != nil {
		return err
	}
	dialect := goose.DialectSQLite3
	if d.Name() == "postgres" {
		dialect = goose.DialectPostgres
	}
	p, err := goose.NewProvider(dialect, db, nil, goose.WithGoMigrations(migrations...), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	has, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if has > newest {
		return problem.New(problem.Newer, fmt.Sprintf("这份数据是更新版本的程序写的（数据版本 %d，这个程序只认得到 %d）", has, newest),
			"文件没有被改动", "请换用新版程序打开")
	}
	_, err = p.Up(ctx)
	return err
}

// migrations reads the schema files; a file's number is its version.
func migrations(d Dialect) (ms []*goose.Migration, newest int64, err error) {
	names, err := fs.Glob(schemaFiles, "schema/*.sql")
	if err != nil {
		return nil, 0, err
	}
	for _, name := range names {
		number, _, _ := strings.Cut(path.Base(name), "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, 0, fmt.Errorf("schema file %s has no number: %w", name, err)
		}
		text, err := schemaFiles.ReadFile(name)
		if err != nil {
			return nil, 0, err
		}
		statements := d.Words().Replace(string(text))
		ms = append(ms, goose.NewGoMigration(version, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, statements)
			return err
		}}, nil))
		newest = max(newest, version)
	}
	return ms, newest, nil
}
