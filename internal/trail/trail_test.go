package trail

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/unit"
)

type memory struct {
	entries []Entry
	seq     int64
	seal    string
}

func (m *memory) Head(context.Context) (int64, string, error) { return m.seq, m.seal, nil }

func (m *memory) Append(_ context.Context, e Entry) error {
	m.entries = append(m.entries, e)
	m.seq, m.seal = e.Seq, e.Seal
	return nil
}

func (m *memory) Walk(_ context.Context, first int64, f func(Entry) error) error {
	for _, e := range m.entries {
		if e.Seq >= first {
			if err := f(e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *memory) Of(context.Context, string, string, int) ([]Entry, error) { return m.entries, nil }

type noTx struct{}

func (noTx) Commit() error                          { return nil }
func (noTx) Rollback() error                        { return nil }
func (noTx) Begin(context.Context) (unit.Tx, error) { return noTx{}, nil }
func (noTx) Again(error) bool                       { return false }

func written(t *testing.T, n int) *memory {
	t.Helper()
	m := &memory{}
	at := time.Date(2026, 11, 18, 6, 32, 5, 123456789, time.UTC)
	log := New(m, func() time.Time { at = at.Add(time.Second); return at })
	ctx := people.With(t.Context(), people.Actor{Person: "p1", Name: "李敏"})
	for range n {
		err := unit.New(noTx{}).Do(ctx, func(ctx context.Context) error {
			return log.Record(ctx, "送审", On{"post", "a", 2}, map[string]string{"b": "2", "a": "1"})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func TestVerifyAcceptsWhatWasWritten(t *testing.T) {
	m := written(t, 5)
	r, err := Verify(t.Context(), m)
	if err != nil || r.Entries != 5 || r.Head != m.seal {
		t.Errorf("Verify = %+v, %v", r, err)
	}
	if m.entries[0].Detail != `{"a":"1","b":"2"}` {
		t.Errorf("detail = %s", m.entries[0].Detail)
	}
	if r, err := Verify(t.Context(), &memory{}); err != nil || r.Entries != 0 {
		t.Errorf("empty trail: %+v, %v", r, err)
	}
}

func TestVerifyFindsEveryKindOfTampering(t *testing.T) {
	for name, tamper := range map[string]func(*memory){
		"a changed word":    func(m *memory) { m.entries[2].Verb = "通过" },
		"a changed time":    func(m *memory) { m.entries[2].At = m.entries[2].At.Add(time.Microsecond) },
		"a changed actor":   func(m *memory) { m.entries[1].Actor = "p2" },
		"moved text":        func(m *memory) { m.entries[2].Verb, m.entries[2].Kind = "送", "审post" },
		"a removed entry":   func(m *memory) { m.entries = append(m.entries[:2], m.entries[3:]...) },
		"a removed end":     func(m *memory) { m.entries = m.entries[:4] },
		"two swapped":       func(m *memory) { m.entries[1], m.entries[2] = m.entries[2], m.entries[1] },
		"resealed in place": func(m *memory) { m.entries[2].Verb = "通过"; m.entries[2].Seal = Seal(m.entries[2]) },
		"a moved head":      func(m *memory) { m.seq = 9 },
	} {
		m := written(t, 5)
		tamper(m)
		if _, err := Verify(t.Context(), m); problem.KindOf(err) != problem.Damaged || !strings.Contains(err.Error(), "断了") {
			t.Errorf("%s: Verify = %v", name, err)
		}
	}
}

func TestRecordWantsAUnitAndAnActor(t *testing.T) {
	m := &memory{}
	log := New(m, time.Now)
	ctx := people.With(t.Context(), people.Actor{Person: "p1", Name: "李敏"})
	if err := log.Record(ctx, "x", On{}, nil); err == nil {
		t.Error("Record outside a unit must fail")
	}
	err := unit.New(noTx{}).Do(t.Context(), func(ctx context.Context) error { return log.Record(ctx, "x", On{}, nil) })
	if err == nil || len(m.entries) != 0 {
		t.Errorf("Record without an actor: %v", err)
	}
	var kept context.Context
	_ = unit.New(noTx{}).Do(ctx, func(ctx context.Context) error { kept = ctx; return nil })
	if err := log.Record(kept, "x", On{}, nil); !errors.Is(err, unit.ErrOver) {
		t.Errorf("Record in a dead unit = %v", err)
	}
}
