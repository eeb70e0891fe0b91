package thumbs_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"testing"
	"time"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/compose/thumbs"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
)

func TestPicturesAreFetchedOnceAndShrunk(t *testing.T) {
	themetest.App(t, theme.Light, 100)
	var big bytes.Buffer
	if err := png.Encode(&big, image.NewRGBA(image.Rect(0, 0, 2000, 1000))); err != nil {
		t.Fatal(err)
	}
	asked := make(chan string, 16)
	q := &load.Queue{}
	jobs := load.NewJobsWith(t.Context(), q.Do)
	defer jobs.Stop()
	s := thumbs.NewShelf(jobs, func(_ context.Context, hash string) (io.ReadCloser, error) {
		asked <- hash
		switch hash {
		case "big":
			return io.NopCloser(bytes.NewReader(big.Bytes())), nil
		case "bad":
			return io.NopCloser(bytes.NewReader([]byte("no picture"))), nil
		}
		return nil, errors.New("gone")
	})
	a, b, bad, gone := s.View("big", false), s.View("big", true), s.View("bad", false), s.View("gone", false)
	if a.Shown() {
		t.Fatal("shown before it was fetched")
	}
	for end := time.Now().Add(20 * time.Second); !a.Shown() && time.Now().Before(end); {
		q.Settle(100*time.Millisecond, time.Second)
	}
	later := s.View("big", false)
	if !a.Shown() || !b.Shown() || !later.Shown() {
		t.Error("a picture that is there is not shown")
	}
	if bad.Shown() || gone.Shown() {
		t.Error("what is no picture is shown")
	}
	if n := len(asked); n != 3 {
		t.Errorf("asked %d times for 3 files", n)
	}
	for _, o := range test.WidgetRenderer(a).Objects() {
		if img, ok := o.(*canvas.Image); ok && img.Image.Bounds().Dx() != 720 {
			t.Errorf("kept %d wide, want 720", img.Image.Bounds().Dx())
		}
	}
	bad.Set("big")
	if !bad.Shown() {
		t.Error("a place does not show another picture")
	}
}
