package saving_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"huiying/app/ui/compose/saving"
	"huiying/internal/problem"
	"huiying/publishing"
	"huiying/publishing/content"
)

// store keeps one working copy as the desk does.
type store struct {
	version int
	saved   []string
	fail    []error // of the next saves
	slow    time.Duration
}

func (s *store) Save(ctx context.Context, cmd publishing.SaveDraft) (publishing.WorkingCopy, error) {
	time.Sleep(s.slow)
	if err := ctx.Err(); err != nil {
		return publishing.WorkingCopy{}, err
	}
	if len(s.fail) > 0 {
		err := s.fail[0]
		s.fail = s.fail[1:]
		return publishing.WorkingCopy{}, err
	}
	if cmd.Version != s.version {
		return publishing.WorkingCopy{}, problem.New(problem.Conflict, "别处存过", "", "")
	}
	s.version++
	s.saved = append(s.saved, cmd.Content.Title)
	return publishing.WorkingCopy{Post: cmd.Post, Version: s.version, Content: cmd.Content}, nil
}

func titled(t string) content.Master { return content.Master{Title: t} }

func TestWhatIsGivenMeanwhileIsStoredByTheSameWriting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &store{version: 4, slow: time.Second}
		w := saving.New(s, "p", 4)
		if !w.Give(titled("一")) {
			t.Fatal("nobody writes, and Write is not asked for")
		}
		ctx, cancel := context.WithCancel(t.Context())
		go func() { _, _ = w.Write(ctx) }()
		time.Sleep(500 * time.Millisecond)
		cancel() // the program ends
		if w.Give(titled("二")) || w.Give(titled("三")) {
			t.Error("a second writing beside the first")
		}
		if err, over := w.Wait(5 * time.Second); err != nil || !over {
			t.Fatalf("%v, over %v", err, over)
		}
		if !slices.Equal(s.saved, []string{"一", "三"}) || w.Known() != 6 || w.Running() {
			t.Errorf("saved %q up to version %d", s.saved, w.Known())
		}
	})
}

func TestWaitingEndsAndSoDoesASaveThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &store{slow: time.Minute}
		w := saving.New(s, "p", 0)
		w.Give(titled("一"))
		go func() { _, _ = w.Write(t.Context()) }()
		if _, over := w.Wait(2 * time.Second); over {
			t.Error("waited for a save that hangs, and it was over")
		}
		if err, over := w.Wait(2 * time.Minute); err == nil || !over || len(s.saved) != 0 {
			t.Errorf("a save that took a minute counts as stored: %v", err)
		}
	})
}

func TestTheEndTriesOnceMoreWhatOnlyAPassingReasonKeptOut(t *testing.T) {
	full := problem.New(problem.Full, "磁盘满了", "", "")
	for _, c := range []struct {
		why  error
		want int
	}{{full, 1}, {problem.New(problem.Conflict, "别处存过", "", ""), 0}} {
		s := &store{fail: []error{c.why}}
		w := saving.New(s, "p", 0)
		w.Give(titled("一"))
		if _, err := w.Write(t.Context()); problem.KindOf(err) != problem.KindOf(c.why) {
			t.Errorf("%v, want %v", err, c.why)
		}
		w.Last(t.Context())
		if len(s.saved) != c.want {
			t.Errorf("after %v the end stored %q", c.why, s.saved)
		}
	}
}

func TestAPersonsDecisionGoesOnFromTheVersionThatWasSeen(t *testing.T) {
	s := &store{version: 9}
	w := saving.New(s, "p", 3)
	w.Give(titled("我的"))
	if _, err := w.Write(t.Context()); problem.KindOf(err) != problem.Conflict || len(s.saved) != 0 {
		t.Fatalf("written over another's: %v, %q", err, s.saved)
	}
	w.From(9)
	w.Give(titled("我的"))
	if c, err := w.Write(t.Context()); err != nil || c.Version != 10 || w.Known() != 10 {
		t.Errorf("%+v, %v", c, err)
	}
}
