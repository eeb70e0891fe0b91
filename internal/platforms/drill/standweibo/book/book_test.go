package book

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/internal/platforms/drill/stage"
)

const unit = "2611843200"

func openAt(t *testing.T, dir string) *Book {
	t.Helper()
	b, err := Open(dir, stage.NewClock(), []Account{{UID: unit, ScreenName: "青禾市教育局"}}, Wire{}, 15000)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

func mention(t *testing.T, b *Book, text string) int64 {
	t.Helper()
	id, err := b.Mention(unit, "记者", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestARecordTornByAKillNeverHappened(t *testing.T) {
	dir := t.TempDir()
	b := openAt(t, dir)
	first := mention(t, b, "一")
	mention(t, b, "二")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "weibo.jsonl")
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	upTo := len(whole) - len(lines[len(lines)-2])
	for cut := upTo; cut < len(whole); cut += 7 {
		if err := os.WriteFile(name, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		again := openAt(t, dir)
		if rec := again.Records(); len(rec) != 1 || rec[0].ID != first {
			t.Fatalf("cut at %d: %d posts", cut, len(rec))
		}
		if id := mention(t, again, "三"); id <= first {
			t.Fatalf("id %d after %d", id, first)
		}
		_ = again.Close()
	}
}

func TestAStrangeJournalIsNotOpened(t *testing.T) {
	for name, line := range map[string]string{
		"a record of another stand-in": `{"kind":"draft","at":"2026-11-24T00:00:00Z","data":{}}`,
		"a record that does not fit":   `{"kind":"post","at":"2026-11-24T00:00:00Z","data":{"id":"x"}}`,
		"damage before the end":        "rubbish",
	} {
		dir := t.TempDir()
		good := `{"kind":"wire","at":"2026-11-24T00:00:00Z","data":{}}`
		if err := os.WriteFile(filepath.Join(dir, "weibo.jsonl"), []byte(line+"\n"+good+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if b, err := Open(dir, stage.NewClock(), nil, Wire{}, 0); err == nil {
			_ = b.Close()
			t.Errorf("%s was opened", name)
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file, stage.NewClock(), nil, Wire{}, 0); err == nil {
		t.Error("a file was taken for a folder")
	}
}

func TestEveryEventHasAKindOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, kind := range []string{"user", "code", "token", "revoke", "age", "call", "post", "comment", "delete", "plan", "plan-used", "wire", "limit"} {
		e := eventOf(kind)
		if e == nil || e.kind() != kind || seen[kind] {
			t.Errorf("%s: %T", kind, e)
		}
		seen[kind] = true
	}
	if eventOf("nothing") != nil {
		t.Error("an unknown kind has an event")
	}
}

func TestCitizensKeepTheirUID(t *testing.T) {
	b := openAt(t, t.TempDir())
	p := mention(t, b, "问")
	for _, from := range []string{"李女士", "记者", "李女士"} {
		if _, err := b.Comment(p, from, "好"); err != nil {
			t.Fatal(err)
		}
	}
	rec := b.Records()[0]
	if c := rec.Comments; len(c) != 3 || c[0].UID != c[2].UID || c[1].UID != rec.UID || c[0].UID == c[1].UID {
		t.Errorf("%+v", rec)
	}
	if err := b.DropUser("李女士"); err != nil {
		t.Fatal(err)
	}
	if b.Records()[0].Comments[0].From != "用户不存在" {
		t.Error("a user who is gone has no name")
	}
	id, err := b.Comment(p, "李女士", "我回来了")
	if err != nil {
		t.Fatal(err)
	}
	if c := b.Records()[0].Comments; c[3].ID != id || c[3].UID == c[0].UID {
		t.Error("somebody new under an old name is somebody else")
	}
}

func TestPlansAreUsedOldestFirstAndOnce(t *testing.T) {
	b := openAt(t, t.TempDir())
	for _, err := range []error{b.RefuseNext("/a", "", 1, 1), b.RefuseNext("", unit, 2, 2), b.DelayNext(unit, time.Minute, 1)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	defer b.Enter()()
	st := b.State()
	var got []int
	for range 4 {
		if p, ok := st.PlanFor("refuse", "/a", unit); ok {
			got = append(got, p.Code)
			if err := st.Commit(&PlanUsed{ID: p.ID}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(got) != 3 || got[0] != 1 || got[1] != 2 || got[2] != 2 {
		t.Errorf("plans %v", got)
	}
	if _, ok := st.PlanFor("delay", "/2/statuses/share.json", "somebody else"); ok {
		t.Error("a plan for one account met another")
	}
}

func TestPicturesStayInTheirFolder(t *testing.T) {
	dir := t.TempDir()
	b := openAt(t, dir)
	func() {
		defer b.Enter()()
		for range 2 {
			if err := b.State().KeepPicture("abc", []byte("bytes")); err != nil {
				t.Fatal(err)
			}
		}
	}()
	if got, err := b.Picture("abc"); err != nil || string(got) != "bytes" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := b.Picture("../weibo.jsonl"); err == nil {
		t.Error("a picture's name led out of the folder")
	}
	left, err := os.ReadDir(filepath.Join(dir, "pictures"))
	if err != nil || len(left) != 1 || strings.HasPrefix(left[0].Name(), "new-") {
		t.Errorf("%v %v", left, err)
	}
}
