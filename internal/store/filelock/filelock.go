// Package filelock lets one program at a time have a data file, by a lock of the operating system that ends with the
// process, however it ends. It also says who has the file. It reads and writes nothing of the data file itself.
package filelock

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"huiying/internal/problem"
)

// Holder says who has a file.
type Holder struct {
	PID   int       `json:"pid"`
	Since time.Time `json:"since"`
	Host  string    `json:"host"`
	Name  string    `json:"name"` // of the program, for people: “回应”, “终端”
}

// Lock is a held lock.
type Lock struct {
	mu   sync.Mutex
	file *os.File
}

// Suffix is what the lock's own file adds to the name of the data file. It stays when the lock is released: removing it
// would let two programs lock two files of the same name.
const Suffix = ".lock"

const maxInfo = 4096

// errHeld is what tryLock returns when another one has the lock.
var errHeld = errors.New("filelock: held")

// Acquire takes the lock of the data file at path and returns soon: problem.Locked, saying who has it, when another
// program (or this one, a second time) does. now is when the holder begins, for the one who is told.
func Acquire(path, name string, now time.Time) (*Lock, error) {
	f, err := os.OpenFile(path+Suffix, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, problem.Wrap(err, problem.Unavailable, "锁不住数据文件，它的文件夹写不进去", "什么都没有改动",
			"请看文件夹是否还在、您是否有权写它")
	}
	if err := patient(f); err != nil {
		defer f.Close()
		if errors.Is(err, errHeld) {
			h, known := read(f)
			return nil, told(h, known)
		}
		return nil, problem.Wrap(err, problem.Unavailable, "这个文件夹不支持文件锁，可能在网络盘上", "什么都没有改动",
			"请把数据文件放到本机磁盘上")
	}
	host, err := os.Hostname()
	if err != nil {
		host = ""
	}
	// The note is for people only. A disk too full for it must not keep the program from opening.
	_ = write(f, Holder{PID: os.Getpid(), Since: now.UTC().Truncate(time.Second), Host: host, Name: name})
	return &Lock{file: f}, nil
}

// Release gives the lock back. A second Release does nothing.
func (l *Lock) Release() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	f := l.file
	l.file = nil
	_ = f.Truncate(0)
	return f.Close() // which ends the lock
}

// Who returns the holder that is written beside path; ok is false when nobody holds it or nothing can be read. What a
// killed program left behind does not count.
func Who(path string) (h Holder, ok bool) {
	f, err := os.OpenFile(path+Suffix, os.O_RDWR, 0)
	if err != nil {
		return Holder{}, false
	}
	defer f.Close()
	if !errors.Is(tryLock(f), errHeld) {
		return Holder{}, false
	}
	return read(f)
}

// patient outlasts the instant for which Who of another program tries the lock.
func patient(f *os.File) error {
	err := tryLock(f)
	for range 5 {
		if !errors.Is(err, errHeld) {
			break
		}
		time.Sleep(10 * time.Millisecond)
		err = tryLock(f)
	}
	return err
}

func write(f *os.File, h Holder) error {
	b, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteAt(append(b, '\n'), 0)
	return err
}

func read(f *os.File) (Holder, bool) {
	var h Holder
	b, err := io.ReadAll(io.NewSectionReader(f, 0, maxInfo))
	if err != nil || json.Unmarshal(b, &h) != nil || h.PID == 0 {
		return Holder{}, false
	}
	return h, true
}

func told(h Holder, known bool) error {
	what := "这个文件已经由另一个程序打开"
	if known {
		name := h.Name
		if name == "" {
			name = "另一个程序"
		}
		where := "本机"
		if host, err := os.Hostname(); h.Host != "" && (err != nil || host != h.Host) {
			where = "电脑 " + h.Host
		}
		at := h.Since.In(time.FixedZone("Asia/Shanghai", 8*3600)).Format("1月2日 15:04")
		what = fmt.Sprintf("这个文件已经由%s打开（%s，%s 起，进程 %d）", name, where, at, h.PID)
	}
	return problem.New(problem.Locked, what, "什么都没有改动", "请到已打开的窗口里继续，或先关掉它")
}
