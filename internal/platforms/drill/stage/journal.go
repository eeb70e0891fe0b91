package stage

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Journal is an append-only file of JSON lines. A record that Append returned nil for survives a kill and a power cut;
// one that was being written when the process died is cut off at the next opening. It is safe for concurrent use.
type Journal struct {
	mu   sync.Mutex
	f    *os.File
	size int64
	bad  error // set when the end of the file can no longer be trusted
}

type record struct {
	Kind string          `json:"kind"`
	At   time.Time       `json:"at"`
	Data json.RawMessage `json:"data"`
}

// OpenJournal opens or makes the file and cuts a torn last line off. A damaged line before the last is an error: it was
// not torn by a kill, and what stands after it would be lost.
func OpenJournal(path string) (*Journal, error) {
	_, missing := os.Stat(path)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	j := &Journal{f: f}
	j.size, err = sound(f)
	if err == nil {
		err = f.Truncate(j.size)
	}
	if err == nil && missing != nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open journal %s: %w", filepath.Base(path), err), f.Close())
	}
	return j, nil
}

// sound returns the length of the file up to its last whole record.
func sound(f *os.File) (int64, error) {
	var size int64
	r := bufio.NewReaderSize(f, 1<<16)
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return size, nil // what follows the last line feed was never acknowledged
		}
		if err != nil {
			return 0, err
		}
		var rec record
		if json.Unmarshal(line, &rec) != nil || rec.Kind == "" {
			if _, err := r.Peek(1); errors.Is(err, io.EOF) {
				return size, nil // a power cut may leave a last block of zeros
			}
			return 0, fmt.Errorf("line %d is damaged", n)
		}
		size += int64(len(line))
	}
}

// syncDir makes the name of a new file durable. Some systems cannot open folders for this; their answer is ignored.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil //nolint:nilerr // as the comment says
	}
	_ = d.Sync()
	return d.Close()
}

// Append writes one record and returns once it is on the disk. After an error the record is not in the journal.
func (j *Journal) Append(kind string, at time.Time, v any) error { return j.write(kind, at, v, true) }

// Note writes one record without waiting for the disk: for counters, which may lose their last moments in a power cut
// but not in a kill.
func (j *Journal) Note(kind string, at time.Time, v any) error { return j.write(kind, at, v, false) }

func (j *Journal) write(kind string, at time.Time, v any, sync bool) error {
	if kind == "" {
		return errors.New("journal: a record needs a kind")
	}
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("journal %s: %w", kind, err)
	}
	line, err := json.Marshal(record{Kind: kind, At: at.UTC(), Data: data})
	if err != nil {
		return fmt.Errorf("journal %s: %w", kind, err)
	}
	line = append(line, '\n')
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.bad != nil {
		return j.bad
	}
	_, err = j.f.WriteAt(line, j.size)
	if err == nil && sync {
		err = j.f.Sync()
	}
	if err != nil {
		if cut := j.f.Truncate(j.size); cut != nil {
			j.bad = fmt.Errorf("journal is unusable: %w", cut)
		}
		return fmt.Errorf("journal %s: %w", kind, err)
	}
	j.size += int64(len(line))
	return nil
}

// Replay gives back every record in the order of writing. It stops at the first error of f.
func (j *Journal) Replay(f func(kind string, at time.Time, raw json.RawMessage) error) error {
	j.mu.Lock()
	r := bufio.NewReaderSize(io.NewSectionReader(j.f, 0, j.size), 1<<16)
	j.mu.Unlock()
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(bytes.TrimSpace(line)) == 0 {
			return nil
		}
		if err != nil {
			return fmt.Errorf("replay line %d: %w", n, err)
		}
		var rec record
		if err := json.Unmarshal(line, &rec); err != nil {
			return fmt.Errorf("replay line %d: %w", n, err)
		}
		if err := f(rec.Kind, rec.At, rec.Data); err != nil {
			return fmt.Errorf("replay line %d: %w", n, err)
		}
	}
}

// Close closes the file. Later writes fail.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if errors.Is(j.bad, os.ErrClosed) {
		return nil
	}
	j.bad = fmt.Errorf("journal: %w", os.ErrClosed)
	return j.f.Close()
}
