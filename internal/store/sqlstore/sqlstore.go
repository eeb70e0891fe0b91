// Package sqlstore is the SQL that both databases share: one handle that runs a statement in the unit of work of its
// context, or on the reading pool outside one, and the schema. What SQLite and PostgreSQL do differently (opening,
// errors, a few words of SQL) they give as a Dialect. The tables of each desk are in a package of their own below.
package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"huiying/internal/problem"
	"huiying/internal/unit"
)

// Patience is how long a unit waits for the writer, or for a row that another holds, before it gives up with a sentence.
const Patience = 5 * time.Second

// Dialect is what the two databases do differently.
type Dialect interface {
	// Name is "sqlite" or "postgres".
	Name() string
	// Words maps the placeholders {blob}, {rowid} and {append-only TABLE} of the schema to the database's own words.
	Words() *strings.Replacer
	// Dollar tells whether parameters are written $1, $2 … instead of ?.
	Dollar() bool
	// Lock is what a SELECT ends with to hold its rows until the unit ends.
	Lock() string
	// SkipLocked is the same, passing over rows that others hold.
	SkipLocked() string
	// Kind tells what sort of problem a driver's error is; problem.Internal when it is none of ours.
	Kind(err error) problem.Kind
	// Again tells a serialization failure or deadlock, after which the unit may run once more.
	Again(err error) bool
}

// DB is an open store. It satisfies unit.Beginner.
type DB struct {
	write   *bun.DB
	read    *bun.DB
	dialect Dialect
	wait    time.Duration
}

// New returns a DB over a writing and a reading pool, which may be the same. The pools stay the caller's to close.
func New(write, read *bun.DB, d Dialect) *DB {
	return &DB{write: write, read: read, dialect: d, wait: Patience}
}

// Within returns another handle on the same store whose units wait no longer than this for the writer. A unit belongs to
// the handle that it was begun with.
func (d *DB) Within(wait time.Duration) *DB {
	other := *d
	other.wait = wait
	return &other
}

// Dialect returns the database's dialect.
func (d *DB) Dialect() Dialect { return d.dialect }

type tx struct {
	bun.Tx
	ctx  context.Context
	conn bun.Conn
	d    *DB

	mu     sync.Mutex
	failed error // of the first statement that failed
}

// fail keeps the first error. PostgreSQL takes nothing more after a failed statement, and SQLite may already have rolled
// back on a full disk; so neither may commit what is left of the unit.
func (t *tx) fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.failed == nil {
		t.failed = err
	}
}

func (t *tx) spoiled() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.failed
}

// Commit commits, unless a statement of the unit failed: then nothing is written and that error returned.
func (t *tx) Commit() error {
	if err := t.spoiled(); err != nil {
		return err
	}
	defer t.conn.Close()
	err := t.Tx.Commit()
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrTxDone) && t.ctx.Err() != nil:
		return t.ctx.Err()
	}
	if t.d.dialect.Kind(err) == problem.Unavailable { // the commit may have come through though its answer did not
		return problem.Wrap(err, problem.Unknown, "和数据库的连接断了，不知道刚才这一步写进去没有", "此前存下的内容都在",
			"请刷新后看一看，再决定要不要重做")
	}
	return t.d.mend(err)
}

func (t *tx) Rollback() error {
	err := t.Tx.Rollback()
	_ = t.conn.Close()
	return err
}

// Begin opens a writing transaction, waiting a bounded time for the writer.
func (d *DB) Begin(ctx context.Context) (unit.Tx, error) {
	wait, cancel := context.WithTimeout(ctx, d.wait)
	defer cancel()
	conn, err := d.write.Conn(wait)
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			return nil, busy(err)
		}
		return nil, d.mend(err)
	}
	t, err := conn.BeginTx(ctx, nil)
	if err != nil {
		_ = conn.Close()
		return nil, d.mend(err)
	}
	return &tx{Tx: t, ctx: ctx, conn: conn, d: d}, nil
}

// Again tells whether a unit that ended in err may run once more.
func (d *DB) Again(err error) bool { return d.dialect.Again(err) }

// current returns the transaction of ctx's unit, nil outside a unit.
func (d *DB) current(ctx context.Context) (*tx, error) {
	t, err := unit.Current(ctx)
	if t == nil || err != nil {
		return nil, err
	}
	own, ok := t.(*tx)
	if !ok || own.d != d {
		return nil, errors.New("sqlstore: the unit of this context belongs to another store")
	}
	return own, own.spoiled()
}

// IDB returns the transaction of ctx's unit, or the reading pool outside a unit, for bun's query builders.
func (d *DB) IDB(ctx context.Context) (bun.IDB, error) {
	t, err := d.current(ctx)
	if err != nil {
		return nil, err
	}
	if t == nil {
		return d.read, nil
	}
	return t.Tx, nil
}

// Hold is what a SELECT ends with to hold its rows until the unit of ctx ends: empty outside a unit, where there is
// nothing to hold them for.
func (d *DB) Hold(ctx context.Context) string {
	if t, err := unit.Current(ctx); t == nil || err != nil {
		return ""
	}
	return d.dialect.Lock()
}

