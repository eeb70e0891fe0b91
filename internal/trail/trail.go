// Package trail is the record of who did what: one line of entries, each sealed with SM3 over its own words and the seal
// before it, so that a changed, missing or reordered entry breaks the line. It is written last in a unit and never
// changed. It knows no desk; a desk says verb, subject and details.
package trail

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
)

// Entry is one line of the trail. Detail is a flat JSON object with sorted keys; it never holds a secret, and names of
// citizens only masked.
type Entry struct {
	Seq      int64 // 1, 2, 3 … without a gap
	ID       string
	At       time.Time // UTC, to the microsecond
	Actor    people.ID
	Name     string // the actor's name at that time
	Verb     string // what was done, in the words of the screen
	Kind     string // what it was done to: post, ticket, delivery, question, account, person …
	Subject  string // its id
	Revision int    // 0 where the subject has none
	Detail   string
	Prev     string // seal of the entry before, empty for the first
	Seal     string // lower-case hex
}

// Store keeps the trail.
type Store interface {
	// Head returns the number and seal of the last entry, 0 and "" for an empty trail. Inside a unit it locks the head
	// until the unit ends, so that two writers cannot both follow the same entry.
	Head(ctx context.Context) (seq int64, seal string, err error)
	// Append writes e and moves the head to it. Entries are never changed or removed: the store refuses it.
	Append(ctx context.Context, e Entry) error
	// Walk calls f for each entry from number first on, in order, until f returns an error, which Walk returns.
	Walk(ctx context.Context, first int64, f func(Entry) error) error
	// Of returns the newest entries on one subject, newest first.
	Of(ctx context.Context, kind, subject string, limit int) ([]Entry, error)
}

// Log writes the trail.
type Log struct {
	store Store
	now   func() time.Time
}

// New returns a Log.
func New(store Store, now func() time.Time) *Log { return &Log{store: store, now: now} }

// On names what an entry is about.
type On struct {
	Kind     string
	ID       string
	Revision int
}

// Record appends an entry by the actor of ctx. It must be called inside a unit, as its last step: the head of the trail
// is the last lock of every unit.
func (l *Log) Record(ctx context.Context, verb string, on On, detail map[string]string) error {
	if tx, err := unit.Current(ctx); err != nil {
		return err
	} else if tx == nil {
		return problem.New(problem.Internal, "留痕不在工作单元里", "什么都没有写", "")
	}
	a, ok := people.From(ctx)
	if !ok {
		return problem.New(problem.Internal, "留痕没有写明是谁做的", "什么都没有写", "")
	}
	text := "{}"
	if len(detail) > 0 {
		b, err := json.Marshal(detail)
		if err != nil {
			return err
		}
		text = string(b)
	}
	seq, prev, err := l.store.Head(ctx)
	if err != nil {
		return err
	}
	e := Entry{Seq: seq + 1, ID: unit.NewID(), At: l.now().UTC().Truncate(time.Microsecond), Actor: a.Person, Name: a.Name,
		Verb: verb, Kind: on.Kind, Subject: on.ID, Revision: on.Revision, Detail: text, Prev: prev}
	e.Seal = Seal(e)
	return l.store.Append(ctx, e)
}

// Of returns the newest entries on one subject, newest first.
func (l *Log) Of(ctx context.Context, kind, subject string, limit int) ([]Entry, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	return l.store.Of(ctx, kind, subject, limit)
}

// Seal returns what the Seal of e must be: SM3 in lower-case hex over the canonical form "huiying-trail-1" and then each
// field but Seal as decimal length, ':', bytes. Times are Unix microseconds.
func Seal(e Entry) string {
	h := sm3.New()
	for _, f := range []string{"huiying-trail-1", strconv.FormatInt(e.Seq, 10), e.ID, strconv.FormatInt(e.At.UnixMicro(), 10),
		string(e.Actor), e.Name, e.Verb, e.Kind, e.Subject, strconv.Itoa(e.Revision), e.Detail, e.Prev} {
		fmt.Fprintf(h, "%d:%s", len(f), f)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Report is what Verify found.
type Report struct {
	Entries int64
	Head    string    // seal of the last entry
	First   time.Time // zero for an empty trail
	Last    time.Time
}

// Verify reads the whole trail and checks number, link and seal of each entry and the head. The error names the first
// broken entry and is a problem.Damaged. Nothing is written. Others may append meanwhile.
func Verify(ctx context.Context, store Store) (Report, error) {
	var r Report
	for {
		if err := r.walk(ctx, store); err != nil {
			return r, err
		}
		walked := r.Entries
		seq, seal, err := store.Head(ctx)
		switch {
		case err != nil:
			return r, err
		case seq == walked && seal == r.Head:
			return r, nil
		case seq > walked:
			// Either the end is missing or it was appended after the walk: then a second look finds it.
			if err := r.walk(ctx, store); err != nil {
				return r, err
			}
			if r.Entries >= seq {
				continue
			}
		}
		return r, broken(r.Entries+1, fmt.Sprintf("登记的最后一条是第 %d 条，却只读到第 %d 条", seq, r.Entries))
	}
}

// walk checks the entries after those that the report already counts.
func (r *Report) walk(ctx context.Context, store Store) error {
	return store.Walk(ctx, r.Entries+1, func(e Entry) error {
		switch {
		case e.Seq != r.Entries+1:
			return broken(r.Entries+1, "这一条不见了")
		case e.Prev != r.Head:
			return broken(e.Seq, "它和前一条接不上")
		case Seal(e) != e.Seal:
			return broken(e.Seq, "它的内容和封印不符，被改过")
		}
		if r.Entries == 0 {
			r.First = e.At
		}
		r.Entries, r.Head, r.Last = e.Seq, e.Seal, e.At
		return nil
	})
}

func broken(seq int64, why string) error {
	return problem.New(problem.Damaged, fmt.Sprintf("留痕在第 %d 条断了：%s", seq, why), "前面的各条都核对无误",
		"请保留这份文件不要改动，交给管理员与最近的备份比对")
}
