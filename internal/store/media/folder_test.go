package media

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"huiying/internal/problem"
)

func folder(t testing.TB, dir string) *Folder {
	t.Helper()
	f, err := OpenFolder(dir, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func put(t testing.TB, f *Folder, text string) Hash {
	t.Helper()
	h, n, err := f.Put(context.Background(), strings.NewReader(text), 1<<20)
	if err != nil || n != int64(len(text)) {
		t.Fatalf("%d %v", n, err)
	}
	return h
}

// unfinished counts what lies in the folder of temporary files.
func unfinished(t testing.TB, f *Folder) int {
	t.Helper()
	all, err := os.ReadDir(f.unfinished())
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func TestPutAndOpen(t *testing.T) {
	f := folder(t, t.TempDir())
	h := put(t, f, "abc")
	// The vector of GB/T 32905, example 1.
	if h != "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0" || HashOf([]byte("abc")) != h {
		t.Errorf("%s", h)
	}
	r, err := f.Open(h)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); err != nil || string(b) != "abc" || r.Close() != nil {
		t.Errorf("%q %v", b, err)
	}
	before, _ := os.Stat(f.path(h))
	if put(t, f, "abc") != h {
		t.Error("the same bytes have one name")
	}
	if after, _ := os.Stat(f.path(h)); !os.SameFile(before, after) || unfinished(t, f) != 0 {
		t.Error("the same bytes were written twice")
	}
	if empty := put(t, f, ""); f.Check(empty) != nil {
		t.Error("an empty file is a file")
	}
	if runtime.GOOS != "windows" && before.Mode().Perm() != 0o600 {
		t.Errorf("%v", before.Mode())
	}
}

func TestLimit(t *testing.T) {
	f, ctx := folder(t, t.TempDir()), context.Background()
	if _, n, err := f.Put(ctx, strings.NewReader("12345"), 5); err != nil || n != 5 {
		t.Errorf("the limit itself is allowed: %v", err)
	}
	_, _, err := f.Put(ctx, strings.NewReader(strings.Repeat("x", 2<<20+1)), 2<<20)
	if problem.KindOf(err) != problem.Invalid || !strings.Contains(problem.Words(err), "超过 2 MB") || unfinished(t, f) != 0 {
		t.Errorf("%v", err)
	}
	if _, err := f.Read(HashOf([]byte(strings.Repeat("x", 2<<20)))); problem.KindOf(err) != problem.Missing {
		t.Error("what was cut off must not be kept")
	}
}

type failing struct{ n int }

func (r *failing) Read(p []byte) (int, error) {
	if r.n--; r.n < 0 {
		return 0, errors.New("stick pulled out")
	}
	return copy(p, "xxxx"), nil
}

func TestAnInterruptedPutLeavesNothing(t *testing.T) {
	f := folder(t, t.TempDir())
	if _, _, err := f.Put(context.Background(), &failing{3}, 1<<20); err == nil || unfinished(t, f) != 0 {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := f.Put(ctx, strings.NewReader("abc"), 10); !errors.Is(err, context.Canceled) || unfinished(t, f) != 0 {
		t.Errorf("%v", err)
	}
	old, young := filepath.Join(f.unfinished(), "put-1"), filepath.Join(f.unfinished(), "put-2")
	for _, p := range []string{old, young} {
		if err := os.WriteFile(p, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(old, time.Time{}, time.Now().Add(-2*stale)); err != nil {
		t.Fatal(err)
	}
	folder(t, f.dir)
	if _, err := os.Stat(old); err == nil {
		t.Error("what a killed program left stays")
	}
	if _, err := os.Stat(young); err != nil {
		t.Error("what another program is writing was taken away")
	}
}

func TestDamageIsSeenAndHealed(t *testing.T) {
	f := folder(t, t.TempDir())
	h := put(t, f, "picture bytes")
	for _, damage := range []string{"Picture bytes", "picture byte", "picture bytes.", ""} {
		if err := os.WriteFile(f.path(h), []byte(damage), 0o600); err != nil {
			t.Fatal(err)
		}
		_, openErr := f.Open(h)
		_, readErr := f.Read(h)
		for _, err := range []error{f.Check(h), openErr, readErr} {
			if problem.KindOf(err) != problem.Damaged {
				t.Errorf("%q: %v", damage, err)
			}
		}
	}
	if put(t, f, "picture bytes") != h || f.Check(h) != nil {
		t.Error("putting it again mends it")
	}
	if err := os.Remove(f.path(h)); err != nil {
		t.Fatal(err)
	}
	if err := f.Check(h); problem.KindOf(err) != problem.Missing {
		t.Errorf("%v", err)
	}
}

func TestNothingElseBecomesAPath(t *testing.T) {
	f := folder(t, t.TempDir())
	for _, h := range []Hash{"", "..", "../../etc/passwd", Hash(strings.Repeat("A", 64)), Hash("../" + strings.Repeat("a", 61)), Hash(strings.Repeat("a", 65))} {
		if _, err := f.Open(h); err == nil || h.Valid() {
			t.Errorf("%q", h)
		}
	}
}

type fullDisk struct {
	plainFile
	room int
}

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.room < len(p) {
		return 0, &os.PathError{Op: "write", Path: d.Name(), Err: syscall.ENOSPC}
	}
	d.room -= len(p)
	return d.File.Write(p)
}

func TestAFullDiskIsSaid(t *testing.T) {
	f := folder(t, t.TempDir())
	f.temp = func(dir string) (file, error) {
		tmp, err := os.CreateTemp(dir, "put-*")
		return &fullDisk{plainFile{tmp}, 40000}, err
	}
	_, _, err := f.Put(context.Background(), bytes.NewReader(make([]byte, 100000)), 1<<20)
	if problem.KindOf(err) != problem.Full || unfinished(t, f) != 0 {
		t.Errorf("%v", err)
	}
	if w := problem.Words(err); w != "磁盘满了，文件没有存下。原来的文件都在。请腾出空间再试。" {
		t.Error(w)
	}
}

// The same on a file system that is really full, where the test may mount one.
func TestARealFullDisk(t *testing.T) {
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		t.Skip("needs root to mount a small disk; TestAFullDiskIsSaid plays it")
	}
	dir := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=256k", "huiying-test", dir).Run(); err != nil {
		t.Skip("no mount here; TestAFullDiskIsSaid plays it")
	}
	t.Cleanup(func() { _ = exec.Command("umount", dir).Run() })
	f := folder(t, dir)
	h := put(t, f, "small")
	_, _, err := f.Put(context.Background(), bytes.NewReader(make([]byte, 1<<20)), 2<<20)
	if problem.KindOf(err) != problem.Full || unfinished(t, f) != 0 || f.Check(h) != nil {
		t.Errorf("%v", err)
	}
	put(t, f, "there is room again")
}

func TestManyPutTheSameAtOnce(t *testing.T) {
	f := folder(t, t.TempDir())
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			text := strings.Repeat("same", 1000*(1+i%2))
			if h, _, err := f.Put(context.Background(), strings.NewReader(text), 1<<20); err != nil || f.Check(h) != nil {
				t.Errorf("%v", err)
			}
		})
	}
	wg.Wait()
	n := 0
	if err := f.Each(context.Background(), func(Hash, int64) error { n++; return nil }); err != nil || n != 2 || unfinished(t, f) != 0 {
		t.Errorf("%d files, %v", n, err)
	}
}

