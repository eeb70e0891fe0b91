package reply

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"huiying/app/ui/load"
	"huiying/inbox"
	"huiying/internal/problem"
)

// shelf stores answers as the desk does, slowly or not at all when told to.
type shelf struct {
	Desk
	mu    sync.Mutex
	saves []inbox.SaveAnswer
	at    []time.Time
	slow  time.Duration
	err   error
}

func (s *shelf) Save(ctx context.Context, cmd inbox.SaveAnswer) (inbox.Answer, error) {
	if s.slow > 0 {
		time.Sleep(s.slow)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return inbox.Answer{}, s.err
	}
	if ctx.Err() != nil {
		return inbox.Answer{}, ctx.Err()
	}
	if n := len(s.saves); n > 0 && cmd.Version != n {
		return inbox.Answer{}, problem.New(problem.Conflict, "别人改过", "", "")
	}
	s.saves = append(s.saves, cmd)
	s.at = append(s.at, time.Now())
	return inbox.Answer{ID: cmd.ID, Version: cmd.Version + 1, Text: cmd.Text, State: inbox.Drafting}, nil
}

func bench(t *testing.T, s *shelf) (*keeper, *load.Queue, *load.Jobs) {
	q := &load.Queue{}
	jobs := load.NewJobsWith(t.Context(), q.Do)
	return &keeper{jobs: jobs, desk: s, now: time.Now, told: func(*draft) {}, drafts: map[string]*draft{}}, q, jobs
}

// pass lets a while pass, painting as a window does.
func pass(q *load.Queue, d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
		synctest.Wait()
		q.Paint()
	}
}

func TestNoKeyIsUnsavedForASecondHoweverLongOneTypes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{slow: 50 * time.Millisecond}
		k, q, jobs := bench(t, s)
		d := k.of("q1")
		text := ""
		typed := []time.Time{}
		for range 100 {
			text += "字"
			k.typed(d, text)
			typed = append(typed, time.Now())
			pass(q, 80*time.Millisecond)
		}
		pass(q, time.Second)
		next := 0
		for i, save := range s.saves {
			for ; next < len([]rune(save.Text)); next++ {
				if late := s.at[i].Sub(typed[next]); late > time.Second {
					t.Fatalf("key %d was saved after %v", next, late)
				}
			}
		}
		if next != 100 || len(s.saves) > 15 {
			t.Errorf("%d keys are saved, by %d saves", next, len(s.saves))
		}
		jobs.Stop()
	})
}

func TestStoppingWaitsForTheLastSave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{slow: 300 * time.Millisecond}
		k, _, jobs := bench(t, s)
		k.typed(k.of("q1"), "最后一句")
		jobs.Stop()
		if len(s.saves) != 1 || s.saves[0].Text != "最后一句" {
			t.Errorf("saved when the program ended: %+v", s.saves)
		}
	})
}

func TestWhoLeavesWaitsForTheLastSaveButNotForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{slow: 300 * time.Millisecond}
		k, _, jobs := bench(t, s)
		k.typed(k.of("q1"), "最后一句")
		if say := k.leave(); say != "" || len(s.saves) != 1 {
			t.Errorf("leaving says %q with %d saves", say, len(s.saves))
		}
		s.slow = 5 * time.Second
		k.typed(k.of("q1"), "又一句")
		if say := k.leave(); !strings.Contains(say, "正在存") {
			t.Errorf("leaving over a save that hangs says %q", say)
		}
		jobs.Stop()
	})
}

func TestAFullDiskIsTriedAgainAndTheTextStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{err: problem.New(problem.Full, "磁盘满了", "", "")}
		k, q, jobs := bench(t, s)
		d := k.of("q1")
		k.typed(d, "写好的")
		pass(q, 2*time.Second)
		if st := d.standing(); st.text != "写好的" || !st.dirty || st.err == nil {
			t.Fatalf("%+v", st)
		}
		if say := k.leave(); !strings.Contains(say, "磁盘满了") {
			t.Errorf("who leaves is told %q", say)
		}
		s.mu.Lock()
		s.err = nil
		s.mu.Unlock()
		pass(q, 5*time.Second)
		if st := d.standing(); st.dirty || st.err != nil || len(s.saves) != 1 {
			t.Errorf("%+v after there was room again", st)
		}
		k.forget("q1")
		if len(k.drafts) != 0 {
			t.Error("a saved draft is kept for ever")
		}
		jobs.Stop()
	})
}

func TestAConflictIsNotWrittenOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		k, q, jobs := bench(t, s)
		d := k.of("q1")
		k.typed(d, "我的")
		pass(q, time.Second)
		s.err = problem.New(problem.Conflict, "孙悦改过", "", "")
		k.typed(d, "我的又一句")
		pass(q, 10*time.Second)
		if len(s.saves) != 1 || !errors.Is(d.standing().err, problem.Conflict.Of()) {
			t.Fatalf("%d saves, %v", len(s.saves), d.standing().err)
		}
		theirs := inbox.Answer{ID: d.id, Version: 7, Text: "她的", State: inbox.Drafting}
		if !d.take(theirs) || d.standing().text != "我的又一句" {
			t.Fatal("another's text was put over ours, or not seen")
		}
		d.over(theirs)
		if d.version != 7 || d.standing().text != "我的又一句" || !d.standing().dirty {
			t.Error("keeping ours must go on from theirs")
		}
		d.give(theirs)
		if st := d.standing(); st.text != "她的" || st.dirty {
			t.Errorf("%+v", st)
		}
		jobs.Stop()
	})
}

func TestARejectedTextIsNotUsedAgain(t *testing.T) {
	d := &draft{question: "q", id: "a", version: 3, text: "旧", saved: "旧"}
	d.take(inbox.Answer{ID: "a", Version: 5, Text: "旧", State: inbox.Rejected})
	if d.id == "a" || d.version != 0 || d.text != "" {
		t.Errorf("%+v", d)
	}
}
