package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"huiying/internal/problem"
	"huiying/internal/store/postgres"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/store/storetest"
	"huiying/internal/unit"
)

func TestProgramsThatStartAtOnce(t *testing.T) {
	address := storetest.PostgresSchema(t)
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			s, err := postgres.Open(t.Context(), address)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	db := storetest.Connect(t, address)
	var all, distinct int
	_, err := db.One(t.Context(), []any{&all, &distinct}, "SELECT count(*), count(DISTINCT version_id) FROM goose_db_version")
	if err != nil || all != distinct || all < 2 {
		t.Errorf("%d notes of %d schema files, %v", all, distinct, err)
	}
}

func TestAddressesThatLeadNowhere(t *testing.T) {
	_, err := postgres.Open(t.Context(), "postgres://%zz")
	if problem.KindOf(err) != problem.Invalid {
		t.Errorf("no address: %v", err)
	}
	_, err = postgres.Open(t.Context(), "postgres://huiying:sesame@127.0.0.1:1/none?connect_timeout=2")
	if problem.KindOf(err) != problem.Unavailable || strings.Contains(problem.Words(err), "sesame") {
		t.Errorf("nobody listens: %v", err)
	}
}

// A deadlock is nobody's fault: one of the two units runs again, and both are written.
func TestADeadlockRunsAgain(t *testing.T) {
	db := storetest.Postgres(t)
	work, settings := unit.New(db), core.NewSettings(db)
	write := func(ctx context.Context, names ...string) error {
		var err error
		for _, n := range names {
			err = errors.Join(err, settings.Set(ctx, n, n))
		}
		return err
	}
	if err := work.Do(t.Context(), func(ctx context.Context) error { return write(ctx, "a", "b") }); err != nil {
		t.Fatal(err)
	}
	var met sync.WaitGroup
	met.Add(2)
	var once [2]sync.Once
	runs := [2]int{}
	done := make(chan error, 2)
	for i, order := range [][]string{{"a", "b"}, {"b", "a"}} {
		go func() {
			done <- work.Do(t.Context(), func(ctx context.Context) error {
				runs[i]++
				if err := write(ctx, order[0]); err != nil {
					return err
				}
				once[i].Do(func() { met.Done(); met.Wait() })
				return write(ctx, order[1])
			})
		}()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if runs[0]+runs[1] < 3 {
		t.Errorf("runs %v: there was no deadlock and the test shows nothing", runs)
	}
}

// A connection that is cut during a unit leaves nothing, tells so, and the next unit gets a good one.
func TestALostConnection(t *testing.T) {
	db := storetest.Postgres(t)
	work, settings := unit.New(db), core.NewSettings(db)
	begun := time.Now()
	err := work.Do(t.Context(), func(ctx context.Context) error {
		if err := settings.Set(ctx, "a", "b"); err != nil {
			return err
		}
		var pid int
		if _, err := db.One(ctx, []any{&pid}, "SELECT pg_backend_pid()"); err != nil {
			return err
		}
		var ok bool
		if _, err := db.One(t.Context(), []any{&ok}, "SELECT pg_terminate_backend(?)", pid); err != nil || !ok {
			t.Errorf("cut: %v %v", ok, err)
		}
		return settings.Set(ctx, "c", "d")
	})
	if problem.KindOf(err) != problem.Unavailable || time.Since(begun) > 10*time.Second {
		t.Errorf("a lost connection: %v (%s)", err, problem.KindOf(err))
	}
	if _, ok, err := settings.Get(t.Context(), "a"); ok || err != nil {
		t.Errorf("half a unit is there: %v %v", ok, err)
	}
	if err := work.Do(t.Context(), func(ctx context.Context) error { return settings.Set(ctx, "a", "b") }); err != nil {
		t.Errorf("the next unit: %v", err)
	}
}

// The server commits and its answer is lost: nobody can know, so the sentence must not claim that nothing was written.
func TestTheAnswerToACommitIsLost(t *testing.T) {
	address := storetest.PostgresSchema(t)
	direct := core.NewSettings(storetest.Connect(t, address))
	db := storetest.Connect(t, relay(t, address))
	err := unit.New(db).Do(t.Context(), func(ctx context.Context) error {
		return core.NewSettings(db).Set(ctx, marker, "b")
	})
	if problem.KindOf(err) != problem.Unknown || strings.Contains(problem.Words(err), "没有写进去。") {
		t.Errorf("the answer to a commit is lost: %v (%s)", err, problem.KindOf(err))
	}
	if _, ok, err := direct.Get(t.Context(), marker); !ok || err != nil {
		t.Errorf("the unit was not committed, so the test shows nothing: %v", err)
	}
}

// marker in a session tells the relay that the next commit is the one.
const marker = "lose the answer"

// relay returns the address of a way to the same database that loses the answer to a commit.
func relay(t *testing.T, address string) string {
	t.Helper()
	config, err := pgx.ParseConfig(address)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var busy sync.WaitGroup
	t.Cleanup(func() { _ = listener.Close(); busy.Wait() })
	network, target := pgconn.NetworkAddress(config.Host, config.Port)
	busy.Go(func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := (&net.Dialer{}).DialContext(t.Context(), network, target)
			if err != nil {
				if t.Context().Err() == nil { // a pool may try once more while the test is ending
					t.Error(err)
				}
				_ = near.Close()
				return
			}
			lose := make(chan struct{})
			busy.Go(func() { forward(near, far, lose) })
			busy.Go(func() { back(far, near, lose) })
		}
	})
	host, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"host": host, "port": port, "sslmode": "disable"} {
		if address, err = storetest.With(address, name, value); err != nil {
			t.Fatal(err)
		}
	}
	return address
}

func forward(near, far net.Conn, lose chan<- struct{}) {
	defer far.Close()
	buf, marked := make([]byte, 1<<16), false
	for {
		n, err := near.Read(buf)
		if err != nil {
			return
		}
		marked = marked || bytes.Contains(buf[:n], []byte(marker))
		if marked && bytes.Contains(bytes.ToLower(buf[:n]), []byte("commit")) {
			close(lose)
			marked = false
		}
		if _, err := far.Write(buf[:n]); err != nil {
			return
		}
	}
}

func back(far, near net.Conn, lose <-chan struct{}) {
	defer near.Close()
	buf := make([]byte, 1<<16)
	for {
		n, err := far.Read(buf)
		if err != nil {
			return
		}
		select {
		case <-lose:
			return
		default:
		}
		if _, err := near.Write(buf[:n]); err != nil {
			return
		}
	}
}
