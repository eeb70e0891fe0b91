package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"huiying/internal/problem"
)

// wholeCheck is the largest file that is read through at each start; a larger one is read through by CheckWhole.
const wholeCheck = 64 << 20

// Check looks whether the file at path is a whole SQLite database. A missing or empty file is fine: it will be made.
// Files up to 64 MB are read through; of larger ones only header, length and schema are looked at.
func Check(ctx context.Context, path string) error {
	size, err := checkLength(path)
	if err != nil || size == 0 {
		return err
	}
	db, err := sql.Open("sqlite3", dsn(path, "_query_only=on"))
	if err != nil {
		return err
	}
	defer db.Close()
	if size > wholeCheck {
		var n int
		err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&n)
		return damagedIf(err)
	}
	return checkWhole(ctx, db)
}

// CheckWhole reads the whole file through, whatever its size, beside a program that has it open.
func (s *Store) CheckWhole(ctx context.Context) error { return checkWhole(ctx, s.read) }

func checkWhole(ctx context.Context, db *sql.DB) error {
	var word string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&word); err != nil {
		return damagedIf(err)
	}
	if word != "ok" {
		return damaged(errors.New(word))
	}
	return nil
}

// checkLength compares the file with what its first page says. Format of the header: sqlite.org/fileformat2.html, §1.3.
func checkLength(path string) (int64, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	} else if err != nil {
		return 0, problem.Wrap(err, problem.Unavailable, "打不开数据文件", "文件没有被改动", "请检查这个文件的权限")
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	if info.Size() == 0 {
		return 0, nil
	}
	var head [100]byte
	if _, err := io.ReadFull(f, head[:]); err != nil || string(head[:16]) != "SQLite format 3\x00" {
		return 0, damaged(errors.New("no SQLite header"))
	}
	page := int64(binary.BigEndian.Uint16(head[16:18]))
	if page == 1 {
		page = 65536
	}
	pages := int64(binary.BigEndian.Uint32(head[28:32]))
	if _, err := os.Stat(path + "-wal"); err == nil {
		return info.Size(), nil // pages may still be in the write-ahead log
	}
	if binary.BigEndian.Uint32(head[24:28]) == binary.BigEndian.Uint32(head[92:96]) && info.Size() < page*pages {
		return 0, damaged(errors.New("file is shorter than its header says"))
	}
	return info.Size(), nil
}

func damagedIf(err error) error {
	if err == nil {
		return nil
	}
	if k := (dialect{}).Kind(err); k == problem.Damaged {
		return damaged(err)
	}
	return mend(err)
}

func damaged(err error) error {
	return problem.Wrap(err, problem.Damaged, "数据文件损坏了，读不完整", "程序没有改动它", "可以改用最近一次完好的备份，损坏的文件会另存一份")
}

// Backup writes a whole copy of the open file to path, which must not be there yet. Readers and the writer go on
// meanwhile. The copy stands complete under its name or not at all.
func (s *Store) Backup(ctx context.Context, path string) error {
	part := path + ".part"
	_ = os.Remove(part)
	if _, err := s.read.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		_ = os.Remove(part)
		return mend(err)
	}
	if err := Check(ctx, part); err != nil {
		_ = os.Remove(part)
		return err
	}
	if err := syncFile(part); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFile(filepath.Dir(path))
}

// Restore puts the backup in place of the file at path, which no program may have open. What stands there is kept beside
// it, with the time in its name; its path is returned.
func Restore(ctx context.Context, path, backup string, now time.Time) (kept string, err error) {
	if err := Check(ctx, backup); err != nil {
		return "", err
	}
	kept = path + ".damaged-" + now.UTC().Format("20060102T150405")
	part := path + ".part"
	if err := copyFile(backup, part); err != nil {
		_ = os.Remove(part)
		return "", err
	}
	for _, tail := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(path+tail, kept+tail); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	if err := os.Rename(part, path); err != nil {
		return "", err
	}
	return kept, syncFile(filepath.Dir(path))
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close()
		return err
	}
	return errors.Join(out.Sync(), out.Close())
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