func TestCopyTo(t *testing.T) {
	ctx, f := context.Background(), folder(t, t.TempDir())
	to := folder(t, t.TempDir())
	a, b, bad := put(t, f, "a"), put(t, f, "bb"), put(t, f, "damaged")
	if err := os.WriteFile(f.path(bad), []byte("DAMAGED"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := f.CopyTo(ctx, to)
	if err != nil || c.Linked+c.Written != 2 || len(c.Damaged) != 1 || c.Damaged[0] != bad {
		t.Fatalf("%+v %v", c, err)
	}
	if c, err = f.CopyTo(ctx, to); err != nil || c.Kept != 2 || c.Linked+c.Written != 0 {
		t.Errorf("%+v %v", c, err)
	}
	if err := os.RemoveAll(f.dir); err != nil {
		t.Fatal(err)
	}
	back := folder(t, f.dir)
	if _, err := to.CopyTo(ctx, back); err != nil || back.Check(a) != nil || back.Check(b) != nil {
		t.Errorf("a backup restores: %v", err)
	}
	// A file in the way that is shorter, as a copy broken off elsewhere would be, is replaced.
	if err := errors.Join(os.Remove(to.path(b)), os.WriteFile(to.path(b), []byte("b"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if c, err = back.CopyTo(ctx, to); err != nil || c.Written != 1 || to.Check(b) != nil || back.Check(b) != nil {
		t.Errorf("%+v %v", c, err)
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := back.CopyTo(over, folder(t, t.TempDir())); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
