package day

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"huiying/app/house"
	"huiying/internal/platforms/drill"
	"huiying/internal/vault"
	"huiying/internal/workdays"
)

// start opens the stand-ins and a house over them, in this process.
func start(t *testing.T, mode house.Mode) *Day {
	t.Helper()
	dir := t.TempDir()
	server, err := drill.Start(t.Context(), drill.Prepared(filepath.Join(dir, "platforms")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	outside, seed, err := house.StandIns(t.Context(), server.Control())
	if err != nil {
		t.Fatal(err)
	}
	h, err := house.Open(t.Context(), house.Options{Dir: dir, Mode: mode, Outside: outside, Log: slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Keys: vault.DrillFile{Path: filepath.Join(dir, "vault.key")}, Passwords: vault.Cost{Memory: 8, Time: 1, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	if err := h.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &Day{House: h, Drill: server.Control(), Seed: seed, Out: out(t)}
}

func out(t *testing.T) io.Writer {
	if testing.Verbose() {
		return os.Stderr
	}
	return testLog{t}
}

type testLog struct{ t *testing.T }

func (l testLog) Write(b []byte) (int, error) {
	l.t.Log(string(b))
	return len(b), nil
}

func TestTheWholeDayComesToItsEndThroughEveryFault(t *testing.T) {
	d := start(t, house.Solo)
	if err := d.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := d.Tally(t.Context()); err != nil {
		t.Fatal(err)
	}
	waiting, err := d.Drill.Faults(t.Context())
	if err != nil || len(waiting) != 0 {
		t.Errorf("faults that were never met: %v (%v)", waiting, err)
	}
}

func TestADayThatIsOverIsNotDoneAgain(t *testing.T) {
	d := start(t, house.Solo)
	if err := d.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	before, err := d.House.Verify(observer(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	d.Out = io.Discard
	if err := d.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, err := d.House.Verify(observer(t.Context()))
	if err != nil || after.Entries != before.Entries {
		t.Errorf("a second run wrote %d entries more (%v)", after.Entries-before.Entries, err)
	}
}

func TestThePreparedUnitIsInTheMiddleOfItsWork(t *testing.T) {
	d := start(t, house.Drill)
	if err := d.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx := observer(t.Context())
	counts, err := d.House.Inbox.Counts(ctx)
	if err != nil || counts["unassigned"] != 5 || counts["overdue"] == 0 {
		t.Errorf("counts = %v, %v", counts, err)
	}
	if now := d.House.Clock.Now().In(workdays.Shanghai); now.Hour() != 9 || !d.House.Calendar.IsWorkday(workdays.Of(now)) {
		t.Errorf("the drill begins at %s, want the morning of a working day", now)
	}
	if err := d.Prepare(context.WithoutCancel(t.Context())); err != nil {
		t.Errorf("preparing again: %v", err)
	}
}
