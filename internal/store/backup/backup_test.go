package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"huiying/internal/problem"
	"huiying/internal/workdays"
)

func at(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, workdays.Shanghai) }

func writes(text string) func(context.Context, string) error {
	return func(_ context.Context, path string) error {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644) // as VACUUM INTO, it wants nothing there
		if err != nil {
			return err
		}
		_, err = f.WriteString(text)
		return errors.Join(err, f.Close())
	}
}

// good is a copy that does not say it is bad.
func good(_ context.Context, path string) error {
	b, err := os.ReadFile(path)
	if err == nil && strings.HasPrefix(string(b), "bad") {
		err = errors.New("malformed")
	}
	return err
}

func take(t testing.TB, s *Shelf, now time.Time, text string) Copy {
	t.Helper()
	c, err := s.Take(context.Background(), now, writes(text), good)
	if err != nil {
		t.Fatal(err)
	}
	if !c.Made.Equal(now) {
		t.Errorf("made at %v, want %v", c.Made, now)
	}
	return c
}

func names(t testing.TB, s *Shelf) (out []string) {
	t.Helper()
	all, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		out = append(out, filepath.Base(c.Path))
	}
	return out
}

// litter counts what lies on the shelf besides copies.
func litter(t testing.TB, s *Shelf) int {
	t.Helper()
	all, err := os.ReadDir(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(all) - len(names(t, s))
}

func TestTakeOneADay(t *testing.T) {
	s := NewShelf(filepath.Join(t.TempDir(), "备份"), "单位", ".huiying")
	if due, err := s.Due(at(24, 9)); err != nil || !due {
		t.Errorf("%v %v", due, err)
	}
	c := take(t, s, at(24, 9), "morning")
	if filepath.Base(c.Path) != "单位-2026-11-24.huiying" || c.Size != 7 || c.Day != workdays.Of(at(24, 0)) {
		t.Errorf("%+v", c)
	}
	if due, err := s.Due(at(24, 23)); err != nil || due {
		t.Errorf("%v %v", due, err)
	}
	c = take(t, s, at(24, 18), "evening")
	if b, err := os.ReadFile(c.Path); err != nil || string(b) != "evening" || len(names(t, s)) != 1 || litter(t, s) != 0 {
		t.Errorf("%q %v", b, err)
	}
	if c := take(t, s, time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC), "x"); c.Day != workdays.Of(at(25, 0)) {
		t.Errorf("16:00 UTC is the next day in Shanghai: %s", c.Day)
	}
}

func TestAFailedTakeLeavesTheShelfAsItWas(t *testing.T) {
	s := NewShelf(t.TempDir(), "d", ".db")
	c := take(t, s, at(24, 9), "good")
	over, cancel := context.WithCancel(context.Background())
	cancel()
	half := func(ctx context.Context, path string) error {
		return errors.Join(writes("half")(ctx, path), &os.PathError{Op: "write", Path: path, Err: syscall.ENOSPC})
	}
	own := func(context.Context, string) error { return problem.New(problem.Busy, "数据库正忙", "", "") }
	for name, x := range map[string]struct {
		ctx  context.Context
		make func(context.Context, string) error
		want problem.Kind
	}{
		"full disk":     {context.Background(), half, problem.Full},
		"bad copy":      {context.Background(), writes("bad"), problem.Unavailable},
		"nothing made":  {context.Background(), func(context.Context, string) error { return nil }, problem.Unavailable},
		"the caller's":  {context.Background(), own, problem.Busy},
		"given up":      {over, writes("late"), problem.Internal},
		"given up soon": {over, func(ctx context.Context, _ string) error { return ctx.Err() }, problem.Internal},
	} {
		_, err := s.Take(x.ctx, at(24, 18), x.make, good)
		if err == nil || problem.KindOf(err) != x.want {
			t.Errorf("%s: %v", name, err)
		}
		if b, err := os.ReadFile(c.Path); err != nil || string(b) != "good" || litter(t, s) != 0 {
			t.Errorf("%s: %q %v, %d left", name, b, err, litter(t, s))
		}
	}
}

func TestFourteenDaysStay(t *testing.T) {
	s := NewShelf(t.TempDir(), "d", ".db")
	for day := 1; day <= 24; day++ {
		take(t, s, at(day, 9), "x")
	}
	got := names(t, s)
	if len(got) != 14 || got[0] != "d-2026-11-24.db" || got[13] != "d-2026-11-11.db" {
		t.Errorf("%d: %v", len(got), got)
	}
	if !slices.IsSortedFunc(got, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Error("newest first")
	}
}

func TestTheNewestThreeStayWhateverTheirAge(t *testing.T) {
	s := NewShelf(t.TempDir(), "d", ".db")
	for day := 1; day <= 5; day++ {
		take(t, s, at(day, 9), "x")
	}
	take(t, s, at(5, 9).AddDate(0, 3, 0), "after a long time")
	if got := names(t, s); !slices.Equal(got, []string{"d-2027-02-05.db", "d-2026-11-05.db", "d-2026-11-04.db"}) {
		t.Errorf("%v", got)
	}
}

func TestOnlyOurOwnFilesAreTouched(t *testing.T) {
	dir := t.TempDir()
	s := NewShelf(dir, "d", ".db")
	others := []string{"d-2020-01-01.db.txt", "e-2020-01-01.db", "d-2020-13-01.db", "d-.db", "d-2020-01-01", "d2020-01-01.db"}
	for _, name := range others {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "d-2020-01-01.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	stuck, young := filepath.Join(dir, ".taking-1"), filepath.Join(dir, ".taking-2")
	if err := errors.Join(os.Mkdir(stuck, 0o700), os.Mkdir(young, 0o700), os.Chtimes(stuck, time.Time{}, at(22, 0)), os.Chtimes(young, time.Time{}, at(24, 8))); err != nil {
		t.Fatal(err)
	}
	for day := 20; day <= 24; day++ {
		take(t, s, at(day, 9), "x")
	}
	if got := litter(t, s); got != len(others)+2 {
		t.Errorf("%d others remain", got)
	}
	if _, err := os.Stat(stuck); err == nil {
		t.Error("what a killed program left stays for ever")
	}
}

func TestNewestGoodOne(t *testing.T) {
	ctx, s := context.Background(), NewShelf(t.TempDir(), "d", ".db")
	if _, _, err := s.Newest(ctx, good); problem.KindOf(err) != problem.Missing {
		t.Errorf("%v", err)
	}
	for day := 20; day <= 24; day++ {
		c := take(t, s, at(day, 9), "x")
		if day > 22 {
			if err := os.WriteFile(c.Path, []byte("bad"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	c, bad, err := s.Newest(ctx, good)
	if err != nil || c.Day.Day != 22 || len(bad) != 2 || bad[0].Day.Day != 24 {
		t.Errorf("%+v %v %v", c, bad, err)
	}
	none := func(context.Context, string) error { return errors.New("malformed") }
	if _, bad, err := s.Newest(ctx, none); problem.KindOf(err) != problem.Missing || len(bad) != 5 || !strings.Contains(problem.Words(err), "都读不出来") {
		t.Errorf("%v", err)
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err := s.Newest(over, none); !errors.Is(err, context.Canceled) {
		t.Errorf("giving up says nothing about the copies: %v", err)
	}
}