var errNoUnit = errors.New("sqlstore: a write outside a unit")

// Exec runs one writing statement, with ? for parameters, in the unit of ctx, and returns how many rows it touched. It
// is refused outside a unit. A statement that fails spoils the unit, on both databases alike: nothing more can be done in
// it. Where a conflict is to be expected, write ON CONFLICT DO NOTHING and look at the number of rows.
func (d *DB) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	t, err := d.current(ctx)
	if err != nil {
		return 0, err
	}
	if t == nil {
		return 0, errNoUnit
	}
	// The embedded sql.Tx: bun's own methods would format the arguments into the text.
	res, err := t.Tx.Tx.ExecContext(ctx, d.bind(query), args...)
	if err != nil {
		err = d.mend(err)
		t.fail(err)
		return 0, err
	}
	return res.RowsAffected()
}

// Each runs a query, with ? for parameters, and calls f with each row, in order, until f returns an error. f must not use
// the store with the same unit: its connection is taken.
func (d *DB) Each(ctx context.Context, f func(scan func(dest ...any) error) error, query string, args ...any) error {
	t, err := d.current(ctx)
	if err != nil {
		return err
	}
	if t == nil {
		return d.each(ctx, d.read.DB, f, query, args)
	}
	return d.each(ctx, t.Tx.Tx, f, query, args, t.fail)
}

// Returning is Each for a writing statement that returns rows: like Exec it is refused outside a unit.
func (d *DB) Returning(ctx context.Context, f func(scan func(dest ...any) error) error, query string, args ...any) error {
	if t, err := d.current(ctx); err != nil {
		return err
	} else if t == nil {
		return errNoUnit
	}
	return d.Each(ctx, f, query, args...)
}

type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (d *DB) each(ctx context.Context, q queryer, f func(scan func(dest ...any) error) error, query string, args []any,
	failed ...func(error)) error {
	rows, err := q.QueryContext(ctx, d.bind(query), args...)
	if err == nil {
		defer rows.Close()
		for rows.Next() {
			if err := f(rows.Scan); err != nil {
				return err
			}
		}
		err = rows.Err()
	}
	err = d.mend(err)
	for _, tell := range failed {
		if err != nil {
			tell(err)
		}
	}
	return err
}

// One runs a query for one row and scans it. It returns false when there is none.
func (d *DB) One(ctx context.Context, dest []any, query string, args ...any) (bool, error) {
	found := false
	err := d.Each(ctx, func(scan func(dest ...any) error) error {
		if found {
			return nil
		}
		found = true
		return scan(dest...)
	}, query, args...)
	return found, err
}

// bind rewrites ? to $n where the database wants it. The SQL of this program has no ? inside quotes.
func (d *DB) bind(query string) string {
	if !d.dialect.Dollar() {
		return query
	}
	var b strings.Builder
	b.Grow(len(query) + 16)
	n := 0
	for i := range len(query) {
		if query[i] != '?' {
			b.WriteByte(query[i])
			continue
		}
		n++
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}

// Mend turns an error of bun or the driver into one that a person can read. A serialization failure keeps its cause:
// unit.Work finds it there and runs the unit again.
func (d *DB) Mend(err error) error { return d.mend(err) }

func (d *DB) mend(err error) error {
	if err == nil || problem.Cancelled(err) {
		return err
	}
	var p *problem.Error
	if errors.As(err, &p) {
		return err
	}
	if d.dialect.Again(err) {
		return busy(err)
	}
	switch d.dialect.Kind(err) {
	case problem.Full:
		return problem.Wrap(err, problem.Full, "磁盘满了，这一步没有写进去", "此前存下的内容都完好", "请腾出一些空间再试")
	case problem.Busy:
		return busy(err)
	case problem.Damaged:
		return problem.Wrap(err, problem.Damaged, "数据读不出来了，可能已经损坏", "程序停止写入，原来的数据没有再改动", "请重新打开程序，它会提供最近一次完好的备份")
	case problem.Conflict:
		return problem.Wrap(err, problem.Conflict, "同样的一条已经在那里了", "没有写入第二条", "请刷新后再看")
	case problem.Unavailable:
		return problem.Wrap(err, problem.Unavailable, "现在读写不了数据", "这一步没有写进去，此前存下的内容都在", "请检查磁盘或网络后再试")
	}
	return err
}

func busy(err error) error {
	return problem.Wrap(err, problem.Busy, "数据正忙，等了几秒没有轮到", "这一步没有写进去，写好的内容都还在", "请再试一次")
}

// Micro is how a time is stored: microseconds since 1970 UTC, 0 for no time.
func Micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time is the reverse of Micro.
func Time(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

// Missing is the problem for a row that is not there.
func Missing(what string) error {
	return problem.New(problem.Missing, "没有找到"+what, "什么都没有改动", "它可能已经被移走，请刷新后再看")
}
