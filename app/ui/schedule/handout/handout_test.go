package handout_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"huiying/app/ui/schedule/handout"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

func TestPiecesAreWhatThereIs(t *testing.T) {
	got := handout.Pieces(delivery.Parcel{Title: "通知", Text: "全文在此", SourceURL: "https://a.gov.cn/1"})
	want := []handout.Piece{{Name: "标题", Text: "通知"}, {Name: "全文", Text: "全文在此"}, {Name: "链接", Text: "https://a.gov.cn/1"}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

// shelf holds files by hash; "torn" breaks off in the middle.
func shelf(_ context.Context, hash string) (io.ReadCloser, error) {
	switch hash {
	case "torn":
		return io.NopCloser(io.MultiReader(strings.NewReader("half"), broken{})), nil
	case "gone":
		return nil, problem.New(problem.Damaged, "图片读不到", "什么都没有改动", "")
	}
	return io.NopCloser(strings.NewReader("bytes of " + hash)), nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("torn off") }

func names(t *testing.T, dir string) (all []string) {
	t.Helper()
	found, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		all = append(all, f.Name())
	}
	return all
}

func TestPicturesAreNumberedInTheirOrder(t *testing.T) {
	dir := t.TempDir()
	if err := handout.Save(t.Context(), dir, []content.Media{{Hash: "b", Name: "锅炉.png"}, {Hash: "a", Name: "../a.png"}}, shelf); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"01-锅炉.png", "02-a.png"}) {
		t.Fatalf("%v", got)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "01-锅炉.png")); err != nil || string(b) != "bytes of b" {
		t.Errorf("%q %v", b, err)
	}
}

func TestNothingIsOverwritten(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "01-a.png")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := handout.Save(t.Context(), dir, []content.Media{{Hash: "a", Name: "a.png"}}, shelf)
	if problem.KindOf(err) != problem.Conflict || !strings.Contains(problem.Words(err), "01-a.png") {
		t.Errorf("%v", err)
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != "mine" {
		t.Errorf("%q %v", b, err)
	}
}

func TestNoHalfPictureStays(t *testing.T) {
	dir := t.TempDir()
	err := handout.Save(t.Context(), dir, []content.Media{{Hash: "a", Name: "a.png"}, {Hash: "torn", Name: "b.png"}}, shelf)
	if !strings.Contains(problem.Words(err), "没有存进去") {
		t.Errorf("%v", err)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"01-a.png"}) {
		t.Errorf("%v", got)
	}
}

func TestWhatCannotBeReadOrWrittenIsSaid(t *testing.T) {
	if err := handout.Save(t.Context(), t.TempDir(), []content.Media{{Hash: "gone", Name: "a.png"}}, shelf); problem.KindOf(err) != problem.Damaged {
		t.Errorf("%v", err)
	}
	missing := filepath.Join(t.TempDir(), "no", "such")
	if err := handout.Save(t.Context(), missing, []content.Media{{Hash: "a", Name: "a.png"}}, shelf); problem.KindOf(err) != problem.Unavailable {
		t.Errorf("%v", err)
	}
}
