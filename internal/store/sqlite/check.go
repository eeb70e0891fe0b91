package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"

	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
)

// wholeCheck is the largest file that is read through at each start; a larger one is read through by CheckWhole.
const wholeCheck = 64 << 20

// Check looks whether the file at path is a whole SQLite database of this program. A missing or empty file is fine: it
// will be made. Files up to 64 MB are read through; of larger ones only header, length and schema are looked at. The file
// and its write-ahead log stay as they are.
func Check(ctx context.Context, path string) error {
	size, err := checkFile(path)
	if err != nil || size == 0 {
		return err
	}
	db, err := sql.Open("sqlite3", dsn(path, "mode=ro&_query_only=on"))
	if err != nil {
		return err
	}
	defer db.Close()
	if size <= wholeCheck {
		if err := checkWhole(ctx, db); err != nil {
			return err
		}
	}
	return damagedIf(sqlstore.CheckVersion(ctx, db, dialect{}))
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

// checkFile returns the length of the file, compared with what its first page says, 0 for a file that will be made.
// Format of the header: sqlite.org/fileformat2.html, §1.3.
func checkFile(path string) (int64, error) {
	log := int64(0)
	if info, err := os.Stat(path + "-wal"); err == nil {
		log = info.Size()
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, emptyBeside(log)
	} else if err != nil {
		return 0, problem.Wrap(err, problem.Unavailable, "打不开数据文件", "文件没有被改动", "请检查这个文件的权限")
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	if info.Size() == 0 {
		return 0, emptyBeside(log)
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
	if log > 0 {
		return info.Size(), nil // pages may still be in the write-ahead log
	}
	if binary.BigEndian.Uint32(head[24:28]) == binary.BigEndian.Uint32(head[92:96]) && info.Size() < page*pages {
		return 0, damaged(errors.New("file is shorter than its header says"))
	}
	return info.Size(), nil
}

// emptyBeside refuses to begin anew beside a write-ahead log with something in it: SQLite would throw that away.
func emptyBeside(log int64) error {
	if log == 0 {
		return nil
	}
	return damaged(errors.New("the file is gone and its write-ahead log is not"))
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
